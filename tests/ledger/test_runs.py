"""Who is there, who is gone, and what is forgotten."""

from __future__ import annotations

import os
import platform
import runpy
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from bookkeeping import (
    ACCOUNT,
    OTHER_ACCOUNT,
    PRICE,
    Life,
    PassingTime,
    number_of,
    pass_time,
    row_of,
    who,
)
from by_hand import Script, no_jitter
from living import living, outputs, ready
from sqlalchemy import select

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import LedgerError
from pytest_smsactivate.ledger import alive, leases, runs
from pytest_smsactivate.ledger.alive import SignOfLife, lives, sweep
from pytest_smsactivate.ledger.balance import judge_by
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.reaper import Reaper
from pytest_smsactivate.ledger.schema import processes
from pytest_smsactivate.models import Balance
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    return ledger.location.alive


def gone(life: Life) -> list[str]:
    alive = life.ledger.location.alive
    found: list[str] = life.do(runs.gone, life.account, alive, asks="another")
    return found


def cleaning_up(life: Life) -> list[str]:
    alive = life.ledger.location.alive
    found: list[str] = life.do(runs.cleaning_up, life.who.run, alive, asks="another")
    return found


def test_a_run_begins_once_and_has_many_processes(ledger: Ledger) -> None:
    for process in ("controller", "controller", "second"):
        Life(ledger, who=who(process=process))
    Life(ledger, who=who(process="worker", joins=True))
    assert [number_of(ledger, name) for name in ("accounts", "runs", "processes")] == [1, 1, 3]


def test_a_process_is_entered_with_its_machine_and_its_pid(ledger: Ledger, life: Life) -> None:
    with ledger.reading() as connection:
        row = connection.execute(select(processes)).one()
    assert (row.id, row.run, row.host, row.pid) == ("process", "run", platform.node(), 4711)
    assert abs(row.heartbeat_at - row.started_at) < timedelta(minutes=1)
    assert row.ended_at is None


def test_a_worker_whose_run_nobody_began_has_the_wrong_ledger(ledger: Ledger) -> None:
    with pytest.raises(LedgerError) as caught:
        Life(ledger, who=who(joins=True))
    assert str(caught.value) == (
        f"The ledger at {ledger.location} does not know the run that this worker belongs to. "
        "Let all machines of a run share one: --sms-ledger postgresql://..."
    )
    assert number_of(ledger, "processes") == number_of(ledger, "accounts") == 0


@pytest.mark.parametrize("joins", [True, False])
def test_a_run_has_one_account(ledger: Ledger, life: Life, joins: bool) -> None:
    with pytest.raises(LedgerError) as caught:
        Life(ledger, OTHER_ACCOUNT, who(process="other", joins=joins))
    assert str(caught.value) == (
        f"The ledger at {ledger.location} knows the run run for another key or provider. "
        "Give each account a run of its own: SMSACTIVATE_RUN."
    )


def test_who_holds_nothing_is_not_looked_for(life: Life, folder: Path) -> None:
    life.buy()
    life.end()
    with living(folder, "process"):
        pass
    assert gone(life) == []


@pytest.mark.parametrize("holds", [Life.buy, Life.reserve])
def test_who_died_and_holds_something_is_gone(
    life: Life, folder: Path, holds: Callable[[Life], int]
) -> None:
    holds(life)
    with living(folder, "process"):
        assert gone(life) == []
    assert gone(life) == ["process"]


def test_who_cleans_up_after_a_process_stands_for_it(life: Life, folder: Path) -> None:
    life.buy()
    with living(folder, "process" + runs.CASHIER):
        with living(folder, "process"):
            assert not cleaning_up(life)
        assert gone(life) == []
        assert cleaning_up(life) == ["process"]
        (folder / "process").unlink()  # as one that ends in order does
        assert cleaning_up(life) == ["process"]
    assert not cleaning_up(life)


def test_nobody_cleans_up_after_who_holds_nothing(life: Life, folder: Path) -> None:
    with living(folder, "process" + runs.CASHIER), living(folder, "process"):
        pass
    assert not cleaning_up(life)


@pytest.mark.parametrize("run_lives", [True, False])
def test_who_asks_keeps_the_sign_of_its_own(life: Life, folder: Path, run_lives: bool) -> None:
    """A cashier looks for the dead among those that hold something, itself included."""
    life.buy()
    life.do(leases.claim, life.account, "act_1", "process")
    script = Script()
    counter = Counter(
        life.ledger, life.account, SmsActivateDev(), script, PassingTime(life.ledger), no_jitter
    )
    sign = SignOfLife(folder, "process" + runs.CASHIER)
    with living(folder, "process"):
        if run_lives:
            assert Reaper(counter, by="process").orphans() == []
    assert Reaper(counter, by="process").orphans() == []
    assert life.do(runs.cleaning_up, "run", folder, asks="process") == []
    seen_by_another = (
        "import sys; from pathlib import Path; from pytest_smsactivate.ledger.alive import lives;"
        "print(lives(Path(sys.argv[1]), 'process.cashier'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", seen_by_another, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    sign.withdraw()
    assert told.stdout == "True\n"


def test_where_there_is_no_sign_the_heartbeat_tells(life: Life) -> None:
    """Of a process on another machine, for one."""
    life.buy()
    pass_time(life.ledger, runs.SILENCE - timedelta(seconds=30))
    assert gone(life) == []
    pass_time(life.ledger, timedelta(seconds=60))
    assert gone(life) == ["process"]
    life.do(runs.beat, "process")
    assert gone(life) == []


def test_a_sign_of_life_counts_more_than_a_heartbeat(life: Life, folder: Path) -> None:
    life.buy()
    pass_time(life.ledger, timedelta(days=1))
    with living(folder, "process"):
        assert gone(life) == []


def test_who_ended_in_order_has_left_what_it_holds(life: Life) -> None:
    life.buy()
    life.do(runs.leave, "process")
    assert gone(life) == ["process"]
    with life.ledger.reading() as connection:
        before = connection.execute(select(processes.c.ended_at)).scalar_one()
    life.do(runs.leave, "process")
    with life.ledger.reading() as connection:
        assert connection.execute(select(processes.c.ended_at)).scalar_one() == before


def test_who_comes_back_has_not_ended(life: Life) -> None:
    """A worker whose cashier left with its controller, and that buys once more."""
    life.buy()
    life.do(runs.leave, "process")
    life.do(runs.join, life.who)
    assert gone(life) == []


def test_another_account_s_dead_are_left_alone(life: Life) -> None:
    theirs = Life(life.ledger, OTHER_ACCOUNT, who("theirs", "their process"))
    theirs.buy("their number")
    theirs.do(runs.leave, "their process")
    assert gone(life) == []
    assert gone(theirs) == ["their process"]


def test_two_may_ask_at_once(tmp_path: Path) -> None:
    """One that looks must not be taken for the one it looks for."""
    with living(tmp_path, "process"):
        pass
    looks = (
        "import fcntl, os, sys\n"
        "file = os.open(sys.argv[1], os.O_RDONLY)\n"
        "fcntl.lockf(file, fcntl.LOCK_SH)\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()\n"
    )
    others = ready(1, looks, str(tmp_path / "process"))
    assert lives(tmp_path, "process") is False
    assert outputs(others) == [""]


def test_a_sign_is_nobody_else_s_to_read(tmp_path: Path) -> None:
    sign = SignOfLife(tmp_path / "alive", "process")
    assert (tmp_path / "alive").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "alive" / "process").stat().st_mode & 0o777 == 0o600
    sign.withdraw()
    sign.withdraw()
    assert list((tmp_path / "alive").iterdir()) == []
    assert lives(tmp_path / "alive", "process") is None


def test_a_sign_that_is_gone_already_can_be_withdrawn(tmp_path: Path) -> None:
    sign = SignOfLife(tmp_path, "process")
    (tmp_path / "process").unlink()
    sign.withdraw()
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_there_is_no_sign(tmp_path: Path) -> None:
    (tmp_path / "alive").touch()
    SignOfLife(tmp_path / "alive", "process").withdraw()
    assert lives(tmp_path / "alive", "process") is None


def test_where_the_system_has_no_such_locks_there_is_no_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    elsewhere = runpy.run_path(alive.__file__)
    elsewhere["SignOfLife"](tmp_path, "process").withdraw()
    assert elsewhere["lives"](tmp_path, "process") is None
    assert list(tmp_path.iterdir()) == []


def test_where_the_file_cannot_be_locked_nobody_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some shares of a network."""

    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(alive.fcntl, "lockf", refuse)
    sign = SignOfLife(tmp_path, "process")
    assert lives(tmp_path, "process") is None
    sign.withdraw()


@pytest.mark.parametrize("looks", [1, alive.TRIES])
def test_who_is_just_looked_for_takes_its_lock_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    """Or not at all, where whoever looks does not let go."""
    tries: list[int] = []
    lockf = alive.fcntl.lockf

    def held_by_another(file: int, how: int) -> None:
        tries.append(how)
        if len(tries) <= looks:
            raise BlockingIOError
        lockf(file, how)

    monkeypatch.setattr(alive.fcntl, "lockf", held_by_another)
    sign = SignOfLife(tmp_path, "process")
    assert len(tries) == min(looks + 1, alive.TRIES)
    sign.withdraw()


def test_signs_of_those_who_died_long_ago_are_swept_away(tmp_path: Path) -> None:
    long_ago = (LiveClock().utc() - timedelta(seconds=alive.LEFT_BEHIND + 60)).timestamp()
    with living(tmp_path, "died lately", "died long ago"):
        pass
    with living(tmp_path, "alive"):
        for name in ("died long ago", "alive"):
            os.utime(tmp_path / name, (long_ago, long_ago))
        sweep(tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["alive", "died lately"]


def test_where_there_are_no_signs_nothing_is_swept_away(tmp_path: Path) -> None:
    sweep(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def read(life: Life, amount: str) -> Decimal | None:
    """How much that differs from what was expected."""
    found: Decimal | None = life.do(judge_by, ACCOUNT.id, Balance(Decimal(amount), "USD"))
    return found


def test_the_currency_is_known_once_the_balance_was_read(life: Life) -> None:
    assert life.do(runs.currency, ACCOUNT.id) is None
    life.do(judge_by, ACCOUNT.id, Balance(Decimal(10), "EUR"))
    assert life.do(runs.currency, ACCOUNT.id) == "EUR"


def test_what_was_settled_long_ago_is_forgotten_and_what_is_not_settled_never(
    ledger: Ledger,
) -> None:
    old = Life(ledger, who=who("old run", "old process"))
    for name, refunded in (("a", True), ("b", False)):
        old.buy(name)
        old.end(name, refunded)
    old.do(leases.void, old.reserve())
    mixed = Life(ledger, who=who("mixed run", "mixed process"))
    mixed.buy("c")
    mixed.end("c")
    open_, unknown = mixed.buy("d"), mixed.reserve()
    mixed.do(leases.lost, unknown, "no answer.")
    mixed.buy("e")
    mixed.end("e", None)
    pass_time(ledger, runs.MEMORY + timedelta(days=1))
    young = Life(ledger, who=who("young run", "young process"))
    given_back = young.buy("f")
    young.end("f")
    idle = Life(ledger, who=who("idle run", "idle process"))

    idle.do(runs.prune)

    for lease in (open_, unknown, given_back):
        assert row_of(ledger, lease).price == PRICE
    assert [number_of(ledger, name) for name in ("leases", "processes", "runs")] == [3, 3, 3]
    assert number_of(ledger, "accounts") == 1


def test_a_run_that_goes_on_for_long_is_not_forgotten(ledger: Ledger, life: Life) -> None:
    """Its name may be fixed in the settings of a CI."""
    life.buy()
    life.end()
    pass_time(ledger, runs.MEMORY + timedelta(days=1))
    today = Life(ledger, who=who(process="today"))

    today.do(runs.prune)

    assert [number_of(ledger, name) for name in ("leases", "processes", "runs")] == [0, 1, 1]
    today.buy("act_2")


@pytest.mark.parametrize(
    ("refunded", "amount", "read_while_open", "left"),
    [
        (True, "10.00", True, 1),
        (True, "10.00", False, 0),
        (False, "9.93", True, 0),
        (False, "9.93", False, 1),
        (None, "9.93", True, 0),
        (None, "9.93", False, 1),
    ],
)
def test_a_lease_is_remembered_until_the_balance_was_read_with_it(
    life: Life, refunded: bool | None, amount: str, read_while_open: bool, left: int
) -> None:
    """Else the next reading would differ, and nobody would know why."""
    read(life, "10.00")
    life.buy()
    if read_while_open:
        read(life, "9.93")
    life.end(refunded=refunded)
    pass_time(life.ledger, runs.MEMORY * 2)
    life.do(runs.prune)
    assert number_of(life.ledger, "leases") == left
    assert read(life, amount) == 0


@pytest.mark.parametrize("refunded", [True, False, None])
def test_one_without_a_price_has_no_part_in_the_balance(life: Life, refunded: bool | None) -> None:
    read(life, "10.00")
    life.buy(price=None)
    life.end(refunded=refunded)
    pass_time(life.ledger, runs.MEMORY * 2)
    life.do(runs.prune)
    assert number_of(life.ledger, "leases") == 0


@pytest.mark.parametrize("state", [True, False, None])
def test_what_was_settled_lately_is_remembered(life: Life, state: bool | None) -> None:
    life.buy()
    pass_time(life.ledger, runs.MEMORY * 2)
    life.end(refunded=state)
    life.do(runs.prune)
    assert number_of(life.ledger, "leases") == 1
