"""Runs pytest in processes of its own, several ways in turn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

__all__ = [
    "Times",
    "command_with",
    "difference",
    "in_turn",
    "pytest_with",
    "time_start",
    "time_suite",
]

ROOT = Path(__file__).parents[1]
NOTHING_COLLECTED = 5

Arm = TypeVar("Arm")
Sample = TypeVar("Sample")


@dataclass(frozen=True)
class Times:
    """One run of a suite in seconds: the process, its tests alone, and their processor time."""

    process: float
    tests: float
    cpu: float


def pytest_with(
    plugins: Collection[str], folder: Path, *options: str, python: Sequence[str] = (), **more: str
) -> subprocess.CompletedProcess[str]:
    """Run pytest in `folder` with these installed plugins alone, by their entry points' names.

    `python` are options of the interpreter, `more` are variables of the environment.
    Ends the benchmark with pytest's output if a test fails.
    """
    command, environment = command_with(plugins, *options, python=python)
    ended = subprocess.run(
        command,
        cwd=folder,
        env={**environment, **more},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode not in (0, NOTHING_COLLECTED):
        raise SystemExit(ended.stdout + ended.stderr)
    return ended


def command_with(
    plugins: Collection[str], *options: str, python: Sequence[str] = ()
) -> tuple[list[str], dict[str, str]]:
    """The command that runs pytest with these installed plugins alone, and its environment."""
    installed = sorted({point.name for point in entry_points(group="pytest11")})
    blocked = [f"-pno:{name}" for name in (*installed, "cacheprovider") if name not in plugins]
    unsettling = ("PYTEST_", "PYTHON", "SMSACTIVATE_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(unsettling)}
    command = [sys.executable, *python, "-m", "pytest", *blocked, *options]
    return command, {**clean, "PYTHONPATH": str(ROOT)}


def time_start(plugins: Collection[str], folder: Path) -> float:
    """Seconds that pytest takes to start and end in a folder without tests."""
    began = perf_counter()
    pytest_with(plugins, folder)
    return perf_counter() - began


def time_suite(plugins: Collection[str], folder: Path) -> Times:
    watch = folder / "stopwatch.json"
    began = perf_counter()
    pytest_with(plugins, folder, "-x", "-p", "benchmarks.stopwatch", STOPWATCH=str(watch))
    process = perf_counter() - began
    taken = json.loads(watch.read_text("utf-8"))
    return Times(process, taken["wall"], taken["cpu"])


def in_turn(
    arms: Mapping[Arm, Callable[[], Sample]], rounds: int, done: Callable[[], object] = int
) -> dict[Arm, list[Sample]]:
    """Run each arm once for warmth, then `rounds` times, there and back; `done` follows each."""
    taken: dict[Arm, list[Sample]] = {arm: [] for arm in arms}
    order = list(arms)
    for number in range(rounds + 1):
        for arm in order:
            sample = arms[arm]()
            done()
            if number > 0:
                taken[arm].append(sample)
        order.reverse()
    return taken


def difference(these: Sequence[float], those: Sequence[float]) -> float:
    """The median of what these took more than those of the same round."""
    return median(one - other for one, other in zip(these, those, strict=True))
