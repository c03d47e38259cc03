"""The plain facts that travel through the house: requests, answers, what they say."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import datetime, timezone
from decimal import Decimal
from typing import Literal, TypeVar

import msgspec

__all__ = [
    "UNTOLD",
    "Activation",
    "ApiKey",
    "Balance",
    "Cancellation",
    "Flow",
    "Look",
    "Message",
    "Offer",
    "Operation",
    "Pace",
    "RateLimit",
    "Request",
    "Response",
    "Send",
    "Sleep",
    "Token",
    "masked",
]


class ApiKey(str):
    """A provider's key; `repr`, and with it any traceback, does not show it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<the API key>"


Operation = Literal[
    "login",
    "balance",
    "offer",
    "buy",
    "look",
    "cancel",
    "another",
    "renew",
    "activations",
]


class Request(msgspec.Struct, frozen=True):
    """One request to a provider, before the key is added to it.

    `lease` is the entry in the ledger that a purchase with real money belongs to.
    """

    operation: Operation
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: dict[str, str] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    activation_id: str | None = None
    lease: int | None = None

    def __repr__(self) -> str:
        """Without headers and query, in which the key may be."""
        return f"<Request {self.operation}: {self.method} {self.path}>"


class Token(msgspec.Struct, frozen=True):
    """What a login gives in exchange for the key; `lasts` is in seconds, None where not told."""

    value: ApiKey
    lasts: float | None = None


class Response(msgspec.Struct, frozen=True):
    """One answer; the names of headers are in lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}


class Send(msgspec.Struct, frozen=True):
    """A flow's wish to send; `within` is how many seconds the answer may take."""

    request: Request
    within: float | None = None


class Sleep(msgspec.Struct, frozen=True):
    """A flow's wish to let `seconds` pass."""

    seconds: float


Result = TypeVar("Result")

Flow = Generator[Send | Sleep, Response | None, Result]
"""What to send and when; the driver sends in the answer or throws in the failure."""


class Balance(msgspec.Struct, frozen=True):
    amount: Decimal
    currency: str


class Offer(msgspec.Struct, frozen=True):
    """What a number costs, and how many there are."""

    service: str
    country: str
    price: Decimal
    available: int


class Activation(msgspec.Struct, frozen=True):
    """A bought number: `number` in E.164, `expires_at` in UTC."""

    id: str
    number: str
    service: str
    country: str
    price: Decimal | None = None
    expires_at: datetime | None = None


UNTOLD = datetime(1970, 1, 1, tzinfo=timezone.utc)
"""The time of a message whose API tells none, until it is replaced by when it was first seen."""


class Message(msgspec.Struct, frozen=True):
    """One SMS that came in.

    `text` and `sender` are None where the provider's API tells only the code;
    `code` is None where it tells only the text and no code was found in it.
    `received_at` is in UTC.
    """

    received_at: datetime
    code: str | None = None
    text: str | None = None
    sender: str | None = None


class Look(msgspec.Struct, frozen=True):
    """The state of an activation at one moment; `ended` when no message can come any more.

    `received` says that a message came at some time, though none is shown now.
    """

    status: str
    messages: tuple[Message, ...] = ()
    ended: bool = False
    received: bool = False


class Cancellation(msgspec.Struct, frozen=True):
    """`refunded` is None where the provider does not say."""

    refunded: bool | None = None


class Pace(msgspec.Struct, frozen=True):
    """How often to look: after `first` seconds, then ever later, up to every `ceiling`."""

    first: float = 1.0
    growth: float = 1.5
    ceiling: float = 3.0


class RateLimit(msgspec.Struct, frozen=True):
    """What an answer says of the rate: requests left, and seconds until they are renewed.

    `limit` is how many a minute the key may send in all; None where the answer does not say.
    """

    remaining: int
    resets_in: float
    limit: int | None = None


def masked(number: str) -> str:
    """The number with its middle digits hidden: +79161234567 becomes +791•••••567."""
    return f"{number[:4]}{'•' * max(len(number) - 7, 0)}{number[-3:]}"
