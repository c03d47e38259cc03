"""The least that a transport can do."""

from __future__ import annotations

from itertools import cycle

import httpx

from benchmarks.lives.provider import ANSWERS

__all__ = ["CannedTransport"]


class CannedTransport(httpx.BaseTransport):
    """Gives the answers of one life after another, whatever is asked."""

    def __init__(self) -> None:
        self._bodies = cycle(body for _, _, body in ANSWERS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=next(self._bodies))
