from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from pytest_smsactivate.cassettes import Cassette
from pytest_smsactivate.cassettes.format import encoded
from pytest_smsactivate.cassettes.schema import PUBLISHED, schema, write

Document = dict[str, Any]


def valid(document: Document) -> bool:
    published = msgspec.json.decode(PUBLISHED.read_bytes(), type=Document)
    return bool(Draft202012Validator(published).is_valid(document))


@pytest.fixture
def document(recorded: Cassette) -> Document:
    return msgspec.json.decode(encoded(recorded), type=Document)


def test_the_published_schema_is_made_from_the_types(tmp_path: Path) -> None:
    write(tmp_path / "schema.json")
    fresh = (tmp_path / "schema.json").read_bytes()
    assert msgspec.json.decode(PUBLISHED.read_bytes()) == msgspec.json.decode(fresh)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def test_a_recorded_cassette_is_valid(document: Document) -> None:
    assert valid(document)


def test_the_schema_refuses_what_reading_refuses(document: Document) -> None:
    entries = document["entries"]
    assert not valid({**document, "format": "pytest-smsactivate/2"})
    assert not valid({**document, "recorded_at": "2024-03-14T12:30:00+03:00"})
    assert not valid({**document, "prices": {"telegram": "0.07"}})
    assert not valid({**document, "prices": {"telegram/ru": "dear"}})
    assert not valid({**document, "entries": [{**entries[0], "weight": 1}]})
    assert not valid({**document, "entries": [{**entries[0], "at": -1}]})
    assert not valid({**document, "entries": [{**entries[0], "count": 2}]})
    assert not valid({**document, "entries": [{**entries[0], "until": 2}]})
    both = {"status": 200, "body": {}, "text": "x"}
    assert not valid({**document, "entries": [{**entries[0], "response": both}]})
