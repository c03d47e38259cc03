"""Tables for the terminal: what is in the ledger. They fit 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pytest_smsactivate.ledger.listing import Entry, Total

__all__ = ["accounts_table", "leases_table", "show", "span"]

STYLES = {"unknown": "bold red", "open": "yellow", "intended": "yellow"}

UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def leases_table(entries: Sequence[Entry]) -> Table:
    """One lease a row, those that need attention first: what it is, and what is known of it."""
    several = len({each.account for each in entries}) > 1
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    table.add_column("State", no_wrap=True)
    table.add_column("Number", overflow="fold")
    table.add_column("Price", justify="right", no_wrap=True)
    table.add_column("Held", justify="right", no_wrap=True)
    table.add_column("Test, owner, and what is known", overflow="fold")
    for each in sorted(entries, key=lambda each: not each.needs_attention):
        table.add_row(
            Text(each.state, STYLES.get(each.state, "")),
            Text("\n".join(_named(each))),
            "" if each.price is None else str(each.price),
            span(each.held_for),
            Text("\n".join(_known(each, several=several))),
        )
    return table


def accounts_table(totals: Sequence[Total]) -> Table:
    """What each account spent and got back in the last 30 days."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="The last 30 days")
    table.add_column("Account", overflow="fold", min_width=16)
    for heading in ("Bought", "Held", "Spent", "Refunded", "Balance"):
        table.add_column(heading, justify="right", no_wrap=True)
    for each in totals:
        balance = "" if each.balance is None else f"{each.balance} {each.currency or ''}"
        sums = (each.bought, each.held, each.spent, each.refunded, balance)
        name = Text(f"{each.account[:8]}\n{each.provider}\n{each.base_url}")
        table.add_row(name, *map(str, sums))
    return table


def show(table: Table) -> None:
    """Print it as wide as the terminal is, or 80 columns where there is none."""
    Console(highlight=False).print(table)


def span(seconds: float) -> str:
    """As `3 min`: the largest unit of which there is one."""
    for length, unit in UNITS:
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return "0 s"


def _named(entry: Entry) -> list[str]:
    told = [each for each in (entry.number, entry.activation) if each is not None]
    return [f"{entry.service}/{entry.country}", *(told or ["not told"])]


def _known(entry: Entry, *, several: bool) -> list[str]:
    owner = entry.owner
    there = "alive" if owner.alive else "ended, watchdog at it" if owner.watchdog else "gone"
    lines = [
        entry.test,
        f"{owner.project}, run {owner.run[:8]}",
        f"pid {owner.pid} on {owner.host}" + (f": {there}" if entry.ended_at is None else ""),
        f"account {entry.account[:8]}" if several else "",
        entry.why,
    ]
    return [line for line in lines if line]
