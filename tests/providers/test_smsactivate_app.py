"""The API of sms-activate.app, as its document shows it and as it may turn out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from by_hand import answer
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    AuthenticationError,
    CancelDenied,
    ConfigurationError,
    InsufficientBalance,
    InvalidResponse,
    NoNumbersAvailable,
    NotSupported,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
    RequestRejected,
    SmsActivateError,
)
from pytest_smsactivate.models import (
    UNTOLD,
    Activation,
    Cancellation,
    Look,
    Message,
    RateLimit,
    Request,
    Response,
)
from pytest_smsactivate.providers.smsactivate_app import SYNONYMS, SmsActivateApp

PROVIDER = SmsActivateApp()
NUMBER = "+1234567890"
NOON = datetime(2024, 3, 14, 12, 0, 0, tzinfo=timezone.utc)


def activation(response: Response) -> Activation:
    return PROVIDER.read_activation(response, service="whatsapp", country="us")


def look(*messages: object, **other: object) -> Look:
    return PROVIDER.read_look(answer(status="success", messages=messages, **other))


def only(**message: object) -> Message:
    (read,) = look(message).messages
    return read


READERS: dict[str, Callable[[Response], object]] = {
    "login": PROVIDER.read_login,
    "buy": activation,
    "look": PROVIDER.read_look,
    "cancel": PROVIDER.read_cancellation,
    "renew": PROVIDER.read_renewal,
}


@pytest.mark.parametrize(
    ("request_", "method", "path"),
    [
        (PROVIDER.login("k"), "POST", "/api/auth"),
        (PROVIDER.buy("whatsapp", "us"), "GET", "/api/allocate_number"),
        (PROVIDER.look(NUMBER), "GET", "/api/fetch_messages"),
        (PROVIDER.cancel(NUMBER), "POST", "/api/manage_number"),
        (PROVIDER.renew(NUMBER), "POST", "/api/manage_number"),
    ],
)
def test_each_call_has_its_documented_address(request_: Request, method: str, path: str) -> None:
    assert (request_.method, request_.path) == (method, path)
    assert request_.headers == ()


def test_service_and_country_go_where_the_document_has_them() -> None:
    bought = PROVIDER.buy("WhatsApp", "us")

    assert bought.query == (("country", "US"), ("service", "WhatsApp"))
    assert bought.body is None


def test_the_number_is_the_identity() -> None:
    asked = [PROVIDER.look(NUMBER), PROVIDER.cancel(NUMBER), PROVIDER.renew(NUMBER)]

    assert [request.activation_id for request in asked] == [NUMBER] * 3
    assert asked[0].query == (("number", NUMBER),)
    assert asked[1].body == {"number": NUMBER, "action": "release"}
    assert asked[2].body == {"number": NUMBER, "action": "renew"}


def test_the_key_is_in_the_login_which_takes_no_token() -> None:
    login = PROVIDER.login("sk-123")

    assert login.operation == "login"
    assert login.body == {"apiKey": "sk-123"}
    assert PROVIDER.authorized(login, "sk-123", "t") == login


def test_the_token_is_a_bearers_and_the_key_stays_out() -> None:
    authorized = PROVIDER.authorized(PROVIDER.look(NUMBER), "sk-123", "t-456")

    assert authorized.headers == (("authorization", "Bearer t-456"),)
    assert authorized.body is None


def test_a_purchase_has_the_key_in_its_body_as_well_once_it_is_authorized() -> None:
    plain = PROVIDER.buy("whatsapp", "us")
    authorized = PROVIDER.authorized(plain, "sk-123", "t-456")

    assert authorized.body == {"apiKey": "sk-123"}
    assert authorized.headers == (("authorization", "Bearer t-456"),)
    assert plain.body is None


def test_without_a_token_no_header_is_made_of_the_key() -> None:
    assert PROVIDER.authorized(PROVIDER.look(NUMBER), "sk-123").headers == ()


def test_it_tells_what_the_api_can_do() -> None:
    can = msgspec.structs.asdict(PROVIDER.capabilities)

    assert {name for name, has in can.items() if has} == {"message_text", "renew", "webhook"}


@pytest.mark.parametrize(
    "ask", [PROVIDER.balance, lambda: PROVIDER.offer("whatsapp", "us"), PROVIDER.activations]
)
def test_what_the_api_has_not_is_said_so(ask: Callable[[], object]) -> None:
    with pytest.raises(NotSupported):
        ask()


def test_every_field_it_reads_is_classified_for_cassettes_but_the_token() -> None:
    read = {PROVIDER.word(name) for name in PROVIDER.words}
    read |= {each for names in SYNONYMS.values() for each in names}
    unclassified = read - set(PROVIDER.fields)

    assert unclassified == {"apiKey", "token", "access_token", "messages", "release", "renew"}


def test_another_name_for_a_field_is_sent_read_and_classified() -> None:
    provider = SmsActivateApp(
        {"key": "api_key", "number": "phone", "text": "sms", "release": "free", "token": "jwt"}
    )
    read = provider.read_look(answer(messages=[{"sms": "Your code is 1"}]))

    assert provider.login("k").body == {"api_key": "k"}
    assert provider.authorized(provider.buy("a", "us"), "k", "t").body == {"api_key": "k"}
    assert provider.look(NUMBER).query == (("phone", NUMBER),)
    assert provider.cancel(NUMBER).body == {"phone": NUMBER, "action": "free"}
    assert read.messages == (Message(UNTOLD, text="Your code is 1"),)
    assert provider.read_login(answer(jwt="t")).value == "t"
    assert (provider.fields["phone"], provider.fields["sms"]) == ("phone", "text")
    assert provider.fields["number"] == "phone"
    assert "jwt" not in provider.fields
    assert "sms" not in PROVIDER.fields


def test_a_name_for_what_there_is_not_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="telephone"):
        SmsActivateApp({"telephone": "phone"})


@pytest.mark.parametrize("name", ["token", "access_token"])
def test_a_token_is_read_under_either_name(name: str) -> None:
    token = PROVIDER.read_login(answer(**{name: "t-456", "expires_in": 3600}))

    assert (str(token.value), token.lasts) == ("t-456", 3600.0)
    assert "t-456" not in repr(token)


@pytest.mark.parametrize(
    ("told", "lasts"),
    [
        ("null", None),
        ("0.5", 0.5),
        (f"{10**9}", 86_400.0),
        (f"{10**400}", 86_400.0),
        ('"3600"', 3600.0),
        (f'"{10**400}"', 86_400.0),
        ('"soon"', None),
        ('"-5"', None),
        ('""', None),
        ('"0"', None),
        ("0", None),
        ("-1", None),
        ("true", None),
        ("[3600]", None),
        ("{}", None),
    ],
)
def test_how_long_a_token_lasts_is_told_or_not(told: str, lasts: float | None) -> None:
    body = f'{{"token": "t", "expires_in": {told}}}'

    assert PROVIDER.read_login(Response(200, body.encode())).lasts == lasts


@pytest.mark.parametrize(
    "response",
    [
        Response(200, b'{"token": "t-456", "expires_in": "'),
        Response(200, b'"t-456"'),
        Response(200, b"t-456"),
        Response(200, b'{"token": "t-456\\n"}'),
        Response(200, b'{"jwt": "t-456"}'),
        answer(token=["t-456"]),
        answer(token="t-456", status="error", message="t-456 has no balance"),
        answer(401, token="t-456"),
        answer(429, token="t-456"),
        answer(500, token="t-456"),
        Response(302, b"t-456"),
    ],
)
def test_no_error_of_a_login_quotes_what_may_be_a_token(response: Response) -> None:
    with pytest.raises(ProviderError) as raised:
        PROVIDER.read_login(response)

    assert "t-456" not in str(raised.value)
    assert "t-456" not in raised.value.detail


def test_a_purchase_is_read_as_documented() -> None:
    response = Response(200, b'{"status": "success", "number": "+1234567890", "country": "US"}')

    assert activation(response) == Activation(NUMBER, NUMBER, "whatsapp", "us")


@pytest.mark.parametrize("told", [NUMBER, NUMBER[1:], 1234567890, "+1 234 567-890", "1-234567890"])
def test_a_number_is_its_own_id_however_it_is_written(told: object) -> None:
    assert activation(answer(number=told)) == Activation(NUMBER, NUMBER, "whatsapp", "us")


@pytest.mark.parametrize(
    ("told", "identity"),
    [
        ("++1234567890", NUMBER),
        ("(1) 234.567.890", NUMBER),
        ("tel:+1234567890", NUMBER),
        ("0123456789", "+0123456789"),
        ("0123456", "+0123456"),
        ("012345678901234", "+012345678901234"),
        ("012345", None),
        ("0123456789012345", None),
        ("١٢٣٤٥٦٧٨٩٠", None),
        ("the number", None),
        (123456, None),
        (None, None),
    ],
)
def test_a_number_that_is_misshapen_can_be_released_by_its_digits(
    told: object, identity: str | None
) -> None:
    with pytest.raises(InvalidResponse) as raised:
        activation(answer(number=told))

    assert raised.value.field == "number"
    assert raised.value.activation_id == identity


@pytest.mark.parametrize("status", [200, 201, 202, 206, 299])
def test_any_2xx_is_a_success(status: int) -> None:
    assert activation(answer(status, status="success", number=NUMBER)).number == NUMBER


def test_a_message_is_read_whole() -> None:
    read = only(**{"text": "Your code is 123", "from": "Acme", "received_at": NOON})

    assert read == Message(NOON, text="Your code is 123", sender="Acme")


@pytest.mark.parametrize(
    ("house", "given"), [(house, each) for house in SYNONYMS for each in SYNONYMS[house]]
)
def test_synonyms_are_read(house: str, given: str) -> None:
    if house == "token":
        assert PROVIDER.read_login(answer(**{given: "t"})).value == "t"
        return
    fields: dict[str, object] = {"text": "Hello", "from": "Acme", "received_at": NOON}
    value = fields.pop(PROVIDER.word(house))

    assert only(**fields, **{given: value}) == Message(NOON, text="Hello", sender="Acme")


def test_the_documented_name_goes_before_a_synonym_unless_it_is_null() -> None:
    assert only(text="a", message="b").text == "a"
    assert only(text=None, message="b").text == "b"


@pytest.mark.parametrize(
    ("told", "code"), [({"code": "0123"}, "0123"), ({"code": ""}, None), ({"code": None}, None)]
)
def test_a_code_is_taken_where_one_is_told(told: dict[str, object], code: str | None) -> None:
    assert only(text="Hello", **told) == Message(UNTOLD, code=code, text="Hello")


def test_a_code_without_a_text_is_a_message() -> None:
    assert only(code="0123") == Message(UNTOLD, code="0123")


@pytest.mark.parametrize(
    "told",
    [
        "2024-03-14T12:00:00Z",
        "2024-03-14T15:00:00+03:00",
        "2024-03-14 12:00:00.000Z",
        1710417600,
        1710417600.0,
        1710417600000,
        "1710417600",
        "1710417600000",
    ],
)
def test_a_time_is_read_in_all_its_forms(told: object) -> None:
    read = only(text="Hello", received_at=told).received_at

    assert read == NOON
    assert read.tzinfo is timezone.utc


@pytest.mark.parametrize(
    "told",
    [
        None,
        "",
        "yesterday",
        "2024-03-14",
        "2024-03-14T12:00:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "9" * 400,
        "٤٨",
        0,
        -1,
        1e300,
        2**63,
    ],
)
def test_a_time_that_cannot_be_read_is_untold(told: object) -> None:
    assert only(text="Hello", received_at=told).received_at == UNTOLD


def test_a_number_beyond_all_times_is_untold() -> None:
    body = b'{"messages": [{"text": "Hello", "received_at": 1' + b"0" * 400 + b"}]}"

    assert PROVIDER.read_look(Response(200, body)).messages == (Message(UNTOLD, text="Hello"),)


@settings(deadline=None)
@given(st.datetimes(timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=-9))])))
def test_every_time_with_a_zone_is_the_same_moment_in_utc(moment: datetime) -> None:
    assume(1 < moment.year < 9999)

    assert only(text="Hello", received_at=moment).received_at == moment


@settings(deadline=None)
@given(st.integers(1, 99_999_999_999))
def test_seconds_and_milliseconds_are_told_apart(seconds: int) -> None:
    then = UNTOLD + timedelta(seconds=seconds)

    assert only(text="Hello", received_at=seconds).received_at == then
    if seconds >= 100_000_000:
        assert only(text="Hello", received_at=seconds * 1000).received_at == then


def at(minute: int | None, text: str) -> dict[str, object]:
    return {"text": text} | (
        {} if minute is None else {"received_at": NOON + timedelta(minutes=minute)}
    )


def test_messages_come_in_order_of_arrival() -> None:
    read = look(at(3, "c"), at(1, "a"), at(2, "b"), at(2, "b too"))

    assert [message.text for message in read.messages] == ["a", "b", "b too", "c"]


def test_messages_without_a_time_keep_their_places() -> None:
    assert [m.text for m in look(at(None, "z"), at(None, "a")).messages] == ["z", "a"]
    mixed = look(at(3, "c"), at(None, "x"), at(1, "a"))
    assert [m.text for m in mixed.messages] == ["a", "x", "c"]


def test_the_same_message_is_told_once() -> None:
    read = look(at(1, "a"), at(None, "x"), at(1, "a"), at(2, "a"), at(None, "x"))

    assert [message.text for message in read.messages] == ["a", "x", "a"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.none() | st.integers(0, 5), st.sampled_from("abc"))))
def test_no_message_is_lost_or_doubled(told: list[tuple[int | None, str]]) -> None:
    read = look(*(at(*each) for each in told)).messages
    minutes = [m.received_at for m in read if m.received_at != UNTOLD]

    assert len(read) == len(set(read)) == len(set(told))
    assert minutes == sorted(minutes)


@pytest.mark.parametrize("body", [b'{"messages": []}', b'{"messages": null}'])
def test_a_number_that_waits_has_no_message(body: bytes) -> None:
    assert PROVIDER.read_look(Response(200, body)) == Look("waiting")


def test_the_state_is_what_is_known_where_the_status_only_tells_of_success() -> None:
    assert look().status == "waiting"
    assert look({"text": "Hello"}).status == "received"
    assert PROVIDER.read_look(answer(status="Pending", messages=[])) == Look("pending")


@pytest.mark.parametrize("status", ["released", "expired", "cancelled", "Banned"])
def test_a_word_for_an_end_is_one(status: str) -> None:
    assert PROVIDER.read_look(answer(status=status)) == Look(status.lower(), ended=True)
    read = PROVIDER.read_look(answer(status=status, messages=[{"text": "Hello"}]))
    assert read.ended
    assert len(read.messages) == 1


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    caplog.set_level(logging.DEBUG, logger="pytest_smsactivate")
    return lambda: [
        record.getMessage() for record in caplog.records if record.name == "pytest_smsactivate"
    ]


def test_an_unknown_status_waits_and_is_logged_once(logged: Callable[[], list[str]]) -> None:
    provider = SmsActivateApp()
    for _ in range(2):
        assert not provider.read_look(answer(status="queued", messages=[])).ended
        provider.read_look(answer(status="success", messages=[]))
        provider.read_look(answer(status=["odd"], messages=[]))

    assert logged() == ["smsactivate-app has an unknown status 'queued': it counts as waiting"]


@pytest.mark.parametrize("status", ["success", "OK", "released", "cancelled"])
def test_a_release_says_nothing_of_a_refund(status: str) -> None:
    assert PROVIDER.read_cancellation(answer(status=status)) == Cancellation(refunded=None)


def test_a_renewal_may_tell_the_new_end() -> None:
    assert PROVIDER.read_renewal(answer(status="success", expires_at=NOON)) == NOON
    assert PROVIDER.read_renewal(answer(status="renewed")) is None
    assert PROVIDER.read_renewal(answer(status="success", expires_at="soon")) is None


@pytest.mark.parametrize("operation", ["cancel", "renew"])
@pytest.mark.parametrize("fields", [{}, {"status": "queued"}, {"status": True}, {"status": None}])
def test_nothing_is_given_back_or_renewed_until_it_is_said(
    operation: str, fields: dict[str, object]
) -> None:
    with pytest.raises(InvalidResponse) as raised:
        READERS[operation](answer(**fields))

    assert raised.value.field == "status"


@pytest.mark.parametrize(
    "response",
    [
        answer(409, {"retry-after": "60"}, status="error", message="EARLY_CANCEL_DENIED"),
        answer(200, {"retry-after": "60"}, status="error", message="EARLY_CANCEL_DENIED"),
        answer(200, {"retry-after": "60"}, status="success", message="early cancel denied"),
        Response(202, b"EARLY_CANCEL_DENIED", {"retry-after": "60"}),
    ],
)
def test_a_denied_release_is_never_taken_for_a_success(response: Response) -> None:
    with pytest.raises(CancelDenied) as denied:
        PROVIDER.read_cancellation(response)

    assert denied.value.retry_after == 60.0
    assert denied.value.status == response.status


ANY = tuple(READERS)
ON_A_NUMBER = ("look", "cancel", "renew")


@pytest.mark.parametrize(
    ("status", "operations", "error"),
    [
        (302, ANY, RequestRejected),
        (400, ANY, RequestRejected),
        (401, ANY, AuthenticationError),
        (402, ANY, InsufficientBalance),
        (403, ANY, AuthenticationError),
        (404, ("buy",), NoNumbersAvailable),
        (404, ON_A_NUMBER, ActivationNotFound),
        (409, ON_A_NUMBER, ActivationEnded),
        (410, ON_A_NUMBER, ActivationEnded),
        (422, ANY, RequestRejected),
        (429, ANY, RateLimited),
        (500, ANY, ProviderUnavailable),
        (503, ANY, ProviderUnavailable),
    ],
)
def test_every_http_status_has_its_error(
    status: int, operations: tuple[str, ...], error: type[ProviderError]
) -> None:
    for operation in operations:
        with pytest.raises(ProviderError) as raised:
            READERS[operation](answer(status, status="error", message="no such thing"))

        assert type(raised.value) is error
        assert raised.value.status == status
        assert raised.value.provider == "smsactivate-app"


@pytest.mark.parametrize(
    ("words", "operations", "error"),
    [
        ("Invalid API key", ANY, AuthenticationError),
        ("token expired", ANY, AuthenticationError),
        ("Unauthorised", ANY, AuthenticationError),
        ("Insufficient balance", ANY, InsufficientBalance),
        ("Not enough credits", ANY, InsufficientBalance),
        ("Too many requests", ANY, RateLimited),
        ("No numbers available", ("buy",), NoNumbersAvailable),
        ("no free US number", ("buy",), NoNumbersAvailable),
        ("No numbers", ("buy",), NoNumbersAvailable),
        ("There are no more WhatsApp numbers in GB.", ("buy",), NoNumbersAvailable),
        ("Numbers are not available", ("buy",), NoNumbersAvailable),
        ("numbers unavailable for this country", ("buy",), NoNumbersAvailable),
        ("Number not found", ON_A_NUMBER, ActivationNotFound),
        ("The number was not found", ON_A_NUMBER, ActivationNotFound),
        ("no such number", ON_A_NUMBER, ActivationNotFound),
        ("Service unavailable", ANY, ProviderUnavailable),
        ("service is not available now", ANY, ProviderUnavailable),
        ("The number pool is unavailable", ANY, ProviderUnavailable),
        ("numbers are temporarily unavailable", ANY, ProviderUnavailable),
        ("Down for maintenance", ANY, ProviderUnavailable),
        ("WhatsApp is unavailable", ANY, ProviderUnavailable),
        ("no connection to the number pool", ANY, RequestRejected),
        ("Page not found", ANY, RequestRejected),
        ("Number has expired", ON_A_NUMBER, ActivationEnded),
        ("already released", ON_A_NUMBER, ActivationEnded),
        ("temporarily unavailable", ANY, ProviderUnavailable),
        ("Internal error", ANY, ProviderUnavailable),
        ("Unknown service", ANY, RequestRejected),
        ("", ANY, RequestRejected),
        (None, ANY, RequestRejected),
        ({"no": "balance"}, ANY, RequestRejected),
    ],
)
def test_a_failure_told_by_a_word_under_a_success_has_its_error(
    words: object, operations: tuple[str, ...], error: type[ProviderError]
) -> None:
    for operation in operations:
        with pytest.raises(ProviderError) as raised:
            READERS[operation](answer(status="Error", message=words))

        assert type(raised.value) is error
        assert raised.value.status == 200


def test_a_failure_that_is_told_without_a_status_is_one() -> None:
    with pytest.raises(NoNumbersAvailable):
        activation(answer(error="no numbers"))

    assert activation(answer(error=None, number=NUMBER)).id == NUMBER
    assert activation(answer(status="success", error="none", number=NUMBER)).id == NUMBER


def test_a_failed_answer_tells_when_to_try_again() -> None:
    with pytest.raises(RateLimited) as raised:
        activation(answer(200, {"retry-after": "7"}, status="error", message="too many requests"))

    assert raised.value.retry_after == 7.0
    assert "too many requests" in raised.value.detail


GOOD: dict[str, dict[str, object]] = {
    "login": {"token": "t", "expires_in": 60},
    "buy": {"status": "success", "number": NUMBER, "country": "US"},
    "look": {"status": "success", "messages": [{"text": "a", "from": "b", "received_at": 1}]},
    "cancel": {"status": "success"},
    "renew": {"status": "success", "expires_at": "2024-03-14T12:00:00Z"},
}


@pytest.mark.parametrize("operation", GOOD)
def test_good_answers_are_good(operation: str) -> None:
    assert READERS[operation](answer(**GOOD[operation])) is not None


@pytest.mark.parametrize(
    ("operation", "field", "told"),
    [
        ("login", "token", {}),
        ("login", "token", {"token": ""}),
        ("login", "token", {"token": "a b"}),
        ("login", "token", {"token": "é"}),
        ("login", "token", {"token": 7}),
        ("buy", "number", {"status": "success"}),
        ("buy", "number", {"number": None}),
        ("buy", "number", {"number": ""}),
        ("buy", "number", {"number": 123456}),
        ("buy", "number", {"number": True}),
        ("buy", "number", {"number": [NUMBER]}),
        ("buy", "number", {"number": "012345"}),
        ("buy", "number", {"number": "+1234567890123456"}),
        ("look", "messages", {"status": "success"}),
        ("look", "messages", {"messages": {}}),
        ("look", "messages", {"messages": "none"}),
        ("look", "messages", {"messages": ["Your code is 1"]}),
        ("look", "text", {"messages": [{}]}),
        ("look", "text", {"messages": [{"from": "Acme"}]}),
        ("look", "text", {"messages": [{"text": 1}]}),
        ("look", "code", {"messages": [{"text": "", "code": 123}]}),
        ("look", "from", {"messages": [{"text": "", "from": []}]}),
        ("look", "received_at", {"messages": [{"text": "", "received_at": True}]}),
        ("look", "received_at", {"messages": [{"text": "", "received_at": []}]}),
        ("renew", "expires_at", {"status": "success", "expires_at": {}}),
    ],
)
def test_a_field_that_does_not_fit_is_named(
    operation: str, field: str, told: dict[str, object]
) -> None:
    with pytest.raises(InvalidResponse) as raised:
        READERS[operation](answer(**told))

    assert raised.value.field == field
    assert f"`{field}`" in str(raised.value)
    assert raised.value.activation_id is None
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize("operation", GOOD)
@pytest.mark.parametrize(
    "body",
    [b"", b"<!doctype html>", b'{"status": "succ', b"\xff\xfe", b"[]", b"null", b"[" * 100_000],
    ids=["empty", "HTML", "torn", "not text", "array", "null", "deep"],
)
def test_an_answer_that_is_no_object_cannot_be_read(operation: str, body: bytes) -> None:
    with pytest.raises(InvalidResponse) as raised:
        READERS[operation](Response(200, body))

    assert raised.value.field is None
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize("told", [NUMBER, NUMBER[1:], 1234567890, "+1 234-567-890"])
def test_a_notice_tells_the_number_with_its_plus(told: object) -> None:
    notice = {"number": told, "text": "Hello", "from": "Acme", "received_at": NOON}

    assert PROVIDER.read_notice(msgspec.json.encode(notice)) == NUMBER


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"number": 7}', b'{"number": "Acme"}'])
def test_what_is_no_notice_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidResponse):
        PROVIDER.read_notice(body)


def test_the_rate_limit_is_read_where_it_is_told() -> None:
    headers = {
        "date": "Thu, 14 Mar 2024 12:00:00 GMT",
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "298",
        "x-ratelimit-reset": "1710417640",
    }

    assert PROVIDER.read_rate(Response(200, b"", headers)) == RateLimit(298, 40.0, 300)
    assert PROVIDER.read_rate(Response(200)) is None
    assert PROVIDER.read_rate(Response(200, b"", {"x-ratelimit-reset": "1710417640"})) is None


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["success", "error", "released", NUMBER, "2024-03-14T12:00:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
names = st.sampled_from(sorted({*PROVIDER.fields, "token"}))
messages = st.lists(st.dictionaries(names, values, max_size=4) | values, max_size=3)
bodies = st.one_of(
    st.binary(max_size=200),
    values.map(msgspec.json.encode),
    st.dictionaries(names, values).map(msgspec.json.encode),
    messages.map(lambda told: msgspec.json.encode({"status": "success", "messages": told})),
    st.sampled_from([msgspec.json.encode(fields) for fields in GOOD.values()]),
)
headers = st.dictionaries(
    st.sampled_from(
        ["retry-after", "date", "x-ratelimit-reset", "x-ratelimit-remaining", "location"]
    ),
    st.text(max_size=40) | st.integers().map(str),
)


@settings(deadline=None)
@example(Response(200, b'{"status":"error","message":' + b"[" * 900 + b"]" * 900 + b"}"))
@example(Response(200, b'{"messages":[{"text":"","received_at":1' + b"0" * 4400 + b"}]}"))
@example(Response(200, b'{"token":"t","expires_in":1' + b"0" * 4400 + b"}"))
@given(st.builds(Response, st.integers(100, 599), bodies, headers))
def test_no_answer_makes_a_reader_raise_anything_but_an_error_of_the_tree(
    response: Response,
) -> None:
    readers = [*READERS.values(), PROVIDER.read_rate, lambda told: PROVIDER.read_notice(told.body)]
    for read in readers:
        try:
            read(response)
        except SmsActivateError as error:
            is_told_in_one_short_line(error)


def is_told_in_one_short_line(error: SmsActivateError) -> None:
    assert len(str(error).splitlines()) == 1
    assert str(error).endswith(error.cure)
    assert len(str(error)) < 600


@settings(deadline=None)
@given(st.from_regex(r"\A[A-Za-z0-9_-]{16,60}\Z"), st.sampled_from([200, 401, 403, 429, 500]))
def test_a_token_is_in_no_error_whatever_surrounds_it(token: str, status: int) -> None:
    for body in (f'{{"token": "{token}', f'{{"token": "{token} "}}', f'["{token}"]', token):
        with pytest.raises(ProviderError) as raised:
            PROVIDER.read_login(Response(status, body.encode()))
        assert token not in str(raised.value)
