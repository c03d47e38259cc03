from __future__ import annotations

from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from pytest_smsactivate.cassettes import Cassette
from pytest_smsactivate.cassettes import schema as published
from pytest_smsactivate.cassettes.format import encoded


def schema() -> dict[str, Any]:
    return msgspec.json.decode(published.PUBLISHED.read_bytes(), type=dict[str, Any])


def faults(document: object) -> list[str]:
    validator = Draft202012Validator(
        schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [error.message for error in validator.iter_errors(document)]


def test_the_published_schema_says_what_the_types_say(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = tmp_path / "schema.json"
    monkeypatch.setattr(published, "PUBLISHED", now)
    committed = schema_text = published.__file__.replace("schema.py", "schema.json")
    published.write()
    with open(committed) as file:
        assert msgspec.json.decode(file.read()) == msgspec.json.decode(now.read_bytes())
    assert schema_text.endswith(".json")


def test_the_schema_is_itself_one() -> None:
    Draft202012Validator.check_schema(schema())


def test_a_recorded_cassette_is_valid(recorded: Cassette) -> None:
    assert faults(msgspec.json.decode(encoded(recorded))) == []
