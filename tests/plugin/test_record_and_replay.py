"""From the provider to a cassette, and from the cassette to the same answers."""

from __future__ import annotations

import json
import re

import pytest

from pytest_smsactivate.models import Pace
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

KEY = "sk-Zx81-kept-by-nobody"

SIGN_UP = """
    def test_sign_up(sms_number):
        assert sms_number.e164.startswith("+44")
        assert len(sms_number.wait_for_code()) == 6
"""

RESEND = """
    import os, urllib.request, json

    def send(number, code):
        if "SEND" not in os.environ:
            return
        body = json.dumps({"to": number.e164, "text": f"Your code is {code}"}).encode()
        request = urllib.request.Request(os.environ["SEND"], data=body)
        urllib.request.urlopen(request).close()

    codes = []

    def test_resend(sms_number):
        send(sms_number, 111222)
        first = sms_number.wait_for_code()
        send(sms_number, 333444)
        second = sms_number.wait_for_code()
        codes.extend([first, second])
        assert first != second
        assert len(first) == len(second) == 6
        sms_number.expect_no_message(within=0.05)

    def test_codes():
        if "SEND" in os.environ:
            assert codes == ["111222", "333444"]
"""


def test_a_recorded_test_replays_without_key_and_provider(suite, simulator):
    suite.write(SIGN_UP)
    suite.record(passed=1)
    assert (simulator.account.bought, simulator.account.open) == (1, [])
    assert list(suite.cassettes) == ["test_it/test_sign_up.json"]

    suite.replay(passed=1)
    assert simulator.account.bought == 1


def test_what_is_replayed_is_the_same_each_time(suite):
    suite.write("""
        def test_it(sms_number):
            with open("seen", "a") as seen:
                print(sms_number.e164, sms_number.wait_for_code(), file=seen)
    """)
    suite.record(passed=1)
    suite.replay(passed=1)
    suite.replay(passed=1)
    recorded, first, second = (suite.path / "seen").read_text().splitlines()
    assert first == second
    assert not set(recorded.split()) & set(first.split())


def test_recorded_times_are_told_as_if_it_happened_now(suite):
    suite.write("""
        from datetime import datetime, timedelta, timezone

        def test_it(sms_number):
            now = datetime.now(timezone.utc)
            received_at = sms_number.wait_for_message().received_at
            assert abs(received_at - now) < timedelta(minutes=5)
            assert timedelta(minutes=15) < sms_number.expires_at - now < timedelta(minutes=25)
    """)
    suite.record(passed=1)
    (path,) = suite.path.rglob("cassettes/**/*.json")
    long_ago = re.sub(r"20\d\d-", "2021-", path.read_text())
    path.write_text(long_ago)
    suite.replay(passed=1)


@pytest.mark.parametrize("factor", [0.5, 1, 2, 50])
def test_the_interval_between_looks_may_change(suite, simulator, monkeypatch, requests_to, factor):
    simulator.sms_after = None
    handle = simulator.handle

    def send_after_five_looks(request):
        answer = handle(request)
        if requests_to("look") == 5:
            simulator.deliver(simulator.account.open[0].number, "Your code is 271828")
        return answer

    monkeypatch.setattr(simulator, "handle", send_after_five_looks)
    suite.write(SIGN_UP)
    suite.record(passed=1)
    assert [entry.get("count", 1) for entry in suite.cassette()["entries"]][1] == 5

    monkeypatch.setattr(SmsActivateDev, "pace", Pace(0.02 * factor, 1.0, 0.02 * factor))
    suite.replay(passed=1)


def test_replay_and_simulate_need_no_network(suite):
    suite.beside("socket")
    suite.write(SIGN_UP)
    suite.record(passed=1)
    suite.replay("--disable-socket", passed=1)
    suite.simulate("--disable-socket", passed=1)


def test_a_resend_is_two_waits_and_replays_as_two(suite, simulator, address, monkeypatch):
    simulator.sms_after = None
    suite.write(RESEND)
    with monkeypatch.context() as environment:
        environment.setenv("SEND", f"{address}/simulator/sms")
        suite.record(passed=2)
    suite.replay(passed=2)


def test_a_cassette_holds_nothing_of_the_account_and_the_number(suite, simulator):
    suite.write("""
        def test_it(sms_number, sms_numbers):
            other = sms_numbers.buy(country="ru")
            with open("real", "a") as real:
                for number in (sms_number, other):
                    print(number.e164, number.activation_id, number.wait_for_code(), file=real)
    """)
    suite.record(passed=1)
    (content,) = suite.cassettes.values()
    secrets = (suite.path / "real").read_text().split()
    assert len(secrets) == 6
    codes = secrets[2::3]
    others = [secret for secret in secrets if secret not in codes]
    for secret in (KEY, "Bearer", "authorization", str(simulator.account.balance), *others):
        assert secret.lower() not in content.lower()
        assert secret.lstrip("+")[-8:] not in content
    assert not set(codes) & set(re.split(r"\W", content)), "in a longer number by chance alone"


def test_stand_ins_are_consistent_and_of_the_same_shape(suite):
    suite.write("""
        def test_it(sms_number):
            assert sms_number.wait_for_code() == sms_number.messages()[0].code
    """)
    suite.record(passed=1)
    buy, *looks, cancel = suite.cassette()["entries"]
    bought = buy["response"]["body"]
    assert re.fullmatch(r"\+44\d{10}", bought["number"])
    assert re.fullmatch(r"act_\w{6}", bought["id"])
    for entry in (*looks, cancel):
        assert entry["request"]["path"].endswith(bought["id"])
        assert entry["response"]["body"]["id"] == bought["id"]
    assert len({look["response"]["body"]["code"] for look in looks}) == 1


def test_a_number_has_the_same_stand_in_at_every_recording(suite):
    suite.write(SIGN_UP)
    numbers = set()
    for _ in range(2):
        suite.record(passed=1)
        numbers.add(suite.cassette()["entries"][0]["response"]["body"]["number"])
    assert len(numbers) == 1


@pytest.mark.parametrize(
    "value",
    ["a/b", "a:b", "a\\b", "..", "CON", "ß Ünïcode 📱", "x" * 400, "tab\tand\nline", "[1]", "%20"],
)
def test_parameters_may_hold_any_character(suite, value):
    suite.write(f"""
        @pytest.mark.parametrize("value", [{value!r}])
        def test_it(sms_number, value):
            assert sms_number.wait_for_code()
    """)
    suite.record(passed=1)
    assert len(suite.cassettes) == 1
    suite.replay(passed=1)


def test_names_that_look_alike_have_cassettes_of_their_own(suite):
    suite.write("""
        seen = set()

        @pytest.mark.parametrize("value", ["a/b", "a:b", "A/B", "a-b", "ab ", "ab"])
        class TestIt:
            def test_it(self, sms_number, value):
                seen.add(sms_number.e164)

        class TestOther:
            def test_it(self, sms_number):
                seen.add(sms_number.e164)

        def test_it(sms_number):
            seen.add(sms_number.e164)

        def test_all_differ():
            assert len(seen) == 8
    """)
    suite.record(passed=9)
    names = [name.lower() for name in suite.cassettes]
    assert len(set(names)) == len(names) == 8
    assert all(len(name.rpartition("/")[2].encode()) <= 255 for name in names)
    suite.replay(passed=9)


def test_a_cassette_lies_beside_its_module_or_where_it_is_told(suite, tmp_path):
    suite.write(SIGN_UP, "deep/down/test_it.py")
    suite.record(passed=1)
    assert (suite.path / "deep/down/cassettes/test_it/test_sign_up.json").is_file()

    elsewhere = tmp_path / "elsewhere"
    suite.record(f"--sms-cassettes={elsewhere}", passed=1)
    assert (elsewhere / "deep/down/test_it/test_sign_up.json").is_file()
    suite.replay(f"--sms-cassettes={elsewhere}", passed=1)


def test_a_cassette_serves_wherever_pytest_is_started(suite, monkeypatch):
    suite.write(SIGN_UP, "deep/test_it.py")
    suite.record(passed=1)
    monkeypatch.chdir(suite.path / "deep")
    suite.replay("--rootdir", str(suite.path / "deep"), "-c", "../pytest.ini", passed=1)


def test_a_test_that_buys_nothing_needs_no_cassette(suite, simulator):
    suite.write("def test_it(sms_numbers): assert not list(sms_numbers)")
    suite.record(passed=1)
    assert suite.cassettes == {}
    suite.replay(passed=1)


def test_a_pool_that_was_asked_for_by_name_and_buys_nothing_needs_none_either(suite):
    suite.write("def test_it(request): assert not list(request.getfixturevalue('sms_numbers'))")
    suite.replay(passed=1)


def test_a_purchase_that_a_cap_forbade_leaves_nothing_to_record(suite):
    suite.write("""
        from pytest_smsactivate import BudgetExceeded

        def test_it(sms_numbers):
            with pytest.raises(BudgetExceeded):
                sms_numbers.buy()
    """)
    suite.record("--sms-budget", "0", passed=1)
    assert suite.cassettes == {}


def test_a_test_without_a_cassette_is_told_how_to_record_it(suite):
    suite.write(
        """
        class TestSignUp:
            @pytest.mark.parametrize("how", ["by hand"])
            def test_it(self, sms_number, how): pass
        """
    )
    result = suite.replay(errors=1)
    result.stdout.fnmatch_lines(
        "CassetteNotFound: No cassette has been recorded for this test (cassette "
        "*/cassettes/test_it/*.json)*Record it: pytest "
        "'test_it.py::TestSignUp::test_it[[]by hand]' --sms-live --sms-record"
    )


def test_a_cassette_is_valid_json_in_the_published_format(suite):
    suite.write(SIGN_UP)
    suite.record(passed=1)
    (content,) = suite.cassettes.values()
    assert content.endswith("}\n")
    assert json.loads(content)["format"] == "pytest-smsactivate/1"
    assert json.loads(content)["test"] == "test_it.py::test_sign_up"


def test_a_wait_that_ran_out_is_replayed_as_one(suite, simulator):
    simulator.sms_after = None
    suite.write("""
        from pytest_smsactivate import CodeTimeout

        def test_it(sms_number, sms_mode):
            with pytest.raises(CodeTimeout) as caught:
                sms_number.wait_for_code(timeout=0.1)
            assert caught.value.looks > 2 or sms_mode == "record"
            assert caught.value.waited >= 0.1
    """)
    suite.record(passed=1)
    suite.replay(passed=1)


def test_a_refusal_that_the_test_expects_is_replayed(suite, simulator):
    simulator.stock = 0
    suite.write("""
        from pytest_smsactivate import NoNumbersAvailable

        def test_it(sms_numbers):
            with pytest.raises(NoNumbersAvailable):
                sms_numbers.buy()
    """)
    suite.record(passed=1)
    suite.replay(passed=1)
