"""Opening a ledger: new, old, newer than us, by several at once, and where it cannot be."""

from __future__ import annotations

import os
import pickle
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from bookkeeping import ACCOUNT, KEY, PRICE, WHO, Life, number_of, row_of, state_of
from living import outputs, ready
from sqlalchemy import Connection, delete, func, inspect, select, update

from pytest_smsactivate.errors import LedgerError
from pytest_smsactivate.ledger import leases, notices
from pytest_smsactivate.ledger import ledger as module
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import VERSION, accounts, metadata, versions
from pytest_smsactivate.ledger.terms import Wish

Opening = Callable[[], Ledger]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def at(path: Path) -> Location:
    return Location(f"sqlite:///{path}")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_to_open_it_creates_all_tables(opening: Opening) -> None:
    ledger = opening()
    with ledger.reading() as connection:
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())
        assert connection.scalars(select(versions.c.version)).all() == [VERSION]


def test_what_was_entered_is_there_when_it_is_opened_again(opening: Opening) -> None:
    lease = Life(opening()).buy()
    assert state_of(opening(), lease) == "open"


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger, life: Life) -> None:
    def fail_half_way(connection: Connection) -> None:
        connection.execute(update(versions).values(version=7))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        life.do(fail_half_way)
    with ledger.reading() as connection:
        assert connection.scalar(select(versions.c.version)) == VERSION


def test_an_older_one_is_brought_forward_and_keeps_its_rows(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = Life(opening()).buy()
    steps = {
        VERSION + 1: (
            "ALTER TABLE leases ADD COLUMN colour TEXT",
            "UPDATE leases SET colour = 'green'",
        ),
        VERSION + 2: ("ALTER TABLE leases RENAME COLUMN colour TO shade",),
    }
    monkeypatch.setattr(module, "VERSION", VERSION + 2)
    monkeypatch.setattr(module, "MIGRATIONS", steps)

    for _ in range(2):
        ledger = opening()
        with ledger.reading() as connection:
            assert connection.scalar(select(versions.c.version)) == VERSION + 2
            assert connection.exec_driver_sql("SELECT id, shade FROM leases").one() == (
                lease,
                "green",
            )


def test_one_of_the_first_version_is_brought_forward(opening: Opening) -> None:
    """As it was before renewals were counted, and webhooks heard."""
    ledger = opening()
    lease = Life(ledger).buy()
    with ledger.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE leases DROP COLUMN renewals")
        connection.exec_driver_sql("DROP TABLE notices")
        connection.execute(update(versions).values(version=1))

    ledger = opening()
    with ledger.writing() as connection:
        assert notices.enter(connection, ACCOUNT.id, "act_1", "digest") == "entered"
        assert leases.renewed(connection, ACCOUNT.id, "act_1", WHO.process, 1)
    assert row_of(ledger, lease).renewals == 1
    made = {each["name"] for each in inspect(ledger._engine).get_columns("notices")}
    assert made == {column.name for column in metadata.tables["notices"].columns}


def test_a_migration_that_fails_leaves_the_old_one(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = Life(opening()).buy()
    steps = ("ALTER TABLE leases ADD COLUMN colour TEXT", "UPDATE nowhere SET colour = 'green'")
    with monkeypatch.context() as patch:
        patch.setattr(module, "VERSION", VERSION + 1)
        patch.setattr(module, "MIGRATIONS", {VERSION + 1: steps})
        with pytest.raises(LedgerError, match="nowhere"):
            opening()

    ledger = opening()
    assert state_of(ledger, lease) == "open"
    with ledger.reading() as connection:
        assert "colour" not in {each["name"] for each in inspect(connection).get_columns("leases")}


def test_one_of_a_newer_version_is_refused(opening: Opening, location: Location) -> None:
    with opening().writing() as connection:
        connection.execute(update(versions).values(version=VERSION + 1))
    with pytest.raises(LedgerError) as caught:
        opening()
    assert str(caught.value) == (
        f"The ledger at {location} is of version {VERSION + 1}, and this pytest-smsactivate "
        f"knows {VERSION}. Upgrade pytest-smsactivate, or name another with --sms-ledger."
    )
    assert caught.value.location == str(location)


def test_one_that_has_lost_its_version_is_taken_for_ours(opening: Opening) -> None:
    ledger = opening()
    lease = Life(ledger).buy()
    with ledger.writing() as connection:
        connection.execute(delete(versions))
    assert state_of(opening(), lease) == "open"
    with ledger.reading() as connection:
        assert connection.scalar(select(versions.c.version)) == VERSION


OPEN_TOGETHER = """\
import sys
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
print("ready", flush=True)
sys.stdin.read()
Ledger.open(Location(sys.argv[1])).close()
"""


def test_several_open_an_empty_one_at_once(url: str) -> None:
    assert outputs(ready(4, OPEN_TOGETHER, url)) == [""] * 4
    ledger = Ledger.open(Location(url))
    assert number_of(ledger, "versions") == 1
    ledger.close()


def test_it_waits_for_who_has_the_file_to_himself(file: Path) -> None:
    with closing(sqlite3.connect(file, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told: list[str] = []

        def release() -> None:
            told.append("released")
            other.rollback()

        releasing = threading.Timer(0.3, release)
        releasing.start()
        Ledger.open(at(file)).close()
        told.append("opened")
        releasing.join()
    assert told == ["released", "opened"]


class Changing:
    """A connection to a file whose journal others are just changing, too."""

    def __init__(self, *failures: str) -> None:
        self._failures = iter(failures)

    def execute(self, _statement: str) -> None:
        for failure in self._failures:
            raise sqlite3.OperationalError(failure)


def test_the_journal_is_changed_when_others_have_done_so() -> None:
    connection = Changing("database is locked", "database is locked", "disk I/O error")
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        module._write_ahead(connection)
    module._write_ahead(connection)


def test_it_does_not_wait_forever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY", 0.05)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="locked"):
            Ledger.open(at(file))


def test_nobody_else_may_read_the_file(file: Path) -> None:
    before = os.umask(0)
    try:
        ledger = Ledger.open(at(file.parent / "deep" / "below" / file.name))
        Life(ledger).buy()
        folder = file.parent / "deep" / "below"
        modes = {path.name.removeprefix(file.name): mode_of(path) for path in folder.iterdir()}
        assert modes == {"": 0o600, "-wal": 0o600, "-shm": 0o600}
        assert mode_of(folder) == 0o700
        ledger.close()
    finally:
        os.umask(before)


def test_what_is_committed_is_on_the_disk(file: Path) -> None:
    ledger = Ledger.open(at(file))
    for transaction in (ledger.writing, ledger.reading):
        with transaction() as connection:
            settings = ("journal_mode", "synchronous", "foreign_keys")
            told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in settings]
            assert told == ["wal", 2, 1], "WAL, FULL, on"
    ledger.close()


def test_who_reads_keeps_nobody_from_writing(opening: Opening) -> None:
    one, other = opening(), opening()
    life = Life(one)
    with other.reading() as connection:
        count = select(func.count()).select_from(metadata.tables["leases"])
        assert connection.scalar(count) == 0
        life.buy()
    assert number_of(other, "leases") == 1


def test_what_is_under_way_when_it_closes_may_end_and_leaves_nothing_open(
    opening: Opening,
) -> None:
    ledger = opening()
    with ledger.writing() as connection:
        under_way = connection.connection.dbapi_connection
        assert under_way is not None
        connection.execute(select(func.count()).select_from(metadata.tables["leases"]))
        ledger.close()
        connection.execute(select(func.count()).select_from(metadata.tables["leases"]))
    with pytest.raises(Exception, match="closed"):
        under_way.cursor().execute("SELECT 1")


def test_a_damaged_file_is_told_of_and_how_to_set_it_aside(file: Path) -> None:
    file.write_bytes(b"This is no database, and never was. " * 100)
    with pytest.raises(LedgerError) as caught:
        Ledger.open(at(file))
    assert str(caught.value) == (
        f"The ledger at {file} cannot be used: file is not a database. Check the rights of the "
        f"file and its folder. If it is damaged, set it aside (mv {file} {file}.damaged) after "
        "comparing open numbers with the provider's dashboard, or name another with --sms-ledger."
    )
    assert file.read_bytes().startswith(b"This is no database"), "it is left as it is"


def test_a_file_damaged_within_is_told_of(file: Path) -> None:
    ledger = Ledger.open(at(file))
    Life(ledger).buy()
    ledger.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(LedgerError, match="malformed"):
        Ledger.open(at(file))


def test_a_folder_in_its_place_is_told_of(file: Path) -> None:
    file.mkdir()
    with pytest.raises(LedgerError, match=r"cannot be used: .*[Dd]irectory"):
        Ledger.open(at(file))


def test_a_path_below_a_file_is_told_of(file: Path) -> None:
    file.touch()
    with pytest.raises(LedgerError, match="cannot be used"):
        Ledger.open(at(file / "ledger.sqlite3"))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that root cannot write")
def test_a_folder_that_cannot_be_written_is_told_of() -> None:
    with pytest.raises(LedgerError, match="cannot be used"):
        Ledger.open(Location("sqlite:////proc/self/ledger.sqlite3"))


@pytest.mark.parametrize("name", ["open", "close"])
def test_a_file_that_may_not_be_written_is_told_of(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Root may write anything, so that the system has to be made to say no."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(f"{module.__name__}.os.{name}", refuse)
    with pytest.raises(LedgerError, match="Permission denied"):
        Ledger.open(at(file))


def test_a_full_disk_is_told_of(file: Path) -> None:
    ledger = Ledger.open(at(file))
    life = Life(ledger)
    with ledger.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(LedgerError, match="full"):
        life.reserve(Wish("x" * 100_000, "telegram", "gb", PRICE))
    ledger.close()


def test_a_database_that_cannot_be_reached_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(Location(f"postgresql://me:secret@/books?host={tmp_path}"))
    assert str(caught.value).startswith("The ledger at postgresql://localhost/books cannot be used")
    assert str(caught.value).endswith(
        "Check that it can be reached with this user, or name another with --sms-ledger."
    )
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError) as caught:
        Ledger.open(Location("postgresql://me@host/books"))
    assert str(caught.value) == (
        "The ledger at postgresql://host/books needs psycopg. "
        "Install pytest-smsactivate[postgres], which brings the driver along."
    )


def test_what_has_no_room_in_it_is_told_of(life: Life) -> None:
    for amount in (Decimal("1e10"), Decimal("1e25")):
        with pytest.raises(LedgerError, match="cannot be used"):
            life.do(Connection.execute, update(accounts).values(balance=amount))


def test_one_that_was_never_opened_can_be_closed() -> None:
    Ledger(Location("postgresql://host/books")).close()


def test_what_is_told_of_it_can_cross_a_pipe(file: Path) -> None:
    file.mkdir()
    with pytest.raises(LedgerError) as caught:
        Ledger.open(at(file))
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.location) == (str(caught.value), str(file))


def test_the_key_is_in_no_table(ledger: Ledger, life: Life) -> None:
    life.buy()
    with ledger.reading() as connection:
        told = [connection.execute(select(each)).all() for each in metadata.sorted_tables]
    assert KEY not in str(told)
    assert KEY not in repr(life)
