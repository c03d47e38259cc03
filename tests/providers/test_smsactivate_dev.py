"""The REST API v1 of sms-activate.dev, as its document shows it and as it may turn out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest
from by_hand import answer, bought, cancelled, message, pending, received
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    AuthenticationError,
    CancelDenied,
    InsufficientBalance,
    InvalidResponse,
    NoNumbersAvailable,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
    RequestRejected,
    SmsActivateError,
)
from pytest_smsactivate.models import (
    Activation,
    Balance,
    Cancellation,
    Look,
    Offer,
    RateLimit,
    Request,
    Response,
)
from pytest_smsactivate.providers import smsactivate_dev
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev, is_e164

PROVIDER = SmsActivateDev()


def activation(response: Response) -> Activation:
    return PROVIDER.read_activation(response, service="telegram", country="ru")


READERS: dict[str, Callable[[Response], object]] = {
    "balance": PROVIDER.read_balance,
    "offer": PROVIDER.read_offer,
    "buy": activation,
    "look": PROVIDER.read_look,
    "cancel": PROVIDER.read_cancellation,
}


@pytest.mark.parametrize(
    ("request_", "method", "path"),
    [
        (PROVIDER.balance(), "GET", "/api/v1/balance"),
        (PROVIDER.offer("telegram", "ru"), "GET", "/api/v1/numbers/available"),
        (PROVIDER.buy("telegram", "ru"), "POST", "/api/v1/numbers/buy"),
        (PROVIDER.look("act_9x2k1p"), "GET", "/api/v1/activations/act_9x2k1p"),
        (PROVIDER.cancel("act_9x2k1p"), "DELETE", "/api/v1/activations/act_9x2k1p"),
    ],
)
def test_each_call_has_its_documented_address(request_: Request, method: str, path: str) -> None:
    assert (request_.method, request_.path) == (method, path)
    assert request_.headers == ()


def test_service_and_country_go_where_the_document_has_them() -> None:
    assert PROVIDER.offer("telegram", "ru").query == (("service", "telegram"), ("country", "ru"))
    assert PROVIDER.buy("telegram", "ru").body == {"service": "telegram", "country": "ru"}


def test_the_key_is_a_bearer_token_and_the_request_stays_without_it() -> None:
    plain = PROVIDER.balance()
    authorized = PROVIDER.authorized(plain, "sk-123")

    assert authorized.headers == (("authorization", "Bearer sk-123"),)
    assert plain.headers == ()


def test_it_tells_what_the_api_can_do() -> None:
    can = PROVIDER.capabilities

    assert (can.price, can.message_text, can.request_another, can.renew) == (
        True,
        False,
        False,
        False,
    )


def test_every_field_it_reads_is_classified_for_cassettes() -> None:
    answers = [
        shape
        for name, shape in vars(smsactivate_dev).items()
        if name.endswith("Answer") and issubclass(shape, msgspec.Struct)
    ]
    read = {field for shape in answers for field in shape.__struct_fields__}

    assert read == set(PROVIDER.fields)


def test_the_balance_is_read_digit_by_digit() -> None:
    response = Response(200, b'{"balance": 12.40, "currency": "USD"}')

    assert PROVIDER.read_balance(response) == Balance(Decimal("12.40"), "USD")


def test_an_offer_is_read() -> None:
    response = Response(
        200, b'{"service": "telegram", "country": "ru", "price": 0.07, "available": 142}'
    )

    assert PROVIDER.read_offer(response) == Offer("telegram", "ru", Decimal("0.07"), 142)


def test_a_number_may_be_free() -> None:
    free = answer(service="telegram", country="ru", price=0, available=0)

    assert PROVIDER.read_offer(free).price == 0


def test_a_purchase_is_read_with_its_expiry_in_utc() -> None:
    read = activation(bought(expires_at="2024-03-14T15:34:56+03:00"))

    assert read == Activation(
        "act_9x2k1p",
        "+79161234567",
        "telegram",
        "ru",
        expires_at=datetime(2024, 3, 14, 12, 34, 56, tzinfo=timezone.utc),
    )
    assert read.expires_at is not None
    assert read.expires_at.tzinfo is timezone.utc


def test_a_purchase_keeps_the_names_that_were_asked_for() -> None:
    read = activation(bought(service="tg", country="RU"))

    assert (read.service, read.country) == ("telegram", "ru")


def test_a_code_that_came_is_read() -> None:
    assert PROVIDER.read_look(received("482910")) == Look("received", (message("482910"),))


def test_a_number_that_waits_has_no_message() -> None:
    assert PROVIDER.read_look(pending()) == Look("pending")
    assert PROVIDER.read_look(answer(id="a", status="pending", code=None)) == Look("pending")
    assert PROVIDER.read_look(answer(id="a", status="pending", code="")) == Look("pending")


def test_a_code_is_a_code_whatever_the_status_says() -> None:
    look = PROVIDER.read_look(received("482910", status="expired"))

    assert look == Look("expired", (message("482910"),), ended=True)


@pytest.mark.parametrize("refunded", [True, False])
def test_a_cancellation_tells_of_the_refund(refunded: bool) -> None:
    assert PROVIDER.read_cancellation(cancelled(refunded)) == Cancellation(refunded)


@pytest.mark.parametrize("status", [200, 201, 202, 206, 299])
def test_any_2xx_is_a_success(status: int) -> None:
    assert activation(Response(status, bought().body)).id == "act_9x2k1p"


def test_what_the_document_does_not_name_is_ignored() -> None:
    rich = answer(id="a", status="pending", operator={"name": "x"}, tags=[1, None], **{"": 1})

    assert PROVIDER.read_look(rich) == Look("pending")


DENIED = {"id": "act_9x2k1p", "status": "pending", "refunded": False}


@pytest.mark.parametrize(
    "response",
    [
        answer(409, {"retry-after": "60"}, error="EARLY_CANCEL_DENIED"),
        answer(200, {"retry-after": "60"}, error="EARLY_CANCEL_DENIED"),
        answer(200, {"retry-after": "60"}, **DENIED, error="early cancel denied"),
        Response(200, b"EARLY_CANCEL_DENIED", {"retry-after": "60"}),
        Response(202, b"early cancel; EARLY_CANCEL_DENIED", {"retry-after": "60"}),
    ],
)
def test_a_denied_cancel_is_never_taken_for_a_success(response: Response) -> None:
    with pytest.raises(CancelDenied) as denied:
        PROVIDER.read_cancellation(response)

    assert denied.value.retry_after == 60.0
    assert denied.value.status == response.status


def test_a_success_may_speak_of_an_early_cancel() -> None:
    kept = answer(id="act_9x2k1p", status="cancelled", refunded=False, note="early cancel fee")

    assert PROVIDER.read_cancellation(kept) == Cancellation(refunded=False)


ANY = ("balance", "offer", "buy", "look", "cancel")


@pytest.mark.parametrize(
    ("status", "operations", "error"),
    [
        (400, ANY, RequestRejected),
        (401, ANY, AuthenticationError),
        (402, ANY, InsufficientBalance),
        (403, ANY, AuthenticationError),
        (404, ("offer", "buy"), NoNumbersAvailable),
        (404, ("look", "cancel"), ActivationNotFound),
        (404, ("balance",), RequestRejected),
        (405, ANY, RequestRejected),
        (409, ("look", "cancel"), ActivationEnded),
        (409, ("balance", "offer", "buy"), RequestRejected),
        (410, ("look", "cancel"), ActivationEnded),
        (418, ANY, RequestRejected),
        (422, ANY, RequestRejected),
        (429, ANY, RateLimited),
        (500, ANY, ProviderUnavailable),
        (502, ANY, ProviderUnavailable),
        (503, ANY, ProviderUnavailable),
        (504, ANY, ProviderUnavailable),
        (300, ANY, RequestRejected),
        (301, ANY, RequestRejected),
        (302, ANY, RequestRejected),
        (307, ANY, RequestRejected),
        (100, ANY, RequestRejected),
    ],
)
def test_every_status_has_its_error(
    status: int, operations: tuple[str, ...], error: type[ProviderError]
) -> None:
    for operation in operations:
        with pytest.raises(ProviderError) as raised:
            READERS[operation](answer(status, error="the provider's\nown words"))

        assert type(raised.value) is error
        assert raised.value.status == status
        assert raised.value.provider == "smsactivate-dev"
        assert "\n" not in str(raised.value)
        assert f"({status})" in str(raised.value)
        assert str(raised.value).endswith(raised.value.cure)


def test_an_error_repeats_the_providers_own_words() -> None:
    with pytest.raises(RequestRejected) as raised:
        activation(Response(422, b'{\n  "error": "unknown\tservice \x1b[31m\xff"\n}'))

    assert raised.value.detail == '{ "error": "unknown service �[31m�" }'


def test_a_redirect_is_not_followed_and_says_where_it_led() -> None:
    with pytest.raises(RequestRejected) as raised:
        PROVIDER.read_balance(answer(308, {"location": "https://www.sms-activate.dev/\x85x"}))

    assert "redirected to https://www.sms-activate.dev/ x" in str(raised.value)
    assert str(raised.value).endswith("correct --sms-base-url.")


@pytest.mark.parametrize(
    ("status", "redirected"), [(199, False), (300, True), (399, True), (400, False)]
)
def test_only_a_3xx_is_a_redirect(status: int, redirected: bool) -> None:
    with pytest.raises(RequestRejected) as raised:
        PROVIDER.read_balance(answer(status))

    assert raised.value.detail == ("redirected to elsewhere" if redirected else "{}")


GOOD: dict[str, dict[str, object]] = {
    "balance": {"balance": 12.4, "currency": "USD"},
    "offer": {"service": "telegram", "country": "ru", "price": 0.07, "available": 142},
    "buy": msgspec.json.decode(bought().body),
    "look": msgspec.json.decode(received("482910").body),
    "cancel": msgspec.json.decode(cancelled().body),
}


@pytest.mark.parametrize("operation", GOOD)
def test_good_answers_are_good(operation: str) -> None:
    assert READERS[operation](answer(**GOOD[operation])) is not None


@pytest.mark.parametrize(
    ("operation", "field"),
    [(operation, field) for operation, fields in GOOD.items() for field in fields],
)
def test_a_missing_field_is_named(operation: str, field: str) -> None:
    fields = {name: value for name, value in GOOD[operation].items() if name != field}

    with pytest.raises(InvalidResponse) as raised:
        READERS[operation](answer(**fields))
    assert raised.value.field == field
    assert f"`{field}`" in str(raised.value)


@pytest.mark.parametrize(
    ("operation", "field", "value"),
    [
        ("balance", "balance", "lots"),
        ("balance", "balance", None),
        ("balance", "balance", "NaN"),
        ("balance", "balance", "Infinity"),
        ("balance", "currency", 840),
        ("offer", "price", -0.01),
        ("offer", "price", "NaN"),
        ("offer", "price", "sNaN"),
        ("offer", "price", "Infinity"),
        ("offer", "price", {"amount": 1}),
        ("offer", "available", "142"),
        ("offer", "available", 1.5),
        ("buy", "id", 7),
        ("buy", "id", "../balance"),
        ("buy", "number", 79161234567),
        ("buy", "number", "79161234567"),
        ("buy", "number", "+7 916 123-45-67"),
        ("buy", "number", "+0123456789"),
        ("buy", "number", "+123456"),
        ("buy", "number", "+1234567890123456"),
        ("buy", "expires_at", 1710418496),
        ("buy", "expires_at", "2024-03-14"),
        ("buy", "expires_at", "2024-03-14T12:34:56"),
        ("buy", "expires_at", "0001-01-01T00:00:00+23:59"),
        ("buy", "expires_at", "9999-12-31T23:59:59-23:59"),
        ("look", "status", None),
        ("look", "code", 482910),
        ("look", "code", None),
        ("look", "code", ""),
        ("look", "received_at", "yesterday"),
        ("look", "received_at", None),
        ("look", "received_at", "2024-03-14T12:33:22"),
        ("cancel", "refunded", "true"),
        ("cancel", "refunded", None),
        ("cancel", "status", 8),
    ],
)
def test_a_field_that_does_not_fit_is_named(operation: str, field: str, value: object) -> None:
    with pytest.raises(InvalidResponse) as raised:
        READERS[operation](answer(**{**GOOD[operation], field: value}))

    assert raised.value.field == field
    assert field in str(raised.value)
    assert raised.value.status == 200
    assert len(str(raised.value).splitlines()) == 1
    assert str(raised.value).endswith("the provider's API has changed.")


@pytest.mark.parametrize("operation", GOOD)
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not JSON but nothing at all"),
        (b"   \n", "not JSON but nothing at all"),
        (b"<!doctype html>\n<title>502</title>", "not JSON but <!doctype html> <title>502</title>"),
        (b'{"id": "act_', 'not JSON but {"id": "act_'),
        (b"\xff\xfe", "not JSON but \ufffd\ufffd"),
        (b"[]", "Expected `object`, got `array`"),
        (b"null", "Expected `object`, got `null`"),
        (b'{"deep":' + b"[" * 100_000, 'not JSON but {"deep":[[['),
    ],
    ids=["empty", "blank", "HTML", "torn", "not text", "array", "null", "deep"],
)
def test_an_answer_that_is_no_object_says_what_it_is(
    operation: str, body: bytes, said: str
) -> None:
    with pytest.raises(InvalidResponse) as raised:
        READERS[operation](Response(200, body))

    assert raised.value.field is None
    assert said in raised.value.detail
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize(
    ("body", "identity"),
    [
        (bought(number="?").body, "act_9x2k1p"),
        (b'{"id": "act_9x2k1p"}', "act_9x2k1p"),
        (bought(id="../../x").body, None),
        (b'{"id": "act_9x2k1p"', None),
        (b"[]", None),
    ],
)
def test_a_purchase_that_cannot_be_read_keeps_the_id_that_can(
    body: bytes, identity: str | None
) -> None:
    with pytest.raises(InvalidResponse) as raised:
        activation(Response(200, body))

    assert raised.value.activation_id == identity


headers = st.dictionaries(
    st.sampled_from(
        ["retry-after", "date", "x-ratelimit-reset", "x-ratelimit-remaining", "location"]
    ),
    st.one_of(
        st.text(max_size=40),
        st.integers().map(str),
        st.from_regex(r"\A(Thu, )?\d{1,12} [JM]a[nry] \d{1,12} \d+:\d\d:\d\d( [+-]?\w{1,12})?\Z"),
    ),
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
bodies = st.one_of(
    st.binary(max_size=200),
    st.dictionaries(st.sampled_from(sorted(PROVIDER.fields)), values).map(msgspec.json.encode),
    st.sampled_from([msgspec.json.encode(fields) for fields in GOOD.values()]),
)


@settings(deadline=None)
@example("offer", Response(200, b'{"service":"","country":"","price":"-NaN","available":0}'))
@example("look", Response(429, b"", {"retry-after": "Thu, 01 Jan 99999999999 00:00:00 GMT"}))
@example("look", Response(429, b"", {"date": "Thu, 01 Jan 2024 00:00:00 +99999999999999"}))
@given(
    st.sampled_from(sorted(READERS)),
    st.builds(Response, st.sampled_from([200, 201, 302, 404, 429, 503]), bodies, headers),
)
def test_no_answer_makes_a_reader_raise_anything_but_an_error_of_the_tree(
    operation: str, response: Response
) -> None:
    try:
        READERS[operation](response)
        PROVIDER.read_rate(response)
    except SmsActivateError as error:
        is_told_in_one_short_line(error)


def is_told_in_one_short_line(error: SmsActivateError) -> None:
    assert len(str(error).splitlines()) == 1
    assert str(error).endswith(error.cure)
    assert len(str(error)) < 600


def test_the_rate_limit_is_read_by_the_providers_own_clock() -> None:
    an_hour_ahead = {
        "date": "Thu, 14 Mar 2024 12:34:16 GMT",
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "298",
        "x-ratelimit-reset": "1710419696",
    }

    assert PROVIDER.read_rate(pending(headers=an_hour_ahead)) == RateLimit(298, 40.0, 300)


def test_a_rate_limit_beyond_all_bounds_is_as_good_as_none() -> None:
    headers = {"x-ratelimit-remaining": "9" * 10_000, "x-ratelimit-reset": "1710416096"}
    rate = PROVIDER.read_rate(pending(headers=headers))

    assert rate is not None
    assert rate.remaining >= 10**6


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-ratelimit-remaining": "298"},
        {"x-ratelimit-reset": "1710416096"},
        {"x-ratelimit-remaining": "many", "x-ratelimit-reset": "1710416096"},
        {"x-ratelimit-remaining": "-1", "x-ratelimit-reset": "1710416096"},
        {"x-ratelimit-remaining": "298", "x-ratelimit-reset": "soon"},
    ],
)
def test_a_rate_limit_that_is_not_told_in_full_is_none(headers: dict[str, str]) -> None:
    assert PROVIDER.read_rate(pending(headers=headers)) is None


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    caplog.set_level(logging.DEBUG, logger="pytest_smsactivate")
    return lambda: [
        record.getMessage() for record in caplog.records if record.name == "pytest_smsactivate"
    ]


def test_an_unknown_status_is_logged_once(logged: Callable[[], list[str]]) -> None:
    provider = SmsActivateDev()
    for status in ("queued", "Queued", "sms on-its_way", "queued"):
        assert provider.read_look(pending(status)) == Look(status)

    assert logged() == [
        "smsactivate-dev has an unknown status 'queued': it counts as waiting",
        "smsactivate-dev has an unknown status 'sms on-its_way': it counts as waiting",
    ]


def test_another_run_logs_it_again(logged: Callable[[], list[str]]) -> None:
    SmsActivateDev().read_look(pending("queued"))
    SmsActivateDev().read_look(pending("queued"))

    assert len(logged()) == 2


@pytest.mark.parametrize("status", ["pending", "waiting", "Cancelled", "expired"])
def test_a_known_status_is_not_logged(status: str, logged: Callable[[], list[str]]) -> None:
    SmsActivateDev().read_look(pending(status))
    SmsActivateDev().read_look(received("482910"))

    assert logged() == []


@pytest.mark.parametrize("status", ["code 482910", "+79161234567", "a\nb", "", "q" * 41, "٤٨٢٩١٠"])
def test_a_status_that_may_hold_a_code_or_a_number_is_not_in_the_log(
    status: str, logged: Callable[[], list[str]]
) -> None:
    provider = SmsActivateDev()
    provider.read_look(pending(status))
    provider.read_look(pending(status + "!"))

    assert logged() == [
        "smsactivate-dev has an unknown status that is not a word: it counts as waiting"
    ]


@pytest.mark.parametrize("number", ["+1234567", "+79161234567", "+123456789012345"])
def test_a_number_in_e164_is_one(number: str) -> None:
    assert is_e164(number)


@settings(deadline=None)
@given(st.text(max_size=20))
@example("")
@example("+")
@example("+123456")
@example("+٧٩١٦١٢٣٤٥٦٧")
@example("+0123456789")
@example("+79161234567\n")
def test_what_counts_as_e164_is_a_plus_and_digits(text: str) -> None:
    if is_e164(text):
        assert text[0] == "+"
        assert set(text[1:]) <= set("0123456789")
        assert 7 <= len(text) - 1 <= 15


@settings(deadline=None)
@given(
    st.datetimes(timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=-9))])),
)
def test_every_time_with_a_zone_is_the_same_moment_in_utc(moment: datetime) -> None:
    assume(1 < moment.year < 9999)

    assert activation(bought(expires_at=moment)).expires_at == moment
