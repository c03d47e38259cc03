"""Money: what a run may spend, what it did spend, and what is still open."""
