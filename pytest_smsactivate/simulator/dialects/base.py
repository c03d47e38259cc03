"""What every dialect is, and what they share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

import msgspec

from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.simulator.activation import Arrival, SimulatedActivation
from pytest_smsactivate.simulator.market import Market

__all__ = ["PLENTY", "SHAPES", "Dialect", "Refusal", "bearer", "told"]

PLENTY = 1000
"""How many numbers are said to be available while the stock has no end."""

SHAPES = {
    "service": re.compile(r"[A-Za-z0-9][\w.-]{0,63}", re.ASCII),
    "country": re.compile(r"[A-Za-z]{2}"),
}

_encoder = msgspec.json.Encoder(decimal_format="number")


class Refusal(Exception):
    """The provider says no: an HTTP status, and why in one line. A dialect puts it in its words."""

    def __init__(self, status: int, why: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.headers = headers or {}


class Dialect(Protocol):
    """One API from the provider's side: its routes and answers over the one market.

    `name` is the provider's, under which an activation remembers where it was bought.
    """

    name: str

    def serves(self, path: str) -> bool:
        """Whether a request to this path is meant for it."""
        ...

    def operation_of(self, request: Request) -> Operation:
        """What a request asks for; raises `Refusal`."""
        ...

    def key_of(self, request: Request, now: float) -> str:
        """The key that a request is made with; empty where it has none that is valid `now`."""
        ...

    def act(self, market: Market, operation: Operation, request: Request) -> Response:
        """Do what the request asks; the answer, or `Refusal`."""
        ...

    def refused(self, refusal: Refusal) -> Response:
        """A refusal in the dialect's own words."""
        ...

    def notice(self, activation: SimulatedActivation, arrival: Arrival) -> object | None:
        """What a webhook is told of a message, to be sent as JSON; None where there are none."""
        ...


def told(document: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`document` as JSON; amounts of money are JSON numbers, digit by digit."""
    head = {"content-type": "application/json", **(headers or {})}
    return Response(status, _encoder.encode(document), head)


def bearer(request: Request) -> str:
    """The bearer key of a request; empty where it has none."""
    for name, value in request.headers:
        if name.lower() == "authorization":
            scheme, _, key = value.partition(" ")
            return key.strip() if scheme.lower() == "bearer" else ""
    return ""
