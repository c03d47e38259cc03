"""To a cassette or the simulator, through a respx router behind a transport of our own.

Nothing is patched: neither `respx.mock` nor `httpx.MockTransport`, so that the
application's own httpx calls, and the user's own doubles, never meet our traffic.
One route catches all and asks the world; more routes cost time, and an unmatched
request would raise an AssertionError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import msgspec
import respx

from pytest_smsactivate.errors import SmsActivateError, expected
from pytest_smsactivate.models import Request, Response

__all__ = ["Router", "RouterTransport", "World"]

__tracebackhide__ = expected

_WORLD = "smsactivate.world"
_REQUEST = "smsactivate.request"
_WITHIN = "smsactivate.within"
_FAILURE = "smsactivate.failure"
_ORIGIN = httpx.URL("https://smsactivate.test")


World = Callable[[Request, float | None], Response]
"""Answers in the provider's place, within so many seconds: a cassette, or the simulator."""


class Router:
    """One respx router for a whole run; each request carries the world it is meant for."""

    def __init__(self) -> None:
        self._router = respx.Router(assert_all_called=False)
        self._route = self._router.routes.add(_EveryRequest())

    def handle(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._router.handler(request)
        finally:
            # respx keeps every call; over a suite that would be memory without end.
            self._router.calls.clear()
            self._route.calls.clear()


class _EveryRequest(respx.Route):
    """Matches all. Not a side effect, whose signature respx takes apart at each request."""

    def resolve(self, request: httpx.Request, **_context: Any) -> httpx.Response:
        """An error is handed on beside respx, whose frames would bury the test's own line."""
        extensions = request.extensions
        try:
            answer = extensions[_WORLD](extensions[_REQUEST], extensions[_WITHIN])
        except SmsActivateError as failure:
            extensions[_FAILURE] = failure
            return httpx.Response(503)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.body))


class _Body(httpx.SyncByteStream):
    """A body in memory; one of httpx's own kind would be read and copied on the way."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content


class RouterTransport(httpx.BaseTransport):
    """Answers at once, from the world it was made for."""

    blocking = False

    def __init__(self, router: Router, world: World) -> None:
        self._router = router
        self._world = world

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._router.handle(request)

    def send(self, request: Request, within: float | None) -> Response:
        """Raises what the world raises. The world reads our request, not httpx's."""
        content = b"" if request.body is None else msgspec.json.encode(request.body)
        outgoing = httpx.Request(
            request.method,
            _ORIGIN,
            stream=httpx.ByteStream(content),
            extensions={_WORLD: self._world, _REQUEST: request, _WITHIN: within},
        )
        answer = self.handle_request(outgoing)
        if _FAILURE in outgoing.extensions:
            raise outgoing.extensions[_FAILURE]
        assert isinstance(answer.stream, httpx.SyncByteStream), "the route's own"
        return Response(answer.status_code, b"".join(answer.stream), answer.headers)
