"""What the campaign reads from the ledger is what the ledger has written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import insert

from campaign.books import Entry, entries
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import accounts, leases, now, processes, runs


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path):
    opened = Ledger.open(Location(f"sqlite:///{path}"))
    yield opened
    opened.close()


def test_no_file_and_an_empty_one_have_no_leases(path):
    assert entries(path) == []
    path.touch()
    assert entries(path) == []


def test_leases_in_the_order_of_their_entry(path, ledger):
    lease = {
        "account": "a",
        "run": "r",
        "process": "p",
        "test": "test_it.py::test_a",
        "service": "telegram",
        "country": "gb",
        "intended_at": now(),
    }
    with ledger.writing() as connection:
        connection.execute(
            insert(accounts).values(id="a", provider="smsactivate-dev", base_url="http://127.0.0.1")
        )
        run = {"id": "r", "account": "a", "project": "here"}
        connection.execute(insert(runs).values({**run, "started_at": now()}))
        process = {"id": "p", "run": "r", "host": "here", "pid": 1}
        connection.execute(
            insert(processes).values({**process, "started_at": now(), "heartbeat_at": now()})
        )
        connection.execute(
            insert(leases).values(
                **lease, state="kept", price=Decimal("0.115"), activation="act_1", renewals=2
            )
        )
        connection.execute(insert(leases).values(**lease, state="unknown"))
        connection.execute(insert(leases).values(**lease, state="void", judgement="Refunded."))
    assert entries(path) == [
        Entry(1, "kept", "test_it.py::test_a", Decimal("0.115"), "act_1", 2),
        Entry(2, "unknown", "test_it.py::test_a", None, None),
        Entry(3, "void", "test_it.py::test_a", None, None, judged=True),
    ]


@pytest.mark.parametrize(
    ("state", "unsettled"),
    [
        ("intended", True),
        ("open", True),
        ("unknown", True),
        ("released", False),
        ("kept", False),
        ("unconfirmed", False),
        ("void", False),
    ],
)
def test_which_states_leave_something_to_do(state, unsettled):
    assert Entry(1, state, "test_a", None, None).unsettled is unsettled
