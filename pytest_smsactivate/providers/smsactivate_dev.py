"""The REST API v1 of sms-activate.dev: balance, available, buy, activation, cancel.

Errors are not documented; HTTP's usual meaning is taken. The documented statuses
are `received` and `cancelled`: other words that mean an end are taken as one, and
any further word counts as waiting and is logged once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from decimal import Decimal
from typing import ClassVar

import msgspec

from pytest_smsactivate.errors import InvalidResponse, expected
from pytest_smsactivate.models import (
    Activation,
    Balance,
    Cancellation,
    Look,
    Message,
    Offer,
    RateLimit,
    Request,
    Response,
)
from pytest_smsactivate.providers.base import Capabilities, FieldKind, Provider
from pytest_smsactivate.providers.reading import (
    decode,
    error_for,
    is_e164,
    is_id,
    rate_limit,
    says_too_early,
)

__all__ = ["SmsActivateDev"]

__tracebackhide__ = expected

ENDED = frozenset(
    {"cancelled", "canceled", "expired", "refunded", "banned", "finished", "completed", "timeout"}
)
KNOWN = ENDED | {"received", "pending", "waiting"}


class BalanceAnswer(msgspec.Struct):
    balance: Decimal
    currency: str


class OfferAnswer(msgspec.Struct):
    service: str
    country: str
    price: Decimal
    available: int


class PurchaseAnswer(msgspec.Struct):
    id: str
    number: str
    service: str
    country: str
    expires_at: datetime


class IdentityAnswer(msgspec.Struct):
    """As much of a purchase as is needed to cancel it."""

    id: str


class ActivationAnswer(msgspec.Struct):
    id: str
    status: str
    code: str | None = None
    received_at: datetime | None = None


class CancellationAnswer(msgspec.Struct):
    id: str
    status: str
    refunded: bool


# msgspec looks up what the fields' types are when it first needs them: by then a test
# may have frozen time, and what is called `datetime` here be freezegun's.
for _dated in (PurchaseAnswer, ActivationAnswer):
    msgspec.json.Decoder(_dated)


class SmsActivateDev(Provider):
    """Bearer key; JSON in and out; one code per activation, no text of the message."""

    name: ClassVar[str] = "smsactivate-dev"
    base_url: ClassVar[str] = "https://api.sms-activate.dev"
    capabilities: ClassVar[Capabilities] = Capabilities(
        price=True, balance=True, activation_id=True
    )
    fields: Mapping[str, FieldKind] = {
        "id": "id",
        "number": "phone",
        "code": "code",
        "service": "plain",
        "country": "plain",
        "status": "plain",
        "refunded": "plain",
        "available": "plain",
        "price": "plain",
        "currency": "plain",
        "balance": "money",
        "expires_at": "time",
        "received_at": "time",
    }

    def balance(self) -> Request:
        return Request("balance", "GET", "/api/v1/balance")

    def offer(self, service: str, country: str) -> Request:
        query = (("service", service), ("country", country))
        return Request("offer", "GET", "/api/v1/numbers/available", query=query)

    def buy(self, service: str, country: str) -> Request:
        body = {"service": service, "country": country}
        return Request("buy", "POST", "/api/v1/numbers/buy", body=body)

    def look(self, activation_id: str) -> Request:
        path = f"/api/v1/activations/{activation_id}"
        return Request("look", "GET", path, activation_id=activation_id)

    def cancel(self, activation_id: str) -> Request:
        path = f"/api/v1/activations/{activation_id}"
        return Request("cancel", "DELETE", path, activation_id=activation_id)

    def read_balance(self, response: Response) -> Balance:
        self.check(response, "balance")
        answer = decode(response, BalanceAnswer, self.name)
        if not answer.balance.is_finite():
            raise self.misfit(response, "balance", "not an amount of money")
        return Balance(answer.balance, answer.currency)

    def read_offer(self, response: Response) -> Offer:
        self.check(response, "offer")
        answer = decode(response, OfferAnswer, self.name)
        if not answer.price.is_finite() or answer.price < 0:
            raise self.misfit(response, "price", "not an amount of money, 0 or more")
        return Offer(answer.service, answer.country, answer.price, answer.available)

    def read_activation(self, response: Response, *, service: str, country: str) -> Activation:
        """What was bought; an `InvalidResponse` carries its id, if that much can be read."""
        self.check(response, "buy")
        try:
            answer = decode(response, PurchaseAnswer, self.name)
            self._identity(response, answer.id)
            if not is_e164(answer.number):
                raise self.misfit(response, "number", "not a number in E.164 with its +")
            expires_at = self._utc(response, "expires_at", answer.expires_at)
        except InvalidResponse as error:
            error.activation_id = self._bought(response)
            raise
        return Activation(
            answer.id, answer.number, service=service, country=country, expires_at=expires_at
        )

    def read_look(self, response: Response) -> Look:
        self.check(response, "look")
        answer = decode(response, ActivationAnswer, self.name)
        status = answer.status.lower()
        messages: tuple[Message, ...] = ()
        if status not in KNOWN:
            self.log_once(status)
        if status == "received" or answer.code:
            if not answer.code:
                raise self.misfit(response, "code", "missing, though the status is received")
            if answer.received_at is None:
                raise self.misfit(response, "received_at", "missing, though there is a code")
            received_at = self._utc(response, "received_at", answer.received_at)
            messages = (Message(received_at, code=answer.code),)
        return Look(answer.status, messages, ended=status in ENDED)

    def read_cancellation(self, response: Response) -> Cancellation:
        """A denial is one under any status: taken for a success, it would lose the number."""
        if says_too_early(response):
            raise error_for(response, "cancel", self.name)
        self.check(response, "cancel")
        return Cancellation(decode(response, CancellationAnswer, self.name).refunded)

    def read_rate(self, response: Response) -> RateLimit | None:
        return rate_limit(response)

    def _bought(self, response: Response) -> str | None:
        try:
            return self._identity(response, decode(response, IdentityAnswer, self.name).id)
        except InvalidResponse:
            return None

    def _identity(self, response: Response, activation_id: str) -> str:
        """An id becomes part of a path, so it may not hold what would lead elsewhere."""
        if not is_id(activation_id):
            raise self.misfit(response, "id", "not an id")
        return activation_id

    def _utc(self, response: Response, field: str, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise self.misfit(response, field, "a time without a zone")
        try:
            return moment.astimezone(timezone.utc)
        except OverflowError:
            raise self.misfit(response, field, "a time out of range") from None
