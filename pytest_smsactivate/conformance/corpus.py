"""Answers that no provider should give, and some do."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec

__all__ = ["MARK", "STATUSES", "bodies", "spoiled"]

STATUSES = (200, 201, 204, 302, 400, 404, 409, 500)

MARK = "tk-5Hs8-never-told-Qq21"
"""Stands for a token, in answers to a login."""

_DEEP = 20_000

_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**18,
    1e308,
    -0.5,
    "",
    " ",
    "x" * 1000,
    "\r\n\x00\x1b[2J",
    "٣٤",
    "+",
    "NaN",
    "-Infinity",
    "1e999999",
    "../../etc?x=1#y",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2024-03-14 12:30:00",
    [],
    [None],
    [[]],
    {},
    {"": None},
)

_WORDS = (
    b"",
    b" \r\n\t ",
    b"null",
    b"true",
    b"-0",
    b"0",
    b"7" * 5000,
    b"-" + b"7" * 400,
    b"1e400",
    b"0.1e-400",
    b'"\\ud800"',
    b'"\\udfff\\ud800"',
    b"\xed\xa0\x80",
    b'{"id":"\\ud83d"}',
    b"[" * _DEEP,
    b'{"a":' * _DEEP,
    b"[" * _DEEP + b"]" * _DEEP,
    b'{"status":"success"',
    b"{}{}",
    b"[1,]",
    b"{,}",
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b"<!DOCTYPE html><html><body>busy</body></html>",
    b'{"error":"a\\nb\\u2028c\\u0000d"}',
    b"ERROR",
    b":" * 100,
    b"\x00" * 100,
    b"\xc3(" * 500,
)


def bodies() -> Iterator[bytes]:
    """Bytes of every kind, and JSON of every type; the same at every call."""
    yield from _WORDS
    yield from (bytes([each]) for each in range(256))
    random = Random(0)
    yield from (random.randbytes(random.randrange(1, 80)) for _ in range(64))
    for value in _VALUES:
        yield msgspec.json.encode(value)
        yield msgspec.json.encode([value])
        yield msgspec.json.encode({"status": value, "number": value, "data": value})


def spoiled(body: bytes) -> Iterator[bytes]:
    """A proper answer with rubbish behind or in it, cut short, or with other values."""
    yield from (body + rubbish for rubbish in (b"\x00", b":", b" x", b"{}", b":\xff", b"\r\n7"))
    yield from (rubbish + body for rubbish in (b"\xff", b"[", b"0"))
    yield from (body[:length] for length in range(0, len(body), 3))
    yield body.swapcase()
    yield body.replace(b":", b"::")
    yield body.replace(b'"', b"")
    try:
        tree = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    yield msgspec.json.encode([tree])
    for place in _places(tree):
        yield msgspec.json.encode(_without(tree, place))
        for value in _VALUES:
            yield msgspec.json.encode(_with(tree, place, value))


Place = tuple[str | int, ...]


def _places(node: Any, above: Place = ()) -> Iterator[Place]:
    """Where values stand in a document."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for name, item in items:
        yield (*above, name)
        if isinstance(item, dict | list):
            yield from _places(item, (*above, name))


def _without(tree: Any, place: Place) -> Any:
    changed, holder = _opened(tree, place)
    del holder[place[-1]]
    return changed


def _with(tree: Any, place: Place, value: Any) -> Any:
    changed, holder = _opened(tree, place)
    holder[place[-1]] = value
    return changed


def _opened(tree: Any, place: Place) -> tuple[Any, Any]:
    """A copy of the document, and what holds that place in it."""
    changed = holder = copy.deepcopy(tree)
    for name in place[:-1]:
        holder = holder[name]
    return changed, holder
