"""One queue and one bucket for threads, processes and machines."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest
from by_hand import FakeClock
from living import outputs, ready
from sqlalchemy import insert, select, update

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.ledger.bucket import capacity, overdraft, per_second
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.rate import GRACE, LONGEST_SLEEP, Rate
from pytest_smsactivate.ledger.schema import accounts, now, tickets
from pytest_smsactivate.models import Operation, RateLimit


class Time(FakeClock):
    """Passes for the database, too: what it holds grows older when somebody sleeps.

    `meanwhile` is called after each sleep.
    """

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger
        self.meanwhile: Callable[[], object] = int
        self.begin()

    def begin(self) -> None:
        self.slept.clear()
        self._began = LiveClock().now()

    def assert_waited(self, seconds: float, give: float) -> None:
        """Since `begin`; not all of it asleep where this machine is slow."""
        passed = LiveClock().now() - self._began
        assert sum(self.slept) <= seconds + give
        assert sum(self.slept) + passed >= seconds - give

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        columns = [c for table in (accounts, tickets) for c in table.c if _is_moment(c.name)]
        with self._ledger.writing() as connection:
            for column in columns:
                for key, moment in connection.execute(select(column.table.c.id, column)).all():
                    if moment is not None:
                        earlier = {column.name: moment - timedelta(seconds=seconds)}
                        row = column.table.c.id == key
                        connection.execute(update(column.table).where(row).values(earlier))
        self.meanwhile()


def _is_moment(name: str) -> bool:
    return name.endswith(("_at", "_until"))


@pytest.fixture
def time(ledger: Ledger) -> Time:
    return Time(ledger)


@pytest.fixture
def rate(ledger: Ledger, time: Time) -> Rate:
    opened(ledger, "mine")
    return Rate(ledger, "mine", clock=time)


def opened(ledger: Ledger, account: str, **state: object) -> None:
    with ledger.writing() as connection:
        connection.execute(
            insert(accounts).values(id=account, provider="p", base_url="http://u", **state)
        )


def standstill(ledger: Ledger, account: str = "mine") -> None:
    """From now on nothing comes in that would count."""
    with ledger.writing() as connection:
        late = connection.execute(select(now())).scalar_one() + timedelta(hours=1)
        slow = {"slow_per_second": 1e-9, "slow_until": late}
        connection.execute(update(accounts).where(accounts.c.id == account).values(slow))


def limited(ledger: Ledger, *, to: int) -> None:
    """To so few a minute that no token comes in by itself while a test runs."""
    with ledger.writing() as connection:
        connection.execute(update(accounts).values(limit_per_minute=to))


def state_of(ledger: Ledger, account: str = "mine") -> dict[str, object]:
    with ledger.reading() as connection:
        row = connection.execute(select(accounts).where(accounts.c.id == account)).one()
        return dict(row._mapping)


def queue(ledger: Ledger) -> list[int]:
    with ledger.reading() as connection:
        return list(connection.scalars(select(tickets.c.id).order_by(tickets.c.id)))


def queued(ledger: Ledger, priority: int, due_in: float, account: str = "mine") -> int:
    """Somebody else's place."""
    with ledger.writing() as connection:
        moment = connection.execute(select(now())).scalar_one()
        due_at = moment + timedelta(seconds=due_in)
        values = {"account": account, "priority": priority, "due_at": due_at}
        key = connection.execute(insert(tickets).values(values)).inserted_primary_key
        assert key is not None
        return int(key[0])


def after(calls: int) -> Callable[[], bool]:
    """Says stop at every call after so many."""
    counter = count(1)
    return lambda: next(counter) > calls


def drained(rate: Rate, operation: Operation = "look") -> int:
    """How many leave at once."""
    return next(sent for sent in count() if not rate.wait(operation, stop=after(1)))


def test_a_second_s_worth_leaves_at_once_and_the_next_waits(rate: Rate, time: Time) -> None:
    for _ in range(capacity(300)):
        assert rate.wait("look")
    assert time.slept == []

    assert rate.wait("look")
    time.assert_waited(1 / per_second(300), give=0.1)


def test_who_stops_waiting_gives_the_place_up(rate: Rate, ledger: Ledger) -> None:
    standstill(ledger)
    assert drained(rate) == 5

    assert not rate.wait("look", stop=after(3))
    assert queue(ledger) == []


def test_who_is_told_to_stop_at_once_takes_nothing(rate: Rate, ledger: Ledger) -> None:
    assert not rate.wait("look", stop=after(0))
    assert state_of(ledger)["tokens"] is None


def test_sleep_is_broken_off_soon_after_stop(rate: Rate, ledger: Ledger, time: Time) -> None:
    standstill(ledger)
    drained(rate)
    time.begin()
    assert not rate.wait("look", stop=after(3))
    assert sum(time.slept) < 1


def test_nobody_goes_before_who_came_earlier(rate: Rate, ledger: Ledger, time: Time) -> None:
    time.begin()
    drained(rate)
    for _ in range(3):
        queued(ledger, priority=0, due_in=LONGEST_SLEEP)

    assert rate.wait("look")
    time.assert_waited(4 / per_second(300), give=0.2)


@pytest.mark.parametrize(
    ("operation", "before", "behind"),
    [("cancel", 2, 1), ("buy", 1, 0), ("offer", 1, 0), ("balance", 1, 0), ("look", 0, -1)],
)
def test_cancelling_goes_before_buying_and_that_before_looking(
    rate: Rate, ledger: Ledger, operation: Operation, before: int, behind: int
) -> None:
    standstill(ledger)
    for _ in range(2):
        queued(ledger, priority=before, due_in=LONGEST_SLEEP)
    for _ in range(4):
        queued(ledger, priority=behind, due_in=LONGEST_SLEEP)

    assert drained(rate, operation) == 3


def test_a_cancel_overtakes_while_others_sleep(rate: Rate, ledger: Ledger, time: Time) -> None:
    """The look's token is taken by the cancel that came later, and it waits for another."""
    limited(ledger, to=5)
    drained(rate)
    order: list[str] = []

    def cancel() -> None:
        time.meanwhile = int
        assert rate.wait("cancel")
        order.append("cancel")

    time.meanwhile = cancel
    assert rate.wait("look")
    order.append("look")

    assert order == ["cancel", "look"]
    assert queue(ledger) == []


def test_who_died_in_the_queue_is_not_waited_for(rate: Rate, ledger: Ledger) -> None:
    standstill(ledger)
    for _ in range(5):
        queued(ledger, priority=2, due_in=-GRACE - 1)
        queued(ledger, priority=2, due_in=LONGEST_SLEEP + 3600)

    assert drained(rate) == 5


def test_the_places_of_the_dead_are_cleared(rate: Rate, ledger: Ledger) -> None:
    opened(ledger, "other")
    limited(ledger, to=1)
    queued(ledger, priority=2, due_in=-GRACE - 1)
    theirs = queued(ledger, priority=2, due_in=-GRACE - 1, account="other")
    drained(rate)

    assert rate.wait("look")
    assert queue(ledger) == [theirs]


def test_who_was_late_has_the_same_place_again(rate: Rate, ledger: Ledger, time: Time) -> None:
    standstill(ledger)
    drained(rate)
    places: list[list[int]] = []

    def cleared() -> None:
        places.append(queue(ledger))
        with ledger.writing() as connection:
            connection.execute(tickets.delete())

    time.meanwhile = cleared
    assert not rate.wait("look", stop=lambda: len(places) > LONGEST_SLEEP / 0.25 + 2)
    first, *again = [place for place in places if place]
    assert again == [first]


def test_even_a_long_queue_is_looked_at_again_in_time(
    rate: Rate, ledger: Ledger, time: Time
) -> None:
    standstill(ledger)
    drained(rate)
    looks: list[int] = []
    time.meanwhile = lambda: looks.append(len(queue(ledger)))
    rate.wait("look", stop=lambda: time.moment > 1000 + LONGEST_SLEEP + 1)

    assert looks[-1] == 1
    assert sum(time.slept) >= LONGEST_SLEEP


def test_giving_back_overdraws_what_all_others_wait_for(
    rate: Rate, ledger: Ledger, time: Time
) -> None:
    """A run that dies may hold as many numbers as it may buy by default."""
    time.begin()
    for _ in range(capacity(300) + overdraft(300)):
        assert rate.wait("cancel")
    assert time.slept == []
    looks = drained(rate) + 1  # none leaves at once, unless this machine is slow
    assert rate.wait("look")
    time.assert_waited((overdraft(300) + looks) / per_second(300), give=0.3)


@pytest.mark.parametrize("told", ["refused", "slowed"])
def test_nothing_is_overdrawn_that_an_answer_holds_back(
    rate: Rate, ledger: Ledger, time: Time, told: str
) -> None:
    if told == "refused":
        rate.refused(10.0)
    else:
        standstill(ledger)
        drained(rate)
    assert drained(rate, "cancel") == 0


def test_two_accounts_do_not_share(rate: Rate, ledger: Ledger, time: Time) -> None:
    opened(ledger, "other")
    standstill(ledger)
    drained(rate)
    queued(ledger, priority=2, due_in=10)

    assert Rate(ledger, "other", clock=time).wait("look")
    assert time.slept == []


def test_two_who_share_an_account_share_its_tokens(rate: Rate, ledger: Ledger, time: Time) -> None:
    standstill(ledger)
    other = Rate(ledger, "mine", clock=time)
    assert rate.wait("look")
    assert other.wait("look")

    assert drained(rate) == 3
    assert drained(other) == 0


def test_who_waited_for_the_lock_reads_the_clock_after_it(rate: Rate, ledger: Ledger) -> None:
    """Else what came in meanwhile would be missed, or counted twice."""
    begun = threading.Event()
    sender = threading.Thread(target=lambda: (begun.set(), rate.wait("look")))
    with ledger.writing() as connection:
        connection.execute(select(accounts).with_for_update())
        sender.start()
        begun.wait()
        LiveClock().sleep(0.3)
        let_go = connection.execute(select(now())).scalar_one()
    sender.join()

    tokens_at = state_of(ledger)["tokens_at"]
    assert isinstance(tokens_at, datetime)
    assert tokens_at >= let_go


def test_after_a_refusal_nobody_sends(rate: Rate, ledger: Ledger, time: Time) -> None:
    rate.refused(30.0)

    assert Rate(ledger, "mine", clock=time).wait("cancel")
    time.assert_waited(30 + 1 / per_second(300), give=0.5)


def test_a_higher_limit_lets_more_leave(rate: Rate, ledger: Ledger) -> None:
    rate.heard(RateLimit(590, 59.0, 600))

    assert state_of(ledger)["limit_per_minute"] == 600


def test_a_lower_limit_lets_fewer_leave(rate: Rate, ledger: Ledger) -> None:
    rate.heard(RateLimit(59, 59.0, 60))
    standstill(ledger)

    assert drained(rate) == 1


@pytest.mark.parametrize("limit", [0, -1, 300, None])
def test_a_limit_that_says_nothing_new_writes_nothing(
    rate: Rate, ledger: Ledger, limit: int | None
) -> None:
    rate.heard(RateLimit(290, 59.0, limit))

    assert state_of(ledger)["tokens"] is None


def test_an_answer_without_a_rate_says_nothing(rate: Rate, ledger: Ledger) -> None:
    rate.heard(None)

    assert state_of(ledger)["tokens"] is None


def test_what_is_known_here_already_costs_no_transaction(
    rate: Rate, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rate.wait("look")
    monkeypatch.setattr(ledger, "writing", lambda: pytest.fail("a transaction"))

    rate.heard(RateLimit(299, 60.0, 300))


def test_another_client_slows_us_down_until_the_reset(
    rate: Rate, ledger: Ledger, time: Time
) -> None:
    assert rate.wait("look")
    rate.heard(RateLimit(20, 40.0, 300))
    assert rate.wait("look")

    assert rate.wait("look")
    time.assert_waited(2.0, give=0.2)
    time.sleep(41)
    assert drained(rate) >= 5, "one more comes in on a slow machine"
    assert state_of(ledger)["slow_until"] is None


def test_threads_never_take_more_than_there_is(ledger: Ledger, rate: Rate) -> None:
    standstill(ledger)
    went: list[bool] = []
    threads = [
        threading.Thread(target=lambda: went.append(rate.wait("look", stop=after(1))))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(went) == [False] * 7 + [True] * 5
    assert queue(ledger) == []


PROCESS = """\
import sys
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.rate import Rate

rate = Rate(Ledger.open(Location(sys.argv[1])), "mine", clock=LiveClock())
print("ready", flush=True)
sys.stdin.read()

def leaves():
    asked = []
    return rate.wait("look", stop=lambda: asked.append(1) or len(asked) > 1)

print(sum(leaves() for _ in range(4)))
"""


def test_processes_never_take_more_than_there_is(ledger: Ledger, rate: Rate, url: str) -> None:
    processes = ready(3, PROCESS, url)
    standstill(ledger)

    assert sum(int(told) for told in outputs(processes)) == 5
    assert queue(ledger) == []
