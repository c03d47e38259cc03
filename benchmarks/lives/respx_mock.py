"""With respx; one TLS context for all clients, as beside pytest-recording."""

import ssl

import httpx
from respx import MockRouter

from benchmarks.lives.provider import ANSWERS, BUY, CODE, LOOK, ORIGIN, buy_look_and_cancel

TLS = ssl.create_default_context()


def test_life(respx_mock: MockRouter) -> None:
    bought, *looks, cancelled = [httpx.Response(200, content=body) for _, _, body in ANSWERS]
    respx_mock.post(ORIGIN + BUY).mock(return_value=bought)
    respx_mock.get(ORIGIN + LOOK).mock(side_effect=looks)
    respx_mock.delete(ORIGIN + LOOK).mock(return_value=cancelled)
    with httpx.Client(base_url=ORIGIN, verify=TLS) as client:
        assert buy_look_and_cancel(client) == CODE
