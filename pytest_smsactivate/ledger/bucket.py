"""The arithmetic of the rate: a bucket of tokens, one for each request that leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from pytest_smsactivate.models import RateLimit

__all__ = [
    "DEFAULT_LIMIT",
    "LONGEST_BLOCK",
    "WINDOW",
    "Bucket",
    "capacity",
    "overdraft",
    "per_second",
]

WINDOW = 60.0
"""Seconds; a limit is told for each minute."""

DEFAULT_LIMIT = 300
HIGHEST_LIMIT = 6000
"""Requests a minute; a header that tells of more is taken for this."""

USED = 0.97
"""The share of the limit that is used: requests are not equally long on their way."""

LONGEST_BLOCK = 300.0
"""Seconds; a header that asks for more would keep numbers from being given back."""

UNTOLD_BLOCK = 5.0
SHORTEST_BLOCK = 1.0

NOISE = 2.0
"""Seconds: the reset and the date of an answer are both told in whole ones."""

CLEARLY = 0.75
"""Below this share of our own rate, what an answer leaves us is another client's doing."""


def capacity(limit: int) -> int:
    """How many may leave at once: a second's worth."""
    return max(limit // 60, 1)


def overdraft(limit: int) -> int:
    """How many may leave at once of those that give a number back, beside the capacity.

    All that a run may hold by default is given back within two seconds of its death.
    """
    return limit // 20


def per_second(limit: int) -> float:
    """How fast the bucket fills: in no window do more than `limit` leave, these two included."""
    return max(USED * limit - capacity(limit) - overdraft(limit), 0.5) / WINDOW


class Bucket(msgspec.Struct, frozen=True):
    """What was in it `at` a moment of the database's clock.

    Nothing comes in before `blocked_until`, and only `slow_per_second` before
    `slow_until`; each method gives the bucket as it is afterwards.
    """

    tokens: float
    at: datetime
    limit: int = DEFAULT_LIMIT
    blocked_until: datetime | None = None
    slow_per_second: float | None = None
    slow_until: datetime | None = None

    def seen(self, now: datetime) -> Bucket:
        """Filled up to now. A clock that was set back voids what it told before."""
        if self.at > now + timedelta(seconds=NOISE):
            return Bucket(1.0, now, self.limit)
        now = max(now, self.at)
        since = min(self._open_from, now)
        slow_until = _coming(self.slow_until, now)
        return msgspec.structs.replace(
            self,
            tokens=min(self.tokens + self._filled(since, now), capacity(self.limit)),
            at=now,
            blocked_until=_coming(self.blocked_until, now),
            slow_per_second=self.slow_per_second if slow_until else None,
            slow_until=slow_until,
        )

    @property
    def overdraft(self) -> int:
        """What may be taken of what is not in it yet; nothing where an answer asked for less."""
        held_back = self.blocked_until is not None or self.slow_per_second is not None
        return 0 if held_back else overdraft(self.limit)

    def turn(self, ahead: int) -> datetime:
        """When the one with so many others ahead may leave, if nobody else comes."""
        missing = max(ahead + 1 - self.tokens, 0.0)
        since = self._open_from
        if self.slow_per_second is not None and self.slow_until is not None:
            slowly = self._filled(since, max(self.slow_until, since))
            if missing <= slowly:
                return since + timedelta(seconds=missing / self.slow_per_second)
            since, missing = max(self.slow_until, since), missing - slowly
        return since + timedelta(seconds=missing / per_second(self.limit))

    def taken(self) -> Bucket:
        return msgspec.structs.replace(self, tokens=self.tokens - 1)

    def blocked(self, seconds: float | None) -> Bucket:
        """Empty for so long; None where nobody said how long. The longest block counts."""
        told = UNTOLD_BLOCK if seconds is None else seconds
        until = self.at + timedelta(seconds=min(max(told, SHORTEST_BLOCK), LONGEST_BLOCK))
        return msgspec.structs.replace(
            self,
            tokens=min(self.tokens, 0.0),
            blocked_until=max(until, self.blocked_until or until),
        )

    def corrected(self, rate: RateLimit) -> Bucket:
        """By an answer's word; itself where that says nothing new."""
        bucket = self._limited(rate.limit)
        if rate.remaining <= 0:
            return bucket._exhausted(rate.resets_in)
        if rate.resets_in <= NOISE:
            return bucket
        left = rate.remaining / rate.resets_in
        if left < CLEARLY * per_second(bucket.limit):
            return bucket._slowed(left, rate.resets_in)
        return bucket._hastened()

    @property
    def _open_from(self) -> datetime:
        return max(self.at, self.blocked_until or self.at)

    def _limited(self, limit: int | None) -> Bucket:
        if limit is None or limit < 1 or (limit := min(limit, HIGHEST_LIMIT)) == self.limit:
            return self
        tokens = min(self.tokens, capacity(limit))
        return msgspec.structs.replace(self, limit=limit, tokens=tokens)

    def _exhausted(self, resets_in: float) -> Bucket:
        if self.blocked_until is None:
            return self.blocked(resets_in)
        told = self.at + timedelta(seconds=resets_in)
        longer = told - self.blocked_until > timedelta(seconds=NOISE)
        return self.blocked(resets_in) if longer else self

    def _slowed(self, left: float, seconds: float) -> Bucket:
        """Spread what is left, so that a number can be given back at any time."""
        if self.slow_per_second is not None and CLEARLY < left / self.slow_per_second < 1 / CLEARLY:
            return self
        return msgspec.structs.replace(
            self,
            tokens=min(max(self.tokens, 0.0), 1.0),
            slow_per_second=left,
            slow_until=self.at + timedelta(seconds=min(seconds, WINDOW)),
        )

    def _hastened(self) -> Bucket:
        if self.slow_per_second is None:
            return self
        return msgspec.structs.replace(self, slow_per_second=None, slow_until=None)

    def _filled(self, since: datetime, until: datetime) -> float:
        """What comes in between two moments."""
        slowly = min(max(self.slow_until or since, since), until) - since
        swiftly = until - since - slowly
        slow = self.slow_per_second or 0.0
        return slowly.total_seconds() * slow + swiftly.total_seconds() * per_second(self.limit)


def _coming(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment > now else None
