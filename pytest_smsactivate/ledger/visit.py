"""Coming to a ledger without a run, as the shell does."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.location import Location

__all__ = ["enter", "is_there", "reading_engine"]

SHORTLY = 5.0
"""Seconds that a first look waits for others; `Ledger.open` waits longer, and tells why."""

BESIDE = ("-wal", "-journal")
"""What the names of the files end in that hold what is not in the ledger's own so far."""


def is_there(location: Location) -> bool:
    """Whether there is a ledger; to look creates none, and changes nothing.

    Where that cannot be found out the answer is yes, and `Ledger.open` tells why.
    """
    try:
        if location.path is not None:
            location.path.stat()
        engine = reading_engine(location, SHORTLY)
        try:
            with engine.connect() as connection:
                return inspect(connection).has_table("versions")
        finally:
            engine.dispose()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (SQLAlchemyError, OSError, ImportError, OverflowError):
        return True


def enter(connection: Connection, account: Account) -> None:
    """The account, where it is not entered yet; two may do so at once."""
    connection.execute(
        text(
            "INSERT INTO accounts (id, provider, base_url) VALUES (:id, :provider, :base_url)"
            " ON CONFLICT DO NOTHING"
        ),
        {"id": account.id, "provider": account.provider, "base_url": account.base_url},
    )


def reading_engine(location: Location, patience: float) -> Engine:
    """Connections that cannot write, and that create nothing."""
    path = location.path
    if path is None:
        engine = create_engine(location.url, max_overflow=-1, pool_pre_ping=True)
        return engine.execution_options(postgresql_readonly=True)
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, max_overflow=-1, creator=lambda: _connected(path, patience))
    event.listen(engine, "begin", _begin)
    return engine


def _connected(path: Path, patience: float) -> sqlite3.Connection:
    """To read a ledger SQLite makes files beside it; where it may not, a copy is read.

    Nobody writes in it then: whoever does has made these files.
    """
    address = f"{path.as_uri()}?mode=ro"
    connection = sqlite3.connect(
        address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("SELECT * FROM sqlite_master").close()
    except sqlite3.DatabaseError as failure:
        connection.close()
        if "unable to open" in str(failure) or "readonly" in str(failure):
            return _copied(path)
        raise
    return connection


def _copied(path: Path) -> sqlite3.Connection:
    """In memory, with what SQLite would do first by the files beside it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for source in (path, *(path.with_name(path.name + end) for end in BESIDE)):
            if source.exists():
                shutil.copyfile(source, folder / source.name)
        with closing(sqlite3.connect(folder / path.name)) as found, ExitStack() as failing:
            copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            failing.callback(copy.close)
            found.backup(copy)
            failing.pop_all()
    return copy


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
