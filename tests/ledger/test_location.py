"""Which URLs are a ledger's, and that none of them tells a password."""

from __future__ import annotations

import pickle
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from bookkeeping import number_of
from postgresql import LOCKED, PASSWORD, USER

from pytest_smsactivate.errors import ConfigurationError, LedgerError
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location

SECRET = "s3cr3t"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////var/lib/ledger.sqlite3", "/var/lib/ledger.sqlite3"),
        ("sqlite:////var/a%20b%3F%23%25/c", "/var/a b?#%/c"),
        ("sqlite:////var/@home/c", "/var/@home/c"),
    ],
)
def test_a_file_is_named_by_its_path(url: str, path: str) -> None:
    location = Location(url)
    assert location.path == Path(path)
    assert str(location) == path
    assert repr(location) == f"<Location {path}>"
    assert location.alive == Path(f"{path}.alive")
    assert Location(location.url).path == Path(path)


def test_a_relative_file_lies_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    location = Location("sqlite:///ledger.sqlite3")
    assert location.path == tmp_path / "ledger.sqlite3"
    monkeypatch.chdir("/")
    assert str(location) == f"{tmp_path}/ledger.sqlite3"
    assert location.alive == tmp_path / "ledger.sqlite3.alive"
    assert Location(location.url).path == location.path, "its URL names it from every folder"


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Location("sqlite:///~/ledger.sqlite3").path == tmp_path / "ledger.sqlite3"


def test_without_a_url_it_is_in_the_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "a #1? 100%25"
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    location = Location.of(None)
    assert location.path == home / "pytest-smsactivate" / "ledger.sqlite3"
    Ledger.open(location).close()
    assert location.path.is_file()


def test_a_name_that_urls_have_marks_for_is_opened_as_it_is(tmp_path: Path) -> None:
    name = "a?b#c%d.sqlite3"
    Ledger.open(Location(f"sqlite:///{tmp_path}/{quote(name)}")).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite://host/ledger",
        "sqlite:///ledger?mode=ro",
        "sqlite:///ledger#here",
        "sqlite:///ledger\0",
        "mysql://host/ledger",
        "/var/lib/ledger.sqlite3",
        "",
        f"postgresql:user:{SECRET}@host/ledger",
        f"postgresql://user:{SECRET}/ledger",
        f"postgresql://user:12/{SECRET}@host/ledger",
        f"postgresql://user:12?{SECRET}@host/ledger",
        f"postgresql://user:12#{SECRET}@host/ledger",
        f"postgresql://user:p@{SECRET}@host/ledger",
        f"postgresql://user:[{SECRET}@host/ledger",
        f"postgres-{SECRET}://host/ledger",
    ],
)
def test_what_is_no_ledger_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Location(url)
    assert "sqlite:////a/path" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgresql://me:{SECRET}@db.example/books", "postgresql://db.example/books"),
        (f"postgres://me:{SECRET}@db.example:5433/books", "postgresql://db.example:5433/books"),
        (f"postgresql+psycopg://me:%40{SECRET}@[::1]:5433/b", "postgresql://[::1]:5433/b"),
        (f"postgresql://db.example/books?password={SECRET}", "postgresql://db.example/books"),
        (f"postgresql:///books?host=/tmp/x&password={SECRET}", "postgresql://localhost/books"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    location = Location(url)
    assert location.path is None
    assert str(location) == shown
    assert repr(location) == f"<Location {shown}>"
    assert repr(Ledger(location)) == f"<Ledger at {shown}>"
    assert location.url == "postgresql+psycopg:" + url.partition(":")[2]


def test_those_who_share_a_database_show_that_they_live_in_the_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert Location("postgresql://host/books").alive == tmp_path / "pytest-smsactivate" / "alive"


@pytest.mark.parametrize("url", ["{user}:{password}@/{rest}", "{user}@/{rest}&password={password}"])
def test_a_password_is_encoded_where_it_must_be(database: str, url: str) -> None:
    rest = database.rpartition("@/")[2]
    filled = url.format(user=LOCKED, password=quote(PASSWORD, safe=""), rest=rest)
    with closing(Ledger.open(Location(f"postgresql://{filled}"))) as ledger:
        assert number_of(ledger, "versions") == 1


def test_a_wrong_password_is_not_told(database: str) -> None:
    url = database.replace(f"{USER}@", f"{LOCKED}:{quote('@' + SECRET, safe='')}@")
    with pytest.raises(LedgerError, match="password authentication failed") as caught:
        Ledger.open(Location(url))
    assert SECRET not in str(caught.value) + repr(caught.value) + str(vars(caught.value))
    assert SECRET.encode() not in pickle.dumps(caught.value)
