"""The ledger fails at its moment, for those who write, and is well again."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress

import pytest
from by_hand import eventually
from sqlalchemy import select

from campaign.plan import LedgerTrouble
from campaign.trouble import ROOMS, Trouble
from pytest_smsactivate.errors import LedgerError
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import accounts, metadata


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path):
    with closing(Ledger.open(Location.of(f"sqlite:///{path}"))) as ledger:
        yield ledger


@pytest.fixture
def in_trouble(path, ledger):
    """Begins one at the first purchase; it is over in the end."""
    begun = []

    def begin(room):
        begun.append(Trouble(LedgerTrouble("buy", 1, room, 60.0), path))
        begun[-1].seen("buy", 1, False)
        return begun[-1]

    yield begin
    for each in begun:
        each.end()


def write(ledger, name):
    with ledger.writing() as connection:
        connection.execute(accounts.insert().values(id=name, provider="here", base_url="url"))


def written(ledger):
    with ledger.reading() as connection:
        return sorted(connection.scalars(select(accounts.c.id)))


def test_one_that_is_full_takes_nothing_can_be_read_and_is_well_again(in_trouble, ledger):
    write(ledger, "before")
    full = in_trouble("all")
    assert full.began
    with pytest.raises(LedgerError, match="disk is full"):
        write(ledger, "meanwhile")
    assert written(ledger) == ["before"]
    full.end()
    write(ledger, "after")
    assert written(ledger) == ["after", "before"]


def test_of_a_room_that_is_full_the_others_take_what_comes(in_trouble, ledger):
    in_trouble("leases")
    write(ledger, "meanwhile")
    assert written(ledger) == ["meanwhile"]


def test_one_that_is_locked_lets_writers_wait(in_trouble, path):
    locked = in_trouble(None)
    with closing(sqlite3.connect(path, timeout=0.0, isolation_level=None)) as database:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            database.execute("BEGIN IMMEDIATE")
        locked.end()
        database.execute("BEGIN IMMEDIATE")


def test_it_is_over_when_its_time_is(path, ledger):
    short = Trouble(LedgerTrouble("buy", 2, "all", 0.0), path)
    short.seen("buy", 2, False)

    def takes() -> bool:
        with suppress(LedgerError):
            write(ledger, "after")
        return written(ledger) == ["after"]

    assert short.began
    eventually(takes)
    short.end()


@pytest.mark.parametrize("seen", [("buy", 2, False), ("buy", 1, True), ("look", 1, False)])
def test_it_waits_for_its_moment(path, seen):
    waiting = Trouble(LedgerTrouble("buy", 1, "all", 60.0), path)
    waiting.seen(*seen)
    assert not waiting.began
    waiting.end()
    assert not path.exists()


def test_a_plan_without_it_has_none(path):
    none = Trouble(None, path)
    none.seen("buy", 1, False)
    assert not none.began
    none.end()


def test_every_table_is_in_a_room_but_the_version(ledger):
    assert {*ROOMS["all"], "versions"} == set(metadata.tables)
    assert all(set(tables) <= set(ROOMS["all"]) for tables in ROOMS.values())
