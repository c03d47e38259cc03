from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.errors import AnswerLost, ProviderUnavailable, RateLimited
from pytest_smsactivate.flows.schedule import pause_after_failure, pause_between_looks
from pytest_smsactivate.models import Pace, RateLimit

PACE = Pace(first=1.0, growth=1.5, ceiling=3.0)
attempts = st.integers(1, 10**6)


def test_looks_come_ever_later_up_to_the_ceiling() -> None:
    pauses = [pause_between_looks(PACE, looks, None) for looks in range(1, 6)]

    assert pauses == [1.0, 1.5, 2.25, 3.0, 3.0]


@pytest.mark.parametrize(
    ("rate", "pause"),
    [
        (RateLimit(remaining=298, resets_in=60.0), 1.0),
        (RateLimit(remaining=10, resets_in=30.0), 3.0),
        (RateLimit(remaining=2, resets_in=30.0), 15.0),
        (RateLimit(remaining=1, resets_in=30.0), 30.0),
        (RateLimit(remaining=0, resets_in=30.0), 30.0),
        (RateLimit(remaining=0, resets_in=0.0), 1.0),
    ],
)
def test_what_is_left_of_the_rate_limit_is_spread_until_it_is_renewed(
    rate: RateLimit, pause: float
) -> None:
    assert pause_between_looks(PACE, 1, rate) == pause


@settings(deadline=None)
@given(attempts, st.integers(0, 10**9), st.floats(0, 60))
def test_the_schedule_never_stalls_nor_runs_ahead_of_the_limit(
    looks: int, remaining: int, resets_in: float
) -> None:
    rate = RateLimit(remaining, resets_in)
    pause = pause_between_looks(PACE, looks, rate)

    assert PACE.first <= pause <= max(PACE.ceiling, resets_in)
    assert pause * max(remaining, 1) >= resets_in * (1 - 1e-9)
    assert pause == pause_between_looks(PACE, looks, rate)


def test_the_pause_after_a_failure_doubles_up_to_the_ceiling() -> None:
    failure = AnswerLost("smsactivate-dev")
    pauses = [pause_after_failure(failure, attempt, 0.0) for attempt in range(1, 8)]

    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


@settings(deadline=None)
@given(attempts, st.floats(0, 1))
def test_jitter_takes_up_to_half_of_the_pause_away(attempt: int, jitter: float) -> None:
    failure = AnswerLost("smsactivate-dev")
    whole = pause_after_failure(failure, attempt, 0.0)

    assert whole / 2 <= pause_after_failure(failure, attempt, jitter) <= whole
    assert pause_after_failure(failure, attempt, 1.0) == whole / 2


@pytest.mark.parametrize(
    "failure",
    [
        RateLimited("smsactivate-dev", status=429, retry_after=17.0),
        ProviderUnavailable("smsactivate-dev", status=503, retry_after=17.0),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_the_providers_own_word_counts(failure: RateLimited | ProviderUnavailable) -> None:
    assert pause_after_failure(failure, 1, 0.7) == 17.0
    assert pause_after_failure(failure, 9, 0.7) == 17.0


def test_at_once_means_after_a_short_pause() -> None:
    failure = RateLimited("smsactivate-dev", status=429, retry_after=0.0)

    assert pause_after_failure(failure, 1, 1.0) == 0.5
