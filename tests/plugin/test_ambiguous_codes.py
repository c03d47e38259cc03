"""A message with two equally good codes: the test must say which, unless the API knows."""

from __future__ import annotations

import msgspec

from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

SEND = "sms_gateway.deliver(sms_number.e164, 'Login code: 482910. Transfer code: 773201.')"


def test_a_wait_names_both_codes_and_the_cure(suite):
    suite.write(f"""
        def test_sign_up(sms_number, sms_gateway):
            {SEND}
            sms_number.wait_for_code()
    """)
    result = suite.simulate(failed=1)

    result.stdout.fnmatch_lines(
        "E *CodeAmbiguous: *several possible codes: 482910, 773201. Say which with pattern=*"
    )


def test_a_pattern_says_which(suite):
    suite.write(f"""
        def test_sign_up(sms_number, sms_gateway):
            {SEND}
            assert sms_number.wait_for_code(pattern=r"Transfer code: (\\d+)") == "773201"

        @pytest.mark.sms(pattern=r"Login code: (\\d+)")
        def test_log_in(sms_number, sms_gateway):
            {SEND}
            assert sms_number.wait_for_code() == "482910"
    """)
    suite.simulate(passed=2)


def test_a_code_that_the_api_gives_decides(suite, monkeypatch):
    read_look = SmsActivateDev.read_look

    def with_both(self, response):
        look = read_look(self, response)
        text = "Login code: 482910. Transfer code: 773201."
        shown = [msgspec.structs.replace(m, text=text, code="773201") for m in look.messages]
        return msgspec.structs.replace(look, messages=tuple(shown))

    monkeypatch.setattr(SmsActivateDev, "read_look", with_both)
    suite.write("""
        def test_sign_up(sms_number):
            assert sms_number.wait_for_code() == "773201"
    """)
    suite.live(passed=1)


def test_the_message_can_be_waited_for_again_and_said_more_exactly(suite):
    suite.write(f"""
        from pytest_smsactivate import CodeAmbiguous

        def test_sign_up(sms_number, sms_gateway):
            {SEND}
            with pytest.raises(CodeAmbiguous):
                sms_number.wait_for_code()
            assert sms_number.wait_for_code(pattern=r"Transfer code: (\\d+)") == "773201"
    """)
    suite.simulate(passed=1)
