"""What the shell says of leases, and what to do about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pytest_smsactivate.ledger.listing import Entry
from pytest_smsactivate.shell.documents import ReapDocument

__all__ = ["advice", "money", "no_ledger", "reaped", "would_reap"]

CENT = Decimal("0.01")

FATES = {
    "released": "given back and refunded",
    "kept": "over, and paid for: an SMS had come",
    "unconfirmed": "given back, without a word of the refund",
}

WATCHES = {
    "open": "trying to give it back",
    "intended": "waiting for what comes of the purchase",
}


def money(amount: Decimal, currency: str | None) -> str:
    """With two decimals at the least: `12.40 USD`."""
    exponent = amount.as_tuple().exponent
    told = amount.quantize(CENT) if isinstance(exponent, int) and exponent > -2 else amount
    return " ".join(filter(None, [f"{told:f}", currency]))


def no_ledger(place: str) -> str:
    return f"There is no ledger at {place}: no live run has used it yet, so nothing is open in it."


def advice(entries: Sequence[Entry]) -> Iterator[str]:
    """One sentence for each kind of lease among these, the worst first."""
    if any(each.state == "unknown" for each in entries):
        yield (
            "unknown: no answer came to the purchase, so it may have been bought, and counts as "
            "spent. Go by what the balance says of it above, `smsactivate reap` asks that again; "
            "where it says nothing, look into the provider's dashboard."
        )
    if any(each.orphaned and each.state == "open" for each in entries):
        yield (
            "open, owner gone: nobody gives it back by itself. Run `smsactivate reap` now; the "
            "next live run would do it, too."
        )
    if any(each.orphaned and each.state == "intended" for each in entries):
        yield (
            "intended, owner gone: its run died while it bought. Run `smsactivate reap`, which "
            "asks the balance whether it did."
        )
    for state, watches in WATCHES.items():
        if any(each.watched and each.state == state for each in entries):
            yield (
                f"{state}, watchdog at it: its run has ended; its watchdog is still {watches}, for "
                "up to ten minutes. Look again after that: `smsactivate reap` sees to what is left."
            )
    if any(each.held for each in entries):
        yield "open or intended, owner alive: do nothing, its run gives it back by itself."


def would_reap(told: ReapDocument) -> Iterator[str]:
    """For --dry-run."""
    for each in told.left:
        if each.watched:
            yield _left(each, told)
        else:
            yield f"{_fate_to_come(each)}: {each}, {_whose(each)}"
    if all(each.watched for each in told.left):
        yield "Nothing would be given back."
    yield from _not_ours(told)


def reaped(told: ReapDocument) -> Iterator[str]:
    for each in told.released:
        yield f"{FATES[each.state].capitalize()}: {each}, {_whose(each)}"
    for each in told.judged:
        yield f"Settled: {each}, {_whose(each)}. {each.judgement or 'Nothing was bought.'}"
    for each in told.left:
        yield _left(each, told)
    if told.stopped:
        yield "Stopped in order; `smsactivate reap` goes on where this left off."
    elif not (told.released or told.judged or told.left):
        unsure = told.tells_balance and told.balance is None
        yield f"Nothing was left behind{', as far as the ledger knows' if unsure else ''}."
    yield from _not_ours(told)
    yield _balance(told)
    if told.earlier:
        more = "more" if told.earlier > 0 else "less"
        yield (
            f"Before, {abs(told.earlier)} {more} than the ledger accounted for, of which nobody "
            "has been told. If it was not topped up either, and nobody else uses the account, "
            "compare with the provider's dashboard."
        )


def _fate_to_come(entry: Entry) -> str:
    if entry.state == "open":
        return "Would be given back"
    return "The balance would be asked about"


def _whose(entry: Entry) -> str:
    return f"for {entry.test} of {entry.owner.project}"


def _left(entry: Entry, told: ReapDocument) -> str:
    """With what failed, where anything did."""
    what = f"LEFT ({entry.state}): {entry}, {_whose(entry)}."
    return " ".join(filter(None, [what, entry.why, _cure(entry, told)]))


def _cure(entry: Entry, told: ReapDocument) -> str:
    if entry.state == "unknown":
        asks = "; `smsactivate reap` asks the balance again" if told.tells_balance else ""
        return f"The dashboard knows{asks}."
    if entry.watched:
        return (
            f"Its run has ended; its watchdog is still {WATCHES[entry.state]}, for up to ten "
            "minutes. Run `smsactivate reap` after that."
        )
    if entry.not_before is not None:
        return f"Run `smsactivate reap` again after {entry.not_before:%H:%M:%S} UTC."
    return "Run `smsactivate reap` again, or give it back in the dashboard."


def _not_ours(told: ReapDocument) -> Iterator[str]:
    for each in told.held:
        yield f"Left alone, since its run is alive: {each}, {_whose(each)}"
    for each in told.others:
        yield (
            f"Of another key (account {each.account[:8]}), {each.state}: {each}, {_whose(each)}. "
            "Run `smsactivate reap` with that key."
        )


def _balance(told: ReapDocument) -> str:
    if not told.tells_balance:
        return "Its API tells no balance; a purchase without an answer counts as paid a day later."
    if told.balance is None:
        return (
            "The balance could not be compared: the provider gave no usable answer, another "
            "process is just buying or giving back, or this was stopped. `smsactivate reap` tries "
            "again."
        )
    amount = money(told.balance, told.currency)
    if told.unexplained is None:
        return f"Balance: {amount}, read for the first time: there is nothing to compare it with."
    if not told.unexplained:
        return f"Balance: {amount}, as the ledger expects."
    more = "more" if told.unexplained > 0 else "less"
    return (
        f"Balance: {amount}, {abs(told.unexplained)} {more} than the ledger accounts for. "
        "If nobody else uses the account, compare with the provider's dashboard."
    )
