"""Opening a ledger: new, old, newer than us, by several at once, and where it cannot be."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import pytest
from bookkeeping import ACCOUNT, KEY, PRICE, WHO, Life, number_of, row_of, state_of
from living import outputs, ready
from sqlalchemy import Connection, create_engine, delete, func, inspect, select, update
from sqlalchemy.exc import SQLAlchemyError

from pytest_smsactivate.errors import LedgerError
from pytest_smsactivate.ledger import leases, notices
from pytest_smsactivate.ledger import ledger as module
from pytest_smsactivate.ledger.balance import untold
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import VERSION, accounts, metadata, versions
from pytest_smsactivate.ledger.visit import is_there
from pytest_smsactivate.terms import Wish

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
    """As it was before renewals were counted, webhooks heard, and differences remembered."""
    ledger = opening()
    lease = Life(ledger).buy()
    with ledger.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE leases DROP COLUMN renewals")
        connection.exec_driver_sql("DROP TABLE notices")
        connection.exec_driver_sql("ALTER TABLE accounts DROP COLUMN untold")
        connection.execute(update(versions).values(version=1))

    ledger = opening()
    with ledger.writing() as connection:
        assert notices.enter(connection, ACCOUNT.id, "act_1", "digest") == "entered"
        assert leases.renewed(connection, ACCOUNT.id, "act_1", WHO.process, 1)
        assert untold(connection, ACCOUNT.id) == 0
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


def test_one_that_has_lost_its_version_is_left_as_it_is(opening: Opening) -> None:
    ledger = opening()
    lease = Life(ledger).buy()
    with ledger.writing() as connection:
        connection.execute(delete(versions))
    with pytest.raises(LedgerError, match="not those of a ledger"):
        opening()
    assert state_of(ledger, lease) == "open"
    assert number_of(ledger, "versions") == 0


def did(location: Location, *statements: str) -> None:
    """What somebody else does there, to whom it is just a database."""
    if location.path is not None:
        location.path.parent.mkdir(exist_ok=True)
    engine = create_engine(location.url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def seen(location: Location) -> Any:
    """All that could be changed there: the bytes of the file, or the tables with their columns."""
    if location.path is not None:
        return location.path.read_bytes()
    engine = create_engine(location.url)
    there = inspect(engine)
    tables = there.get_table_names() + there.get_view_names()
    found = {table: [each["name"] for each in there.get_columns(table)] for table in tables}
    engine.dispose()
    return found


SOMEBODY_ELSES = {
    "a table of a name of ours": ["CREATE TABLE leases (house TEXT)"],
    "a view of a name of ours": ["CREATE VIEW leases AS SELECT 1 AS house"],
    "other columns": ["CREATE TABLE versions (version INTEGER, package TEXT)"],
    "another column": ["CREATE TABLE versions (number INTEGER)"],
    "no version": ["CREATE TABLE versions (version INTEGER)"],
    "words": ["CREATE TABLE versions (version TEXT)", "INSERT INTO versions VALUES ('one')"],
    "no version of ours": ["CREATE TABLE versions (version INTEGER)",
                           "INSERT INTO versions VALUES (0)"],
    "two versions": ["CREATE TABLE versions (version INTEGER)",
                     "INSERT INTO versions VALUES (1), (2)"],
    "a version of something else": ["CREATE TABLE versions (version INTEGER)",
                                    "INSERT INTO versions VALUES (1)"],
}  # fmt: skip


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("statements", SOMEBODY_ELSES.values(), ids=SOMEBODY_ELSES)
def test_a_database_of_somebody_else_is_refused_and_left_as_it_is(
    location: Location, statements: list[str], read_only: bool
) -> None:
    did(location, *statements)
    before = seen(location)
    with pytest.raises(LedgerError) as caught:
        Ledger.open(location, read_only=read_only)
    assert str(caught.value) == (
        f"The ledger at {location} has tables, but not those of a ledger, and is left as it is. "
        "Name another with --sms-ledger: a file or a schema of its own."
    )
    assert seen(location) == before


UNRELATED = [
    "CREATE TABLE customers (name TEXT)",
    "CREATE VIEW names AS SELECT name FROM customers",
]


def test_in_a_schema_it_lies_beside_tables_of_other_names(database: str) -> None:
    did(Location(database), *UNRELATED)
    for _ in range(2):
        with closing(Ledger.open(Location(database))) as ledger:
            assert number_of(ledger, "versions") == 1


@pytest.mark.parametrize("statements", [UNRELATED, ["CREATE VIEW one AS SELECT 1"]])
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_file_it_has_for_itself(file: Path, statements: list[str], journal: str) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute(f"PRAGMA journal_mode = {journal}")
    did(at(file), *statements)
    before = seen(at(file))
    with pytest.raises(LedgerError, match="not those of a ledger"):
        Ledger.open(at(file))
    assert seen(at(file)) == before
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == (journal,)


def test_tables_come_all_at_once_or_none_does(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_half_way(connection: Connection) -> None:
        accounts.create(connection)
        raise SQLAlchemyError("The power fails.")

    with monkeypatch.context() as patch:
        patch.setattr(metadata, "create_all", fail_half_way)
        with pytest.raises(LedgerError, match="power fails"):
            Ledger.open(location)

    assert not seen(location)
    with closing(Ledger.open(location)) as ledger:
        assert number_of(ledger, "versions") == 1


def test_one_whose_journal_was_put_back_is_brought_forward(file: Path) -> None:
    """As a copy is that SQLite's own tools have made."""
    Ledger.open(at(file)).close()
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
    with closing(Ledger.open(at(file))) as ledger, ledger.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_who_only_reads_sees_what_others_enter_and_can_enter_nothing(
    opening: Opening, location: Location
) -> None:
    life = Life(opening())
    with closing(Ledger.open(location, read_only=True)) as reader:
        lease = life.buy()
        assert state_of(reader, lease) == "open"
        with (
            pytest.raises(LedgerError, match=r"read-?only"),
            reader.writing() as connection,
        ):
            connection.execute(delete(versions))
        with reader.reading() as connection:
            before = connection.scalar(select(func.count()).select_from(metadata.tables["leases"]))
    assert before == 1


def test_who_only_reads_looks_at_one_moment(file: Path) -> None:
    with closing(Ledger.open(at(file))) as ledger:
        life = Life(ledger)
        reader = Ledger.open(at(file), read_only=True)
        with closing(reader), reader.reading() as connection:
            count = select(func.count()).select_from(metadata.tables["leases"])
            assert connection.scalar(count) == 0
            life.buy()
            assert connection.scalar(count) == 0


def test_who_only_reads_creates_none(location: Location) -> None:
    with pytest.raises(LedgerError, match=r"is empty\. The next live run|unable to open"):
        Ledger.open(location, read_only=True)
    assert location.path is None or not location.path.parent.exists()


def test_who_only_reads_finds_an_empty_file_empty(file: Path) -> None:
    file.touch()
    with pytest.raises(LedgerError) as caught:
        Ledger.open(at(file), read_only=True)
    assert str(caught.value) == f"The ledger at {file} is empty. The next live run begins it."
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert not file.stat().st_size


def test_who_only_reads_leaves_an_older_one_as_old_as_it_is(
    opening: Opening, location: Location
) -> None:
    ledger = opening()
    with ledger.writing() as connection:
        connection.execute(update(versions).values(version=VERSION - 1))
    with pytest.raises(LedgerError) as caught:
        Ledger.open(location, read_only=True)
    assert str(caught.value) == (
        f"The ledger at {location} is of version {VERSION - 1}, and this pytest-smsactivate "
        f"reads {VERSION}. Any live run brings it up to date, and so does `smsactivate reap`."
    )
    with ledger.reading() as connection:
        assert connection.scalar(select(versions.c.version)) == VERSION - 1


def test_who_only_reads_refuses_a_newer_one(opening: Opening, location: Location) -> None:
    with opening().writing() as connection:
        connection.execute(update(versions).values(version=VERSION + 1))
    with pytest.raises(LedgerError, match="Upgrade pytest-smsactivate"):
        Ledger.open(location, read_only=True)


def test_who_only_reads_does_not_wait_forever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY", 0.05)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="locked"):
            Ledger.open(at(file), read_only=True)


def test_who_only_reads_sees_nothing_of_a_transaction_that_died(file: Path, tmp_path: Path) -> None:
    """Half of it is in the file, and to take it back is not for who only reads."""
    Ledger.open(at(file)).close()
    there = tmp_path / "there" / file.name
    there.parent.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 1", "BEGIN"):
            other.execute(statement)
        rows = [(str(number), "x" * 999, "here") for number in range(99)]
        other.executemany("INSERT INTO accounts (id, provider, base_url) VALUES (?, ?, ?)", rows)
        for end in ("", "-journal"):
            shutil.copy(f"{file}{end}", f"{there}{end}")
    before = there.read_bytes()
    assert b"x" * 999 in before
    with closing(Ledger.open(at(there), read_only=True)) as reader:
        assert number_of(reader, "accounts") == 0
    assert there.read_bytes() == before


def test_a_ledger_is_there_when_it_was_opened(location: Location) -> None:
    assert not is_there(location)
    Ledger.open(location).close()
    assert is_there(location)


@contextmanager
def only_to_be_read(*files: Path) -> Iterator[Path]:
    """A folder with copies of these, in which this process may write nothing, be it root's."""
    user = 65534 if os.geteuid() == 0 else os.geteuid()
    with TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        for file in files:
            os.chown(shutil.copy(file, folder), user, -1)
            (folder / file.name).chmod(0o400)
        os.chown(folder, user, -1)
        folder.chmod(0o500)
        before = os.geteuid()
        os.seteuid(user)
        try:
            yield folder
        finally:
            os.seteuid(before)
            folder.chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="needs rights that can be taken away")
@pytest.mark.parametrize("beside", [[], ["-wal"], ["-wal", "-shm"]])
def test_what_may_only_be_read_is_read_with_what_was_written_last(
    file: Path, beside: list[str]
) -> None:
    """With the files that SQLite has beside it, and without."""
    ledger = Ledger.open(at(file))
    lease = Life(ledger).buy()
    if not beside:
        ledger.close()
    with only_to_be_read(*(Path(f"{file}{end}") for end in ["", *beside])) as folder:
        there = at(folder / file.name)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert is_there(there)
        with closing(Ledger.open(there, read_only=True)) as reader:
            assert state_of(reader, lease) == "open"
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
        with pytest.raises(LedgerError, match=r"Permission denied.* Check the rights"):
            Ledger.open(there)
    ledger.close()


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
        f"The ledger at {file} cannot be used: file is not a database. Compare open numbers with "
        "the provider's dashboard and set it aside with all that belongs to it (for end in '' -wal "
        f"-shm; do mv {file}$end {file}.damaged$end; done), or name another with --sms-ledger."
    )
    assert file.read_bytes().startswith(b"This is no database"), "it is left as it is"


def test_a_file_damaged_within_is_told_of(file: Path) -> None:
    ledger = Ledger.open(at(file))
    Life(ledger).buy()
    ledger.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(LedgerError, match=r"malformed.* set it aside"):
        Ledger.open(at(file))


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_the_line_that_sets_it_aside_can_be_copied_into_a_shell(tmp_path: Path) -> None:
    file = tmp_path / "Application Support" / "it's $HOME.sqlite3"
    file.parent.mkdir()
    file.write_text("No database at all. " * 99)
    with pytest.raises(LedgerError) as caught:
        Ledger.open(Location(f"sqlite:///{quote(str(file))}"))
    Path(f"{file}-wal").write_text("rows")
    (line,) = re.findall(r"\((for .*; done)\)", str(caught.value))

    subprocess.run(["sh", "-c", line], check=False)

    found = {path.name: path.read_text()[:4] for path in file.parent.iterdir()}
    assert found == {f"{file.name}.damaged": "No d", f"{file.name}.damaged-wal": "rows"}


def test_a_folder_in_its_place_is_told_of(file: Path) -> None:
    file.mkdir()
    with pytest.raises(LedgerError, match=r"cannot be used: .*[Dd]irectory") as caught:
        Ledger.open(at(file))
    assert str(caught.value).endswith(
        " Check the rights of the file and its folder and the room on the disk, or name another "
        "with --sms-ledger."
    )


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
    with pytest.raises(LedgerError, match="Permission denied") as caught:
        Ledger.open(at(file))
    assert "damaged" not in str(caught.value)


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
