"""Live runs against a simulated provider, each killed at a random moment amid random faults.

Three APIs have their turn, and at times the ledger, too, is locked or full. After each run its
nets get their chance; then the provider's account and the ledger must agree: to the cent where the
API tells prices, else number by number. Needs Linux, whose /proc tells which processes a run has
left.
"""
