"""A ledger of one's own, in SQLite and in PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bookkeeping import Life
from postgresql import PostgreSQL, binaries

from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A server of this process's own. Only outside CI a machine may be without one."""
    programs = binaries()
    if programs is None:
        report = pytest.fail if os.environ.get("CI") else pytest.skip
        report("This machine has no PostgreSQL: neither initdb nor /usr/lib/postgresql.")
    with PostgreSQL(programs) as server:
        yield server


@pytest.fixture
def database(postgresql: PostgreSQL) -> Iterator[str]:
    """The URL of an empty schema in PostgreSQL."""
    name = postgresql.create()
    yield postgresql.url(name)
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is no ledger yet, one way and the other."""
    if request.param == "postgresql":
        found: str = request.getfixturevalue("database")
        return found
    return f"sqlite:///{tmp_path}/state/ledger.sqlite3"


@pytest.fixture
def location(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Location:
    """The same; the signs of life of those who use PostgreSQL are in a folder of the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home"))
    return Location(url)


@pytest.fixture
def opening(location: Location) -> Iterator[Callable[[], Ledger]]:
    """Opens the ledger there, as often as it is called; all are closed at the end."""
    opened: list[Ledger] = []

    def opening() -> Ledger:
        ledger = Ledger.open(location)
        opened.append(ledger)
        return ledger

    yield opening
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(opening: Callable[[], Ledger]) -> Ledger:
    """Open and empty."""
    return opening()


@pytest.fixture
def life(ledger: Ledger) -> Life:
    """An account, and one run with one process that is alive."""
    return Life(ledger)
