"""What befalls a connection in simulate mode takes virtual time, and no mode of play spends."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import AnswerLost, ConfigurationError
from pytest_smsactivate.modes import Place
from pytest_smsactivate.modes.replay import Replay
from pytest_smsactivate.modes.simulate import READ_TIMEOUT, Simulate, SimulatedWorld
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.faults import FaultKind
from pytest_smsactivate.statement import Statement

BALANCE = SmsActivateDev().balance()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def simulator(clock: VirtualClock) -> SimulatedProvider:
    return SimulatedProvider(clock, keyless=True)


@pytest.fixture
def world(simulator: SimulatedProvider, clock: VirtualClock) -> SimulatedWorld:
    return SimulatedWorld(simulator, clock)


def test_a_slow_answer_comes_after_its_time(
    world: SimulatedWorld, simulator: SimulatedProvider, clock: VirtualClock
) -> None:
    simulator.fault("balance", "slow", seconds=7)
    assert world.answer(BALANCE, None).status == 200
    assert clock.now() == 7


@pytest.mark.parametrize(
    ("kind", "seconds", "within", "takes"),
    [
        ("slow", 7, 3.0, 3.0),
        ("hang", 60, 3.0, 3.0),
        ("hang", 60, None, READ_TIMEOUT),
        ("hang", 2, 3.0, 2.0),
    ],
)
def test_an_answer_is_given_up_in_virtual_time(
    world: SimulatedWorld,
    simulator: SimulatedProvider,
    clock: VirtualClock,
    kind: FaultKind,
    seconds: float,
    within: float | None,
    takes: float,
) -> None:
    simulator.fault("balance", kind, seconds=seconds)
    with pytest.raises(AnswerLost):
        world.answer(BALANCE, within)
    assert clock.now() == takes


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "truncated"])
def test_a_connection_that_breaks_loses_the_answer_at_once(
    world: SimulatedWorld, simulator: SimulatedProvider, clock: VirtualClock, kind: FaultKind
) -> None:
    simulator.fault("balance", kind)
    with pytest.raises(AnswerLost):
        world.answer(BALANCE, 5)
    assert clock.now() == 0


@pytest.mark.parametrize("mode", [Replay, Simulate])
def test_play_spends_nothing(mode: type[Replay | Simulate]) -> None:
    way = mode()
    way.start()
    assert way.close(lambda left, seconds: None) == Statement()


def test_an_api_that_the_simulator_does_not_speak_is_told() -> None:
    class Fourth(SmsActivateDev):
        name = "fourth"

    place = Place(node_id="t", test="t", cassette=Path("t.json"), in_use=lambda: False)
    with pytest.raises(ConfigurationError, match=r"not speak the API of fourth\. Add a dialect"):
        Simulate().open(place, Fourth())
