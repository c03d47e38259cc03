"""A cassette's file: its shape, reading it whatever is in it, writing it whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec
from msgspec import Meta

from pytest_smsactivate.errors import (
    CassetteError,
    CassetteMismatch,
    CassetteNotFound,
    CassetteSecret,
    expected,
)

if TYPE_CHECKING:
    from pytest_smsactivate.cassettes.secrets import Secrets

__all__ = [
    "FORMAT",
    "Cassette",
    "Entry",
    "RecordedRequest",
    "RecordedResponse",
    "check_writable",
    "encoded",
    "read",
    "record_command",
    "write",
]

__tracebackhide__ = expected

FORMAT: Final = "pytest-smsactivate/1"

_FAMILY = "pytest-smsactivate/"
_LARGEST = 8 * 1024 * 1024
_QUOTED = 200
_ELSEWHERE = "Check the disk and the permissions of the folder named by --sms-cassettes."

Moment = Annotated[
    float,
    Meta(ge=0, le=1e9, description="Seconds since the first request, to the millisecond."),
]
Ordinal = Annotated[
    int,
    Meta(ge=0, description="Which public call on that number asked, from 1; 0 before the first."),
]
Count = Annotated[int, Meta(ge=1, description="How many equal polls are folded into this one.")]
Status = Annotated[int, Meta(ge=100, le=599)]
RetryAfter = Annotated[int, Meta(ge=0, description="Seconds; the one header that is kept.")]
Instant = Annotated[
    datetime,
    Meta(tz=True, extra_json_schema={"pattern": r"(Z|\+00:00)$"}),
]
Pair = Annotated[str, Meta(pattern="^.+/.+$", description="service/country")]
Price = Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)?$", description="A decimal number.")]


class RecordedRequest(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """What was asked, without headers and key."""

    method: str
    path: str
    query: dict[str, str] = {}
    body: dict[str, str] | None = None


class RecordedResponse(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    kw_only=True,
    eq=False,
):
    """What was answered: `body` where that was JSON, else `text`; neither if it was empty."""

    status: Status
    retry_after: RetryAfter | None = None
    body: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    text: str = ""

    def __eq__(self, other: object) -> bool:
        """Equal whatever the white space in the body."""
        return isinstance(other, RecordedResponse) and self._compact() == other._compact()

    def __hash__(self) -> int:
        return hash(self._compact())

    @property
    def content(self) -> bytes:
        """What is handed out for the answer's body."""
        return bytes(self.body) if isinstance(self.body, msgspec.Raw) else self.text.encode()

    def _compact(self) -> tuple[int, int | None, str, bytes | None]:
        body = self.body
        compact = (
            msgspec.json.format(bytes(body), indent=-1) if isinstance(body, msgspec.Raw) else None
        )
        return self.status, self.retry_after, self.text, compact


class Entry(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """One exchange, or a run of equal polls: from `at` to `until`, `count` of them."""

    at: Moment
    until: Moment | None = None
    count: Count = 1
    wait: Ordinal | None = None
    request: RecordedRequest
    response: RecordedResponse


class Cassette(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a provider answered in one test, in order of asking."""

    format: Literal["pytest-smsactivate/1"]
    test: str
    provider: str
    recorded_at: Instant
    prices: dict[Pair, Price] = {}
    entries: tuple[Entry, ...] = ()


_DECODER = msgspec.json.Decoder(Cassette)
_UNDECODABLE = (msgspec.DecodeError, ValueError, RecursionError)


def record_command(nodeid: str) -> str:
    """What to type to record this test, quoted for a shell where that is needed."""
    from shlex import quote

    return f"pytest {quote(nodeid)} --sms-live --sms-record"


def read(path: Path, *, test: str, provider: str, nodeid: str) -> Cassette:
    """The cassette of `test`, recorded with `provider`.

    Raises `CassetteNotFound`, `CassetteMismatch` when it is another test's or another
    provider's, and `CassetteError` for whatever else may be wrong with a file.
    """
    data = _content(path, nodeid)
    try:
        data.decode()
        cassette = _DECODER.decode(data)
    except _UNDECODABLE as failure:
        raise _damaged(path, data, failure, nodeid) from None
    fault = _disorder(cassette)
    if fault is not None:
        raise CassetteError(path, f"The cassette is damaged: {fault}", cure=_again(nodeid))
    if cassette.test != test:
        raise CassetteMismatch(
            path,
            f"The cassette was recorded for {_quoted(cassette.test)}, not for {_quoted(test)}: "
            "the file was copied or renamed, or the test was",
            cure=_again(nodeid),
        )
    if cassette.provider != provider:
        raise CassetteMismatch(
            path,
            f"The cassette was recorded with {_quoted(cassette.provider)}, "
            f"and this run asks {_quoted(provider)}",
            cure="Choose the other with --sms-provider, or record with this one: "
            f"{record_command(nodeid)}",
        )
    return cassette


def _content(path: Path, nodeid: str) -> bytes:
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise CassetteError(path, "The cassette is not a file", cure=_again(nodeid))
        if facts.st_size > _LARGEST:
            raise CassetteError(
                path,
                f"The cassette is larger than {_LARGEST // 1024**2} MiB, and was not read",
                cure=_again(nodeid),
            )
        with path.open("rb", buffering=0) as file:
            data = file.read()
    except FileNotFoundError:
        raise CassetteNotFound(
            path,
            "No cassette has been recorded for this test",
            cure=f"Record it: {record_command(nodeid)}",
        ) from None
    except OSError as failure:
        raise CassetteError(
            path,
            f"The cassette cannot be read: {failure.strerror or failure}",
            cure="Check the file's permissions and the folder named by --sms-cassettes.",
        ) from None
    if not data or data.isspace():
        raise CassetteError(path, "The cassette is empty", cure=_again(nodeid))
    return data


class _Header(msgspec.Struct):
    """As much of a file as tells whether it is ours."""

    format: str


def _damaged(path: Path, data: bytes, failure: Exception, nodeid: str) -> CassetteError:
    """Why the file could not be decoded: newer, not ours, of a wrong shape, or damaged."""
    if isinstance(failure, UnicodeDecodeError):
        what = f"The cassette is damaged: byte {failure.start} is not UTF-8"
    elif isinstance(failure, RecursionError):
        what = "The cassette is damaged: it is nested too deeply"
    elif isinstance(failure, msgspec.ValidationError):
        return _misshapen(path, data, failure, nodeid)
    elif "truncated" in str(failure):
        what = "The cassette is cut short: its end is missing"
    else:
        what = f"The cassette is damaged: {_one_line(str(failure))}"
    return CassetteError(path, what, cure=_again(nodeid))


def _misshapen(path: Path, data: bytes, failure: Exception, nodeid: str) -> CassetteError:
    try:
        declared = msgspec.json.decode(data, type=_Header).format
    except _UNDECODABLE:
        declared = ""
    if declared == FORMAT:
        what = f"The cassette is damaged: {_one_line(str(failure))}"
        return CassetteError(path, what, cure=_again(nodeid))
    if declared.startswith(_FAMILY):
        return CassetteError(
            path,
            f"The cassette has the format {_quoted(declared)}, and this version reads {FORMAT}",
            cure="Upgrade the plugin: pip install --upgrade pytest-smsactivate",
        )
    return CassetteError(
        path,
        "The file is no cassette of pytest-smsactivate",
        cure=f"Move it away, and record the test: {record_command(nodeid)}",
    )


def _disorder(cassette: Cassette) -> str | None:
    """What types cannot say: the order of time, and fields that exclude each other."""
    if cassette.recorded_at.tzinfo is not timezone.utc:
        return "recorded_at is not in UTC"
    latest = 0.0
    for place, entry in enumerate(cassette.entries):
        at = entry.at
        if at < latest:
            return f"entries[{place}].at is earlier than the entry before it"
        latest = at
        until = entry.until
        if until is None:
            if entry.count != 1:
                return f"entries[{place}] has a count and no until"
        elif entry.count == 1 or until < at:
            return f"entries[{place}].until does not fit its at and count"
        if entry.response.text and entry.response.body is not msgspec.UNSET:
            return f"entries[{place}].response has both a body and a text"
    return None


def _again(nodeid: str) -> str:
    return f"Record it again: {record_command(nodeid)}"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _QUOTED else text[:_QUOTED] + "…")


def _one_line(text: str) -> str:
    line = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"


def encoded(cassette: Cassette) -> bytes:
    """The file's bytes: indented, keys in the order above, defaults of entries left out."""
    return msgspec.json.format(msgspec.json.encode(cassette), indent=2) + b"\n"


def check_writable(path: Path) -> None:
    """Raise `CassetteError` where a cassette could not be written, before it costs anything."""
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise CassetteError(path, f"The cassette cannot be written: {folder}", cure=_ELSEWHERE)


def write(path: Path, cassette: Cassette, secrets: Secrets) -> None:
    """Write the cassette whole or not at all, folders included.

    Raises `CassetteSecret` when a known secret survives in the bytes, and
    `CassetteError` when the file cannot be written; either leaves what was there.
    """
    data = encoded(cassette)
    leak = secrets.leak(data)
    if leak is not None:
        raise CassetteSecret(path, f"The cassette would have held {leak}, and was not written")
    draft = path.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_all(draft, data)
        draft.replace(path)
    except OSError as failure:
        raise CassetteError(
            path,
            f"The cassette cannot be written: {failure.strerror or failure}",
            cure=_ELSEWHERE,
        ) from None
    finally:
        with suppress(OSError):
            draft.unlink()


def _write_all(path: Path, data: bytes) -> None:
    """Create the file, and have it on the disk before it takes the old one's name."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
