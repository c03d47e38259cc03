from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.otp import extract_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482910 is your code.\n\n@shop.example #482910", "482910"),
        ("Order 551204, code 773201.\n@shop.example #551204", "551204"),
        ("Hello\n@shop.example #abc-DEF", "abc-DEF"),
        ("Hello\n  @shop.example #4829 %frame.example\n", "4829"),
        ("@shop.example #482910\nYour code is 773201", "773201"),
    ],
    ids=["agrees", "decides", "any shape", "frame and blanks", "only the last line"],
)
def test_the_line_for_the_browser_is_trusted_first(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your code is 482910", "482910"),
        ("Your code: 482910.", "482910"),
        ("OTP:482910", "482910"),
        ("482910:code", "482910"),
        ("Code (482910)", "482910"),
        ("482910 is your Shop code", "482910"),
        ("CODE 4829 (valid 10 min)", "4829"),
        ("Use OTP 482910 to log in. Ref 773201 order", "482910"),
        ("Your PIN is 4829", "4829"),
        ("Ваш код: 482910", "482910"),
        ("482910 — код подтверждения", "482910"),
        ("Tu código es 482910", "482910"),
        ("Ihr Kode 482910", "482910"),
        ("您的验证码是482910，请勿泄露", "482910"),
        ("認証コード：482910", "482910"),
        ("인증번호 [482910]", "482910"),
        ("인증번호는 482910입니다", "482910"),
        ("Your code is A1B2C3", "A1B2C3"),
    ],
)
def test_a_code_stands_before_or_after_the_word_for_it(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your code is 482 910", "482910"),
        ("Your code is 482-910", "482910"),
        ("Your code is 48 29 10", "482910"),
        ("Your code is 4829-1077", "48291077"),
        ("Your code is 482\u200b910", "482910"),
        ("Your code is 482\u00a0910", "482910"),
    ],
)
def test_groups_are_joined_as_a_person_would_type_them(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("G-482910 is your Google verification code.", "482910"),
        ("FB-48291 is your code", "48291"),
    ],
)
def test_the_senders_prefix_is_not_part_of_the_code(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    "digits", ["٤٨٢٩١٠", "۴۸۲۹۱۰", "४८२९१०", "৪৮২৯১০", "４８２９１０", "\u200f٤٨٢٩١٠\u200f"]
)
def test_digits_of_any_script_are_typed_in_ascii(digits: str) -> None:
    assert extract_code(f"code: {digits}") == "482910"


def test_a_lone_candidate_needs_no_word() -> None:
    assert extract_code("482910") == "482910"
    assert extract_code("Shop: 482910") == "482910"
    assert extract_code("482910 ... once more: 482910") == "482910"


def test_the_nearest_to_the_word_is_the_code() -> None:
    assert extract_code("Account 551204: your code is 773201") == "773201"
    assert extract_code("773201 is the code for your account 551204") == "773201"
    assert extract_code("code 773201, and once more the code: 773201; ref 551204") == "773201"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "Welcome to the shop!",
        "Your code is on its way",
        "Order 551204 and order 773201 were sent",
        "551204 code 773201",
        "Your code expires at 12:30",
        "Total: 48,29 EUR",
        "You paid $4829",
        "Call +4915112345678",
        "See https://shop.example/4829",
        "Your code comes by mail to the address that you gave when you signed up, 551204",
        "Save 50% now, 2024-03-14",
        "The offer ends on 14-03-2024",
        "The sale starts at 12:3000",
        "Your code is abc4829",
        "Ваш код приз4829",
    ],
)
def test_where_no_code_stands_out_none_is_invented(text: str) -> None:
    assert extract_code(text) is None


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r"order (\d+)", "551204"),
        (r"(?:order )(\d+)", "551204"),
        (r"(?P<code>\d{6})\.$", "773201"),
        (r"\d{6}", "551204"),
        (r"\d{7}", None),
        (r"(x)?order", None),
    ],
)
def test_a_pattern_has_the_only_word(pattern: str, code: str | None) -> None:
    text = "Your order 551204, your code 773201."

    assert extract_code(text, pattern=pattern) == code


def test_a_pattern_sees_the_text_as_it_came() -> None:
    assert extract_code("code: 482-910", pattern=r"[\d-]{7}") == "482-910"


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "a{99999999999999999999}", "(" * 100_000])
def test_a_pattern_that_is_none_is_told_in_one_line(pattern: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        extract_code("Your code is 482910", pattern=pattern)

    assert "is not a regular expression" in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert str(raised.value).endswith("Correct pattern= in the call or the sms marker.")


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
@example("\ud800 code 4829\udfff")
@example("code " * 1000 + "4829 " * 100)
@example("@a #" + "1" * 10_000)
@example("A" * 10_000 + "1")
def test_any_text_has_a_code_or_none(text: str) -> None:
    code = extract_code(text)

    assert code is None or (code and not any(letter.isspace() for letter in code))


@settings(deadline=None)
@given(st.from_regex(r"\A[0-9]{4,8}\Z"))
def test_a_code_in_a_plain_sentence_is_found(code: str) -> None:
    assert extract_code(f"Your code is {code}.") == code
    assert extract_code(f"{code} is your code") == code
