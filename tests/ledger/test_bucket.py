"""What the arithmetic lets through, in any minute and whatever an answer says."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.ledger.bucket import (
    HIGHEST_LIMIT,
    LONGEST_BLOCK,
    Bucket,
    capacity,
    overdraft,
    per_second,
)
from pytest_smsactivate.models import RateLimit

NOON = datetime(2024, 3, 14, 12, 0, tzinfo=timezone.utc)
FULL = Bucket(5.0, NOON)
EMPTY = Bucket(0.0, NOON)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def seconds_until(moment: datetime) -> float:
    return (moment - NOON).total_seconds()


def most_in_a_minute(departures: list[float]) -> int:
    return max(sum(start <= other < start + 60 for other in departures) for start in departures)


@settings(deadline=None)
@given(
    limit=st.integers(1, 400),
    pauses=st.lists(st.floats(0, 20), min_size=1, max_size=120),
)
def test_no_minute_lets_more_than_the_limit_through(limit: int, pauses: list[float]) -> None:
    bucket, now, departures = Bucket(capacity(limit), NOON, limit), NOON, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        bucket = bucket.seen(now)
        while bucket.tokens >= 1:
            bucket = bucket.taken()
            departures.append(seconds_until(now))

    assert not departures or most_in_a_minute(departures) <= limit


@settings(deadline=None)
@given(limit=st.integers(1, HIGHEST_LIMIT))
def test_a_full_bucket_and_a_minute_of_filling_stay_below_the_limit(limit: int) -> None:
    assert int(capacity(limit) + overdraft(limit) + 60 * per_second(limit)) <= limit


def test_almost_the_whole_limit_is_used() -> None:
    assert capacity(300) + overdraft(300) + 60 * per_second(300) == pytest.approx(291)


@settings(deadline=None)
@given(
    tokens=st.floats(-5, 5),
    ahead=st.integers(0, 4),
    blocked=st.none() | st.floats(0, 100),
    slow=st.none() | st.tuples(st.floats(0.01, 4), st.floats(0, 60)),
)
def test_a_turn_comes_when_the_tokens_for_it_are_there_and_not_before(
    tokens: float, ahead: int, blocked: float | None, slow: tuple[float, float] | None
) -> None:
    bucket = Bucket(
        tokens if blocked is None else min(tokens, 0.0),
        NOON,
        blocked_until=None if blocked is None else later(blocked),
        slow_per_second=slow and slow[0],
        slow_until=slow and later(slow[1]),
    )
    turn = bucket.turn(ahead)

    assert bucket.seen(turn + timedelta(milliseconds=1)).tokens >= ahead + 1 - 1e-6
    before = turn - timedelta(milliseconds=1)
    assert before < NOON or bucket.seen(before).tokens < ahead + 1


def test_a_full_bucket_takes_no_more() -> None:
    assert FULL.seen(later(3600)).tokens == capacity(300)


def test_nothing_comes_in_while_it_is_blocked() -> None:
    blocked = FULL.blocked(10.0)

    assert blocked.seen(later(9.9)).tokens == 0.0
    assert blocked.seen(later(9.9)).blocked_until == later(10)
    assert blocked.seen(later(11)).tokens == pytest.approx(per_second(300))
    assert blocked.seen(later(11)).blocked_until is None


@pytest.mark.parametrize(
    ("told", "seconds"), [(None, 5.0), (0.0, 1.0), (30.0, 30.0), (1e9, LONGEST_BLOCK)]
)
def test_a_block_is_neither_over_at_once_nor_endless(told: float | None, seconds: float) -> None:
    assert FULL.blocked(told).blocked_until == later(seconds)


def test_the_longest_of_several_blocks_counts() -> None:
    assert FULL.blocked(30.0).blocked(10.0).blocked_until == later(30)


def test_a_clock_that_is_set_back_blocks_nobody() -> None:
    ahead = Bucket(0.0, later(3600)).blocked(60.0)

    assert ahead.seen(NOON) == Bucket(1.0, NOON)


def test_a_clock_that_is_a_little_behind_fills_nothing_twice() -> None:
    assert Bucket(0.0, later(1)).seen(NOON) == Bucket(0.0, later(1))


@pytest.mark.parametrize("told", [None, 0, -3, 300])
def test_a_limit_that_says_nothing_new_changes_nothing(told: int | None) -> None:
    assert FULL.corrected(RateLimit(200, 40.0, told)) is FULL


@pytest.mark.parametrize(("told", "limit"), [(600, 600), (60, 60), (1, 1), (10**9, HIGHEST_LIMIT)])
def test_the_limit_is_what_the_answer_says(told: int, limit: int) -> None:
    corrected = FULL.corrected(RateLimit(10**6, 40.0, told))

    assert corrected.limit == limit
    assert corrected.tokens <= capacity(limit)


@pytest.mark.parametrize(("resets_in", "seconds"), [(0.0, 1.0), (1.5, 1.5), (20.0, 20.0)])
def test_when_nothing_is_left_everybody_waits_for_the_reset(
    resets_in: float, seconds: float
) -> None:
    assert FULL.corrected(RateLimit(0, resets_in)).blocked_until == later(seconds)


def test_many_answers_that_nothing_is_left_are_one_piece_of_news() -> None:
    blocked = FULL.corrected(RateLimit(0, 20.0))

    assert blocked.corrected(RateLimit(0, 21.0)) is blocked
    assert blocked.corrected(RateLimit(0, 40.0)).blocked_until == later(40)


def test_what_another_client_leaves_us_is_spread_until_the_reset() -> None:
    slowed = FULL.corrected(RateLimit(20, 40.0))

    assert (slowed.slow_per_second, slowed.slow_until, slowed.tokens) == (0.5, later(40), 1.0)
    assert slowed.turn(1) == later(2)
    assert slowed.seen(later(41)).slow_per_second is None


def test_the_other_client_may_have_ended() -> None:
    slowed = FULL.corrected(RateLimit(20, 40.0))

    assert slowed.corrected(RateLimit(19, 38.0)) is slowed
    assert slowed.corrected(RateLimit(5, 38.0)).slow_per_second == pytest.approx(5 / 38)
    assert slowed.corrected(RateLimit(290, 58.0)).slow_per_second is None


@settings(deadline=None)
@given(second=st.floats(0, 60), fraction=st.floats(0, 2))
def test_our_own_use_is_not_taken_for_another_clients(second: float, fraction: float) -> None:
    sent = capacity(300) + per_second(300) * second
    told = RateLimit(int(300 - sent), max(60 - second, 0) + fraction)

    assert EMPTY.corrected(told) is EMPTY
