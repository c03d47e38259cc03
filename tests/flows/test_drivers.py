from __future__ import annotations

import threading
from collections.abc import Callable

import anyio
import pytest
from anyio import to_thread
from by_hand import (
    ACTIVATION,
    PATIENCE,
    FakeClock,
    Script,
    answer,
    bought,
    cancelled,
    no_jitter,
    pending,
    received,
)

from pytest_smsactivate.errors import (
    ActivationNotFound,
    AnswerLost,
    CodeTimeout,
    ConnectionNotMade,
    InvalidResponse,
    PurchaseUnknown,
    SmsActivateError,
)
from pytest_smsactivate.flows.acquire import acquire
from pytest_smsactivate.flows.drivers import drive, drive_async
from pytest_smsactivate.flows.inbox import Inbox
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.flows.wait import Watch
from pytest_smsactivate.models import (
    Activation,
    Cancellation,
    Flow,
    Request,
    Response,
    Send,
    Sleep,
)
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

PROVIDER = SmsActivateDev()


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def buy(clock: FakeClock) -> Flow[object]:
    return acquire(PROVIDER, "telegram", "ru", clock=clock, jitter=no_jitter)


def wait(clock: FakeClock) -> Flow[object]:
    watch = Watch(PROVIDER, ACTIVATION, Inbox(), clock=clock, jitter=no_jitter, pace=PROVIDER.pace)
    return watch.next_message(2.0, lambda found: found.code)


def cancel(clock: FakeClock) -> Flow[object]:
    return release(PROVIDER, "act_9x2k1p", clock=clock, jitter=no_jitter)


class Story:
    """A flow, what it is answered, and what must come of it under every driver."""

    def __init__(
        self,
        flow: Callable[[FakeClock], Flow[object]],
        *answers: Response | SmsActivateError,
        ends: object,
        asks: list[str],
        sleeps: list[float],
    ) -> None:
        self.clock = FakeClock()
        self.flow = flow(self.clock)
        self.script = Script(*answers)
        self._ends = ends
        self._asks = asks
        self._sleeps = sleeps

    def check(self, outcome: object) -> None:
        if isinstance(self._ends, type):
            assert isinstance(outcome, self._ends)
        else:
            assert outcome == self._ends
        assert self.script.asked == self._asks
        assert self.script.exhausted
        assert self.clock.slept == self._sleeps


def lost() -> AnswerLost:
    return AnswerLost("smsactivate-dev")


def not_made() -> ConnectionNotMade:
    return ConnectionNotMade("smsactivate-dev")


STORIES: dict[str, Callable[[], Story]] = {
    "bought at the second connection": lambda: Story(
        buy, not_made(), bought(), ends=Activation, asks=["buy"] * 2, sleeps=[0.5]
    ),
    "bought perhaps": lambda: Story(buy, lost(), ends=PurchaseUnknown, asks=["buy"], sleeps=[]),
    "bought and given back": lambda: Story(
        buy,
        bought(number="?"),
        lost(),
        answer(404),
        ends=InvalidResponse,
        asks=["buy", "cancel", "cancel"],
        sleeps=[0.5],
    ),
    "a code at last": lambda: Story(
        wait,
        pending(),
        answer(503),
        received("482910"),
        ends="482910",
        asks=["look"] * 3,
        sleeps=[1.0, 0.5],
    ),
    "no code": lambda: Story(
        wait, pending(), pending(), pending(), ends=CodeTimeout, asks=["look"] * 3, sleeps=[1.0] * 2
    ),
    "cancelled": lambda: Story(
        cancel, lost(), cancelled(), ends=Cancellation(True), asks=["cancel"] * 2, sleeps=[0.5]
    ),
    "never bought": lambda: Story(
        cancel, answer(404), ends=ActivationNotFound, asks=["cancel"], sleeps=[]
    ),
}

stories = pytest.mark.parametrize("story", STORIES)


@stories
def test_the_synchronous_driver_tells_the_story(story: str) -> None:
    told = STORIES[story]()
    outcome: object
    try:
        outcome = drive(told.flow, told.script, told.clock)
    except SmsActivateError as error:
        outcome = error

    told.check(outcome)


@stories
@pytest.mark.anyio
async def test_the_asynchronous_driver_tells_the_same_story(story: str) -> None:
    told = STORIES[story]()
    outcome: object
    try:
        outcome = await drive_async(told.flow, told.script, told.clock)
    except SmsActivateError as error:
        outcome = error

    told.check(outcome)


class Network:
    """A transport that keeps its caller waiting until it is let go."""

    blocking = True

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let_go = threading.Event()
        self.threads: list[int] = []

    def send(self, request: Request, within: float | None) -> Response:
        self.threads.append(threading.get_ident())
        self.asked.set()
        self.let_go.wait(PATIENCE)
        return pending()


def one_look() -> Flow[int]:
    response = yield Send(PROVIDER.look("act_9x2k1p"), within=None)
    assert response is not None
    return response.status


@pytest.mark.anyio
async def test_while_the_network_is_slow_the_loop_goes_on() -> None:
    network = Network()
    results = []

    async def look() -> None:
        results.append(await drive_async(one_look(), network, FakeClock()))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(look)
        await to_thread.run_sync(network.asked.wait)
        assert results == []
        network.let_go.set()

    assert results == [200]
    assert network.threads != [threading.get_ident()]


@pytest.mark.anyio
async def test_a_task_that_is_cancelled_does_not_stay_for_the_answer() -> None:
    network = Network()
    with anyio.move_on_after(0.05) as scope:
        await drive_async(one_look(), network, FakeClock())

    assert scope.cancelled_caught
    network.let_go.set()


class Broken:
    """A transport with a bug in it."""

    blocking = False

    def send(self, request: Request, within: float | None) -> Response:
        raise ZeroDivisionError


def clings() -> Flow[str]:
    """A flow that would swallow whatever it is told of."""
    try:
        yield Send(PROVIDER.balance())
    except Exception:
        return "swallowed"
    return "answered"


def test_a_bug_in_a_transport_is_no_failure_of_the_provider() -> None:
    with pytest.raises(ZeroDivisionError):
        drive(clings(), Broken(), FakeClock())


@pytest.mark.anyio
async def test_nor_is_it_one_where_the_driver_is_asynchronous() -> None:
    with pytest.raises(ZeroDivisionError):
        await drive_async(clings(), Broken(), FakeClock())


def nap() -> Flow[str]:
    yield Sleep(3.0)
    return "rested"


@pytest.mark.anyio
async def test_a_flow_may_end_with_a_sleep() -> None:
    clock = FakeClock()

    assert drive(nap(), Script(), clock) == "rested"
    assert await drive_async(nap(), Script(), clock) == "rested"
    assert clock.slept == [3.0, 3.0]
