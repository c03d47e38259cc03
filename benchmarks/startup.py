"""How much longer pytest takes to start with a plugin that is installed and not used."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measure import in_turn, pytest_with, time_start

__all__ = ["OURS", "PLUGINS", "Imported", "Start", "imported", "starts"]

OURS = "pytest-smsactivate"

PLUGINS = {
    OURS: ("smsactivate",),
    "  with respx's and anyio's own": ("smsactivate", "respx", "anyio"),
    "respx": ("respx",),
    "pytest-httpx": ("pytest_httpx",),
    "pytest-recording": ("recording",),
}
"""The entry points that are loaded; all others installed are blocked.

The plugin needs respx and anyio, whose own entry points pytest loads at every start:
they are blocked in the first row that is ours, so that it shows the plugin's own cost.
"""

_LINE = re.compile(r"import time: +(?P<own>\d+) \| +\d+ \|(?P<depth> +)(?P<module>[\w.]+)")


@dataclass(frozen=True)
class Start:
    """Medians in seconds: pytest alone, and what the plugin adds to that."""

    title: str
    alone: float
    added: float


@dataclass(frozen=True)
class Imported:
    """A module that the plugin loads, and the seconds that its own code took."""

    module: str
    seconds: float


def starts(rounds: int, done: Callable[[], object]) -> list[Start]:
    """Start pytest in an empty folder, with each of the plugins in turn, each time also alone."""
    with empty_folder() as folder:
        arms = {
            title: partial(_alone_and_with, plugins, Path(folder))
            for title, plugins in PLUGINS.items()
        }
        taken = in_turn(arms, rounds, done)
    return [
        Start(
            title,
            alone=median(alone for alone, _ in pairs),
            added=median(with_plugin - alone for alone, with_plugin in pairs),
        )
        for title, pairs in taken.items()
    ]


def _alone_and_with(plugins: Collection[str], folder: Path) -> tuple[float, float]:
    """One right after the other, since a machine's pace changes within seconds."""
    return time_start((), folder), time_start(plugins, folder)


def imported() -> list[Imported]:
    """What the plugin imports at pytest's start that nothing before it did, dearest first."""
    with empty_folder() as folder:
        ended = pytest_with(PLUGINS[OURS], Path(folder), python=("-X", "importtime"))
    return sorted(_ours(ended.stderr), key=lambda each: each.seconds, reverse=True)


def empty_folder() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="empty-")
    Path(folder.name, "pytest.ini").write_text("[pytest]\n", "utf-8")
    return folder


def _ours(log: str) -> Iterator[Imported]:
    """A module's line follows those of what it imports, which are indented deeper."""
    beneath: int | None = None
    for line in reversed(log.splitlines()):
        found = _LINE.match(line)
        if found is None:
            continue
        depth, module = len(found["depth"]), found["module"]
        if beneath is None or depth <= beneath:
            beneath = depth if module.startswith("pytest_smsactivate") else None
        if beneath is not None:
            yield Imported(module, int(found["own"]) / 1e6)
