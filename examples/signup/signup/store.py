"""Accounts, codes and sends in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from os import PathLike

__all__ = ["PendingCode", "Store"]

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS account (phone TEXT PRIMARY KEY, verified_at REAL NOT NULL)",
    """
    CREATE TABLE IF NOT EXISTS code (
        phone TEXT PRIMARY KEY,
        digest BLOB NOT NULL,
        expires_at REAL NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE TABLE IF NOT EXISTS send (phone TEXT NOT NULL, sent_at REAL NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class PendingCode:
    """A code that was sent: `attempts` counts how often one was typed against it."""

    digest: bytes
    expires_at: float
    attempts: int


class Store:
    """Each method is one transaction; times are in seconds since 1970."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self._path = path
        with self._transaction() as database:
            for statement in SCHEMA:
                database.execute(statement)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, isolation_level=None)) as database, database:
            database.execute("BEGIN IMMEDIATE")
            yield database

    def has_account(self, phone: str) -> bool:
        with self._transaction() as database:
            found = database.execute("SELECT 1 FROM account WHERE phone = ?", (phone,)).fetchone()
        return found is not None

    def open_account(self, phone: str, now: float) -> None:
        """Open the account, if there is none yet, and forget the code."""
        with self._transaction() as database:
            database.execute("INSERT OR IGNORE INTO account VALUES (?, ?)", (phone, now))
            database.execute("DELETE FROM code WHERE phone = ?", (phone,))

    def reserve_send(self, phone: str, now: float, *, limit: int, window: float) -> float:
        """Note one more send, if fewer than `limit` were noted within `window` seconds.

        Returns 0, or the seconds until the next send will be allowed.
        """
        with self._transaction() as database:
            database.execute("DELETE FROM send WHERE sent_at <= ?", (now - window,))
            sent, first = database.execute(
                "SELECT count(*), min(sent_at) FROM send WHERE phone = ?", (phone,)
            ).fetchone()
            if sent >= limit:
                return float(first + window - now)
            database.execute("INSERT INTO send VALUES (?, ?)", (phone, now))
        return 0.0

    def put_code(self, phone: str, digest: bytes, expires_at: float) -> None:
        """Store a code, in place of the one that was sent before."""
        with self._transaction() as database:
            database.execute(
                "REPLACE INTO code (phone, digest, expires_at) VALUES (?, ?, ?)",
                (phone, digest, expires_at),
            )

    def code(self, phone: str) -> PendingCode | None:
        with self._transaction() as database:
            return self._code(database, phone)

    def count_attempt(self, phone: str) -> PendingCode | None:
        """The code, with this attempt counted: two people typing at once count as two."""
        with self._transaction() as database:
            database.execute("UPDATE code SET attempts = attempts + 1 WHERE phone = ?", (phone,))
            return self._code(database, phone)

    def _code(self, database: sqlite3.Connection, phone: str) -> PendingCode | None:
        row = database.execute(
            "SELECT digest, expires_at, attempts FROM code WHERE phone = ?", (phone,)
        ).fetchone()
        return PendingCode(*row) if row else None
