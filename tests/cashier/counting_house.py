"""A desk with a real ledger in a file, and a provider that is in the process."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from pytest_smsactivate.cashier.desk import Desk
from pytest_smsactivate.cashier.frames import Hello
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import AnswerLost
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.listing import Entry, entries
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.models import ApiKey, Request, Response
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.terms import Caps, Who

KEY = ApiKey("sk-kept-by-nobody")


class Direct:
    """Straight to the simulated provider; what breaks a connection loses the answer."""

    blocking = True

    def __init__(self, simulator: SimulatedProvider) -> None:
        self.simulator = simulator
        self.sent: list[str] = []
        self.before: Callable[[Request], None] = lambda request: None

    def send(self, request: Request, within: float | None) -> Response:
        self.before(request)
        self.sent.append(request.operation)
        outcome = self.simulator.handle(request)
        if isinstance(outcome, Response):
            return outcome
        raise AnswerLost("the simulator", detail=outcome.kind)


class CountingHouse:
    """A ledger, a provider, and the desks of as many processes as are asked for."""

    def __init__(self, folder: Path, provider: str = "smsactivate-dev") -> None:
        self.provider = provider
        self.simulator = SimulatedProvider(
            LiveClock(), keyless=True, sms_after=None, rate_limit=None
        )
        self.transport = Direct(self.simulator)
        self.url = f"sqlite:///{folder}/ledger.sqlite3"
        self.ledger = Ledger.open(Location(self.url))
        self.desks: list[Desk] = []

    def desk(
        self,
        process: str = "process",
        *,
        joins: bool = False,
        numbers: int = 20,
        controller: str | None = None,
    ) -> Desk:
        hello = Hello(
            Account(self.provider, "https://provider.example", KEY),
            self.url,
            Who("run", process, os.getpid(), "project", joins=joins, controller=controller),
            Caps(Decimal("1.00"), numbers),
        )
        desk = Desk(hello, self.ledger, self.transport, clock=LiveClock(), jitter=float)
        self.desks.append(desk)
        return desk

    @property
    def leases(self) -> list[Entry]:
        with self.ledger.reading() as connection:
            return entries(connection, self.ledger.location.alive, settled=True)

    @property
    def states(self) -> list[str]:
        return [lease.state for lease in self.leases]
