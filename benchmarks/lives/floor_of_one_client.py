"""The floor with one client for all tests."""

from collections.abc import Iterator

import httpx
import pytest

from benchmarks.lives.canned import CannedTransport
from benchmarks.lives.provider import CODE, ORIGIN, buy_look_and_cancel


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(transport=CannedTransport(), base_url=ORIGIN) as client:
        yield client


def test_life(client: httpx.Client) -> None:
    assert buy_look_and_cancel(client) == CODE
