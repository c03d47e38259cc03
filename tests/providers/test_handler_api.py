"""The classic protocol in both its dialects, and what providers make of it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal

import msgspec
import pytest
from by_hand import answer
from hypothesis import assume, given, settings
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
    PurchaseUnknown,
    RateLimited,
    RequestRejected,
    SmsActivateError,
)
from pytest_smsactivate.flows.acquire import may_have_bought
from pytest_smsactivate.models import (
    UNTOLD,
    Activation,
    Balance,
    Cancellation,
    Look,
    Message,
    Offer,
    Request,
    Response,
)
from pytest_smsactivate.providers.handler_api import HandlerApi

PROVIDER = HandlerApi()
NOON = datetime(2024, 3, 14, 12, 0, tzinfo=timezone.utc)


def activation(response: Response) -> Activation:
    return PROVIDER.read_activation(response, service="telegram", country="ru")


READERS: dict[str, Callable[[Response], object]] = {
    "balance": PROVIDER.read_balance,
    "offer": PROVIDER.read_offer,
    "buy": activation,
    "look": PROVIDER.read_look,
    "cancel": PROVIDER.read_cancellation,
    "another": PROVIDER.read_another,
    "activations": PROVIDER.read_activations,
}


def said(words: str | bytes, status: int = 200, **headers: str) -> Response:
    body = words.encode() if isinstance(words, str) else words
    return Response(status, body, {name.replace("_", "-"): text for name, text in headers.items()})


def refused(status: int, word: str, **info: object) -> Response:
    return answer(status, title=word, details="in their own words", info=info)


def bought(**other: object) -> Response:
    fields = {
        "activationId": 635468024,
        "phoneNumber": "79161234567",
        "activationCost": 12.50,
        "currency": 840,
        "countryCode": "0",
        "canGetAnotherSms": "1",
        "activationTime": "2024-03-14 12:00:00",
        "activationOperator": "mtt",
    }
    return answer(**{**fields, **other})


def heard(**sms: object) -> Response:
    return answer(verificationType=0, sms=sms, call=None)


@pytest.mark.parametrize(
    ("request_", "operation", "query"),
    [
        (PROVIDER.balance(), "balance", {"action": "getBalance"}),
        (
            PROVIDER.offer("telegram", "ru"),
            "offer",
            {"action": "getPrices", "service": "tg", "country": "0"},
        ),
        (
            PROVIDER.buy("abc", "12"),
            "buy",
            {"action": "getNumberV2", "service": "abc", "country": "12"},
        ),
        (PROVIDER.look("7"), "look", {"action": "getStatusV2", "id": "7"}),
        (PROVIDER.cancel("7"), "cancel", {"action": "setStatus", "id": "7", "status": "8"}),
        (PROVIDER.finish("7"), "cancel", {"action": "setStatus", "id": "7", "status": "6"}),
        (PROVIDER.another("7"), "another", {"action": "setStatus", "id": "7", "status": "3"}),
        (
            PROVIDER.activations(),
            "activations",
            {"action": "getActiveActivations", "start": "0", "limit": "100"},
        ),
    ],
)
def test_each_call_has_its_action(request_: Request, operation: str, query: dict[str, str]) -> None:
    assert (request_.method, request_.path) == ("GET", "/stubs/handler_api.php")
    assert request_.operation == operation
    assert dict(request_.query) == query
    assert request_.headers == ()
    assert request_.activation_id == query.get("id")


def test_a_country_without_a_number_is_asked_for_before_anything_is_sent() -> None:
    with pytest.raises(ConfigurationError):
        PROVIDER.buy("telegram", "aq")


def test_the_key_is_in_the_query_and_the_request_stays_without_it() -> None:
    plain = PROVIDER.balance()
    authorized = PROVIDER.authorized(plain, "k-123")

    assert authorized.query == (("action", "getBalance"), ("api_key", "k-123"))
    assert authorized.headers == ()
    assert plain.query == (("action", "getBalance"),)
    assert "k-123" not in repr(authorized)


@pytest.mark.parametrize(
    ("max_price", "added"),
    [
        (None, (("orderId", "run-1"),)),
        (Decimal("0.50"), (("orderId", "run-1"), ("maxPrice", "0.50"))),
        (Decimal("1E+2"), (("orderId", "run-1"), ("maxPrice", "100"))),
    ],
)
def test_a_secured_purchase_has_a_name_and_a_cap(
    max_price: Decimal | None, added: tuple[tuple[str, str], ...]
) -> None:
    plain = PROVIDER.buy("telegram", "ru")
    secured = PROVIDER.secured(plain, name="run-1", max_price=max_price)

    assert secured.query == (*plain.query, *added)


@pytest.mark.parametrize(
    ("request_", "action"),
    [
        (PROVIDER.buy("telegram", "ru"), "getNumber"),
        (PROVIDER.look("7"), "getStatus"),
        (PROVIDER.offer("telegram", "ru"), "getNumbersStatus"),
    ],
)
def test_the_older_question_differs_in_its_action_alone(request_: Request, action: str) -> None:
    older = PROVIDER.older(request_)

    assert older is not None
    assert dict(older.query) == {**dict(request_.query), "action": action}
    assert (older.operation, older.activation_id) == (request_.operation, request_.activation_id)
    assert PROVIDER.older(older) is None


def test_other_questions_have_no_older_ones() -> None:
    assert PROVIDER.older(PROVIDER.balance()) is None
    assert PROVIDER.older(PROVIDER.cancel("7")) is None


@pytest.mark.parametrize(
    ("response", "unknown"),
    [
        (said("BAD_ACTION"), True),
        (said("bad_action\n"), True),
        (said('"WRONG_ACTION"'), True),
        (refused(400, "BAD_ACTION"), True),
        (answer(404, title="Bad request", details="NO_ACTION"), True),
        (answer(title="BAD_ACTION", activationId=None), True),
        (answer(title="BAD_ACTION", data=[7]), True),
        (said("BAD_KEY"), False),
        (said(""), False),
        (said(b"\xff"), False),
        (said("BAD_ACTION", 500), False),
        (said("WRONG_ACTION", 503), False),
        (answer(title="BAD_ACTION", activationId=7), False),
        (answer(title="BAD_ACTION", activationId="7", phoneNumber="79161234567"), False),
        (answer(title="BAD_ACTION", data={"activationId": 7}), False),
    ],
)
def test_an_action_that_is_unknown_is_told_in_either_dialect(
    response: Response, unknown: bool
) -> None:
    assert PROVIDER.is_unknown(response) is unknown


def test_it_tells_what_the_api_can_do() -> None:
    can = msgspec.structs.asdict(PROVIDER.capabilities)

    assert [name for name, able in can.items() if not able] == ["renew", "owned"]
    assert PROVIDER.base_url is None


# What a provider says.


@pytest.mark.parametrize("words", ["ACCESS_BALANCE:12.40", "ACCESS_BALANCE: 12.40\r\n"])
def test_the_balance_is_read_digit_by_digit(words: str) -> None:
    assert PROVIDER.read_balance(said(words)) == Balance(Decimal("12.40"), "USD")
    assert PROVIDER.read_balance(said(f'"{words.strip()}"')).amount == Decimal("12.40")


def test_the_currency_is_what_the_user_says_it_is() -> None:
    provider = HandlerApi({"currency": "RUB"})

    assert provider.read_balance(said("ACCESS_BALANCE:-1")) == Balance(Decimal(-1), "RUB")


@pytest.mark.parametrize(
    ("tree", "offer"),
    [
        ({"0": {"tg": {"cost": 0.07, "count": 142}}}, Offer("tg", "ru", Decimal("0.07"), 142)),
        (
            {"tg": {"187": {"cost": "0.5", "count": "3", "physicalCount": 1}}},
            Offer("tg", "us", Decimal("0.5"), 3),
        ),
        ({"12": {"tg": {"price": 1, "count": 0}}}, Offer("tg", "12", Decimal(1), 0)),
        (
            {"0": {"tg": {"0.15": 100, "0.1": 0, "0.2": 7}}},
            Offer("tg", "ru", Decimal("0.15"), 100),
        ),
        (
            {"0": {"tg": {"any": {"cost": 2, "count": 1}, "mts": {"cost": 1, "count": 5}}}},
            Offer("tg", "ru", Decimal(1), 5),
        ),
        ({"0": {"tg": {"0.3": 0, "0.2": 0}}}, Offer("tg", "ru", Decimal("0.2"), 0)),
        ({"cost": 1, "count": 2}, Offer("", "", Decimal(1), 2)),
        ({"data": {"0": {"tg": {"cost": 1, "count": 2}}}}, Offer("tg", "ru", Decimal(1), 2)),
    ],
)
def test_the_cheapest_price_that_has_numbers_is_the_offer(tree: object, offer: Offer) -> None:
    assert PROVIDER.read_offer(said(msgspec.json.encode(tree))) == offer


@pytest.mark.parametrize("body", ["{}", "[]", '{"0":[]}', '{"0":{"tg":{}}}', '{"tg_0":0}'])
def test_an_offer_of_nothing_is_no_offer(body: str) -> None:
    with pytest.raises(NoNumbersAvailable):
        PROVIDER.read_offer(said(body))


@pytest.mark.parametrize("body", ['{"wa":90}', '{"vk_0":"76","ok_0":0}'])
def test_counts_without_prices_are_not_supported(body: str) -> None:
    with pytest.raises(NotSupported) as raised:
        PROVIDER.read_offer(said(body))

    assert raised.value.operation == "price"
    assert "--sms-base-url" in raised.value.cure


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"0":{"tg":{"cost":-1,"count":1}}}', "cost"),
        ('{"0":{"tg":{"cost":"NaN","count":1}}}', "cost"),
        ('{"0":{"tg":{"cost":1e999,"count":1}}}', "cost"),
        ('{"0":{"tg":{"cost":{},"count":1}}}', "cost"),
        ('{"0":{"tg":{"cost":true,"count":1}}}', "cost"),
        ('{"0":{"tg":{"cost":1}}}', "count"),
        ('{"0":{"tg":{"cost":1,"count":1.5}}}', "count"),
        ('{"0":{"tg":{"cost":1,"count":-1}}}', "count"),
        ('{"0":{"tg":{"0.1":"many"}}}', "count"),
        ('{"0":{"tg":{"cost":1,"count":1},"wa":{"cost":1,"count":1}}}', "cost"),
        ('{"status":"success"}', None),
        ('{"0":{"tg":{"operator":"any"}}}', None),
        ('[{"0":{"tg":{"cost":1,"count":1}}}]', None),
        ('{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"cost":1,"count":1}}}}}}}}}', None),
        ("1", None),
        ("OK", None),
    ],
)
def test_an_offer_that_cannot_be_read_is_none(body: str, field: str | None) -> None:
    with pytest.raises(InvalidResponse) as raised:
        PROVIDER.read_offer(said(body))

    assert raised.value.field == field


@pytest.mark.parametrize(
    "response",
    [
        said("ACCESS_NUMBER:635468024:79161234567"),
        said("ACCESS_NUMBER:635468024:+79161234567\n"),
        said("access_number:635468024:79161234567:more"),
        said("ACCESS_NUMBER:635468024:+7 916 123-45-67"),
        said('"ACCESS_NUMBER:635468024:79161234567"'),
        answer(data="ACCESS_NUMBER:635468024:79161234567"),
    ],
)
def test_a_purchase_in_one_line_is_read(response: Response) -> None:
    assert activation(response) == Activation("635468024", "+79161234567", "telegram", "ru")


@pytest.mark.parametrize(
    "response",
    [
        bought(),
        bought(activationId="635468024"),
        bought(phoneNumber="+79161234567"),
        bought(phoneNumber=79161234567),
        bought(phoneNumber="+7 916 123-45-67"),
        bought(activationCost="12.50"),
        bought(activationEndTime="2024-03-14 12:20:00"),
        bought(activationEndTime="later"),
        bought(activationEndTime="0001-01-01T00:00:00+23:59"),
        bought(activationEndTime=0),
        answer(data=msgspec.json.decode(bought().body)),
        Response(202, bought().body),
    ],
)
def test_a_purchase_in_json_is_read_with_its_price(response: Response) -> None:
    assert activation(response) == Activation(
        "635468024", "+79161234567", "telegram", "ru", price=Decimal("12.50")
    )


@pytest.mark.parametrize(
    "told", ["2024-03-14T15:00:00+03:00", "2024-03-14T12:00:00Z", 1710417600, "1710417600"]
)
def test_an_expiry_is_read_where_its_zone_is_known(told: object) -> None:
    assert activation(bought(activationEndTime=told)).expires_at == NOON


def test_a_purchase_may_tell_no_price() -> None:
    assert activation(bought(activationCost=None)).price is None
    assert activation(bought(activationCost=0)).price == 0


@pytest.mark.parametrize(
    ("response", "field", "identity"),
    [
        (said("ACCESS_NUMBER:635468024:"), "phoneNumber", "635468024"),
        (said("ACCESS_NUMBER:635468024"), "phoneNumber", "635468024"),
        (said("ACCESS_NUMBER:635468024:the number"), "phoneNumber", "635468024"),
        (said("ACCESS_NUMBER::79161234567"), "activationId", None),
        (said("ACCESS_NUMBER"), "activationId", None),
        (bought(phoneNumber="++79161234567"), "phoneNumber", "635468024"),
        (bought(phoneNumber=None), "phoneNumber", "635468024"),
        (bought(phoneNumber=123456), "phoneNumber", "635468024"),
        (bought(phoneNumber="(7) 916 1234567"), "phoneNumber", "635468024"),
        (bought(title="NO_NUMBERS"), None, "635468024"),
        (answer(error="BAD_ACTION", data={"activationId": 7}), None, "7"),
        (bought(activationCost=-1), "activationCost", "635468024"),
        (bought(activationCost="NaN"), "activationCost", "635468024"),
        (bought(activationCost="dear"), "activationCost", "635468024"),
        (said('{"activationId":"7","phoneNumber":"1","activationCost":1e9999}'), None, "7"),
        (answer(data={"activationId": 7}), "phoneNumber", "7"),
        (bought(activationId=True), "activationId", None),
        (bought(activationId="a b"), "activationId", None),
        (bought(activationId=None), "activationId", None),
        (bought(activationId={}), "activationId", None),
        (said('{"activationId":' + "9" * 5000 + "}"), None, None),
        (said("[]"), None, None),
        (said("7"), None, None),
        (said(""), None, None),
        (said("OK"), None, None),
    ],
)
def test_a_purchase_that_cannot_be_read_keeps_the_id_that_can(
    response: Response, field: str | None, identity: str | None
) -> None:
    with pytest.raises(InvalidResponse) as raised:
        activation(response)

    assert raised.value.activation_id == identity
    assert field is None or raised.value.field == field
    assert may_have_bought(raised.value)


def test_a_refusal_that_names_an_activation_is_believed_by_its_status() -> None:
    with pytest.raises(NoNumbersAvailable):
        activation(answer(400, title="NO_NUMBERS", activationId=7))
    with pytest.raises(RequestRejected):
        activation(answer(400, title="BAD_ACTION", activationId=7))


@pytest.mark.parametrize(
    "response",
    [
        said("ORDER_ALREADY_EXISTS"),
        refused(409, "ORDER_ALREADY_EXISTS"),
        said('"ORDER_ALREADY_EXISTS"'),
    ],
)
def test_an_order_of_the_same_name_was_bought_before(response: Response) -> None:
    with pytest.raises(PurchaseUnknown) as raised:
        activation(response)

    assert (raised.value.service, raised.value.country) == ("telegram", "ru")
    assert may_have_bought(raised.value)


@pytest.mark.parametrize("status", ["STATUS_WAIT_CODE", "STATUS_WAIT_RESEND"])
def test_a_number_that_waits_has_no_message(status: str) -> None:
    assert PROVIDER.read_look(said(status)) == Look(status)
    assert PROVIDER.read_look(said(f'"{status.lower()}"')) == Look(status)
    assert PROVIDER.read_look(answer(data=status)) == Look(status)


@pytest.mark.parametrize(
    "words", ["STATUS_WAIT_RETRY", "STATUS_WAIT_RETRY:482910", "STATUS_WAIT_RESEND:482910"]
)
def test_the_old_code_is_no_message_but_tells_that_one_came(words: str) -> None:
    status = words.partition(":")[0]
    for response in (said(words), said(f'"{words.lower()}"'), answer(data=words)):
        assert PROVIDER.read_look(response) == Look(status, received=True)


def test_an_activation_that_is_cancelled_has_ended() -> None:
    assert PROVIDER.read_look(said("STATUS_CANCEL")) == Look("STATUS_CANCEL", ended=True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("STATUS_OK:482910", "482910"),
        ("STATUS_OK: 482910\n", "482910"),
        ("status_ok:aB-12:x", "aB-12:x"),
        ('"STATUS_OK:1"', "1"),
    ],
)
def test_a_code_in_one_line_is_read(words: str, code: str) -> None:
    assert PROVIDER.read_look(said(words)) == Look("STATUS_OK", (Message(UNTOLD, code=code),))


def test_a_code_that_is_missing_is_named() -> None:
    with pytest.raises(InvalidResponse) as raised:
        PROVIDER.read_look(said("STATUS_OK:"))

    assert raised.value.field == "code"


@pytest.mark.parametrize("date", ["2024-03-14 12:00:00", "2024-03-14T15:00:00+03:00", 1710417600])
def test_a_message_is_read_with_its_text_and_time(date: object) -> None:
    look = PROVIDER.read_look(heard(dateTime=date, code="482910", text="Code: 482910"))

    assert look == Look("STATUS_OK", (Message(NOON, code="482910", text="Code: 482910"),))


@pytest.mark.parametrize(
    "date", ["0000-00-00 00:00:00", "", 0, "0", None, True, -1, 1e300, "yesterday", [], {}]
)
def test_a_time_that_tells_nothing_is_untold(date: object) -> None:
    look = PROVIDER.read_look(heard(dateTime=date, code=482910))

    assert look.messages == (Message(UNTOLD, code="482910"),)


def test_a_message_may_tell_its_text_alone() -> None:
    assert PROVIDER.read_look(heard(text="tap here", code="")).messages == (
        Message(UNTOLD, text="tap here"),
    )


def test_a_call_that_told_the_code_counts_as_a_message() -> None:
    call = {"from": "79000000000", "text": None, "code": "1234", "dateTime": 1710417600, "url": ""}
    response = answer(data={"verificationType": 2, "sms": None, "call": call})

    assert PROVIDER.read_look(response) == Look("STATUS_OK", (Message(NOON, code="1234"),))


@pytest.mark.parametrize(
    "response",
    [
        answer(sms=None),
        answer(call=None),
        answer(sms=[], call=[]),
        answer(sms=[], call=None),
        answer(sms=None, call=[]),
        heard(),
        heard(code="", text="", dateTime=0),
    ],
)
def test_a_document_without_a_message_waits(response: Response) -> None:
    assert PROVIDER.read_look(response) == Look("STATUS_WAIT_CODE")


def test_one_that_is_told_beside_an_empty_list_is_read() -> None:
    look = PROVIDER.read_look(answer(sms={"code": "482910"}, call=[]))

    assert look == Look("STATUS_OK", (Message(UNTOLD, code="482910"),))


@pytest.mark.parametrize("field", ["sms", "call"])
def test_a_list_that_is_not_empty_is_no_message(field: str) -> None:
    with pytest.raises(InvalidResponse) as raised:
        PROVIDER.read_look(answer(**{field: [{"code": "482910"}]}))

    assert raised.value.field == field


def test_an_unknown_status_counts_as_waiting_and_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider = HandlerApi()
    with caplog.at_level(logging.WARNING, logger="pytest_smsactivate"):
        first = provider.read_look(said("STATUS_DREAMING:482910"))
        second = provider.read_look(said("STATUS_DREAMING:482910"))

    assert first == second == Look("STATUS_DREAMING")
    assert len(caplog.messages) == 1
    assert "status_dreaming" in caplog.text
    assert "482910" not in caplog.text


@pytest.mark.parametrize(
    ("words", "refunded"), [("ACCESS_CANCEL", True), ("ACCESS_ACTIVATION", False)]
)
def test_a_cancellation_tells_of_the_refund(words: str, refunded: bool) -> None:
    assert PROVIDER.read_cancellation(said(words)) == Cancellation(refunded)
    assert PROVIDER.read_cancellation(said(f'"{words.lower()}"')) == Cancellation(refunded)


@pytest.mark.parametrize(
    ("response", "seconds"),
    [
        (said("EARLY_CANCEL_DENIED"), None),
        (said("EARLY_CANCEL_DENIED - wait for 2 minutes"), None),
        (said("EARLY_CANCEL_DENIED", retry_after="60"), 60.0),
        (refused(409, "EARLY_CANCEL_DENIED", minActivationTime=120), 120.0),
        (refused(200, "EARLY_CANCEL_DENIED", minActivationTime=120), 120.0),
        (refused(429, "EARLY_CANCEL_DENIED"), None),
    ],
)
def test_a_denied_cancel_is_never_taken_for_a_success(
    response: Response, seconds: float | None
) -> None:
    with pytest.raises(CancelDenied) as denied:
        PROVIDER.read_cancellation(response)

    assert denied.value.retry_after == seconds


def test_another_sms_is_asked_for() -> None:
    assert PROVIDER.read_another(said("ACCESS_RETRY_GET")) is None
    with pytest.raises(InvalidResponse):
        PROVIDER.read_another(said("ACCESS_READY"))


LISTED = {
    "activationId": "635468024",
    "serviceCode": "tg",
    "phoneNumber": "79161234567",
    "activationCost": 0.07,
    "activationStatus": "4",
    "countryCode": "0",
}
OPEN = Activation("635468024", "+79161234567", "tg", "ru", price=Decimal("0.07"))


@pytest.mark.parametrize(
    "response",
    [
        answer(status="success", activeActivations=[LISTED]),
        answer(status="success", data=[LISTED]),
        answer(data={"activeActivations": [LISTED]}),
        answer(activeActivations=[LISTED | {"activationId": 635468024, "countryCode": 0}]),
    ],
)
def test_what_is_open_is_listed(response: Response) -> None:
    assert PROVIDER.read_activations(response) == [OPEN]


@pytest.mark.parametrize(
    "response",
    [
        said("NO_ACTIVATIONS"),
        refused(404, "NO_ACTIVATIONS"),
        answer(status="error", error="NO_ACTIVATIONS"),
        answer(activeActivations=[]),
        answer(data=[]),
        answer(
            activeActivations=[
                None,
                7,
                "x",
                {},
                {"activationId": ""},
                LISTED | {"activationId": None},
            ]
        ),
    ],
)
def test_nothing_may_be_open(response: Response) -> None:
    assert PROVIDER.read_activations(response) == []


def test_what_is_open_and_has_an_id_is_listed_whatever_else_is_wrong() -> None:
    listed = {"activationId": 7, "phoneNumber": [], "activationCost": -1, "countryCode": 999}

    assert PROVIDER.read_activations(answer(activeActivations=[listed])) == [
        Activation("7", "", "", "999")
    ]


@pytest.mark.parametrize("body", ["{}", "7", "null", '{"activeActivations":null}', "ACCESS_READY"])
def test_a_list_that_is_none_cannot_be_read(body: str) -> None:
    with pytest.raises(InvalidResponse):
        PROVIDER.read_activations(said(body))


@pytest.mark.parametrize("count", [100, 101])
@pytest.mark.parametrize("field", ["activeActivations", "data"])
def test_a_list_as_long_as_was_asked_for_may_go_on(field: str, count: int) -> None:
    with pytest.raises(InvalidResponse, match=f"cut: {count} are listed, and there may be more"):
        PROVIDER.read_activations(answer(**{field: [LISTED] * count}))

    assert len(PROVIDER.read_activations(answer(**{field: [LISTED] * 99}))) == 99


@pytest.mark.parametrize(
    ("service", "country", "fits"),
    [
        ("telegram", "ru", True),
        ("TG", "RU", True),
        ("tg", "0", True),
        ("whatsapp", "ru", False),
        ("telegram", "ua", False),
        ("telegram", "12", False),
    ],
)
def test_what_is_listed_is_known_by_the_users_names(service: str, country: str, fits: bool) -> None:
    assert PROVIDER.fits(OPEN, service, country) is fits


@pytest.mark.parametrize("told", [635468024, "635468024"])
def test_a_notice_tells_the_activation(told: object) -> None:
    body = msgspec.json.encode({"activationId": told, "service": "tg", "code": "482910"})

    assert PROVIDER.read_notice(body) == "635468024"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"STATUS_OK:1", b'{"activationId":"../7"}'])
def test_what_is_no_notice_is_told(body: bytes) -> None:
    with pytest.raises(InvalidResponse) as raised:
        PROVIDER.read_notice(body)

    assert raised.value.field == "activationId"


# Refusals.

MEANINGS: dict[str, type[ProviderError]] = {
    "BAD_KEY": AuthenticationError,
    "NO_KEY": AuthenticationError,
    "NO_BALANCE": InsufficientBalance,
    "NO_NUMBERS": NoNumbersAvailable,
    "WRONG_MAX_PRICE:0.5": NoNumbersAvailable,
    "BANNED:'2024-3-14 12-00-00'": RequestRejected,
    "ACCOUNT_INACTIVE": RequestRejected,
    "BAD_SERVICE": RequestRejected,
    "BAD_ACTION": RequestRejected,
    "BAD_STATUS": RequestRejected,
    "WRONG_EXCEPTION_PHONE": RequestRejected,
    "ERROR_SQL": ProviderUnavailable,
    "SERVER_ERROR": ProviderUnavailable,
    "NO_ACTIVATION": ActivationNotFound,
    "WRONG_ACTIVATION_ID": ActivationNotFound,
    "CHANNELS_LIMIT": RateLimited,
}


@pytest.mark.parametrize("operation", READERS)
@pytest.mark.parametrize(("words", "kind"), MEANINGS.items())
def test_every_word_means_the_same_in_both_dialects(
    words: str, kind: type[ProviderError], operation: str
) -> None:
    word = words.partition(":")[0]
    told = [
        said(words),
        said(f"{words.lower()}\n"),
        said(f'"{words}"'),
        answer(data=words),
        refused(400, word),
        refused(200, word),
        answer(404, title="Not what was asked", details=word),
        answer(status="error", error=word),
    ]
    for response in told:
        with pytest.raises(ProviderError) as raised:
            READERS[operation](response)

        assert type(raised.value) is kind
        assert raised.value.status == response.status
        assert word in raised.value.detail.upper()
        assert str(raised.value).endswith(raised.value.cure)


@pytest.mark.parametrize(("words", "kind"), MEANINGS.items())
def test_only_a_provider_in_trouble_may_have_sold(words: str, kind: type[ProviderError]) -> None:
    with pytest.raises(ProviderError) as raised:
        activation(said(words))

    assert may_have_bought(raised.value) is (kind is ProviderUnavailable)


@pytest.mark.parametrize(
    ("response", "cure"),
    [
        (said("WRONG_MAX_PRICE:0.50"), "The cheapest is 0.50: raise --sms-max-price"),
        (refused(400, "WRONG_MAX_PRICE", min=0.5), "The cheapest is 0.5: raise --sms-max-price"),
        (said("WRONG_MAX_PRICE:1e99"), "Raise --sms-max-price"),
        (said("WRONG_MAX_PRICE"), "Raise --sms-max-price"),
        (answer(400, title="WRONG_MAX_PRICE", info=[]), "Raise --sms-max-price"),
    ],
)
def test_too_low_a_cap_tells_the_lowest_price(response: Response, cure: str) -> None:
    with pytest.raises(NoNumbersAvailable) as raised:
        activation(response)

    assert raised.value.cure.startswith(cure)


@pytest.mark.parametrize("operation", READERS)
def test_an_early_cancel_is_denied_to_a_cancel_alone(operation: str) -> None:
    kind = CancelDenied if operation == "cancel" else RequestRejected
    with pytest.raises(ProviderError) as raised:
        READERS[operation](said("EARLY_CANCEL_DENIED"))

    assert type(raised.value) is kind


@pytest.mark.parametrize(
    ("status", "operation", "kind"),
    [
        (401, "balance", AuthenticationError),
        (402, "buy", InsufficientBalance),
        (404, "buy", NoNumbersAvailable),
        (404, "look", ActivationNotFound),
        (409, "cancel", ActivationEnded),
        (422, "buy", RequestRejected),
        (429, "look", RateLimited),
        (500, "buy", ProviderUnavailable),
        (503, "activations", ProviderUnavailable),
        (302, "another", RequestRejected),
    ],
)
def test_a_status_counts_where_no_word_is_known(
    status: int, operation: str, kind: type[ProviderError]
) -> None:
    for response in (said("WHATEVER", status), refused(status, "UNHEARD_OF"), said("", status)):
        with pytest.raises(ProviderError) as raised:
            READERS[operation](response)

        assert type(raised.value) is kind


@pytest.mark.parametrize(("status", "kind"), [(500, ProviderUnavailable), (429, RateLimited)])
def test_a_server_in_trouble_is_not_taken_at_its_word(
    status: int, kind: type[ProviderError]
) -> None:
    with pytest.raises(kind) as raised:
        activation(said("NO_BALANCE", status, retry_after="7"))

    assert getattr(raised.value, "retry_after", None) == 7.0


def test_a_limit_tells_when_it_is_over() -> None:
    with pytest.raises(RateLimited) as raised:
        PROVIDER.read_balance(said("CHANNELS_LIMIT", retry_after="30"))

    assert raised.value.retry_after == 30.0


@pytest.mark.parametrize("operation", READERS)
@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"SOMETHING_NEW:1", "SOMETHING_NEW:1"),
        (b"", "nothing at all"),
        (b"<!doctype html>\n<title>x</title>", "<!doctype html> <title>x</title>"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"7", "7"),
    ],
)
def test_what_is_not_known_is_quoted_in_one_line(operation: str, body: bytes, detail: str) -> None:
    with pytest.raises(InvalidResponse) as raised:
        READERS[operation](said(body))

    assert detail in raised.value.detail
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("operation", READERS)
@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_a_key_that_an_answer_repeats_is_in_no_message(operation: str, status: int) -> None:
    where = "https://example.org/stubs/handler_api.php?API_KEY=s3cr%2Ft&action=x"
    told = [
        said(f"no such page: {where}", status, location=where),
        answer(status, {"location": where}, api_key="s3cr/t", apiKey="s3cr%2Ft", x=1),
        said(f"EARLY_CANCEL_DENIED {where}", status, location=where),
        said(f"BAD_KEY: {where}", status, location=where),
    ]
    for response in told:
        with pytest.raises(SmsActivateError) as raised:
            READERS[operation](response)

        assert "s3cr" not in str(raised.value)
        assert "s3cr" not in repr(vars(raised.value))


# What a cassette keeps.


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("ACCESS_NUMBER:635468024:79161234567", {"id": "635468024", "phone": "79161234567"}),
        ("ACCESS_NUMBER:7:+79161234567", {"id": "7", "phone": "+79161234567"}),
        ("ACCESS_NUMBER:7:+7 916 123-45-67", {"id": "7", "phone": "+7 916 123-45-67"}),
        ("ACCESS_BALANCE: 12.40", {"money": "12.40"}),
        ("STATUS_OK:482910", {"code": "482910"}),
        ("STATUS_WAIT_RETRY:482910", {"code": "482910"}),
        ("STATUS_WAIT_CODE", {}),
        ("EARLY_CANCEL_DENIED", {}),
        ("WRONG_MAX_PRICE:0.5", {}),
        ("BANNED:'2024-3-14 12-00-00'", {}),
        ("BANNED", {}),
    ],
)
def test_a_line_of_text_is_known_by_its_parts(text: str, groups: dict[str, str]) -> None:
    matches = [match for each in PROVIDER.texts if (match := each.fullmatch(text))]

    assert matches[0].groupdict() == groups


@pytest.mark.parametrize("text", ["", "482910", "Your code is 482910", "ACCESS_NUMBER:1", "abc"])
def test_other_lines_are_not_known(text: str) -> None:
    assert not any(each.fullmatch(text) for each in PROVIDER.texts)


def test_what_is_secret_in_a_document_is_not_kept_as_it_is() -> None:
    kinds = {PROVIDER.fields[name] for name in ("activationId", "phoneNumber", "code", "text")}

    assert kinds == {"id", "phone", "code", "text"}
    assert PROVIDER.fields["smsCode"] == "code"
    assert PROVIDER.fields["dateTime"] == "time"
    assert PROVIDER.fields["cost"] == "plain"


# Anything at all.

NAMES = [
    *PROVIDER.fields,
    "sms",
    "call",
    "data",
    "activeActivations",
    "details",
    "info",
    "0",
    "0.5",
]
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["NO_NUMBERS", "STATUS_OK:1", "0.5", "79161234567", "2024-03-14 12:00:00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=5) | st.sampled_from(NAMES),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
words = st.one_of(
    st.sampled_from([*MEANINGS, "ORDER_ALREADY_EXISTS", "NO_ACTIVATIONS", "EARLY_CANCEL_DENIED"]),
    st.from_regex(r"\A(ACCESS|STATUS)_[A-Z_]{0,12}(:.{0,12}){0,3}\Z"),
    st.from_regex(
        r"\A(ACCESS_(NUMBER|BALANCE)|STATUS_OK|WRONG_MAX_PRICE): ?[\d+.eE-]{0,12}:?\w*\Z"
    ),
)
bodies = st.one_of(
    st.binary(max_size=200),
    values.map(msgspec.json.encode),
    words.map(str.encode),
    words.map(msgspec.json.encode),
)
headers = st.dictionaries(
    st.sampled_from(["retry-after", "date", "x-ratelimit-reset", "location"]),
    st.text(max_size=20) | st.integers().map(str),
)
statuses = st.sampled_from([200, 201, 204, 302, 400, 401, 402, 403, 404, 409, 410, 422, 429, 500])


@settings(deadline=None)
@given(status=statuses | st.integers(100, 599), body=bodies, headers=headers)
def test_any_answer_is_read_or_is_an_error_of_the_tree(
    status: int, body: bytes, headers: dict[str, str]
) -> None:
    response = Response(status, body, headers)
    for read in READERS.values():
        try:
            read(response)
        except SmsActivateError as error:
            is_told_in_one_line(error)
    assert PROVIDER.is_unknown(response) in (True, False)


def is_told_in_one_line(error: SmsActivateError) -> None:
    assert str(error).isprintable()
    assert str(error).endswith(error.cure)


@settings(deadline=None)
@given(bodies)
def test_any_notice_is_read_or_is_an_error_of_the_tree(body: bytes) -> None:
    with contextlib.suppress(InvalidResponse):
        assert PROVIDER.read_notice(body)


@pytest.mark.parametrize("operation", READERS)
@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"0":' * 900 + b"1" + b"}" * 900, b'{"data":' * 900 + b"1" + b"}" * 900],
)
def test_the_depth_of_an_answer_is_no_danger(operation: str, body: bytes) -> None:
    with pytest.raises(SmsActivateError):
        READERS[operation](said(body))


@settings(deadline=None)
@given(
    identity=st.integers(1, 10**12).map(str),
    digits=st.from_regex(r"\A[1-9][0-9]{6,14}\Z"),
    cost=st.decimals(0, 1000, places=4),
    plus=st.sampled_from(["", "+"]),
)
def test_both_kinds_of_purchase_tell_the_same(
    identity: str, digits: str, cost: Decimal, plus: str
) -> None:
    line = activation(said(f"ACCESS_NUMBER:{identity}:{plus}{digits}"))
    document = activation(
        bought(activationId=int(identity), phoneNumber=plus + digits, activationCost=str(cost))
    )

    assert line == Activation(identity, f"+{digits}", "telegram", "ru")
    assert document == msgspec.structs.replace(line, price=cost)


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12))
def test_any_code_survives_both_kinds_of_look(code: str) -> None:
    assume(code.lstrip(":-") == code)
    line = PROVIDER.read_look(said(f"STATUS_OK:{code}"))

    assert line == Look("STATUS_OK", (Message(UNTOLD, code=code),))
    assert PROVIDER.read_look(heard(code=code)) == line
