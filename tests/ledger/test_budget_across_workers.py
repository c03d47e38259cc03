"""Caps hold for all workers of a run together, wherever they are, and for no other run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from bookkeeping import KEY
from by_hand import eventually
from sqlalchemy import Row, Select, select

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import accounts, leases, runs
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer

FORTY = """\
import pytest

@pytest.mark.parametrize("n", range(40))
def test_it(sms_number, n):
    assert sms_number.wait_for_code()
"""

HOLDING = """\
import time
from pathlib import Path

def test_it(sms_numbers):
    for _ in range(3):
        sms_numbers.buy()
    Path("holding").touch()
    while not Path("enough").exists():
        time.sleep(0.02)
"""

ONE = "def test_it(sms_number): sms_number.wait_for_code()\n"

MODULE_OF = {plugin.name: plugin.value for plugin in entry_points(group="pytest11")}


@pytest.fixture
def simulator() -> SimulatedProvider:
    """An SMS comes to each number at once: none is refunded."""
    return SimulatedProvider(LiveClock(), sms_after=0.0, rate_limit=6000, key=KEY)


@pytest.fixture
def address(simulator: SimulatedProvider) -> Iterator[str]:
    with SimulatorServer(simulator) as server:
        yield server.url


class Project:
    """A folder with tests in it, that buys from `address` and keeps its accounts at `url`."""

    def __init__(self, folder: Path, code: str, *, address: str, url: str) -> None:
        self.folder = folder
        self._options = ["--sms-live", "--sms-base-url", address, "--sms-ledger", url]
        self._options += ["--sms-service", "telegram", "--sms-country", "gb"]
        folder.mkdir()
        (folder / "test_it.py").write_text(code)
        (folder / "pytest.ini").write_text("[pytest]\n")

    def start(self, *options: str, run: str | None = None) -> subprocess.Popen[str]:
        """Begin a run and do not wait for it; with `run` it is a part of the run of that name."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")
        }
        environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "SMSACTIVATE_API_KEY": KEY}
        environment |= {} if run is None else {"SMSACTIVATE_RUN": run}
        loading = [f"-p{MODULE_OF[name]}" for name in ("smsactivate", "xdist", "xdist.looponfail")]
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", *loading, *self._options, *options],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *options: str, run: str | None = None) -> str:
        return output_of(self.start(*options, run=run))


def output_of(process: subprocess.Popen[str]) -> str:
    return process.communicate(timeout=300)[0]


Begin = Callable[..., Project]


@pytest.fixture
def project(tmp_path: Path, address: str, location: Location, url: str) -> Begin:
    def begin(code: str, name: str = "project") -> Project:
        return Project(tmp_path / name, code, address=address, url=url)

    return begin


def read(location: Location, wanted: Select[Any]) -> list[Row[Any]]:
    ledger = Ledger.open(location)
    with ledger.reading() as connection:
        found = list(connection.execute(wanted).all())
    ledger.close()
    return found


def states(location: Location) -> list[str]:
    return [row.state for row in read(location, select(leases.c.state))]


def rows_of_accounts(location: Location) -> list[Row[Any]]:
    return read(location, select(accounts))


@pytest.mark.parametrize("cap", [("--sms-budget", "0.70"), ("--sms-max-numbers", "10")])
def test_eight_workers_never_pass_a_cap_together(
    project: Begin, simulator: SimulatedProvider, location: Location, cap: tuple[str, str]
) -> None:
    generous = {"--sms-budget": "100", "--sms-max-numbers": "100", **dict([cap])}
    options = [part for option in generous.items() for part in option]

    told = project(FORTY).run("-n8", *options)

    assert "10 passed, 30 errors" in told
    assert told.count(f"BudgetExceeded: {cap[0]} is {cap[1]}: ") >= 30
    assert simulator.account.bought == 10
    assert str(simulator.account.spent) == "0.70"
    assert states(location) == ["kept"] * 10


def test_two_machines_share_the_caps_of_the_run_that_both_belong_to(
    project: Begin, simulator: SimulatedProvider, location: Location
) -> None:
    machines = [project(FORTY, name) for name in ("one", "two")]
    processes = [each.start("-n2", "--sms-max-numbers", "10", run="nightly") for each in machines]
    told = "".join(map(output_of, processes))

    assert told.count("BudgetExceeded: --sms-max-numbers is 10: ") >= 70
    assert simulator.account.bought == 10
    assert states(location) == ["kept"] * 10
    assert [row.id for row in read(location, select(runs))] == ["nightly"]


def test_two_projects_with_one_key_leave_each_other_s_numbers_alone(
    project: Begin, simulator: SimulatedProvider, location: Location
) -> None:
    simulator.configure(sms_after=None)
    first = project(HOLDING, "first")
    process = first.start("--sms-max-numbers", "3")
    eventually((first.folder / "holding").exists)
    held = {number.id for number in simulator.account.open}
    assert len(held) == 3
    (before,) = rows_of_accounts(location)
    simulator.configure(sms_after=0.0)

    told = project(ONE, "second").run("--sms-max-numbers", "1")

    assert "1 passed" in told
    assert "given back" not in told
    assert {number.id for number in simulator.account.open} == held
    (after,) = rows_of_accounts(location)
    assert before.tokens_at < after.tokens_at, "one account, one rate"
    (first.folder / "enough").touch()
    assert "1 passed" in output_of(process)
    assert simulator.account.open == []
