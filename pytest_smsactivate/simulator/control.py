"""The simulator's controls over HTTP, for an application or a test in another process."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import msgspec

from pytest_smsactivate.errors import ActivationEnded, ActivationNotFound, ConfigurationError
from pytest_smsactivate.models import Response
from pytest_smsactivate.simulator.provider import SimulatedProvider

__all__ = ["PREFIX", "control"]

PREFIX = "/simulator/"
ACCOUNT = "/simulator/account"

_AMOUNTS = ("balance", "price")


def control(simulator: SimulatedProvider, method: str, path: str, body: bytes) -> Response:
    """Carry out one order.

    POST /simulator/sms       {"to", "text", …}         as `SimulatedProvider.deliver`
    POST /simulator/faults    {"endpoint", "kind", …}   as `SimulatedProvider.fault`
    POST /simulator/expire    {"number_or_id"}          as `SimulatedProvider.expire`
    POST /simulator/settings  {"price", "stock", …}     as `SimulatedProvider.configure`
    GET /simulator/account                              the books

    Amounts of money are strings, in orders and in the books.

    400 for what is not a JSON object, 404 for a number that nobody holds, 409 for
    one that has ended, 422 for arguments that cannot be: each with one line.
    """
    if path == ACCOUNT:
        return _told(200, simulator.account) if method == "GET" else _only("GET")
    orders: dict[str, Callable[..., None]] = {
        "/simulator/sms": simulator.deliver,
        "/simulator/faults": simulator.fault,
        "/simulator/expire": simulator.expire,
        "/simulator/settings": simulator.configure,
    }
    order = orders.get(path)
    if order is None:
        return _refused(404, f"There is no such path; see {', '.join(orders)} and {ACCOUNT}.")
    return _ordered(order, body) if method == "POST" else _only("POST")


def _ordered(order: Callable[..., None], body: bytes) -> Response:
    try:
        given = _given(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _refused(400, f"The body is not a JSON object: {error}.")
    try:
        inspect.signature(order).bind(**given)
    except TypeError as error:
        return _refused(422, f"These are not the arguments of {order.__name__}(): {error}.")
    try:
        order(**given)
    except ActivationNotFound as error:
        return _refused(404, str(error))
    except ActivationEnded as error:
        return _refused(409, str(error))
    except ConfigurationError as error:
        return _refused(422, str(error))
    return _told(200, {"done": True})


def _given(body: bytes) -> dict[str, object]:
    """The arguments by name; JSON has no `Decimal`, so amounts of money come as strings."""
    given = msgspec.json.decode(body, type=dict[str, object])
    return given | {name: _amount(given[name]) for name in _AMOUNTS if name in given}


def _amount(told: object) -> object:
    """What is no amount is left for the simulator to refuse."""
    try:
        return Decimal(told) if isinstance(told, str) else told
    except InvalidOperation:
        return told


def _only(method: str) -> Response:
    return _told(405, {"error": f"This path takes {method}."}, {"allow": method})


def _refused(status: int, why: str) -> Response:
    return _told(status, {"error": " ".join(why.split())})


def _told(status: int, document: object, headers: dict[str, str] | None = None) -> Response:
    body = msgspec.json.encode(document)
    return Response(status, body, {"content-type": "application/json", **(headers or {})})
