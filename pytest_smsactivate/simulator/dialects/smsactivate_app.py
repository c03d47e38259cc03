"""The API of sms-activate.app, from the provider's side: logins, numbers, whole messages.

Its document gives the four paths and the answer to a purchase; all else is as this house
reads it, in `providers.smsactivate_app`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from secrets import token_urlsafe
from typing import NamedTuple

from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.simulator.activation import Arrival, SimulatedActivation
from pytest_smsactivate.simulator.dialects.base import SHAPES, Refusal, bearer, told
from pytest_smsactivate.simulator.market import Market

__all__ = ["SmsActivateAppDialect"]

_MANAGE = "/api/manage_number"
_OPERATIONS: Mapping[str, Mapping[str, Operation]] = {
    "/api/auth": {"POST": "login"},
    "/api/allocate_number": {"GET": "buy"},
    "/api/fetch_messages": {"GET": "look"},
    _MANAGE: {"POST": "cancel"},
}
_ACTIONS: Mapping[str, Operation] = {"release": "cancel", "renew": "renew"}


class _Pass(NamedTuple):
    """What a token stands for, and until when, in seconds of the simulator's clock."""

    key: str
    until: float


class SmsActivateAppDialect:
    """Any key is given a token, which is good for `token_lasts` seconds.

    A number is its own id, and may be written in any way with all its digits. One that
    has ended still shows its messages, and the word for its end as the status.
    """

    name = "smsactivate-app"

    def __init__(self, *, token_lasts: float = 3600.0) -> None:
        self._token_lasts = token_lasts
        self._passes: dict[str, _Pass] = {}

    def serves(self, path: str) -> bool:
        return path in _OPERATIONS

    def operation_of(self, request: Request) -> Operation:
        """Refused with 404 or 405; with 400 or 422 where the body names no known action."""
        methods = _OPERATIONS.get(request.path)
        if methods is None:
            raise Refusal(404, "there is no such path")
        if request.method not in methods:
            allowed = ", ".join(methods)
            raise Refusal(405, f"this path takes {allowed}", {"allow": allowed})
        if request.path != _MANAGE:
            return methods[request.method]
        action = _field(request.body or {}, "action")
        if action not in _ACTIONS:
            raise Refusal(422, f"`action` is none of {', '.join(_ACTIONS)}")
        return _ACTIONS[action]

    def key_of(self, request: Request, now: float) -> str:
        """The key in the body of a login; elsewhere the one behind the token."""
        if request.path == "/api/auth":
            return (request.body or {}).get("apiKey", "")
        held = self._passes.get(bearer(request))
        return held.key if held is not None and now < held.until else ""

    def act(self, market: Market, operation: Operation, request: Request) -> Response:
        if operation == "login":
            return told(self._login(market, request))
        return told({"status": "success", **_ACTS[operation](market, request)})

    def refused(self, refusal: Refusal) -> Response:
        headers = dict(refusal.headers)
        if refusal.status == 401:
            headers["www-authenticate"] = "Bearer"
        return told({"status": "error", "message": refusal.why}, refusal.status, headers)

    def notice(self, activation: SimulatedActivation, arrival: Arrival) -> dict[str, object]:
        return {"number": activation.number, **_message(arrival)}

    def _login(self, market: Market, request: Request) -> dict[str, object]:
        key = _field(request.body or {}, "apiKey")
        token = token_urlsafe(24)
        self._passes[token] = _Pass(key, market.now + self._token_lasts)
        return {"status": "success", "token": token, "expires_in": self._token_lasts}


def buy(market: Market, request: Request) -> dict[str, object]:
    service, country = _wanted(dict(request.query))
    number = market.new_number(country)
    if number is None or market.terms.stock == 0:
        raise Refusal(404, f"no number of {country.upper()} is free for {service}")
    if market.terms.price > market.books.balance:
        raise Refusal(402, "the balance is too low for a number")
    market.buy(number, service, country, dialect=SmsActivateAppDialect.name, name=number)
    return {"number": number, "country": country.upper()}


def look(market: Market, request: Request) -> dict[str, object]:
    activation = _asked_for(market, dict(request.query))
    messages = [_message(arrival) for arrival in activation.received]
    shown: dict[str, object] = {"number": activation.number, "messages": messages}
    return shown | {"status": activation.status} if activation.ended else shown


def cancel(market: Market, request: Request) -> dict[str, object]:
    """The denial of an early release is that of the classic protocol."""
    activation = _open_one(market, request)
    wait = market.cancels_in(activation)
    if wait > 0:
        raise Refusal(409, "EARLY_CANCEL_DENIED", {"retry-after": str(math.ceil(wait))})
    market.end(activation, "released")
    return {"number": activation.number, "action": "release"}


def renew(market: Market, request: Request) -> dict[str, object]:
    activation = _open_one(market, request)
    market.renew(activation)
    expires_at = _timestamp(market.utc(activation.expires_at))
    return {"number": activation.number, "action": "renew", "expires_at": expires_at}


_ACTS = {"buy": buy, "look": look, "cancel": cancel, "renew": renew}


def _open_one(market: Market, request: Request) -> SimulatedActivation:
    activation = _asked_for(market, request.body or {})
    if activation.ended:
        raise Refusal(409, f"the number is {activation.status} already")
    return activation


def _asked_for(market: Market, fields: Mapping[str, str]) -> SimulatedActivation:
    activation = market.find("+" + re.sub(r"\D", "", _field(fields, "number")))
    if activation is None:
        raise Refusal(404, "there is no such number")
    return activation


def _wanted(fields: Mapping[str, str]) -> tuple[str, str]:
    """Service and country, that in lower case; refused with 400 or 422."""
    for name, shape in SHAPES.items():
        if not shape.fullmatch(_field(fields, name)):
            raise Refusal(422, f"`{name}` is not the name of a {name}")
    return fields["service"], fields["country"].lower()


def _field(fields: Mapping[str, str], name: str) -> str:
    """Refused with 400 where it is missing or empty."""
    if not fields.get(name):
        raise Refusal(400, f"`{name}` is missing, or not a string")
    return fields[name]


def _message(arrival: Arrival) -> dict[str, object]:
    sms = arrival.sms
    received_at = _timestamp(arrival.received_at)
    return {"text": sms.text, "from": sms.sender, "received_at": received_at}


def _timestamp(moment: datetime) -> str:
    """Milliseconds tell apart what else were one message, shown twice."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
