"""Waits that a webhook ends: in this process, in a worker, and when it stays silent."""

from __future__ import annotations

import random
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from pytest_smsactivate.cashier import wakeful
from pytest_smsactivate.cashier.receiver import secret_path
from pytest_smsactivate.models import Pace, Request, Response
from pytest_smsactivate.modes import live
from pytest_smsactivate.simulator import Broken, SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer

KEY = "sk-Zx81-kept-by-nobody"
PATH = secret_path(KEY)

WAITING = """
    @pytest.mark.sms(service="telegram", country="gb", timeout=60)
    def test_it(sms_number):
        assert sms_number.wait_for_code().isdigit()
"""


@pytest.fixture
def port() -> int:
    """One that is free, and that the system gives to nobody who asks for any."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@pytest.fixture
def secret() -> str | None:
    return None


@pytest.fixture
def address(simulator: SimulatedProvider, port: int, secret: str | None) -> Iterator[str]:
    """Where the provider listens, which tells the webhook of each SMS."""
    webhook = f"http://127.0.0.1:{port}{PATH}"
    with SimulatorServer(simulator, webhook=webhook, webhook_secret=secret) as server:
        yield server.url


@pytest.fixture(autouse=True)
def seldom(monkeypatch: pytest.MonkeyPatch, simulator: SimulatedProvider) -> None:
    """The safety look never comes, and no message by itself."""
    monkeypatch.setattr(live, "SAFETY", Pace(first=1000.0, growth=1.0, ceiling=1000.0))
    simulator.configure(sms_after=None)


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch, simulator: SimulatedProvider) -> None:
    """To each number one comes as soon as its wait has begun, in which a look has seen none."""
    handle, sent = simulator.handle, set()

    def look_and_send(request: Request) -> Response | Broken:
        answer = handle(request)
        asked = " ".join(value for _, value in request.query)
        for held in simulator.account.open:
            looked_at = held.id in asked or held.number in asked
            if request.method == "GET" and looked_at and held.id not in sent:
                sent.add(held.id)
                simulator.deliver(held.number, "Your code is 271828")
        return answer

    monkeypatch.setattr(simulator, "handle", look_and_send)


def assert_woken(simulator: SimulatedProvider, numbers: int = 1) -> None:
    """All was found by a look at the beginning, or by one long before the time was up."""
    looks = [request.seconds for request in simulator.requests if request.endpoint == "look"]
    assert len(looks) <= 2 * numbers
    assert looks[-1] - looks[0] < 30


@pytest.fixture(params=["smsactivate-app", "handler-api"])
def provider(request: pytest.FixtureRequest, suite) -> str:
    suite.ini(sms_provider=request.param)
    return str(request.param)


@pytest.mark.usefixtures("provider", "messages")
def test_a_notice_ends_the_wait(suite, port: int, simulator: SimulatedProvider) -> None:
    suite.write(WAITING)
    result = suite.live("--sms-webhook", str(port), passed=1)
    assert_woken(simulator)
    header = f"smsactivate: webhook http://127.0.0.1:{port}{PATH} (--sms-webhook-url says*"
    result.stdout.fnmatch_lines(header)


@pytest.mark.usefixtures("provider", "messages", "watchdog")
def test_it_is_heard_once_a_run_and_reaches_every_worker(
    suite, port: int, simulator: SimulatedProvider
) -> None:
    suite.beside("xdist")
    suite.write(WAITING + WAITING.replace("test_it", "test_another"))
    url = "https://hooks.example.com/sms"
    result = suite.live(
        "-n2", "--sms-webhook", f"127.0.0.1:{port}", "--sms-webhook-url", url, apart=True, passed=2
    )
    assert simulator.account.bought == 2
    assert_woken(simulator, numbers=2)
    header = f"smsactivate: webhook {url}{PATH}, heard at 127.0.0.1:{port}"
    result.stdout.fnmatch_lines(header)


@pytest.mark.usefixtures("provider", "messages")
def test_what_it_told_of_is_recorded_and_replayed(suite, port: int) -> None:
    suite.write(WAITING)
    suite.record("--sms-webhook", str(port), passed=1)
    assert any("wait" in entry for entry in suite.cassette()["entries"])
    suite.replay(passed=1)
    suite.replay("--sms-webhook", str(port), passed=1)


ASYNC = """
    @pytest.mark.asyncio
    @pytest.mark.sms(service="telegram", country="gb", timeout=60)
    async def test_it(async_sms_number):
        assert (await async_sms_number.wait_for_code()).isdigit()
"""


@pytest.mark.usefixtures("provider", "messages")
def test_an_awaited_wait_ends_as_well(suite, port: int, simulator: SimulatedProvider) -> None:
    suite.beside("asyncio")
    suite.write(ASYNC)
    suite.live("--sms-webhook", str(port), passed=1)
    assert_woken(simulator)


class TestSigned:
    @pytest.fixture
    def secret(self) -> str:
        return "between-us"

    @pytest.mark.usefixtures("provider", "messages")
    @pytest.mark.parametrize(("ours", "timeout"), [("between-us", 60), ("of-somebody-else", 3)])
    def test_a_notice_counts_only_with_the_right_signature(
        self, suite, port: int, monkeypatch: pytest.MonkeyPatch, ours: str, timeout: int
    ) -> None:
        monkeypatch.setenv("SMSACTIVATE_WEBHOOK_SECRET", ours)
        suite.write(WAITING.replace("timeout=60", f"timeout={timeout}"))
        result = suite.live("--sms-webhook", str(port), passed=1)
        with closing(sqlite3.connect(suite.path / "ledger.sqlite3")) as ledger:
            (heard,) = ledger.execute("SELECT count(*) FROM notices").fetchone()
        assert heard == (ours == "between-us")
        assert ours not in result.stdout.str()


class TestSilent:
    @pytest.fixture
    def address(self, simulator: SimulatedProvider) -> Iterator[str]:
        with SimulatorServer(simulator) as server:
            yield server.url

    @pytest.mark.usefixtures("provider", "messages")
    def test_the_safety_look_finds_the_code(
        self, suite, port: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(live, "SAFETY", Pace(first=0.2, growth=1.0, ceiling=0.2))
        suite.write(WAITING)
        suite.live("--sms-webhook", str(port), passed=1)

    @pytest.mark.usefixtures("provider")
    def test_a_forged_notice_brings_no_message(
        self, suite, port: int, simulator: SimulatedProvider
    ) -> None:
        """Even one that knows the path and the number: the wait looks, and finds nothing."""
        suite.write(
            f"""
            import http.client, json

            @pytest.mark.sms(service="telegram", country="gb")
            def test_it(sms_number):
                forged = dict(number=sms_number.e164, activationId=sms_number.activation_id)
                forged |= dict(text="Your code is 111111", code="111111")
                way = http.client.HTTPConnection("127.0.0.1", {port})
                head = {{"content-type": "application/json"}}
                way.request("POST", "{PATH}", json.dumps(forged), head)
                assert way.getresponse().status == 200
                way.close()
                with pytest.raises(TimeoutError):
                    sms_number.wait_for_code(timeout=0.2)
                assert sms_number.messages() == []
            """
        )
        suite.live("--sms-webhook", str(port), passed=1)


def test_a_port_that_is_taken_stops_the_run_before_it_buys(
    suite, simulator: SimulatedProvider
) -> None:
    suite.ini(sms_provider="smsactivate-app")
    suite.write(WAITING)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = suite.refused(
            *suite.to_the_provider, "--sms-webhook", str(taken.getsockname()[1]), key=KEY
        )
    assert re.match(r"The webhook cannot listen at '127.0.0.1', port \d+: .+\. Name another", told)
    assert simulator.account.bought == 0


def test_a_provider_without_webhooks_is_told_at_once(suite) -> None:
    suite.write(WAITING)
    told = suite.refused(*suite.to_the_provider, "--sms-webhook", "8080", key=KEY)
    assert told == (
        "--sms-webhook: smsactivate-dev has no webhooks. "
        "Leave it out; these have: smsactivate-app, handler-api."
    )


@pytest.mark.parametrize("value", ["0", "65536", "eight", "127.0.0.1:", "host:-1", ""])
def test_an_address_that_cannot_be_is_told(suite, value: str) -> None:
    suite.ini(sms_provider="smsactivate-app")
    told = suite.refused(*suite.to_the_provider, f"--sms-webhook={value}", key=KEY)
    assert told == f"--sms-webhook={value!r} is not PORT or HOST:PORT. Give PORT or HOST:PORT."


def test_without_a_cashier_a_wakeful_sleep_is_a_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    from pytest_smsactivate.errors import AnswerLost

    class Gone:
        def listen(self, activation: str, heard: int, seconds: float) -> int:
            raise AnswerLost("smsactivate-app", detail="the watchdog died")

    clock = wakeful.WakefulClock(Gone(), "act_1")
    before = clock.now()
    clock.sleep(0.05)
    assert clock.now() - before >= 0.05
    assert clock.utc().tzinfo is not None
