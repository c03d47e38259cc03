"""The processes of one run, found by the folder that their environment names."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MARK", "Process", "gone", "kill_all", "processes_of"]

MARK = "CAMPAIGN_FOLDER"

CASHIER = b"pytest_smsactivate.cashier"
"""A word of its command line."""


@dataclass(frozen=True)
class Process:
    """One process that lives; `cashier` tells that it is one."""

    pid: int
    cashier: bool


def processes_of(folder: Path) -> list[Process]:
    return list(_found(f"{MARK}={folder}\0".encode()))


def _found(mark: bytes) -> Iterator[Process]:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):  # it ended meanwhile, or is another user's
            if mark in (entry / "environ").read_bytes() + b"\0":
                command = (entry / "cmdline").read_bytes().split(b"\0")
                yield Process(int(entry.name), CASHIER in command)


def gone(folder: Path, within: float) -> bool:
    """Wait until no process of the run is left; False if some are there after so many seconds."""
    deadline = time.monotonic() + within
    while processes_of(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.03)
    return True


def kill_all(folder: Path) -> None:
    """All at once, as far as that can be: stopped first, none can act on another's death."""
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for process in processes_of(folder):
            with suppress(ProcessLookupError):
                os.kill(process.pid, number)
