"""A webhook is told of each SMS, by whoever bought the number, until somebody has heard it."""

from __future__ import annotations

import hashlib
import hmac
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import msgspec
import pytest
import trustme
from by_hand import PATIENCE, eventually

from pytest_smsactivate.clock import LiveClock, VirtualClock
from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.models import Activation
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider, herald
from pytest_smsactivate.simulator.activation import Arrival, SimulatedActivation
from pytest_smsactivate.simulator.dialects import SmsActivateDevDialect
from pytest_smsactivate.simulator.herald import Herald
from pytest_smsactivate.simulator.server import SimulatorServer

PROVIDER = SmsActivateDev()
PAUSES = herald.PAUSES


class Telling(SmsActivateDevDialect):
    """As the one that knows no webhooks, but for that; German numbers are kept quiet."""

    def notice(self, activation: SimulatedActivation, arrival: Arrival) -> object | None:  # type: ignore[override]
        if activation.country == "de":
            return None
        return {
            "id": activation.id,
            "text": arrival.sms.text,
            "price": activation.price,
            "at": arrival.received_at,
        }


class Heard(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return str(msgspec.json.decode(self.body)["text"])


class Ear:
    """Somebody's webhook: keeps what it hears, and answers with the statuses in turn."""

    def __init__(self, port: int, *statuses: int) -> None:
        self.heard: list[Heard] = []
        self.url = f"http://127.0.0.1:{port}/notices/"
        self._statuses = list(statuses)

    def hear(self, heard: Heard) -> int:
        self.heard.append(heard)
        return self._statuses.pop(0) if self._statuses else 200

    def wait_for(self, number: int) -> list[str]:
        eventually(lambda: len(self.heard) >= number)
        return [each.text for each in self.heard]


@contextmanager
def listening(*statuses: int, identity: ssl.SSLContext | None = None) -> Iterator[Ear]:
    """A status of 0 is no answer at all."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = ear.hear(Heard(self.path, headers, body))
            if status:
                self.send_response_only(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if identity is not None:
        server.socket = identity.wrap_socket(server.socket, server_side=True)
    ear = Ear(server.server_port, *statuses)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield ear
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def telling(simulator: SimulatedProvider, url: str, secret: str | None = None) -> Iterator[Herald]:
    herald = Herald(simulator, url, secret)
    herald.start()
    try:
        yield herald
    finally:
        herald.stop()


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter than those that others are granted; who hears, may take longer."""
    monkeypatch.setattr(herald, "PAUSES", (0.001, 0.002, 0.003))
    monkeypatch.setattr(herald, "TIMEOUT", PATIENCE)


@pytest.fixture
def telling_simulator() -> SimulatedProvider:
    return SimulatedProvider(LiveClock(), keyless=True, sms_after=None, dialects=[Telling()])


def buy(simulator: SimulatedProvider, country: str = "ru") -> Activation:
    response = simulator.handle(PROVIDER.buy("telegram", country))
    return PROVIDER.read_activation(response, service="telegram", country=country)  # type: ignore[arg-type]


def test_each_sms_is_told_in_the_dialects_words(telling_simulator: SimulatedProvider) -> None:
    with listening() as ear, telling(telling_simulator, ear.url):
        bought = buy(telling_simulator)
        telling_simulator.deliver(bought.number, "Your code is 482910")
        ear.wait_for(1)
        telling_simulator.deliver(bought.number, "Your code is 913377")
        assert ear.wait_for(2) == ["Your code is 482910", "Your code is 913377"]
    first = ear.heard[0]
    document = msgspec.json.decode(first.body)
    assert (document["id"], document["price"]) == (bought.id, 0.07)
    assert first.path == "/notices/"
    assert first.headers["content-type"] == "application/json"
    assert "x-signature" not in first.headers


def test_those_of_several_numbers_come_in_their_order(telling_simulator: SimulatedProvider) -> None:
    with listening() as ear, telling(telling_simulator, ear.url):
        numbers = [buy(telling_simulator).number for _ in range(3)]
        for turn in range(9):
            telling_simulator.deliver(numbers[turn % 3], f"code 10{turn}0")
            assert telling_simulator.account.spent >= Decimal("0.07")
        assert ear.wait_for(9) == [f"code 10{turn}0" for turn in range(9)]


def test_an_sms_comes_by_the_simulators_own_time() -> None:
    clock = VirtualClock()
    simulator = SimulatedProvider(clock, keyless=True, sms_after=30.0, dialects=[Telling()])
    with listening() as ear, telling(simulator, ear.url):
        buy(simulator)
        assert simulator.notices_since(0) == []
        clock.sleep(30.0)
        (text,) = ear.wait_for(1)
    assert text.startswith("Your telegram code is ")


def test_a_secret_signs_what_is_told(telling_simulator: SimulatedProvider) -> None:
    with listening() as ear, telling(telling_simulator, ear.url, "whsec-é"):
        telling_simulator.deliver(buy(telling_simulator).number, "code 482910")
        ear.wait_for(1)
    heard = ear.heard[0]
    signed = hmac.new("whsec-é".encode(), heard.body, hashlib.sha256).hexdigest()
    assert heard.headers["x-signature"] == signed


@pytest.mark.parametrize("status", [503, 302, 0])
def test_a_notice_that_was_not_heard_is_sent_again(
    telling_simulator: SimulatedProvider, status: int
) -> None:
    with listening(status, status, status) as ear, telling(telling_simulator, ear.url):
        number = buy(telling_simulator).number
        telling_simulator.deliver(number, "code 482910")
        ear.wait_for(4)
        telling_simulator.deliver(number, "code 913377")
        assert ear.wait_for(5) == ["code 482910"] * 4 + ["code 913377"]
    assert len({each.body for each in ear.heard}) == 2


def test_after_three_more_times_it_is_given_up(telling_simulator: SimulatedProvider) -> None:
    with listening(500, 500, 500, 500) as ear, telling(telling_simulator, ear.url):
        number = buy(telling_simulator).number
        telling_simulator.deliver(number, "code 482910")
        ear.wait_for(4)
        telling_simulator.deliver(number, "code 913377")
        assert ear.wait_for(5) == ["code 482910"] * 4 + ["code 913377"]


@pytest.mark.parametrize("status", [200, 204, 400, 409, 429])
def test_what_was_taken_or_refused_is_not_sent_again(
    telling_simulator: SimulatedProvider, status: int
) -> None:
    with listening(status) as ear, telling(telling_simulator, ear.url):
        number = buy(telling_simulator).number
        telling_simulator.deliver(number, "code 482910")
        ear.wait_for(1)
        telling_simulator.deliver(number, "code 913377")
        assert ear.wait_for(2) == ["code 482910", "code 913377"]


def test_what_the_dialect_does_not_tell_is_passed_over(
    telling_simulator: SimulatedProvider,
) -> None:
    with listening() as ear, telling(telling_simulator, ear.url):
        quiet, loud = buy(telling_simulator, "de"), buy(telling_simulator)
        telling_simulator.deliver(quiet.number, "code 482910")
        eventually(lambda: len(telling_simulator.notices_since(0)) == 1)
        telling_simulator.deliver(loud.number, "code 913377")
        assert ear.wait_for(1) == ["code 913377"]
    assert telling_simulator.notices_since(0)[0] is None


def test_what_came_before_is_not_told(telling_simulator: SimulatedProvider) -> None:
    number = buy(telling_simulator).number
    telling_simulator.deliver(number, "code 482910")
    with listening() as ear, telling(telling_simulator, ear.url):
        telling_simulator.deliver(number, "code 913377")
        assert ear.wait_for(1) == ["code 913377"]


def test_nothing_is_told_once_it_is_over(
    telling_simulator: SimulatedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is an hour's pause before the next try waited for."""
    monkeypatch.setattr(herald, "PAUSES", (3600.0,))
    with listening(500) as ear:
        with telling(telling_simulator, ear.url):
            number = buy(telling_simulator).number
            telling_simulator.deliver(number, "code 482910")
            ear.wait_for(1)
        telling_simulator.deliver(number, "code 913377")
        with telling(telling_simulator, ear.url):
            telling_simulator.deliver(number, "code 565758")
            assert ear.wait_for(2) == ["code 482910", "code 565758"]


def test_the_pauses_grow() -> None:
    assert list(PAUSES) == sorted(set(PAUSES))
    assert len(PAUSES) == 3


def test_a_webhook_over_tls_has_to_prove_who_it_is(
    telling_simulator: SimulatedProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, identity = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(identity)
    with listening(identity=identity) as ear:
        url = ear.url.replace("http:", "https:")
        number = buy(telling_simulator).number
        with telling(telling_simulator, url) as herald_:
            assert not herald_._is_heard(b"{}")
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with telling(telling_simulator, url):
            telling_simulator.deliver(number, "code 482910")
            assert ear.wait_for(1) == ["code 482910"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/secret",
        "ftp://127.0.0.1/secret",
        "https://somebody:secret@example.com",
        "https://example.com/?a=secret",
        "https://example.com/secret\r\nA: b",
        "https://example.com/secrét",
        "https://example.com:99999/secret",
        "secret",
        "",
    ],
)
def test_a_webhook_that_cannot_be_is_told_without_its_path(
    telling_simulator: SimulatedProvider, url: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        SimulatorServer(telling_simulator, webhook=url)
    assert str(caught.value) == (
        "The webhook is not a URL of https://, or of http:// on this machine. "
        "Give one such as http://127.0.0.1:8080/notices, without user, query or fragment."
    )


def test_the_simulators_server_tells_a_webhook_while_it_serves(
    telling_simulator: SimulatedProvider,
) -> None:
    with listening() as ear:
        address = ear.url.removesuffix("/notices/")
        server = SimulatorServer(telling_simulator, webhook=address, webhook_secret="whsec")
        with server:
            telling_simulator.deliver(buy(telling_simulator).number, "code 482910")
            assert ear.wait_for(1) == ["code 482910"]
    assert ear.heard[0].path == "/"
    assert "x-signature" in ear.heard[0].headers
