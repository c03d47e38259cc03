"""Where a command that asks the provider does so: the account, the ledger, the shared rate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from random import Random

from pytest_smsactivate.cashier.lender import lending
from pytest_smsactivate.cashier.teller import Teller
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.rate import Rate
from pytest_smsactivate.ledger.visit import enter
from pytest_smsactivate.providers import provider_named
from pytest_smsactivate.settings import Settings
from pytest_smsactivate.shell.stop import Stop, StoppableClock, StoppableTransport
from pytest_smsactivate.transports.live import LiveTransport

__all__ = ["account_of", "at_counter"]


def account_of(settings: Settings) -> Account:
    """Whose money it is, by settings that have a key."""
    assert settings.key is not None, "live"
    words = settings.provider_words or ()
    provider = provider_named(settings.provider, dict(words))
    return Account.at(provider, settings.base_url, settings.key, words)


@contextmanager
def at_counter(settings: Settings, stop: Stop | None = None) -> Iterator[Counter]:
    """Open the ledger, or create it, with the account in it; raises `LedgerError`.

    With `stop`, what waits or is to be sent raises `Stopped` as soon as that is asked.
    """
    stop = stop or Stop()
    account = account_of(settings)
    provider = account.speaks()
    clock: LiveClock = StoppableClock(stop)
    with (
        closing(Ledger.open(Location.of(settings.ledger))) as ledger,
        closing(LiveTransport(provider, account.base_url, account.key)) as transport,
    ):
        with ledger.writing() as connection:
            enter(connection, account)
        rate = Rate(ledger, account.id, clock=clock)
        sending = StoppableTransport(transport, stop)
        teller = Teller(provider, sending, rate, clock=clock)
        way = lending(provider, teller, ledger, account.id, clock=clock)
        yield Counter(ledger, account.id, provider, way, clock, Random().random)
