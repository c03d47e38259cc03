"""Time as the flows see it: real in live mode, virtual in replay and simulate.

The functions of `time` are kept as attributes of classes, taken when this module
is first imported: a test that freezes time replaces names in modules, and does
not reach these. pytest's start imports it, so nothing heavy is imported here.
"""

from __future__ import annotations

import datetime as calendar
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from typing import Protocol

__all__ = ["Clock", "Jitter", "LiveClock", "Patience", "PatientClock", "RealTime", "VirtualClock"]


class Clock(Protocol):
    """`now` is monotonic, in seconds; `utc` is the wall clock."""

    def now(self) -> float: ...
    def utc(self) -> datetime: ...
    def sleep(self, seconds: float) -> None: ...
    async def sleep_async(self, seconds: float) -> None: ...


class RealTime:
    """`with RealTime():` what is imported finds `time` and `datetime` as they were at the start.

    A conftest or a test module may have frozen time while it was imported, for good:
    a module of ours that is imported later would keep the doubles for its own.
    """

    _modules = (time, calendar)
    _real = tuple(dict(vars(module)) for module in _modules)
    known = datetime.__module__ == "datetime"
    """Not so where time was frozen before the start."""

    def __enter__(self) -> None:
        self._found = [dict(vars(module)) for module in self._modules]
        self._set(self._real)

    def __exit__(self, *failure: object) -> None:
        self._set(self._found)

    def _set(self, contents: Iterable[dict[str, object]]) -> None:
        for module, content in zip(self._modules, contents, strict=True):
            vars(module).update(content)


class LiveClock:
    """Real time. Asynchronous sleeps happen in a thread, since a frozen loop never wakes."""

    _monotonic = staticmethod(time.monotonic)
    _time = staticmethod(time.time)
    _sleep = staticmethod(time.sleep)
    _epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)

    def now(self) -> float:
        return self._monotonic()

    def utc(self) -> datetime:
        return self._epoch + timedelta(seconds=self._time())

    def sleep(self, seconds: float) -> None:
        self._sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        from anyio import to_thread

        await to_thread.run_sync(self._sleep, seconds, abandon_on_cancel=True)


class Patience(Protocol):
    """Gives the application real time to do what virtual time would rush past."""

    def wait(self) -> None: ...
    async def wait_async(self) -> None: ...


class VirtualClock:
    """Time that passes only when somebody sleeps, and then at once.

    It starts at zero, which is `started` on the wall clock. Sleepers that overlap
    share the time, as they would share real time.
    """

    def __init__(self, started: datetime | None = None) -> None:
        self._now = 0.0
        self.started = started or LiveClock().utc()

    def now(self) -> float:
        return self._now

    def utc(self) -> datetime:
        return self.started + timedelta(seconds=self._now)

    def advance_to(self, moment: float) -> None:
        """Jump to `moment`, unless it has passed already."""
        self._now = max(self._now, moment)

    def sleep(self, seconds: float) -> None:
        self.advance_to(self._now + seconds)

    async def sleep_async(self, seconds: float) -> None:
        from anyio.lowlevel import checkpoint

        until = self._now + seconds
        await checkpoint()
        self.advance_to(until)


class PatientClock:
    """A virtual clock that asks `patience` before each jump."""

    def __init__(self, clock: VirtualClock, patience: Patience) -> None:
        self._clock = clock
        self._patience = patience

    def now(self) -> float:
        return self._clock.now()

    def utc(self) -> datetime:
        return self._clock.utc()

    def sleep(self, seconds: float) -> None:
        until = self._clock.now() + seconds
        self._patience.wait()
        self._clock.advance_to(until)

    async def sleep_async(self, seconds: float) -> None:
        from anyio.lowlevel import checkpoint

        until = self._clock.now() + seconds
        await checkpoint()
        await self._patience.wait_async()
        self._clock.advance_to(until)


Jitter = Callable[[], float]
"""A random number from 0 up to 1; injected, so that flows stay pure."""
