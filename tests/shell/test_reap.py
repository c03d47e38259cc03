"""`smsactivate reap`: what the dead left is given back, once, and told."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from by_hand import eventually
from click.testing import CliRunner
from scene import KEY, Shell, Suites
from sqlalchemy import select

from pytest_smsactivate.cli import main
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.ledger import audit, leases, runs
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.balance import remember
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import accounts
from pytest_smsactivate.models import ApiKey, Request
from pytest_smsactivate.shell.documents import ReapDocument
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer
from pytest_smsactivate.terms import Caps, Who, Wish


def cancels(simulator: SimulatedProvider) -> int:
    """How many releases the provider was asked for."""
    return sum(each.endpoint == "cancel" for each in simulator.requests)


def test_what_the_dead_left_is_given_back_and_the_living_keep_theirs(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    dead, living = suites.buy(test="test_dead.py::test_it"), suites.buy(alive=True)

    result = shell("reap")

    assert (result.exit_code, result.stderr) == (0, "")
    assert [each.id for each in simulator.account.open] == [living]
    given_back, left_alone, balance = result.stdout.splitlines()
    assert given_back.startswith(f"Given back and refunded: {dead}, +447•••••")
    assert given_back.endswith("(telegram/gb, 0.07), for test_dead.py::test_it of shop")
    assert left_alone.startswith(f"Left alone, since its run is alive: {living}, ")
    assert balance == (
        "Balance: 99.93 USD, read for the first time: there is nothing to compare it with."
    )
    assert suites.states() == ["released", "open"]


def test_a_second_time_nothing_is_left(shell: Shell, suites: Suites) -> None:
    suites.buy()
    shell("reap")
    result = shell("reap")
    assert (result.exit_code, result.stdout) == (
        0,
        "Nothing was left behind.\nBalance: 100.00 USD, as the ledger expects.\n",
    )


def test_what_a_watchdog_is_at_is_left_to_it(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    activation = suites.buy(watched=True)
    suites.fail(activation)
    result = shell("reap")
    assert (result.exit_code, cancels(simulator), suites.states()) == (1, 0, ["open"])
    left, _ = result.stdout.splitlines()
    assert left.startswith(f"LEFT (open): {activation}, ")
    assert left.endswith(
        " of shop. smsactivate-dev is unavailable (503). Its run has ended; its watchdog is still "
        "trying to give it back, for up to ten minutes. Run `smsactivate reap` after that."
    )
    status, told = shell.json("reap")
    jsonschema.validate(told, msgspec.json.schema(ReapDocument))
    assert (status, told["held"]) == (1, [])
    assert [each["owner"]["watchdog"] for each in told["left"]] == [True]
    suites.die()
    assert (shell("reap").exit_code, suites.states()) == (0, ["released"])


def test_a_purchase_that_a_watchdog_waits_for_is_left_to_it(
    shell: Shell, suites: Suites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAUSE", audit.PATIENCE)
    suites.intend(watched=True)
    result = shell("reap")
    assert (result.exit_code, suites.states()) == (1, ["intended"])
    left, balance = result.stdout.splitlines()
    assert left == (
        "LEFT (intended): an unknown number (telegram/gb, 0.07), for test_it.py::test_it of shop. "
        "Its run has ended; its watchdog is still waiting for what comes of the purchase, for up "
        "to ten minutes. Run `smsactivate reap` after that."
    )
    assert balance.startswith("The balance could not be compared: ")


def test_a_dry_run_would_leave_to_a_watchdog_what_it_is_at(shell: Shell, suites: Suites) -> None:
    activation = suites.buy(watched=True)
    result = shell("reap", "--dry-run")
    left, nothing = result.stdout.splitlines()
    assert (result.exit_code, nothing) == (1, "Nothing would be given back.")
    assert left.startswith(f"LEFT (open): {activation}, ")
    suites.buy()
    assert "Nothing would be given back." not in shell("reap", "--dry-run").stdout


def test_where_the_provider_gives_no_usable_answer_only_the_ledger_tells(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    suites.buy()
    shell("reap")
    simulator.fault("balance", status=422)
    result = shell("reap")
    assert (result.exit_code, result.stdout) == (
        0,
        "Nothing was left behind, as far as the ledger knows.\n"
        "The balance could not be compared: the provider gave no usable answer, another process "
        "is just buying or giving back, or this was stopped. `smsactivate reap` tries again.\n",
    )


def test_as_json_it_tells_what_became_of_each(
    shell: Shell, suites: Suites, others: Suites, place: Path
) -> None:
    activation = suites.buy()
    foreign = others.buy()
    status, told = shell.json("reap")
    jsonschema.validate(told, msgspec.json.schema(ReapDocument))
    assert status == 0
    assert (told["ledger"], told["account"]) == (str(place), suites.account.id)
    assert [each["activation"] for each in told["released"]] == [activation]
    assert [each["activation"] for each in told["others"]] == [foreign]
    assert (told["left"], told["dry_run"], told["stopped"]) == ([], False, False)
    assert (told["balance"], told["currency"], told["unexplained"]) == ("99.93", "USD", None)


def test_leases_of_another_key_are_named_and_left(
    shell: Shell, others: Suites, simulator: SimulatedProvider
) -> None:
    foreign = others.buy()
    result = shell("reap")
    assert (result.exit_code, cancels(simulator)) == (0, 0)
    assert f"Of another key (account {others.account.id[:8]}), open: {foreign}" in result.stdout
    assert "Run `smsactivate reap` with that key." in result.stdout


def test_a_dry_run_sends_nothing_and_changes_nothing(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    activation = suites.buy()
    suites.intend()
    asked = len(simulator.requests)

    result = shell("reap", "--dry-run")

    assert result.exit_code == 1
    assert f"Would be given back: {activation}" in result.stdout
    assert "The balance would be asked about: an unknown number" in result.stdout
    assert len(simulator.requests) == asked
    assert suites.states() == ["open", "intended"]
    status, told = shell.json("reap", "--dry-run")
    jsonschema.validate(told, msgspec.json.schema(ReapDocument))
    assert (status, told["dry_run"], len(told["left"])) == (1, True, 2)


def test_a_dry_run_that_finds_nothing_is_fine(shell: Shell, suites: Suites) -> None:
    suites.buy(alive=True)
    result = shell("reap", "--dry-run")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        "Nothing would be given back.",
    )


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_where_there_is_no_ledger_there_is_nothing_to_do(
    dry: list[str], shell: Shell, place: Path, simulator: SimulatedProvider
) -> None:
    result = shell("reap", *dry)
    assert (result.exit_code, "There is no ledger at" in result.stdout) == (0, True)
    assert not simulator.requests
    assert not any(place.parent.iterdir())


def test_a_purchase_that_was_made_is_judged_so_and_is_left_until_it_is_refunded(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    suites.buy()
    shell("reap")
    simulator.fault("buy", "reset_after")
    assert suites.buy() == ""

    result = shell("reap")

    assert result.exit_code == 1
    assert "By the balance it was bought, and is not refunded so far." in result.stdout
    assert "The dashboard knows; `smsactivate reap` asks the balance again." in result.stdout
    assert result.stdout.splitlines()[-1] == "Balance: 99.93 USD, as the ledger expects."
    assert shell("leases").exit_code == 1

    (forgotten,) = simulator.account.open
    simulator.expire(forgotten.id)
    result = shell("reap")

    assert result.exit_code == 0
    assert "Settled: " in result.stdout
    assert "By the balance it was not bought, or is refunded." in result.stdout
    assert result.stdout.splitlines()[-1] == "Balance: 100.00 USD, as the ledger expects."
    assert suites.states() == ["released", "void"]


def test_an_intent_that_died_before_it_left_is_judged_by_the_balance(
    shell: Shell, suites: Suites
) -> None:
    suites.buy()
    shell("reap")
    suites.intend()
    result = shell("reap")
    assert result.exit_code == 0
    assert "Settled: an unknown number (telegram/gb, 0.07), for " in result.stdout
    assert suites.states() == ["released", "void"]


def test_a_balance_that_nobody_can_explain_is_told(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    suites.buy()
    shell("reap")
    simulator.balance -= 5
    assert "Balance: 95.00 USD, 5.00 less than the ledger accounts for." in shell("reap").stdout
    simulator.balance += 6
    status, told = shell.json("reap")
    assert (status, told["balance"], told["unexplained"]) == (0, "101.00", "6.00")
    assert "6.00 more" not in shell("reap").stdout


@pytest.mark.parametrize(
    ("difference", "told"),
    [("-5.00", "Before, 5.00 less than"), ("6.00", "Before, 6.00 more than")],
)
def test_what_a_watchdog_read_and_nobody_heard_is_told_once(
    shell: Shell, suites: Suites, difference: str, told: str
) -> None:
    suites.buy()
    shell("reap")
    with suites._writing() as connection:
        (account,) = connection.scalars(select(accounts.c.id))
        remember(connection, account, Decimal(difference))
    first = shell("reap").stdout
    assert f"{told} the ledger accounted for, of which nobody has been told. " in first
    assert "Before" not in shell("reap").stdout


def test_what_could_not_be_entered_as_told_is_told_again(
    shell: Shell, suites: Suites, simulator: SimulatedProvider, place: Path
) -> None:
    """Rather twice than never."""
    suites.buy()
    shell("reap")
    simulator.balance -= 5
    with closing(sqlite3.connect(place)) as database:
        when = "BEFORE UPDATE ON accounts WHEN new.untold IS NULL AND old.untold IS NOT NULL"
        full = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        database.execute(f"CREATE TRIGGER no_room {when} {full}")
        first = shell("reap")
        assert (first.exit_code, "95.00 USD, 5.00 less than" in first.stdout) == (0, True)
        database.execute("DROP TRIGGER no_room")
    assert "Before, 5.00 less than the ledger accounted for" in shell("reap").stdout
    assert "Before" not in shell("reap").stdout


def test_a_balance_that_grew_is_told_as_well(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    suites.buy()
    shell("reap")
    simulator.balance += 6
    assert "Balance: 106.00 USD, 6.00 more than the ledger accounts for." in shell("reap").stdout


def test_a_number_that_has_ended_is_over_and_the_balance_tells_how(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    shell("balance")
    activation = suites.buy()
    simulator.expire(activation)
    result = shell("reap")
    assert result.exit_code == 0
    assert result.stdout.startswith("Given back, without a word of the refund: ")


def test_a_number_that_got_its_sms_is_paid_for(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    suites.buy()
    (held,) = simulator.account.open
    simulator.deliver(held.number, "Your code is 482910")
    result = shell("reap")
    assert (result.exit_code, result.stdout.startswith("Over, and paid for: ")) == (0, True)


def test_without_waiting_what_is_denied_is_left_with_the_time_to_come_back(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    simulator.cancel_after = 60
    activation = suites.buy()
    result = shell("reap", "--wait", "0")
    assert (result.exit_code, result.stderr, cancels(simulator)) == (1, "", 1)
    assert f"LEFT (open): {activation}" in result.stdout
    assert "does not take the number back yet" in result.stdout
    assert " UTC." in result.stdout
    shell("reap", "--wait", "0")
    assert cancels(simulator) == 1


def test_the_window_is_waited_for_and_the_countdown_is_visible(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    """The first try is denied whenever it comes, and the window counts from then."""
    denied = b'{"error":"EARLY_CANCEL_DENIED"}'
    simulator.fault("cancel", status=409, headers={"Retry-After": "1"}, body=denied)
    suites.buy()
    result = shell("reap", "--wait", "30")
    assert (result.exit_code, suites.states()) == (0, ["released"])
    countdown = r"1 number cannot be given back yet: \d+ s left \(Ctrl-C stops"
    assert re.match(countdown, result.stderr)
    assert len(result.stderr.splitlines()) == 1


def test_a_release_that_fails_is_left_with_what_failed(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    simulator.fault("cancel", status=422, body="no such luck", times=None)
    suites.buy()
    result = shell("reap", "--wait", "0")
    assert result.exit_code == 1
    assert "no such luck" in result.stdout
    assert "or give it back in the dashboard." in result.stdout


def test_a_balance_that_cannot_be_read_is_no_reason_to_keep_a_number(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    shell("balance")
    suites.buy()
    shell("reap")
    suites.buy()
    simulator.fault("balance", "garbage", times=None)
    result = shell("reap")
    assert (result.exit_code, suites.states()) == (0, ["released", "released"])
    assert "The balance could not be compared" in result.stdout
    status, told = shell.json("reap")
    assert (status, told["balance"], told["unexplained"]) == (0, None, None)


def test_two_at_once_release_once(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    for _ in range(4):
        suites.buy()
    simulator.fault("cancel", "slow", seconds=0.1, times=4)

    both = [shell.start("reap") for _ in range(2)]
    outputs = [process.communicate() for process in both]

    assert [process.returncode for process in both] == [0, 0], outputs
    assert cancels(simulator) == 4
    assert suites.states() == ["released"] * 4


def test_ctrl_c_while_it_waits_leaves_the_rest_in_order(
    shell: Shell, suites: Suites, simulator: SimulatedProvider, place: Path
) -> None:
    simulator.cancel_after = 90
    suites.buy()
    process = shell.start("reap")
    assert process.stderr is not None
    assert "cannot be given back yet" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    told, said = process.communicate()

    assert process.returncode == 1
    assert all("cannot be given back yet" in line for line in said.splitlines())
    assert "LEFT (open): " in told
    assert "Stopped in order; `smsactivate reap` goes on where this left off." in told
    with closing(sqlite3.connect(place)) as database, database:
        claimed = database.execute("SELECT state, claimed_by FROM leases").fetchall()
    assert claimed == [("open", None)]
    simulator.cancel_after = 0
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE leases SET not_before = NULL")
    assert shell("reap").exit_code == 0


class Interrupting:
    """Sends a signal to this very process whenever a release is asked for."""

    def __init__(self, handle: Callable[[Request], Any], times: int) -> None:
        self._handle = handle
        self._times = times

    def __call__(self, request: Request) -> Any:
        if request.method == "DELETE":
            stop: Any = signal.getsignal(signal.SIGINT)
            for _ in range(self._times):
                os.kill(os.getpid(), signal.SIGINT)
                eventually(lambda: stop.asked)  # else two signals become one
        return self._handle(request)


def test_ctrl_c_lets_the_request_under_way_come_to_its_end(
    shell: Shell,
    suites: Suites,
    simulator: SimulatedProvider,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(3):
        suites.buy()
    monkeypatch.setattr(simulator, "handle", Interrupting(simulator.handle, times=1))

    status, told = shell.json("reap")

    assert (status, told["stopped"]) == (1, True)
    assert (len(told["released"]), len(told["left"])) == (1, 2)
    assert (cancels(simulator), told["balance"]) == (1, None)
    with closing(sqlite3.connect(place)) as database, database:
        claimed = database.execute("SELECT state, claimed_by FROM leases").fetchall()
    assert claimed == [("released", None), ("open", None), ("open", None)]
    monkeypatch.undo()


def test_a_second_ctrl_c_ends_it_at_once_and_the_ledger_still_has_the_number(
    shell: Shell, suites: Suites, simulator: SimulatedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    suites.buy()
    before = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(simulator, "handle", Interrupting(simulator.handle, times=2))
        result = shell("reap")
    assert (result.exit_code, "Aborted" in result.stderr) == (1, True)
    assert suites.states() == ["open"]
    assert signal.getsignal(signal.SIGINT) is before
    assert shell("reap", "--wait", "0").exit_code == 0  # the claim of the dead keeps nobody off
    assert suites.states() != ["open"]


def test_a_ledger_that_fails_amid_it_keeps_the_next_one_from_nothing(
    shell: Shell, suites: Suites, simulator: SimulatedProvider, place: Path
) -> None:
    """The provider has the number back, and the ledger could not be told."""
    suites.buy()
    full = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    with closing(sqlite3.connect(place)) as database:
        when = "BEFORE UPDATE ON leases WHEN new.state = 'released'"
        database.execute(f"CREATE TRIGGER no_room {when} {full}")
        result = shell("reap", "--wait", "0")
        assert (result.exit_code, "disk is full" in result.stderr) == (2, True)
        database.execute("DROP TRIGGER no_room")
    assert (suites.states(), simulator.account.open) == (["open"], [])
    assert shell("reap", "--wait", "0").exit_code == 0
    assert suites.states() == ["unconfirmed"]


def test_a_revoked_key_is_told_and_nothing_is_lost(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    suites.buy()
    simulator.fault("*", status=401, times=None)
    result = shell("reap", "--wait", "0")
    assert (result.exit_code, "Check SMSACTIVATE_API_KEY" in result.stderr) == (2, True)
    assert suites.states() == ["open"]


@pytest.mark.parametrize("given", ["-1", "soon", "nan"])
def test_a_wait_that_cannot_be_is_bad_usage(given: str, shell: Shell) -> None:
    result = shell("reap", "--wait", given)
    assert result.exit_code == 2
    assert f"--wait='{given}' is not a number of seconds" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_newer_ledger_is_not_touched(
    shell: Shell, suites: Suites, place: Path, simulator: SimulatedProvider
) -> None:
    suites.buy()
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE versions SET version = 99")
    for arguments in (["reap"], ["reap", "--dry-run"]):
        result = shell(*arguments)
        assert (result.exit_code, "is of version 99" in result.stderr) == (2, True)
    assert cancels(simulator) == 0


def test_a_dry_run_leaves_an_older_ledger_as_it_is(
    shell: Shell, suites: Suites, place: Path
) -> None:
    suites.buy()
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE versions SET version = 1")
    before = place.read_bytes()
    result = shell("reap", "--dry-run")
    assert (result.exit_code, "is of version 1" in result.stderr) == (2, True)
    assert place.read_bytes() == before


def test_the_key_never_shows(shell: Shell, suites: Suites, place: Path) -> None:
    suites.buy()
    for arguments in (["reap", "--dry-run"], ["reap", "--json"], ["reap"]):
        assert KEY not in shell(*arguments).output
    for path in place.parent.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes()


def test_of_an_api_without_a_balance_nothing_is_said_of_one(tmp_path: Path) -> None:
    """Nor is it asked again and again for what it cannot tell."""
    with SimulatorServer(SimulatedProvider(LiveClock())) as server:
        ledger = f"sqlite:///{tmp_path}/ledger.sqlite3"
        opened = Ledger.open(Location(ledger))
        account = Account("smsactivate-app", server.url, ApiKey("any"))
        with closing(opened), opened.writing() as connection:
            who = Who("run", "process", 4711, "project")
            runs.begin(connection, account, who, "there")
            wish = Wish("test_it", "telegram", "gb", None)
            caps = Caps(Decimal(1), 9)
            lease = leases.reserve(connection, account.id, "run", "process", wish, caps)
            leases.lost(connection, lease, "no answer.")
            runs.leave(connection, "process")
        options = ("--provider", "smsactivate-app", "--base-url", server.url, "--ledger", ledger)
        result = CliRunner().invoke(main, ["reap", *options], env={"SMSACTIVATE_API_KEY": "any"})
    assert result.exit_code == 1
    first, last = result.stdout.splitlines()
    assert first.startswith("LEFT (unknown)")
    assert first.endswith("no answer. The dashboard knows.")
    assert last == (
        "Its API tells no balance; a purchase without an answer counts as paid a day later."
    )
