"""Reading the balance while nothing is on its way, and judging by it."""

from __future__ import annotations

from decimal import Decimal

from pytest_smsactivate.errors import (
    AuthenticationError,
    InvalidResponse,
    LedgerError,
    SmsActivateError,
)
from pytest_smsactivate.ledger.balance import judge_by, quiet, remember, write_off
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.models import Balance

__all__ = ["PATIENCE", "audit", "read_balance"]

PATIENCE = 10.0
"""Seconds in which the account is to come to rest, and its balance to be read."""

PAUSE = 0.2
"""Seconds between two looks at whether the account has come to rest."""

AGAIN = 0.5
"""Seconds until a balance that made no sense is asked for again."""


def audit(counter: Counter, patience: float = PATIENCE) -> Decimal | None:
    """How much the balance differs from what the ledger expects, its uncertain leases judged.

    None where that cannot be said: at the first reading, where the account does not
    come to rest since other runs use it, where the balance cannot be read or there is none.
    The ledger remembers it until somebody has heard of it.
    """
    ledger, account, clock = counter.ledger, counter.account, counter.clock
    if not counter.provider.capabilities.balance:
        with ledger.writing() as connection:
            write_off(connection, account)
        return None
    deadline = clock.now() + patience
    while True:
        with ledger.reading() as connection:
            mark = quiet(connection, account)
        if mark is not None:
            balance = read_balance(counter, patience)
            if balance is None:
                return None
            with ledger.writing() as connection:
                if quiet(connection, account) == mark:
                    difference = judge_by(connection, account, balance)
                    if difference:
                        remember(connection, account, difference)
                    return difference
        if clock.now() + PAUSE > deadline:
            return None
        clock.sleep(PAUSE)


def read_balance(counter: Counter, patience: float) -> Balance | None:
    """None where it cannot be read; a key that is not accepted is an error all the same.

    An answer that makes no sense is asked for again, as one that does not come.
    """
    provider, clock = counter.provider, counter.clock
    deadline = clock.now() + patience
    while True:
        left = max(deadline - clock.now(), 0.0)
        try:
            return counter.ask(provider.balance(), provider.read_balance, left)
        except (AuthenticationError, LedgerError):
            raise
        except InvalidResponse:
            if clock.now() + AGAIN > deadline:
                return None
        except SmsActivateError:
            return None
        clock.sleep(AGAIN)
