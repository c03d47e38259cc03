"""Lines for the terminal: what will be spent at most, and what was."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_smsactivate.ledger.statement import Statement
from pytest_smsactivate.settings import Settings

__all__ = ["header", "summary"]


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


def summary(statement: Statement) -> Iterator[str]:
    """What was bought and what became of it; what is not settled comes with the cure."""
    numbers = "number" if statement.bought == 1 else "numbers"
    fates = [f"{statement.refunded} refunded", f"{statement.kept} paid for"]
    if statement.unconfirmed:
        fates.append(f"{statement.unconfirmed} given back without word of a refund")
    yield f"{statement.bought} {numbers} bought: {', '.join(fates)}; {statement.spent} spent"
    yield from (f"written: {path}" for path in statement.written)
    if statement.open:
        yield (
            f"NOT RELEASED: {', '.join(statement.open)}. The watchdog goes on trying for "
            "five minutes; then cancel them in the provider's dashboard."
        )
    if statement.unknown:
        yield (
            f"UNKNOWN: {len(statement.unknown)} purchase(s) without a usable answer "
            f"({', '.join(statement.unknown)}). Compare the balance and the dashboard; "
            "they were not bought again."
        )
    if statement.silent:
        yield (
            f"NOT COUNTED: what {', '.join(statement.silent)} bought last, having died without "
            "a word. The watchdog releases it; compare the balance."
        )
