"""Whether the provider's account, the ledger and what the tests asked for agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from campaign.books import Entry
from pytest_smsactivate.providers import Capabilities

__all__ = ["Evidence", "disagreements"]

SPENT = ("kept", "unconfirmed", "unknown")
"""The states of a lease that count as spent."""


@dataclass(frozen=True)
class Evidence:
    """What one run and its nets have left.

    `can` is what the provider's API can do. `sold` has the price of every activation that it
    ever sold, by its id, `spent` is what the account was charged, and `open` what is still open
    in the end. `asked` counts the numbers that tests asked for. `before` are the leases after
    the first net, while a purchase without an answer still runs at the provider, and `named` the
    tests of those that the shell tells of then; `after` are the last. `overlooked` are those in
    no lease that a net was shown by the provider's list, and that were open still when it was
    done. `renewed` tells how often more time was asked for each, `cut_off` how many requests may
    have been cut off before they reached the provider. `stranger_released` tells that the number
    of somebody else is not open any more. `baseline` tells that the balance was told before the
    first purchase.
    """

    can: Capabilities
    sold: Mapping[str, Decimal]
    spent: Decimal
    open: Sequence[str]
    asked: int
    before: Sequence[Entry]
    named: Sequence[str]
    after: Sequence[Entry]
    overlooked: Sequence[str] = ()
    renewed: Mapping[str, int] = field(default_factory=dict)
    cut_off: int = 0
    stranger_released: bool = False
    baseline: bool = True


def disagreements(evidence: Evidence) -> list[str]:
    """One line for each; none where all is well."""
    return [line for check in CHECKS for line in check(evidence)]


def money(evidence: Evidence) -> Iterator[str]:
    """To the cent, where the API tells what a number costs.

    What nobody can tell without a balance that was read before counts as spent.
    """
    if not evidence.can.price:
        return
    counted = [entry for entry in evidence.after if entry.state in SPENT]
    total = sum((entry.price or Decimal(0) for entry in counted), Decimal(0))
    untold = [entry for entry in counted if entry.state == "unknown" and not evidence.baseline]
    least = total - sum((entry.price or Decimal(0) for entry in untold), Decimal(0))
    if not least <= evidence.spent <= total:
        words = ", ".join(map(str, counted)) or "nothing"
        yield f"the account was charged {evidence.spent}, the ledger has {total} spent: {words}"


def prices(evidence: Evidence) -> Iterator[str]:
    for entry in evidence.after:
        price = evidence.sold.get(entry.activation or "")
        told = price if evidence.can.price else None
        if price is not None and entry.price != told:
            yield f"{entry} was sold for {price}"


def sold_and_entered(evidence: Evidence) -> Iterator[str]:
    """What the provider sold is a lease, or one of the purchases that nobody knows the end of.

    Where the API lists what is open, there is none of which nobody does in the end. One that was
    over before it was entered is in no list; of that the balance has told.
    """
    known = {entry.activation for entry in evidence.before}
    missing = sorted(set(evidence.sold) - known - {entry.activation for entry in evidence.after})
    lists = evidence.can.activations
    unknown = [entry for entry in evidence.before if entry.state == "unknown" and not lists]
    told = [entry for entry in evidence.before if entry.activation is None and entry.judged]
    fitting = len({entry.id for entry in (*unknown, *told)})
    if len(missing) > fitting:
        yield f"sold and in no lease: {', '.join(missing)}; leases that may stand for it: {fitting}"


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


def found_by_list(evidence: Evidence) -> Iterator[str]:
    """A purchase without an answer that a net could see was given back by it."""
    for activation in evidence.overlooked:
        yield f"{activation} was in no lease and in the provider's list, and was not given back"


def hands_off(evidence: Evidence) -> Iterator[str]:
    """Nobody's numbers are given back but one's own."""
    if evidence.stranger_released:
        yield "a number that somebody else held was given back"


def unknown_for_good(evidence: Evidence) -> Iterator[str]:
    """Where the API has neither balance nor list, nobody can say what became of a purchase."""
    if evidence.can.balance or evidence.can.activations:
        return
    states = {entry.id: entry.state for entry in evidence.after}
    for entry in evidence.before:
        if entry.state == "unknown" and states.get(entry.id) != "unknown":
            yield f"{entry} is {states.get(entry.id)} in the end, which nobody can know"


def renewals(evidence: Evidence) -> Iterator[str]:
    """Each that reached the provider is counted, and no more than may have set out."""
    counts = {entry.activation: entry.renewals for entry in evidence.after}
    surplus = 0
    for activation in evidence.renewed.keys() | counts.keys():
        counted, reached = counts.get(activation, 0), evidence.renewed.get(activation or "", 0)
        surplus += max(counted - reached, 0)
        if counted < reached:
            yield f"{activation} was renewed {reached} times, the ledger has {counted}"
    if surplus > evidence.cut_off:
        yield f"{surplus} renewals more are counted than were sent, {evidence.cut_off} cut off"


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
    found_by_list,
    hands_off,
    unknown_for_good,
    renewals,
    bought_once,
    reported,
)
