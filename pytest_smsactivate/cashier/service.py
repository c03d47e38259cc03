"""The cashier's end of the pipe: orders come in, answers go out, until the run is gone."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from queue import Empty, SimpleQueue
from random import Random
from typing import BinaryIO

from pytest_smsactivate.cashier.desk import Desk
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
)
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import LedgerError, SmsActivateError
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.transports.live import LiveTransport

__all__ = ["serve"]

TICK = 0.25
"""Seconds between two looks at whether the run still lives."""

HEARTBEAT = 30.0
"""Seconds between two signs of life in the ledger, for those on other machines."""


def serve(orders: BinaryIO, answers: BinaryIO, *, lives: Callable[[], bool]) -> None:
    """Serve one process until it closes the pipe, or `lives` says that it is dead."""
    window = Window(answers)
    try:
        hello: Hello = pickle.load(orders)
    except EOFError:
        return
    try:
        with _desk(hello) as desk, _receiver(hello, desk):
            desk.start()
            window.tell(Answer(hello.ticket))
            attend(desk, orders, window, lives=lambda: lives() and desk.run_lives())
        window.tell(Farewell())
    except SmsActivateError as failure:
        window.tell(Answer(hello.ticket, failure=failure))


@contextmanager
def _desk(hello: Hello) -> Iterator[Desk]:
    """Open for one process; in the end it is cleaned up."""
    account = hello.account
    with (
        closing(LiveTransport(account.speaks(), account.base_url, account.key)) as transport,
        closing(Ledger.open(Location.of(hello.ledger))) as ledger,
    ):
        desk = Desk(hello, ledger, transport, clock=LiveClock(), jitter=Random().random)
        try:
            yield desk
        finally:
            desk.clean_up()


def _receiver(hello: Hello, desk: Desk) -> AbstractContextManager[object]:
    """Hears the webhook, if the run has one and this process is to hear it."""
    webhook = hello.webhook
    if webhook is None:
        return nullcontext()
    from pytest_smsactivate.cashier.receiver import Receiver, secret_path

    return Receiver(
        webhook.host,
        webhook.port,
        path=secret_path(hello.account.key),
        secret=webhook.secret,
        read=hello.account.speaks().read_notice,
        enter=desk.take_notice,
        clock=LiveClock(),
    )


class Window:
    """Where answers go out; a run that is dead does not hear them."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._lock = threading.Lock()

    def tell(self, frame: Answer | Progress | Farewell) -> None:
        with self._lock, suppress(OSError, ValueError):
            self._answers.write(pickle.dumps(frame))
            self._answers.flush()


def attend(desk: Desk, orders: BinaryIO, window: Window, *, lives: Callable[[], bool]) -> None:
    """Carry out orders, each in a thread of its own, as long as there is a run."""
    clock = LiveClock()
    arrived: SimpleQueue[Order | None] = SimpleQueue()
    threading.Thread(target=_take_in, args=(orders, arrived), daemon=True).start()
    beat_at = clock.now() + HEARTBEAT
    while True:
        try:
            order = arrived.get(timeout=TICK)
        except Empty:
            if not lives():
                return
        else:
            if order is None:
                return
            threading.Thread(target=_carry_out, args=(desk, order, window), daemon=True).start()
        if clock.now() >= beat_at:
            with suppress(LedgerError):
                desk.beat()
            beat_at = clock.now() + HEARTBEAT


def _take_in(orders: BinaryIO, arrived: SimpleQueue[Order | None]) -> None:
    """Until the pipe closes; a frame that is torn off by a death is its end, too."""
    with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
        while True:
            arrived.put(pickle.load(orders))
    arrived.put(None)


def _carry_out(desk: Desk, order: Order, window: Window) -> None:
    try:
        value = _value(desk, order, window)
    except SmsActivateError as failure:
        window.tell(Answer(order.ticket, failure=failure))
    except Exception as failure:
        what = f"The cashier failed: {type(failure).__name__}, {failure}."
        window.tell(Answer(order.ticket, failure=SmsActivateError(what)))
        raise
    else:
        window.tell(Answer(order.ticket, value=value))


def _value(desk: Desk, order: Order, window: Window) -> object:
    if isinstance(order, Ask):
        return desk.ask(order.request, order.within)
    if isinstance(order, Reserve):
        return desk.reserve(order.wish)
    if isinstance(order, Listen):
        return desk.listen(order.activation, order.heard, order.seconds)
    if isinstance(order, Close):

        def waiting(left: int, seconds: float) -> None:
            window.tell(Progress(left, seconds))

        return desk.close(patience=order.patience, whole=order.whole, waiting=waiting)
    if isinstance(order, Heard):
        desk.heard(order.difference)
    elif isinstance(order, Forget):
        desk.forget(order.lease)
    else:
        desk.settle(order.activation, order.cancellation)
    return None
