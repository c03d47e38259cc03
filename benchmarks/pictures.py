"""The measurements as tables with a bar beside each number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.bar import Bar
from rich.table import Table
from rich.text import Text

from benchmarks.death import HELD
from benchmarks.ledger import OLD
from benchmarks.replay import Life
from benchmarks.startup import Imported, Start
from benchmarks.suites import EMPTY, FLOOR, OURS, PEERS, Suite
from benchmarks.waiting import IDEAL, LEDGER, LIMIT, NUMBERS, Waited

__all__ = [
    "Verdict",
    "of_deaths",
    "of_ledger",
    "of_lives",
    "of_lives_by_themselves",
    "of_sleep",
    "of_starts",
    "of_verdicts",
    "of_waits",
    "verdicts",
    "verdicts_of_deaths",
    "verdicts_of_ledger",
    "verdicts_of_waits",
]

WIDTH = 16
START_LIMIT = 0.005
"""Seconds that the plugin may add to pytest's start."""

WAIT_LIMIT = 1.15
"""How many times the ideal a wait may take on average."""

LEDGER_LIMIT = 0.005
"""Seconds that a number may cost in the ledger, from the intent to its release."""

DEATH_LIMIT = 2.0
"""Seconds in which what a killed run held is given back."""

SHOWN_IMPORT = 0.001
"""Seconds from which a single import is worth a line."""


@dataclass(frozen=True)
class Verdict:
    """A bar that the project has set itself, and what was measured against it."""

    bar: str
    measured: str
    reached: bool


def of_starts(starts: Sequence[Start], modules: Iterable[Imported]) -> Table:
    table = _table("What an installed, unused plugin adds to pytest's start", "adds", "alone")
    longest = max(start.added for start in starts)
    for start in starts:
        table.add_row(
            _name(start.title),
            _milliseconds(start.added),
            _bar(start.added, longest, start.title),
            _milliseconds(start.alone),
        )
    dear = [f"{m.module} {_milliseconds(m.seconds)}" for m in modules if m.seconds >= SHOWN_IMPORT]
    table.caption = f"imports over 1 ms: {', '.join(dear) or 'none'}"
    return table


def of_lives(lives: Mapping[Suite, Life], tests: int) -> Table:
    table = _table(
        f"A replayed life (buy, three looks, code, cancel) in a suite of {tests:,}",
        "a life",
        "ratio",
        "whole",
        "suite",
    )
    floor = lives[FLOOR].each
    longest = max(life.each for life in lives.values())
    for suite, life in lives.items():
        table.add_row(
            _name(suite.title),
            _milliseconds(life.each),
            _bar(life.each, longest, suite.title),
            _ratio(life.each, floor),
            _milliseconds(life.whole),
            f"{life.process:.2f} s",
        )
    table.caption = (
        "a life: how much longer the tests run than empty ones, each\n"
        "whole: the same of the process, collecting and importing included"
    )
    return table


def of_lives_by_themselves(lives: Mapping[Suite, float]) -> Table:
    table = _table("The same life in a loop, without pytest", "a life", "ratio")
    longest, floor = max(lives.values()), lives[FLOOR]
    for suite, seconds in lives.items():
        table.add_row(
            _name(suite.title),
            _milliseconds(seconds),
            _bar(seconds, longest, suite.title),
            _ratio(seconds, floor),
        )
    return table


def of_sleep(lives: Mapping[Suite, Life]) -> Table:
    """A suite that waits for something takes more time than the processor worked."""
    table = _table("Busy or asleep: the processor's share of the tests' time", "took", "worked")
    for suite in (EMPTY, FLOOR, OURS):
        life = lives[suite]
        table.add_row(
            _name(suite.title),
            f"{life.tests:.3f} s",
            _bar(life.cpu, max(life.cpu, life.tests), suite.title),
            f"{life.cpu:.3f} s",
        )
    return table


def of_waits(waits: Sequence[Waited]) -> Table:
    table = _table(
        f"{NUMBERS} waits at once, under {LIMIT} requests a minute",
        "takes",
        "ratio",
        "longest",
        "looks",
        "429s",
    )
    longest = max(waited.mean for waited in waits)
    for waited in waits:
        title = waited.way.title
        table.add_row(
            _name(title),
            f"{waited.mean:.1f} s",
            _bar(waited.mean, longest, title),
            _ratio(waited.mean, IDEAL),
            f"{max(waited.seconds):.0f} s",
            f"{waited.looks:,}",
            f"{waited.refused:,}",
        )
    table.caption = (
        "takes: from a message's arrival to the return of its wait, on average\n"
        f"ratio: to {IDEAL:g} s, which looks that take turns at the full rate would need\n"
        "429s: looks that were refused"
    )
    return table


def verdicts_of_waits(waits: Iterable[Waited]) -> list[Verdict]:
    ours = next(waited for waited in waits if waited.way is LEDGER)
    return [
        Verdict("no look is refused", f"{ours.refused} refused", ours.refused == 0),
        Verdict(
            f"a message takes at most {WAIT_LIMIT} times the ideal",
            _ratio(ours.mean, IDEAL),
            ours.mean <= WAIT_LIMIT * IDEAL,
        ),
    ]


def of_ledger(took: Mapping[str, float]) -> Table:
    table = _table(f"What a number costs in a ledger that holds {OLD:,} old ones", "takes")
    longest = max(took.values())
    for step, seconds in took.items():
        table.add_row(_name(step), _milliseconds(seconds), _bar(seconds, longest, step))
    table.caption = "each step is on the disk before the next begins"
    return table


def verdicts_of_ledger(took: Mapping[str, float]) -> list[Verdict]:
    number = sum(took.values())
    bar = f"the ledger takes at most {_milliseconds(LEDGER_LIMIT)} a number"
    return [Verdict(bar, _milliseconds(number), number <= LEDGER_LIMIT)]


def of_deaths(took: Sequence[float]) -> Table:
    table = _table(f"From SIGKILL to nothing open, of {HELD} numbers", "takes")
    for number, seconds in enumerate(took, 1):
        title = f"run {number}"
        table.add_row(_name(title), f"{seconds:.2f} s", _bar(seconds, max(took), title))
    table.caption = "killed right after the last purchase, which has used up the rate"
    return table


def verdicts_of_deaths(took: Sequence[float]) -> list[Verdict]:
    bar = f"all is given back within {DEATH_LIMIT:g} s of SIGKILL"
    return [Verdict(bar, f"{max(took):.2f} s", max(took) <= DEATH_LIMIT)]


def verdicts(starts: Iterable[Start], lives: Mapping[Suite, Life]) -> list[Verdict]:
    """What was set as a goal, against what was measured in this run."""
    added = next(start.added for start in starts if start.title == OURS.title)
    ours, floor = lives[OURS], lives[FLOOR]
    fastest = min((lives[peer] for peer in PEERS), key=lambda life: life.each)
    return [
        Verdict(
            f"at most {_milliseconds(START_LIMIT)} added to pytest's start",
            _milliseconds(added),
            added <= START_LIMIT,
        ),
        Verdict(
            "a life costs no more than the floor",
            _ratio(ours.each, floor.each),
            ours.each <= floor.each,
        ),
        Verdict(
            "nor does its share of the whole run",
            _ratio(ours.whole, floor.whole),
            ours.whole <= floor.whole,
        ),
        Verdict(
            f"a life costs less than with {fastest.suite.title}, the fastest peer",
            _ratio(ours.each, fastest.each),
            ours.each < fastest.each,
        ),
    ]


def of_verdicts(all_of_them: Iterable[Verdict]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    for verdict in all_of_them:
        mark = Text("✓", "green") if verdict.reached else Text("✗", "red")
        table.add_row(mark, verdict.bar, Text(verdict.measured, "bold"))
    return table


def _table(title: str, number: str, *more: str) -> Table:
    """Columns: a name, the number that the bar shows, the bar, and more numbers."""
    table = Table(title=title, title_justify="left", caption_justify="left", box=None)
    table.add_column("", no_wrap=True)
    table.add_column(number, justify="right", no_wrap=True)
    table.add_column("", width=WIDTH)
    for column in more:
        table.add_column(column, justify="right")
    return table


def _name(title: str) -> Text:
    return Text(title, "bold green" if title == OURS.title else "")


def _bar(value: float, longest: float, title: str) -> Bar:
    color = "green" if title == OURS.title else "blue"
    return Bar(size=longest, begin=0, end=max(value, 0), width=WIDTH, color=color)


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def _ratio(value: float, floor: float) -> str:
    return f"{value / floor:.2f} x"
