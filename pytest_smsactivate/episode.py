"""One test's share of the run: its time, its way to the provider, and what it bought.

An episode belongs to a node of pytest: a test, or the class, module, package or
session for which a wider fixture buys. A cassette holds the episode of one node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Protocol, TypeVar, cast

import msgspec

from pytest_smsactivate.clock import Clock, Jitter, PatientClock, VirtualClock
from pytest_smsactivate.errors import (
    CancelDenied,
    CassetteMismatch,
    ConfigurationError,
    NotSupported,
    SmsActivateError,
    expected,
)
from pytest_smsactivate.flows.acquire import acquire
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.gateway import Correspondence, SmsGateway
from pytest_smsactivate.line import Line
from pytest_smsactivate.models import Activation, Cancellation, Pace
from pytest_smsactivate.providers.base import Provider
from pytest_smsactivate.settings import Order
from pytest_smsactivate.terms import Wish

__all__ = ["Channel", "Episode", "PlayMoney", "Purse"]

__tracebackhide__ = expected

Result = TypeVar("Result")

UNDER_WAY = 5.0
"""Seconds that a teardown waits for a purchase that is under way."""


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """How one episode reaches the provider, and how time passes there.

    `visit` is told of each call that looks; `shift` is added to the provider's
    times; `mismatch` gives the first question that a cassette could not answer, and
    `arrivals` the number of messages that it shows. `waking` makes the clock of one
    activation where a webhook tells of its messages; then `pace` is that of the safety net.
    """

    transport: Transport
    clock: Clock
    visit: Callable[[str, int], None] | None = None
    shift: timedelta = timedelta(0)
    mismatch: Callable[[], CassetteMismatch | None] | None = None
    arrivals: Callable[[str], int] | None = None
    waking: Callable[[str], Clock] | None = None
    pace: Pace | None = None


class Purse(Protocol):
    """Pays for numbers."""

    def buy(
        self, wish: Wish, purchase: Callable[[int | None], Activation]
    ) -> tuple[Activation, Callable[[Cancellation], None]]:
        """Have `purchase` buy one number, under its entry in the ledger if there is one.

        Returns it with its price, and what to tell of its release.
        """
        ...


class PlayMoney:
    """The purse of replay and simulate: nothing is spent, so nothing is capped or entered.

    `bought` is told of each purchase.
    """

    def __init__(
        self,
        price: Callable[[str, str], Decimal | None],
        *,
        bought: Callable[[Activation], None] | None = None,
    ) -> None:
        self._price = price
        self._bought = bought

    def buy(
        self, wish: Wish, purchase: Callable[[int | None], Activation]
    ) -> tuple[Activation, Callable[[Cancellation], None]]:
        activation = purchase(None)
        if activation.price is None:
            price = self._price(wish.service, wish.country)
            activation = msgspec.structs.replace(activation, price=price)
        if self._bought is not None:
            self._bought(activation)
        return activation, _nobody_to_tell


def _nobody_to_tell(cancellation: Cancellation) -> None:
    """No books are kept."""


class Episode:
    """Buys for one node, and gives everything back when the node is done.

    `in_use` tells whether the running test uses the gateway.
    """

    def __init__(
        self,
        name: str,
        *,
        provider: Provider,
        channel: Channel,
        purse: Purse,
        timeout: float,
        gateway: SmsGateway,
        in_use: Callable[[], bool],
        jitter: Jitter,
    ) -> None:
        self.name = name
        self.provider = provider
        self.channel = channel
        self.spoiled = False
        self._purse = purse
        self._timeout = timeout
        self._gateway = gateway
        self._in_use = in_use
        self._jitter = jitter
        self.lines: list[Line] = []
        self._buying = Lock()
        self._closed = False

    def buy(self, service: str, country: str, order: Order) -> Line:
        """Buy a number, once; it is on the list of what to give back before this returns."""

        def purchase() -> Line:
            with self._buying:
                if self._closed:
                    raise NotSupported(
                        "buy", why="the test is over", cure="Buy while the test runs."
                    )
                wish = Wish(self.name, service, country, None, order.max_price)
                activation, released = self._purse.buy(wish, partial(self._acquire, wish))
                line = self._open(order, activation, released)
                if self.provider.capabilities.owned:
                    drive(line.pass_over(), line.transport, line.clock)
                return line

        if not self.channel.transport.blocking:
            return purchase()
        check_tools()
        return uninterrupted(purchase)

    def close(self) -> None:
        """Give back what is still held, a purchase under way included.

        Every number gets its turn before the first failure is raised. A question
        that the cassette could not answer is raised again, if the test swallowed it.
        """
        self._closed = True
        if self._buying.acquire(timeout=UNDER_WAY):  # else the end of the run gives it back
            self._buying.release()
        failures = []
        for line in reversed(self.lines):
            try:
                drive(line.cancel(), line.transport, line.clock)
            except CancelDenied:
                continue  # too early: the end of the run gives it back
            except SmsActivateError as failure:
                failures.append(failure)
        swallowed = self.channel.mismatch() if self.channel.mismatch is not None else None
        if swallowed is not None and not self.spoiled:
            failures.insert(0, swallowed)
        if failures:
            self.spoiled = True
            raise failures[0]

    def _acquire(self, wish: Wish, lease: int | None) -> Activation:
        clock = self.channel.clock
        flow = acquire(
            self.provider,
            wish.service,
            wish.country,
            clock=clock,
            jitter=self._jitter,
            lease=lease,
        )
        return drive(flow, self.channel.transport, clock)

    def _open(
        self, order: Order, activation: Activation, released: Callable[[Cancellation], None]
    ) -> Line:
        channel = self.channel
        clock = channel.clock
        if activation.expires_at is not None and channel.shift:
            expires_at = activation.expires_at + channel.shift
            activation = msgspec.structs.replace(activation, expires_at=expires_at)
        correspondence = None
        if self._gateway.active and isinstance(clock, VirtualClock):
            counted = channel.arrivals
            correspondence = Correspondence(
                self._gateway,
                activation.number,
                self._in_use,
                None if counted is None else partial(counted, activation.id),
            )
            clock = PatientClock(clock, correspondence)
        if channel.waking is not None:
            clock = channel.waking(activation.id)
        line = Line(
            activation,
            provider=self.provider,
            transport=channel.transport,
            clock=clock,
            jitter=self._jitter,
            pace=channel.pace or self.provider.pace,
            timeout=self._timeout if order.timeout is None else order.timeout,
            pattern=order.pattern,
            correspondence=correspondence,
            visit=channel.visit,
            shift=channel.shift,
            released=released,
        )
        self.lines.append(line)
        return line


class Worker(Thread):
    """A thread that is started whatever a test puts in place of `threading.Thread.start`."""

    start = Thread.start


class _Sample(msgspec.Struct):
    size: int = 1


TOOLS: Mapping[str, Callable[[], bool]] = {
    "msgspec.json.decode": lambda: msgspec.json.decode(b"1") == 1,
    "msgspec.json.encode": lambda: msgspec.json.encode(1) == b"1",
    "msgspec.structs.replace": lambda: msgspec.structs.replace(_Sample(2), size=1) == _Sample(),
}
"""What asks and reads in the process of the tests, and whether it does: doubles reach it there."""


def check_tools() -> None:
    """Raise `ConfigurationError` before money is spent on what could not be read."""
    for name, works in TOOLS.items():
        if not works():
            raise ConfigurationError(
                f"{name} has been replaced by a double that does not do its work.",
                cure="Nothing was bought; undo that for as long as a number is bought and used.",
            )


def uninterrupted(work: Callable[[], Result]) -> Result:
    """Do `work` in a thread of its own, and wait for it.

    What a signal raises (Ctrl-C, a timeout) interrupts the waiting only: the work
    goes on, so that what a purchase brings is on the list of what to give back.
    """
    outcome: SimpleQueue[tuple[Result | None, BaseException | None]] = SimpleQueue()

    def to_the_end() -> None:
        try:
            outcome.put((work(), None))
        except BaseException as failure:
            outcome.put((None, failure))

    Worker(target=to_the_end, name="smsactivate purchase", daemon=True).start()
    result, failure = outcome.get()
    if failure is not None:  # raised here, so that a traceback shows no machinery
        raise failure
    return cast(Result, result)
