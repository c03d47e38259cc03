"""The JSON Schema of the format: what the types say, and what they cannot.

It is published as `schema.json`, beside this file. After a change of the types:
python -c "from pytest_smsactivate.cassettes.schema import write; write()"
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from pytest_smsactivate.cassettes.format import Cassette

__all__ = ["PUBLISHED", "schema", "write"]

PUBLISHED = Path(__file__).with_name("schema.json")

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_RUN = {"until": ["count"], "count": ["until"]}
_PAIR = {"description": "service/country", "pattern": "^.+/.+$"}
_NOT_BOTH = {"required": ["body", "text"]}


def schema() -> dict[str, Any]:
    """The schema, by JSON Schema 2020-12."""
    made = msgspec.json.schema(Cassette)
    types = made["$defs"]
    types["Entry"]["dependentRequired"] = _RUN
    types["RecordedResponse"]["not"] = _NOT_BOTH
    types["Cassette"]["properties"]["prices"]["propertyNames"] = _PAIR
    return {"$schema": _DIALECT, "title": "A cassette of pytest-smsactivate", **made}


def write(path: Path = PUBLISHED) -> None:
    """Publish the schema, indented as a cassette is."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n")
