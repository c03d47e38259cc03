"""How long to pause: pure functions of what has happened so far."""

from __future__ import annotations

from pytest_smsactivate.errors import ProviderUnavailable, RateLimited
from pytest_smsactivate.models import Pace, RateLimit

__all__ = ["pause_after_failure", "pause_between_looks"]

BACKOFF_FIRST = 0.5
BACKOFF_CEILING = 8.0


def pause_between_looks(pace: Pace, looks: int, rate: RateLimit | None) -> float:
    """Seconds until the next look, after `looks` of them.

    What is left of the rate limit is spread over the time until it is renewed.
    """
    pause = min(pace.first * pace.growth ** min(looks - 1, 20), pace.ceiling)
    if rate is None:
        return pause
    return max(pause, rate.resets_in / max(rate.remaining, 1))


def pause_after_failure(
    failure: RateLimited | ProviderUnavailable, attempt: int, jitter: float
) -> float:
    """Seconds until the next attempt, after `attempt` of them.

    The provider's own word counts, save that one of no time at all would have it
    asked without a pause; with none, the pause doubles each time, and `jitter`
    (0 to 1) takes up to half of it away.
    """
    if failure.retry_after is not None:
        return max(failure.retry_after, BACKOFF_FIRST)
    pause = min(BACKOFF_FIRST * 2.0 ** min(attempt - 1, 20), BACKOFF_CEILING)
    return pause * (1 - jitter / 2)
