"""The ledger opened: one database, its transactions, and what can be wrong with it."""

from __future__ import annotations

import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Inspector,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import LedgerError
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import VERSION, metadata, versions
from pytest_smsactivate.ledger.visit import reading_engine

__all__ = ["Ledger"]

BUSY = 60.0
"""Seconds that a transaction waits for those of other processes."""

PAUSE = 0.01
"""Seconds between two tries to change SQLite's journal."""

MIGRATIONS: dict[int, tuple[str, ...]] = {
    2: (
        "ALTER TABLE leases ADD COLUMN renewals INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE notices (
            account TEXT NOT NULL REFERENCES accounts (id),
            digest TEXT NOT NULL,
            activation TEXT NOT NULL,
            arrived_at BIGINT NOT NULL,
            PRIMARY KEY (account, digest)
        )""",
        "CREATE INDEX notices_of_activation ON notices (account, activation)",
    ),
    3: ("ALTER TABLE accounts ADD COLUMN untold BIGINT",),
}
"""Statements that lead from the version before to this one, on both databases."""

OF_EVERY_VERSION = ("accounts", "runs", "processes", "leases")
"""Tables that a ledger has, be it as old as it may."""

SCHEMA_LOCK = 0x736D7361
"""Any number of its own: two machines may not create the tables at once."""


class Ledger:
    """Safe to use from several threads; each transaction has a connection of its own.

    Everything that fails raises `LedgerError`, which tells where the ledger is and how
    to set it aside.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        self._engine: Engine | None = None

    @classmethod
    def open(cls, location: Location, *, read_only: bool = False) -> Ledger:
        """Open it, create it where there is none, and bring its schema up to date.

        With `read_only` nothing is created, brought up to date or written: what is not
        there, or is of another version, is refused. So is, either way and as it is, a
        database that somebody else has tables in.
        """
        ledger = cls(location)
        with ledger._told():
            ledger._engine = reading_engine(location, BUSY) if read_only else _engine(location)
        try:
            if read_only:
                ledger._make_sure()
            else:
                ledger._make_ready()
        except BaseException:
            ledger.close()
            raise
        return ledger

    def _make_sure(self) -> None:
        with self.reading() as connection:
            _require_this_version(connection, self.location)

    def _make_ready(self) -> None:
        with self.writing() as connection:
            _bring_up_to_date(connection, self.location)
        if self.location.path is not None:
            assert self._engine is not None, "open"
            with self._told(), closing(self._engine.raw_connection()) as borrowed:
                _write_ahead(borrowed.driver_connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that is alone: SQLite locks the file, PostgreSQL what is asked for."""
        assert self._engine is not None, "open"
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A look that waits for nobody. In PostgreSQL each statement sees a moment of its own."""
        assert self._engine is not None, "open"
        with self._told(), self._engine.connect() as connection:
            yield connection.execution_options(reads_only=True)

    def close(self) -> None:
        """Transactions that are under way in other threads may end; nothing is kept open."""
        if self._engine is not None:
            event.listen(self._engine, "checkin", _let_go)
            self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A failure of the database, in one line and with the cure."""
        try:
            yield
        except (SQLAlchemyError, OSError, ImportError, OverflowError) as failure:
            raise self._error(failure) from None

    def _error(self, failure: Exception) -> LedgerError:
        place = str(self.location)
        if isinstance(failure, ImportError):
            cure = "Install pytest-smsactivate[postgres], which brings the driver along."
            return LedgerError(place, "needs psycopg", cure=cure)
        cause = getattr(failure, "orig", None) or failure
        words = " ".join(str(cause).split()) or type(cause).__name__
        return LedgerError(place, f"cannot be used: {words[:200]}", cure=self._cure(cause))

    def _cure(self, cause: BaseException) -> str:
        if self.location.path is None:
            return "Check that it can be reached with this user, or name another with --sms-ledger."
        if not _tells_damage(cause):
            return (
                "Check the rights of the file and its folder and the room on the disk, or name "
                "another with --sms-ledger."
            )
        return (
            "Compare open numbers with the provider's dashboard and set it aside with all that "
            f"belongs to it ({_setting_aside(self.location)}), or name another with --sms-ledger."
        )

    def __repr__(self) -> str:
        return f"<Ledger at {self.location}>"


def _engine(location: Location) -> Engine:
    if location.path is None:
        return create_engine(location.url, max_overflow=-1, pool_pre_ping=True)
    _create_private(location)
    url = URL.create("sqlite", database=str(location.path))
    patient = {"timeout": BUSY, "check_same_thread": False}
    engine = create_engine(url, max_overflow=-1, connect_args=patient)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin_alone)
    return engine


def _tells_damage(cause: BaseException) -> bool:
    """The driver tells of damage by this very class, and of all else by those below it."""
    return type(cause) is sqlite3.DatabaseError


def _setting_aside(location: Location) -> str:
    """One line for a shell. What was written last may stand in the file beside it."""
    here, there = shlex.quote(str(location)), shlex.quote(f"{location}.damaged")
    return f"for end in '' -wal -shm; do mv {here}$end {there}$end; done"


def _create_private(location: Location) -> None:
    """Nobody else may read who bought what: the file has mode 0600 from its first moment on."""
    assert location.path is not None, "a file"
    location.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(location.path, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own transactions begin too late
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: Any) -> None:
    """The first one changes the journal, for which SQLite itself waits for nobody.

    The file keeps that; so it is done only when the file is known to be ours.
    """
    clock = LiveClock()
    deadline = clock.now() + BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as failure:
            if "locked" not in str(failure) or clock.now() >= deadline:
                raise
            clock.sleep(PAUSE)
        else:
            return


def _let_go(_connection: Any, record: Any) -> None:
    record.invalidate()


def _begin_alone(connection: Connection) -> None:
    """A transaction that will write takes the lock at once: to upgrade later could fail."""
    reads_only = connection.get_execution_options().get("reads_only")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _bring_up_to_date(connection: Connection, location: Location) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SCHEMA_LOCK})")
    found = _version(connection, location)
    if found is None:
        metadata.create_all(connection)
        connection.execute(insert(versions).values(version=VERSION))
        return
    for version in range(found + 1, VERSION + 1):
        for statement in MIGRATIONS[version]:
            connection.exec_driver_sql(statement)
        connection.execute(versions.update().values(version=version))


def _require_this_version(connection: Connection, location: Location) -> None:
    found = _version(connection, location)
    if found is None:
        raise LedgerError(str(location), "is empty", cure="The next live run begins it.")
    if found < VERSION:
        raise LedgerError(
            str(location),
            f"is of version {found}, and this pytest-smsactivate reads {VERSION}",
            cure="Any live run brings it up to date, and so does `smsactivate reap`.",
        )


def _version(connection: Connection, location: Location) -> int | None:
    """None where there is nothing so far; what is not ours, or newer, is refused."""
    there = inspect(connection)
    if not there.has_table("versions"):
        if _is_taken(there):
            raise _not_ours(location)
        return None
    if [column["name"] for column in there.get_columns("versions")] != ["version"]:
        raise _not_ours(location)
    found = connection.scalars(select(versions.c.version)).all()
    if len(found) != 1 or type(found[0]) is not int or found[0] < 1:
        raise _not_ours(location)
    if found[0] > VERSION:
        raise LedgerError(
            str(location),
            f"is of version {found[0]}, and this pytest-smsactivate knows {VERSION}",
            cure="Upgrade pytest-smsactivate, or name another with --sms-ledger.",
        )
    if not all(there.has_table(name) for name in OF_EVERY_VERSION):
        raise _not_ours(location)
    return found[0]


def _is_taken(there: Inspector) -> bool:
    """A file is a ledger's own; in a schema it may lie beside tables of other names."""
    if there.dialect.name == "sqlite":
        return bool(there.get_table_names() or there.get_view_names())
    return any(there.has_table(name) for name in metadata.tables)


def _not_ours(location: Location) -> LedgerError:
    return LedgerError(
        str(location),
        "has tables, but not those of a ledger, and is left as it is",
        cure="Name another with --sms-ledger: a file or a schema of its own.",
    )
