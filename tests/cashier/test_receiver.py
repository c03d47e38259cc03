"""A webhook is heard: what is no notice of an open number changes nothing, and is told why."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import chain, count, repeat
from random import Random

import msgspec
import pytest
from by_hand import PATIENCE
from counting_house import KEY as ACCOUNT_KEY
from counting_house import CountingHouse
from hypothesis import given, settings
from hypothesis import strategies as some

from pytest_smsactivate.cashier.receiver import BODY_LIMIT, CONNECTIONS, Receiver, secret_path
from pytest_smsactivate.clock import Clock, LiveClock
from pytest_smsactivate.errors import ConfigurationError, InvalidResponse, LedgerError
from pytest_smsactivate.ledger import leases, notices
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.notices import Outcome
from pytest_smsactivate.models import Activation
from pytest_smsactivate.terms import Wish

KEY = "sk-kept-by-nobody"
SECRET = "whsec-kept-by-nobody"
PATH = secret_path(KEY)
GOOD = b'{"activationId":"act_1","text":"Your code is 482910"}'
OTHER = b'{"activationId":"act_1","text":"Your code is 913377"}'

LIVE = LiveClock()

Answer = tuple[int, dict[str, str]]


class Notice(msgspec.Struct):
    activationId: str


def read(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=Notice).activationId
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InvalidResponse("an-api", detail=repr(body)) from None


class Book:
    """Stands for the ledger: `act_1` alone is open."""

    def __init__(self) -> None:
        self.entered: list[str] = []
        self.failure: Exception | None = None

    def enter(self, activation: str, digest: str) -> Outcome:
        if self.failure is not None:
            raise self.failure
        if activation != "act_1":
            return "foreign"
        if digest in self.entered:
            return "replayed"
        self.entered.append(digest)
        return "entered"


def receiving(
    book: Book,
    secret: str | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    clock: Clock = LIVE,
    patience: float = PATIENCE,
) -> Receiver:
    return Receiver(
        host,
        port,
        path=PATH,
        secret=secret,
        read=read,
        enter=book.enter,
        clock=clock,
        patience=patience,
    )


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def receiver(book: Book) -> Iterator[Receiver]:
    with receiving(book) as receiver:
        yield receiver


@pytest.fixture
def sealed(book: Book) -> Iterator[Receiver]:
    """One that asks for signatures."""
    with receiving(book, SECRET) as receiver:
        yield receiver


def signature(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def head(*lines: str, method: str = "POST", path: str = PATH, version: str = "HTTP/1.1") -> bytes:
    return "\r\n".join([f"{method} {path} {version}", "Host: here", *lines, "", ""]).encode(
        "latin-1"
    )


def notice(body: bytes = GOOD, **headers: str) -> bytes:
    """A whole request; a header that is empty is left out."""
    all_headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return head(*(f"{name}: {value}" for name, value in all_headers.items() if value)) + body


class Sender:
    """Sends raw requests, over one connection as long as the receiver keeps it."""

    def __init__(self, receiver: Receiver) -> None:
        self._address = ("127.0.0.1", receiver.port)
        self._connection: socket.socket | None = None
        self.opened = 0

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def connection(self) -> socket.socket:
        if self._connection is None:
            self._connection = socket.create_connection(self._address)
            self.opened += 1
        return self._connection

    def send(self, request: bytes, *, whole: bool = False) -> Answer:
        """The answer; with `whole` nothing more is to come."""
        connection = self.connection()
        connection.sendall(request)
        if whole:
            connection.shutdown(socket.SHUT_WR)
        return self.answer(method=request.partition(b" ")[0].decode("latin-1"))

    def answer(self, method: str = "POST") -> Answer:
        response = http.client.HTTPResponse(self.connection(), method=method)
        with closing(response):
            response.begin()
            body = response.read()
            self.headers = response.headers
            if response.will_close:
                self.hang_up()
        return response.status, json.loads(body) if body else {}


@pytest.fixture
def sender(receiver: Receiver) -> Iterator[Sender]:
    with Sender(receiver) as sender:
        yield sender


def test_a_notice_of_an_open_number_is_entered(sender: Sender, book: Book) -> None:
    assert sender.send(notice()) == (200, {"status": "ok"})
    assert book.entered == [hashlib.sha256(GOOD).hexdigest()]


def test_several_come_over_one_connection(sender: Sender, book: Book) -> None:
    assert [sender.send(notice(body))[0] for body in (GOOD, GOOD, b"[]", OTHER)] == [
        200,
        409,
        422,
        200,
    ]
    assert len(book.entered) == 2
    assert sender.opened == 1


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON ;v=1"])
def test_parameters_of_the_content_type_do_not_matter(sender: Sender, kind: str) -> None:
    assert sender.send(notice(Content_Type=kind))[0] == 200


HEADS = {
    "a method": (head("Content-Length: 0", method="PUT"), 405, "this takes POST"),
    "an unknown method": (head(method="BREW"), 405, "this takes POST"),
    "a path": (head(path="/smsactivate/" + 32 * "0"), 404, "there is no such path"),
    "a longer path": (head(path=PATH + "0"), 404, "there is no such path"),
    "a query": (head(path=PATH + "?a=b"), 404, "there is no such path"),
    "a path in no alphabet": (head(path="/ÿ"), 404, "there is no such path"),
    "no length": (head(), 411, "a body needs a Content-Length"),
    "chunks": (
        head("Content-Length: 5", "Transfer-Encoding: chunked"),
        411,
        "a body needs a Content-Length",
    ),
    "a negative length": (
        head("Content-Length: -1"),
        400,
        "the Content-Length is not a number of bytes",
    ),
    "two lengths": (
        head("Content-Length: 5", "Content-Length: 5"),
        400,
        "the Content-Length is not a number of bytes",
    ),
    "a body too long": (
        head(f"Content-Length: {BODY_LIMIT + 1}", "Content-Type: application/json"),
        413,
        "a body may have 65536 bytes",
    ),
    "no content type": (head("Content-Length: 5"), 415, "a notice is application/json"),
    "a form": (
        head("Content-Length: 5", "Content-Type: application/x-www-form-urlencoded"),
        415,
        "a notice is application/json",
    ),
    "no HTTP": (b"good morning\r\n\r\n", 400, "this is no HTTP/1.1 request"),
    "another HTTP": (head(version="HTTP/2.0"), 400, "this is no HTTP/1.1 request"),
    "too long a line": (head(path="/" + 70_000 * "a"), 414, "this is no HTTP/1.1 request"),
    "too long a header": (head("A: " + 70_000 * "a"), 431, "this is no HTTP/1.1 request"),
}


@pytest.mark.parametrize(("request_", "status", "why"), HEADS.values(), ids=HEADS)
def test_a_head_that_is_not_a_notices_is_refused_and_its_body_not_read(
    sender: Sender, book: Book, request_: bytes, status: int, why: str
) -> None:
    assert sender.send(request_) == (status, {"error": why})
    assert sender.headers["connection"] == "close"
    assert sender.headers["allow"] == ("POST" if status == 405 else None)
    assert sender.headers["content-type"] == "application/json"
    assert book.entered == []


def test_what_asks_for_the_head_alone_gets_no_body(sender: Sender) -> None:
    assert sender.send(head(method="HEAD")) == (405, {})


def test_the_first_thing_that_is_wrong_is_told(sealed: Receiver) -> None:
    """From the method on, each request has one fault less."""
    too_long = f"Content-Length: {BODY_LIMIT + 1}"
    json_ = "Content-Type: application/json"
    requests = [
        head(method="PUT", path="/"),
        head(path="/"),
        head(),
        head("Content-Length: x"),
        head(too_long),
        head("Content-Length: 2"),
        head("Content-Length: 2", json_) + b"[]",
        notice(b"[]", X_Signature=signature(b"[]")),
    ]
    with Sender(sealed) as sender:
        found = [sender.send(request)[0] for request in requests]
    assert found == [405, 404, 411, 400, 413, 415, 401, 422]


def test_a_refusal_arrives_though_a_long_body_is_on_its_way(sender: Sender) -> None:
    body = b" " * (4 * BODY_LIMIT)
    assert sender.send(notice(body))[0] == 413


def test_a_body_that_never_ends_is_not_read_for_ever(sender: Sender) -> None:
    """The answer is there; what is sent after it meets a closed door."""
    connection = sender.connection()
    connection.sendall(head("Content-Length: 99999999999"))
    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        connection.sendall(b" " * (1000 * BODY_LIMIT))


def test_a_body_that_breaks_off_is_refused(sender: Sender, book: Book) -> None:
    request = notice(GOOD, Content_Length="60")
    assert sender.send(request, whole=True) == (400, {"error": "the body breaks off"})
    assert book.entered == []


def test_a_body_that_does_not_come_is_not_waited_for(book: Book) -> None:
    class Late(LiveClock):
        """At each look but the first, a moment is left."""

        def now(self) -> float:
            return next(self.moments)

        moments = chain([0.0], repeat(PATIENCE - 0.05))

    with receiving(book, clock=Late()) as receiver, Sender(receiver) as sender:
        answer = sender.send(notice(GOOD, Content_Length="60"))
    assert answer == (408, {"error": f"the body did not come within {PATIENCE:g} seconds"})


def test_nor_one_that_comes_in_drops(book: Book) -> None:
    """Three seconds pass at each drop, of the five that all have."""

    class Hurrying(LiveClock):
        def now(self) -> float:
            return 3.0 * next(self.hours)

        hours = count()

    with receiving(book, clock=Hurrying(), patience=5.0) as receiver, Sender(receiver) as sender:
        assert sender.send(notice(GOOD, Content_Length="60"))[0] == 408


def test_who_goes_away_in_the_middle_is_no_error(
    book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    with receiving(book) as receiver, Sender(receiver) as sender:
        sender.send(notice())
        connection = sender.connection()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(notice(OTHER, Content_Length="60"))
        sender.hang_up()
        for thread in threading.enumerate():
            if "process_request" in thread.name:
                thread.join()
    assert caplog.records == []
    assert len(book.entered) == 1


def test_who_says_nothing_is_left(book: Book) -> None:
    with receiving(book, patience=0.05) as receiver, Sender(receiver) as sender:
        assert sender.connection().recv(1) == b""


def test_who_asks_first_whether_to_go_on_is_told(sender: Sender) -> None:
    asking = notice(b"", Content_Length=str(len(GOOD)), Expect="100-continue")
    connection = sender.connection()
    connection.sendall(asking)
    assert connection.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert sender.send(GOOD)[0] == 200


SIGNED = {
    "hexadecimal": signature,
    "upper case": lambda body: signature(body).upper(),
    "with its name": lambda body: f"sha256={signature(body)}",
    "base64": lambda body: base64.b64encode(bytes.fromhex(signature(body))).decode(),
    "base64 with its name": lambda body: (
        "sha256=" + base64.b64encode(bytes.fromhex(signature(body))).decode()
    ),
}


@pytest.mark.parametrize("header", ["X_Signature", "X_Hub_Signature_256"])
@pytest.mark.parametrize("sign", SIGNED.values(), ids=SIGNED)
def test_a_signature_may_be_written_in_several_ways(
    sealed: Receiver, book: Book, header: str, sign: Callable[[bytes], str]
) -> None:
    with Sender(sealed) as sender:
        assert sender.send(notice(GOOD, **{header: sign(GOOD)}))[0] == 200
    assert len(book.entered) == 1


UNSIGNED = {
    "none": "",
    "its name alone": "sha256=",
    "of another body": signature(OTHER),
    "by another secret": signature(GOOD, "another"),
    "half of it": signature(GOOD)[:32],
    "of another kind": f"sha1={signature(GOOD)}",
    "in no alphabet": "ÿ" * 64,
}


@pytest.mark.parametrize("told", UNSIGNED.values(), ids=UNSIGNED)
def test_without_the_right_signature_nothing_is_entered(
    sealed: Receiver, book: Book, told: str
) -> None:
    with Sender(sealed) as sender:
        answer = sender.send(notice(GOOD, X_Signature=told))
    assert answer == (401, {"error": "the signature is missing, or does not fit"})
    assert book.entered == []


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff\x00", b'{"activationId":"a\\u0000b"}'])
def test_what_is_no_notice_is_refused(sender: Sender, book: Book, body: bytes) -> None:
    assert sender.send(notice(body)) == (422, {"error": "this is no notice of an SMS"})
    assert book.entered == []


def test_a_number_of_somebody_else_is_refused(sender: Sender, book: Book) -> None:
    foreign = notice(b'{"activationId":"act_2"}')
    assert sender.send(foreign) == (404, {"error": "no such number is open"})
    assert book.entered == []


def test_a_notice_that_came_before_is_refused(sender: Sender, book: Book) -> None:
    sender.send(notice())
    assert sender.send(notice()) == (409, {"error": "this notice has come before"})
    assert len(book.entered) == 1


def test_while_the_ledger_fails_the_provider_is_to_try_again(sender: Sender, book: Book) -> None:
    book.failure = LedgerError("/a/file", "is locked")
    refused = {"error": "it cannot be entered just now, try again"}
    assert sender.send(notice()) == (503, refused)
    book.failure = None
    assert sender.send(notice())[0] == 200


def test_of_a_fault_of_ours_the_kind_alone_is_told(
    sender: Sender, book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    book.failure = KeyError(GOOD)
    with pytest.raises(http.client.RemoteDisconnected):
        sender.send(notice())
    assert [record.getMessage() for record in caplog.records] == [
        "The webhook failed at a notice: KeyError"
    ]


def test_nothing_is_printed_or_logged(
    sealed: Receiver, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Sender(sealed) as sender:
        sender.send(notice(GOOD, X_Signature=signature(GOOD)))
        for request, *_ in HEADS.values():
            sender.send(request)
        sender.connection().sendall(notice(GOOD, Content_Length="60"))
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_more_connections_than_any_provider_makes_are_closed(
    receiver: Receiver, book: Book
) -> None:
    with ExitStack() as held:
        senders = [held.enter_context(Sender(receiver)) for _ in range(CONNECTIONS)]
        assert {sender.send(notice(b"[]"))[0] for sender in senders} == {422}
        with Sender(receiver) as late:
            assert late.connection().recv(1) == b""
        assert senders[0].send(notice())[0] == 200
    assert len(book.entered) == 1


def test_leaving_closes_what_is_open(book: Book) -> None:
    with receiving(book) as receiver, Sender(receiver) as sender:
        sender.send(notice())
        connection = sender.connection()
        receiver.__exit__(None, None, None)
        assert connection.recv(1) == b""
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(connection.getpeername())


def test_it_listens_on_the_other_loopback_too(book: Book) -> None:
    with receiving(book, host="::1") as receiver:
        socket.create_connection(("::1", receiver.port)).close()


@pytest.mark.parametrize("host", ["192.0.2.1", "a\0b", "." * 70])
def test_an_address_that_cannot_be_had_is_told_in_one_line(book: Book, host: str) -> None:
    with pytest.raises(ConfigurationError) as caught, receiving(book, host=host):
        pass
    told = str(caught.value)
    assert told.startswith(f"The webhook cannot listen at {host!r}, port 0: ")
    assert told.endswith("Name another address of this machine, or port 0 for any that is free.")
    assert "\n" not in told


@pytest.mark.parametrize("taken", [True, False])
def test_a_port_that_cannot_be_had_is_told_in_one_line(receiver: Receiver, taken: bool) -> None:
    port = receiver.port if taken else 65_536
    said = rf"^The webhook cannot .* port {port}: "
    with pytest.raises(ConfigurationError, match=said), receiving(Book(), port=port):
        pass


KEYS = some.text(some.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)


@settings(deadline=None)
@given(key=KEYS, other=KEYS)
def test_the_secret_path_is_the_keys_own_and_tells_nothing_of_it(key: str, other: str) -> None:
    path = secret_path(key)
    place, name = path[: len("/smsactivate/")], path[len("/smsactivate/") :]
    assert place == "/smsactivate/"
    assert len(name) == 32 and set(name) <= set("0123456789abcdef")
    assert name not in hashlib.sha256(key.encode()).hexdigest()
    assert (path == secret_path(other)) is (key == other)


class Forger:
    """Draws requests none of which may be taken, from what a good one looks like."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._forgeries = (
            self.another_method,
            self.another_path,
            self.odd_length,
            self.another_type,
            self.unsigned,
            self.no_notice,
            self.foreign,
            self.replayed,
            self.garbage,
        )

    def draw(self) -> bytes:
        return self._random.choice(self._forgeries)()

    def signed(self, body: bytes, **headers: str) -> bytes:
        return notice(body, X_Signature=signature(body), **headers)

    def good(self) -> bytes:
        """But for what a forgery makes of it."""
        return self.signed(OTHER)

    def another_method(self) -> bytes:
        methods = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "POSTS", "\xff"]
        return self.good().replace(b"POST", self._random.choice(methods).encode("latin-1"), 1)

    def another_path(self) -> bytes:
        name = f"{self._random.getrandbits(128):032x}"
        paths = ["/", "*", PATH[:-1], PATH + "/", PATH.upper(), f"/smsactivate/{name}"]
        return self.good().replace(PATH.encode(), self._random.choice(paths).encode(), 1)

    def odd_length(self) -> bytes:
        lengths = ["-1", "+54", "0x36", "5_4", "54, 54", "1" * 13, "٥٤", str(BODY_LIMIT + 1)]
        wrong = self._random.choice(lengths).encode()
        right = b"Content-Length: %d" % len(OTHER)
        return self.good().replace(right, b"Content-Length: " + wrong)

    def another_type(self) -> bytes:
        types = [
            "text/plain",
            "application/jsonp",
            "json",
            "multipart/form-data; a=application/json",
        ]
        return self.signed(OTHER, Content_Type=self._random.choice(types))

    def unsigned(self) -> bytes:
        right = signature(OTHER)
        wrong = [signature(GOOD), right[:63], "sha256=", f"sha1={right}", right[::-1], "%s", "\xff"]
        headers = {"X_Signature": self._random.choice(wrong), "X_Hub_Signature_256": right}
        return notice(OTHER, **headers)

    def no_notice(self) -> bytes:
        body = bytearray(OTHER)
        body[self._random.randrange(17)] ^= 0x80
        some_ = self._random.randbytes(self._random.randrange(200))
        return self.signed(self._random.choice([bytes(body), some_, b"{}", b"[" * 500]))

    def foreign(self) -> bytes:
        return self.signed(b'{"activationId":"act_%d"}' % self._random.randrange(2, 10**6))

    def replayed(self) -> bytes:
        return self.signed(GOOD)

    def garbage(self) -> bytes:
        return (
            self._random.randbytes(self._random.randrange(1, 300)).replace(b"\n", b"") + b"\r\n\r\n"
        )


def test_of_a_thousand_forgeries_none_is_taken_and_the_good_one_among_them_is(
    house: CountingHouse,
) -> None:
    desk = house.desk()
    account = Account("smsactivate-dev", "https://provider.example", ACCOUNT_KEY).id
    lease = desk.reserve(Wish("a test", "telegram", "gb", None, None)).lease
    with house.ledger.writing() as connection:
        leases.opened(connection, lease, Activation("act_1", "+447400123456", "telegram", "gb"))

    def enter(activation: str, digest: str) -> Outcome:
        with house.ledger.writing() as connection:
            return notices.enter(connection, account, activation, digest)

    def entered() -> int:
        with house.ledger.reading() as connection:
            return notices.count(connection, account, "act_1")

    forger = Forger(7)
    receiver = Receiver(
        "127.0.0.1",
        0,
        path=PATH,
        secret=SECRET,
        read=read,
        enter=enter,
        clock=LIVE,
        patience=PATIENCE,
    )
    with receiver, ExitStack() as held:
        senders = [held.enter_context(Sender(receiver)) for _ in range(3)]
        assert senders[0].send(forger.replayed())[0] == 200
        before = [_status(senders[each % 3], forger.draw()) for each in range(500)]
        assert entered() == 1
        assert senders[0].send(forger.good())[0] == 200
        after = [_status(senders[each % 3], forger.draw()) for each in range(500)]
    assert entered() == 2
    assert {status // 100 for status in before + after} == {4}
    assert {400, 401, 404, 405, 409, 413, 415, 422} <= set(before) | set(after)


def _status(sender: Sender, request: bytes) -> int:
    return sender.send(request)[0]
