"""The process through which all live requests go: it alone has the key and keeps the ledger.

No double of a test suite reaches into it, and it outlives the run: when the pipe to
the run closes, for whatever reason, it gives back what the run left open.
"""
