"""A provider whose wall clock is wrong: what it shows, and that it changes nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import RateLimited
from pytest_smsactivate.flows.acquire import acquire
from pytest_smsactivate.flows.drivers import drive
from pytest_smsactivate.flows.inbox import Inbox
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.flows.wait import Watch
from pytest_smsactivate.models import Pace, Request, Response
from pytest_smsactivate.providers.reading import error_for
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider

HOUR = 3600.0
STARTED = datetime(2024, 3, 14, 12, 30, 0, tzinfo=timezone.utc)


def test_all_times_that_it_tells_are_off_by_as_much(clock, simulator, customer):
    simulator.clock_off = HOUR
    activation = customer.buy()
    clock.sleep(2)
    response = customer.answered(customer.provider.look(activation.id))

    assert activation.expires_at == STARTED + timedelta(hours=1, minutes=20)
    assert b'"received_at":"2024-03-14T13:30:02Z"' in response.body
    assert response.headers["date"] == "Thu, 14 Mar 2024 13:30:02 GMT"
    reset = STARTED + timedelta(hours=1, minutes=1)
    assert response.headers["x-ratelimit-reset"] == str(int(reset.timestamp()))


def test_a_clock_may_be_slow(simulator, customer):
    simulator.clock_off = -HOUR
    refused = customer.answered(customer.provider.look("act_unknown"))

    assert refused.headers["date"] == "Thu, 14 Mar 2024 11:30:00 GMT"


def test_a_message_keeps_the_time_that_the_clock_showed_when_it_came(clock, simulator, customer):
    activation = customer.buy()
    clock.sleep(5)
    simulator.clock_off = HOUR
    assert customer.look(activation)["received_at"] == "2024-03-14T12:30:02Z"

    simulator.deliver(activation.number, "code 482910")
    assert customer.look(activation)["received_at"] == "2024-03-14T13:30:05Z"
    simulator.reset()
    assert customer.look(activation)["received_at"] == "2024-03-14T13:30:05Z"


def test_a_number_expires_when_its_time_has_passed_whatever_the_clock_shows(
    clock, simulator, customer
):
    simulator.sms_after = None
    simulator.lifetime = 60
    activation = customer.buy()
    simulator.clock_off = HOUR
    assert customer.look(activation)["status"] == "pending"

    simulator.clock_off = -HOUR
    clock.sleep(60)
    assert customer.look(activation)["status"] == "expired"


offs = st.integers(-86_400, 86_400) | st.floats(-86_400, 86_400)


def refused_by(simulator: SimulatedProvider, customer, clock: VirtualClock) -> list[object]:
    """What a client reads of pauses: before the limit, beyond it, and in a denied cancel."""
    activation = customer.buy()
    provider = customer.provider
    clock.sleep(20)
    read = [provider.read_rate(customer.answered(provider.balance()))]
    read.append(customer.cancel(activation).headers["retry-after"])
    refused = customer.answered(provider.balance())
    without = {name: told for name, told in refused.headers.items() if name != "retry-after"}
    for headers in (refused.headers, without):
        error = error_for(Response(429, b"", headers), "look", "smsactivate-dev")
        assert isinstance(error, RateLimited)
        read.append(error.retry_after)
    return read


@settings(deadline=None)
@given(off=offs)
def test_pauses_are_the_same_by_any_clock(off, customer_of):
    read = []
    for clock_off in (0.0, off):
        clock = VirtualClock(STARTED)
        simulator = SimulatedProvider(clock, rate_limit=3, cancel_after=60, random=Random(7))
        simulator.clock_off = clock_off
        read.append(refused_by(simulator, customer_of(simulator), clock))
    right, wrong = read
    rate, denied, told, by_reset = wrong

    assert (rate.remaining, denied, told) == (right[0].remaining, "40", 40.0)
    # Both headers are in whole seconds: what they differ by may be one more or less.
    assert rate.resets_in == pytest.approx(40, abs=1)
    assert by_reset == pytest.approx(40, abs=1)


class OnTheWire:
    """Sends to the simulator, and notes when and what."""

    blocking = False

    def __init__(self, simulator: SimulatedProvider, clock: VirtualClock) -> None:
        self.log: list[tuple[float, str, float | None]] = []
        self._simulator = simulator
        self._clock = clock

    def send(self, request: Request, within: float | None) -> Response:
        self.log.append((self._clock.now(), request.operation, within))
        answer = self._simulator.handle(request)
        assert isinstance(answer, Response)
        return answer


def life_of_a_number(clock_off: float) -> tuple[list[tuple[float, str, float | None]], str]:
    """Bought, waited for through trouble and a rate limit, and given back."""
    clock, provider = VirtualClock(STARTED), SmsActivateDev()
    simulator = SimulatedProvider(
        clock, keyless=True, sms_after=45, rate_limit=12, random=Random(7)
    )
    simulator.clock_off = clock_off
    simulator.fault("look", status=503, headers={"retry-after": "4"})
    simulator.fault("look", status=429)
    simulator.fault("cancel", status=503)
    wire = OnTheWire(simulator, clock)
    with_time = {"clock": clock, "jitter": lambda: 0.0}

    activation = drive(acquire(provider, "telegram", "ru", **with_time), wire, clock)
    watch = Watch(provider, activation, Inbox(), pace=Pace(), **with_time)
    code = drive(watch.next_message(120, lambda message: message.code), wire, clock)
    drive(release(provider, activation.id, **with_time), wire, clock)
    assert simulator.account.spent == Decimal("0.07")
    assert code is not None
    return wire.log, code


@pytest.mark.parametrize("clock_off", [HOUR, -HOUR, 86_400.0, 31_536_000.0])
def test_a_flow_sends_and_sleeps_the_same_by_any_clock(clock_off):
    assert life_of_a_number(clock_off) == life_of_a_number(0.0)
