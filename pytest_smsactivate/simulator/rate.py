"""The rate limit: so many requests a minute for each key."""

from __future__ import annotations

import msgspec

__all__ = ["Quota", "RateWindows"]

WINDOW = 60.0
"""Seconds; the documents tell the limit per minute."""


class Quota(msgspec.Struct, frozen=True):
    """What a request is told of the limit; `resets_at` is on the simulator's clock."""

    limit: int
    remaining: int
    resets_at: float
    exceeded: bool


class _Window(msgspec.Struct):
    ends_at: float
    requests: int = 0


class RateWindows:
    """Counts in windows of a minute; a key's window opens with its first request."""

    def __init__(self) -> None:
        self._windows: dict[str, _Window] = {}

    def count(self, key: str, limit: int, now: float) -> Quota:
        window = self._windows.get(key)
        if window is None or now >= window.ends_at:
            window = self._windows[key] = _Window(now + WINDOW)
        window.requests += 1
        return Quota(
            limit=limit,
            remaining=max(limit - window.requests, 0),
            resets_at=window.ends_at,
            exceeded=window.requests > limit,
        )
