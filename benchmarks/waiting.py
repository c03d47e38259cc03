"""Fifty waits at once under one limit: how long until each learns of its message."""

from __future__ import annotations

import heapq
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory
from typing import TypeAlias

from benchmarks import waiters, waiting_suite
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.models import Activation
from pytest_smsactivate.providers import provider_named
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer
from pytest_smsactivate.transports.live import LiveTransport

__all__ = ["IDEAL", "LEDGER", "LIMIT", "NUMBERS", "WAYS", "Waited", "Way", "waited"]

NUMBERS = 50
PROCESSES = 5
LIMIT = 300
IDEAL = NUMBERS / (2 * LIMIT / 60)
"""Seconds from arrival to return, where looks take turns at the full rate."""

WARM_UP = 30.0
"""Seconds before messages count: the processes start, and the first waits begin all at once."""

PATIENCE = 60.0
"""Seconds in which the last messages may still be returned."""

EARLIEST, LATEST = 13.0, 33.0
"""Seconds between two messages to a number.

They count from arrival to arrival: from the return of the first, which comes with a look,
the moment of the next would not be independent of when looks come.
"""

_OTHER_KEY = "sk-that-buys"
"""The limit is one key's: buying does not count against the waits."""


Told: TypeAlias = "queue.Queue[waiters.Returned] | Queue[waiters.Returned]"
"""Where the waits tell of their messages."""


@dataclass(frozen=True)
class Way:
    """One way in which the processes share the limit; without `waits`, a suite in live mode."""

    title: str
    waits: waiters.Way | None = None


@dataclass(frozen=True)
class Waited:
    """What came of it: refusals with 429, all looks, and seconds from arrival to return."""

    way: Way
    refused: int
    looks: int
    seconds: Sequence[float]

    @property
    def mean(self) -> float:
        return mean(self.seconds)

    @property
    def ratio(self) -> float:
        return self.mean / IDEAL


LEDGER = Way("pytest-smsactivate")
WAYS = (
    LEDGER,
    Way("pyrate-limiter", waiters.with_pyrate),
    Way("looking every 3 s", waiters.naively),
)


def waited(seconds: float, done: Callable[[], object] = int) -> list[Waited]:
    """All ways at once, each against a provider of its own; `done` follows each."""

    def measured(way: Way) -> Waited:
        result = _waited(way, seconds)
        done()
        return result

    with ThreadPoolExecutor(len(WAYS)) as pool:
        return list(pool.map(measured, WAYS))


def _waited(way: Way, seconds: float) -> Waited:
    simulator = SimulatedProvider(LiveClock(), sms_after=None, rate_limit=None)
    with SimulatorServer(simulator) as server, TemporaryDirectory(prefix="waiting-") as folder:
        with _begun(way, simulator, server.url, Path(folder)) as (numbers, returned):
            took = _delivered(simulator, numbers, returned, seconds)
        requests = simulator.requests
    refused = sum(request.status == 429 for request in requests)
    return Waited(way, refused, sum(one.endpoint == "look" for one in requests), took)


@contextmanager
def _begun(
    way: Way, simulator: SimulatedProvider, url: str, folder: Path
) -> Iterator[tuple[Sequence[str], Told]]:
    """The numbers that are waited on under the limit, and where the waits tell."""
    if way.waits is None:
        simulator.rate_limit = LIMIT
        with waiting_suite.running(url, folder, NUMBERS) as told:
            yield [told.get(timeout=PATIENCE)[0] for _ in range(NUMBERS)], told
        return
    activations = _bought(url)
    simulator.rate_limit = LIMIT
    with _processes(way.waits, url, folder, activations) as returned:
        yield [each.number for each in activations], returned


def _bought(url: str) -> list[Activation]:
    provider = provider_named("smsactivate-dev")
    transport = LiveTransport(provider, url, _OTHER_KEY)
    try:
        return [
            provider.read_activation(
                transport.send(provider.buy("telegram", "ru"), None),
                service="telegram",
                country="ru",
            )
            for _ in range(NUMBERS)
        ]
    finally:
        transport.close()


@contextmanager
def _processes(
    waits: waiters.Way, url: str, folder: Path, numbers: Sequence[Activation]
) -> Iterator[Queue[waiters.Returned]]:
    """Each has its share of the numbers; gives where they tell of their messages."""
    spawning = get_context("spawn")
    returned: Queue[waiters.Returned] = spawning.Queue()
    processes = [
        spawning.Process(
            target=waiters.waits,
            args=(waits, url, folder, numbers[share::PROCESSES], returned),
            daemon=True,
        )
        for share in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    try:
        yield returned
    finally:
        for process in processes:
            process.kill()
            process.join()


def _delivered(
    simulator: SimulatedProvider,
    numbers: Sequence[str],
    returned: Told,
    seconds: float,
) -> list[float]:
    """Let messages arrive for so long; how long each took from its arrival to its return.

    One that was never returned counts with the time it had.
    """
    clock, random = LiveClock(), Random()
    start = clock.now() + WARM_UP
    end = start + seconds
    due = [(start - random.uniform(0, WARM_UP), number) for number in numbers]
    heapq.heapify(due)
    arrived: dict[str, float] = {}
    took: list[float] = []
    while (due and due[0][0] < end) or arrived:
        now = clock.now()
        if now > end + PATIENCE:
            break
        while due and due[0][0] <= min(now, end):
            _, number = heapq.heappop(due)
            arrived[number] = clock.now()
            simulator.deliver(number, f"Your code is {random.randrange(10**6):06}")
        with suppress(queue.Empty):
            number, moment = returned.get(
                timeout=min(max(due[0][0] - now, 0.0), 1.0) if due else 1.0
            )
            arrival = arrived.pop(number)
            if arrival > start:
                took.append(moment - arrival)
            planned = arrival + random.uniform(EARLIEST, LATEST)
            heapq.heappush(due, (max(planned, moment), number))
    return took + [clock.now() - moment for moment in arrived.values()]
