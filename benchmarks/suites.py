"""Writes a life of `benchmarks.lives` out as a suite of many equal tests, with its cassettes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import msgspec

from benchmarks.lives import provider
from pytest_smsactivate.cassettes.format import (
    FORMAT,
    Cassette,
    Entry,
    RecordedRequest,
    RecordedResponse,
    encoded,
)

__all__ = [
    "ALWAYS",
    "EMPTY",
    "FLOOR",
    "ONE_CLIENT",
    "OURS",
    "PEERS",
    "SUITES",
    "Suite",
    "cassette",
    "write",
]

LIVES = Path(__file__).with_name("lives")
MODULE = "test_lives.py"


@dataclass(frozen=True)
class Suite:
    """One way to write a life: `file` in `lives`, and the `plugins` it needs beside `ALWAYS`.

    `record` writes the cassette of the test `name` into the suite's folder.
    """

    title: str
    file: str
    plugins: tuple[str, ...] = ()
    record: Callable[[Path, str], None] | None = None


def write(suite: Suite, folder: Path, tests: int) -> None:
    """Write `tests` copies of the life into one module of `folder`, and what they replay."""
    source = (LIVES / suite.file).read_text("utf-8")
    *_, life = ast.parse(source).body
    lines = source.splitlines(keepends=True)
    head, body = lines[: life.lineno - 1], "".join(lines[life.lineno - 1 :])
    names = [f"test_life_{position:04}" for position in range(tests)]
    copies = [body.replace("test_life", name, 1) for name in names]
    folder.mkdir(parents=True)
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    (folder / MODULE).write_text("\n\n".join(["".join(head).rstrip(), *copies]), "utf-8")
    for name in names:
        if suite.record is not None:
            suite.record(folder, name)


def cassette(test: str) -> Cassette:
    """A life as the plugin records it: the code is there at the third look, after 2.5 seconds."""
    bought, pending, _, received, cancelled = (
        (
            RecordedRequest(
                method=method, path=path, body=provider.ORDER if method == "POST" else None
            ),
            RecordedResponse(status=200, body=msgspec.Raw(body)),
        )
        for method, path, body in provider.ANSWERS
    )
    return Cassette(
        format=FORMAT,
        test=test,
        provider="smsactivate-dev",
        recorded_at=datetime(2024, 3, 14, 12, 30, tzinfo=timezone.utc),
        prices={"telegram/ru": "0.07"},
        entries=(
            Entry(at=0.0, request=bought[0], response=bought[1]),
            Entry(at=0.0, until=1.0, count=2, wait=1, request=pending[0], response=pending[1]),
            Entry(at=2.5, wait=1, request=received[0], response=received[1]),
            Entry(at=2.5, request=cancelled[0], response=cancelled[1]),
        ),
    )


def _record_ours(folder: Path, name: str) -> None:
    path = folder / "cassettes" / Path(MODULE).stem / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(cassette(f"{MODULE}::{name}")))


def _record_vcr(folder: Path, name: str) -> None:
    exchanges = [
        _VCR_EXCHANGE.format(method=method, uri=provider.ORIGIN + path, body=body.decode())
        for method, path, body in provider.ANSWERS
    ]
    path = folder / "cassettes" / Path(MODULE).stem / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(["interactions:\n", *exchanges, "version: 1\n"]), "utf-8")


_VCR_EXCHANGE = """\
- request:
    body: ''
    headers: {{}}
    method: {method}
    uri: {uri}
  response:
    body:
      string: '{body}'
    headers: {{}}
    status:
      code: 200
      message: OK
"""

ALWAYS = ("respx", "anyio")
"""The entry points that each suite loads, since they come wherever the plugin is installed."""

EMPTY = Suite("an empty test", "empty.py")
FLOOR = Suite("floor: a bare client", "floor.py")
ONE_CLIENT = Suite("  one client for all tests", "floor_of_one_client.py")
OURS = Suite("pytest-smsactivate", "smsactivate.py", ("smsactivate",), _record_ours)

PEERS = (
    Suite("respx", "respx_mock.py"),
    Suite("pytest-httpx", "httpx_mock.py", ("pytest_httpx",)),
    Suite("pytest-recording", "recording.py", ("recording",), _record_vcr),
)
SUITES = (EMPTY, FLOOR, ONE_CLIENT, OURS, *PEERS)
