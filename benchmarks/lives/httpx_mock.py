"""With pytest-httpx; one TLS context for all clients, as beside pytest-recording."""

import ssl

import httpx
from pytest_httpx import HTTPXMock

from benchmarks.lives.provider import ANSWERS, CODE, ORIGIN, buy_look_and_cancel

TLS = ssl.create_default_context()


def test_life(httpx_mock: HTTPXMock) -> None:
    for method, path, body in ANSWERS:
        httpx_mock.add_response(method=method, url=ORIGIN + path, content=body)
    with httpx.Client(base_url=ORIGIN, verify=TLS) as client:
        assert buy_look_and_cancel(client) == CODE
