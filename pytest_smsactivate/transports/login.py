"""The token that an API gives for the key: had when first needed, renewed before it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.errors import (
    AnswerLost,
    AuthenticationError,
    ConnectionNotMade,
    InsufficientBalance,
    ProviderError,
    RateLimited,
    expected,
)
from pytest_smsactivate.flows.exchange import SHORTEST_REQUEST
from pytest_smsactivate.models import Request, Response, Token
from pytest_smsactivate.providers import Provider

__all__ = ["Login", "LoginRefused"]

__tracebackhide__ = expected

REFUSALS = (401, 402, 403, 429)
"""HTTP statuses that mean the same whatever is asked; any other says that there is no login."""

REFUSED_AS: dict[type[ProviderError], int] = {
    AuthenticationError: 401,
    InsufficientBalance: 402,
    RateLimited: 429,
}
"""The status that means the same as a refusal which is told under another."""

LOGIN_PATIENCE = 15.0
"""Seconds that a login may take at the most: what was asked needs the rest of its time."""

MARGIN = 0.1
"""The part of its life at whose beginning a token is renewed: it must outlast a request."""


class LoginRefused(Exception):
    """The API does not let this key in: `response` is its answer, to whatever was asked."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class Login:
    """One account's token; None for an API that takes the key itself.

    `exchange` sends one request with the key, within so many seconds. Logging in is no part
    of the shared rate: it happens once an hour or so. Safe to use from several threads.
    """

    def __init__(
        self,
        provider: Provider,
        key: str,
        exchange: Callable[[Request, float], Response],
        *,
        clock: Clock,
    ) -> None:
        self._provider = provider
        self._key = key
        self._exchange = exchange
        self._clock = clock
        self._token: Token | None = None
        self._ends: float | None = None
        self._lock = threading.Lock()

    def token(self, within: float, *, refused: str | None = None) -> str | None:
        """Another than the one that was `refused`; within `LOGIN_PATIENCE` seconds at the most.

        Raises `LoginRefused`, and `ConnectionNotMade`: without it nothing else has left.
        """
        patience = min(within, LOGIN_PATIENCE)
        deadline = self._clock.now() + patience
        with self._alone(patience):
            if self._is_over(refused):
                self._token = None
            if self._token is None:
                request = self._provider.login(self._key)
                if request is None:
                    return None
                left = max(deadline - self._clock.now(), SHORTEST_REQUEST)
                self._token = self._kept(self._logged_in(request, left))
            return self._token.value

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        """One login at a time; whoever waits for somebody else's does not wait for ever."""
        if not self._lock.acquire(timeout=patience):
            raise ConnectionNotMade(self._provider.name, detail="its login is still under way")
        try:
            yield
        finally:
            self._lock.release()

    def _is_over(self, refused: str | None) -> bool:
        """Whether it is not accepted any more, or soon will not be."""
        if self._token is not None and self._token.value == refused:
            return True
        return self._ends is not None and self._clock.now() >= self._ends

    def _kept(self, token: Token) -> Token:
        lasts = token.lasts
        self._ends = None if lasts is None else self._clock.now() + lasts * (1 - MARGIN)
        return token

    def _logged_in(self, request: Request, within: float) -> Token:
        name = self._provider.name
        try:
            response = self._exchange(request, within)
        except AnswerLost as failure:
            detail = f"its login gave no answer: {failure.detail}"
            raise ConnectionNotMade(name, detail=detail) from None
        if response.status in REFUSALS:
            raise LoginRefused(response)
        if response.status >= 300:
            raise ConnectionNotMade(name, detail=f"its login answered {response.status}")
        try:
            return self._provider.read_login(response)
        except (AuthenticationError, InsufficientBalance, RateLimited) as refusal:
            raise LoginRefused(_restated(response, refusal)) from None
        except ProviderError as failure:
            said = f": {failure.detail}" if failure.detail else ""
            detail = f"its login {failure.what_happened}{said}"
            raise ConnectionNotMade(name, detail=detail) from None


def _restated(response: Response, refusal: ProviderError) -> Response:
    """The refusal by an HTTP status, so that it is one to whatever was asked.

    In what the reader of the login may quote, for a token may stand in the rest.
    """
    status = next(REFUSED_AS[kind] for kind in REFUSED_AS if isinstance(refusal, kind))
    return msgspec.structs.replace(response, status=status, body=refusal.detail.encode())
