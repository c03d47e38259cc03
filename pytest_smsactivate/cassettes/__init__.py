"""Cassettes: the file format, redaction, replay as a timeline, and where files lie.

The names below are loaded on first use (PEP 562): a replay needs no redaction, and a
recording no timeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_smsactivate.cassettes.exchange import Exchange
    from pytest_smsactivate.cassettes.format import (
        Cassette,
        Entry,
        check_writable,
        read,
        record_command,
        write,
    )
    from pytest_smsactivate.cassettes.naming import cassette_path
    from pytest_smsactivate.cassettes.redaction import redacted
    from pytest_smsactivate.cassettes.secrets import Secrets
    from pytest_smsactivate.cassettes.timeline import Timeline

__all__ = [
    "Cassette",
    "Entry",
    "Exchange",
    "Secrets",
    "Timeline",
    "cassette_path",
    "check_writable",
    "read",
    "record_command",
    "redacted",
    "write",
]

_HOMES = {
    "Cassette": "format",
    "Entry": "format",
    "Exchange": "exchange",
    "Secrets": "secrets",
    "Timeline": "timeline",
    "cassette_path": "naming",
    "check_writable": "format",
    "read": "format",
    "record_command": "format",
    "redacted": "redaction",
    "write": "format",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
