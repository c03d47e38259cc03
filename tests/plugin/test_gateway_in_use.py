"""The application's own messages, in replay and simulate: what it sent is what arrives."""

from __future__ import annotations

import by_hand
import pytest

from pytest_smsactivate.gateway import correspondence

APPLICATION = """
    class Application:
        '''Sends a code to who signs up, {how}.'''

        def __init__(self, send):
            self.send = send
            self.code = None

        def sign_up(self, phone):
            self.code = "314159"
            {deed}
"""

CONFTEST = """
    from application import Application

    @pytest.fixture
    def app(sms_gateway):
        if sms_gateway.active:
            return Application(sms_gateway.deliver)
        return Application(lambda to, text, sender=None: None)
"""

SIGN_UP = """
    def test_sign_up(app, sms_number, sms_mode):
        app.sign_up(sms_number.e164)
        code = sms_number.wait_for_code(timeout=30)
        assert code == app.code or sms_mode == "record"
"""

PROPER = "self.send(phone, f'Your code is {self.code}')"


@pytest.fixture
def application(suite):
    """A suite with an application that `does` something when one signs up."""

    def that(does, how="properly"):
        indented = does.replace("\n", "\n            ")
        suite.write(APPLICATION.format(deed=indented, how=how), "application.py")

    suite.write(CONFTEST, "conftest.py")
    suite.write(SIGN_UP)
    that(PROPER)
    return that


@pytest.fixture
def recorded(suite, application):
    suite.record(passed=1)


def test_the_code_that_was_sent_is_the_code_that_arrives(suite, recorded):
    suite.replay(passed=1)
    suite.simulate(passed=1)


@pytest.mark.parametrize(
    ("does", "complaint"),
    [
        ("pass", "The application sent no message at all*"),
        (
            "self.send('+33612345678', 'Your code is 314159')",
            "The application sent no message to this number, but to +336•••••678.",
        ),
        ("self.send(phone[:-1], 'Your code is 314159')", "The application sent no message to *"),
        ("self.send(phone, 'We sent you a code')", "1 came in which no code was found: say with *"),
    ],
)
def test_a_broken_application_fails_its_test(suite, recorded, application, does, complaint):
    application(does, how="or rather not")
    for run in (suite.replay, suite.simulate):
        result = run(failed=1)
        result.stdout.fnmatch_lines(f"E *CodeTimeout: No code came to +44*{complaint}*")


@pytest.mark.parametrize(
    "does",
    [
        "self.send(phone, 'Your code is 271828')",
        "self.send(phone, 'Your code is 31415')",
        "self.send(phone, 'Your order 271828 is on its way')",
    ],
)
def test_a_wrong_code_fails_its_test(suite, recorded, application, does):
    application(does)
    suite.replay(failed=1)
    suite.simulate(failed=1)


@pytest.mark.parametrize(
    "does",
    [
        "self.send(phone.replace('+', '00'), 'Your code is 314159')",
        "self.send(f'{phone[:3]} ({phone[3:6]}) {phone[6:9]}-{phone[9:]}', 'Code: 314159')",
        "self.send(phone[1:], 'Your code is 314 159')",
        "self.send(to=phone, text='314159 is your code', sender='Signup')",
        "import threading\nthreading.Timer(0.03, self.send, [phone, 'Code 314159']).start()",
    ],
)
def test_how_the_application_sends_does_not_matter(suite, recorded, application, monkeypatch, does):
    monkeypatch.setattr(correspondence, "PATIENCE", by_hand.PATIENCE)
    application(does)
    suite.replay(passed=1)
    suite.simulate(passed=1)


def test_an_asyncio_task_may_send_later(suite, application, recorded, monkeypatch):
    monkeypatch.setattr(correspondence, "PATIENCE", by_hand.PATIENCE)
    suite.beside("asyncio")
    application(
        "import asyncio\n"
        "async def later():\n"
        "    await asyncio.sleep(0.03)\n"
        "    self.send(phone, 'Your code is 314159')\n"
        "self.task = asyncio.get_running_loop().create_task(later())"
    )
    suite.write("""
        @pytest.mark.asyncio
        async def test_sign_up(app, async_sms_number):
            app.sign_up(async_sms_number.e164)
            assert await async_sms_number.wait_for_code() == app.code
    """)
    suite.replay(passed=1)
    suite.simulate(passed=1)


def test_what_was_sent_arrives_whole(suite, recorded):
    suite.write("""
        def test_sign_up(sms_gateway, sms_number):
            sms_gateway.deliver(sms_number.e164, "Hello! Your code is 12-34", sender="Signup")
            message = sms_number.wait_for_message()
            assert (message.text, message.sender) == ("Hello! Your code is 12-34", "Signup")
            assert message.code == "1234"
            assert abs(message.received_at - sms_gateway.sent[0].sent_at).total_seconds() < 60
            (sent,) = sms_gateway.sent
            assert (sent.to, sent.text, sent.sender) == (
                sms_number.e164, "Hello! Your code is 12-34", "Signup"
            )
            assert repr(sms_gateway) == "<SmsGateway active, 1 sent>"
            assert [m.text for m in sms_number.messages()] == [message.text]
    """)
    suite.replay(passed=1)


def test_in_simulate_the_provider_shows_what_was_sent(suite):
    suite.write("""
        def test_it(sms_gateway, sms_number, sms_simulator):
            sms_gateway.deliver(sms_number.e164, "Hello! Your code is 12-34", sender="Signup")
            assert sms_number.wait_for_code() == "1234"
            sms_gateway.deliver("+33612345678", "to nobody here")
            sms_number.expect_no_message(within=60)
    """)
    suite.simulate(passed=1)


@pytest.mark.parametrize("way", ["replay", "simulate"])
def test_of_two_messages_before_the_first_look_the_last_arrives(suite, recorded, way):
    """As in live mode: this API shows one code at a time."""
    suite.write("""
        from pytest_smsactivate import CodeTimeout

        def test_sign_up(sms_gateway, sms_number):
            sms_gateway.deliver(sms_number.e164, "Your code is 111222")
            sms_gateway.deliver(sms_number.e164, "Your code is 333444")
            assert sms_number.wait_for_code() == "333444"
            with pytest.raises(CodeTimeout):
                sms_number.wait_for_code(timeout=30)
    """)
    getattr(suite, way)(passed=1)


def test_a_resend_replays_with_the_codes_that_were_sent(suite, simulator, monkeypatch, address):
    simulator.sms_after = None
    monkeypatch.setenv("SEND", f"{address}/simulator/sms")
    suite.write("""
        import json, os, urllib.request

        def real_vendor(to, text):
            body = json.dumps({"to": to, "text": text}).encode()
            urllib.request.urlopen(urllib.request.Request(os.environ["SEND"], data=body)).close()

        @pytest.fixture
        def send(sms_gateway):
            return sms_gateway.deliver if sms_gateway.active else real_vendor

        def test_it(send, sms_number):
            for code in ("111222", "333444", "555666"):
                send(sms_number.e164, f"Your code is {code}")
                assert sms_number.wait_for_code() == code
    """)
    suite.record(passed=1)
    suite.replay(passed=1)
    suite.simulate(passed=1)


@pytest.mark.parametrize(
    "ask",
    [
        "def test_sign_up(sms_number, sms_gateway):",
        "@pytest.mark.usefixtures('sms_gateway')\ndef test_sign_up(sms_number):",
        "@pytest.fixture\ndef app(sms_gateway): pass\ndef test_sign_up(sms_number, app):",
        "def test_sign_up(sms_number, request):\n    request.getfixturevalue('sms_gateway')",
        "from pytest_smsactivate import number_fixture\nsms_number = number_fixture()\n"
        "def test_sign_up(sms_number, request):\n    request.getfixturevalue('sms_gateway')",
    ],
    ids=["itself", "usefixtures", "through a fixture", "by name", "by name, beside its own"],
)
def test_the_gateway_is_in_use_however_it_is_asked_for(suite, recorded, ask):
    suite.write(f"""
{ask}
    from pytest_smsactivate import CodeTimeout
    with pytest.raises(CodeTimeout, match="sent no message at all"):
        sms_number.wait_for_code(timeout=30)
""")
    suite.replay(passed=1)


@pytest.mark.parametrize("ask", ["sms_gateway, shared", "shared, request"])
def test_a_shared_number_minds_what_the_running_test_asks_for(suite, ask):
    suite.write(f"""
        from pytest_smsactivate import CodeTimeout, number_fixture

        shared = number_fixture(scope="module")

        def test_without(shared):
            assert shared.country == "gb"

        def test_with({ask}, sms_mode):
            if sms_mode == "record":
                assert shared.wait_for_code()
                return
            gateway = {"sms_gateway" if "gateway" in ask else "request.getfixturevalue('sms_gateway')"}
            with pytest.raises(CodeTimeout, match="sent no message at all"):
                shared.wait_for_code(timeout=30)
            gateway.deliver(shared.e164, "Your code is 271828")
            assert shared.wait_for_code(timeout=30) == "271828"
    """)
    suite.record(passed=2)
    suite.replay(passed=2)


def test_a_test_without_the_gateway_gets_what_was_recorded(suite, recorded):
    suite.write("""
        def test_sign_up(sms_number):
            assert len(sms_number.wait_for_code()) == 6
    """)
    suite.replay(passed=1)
    suite.simulate(passed=1)


@pytest.mark.parametrize("way", ["replay", "simulate"])
def test_silence_is_broken_by_what_the_application_sent(suite, simulator, way):
    """Although no message was recorded where none was expected."""
    simulator.sms_after = None
    suite.write("""
        def test_it(sms_number, sms_gateway):
            sms_number.expect_no_message(within=0.05)
    """)
    suite.record(passed=1)
    suite.write("""
        from pytest_smsactivate import UnexpectedMessage

        def test_it(sms_number, sms_gateway):
            sms_gateway.deliver(sms_number.e164, "Your code is 271828")
            with pytest.raises(UnexpectedMessage) as caught:
                sms_number.expect_no_message(within=0.05)
            assert caught.value.code == "271828"
    """)
    getattr(suite, way)(passed=1)


def test_silence_is_broken_by_a_thread_that_sends_a_little_later(suite, simulator, monkeypatch):
    monkeypatch.setattr(correspondence, "SILENCE_PATIENCE", by_hand.PATIENCE)
    simulator.sms_after = None
    suite.write("""
        def test_it(sms_number, sms_gateway):
            sms_number.expect_no_message(within=0.05)
    """)
    suite.record(passed=1)
    suite.write("""
        import threading
        from pytest_smsactivate import UnexpectedMessage

        def test_it(sms_number, sms_gateway):
            late = threading.Timer(0.02, sms_gateway.deliver, [sms_number.e164, "Code 271828"])
            late.start()
            with pytest.raises(UnexpectedMessage):
                sms_number.expect_no_message(within=0.05)
    """)
    suite.replay(passed=1)


def test_silence_after_a_code_minds_only_what_is_new(suite, recorded):
    suite.write("""
        def test_sign_up(sms_number, sms_gateway):
            sms_gateway.deliver(sms_number.e164, "Your code is 271828")
            assert sms_number.wait_for_code() == "271828"
            sms_number.expect_no_message(within=30)
    """)
    suite.replay(passed=1)
    suite.simulate(passed=1)


def test_a_message_sent_before_the_number_was_bought_is_none_of_its(suite, recorded):
    suite.write("""
        from pytest_smsactivate import CodeTimeout

        def test_sign_up(sms_numbers, sms_gateway):
            number = sms_numbers.buy()
            sms_gateway.deliver(number.e164, "Your code is 271828")
            number.wait_for_code()

        @pytest.mark.parametrize("again", [1])
        def test_again(sms_gateway, again):
            assert len(sms_gateway.sent) == 1
    """)
    suite.replay(passed=2)


@pytest.mark.parametrize("mode", ["live", "record"])
def test_nothing_can_be_delivered_where_the_real_vendor_sends(suite, mode):
    suite.write("""
        from pytest_smsactivate import NotSupported

        def test_it(sms_gateway):
            with pytest.raises(NotSupported, match="vendor sends. Replace the application's"):
                sms_gateway.deliver("+447400123456", "Hello")
            assert sms_gateway.sent == []
    """)
    getattr(suite, mode)(passed=1)


def test_a_look_that_failed_in_the_recording_brought_no_message(suite, simulator):
    simulator.fault("look", status=503)
    suite.write("""
        from pytest_smsactivate import ProviderUnavailable

        def test_it(sms_number, sms_gateway):
            if sms_gateway.active:
                sms_gateway.deliver(sms_number.e164, "Your code is 271828")
            with pytest.raises(ProviderUnavailable):
                sms_number.wait_for_code(timeout=0)
            code = sms_number.wait_for_code()
            assert code == "271828" or not sms_gateway.active
    """)
    suite.record(passed=1)
    suite.replay(passed=1)


def test_two_numbers_get_each_its_own(suite):
    suite.write("""
        def test_it(sms_numbers, sms_gateway):
            alice, bob = sms_numbers.buy(), sms_numbers.buy(country="fr")
            if sms_gateway.active:
                sms_gateway.deliver(bob.e164, "Your code is 222222")
                sms_gateway.deliver(alice.e164, "Your code is 111111")
            codes = alice.wait_for_code(), bob.wait_for_code()
            assert codes == ("111111", "222222") or not sms_gateway.active
    """)
    suite.record(passed=1)
    suite.replay(passed=1)
    suite.simulate(passed=1)
