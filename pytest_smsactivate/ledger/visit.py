"""Coming to a ledger without a run, as the shell does."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.location import Location

__all__ = ["enter", "is_there"]


def is_there(location: Location) -> bool:
    """Whether there is a ledger; to look creates none, and changes nothing.

    Where that cannot be found out the answer is yes, and `Ledger.open` tells why.
    """
    try:
        if location.path is not None:
            location.path.stat()
        engine = _read_only(location)
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


def _read_only(location: Location) -> Engine:
    if location.path is None:
        return create_engine(location.url)
    address = f"{location.path.as_uri()}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))
