"""Somebody's suite in a folder of its own, run with the plugin as its owner would run it.

    suite.write('''
        def test_sign_up(sms_number):
            assert sms_number.wait_for_code().isdigit()
    ''')
    suite.record(passed=1)
    suite.replay(passed=1)

Live runs talk real HTTP to `simulator`, whose books tell afterwards what was bought.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import walk_packages
from textwrap import dedent
from typing import Any

import by_hand
import pytest

import pytest_smsactivate
from pytest_smsactivate import episode
from pytest_smsactivate.cashier import accountant, desk
from pytest_smsactivate.cashier.client import Cashier, Pipe
from pytest_smsactivate.cashier.service import serve
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.flows import wait
from pytest_smsactivate.gateway import correspondence
from pytest_smsactivate.ledger.alive import lives
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.models import Pace, Request, Response
from pytest_smsactivate.modes import live
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.report.terminal import Countdown
from pytest_smsactivate.simulator import Broken, SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer

KEY = "sk-Zx81-kept-by-nobody"

INI = {
    "addopts": "--strict-markers --strict-config",
    "filterwarnings": "error",
    "sms_country": "gb",
    "sms_service": "telegram",
}

MODULE_OF = {plugin.name: plugin.value for plugin in entry_points(group="pytest11")}
"""Where the installed plugins of pytest are, by the names that turn them off."""

MAIN = """\
import signal, sys, pytest
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # and those of nohup that
sys.exit(pytest.main())
"""


def _import_for_good() -> None:
    """What a run in this process imports, it forgets at its end; these stay."""
    for module in walk_packages(pytest_smsactivate.__path__, "pytest_smsactivate."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for neighbour in ("freezegun", "respx", "time_machine", "trio", "vcr"):
        import_module(neighbour)


_import_for_good()


class Suite:
    """A suite of tests, and the ways to run it, beside no plugin that it does not name.

    The outcomes given to a run are all that pytest is to count: `passed=1` means one
    passed, and nothing failed, was skipped or warned.
    """

    def __init__(
        self,
        pytester: pytest.Pytester,
        environment: pytest.MonkeyPatch,
        address: Callable[[], str],
    ) -> None:
        self._pytester = pytester
        self._environment = environment
        self._address = address
        self._neighbours: tuple[str, ...] = ()
        self.path = pytester.path
        self.ledger = f"sqlite:///{pytester.path}/ledger.sqlite3"
        self.ini()

    def ini(self, **keys: object) -> None:
        """Set keys of pytest.ini; None leaves one of the usual ones out."""
        merged = {key: value for key, value in {**INI, **keys}.items() if value is not None}
        lines = [f"{key} = {value}\n" for key, value in merged.items()]
        (self.path / "pytest.ini").write_text("[pytest]\n" + "".join(lines))

    def beside(self, *plugins: str) -> None:
        """Load these pytest plugins too, from now on."""
        self._neighbours = plugins

    def write(self, code: str, name: str = "test_it.py") -> None:
        """Write a module; `import pytest` stands above it."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("import pytest\n" + dedent(code), encoding="utf-8")

    def run(
        self, *arguments: str, apart: bool = False, key: str | None = None, **outcomes: int
    ) -> pytest.RunResult:
        """Run pytest in this process, or `apart` in one of its own."""
        with self._environment.context() as environment:
            environment.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
            environment.delenv("SMSACTIVATE_API_KEY", raising=False)
            environment.delenv("CI", raising=False)  # in which pytest shortens nothing
            environment.delenv("XDG_STATE_HOME", raising=False)  # each has a ledger of its own
            if key is not None:
                environment.setenv("SMSACTIVATE_API_KEY", key)
            options = (*self._loading, *arguments)
            if apart:
                result = self._pytester.runpytest_subprocess(*options)
            else:
                result = self._pytester.runpytest_inprocess(*options, no_reraise_ctrlc=True)
        if outcomes:
            assert result.parseoutcomes() == outcomes
        return result

    def replay(self, *arguments: str, **how: Any) -> pytest.RunResult:
        """With neither key nor provider."""
        return self.run(*arguments, **how)

    def simulate(self, *arguments: str, **how: Any) -> pytest.RunResult:
        return self.run("--sms-simulate", *arguments, **how)

    def live(self, *arguments: str, **how: Any) -> pytest.RunResult:
        return self.run(*self.to_the_provider, *arguments, key=KEY, **how)

    def record(self, *arguments: str, **how: Any) -> pytest.RunResult:
        return self.live("--sms-record", *arguments, **how)

    def refused(self, *arguments: str, **how: Any) -> str:
        """Run what cannot be run: the one line that says so before the first test."""
        result = self.run(*arguments, **how)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert not any(" passed" in line or " failed" in line for line in result.outlines)
        errors = [line for line in result.errlines if line]
        assert len(errors) == 1, errors
        return errors[0].removeprefix("ERROR: ")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a live run in a process of its own, and do not wait for it."""
        with self._environment.context() as environment:
            environment.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
            environment.setenv("SMSACTIVATE_API_KEY", KEY)
            return self._pytester.popen(
                [sys.executable, "-c", MAIN, *self._loading, *self.to_the_provider, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )

    @property
    def _loading(self) -> tuple[str, ...]:
        names = ("smsactivate", *self._neighbours)
        loading = [option for name in names for option in ("-p", MODULE_OF[name])]
        if "asyncio" in self._neighbours:
            loading += ["-o", "asyncio_default_fixture_loop_scope=function"]
        return tuple(loading)

    @property
    def to_the_provider(self) -> tuple[str, ...]:
        return ("--sms-live", "--sms-base-url", self._address(), "--sms-ledger", self.ledger)

    @property
    def lives(self) -> bool:
        """Whether anybody gives a sign of life; one that was killed may, for a moment."""
        folder = Location.of(self.ledger).alive
        return any(lives(folder, sign.name) for sign in folder.iterdir())

    @property
    def cassettes(self) -> dict[str, str]:
        """Every file below a folder `cassettes`, by its path from there."""
        return {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for folder in sorted(self.path.rglob("cassettes"))
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def cassette(self) -> dict[str, Any]:
        """The only cassette there is."""
        (content,) = self.cassettes.values()
        read: dict[str, Any] = json.loads(content)
        return read


@pytest.fixture
def simulator() -> SimulatedProvider:
    """The account that live runs buy from: one SMS comes to each number, at once."""
    return SimulatedProvider(LiveClock(), sms_after=0.0, rate_limit=None, key=KEY)


@pytest.fixture
def address(simulator: SimulatedProvider) -> Iterator[str]:
    """Where that provider listens."""
    with SimulatorServer(simulator) as server:
        yield server.url


@pytest.fixture
def suite(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Suite:
    return Suite(pytester, monkeypatch, lambda: request.getfixturevalue("address"))


@pytest.fixture
def run(suite: Suite) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Begin a live run of `code`; it is made an end of at the latest when the test is over."""
    begun: list[subprocess.Popen[str]] = []

    def begin(code: str, *arguments: str) -> subprocess.Popen[str]:
        suite.write(code)
        begun.append(suite.start(*arguments))
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def in_a_thread() -> Pipe:
    """A cashier in this process: the same code at both ends of a pipe, begun much sooner.

    It never outlives a run that dies, and the doubles of a suite would reach it.
    """
    orders, answers = (os.pipe() for _ in "io")
    their_orders, their_answers = os.fdopen(orders[0], "rb"), os.fdopen(answers[1], "wb")

    def attend() -> None:
        with their_orders, their_answers:
            serve(their_orders, their_answers, lives=lambda: True)

    thread = threading.Thread(target=attend, daemon=True)
    thread.start()
    return Pipe(os.fdopen(orders[1], "wb", buffering=0), os.fdopen(answers[0], "rb"), thread.join)


@pytest.fixture
def watchdog() -> None:
    """For a test in whose runs, in this process, the cashier has to be a process of its own."""


@pytest.fixture(autouse=True)
def in_a_hurry(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look and wait as ever in this process, only faster."""
    monkeypatch.setattr(SmsActivateDev, "pace", Pace(first=0.02, growth=1.5, ceiling=1.0))
    monkeypatch.setattr(correspondence, "PATIENCE", 0.1)
    monkeypatch.setattr(correspondence, "SILENCE_PATIENCE", 0.1)
    if "watchdog" not in request.fixturenames:
        monkeypatch.setattr(live, "Cashier", partial(Cashier, begin=in_a_thread))


@pytest.fixture(autouse=True)
def with_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine is slow, nothing is given up for that in this process."""
    monkeypatch.setattr(episode, "UNDER_WAY", by_hand.PATIENCE)
    monkeypatch.setattr(wait, "SHORTEST_REQUEST", by_hand.PATIENCE)
    for module in (accountant, desk):
        monkeypatch.setattr(module, "FIRST_LOOK", by_hand.PATIENCE)


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], None]:
    """Wait until something holds that another thread or process brings about."""

    return by_hand.eventually


@pytest.fixture
def requests_to(simulator: SimulatedProvider) -> Callable[[str], int]:
    """How often an endpoint of the provider was asked."""

    def count(endpoint: str) -> int:
        return sum(request.endpoint == endpoint for request in simulator.requests)

    return count


@pytest.fixture
def answer(suite: Suite, simulator: SimulatedProvider, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Until this file is there a purchase has no answer; that it is made, the file `sold` tells."""
    path, handle = suite.path / "answer", simulator.handle

    def sell_and_hold(request: Request) -> Response | Broken:
        answered = handle(request)
        if request.method == "POST":
            (suite.path / "sold").touch()
            by_hand.eventually(path.exists)
        return answered

    monkeypatch.setattr(simulator, "handle", sell_and_hold)
    return path


@pytest.fixture
def open_window(
    suite: Suite, simulator: SimulatedProvider, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    """No number is taken back before a run, in this process, has told that it waits for that.

    Or before this is called.
    """
    simulator.cancel_after = 100.0
    tell = Countdown.__call__

    def open_now() -> None:
        simulator.cancel_after = 0.0
        path = suite.path / "ledger.sqlite3"
        with closing(sqlite3.connect(path, timeout=by_hand.PATIENCE)) as ledger, ledger:
            ledger.execute("UPDATE leases SET not_before = NULL")

    def tell_and_open(self: Countdown, left: int, seconds: float) -> None:
        tell(self, left, seconds)
        open_now()

    monkeypatch.setattr(Countdown, "__call__", tell_and_open)
    return open_now
