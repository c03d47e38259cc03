"""A counting house for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counting_house import CountingHouse


@pytest.fixture
def house(tmp_path: Path) -> Iterator[CountingHouse]:
    house = CountingHouse(tmp_path)
    yield house
    house.ledger.close()
