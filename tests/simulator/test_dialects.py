"""Several APIs over one account: which one, the path tells; others join by an entry point."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from random import Random

import pytest

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.models import Response
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider, dialects
from pytest_smsactivate.simulator.dialects import OwnedNumbersDialect, all_dialects

PROVIDERS: tuple[Provider, ...] = (SmsActivateDev(), SmsActivateApp(), HandlerApi())


class Fourth(OwnedNumbersDialect):
    name = "fourth"
    inbox = "/inbox"


@pytest.fixture
def simulator() -> SimulatedProvider:
    return SimulatedProvider(VirtualClock(), keyless=True, rate_limit=None)


def test_all_speak_of_one_account(simulator: SimulatedProvider) -> None:
    for provider in PROVIDERS:
        response = simulator.handle(provider.buy("telegram", "gb"))
        assert isinstance(response, Response)
        provider.read_activation(response, service="telegram", country="gb")
    assert simulator.account.bought == 3
    assert len(simulator.account.open) == 3
    assert all(simulator.speaks(provider.name) for provider in PROVIDERS)
    assert not simulator.speaks("fourth")


def test_an_installed_package_adds_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("fourth", f"{__name__}:Fourth", dialects.GROUP)
    monkeypatch.setattr(dialects, "entry_points", lambda group: [point])
    assert [dialect.name for dialect in all_dialects()][-1] == "fourth"
    assert SimulatedProvider(VirtualClock()).speaks("fourth")


def test_one_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("fourth", "no.such.module:It", dialects.GROUP)
    monkeypatch.setattr(dialects, "entry_points", lambda group: [point])
    with pytest.raises(ConfigurationError, match=r"The dialect 'fourth' .*cannot be loaded.*Mend"):
        SimulatedProvider(VirtualClock())


def test_ids_of_digits_are_never_given_twice() -> None:
    """Of one digit there are nine."""
    simulator = SimulatedProvider(VirtualClock(), keyless=True, random=Random(7))
    market = simulator._market
    ids = set()
    for _ in range(9):
        number = market.new_number("gb")
        assert number is not None
        bought = market.buy(number, "tg", "gb", dialect="handler-api", name=market.digits(1))
        ids.add(bought.id)
    assert ids == set("123456789")


def test_to_a_number_that_was_silenced_no_further_sms_comes_by_itself(
    simulator: SimulatedProvider,
) -> None:
    provider = PROVIDERS[2]
    response = simulator.handle(provider.buy("telegram", "gb"))
    assert isinstance(response, Response)
    bought = provider.read_activation(response, service="telegram", country="gb")
    simulator.silence(bought.number)
    simulator.deliver(bought.number, "Your code is 482910")
    simulator.handle(provider.another(bought.id))
    assert simulator._market.open_one(bought.id).due == []
