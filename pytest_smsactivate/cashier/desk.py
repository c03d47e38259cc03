"""What the cashier does for one process of a run: reserve, send, enter, and clean up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal

import msgspec

from pytest_smsactivate.cashier.frames import Hello, Reserved
from pytest_smsactivate.cashier.teller import Teller
from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    ActivationEnded,
    AnswerLost,
    ConnectionNotMade,
    InvalidResponse,
    LedgerError,
    ProviderError,
    SmsActivateError,
)
from pytest_smsactivate.flows.acquire import may_have_bought
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.flows.exchange import repeat
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.ledger import leases, runs
from pytest_smsactivate.ledger.alive import SignOfLife, lives, sweep
from pytest_smsactivate.ledger.audit import PATIENCE, audit
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.prices import Prices
from pytest_smsactivate.ledger.rate import Rate
from pytest_smsactivate.ledger.reaper import Reaper, Waiting, unseen
from pytest_smsactivate.ledger.statement import Statement
from pytest_smsactivate.ledger.terms import Wish
from pytest_smsactivate.models import Activation, Cancellation, Request, Response
from pytest_smsactivate.providers import provider_named

__all__ = ["Desk"]

PRICE_PATIENCE = 10.0
"""Seconds in which the look-up of a price that fails is tried again."""

FIRST_LOOK = 3.0
"""Seconds that the start of a run grants the balance to be read in."""

AFTERMATH = 600.0
"""Seconds in which what a dead run left is tried to be given back."""

RETRIES = 15.0
"""Seconds in which the end of a run tries again to give back what failed."""

UNDER_WAY = 75.0
"""Seconds that a purchase may be under way at the most, its answer included."""

OTHERS = 15.0
"""Seconds that the end of a run grants the cashiers of its workers that died."""


class Desk:
    """Serves one process from its first number to its end. Safe to use from several threads."""

    def __init__(
        self, hello: Hello, ledger: Ledger, transport: Transport, *, clock: Clock, jitter: Jitter
    ) -> None:
        self.who = hello.who
        self._caps = hello.caps
        self._ledger = ledger
        self._account = hello.account.id
        self._provider = provider_named(hello.account.provider)
        self._clock = clock
        self._jitter = jitter
        self._over = threading.Event()
        self._wishes: dict[int, Wish] = {}
        self._under_way: set[int] = set()
        self._held: dict[str, None] = {}
        self._moved = threading.Condition()
        self._inherited = 0
        rate = Rate(ledger, self._account, clock=clock)
        self._teller = Teller(self._provider, transport, rate, clock=clock, over=self._over.is_set)
        self._prices = Prices(ledger, self.who.run, clock=clock)
        self._reaper = Reaper(
            ledger,
            self._account,
            self._provider,
            self._teller,
            by=self.who.process,
            clock=clock,
            jitter=jitter,
        )
        with ledger.writing() as connection:
            runs.begin(connection, hello.account, self.who, str(ledger.location))
            leases.abandoned(connection, self.who.process)
        self._sign = SignOfLife(ledger.location.alive, self.who.process + runs.CASHIER)
        self._controlled = self._controller_lives()

    def start(self) -> None:
        """The start of a run: the balance is read, and what the dead left is given back.

        Raises `AuthenticationError` where the key is not accepted.
        """
        if self.who.joins:
            return
        with self._ledger.writing() as connection:
            runs.prune(connection)
        sweep(self._ledger.location.alive)
        orphans = self._reaper.orphans()
        self._audit(FIRST_LOOK)
        threading.Thread(target=self._inherit, args=(orphans,), daemon=True).start()

    def run_lives(self) -> bool:
        """Whether the controller of a worker is there still, where it was ever seen to be."""
        return not self._controlled or self._controller_lives()

    def _controller_lives(self) -> bool:
        """Its sign is there and held; its own cashier removes that of a dead one."""
        controller = self.who.controller
        alive = self._ledger.location.alive
        return controller is not None and lives(alive, controller) is True

    def beat(self) -> None:
        with self._ledger.writing() as connection:
            runs.beat(connection, self.who.process)

    def reserve(self, wish: Wish) -> Reserved:
        """Look up the price, check the caps, enter the intent.

        Raises `BudgetExceeded`, or the `ProviderError` that kept the price from being told.
        """
        self._have_a_baseline()
        price = None
        if self._provider.capabilities.price:
            price = self._prices.of(wish.service, wish.country, lambda: self._ask_price(wish))
        priced = Wish(wish.test, wish.service, wish.country, price, wish.max_price)
        who = self.who
        with self._ledger.writing() as connection:
            lease = leases.reserve(
                connection, self._account, who.run, who.process, priced, self._caps
            )
        self._wishes[lease] = priced
        return Reserved(lease, price)

    def forget(self, lease: int) -> None:
        """Nothing was sent for it, or it never left."""
        with self._ledger.writing() as connection:
            leases.void(connection, lease)

    def ask(self, request: Request, within: float | None) -> Response:
        """Send one request; what it buys or gives back is entered before this returns."""
        if request.operation == "buy" and request.lease is not None:
            if request.lease not in self._wishes:
                raise ConnectionNotMade(self._provider.name, detail="it is not reserved any more")
            with self._watched(request.lease):
                return self._buy(request, request.lease, within)
        if request.operation == "cancel" and request.activation_id is not None:
            return self._cancel(request, request.activation_id, within)
        return self._teller.send(request, within)

    def settle(self, activation: str, cancellation: Cancellation) -> None:
        """It is given back; the ledger hears of it, if it can."""
        self._held.pop(activation, None)
        with suppress(LedgerError), self._ledger.writing() as connection:
            leases.end(connection, self._account, activation, cancellation)

    def close(self, *, patience: float, whole: bool, waiting: Waiting = unseen) -> Statement:
        """The end of a run in order, or that of a worker; what it bought in all."""
        self._over.set()
        with suppress(LedgerError):
            self._void_unasked()
        if not whole:
            self._reaper.work_off([self.who.process], patience=0.0)
            return Statement()
        self._wait_for_others()
        left = [self.who.process, *self._reaper.orphans()]
        self._reaper.work_off(left, patience=patience, retry_for=RETRIES, waiting=waiting)
        unexplained = None if self._under_way else self._audit()
        with self._ledger.reading() as connection:
            statement = leases.statement(connection, self.who.run)
            currency = runs.currency(connection, self._account)
        return msgspec.structs.replace(
            statement, inherited=self._inherited, unexplained=unexplained, currency=currency
        )

    def clean_up(self) -> None:
        """The run is gone, in order or not: give back all that this process bought.

        Where the ledger fails, by what is remembered here.
        """
        self._over.set()
        with self._moved:
            self._moved.wait_for(lambda: not self._under_way, UNDER_WAY)
        try:
            self._settle_all()
        except LedgerError:
            for activation in list(self._held):
                self._give_back(activation)
        self._sign.withdraw()

    def _settle_all(self) -> None:
        process = self.who.process
        self._void_unasked()
        with self._ledger.reading() as connection:
            held = bool(leases.held_by(connection, [process]))
        if held:
            self._reaper.work_off([process], patience=AFTERMATH, retry_for=AFTERMATH)
            with suppress(SmsActivateError):
                self._audit()
        with self._ledger.writing() as connection:
            runs.leave(connection, process)
        (self._ledger.location.alive / process).unlink(missing_ok=True)

    def _void_unasked(self) -> None:
        """What was reserved and is not under way never left, or came back unsent."""
        with self._ledger.writing() as connection:
            for lease in set(leases.intended_by(connection, self.who.process)) - self._under_way:
                leases.void(connection, lease)

    def _buy(self, request: Request, lease: int, within: float | None) -> Response:
        """A purchase that may have left is entered as unknown until its answer is read."""
        wish = self._wishes[lease]
        try:
            response = self._teller.send(request, within)
            activation = self._provider.read_activation(
                response, service=wish.service, country=wish.country
            )
        except ConnectionNotMade:
            raise
        except AnswerLost as failure:
            self._enter(lease, failure)
            raise
        except ProviderError as failure:
            self._enter(lease, failure)
            if not may_have_bought(failure):
                self._prices.forget(wish.service, wish.country)
            return response
        self._opened(lease, activation)
        return response

    def _enter(self, lease: int, failure: ProviderError) -> None:
        """What is known of a purchase that was not answered as it should be."""
        if isinstance(failure, InvalidResponse) and failure.activation_id is not None:
            wish = self._wishes[lease]
            bought = Activation(failure.activation_id, "", wish.service, wish.country)
            self._opened(lease, bought)
            return
        with self._ledger.writing() as connection:
            if may_have_bought(failure):
                leases.lost(connection, lease, failure.what)
            else:
                leases.void(connection, lease)

    def _opened(self, lease: int, activation: Activation) -> None:
        """What cannot be entered is given back at once."""
        self._held[activation.id] = None
        try:
            with self._ledger.writing() as connection:
                leases.opened(connection, lease, activation)
        except LedgerError:
            self._give_back(activation.id)
            raise

    def _give_back(self, activation: str) -> None:
        """Without the ledger; what fails stays with the provider until it expires."""
        flow = release(self._provider, activation, clock=self._clock, jitter=self._jitter)
        with suppress(SmsActivateError):
            drive(flow, self._teller, self._clock)
            self._held.pop(activation, None)

    def _cancel(self, request: Request, activation: str, within: float | None) -> Response:
        """A ledger that fails does not keep it from being given back."""
        if not self._claim(activation):
            raise ActivationEnded(self._provider.name, detail="it is being given back")
        try:
            response = self._teller.send(request, within)
        except ProviderError as failure:
            self._not_released(activation, failure)
            raise
        try:
            self.settle(activation, self._provider.read_cancellation(response))
        except ProviderError as failure:  # that it has ended, the run makes sure of
            self._not_released(activation, failure)
        return response

    def _claim(self, activation: str) -> bool:
        try:
            with self._ledger.writing() as connection:
                return leases.claim(connection, self._account, activation, self.who.process)
        except LedgerError:
            return True

    def _not_released(self, activation: str, failure: ProviderError) -> None:
        with suppress(LedgerError), self._ledger.writing() as connection:
            leases.not_released(connection, self._account, activation, failure)

    def _have_a_baseline(self) -> None:
        """Without a balance before it, a purchase that gets no answer could not be judged."""
        with self._ledger.reading() as connection:
            known = runs.currency(connection, self._account) is not None
        if not known:
            self._audit(FIRST_LOOK)

    def _ask_price(self, wish: Wish) -> Decimal:
        flow = repeat(
            self._provider.offer(wish.service, wish.country),
            self._provider.read_offer,
            patience=PRICE_PATIENCE,
            clock=self._clock,
            jitter=self._jitter,
        )
        return drive(flow, self._teller, self._clock).price

    def _inherit(self, orphans: list[str]) -> None:
        """What the dead left; the run does not wait for it."""
        with suppress(SmsActivateError):
            self._inherited = self._reaper.work_off(orphans, patience=0.0)

    def _wait_for_others(self) -> None:
        """A worker that died has a cashier of its own, which is giving back what it left."""
        deadline = self._clock.now() + OTHERS
        while self._clock.now() < deadline:
            with self._ledger.reading() as connection:
                if not runs.cleaning_up(connection, self.who.run, self._ledger.location.alive):
                    return
            self._clock.sleep(0.1)

    def _audit(self, patience: float = PATIENCE) -> Decimal | None:
        return audit(
            self._ledger,
            self._account,
            self._provider,
            self._teller,
            clock=self._clock,
            jitter=self._jitter,
            patience=patience,
        )

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
