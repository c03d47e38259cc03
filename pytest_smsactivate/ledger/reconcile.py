"""Purchases without an answer, found again among what the provider lists as open."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from sqlalchemy import Connection

from pytest_smsactivate.errors import AuthenticationError, LedgerError, SmsActivateError
from pytest_smsactivate.ledger import leases, runs
from pytest_smsactivate.ledger.audit import read_balance
from pytest_smsactivate.ledger.balance import missing, quiet
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.models import Activation, Balance
from pytest_smsactivate.providers.base import Provider
from pytest_smsactivate.statement import ZERO

__all__ = ["reconcile"]

PATIENCE = 5.0
"""Seconds in which the account is to come to rest, and the list to be had."""

PAUSE = 0.2
"""Seconds between two looks at whether the account has come to rest."""


def reconcile(counter: Counter) -> int:
    """How many were found; from then on they are open, and the nets give them back.

    Of one service and country no more are taken than there are purchases without an answer:
    where more are open that this ledger does not hold, some are somebody else's, and nobody
    can tell which. So are they where the balance does not lack what they cost; of an API that
    has none, the list alone decides. Both are read while nothing is on its way, so that no
    purchase of a run that is alive is taken for one. None are found where the account does not
    come to rest, the API lists nothing, or one of the two cannot be had or was never read before.
    """
    ledger, account, clock = counter.ledger, counter.account, counter.clock
    provider = counter.provider
    if not provider.capabilities.activations:
        return 0
    deadline = clock.now() + PATIENCE
    while True:
        with ledger.reading() as connection:
            if not leases.unanswered(connection, account):
                return 0
            mark = quiet(connection, account)
            comparable = runs.currency(connection, account) is not None
        if mark is not None:
            listed = _listed(counter)
            balance = None
            if listed and provider.capabilities.balance:
                if comparable:
                    balance = _balance(counter)
                if balance is None:
                    return 0
            with ledger.writing() as connection:
                if quiet(connection, account) == mark:
                    lacking = None if balance is None else missing(connection, account, balance)
                    return _match(connection, account, provider, listed, lacking)
        if clock.now() + PAUSE > deadline:
            return 0
        clock.sleep(PAUSE)


def _listed(counter: Counter) -> Sequence[Activation]:
    """Nothing where the list cannot be had."""
    provider = counter.provider
    try:
        return counter.ask(provider.activations(), provider.read_activations, PATIENCE)
    except LedgerError:
        raise
    except SmsActivateError:
        return ()


def _balance(counter: Counter) -> Balance | None:
    """None where it cannot be had."""
    try:
        return read_balance(counter, PATIENCE)
    except AuthenticationError:
        return None


def _match(
    connection: Connection,
    account: str,
    provider: Provider,
    listed: Sequence[Activation],
    lacking: Decimal | None,
) -> int:
    """How many fit; `lacking` is what the account lacks, None where nobody can tell."""
    known = leases.activations(connection, account, [each.id for each in listed])
    strangers = [each for each in listed if each.id not in known]
    found = 0
    unanswered = sorted(leases.unanswered(connection, account), key=_kind)
    for (service, country), group in groupby(unanswered, key=_kind):
        waiting = list(group)
        fitting = [each for each in strangers if provider.fits(each, service, country)]
        cost = sum((each.price or ZERO for each in fitting), ZERO)
        if len(fitting) > len(waiting) or not _is_lacking(cost, lacking):
            continue
        lacking = None if lacking is None else lacking - cost
        for lease, activation in zip(waiting, fitting, strict=False):
            leases.opened(connection, lease.id, activation)
            found += 1
    return found


def _is_lacking(cost: Decimal, lacking: Decimal | None) -> bool:
    """Whether the account may have paid that much; a list need not tell prices."""
    return lacking is None or (lacking > 0 and cost <= lacking)


def _kind(lease: leases.Unanswered) -> tuple[str, str]:
    return lease.service, lease.country
