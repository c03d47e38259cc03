"""Doubles that are really active in a live run, in a process of its own, reach nothing of ours.

They are set up before the number is bought, and still there when it is given back.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

IN_A_HURRY = """
from pytest_smsactivate.flows import wait
from pytest_smsactivate.models import Pace
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

SmsActivateDev.pace = Pace(first=0.02)
wait.SHORTEST_REQUEST = 30.0  # however slow the machine is
"""

ALONE = ()
IN_A_WORKER = ("-n1",)


@pytest.fixture(params=[ALONE, IN_A_WORKER], ids=["alone", "in a worker"])
def live(request, suite, simulator, monkeypatch):
    """Run what was written, in which each test that passes buys one number."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    simulator.rate_limit = 60_000  # so high that nothing waits for its turn

    def run(*arguments, beside=(), passed=0, **outcomes):
        if passed:
            outcomes["passed"] = passed
        suite.write(IN_A_HURRY, "conftest.py")
        suite.beside(*beside, *(("xdist",) if request.param else ()))
        caps = ("--sms-max-numbers", "100", "--sms-budget", "100")
        result = suite.live(*caps, *request.param, *arguments, apart=True, **outcomes)
        assert passed <= simulator.account.bought <= sum(outcomes.values())
        check_books(simulator, result)
        return result

    return run


def check_books(simulator, result):
    """Nothing is open, and the run tells what the account does."""
    account = simulator.account
    assert account.open == []
    assert account.deposited == account.balance + account.spent
    told = re.search(r"(\d+) numbers? bought: .*; (\S+) USD spent", result.stdout.str())
    assert (int(told[1]), Decimal(told[2])) == (account.bought, account.spent)
    assert not result.stdout.str().count("UNKNOWN")


HTTP_DOUBLES = """
    import httpx, requests

    def used(number):
        assert number.wait_for_code().isdigit()
        return number.cancel()

    @pytest.fixture
    def proxied(monkeypatch):
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    def test_respx(respx_mock, sms_number):
        respx_mock.get("https://vendor.example/").respond(text="mocked")
        used(sms_number)
        assert httpx.get("https://vendor.example/").text == "mocked"
        assert len(respx_mock.calls) == 1

    def test_respx_and_a_proxy(respx_mock, proxied, sms_number):
        used(sms_number)
        assert len(respx_mock.calls) == 0

    def test_httpx_mock(httpx_mock, sms_number):
        httpx_mock.add_response(url="https://vendor.example/", text="mocked")
        used(sms_number)
        assert httpx.get("https://vendor.example/").text == "mocked"
        assert len(httpx_mock.get_requests()) == 1

    @pytest.mark.vcr(record_mode="none")
    def test_vcr(vcr, sms_number):
        used(sms_number)
        with pytest.raises(Exception, match="record.mode"):
            httpx.get("http://127.0.0.1:1/")
        assert len(vcr.requests) == 0

    def test_requests_mock(requests_mock, sms_number):
        requests_mock.get("https://vendor.example/", text="mocked")
        used(sms_number)
        assert requests.get("https://vendor.example/").text == "mocked"
        assert requests_mock.call_count == 1
"""


def test_what_stands_in_for_http_sees_nothing_of_ours(suite, live):
    suite.write(HTTP_DOUBLES)
    live(beside=("respx", "pytest_httpx", "recording", "requests_mock"), passed=5)
    assert not list(suite.path.rglob("*.yaml"))


def test_a_proxy_that_is_no_proxy_is_not_used_on_this_machine(suite, live, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    suite.write("""
        def test_it(respx_mock, sms_number):
            assert sms_number.wait_for_code()
            assert len(respx_mock.calls) == 0
    """)
    live(beside=("respx",), passed=1)


FROZEN = """
    import time
    from datetime import date
    import time_machine as travel
    from freezegun import freeze_time

    def used(number):
        before = time.time()
        assert number.wait_for_code().isdigit()
        number.expect_no_message(within=0.05)
        assert time.time() == before, "it was frozen"
        assert date.today().year in (2012, 2032)

    @pytest.fixture(params=["2012-01-14", "2032-01-14"])
    def frozen(request):
        with freeze_time(request.param):
            yield

    @pytest.fixture(params=["2012-01-14", "2032-01-14"])
    def travelled(request, time_machine):
        time_machine.move_to(request.param, tick=False)

    def test_freezegun(frozen, sms_number): used(sms_number)

    def test_time_machine(travelled, sms_number): used(sms_number)

    @freeze_time("2012-01-14")
    def test_freezegun_decorates(sms_number): used(sms_number)

    @travel.travel("2032-01-14", tick=False)
    def test_time_machine_decorates(sms_number): used(sms_number)
"""


def test_frozen_time_stops_nothing_of_ours(suite, live, simulator):
    simulator.sms_after = 0.1
    suite.write(FROZEN)
    live(beside=("time_machine",), passed=6)


GUARDS = {
    "--disable-socket": ("socket", "tried to use socket"),
    "--allow-hosts=192.0.2.1": ("socket", "allowed: .*192.0.2.1"),
    "--block-network": ("recording", "Network is disabled"),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard_over_the_network_blocks_nothing_of_ours(suite, live, guard):
    plugin, refusal = GUARDS[guard]
    suite.ini(filterwarnings="ignore")  # a guard warns before it refuses
    suite.write(f"""
        import socket

        def test_it(sms_number):
            with pytest.raises(RuntimeError, match="{refusal}"):
                socket.create_connection(("127.0.0.1", 1))
            assert sms_number.wait_for_code()
    """)
    live(guard, beside=(plugin,), passed=1)


DOUBLES = """
    import builtins, msgspec, os, pickle, queue, random, select, socket, ssl, subprocess, sys
    import threading, time, uuid

    def refuses(*arguments, **named):
        raise AssertionError("the double was asked")

    def does_nothing(*arguments, **named):
        return None

    @pytest.fixture(params=NAMES)
    def double(request, monkeypatch):
        monkeypatch.setattr(request.param, DOUBLE)
        yield
        monkeypatch.undo()

    def test_it(double, sms_number):
        assert sms_number.wait_for_code().isdigit()
        if DOUBLE is refuses:
            sms_number.cancel()
"""

OUT_OF_REACH = (
    "time.sleep", "time.monotonic", "time.time", "time.perf_counter",
    "socket.socket", "socket.socket.connect", "socket.create_connection", "socket.getaddrinfo",
    "ssl.create_default_context", "ssl.SSLContext",
    "select.select", "queue.SimpleQueue", "pickle.dumps", "pickle.load",
    "threading.Thread", "threading.Thread.start",
    "subprocess.Popen", "subprocess.run",
    "builtins.open", "os.write", "os.fork", "os.kill", "os.getpid",
    "random.random", "random.Random", "uuid.uuid4",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["refuses", "does_nothing"])
def test_what_stands_in_for_the_standard_library_is_not_asked(suite, live, kind):
    suite.write(DOUBLES.replace("NAMES", repr(OUT_OF_REACH)).replace("DOUBLE", kind))
    live(passed=len(OUT_OF_REACH))


BEFORE_A_PURCHASE = ("msgspec.json.decode", "msgspec.json.encode", "msgspec.structs.replace")


@pytest.mark.parametrize("name", ["threading.Event.wait", *BEFORE_A_PURCHASE])
def test_what_cannot_be_withstood_is_named_and_the_number_given_back(suite, live, name):
    suite.write(DOUBLES.replace("NAMES", repr([name])).replace("DOUBLE", "refuses"))
    result = live(errors=1)
    result.stdout.fnmatch_lines("E *AssertionError: the double was asked")


def test_what_stands_in_for_a_tool_and_does_nothing_is_named_before_a_purchase(
    suite, live, simulator
):
    suite.write(DOUBLES.replace("NAMES", repr(BEFORE_A_PURCHASE)).replace("DOUBLE", "does_nothing"))
    result = live(errors=len(BEFORE_A_PURCHASE))
    for name in BEFORE_A_PURCHASE:
        result.stdout.fnmatch_lines(
            f"ConfigurationError: {name} has been replaced by a double that does not do its work. "
            "Nothing was bought; undo that for as long as a number is bought and used."
        )
    assert simulator.account.bought == 0


def test_a_double_that_does_the_work_is_let_be(suite, live):
    suite.write("""
        import msgspec, threading
        from unittest.mock import Mock

        @pytest.fixture
        def spied(monkeypatch):
            monkeypatch.setattr(msgspec.json, "decode", Mock(wraps=msgspec.json.decode))
            monkeypatch.setattr(threading.Thread, "start", lambda self: self.run())

        def test_it(spied, sms_number):
            assert sms_number.wait_for_code().isdigit()
            assert msgspec.json.decode.called
    """)
    live(passed=1)


def test_a_worker_has_its_watchdog_before_a_double_can_be_in_the_way(suite, simulator):
    suite.beside("xdist")
    suite.write("""
        import sys

        @pytest.fixture
        def elsewhere(monkeypatch):
            monkeypatch.setattr(sys, "executable", "/nowhere/python")

        def test_it(elsewhere, sms_number): assert sms_number.wait_for_code()
    """)
    suite.live("-n1", apart=True, passed=1)
    assert (simulator.account.bought, simulator.account.open) == (1, [])
