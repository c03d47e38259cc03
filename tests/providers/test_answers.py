"""What all providers share: bodies into shapes, statuses into errors, headers into seconds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from by_hand import answer
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import (
    ActivationEnded,
    CancelDenied,
    ConfigurationError,
    InvalidResponse,
    RateLimited,
)
from pytest_smsactivate.models import Operation, Response
from pytest_smsactivate.providers import NAMES, provider_named
from pytest_smsactivate.providers.reading import (
    decode,
    e164,
    error_for,
    http_date,
    is_e164,
    is_id,
    one_line,
    resets_in,
    retry_after,
)
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

NOON = 1710417600
AT_NOON = {"date": "Thu, 14 Mar 2024 12:00:00 GMT"}


class Inner(msgspec.Struct):
    amount: int


class Outer(msgspec.Struct):
    cost: Inner


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{}", "cost"),
        (b'{"cost": {}}', "amount"),
        (b'{"cost": {"amount": "1"}}', "cost.amount"),
        (b'{"cost": 1}', "cost"),
        (b"7", None),
    ],
)
def test_the_field_that_does_not_fit_is_named_however_deep(body: bytes, field: str | None) -> None:
    with pytest.raises(InvalidResponse) as raised:
        decode(Response(200, body), Outer, "smsactivate-dev")

    assert raised.value.field == field


def test_a_body_is_told_in_one_short_line() -> None:
    assert one_line(b"  a\r\n\tb \x00 c\xe2\x80\xa8d  ") == "a b � c d"
    assert one_line(b"x" * 200) == "x" * 200
    assert one_line(b"x" * 10_000) == "x" * 200 + "…"


@settings(deadline=None)
@given(st.binary())
def test_any_body_makes_a_printable_line(body: bytes) -> None:
    line = one_line(body)

    assert line.isprintable()
    assert len(line) <= 201


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Thu, 14 Mar 2024 12:00:30 GMT", 30.0),
        ("Thu, 14 Mar 2024 12:00:30 -0000", 30.0),
        ("Thu, 14 Mar 2024 13:00:30 +0100", 30.0),
        ("Thu, 14 Mar 2024 11:59:00 GMT", 0.0),
        ("9" * 1000, 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("1.5", None),
        ("\u0667", None),
        ("Thu, 01 Jan 99999999999 00:00:00 GMT", None),
        ("Thu, 14 Mar 2024 99:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_by_the_providers_clock(
    told: str, seconds: float | None
) -> None:
    assert retry_after(answer(503, {**AT_NOON, "retry-after": told})) == seconds


def test_without_the_providers_clock_ours_is_taken() -> None:
    in_an_hour = int(LiveClock().utc().timestamp()) + 3600
    date = datetime.fromtimestamp(in_an_hour, timezone.utc).strftime("%a, %d %b %Y %H:%M:%S GMT")

    seconds = retry_after(answer(503, {"retry-after": date}))
    assert seconds == pytest.approx(3600, abs=60)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (str(NOON + 40), 40.0),
        (f" {NOON + 40} ", 40.0),
        (str(NOON), 0.0),
        (str(NOON - 10), 0.0),
        (str(NOON + 3600), 60.0),
        ("9" * 12, 60.0),
        ("9" * 13, None),
        ("", None),
        ("soon", None),
        ("1710417640.5", None),
        ("\u0669", None),
    ],
)
def test_the_rate_is_renewed_within_a_minute(told: str, seconds: float | None) -> None:
    assert resets_in(answer(200, {**AT_NOON, "x-ratelimit-reset": told})) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7", "x-ratelimit-reset": str(NOON + 40)}, 7.0),
        ({"retry-after": "0", "x-ratelimit-reset": str(NOON + 40)}, 0.0),
        ({"x-ratelimit-reset": str(NOON + 40)}, 40.0),
        ({}, None),
    ],
)
def test_a_429_is_over_by_retry_after_or_else_when_the_rate_is_renewed(
    headers: dict[str, str], seconds: float | None
) -> None:
    error = error_for(answer(429, {**AT_NOON, **headers}), "look", "smsactivate-dev")

    assert isinstance(error, RateLimited)
    assert error.retry_after == seconds


def test_when_the_rate_is_renewed_says_nothing_of_a_server_that_fails() -> None:
    headers = {**AT_NOON, "x-ratelimit-remaining": "298", "x-ratelimit-reset": str(NOON + 55)}
    error = error_for(answer(500, headers), "cancel", "smsactivate-dev")

    assert getattr(error, "retry_after", "unset") is None


DENIED = b'{"error": "EARLY_CANCEL_DENIED"}'


@pytest.mark.parametrize("status", [302, 400, 403, 404, 409, 410, 422, 425, 429, 500, 503])
@pytest.mark.parametrize(
    "words",
    [
        "EARLY_CANCEL_DENIED",
        "early_cancel_denied",
        "EarlyCancelDenied",
        "Early cancel is not possible",
        "code early-cancel",
        '{"error": "EARLY_CANCEL_DENIED"}',
        '{"title": "EARLY_CANCEL", "details": "wait"}',
    ],
)
def test_an_early_cancel_that_is_denied_is_told_by_the_words_and_not_by_the_status(
    status: int, words: str
) -> None:
    error = error_for(Response(status, words.encode()), "cancel", "smsactivate-dev")

    assert type(error) is CancelDenied
    assert (error.status, error.detail, error.retry_after) == (status, words, None)


@pytest.mark.parametrize("status", [409, 410])
@pytest.mark.parametrize(
    "words", ["", "the activation is cancelled already", "cancelled early", "ACCESS_CANCEL"]
)
def test_other_words_with_that_status_say_that_the_activation_is_over(
    status: int, words: str
) -> None:
    error = error_for(Response(status, words.encode()), "cancel", "smsactivate-dev")

    assert type(error) is ActivationEnded


@pytest.mark.parametrize("operation", ["balance", "offer", "buy", "look"])
def test_only_a_cancel_can_be_denied_so(operation: Operation) -> None:
    assert type(error_for(Response(409, DENIED), operation, "x")) is not CancelDenied


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "60"}, {"error": "EARLY_CANCEL_DENIED"}, 60.0),
        ({"retry-after": "Thu, 14 Mar 2024 12:01:30 GMT"}, {}, 90.0),
        ({"retry-after": "60"}, {"info": {"minActivationTime": 120}}, 60.0),
        ({"retry-after": "0"}, {"info": {"minActivationTime": 120}}, 0.0),
        ({"retry-after": "soon"}, {"info": {"minActivationTime": 120}}, 120.0),
        ({}, {"info": {"minActivationTime": 120}}, 120.0),
        ({}, {"info": {"minActivationTime": 0.5, "more": None}, "title": "x"}, 0.5),
        ({}, {"info": {"minActivationTime": 1e300}}, 86_400.0),
        ({}, {"info": {"minActivationTime": "120"}}, None),
        ({}, {"info": {"minActivationTime": -1}}, None),
        ({}, {"info": {"minActivationTime": True}}, None),
        ({}, {"info": {"minActivationTime": None}}, None),
        ({}, {"info": {"min_activation_time": 120}}, None),
        ({}, {"info": {}}, None),
        ({}, {"info": "120"}, None),
        ({}, {"minActivationTime": 120}, None),
        ({"x-ratelimit-reset": str(NOON + 40)}, {}, None),
    ],
)
def test_a_denial_tells_when_the_window_has_passed(
    headers: dict[str, str], body: dict[str, object], seconds: float | None
) -> None:
    response = answer(409, {**AT_NOON, **headers}, **{"details": "EARLY_CANCEL_DENIED", **body})
    error = error_for(response, "cancel", "smsactivate-dev")

    assert isinstance(error, CancelDenied)
    assert error.retry_after == seconds


@settings(deadline=None)
@given(
    before=st.binary(max_size=20),
    early=st.sampled_from([b"EARLY", b"early", b"Early"]),
    cancel=st.sampled_from([b"CANCEL", b"cancel", b"Cancel"]),
    between=st.sampled_from([b"_", b" ", b"-", b""]),
    after=st.binary(max_size=20),
)
def test_a_denial_is_found_wherever_it_stands(
    before: bytes, early: bytes, cancel: bytes, between: bytes, after: bytes
) -> None:
    response = Response(409, before + early + between + cancel + after)
    error = error_for(response, "cancel", "smsactivate-dev")

    assert isinstance(error, CancelDenied)
    assert error.detail.isprintable()
    assert error.retry_after is None


@pytest.mark.parametrize("off", [-3600, 0, 3600])
def test_a_clock_an_hour_off_changes_no_pause(off: int) -> None:
    theirs = datetime.fromtimestamp(NOON + off, timezone.utc)
    date, later = (
        moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
        for moment in (theirs, theirs + timedelta(seconds=40))
    )
    told = {"date": date, "x-ratelimit-reset": str(NOON + off + 40), "retry-after": later}

    assert resets_in(answer(200, told)) == 40.0
    assert retry_after(answer(503, told)) == 40.0


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = http_date(text)

    assert moment is None or moment.tzinfo is not None


@pytest.mark.parametrize(
    "told",
    [
        "+447400123456",
        "447400123456",
        447400123456,
        "+44 7400 123456",
        "44-7400-123456",
        " +44 7400\u00a0123-456 ",
    ],
)
def test_a_number_is_read_however_its_digits_are_grouped(told: object) -> None:
    assert e164(told) == "+447400123456"


@pytest.mark.parametrize(
    "told",
    [
        "",
        "++447400123456",
        "0447400123456",
        "+44 (0)7400123456",
        "44.7400.123456",
        "123456",
        123456,
        "1" * 16,
        "٤٤٧٤٠٠١٢٣٤٥٦",
        None,
        True,
        4474001234.0,
        [],
        {},
    ],
)
def test_what_is_no_number_is_none(told: object) -> None:
    assert e164(told) == ""


@settings(deadline=None)
@given(st.from_regex(r"\A\+?[1-9]([ -]?[0-9]){6,14}\Z") | st.text() | st.integers())
def test_a_number_that_is_read_has_the_digits_that_were_told(told: str | int) -> None:
    number = e164(told)

    assert number == "" or is_e164(number)
    assert number == "" or number[1:] == "".join(each for each in str(told) if each.isdigit())
    if isinstance(told, str) and number:
        assert e164(number) == number


@pytest.mark.parametrize("text", ["act_9x2k1p", "7", "a.b-c", "a" * 128])
def test_an_id_is_one_whatever_it_is_made_of(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "../7", ".", "a b", "a/b", "é", "7\n", "a" * 129])
def test_what_would_lead_elsewhere_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_providers_are_found_by_name() -> None:
    assert isinstance(provider_named("smsactivate-dev"), SmsActivateDev)
    assert [provider_named(name).name for name in NAMES] == list(NAMES)


@pytest.mark.parametrize("name", ["smsactivate_dev", "SMSActivate-dev", "nothing like it", ""])
def test_an_unknown_provider_is_told_the_nearest_name(name: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        provider_named(name)

    assert str(raised.value) == (
        f"There is no provider {name!r}. Did you mean 'smsactivate-dev'? "
        "Known: smsactivate-dev, smsactivate-app, handler-api."
    )
