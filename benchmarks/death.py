"""How soon all that a run held is given back after SIGKILL: as many numbers as a run may buy."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import command_with
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer

__all__ = ["DEATHS", "HELD", "given_back"]

HELD = 20
"""Numbers: what `--sms-max-numbers` is where nobody says otherwise."""

DEATHS = 5

PATIENCE = 60.0
"""Seconds after which it is given up."""

PAUSE = 0.005

SUITE = """\
import time
from pathlib import Path


def test_it(sms_numbers):
    for _ in range(HELD):
        sms_numbers.buy()
    Path("bought").touch()
    time.sleep(600)
"""


def given_back(done: Callable[[], object] = int) -> list[float]:
    """Seconds from each death, right after the last purchase, to an account with nothing open."""
    took = []
    for _ in range(DEATHS):
        took.append(_given_back())
        done()
    return took


def _given_back() -> float:
    simulator = SimulatedProvider(LiveClock(), sms_after=None)
    with SimulatorServer(simulator) as server, TemporaryDirectory(prefix="death-") as name:
        folder = Path(name)
        (folder / "test_it.py").write_text(SUITE.replace("HELD", str(HELD)))
        with _running(server.url, folder) as process:
            _wait_for((folder / "bought").exists)
            assert len(simulator.account.open) == HELD, "all of them are held"
            process.kill()
            return _wait_for(lambda: not simulator.account.open)


def _running(url: str, folder: Path) -> subprocess.Popen[bytes]:
    """A run that may spend, but buys no more than it may by default."""
    live = ("--sms-live", f"--sms-base-url={url}", "--sms-budget=100")
    ledger = f"--sms-ledger=sqlite:///{folder}/ledger.sqlite3"
    command, environment = command_with(("smsactivate",), "-q", *live, ledger)
    named = {"SMSACTIVATE_API_KEY": "sk-benchmark", "SMSACTIVATE_COUNTRY": "gb"}
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**environment, **named, "SMSACTIVATE_SERVICE": "telegram"},
        stdout=subprocess.DEVNULL,
    )


def _wait_for(holds: Callable[[], object]) -> float:
    """Seconds until it does; ends the benchmark where that takes too long."""
    clock = LiveClock()
    began = clock.now()
    while not holds():
        if clock.now() - began > PATIENCE:
            raise SystemExit(f"It took more than {PATIENCE:.0f} s")
        clock.sleep(PAUSE)
    return clock.now() - began
