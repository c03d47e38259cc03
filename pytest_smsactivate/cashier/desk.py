"""What the cashier does for one process of a run: reserve, send, enter, and clean up."""

from __future__ import annotations

import threading
from contextlib import suppress
from decimal import Decimal

import msgspec

from pytest_smsactivate.cashier.accountant import FIRST_LOOK, PATIENCE, Accountant
from pytest_smsactivate.cashier.frames import Hello, Reserved
from pytest_smsactivate.cashier.lender import lending
from pytest_smsactivate.cashier.teller import Teller
from pytest_smsactivate.cashier.till import Till
from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    ConnectionNotMade,
    LedgerError,
    SmsActivateError,
)
from pytest_smsactivate.flows import release
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.ledger import balance, leases, notices, runs, spending
from pytest_smsactivate.ledger.alive import SignOfLife, lives, sweep
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.leases import Lease
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.rate import Rate
from pytest_smsactivate.ledger.reaper import TICK, Reaper, Waiting, unseen
from pytest_smsactivate.models import Cancellation, Request, Response
from pytest_smsactivate.statement import Statement
from pytest_smsactivate.terms import Caps, Wish

__all__ = ["Desk"]

AFTERMATH = 600.0
"""Seconds in which what a dead run left is tried to be given back."""

RETRIES = 15.0
"""Seconds in which the end of a run tries again to give back what failed."""

UNCAPPED = Caps(Decimal("Infinity"), 10**9)
"""Of numbers of one's own, of which none is bought."""

GLANCE = 0.02
"""Seconds between two looks for notices."""

LONGEST_TRY = 5.0
"""Seconds that each of these tries may take: the clean-up, which follows, has more."""

OTHERS = 15.0
"""Seconds that the end of a run grants the cashiers of its workers where no window is known."""

GLANCE_AT_OTHERS = 0.1
"""Seconds between two looks at what they have left."""

AGAIN = 5.0
"""Seconds until the clean-up tries again where the ledger failed."""


class Desk:
    """Serves one process from its first number to its end. Safe to use from several threads."""

    def __init__(
        self, hello: Hello, ledger: Ledger, transport: Transport, *, clock: Clock, jitter: Jitter
    ) -> None:
        self.who = hello.who
        self._caps = hello.caps
        self._ledger = ledger
        self._account = hello.account.id
        self._provider = hello.account.speaks()
        if self._provider.capabilities.owned:
            self._caps = UNCAPPED
        self._clock = clock
        self._over = threading.Event()
        self._finding = threading.Lock()
        self._wishes: dict[int, Wish] = {}
        self._inherited = 0
        self._inheriting: threading.Thread | None = None
        self._orphans: list[str] = []
        rate = Rate(ledger, self._account, clock=clock)
        teller = Teller(self._provider, transport, rate, clock=clock, over=self._over.is_set)
        self._teller = lending(self._provider, teller, ledger, self._account, clock=clock)
        counter = Counter(ledger, self._account, self._provider, self._teller, clock, jitter)
        self._till = Till(counter, self.who.process)
        self._accountant = Accountant(counter, self.who.run)
        self._reaper = Reaper(counter, by=self.who.process, hands=self._till)
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
        self._orphans = self._reaper.orphans()
        self._accountant.audit(FIRST_LOOK)
        self._inheriting = threading.Thread(target=self._inherit, daemon=True)
        self._inheriting.start()

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
        self._accountant.have_a_baseline()
        price = self._accountant.price(wish)
        priced = Wish(wish.test, wish.service, wish.country, price, wish.max_price)
        who = self.who
        with self._ledger.writing() as connection:
            lease = leases.reserve(
                connection, self._account, who.run, who.process, priced, self._caps
            )
        self._wishes[lease] = priced
        return Reserved(lease, price)

    def forget(self, lease: int) -> None:
        """See `Till.forget`."""
        self._till.forget(lease)

    def settle(self, activation: str, cancellation: Cancellation) -> None:
        """See `Till.settle`."""
        self._till.settle(activation, cancellation)

    def ask(self, request: Request, within: float | None) -> Response:
        """Send one request; what it buys or gives back is entered before this returns."""
        if request.operation == "buy" and request.lease is not None:
            return self._buy(request, request.lease, within)
        if request.operation == "cancel" and request.activation_id is not None:
            return self._till.cancel(request, request.activation_id, within)
        if request.operation == "renew" and request.activation_id is not None:
            return self._till.renew(request, request.activation_id, within)
        return self._teller.send(request, within)

    def _buy(self, request: Request, lease: int, within: float | None) -> Response:
        wish = self._wishes.get(lease)
        if wish is None:
            raise ConnectionNotMade(self._provider.name, detail="it is not reserved any more")
        response, outdated = self._till.buy(request, lease, wish, within)
        if outdated:
            self._accountant.forget_price(wish)
        return response

    def take_notice(self, activation: str, digest: str) -> notices.Outcome:
        """What a webhook told of; see `notices.enter`."""
        with self._ledger.writing() as connection:
            return notices.enter(connection, self._account, activation, digest)

    def listen(self, activation: str, heard: int, seconds: float) -> int:
        """Wait until there are more notices than `heard`, or so many seconds have passed.

        Whichever process of whichever machine has heard them: they are in the ledger.
        """
        until = self._clock.now() + seconds
        while True:
            with self._ledger.reading() as connection:
                count = notices.count(connection, self._account, activation)
            left = until - self._clock.now()
            if count > heard or left <= 0:
                return count
            self._clock.sleep(min(GLANCE, left))

    def close(self, *, patience: float, whole: bool, waiting: Waiting = unseen) -> Statement:
        """The end of a run in order, or that of a worker; what it bought in all."""
        self._over.set()
        with suppress(LedgerError):
            self._till.void_unasked()
        if not whole:
            self._reaper.work_off([self.who.process], patience=0.0)
            return Statement()
        self._wait_for_others(patience, waiting)
        self._wait_for_inheritance(waiting)
        left = [self.who.process, *self._reaper.orphans()]
        self._work_off(
            left, patience=patience, retry_for=RETRIES, longest=LONGEST_TRY, waiting=waiting
        )
        brief = FIRST_LOOK if self._held_by(left) else PATIENCE
        earlier = self._untold()
        unexplained = None if self._till.busy else self._accountant.audit(brief)
        with self._ledger.reading() as connection:
            return msgspec.structs.replace(
                spending.statement(connection, self.who.run),
                inherited=self._inherited,
                unexplained=unexplained,
                earlier=earlier,
                currency=runs.currency(connection, self._account),
            )

    def heard(self, difference: Decimal) -> None:
        """See `balance.heard`."""
        with self._ledger.writing() as connection:
            balance.heard(connection, self._account, difference)

    def clean_up(self) -> None:
        """The run is gone, in order or not: give back all that this process bought.

        While the ledger fails, by what is remembered here; it may come back meanwhile.
        """
        self._over.set()
        self._till.wait()
        deadline = self._clock.now() + AFTERMATH
        while not self._settled(deadline):
            self._till.give_back_all()
            if self._clock.now() + AGAIN > deadline:
                break
            self._clock.sleep(AGAIN)
        self._sign.withdraw()

    def _settled(self, deadline: float) -> bool:
        """Whether it came to its end: nothing that breaks may end the last net."""
        try:
            self._settle_all(max(deadline - self._clock.now(), 0.0))
        except Exception:  # noqa: BLE001 - somebody else may have written the provider
            return False
        return True

    def _settle_all(self, patience: float) -> None:
        process = self.who.process
        self._till.void_unasked()
        self._till.enter_returned()
        held = bool(self._held_by([process]))
        if self._work_off([process], patience=patience, retry_for=patience) or held:
            with suppress(SmsActivateError):
                self._accountant.audit()
        self._till.give_back_unentered()
        with self._ledger.writing() as connection:
            leases.unclaim(connection, self._account, process)
            runs.leave(connection, process)
        (self._ledger.location.alive / process).unlink(missing_ok=True)

    def _inherit(self) -> None:
        """What the dead left; the run does not wait for it."""
        with suppress(SmsActivateError):
            self._inherited = self._work_off(self._orphans, patience=0.0)

    def _work_off(
        self,
        processes: list[str],
        *,
        patience: float,
        retry_for: float = 0.0,
        longest: float = release.PATIENCE,
        waiting: Waiting = unseen,
    ) -> int:
        """Give back what these hold, and what is found again of lost purchases.

        Those may be of others, who had nothing else to be given back: of them only the
        dead's. What is found of these here, another net may have found at the same time.
        """
        started = self._clock.now()
        before = self._held_by(processes)
        released = self._reaper.work_off(
            processes, patience=patience, retry_for=retry_for, longest=longest, waiting=waiting
        )
        with self._finding:  # else the clean-up could leave while the end of the run is at it
            if self._accountant.reconcile():
                processes = [*processes, *self._reaper.orphans()]
            elif self._held_by(processes) <= before:
                return released
            passed = self._clock.now() - started
            return released + self._reaper.work_off(
                processes,
                patience=max(patience - passed, 0.0),
                retry_for=max(retry_for - passed, 0.0),
                longest=longest,
                waiting=waiting,
            )

    def _held_by(self, processes: list[str]) -> set[str]:
        with self._ledger.reading() as connection:
            return {lease.activation for lease in leases.held_by(connection, processes)}

    def _wait_for_inheritance(self, waiting: Waiting) -> None:
        """What the dead left is counted when it is given back, which began with the run."""
        deadline = self._clock.now() + RETRIES
        while self._inheriting is not None and (left := deadline - self._clock.now()) > 0:
            self._inheriting.join(min(TICK, left))
            if not self._inheriting.is_alive():
                return
            waiting(len(self._held_by(self._orphans)), left)

    def _untold(self) -> Decimal:
        with self._ledger.reading() as connection:
            return balance.untold(connection, self._account)

    def _wait_for_others(self, patience: float, waiting: Waiting) -> None:
        """Workers that ended or died have cashiers of their own, which give back what they left.

        What is under way or fails is granted some time, and the provider's window for early
        cancels `patience`.
        """
        started = self._clock.now()
        while others := self._left_to_others():
            passed = self._clock.now() - started
            windows = [each.wait for each in others if 0 < each.wait <= patience - passed]
            if windows:
                waiting(len(others), min(windows))
            elif passed >= OTHERS or all(each.wait for each in others):
                return
            self._clock.sleep(min([TICK, *windows]) if windows else GLANCE_AT_OTHERS)

    def _left_to_others(self) -> list[Lease]:
        with self._ledger.reading() as connection:
            processes = runs.cleaning_up(
                connection, self.who.run, self._ledger.location.alive, asks=self.who.process
            )
            held = leases.held_by(connection, processes)
        buying = set(processes) - {lease.process for lease in held}
        return [*held, *(Lease("not known yet", process, 0.0) for process in buying)]
