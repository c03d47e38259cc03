from __future__ import annotations

import hmac
import json
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest
from by_hand import PATIENCE
from click.testing import CliRunner

from pytest_smsactivate.cli import main
from pytest_smsactivate.simulator.dialects import SmsActivateDevDialect
from pytest_smsactivate.simulator.server import SimulatorServer

KEY = {"Authorization": "Bearer anything"}
ORDER = {"service": "telegram", "country": "ru"}
DOOR = "from pytest_smsactivate.cli import main; main()"


@pytest.fixture
def address(monkeypatch):
    """The URL at which `smsactivate simulate` serves, as soon as it does."""
    address = Future()
    enter = SimulatorServer.__enter__

    def entered(server):
        enter(server)
        address.set_result(server.url)
        return server

    monkeypatch.setattr(SimulatorServer, "__enter__", entered)
    return address


def run(*arguments):
    return CliRunner().invoke(main, arguments)


def run_until_visited(visit, address, *arguments, ended_by=signal.SIGTERM):
    """Run `smsactivate simulate` in this thread; a second one visits it, then ends it."""

    def visitor() -> None:
        url = address.result(PATIENCE)
        with httpx.Client(base_url=url, headers=KEY, timeout=PATIENCE) as client:
            try:
                visit(client)
            finally:
                os.kill(os.getpid(), ended_by)

    thread = Thread(target=visitor)
    thread.start()
    result = run("simulate", *arguments)
    thread.join()
    return result


def buy(client):
    return client.post("/api/v1/numbers/buy", json=ORDER).json()


@contextmanager
def usual_signals():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    assert before == [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]


@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM])
def test_simulate_serves_until_a_signal_and_prints_the_books(address, ended_by):
    def visit(client) -> None:
        client.delete(f"/api/v1/activations/{buy(client)['id']}")

    with usual_signals():
        result = run_until_visited(visit, address, "--sms-after", "never", ended_by=ended_by)

    assert result.exit_code == 0
    assert result.stdout == (
        f"Simulated provider at {address.result()} (Ctrl-C ends it)\n\n"
        "Run a suite against it from another terminal:\n"
        "  SMSACTIVATE_API_KEY=anything pytest --sms-live "
        f"--sms-base-url {address.result()}\n\n"
        "1 number bought: 0.00 USD spent, 0.00 held, 0.07 refunded; the balance is 100.00.\n"
    )


def test_simulate_names_what_is_still_open(address):
    bought = []
    result = run_until_visited(
        lambda client: bought.extend([buy(client), buy(client)]), address, "--sms-after", "never"
    )

    assert "2 numbers bought: 0.00 USD spent, 0.14 held" in result.stdout
    for number in bought:
        assert f"Still open: {number['id']} {number['number']} (0.07)\n" in result.stdout


def test_simulate_takes_balance_price_and_the_time_of_the_sms(address):
    looks = []

    def visit(client) -> None:
        activation = buy(client)
        looks.append(client.get(f"/api/v1/activations/{activation['id']}").json())

    arguments = ["--balance", "12.40", "--price", "1", "--sms-after", "0", "--json"]
    result = run_until_visited(visit, address, *arguments)
    first, last = map(json.loads, result.stdout.splitlines())

    assert looks[0]["status"] == "received"
    assert first == {
        "url": address.result(),
        "command": "SMSACTIVATE_API_KEY=anything pytest --sms-live "
        f"--sms-base-url {address.result()}",
    }
    assert (last["deposited"], last["balance"], last["spent"]) == ("12.40", "11.40", "1.00")


@pytest.mark.parametrize("secret", ["whsec", "", None])
def test_simulate_tells_a_webhook_of_each_sms(address, monkeypatch, secret):
    """The provider of this test tells as the one that it stands for does not."""
    monkeypatch.delenv("SMSACTIVATE_WEBHOOK_SECRET", raising=False)
    if secret is not None:
        monkeypatch.setenv("SMSACTIVATE_WEBHOOK_SECRET", secret)
    notice = {"activationId": "act_1"}
    monkeypatch.setattr(SmsActivateDevDialect, "notice", lambda *_: notice)
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def visit(client) -> None:
            buy(client)
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as reader:
                while not b"".join(heard).endswith(b"}"):
                    heard.append(reader.read1())
                    assert heard[-1], "it breaks off"
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        url = f"http://127.0.0.1:{listening.getsockname()[1]}/notices"
        result = run_until_visited(visit, address, "--sms-after", "0", "--webhook", url)

    assert result.exit_code == 0
    head, _, body = b"".join(heard).partition(b"\r\n\r\n")
    assert head.startswith(b"POST /notices HTTP/1.1\r\n")
    assert json.loads(body) == notice
    signed = f"X-Signature: {hmac.new(b'whsec', body, 'sha256').hexdigest()}".encode()
    assert (signed in head) is (secret == "whsec")
    assert (b"X-Signature" in head) is (secret == "whsec")


def test_simulate_runs_as_a_process_of_its_own():
    process = subprocess.Popen(
        [sys.executable, "-c", DOOR, "simulate", "--json"], stdout=subprocess.PIPE, text=True
    )
    url = json.loads(process.stdout.readline())["url"]
    answer = httpx.get(f"{url}/api/v1/balance", headers=KEY, timeout=PATIENCE)
    assert answer.json()["balance"] == 100
    process.send_signal(signal.SIGTERM)
    books, _ = process.communicate()

    assert process.returncode == 0
    assert json.loads(books)["bought"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--balance", "-1"], "'-1' is not an amount of zero or more"),
        (["--balance", "NaN"], "'NaN' is not an amount"),
        (["--price", "cheap"], "'cheap' is not an amount"),
        (["--price", "inf"], "'inf' is not an amount"),
        (["--sms-after", "-2"], "'-2' is neither a number of seconds nor 'never'"),
        (["--sms-after", "nan"], "'nan' is neither"),
        (["--sms-after", "inf"], "'inf' is neither"),
        (["--sms-after", "soon"], "'soon' is neither"),
        (["--port", "70000"], "70000 is not in the range"),
        (["--port", "http"], "'http' is not a valid integer"),
        (["--webhook", "http://example.com/"], "The webhook is not a URL of https://"),
        (["--bogus"], "--bogus"),
        (["extra"], "extra"),
    ],
)
def test_bad_usage_of_simulate_is_told_on_one_line(arguments, said):
    result = run("simulate", *arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_port_in_use_is_told_on_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken, usual_signals():
        port = taken.getsockname()[1]
        result = run("simulate", "--port", str(port))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"Port {port} cannot be used" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--bogus"], ["simulat"]])
def test_bad_usage_of_the_door_itself_is_told_on_one_line(arguments):
    result = run(*arguments)

    assert result.exit_code == 2
    assert arguments[0] in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_without_a_command_the_help_is_shown():
    assert "simulate" in run().output


def test_the_help_of_simulate_teaches_its_routes():
    result = run("simulate", "-h")

    assert result.exit_code == 0
    for taught in (
        "/simulator/sms",
        "/simulator/faults",
        "/simulator/account",
        "reset_after",
        "--webhook URL",
        "SMSACTIVATE_WEBHOOK_SECRET",
    ):
        assert taught in result.output
