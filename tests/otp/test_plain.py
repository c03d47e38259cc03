"""One form for what looks alike, and a folded form in which every place is the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.otp.plain import folded, plain


@pytest.mark.parametrize(
    "digits",
    [
        "٤٨٢٩١٠",
        "۴۸۲۹۱۰",
        "४८२९१०",
        "৪৮২৯১০",
        "๔๘๒๙๑๐",
        "４８２９１０",
        "𝟒𝟖𝟐𝟗𝟏𝟎",
        "④⑧②⑨①⓪",
        "4️⃣8️⃣2️⃣9️⃣1️⃣0️⃣",
    ],
    ids=[
        "arabic",
        "persian",
        "hindi",
        "bengali",
        "thai",
        "full width",
        "mathematical",
        "circled",
        "keycaps",
    ],
)
def test_any_scripts_digits_are_read_in_ascii(digits: str) -> None:
    assert plain(digits) == "482910"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Code 482910", "Code 482910"),
        ("48\u200b29\u200d10\ufeff", "482910"),
        ("\u202a482910\u202c \u2067שלום\u2069\u200f", "482910 שלום"),
        ("soft\u00adhyphen", "softhyphen"),
        ("482\u2013910 \u2212 482\u2010910", "482-910 - 482-910"),
        ("482\u00a0910\u2009code", "482 910 code"),
        ("ＯＴＰ：４８２９１０", "OTP:482910"),
        ("１２，３４", "12、34"),
        ("№482910, nº482910", "No 482910, no 482910"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        (unicodedata.normalize("NFD", "인증번호"), "인증번호"),
        (unicodedata.normalize("NFD", "Mã xác nhận"), "Mã xác nhận"),
    ],
    ids=[
        "ascii",
        "zero width",
        "bidi",
        "soft hyphen",
        "dashes",
        "blanks",
        "full width",
        "a wide comma joins no numbers",
        "letters of a sign join no number",
        "half width",
        "hangul in its sounds",
        "accents apart",
    ],
)
def test_what_looks_alike_is_read_alike(text: str, read: str) -> None:
    assert plain(text) == read


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Your CODE", "your code"),
        ("Código de VERIFICAÇÃO", "codigo de verificacao"),
        ("Đăng nhập", "dang nhap"),
        ("GİRİŞ kodu, KIŞ, kışın", "giris kodu, kis, kisin"),
        ("Łódź", "lodz"),
        ("Straße", "strase"),
        ("КОД подтверждён", "код подтвержден"),
        ("كود التأكيد", "کود التاکید"),
        ("인증번호", "인증번호"),
        ("كود’s", "کود's"),
    ],
)
def test_case_and_accents_and_spellings_are_folded(text: str, form: str) -> None:
    assert folded(text) == form


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_a_place_in_the_folded_text_is_the_place_in_the_plain_one(text: str) -> None:
    assert len(folded(plain(text))) == len(plain(text))


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_a_text_may_hold_any_characters_at_all(text: str) -> None:
    read = plain(text)

    assert not {"\u200b", "\u200f", "\u202a", "\ufeff"} & set(read)
    assert all(letter.isascii() for letter in read if letter.isdecimal())
