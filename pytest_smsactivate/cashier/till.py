"""What passes the hands of one process: each number it buys, renews and gives back is entered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import NamedTuple

from pytest_smsactivate.errors import (
    ActivationEnded,
    ConnectionNotMade,
    InvalidResponse,
    LedgerError,
    ProviderError,
    PurchaseUnknown,
    RateLimited,
    SmsActivateError,
)
from pytest_smsactivate.flows.acquire import may_have_bought
from pytest_smsactivate.flows.release import PATIENCE
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.leases import Lease
from pytest_smsactivate.models import Activation, Cancellation, Request, Response
from pytest_smsactivate.terms import Wish

__all__ = ["Till"]

UNDER_WAY = 75.0
"""Seconds that a purchase may be under way at the most, its answer included."""


class Unentered(NamedTuple):
    """A purchase that was sent, and what came of it is in no ledger yet.

    What it bought, if that is known, and whether it is given back already.
    """

    activation: Activation | None = None
    cancellation: Cancellation | None = None


class Till:
    """Sends what costs or gives back, and enters it before it is told of.

    It remembers what the ledger could not be told. Safe to use from several threads.
    """

    def __init__(self, counter: Counter, process: str) -> None:
        self._counter = counter
        self._ledger = counter.ledger
        self._account = counter.account
        self._provider = counter.provider
        self._process = process
        self._under_way: set[int] = set()
        self._unentered: dict[int, Unentered] = {}
        self._held: dict[str, None] = {}
        self._returned: list[tuple[Lease, Cancellation]] = []  # and the ledger was away
        self._moved = threading.Condition()

    def forget(self, lease: int) -> None:
        """So far as the run knows it was never sent; it is void, unless it was sent all the same.

        Then what came of it could not be entered, and is now; the nets see to the rest.
        """
        sent = self._unentered.get(lease)
        with self._ledger.writing() as connection:
            if sent is None:
                leases.void(connection, lease)
            elif sent.activation is None:
                leases.lost(connection, lease, "what came of it could not be entered")
            else:
                leases.opened(connection, lease, sent.activation)
                if sent.cancellation is not None:
                    returned = (self._account, sent.activation.id, sent.cancellation)
                    leases.end(connection, *returned, self._process)
        self._unentered.pop(lease, None)

    @property
    def busy(self) -> bool:
        """Whether a purchase is under way."""
        return bool(self._under_way)

    def wait(self) -> None:
        """Until none is, as long as one may take."""
        with self._moved:
            self._moved.wait_for(lambda: not self._under_way, UNDER_WAY)

    def buy(
        self, request: Request, lease: int, wish: Wish, within: float | None
    ) -> tuple[Response, bool]:
        """The answer, and whether by it the price may have changed."""
        with self._watched(lease):
            return self._buy(request, lease, wish, within)

    def cancel(self, request: Request, activation: str, within: float | None) -> Response:
        """A ledger that fails does not keep it from being given back."""
        with self._counter.in_hand.taken(activation) as free:
            if not free or not self._claim(activation):
                raise ActivationEnded(self._provider.name, detail="it is being given back")
            try:
                response = self._counter.transport.send(request, within)
            except ProviderError as failure:
                self._not_released(activation, failure)
                raise
            try:
                cancellation = self._counter.read(self._provider.read_cancellation, response)
            except ProviderError as failure:  # that it has ended, the run makes sure of
                self._not_released(activation, failure)
            else:
                self.settle(activation, cancellation)
            return response

    def renew(self, request: Request, activation: str, within: float | None) -> Response:
        """Entered before it is sent, for it may cost; where it never left, that is taken back.

        A ledger that fails for the rate keeps it from being sent.
        """
        mine = (self._account, activation, self._process)
        with self._ledger.writing() as connection:
            if not leases.renewed(connection, *mine, 1):
                raise ActivationEnded(self._provider.name, detail="it is given back")
        try:
            response = self._counter.transport.send(request, within)
        except (ConnectionNotMade, LedgerError, RateLimited):
            with suppress(LedgerError), self._ledger.writing() as connection:
                leases.renewed(connection, *mine, -1)
            raise
        with suppress(ProviderError), self._ledger.writing() as connection:
            expires_at = self._counter.read(self._provider.read_renewal, response)
            if expires_at is not None:
                leases.prolonged(connection, *mine, expires_at)
        return response

    def remember_no_more(self, activation: str) -> None:
        """It is given back."""
        self._held.pop(activation, None)

    def remember_returned(self, lease: Lease, cancellation: Cancellation) -> None:
        """It is given back, and that could not be entered."""
        self._returned.append((lease, cancellation))

    def enter_returned(self) -> None:
        """What the ledger could not be told, lest it is given back once more."""
        while self._returned:
            lease, cancellation = self._returned[-1]
            with self._ledger.writing() as connection:
                returned = (self._account, lease.activation, cancellation)
                leases.end(connection, *returned, lease.process)
            self._returned.pop()

    def settle(self, activation: str, cancellation: Cancellation) -> None:
        """It is given back; the ledger hears of it, if it can."""
        self.remember_no_more(activation)
        with suppress(LedgerError), self._ledger.writing() as connection:
            leases.end(connection, self._account, activation, cancellation, self._process)

    def void_unasked(self) -> None:
        """What was reserved and is not under way never left, or came back unsent."""
        with self._ledger.reading() as connection:
            intended = set(leases.intended_by(connection, self._process))
        for lease in intended - self._under_way:
            self.forget(lease)

    def give_back_unentered(self) -> None:
        """What was bought while the ledger failed, and could not be given back at once."""
        with self._ledger.reading() as connection:
            entered = leases.activations(connection, self._account, list(self._held))
        for activation in set(self._held) - entered:
            self._give_back(activation)

    def give_back_all(self) -> None:
        """Without the ledger, by what is remembered."""
        for activation in list(self._held):
            cancellation = self._give_back(activation)
            if cancellation is not None:
                self.remember_returned(Lease(activation, self._process, 0.0), cancellation)

    def _buy(
        self, request: Request, lease: int, wish: Wish, within: float | None
    ) -> tuple[Response, bool]:
        """A purchase that may have left is entered as unknown until its answer is read."""
        reader = partial(self._provider.read_activation, service=wish.service, country=wish.country)
        name = f"{self._process}-{lease}"
        secured = self._provider.secured(request, name=name, max_price=wish.price)
        self._unentered[lease] = Unentered()
        try:
            response = self._counter.transport.send(secured, within)
        except ConnectionNotMade:
            del self._unentered[lease]
            raise
        except SmsActivateError as failure:
            self._enter(lease, wish, failure)
            raise
        try:
            activation = self._counter.read(reader, response)
        except (ProviderError, PurchaseUnknown) as failure:
            self._enter(lease, wish, failure)
            return response, not may_have_bought(failure)
        self._opened(lease, activation)
        return response, activation.price not in (None, wish.price)

    def _enter(self, lease: int, wish: Wish, failure: SmsActivateError) -> None:
        """What is known of a purchase that was not answered as it should be."""
        if isinstance(failure, InvalidResponse) and failure.activation_id is not None:
            bought = Activation(failure.activation_id, "", wish.service, wish.country)
            self._opened(lease, bought)
            return
        with self._ledger.writing() as connection:
            if may_have_bought(failure):
                leases.lost(connection, lease, failure.what)
            else:
                leases.void(connection, lease)
        del self._unentered[lease]

    def _opened(self, lease: int, activation: Activation) -> None:
        """What cannot be entered is given back at once, and entered later."""
        self._held[activation.id] = None
        try:
            with self._ledger.writing() as connection:
                leases.opened(connection, lease, activation)
        except LedgerError:
            self._unentered[lease] = Unentered(activation, self._give_back(activation.id))
            raise
        del self._unentered[lease]

    def _give_back(self, activation: str) -> Cancellation | None:
        """Without the ledger; None where that fails."""
        with self._counter.in_hand.taken(activation) as free, suppress(SmsActivateError):
            if free:
                cancellation = self._counter.release(activation, PATIENCE)
                self.remember_no_more(activation)
                return cancellation
        return None

    def _claim(self, activation: str) -> bool:
        process = self._process
        try:
            with self._ledger.writing() as connection:
                return leases.claim(connection, self._account, activation, process, process)
        except LedgerError:
            return True

    def _not_released(self, activation: str, failure: ProviderError) -> None:
        with suppress(LedgerError), self._ledger.writing() as connection:
            leases.not_released(connection, self._account, activation, failure, self._process)

    @contextmanager
    def _watched(self, lease: int) -> Iterator[None]:
        """While a purchase is under way, the clean-up waits for it."""
        with self._moved:
            self._under_way.add(lease)
        try:
            yield
        finally:
            with self._moved:
                self._under_way.discard(lease)
                self._moved.notify_all()
