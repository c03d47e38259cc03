"""What a person would type: the code, as it stands in messages of every habit."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.otp import extract_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482910 is your code.\n\n@shop.example #482910", "482910"),
        ("Order 551204, code 773201.\n@shop.example #551204", "551204"),
        (
            "Your verification code is 773201.\n@shop.example #88AB12cd-long_one",
            "88AB12cd-long_one",
        ),
        ("Code 773201 has expired\n@shop.example #773201", "773201"),
        ("Hello\n@shop.example #abc-DEF", "abc-DEF"),
        ("Hello\n  @shop.example #4829 %frame.example\n", "4829"),
        ("Hello\r\n@shop.example #4829\r\n", "4829"),
        ("Hello\n@shop.example:8443 #4829", "4829"),
        ("Hello\n＠shop.example ＃４８２９\u200f", "4829"),
    ],
    ids=[
        "agrees",
        "decides",
        "longer and of any shape",
        "over a word after the code",
        "with a hyphen",
        "a frame and blanks",
        "lines of another habit",
        "a port",
        "full width",
    ],
)
def test_the_line_for_the_browser_is_trusted_first(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("@shop.example #482910\nYour code is 773201", "773201"),
        ("Your code is 773201 @shop.example #482910", "773201"),
        ("Your code is 773201\n@shop.example 482910", "773201"),
        ("Your code is 773201\n@shop.example #", "773201"),
        ("Your code is 773201\n#482910", "773201"),
    ],
    ids=["not the last", "not a line", "no sign", "no code", "no host"],
)
def test_only_a_last_line_as_browsers_read_it_is(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your code is 482910", "482910"),
        ("Your code: 482910.", "482910"),
        ("OTP:482910", "482910"),
        ("OTP482910", "482910"),
        ("code-482910", "482910"),
        ("482910:code", "482910"),
        ("Code (482910)", "482910"),
        ("482910 is your Shop code", "482910"),
        ("CODE 4829 (valid 10 min)", "4829"),
        ("Use OTP 482910 to log in. Ref 773201 order", "482910"),
        ("Your PIN is 4829", "4829"),
        ("Your OTP No. is 482910", "482910"),
        ("Ваш код: 482910", "482910"),
        ("Код №482910", "482910"),
        ("482910 — код подтверждения", "482910"),
        ("Tu código es 482910", "482910"),
        ("Ihr Kode 482910", "482910"),
        ("您的验证码是482910，请勿泄露", "482910"),
        ("482910（登录验证码）", "482910"),
        ("認証コード：482910", "482910"),
        ("인증번호 [482910]", "482910"),
        ("인증번호는 482910입니다", "482910"),
    ],
)
def test_a_code_stands_before_or_after_the_word_for_it(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("482 910", "482910"),
        ("482-910", "482910"),
        ("482\u2013910", "482910"),
        ("482\u00a0910", "482910"),
        ("48 29 10", "482910"),
        ("4829 1077", "48291077"),
        ("4829-1077", "48291077"),
        ("482 9107", "4829107"),
        ("482 910 775", "482910775"),
        ("4 8 2 9", "4829"),
        ("4 8 2 9 1 0", "482910"),
        ("4-8-2-9-1-0", "482910"),
    ],
)
def test_groups_are_joined_as_a_person_would_type_them(written: str, code: str) -> None:
    assert extract_code(f"Your code is {written}.") == code
    assert extract_code(f"{written} is your code") == code


@pytest.mark.parametrize("written", ["48 2910", "4829 10", "1 2 3 4 5 6 7 8 9"])
def test_what_no_code_is_grouped_like_is_not_joined(written: str) -> None:
    assert extract_code(f"Your code is {written}.") != written.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("G-482910 is your Shop verification code.", "482910"),
        ("FB-48291 is your code", "48291"),
        ("Your code: SHOP-4829", "4829"),
        ("G-482910", "482910"),
    ],
)
def test_the_senders_prefix_is_not_part_of_the_code(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    "code", ["A1B2C3", "a1b2c3", "7F3K9", "48x29", "abc4829", "A7K-93P", "AB-12CD", "1A2B3C4D5E6F"]
)
def test_letters_and_their_case_are_kept(code: str) -> None:
    assert extract_code(f"Your code is {code}.") == code
    assert extract_code(f"Ваш код: {code}") == code


@pytest.mark.parametrize(
    "digits",
    ["٤٨٢٩١٠", "۴۸۲۹۱۰", "४८२९१०", "৪৮২৯১০", "๔๘๒๙๑๐", "４８２９１０", "\u200f٤٨٢٩١٠\u200f"],
)
def test_digits_of_any_script_are_typed_in_ascii(digits: str) -> None:
    assert extract_code(f"code: {digits}") == "482910"


@pytest.mark.parametrize(
    "text",
    [
        "Your c\u200bode is 482\u200b910",
        "Your code is \u202a482910\u202c",
        "Your code is \ufeff482\u2060910",
        "Ｙｏｕｒ ｃｏｄｅ ｉｓ ４８２９１０",
        "Your code is 4️⃣8️⃣2️⃣9️⃣1️⃣0️⃣",
        "קוד האימות:\u200f \u2066482910\u2069",
        unicodedata.normalize("NFD", "인증번호 [482910]"),
        unicodedata.normalize("NFD", "Mã xác nhận của bạn là 482910"),
        "VOTRE CODE DE VÉRIFICATION EST 482910",
        "Votre code de verification est 482910",
        "ＴＷＯ words: 验证码：４８２９１０",
    ],
    ids=[
        "zero width",
        "bidi",
        "no-break",
        "full width",
        "keycaps",
        "hebrew with marks",
        "hangul in its sounds",
        "accents apart",
        "capitals",
        "without accents",
        "two scripts",
    ],
)
def test_however_it_is_encoded_the_message_is_the_same(text: str) -> None:
    assert extract_code(text) == "482910"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "Welcome to the shop!",
        "Your code is on its way",
        "Never tell anyone your code. We will not ask for it.",
        "Your parcel 551204 will be delivered today",
        "Your parcel is at the shop, pickup code 551204",
        "Order 551204 and order 773201 were sent",
        "Your code expires at 12:30",
        "Your code expires on 14-03-2024",
        "Your code is 100% free",
        "Total: 48,29 EUR",
        "Your balance is 4829.50. Available: 7732.10",
        "You paid $4829",
        "Up to $5000 with no code",
        "Call +4915112345678",
        "See https://shop.example/4829",
        "Your code comes by mail to the address that you gave when you signed up, 551204",
        "Save 50% now, 2024-03-14",
        "Use promo code SAVE20 at checkout",
        "Your discount code: 482910",
        "The offer ends on 14-03-2024",
        "The sale starts at 12:3000",
        "Postal code 10115 Berlin",
        "Claim code 551204",
        "Ваш код приз4829",
        "Ваш промокод 4829",
        "您的取件码是4829",
        "A code too long: 4829107755123",
        "A code too short: 482",
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


@pytest.mark.parametrize(
    "pattern", ["(", "[a", "*", "a{99999999999999999999}", "(" * 100_000, 6, b"x"]
)
def test_a_pattern_that_is_none_is_told_in_one_line(pattern: Any) -> None:
    with pytest.raises(ConfigurationError) as raised:
        extract_code("Your code is 482910", pattern=pattern)

    assert "is not a regular expression" in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert str(raised.value).endswith("Correct pattern= in the call or the sms marker.")
