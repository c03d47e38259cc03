"""The nets give each number back once, as soon as it may be, and keep what they cannot."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from bookkeeping import ACCOUNT, Life, PassingTime, pass_time, row_of, state_of, who
from by_hand import Script, answer, cancelled, no_jitter
from living import living

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import (
    AnswerLost,
    AuthenticationError,
    ConnectionNotMade,
    LedgerError,
    SmsActivateError,
)
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.flows.release import PATIENCE
from pytest_smsactivate.ledger import leases, runs
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.leases import Lease
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.reaper import TICK, Reaper
from pytest_smsactivate.models import Cancellation, Request, Response
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

NAME = "smsactivate-dev"

LIVE = LiveClock()


@pytest.fixture
def time(life: Life) -> PassingTime:
    return PassingTime(life.ledger)


def reaper(life: Life, transport: Transport, time: PassingTime, by: str = "reaper") -> Reaper:
    counter = Counter(life.ledger, ACCOUNT.id, SmsActivateDev(), transport, time, no_jitter)
    return Reaper(counter, by=by)


def early(seconds: int | None = None) -> Response:
    """The provider's window for early cancels has not passed."""
    headers = {} if seconds is None else {"retry-after": str(seconds)}
    return answer(409, headers, error="EARLY_CANCEL_DENIED")


def test_all_that_is_held_is_given_back_the_oldest_first(life: Life, time: PassingTime) -> None:
    for name in ("act_1", "act_2", "act_3"):
        life.buy(name)
    script = Script(cancelled(True), cancelled(False), answer(410))

    assert reaper(life, script, time).work_off(["process"], patience=0.0) == 3

    assert [request.activation_id for request in script.sent] == ["act_1", "act_2", "act_3"]
    told = life.statement
    assert (told.refunded, told.kept, told.unconfirmed, told.open) == (1, 1, 1, ())
    assert time.slept == []


def test_where_nothing_is_held_nothing_is_asked(life: Life, time: PassingTime) -> None:
    assert reaper(life, Script(), time).work_off(["process", "nobody"], patience=60.0) == 0
    assert time.slept == []


def test_another_s_numbers_are_left_alone(life: Life, time: PassingTime) -> None:
    Life(life.ledger, who=who(process="other")).buy("theirs")
    assert reaper(life, Script(), time).work_off(["process"], patience=60.0) == 0


def test_one_the_provider_does_not_know_is_not_asked_for_again(
    life: Life, time: PassingTime
) -> None:
    lease = life.buy()
    assert reaper(life, Script(answer(404)), time).work_off(["process"], patience=0.0) == 1
    assert state_of(life.ledger, lease) == "unconfirmed"


def test_a_window_is_waited_for_and_counted_down(life: Life, time: PassingTime) -> None:
    life.buy()
    script = Script(early(seconds=30), cancelled())
    counted: list[float] = []

    def waiting(numbers: int, seconds: float) -> None:
        assert numbers == 1
        counted.append(seconds + sum(time.slept))

    began = LIVE.now()
    done = reaper(life, script, time).work_off(["process"], patience=50.0, waiting=waiting)
    give = 0.1 + LIVE.now() - began  # in the ledger this machine's time passes, too

    assert done == 1
    assert len(counted) == len(time.slept)
    assert max(time.slept) <= TICK
    assert [*counted, sum(time.slept)] == pytest.approx([30] * (len(counted) + 1), abs=give)
    assert life.statement.refunded == 1


def test_a_window_beyond_the_patience_is_left_on_the_books(life: Life, time: PassingTime) -> None:
    lease = life.buy()
    net = reaper(life, Script(early(seconds=120)), time)

    assert net.work_off(["process"], patience=60.0, retry_for=600.0) == 0

    row = row_of(life.ledger, lease)
    assert (row.state, row.claimed_by) == ("open", None)
    assert "EARLY_CANCEL_DENIED" in row.failure
    assert time.slept == []


def test_windows_are_worked_off_in_their_order(life: Life, time: PassingTime) -> None:
    for name in ("late", "early", "at once"):
        life.buy(name)
    script = Script(early(60), early(30), cancelled(), cancelled(), cancelled())

    assert reaper(life, script, time).work_off(["process"], patience=100.0) == 3

    assert [request.activation_id for request in script.sent] == [
        "late",
        "early",
        "at once",
        "early",
        "late",
    ]


def test_a_window_that_is_not_told_is_tried_again_after_a_while(
    life: Life, time: PassingTime
) -> None:
    life.buy()
    script = Script(early(), early(), cancelled())
    assert reaper(life, script, time).work_off(["process"], patience=100.0) == 1
    assert leases.WINDOW < sum(time.slept) <= 2 * leases.WINDOW


@pytest.mark.parametrize(
    "failure", [answer(503), AnswerLost(NAME), ConnectionNotMade(NAME), answer(429)]
)
def test_what_fails_is_tried_again_while_that_is_wanted(
    life: Life, time: PassingTime, failure: Response | SmsActivateError
) -> None:
    life.buy()
    transport = Unwell(time, failure, for_seconds=PATIENCE + 1)
    net = reaper(life, transport, time)

    assert net.work_off(["process"], patience=0.0) == 0
    assert life.statement.open[0].why
    assert net.work_off(["process"], patience=0.0, retry_for=TICK) == 1
    assert life.statement.open == ()


@pytest.mark.parametrize("held", [1, 5])
@pytest.mark.parametrize("hanging", [False, True])
def test_while_the_provider_is_away_it_is_told_and_comes_to_an_end(
    life: Life, time: PassingTime, held: int, *, hanging: bool
) -> None:
    for index in range(held):
        life.buy(f"act_{index}")
    told: list[int] = []

    def waiting(numbers: int, seconds: float) -> None:
        assert 0 < seconds < 5 * max(held, 3)
        told.append(numbers)

    net = reaper(life, Away(time, hanging=hanging), time)
    terms = {"patience": 60.0, "retry_for": 15.0, "longest": 5.0}
    assert net.work_off(["process"], **terms, waiting=waiting) == 0
    assert set(told) == {held}
    assert time.now() - 1000.0 <= 15 + 5 * held


def test_a_provider_that_is_slow_gets_the_time_that_it_needs(life: Life, time: PassingTime) -> None:
    life.buy()
    slow = Away(time, hanging=True, until=20.0)
    assert reaper(life, slow, time).work_off(["process"], patience=0.0) == 1


@pytest.mark.parametrize("retry_for", [0.0, 15.0, 600.0])
def test_one_that_never_can_be_given_back_keeps_no_other(
    life: Life, time: PassingTime, retry_for: float
) -> None:
    for name in ("bad", "act_1", "act_2"):
        life.buy(name)

    class Selective(Away):
        def send(self, request: Request, within: float | None) -> Response:
            return answer(500) if request.activation_id == "bad" else super().send(request, within)

    net = reaper(life, Selective(time, hanging=True, until=3.0), time)
    assert net.work_off(["process"], patience=0.0, retry_for=retry_for) == 2


def test_a_window_that_passes_while_others_are_given_back_is_used(
    life: Life, time: PassingTime
) -> None:
    for name in ("act_1", "act_2"):
        life.buy(name)

    class Slow(Script):
        def send(self, request: Request, within: float | None) -> Response:
            if request.activation_id == "act_2":
                time.sleep(20.0)
            return super().send(request, within)

    script = Slow(early(seconds=3), cancelled(), cancelled())
    assert reaper(life, script, time).work_off(["process"], patience=60.0) == 2
    assert [request.activation_id for request in script.sent] == ["act_1", "act_2", "act_1"]


def test_one_that_fails_is_not_tried_for_as_long_as_a_window_may_last(
    life: Life, time: PassingTime
) -> None:
    for name in ("bad", "early"):
        life.buy(name)

    class Refusing:
        blocking = False
        asked = 0

        def send(self, request: Request, within: float | None) -> Response:
            self.asked += request.activation_id == "bad"
            return answer(401) if request.activation_id == "bad" else early(seconds=50)

    refusing = Refusing()
    net = reaper(life, refusing, time)
    assert net.work_off(["process"], patience=60.0, retry_for=5.0) == 0
    assert refusing.asked <= 7
    assert sum(time.slept) > 45


def test_what_another_net_keeps_after_its_window_is_not_asked_about_all_the_time(
    life: Life, time: PassingTime
) -> None:
    life.buy()
    net = reaper(life, Script(early(seconds=1)), time)
    assert net.work_off(["process"], patience=0.0) == 0
    pass_time(life.ledger, timedelta(seconds=2))
    assert life.do(leases.claim, ACCOUNT.id, "act_1", "another net")
    assert net.work_off(["process"], patience=60.0, retry_for=5.0) == 0
    assert len(time.slept) <= 6


class Away:
    """Cannot be reached, or takes a request and is silent: `until` so many seconds have passed."""

    blocking = False

    def __init__(self, time: PassingTime, *, hanging: bool, until: float = math.inf) -> None:
        self._time = time
        self._hanging = hanging
        self._until = until

    def send(self, request: Request, within: float | None) -> Response:
        assert within is not None
        if not self._hanging:
            raise ConnectionNotMade(NAME)
        self._time.sleep(min(within, self._until))
        if within < self._until:
            raise AnswerLost(NAME)
        return cancelled()


class Unwell:
    """Fails for so many seconds, then takes everything back."""

    blocking = False

    def __init__(
        self, time: PassingTime, failure: Response | SmsActivateError, for_seconds: float
    ) -> None:
        self._time = time
        self._failure = failure
        self._well_at = time.now() + for_seconds

    def send(self, request: Request, within: float | None) -> Response:
        if self._time.now() >= self._well_at:
            return cancelled()
        if isinstance(self._failure, SmsActivateError):
            raise self._failure
        return self._failure


def test_a_key_that_is_refused_leaves_it_on_the_books(life: Life, time: PassingTime) -> None:
    lease = life.buy()
    assert reaper(life, Script(answer(401)), time).work_off(["process"], patience=60.0) == 0
    row = row_of(life.ledger, lease)
    assert (row.state, row.claimed_by) == ("open", None)
    assert row.failure.startswith(AuthenticationError(NAME, status=401).what[:40])


def test_what_another_net_is_giving_back_is_left_to_it(life: Life, time: PassingTime) -> None:
    life.buy()
    assert life.do(leases.claim, ACCOUNT.id, "act_1", "another net")
    assert not reaper(life, Script(), time).release(Lease("act_1", "process", 0.0))
    assert reaper(life, Script(), time).work_off(["process"], patience=0.0) == 0
    pass_time(life.ledger, leases.CLAIM + timedelta(seconds=1))
    assert reaper(life, Script(cancelled()), time).work_off(["process"], patience=0.0) == 1


def test_what_was_sold_again_meanwhile_is_its_new_owner_s(life: Life, time: PassingTime) -> None:
    """Two nets list what a dead process left; the slower one comes when it is sold again."""
    number = "+447400123456"
    life.buy(number)
    slower = Lease(number, "process", 0.0)
    life.end(number)
    Life(life.ledger, who=who(process="another")).buy(number)
    script = Script()
    assert not reaper(life, script, time).release(slower)
    assert script.sent == []


def test_one_that_is_sold_again_while_it_is_given_back_is_not_ended(
    life: Life, time: PassingTime
) -> None:
    number = "+447400123456"
    life.buy(number)
    another = Life(life.ledger, who=who(process="another"))
    sold: list[int] = []

    class Provider:
        blocking = False

        def send(self, request: Request, within: float | None) -> Response:
            life.end(number)
            sold.append(another.buy(number))
            return cancelled()

    reaper(life, Provider(), time).release(Lease(number, "process", 0.0))
    assert state_of(life.ledger, sold[0]) == "open"


def test_a_ledger_that_fails_when_all_is_done_is_no_release(
    life: Life, time: PassingTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a net that remembers nothing; the next one finds that it is over."""
    life.buy()

    class Provider:
        blocking = False

        def send(self, request: Request, within: float | None) -> Response:
            monkeypatch.setattr(life.ledger, "writing", away)
            return cancelled()

    def away() -> None:
        raise LedgerError("there", "is away")

    with pytest.raises(LedgerError):
        reaper(life, Provider(), time).work_off(["process"], patience=0.0)


def test_two_threads_of_one_process_release_once(life: Life, time: PassingTime) -> None:
    """In the ledger they have one name, so it cannot tell them apart."""
    life.buy("act_1")
    lease = Lease("act_1", "process", 0.0)
    answers: list[bool] = []

    class Provider:
        blocking = False

        def send(self, request: Request, within: float | None) -> Response:
            answers.append(net.release(lease))  # as another thread would meanwhile
            return cancelled()

    net = reaper(life, Provider(), time, by="process")
    assert net.release(lease)
    assert answers == [False]


def test_a_provider_that_breaks_over_one_does_not_keep_the_others(
    life: Life, time: PassingTime
) -> None:
    """It may be somebody else's code."""

    class Broken(SmsActivateDev):
        def read_cancellation(self, response: Response) -> Cancellation:
            if response.status == 299:
                raise KeyError("refund")
            return super().read_cancellation(response)

    leased = [life.buy(name) for name in ("act_1", "act_2")]
    script = Script(answer(299), cancelled())
    counter = Counter(life.ledger, ACCOUNT.id, Broken(), script, time, no_jitter)
    assert Reaper(counter, by="reaper").work_off(["process"], patience=0.0) == 1
    assert [state_of(life.ledger, lease) for lease in leased] == ["open", "released"]
    assert row_of(life.ledger, leased[0]).failure.endswith("reading it failed: KeyError.")


def test_two_nets_at_once_release_once(
    life: Life, time: PassingTime, opening: Callable[[], Ledger]
) -> None:
    names = [f"act_{number}" for number in range(12)]
    for name in names:
        life.buy(name)
    sent: list[str | None] = []

    class Provider:
        blocking = False

        def send(self, request: Request, within: float | None) -> Response:
            sent.append(request.activation_id)
            return cancelled()

    start, done = threading.Barrier(3), list[int]()

    def work(by: str) -> None:
        own = Counter(opening(), ACCOUNT.id, SmsActivateDev(), Provider(), time, no_jitter)
        net = Reaper(own, by=by)
        start.wait(30)
        done.append(net.work_off(["process"], patience=0.0))

    threads = [threading.Thread(target=work, args=(by,)) for by in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, sent)) == sorted(names)
    assert sum(done) == len(names)


def test_orphans_are_found_and_their_intents_are_unknown(life: Life, time: PassingTime) -> None:
    lease = life.reserve()
    net = reaper(life, Script(), time)
    assert net.orphans() == []
    assert state_of(life.ledger, lease) == "intended"
    life.do(runs.leave, "process")
    assert net.orphans() == ["process"]
    assert state_of(life.ledger, lease) == "unknown"
    assert net.orphans() == []


def test_what_a_net_claimed_that_died_over_it_is_free_again(life: Life, time: PassingTime) -> None:
    for name in ("act_1", "act_2", "act_3"):
        life.buy(name)
        life.do(leases.claim, ACCOUNT.id, name, f"net of {name}")
    folder = life.ledger.location.alive
    with living(folder, "net of act_1"):
        pass
    with living(folder, "net of act_2"):
        net = reaper(life, Script(cancelled()), time)
        assert net.orphans() == []
        held = [Lease(name, "process", 0.0) for name in ("act_3", "act_2", "act_1")]
        assert [net.release(lease) for lease in held] == [False, False, True]


def test_a_net_stands_for_itself(life: Life, time: PassingTime) -> None:
    """The cashier that looks for the dead may be the one that has claimed something."""
    life.buy()
    life.do(leases.claim, ACCOUNT.id, "act_1", "process")
    with living(life.ledger.location.alive, "process"):
        assert reaper(life, Script(), time).orphans() == []
        assert not life.do(leases.claim, ACCOUNT.id, "act_1", "another net")
