"""A simulated provider over HTTP, a ledger, suites that write in it, and the shell beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from scene import KEY, Shell, Suites

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.server import SimulatorServer


@pytest.fixture
def simulator() -> SimulatedProvider:
    return SimulatedProvider(LiveClock(), sms_after=None)


@pytest.fixture
def url(simulator: SimulatedProvider) -> Iterator[str]:
    with SimulatorServer(simulator) as server:
        yield server.url


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the ledger is, or will be."""
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def shell(url: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    for name in ("FORCE_COLOR", "SMSACTIVATE_PROVIDER"):
        monkeypatch.delenv(name, raising=False)
    return Shell(
        {
            "SMSACTIVATE_API_KEY": KEY,
            "SMSACTIVATE_BASE_URL": url,
            "SMSACTIVATE_LEDGER": f"sqlite:///{place}",
            "COLUMNS": "80",
        }
    )


@pytest.fixture
def suites(place: Path, url: str) -> Iterator[Suites]:
    suites = Suites(place, url)
    yield suites
    suites.die()


@pytest.fixture
def others(place: Path, url: str) -> Iterator[Suites]:
    """With another key, in the same ledger."""
    others = Suites(place, url, key="sk-another-one-81")
    yield others
    others.die()
