"""The REST API v1 of sms-activate.dev, from the provider's side: routes and answers.

Paths and answers are those of its documents; they leave errors open, so these
have HTTP's usual status and the body `{"error": "one line"}`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime

from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.simulator.activation import Arrival, SimulatedActivation
from pytest_smsactivate.simulator.dialects.base import PLENTY, SHAPES, Refusal, bearer, told
from pytest_smsactivate.simulator.market import Market

__all__ = ["SmsActivateDevDialect"]

_OPERATIONS: Mapping[str, Mapping[str, Operation]] = {
    "/api/v1/balance": {"GET": "balance"},
    "/api/v1/numbers/available": {"GET": "offer"},
    "/api/v1/numbers/buy": {"POST": "buy"},
}
_ACTIVATION = "/api/v1/activations/"
_ON_ACTIVATION: Mapping[str, Operation] = {"GET": "look", "DELETE": "cancel"}


class SmsActivateDevDialect:
    """Whatever no other dialect serves is a path that it does not know."""

    name = "smsactivate-dev"

    def serves(self, path: str) -> bool:
        return path.startswith("/api/v1/")

    def operation_of(self, request: Request) -> Operation:
        """Refused with 404 or 405."""
        path = request.path
        methods = _ON_ACTIVATION if path.startswith(_ACTIVATION) else _OPERATIONS.get(path)
        if methods is None:
            raise Refusal(404, "there is no such path")
        operation = methods.get(request.method)
        if operation is None:
            allowed = ", ".join(methods)
            raise Refusal(405, f"this path takes {allowed}", {"allow": allowed})
        return operation

    def key_of(self, request: Request, now: float) -> str:
        return bearer(request)

    def act(self, market: Market, operation: Operation, request: Request) -> Response:
        return told(_ACTS[operation](market, request))

    def refused(self, refusal: Refusal) -> Response:
        headers = dict(refusal.headers)
        if refusal.status == 401:
            headers["www-authenticate"] = "Bearer"
        return told({"error": refusal.why}, refusal.status, headers)

    def notice(self, activation: SimulatedActivation, arrival: Arrival) -> None:
        """Its documents know no webhooks."""


def balance(market: Market, _request: Request) -> dict[str, object]:
    return {"balance": market.books.balance, "currency": market.books.currency}


def offer(market: Market, request: Request) -> dict[str, object]:
    service, country = _wanted(request.query)
    if market.new_number(country) is None:
        raise Refusal(404, f"there are no numbers of {country}")
    stock = market.terms.stock
    return {
        "service": service,
        "country": country,
        "price": market.terms.price,
        "available": PLENTY if stock is None else stock,
    }


def buy(market: Market, request: Request) -> dict[str, object]:
    service, country = _wanted((request.body or {}).items())
    number = market.new_number(country)
    if number is None or market.terms.stock == 0:
        raise Refusal(404, f"no number of {country} is free for {service}")
    if market.terms.price > market.books.balance:
        raise Refusal(402, f"{market.books.balance} is left, and a number is {market.terms.price}")
    activation = market.buy(number, service, country, dialect=SmsActivateDevDialect.name)
    return {
        "id": activation.id,
        "number": number,
        "service": service,
        "country": country,
        "expires_at": _timestamp(market.utc(activation.expires_at)),
    }


def look(market: Market, request: Request) -> dict[str, object]:
    """One code at a time is documented: the latest."""
    activation = _asked_for(market, request)
    told: dict[str, object] = {"id": activation.id, "status": activation.status}
    if activation.received:
        latest = activation.received[-1]
        told |= {"code": latest.sms.code, "received_at": _timestamp(latest.received_at)}
    return told


def cancel(market: Market, request: Request) -> dict[str, object]:
    """The denial of an early cancel is that of the classic protocol."""
    activation = _asked_for(market, request)
    if activation.ended:
        raise Refusal(409, f"the activation is {activation.status} already")
    wait = market.cancels_in(activation)
    if wait > 0:
        raise Refusal(409, "EARLY_CANCEL_DENIED", {"retry-after": str(math.ceil(wait))})
    refunded = market.end(activation, "cancelled")
    return {"id": activation.id, "status": activation.status, "refunded": refunded}


_ACTS = {"balance": balance, "offer": offer, "buy": buy, "look": look, "cancel": cancel}


def _asked_for(market: Market, request: Request) -> SimulatedActivation:
    activation = market.find(request.path.removeprefix(_ACTIVATION))
    if activation is None:
        raise Refusal(404, "there is no such activation")
    return activation


def _wanted(fields: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Service and country of an offer or a purchase; refused with 400 or 422."""
    given = dict(fields)
    for name, shape in SHAPES.items():
        if name not in given:
            raise Refusal(400, f"`{name}` is missing, or not a string")
        if not shape.fullmatch(given[name]):
            raise Refusal(422, f"`{name}` is not the name of a {name}")
    return given["service"], given["country"]


def _timestamp(moment: datetime) -> str:
    """Whole seconds in UTC, as the documents write them."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
