"""How soon a wait returns after the provider's webhook has been called, beside polling."""

from __future__ import annotations

import heapq
import queue
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from queue import SimpleQueue
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.webhook_suite import KEY, Told, running
from pytest_smsactivate.cashier.receiver import secret_path
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import ActivationEnded
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer

__all__ = ["PROVIDERS", "WAITS", "Heard", "heard"]

PROVIDERS = ("smsactivate-app", "handler-api")
WAITS = 100
"""For each provider, with the webhook and by polling."""

EARLIEST, LATEST = 1.0, 4.0
"""Seconds from the beginning of a wait to its message.

The first look has long been answered by then, the first one for safety is still to come, and
the two waits at once need fewer requests than the rate has.
"""

PATIENCE = 5.0
"""Seconds that each step of a notice may take."""


@dataclass(frozen=True)
class Heard:
    """One suite: all its looks, and seconds from each notice to the return of its wait.

    By polling they count from the message's arrival.
    """

    provider: str
    webhook: bool
    looks: int
    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def nine_of_ten(self) -> float:
        """Within so many seconds nine of ten waits have returned."""
        return quantiles(self.seconds, n=10, method="inclusive")[-1]

    @property
    def looks_each(self) -> float:
        return self.looks / len(self.seconds)


def heard(done: Callable[[], object] = int) -> list[Heard]:
    """All suites at once, each against a provider of its own; `done` follows each wait."""

    def measured(suite: tuple[str, bool]) -> Heard:
        return _heard(*suite, done)

    suites = list(product(PROVIDERS, (True, False)))
    with ThreadPoolExecutor(len(suites)) as pool:
        return list(pool.map(measured, suites))


def _heard(provider: str, webhook: bool, done: Callable[[], object]) -> Heard:
    simulator = SimulatedProvider(LiveClock(), sms_after=None, rate_limit=None)
    port = _free_port() if webhook else None
    with SimulatorServer(simulator) as server, TemporaryDirectory(prefix="webhook-") as folder:
        suite = running(provider, server.url, Path(folder), waits=WAITS, webhook=port)
        with suite as told:
            took = _delivered(simulator, told, port, done)
        looks = sum(request.endpoint == "look" for request in simulator.requests)
    return Heard(provider, webhook, looks, took)


def _free_port() -> int:
    """One that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _delivered(
    simulator: SimulatedProvider,
    told: SimpleQueue[Told | None],
    port: int | None,
    done: Callable[[], object],
) -> list[float]:
    """Let a message come to each number that is waited on; how long each took to be returned."""
    clock, random = LiveClock(), Random()
    due: list[tuple[float, str]] = []
    sent: dict[str, tuple[str, float]] = {}
    took: list[float] = []
    while True:
        try:
            report = told.get(timeout=max(due[0][0] - clock.now(), 0.0) if due else None)
        except queue.Empty:
            _, number = heapq.heappop(due)
            code = f"{random.randrange(10**6):06}"
            with suppress(ActivationEnded):  # its test has failed: pytest's output says why
                simulator.deliver(number, f"Your code is {code}")
                (notice,) = simulator.notices_since(len(took) + len(sent))
                sent[number] = code, clock.now()
                if port is not None:
                    _post(port, msgspec.json.encode(notice))
            continue
        if report is None:
            return took
        if not report.code:
            planned = report.moment + random.uniform(EARLIEST, LATEST)
            heapq.heappush(due, (planned, report.number))
            continue
        code, moment = sent.pop(report.number)
        assert report.code == code, f"{report.code} is not the code that came"
        took.append(report.moment - moment)
        done()


def _post(port: int, notice: bytes) -> None:
    """As a provider does; ends the benchmark where the notice is not taken."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", secret_path(KEY), notice, headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"The webhook answered {answer.status}: {answer.read()!r}")
    finally:
        connection.close()
