from __future__ import annotations

import subprocess
import sys

import pytest

from pytest_smsactivate import cassettes


@pytest.mark.parametrize("name", cassettes.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(cassettes, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Tape'"):
        cassettes.Tape  # noqa: B018  # the look-up is what is tested


def test_replaying_loads_nothing_that_only_recording_needs() -> None:
    script = (
        "import sys; from pytest_smsactivate.cassettes import Timeline, cassette_path, read; "
        "print(*sorted(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "pytest_smsactivate.cassettes.timeline" in loaded
    assert not loaded & {
        "difflib",
        "httpx",
        "phonenumbers",
        "pytest_smsactivate.cassettes.redaction",
    }
