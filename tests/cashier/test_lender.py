"""Numbers of one's own are lent to one test at a time, and wait for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from by_hand import FakeClock, Script, answer

from pytest_smsactivate.cashier.lender import PATIENCE, lending
from pytest_smsactivate.errors import ConfigurationError, NoNumbersAvailable
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.ledger import leases, runs
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.listing import entries
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.models import ApiKey, Cancellation, Request
from pytest_smsactivate.providers.owned import OwnedNumbers
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.terms import Caps, Who, Wish

ONE, TWO = "+447400123401", "+447400123402"


class Ours(OwnedNumbers):
    name = "ours"
    listed: Sequence[str] = (ONE, TWO)

    def numbers(self, service: str, country: str) -> Sequence[str]:
        return self.listed if (service, country) == ("login", "gb") else ()


ACCOUNT = Account("ours", "https://inbox.example", ApiKey("sk-kept-by-nobody"))


class Waiting(FakeClock):
    """Does something while somebody sleeps."""

    meanwhile: Callable[[], object] = int

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.meanwhile()


class Library:
    """A ledger, and the lender at it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.clock = Waiting()
        self.provider = Ours()
        self.script = Script(answer(200))
        who = Who("run", "process", 4711, "project", False)
        with ledger.writing() as connection:
            runs.begin(connection, ACCOUNT, who, str(ledger.location))

    @property
    def lender(self) -> Transport:
        return lending(self.provider, self.script, self.ledger, ACCOUNT.id, clock=self.clock)

    def lend(self, country: str = "gb") -> str:
        """Reserved as the desk does it, then asked for."""
        wish = Wish("test_it", "login", country, Decimal(0))
        caps = Caps(Decimal(1), 100)
        with self.ledger.writing() as connection:
            lease = leases.reserve(connection, ACCOUNT.id, "run", "process", wish, caps)
        request = msgspec.structs.replace(self.provider.buy("login", country), lease=lease)
        response = self.lender.send(request, 60.0)
        return self.provider.read_activation(response, service="login", country=country).number

    def give_back(self, number: str) -> None:
        with self.ledger.writing() as connection:
            leases.end(connection, ACCOUNT.id, number, Cancellation(True))

    @property
    def held(self) -> list[str]:
        with self.ledger.reading() as connection:
            found = entries(connection, self.ledger.location.alive, settled=False)
        return sorted(each.activation or "" for each in found if each.state == "open")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    ledger = Ledger.open(Location(f"sqlite:///{tmp_path}/ledger.sqlite3"))
    yield Library(ledger)
    ledger.close()


def test_the_first_that_is_free_is_lent(library: Library) -> None:
    assert [library.lend(), library.lend()] == [ONE, TWO]
    assert library.held == [ONE, TWO]

    library.give_back(ONE)
    assert library.lend() == ONE


def test_a_test_waits_for_a_number_that_another_one_gives_back(library: Library) -> None:
    library.lend()
    library.lend()
    library.clock.meanwhile = lambda: library.give_back(TWO)

    assert library.lend() == TWO
    assert len(library.clock.slept) == 1


def test_it_does_not_wait_for_ever(library: Library) -> None:
    library.lend()
    library.lend()

    with pytest.raises(NoNumbersAvailable, match="of 2 for login in gb none is free") as raised:
        library.lend()
    assert sum(library.clock.slept) == pytest.approx(PATIENCE, abs=0.2)
    assert "run fewer tests at once" in str(raised.value)


def test_where_there_is_none_nobody_waits(library: Library) -> None:
    with pytest.raises(NoNumbersAvailable, match="of 0 for login in de"):
        library.lend("de")
    assert library.clock.slept == []


def test_a_number_that_is_not_in_e164_is_told_before_it_is_lent(library: Library) -> None:
    library.provider.listed = (ONE, "07400123402")

    with pytest.raises(ConfigurationError, match=r"not in E\.164: '0740••••402'"):
        library.lend()
    assert library.held == []


def test_no_two_that_ask_at_once_get_one_number(library: Library) -> None:
    library.provider.listed = [f"+4474001234{place:02}" for place in range(12)]

    with ThreadPoolExecutor(12) as pool:
        lent = list(pool.map(lambda _: library.lend(), range(12)))

    assert sorted(lent) == library.provider.listed == library.held


def test_what_is_given_back_never_leaves(library: Library) -> None:
    number = library.lend()
    response = library.lender.send(library.provider.cancel(number), 30.0)

    assert library.provider.read_cancellation(response).refunded
    assert library.script.sent == []


@pytest.mark.parametrize(
    "request_",
    [
        Request("look", "GET", "/inbox", activation_id=ONE),
        Request("cancel", "POST", "/return"),
        Request("buy", "POST", "/lend"),
    ],
    ids=["a look", "a return of nothing", "a purchase that was not reserved"],
)
def test_all_else_is_asked_as_ever(library: Library, request_: Request) -> None:
    assert library.lender.blocking
    assert library.lender.send(request_, 5.0).status == 200
    assert library.script.sent == [request_]


def test_what_is_bought_is_not_lent(library: Library) -> None:
    provider, script = SmsActivateDev(), Script()

    assert lending(provider, script, library.ledger, ACCOUNT.id, clock=library.clock) is script
