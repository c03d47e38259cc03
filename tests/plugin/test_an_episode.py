"""What no run of pytest brings about by itself: races, and providers of another kind."""

from __future__ import annotations

import pytest

from pytest_smsactivate import episode as episodes
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.episode import Channel, Episode, PlayMoney
from pytest_smsactivate.errors import ConfigurationError, NotSupported
from pytest_smsactivate.gateway import SmsGateway
from pytest_smsactivate.modes import Place
from pytest_smsactivate.modes.live import Live
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.settings import Order, Settings
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.statement import Statement
from pytest_smsactivate.terms import Who


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


@pytest.fixture
def episode(direct):
    return Episode(
        "test_it",
        provider=SmsActivateDev(),
        channel=Channel(transport=direct, clock=VirtualClock()),
        purse=PlayMoney(lambda *_: None),
        timeout=1.0,
        gateway=SmsGateway(active=False),
        in_use=lambda: False,
        jitter=float,
    )


def settings(**given):
    options = {f"--sms-{name.replace('_', '-')}": value for name, value in given.items()}
    return Settings.resolve(options.get, lambda _: None, {"SMSACTIVATE_API_KEY": "any"}.get)


@pytest.fixture
def place(tmp_path):
    return Place(
        node_id="test_it.py::test_it",
        test="test_it.py::test_it",
        cassette=tmp_path / "test_it.json",
        in_use=lambda: False,
    )


def test_a_thread_that_comes_too_late_buys_nothing(direct, episode):
    episode.close()
    with pytest.raises(NotSupported, match=r"the test is over\. Buy while the test runs"):
        episode.buy("telegram", "gb", Order())
    assert direct.simulator.account.bought == 0


class Other(SmsActivateDev):
    name = "another"


def test_a_real_number_comes_from_the_provider_that_the_key_is_for(place):
    mode = Live(settings(live=True), who=Who("run", "process", 1, "project"))
    with pytest.raises(ConfigurationError, match=r"the test asks for another\. Run it alone, with"):
        mode.open(place, Other())
    assert mode.close(lambda left, seconds: None) == Statement()


def test_the_end_of_a_test_does_not_wait_for_ever_for_a_purchase(monkeypatch, episode):
    """The end of the run gives back what it brings."""
    monkeypatch.setattr(episodes, "UNDER_WAY", 0.0)
    with episode._buying:
        episode.close()
    with pytest.raises(NotSupported, match="the test is over"):
        episode.buy("telegram", "gb", Order())
