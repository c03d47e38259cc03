"""Keeping a number in use: one more SMS, more time."""

from __future__ import annotations

from datetime import datetime

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    ProviderUnavailable,
    RateLimited,
    RequestRejected,
    expected,
)
from pytest_smsactivate.flows.exchange import ask, may_have_acted, repeat
from pytest_smsactivate.models import Flow
from pytest_smsactivate.providers.base import Provider

__all__ = ["another", "renew"]

__tracebackhide__ = expected

PATIENCE = 30.0
"""Seconds in which asking for one more SMS is tried again."""

ANSWER_PATIENCE = 60.0
"""Seconds that the answer to a renewal may take: it may cost, so it is asked for once."""


def another(provider: Provider, activation_id: str, *, clock: Clock, jitter: Jitter) -> Flow[None]:
    """Ask for one more SMS; it costs nothing, so a request that fails is repeated.

    `RequestRejected` passes, unless an earlier attempt got no proper answer: then that attempt
    did it, and what is asked for already cannot be asked for again.
    """
    overcome: list[ProviderUnavailable | RateLimited] = []
    try:
        yield from repeat(
            provider.another(activation_id),
            provider.read_another,
            patience=PATIENCE,
            clock=clock,
            jitter=jitter,
            overcome=overcome,
        )
    except RequestRejected:
        if not any(map(may_have_acted, overcome)):
            raise


def renew(provider: Provider, activation_id: str) -> Flow[datetime | None]:
    """Ask for more time, once; when the number expires now, where the answer says so."""
    request = provider.renew(activation_id)
    return (yield from ask(request, provider.read_renewal, within=ANSWER_PATIENCE))
