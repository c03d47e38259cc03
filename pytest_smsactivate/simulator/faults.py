"""What can go wrong on the way to a provider and back, on request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.models import Operation, Response
from pytest_smsactivate.simulator.checks import checked_order

__all__ = ["Broken", "Endpoint", "Fault", "FaultKind", "Faults"]

Endpoint = Literal[
    "balance", "offer", "buy", "look", "cancel", "another", "renew", "activations", "login", "*"
]

FaultKind = Literal[
    "status",
    "hang",
    "reset_before",
    "reset_after",
    "truncated",
    "garbage",
    "html",
    "empty",
    "slow",
]

_TAKES: Mapping[FaultKind, tuple[str, ...]] = {
    "status": ("status", "headers", "body", "acted"),
    "hang": ("seconds", "acted"),
    "reset_before": (),
    "reset_after": (),
    "truncated": (),
    "garbage": ("status", "headers", "body"),
    "html": ("status", "headers", "body"),
    "empty": ("status", "headers"),
    "slow": ("seconds",),
}
"""Which options mean something to which kind."""

_ACTED: frozenset[FaultKind] = frozenset(
    {"reset_after", "truncated", "garbage", "html", "empty", "slow"}
)

_SECONDS: Mapping[FaultKind, float] = {"hang": 300.0, "slow": 5.0}

_BODIES: Mapping[FaultKind, tuple[str, bytes]] = {
    "status": ("application/json", b'{"error":"a fault, as ordered"}'),
    "garbage": ("application/json", b'{"id":\xff\x00,,"number"]\x1b[2J\r\n\xc3('),
    "html": (
        "text/html; charset=utf-8",
        b"<!DOCTYPE html><html><body><h1>Checking your connection</h1></body></html>",
    ),
    "empty": ("application/json", b""),
}


class Broken(msgspec.Struct, frozen=True):
    """What happens to a connection instead of an orderly answer.

    hang: silence for `seconds`, then the connection closes without an answer.
    reset: the connection is reset (RST) without an answer.
    truncated: the head of `response` arrives, then half of its body, then the end.
    slow: `response` arrives whole, after `seconds`.
    """

    kind: Literal["hang", "reset", "truncated", "slow"]
    response: Response | None = None
    seconds: float = 0.0


HeaderName = Annotated[str, Meta(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")]
HeaderValue = Annotated[str, Meta(pattern=r"^[\t -~]*\Z")]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One order for trouble; the checks of its values stand in the types."""

    endpoint: Endpoint
    kind: FaultKind
    status: Annotated[int, Meta(ge=200, le=599)] | None = None
    headers: dict[HeaderName, HeaderValue] | None = None
    body: bytes | None = None
    seconds: Annotated[float, Meta(ge=0, le=86_400)] | None = None
    acted: bool | None = None
    times: Annotated[int, Meta(ge=1)] | None = 1

    @classmethod
    def ordered(cls, **options: object) -> Fault:
        """A fault with these fields; raises `ConfigurationError` for what cannot be."""
        fault = checked_order(
            cls,
            "There is no such fault",
            f"Endpoints: {', '.join(get_args(Endpoint))}; kinds: {', '.join(_TAKES)}.",
            **options,
        )
        takes = _TAKES[fault.kind]
        for option in ("status", "headers", "body", "seconds", "acted"):
            if option not in takes and getattr(fault, option) is not None:
                raise ConfigurationError(
                    f"A {fault.kind!r} fault has no {option!r}.",
                    cure=f"Leave it out; it takes {', '.join((*takes, 'times'))}.",
                )
        return fault

    @property
    def acts(self) -> bool:
        """Whether the provider does what it was asked before things go wrong."""
        return self.kind in _ACTED if self.acted is None else self.acted

    def spoil(self, response: Response) -> Response | Broken:
        """What becomes of `response`, which is a blank one where the provider did not act."""
        seconds = self.seconds if self.seconds is not None else _SECONDS.get(self.kind, 0.0)
        if self.kind == "hang":
            return Broken("hang", seconds=seconds)
        if self.kind in ("reset_before", "reset_after"):
            return Broken("reset")
        if self.kind == "truncated":
            return Broken("truncated", response)
        if self.kind == "slow":
            return Broken("slow", response, seconds)
        return self._rewritten(response)

    def _rewritten(self, response: Response) -> Response:
        content_type, body = _BODIES[self.kind]
        own = {name.lower(): value for name, value in (self.headers or {}).items()}
        return Response(
            self.status or (503 if self.kind == "status" else response.status),
            body if self.body is None else self.body,
            {**response.headers, "content-type": content_type, **own},
        )


class Faults:
    """The orders not yet carried out, in the order in which they were given."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Fault, int | None]] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append((fault, fault.times))

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, operation: Operation) -> Fault | None:
        """The first that is meant for this endpoint; it is used up by one."""
        for place, (fault, left) in enumerate(self._waiting):
            if fault.endpoint in (operation, "*"):
                if left == 1:
                    del self._waiting[place]
                elif left is not None:
                    self._waiting[place] = (fault, left - 1)
                return fault
        return None
