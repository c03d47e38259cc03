"""A pytest plugin within each run: it notes what the tests ask for, and lets the run die.

Each test that is about to buy adds a line to the file `asked`, which is on the disk before the
buy begins. Every process leaves its pid in the folder `pids`, and exits at once on SIGUSR1. When
a cassette is being written at the moment of which CAMPAIGN_AT_CASSETTE tells, the process
creates the file `writing`, and stands still there until the campaign has struck.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

__all__ = ["ask"]

FOLDER = Path(os.environ["CAMPAIGN_FOLDER"])
AT_CASSETTE = os.environ.get("CAMPAIGN_AT_CASSETTE")

BUYING = frozenset({"sms_number", "async_sms_number", "shared_number"})
"""The fixtures that buy as they are set up."""

EXIT_STATUS = 3

STANDSTILL = 2.0
"""Seconds that the campaign has for striking."""


def pytest_configure() -> None:
    signal.signal(signal.SIGUSR1, _exit)
    pids = FOLDER / "pids"
    pids.mkdir(exist_ok=True)
    (pids / os.environ.get("PYTEST_XDIST_WORKER", "run")).write_text(str(os.getpid()), "utf-8")
    if AT_CASSETTE is not None:
        sys.addaudithook(_watch)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any) -> None:
    if fixturedef.argname in BUYING:
        _ask()


@pytest.fixture
def ask() -> Callable[[], None]:
    """To be called before each buy from a pool."""
    return _ask


def _ask() -> None:
    file = os.open(FOLDER / "asked", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, b"a number\n")
        os.fsync(file)
    finally:
        os.close(file)


def _exit(*_signal_and_frame: object) -> None:
    os._exit(EXIT_STATUS)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    """Only what writes: drafts of cassettes end with `.tmp`."""
    if event != AT_CASSETTE or not _is_draft(arguments[0]) or (FOLDER / "writing").exists():
        return
    (FOLDER / "writing").touch()
    deadline = time.monotonic() + STANDSTILL
    while not (FOLDER / "struck").exists() and time.monotonic() < deadline:
        time.sleep(0.002)


def _is_draft(path: object) -> bool:
    path = str(path)
    return "/cassettes/" in path and path.endswith(".tmp")
