"""Processes of many waits, as the workers of a suite are: ways to do without the ledger."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from multiprocessing.queues import Queue
from pathlib import Path

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import ProviderError
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.flows.inbox import Inbox
from pytest_smsactivate.flows.wait import Watch
from pytest_smsactivate.models import Activation, Message, Request, Response
from pytest_smsactivate.providers import provider_named
from pytest_smsactivate.providers.base import Provider
from pytest_smsactivate.transports.live import LiveTransport

__all__ = ["Returned", "Way", "naively", "waits", "with_pyrate"]

KEY = "sk-benchmark"
PROVIDER = "smsactivate-dev"
PAUSE = 3.0
"""Seconds between two looks of a naive client."""

ENDLESS = 3600.0

Returned = tuple[str, float]
"""A number, and when the wait for its message returned, by the monotonic clock."""

Wait = Callable[[Activation, Callable[[], None]], None]
"""Waits on one number for ever, and calls back at each message."""

Way = Callable[[Provider, Transport, Path], Wait]
"""How one process waits; the folder is shared by all of them."""


def waits(
    way: Way, url: str, folder: Path, activations: Sequence[Activation], returned: Queue[Returned]
) -> None:
    """Wait for message after message of each number, in a thread each, and tell when it is there.

    Nobody ends this but the death of the process.
    """
    provider, clock = provider_named(PROVIDER), LiveClock()
    wait_on = way(provider, LiveTransport(provider, url, KEY), folder)

    def wait(activation: Activation) -> None:
        wait_on(activation, lambda: returned.put((activation.number, clock.now())))

    threads = [threading.Thread(target=wait, args=(activation,)) for activation in activations]
    for thread in threads:
        thread.start()


def with_pyrate(provider: Provider, transport: Transport, folder: Path) -> Wait:
    """The same flow with pyrate-limiter, which shares a SQLite file under a lock.

    Without the rate of a second, all of a minute would leave in its first moments.
    """
    from pyrate_limiter import Duration, Limiter, SQLiteBucket
    from pyrate_limiter import Rate as PyrateRate

    rates = [PyrateRate(5, Duration.SECOND), PyrateRate(300, Duration.MINUTE)]
    path = str(folder / "pyrate.sqlite3")
    limiter = Limiter(SQLiteBucket.init_from_file(rates, db_path=path, use_file_lock=True))

    class Limited:
        blocking = True

        def send(self, request: Request, within: float | None) -> Response:
            limiter.try_acquire(PROVIDER)
            return transport.send(request, within)

    return _watching(provider, Limited())


def _watching(provider: Provider, transport: Transport) -> Wait:
    clock = LiveClock()

    def wait(activation: Activation, returned: Callable[[], None]) -> None:
        watch = Watch(
            provider,
            activation,
            Inbox(),
            clock=clock,
            jitter=random.random,
            pace=provider.pace,
        )
        while True:
            try:
                drive(watch.next_message(ENDLESS, _any), transport, clock)
            except ProviderError:
                continue
            returned()

    return wait


def _any(message: Message) -> Message:
    return message


def naively(provider: Provider, transport: Transport, folder: Path) -> Wait:
    """Look every three seconds, whatever comes back."""
    clock = LiveClock()

    def wait(activation: Activation, returned: Callable[[], None]) -> None:
        inbox = Inbox()
        while True:
            try:
                answer = transport.send(provider.look(activation.id), None)
                inbox.take_in(provider.read_look(answer).messages)
            except ProviderError:
                pass
            if inbox.hand_out() is not None:
                returned()
            else:
                clock.sleep(PAUSE)

    return wait
