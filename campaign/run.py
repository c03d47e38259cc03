"""Carries out one run: the suite, its death, the nets, and the audit."""

from __future__ import annotations

import json
import math
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

from campaign.audit import Evidence, disagreements
from campaign.books import Entry, entries
from campaign.death import Death
from campaign.place import KEY, Place
from campaign.plan import Net, Plan
from campaign.processes import gone, kill_all
from campaign.provider import WatchedProvider
from campaign.strike import Strike
from campaign.suites import COUNTRY, SERVICE, write
from campaign.trouble import Trouble
from pytest_smsactivate.simulator.server import SimulatorServer

__all__ = ["BAR", "Outcome", "carry_out"]

BAR = 2.0
"""Seconds in which all is given back after a SIGKILL."""

PATIENCE = 90.0
"""Seconds in which each process must come to its end."""

LOOK = 0.005


@dataclass
class Outcome:
    """What came of one run.

    `struck` is what it was doing when it died, empty where it did not; `left_open` counts what
    it had not given back by then, and `released` by which net. `ledger_failed` tells that the
    ledger was locked or full for some time. `seconds` is the time from a SIGKILL until nothing
    was open: None where it was not measured, infinite where it never came.
    """

    plan: Plan
    folder: Path
    bought: int = 0
    struck: str = ""
    faults_met: int = 0
    ledger_failed: bool = False
    left_open: int = 0
    released: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    seconds: float | None = None
    disagreements: list[str] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return self.seconds is not None and self.seconds > BAR


def carry_out(plan: Plan, folder: Path) -> Outcome:
    """Run what the plan says in this folder, which must not be there yet."""
    write(folder / "suite", plan.tests)
    write(folder / "next", ["nothing"])
    provider = _provider(plan)
    with SimulatorServer(provider) as server:
        place = Place(folder, server.url, plan.provider)
        trouble = Trouble(plan.trouble, place.ledger)
        provider.observers.append(trouble.seen)  # before who is to strike amid it
        strike = Strike(plan, folder, provider)
        return _Run(plan, place, provider, strike, trouble).outcome()


def _provider(plan: Plan) -> WatchedProvider:
    provider = WatchedProvider(
        price=Decimal(plan.price),
        sms_after=plan.sms_after,
        key=KEY,
        random=Random(f"{plan.seed}/{plan.index}"),
    )
    if plan.stranger:
        provider.sell_to_another(plan.provider, SERVICE, COUNTRY)
    provider.configure(cancel_after=plan.cancel_after, clock_off=plan.clock_off)
    for fault in plan.faults:
        provider.fault(**fault)
    return provider


class _Run:
    def __init__(
        self,
        plan: Plan,
        place: Place,
        provider: WatchedProvider,
        strike: Strike,
        trouble: Trouble,
    ) -> None:
        self._plan = plan
        self._place = place
        self._provider = provider
        self._strike = strike
        self._trouble = trouble
        self._outcome = Outcome(plan, place.folder)
        self._named: list[str] = []
        self._overlooked: set[str] = set()

    def outcome(self) -> Outcome:
        outcome = self._outcome
        try:
            self._run()
            before = self._cast_nets()
        finally:
            kill_all(self._place.folder)
            self._trouble.end()
        account = self._provider.account
        evidence = Evidence(
            can=self._plan.can,
            sold=self._provider.sold,
            spent=account.spent,
            open=sorted(self._open),
            asked=self._place.asked,
            before=before,
            after=entries(self._place.ledger),
            named=self._named,
            overlooked=sorted(self._overlooked),
            renewed=self._provider.renewed,
            cut_off=self._cut_off,
            stranger_released=self._provider.stranger_released,
            baseline=self._provider.baseline,
        )
        outcome.bought = len(self._provider.sold)
        outcome.struck = self._strike.amid
        outcome.faults_met = self._provider.faults_met
        outcome.ledger_failed = self._trouble.began
        outcome.disagreements += disagreements(evidence)
        outcome.disagreements += traces(self._place.folder, {KEY, *self._provider.tokens})
        return outcome

    def _run(self) -> None:
        """The suite, until it and all that it started have ended."""
        process = self._place.pytest("suite", self._plan)
        self._strike.aim(process)
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            self._strike.look()
            time.sleep(LOOK)
        ended = self._provider.ended if self._strike.at is None else self._strike.ended
        self._await(process, "the run")
        self._trouble.end()
        left = self._provider.sold.keys() - ended
        self._outcome.left_open = len(left)
        self._outcome.released["cashier"] = len(left - self._open)
        self._outcome.seconds = self._time_to_release()

    def _cast_nets(self) -> Sequence[Entry]:
        """The leases after the first net, while time has not yet brought what it brings."""
        first, second = self._plan.nets
        self._cast(first)
        before = entries(self._place.ledger)
        unsettled = [entry for entry in before if entry.unsettled]
        self._outcome.unknown = sum(entry.state == "unknown" for entry in unsettled)
        self._named = self._names() if unsettled else []
        unsure = self._plan.can.balance and any(entry.state == "unconfirmed" for entry in before)
        forgotten = self._forgotten
        if not self._plan.can.activations:
            self._let_time_pass(forgotten)
        if forgotten or unsettled or unsure:
            self._provider.reset()
            self._cast(second)
        return before

    def _cast(self, net: Net) -> None:
        """Let one net do its work; it may end with any status."""
        before, forgotten = self._open, self._forgotten
        self._provider.listed.clear()
        if net == "reap":
            process = self._place.shell("reap", "--json")
        else:
            process = self._place.pytest("next")
        self._await(process, f"the net {net!r}")
        self._outcome.released[net] += len(before - self._open)
        if self._plan.can.activations:
            self._overlooked |= forgotten & self._provider.listed & self._open

    def _let_time_pass(self, forgotten: set[str]) -> None:
        """What nobody knows of expires at the provider."""
        for activation in forgotten:
            self._provider.expire(activation)
        self._outcome.released["time"] += len(forgotten)

    def _names(self) -> list[str]:
        """The tests of the leases that the shell tells of."""
        process = self._place.shell("leases", "--json")
        self._await(process, "smsactivate leases")
        return named(self._place.told)

    def _await(self, process: subprocess.Popen[bytes], what: str) -> None:
        """Wait for a process and all that it started; what does not end is a disagreement."""
        try:
            process.wait(PATIENCE)
            ended = gone(self._place.folder, PATIENCE)
        except subprocess.TimeoutExpired:
            ended = False
        if not ended:
            self._outcome.disagreements.append(f"{what} did not end in {PATIENCE:.0f} seconds")
            kill_all(self._place.folder)
            process.wait()

    @property
    def _open(self) -> set[str]:
        return {each.id for each in self._provider.held}

    @property
    def _forgotten(self) -> set[str]:
        """What is open, and in no lease."""
        return self._open - {entry.activation for entry in entries(self._place.ledger)}

    @property
    def _cut_off(self) -> int:
        """How many requests may have set out and never reached the provider."""
        died = 0 if self._strike.at is None else max(self._plan.workers, 1)
        return self._provider.logins_spoilt + died + self._trouble.began

    def _time_to_release(self) -> float | None:
        """Seconds from a SIGKILL of the run alone, at a healthy provider; see `Outcome`."""
        struck, emptied = self._strike.at, self._provider.emptied_at
        if struck is None or self._plan.death is not Death.KILL or not self._plan.calm:
            return None
        if self._open:
            return math.inf
        return emptied - struck if emptied is not None and emptied > struck else None


def named(told: str) -> list[str]:
    """The tests of the leases that `smsactivate leases --json` has printed; none in other words."""
    try:
        return [lease["test"] for lease in json.loads(told)["leases"]]
    except ValueError:
        return []


def traces(folder: Path, secrets: Iterable[str] = (KEY,)) -> list[str]:
    """The key or a token in any file, cassettes that are not whole, and nets that broke."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    hidden = [secret.encode() for secret in secrets]
    found = [
        f"the key or a token is in {path}"
        for path in files
        if any(secret in path.read_bytes() for secret in hidden)
    ]
    for path in files:
        if path.parts[-3:-2] == ("cassettes",) and path.suffix == ".json":
            try:
                json.loads(path.read_bytes())
            except ValueError as error:
                found.append(f"the cassette {path} is not whole: {error}")
    nets = [path for path in folder.glob("[1-9]-*") if path.suffix in (".out", ".err")]
    broken = [path for path in nets if any(word in path.read_bytes() for word in BREAKAGE)]
    return found + [f"it broke: {path}" for path in sorted(broken)]


BREAKAGE = (b"Traceback (most recent call last)", b"INTERNALERROR")
"""What no net may print."""
