from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

import anyio
import freezegun
import pytest
from anyio.lowlevel import checkpoint
from by_hand import PATIENCE

from pytest_smsactivate.clock import Clock, LiveClock, PatientClock, VirtualClock

NOON = datetime(2024, 3, 14, 12, 0, 0, tzinfo=timezone.utc)


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_live_time_goes_on_by_itself() -> None:
    clock = LiveClock()
    started = clock.now()
    clock.sleep(0.01)

    assert clock.now() - started >= 0.009


@pytest.mark.anyio
async def test_an_asynchronous_sleep_takes_its_time_and_lets_others_work() -> None:
    asleep, worked = threading.Event(), threading.Event()

    class Sleeper(LiveClock):
        @staticmethod
        def _sleep(seconds: float) -> None:
            asleep.set()
            assert worked.wait(PATIENCE)
            LiveClock._sleep(seconds)

    async def work() -> None:
        while not asleep.is_set():
            await checkpoint()
        worked.set()

    clock = Sleeper()
    started = clock.now()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(work)
        tasks.start_soon(clock.sleep_async, 0.05)

    assert clock.now() - started >= 0.045


@pytest.mark.anyio
async def test_a_task_that_is_cancelled_does_not_sleep_on() -> None:
    alarm, woke = threading.Event(), []

    class Sleeper(LiveClock):
        @staticmethod
        def _sleep(seconds: object) -> None:
            alarm.wait(PATIENCE)
            woke.append(seconds)

    with anyio.move_on_after(0.05) as scope:
        await Sleeper().sleep_async(10.0)

    assert scope.cancelled_caught
    assert woke == []
    alarm.set()


def test_the_calendar_is_that_of_the_machine() -> None:
    before = datetime.now(timezone.utc) - timedelta(minutes=1)

    assert before < LiveClock().utc() < before + timedelta(hours=1)


def test_a_frozen_test_freezes_neither_the_clock_nor_the_calendar() -> None:
    with freezegun.freeze_time("1999-12-31"):
        clock = LiveClock()
        started = clock.now()
        clock.sleep(0.01)

        assert clock.now() > started
        assert clock.utc().year > 2023
        assert clock.utc().utcoffset() == timedelta(0)


@pytest.mark.anyio
async def test_virtual_time_passes_only_when_somebody_sleeps() -> None:
    clock = VirtualClock(NOON)
    assert (clock.now(), clock.utc()) == (0.0, NOON)

    clock.sleep(3600.0)
    assert (clock.now(), clock.utc()) == (3600.0, NOON + timedelta(hours=1))

    await clock.sleep_async(1800.0)
    assert (clock.now(), clock.utc()) == (5400.0, NOON + timedelta(minutes=90))


def test_virtual_time_starts_today_where_nothing_else_is_said() -> None:
    virtual, live = VirtualClock(), LiveClock()

    assert live.utc() - virtual.utc() < timedelta(minutes=1)


def test_virtual_time_never_goes_back() -> None:
    clock = VirtualClock(NOON)
    clock.advance_to(10.0)
    clock.advance_to(4.0)

    assert clock.now() == 10.0


class Application:
    """Notes when it is given time."""

    def __init__(self, clock: VirtualClock) -> None:
        self.given_at: list[float] = []
        self._clock = clock

    def wait(self) -> None:
        self.given_at.append(self._clock.now())

    async def wait_async(self) -> None:
        self.given_at.append(self._clock.now())


@pytest.mark.anyio
async def test_the_application_is_given_real_time_before_each_jump() -> None:
    virtual = VirtualClock(NOON)
    application = Application(virtual)
    clock = PatientClock(virtual, application)

    clock.sleep(2.0)
    await clock.sleep_async(3.0)

    assert application.given_at == [0.0, 2.0]
    assert (clock.now(), clock.utc()) == (5.0, NOON + timedelta(seconds=5))


class Idle:
    """An application that needs no time."""

    def wait(self) -> None:
        pass

    async def wait_async(self) -> None:
        pass


@pytest.mark.anyio
@pytest.mark.parametrize("patient", [False, True], ids=["virtual", "patient"])
async def test_sleepers_that_overlap_share_the_time(patient: bool) -> None:
    virtual = VirtualClock(NOON)
    clock: Clock = PatientClock(virtual, Idle()) if patient else virtual

    async with anyio.create_task_group() as tasks:
        for seconds in (5.0, 3.0, 4.0):
            tasks.start_soon(clock.sleep_async, seconds)

    assert clock.now() == 5.0
