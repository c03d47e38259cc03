"""Money: what runs may spend, what they did spend, what is still held, and how fast to ask.

One database, SQLite or PostgreSQL, that all who use a key share. Only the cashier and
the shell open it; a test process never does.
"""
