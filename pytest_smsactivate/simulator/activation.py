"""One number as the simulated provider holds it, from the purchase to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

__all__ = ["Arrival", "Delivery", "SimulatedActivation", "Sms"]


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """An order to send `text` to the number `to`; the checks stand in the types."""

    to: str
    text: Annotated[str, Meta(pattern=r"\S")]
    sender: str | None = None
    after: Annotated[float, Meta(ge=0, le=86_400)] = 0.0
    times: Annotated[int, Meta(ge=1, le=100)] = 1


class Sms(msgspec.Struct, frozen=True, kw_only=True):
    """A message; `at` is when it arrives, in seconds of the simulator's clock."""

    at: float
    code: str
    text: str
    sender: str | None = None
    automatic: bool = False


class Arrival(msgspec.Struct, frozen=True):
    """A message that came, and when by the provider's wall clock of that moment."""

    sms: Sms
    received_at: datetime


class SimulatedActivation(msgspec.Struct, kw_only=True):
    """Status `pending`, then `received`; `cancelled`, `expired` or another word once ended.

    `due` are the messages to come and `received` those that came, both in order
    of time; `bought_at` and `expires_at` are in seconds of the simulator's clock.
    `dialect` is the API by which it was bought; `retrying` tells that another SMS was
    asked for and has not come yet, `automatic` that SMS come by themselves.
    """

    id: str
    number: str
    service: str
    country: str
    price: Decimal
    bought_at: float
    expires_at: float
    dialect: str
    status: str = "pending"
    ended: bool = False
    due: list[Sms] = []
    received: list[Arrival] = []
    retrying: bool = False
    automatic: bool = True

    def expect(self, *messages: Sms) -> None:
        """These will come; they take the place of an automatic one still to come."""
        awaited = [sms for sms in self.due if not sms.automatic]
        self.due = sorted([*awaited, *messages], key=lambda sms: sms.at)

    def receive(self, now: float, utc: Callable[[float], datetime]) -> bool:
        """Take in what came before the expiry; whether the first SMS was among it."""
        arrived = [sms for sms in self.due if sms.at <= now and sms.at < self.expires_at]
        if not arrived:
            return False
        first = not self.received
        self.received += [Arrival(sms, utc(sms.at)) for sms in arrived]
        self.due = self.due[len(arrived) :]
        self.status = "received"
        self.retrying = False
        return first

    def end(self, status: str) -> bool:
        """Nothing comes any more; whether the price is to be refunded."""
        self.status = status
        self.ended = True
        self.due = []
        return not self.received
