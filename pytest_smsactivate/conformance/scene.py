"""One account at a simulated provider, and the house's own flows to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from random import Random
from typing import ClassVar, TypeVar
from unittest import SkipTest

from pytest_smsactivate.cashier.teller import Teller, never
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import SmsActivateError
from pytest_smsactivate.flows.acquire import acquire
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.flows.exchange import ask
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.ledger.rate import Rate
from pytest_smsactivate.line import Line
from pytest_smsactivate.models import (
    Activation,
    Cancellation,
    Flow,
    Look,
    Operation,
    RateLimit,
    Request,
    Response,
)
from pytest_smsactivate.modes.simulate import SimulatedWorld
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.dialects import Dialect
from pytest_smsactivate.simulator.server import SimulatorServer
from pytest_smsactivate.transports.live import LiveTransport
from pytest_smsactivate.transports.router import Router, RouterTransport

__all__ = [
    "CODE",
    "NICKNAME",
    "OTHER_CODE",
    "STARTED",
    "TEXT",
    "TIMEOUT",
    "Scene",
    "Subject",
    "failure_of",
    "outcome_of",
    "refused",
]

Result = TypeVar("Result")

STARTED = datetime(2024, 3, 14, 12, 30, tzinfo=timezone.utc)

CODE = "482913"
OTHER_CODE = "705164"
NICKNAME = "Rumpelwicht"
TEXT = f"Dear {NICKNAME}, your verification code is {{code}}"

TIMEOUT = 60.0
"""Seconds of virtual time that a wait may take."""


class Unhurried(Rate):
    """A rate without limit, and without a ledger."""

    def __init__(self) -> None:
        """There is nobody to share with."""

    def wait(self, operation: Operation, *, stop: Callable[[], bool] = never) -> bool:
        return True

    def heard(self, rate: RateLimit | None) -> None:
        """What an answer says of the rate changes nothing."""

    def refused(self, retry_after: float | None) -> None:
        """Nor does a refusal."""


class Scene:
    """What the house would do with one provider, by hand and in virtual time.

    All goes by the transport of the house that knows an API's older words.
    """

    def __init__(
        self,
        provider: Provider,
        way: Transport,
        *,
        simulator: SimulatedProvider,
        clock: VirtualClock,
        wanted: tuple[str, str],
    ) -> None:
        self.provider = provider
        self.simulator = simulator
        self.clock = clock
        self.service, self.country = wanted
        self.way: Transport = Teller(provider, way, Unhurried(), clock=clock)

    def drive(self, flow: Flow[Result]) -> Result:
        return drive(flow, self.way, self.clock)

    def ask(self, request: Request, read: Callable[[Response], Result]) -> Result:
        """Send once; raises what the reading raises."""
        return self.drive(ask(request, read, within=None))

    def buy(self) -> Activation:
        return self.drive(acquire(self.provider, *self.wanted, clock=self.clock, jitter=float))

    @property
    def wanted(self) -> tuple[str, str]:
        return self.service, self.country

    def read_purchase(self, response: Response) -> Activation:
        return self.provider.read_activation(response, service=self.service, country=self.country)

    def look(self, activation: Activation) -> Look:
        return self.ask(self.provider.look(activation.id), self.provider.read_look)

    def release(self, activation: Activation, *, received: bool = False) -> Cancellation:
        """Give back as the nets do, which need not know whether a message came."""
        flow = release(
            self.provider, activation.id, clock=self.clock, jitter=float, received=received
        )
        return self.drive(flow)

    def line(self) -> Line:
        """A number as a test holds it; what was there before it was lent is passed over."""
        line = Line(
            self.buy(),
            provider=self.provider,
            transport=self.way,
            clock=self.clock,
            jitter=float,
            pace=self.provider.pace,
            timeout=TIMEOUT,
            released=lambda _: None,
        )
        if self.provider.capabilities.owned:
            self.drive(line.pass_over())
        return line

    def deliver(self, activation: Activation, code: str = CODE, *, after: float = 0.0) -> None:
        self.simulator.deliver(activation.number, TEXT.format(code=code), after=after)

    def goes_by(self, seconds: float) -> None:
        self.clock.sleep(seconds)

    @property
    def held(self) -> list[str]:
        """The numbers that are open and paid for."""
        return [each.number for each in self.simulator.account.open]


class Subject:
    """What is tested, and the scenes to test it in. See `ProviderConformance`."""

    provider: ClassVar[Callable[[], Provider]]
    dialect: ClassVar[Callable[[], Dialect]]
    service: ClassVar[str] = "telegram"
    country: ClassVar[str] = "gb"
    key: ClassVar[str] = "ck-7Qm2-conformance-Zx81"

    def scene(self, *, later: timedelta = timedelta(0)) -> Scene:
        """In this process, as in simulate mode."""
        clock = VirtualClock(STARTED + later)
        simulator = self._simulator(clock, keyless=True)
        world = SimulatedWorld(simulator, clock)
        return self._scene(RouterTransport(Router(), world.answer), simulator, clock)

    @contextmanager
    def scene_over_http(self, key: str | None = None) -> Iterator[Scene]:
        """On loopback, as in live mode but for the time, which is virtual; by another key, too."""
        clock = VirtualClock(STARTED)
        simulator = self._simulator(clock, key=self.key)
        provider = type(self).provider()
        with (
            SimulatorServer(simulator) as server,
            closing(LiveTransport(provider, server.url, key or self.key)) as way,
        ):
            yield self._scene(way, simulator, clock)

    def needs(self, capability: str) -> Provider:
        """The provider; the test is skipped where it has not that capability."""
        provider = type(self).provider()
        if not getattr(provider.capabilities, capability):
            raise SkipTest(f"{provider.name} does not declare {capability}")
        return provider

    def buys(self) -> None:
        """The test is skipped where numbers are owned, which are neither bought nor ended."""
        provider = type(self).provider()
        if provider.capabilities.owned:
            raise SkipTest(f"{provider.name} has numbers that are owned already")

    def _simulator(
        self, clock: VirtualClock, *, key: str | None = None, keyless: bool = False
    ) -> SimulatedProvider:
        return SimulatedProvider(
            clock,
            sms_after=None,
            rate_limit=None,
            key=key,
            keyless=keyless,
            random=Random(clock.started.isoformat()),
            dialects=[type(self).dialect()],
        )

    def _scene(self, way: Transport, simulator: SimulatedProvider, clock: VirtualClock) -> Scene:
        wanted = (self.service, self.country)
        return Scene(type(self).provider(), way, simulator=simulator, clock=clock, wanted=wanted)


def outcome_of(work: Callable[[], Result]) -> Result | SmsActivateError:
    """What `work` returns, or the error of the tree that it raises."""
    try:
        return work()
    except SmsActivateError as failure:
        return failure


def failure_of(work: Callable[[], object], relied_on: str) -> SmsActivateError:
    """The error of the tree that `work` raises; fails, saying what the house relies on."""
    outcome = outcome_of(work)
    assert isinstance(outcome, SmsActivateError), f"{relied_on}; instead it gave {outcome!r}"
    return outcome


def refused(
    kind: type[SmsActivateError] | tuple[type[SmsActivateError], ...],
    work: Callable[[], object],
    relied_on: str,
) -> SmsActivateError:
    """The same, where only that kind of error will do."""
    failure = failure_of(work, relied_on)
    assert isinstance(failure, kind), f"{relied_on}; instead it raised {failure!r}"
    return failure
