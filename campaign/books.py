"""The ledger as the campaign reads it: straight from the file, not through the code under test."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

__all__ = ["Entry", "entries"]

BILLIONTH = Decimal("1e-9")


@dataclass(frozen=True)
class Entry:
    """One lease; `activation` is None where the answer to the purchase never came.

    `renewals` counts how often more time was asked for; `judged` tells that the balance was asked
    what became of it.
    """

    id: int
    state: str
    test: str
    price: Decimal | None
    activation: str | None
    renewals: int = 0
    judged: bool = False

    @property
    def unsettled(self) -> bool:
        """Whether nobody knows yet what became of it."""
        return self.state in ("intended", "open", "unknown")

    def __str__(self) -> str:
        return f"lease {self.id} ({self.activation or 'no activation'}, {self.state}, {self.price})"


def entries(ledger: Path) -> list[Entry]:
    """Every lease, the oldest first; none where there is no ledger."""
    if not ledger.exists():
        return []
    with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True, timeout=30)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'leases'").fetchone():
            return []
        columns = "id, state, test, price, activation, renewals, judgement IS NOT NULL"
        rows = database.execute(f"SELECT {columns} FROM leases ORDER BY id")
        return [
            Entry(id_, state, test, _amount(price), activation, renewals, bool(judged))
            for id_, state, test, price, activation, renewals, judged in rows
        ]


def _amount(billionths: int | None) -> Decimal | None:
    return None if billionths is None else billionths * BILLIONTH
