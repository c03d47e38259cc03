"""How soon a webhook ends a wait, as a table, and the bar it is to reach."""

from __future__ import annotations

from collections.abc import Sequence

from rich.bar import Bar
from rich.table import Table
from rich.text import Text

from benchmarks.pictures import WIDTH, Verdict
from benchmarks.webhook import WAITS, Heard

__all__ = ["of_webhooks", "verdicts_of_webhooks"]

LIMIT = 0.05
"""Seconds from the notice to the return of its wait, in the median."""


def of_webhooks(suites: Sequence[Heard]) -> Table:
    table = Table(
        title=f"{WAITS} waits each, with a webhook and by polling",
        title_justify="left",
        caption_justify="left",
        box=None,
    )
    for column in ("", "median", "", "90 %", "longest", "looks"):
        table.add_column(column, justify="right" if column else "left", no_wrap=True)
    longest = max(suite.median for suite in suites)
    for suite in suites:
        table.add_row(
            Text(_title(suite), "bold green" if suite.webhook else ""),
            _milliseconds(suite.median),
            Bar(longest, 0, suite.median, width=WIDTH, color=_color(suite)),
            _milliseconds(suite.nine_of_ten),
            _milliseconds(max(suite.seconds)),
            f"{suite.looks_each:.2f}",
        )
    table.caption = (
        "from the notice, or by polling the message's arrival, to the wait's return\n"
        "looks: for each message, the one as the wait begins included"
    )
    return table


def verdicts_of_webhooks(suites: Sequence[Heard]) -> list[Verdict]:
    slowest = max((suite for suite in suites if suite.webhook), key=lambda suite: suite.median)
    return [
        Verdict(
            f"a notice ends its wait within {LIMIT * 1000:.0f} ms, in the median",
            f"{_milliseconds(slowest.median)} ({slowest.provider})",
            slowest.median <= LIMIT,
        )
    ]


def _title(suite: Heard) -> str:
    return f"{suite.provider}, {'webhook' if suite.webhook else 'polling'}"


def _color(suite: Heard) -> str:
    return "green" if suite.webhook else "blue"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
