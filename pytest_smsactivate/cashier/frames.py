"""What goes through the pipe between a run and its cashier, pickled, one after the other."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from pytest_smsactivate.errors import SmsActivateError
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.models import ApiKey, Cancellation, Request
from pytest_smsactivate.terms import Caps, Who, Wish

__all__ = [
    "Answer",
    "Ask",
    "Close",
    "Farewell",
    "Forget",
    "Heard",
    "Hello",
    "Listen",
    "Order",
    "Progress",
    "Reserve",
    "Reserved",
    "Settle",
    "Webhook",
]


class Webhook(msgspec.Struct, frozen=True):
    """Where notices are heard; with a `secret` they are signed."""

    host: str
    port: int
    secret: ApiKey | None = None


class Hello(msgspec.Struct, frozen=True):
    """The first frame; answered when the ledger is open and the run entered.

    `webhook` is None where there is none, or another process hears it.
    """

    account: Account
    ledger: str | None
    who: Who
    caps: Caps
    webhook: Webhook | None = None
    ticket: int = 0

    def __repr__(self) -> str:
        return f"<Hello of {self.account}>"


class Reserve(msgspec.Struct, frozen=True):
    """The intent to buy; answered with `Reserved`."""

    ticket: int
    wish: Wish


class Reserved(msgspec.Struct, frozen=True):
    lease: int
    price: Decimal | None


class Ask(msgspec.Struct, frozen=True):
    """A request to the provider; answered with its response."""

    ticket: int
    request: Request
    within: float | None


class Forget(msgspec.Struct, frozen=True):
    """The reserved number is not bought after all."""

    ticket: int
    lease: int


class Settle(msgspec.Struct, frozen=True):
    """What the run found out about a number that it gave back."""

    ticket: int
    activation: str
    cancellation: Cancellation


class Listen(msgspec.Struct, frozen=True):
    """Answered with how many notices there are for an activation: as soon as more than `heard`.

    After so many `seconds` in any case.
    """

    ticket: int
    activation: str
    heard: int
    seconds: float


class Close(msgspec.Struct, frozen=True):
    """The run is over; answered with its statement, after `Progress` while something waits.

    `patience` is in seconds; `whole` tells that it is the run's end, and not a worker's.
    """

    ticket: int
    patience: float
    whole: bool


class Heard(msgspec.Struct, frozen=True):
    """By so much the balance differs, as the statement says; it has come, and will be told."""

    ticket: int
    difference: Decimal


class Answer(msgspec.Struct, frozen=True):
    ticket: int
    value: object = None
    failure: SmsActivateError | None = None


class Progress(msgspec.Struct, frozen=True):
    """So many numbers cannot be given back yet; see `reaper.Waiting` for the seconds."""

    left: int
    seconds: float


class Farewell(msgspec.Struct, frozen=True):
    """The cashier leaves in order, all being given back; it has not died."""


Order = Reserve | Ask | Forget | Settle | Listen | Close | Heard
