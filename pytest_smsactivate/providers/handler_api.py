"""The classic protocol, `handler_api.php`, which dozens of providers speak.

Everything is a GET with an `action`. All readers read both dialects: see `handler_answers`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

import msgspec

from pytest_smsactivate.errors import (
    InvalidResponse,
    NoNumbersAvailable,
    NotSupported,
    ProviderError,
    PurchaseUnknown,
    SmsActivateError,
    expected,
)
from pytest_smsactivate.models import (
    UNTOLD,
    Activation,
    Balance,
    Cancellation,
    Look,
    Message,
    Offer,
    Operation,
    Request,
    Response,
)
from pytest_smsactivate.providers.base import Capabilities, FieldKind, Provider
from pytest_smsactivate.providers.handler_answers import (
    NOTHING_OPEN,
    ORDERED_BEFORE,
    Answer,
    HeardAnswer,
    LookAnswer,
    Price,
    PurchaseAnswer,
    activation_in,
    amount,
    answer_of,
    count,
    identity,
    is_empty,
    message_of,
    moment,
    open_one,
    prices,
    purchase_of,
    refusal,
    without_key,
)
from pytest_smsactivate.providers.handler_codes import (
    UNKNOWN_ACTIONS,
    country_number,
    iso_country,
    service_code,
)
from pytest_smsactivate.providers.reading import (
    decode,
    e164,
    error_for,
    one_line,
    says_too_early,
)

__all__ = ["HandlerApi"]

__tracebackhide__ = expected

PATH = "/stubs/handler_api.php"

ANOTHER = "3"
DONE = "6"
CANCELLED = "8"

LISTED = 100
"""The most activations that one answer lists."""

_OLDER = {"getNumberV2": "getNumber", "getStatusV2": "getStatus", "getPrices": "getNumbersStatus"}
_WAITING = frozenset({"STATUS_WAIT_CODE", "STATUS_WAIT_RETRY", "STATUS_WAIT_RESEND"})
_REFUNDED = {"ACCESS_CANCEL": True, "ACCESS_ACTIVATION": False}

_PLAIN = (
    "activationCost activationOperator activationStatus canGetAnotherSms cost count country "
    "countryCode countryName currency discount max min minActivationTime physicalCount price "
    "repeated service serviceCode status title verificationType"
)


class HandlerApi(Provider):
    """The key is in the query; services and countries have codes of the protocol's own."""

    name: ClassVar[str] = "handler-api"
    endpoint: ClassVar[str] = PATH
    capabilities: ClassVar[Capabilities] = Capabilities(
        price=True,
        balance=True,
        activation_id=True,
        message_text=True,
        request_another=True,
        activations=True,
        idempotent_buy=True,
        webhook=True,
    )
    # A guess: no balance tells its currency, and most accounts are in dollars.
    words: ClassVar[Mapping[str, str]] = {"currency": "USD"}
    fields: Mapping[str, FieldKind] = {
        "activationId": "id",
        "phoneNumber": "phone",
        "code": "code",
        "smsCode": "code",
        "text": "text",
        "smsText": "text",
        "activationTime": "time",
        "activationEndTime": "time",
        "dateTime": "time",
        "receivedAt": "time",
        **dict.fromkeys(_PLAIN.split(), "plain"),
    }
    texts: ClassVar[Sequence[re.Pattern[str]]] = tuple(
        re.compile(pattern, re.IGNORECASE | re.ASCII)
        for pattern in (
            r"ACCESS_NUMBER:(?P<id>[\w.-]+):(?P<phone>\+?\d[\d -]*)",
            r"ACCESS_BALANCE:\s*(?P<money>-?\d+(?:\.\d+)?)",
            r"STATUS_OK:(?P<code>.+)",
            r"STATUS_WAIT_RETRY:(?P<code>.*)",
            r"WRONG_MAX_PRICE:\d+(?:\.\d+)?",
            r"BANNED(?::'[\d :-]+')?",
            r"[A-Z]+(?:_[A-Z]+)+",
        )
    )

    def authorized(self, request: Request, key: str, token: str | None = None) -> Request:
        """The request with the key in its query."""
        return msgspec.structs.replace(request, query=(*request.query, ("api_key", key)))

    def balance(self) -> Request:
        return _ask("balance", "getBalance")

    def offer(self, service: str, country: str) -> Request:
        return _ask("offer", "getPrices", *_wanted(service, country))

    def buy(self, service: str, country: str) -> Request:
        return _ask("buy", "getNumberV2", *_wanted(service, country))

    def secured(self, request: Request, *, name: str, max_price: Decimal | None) -> Request:
        cap = () if max_price is None else (("maxPrice", f"{max_price:f}"),)
        query = (*request.query, ("orderId", name), *cap)
        return msgspec.structs.replace(request, query=query)

    def look(self, activation_id: str) -> Request:
        return _ask_of(activation_id, "look", "getStatusV2")

    def cancel(self, activation_id: str) -> Request:
        return _ask_of(activation_id, "cancel", "setStatus", ("status", CANCELLED))

    def finish(self, activation_id: str) -> Request:
        return _ask_of(activation_id, "cancel", "setStatus", ("status", DONE))

    def another(self, activation_id: str) -> Request:
        return _ask_of(activation_id, "another", "setStatus", ("status", ANOTHER))

    def activations(self) -> Request:
        return _ask("activations", "getActiveActivations", ("start", "0"), ("limit", str(LISTED)))

    def older(self, request: Request) -> Request | None:
        action = _OLDER.get(dict(request.query).get("action", ""))
        if action is None:
            return None
        others = (each for each in request.query if each[0] != "action")
        return msgspec.structs.replace(request, query=(("action", action), *others))

    def is_unknown(self, response: Response) -> bool:
        """Not where it failed, or tells of an activation: asked again, it might sell a second."""
        answer = answer_of(response.body)
        told = answer.word in UNKNOWN_ACTIONS
        return told and response.status < 500 and activation_in(answer.tree) is None

    def read_balance(self, response: Response) -> Balance:
        answer = self._answered(response, "balance")
        money = amount(answer.rest) if answer.word == "ACCESS_BALANCE" else None
        if money is None:
            raise self._unread(response)
        return Balance(money, self.word("currency"))

    def read_offer(self, response: Response) -> Offer:
        """The cheapest price at which there are numbers; the service as the API calls it."""
        answer = self._answered(response, "offer")
        told = list(prices(answer.tree))
        if not told:
            raise self._without_prices(response, answer.tree)
        names = told[0].names[:2]
        if any(price.names[:2] != names for price in told):
            raise self.misfit(response, "cost", "told of more than one service and country")
        offers = [self._priced(response, price) for price in told]
        cost, available = min(offers, key=lambda offer: (offer[1] == 0, offer[0]))
        service = next((name for name in names if not name.isdigit()), "")
        country = next((name for name in names if name.isdigit()), "")
        return Offer(service, iso_country(country), cost, available)

    def read_activation(self, response: Response, *, service: str, country: str) -> Activation:
        """What was bought; an `InvalidResponse` carries its id, if that much can be read.

        Raises `PurchaseUnknown` where an earlier request of the same name bought it.
        """
        if answer_of(response.body).word == ORDERED_BEFORE:
            raise PurchaseUnknown(self.name, service=service, country=country)
        answer = self._sold(response)
        if answer.word != "ACCESS_NUMBER" and not isinstance(answer.tree, dict):
            raise self._unread(response)
        activation_id, told = purchase_of(answer)
        try:
            return self._bought(response, activation_id, told, service=service, country=country)
        except InvalidResponse as error:
            error.activation_id = activation_id
            raise

    def read_look(self, response: Response) -> Look:
        """The old code that comes with STATUS_WAIT_RETRY is no message, but tells that one came."""
        answer = self._answered(response, "look")
        if isinstance(answer.tree, dict):
            return self._looked(response, answer)
        status = answer.word
        if not status.startswith("STATUS_"):
            raise self._unread(response)
        if status == "STATUS_OK":
            if not answer.rest:
                raise self.misfit(response, "code", "missing, though the status is STATUS_OK")
            return Look(status, (Message(UNTOLD, code=answer.rest),))
        if status != "STATUS_CANCEL" and status not in _WAITING:
            self.log_once(status.lower())
        received = status == "STATUS_WAIT_RETRY" or (
            status == "STATUS_WAIT_RESEND" and answer.rest != ""
        )
        return Look(status, ended=status == "STATUS_CANCEL", received=received)

    def read_cancellation(self, response: Response) -> Cancellation:
        """A denial is one under any status: taken for a success, it would lose the number."""
        if says_too_early(response):
            raise error_for(without_key(response), "cancel", self.name)
        answer = self._answered(response, "cancel")
        if answer.word not in _REFUNDED:
            raise self._unread(response)
        return Cancellation(_REFUNDED[answer.word])

    def read_another(self, response: Response) -> None:
        if self._answered(response, "another").word != "ACCESS_RETRY_GET":
            raise self._unread(response)

    def read_activations(self, response: Response) -> Sequence[Activation]:
        """All that is open; the country by its ISO code where the table has it.

        What has an id is listed, with an empty number where that cannot be read: it is paid for.
        `InvalidResponse` for a list as long as was asked for: it may go on, and is not all.
        """
        if answer_of(response.body).word == NOTHING_OPEN:
            return []
        tree = self._answered(response, "activations").tree
        listed = tree.get("activeActivations") if isinstance(tree, dict) else tree
        if not isinstance(listed, list):
            raise self._unread(response)
        if len(listed) >= LISTED:
            what = f"cut: {len(listed)} are listed, and there may be more"
            raise self.misfit(response, "activeActivations", what)
        return [
            open_one(activation_id, each)
            for each in listed
            if isinstance(each, dict)
            and (activation_id := identity(each.get("activationId"))) is not None
        ]

    def fits(self, activation: Activation, service: str, country: str) -> bool:
        return (activation.service.lower(), activation.country.lower()) == (
            service_code(service).lower(),
            iso_country(country).lower(),
        )

    def read_notice(self, body: bytes) -> str:
        tree = answer_of(body).tree
        activation_id = identity(tree.get("activationId")) if isinstance(tree, dict) else None
        if activation_id is None:
            detail = "a notice without `activationId`"
            raise InvalidResponse(self.name, detail=detail, field="activationId")
        return activation_id

    def _answered(self, response: Response, operation: Operation) -> Answer:
        """What an answer says that is no refusal; raises what a refusal means."""
        response = without_key(response)
        answer = answer_of(response.body)
        failure = refusal(answer, response, self.name)
        if failure is not None:
            raise failure
        self.check(response, operation)
        return answer

    def _sold(self, response: Response) -> Answer:
        """A success that refuses, and yet names an activation, may have sold it."""
        try:
            return self._answered(response, "buy")
        except ProviderError:
            activation_id = activation_in(answer_of(response.body).tree)
            if activation_id is None or not 200 <= response.status < 300:
                raise
            failure = self._unread(response)
            failure.activation_id = activation_id
            raise failure from None

    def _unread(self, response: Response) -> InvalidResponse:
        said = one_line(without_key(response).body) or "nothing at all"
        return InvalidResponse(self.name, status=response.status, detail=said)

    def _without_prices(self, response: Response, tree: object) -> SmsActivateError:
        """Why an answer has no price: no numbers, an older API, or no such answer at all."""
        counts = list(map(count, tree.values())) if isinstance(tree, dict) else []
        if is_empty(tree) or (counts and not any(each != 0 for each in counts)):
            detail = one_line(response.body)
            return NoNumbersAvailable(self.name, status=response.status, detail=detail)
        if not counts or None in counts:
            return self._unread(response)
        why = "this provider tells how many numbers it has, and not what they cost"
        cure = "Name one that has getPrices, with --sms-base-url."
        return NotSupported("price", why=why, cure=cure)

    def _priced(self, response: Response, price: Price) -> tuple[Decimal, int]:
        cost, available = amount(price.cost), count(price.count)
        if cost is None or cost < 0:
            raise self.misfit(response, "cost", "not an amount of money, 0 or more")
        if available is None:
            raise self.misfit(response, "count", "not a number of numbers")
        return cost, available

    def _bought(
        self,
        response: Response,
        activation_id: str | None,
        told: PurchaseAnswer | bytes,
        *,
        service: str,
        country: str,
    ) -> Activation:
        if isinstance(told, bytes):
            told = decode(Response(response.status, told), PurchaseAnswer, self.name)
        if activation_id is None:
            raise self.misfit(response, "activationId", "missing, or not an id")
        number, cost = e164(told.phone_number), amount(told.activation_cost)
        if not number:
            raise self.misfit(response, "phoneNumber", "not the digits of a number in E.164")
        if told.activation_cost is not None and (cost is None or cost < 0):
            raise self.misfit(response, "activationCost", "not an amount of money, 0 or more")
        return Activation(
            activation_id,
            number,
            service=service,
            country=country,
            price=cost,
            expires_at=moment(told.activation_end_time, naive=None),
        )

    def _looked(self, response: Response, answer: Answer) -> Look:
        told = decode(Response(response.status, answer.body), LookAnswer, self.name)
        if told.sms is msgspec.UNSET and told.call is msgspec.UNSET:
            raise self.misfit(response, "sms", "missing")
        messages = tuple(
            message
            for heard in (told.sms, told.call)
            if isinstance(heard, HeardAnswer) and (message := message_of(heard)) is not None
        )
        return Look("STATUS_OK" if messages else "STATUS_WAIT_CODE", messages)


def _ask(operation: Operation, action: str, *query: tuple[str, str]) -> Request:
    return Request(operation, "GET", PATH, query=(("action", action), *query))


def _ask_of(
    activation_id: str, operation: Operation, action: str, *query: tuple[str, str]
) -> Request:
    request = _ask(operation, action, ("id", activation_id), *query)
    return msgspec.structs.replace(request, activation_id=activation_id)


def _wanted(service: str, country: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("service", service_code(service)), ("country", country_number(country))
