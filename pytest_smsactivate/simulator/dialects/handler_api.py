"""The classic protocol, `handler_api.php`, from the provider's side, in either of its dialects.

`text` refuses by a word and HTTP 200; `http` by an HTTP status and `{title, details, info}`.
Without `v2` it is an older provider's: getNumberV2 and getStatusV2 are unknown to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.providers.handler_codes import iso_country
from pytest_smsactivate.simulator.activation import Arrival, SimulatedActivation
from pytest_smsactivate.simulator.dialects.base import PLENTY, SHAPES, Refusal, told
from pytest_smsactivate.simulator.market import Market

__all__ = ["Errors", "HandlerApiDialect"]

Errors = Literal["text", "http"]

NAME = "handler-api"
CURRENCY = 840
"""ISO 4217's number of the dollar, whatever the account's currency is."""

RUSSIA = "0"
"""The country where none is named."""

READY, ANOTHER, DONE, CANCELLED = "1", "3", "6", "8"

_MOVES: Mapping[str, frozenset[str]] = {
    "pending": frozenset({READY, CANCELLED}),
    "ready": frozenset({CANCELLED}),
    "received": frozenset({ANOTHER, DONE}),
    "retrying": frozenset({DONE}),
}
_STATUS_OPERATIONS: Mapping[str, Operation] = {
    READY: "look",
    ANOTHER: "another",
    DONE: "cancel",
    CANCELLED: "cancel",
}
_HTTP_STATUS = {
    "BAD_KEY": 401,
    "NO_BALANCE": 402,
    "NO_NUMBERS": 404,
    "NO_ACTIVATION": 404,
    "NO_ACTIVATIONS": 404,
    "EARLY_CANCEL_DENIED": 409,
    "ORDER_ALREADY_EXISTS": 409,
}


class WordRefusal(Refusal):
    """A refusal by one of the protocol's words; `info` is what the newer dialect adds to it."""

    def __init__(
        self, word: str, after: str = "", info: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(_HTTP_STATUS.get(word, 400), f"{word}{after}")
        self.word = word
        self.info = info or {}


class HandlerApiDialect:
    """The key is `api_key` in the query; ids are of nine digits."""

    name = NAME

    def __init__(self, errors: Errors = "text", v2: bool = True) -> None:
        self._errors = errors
        self._actions = _ACTIONS if v2 else {**_ACTIONS, **dict.fromkeys(_NEWER, None)}

    def serves(self, path: str) -> bool:
        return path.endswith("/handler_api.php")

    def operation_of(self, request: Request) -> Operation:
        """Refused with BAD_ACTION or BAD_STATUS; to report that one is ready counts as a look."""
        given = dict(request.query)
        if given.get("action") == "setStatus":
            operation = _STATUS_OPERATIONS.get(given.get("status", ""))
            if operation is None:
                raise WordRefusal("BAD_STATUS")
            return operation
        action = self._actions.get(given.get("action", ""))
        if action is None:
            raise WordRefusal("BAD_ACTION")
        return action[0]

    def key_of(self, request: Request, now: float) -> str:
        return dict(request.query).get("api_key", "")

    def act(self, market: Market, operation: Operation, request: Request) -> Response:
        given = dict(request.query)
        action = self._actions[given["action"]]
        assert action is not None, "operation_of has refused it"
        answer = action[1](market, given)
        return _text(answer) if isinstance(answer, str) else told(answer)

    def refused(self, refusal: Refusal) -> Response:
        """Too many requests are an HTTP status in both dialects."""
        word, info = "TOO_MANY_REQUESTS", {}
        if isinstance(refusal, WordRefusal):
            word, info = refusal.word, dict(refusal.info)
        elif refusal.status == 401:
            word = "BAD_KEY"
        if self._errors == "http":
            document = {"title": word, "details": refusal.why, "info": info}
            return told(document, refusal.status, refusal.headers)
        if refusal.status == 429:
            return _text(refusal.why, 429, refusal.headers)
        return _text(refusal.why if isinstance(refusal, WordRefusal) else word)

    def notice(self, activation: SimulatedActivation, arrival: Arrival) -> dict[str, object]:
        return {
            "activationId": int(activation.id),
            "service": activation.service,
            "text": arrival.sms.text,
            "code": arrival.sms.code,
            "country": int(activation.country),
            "receivedAt": _clock_time(arrival.received_at),
        }


Given = Mapping[str, str]


def balance(market: Market, _given: Given) -> str:
    return f"ACCESS_BALANCE:{market.books.balance}"


def prices(market: Market, given: Given) -> dict[str, object]:
    service, country = _wanted(given)
    count = _stock(market)
    cost = {"cost": market.terms.price, "count": count, "physicalCount": count}
    return {country: {service: cost}}


def numbers(market: Market, given: Given) -> dict[str, object]:
    service, _ = _wanted(given)
    return {service: _stock(market)}


def number(market: Market, given: Given) -> str:
    activation = _bought(market, given)
    return f"ACCESS_NUMBER:{activation.id}:{activation.number[1:]}"


def number_v2(market: Market, given: Given) -> dict[str, object]:
    activation = _bought(market, given)
    return {
        "activationId": int(activation.id),
        "phoneNumber": activation.number[1:],
        "activationCost": activation.price,
        "currency": CURRENCY,
        "countryCode": activation.country,
        "canGetAnotherSms": "1",
        "activationTime": _clock_time(market.utc(activation.bought_at)),
        "activationEndTime": _clock_time(market.utc(activation.expires_at)),
        "activationOperator": "any",
    }


def status(market: Market, given: Given) -> str:
    activation = _asked_for(market, given)
    if activation.ended:
        return "STATUS_CANCEL"
    if not activation.received:
        return "STATUS_WAIT_CODE"
    word = "STATUS_WAIT_RETRY" if activation.retrying else "STATUS_OK"
    return f"{word}:{activation.received[-1].sms.code}"


def status_v2(market: Market, given: Given) -> str | dict[str, object]:
    """The bare words until there is an SMS."""
    word = status(market, given)
    if not word.startswith("STATUS_OK"):
        return word
    latest = _asked_for(market, given).received[-1]
    sms = {
        "dateTime": _clock_time(latest.received_at),
        "code": latest.sms.code,
        "text": latest.sms.text,
    }
    return {"verificationType": 0, "sms": sms, "call": None}


def set_status(market: Market, given: Given) -> str:
    """Only the legal moves; another SMS may be asked for again once the last one has come."""
    activation, asked = _asked_for(market, given), given["status"]
    state = "retrying" if activation.retrying else activation.status
    if activation.ended or asked not in _MOVES[state]:
        raise WordRefusal("BAD_STATUS")
    if asked == READY:
        activation.status = "ready"
        return "ACCESS_READY"
    if asked == ANOTHER:
        market.ask_another(activation)
        return "ACCESS_RETRY_GET"
    if asked == DONE:
        market.end(activation, "finished")
        return "ACCESS_ACTIVATION"
    if market.cancels_in(activation) > 0:
        info = {"minActivationTime": market.terms.cancel_after}
        raise WordRefusal("EARLY_CANCEL_DENIED", info=info)
    market.end(activation, "cancelled")
    return "ACCESS_CANCEL"


def open_ones(market: Market, _given: Given) -> dict[str, object]:
    held = market.held(NAME)
    if not held:
        raise WordRefusal("NO_ACTIVATIONS")
    return {"status": "success", "activeActivations": [_listed(market, each) for each in held]}


Act = Callable[[Market, Given], str | dict[str, object]]

_NEWER = ("getNumberV2", "getStatusV2")
_ACTIONS: Mapping[str, tuple[Operation, Act] | None] = {
    "getBalance": ("balance", balance),
    "getPrices": ("offer", prices),
    "getNumbersStatus": ("offer", numbers),
    "getNumber": ("buy", number),
    "getNumberV2": ("buy", number_v2),
    "getStatus": ("look", status),
    "getStatusV2": ("look", status_v2),
    "setStatus": ("cancel", set_status),
    "getActiveActivations": ("activations", open_ones),
}


def _bought(market: Market, given: Given) -> SimulatedActivation:
    service, country = _wanted(given)
    order = given.get("orderId")
    if order is not None and market.ordered(order) is not None:
        raise WordRefusal("ORDER_ALREADY_EXISTS")
    price = market.terms.price
    free = market.new_number(iso_country(country))
    if free is None or market.terms.stock == 0:
        raise WordRefusal("NO_NUMBERS")
    if "maxPrice" in given and price > _amount(given["maxPrice"]):
        raise WordRefusal("WRONG_MAX_PRICE", f":{price}", {"min": price})
    if price > market.books.balance:
        raise WordRefusal("NO_BALANCE")
    new = market.digits(9)
    return market.buy(free, service, country, dialect=NAME, name=new, order=order)


def _wanted(given: Given) -> tuple[str, str]:
    service, country = given.get("service", ""), given.get("country", RUSSIA)
    if not SHAPES["service"].fullmatch(service):
        raise WordRefusal("BAD_SERVICE")
    if not SHAPES["country"].fullmatch(iso_country(country)) or not country.isdigit():
        raise WordRefusal("WRONG_COUNTRY")
    return service, country


def _amount(text: str) -> Decimal:
    try:
        return max(Decimal(text), Decimal(0))
    except InvalidOperation:
        return Decimal(0)


def _stock(market: Market) -> int:
    return PLENTY if market.terms.stock is None else market.terms.stock


def _asked_for(market: Market, given: Given) -> SimulatedActivation:
    activation = market.find(given.get("id", ""))
    if activation is None or activation.dialect != NAME:
        raise WordRefusal("NO_ACTIVATION")
    return activation


def _listed(market: Market, activation: SimulatedActivation) -> dict[str, object]:
    latest = activation.received[-1].sms if activation.received else None
    return {
        "activationId": activation.id,
        "serviceCode": activation.service,
        "phoneNumber": activation.number[1:],
        "activationCost": activation.price,
        "activationStatus": "2" if latest else "4",
        "smsCode": latest.code if latest else None,
        "smsText": latest.text if latest else None,
        "activationTime": _clock_time(market.utc(activation.bought_at)),
        "countryCode": activation.country,
        "canGetAnotherSms": "1",
        "currency": CURRENCY,
    }


def _clock_time(moment: datetime) -> str:
    """As the protocol writes it: whole seconds, without a zone; here it is UTC."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _text(words: str, status_code: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    head = {"content-type": "text/plain; charset=utf-8", **(headers or {})}
    return Response(status_code, words.encode(), head)
