"""What each fixture gives, in every mode."""

from __future__ import annotations

import pytest

WAY = {
    "replay": (),
    "simulate": ("--sms-simulate",),
    "live": ("--sms-live",),
    "record": ("--sms-live", "--sms-record"),
}


@pytest.mark.parametrize("mode", WAY)
def test_sms_mode_names_the_mode(suite, mode):
    suite.write(f"def test_it(sms_mode): assert sms_mode == {mode!r}")
    suite.run(*WAY[mode], key="any", passed=1)


@pytest.mark.parametrize("mode", WAY)
def test_the_gateway_is_active_where_nothing_real_must_be_sent(suite, mode):
    active = mode in ("replay", "simulate")
    suite.write(f"""
        def test_it(sms_gateway):
            assert sms_gateway.active is {active}
            assert sms_gateway.sent == []
            assert repr(sms_gateway) == "<SmsGateway {"active" if active else "inactive"}, 0 sent>"
    """)
    suite.run(*WAY[mode], key="any", passed=1)


@pytest.mark.parametrize("mode", ["replay", "live", "record"])
def test_the_simulators_controls_are_for_simulate_alone(suite, mode):
    suite.write("def test_it(sms_simulator): pass")
    result = suite.run("-rs", *WAY[mode], key="any", skipped=1)
    result.stdout.fnmatch_lines(["*sms_simulator needs --sms-simulate*"])


def test_a_number_tells_all_that_is_known_of_it(suite):
    suite.write("""
        from datetime import datetime, timedelta, timezone
        from decimal import Decimal

        @pytest.mark.sms(service="whatsapp", country="ru")
        def test_it(sms_number):
            assert sms_number.e164 == str(sms_number) == "+7" + sms_number.national
            assert sms_number.calling_code == "7"
            assert (sms_number.country, sms_number.service) == ("ru", "whatsapp")
            assert sms_number.activation_id.startswith("act_")
            assert sms_number.price == Decimal("0.07")
            left = sms_number.expires_at - datetime.now(timezone.utc)
            assert timedelta(minutes=15) < left < timedelta(minutes=25)
            assert sms_number.e164[4:-3] not in repr(sms_number)
            assert repr(sms_number).endswith("for whatsapp in ru>")
    """)
    suite.simulate(passed=1)
    suite.record(passed=1)
    suite.replay(passed=1)


def test_a_number_has_messages_and_silence_and_can_be_given_back(suite):
    suite.write("""
        from pytest_smsactivate import ActivationEnded, NotSupported

        def test_it(sms_number):
            assert sms_number.messages() == []
            message = sms_number.wait_for_message()
            assert message.code.isdigit()
            assert message.text is message.sender is None
            assert message.received_at < sms_number.expires_at
            assert sms_number.messages() == [message]
            sms_number.expect_no_message(within=5)
            for unknown_to_the_api in (sms_number.request_another, sms_number.renew):
                with pytest.raises(NotSupported):
                    unknown_to_the_api()
            assert sms_number.cancel() is sms_number.cancel()
            with pytest.raises(ActivationEnded):
                sms_number.wait_for_code()
    """)
    suite.simulate(passed=1)


def test_a_pool_buys_what_is_named_and_gives_everything_back(suite, simulator):
    suite.write("""
        def test_it(sms_numbers):
            assert len(sms_numbers) == 0
            alice = sms_numbers.buy()
            bob = sms_numbers.buy(country="fr")
            carol = sms_numbers.buy("google", "ru")
            assert list(sms_numbers) == [alice, bob, carol]
            assert repr(sms_numbers) == "<PhoneNumbers of 3>"
            assert [(n.service, n.country) for n in sms_numbers] == [
                ("telegram", "gb"), ("telegram", "fr"), ("google", "ru")
            ]
            assert len({n.e164 for n in sms_numbers}) == 3
            assert carol.wait_for_code() and alice.wait_for_code() and bob.wait_for_code()
    """)
    suite.simulate(passed=1)
    suite.record(passed=1)
    assert (simulator.account.bought, simulator.account.open) == (3, [])
    suite.replay(passed=1)


def test_the_numbers_of_one_test_share_its_cassette(suite):
    suite.write("""
        def test_it(sms_number, sms_numbers, async_sms_number):
            other = sms_numbers.buy()
            assert len({sms_number.e164, other.e164, async_sms_number.e164}) == 3
            assert other.wait_for_code() and sms_number.wait_for_code()
    """)
    suite.record(passed=1)
    assert list(suite.cassettes) == ["test_it/test_it.json"]
    suite.replay(passed=1)


def test_a_pool_that_outlives_its_test_buys_no_more(suite, simulator):
    suite.write("""
        from pytest_smsactivate import NotSupported

        pools = []

        @pytest.mark.parametrize("first", [True, False])
        def test_first(sms_numbers, first):
            if first:
                sms_numbers.buy()
            pools.append(sms_numbers)

        @pytest.mark.parametrize("pool", [0, 0, 1, 1])
        def test_second(pool):
            with pytest.raises(NotSupported, match="the test is over. Buy while the test runs"):
                pools[pool].buy()
    """)
    suite.simulate(passed=6)
    suite.live(passed=6)
    assert (simulator.account.bought, simulator.account.open) == (1, [])


def test_a_number_is_held_until_the_fixtures_that_use_it_are_torn_down(suite):
    suite.write("""
        @pytest.fixture
        def account(sms_numbers, sms_simulator):
            yield
            assert len(sms_simulator.account.open) == 1

        def test_it(account, sms_numbers):
            sms_numbers.buy()

        def test_after(sms_simulator):
            assert sms_simulator.account.open == []
    """)
    suite.simulate(passed=2)


def test_a_number_can_be_asked_for_by_name(suite):
    suite.write("""
        def test_it(request):
            assert request.getfixturevalue("sms_number").wait_for_code()
    """)
    suite.simulate(passed=1)
    suite.record(passed=1)
    suite.replay(passed=1)


def test_a_pool_may_be_used_from_several_threads(suite, simulator):
    suite.write("""
        from concurrent.futures import ThreadPoolExecutor

        def test_it(sms_numbers):
            with ThreadPoolExecutor(4) as executor:
                bought = list(executor.map(lambda _: sms_numbers.buy(), range(8)))
            assert len({number.e164 for number in bought}) == len(sms_numbers) == 8
    """)
    suite.live(passed=1)
    assert (simulator.account.bought, simulator.account.open) == (8, [])
