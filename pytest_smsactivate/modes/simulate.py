"""Simulate: from a provider in the process, with an account of its own."""

from __future__ import annotations

from decimal import Decimal

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.episode import Channel, Episode, PlayMoney, Purse
from pytest_smsactivate.errors import AnswerLost, ConfigurationError, expected
from pytest_smsactivate.gateway import SmsGateway
from pytest_smsactivate.gateway.gateway import international
from pytest_smsactivate.models import Activation, Request, Response
from pytest_smsactivate.modes import Place, Progress
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.statement import Statement
from pytest_smsactivate.transports.router import Router, RouterTransport

__all__ = ["Simulate", "SimulatedWorld"]

__tracebackhide__ = expected

READ_TIMEOUT = 30.0
"""Virtual seconds after which a hanging answer is given up, as in live mode."""


class SimulatedWorld:
    """The simulated provider as a world: what befalls a connection takes virtual time."""

    def __init__(self, simulator: SimulatedProvider, clock: VirtualClock) -> None:
        self._simulator = simulator
        self._clock = clock

    def answer(self, request: Request, within: float | None) -> Response:
        reply = self._simulator.handle(request)
        if isinstance(reply, Response):
            return reply
        patience = READ_TIMEOUT if within is None else within
        takes = reply.seconds if reply.kind in ("slow", "hang") else 0.0
        self._clock.advance_to(self._clock.now() + min(takes, patience))
        if reply.kind == "slow" and takes < patience and reply.response is not None:
            return reply.response
        raise AnswerLost("the simulator", detail=f"the connection was {reply.kind}")


class Simulate:
    """From a provider in the process, with an account of its own."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        # Virtual time stands still between waits, so a limit per minute would be met soon.
        self.simulator = SimulatedProvider(self.clock, keyless=True, rate_limit=None)
        self.written: list[str] = []
        self.gateway = SmsGateway(active=True, forward=self._deliver)
        self._router = Router()

    def start(self) -> None:
        """There is nothing to start."""

    def open(self, place: Place, provider: Provider) -> tuple[Channel, Purse]:
        """Raises `ConfigurationError` for a provider whose API nobody has taught the simulator."""
        if not self.simulator.speaks(provider.name):
            raise ConfigurationError(
                f"The simulator does not speak the API of {provider.name}.",
                cure="Add a dialect by the entry-point group pytest_smsactivate.dialects, or test "
                "with another provider.",
            )
        world = SimulatedWorld(self.simulator, self.clock)
        channel = Channel(transport=RouterTransport(self._router, world.answer), clock=self.clock)

        def bought(activation: Activation) -> None:
            """The application itself sends: an SMS of the simulator's would be an invention."""
            if place.in_use():
                self.simulator.silence(activation.id)

        def price(_service: str, _country: str) -> Decimal | None:
            return self.simulator.price if provider.capabilities.price else None

        return channel, PlayMoney(price, bought=bought)

    def ended(self, place: Place, episode: Episode) -> None:
        """Nothing is left to do."""

    def settle(self) -> None:
        """Faults and settings last to the end of the test; the account goes on."""
        self.simulator.reset()

    def close(self, progress: Progress) -> Statement:
        """Nothing was bought."""
        return Statement()

    def _deliver(self, to: str, text: str, sender: str | None) -> None:
        """A message to a number that nobody holds is lost, as in the world outside."""
        number = international(to)
        if any(held.number == number for held in self.simulator.account.open):
            self.simulator.deliver(number, text, sender=sender)
