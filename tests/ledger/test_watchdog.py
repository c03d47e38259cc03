"""The process that outlives a run: what it is told, and what it does when the pipe closes."""

from __future__ import annotations

import io

import msgspec
import pytest
from by_hand import FakeClock, Script, answer, cancelled

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import AnswerLost, AuthenticationError, NotSupported
from pytest_smsactivate.flows.drivers import drive
from pytest_smsactivate.ledger import watchdog
from pytest_smsactivate.ledger.watchdog import (
    Account,
    Closed,
    Opened,
    Watchdog,
    keep_watch,
    release_all,
)
from pytest_smsactivate.models import Flow, Response
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer
from pytest_smsactivate.transports.live import LiveTransport

KEY = "sk-kept-by-nobody"
ACCOUNT = Account("smsactivate-dev", "http://127.0.0.1:1", KEY)


def told(*lines: Account | Opened | Closed) -> bytes:
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def test_it_knows_what_is_still_open_when_the_pipe_closes() -> None:
    lines = told(ACCOUNT, Opened("act_1"), Opened("act_2"), Closed("act_1"), Closed("act_9"))
    assert keep_watch(io.BytesIO(lines)) == (ACCOUNT, ["act_2"])


def test_a_line_torn_off_by_death_hides_nothing_before_it() -> None:
    lines = told(ACCOUNT, Opened("act_1")) + b'{"type":"Opened","activ'
    assert keep_watch(io.BytesIO(lines)) == (ACCOUNT, ["act_1"])


def test_a_pipe_that_closes_before_the_first_word_leaves_nothing_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert keep_watch(io.BytesIO(b"")) == (None, [])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(told(ACCOUNT))))
    assert watchdog.main() == 0


def test_each_is_released_and_a_foreign_one_is_left() -> None:
    script = Script(cancelled(refunded=True), answer(404))
    assert release_all(ACCOUNT, ["act_1", "act_2"], transport=script, clock=FakeClock()) == []
    assert script.asked == ["cancel", "cancel"]


def test_what_fails_is_tried_again_in_the_next_round() -> None:
    script = Script(answer(401), cancelled(refunded=True))
    clock = FakeClock()
    assert release_all(ACCOUNT, ["act_1"], transport=script, clock=clock) == []
    assert clock.slept == [watchdog.RETRY]


def test_it_gives_up_when_its_patience_ends() -> None:
    clock = FakeClock()

    class Refusing:
        blocking = False

        def send(self, request: object, within: float | None) -> Response:
            clock.goes_by(watchdog.PATIENCE / 2)
            raise AuthenticationError("smsactivate-dev", status=401)

    assert release_all(ACCOUNT, ["act_1"], transport=Refusing(), clock=clock) == ["act_1"]


def test_the_process_releases_what_a_run_left(monkeypatch: pytest.MonkeyPatch) -> None:
    simulator = SimulatedProvider(LiveClock(), key=KEY)
    provider = SmsActivateDev()

    def buy() -> Flow[str]:
        from pytest_smsactivate.flows.exchange import ask

        read = provider.read_activation
        bought = yield from ask(
            provider.buy("telegram", "gb"),
            lambda response: read(response, service="telegram", country="gb"),
            within=5,
        )
        return bought.id

    with SimulatorServer(simulator) as server:
        transport = LiveTransport(provider.name, server.url, KEY)
        activation_id = drive(buy(), transport, LiveClock())
        transport.close()
        assert len(simulator.account.open) == 1
        account = Account(provider.name, server.url, KEY)
        pipe = io.BytesIO(told(account, Opened(activation_id)))
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(pipe))
        assert watchdog.main() == 0
    assert not simulator.account.open
    assert simulator.account.spent == 0


def test_after_its_dismissal_nothing_may_be_bought() -> None:
    ours = Watchdog(ACCOUNT)
    ours.dismiss()
    ours.closed("act_1")
    with pytest.raises(NotSupported, match="the run is over"):
        ours.start()


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(ACCOUNT)
    assert KEY not in str(AnswerLost("smsactivate-dev", detail=repr(ACCOUNT)))
