"""Lines for the terminal: what will be spent at most, and what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pytest_smsactivate.providers import Capabilities, provider_named
from pytest_smsactivate.settings import Settings
from pytest_smsactivate.statement import Statement

__all__ = ["Countdown", "capabilities", "header", "summary"]

EVERY = 15.0
"""Seconds between two lines of a countdown where lines cannot be overwritten."""


def header(settings: Settings) -> list[str]:
    """Where numbers come from, when not from cassettes; with the caps when they cost."""
    if settings.mode == "simulate":
        return ["smsactivate: simulate (no key, no credits, no cassettes)"]
    where = (
        f"{settings.provider} at {settings.base_url}" if settings.base_url else settings.provider
    )
    real = f"smsactivate: {settings.mode.upper()}"
    can = capabilities(settings)
    if can.owned:
        lines = [f"{real}, numbers of your own from {where}"]
    else:
        lines = [f"{real}, real numbers from {where}; {_caps(settings, can)}"]
    if settings.webhook is not None:
        lines.append(_webhook(settings))
    if settings.mode == "record":
        lines.append("smsactivate: the cassette of each test that passes is written")
    return lines


def capabilities(settings: Settings) -> Capabilities:
    """What the run's provider can do, and with it what there is to tell."""
    words = dict(settings.provider_words or ())
    return provider_named(settings.provider, words).capabilities


def _caps(settings: Settings, can: Capabilities) -> str:
    if not can.price:
        return f"at most {settings.max_numbers} numbers, whose price its API does not tell"
    caps = f"at most {settings.max_numbers} numbers and {settings.budget} in all"
    return caps if settings.max_price is None else f"{caps}, {settings.max_price} each"


def _webhook(settings: Settings) -> str:
    """What to name to the provider; its path is a secret that the key alone gives."""
    from pytest_smsactivate.cashier.receiver import secret_path

    assert settings.webhook is not None and settings.key is not None, "checked"
    host, port = settings.webhook
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    url = settings.webhook_url or f"http://{place}"
    told = f"smsactivate: webhook {url}{secret_path(settings.key)}"
    if settings.webhook_url is not None:
        return f"{told}, heard at {place}"
    return f"{told} (--sms-webhook-url says how the provider reaches it)"


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
            if self._told is None and terminal.verbosity < 0:
                terminal.line("")  # of what pytest ends its last line with, it knows nothing itself
            terminal.write_line(line)
            self._told = seconds


def summary(
    statement: Statement | None,
    can: Capabilities,
    *,
    written: Sequence[str] = (),
    failure: str = "",
) -> Iterator[str]:
    """What was bought and what became of it; what is not settled comes with the cure.

    Without a `statement` nothing is known, and `failure` tells why. `can` is what the
    provider's API can tell.
    """
    if statement is None:
        yield f"NOT COUNTED: {failure or 'the run was cut short'}"
        yield "`smsactivate leases` shows what is in the ledger."
        return
    yield _bought(statement, can)
    yield from (f"written: {path}" for path in written)
    yield from _unsettled(statement, can)
    if statement.disproved:
        yield (
            f"{statement.disproved} without an answer: "
            "by the balance, not bought or refunded by now"
        )
    if statement.renewals:
        yield (
            f"renewed: {statement.renewals}, which is not counted as spent, since the API tells no "
            "price for it; the provider's dashboard does"
        )
    if statement.inherited:
        yield f"{statement.inherited} of runs that had died given back"
    yield from _differences(statement)


def _differences(statement: Statement) -> Iterator[str]:
    """What the balance has more or less than the ledger says."""
    cure = "If nobody else uses the account, compare with the provider's dashboard."
    if statement.earlier:
        more = "more" if statement.earlier > 0 else "less"
        yield (
            f"BALANCE: {abs(statement.earlier)} {more} than this ledger accounted for when it was "
            "read before, of which nobody has been told. If it was not topped up either, and "
            "nobody else uses the account, compare with the provider's dashboard."
        )
    if statement.unexplained:
        more = "more" if statement.unexplained > 0 else "less"
        yield f"BALANCE: {abs(statement.unexplained)} {more} than this ledger accounts for. {cure}"


def _bought(statement: Statement, can: Capabilities) -> str:
    numbers = f"{statement.bought} {'number' if statement.bought == 1 else 'numbers'}"
    if can.owned:
        return f"{numbers} lent, {statement.refunded} returned"
    fates = [f"{statement.refunded} refunded", f"{statement.kept} paid for"]
    if statement.unconfirmed:
        fates.append(f"{statement.unconfirmed} given back without word of a refund")
    spent = " ".join(filter(None, [str(statement.spent), statement.currency]))
    cost = f"{spent} spent" if can.price else "what they cost, its API does not tell"
    return f"{numbers} bought: {', '.join(fates)}; {cost}"


def _unsettled(statement: Statement, can: Capabilities) -> Iterator[str]:
    for each in statement.open:
        yield _sentences(
            f"NOT RELEASED: {each} by {each.test}.",
            each.why,
            "The watchdog goes on trying for ten minutes; then the next live run does, or "
            "`smsactivate reap`.",
        )
    asks = "`smsactivate reap` asks the balance again, and " if can.balance else ""
    for each in statement.unknown:
        if each.state == "intended":
            yield (
                f"UNDER WAY: {each} for {each.test}. Its purchase had no answer yet when the run "
                "ended, and is not counted above. The watchdog enters what comes of it, and gives "
                "the number back; `smsactivate leases` tells."
            )
        else:
            yield _sentences(
                f"UNKNOWN: {each} for {each.test}.",
                each.why,
                f"It was not bought again, and counts as spent; {asks}the dashboard knows.",
            )


def _sentences(*sentences: str) -> str:
    """On one line; one that is empty is left out."""
    return " ".join(filter(None, sentences))
