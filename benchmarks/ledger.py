"""What a number costs in the ledger, from the intent to buy it to its release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Connection, insert, update

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.ledger import leases, runs
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.rate import Rate
from pytest_smsactivate.ledger.schema import accounts, processes
from pytest_smsactivate.ledger.schema import leases as table
from pytest_smsactivate.ledger.schema import runs as table_of_runs
from pytest_smsactivate.models import Activation, ApiKey, Cancellation
from pytest_smsactivate.terms import Caps, Who, Wish

__all__ = ["OLD", "STEPS", "kept"]

OLD = 100_000
"""Leases that lie in the ledger already, all settled."""

OLD_RUN = 200
"""How many of them each run bought."""

STEPS = ("intent", "turn to buy", "bought", "turn to cancel", "claim", "end")
"""Each is a transaction of its own, and on the disk before the next begins."""

ACCOUNT = Account("smsactivate-dev", "http://127.0.0.1:1", ApiKey("sk-that-buys"))
WISH = Wish("tests/test_sign_up.py::test_code", "telegram", "gb", Decimal("0.07"))


def kept(numbers: int, done: Callable[[], None]) -> Mapping[str, float]:
    """Seconds that each step takes, the median of so many numbers; in a SQLite file."""
    with TemporaryDirectory(prefix="ledger-") as folder:
        ledger = Ledger.open(Location(f"sqlite:///{Path(folder) / 'ledger.sqlite3'}"))
        who = Who("run", "process", 1, "project")
        with ledger.writing() as connection:
            runs.begin(connection, ACCOUNT, who, str(ledger.location))
            _fill(connection)
        took: dict[str, list[float]] = {step: [] for step in STEPS}
        for number in range(numbers):
            _live(ledger, who, f"act_{number}", took)
            done()
        ledger.close()
    return {step: median(seconds) for step, seconds in took.items()}


def _live(ledger: Ledger, who: Who, activation: str, took: Mapping[str, list[float]]) -> None:
    """One number's life; the bucket is full before each turn, since waiting is no work."""
    rate = Rate(ledger, ACCOUNT.id, clock=LiveClock())
    caps = Caps(Decimal(1000), OLD)
    bought = Activation(activation, "+447400123456", WISH.service, WISH.country)
    lease = 0

    def reserve(connection: Connection) -> None:
        nonlocal lease
        lease = leases.reserve(connection, ACCOUNT.id, who.run, who.process, WISH, caps)

    def transaction(step: Callable[[Connection], object]) -> None:
        with ledger.writing() as connection:
            step(connection)

    deeds: Mapping[str, Callable[[], object]] = {
        "intent": lambda: transaction(reserve),
        "turn to buy": lambda: rate.wait("buy"),
        "bought": lambda: transaction(lambda c: leases.opened(c, lease, bought)),
        "turn to cancel": lambda: rate.wait("cancel"),
        "claim": lambda: transaction(
            lambda c: leases.claim(c, ACCOUNT.id, activation, who.process)
        ),
        "end": lambda: transaction(
            lambda c: leases.end(c, ACCOUNT.id, activation, Cancellation(refunded=True))
        ),
    }
    for step in STEPS:
        transaction(lambda c: c.execute(update(accounts).values(tokens=None)))
        began = perf_counter()
        deeds[step]()
        took[step].append(perf_counter() - began)


def _fill(connection: Connection) -> None:
    """The runs of the last days."""
    yesterday = datetime.now(timezone.utc) - timedelta(days=1)
    names = [f"old_{number}" for number in range(OLD // OLD_RUN)]
    account = {"account": ACCOUNT.id}
    begun = {**account, "project": "project", "started_at": yesterday}
    connection.execute(insert(table_of_runs), [{"id": name, **begun} for name in names])
    there = {"host": "here", "pid": 1, "started_at": yesterday, "heartbeat_at": yesterday}
    connection.execute(insert(processes), [{"id": name, "run": name, **there} for name in names])
    settled = {
        **account,
        "test": WISH.test,
        "service": WISH.service,
        "country": WISH.country,
        "price": WISH.price,
        "state": "released",
        "number": "+447400123456",
        "intended_at": yesterday,
        "opened_at": yesterday,
        "ended_at": yesterday,
    }
    for name in names:
        bought = [f"{name}_{number}" for number in range(OLD_RUN)]
        rows = [{"run": name, "process": name, "activation": each, **settled} for each in bought]
        connection.execute(insert(table), rows)
