"""Whether the provider's account, the ledger and what the tests asked for agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.books import Entry

__all__ = ["Evidence", "disagreements"]

SPENT = ("kept", "unconfirmed", "unknown")
"""The states of a lease that count as spent."""


@dataclass(frozen=True)
class Evidence:
    """What one run and its nets have left.

    `sold` has the price of every activation that the provider ever sold, by its id, `spent` is
    what the account was charged, and `open` what is still open in the end. `asked` counts the
    numbers that tests asked for. `before` are the leases after the first net, while a purchase
    without an answer still runs at the provider, and `named` the tests of those that the shell
    tells of then; `after` are the last.
    """

    sold: Mapping[str, Decimal]
    spent: Decimal
    open: Sequence[str]
    asked: int
    before: Sequence[Entry]
    named: Sequence[str]
    after: Sequence[Entry]


def disagreements(evidence: Evidence) -> list[str]:
    """One line for each; none where all is well."""
    return [line for check in CHECKS for line in check(evidence)]


def money(evidence: Evidence) -> Iterator[str]:
    counted = [entry for entry in evidence.after if entry.state in SPENT]
    total = sum((entry.price or Decimal(0) for entry in counted), Decimal(0))
    if total != evidence.spent:
        words = ", ".join(map(str, counted)) or "nothing"
        yield f"the account was charged {evidence.spent}, the ledger has {total} spent: {words}"


def prices(evidence: Evidence) -> Iterator[str]:
    for entry in evidence.after:
        price = evidence.sold.get(entry.activation or "")
        if price is not None and entry.price != price:
            yield f"{entry} was sold for {price}"


def sold_and_entered(evidence: Evidence) -> Iterator[str]:
    """What the provider sold is a lease, or one of the purchases that nobody knows the end of."""
    known = {entry.activation for entry in evidence.before}
    missing = sorted(set(evidence.sold) - known - {entry.activation for entry in evidence.after})
    unknown = sum(entry.state == "unknown" for entry in evidence.before)
    if len(missing) > unknown:
        yield f"sold and in no lease: {', '.join(missing)}; leases that may stand for it: {unknown}"


def entered_and_sold(evidence: Evidence) -> Iterator[str]:
    for entry in evidence.after:
        if entry.activation is not None and entry.activation not in evidence.sold:
            yield f"{entry} was never sold"


def nothing_open(evidence: Evidence) -> Iterator[str]:
    for activation in evidence.open:
        yield f"{activation} is open at the provider"


def nothing_unsettled(evidence: Evidence) -> Iterator[str]:
    for entry in evidence.after:
        if entry.state in ("intended", "open"):
            yield f"{entry} is not settled"


def bought_once(evidence: Evidence) -> Iterator[str]:
    if len(evidence.sold) > evidence.asked:
        yield f"the tests asked for {evidence.asked} numbers, {len(evidence.sold)} were sold"
    if len(evidence.after) > evidence.asked:
        yield f"the tests asked for {evidence.asked} numbers, {len(evidence.after)} were entered"
    counts = Counter(entry.activation for entry in evidence.after if entry.activation)
    for activation, count in counts.items():
        if count > 1:
            yield f"{activation} is entered {count} times"


def reported(evidence: Evidence) -> Iterator[str]:
    """What was not settled could be found by whoever asked."""
    named = Counter(evidence.named)
    for entry in evidence.before:
        if entry.unsettled:
            if not named[entry.test]:
                yield f"{entry} of {entry.test} was not reported"
            named[entry.test] -= 1


CHECKS = (
    money,
    prices,
    sold_and_entered,
    entered_and_sold,
    nothing_open,
    nothing_unsettled,
    bought_once,
    reported,
)
