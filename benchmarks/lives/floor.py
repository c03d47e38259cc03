"""The floor: a bare client on a transport that answers from memory, made for each test."""

import httpx

from benchmarks.lives.canned import CannedTransport
from benchmarks.lives.provider import CODE, ORIGIN, buy_look_and_cancel


def test_life() -> None:
    with httpx.Client(transport=CannedTransport(), base_url=ORIGIN) as client:
        assert buy_look_and_cancel(client) == CODE
