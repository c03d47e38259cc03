"""With pytest-recording, from a cassette of its own.

A client makes a TLS context of its own, which takes longer than all the rest: here
all of them share one.
"""

import ssl

import httpx
import pytest

from benchmarks.lives.provider import CODE, ORIGIN, buy_look_and_cancel

pytestmark = pytest.mark.vcr
TLS = ssl.create_default_context()


def test_life() -> None:
    with httpx.Client(base_url=ORIGIN, verify=TLS) as client:
        assert buy_look_and_cancel(client) == CODE
