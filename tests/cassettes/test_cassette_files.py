from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_smsactivate.cassettes import Cassette, Entry, Secrets, read, write
from pytest_smsactivate.cassettes.format import (
    FORMAT,
    RecordedRequest,
    RecordedResponse,
    encoded,
    record_command,
)
from pytest_smsactivate.errors import (
    CassetteError,
    CassetteMismatch,
    CassetteNotFound,
    CassetteSecret,
)

NODE = "tests/test_app.py::test_signup"
RECORD = f"pytest {NODE} --sms-live --sms-record"
ENTRIES: list[dict[str, Any]] = [
    {
        "at": 0.0,
        "request": {"method": "GET", "path": "/api/v1/balance"},
        "response": {"status": 200, "body": {"balance": 10.0}},
    },
    {
        "at": 1.5,
        "request": {"method": "GET", "path": "/api/v1/balance"},
        "response": {"status": 503},
    },
]
OURS = {
    "format": FORMAT,
    "test": "test_signup",
    "provider": "smsactivate-dev",
    "recorded_at": "2024-03-14T12:30:00Z",
    "prices": {"telegram/ru": "0.07"},
    "entries": ENTRIES,
}


def reread(path: Path, *, test: str = "test_signup", provider: str = "smsactivate-dev") -> Cassette:
    return read(path, test=test, provider=provider, nodeid=NODE)


def refusal(path: Path, content: bytes) -> CassetteError:
    path.write_bytes(content)
    with pytest.raises(CassetteError) as caught:
        reread(path)
    assert caught.value.path == path
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()
    return caught.value


def with_entry(**changes: object) -> bytes:
    """Ours, with changes to its second entry."""
    first, second = ENTRIES
    return msgspec.json.encode({**OURS, "entries": [first, {**second, **changes}]})


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
moments = st.integers(0, 10**9).map(lambda milliseconds: milliseconds / 1000)
bodies = st.recursive(
    st.none() | st.booleans() | st.integers() | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
answers = st.builds(
    RecordedResponse,
    status=st.integers(100, 599),
    retry_after=st.none() | st.integers(0, 90),
    body=bodies.map(msgspec.json.encode).map(msgspec.Raw),
) | st.builds(RecordedResponse, status=st.integers(100, 599), text=names)
requests = st.builds(
    RecordedRequest,
    method=names,
    path=names,
    query=st.dictionaries(names, names, max_size=2),
    body=st.none() | st.dictionaries(names, names, max_size=2),
)


@st.composite
def cassettes(draw: st.DrawFn) -> Cassette:
    entries = []
    for at in sorted(draw(st.lists(moments, max_size=4))):
        count = draw(st.integers(1, 3))
        until = None if count == 1 else at + draw(moments)
        entries.append(
            Entry(
                at=at,
                until=until if until is None or until < 1e9 else at,
                count=count,
                wait=draw(st.none() | st.integers(1, 5)),
                request=draw(requests),
                response=draw(answers),
            )
        )
    return Cassette(
        format=FORMAT,
        test=draw(names),
        provider=draw(names),
        recorded_at=draw(st.datetimes(timezones=st.just(timezone.utc))),
        prices=draw(st.dictionaries(st.just("a/b"), st.sampled_from(["0", "0.07", "12"]))),
        entries=tuple(entries),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cassette=cassettes())
def test_what_was_written_is_read_back(tmp_path: Path, cassette: Cassette) -> None:
    path = tmp_path / "some.json"
    write(path, cassette, Secrets())
    assert reread(path, test=cassette.test, provider=cassette.provider) == cassette


def test_a_file_is_made_to_be_read_in_a_review(recorded: Cassette) -> None:
    text = encoded(recorded).decode()
    assert text.startswith('{\n  "format": "pytest-smsactivate/1",\n  "test": "test_signup",\n')
    assert text.endswith("  ]\n}\n")
    look = msgspec.json.decode(text)["entries"][1]
    assert look == {
        "at": 0.3,
        "until": 3.0,
        "count": 3,
        "wait": 1,
        "request": {"method": "GET", "path": look["request"]["path"]},
        "response": {
            "status": 200,
            "body": {"id": look["response"]["body"]["id"], "status": "pending"},
        },
    }
    assert list(look) == ["at", "until", "count", "wait", "request", "response"]


def test_answers_are_equal_whatever_the_white_space_in_their_bodies() -> None:
    tight, wide = (
        RecordedResponse(status=200, body=msgspec.Raw(body)) for body in (b'{"a":1}', b'{ "a": 1 }')
    )
    assert tight == wide
    assert hash(tight) == hash(wide)
    assert tight != RecordedResponse(status=200, body=msgspec.Raw(b'{"a":2}'))
    assert tight != RecordedResponse(status=200)
    assert tight != "{}"


def test_a_missing_cassette_names_the_command_that_records_it(tmp_path: Path) -> None:
    with pytest.raises(CassetteNotFound, match="No cassette has been recorded") as caught:
        reread(tmp_path / "test_signup.json")
    assert caught.value.cure == f"Record it: {RECORD}"


def test_the_command_is_quoted_for_a_shell() -> None:
    command = record_command("test_app.py::test_resend[ru-+7 a]")
    assert command == "pytest 'test_app.py::test_resend[ru-+7 a]' --sms-live --sms-record"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n", "is empty", id="blank"),
        pytest.param(msgspec.json.encode(OURS)[:-40], "cut short", id="truncated"),
        pytest.param(b"<<<<<<< HEAD\n", "JSON is malformed", id="not JSON"),
        pytest.param(b'{"format": "caf\xe9"}', "byte 15 is not UTF-8", id="not UTF-8"),
        pytest.param(with_entry(at=float("nan")).replace(b"null", b"NaN"), "malformed", id="NaN"),
        pytest.param(with_entry(at="soon"), "`float`, got `str` - at `$.entries[1].at`", id="type"),
        pytest.param(with_entry(at=-1), "$.entries[1].at", id="negative time"),
        pytest.param(with_entry(at=1e300), "$.entries[1].at", id="endless time"),
        pytest.param(with_entry(weight=1), "unknown field `weight`", id="unknown field"),
        pytest.param(with_entry(**{"a\nb\x1b[2J": 1}), "`a b[2J`", id="control characters"),
        pytest.param(with_entry(**{"a" * 5000: 1}), "aaa…", id="endless field name"),
        pytest.param(with_entry(wait=-1), "$.entries[1].wait", id="wait before the first"),
        pytest.param(with_entry(count=0), "$.entries[1].count", id="no count"),
        pytest.param(with_entry(count=2), "entries[1] has a count and no until", id="no until"),
        pytest.param(with_entry(until=2), "entries[1].until does not fit", id="until of one"),
        pytest.param(with_entry(until=1, count=2), "entries[1].until", id="until before at"),
        pytest.param(
            with_entry(response={"status": 200, "body": {}, "text": "x"}),
            "both a body and a text",
            id="body and text",
        ),
        pytest.param(with_entry(response={"status": 20}), "response.status", id="no status"),
        pytest.param(with_entry(request={"method": "GET"}), "missing required field", id="field"),
        pytest.param(
            msgspec.json.encode({**OURS, "entries": ENTRIES[::-1]}),
            "entries[1].at is earlier than the entry before it",
            id="out of order",
        ),
        pytest.param(
            msgspec.json.encode({**OURS, "prices": {"telegram/ru": "dear"}}), "prices", id="price"
        ),
        pytest.param(
            msgspec.json.encode({**OURS, "recorded_at": "2024-03-14T12:30:00"}),
            "recorded_at",
            id="time without a zone",
        ),
        pytest.param(
            msgspec.json.encode({**OURS, "recorded_at": "2024-03-14T12:30:00+03:00"}),
            "recorded_at is not in UTC",
            id="another zone",
        ),
        pytest.param(
            with_entry(response={"status": 200, "body": 0}).replace(
                b'"body":0', b'"body":' + b"[" * 200_000 + b"]" * 200_000
            ),
            "nested too deeply",
            id="deeply nested",
        ),
    ],
)
def test_a_damaged_cassette_is_recorded_again(tmp_path: Path, content: bytes, words: str) -> None:
    error = refusal(tmp_path / "test_signup.json", content)
    assert type(error) is CassetteError
    assert words in str(error)
    assert error.cure == f"Record it again: {RECORD}"
    assert len(error.what) < 300 + len(str(tmp_path))


def test_a_newer_format_asks_for_an_upgrade(tmp_path: Path) -> None:
    newer = msgspec.json.encode({"format": "pytest-smsactivate/2", "tracks": []})
    error = refusal(tmp_path / "test_signup.json", newer)
    assert "has the format 'pytest-smsactivate/2', and this version reads" in str(error)
    assert error.cure == "Upgrade the plugin: pip install --upgrade pytest-smsactivate"


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"format": 3}', b'{"version": 1}'])
def test_a_file_of_another_kind_is_not_taken_for_ours(tmp_path: Path, content: bytes) -> None:
    error = refusal(tmp_path / "test_signup.json", content)
    assert "is no cassette of pytest-smsactivate" in str(error)
    assert RECORD in error.cure


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "test_signup.json"
    with path.open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    with pytest.raises(CassetteError, match="larger than 8 MiB"):
        reread(path)


def test_a_folder_is_not_a_cassette(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="is not a file"):
        reread(tmp_path)


def test_what_the_system_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "cassettes").touch()
    with pytest.raises(CassetteError, match="cannot be read: Not a directory"):
        reread(tmp_path / "cassettes" / "test_signup.json")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_content_raises_another_error(tmp_path: Path, data: st.DataObject) -> None:
    whole = msgspec.json.encode(OURS)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 20, len(whole))))
    content = whole[:start] + data.draw(st.binary(max_size=6)) + whole[end:]
    path = tmp_path / "some.json"
    path.write_bytes(content)
    try:
        cassette = reread(path)
    except CassetteError as error:
        assert "\n" not in str(error)  # noqa: PT017  # reading may also succeed
    else:
        assert cassette.format == FORMAT


def test_a_copied_or_renamed_cassette_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "test_login.json"
    path.write_bytes(msgspec.json.encode(OURS))
    with pytest.raises(CassetteMismatch) as caught:
        reread(path, test="test_login")
    assert "recorded for 'test_signup', not for 'test_login'" in str(caught.value)
    assert caught.value.cure == f"Record it again: {RECORD}"


def test_a_cassette_of_another_provider_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "test_signup.json"
    path.write_bytes(msgspec.json.encode({**OURS, "provider": "p" * 500}))
    with pytest.raises(CassetteMismatch, match="and this run asks 'smsactivate-dev'") as caught:
        reread(path)
    assert f"with '{'p' * 200}…'" in str(caught.value)
    assert "--sms-provider" in caught.value.cure
    assert RECORD in caught.value.cure


def test_writing_makes_folders_and_leaves_nothing_else(tmp_path: Path, recorded: Cassette) -> None:
    path = tmp_path / "cassettes" / "test_app" / "test_signup.json"
    write(path, recorded, Secrets())
    assert list(path.parent.iterdir()) == [path]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def failing_with(failure: BaseException) -> Callable[[int], None]:
    def fsync(descriptor: int) -> None:
        raise failure

    return fsync


def test_a_full_disk_leaves_the_old_cassette(
    tmp_path: Path, recorded: Cassette, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "test_signup.json"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", failing_with(OSError(28, "No space left on device")))
    with pytest.raises(CassetteError, match="cannot be written: No space left") as caught:
        write(path, recorded, Secrets())
    assert "Check the disk" in caught.value.cure
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_no_draft(
    tmp_path: Path, recorded: Cassette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing_with(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "test_signup.json", recorded, Secrets())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, recorded: Cassette) -> None:
    (tmp_path / "cassettes").touch()
    with pytest.raises(CassetteError, match="cannot be written: "):
        write(tmp_path / "cassettes" / "test_app" / "test_signup.json", recorded, Secrets())


def test_a_surviving_secret_keeps_the_file_from_being_written(
    tmp_path: Path, recorded: Cassette
) -> None:
    path = tmp_path / "test_signup.json"
    path.write_text("old")
    shown: Any = msgspec.json.decode(encoded(recorded))["entries"][0]["response"]["body"]["number"]
    with pytest.raises(CassetteSecret) as caught:
        write(path, recorded, Secrets(numbers=[shown[2:]]))
    assert "a phone number in entries[0].response.body.number" in str(caught.value)
    assert shown[2:] not in str(caught.value)
    assert path.read_text() == "old"


def test_the_time_of_recording_is_aware_and_utc(tmp_path: Path, recorded: Cassette) -> None:
    path = tmp_path / "test_signup.json"
    write(path, recorded, Secrets())
    assert reread(path).recorded_at == datetime(2024, 3, 14, 12, 30, tzinfo=timezone.utc)
