"""Lets a run die, once, at the moment that its plan names."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from campaign.death import Death
from campaign.plan import AtCassette, AtRequest, AtTime, Plan
from campaign.processes import kill_all, processes_of
from campaign.provider import WatchedProvider
from pytest_smsactivate.models import Operation

__all__ = ["Strike"]


class Strike:
    """Sees all that the provider is asked for; `look` is to be called often. Either may strike.

    `at` is when it struck, by `time.monotonic`, or None; `amid` is what the run was doing, and
    `ended` are the activations that were over by then.
    """

    def __init__(self, plan: Plan, folder: Path, provider: WatchedProvider) -> None:
        self.at: float | None = None
        self.amid = ""
        self.ended: frozenset[str] = frozenset()
        self._plan = plan
        self._folder = folder
        self._provider = provider
        provider.observers.append(self._seen)
        self._process: subprocess.Popen[bytes] | None = None
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def aim(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._began = time.monotonic()

    def _seen(self, endpoint: Operation, nth: int, answered: bool) -> None:
        """A request has come to the provider, or is answered."""
        moment = self._plan.moment
        if not isinstance(moment, AtRequest):
            return
        if (endpoint, nth, answered) != (moment.endpoint, moment.nth, moment.answered):
            return
        if answered:
            threading.Timer(moment.delay, self._strike, [PHASES[endpoint]]).start()
        else:
            self._strike(PHASES[endpoint])

    def look(self) -> None:
        """Some time has passed."""
        moment = self._plan.moment
        if isinstance(moment, AtTime) and time.monotonic() >= self._began + moment.seconds:
            self._strike(self._doing)
        if isinstance(moment, AtCassette) and (self._folder / "writing").exists():
            self._strike("record")
            (self._folder / "struck").touch()

    @property
    def _doing(self) -> str:
        latest = self._provider.latest
        return PHASES[latest] if latest else "start"

    def _strike(self, amid: str) -> None:
        """A run that has ended by itself cannot die any more."""
        with self._lock:
            if self.at is not None or self._process is None or self._process.poll() is not None:
                return
            now, ended = time.monotonic(), self._provider.ended
            if self._carry_out(self._process):
                self.at, self.ended = now, ended
                self.amid = amid

    def _carry_out(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether there was anybody to strike."""
        death = self._plan.death
        if death is Death.KILL_ALL:
            kill_all(self._folder)
            return True
        if death.everybody:
            os.killpg(process.pid, death.signal)
            return True
        pids = self._victims(process)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, death.signal)
        return bool(pids)

    def _victims(self, process: subprocess.Popen[bytes]) -> list[int]:
        """Of two workers one, and all cashiers."""
        if self._plan.death is Death.CASHIER:
            return [each.pid for each in processes_of(self._folder) if each.cashier]
        if not self._plan.death.worker:
            return [process.pid]
        told = [file.read_text("utf-8") for file in sorted((self._folder / "pids").glob("gw*"))]
        workers = [int(pid) for pid in told if pid]
        return workers[int(self._plan.dice * len(workers)) :][:1]


PHASES: Mapping[Operation, str] = {
    "login": "buy",
    "offer": "buy",
    "balance": "buy",
    "buy": "buy",
    "look": "wait",
    "another": "wait",
    "renew": "wait",
    "cancel": "cancel",
    "activations": "cancel",
}
"""What a run does when it asks this."""
