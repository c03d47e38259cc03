"""What one run of the campaign is, drawn whole from the seed and the run's index."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Any, Literal

from pytest_smsactivate.models import Operation

__all__ = [
    "AtCassette",
    "AtRequest",
    "AtTime",
    "Death",
    "Guard",
    "Kind",
    "Moment",
    "Net",
    "Plan",
    "drawn",
]

Kind = Literal[
    "code", "cancel", "pool", "fails", "async_code", "async_pool", "shared", "hangs", "nothing"
]
"""The tests that `campaign.suites` can write; `nothing` buys and leaves it to the teardown."""

Net = Literal["reap", "next run"]

Guard = Literal["thread", "signal"]
"""The method of pytest-timeout."""

HANG_LIMIT = 2.0
"""Seconds after which pytest-timeout ends a test that hangs."""

GUARD_LIMIT = 60.0
"""Seconds that no healthy test takes."""


class Death(Enum):
    """A way to die. Those of a worker need pytest-xdist, and those of a hung test pytest-timeout.

    `worker` tells that a worker dies and not the run, `cashier` that the cashier does, and
    `everybody` that all processes get the signal: all of the run's group, as in a terminal,
    or with SIGKILL all there are, as when a container loses its power.
    """

    NONE = "none"
    KILL = "SIGKILL"
    TERM = "SIGTERM"
    INT = "SIGINT"
    HUP = "SIGHUP"
    INT_ALL = "SIGINT to all (Ctrl-C)"
    HUP_ALL = "SIGHUP to all (terminal closed)"
    KILL_ALL = "SIGKILL to all, cashier too"
    EXIT = "os._exit in the test"
    WORKER_EXIT = "worker: os._exit"
    WORKER_KILL = "worker: SIGKILL"
    CASHIER = "cashier: SIGKILL"
    HUNG_THREAD = "hung test, timeout by thread"
    HUNG_SIGNAL = "hung test, timeout by signal"

    @property
    def signal(self) -> int:
        """What is sent; SIGUSR1 makes a process that `campaign.inside` is loaded in exit at once.

        0 where nobody sends anything.
        """
        return _SIGNALS.get(self, 0)

    @property
    def worker(self) -> bool:
        return self in (Death.WORKER_EXIT, Death.WORKER_KILL)

    @property
    def everybody(self) -> bool:
        return self in (Death.INT_ALL, Death.HUP_ALL, Death.KILL_ALL)

    @property
    def hung(self) -> bool:
        return self in (Death.HUNG_THREAD, Death.HUNG_SIGNAL)


_SIGNALS: Mapping[Death, int] = {
    Death.KILL: signal.SIGKILL,
    Death.TERM: signal.SIGTERM,
    Death.INT: signal.SIGINT,
    Death.HUP: signal.SIGHUP,
    Death.INT_ALL: signal.SIGINT,
    Death.HUP_ALL: signal.SIGHUP,
    Death.KILL_ALL: signal.SIGKILL,
    Death.EXIT: signal.SIGUSR1,
    Death.WORKER_EXIT: signal.SIGUSR1,
    Death.WORKER_KILL: signal.SIGKILL,
    Death.CASHIER: signal.SIGKILL,
}

DEATHS: Mapping[Death, int] = {
    Death.NONE: 8,
    Death.KILL: 18,
    Death.TERM: 9,
    Death.INT: 8,
    Death.HUP: 6,
    Death.INT_ALL: 6,
    Death.HUP_ALL: 4,
    Death.KILL_ALL: 9,
    Death.EXIT: 9,
    Death.WORKER_EXIT: 5,
    Death.WORKER_KILL: 5,
    Death.CASHIER: 6,
    Death.HUNG_THREAD: 4,
    Death.HUNG_SIGNAL: 3,
}
"""How often each comes, in so many of a hundred."""


@dataclass(frozen=True)
class AtRequest:
    """At the `nth` request to `endpoint`: as it arrives, or `delay` seconds after the answer."""

    endpoint: Operation
    nth: int
    answered: bool
    delay: float = 0.0


@dataclass(frozen=True)
class AtCassette:
    """While a cassette is written: as its draft is opened, or as that gets the final name."""

    event: Literal["open", "os.rename"]


@dataclass(frozen=True)
class AtTime:
    """So many seconds after the start."""

    seconds: float


Moment = AtRequest | AtCassette | AtTime


@dataclass(frozen=True)
class Plan:
    """One run. `faults` are arguments of `SimulatedProvider.fault`, in the order of their use.

    `guard` is pytest-timeout's method where it is loaded, `limit` its seconds; `moment` is None
    where nobody sends a signal; `dice` decides what is known only while the run runs, such as
    which worker dies.
    """

    seed: int
    index: int
    tests: tuple[Kind, ...]
    record: bool
    workers: int
    guard: Guard | None
    limit: float
    sms_after: float | None
    price: str
    faults: tuple[Mapping[str, Any], ...]
    cancel_after: float
    clock_off: float
    death: Death
    moment: Moment | None
    nets: tuple[Net, Net]
    dice: float

    @property
    def calm(self) -> bool:
        """Whether the provider does all that it should."""
        return not self.faults and not self.cancel_after and not self.clock_off


def drawn(seed: int, index: int) -> Plan:
    """The same for the same two numbers, on every Python."""
    random = Random(f"{seed}/{index}")
    death = random.choices(list(DEATHS), list(DEATHS.values()))[0]
    tests = _tests(random)
    record = random.random() < 0.3
    sms_after = random.choice((0.0, 0.1, 0.3, 0.5, None))
    faults, cancel_after, clock_off = _trouble(random)
    guard: Guard | None = random.choice(("thread", "signal")) if random.random() < 0.2 else None
    moment: Moment | None = None
    if death.hung:
        guard = "thread" if death is Death.HUNG_THREAD else "signal"
        tests, hang = _hanging(random, tests)
        faults = (*hang, *faults)
    elif death is not Death.NONE:
        moment = _moment(random, record=record)
    return Plan(
        seed=seed,
        index=index,
        tests=tests,
        record=record or isinstance(moment, AtCassette),
        workers=2 if death.worker or random.random() < 0.2 else 0,
        guard=guard,
        limit=HANG_LIMIT if death.hung else GUARD_LIMIT,
        sms_after=sms_after,
        price=random.choice(("0.07", "0.12", "0.115")),
        faults=faults,
        cancel_after=cancel_after,
        clock_off=clock_off,
        death=death,
        moment=moment,
        nets=random.choice((("reap", "next run"), ("next run", "reap"))),
        dice=random.random(),
    )


def _tests(random: Random) -> tuple[Kind, ...]:
    kinds: tuple[Kind, ...] = (
        "code",
        "cancel",
        "pool",
        "fails",
        "async_code",
        "async_pool",
        "shared",
        "nothing",
    )
    return tuple(random.choices(kinds, (5, 2, 3, 2, 2, 1, 2, 2), k=random.choice((1, 1, 2, 3, 4))))


def _hanging(
    random: Random, tests: tuple[Kind, ...]
) -> tuple[tuple[Kind, ...], tuple[Mapping[str, Any], ...]]:
    """A test that hangs comes first: in its body, or in a request that is not answered in time."""
    endpoint = random.choice(("body", "buy", "look", "cancel"))
    if endpoint == "body":
        return ("hangs", *tests[:1]), ()
    fault = {"endpoint": endpoint, "kind": "slow", "seconds": HANG_LIMIT + 1.5}
    return ("code", *tests[:1]), (fault,)


def _moment(random: Random, *, record: bool) -> Moment:
    if random.random() < (0.35 if record else 0.05):
        return AtCassette(random.choice(("open", "os.rename")))
    if random.random() < 0.15:
        return AtTime(round(random.uniform(0.2, 3.0), 3))
    endpoints: tuple[Operation, ...] = ("buy", "look", "cancel", "offer", "balance")
    return AtRequest(
        endpoint=random.choices(endpoints, (8, 6, 6, 1, 1))[0],
        nth=random.choices((1, 2, 3), (6, 3, 1))[0],
        answered=random.random() < 0.6,
        delay=round(random.choice((0.0, random.uniform(0, 0.01), random.uniform(0, 0.3))), 4),
    )


def _trouble(random: Random) -> tuple[tuple[Mapping[str, Any], ...], float, float]:
    """What the provider does wrong, and on which terms it sells."""
    faults = tuple(_fault(random) for _ in range(random.choices((0, 1, 2), (45, 40, 15))[0]))
    cancel_after = round(random.uniform(2, 4), 2) if random.random() < 0.12 else 0.0
    clock_off = random.choice((-3600.0, 3600.0)) if random.random() < 0.12 else 0.0
    return faults, cancel_after, clock_off


def _fault(random: Random) -> Mapping[str, Any]:
    endpoints = ("buy", "look", "cancel", "offer", "balance", "*")
    endpoint = random.choices(endpoints, (8, 3, 6, 2, 2, 2))[0]
    kind = random.choices(list(_OPTIONS), (4, 5, 3, 2, 4, 2, 2, 3, 2, 2, 1, 3, 3))[0]
    return {
        "endpoint": endpoint,
        **_OPTIONS[kind],
        "times": random.choices((1, 2), (4, 1))[0],
    }


_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "reset before": {"kind": "reset_before"},
    "reset after": {"kind": "reset_after"},
    "hang": {"kind": "hang", "seconds": 1.5},
    "hang after the deed": {"kind": "hang", "seconds": 1.5, "acted": True},
    "5xx": {"kind": "status", "status": 503},
    "5xx after the deed": {"kind": "status", "status": 502, "acted": True},
    "429": {"kind": "status", "status": 429},
    "429, Retry-After": {"kind": "status", "status": 429, "headers": {"retry-after": "1"}},
    "garbage": {"kind": "garbage"},
    "html": {"kind": "html"},
    "empty": {"kind": "empty"},
    "truncated": {"kind": "truncated"},
    "slow": {"kind": "slow", "seconds": 1.5},
}
