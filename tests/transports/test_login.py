"""Logging in for a token: when, how often, and what a failure of it means for what was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import httpx
import msgspec
import pytest
from by_hand import PATIENCE, FakeClock

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import (
    ActivationNotFound,
    AnswerLost,
    AuthenticationError,
    ConnectionNotMade,
    InsufficientBalance,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
    RequestRejected,
    SmsActivateError,
)
from pytest_smsactivate.models import ApiKey, Request, Response, Token
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer
from pytest_smsactivate.transports import live
from pytest_smsactivate.transports.live import LiveTransport
from pytest_smsactivate.transports.login import Login, LoginRefused

KEY = ApiKey("sk-kept-by-nobody")
PROVIDER = SmsActivateApp()
BUY = PROVIDER.buy("telegram", "gb")


@pytest.fixture
def simulator() -> SimulatedProvider:
    return SimulatedProvider(LiveClock(), key=KEY)


@pytest.fixture
def transport(simulator: SimulatedProvider) -> Iterator[LiveTransport]:
    with SimulatorServer(simulator) as server:
        transport = LiveTransport(PROVIDER, server.url, KEY)
        yield transport
        transport.close()


def asked(simulator: SimulatedProvider) -> list[object]:
    return [request.endpoint for request in simulator.requests]


def test_the_token_is_had_once_and_kept(
    simulator: SimulatedProvider, transport: LiveTransport
) -> None:
    for _ in range(2):
        assert transport.send(BUY, PATIENCE).status == 200
    assert asked(simulator) == ["login", "buy", "buy"]


def test_a_token_that_is_refused_is_renewed_once(
    simulator: SimulatedProvider, transport: LiveTransport
) -> None:
    transport.send(BUY, PATIENCE)
    simulator.fault("buy", status=401)
    assert transport.send(BUY, PATIENCE).status == 200
    assert asked(simulator) == ["login", "buy", "buy", "login", "buy"]
    simulator.fault("buy", status=401, times=2)
    assert transport.send(BUY, PATIENCE).status == 401
    assert simulator.account.bought == 2


def test_a_key_that_is_refused_is_what_was_answered(simulator: SimulatedProvider) -> None:
    with SimulatorServer(simulator) as server:
        transport = LiveTransport(PROVIDER, server.url, ApiKey("sk-of-somebody-else"))
        with pytest.raises(AuthenticationError):
            PROVIDER.read_activation(
                transport.send(BUY, PATIENCE), service="telegram", country="gb"
            )
        transport.close()
    assert simulator.account.bought == 0


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "reset_after"},
        {"kind": "garbage"},
        {"status": 503},
        {"status": 404},
        {"kind": "html", "status": 200},
    ],
)
def test_whatever_befalls_the_login_nothing_else_has_left(
    simulator: SimulatedProvider, transport: LiveTransport, fault: dict[str, object]
) -> None:
    simulator.fault("login", **fault)
    with pytest.raises(ConnectionNotMade, match="its login"):
        transport.send(BUY, PATIENCE)
    assert asked(simulator) == ["login"]
    assert transport.send(BUY, PATIENCE).status == 200


def test_a_token_is_cut_out_of_what_an_error_may_quote(
    simulator: SimulatedProvider, transport: LiveTransport
) -> None:
    transport.send(BUY, PATIENCE)
    token = next(iter(transport._secrets - {KEY}))
    simulator.fault("buy", status=500, body=f"no room for {token} of {KEY}")
    assert transport.send(BUY, PATIENCE).body == b"no room for [key] of [key]"


class Counter:
    """Answers logins, each with another token."""

    def __init__(self, *, lasts: float | None) -> None:
        self.lasts = lasts
        self.count = 0

    def __call__(self, request: Request, within: float) -> Response:
        self.count += 1
        lasts = "" if self.lasts is None else f', "expires_in": {self.lasts}'
        return Response(200, f'{{"token": "token-{self.count}"{lasts}}}'.encode())


def test_it_is_renewed_before_it_ends() -> None:
    clock, counter = FakeClock(), Counter(lasts=100)
    login = Login(PROVIDER, KEY, counter, clock=clock)
    assert [login.token(5), login.token(5)] == ["token-1", "token-1"]
    clock.goes_by(89)
    assert login.token(5) == "token-1"
    clock.goes_by(1)
    assert login.token(5) == "token-2"


def test_one_whose_end_is_not_told_serves_until_it_is_refused() -> None:
    clock, counter = FakeClock(), Counter(lasts=None)
    login = Login(PROVIDER, KEY, counter, clock=clock)
    assert login.token(5) == "token-1"
    clock.goes_by(1e9)
    assert login.token(5) == "token-1"
    assert login.token(5, refused="token-0") == "token-1"
    assert login.token(5, refused="token-1") == "token-2"
    assert login.token(5, refused="token-1") == "token-2"


def test_an_api_that_takes_the_key_itself_needs_none() -> None:
    login = Login(SmsActivateDev(), KEY, Counter(lasts=None), clock=FakeClock())
    assert login.token(5) is None


def said(message: str) -> Response:
    """A login that is refused by a word, under a success."""
    return Response(200, msgspec.json.encode({"status": "error", "message": message}))


@pytest.mark.parametrize(
    ("outcome", "raised"),
    [
        (Response(403), LoginRefused),
        (Response(429), LoginRefused),
        (Response(302), ConnectionNotMade),
        (Response(200, b"{}"), ConnectionNotMade),
        (Response(150), ConnectionNotMade),
        (said("Service unavailable"), ConnectionNotMade),
        (said("Unknown client"), ConnectionNotMade),
        (said("Invalid API key"), LoginRefused),
        (said("Insufficient balance"), LoginRefused),
        (said("Too many requests"), LoginRefused),
        (AnswerLost("smsactivate-app", detail="it hung"), ConnectionNotMade),
        (ConnectionNotMade("smsactivate-app"), ConnectionNotMade),
    ],
)
def test_what_a_failed_login_means(
    outcome: Response | SmsActivateError, raised: type[Exception]
) -> None:
    def exchange(request: Request, within: float) -> Response:
        if isinstance(outcome, SmsActivateError):
            raise outcome
        return outcome

    with pytest.raises(raised):
        Login(PROVIDER, KEY, exchange, clock=FakeClock()).token(5)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Invalid API key", AuthenticationError),
        ("Insufficient balance", InsufficientBalance),
        ("Too many requests", RateLimited),
    ],
)
def test_a_login_that_is_refused_by_a_word_answers_whatever_was_asked(
    simulator: SimulatedProvider, transport: LiveTransport, message: str, kind: type[ProviderError]
) -> None:
    readers: list[tuple[Request, Callable[[Response], object]]] = [
        (PROVIDER.look("+447400123456"), PROVIDER.read_look),
        (PROVIDER.cancel("+447400123456"), PROVIDER.read_cancellation),
    ]
    body = said(message).body.decode()
    for request, read in readers:
        simulator.fault("login", "html", status=200, body=body, headers={"retry-after": "7"})
        with pytest.raises(kind) as raised:
            read(transport.send(request, PATIENCE))
        assert getattr(raised.value, "retry_after", 7.0) == 7.0
    assert asked(simulator) == ["login", "login"]


def test_a_refused_login_hands_on_nothing_in_which_a_token_may_stand() -> None:
    body = b'{"status": "error", "message": "token t-456 expired", "token": "t-456"}'
    login = Login(PROVIDER, KEY, lambda *_: Response(200, body), clock=FakeClock())
    with pytest.raises(LoginRefused) as raised:
        login.token(5)
    assert (raised.value.response.status, raised.value.response.body) == (401, b"")


class Failing(SmsActivateApp):
    """Reads whatever a login answers as one failure."""

    def __init__(self, failure: ProviderError) -> None:
        super().__init__()
        self._failure = failure

    def read_login(self, response: Response) -> Token:
        raise self._failure


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (ProviderUnavailable("x", status=200, detail="closed"), "its login is unavailable: closed"),
        (RequestRejected("x", status=200), r"its login rejected the request\."),
        (ActivationNotFound("x", detail="gone"), "its login does not know this activation: gone"),
    ],
)
def test_any_other_failure_of_a_login_says_that_nothing_has_left(
    failure: ProviderError, words: str
) -> None:
    login = Login(Failing(failure), KEY, lambda *_: Response(200), clock=FakeClock())
    with pytest.raises(ConnectionNotMade, match=words):
        login.token(5)


@pytest.mark.parametrize(("status", "kind"), [(402, InsufficientBalance), (429, RateLimited)])
def test_the_reader_of_a_login_may_tell_why_it_is_refused(
    status: int, kind: type[ProviderError]
) -> None:
    provider = Failing(kind("x", detail="in its own words"))
    login = Login(provider, KEY, lambda *_: Response(200, b"t-456"), clock=FakeClock())
    with pytest.raises(LoginRefused) as raised:
        login.token(5)
    assert raised.value.response == Response(status, b"in its own words")


def test_a_token_is_not_kept_once_it_was_refused_though_there_is_no_other() -> None:
    answers = [Response(200, b'{"token": "a"}'), Response(503), Response(200, b'{"token": "b"}')]
    login = Login(PROVIDER, KEY, lambda *_: answers.pop(0), clock=FakeClock())
    assert login.token(5) == "a"
    with pytest.raises(ConnectionNotMade):
        login.token(5, refused="a")
    assert login.token(5) == "b"


def test_whoever_waits_for_anothers_login_does_not_wait_for_ever() -> None:
    begun, enough = threading.Event(), threading.Event()

    def exchange(request: Request, within: float) -> Response:
        begun.set()
        enough.wait(PATIENCE)
        return Response(200, b'{"token": "t"}')

    login = Login(PROVIDER, KEY, exchange, clock=FakeClock())
    first = threading.Thread(target=login.token, args=(5,))
    first.start()
    begun.wait(PATIENCE)
    with pytest.raises(ConnectionNotMade, match="its login is still under way"):
        login.token(0.01)
    enough.set()
    first.join()
    assert login.token(5) == "t"


# How long it all may take.


class Paced:
    """In the place of the network: each exchange takes so long; keeps what each was granted."""

    def __init__(self, *taken: tuple[float, int, bytes]) -> None:
        self.clock = FakeClock()
        self.granted: list[float] = []
        self._taken = iter(taken)

    def transport(self, monkeypatch: pytest.MonkeyPatch) -> LiveTransport:
        monkeypatch.setattr(live, "LiveClock", lambda: self.clock)
        monkeypatch.setattr(httpx.HTTPTransport, "handle_request", self._handle)
        return LiveTransport(PROVIDER, "https://api.example.com", KEY)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.granted.append(request.extensions["timeout"]["read"])
        seconds, status, body = next(self._taken)
        self.clock.goes_by(seconds)
        return httpx.Response(status, content=body)


@pytest.mark.parametrize(
    ("within", "taken", "granted"),
    [
        (60, (0, 0, 0, 0), [15, 60, 15, 60]),
        (60, (10, 20, 5, 5), [15, 50, 15, 25]),
        (60, (14, 40, 4, 1), [15, 46, 6, 2]),
        (5, (2, 1, 1, 1), [5, 3, 2, 1]),
        (5, (4.5, 2, 2, 2), [5, 1, 1, 1]),
        (None, (10, 10, 5, 1), [15, 20, 10, 5]),
    ],
)
def test_one_deadline_is_for_the_logins_and_the_requests_together(
    monkeypatch: pytest.MonkeyPatch,
    within: float | None,
    taken: tuple[float, ...],
    granted: list[float],
) -> None:
    answers = [(200, b'{"token": "a"}'), (401, b""), (200, b'{"token": "b"}'), (200, b"{}")]
    paced = Paced(*((time, *each) for time, each in zip(taken, answers, strict=True)))
    transport = paced.transport(monkeypatch)

    assert transport.send(BUY, within).body == b"{}"
    assert paced.granted == granted
