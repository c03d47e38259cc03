"""Lines for the terminal: what will be spent at most, and what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pytest_smsactivate.ledger.statement import Statement
from pytest_smsactivate.settings import Settings

__all__ = ["Countdown", "header", "summary"]

EVERY = 15.0
"""Seconds between two lines of a countdown where lines cannot be overwritten."""


def header(settings: Settings) -> list[str]:
    """Where numbers come from, when not from cassettes; with the caps when they cost."""
    if settings.mode == "simulate":
        return ["smsactivate: simulate (no key, no credits, no cassettes)"]
    where = (
        f"{settings.provider} at {settings.base_url}" if settings.base_url else settings.provider
    )
    caps = f"at most {settings.max_numbers} numbers and {settings.budget} in all"
    if settings.max_price is not None:
        caps += f", {settings.max_price} each"
    lines = [f"smsactivate: {settings.mode.upper()}, real numbers from {where}; {caps}"]
    if settings.mode == "record":
        lines.append("smsactivate: the cassette of each test that passes is written")
    return lines


class Countdown:
    """Tells of the wait for numbers that cannot be given back yet; `terminal` may be None."""

    def __init__(self, terminal: Any) -> None:
        self._terminal = terminal
        self._told: float | None = None

    def __call__(self, left: int, seconds: float) -> None:
        terminal = self._terminal
        if terminal is None:
            return
        numbers = "1 number" if left == 1 else f"{left} numbers"
        line = (
            f"smsactivate: {numbers} cannot be given back yet: {seconds:.0f} s left "
            "(Ctrl-C leaves that to the watchdog)"
        )
        if terminal.isatty:
            terminal.rewrite(line, erase=True)
        elif self._told is None or not self._told - EVERY < seconds <= self._told:
            terminal.write_line(line)
            self._told = seconds


def summary(
    statement: Statement | None, *, written: Sequence[str] = (), failure: str = ""
) -> Iterator[str]:
    """What was bought and what became of it; what is not settled comes with the cure.

    Without a `statement` nothing is known, and `failure` tells why.
    """
    if statement is None:
        yield f"NOT COUNTED: {failure or 'the run was cut short'}"
        yield "`smsactivate leases` shows what is in the ledger."
        return
    numbers = "number" if statement.bought == 1 else "numbers"
    fates = [f"{statement.refunded} refunded", f"{statement.kept} paid for"]
    if statement.unconfirmed:
        fates.append(f"{statement.unconfirmed} given back without word of a refund")
    spent = " ".join(filter(None, [str(statement.spent), statement.currency]))
    yield f"{statement.bought} {numbers} bought: {', '.join(fates)}; {spent} spent"
    yield from (f"written: {path}" for path in written)
    yield from _unsettled(statement)
    if statement.disproved:
        yield (
            f"{statement.disproved} without an answer: "
            "by the balance, not bought or refunded by now"
        )
    if statement.inherited:
        yield f"{statement.inherited} of runs that had died given back"
    if statement.unexplained:
        more = "more" if statement.unexplained > 0 else "less"
        yield (
            f"BALANCE: {abs(statement.unexplained)} {more} than this ledger accounts for. "
            "If nobody else uses the account, compare with the provider's dashboard."
        )


def _unsettled(statement: Statement) -> Iterator[str]:
    for each in statement.open:
        yield (
            f"NOT RELEASED: {each} by {each.test}. {each.why} The watchdog goes on trying for ten "
            "minutes; then the next live run does, or `smsactivate reap`."
        )
    for each in statement.unknown:
        yield (
            f"UNKNOWN: {each} for {each.test}. {each.why} It was not bought again, and counts as "
            "spent; `smsactivate reap` asks the balance again, and the dashboard knows."
        )
