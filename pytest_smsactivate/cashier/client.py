"""The run's end of the pipe: the cashier as a transport, and as a purse's counterpart."""

from __future__ import annotations

import io
import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pickle import dumps, load
from queue import SimpleQueue
from typing import IO, NamedTuple, TypeVar, cast

import msgspec

from pytest_smsactivate.cashier.frames import (
    Answer,
    Ask,
    Close,
    Farewell,
    Forget,
    Heard,
    Hello,
    Listen,
    Order,
    Progress,
    Reserve,
    Reserved,
    Settle,
)
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import (
    AnswerLost,
    ConfigurationError,
    ConnectionNotMade,
    ProviderUnavailable,
    SmsActivateError,
    expected,
)
from pytest_smsactivate.ledger.alive import SignOfLife
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.models import Cancellation, Request, Response
from pytest_smsactivate.statement import Statement
from pytest_smsactivate.terms import Wish

__all__ = ["Cashier", "Pipe", "in_a_process"]

__tracebackhide__ = expected

Result = TypeVar("Result")

GOODBYE = 5.0
"""Seconds that the end of a run waits for the process to leave."""

SUCCESSION = 1.0
"""Seconds until one that died has a successor, where no order comes before."""


class Pipe(msgspec.Struct, frozen=True):
    """Both directions to a cashier, and how to wait for its end (seconds at the most)."""

    orders: IO[bytes]
    answers: IO[bytes]
    join: Callable[[float], None]


def in_a_process(popen: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen) -> Pipe:
    """Start the cashier in a process that no signal to the run's own group reaches.

    The key goes through the pipe alone: a command line and an environment can be read
    by others.
    """
    secret = ("SMSACTIVATE_API_KEY", "SMSACTIVATE_LEDGER", "SMSACTIVATE_WEBHOOK_SECRET")
    process = popen(
        [sys.executable, "-m", "pytest_smsactivate.cashier"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name not in secret},
        bufsize=0,
        start_new_session=True,
    )
    assert process.stdin is not None and process.stdout is not None, "piped"

    def join(seconds: float) -> None:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.returncode = 0  # it goes on by itself, and nobody need be warned of that

    return Pipe(process.stdin, io.BufferedReader(cast(io.RawIOBase, process.stdout)), join)


class Waiting(NamedTuple):
    """Somebody waits for an answer, which comes from this pipe or not at all."""

    pipe: Pipe
    answer: SimpleQueue[Answer]


class Reader(threading.Thread):
    """Started whatever a test puts in place of `threading.Thread.start`."""

    start = threading.Thread.start


class Cashier:
    """Started with the first order; started anew if it dies, to take over what it held.

    A transport to the provider (`send`), safe to use from several threads. Failures come
    back as the errors that they are; where the cashier dies in the middle, `AnswerLost`.
    """

    blocking = True

    def __init__(self, hello: Hello, *, begin: Callable[[], Pipe] = in_a_process) -> None:
        self._hello = hello
        self._begin = begin
        self._tickets = itertools.count(1)
        self._waiting: dict[int, Waiting] = {}
        self._progress: Callable[[int, float], None] | None = None
        self._pipe: Pipe | None = None
        self._served: Pipe | None = None  # the last one, be it dead
        self._sign: SignOfLife | None = None
        self._starting = threading.RLock()
        self._writing = threading.Lock()

    def start(self) -> None:
        """Start it where it does not run; raises what keeps it from serving.

        That is a `LedgerError`, or an `AuthenticationError` for the key.
        """
        self._running()

    def _running(self) -> Pipe:
        with self._starting:
            if self._pipe is not None:
                return self._pipe
            if self._sign is None:
                alive = Location.of(self._hello.ledger).alive
                self._sign = SignOfLife(alive, self._hello.who.process)
            try:
                pipe = self._pipe = self._served = self._introduced()
            except SmsActivateError:
                if not self.started:
                    self._sign.withdraw()
                    self._sign = None
                raise
            who = msgspec.structs.replace(self._hello.who, joins=True)
            self._hello = msgspec.structs.replace(self._hello, who=who)
            return pipe

    @property
    def started(self) -> bool:
        """Whether there is one to be left, be it dead: its successor takes over what it held."""
        return self._served is not None

    def send(self, request: Request, within: float | None) -> Response:
        return self._call(lambda ticket: Ask(ticket, request, within), Response)

    def reserve(self, wish: Wish) -> Reserved:
        """Raises `BudgetExceeded`, or what kept the price from being told.

        Nothing is bought by it.
        """
        return self._repeatable(lambda ticket: Reserve(ticket, wish), Reserved)

    def forget(self, lease: int) -> None:
        self._call(lambda ticket: Forget(ticket, lease), type(None))

    def settle(self, activation: str, cancellation: Cancellation) -> None:
        self._call(lambda ticket: Settle(ticket, activation, cancellation), type(None))

    def listen(self, activation: str, heard: int, seconds: float) -> int:
        """How many notices a webhook got for it: returns as soon as there are more than `heard`."""
        return self._call(lambda ticket: Listen(ticket, activation, heard, seconds), int)

    def close(
        self, *, patience: float, whole: bool, progress: Callable[[int, float], None]
    ) -> Statement:
        """The end: see `Desk.close`. Nothing can be bought any more."""
        self._progress = progress
        goodbye = GOODBYE
        try:
            statement = self._repeatable(lambda ticket: Close(ticket, patience, whole), Statement)
            self._thank(statement)
            if statement.open:
                goodbye = 0.0  # it will be at it for long
            return statement
        finally:
            self.leave(goodbye)

    def _thank(self, statement: Statement) -> None:
        """What the balance lacks is told here, and need not be told again."""
        difference = statement.earlier + (statement.unexplained or 0)
        if difference:
            with suppress(SmsActivateError):
                self._call(lambda ticket: Heard(ticket, difference), type(None))

    def _introduced(self) -> Pipe:
        """A cashier that knows whom it serves."""
        try:
            pipe = self._begin()
        except OSError as failure:
            raise ConfigurationError(
                f"The watchdog process cannot be started: {failure}.",
                cure="Nothing is bought without it: see what limits the processes here.",
            ) from None
        ready: SimpleQueue[Answer] = SimpleQueue()
        self._waiting[self._hello.ticket] = Waiting(pipe, ready)
        reader = Reader(target=self._listen, args=(pipe,), name="smsactivate cashier", daemon=True)
        reader.start()
        self._write(pipe, self._hello)
        try:
            _value(ready, type(None))
        except SmsActivateError:
            pipe.orders.close()
            pipe.join(GOODBYE)
            raise
        return pipe

    def leave(self, goodbye: float = GOODBYE) -> None:
        """Close the pipe; what is left to do, the cashier does by itself.

        For so many seconds it is seen off.
        """
        with self._starting:
            pipe, self._pipe, self._served = self._pipe, None, None
            if pipe is not None:
                self._shut(pipe)
                pipe.join(goodbye)
            if self._sign is not None:
                self._sign.withdraw()
                self._sign = None

    def _repeatable(self, order: Callable[[int], Order], kind: type[Result]) -> Result:
        """Where the cashier has died over it, its successor is asked."""
        pipe = self._running()
        try:
            return self._call(order, kind)
        except ProviderUnavailable:
            if self._pipe is pipe:
                raise
            return self._call(order, kind)

    def _call(self, order: Callable[[int], Order], kind: type[Result]) -> Result:
        pipe = self._running()
        ticket = next(self._tickets)
        answer: SimpleQueue[Answer] = SimpleQueue()
        self._waiting[ticket] = Waiting(pipe, answer)
        if not self._write(pipe, order(ticket)):
            self._waiting.pop(ticket, None)
            self._hang_up(pipe)
            raise ConnectionNotMade(self._hello.account.provider, detail="the watchdog has died")
        return _value(answer, kind)

    def _write(self, pipe: Pipe, frame: Hello | Order) -> bool:
        """Whether it could be written; at once, so that no signal tears a frame in two."""
        try:
            with self._writing:
                pipe.orders.write(dumps(frame))
        except (OSError, ValueError):
            return False
        return True

    def _listen(self, pipe: Pipe) -> None:
        try:
            for frame in _frames(pipe.answers):
                if isinstance(frame, Answer):
                    self._resolve(frame)
                elif isinstance(frame, Farewell):
                    self._part(pipe)
                elif self._progress is not None:
                    with suppress(Exception):  # a terminal that is gone is no dead cashier
                        self._progress(frame.left, frame.seconds)
        finally:
            self._hang_up(pipe)
            with suppress(OSError):
                pipe.answers.close()
            pipe.join(GOODBYE)
            self._replace(pipe)

    def _hang_up(self, pipe: Pipe) -> None:
        """It died: nobody knows what came of what was asked."""
        if self._pipe is pipe:
            self._pipe = None
        self._shut(pipe)
        for ticket, waiting in list(self._waiting.items()):
            if waiting.pipe is pipe:
                lost = AnswerLost(self._hello.account.provider, detail="the watchdog died")
                self._resolve(Answer(ticket, failure=lost))

    def _shut(self, pipe: Pipe) -> None:
        """Not amid a write: its frame, with the key perhaps, could go to what is opened next."""
        alone = False
        try:
            alone = self._writing.acquire(timeout=GOODBYE)  # a cashier that hangs takes none
            with suppress(OSError):
                pipe.orders.close()
        finally:
            if alone:
                self._writing.release()

    def _part(self, pipe: Pipe) -> None:
        """It leaves in order: all is given back, and the sign of life taken away.

        As it does when the controller of a worker has died.
        """
        with self._starting:
            if self._served is pipe and self._sign is not None:
                self._served = None
                self._sign.withdraw()
                self._sign = None

    def _replace(self, dead: Pipe) -> None:
        """By a successor, unless the run has left it: what is held needs a watchdog.

        And a heartbeat, for those on other machines. Where none can be started now, the next
        order tries again.
        """
        LiveClock().sleep(SUCCESSION)
        with self._starting, suppress(SmsActivateError):
            if self._served is dead and self._sign is not None:
                self._hang_up(dead)  # again, lest it died before it was known here
                self._running()

    def _resolve(self, answer: Answer) -> None:
        waiting = self._waiting.pop(answer.ticket, None)
        if waiting is None:
            return
        waiting.answer.put(answer)

    def __repr__(self) -> str:
        return f"<Cashier of {self._hello.account}>"


def _frames(answers: IO[bytes]) -> Iterator[Answer | Progress | Farewell]:
    try:
        while True:
            yield load(answers)
    except Exception:
        return


def _value(answer: SimpleQueue[Answer], kind: type[Result]) -> Result:
    told = answer.get()
    if told.failure is not None:  # raised here, so that a traceback shows no machinery
        raise told.failure
    assert isinstance(told.value, kind), "each order has its own answer"
    return told.value
