"""`smsactivate leases`: what stands in the ledger, who has it, and what to do."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema
import msgspec
import pytest
from scene import KEY, Shell, Suites

from pytest_smsactivate.report.tables import span
from pytest_smsactivate.shell.documents import LeasesDocument
from pytest_smsactivate.simulator import SimulatedProvider

NO_KEY = {"SMSACTIVATE_API_KEY": None, "SMSACTIVATE_BASE_URL": "http://127.0.0.1:1"}


def test_where_there_is_no_ledger_none_is_made(shell: Shell, place: Path) -> None:
    result = shell("leases", **NO_KEY)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"There is no ledger at {place}: ")
    status, told = shell.json("leases")
    jsonschema.validate(told, msgspec.json.schema(LeasesDocument))
    assert (status, told["exists"], told["leases"], told["accounts"]) == (0, False, [], [])
    assert not any(place.parent.iterdir())


def test_a_database_of_somebody_else_is_no_ledger_and_stays_as_it_is(
    shell: Shell, place: Path
) -> None:
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("CREATE TABLE customers (name TEXT)")
    before = place.read_bytes()
    result = shell("leases")
    assert (result.exit_code, "There is no ledger" in result.stdout) == (0, True)
    assert place.read_bytes() == before


def test_what_is_settled_needs_nothing(shell: Shell, suites: Suites, place: Path) -> None:
    suites.buy()
    shell("reap")
    result = shell("leases", **NO_KEY)
    assert (result.exit_code, result.stdout) == (
        0,
        f"Nothing is open, and nothing unknown, in the ledger at {place}.\n",
    )


def test_an_open_lease_of_a_living_run_needs_nothing(shell: Shell, suites: Suites) -> None:
    activation = suites.buy(alive=True, test="test_a.py::test_b[x-1]")
    result = shell("leases", **NO_KEY)
    assert result.exit_code == 0
    for told in (activation, "+447•••••", "telegram/gb", "0.07", "test_a.py::test_b[x-1]", "shop,",
                 "run run-", "pid 4711", ": alive"):  # fmt: skip
        assert told in result.stdout
    assert result.stdout.splitlines()[-1] == (
        "open or intended, owner alive: do nothing, its run gives it back by itself."
    )


def test_an_open_lease_of_a_dead_run_wants_to_be_reaped(shell: Shell, suites: Suites) -> None:
    suites.buy(alive=True)
    assert shell("leases").exit_code == 0
    suites.die()
    result = shell("leases", **NO_KEY)
    assert result.exit_code == 1
    assert ": gone" in result.stdout
    assert "open, owner gone: " in result.stdout
    assert "`smsactivate reap`" in result.stdout


def test_an_intent_counts_by_its_owner_as_well(shell: Shell, suites: Suites) -> None:
    suites.intend(alive=True)
    result = shell("leases")
    assert (result.exit_code, "intended" in result.stdout) == (0, True)
    suites.die()
    result = shell("leases")
    assert result.exit_code == 1
    assert "intended, owner gone: its run died while it bought." in result.stdout
    assert "not told" in result.stdout


def test_what_the_watchdog_of_an_ended_run_is_at_needs_another_look(
    shell: Shell, suites: Suites
) -> None:
    activation = suites.buy(watched=True)
    suites.fail(activation)
    result = shell("leases", **NO_KEY)
    assert result.exit_code == 1
    told = " ".join(result.stdout.split())
    assert ": ended, watchdog at it smsactivate-dev is unavailable (503)." in told
    assert result.stdout.splitlines()[-1] == (
        "open, watchdog at it: its run has ended; its watchdog is still trying to give it back, "
        "for up to ten minutes. Look again after that: `smsactivate reap` sees to what is left."
    )
    suites.die()
    assert "open, owner gone: " in shell("leases").stdout


def test_a_run_that_died_is_no_run_that_lives_while_its_watchdog_is_at_it(
    shell: Shell, suites: Suites
) -> None:
    suites.intend(watched=True)
    (sign,) = suites.location.alive.iterdir()
    sign.with_name(sign.name.removesuffix(".cashier")).touch()
    status, told = shell.json("leases")
    jsonschema.validate(told, msgspec.json.schema(LeasesDocument))
    (lease,) = told["leases"]
    assert (status, told["attention"]) == (1, [lease["lease"]])
    assert (lease["owner"]["alive"], lease["owner"]["watchdog"]) == (False, True)
    assert (
        "intended, watchdog at it: its run has ended; its watchdog is still waiting for what comes "
        "of the purchase, for up to ten minutes. "
    ) in shell("leases").stdout


def test_a_run_that_lives_has_its_watchdog_beside_it(shell: Shell, suites: Suites) -> None:
    suites.buy(alive=True, watched=True)
    status, told = shell.json("leases")
    (lease,) = told["leases"]
    assert (status, told["attention"]) == (0, [])
    assert (lease["owner"]["alive"], lease["owner"]["watchdog"]) == (True, False)


def test_an_unknown_purchase_needs_attention_though_its_run_lives(
    shell: Shell, suites: Suites, simulator: SimulatedProvider
) -> None:
    simulator.fault("buy", "reset_after")
    suites.buy(alive=True)
    result = shell("leases", **NO_KEY)
    assert result.exit_code == 1
    assert "unknown: no answer came to the purchase" in result.stdout
    assert "look into the provider's dashboard" in result.stdout


def test_the_table_fits_80_columns_and_cuts_nothing_off(shell: Shell, suites: Suites) -> None:
    test = "tests/regression/test_signup.py::TestMobile::test_it[" + "chromium-" * 12 + "x]"
    activation = suites.buy(test=test)
    result = shell("leases")
    table = [line for line in result.stdout.splitlines() if not line.startswith("open, owner gone")]
    column = next(line.index("Test, owner") for line in table if "Test, owner" in line)
    assert max(map(len, table)) <= 80
    assert activation in result.stdout
    assert test in "".join(line[column:].strip() for line in table)


def test_as_json_all_of_it_can_be_read_by_a_program(shell: Shell, suites: Suites) -> None:
    activation = suites.buy()
    status, told = shell.json("leases")
    jsonschema.validate(told, msgspec.json.schema(LeasesDocument))
    (lease,) = told["leases"]
    assert (status, told["attention"]) == (1, [lease["lease"]])
    assert (lease["activation"], lease["state"], lease["price"]) == (activation, "open", "0.07")
    assert lease["since"].endswith("Z")
    assert datetime.fromisoformat(lease["since"].replace("Z", "+00:00")).utcoffset() is not None
    assert lease["owner"] == {
        "run": lease["owner"]["run"],
        "project": "shop",
        "host": platform.node(),
        "pid": 4711,
        "alive": False,
        "watchdog": False,
    }
    (account,) = told["accounts"]
    assert (account["account"], account["held"]) == (suites.account.id, "0.07")


def test_all_shows_what_is_settled_and_the_totals_of_each_account(
    shell: Shell, suites: Suites, others: Suites, simulator: SimulatedProvider
) -> None:
    shell("balance")
    suites.buy()
    received = suites.buy()
    number = next(each.number for each in simulator.account.open if each.id == received)
    simulator.deliver(number, "Your code is 482910")
    shell("reap")
    others.buy(alive=True)

    result = shell("leases", "--all", **NO_KEY)

    assert result.exit_code == 0
    for state in ("released", "kept", "open"):
        assert state in result.stdout
    assert f"account {others.account.id[:8]}" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    _, told = shell.json("leases", "--all")
    jsonschema.validate(told, msgspec.json.schema(LeasesDocument))
    sums = {each["account"]: each for each in told["accounts"]}
    ours, theirs = sums[suites.account.id], sums[others.account.id]
    assert (ours["bought"], ours["spent"], ours["refunded"], ours["held"]) == (
        2,
        "0.07",
        "0.07",
        "0.00",
    )
    assert (ours["balance"], ours["currency"]) == ("99.93", "USD")
    assert (theirs["bought"], theirs["held"], theirs["balance"]) == (1, "0.07", None)


def test_what_was_settled_long_ago_is_not_shown(shell: Shell, suites: Suites, place: Path) -> None:
    suites.buy()
    shell("reap")
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE leases SET ended_at = ended_at - 31 * 86400 * 1000000")
    status, told = shell.json("leases", "--all")
    assert (status, told["leases"], told["accounts"]) == (0, [], [])


def test_a_run_of_another_machine_is_known_by_its_heartbeat(
    shell: Shell, suites: Suites, place: Path
) -> None:
    suites.intend()
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE processes SET ended_at = NULL, host = 'ci-7'")
    assert shell("leases").exit_code == 0
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE processes SET heartbeat_at = heartbeat_at - 360000000")
    result = shell("leases")
    assert (result.exit_code, "ci-7: gone" in result.stdout) == (1, True)


def test_a_damaged_ledger_is_named_and_left(shell: Shell, place: Path) -> None:
    place.write_bytes(b"no database at all, and longer than a header would be" * 9)
    before = place.read_bytes()
    result = shell("leases")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"The ledger at {place} cannot be used" in result.stderr
    assert "set it aside" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert place.read_bytes() == before


def test_a_ledger_of_a_newer_version_is_refused(shell: Shell, suites: Suites, place: Path) -> None:
    suites.intend()
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE versions SET version = 99")
    result = shell("leases")
    assert result.exit_code == 2
    assert "is of version 99" in result.stderr
    assert result.stderr.endswith("or name another with --ledger.\n")


def test_a_ledger_of_an_older_version_is_left_as_it_is(
    shell: Shell, suites: Suites, place: Path
) -> None:
    suites.intend()
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE versions SET version = 1")
    before = place.read_bytes()
    result = shell("leases")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is of version 1" in result.stderr
    assert "Any live run brings it up to date" in result.stderr
    assert place.read_bytes() == before


def test_a_ledger_that_somebody_else_has_a_part_in_is_refused(shell: Shell, place: Path) -> None:
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("CREATE TABLE versions (package TEXT)")
    before = place.read_bytes()
    result = shell("leases")
    assert (result.exit_code, "not those of a ledger" in result.stderr) == (2, True)
    assert place.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="needs rights that can be taken away")
@pytest.mark.parametrize("arguments", [["leases"], ["reap", "--dry-run"]])
def test_a_ledger_that_may_only_be_read_is_shown(
    arguments: list[str], shell: Shell, suites: Suites, place: Path
) -> None:
    """Root may write anything, and is somebody else meanwhile."""
    activation = suites.buy()
    assert shell(*arguments).exit_code == 1
    user = 65534 if os.geteuid() == 0 else os.geteuid()
    with TemporaryDirectory(dir="/tmp") as folder:
        there = Path(shutil.copy(place, folder))
        os.chown(there, user, -1)
        os.chown(folder, user, -1)
        there.chmod(0o400)
        Path(folder).chmod(0o500)
        before = os.geteuid()
        os.seteuid(user)
        try:
            result = shell(*arguments, SMSACTIVATE_LEDGER=f"sqlite:///{there}")
            left = [path.name for path in there.parent.iterdir()]
        finally:
            os.seteuid(before)
            Path(folder).chmod(0o700)
    assert (result.exit_code, result.stderr) == (1, "")
    assert activation in result.stdout
    assert left == [place.name]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="everything is readable")
def test_a_ledger_that_may_not_be_read_is_no_missing_one(
    shell: Shell, suites: Suites, place: Path
) -> None:
    suites.intend()
    place.chmod(0)
    assert shell("leases").exit_code == 2


def test_a_folder_in_its_place_is_no_missing_ledger(shell: Shell, place: Path) -> None:
    place.mkdir()
    result = shell("leases")
    assert (result.exit_code, "cannot be used" in result.stderr) == (2, True)


def test_the_key_is_nowhere_to_be_seen(shell: Shell, suites: Suites) -> None:
    suites.buy()
    for arguments in (["leases"], ["leases", "--all"], ["leases", "--all", "--json"]):
        assert KEY not in shell(*arguments).output


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.4, "0 s"), (59.9, "59 s"), (60, "1 min"), (7300, "2 h"), (200_000, "2 d")],
)
def test_a_span_is_told_in_its_largest_unit(seconds: float, told: str) -> None:
    assert span(seconds) == told
