"""Both ends of the pipe: what each does when the other is not what it should be."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from by_hand import PATIENCE, answer, eventually

from pytest_smsactivate.cashier import client, service
from pytest_smsactivate.cashier.client import Cashier, Pipe, in_a_process
from pytest_smsactivate.cashier.frames import (
    Answer,
    Ask,
    Farewell,
    Hello,
    Order,
    Progress,
    Reserve,
    Reserved,
)
from pytest_smsactivate.errors import (
    AnswerLost,
    BudgetExceeded,
    ConfigurationError,
    ConnectionNotMade,
    LedgerError,
    SmsActivateError,
)
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.models import ApiKey, Cancellation, Request, Response
from pytest_smsactivate.statement import Statement, Unsettled
from pytest_smsactivate.terms import Caps, Who, Wish

KEY = ApiKey("sk-kept-by-nobody")
LOOK = Request("look", "GET", "/api/v1/activations/act_1", activation_id="act_1")
Employer = Callable[[Callable[[], Pipe]], Cashier]
WISH = Wish("test_it", "telegram", "gb", None)


@pytest.fixture
def hello(tmp_path: Path) -> Hello:
    return Hello(
        Account("smsactivate-dev", "http://127.0.0.1:9", KEY),
        f"sqlite:///{tmp_path}/ledger.sqlite3",
        Who("run", "process", os.getpid(), "project"),
        Caps(Decimal(1), 20),
    )


@pytest.fixture
def employed(hello: Hello) -> Iterator[Employer]:
    """Make cashiers of the test's own; their pipes are closed in the end."""
    made: list[Cashier] = []

    def employ(begin: Callable[[], Pipe]) -> Cashier:
        made.append(Cashier(hello, begin=begin))
        return made[-1]

    yield employ
    for cashier in made:
        cashier.leave()


class Scripted:
    """A cashier that says what it is told to, frame by frame, and then hangs up."""

    def __init__(self, *answers: Callable[[Any], object]) -> None:
        self.heard: list[Any] = []
        self.joined: list[float] = []
        self._answers = answers

    def __call__(self) -> Pipe:
        orders, answers = (os.pipe() for _ in "io")

        def attend() -> None:
            with (
                suppress(EOFError),
                os.fdopen(answers[1], "wb") as writer,  # the last to close, as of a process
                os.fdopen(orders[0], "rb") as reader,
            ):
                for reply in self._answers:
                    heard = pickle.load(reader)
                    self.heard.append(heard)
                    writer.write(pickle.dumps(reply(heard)))
                    writer.flush()

        threading.Thread(target=attend, daemon=True).start()
        raw = os.fdopen(orders[1], "wb", buffering=0)
        return Pipe(raw, os.fdopen(answers[0], "rb"), self.joined.append)


def suppressed(work: Callable[[], object]) -> None:
    with suppress(SmsActivateError):
        work()


def nobody_listens() -> None:
    """Wait until who listened to a cashier is done, and would have begun its successor."""
    for thread in threading.enumerate():
        if isinstance(thread, client.Reader):
            thread.join(PATIENCE)


def in_turn(*begins: Callable[[], Pipe]) -> Callable[[], Pipe]:
    """Begin the next of these cashiers each time; after the last none can be started."""
    left = iter(begins)

    def begin() -> Pipe:
        employ = next(left, None)
        if employ is None:
            raise OSError("no more")
        return employ()

    return begin


def ready(hello: object) -> Answer:
    assert isinstance(hello, Hello)
    return Answer(hello.ticket)


def value(given: object) -> Callable[[Order], Answer]:
    return lambda order: Answer(order.ticket, value=given)


def failure(given: SmsActivateError) -> Callable[[Order], Answer]:
    return lambda order: Answer(order.ticket, failure=given)


def test_an_order_gets_its_own_answer(employed: Employer) -> None:
    begin = Scripted(ready, value(answer(204)), value(Reserved(7, Decimal("0.07"))))
    cashier = employed(in_turn(begin))
    assert not cashier.started
    assert cashier.send(LOOK, 5.0).status == 204
    assert cashier.started
    assert cashier.reserve(WISH) == Reserved(7, Decimal("0.07"))
    assert [type(frame) for frame in begin.heard] == [Hello, Ask, Reserve]


def test_a_failure_comes_back_as_the_error_that_it_is(employed: Employer) -> None:
    exceeded = BudgetExceeded("--sms-budget", limit=1, spent=1, reserved=0, asked=1)
    cashier = employed(Scripted(ready, failure(exceeded)))
    with pytest.raises(BudgetExceeded, match="--sms-budget is 1") as caught:
        cashier.reserve(WISH)
    assert caught.value.asked == 1


def test_what_keeps_it_from_serving_is_raised_and_leaves_no_sign(
    hello: Hello, employed: Employer
) -> None:
    begin = Scripted(failure(LedgerError("there", "cannot be used")))
    cashier = employed(begin)
    with pytest.raises(LedgerError, match="The ledger at there cannot be used"):
        cashier.start()
    assert begin.joined
    assert not list(Location.of(hello.ledger).alive.iterdir())


def test_a_process_that_cannot_be_started_is_told(employed: Employer) -> None:
    def no_process() -> Pipe:
        raise OSError("no more processes")

    with pytest.raises(ConfigurationError, match="cannot be started: no more processes"):
        employed(no_process).start()


def test_a_cashier_that_hangs_up_has_lost_the_answer(employed: Employer) -> None:
    cashier = employed(Scripted(ready, lambda order: b"no frame of ours"))
    with pytest.raises(AnswerLost, match="the watchdog died"):
        cashier.send(LOOK, 5.0)


def test_what_could_not_be_written_never_left(hello: Hello, employed: Employer) -> None:
    class Torn(io.BytesIO):
        def write(self, data: Any) -> int:
            if isinstance(pickle.loads(data), Hello):
                return 0
            raise BrokenPipeError

    begin = Scripted(ready)

    def torn() -> Pipe:
        pipe = begin()
        with pipe.orders:
            pipe.orders.write(pickle.dumps(hello))
        return Pipe(Torn(), pipe.answers, pipe.join)

    cashier = employed(torn)
    cashier.start()
    with pytest.raises(ConnectionNotMade, match="the watchdog has died"):
        cashier.send(LOOK, 5.0)


def test_a_reservation_is_asked_of_the_successor(employed: Employer) -> None:
    cashier = employed(in_turn(Scripted(ready), Scripted(ready, value(Reserved(7, None)))))
    assert cashier.reserve(WISH) == Reserved(7, None)


def test_a_price_that_cannot_be_told_is_not_asked_again(employed: Employer) -> None:
    away = ConnectionNotMade("smsactivate-dev")
    begin = Scripted(ready, failure(away), value(Reserved(7, None)))
    with pytest.raises(ConnectionNotMade):
        employed(begin).reserve(WISH)
    assert len(begin.heard) == 2


def test_the_successor_joins_the_run_instead_of_beginning_it(employed: Employer) -> None:
    first, second = Scripted(ready), Scripted(ready, value(None))
    cashier = employed(in_turn(first, second))
    with pytest.raises((AnswerLost, ConnectionNotMade)):
        cashier.forget(1)
    cashier.settle("act_1", Cancellation(None))
    assert [frame.who.joins for frame in (first.heard[0], second.heard[0])] == [False, True]


def test_the_end_tells_how_long_it_takes(employed: Employer) -> None:
    def progress_first(order: object) -> object:
        return Progress(2, 118.0)

    told: list[tuple[int, float]] = []
    cashier = employed(in_turn(Scripted(ready, progress_first)))
    cashier.start()
    with pytest.raises(ConfigurationError, match="watchdog"):
        cashier.close(patience=1.0, whole=True, progress=lambda *what: told.append(what))
    assert told == [(2, 118.0)]
    assert not cashier.started


def test_who_dies_over_the_end_has_a_successor_that_is_asked_for_it(employed: Employer) -> None:
    """Else what is held would be told of as nothing at all."""
    second = Scripted(ready, value(Statement(bought=2)))
    cashier = employed(in_turn(Scripted(ready), second))
    cashier.start()
    statement = cashier.close(patience=0.0, whole=True, progress=lambda *_: None)
    assert statement == Statement(bought=2)


def test_who_dies_without_an_order_has_a_successor_at_once(
    employed: Employer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SUCCESSION", 0.0)
    second = Scripted(ready)
    cashier = employed(in_turn(Scripted(ready), second))
    cashier.start()
    eventually(lambda: len(second.heard) == 1)
    assert second.heard[0].who.joins


def test_who_has_been_left_has_no_successor(
    employed: Employer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SUCCESSION", 0.0)
    first, second = Scripted(ready, ready), Scripted(ready)  # the first is there until it is left
    cashier = employed(in_turn(first, second))
    cashier.start()
    cashier.leave()
    assert first.joined
    nobody_listens()
    assert len(first.joined) == 2  # by who leaves, and by who listened
    assert second.heard == []
    assert not cashier.started


def test_the_end_gives_the_statement_and_leaves_nothing_running(employed: Employer) -> None:
    begin = Scripted(ready, value(Statement(bought=1)))
    cashier = employed(begin)
    cashier.start()
    statement = cashier.close(patience=0.0, whole=True, progress=lambda *_: None)
    assert statement == Statement(bought=1)
    assert not cashier.started
    eventually(lambda: begin.joined)  # by who leaves, or by who heard it hang up


def test_who_writes_to_one_that_takes_nothing_keeps_nobody_from_leaving(
    employed: Employer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "GOODBYE", 0.0)
    cashier = employed(Scripted(ready, ready))
    cashier.start()
    with cashier._writing:
        cashier.leave()
    assert not cashier.started


def test_one_that_still_has_something_to_give_back_is_not_seen_off(employed: Employer) -> None:
    held = Unsettled("act_1", None, "telegram", "gb", None, "open", "test_it")
    begin = Scripted(ready, value(Statement(bought=1, open=(held,))), ready)
    cashier = employed(begin)
    cashier.start()
    assert cashier.close(patience=0.0, whole=True, progress=lambda *_: None).open == (held,)
    eventually(lambda: len(begin.joined) == 2)
    assert sorted(begin.joined) == [0.0, client.GOODBYE]  # by who leaves, and by who listened


def test_a_terminal_that_is_gone_is_no_dead_cashier(employed: Employer) -> None:
    """Its successor would give back what this one is giving back."""

    def gone(*_: object) -> None:
        raise OSError("the terminal is gone")

    scripted = Scripted(ready, lambda _: Progress(1, 2.0), value(7))
    cashier = employed(in_turn(scripted))
    cashier.start()
    cashier._progress = gone
    waiting = threading.Thread(target=suppressed, args=(partial(cashier.send, LOOK, None),))
    waiting.start()
    eventually(lambda: len(scripted.heard) == 2)
    assert cashier.listen("act_1", 0, 1.0) == 7
    cashier.leave()
    waiting.join()


def test_what_the_statement_says_of_the_balance_is_confirmed(employed: Employer) -> None:
    told = Statement(earlier=Decimal(-10), unexplained=Decimal("-0.43"))
    scripted = Scripted(ready, value(told), value(None))
    cashier = employed(in_turn(scripted))
    cashier.start()
    assert cashier.close(patience=0.0, whole=True, progress=lambda *_: None) == told
    assert scripted.heard[-1].difference == Decimal("-10.43")


def test_who_leaves_in_order_has_no_successor_and_takes_the_sign_along(
    employed: Employer, hello: Hello, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the cashier of a worker does, whose controller has died."""
    monkeypatch.setattr(client, "SUCCESSION", 0.0)
    first, second = Scripted(ready, lambda _: Farewell()), Scripted(ready)
    cashier = employed(in_turn(first, second))
    with pytest.raises(AnswerLost):
        cashier.send(LOOK, None)
    nobody_listens()
    assert first.joined
    assert not cashier.started
    assert second.heard == []
    assert list(Location(hello.ledger).alive.iterdir()) == []


def test_progress_that_nobody_asked_for_is_passed_over(employed: Employer) -> None:
    begin = Scripted(ready, lambda order: Progress(1, 1.0))
    with pytest.raises(AnswerLost):
        employed(begin).send(LOOK, None)


def test_reprs_hold_no_key(hello: Hello) -> None:
    assert KEY not in repr(hello) + repr(Cashier(hello)) + repr(hello.account) + repr(KEY)


def test_the_process_gets_neither_key_nor_password_where_others_could_read_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SMSACTIVATE_API_KEY", KEY)
    monkeypatch.setenv("SMSACTIVATE_LEDGER", "postgresql://user:secret@host/database")
    begun: list[tuple[list[str], dict[str, str]]] = []

    class Process:
        stdin = io.BytesIO()
        stdout = io.BytesIO()
        returncode = None

        def __init__(self, command: list[str], **how: Any) -> None:
            assert how["start_new_session"], "Ctrl-C must not reach it"
            begun.append((command, how["env"]))

        def wait(self, seconds: float) -> None:
            raise subprocess.TimeoutExpired("cashier", seconds)

    begin: Any = Process
    pipe = in_a_process(begin)
    pipe.join(1.0)
    ((command, environment),) = begun
    assert command == [sys.executable, "-m", "pytest_smsactivate.cashier"]
    assert KEY not in environment.values()
    assert not any("secret" in told for told in environment.values())


def told_in(answers: io.BytesIO) -> list[Answer]:
    answers.seek(0)
    told = []
    while answers.tell() < len(answers.getbuffer()):
        told.append(pickle.load(answers))
    return told


def served(*frames: object) -> list[Answer]:
    """What the other end answers to these frames, until the pipe closes."""
    orders = io.BytesIO(b"".join(pickle.dumps(frame) for frame in frames))
    answers = io.BytesIO()
    service.serve(orders, answers, lives=bool)
    return told_in(answers)


def test_a_pipe_that_closes_before_the_first_word_leaves_nothing_to_do() -> None:
    assert served() == []


def test_a_ledger_that_cannot_be_opened_is_the_first_answer(hello: Hello, tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").write_bytes(b"not a database at all" * 100)
    (told,) = served(hello)
    assert isinstance(told.failure, LedgerError)


class Desk:
    """Answers without a provider."""

    def __init__(self) -> None:
        self.beats = 0

    def ask(self, request: Request, within: float | None) -> Response:
        if within is None:
            raise ZeroDivisionError("a bug")
        return answer(200)

    def beat(self) -> None:
        self.beats += 1
        raise LedgerError("there", "is away")


def yes() -> bool:
    return True


def attended(
    monkeypatch: pytest.MonkeyPatch,
    desk: Any,
    orders: BinaryIO,
    lives: Callable[[], bool] = yes,
    over: Callable[[], object] = yes,
) -> list[Answer]:
    """What is answered; `over` is called when nobody attends any more."""
    monkeypatch.setattr(service, "TICK", 0.01)
    answers = io.BytesIO()
    before = set(threading.enumerate())
    service.attend(desk, orders, service.Window(answers), lives=lives)
    over()
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)
    return told_in(answers)


def test_a_frame_torn_off_by_death_is_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = io.BytesIO(pickle.dumps(Ask(1, LOOK, 5.0)) + pickle.dumps(Ask(2, LOOK, 5.0))[:20])
    told = attended(monkeypatch, Desk(), frames)
    assert [each.ticket for each in told] == [1]


def test_a_run_whose_pipe_a_child_holds_open_is_known_dead_by_its_parent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, writer = os.pipe()
    monkeypatch.setattr(service, "HEARTBEAT", 0.0)
    desk, signs = Desk(), iter([True, True, False])
    with os.fdopen(reader, "rb") as orders:
        told = attended(monkeypatch, desk, orders, lambda: next(signs), lambda: os.close(writer))
    assert told == []
    assert desk.beats == 2, "a ledger that is away for a moment does not end it"


def test_a_bug_in_the_cashier_is_told_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda hook: raised.append(hook.exc_type))
    frames = io.BytesIO(pickle.dumps(Ask(1, LOOK, None)))
    (told,) = attended(monkeypatch, Desk(), frames)
    assert str(told.failure).startswith("The cashier failed: ZeroDivisionError, a bug.")
    assert raised == [ZeroDivisionError]


@pytest.mark.parametrize("failure", [BrokenPipeError(), ValueError("write to closed file")])
def test_a_run_that_is_dead_need_not_hear(failure: Exception) -> None:
    told: list[Answer] = []

    class Torn(io.BytesIO):
        def write(self, data: Any) -> int:
            told.append(pickle.loads(data))
            raise failure

    window = service.Window(Torn())
    window.tell(Answer(1))
    window.tell(Answer(2))
    assert told == [Answer(1), Answer(2)]


def test_an_answer_that_nobody_waits_for_is_passed_over(employed: Employer) -> None:
    def to_another(order: object) -> Answer:
        return Answer(4711, value=None)

    with pytest.raises(AnswerLost):
        employed(Scripted(ready, to_another)).send(LOOK, None)


def test_a_predecessor_that_ends_late_takes_no_answer_with_it(employed: Employer) -> None:
    """Its pipe is torn when an order is written, and its last word comes after that."""
    late = threading.Event()

    class Torn(io.BytesIO):
        def write(self, data: Any) -> int:
            if isinstance(pickle.loads(data), Hello):
                return 0
            raise BrokenPipeError

    class Late(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            left = super().read(size)
            if not left:
                late.wait(10.0)
            return left

        def readline(self, size: int | None = -1) -> bytes:
            return self.read(1)

    def answer_late(order: Order) -> Answer:
        late.set()
        threading.Event().wait(0.1)
        return Answer(order.ticket, value=answer(204))

    first = Pipe(Torn(), Late(pickle.dumps(Answer(0))), lambda seconds: None)
    cashier = employed(in_turn(lambda: first, Scripted(ready, answer_late)))
    with pytest.raises(ConnectionNotMade):
        cashier.send(LOOK, 5.0)
    assert cashier.send(LOOK, 5.0).status == 204
