"""Stopping in order, and the wait that one can watch."""

from __future__ import annotations

import io
import signal
import sys

import pytest
from by_hand import Script, answer

from pytest_smsactivate.models import Request
from pytest_smsactivate.shell.countdown import countdown
from pytest_smsactivate.shell.stop import (
    Stop,
    StoppableClock,
    StoppableTransport,
    Stopped,
    stop_signals,
)

LOOK = Request("look", "GET", "/")


def test_a_sleep_ends_as_soon_as_a_stop_is_asked_for() -> None:
    stop = Stop()
    clock = StoppableClock(stop)
    clock.sleep(0.01)
    stop()
    with pytest.raises(Stopped, match="`smsactivate reap` goes on where this stopped"):
        clock.sleep(3600)


def test_nothing_is_sent_after_a_stop() -> None:
    stop, script = Stop(), Script(answer(), answer())
    transport = StoppableTransport(script, stop)
    assert transport.send(LOOK, None).status == 200
    stop()
    with pytest.raises(Stopped):
        transport.send(LOOK, None)
    assert len(script.sent) == 1


def test_only_who_insists_is_ended_at_once() -> None:
    patient, insistent = Stop(), Stop(insist=True)
    for stop in (patient, patient, insistent):
        stop()
    with pytest.raises(KeyboardInterrupt):
        insistent()
    assert patient.asked


def test_the_usual_signals_come_back() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with stop_signals() as stop:
        signal.raise_signal(signal.SIGTERM)
        assert stop.asked
    assert before == [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_countdown_rewrites_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with countdown() as tell:
        tell(2, 119.6)
        tell(1, 1.2)
    first, second = (
        "2 numbers cannot be given back yet: 120 s left (Ctrl-C stops in order)",
        "1 number cannot be given back yet: 1 s left (Ctrl-C stops in order)",
    )
    assert terminal.getvalue() == f"\r\033[K{first}\r\033[K{second}\r\033[K"


def test_elsewhere_it_has_a_line_every_fifteen_seconds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with countdown() as tell:
        for seconds in (31.0, 30.0, 17.0, 15.9, 5.0, 20.0):
            tell(1, seconds)
    told = capsys.readouterr().err.splitlines()
    assert [line.partition("yet: ")[2].partition(" s")[0] for line in told] == ["31", "16", "20"]
