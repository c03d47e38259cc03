from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from random import Random

import msgspec
import pytest

from pytest_smsactivate.clock import LiveClock, VirtualClock
from pytest_smsactivate.models import Activation, Request, Response
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import Broken, SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer

STARTED = datetime(2024, 3, 14, 12, 30, 0, tzinfo=timezone.utc)


class Customer:
    """Asks the simulated provider by hand, with the requests of the real provider's client."""

    provider = SmsActivateDev()

    def __init__(self, simulator: SimulatedProvider, key: str = "secret") -> None:
        self.simulator = simulator
        self.key = key

    def send(self, request: Request) -> Response | Broken:
        return self.simulator.handle(self.provider.authorized(request, self.key))

    def answered(self, request: Request) -> Response:
        response = self.send(request)
        assert isinstance(response, Response)
        return response

    def document(self, request: Request) -> dict[str, object]:
        response = self.answered(request)
        assert response.status == 200, response.body
        return msgspec.json.decode(response.body, type=dict[str, object])

    def buy(self, country: str = "ru") -> Activation:
        response = self.answered(self.provider.buy("telegram", country))
        return self.provider.read_activation(response, service="telegram", country=country)

    def look(self, activation: Activation) -> dict[str, object]:
        return self.document(self.provider.look(activation.id))

    def cancel(self, activation: Activation) -> Response:
        return self.answered(self.provider.cancel(activation.id))


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(STARTED)


@pytest.fixture
def simulator(clock: VirtualClock) -> SimulatedProvider:
    return SimulatedProvider(clock, random=Random(7))


@pytest.fixture(scope="session")
def customer_of() -> Callable[[SimulatedProvider], Customer]:
    return Customer


@pytest.fixture
def customer(simulator: SimulatedProvider) -> Customer:
    return Customer(simulator)


@pytest.fixture
def live_simulator() -> SimulatedProvider:
    return SimulatedProvider(LiveClock(), sms_after=None, random=Random(7))


@pytest.fixture
def server(live_simulator: SimulatedProvider) -> Iterator[SimulatorServer]:
    with SimulatorServer(live_simulator) as server:
        yield server
