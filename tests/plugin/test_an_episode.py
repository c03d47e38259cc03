"""What no run of pytest brings about by itself: races, and providers of another kind."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.episode import Channel, Episode, PlayMoney
from pytest_smsactivate.errors import BudgetExceeded, ConfigurationError, NotSupported
from pytest_smsactivate.gateway import SmsGateway
from pytest_smsactivate.ledger.books import Books, Caps
from pytest_smsactivate.ledger.purse import RealPurse
from pytest_smsactivate.models import Cancellation
from pytest_smsactivate.modes import Place
from pytest_smsactivate.modes.live import Live
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.settings import Order, Settings
from pytest_smsactivate.simulator import SimulatedProvider


class Direct:
    """Straight to a simulated provider."""

    blocking = False

    def __init__(self, simulator):
        self.simulator = simulator

    def send(self, request, within):
        return self.simulator.handle(request)


@pytest.fixture
def direct():
    return Direct(SimulatedProvider(VirtualClock(), keyless=True))


def settings(**given):
    options = {f"--sms-{name.replace('_', '-')}": value for name, value in given.items()}
    return Settings.resolve(options.get, lambda _: None, {"SMSACTIVATE_API_KEY": "any"})


@pytest.fixture
def place(tmp_path):
    return Place(
        node_id="test_it.py::test_it",
        test="test_it.py::test_it",
        cassette=tmp_path / "test_it.json",
        in_use=lambda: False,
    )


def test_a_thread_that_comes_too_late_buys_nothing(direct):
    clock = VirtualClock()
    episode = Episode(
        "test_it",
        provider=SmsActivateDev(),
        channel=Channel(transport=direct, clock=clock),
        purse=PlayMoney(lambda *_: None, clock=clock, jitter=float),
        timeout=1.0,
        gateway=SmsGateway(active=False),
        in_use=lambda: False,
        jitter=float,
    )
    episode.close()
    with pytest.raises(NotSupported, match=r"the test is over\. Buy while the test runs"):
        episode.buy("telegram", "gb", Order())
    assert direct.simulator.account.bought == 0


class WithoutPrices(SmsActivateDev):
    capabilities = msgspec.structs.replace(SmsActivateDev.capabilities, price=False)


class Awake:
    """A watchdog that need not do anything."""

    def start(self): ...
    def opened(self, activation_id): ...
    def closed(self, activation_id): ...


def test_where_no_price_is_known_the_count_alone_is_capped(direct):
    books = Books(Caps(Decimal("0.01"), max_numbers=1, max_price=Decimal("0.01")))
    purse = RealPurse(books, Awake(), transport=direct, clock=VirtualClock(), jitter=float)

    def buy():
        return purse.buy(
            WithoutPrices(),
            direct,
            "telegram",
            "gb",
            max_price=None,
            opened=lambda activation, released: (activation, released),
        )

    activation, released = buy()
    assert activation.price is None
    released(Cancellation(refunded=True))
    assert books.statement().refunded == 1
    with pytest.raises(BudgetExceeded, match="--sms-max-numbers is 1"):
        buy()


class Other(SmsActivateDev):
    name = "another"


def test_a_real_number_comes_from_the_provider_that_the_key_is_for(place):
    mode = Live(settings(live=True), float, workers=1)
    with pytest.raises(ConfigurationError, match=r"the test asks for another\. Run it alone, with"):
        mode.open(place, Other())
    mode.close()


def test_a_run_outlives_a_purchase_that_is_still_under_way(monkeypatch):
    mode = Live(settings(live=True), float, workers=1)
    dismissed = []
    monkeypatch.setattr(mode.purse.watchdog, "dismiss", lambda: dismissed.append(True))
    purchase = mode.purse.books.reserve(None, None)
    mode.close()
    assert not dismissed
    mode.purse.books.failed(purchase, unknown=None)
    mode.close()
    assert dismissed
