"""What one run of the campaign is, drawn whole from the seed, the run's index and the provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

import msgspec

from campaign.death import DEATHS, Death
from pytest_smsactivate.models import Operation
from pytest_smsactivate.providers import NAMES, Capabilities, provider_named

__all__ = [
    "AtCassette",
    "AtRequest",
    "AtTime",
    "Guard",
    "Kind",
    "LedgerTrouble",
    "Moment",
    "Net",
    "Plan",
    "Room",
    "drawn",
]

Kind = Literal[
    "code",
    "cancel",
    "pool",
    "fails",
    "async_code",
    "async_pool",
    "shared",
    "hangs",
    "nothing",
    "resend",
    "renewal",
]
"""The tests that `campaign.suites` can write; `nothing` buys and leaves it to the teardown."""

Net = Literal["reap", "next run"]

Guard = Literal["thread", "signal"]
"""The method of pytest-timeout."""

Room = Literal["leases", "rate", "all"]
"""Tables of the ledger."""

HANG_LIMIT = 2.0
"""Seconds after which pytest-timeout ends a test that hangs."""

GUARD_LIMIT = 60.0
"""Seconds that no healthy test takes."""


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
class LedgerTrouble:
    """From the `nth` request to `endpoint` on, as it arrives, the ledger fails for so many seconds.

    In that `room` nothing can be written; with None it is locked, and all who write wait.
    """

    endpoint: Operation
    nth: int
    room: Room | None
    seconds: float


@dataclass(frozen=True)
class Plan:
    """One run, at the provider of that name.

    `faults` are arguments of `SimulatedProvider.fault`, in the order of their use. `guard` is
    pytest-timeout's method where it is loaded, `limit` its seconds; `moment` is None where nobody
    sends a signal; `dice` decides what is known only while the run runs, such as which worker
    dies. `stranger` tells that somebody else holds a number of the same kind, of which this ledger
    knows nothing; then no SMS comes to any. `trouble` is what the ledger does wrong.
    """

    seed: int
    index: int
    provider: str
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
    stranger: bool = False
    trouble: LedgerTrouble | None = None

    @property
    def calm(self) -> bool:
        """Whether the provider and the ledger do all that they should."""
        return not (self.faults or self.cancel_after or self.clock_off or self.trouble)

    @property
    def can(self) -> Capabilities:
        """What the provider's API can do.

        By its list nothing can be found, where some of what it lists is a stranger's.
        """
        can = provider_named(self.provider).capabilities
        return msgspec.structs.replace(can, activations=can.activations and not self.stranger)


def drawn(seed: int, index: int, provider: str | None = None) -> Plan:
    """The same for the same arguments, on every Python; without a provider, each has its turn.

    The providers share all that is drawn but what only one of them has.
    """
    name = provider or NAMES[index % len(NAMES)]
    plan = _troubled(_drawn(seed, index, name), Random(f"{seed}/{index}/ledger"))
    return _fitted(plan, Random(f"{seed}/{index}/{name}"))


def _drawn(seed: int, index: int, provider: str) -> Plan:
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
        provider=provider,
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


def _troubled(plan: Plan, random: Random) -> Plan:
    """The plan with what the ledger does wrong; and some windows are longer."""
    if plan.cancel_after and random.random() < 0.3:
        plan = replace(plan, cancel_after=round(random.uniform(5, 10), 2))
    if random.random() >= 0.2:
        return plan
    rooms: tuple[Room | None, ...] = ("leases", "rate", "all", None)
    endpoints: tuple[Operation, ...] = ("buy", "look", "cancel", "offer")
    trouble = LedgerTrouble(
        endpoint=random.choices(endpoints, (6, 2, 5, 1))[0],
        nth=random.choices((1, 2), (4, 1))[0],
        room=random.choices(rooms, (4, 1, 3, 2))[0],
        seconds=round(random.choice((random.uniform(0.05, 1), random.uniform(1, 6))), 2),
    )
    return replace(plan, trouble=trouble)


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


def _fitted(plan: Plan, random: Random) -> Plan:
    """The plan with what the provider's API has more, and without what it lacks.

    What was to happen at a request that it lacks happens at one of its own.
    """
    own = _own(plan.provider)
    if not own:
        return plan
    lacking = {each for each, ability in _LACKED.items() if not getattr(plan.can, ability)}
    tests, faults, moment, trouble = plan.tests, plan.faults, plan.moment, plan.trouble
    if random.random() < 0.4:
        kind = next(_KINDS[each] for each in own if each in _KINDS)
        place = random.randint(int(plan.death.hung), len(tests))  # what hangs stays the first
        tests = (*tests[:place], kind, *tests[place:])
    if random.random() < 0.3:
        faults = (*faults, {**_fault(random), "endpoint": random.choice(own)})
    faults = tuple(
        {**fault, "endpoint": own[0]} if fault["endpoint"] in lacking else fault for fault in faults
    )
    asked = [each for each in own if _is_asked(each, tests, faults)]
    moved = random.random() < 0.2 or (isinstance(moment, AtRequest) and moment.endpoint in lacking)
    if isinstance(moment, AtRequest) and asked and moved:
        moment = replace(moment, endpoint=random.choice(asked), nth=1)
    if trouble is not None and trouble.endpoint in lacking:
        trouble = replace(trouble, endpoint=own[0])
    # A purchase that nobody finds must end refunded: charged and over, it would look like his.
    stranger = "activations" in own and plan.sms_after is None and random.random() < 0.7
    return replace(
        plan, tests=tests, faults=faults, moment=moment, stranger=stranger, trouble=trouble
    )


def _own(provider: str) -> list[Operation]:
    """The requests that this API has and not every other."""
    api = provider_named(provider)
    can = [each for each, ability in _ABILITIES.items() if getattr(api.capabilities, ability)]
    return can if api.login("") is None else ["login", *can]


def _is_asked(
    endpoint: Operation, tests: tuple[Kind, ...], faults: tuple[Mapping[str, Any], ...]
) -> bool:
    """Whether the run is likely to ask it; the list is for purchases that got no answer."""
    if endpoint in _KINDS:
        return _KINDS[endpoint] in tests
    return endpoint == "login" or any(fault["endpoint"] == "buy" for fault in faults)


_ABILITIES: Mapping[Operation, str] = {
    "another": "request_another",
    "renew": "renew",
    "activations": "activations",
}
_LACKED: Mapping[Operation, str] = {"offer": "price", "balance": "balance"}
_KINDS: Mapping[Operation, Kind] = {"another": "resend", "renew": "renewal"}
