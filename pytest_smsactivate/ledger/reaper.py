"""The nets: giving back what nobody holds any more, once, however many nets there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Protocol

from pytest_smsactivate.errors import LedgerError, ProviderError
from pytest_smsactivate.flows.release import PATIENCE
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.leases import Lease
from pytest_smsactivate.ledger.runs import gone, has_died
from pytest_smsactivate.models import Cancellation

__all__ = ["TICK", "Reaper", "Waiting", "unseen"]

TICK = 1.0
"""Seconds after which what failed is tried again, and one who waits is told how long it takes."""

GLANCE = 0.05
"""Seconds until one is tried whose window has passed while others were given back."""

Waiting = Callable[[int, float], None]
"""Told of how many numbers are left, and of the seconds until the next may be given back.

Where they fail, of those for which it is tried again.
"""


NEVER = datetime.max.replace(tzinfo=timezone.utc)


def unseen(numbers: int, seconds: float) -> None:
    """Nobody looks on."""


class Hands(Protocol):
    """Who remembers what is held, and what was given back while the ledger failed."""

    def remember_no_more(self, activation: str) -> None: ...
    def remember_returned(self, lease: Lease, cancellation: Cancellation) -> None: ...


class Reaper:
    """Gives back the numbers of one account; `by` is the name that it claims them under.

    `hands` are told of each that is given back.
    """

    def __init__(self, counter: Counter, *, by: str, hands: Hands | None = None) -> None:
        self._counter = counter
        self._ledger = counter.ledger
        self._account = counter.account
        self._clock = counter.clock
        self._by = by
        self._hands = hands

    def orphans(self) -> list[str]:
        """The processes that are gone and left something; their lost intents are unknown now.

        What a net claimed that died over it is free again.
        """
        alive = self._ledger.location.alive
        with self._ledger.writing() as connection:
            processes = gone(connection, self._account, alive, asks=self._by)
            for process in processes:
                leases.abandoned(connection, process)
            for claimant in leases.claimants(connection, self._account):
                if claimant != self._by and has_died(claimant, alive):
                    leases.unclaim(connection, self._account, claimant)
        return processes

    def work_off(
        self,
        processes: list[str],
        *,
        patience: float,
        retry_for: float = 0.0,
        longest: float = PATIENCE,
        waiting: Waiting = unseen,
    ) -> int:
        """Give back what these processes hold, in time order; how many were.

        Where the provider's window for early cancels demands it, this waits up to
        `patience` (seconds); what fails for another reason is tried again `retry_for`
        so long, each time for `longest`. What cannot be released within that stays on the books.
        """
        started = self._clock.now()
        released = 0
        tried: dict[str, datetime | None] = {}
        while True:
            over = self._clock.now() - started > retry_for
            held = self._held_by(processes)
            due = [each for each in held if not each.wait and not (over and _failed(each, tried))]
            released += self._round(due, longest, started + retry_for, waiting)
            tried |= {each.activation: each.not_before for each in due}
            passed = self._clock.now() - started
            left = self._held_by(processes)
            pauses = [each.wait or GLANCE for each in left if not _failed(each, tried)]
            windows = [pause for pause in pauses if pause <= patience - passed]
            failing = any(_failed(each, tried) for each in left) and passed + TICK <= retry_for
            if not windows and not failing:
                return released
            waiting(len(left), min(windows) if windows else retry_for - passed)
            self._clock.sleep(min([TICK, *windows]))

    def _round(self, due: list[Lease], longest: float, end: float, waiting: Waiting) -> int:
        """How many were given back; of what takes long and fails, it is told at once."""
        released = 0
        for place, lease in enumerate(due, 1):
            began = self._clock.now()
            if self.release(lease, longest):
                released += 1
            elif (now := self._clock.now()) >= began + TICK:
                left = max(end - now, (len(due) - place) * longest)
                if left > 0:
                    waiting(len(due) - released, left)
        return released

    def _held_by(self, processes: list[str]) -> list[Lease]:
        with self._ledger.reading() as connection:
            return leases.held_by(connection, processes)

    def release(self, lease: Lease, patience: float = PATIENCE) -> bool:
        """Give one back, unless another net is just doing so, or has done so.

        By then the number may be another's: of one that is its own name, nothing else tells.
        What fails is tried again for `patience` seconds.
        """
        mine = (self._account, lease.activation)
        with self._counter.in_hand.taken(lease.activation) as free:
            if not free:
                return False
            with self._ledger.writing() as connection:
                if not leases.claim(connection, *mine, self._by, lease.process):
                    return False
            try:
                cancellation = self._counter.release(lease.activation, patience)
            except ProviderError as failure:
                with self._ledger.writing() as connection:
                    leases.not_released(connection, *mine, failure, lease.process)
                return False
            self._enter(lease, cancellation)
            return True

    def _enter(self, lease: Lease, cancellation: Cancellation) -> None:
        if self._hands is not None:
            self._hands.remember_no_more(lease.activation)
        try:
            with self._ledger.writing() as connection:
                mine = (self._account, lease.activation, cancellation, lease.process)
                leases.end(connection, *mine)
        except LedgerError:
            if self._hands is not None:
                self._hands.remember_returned(lease, cancellation)
            raise


def _failed(lease: Lease, tried: Mapping[str, datetime | None]) -> bool:
    """Whether it was tried in vain, and no window has passed since then."""
    return not lease.wait and tried.get(lease.activation, NEVER) == lease.not_before
