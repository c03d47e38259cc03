"""Measures and draws everything; exit status 1 when a bar is missed.

python -m benchmarks [--only codes|replay|ledger|death|waiting|webhook] [--tests 1000] [--rounds 5]
                     [--seconds 180]
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

from benchmarks import pictures, pictures_of_codes, pictures_of_webhooks
from benchmarks.codes import PEER, endured, messages, read
from benchmarks.death import DEATHS, given_back
from benchmarks.hostile import hostile
from benchmarks.ledger import kept
from benchmarks.replay import lives_by_themselves, lives_in_suites
from benchmarks.startup import PLUGINS, imported, starts
from benchmarks.suites import SUITES
from benchmarks.waiting import WAYS, waited
from benchmarks.webhook import PROVIDERS, WAITS, heard

__all__ = ["main"]

MEASURED = (
    "pytest",
    "httpx",
    "respx",
    "pytest-httpx",
    "pytest-recording",
    "vcrpy",
    "pyrate-limiter",
)
STARTS_A_ROUND = 6
"""How often pytest starts for each round of the suites: a start is short, and differs more."""

KEPT = 200
"""Numbers that the ledger is measured with."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tests", type=int, default=1000, help="lives in a suite")
    parser.add_argument("--rounds", type=int, default=5, help="how often each suite is run")
    parser.add_argument("--seconds", type=float, default=180, help="how long messages arrive")
    parts = ("codes", "replay", "ledger", "death", "waiting", "webhook")
    parser.add_argument("--only", choices=parts, help="just this")
    chosen = parser.parse_args()
    console = Console(highlight=False)
    versions = ", ".join(f"{name} {version(name)}" for name in MEASURED)
    console.print(f"Python {platform.python_version()}, {versions}")

    reached: list[pictures.Verdict] = []
    if chosen.only in (None, "codes"):
        reached += measure_codes(console, chosen.rounds)
    if chosen.only in (None, "replay"):
        reached += measure_replay(console, chosen.tests, chosen.rounds)
    if chosen.only in (None, "ledger"):
        reached += measure_ledger(console)
    if chosen.only in (None, "death"):
        reached += measure_death(console)
    if chosen.only in (None, "waiting"):
        reached += measure_waiting(console, chosen.seconds)
    if chosen.only in (None, "webhook"):
        reached += measure_webhook(console)
    show(console, pictures.of_verdicts(reached))
    return 0 if all(verdict.reached for verdict in reached) else 1


def measure_codes(console: Console, rounds: int) -> list[pictures.Verdict]:
    """Codes found and invented, and what each message and each hostile text takes."""
    with progress(console, "reading messages", 3 * (rounds + 1)) as done:
        reads = read(messages(), rounds, done)
    show(console, pictures_of_codes.of_codes(reads))
    if PEER not in [each.title for each in reads]:
        console.print(f"{PEER} is not installed, and left out: pip install {PEER}")
    show(console, pictures_of_codes.of_languages(reads))
    with progress(console, "reading hostile texts", len(hostile())) as done:
        times = endured(done)
    show(console, pictures_of_codes.of_hostile(times))
    return pictures_of_codes.verdicts_of_codes(reads) + pictures_of_codes.verdicts_of_hostile(times)


def measure_replay(console: Console, tests: int, rounds: int) -> list[pictures.Verdict]:
    """The start of pytest, and a replayed life."""
    with progress(console, "starting pytest", (STARTS_A_ROUND * rounds + 1) * len(PLUGINS)) as done:
        started = starts(STARTS_A_ROUND * rounds, done)
    show(console, pictures.of_starts(started, imported()))

    with progress(console, "running suites", (rounds + 1) * len(SUITES)) as done:
        lives = lives_in_suites(tests, rounds, done)
    show(console, pictures.of_lives(lives, tests))
    show(console, pictures.of_lives_by_themselves(lives_by_themselves(rounds)))
    show(console, pictures.of_sleep(lives))
    return pictures.verdicts(started, lives)


def measure_ledger(console: Console) -> list[pictures.Verdict]:
    """The work of one number after the other, in a ledger that is full already."""
    with progress(console, "buying numbers", KEPT) as done:
        took = kept(KEPT, done)
    show(console, pictures.of_ledger(took))
    return pictures.verdicts_of_ledger(took)


def measure_death(console: Console) -> list[pictures.Verdict]:
    """Runs that are killed with all that they may hold; takes half a minute."""
    with progress(console, "killing runs", DEATHS) as done:
        took = given_back(done)
    show(console, pictures.of_deaths(took))
    return pictures.verdicts_of_deaths(took)


def measure_waiting(console: Console, seconds: float) -> list[pictures.Verdict]:
    """Many waits under one limit; takes so many seconds, and a minute or two more."""
    with progress(console, "waiting", len(WAYS)) as done:
        waits = waited(seconds, done)
    show(console, pictures.of_waits(waits))
    return pictures.verdicts_of_waits(waits)


def measure_webhook(console: Console) -> list[pictures.Verdict]:
    """Waits that a notice ends, and the same by polling; takes three or four minutes."""
    with progress(console, "waiting for notices", 2 * len(PROVIDERS) * WAITS) as done:
        suites = heard(done)
    show(console, pictures_of_webhooks.of_webhooks(suites))
    return pictures_of_webhooks.verdicts_of_webhooks(suites)


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
