"""One user's suite, unchanged, with each of our providers in each mode."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pytest_smsactivate.providers import NAMES, provider_named
from pytest_smsactivate.simulator import SimulatedProvider

SUITE = """
    @pytest.mark.sms(service="telegram", country="gb")
    def test_sign_up(sms_number):
        assert sms_number.e164.startswith("+44")
        assert sms_number.country == "gb"
        assert sms_number.service == "telegram"
        assert sms_number.wait_for_code().isdigit()

    @pytest.mark.sms(service="telegram", country="gb")
    def test_nobody_wants_it(sms_numbers):
        number = sms_numbers.buy()
        assert number.cancel() == number.cancel()

    @pytest.mark.asyncio
    @pytest.mark.sms(service="telegram", country="gb")
    async def test_awaited(async_sms_number):
        message = await async_sms_number.wait_for_message()
        assert message.code.isdigit()
        assert message.received_at.tzinfo is not None
        assert len(await async_sms_number.messages()) == 1
"""

KEY = "sk-Zx81-kept-by-nobody"


@pytest.fixture(params=NAMES)
def provider(request: pytest.FixtureRequest, suite) -> str:
    suite.ini(sms_provider=request.param)
    suite.beside("asyncio")
    return str(request.param)


def test_it_passes_live(suite, simulator: SimulatedProvider, provider: str) -> None:
    suite.write(SUITE)
    suite.live(passed=3)
    assert simulator.account.bought == 3
    assert simulator.account.open == []


def test_it_is_recorded_and_replayed(suite, simulator: SimulatedProvider, provider: str) -> None:
    suite.write(SUITE)
    suite.record(passed=3)
    bought = simulator.account.bought
    suite.replay(passed=3)
    assert simulator.account.bought == bought == 3
    for content in suite.cassettes.values():
        assert json.loads(content)["provider"] == provider
        assert KEY not in content


def test_it_passes_in_simulate(suite, provider: str) -> None:
    suite.write(SUITE)
    suite.simulate(passed=3)


ANOTHER = """
    @pytest.mark.sms(service="telegram", country="gb")
    def test_resend(sms_number):
        first = sms_number.wait_for_message()
        sms_number.request_another()
        second = sms_number.wait_for_message()
        assert second.received_at >= first.received_at
        assert len(sms_number.messages()) == 2
        assert second is not first
"""

RENEW = """
    @pytest.mark.sms(service="telegram", country="gb")
    def test_more_time(sms_number):
        sms_number.renew()
        assert sms_number.wait_for_code().isdigit()
"""

EXTRAS = {"request_another": ANOTHER, "renew": RENEW}


@pytest.mark.parametrize("capability", EXTRAS)
def test_what_one_has_more_works_in_every_mode_and_elsewhere_the_error_says_who_has_it(
    suite, provider: str, capability: str
) -> None:
    suite.write(EXTRAS[capability])
    if getattr(provider_named(provider).capabilities, capability):
        suite.simulate(passed=1)
        suite.record(passed=1)
        suite.replay(passed=1)
        return
    able = [name for name in NAMES if getattr(provider_named(name).capabilities, capability)]
    for mode in (suite.simulate, suite.live):
        result = mode(failed=1)
        result.stdout.fnmatch_lines(f"*NotSupported: *{provider} has no such call*{able[0]}*")


def test_the_price_is_what_the_answer_tells(
    suite, simulator: SimulatedProvider, provider: str, requests_to: Callable[[str], int]
) -> None:
    told = provider_named(provider).capabilities.price
    suite.write(
        f"""
        from decimal import Decimal

        @pytest.mark.sms(service="telegram", country="gb")
        def test_it(sms_number):
            assert sms_number.price == {'Decimal("0.07")' if told else None}
            assert (sms_number.activation_id is None) is {provider == "smsactivate-app"}
        """
    )
    suite.record(passed=1)
    suite.replay(passed=1)
    suite.simulate(passed=1)
    assert requests_to("offer") == told


def test_the_marker_names_another_provider_than_the_run(suite) -> None:
    suite.write(
        """
        @pytest.mark.sms(service="telegram", country="gb", provider="handler-api")
        def test_it(sms_number):
            assert sms_number.activation_id.isdigit()

        @pytest.mark.sms(service="telegram", country="gb", provider="smsactivate-dev")
        def test_ours(sms_number):
            assert sms_number.activation_id.startswith("act_")
        """
    )
    suite.simulate(passed=2)
