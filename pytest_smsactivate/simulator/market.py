"""What the simulated provider sells and holds, as time passes."""

from __future__ import annotations

import re
import string
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Annotated

import msgspec
from msgspec import Meta

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.errors import ActivationEnded, ActivationNotFound
from pytest_smsactivate.simulator.activation import Arrival, SimulatedActivation, Sms
from pytest_smsactivate.simulator.books import Account, Books, OpenActivation
from pytest_smsactivate.simulator.numbers import new_number

__all__ = ["LIFETIME", "NAME", "Market", "Terms"]

NAME = "The simulated provider"

LIFETIME = 1200.0
"""Seconds until a number expires."""

YEAR = 31_536_000.0
"""Seconds; the longest lifetime, window and error of the clock."""


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On what terms numbers are sold; the checks of the values stand in the types."""

    price: Decimal
    sms_after: Annotated[float, Meta(ge=0)] | None
    rate_limit: Annotated[int, Meta(ge=1)] | None
    stock: Annotated[int, Meta(ge=0)] | None = None
    lifetime: Annotated[float, Meta(gt=0, le=YEAR)] = LIFETIME
    cancel_after: Annotated[float, Meta(ge=0, le=YEAR)] = 0.0
    clock_off: Annotated[float, Meta(ge=-YEAR, le=YEAR)] = 0.0


class Market:
    """Activations, the numbers ever given out, and the money paid for them.

    Nothing runs in the background: `settle` lets happen what time has brought,
    and is to be called before anything is read or done.
    """

    def __init__(self, clock: Clock, books: Books, terms: Terms, random: Random) -> None:
        self.books = books
        self.terms = terms
        self._clock = clock
        self._random = random
        self._started = clock.now()
        self._started_utc = clock.utc()
        self._activations: dict[str, SimulatedActivation] = {}
        self._open: dict[str, SimulatedActivation] = {}
        self._numbers: dict[str, SimulatedActivation] = {}
        self._orders: dict[str, SimulatedActivation] = {}
        self._arrivals: list[tuple[SimulatedActivation, Arrival]] = []

    @property
    def now(self) -> float:
        """Seconds since the start, by the simulator's clock."""
        return self._clock.now() - self._started

    def utc(self, moment: float) -> datetime:
        """What the provider's wall clock shows, however that of this machine is moved."""
        return self._started_utc + timedelta(seconds=moment + self.terms.clock_off)

    def settle(self) -> None:
        now = self.now
        for activation in tuple(self._open.values()):
            so_far = len(activation.received)
            if activation.receive(now, self.utc):
                self.books.charge(activation.price)
            self._arrivals += [(activation, each) for each in activation.received[so_far:]]
            if now >= activation.expires_at:
                self.end(activation, "expired")

    def arrivals_since(self, seen: int) -> list[tuple[SimulatedActivation, Arrival]]:
        """The SMS that came after the first `seen`, of all numbers."""
        return self._arrivals[seen:]

    def new_number(self, country: str) -> str | None:
        """A number that was never given out; None where the country has none."""
        return new_number(country, self._numbers, self._random)

    def buy(
        self,
        number: str,
        service: str,
        country: str,
        *,
        dialect: str,
        name: str | None = None,
        order: str | None = None,
    ) -> SimulatedActivation:
        """Sell a number; `name` is its id where the dialect makes that itself.

        `order` is the customer's own name for the purchase, if there is one.
        """
        now = self.now
        activation = SimulatedActivation(
            id=name or self._new_id(),
            number=number,
            service=service,
            country=country,
            price=self.terms.price,
            bought_at=now,
            expires_at=now + self.terms.lifetime,
            dialect=dialect,
        )
        self._expect_automatic(activation)
        if self.terms.stock is not None:
            self.terms = msgspec.structs.replace(self.terms, stock=self.terms.stock - 1)
        self.books.hold(activation.price)
        self._activations[activation.id] = self._open[activation.id] = activation
        self._numbers[number] = activation
        if order is not None:
            self._orders[order] = activation
        return activation

    def ordered(self, order: str) -> SimulatedActivation | None:
        """What was bought under the customer's own name for the purchase."""
        return self._orders.get(order)

    def ask_another(self, activation: SimulatedActivation) -> None:
        """One more SMS may come; an automatic one does, where the first one did."""
        activation.retrying = True
        if activation.automatic:
            self._expect_automatic(activation)

    def renew(self, activation: SimulatedActivation) -> None:
        """More time, from now on, as much as a new number has; it costs nothing here."""
        activation.expires_at = self.now + self.terms.lifetime

    def _expect_automatic(self, activation: SimulatedActivation) -> None:
        if self.terms.sms_after is None:
            return
        code = f"{self._random.randrange(10**6):06d}"
        text = f"Your {activation.service} code is {code}"
        at = self.now + self.terms.sms_after
        activation.expect(Sms(at=at, code=code, text=text, automatic=True))

    def digits(self, length: int) -> str:
        """A new id of digits alone, as some dialects have them."""
        while True:
            drawn = str(self._random.randrange(10 ** (length - 1), 10**length))
            if drawn not in self._activations:
                return drawn

    def _new_id(self) -> str:
        """Six letters and digits, as in the documents' examples."""
        while True:
            drawn = self._random.choices(string.ascii_lowercase + string.digits, k=6)
            new = f"act_{''.join(drawn)}"
            if new not in self._activations:
                return new

    def held(self, dialect: str) -> list[SimulatedActivation]:
        """What is open of the purchases by one API, the oldest first."""
        return [each for each in self._open.values() if each.dialect == dialect]

    def find(self, activation_id: str) -> SimulatedActivation | None:
        """The activation, open or ended."""
        return self._activations.get(activation_id)

    def open_one(self, number_or_id: str) -> SimulatedActivation:
        """The open activation of a number, written in any way with all its digits, or of an id.

        Raises `ActivationNotFound` where nobody holds it, `ActivationEnded` where
        nobody does any more.
        """
        number = "+" + re.sub(r"\D", "", number_or_id)
        activation = self._activations.get(number_or_id) or self._numbers.get(number)
        held = ", ".join(activation.number for activation in self._open.values()) or "none"
        cure = f"Use a number that is open (now: {held})."
        if activation is None:
            raise ActivationNotFound(NAME, detail=f"nobody holds {number_or_id}", cure=cure)
        if activation.ended:
            detail = f"{number_or_id} is {activation.status}"
            raise ActivationEnded(NAME, detail=detail, cure=cure)
        return activation

    def cancels_in(self, activation: SimulatedActivation) -> float:
        """Seconds until the number is taken back; zero or less when it is."""
        return activation.bought_at + self.terms.cancel_after - self.now

    def end(self, activation: SimulatedActivation, status: str) -> bool:
        """Whether the price was refunded, as it is where no SMS came."""
        refunded = activation.end(status)
        if refunded:
            self.books.refund(activation.price)
        del self._open[activation.id]
        return refunded

    def account(self) -> Account:
        held = self._open.values()
        return self.books.view([OpenActivation(one.id, one.number, one.price) for one in held])
