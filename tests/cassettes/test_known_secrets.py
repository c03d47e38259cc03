from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.cassettes import Secrets

KEY = "sk/live+9f8e?7d"


def document(answered: object, **entry: object) -> bytes:
    request = {"method": "GET", "path": "/api", **entry}
    return msgspec.json.encode(
        {"entries": [{"request": request, "response": {"status": 200, "body": answered}}]}
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"key {KEY} is wrong", "the API key"),
        (KEY.upper(), "the API key"),
        (quote(KEY, safe=""), "the API key"),
        (quote(KEY, safe="").lower(), "the API key"),
        (f"Basic {b64encode(f'user:{KEY}:'.encode()).decode()}", "the API key"),
        (urlsafe_b64encode(f"u:{KEY}".encode()).decode(), "the API key"),
        ("call +79161234567 now", "a phone number"),
        ("%2B79161234567", "a phone number"),
        ("89161234567", "a phone number"),
        ("+7 (916) 123-45-67", "a phone number"),
        ("8916 1234567", "a phone number"),
        ("no. 4002.", "a phone number"),
        ("https://host/ACT_9X2K1P/again", "an activation id"),
        ("order 17 failed", "an activation id"),
        ("the code is 2026", "a code"),
        ("code_2026", "a code"),
        ("G-48 29", "a code"),
    ],
)
def test_a_known_secret_is_found_in_a_text(text: str, kind: str) -> None:
    secrets = Secrets(
        key=KEY,
        numbers=["79161234567", "9161234567", "4002"],
        ids=["act_9x2k1p", "17"],
        codes=["2026", "48 29"],
    )
    assert secrets.found_in(text) == kind


@pytest.mark.parametrize(
    "text", ["", "telegram", "+79127013442", "20261", "a2026b", "170", "400 21", "sk/live"]
)
def test_what_only_resembles_a_secret_is_let_through(text: str) -> None:
    secrets = Secrets(
        key=KEY, numbers=["9161234567", "4002"], ids=["act_9x2k1p", "17"], codes=["2026"]
    )
    assert secrets.found_in(text) is None


def test_a_short_key_is_found_as_a_word_alone() -> None:
    secrets = Secrets(key="test")
    assert secrets.found_in("key test refused") == "the API key"
    assert secrets.leak(document({"latest": "tested"}, path="/tests")) is None


def test_nothing_is_found_where_no_secret_is_known() -> None:
    secrets = Secrets(ids=[" - "], codes=["…"])
    assert secrets.found_in("+79161234567 - …") is None
    assert secrets.leak(document({"any": ["thing", None, 1.5]})) is None


@settings(deadline=None)
@given(
    key=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=9, max_size=40),
    before=st.binary(max_size=5),
    after=st.binary(max_size=5),
)
def test_base64_hides_no_key_wherever_it_begins(key: str, before: bytes, after: bytes) -> None:
    secrets = Secrets(key=key)
    assert secrets.found_in(b64encode(before + key.encode() + after).decode()) == "the API key"


@pytest.mark.parametrize(
    ("content", "leak"),
    [
        (
            document({"a": [{"b": "to +79161234567"}]}),
            "a phone number in entries[0].response.body.a[0].b",
        ),
        (
            document({"+79161234567": "x"}),
            "a phone number in the names in entries[0].response.body",
        ),
        (document({"code": "2026"}), "a code in entries[0].response.body.code"),
        (
            document({"received_at": {"text": "2026"}}),
            "a code in entries[0].response.body.received_at.text",
        ),
        (
            document({"received_at": "9161234567"}),
            "a phone number in entries[0].response.body.received_at",
        ),
        (document({}, path="/api/act_9x2k1p"), "an activation id in entries[0].request.path"),
        (document({}, query={"api_key": KEY}), "the API key in entries[0].request.query.api_key"),
        (document({}, body={"apiKey": KEY}), "the API key in entries[0].request.body.apiKey"),
        (document({"number": 79161234567}), "a phone number in line 1"),
        (b'{\n"test": "test_a[79161234567]",\n"entries": []}', "a phone number in line 2"),
    ],
)
def test_a_leak_is_told_by_kind_and_place_alone(content: bytes, leak: str) -> None:
    secrets = Secrets(
        key=KEY,
        numbers=["9161234567"],
        ids=["act_9x2k1p"],
        codes=["2026"],
        exempt=["received_at", "balance"],
    )
    assert secrets.leak(content) == leak


def test_a_code_is_not_mistaken_for_part_of_a_time_or_an_amount() -> None:
    secrets = Secrets(codes=["2026", "10"], exempt=["received_at", "balance"])
    body = {"received_at": ["2026-10-14T10:00:00Z"], "balance": "10.00", "available": 2026}
    assert secrets.leak(document(body)) is None


def test_secrets_show_no_secret() -> None:
    secrets = Secrets(key=KEY, numbers=["9161234567"], ids=["act_9x2k1p"], codes=["2026"])
    assert repr(secrets) == "<Secrets: 1 numbers, 1 ids, 1 codes>"
