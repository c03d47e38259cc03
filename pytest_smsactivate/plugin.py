"""pytest's door: options, marker, hooks, fixtures. All work is done behind it.

Imported at every start of pytest, so the top imports little more than pytest and the
standard library; what a session needs is imported when a test that uses it is collected.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import pytest

from pytest_smsactivate.clock import RealTime
from pytest_smsactivate.errors import ConfigurationError, SmsActivateError, expected
from pytest_smsactivate.settings import OPTIONS, Settings

if TYPE_CHECKING:
    from pytest_smsactivate.gateway import SmsGateway
    from pytest_smsactivate.number import (
        AsyncPhoneNumber,
        AsyncPhoneNumbers,
        PhoneNumber,
        PhoneNumbers,
    )
    from pytest_smsactivate.session import Session
    from pytest_smsactivate.simulator import SimulatedProvider

__all__ = ["number_fixture"]

__tracebackhide__ = expected

Scope = Literal["function", "class", "module", "package", "session"]

FIXTURES = frozenset(
    {
        "sms_number",
        "async_sms_number",
        "sms_numbers",
        "async_sms_numbers",
        "sms_gateway",
        "sms_simulator",
        "sms_mode",
    }
)

OURS = FIXTURES | {"shared_sms_number", "end_of_episode", "settle"}
"""Names of functions that pytest itself calls at set-up and teardown."""

SETTINGS = pytest.StashKey[Settings]()
SESSION = pytest.StashKey["Session"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("smsactivate", "SMS verification with real or recorded numbers")
    for flag, what in (
        ("--sms-live", "buy real numbers, with the key in SMSACTIVATE_API_KEY"),
        ("--sms-record", "with --sms-live, write the cassette of each test that passes"),
        ("--sms-simulate", "use a provider simulated in the process: no key, no cassettes"),
    ):
        group.addoption(flag, action="store_true", default=False, help=what)
    for each in OPTIONS:
        default = f" (default: {each.default})" if each.default else ""
        group.addoption(each.flag, metavar=each.metavar, help=each.help + default)
        parser.addini(each.ini, each.help + default, type=each.ini_type, default=None)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "sms(service=, country=, timeout=, max_price=, pattern=, provider=): "
        "what number a test needs; the closest marker wins, key by key.",
    )
    config.addinivalue_line("markers", "sms_live: run the test only with --sms-live.")
    try:
        with RealTime():
            settings = Settings.resolve(
                config.getoption, partial(ini_value, config), variable, tuple(os.environ)
            )
    except ConfigurationError as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[SETTINGS] = settings
    if settings.real:
        begin(config)


def begin(config: pytest.Config) -> Session:
    """The session of this process, made when it is first needed: most suites never do."""
    if SESSION not in config.stash:
        from pytest_smsactivate.session import Session

        controller = getattr(config, "workerinput", {}).get("smsactivate")
        session = config.stash[SESSION] = Session(
            config.stash[SETTINGS], root=config.rootpath, controller=controller
        )
        config.pluginmanager.register(Hooks(session), "smsactivate-session")
    return config.stash[SESSION]


def begin_run(config: pytest.Config) -> Session:
    """The session, with its run made: what that imports is not for a frozen clock."""
    session = begin(config)
    if not session.started:
        with RealTime():
            _ = session.run
    return session


def ini_value(config: pytest.Config, key: str) -> object:
    """As `getini`; since pytest 9.2 that refuses a mistyped value without naming its key."""
    try:
        return config.getini(key)
    except pytest.UsageError as error:
        raise ValueError(str(error)) from None


def variable(name: str) -> str | None:
    """Of the environment; a function, since a traceback would show what is handed on."""
    return os.environ.get(name)


def pytest_report_header(config: pytest.Config) -> list[str]:
    settings = config.stash[SETTINGS]
    if settings.mode == "replay":
        return []
    with RealTime():
        from pytest_smsactivate.report.terminal import header

        return header(settings)


def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    real = session.config.stash[SETTINGS].real
    skip = pytest.mark.skip(reason="marked sms_live: runs only with --sms-live")
    for item in items:
        if item.get_closest_marker("sms") is not None:
            from pytest_smsactivate.session import order_of

            try:
                with RealTime():
                    order_of(item)
            except ConfigurationError as error:
                session.shouldstop = str(error)  # what pytest-xdist tells of its workers
                raise pytest.UsageError(str(error)) from None
        if not real and item.get_closest_marker("sms_live") is not None:
            item.add_marker(skip)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Import what a run needs before a test can freeze time or set up its doubles.

    With real numbers in any case: a test may ask for a fixture by name.
    """
    used = any(map(uses_ours, session.items))
    if session.config.stash[SETTINGS].real or used:
        if not RealTime.known:
            raise pytest.UsageError(str(frozen_too_early()))
        begin_run(session.config).used = used


def frozen_too_early() -> ConfigurationError:
    return ConfigurationError(
        "Time was frozen, as freezegun does it, before pytest-smsactivate was loaded.",
        cure="Freeze it in a fixture, or load the plugin first: -p pytest_smsactivate.plugin.",
    )


def uses_ours(item: pytest.Item) -> bool:
    return not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


class Hooks:
    """The hooks that follow a session; an instance, since a report does not tell whose it is."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """A worker of pytest-xdist starts before the first doubles are set up, and not sooner.

        Its controller has begun the run by then.
        """
        self._session.item = item
        if self._session.settings.real and uses_ours(item):
            self._session.run.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """A test that is skipped half-way, or fails as expected, did not pass either."""
        __tracebackhide__ = True
        try:
            return (yield)
        except BaseException:
            self._session.spoil(item)
            raise

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """A failing subtest is seen here; a skipped one must not spoil its test.

        Not in logreport, which pytest-rerunfailures calls when the teardown is over.
        An expected error in a fixture of ours is one line: no frame in it is the user's.
        """
        report = yield
        if report.failed or (report.skipped and call.when == "setup"):
            self._session.spoil(item)
        failure = call.excinfo
        if call.when == "call" or failure is None or not expected(failure):
            return report
        if any(entry.name in OURS for entry in failure.traceback):
            report.longrepr = f"{failure.typename}: {failure.value}"
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Cassettes are written when the whole teardown is known to have passed."""
        __tracebackhide__ = True
        try:
            result = yield
        except BaseException:
            self._session.settle(passed=False)
            raise
        self._session.settle(passed=True)
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Before the first test, what would keep a live run from buying stops it."""
        config = session.config
        if not self._session.settings.real or config.option.collectonly:
            return (yield)
        stop = self._session.stop
        stop.begin()
        controls = config.pluginmanager.hasplugin("dsession")
        if controls or (self._session.used and not hasattr(config, "workerinput")):
            try:
                begin_run(config).run.start()
            except SmsActivateError as error:
                raise pytest.UsageError(str(error)) from None
        return (yield)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        """After the last teardown, which on Ctrl-C happens inside this hook.

        A run whose money was not counted has not passed.
        """
        try:
            return (yield)
        finally:
            self._close(session.config)
            if self._session.failure and session.exitstatus == pytest.ExitCode.OK:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _close(self, config: pytest.Config) -> None:
        from pytest_smsactivate.report.terminal import Countdown

        terminal: Any = config.pluginmanager.getplugin("terminalreporter")
        try:
            self._session.close(Countdown(terminal))
        finally:
            self._session.stop.end()
        output: dict[str, object] | None = getattr(config, "workeroutput", None)
        if output is not None:
            output["smsactivate_written"] = self._session.written

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """A worker of pytest-xdist belongs to its controller's run, and shares its caps."""
        node.workerinput["smsactivate"] = self._session.identity

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """It has finished; one that died has no output."""
        self._session.written += getattr(node, "workeroutput", {}).get("smsactivate_written", [])

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self._session.settings.real:
            return
        from pytest_smsactivate.report.terminal import capabilities, summary

        terminalreporter.write_sep("=", "smsactivate")
        ours, can = self._session, capabilities(self._session.settings)
        for line in summary(ours.statement, can, written=ours.written, failure=ours.failure):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def sms_mode(pytestconfig: pytest.Config) -> str:
    """How numbers are had: "replay", "live", "record" or "simulate"."""
    return pytestconfig.stash[SETTINGS].mode


@pytest.fixture(scope="session")
def sms_gateway(pytestconfig: pytest.Config) -> SmsGateway:
    """Takes the application's outgoing SMS, in replay and simulate."""
    return begin_run(pytestconfig).run.gateway


@pytest.fixture(scope="session")
def sms_simulator(pytestconfig: pytest.Config) -> SimulatedProvider:
    """The simulated provider's controls; the test is skipped in other modes."""
    session = begin_run(pytestconfig)
    if session.settings.mode != "simulate":
        pytest.skip("sms_simulator needs --sms-simulate")
    from pytest_smsactivate.modes.simulate import Simulate

    way = session.run.way
    assert isinstance(way, Simulate), "the mode says so"
    return way.simulator


@pytest.fixture
def sms_number(request: pytest.FixtureRequest) -> PhoneNumber:
    """A number bought for the test, and cancelled at its teardown."""
    from pytest_smsactivate.number import PhoneNumber

    return PhoneNumber(_session(request).buyer(request, {})())


@pytest.fixture
def async_sms_number(request: pytest.FixtureRequest) -> AsyncPhoneNumber:
    """As `sms_number`; buying is done already, what the test awaits is asynchronous."""
    from pytest_smsactivate.number import AsyncPhoneNumber

    return AsyncPhoneNumber(_session(request).buyer(request, {})())


@pytest.fixture
def sms_numbers(request: pytest.FixtureRequest) -> PhoneNumbers:
    """A pool to buy several numbers from; all are cancelled at teardown."""
    from pytest_smsactivate.number import PhoneNumbers

    session = _session(request)
    return PhoneNumbers(session.buyer(request, {}), blocking=session.settings.real)


@pytest.fixture
def async_sms_numbers(request: pytest.FixtureRequest) -> AsyncPhoneNumbers:
    """As `sms_numbers`, awaited."""
    from pytest_smsactivate.number import AsyncPhoneNumbers

    session = _session(request)
    return AsyncPhoneNumbers(session.buyer(request, {}), blocking=session.settings.real)


def number_fixture(
    *,
    scope: Scope = "function",
    service: str | None = None,
    country: str | None = None,
    timeout: float | None = None,
    max_price: object = None,
    pattern: str | None = None,
    provider: str | None = None,
) -> Any:
    """A fixture like `sms_number` with a scope of its own, for a number that tests share.

    What is not named comes from the markers of the scope's node, then the options.
    The cassette belongs to that node. Assign the result to the fixture's name, in a
    conftest or a test module.
    """
    named = {
        "service": service,
        "country": country,
        "timeout": timeout,
        "max_price": max_price,
        "pattern": pattern,
        "provider": provider,
    }
    wishes = {key: value for key, value in named.items() if value is not None}

    @pytest.fixture(scope=scope)
    def shared_sms_number(request: pytest.FixtureRequest, sms_mode: str) -> PhoneNumber:
        from pytest_smsactivate.number import PhoneNumber

        return PhoneNumber(_session(request).buyer(request, wishes)())

    return shared_sms_number


def _session(request: pytest.FixtureRequest) -> Session:
    return begin_run(request.config)
