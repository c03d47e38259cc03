"""Lets the ledger fail for some seconds, at the moment that the plan names."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from campaign.plan import LedgerTrouble, Room
from pytest_smsactivate.models import Operation

__all__ = ["Trouble"]

PATIENCE = 60.0
"""Seconds that may go by until a transaction of the run is over."""


class Trouble:
    """Sees all that the provider is asked for, as an observer of it; `end` ends what there is.

    A ledger that fails is one whose disk is full: who is there reads on, and cannot write. One
    that is locked lets writers wait. `began` tells whether there was any.
    """

    def __init__(self, trouble: LedgerTrouble | None, ledger: Path) -> None:
        self.began = False
        self._trouble = trouble
        self._ledger = ledger
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def seen(self, endpoint: Operation, nth: int, answered: bool) -> None:
        """A request has come to the provider; returns when the trouble has begun."""
        trouble = self._trouble
        if trouble is None or answered or self._over.is_set():
            return
        if (endpoint, nth) != (trouble.endpoint, trouble.nth):
            return
        begun = threading.Event()
        self._thread = threading.Thread(target=self._last, args=(trouble, begun))
        self._thread.start()
        begun.wait()

    def end(self) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _last(self, trouble: LedgerTrouble, begun: threading.Event) -> None:
        try:
            with closing(
                sqlite3.connect(self._ledger, timeout=PATIENCE, isolation_level=None)
            ) as database:
                kind = locked(database) if trouble.room is None else full(database, trouble.room)
                with kind:
                    self.began = True
                    begun.set()
                    self._over.wait(trouble.seconds)
        finally:
            begun.set()


@contextmanager
def locked(database: sqlite3.Connection) -> Iterator[None]:
    """Nobody else can write."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        database.execute("ROLLBACK")


@contextmanager
def full(database: sqlite3.Connection, room: Room) -> Iterator[None]:
    """Nothing can be written in that room: each try is an error, and its transaction is lost."""
    names = [f"no_{action}_{table}" for table, action in _deeds(ROOMS[room])]
    deeds = zip(names, _deeds(ROOMS[room]), strict=True)
    script = [
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END;"
        for name, (table, action) in deeds
    ]
    database.executescript("BEGIN IMMEDIATE;" + "".join(script) + "COMMIT;")
    try:
        yield
    finally:
        drops = "".join(f"DROP TRIGGER {name};" for name in names)
        database.executescript(f"BEGIN IMMEDIATE;{drops}COMMIT;")


def _deeds(tables: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((table, action) for table in tables for action in ("INSERT", "UPDATE", "DELETE"))


ROOMS: Mapping[Room, tuple[str, ...]] = {
    "leases": ("leases",),
    "rate": ("accounts", "tickets"),
    "all": ("accounts", "leases", "notices", "prices", "processes", "runs", "tickets"),
}
