"""Live runs against a simulated provider, each killed at a random moment amid random faults.

After each run its nets get their chance; then the provider's account and the ledger must agree
to the cent. Needs Linux, whose /proc tells which processes a run has left.
"""
