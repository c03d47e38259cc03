"""What to say of a request that was not recorded: the nearest one that was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pytest_smsactivate.cassettes.format import RecordedRequest

__all__ = ["described", "nearest"]


def described(request: RecordedRequest) -> str:
    """A request on one line: POST /api/v1/numbers/buy service=telegram country=ru."""
    return " ".join((request.method, request.path, *_parameters(request)))


def nearest(asked: RecordedRequest, recorded: Sequence[RecordedRequest]) -> str:
    """The recorded request that is most like the one asked, and where they differ."""
    if not recorded:
        return "nothing was recorded"

    def likeness(other: RecordedRequest) -> tuple[bool, float]:
        return _same_place(asked, other), _ratio(described(asked), described(other))

    other = max(recorded, key=likeness)
    shown = " ".join(_parameters(other)) if _same_place(asked, other) else ""
    different = list(_differences(asked, other))
    verb = "differs" if len(different) == 1 else "differ"
    return f"nearest recorded: {shown or described(other)} ({' and '.join(different)} {verb})"


def _same_place(asked: RecordedRequest, other: RecordedRequest) -> bool:
    return asked.method == other.method and asked.path == other.path


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _differences(asked: RecordedRequest, other: RecordedRequest) -> Iterator[str]:
    if asked.method != other.method:
        yield "method"
    if asked.path != other.path:
        yield "path"
    wanted, had = _values(asked), _values(other)
    for name in dict.fromkeys((*wanted, *had)):
        if wanted.get(name) != had.get(name):
            yield name


def _parameters(request: RecordedRequest) -> Iterator[str]:
    return (f"{name}={value}" for name, value in _values(request).items())


def _values(request: RecordedRequest) -> dict[str, str]:
    return {**request.query, **(request.body or {})}
