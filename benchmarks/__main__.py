"""Measures and draws everything; exit status 1 when a bar is missed.

python -m benchmarks [--tests 1000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from benchmarks import pictures
from benchmarks.replay import lives_by_themselves, lives_in_suites
from benchmarks.startup import PLUGINS, imported, starts
from benchmarks.suites import SUITES

__all__ = ["main"]

MEASURED = ("pytest", "httpx", "respx", "pytest-httpx", "pytest-recording", "vcrpy")
STARTS_A_ROUND = 6
"""How often pytest starts for each round of the suites: a start is short, and differs more."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tests", type=int, default=1000, help="lives in a suite")
    parser.add_argument("--rounds", type=int, default=5, help="how often each suite is run")
    chosen = parser.parse_args()
    console = Console(highlight=False)
    versions = ", ".join(f"{name} {version(name)}" for name in MEASURED)
    console.print(f"Python {platform.python_version()}, {versions}")

    rounds = STARTS_A_ROUND * chosen.rounds
    with progress(console, "starting pytest", (rounds + 1) * len(PLUGINS)) as done:
        started = starts(rounds, done)
    show(console, pictures.of_starts(started, imported()))

    with progress(console, "running suites", (chosen.rounds + 1) * len(SUITES)) as done:
        lives = lives_in_suites(chosen.tests, chosen.rounds, done)
    show(console, pictures.of_lives(lives, chosen.tests))
    show(console, pictures.of_lives_by_themselves(lives_by_themselves(chosen.rounds)))
    show(console, pictures.of_sleep(lives))

    reached = pictures.verdicts(started, lives)
    show(console, pictures.of_verdicts(reached))
    return 0 if all(verdict.reached for verdict in reached) else 1


def show(console: Console, table: Table) -> None:
    console.print()
    console.print(table)


@contextmanager
def progress(console: Console, what: str, steps: int) -> Iterator[Callable[[], None]]:
    """A bar that goes when all is done; gives what to call after each step."""
    with Progress(
        TextColumn(what),
        BarColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(what, total=steps)
        yield partial(bar.advance, task)


if __name__ == "__main__":
    sys.exit(main())
