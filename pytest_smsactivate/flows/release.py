"""Giving a number back."""

from __future__ import annotations

from functools import partial

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    ConnectionNotMade,
    InvalidResponse,
    ProviderUnavailable,
    RateLimited,
    expected,
)
from pytest_smsactivate.flows.exchange import repeat
from pytest_smsactivate.models import Cancellation, Flow
from pytest_smsactivate.providers.base import Provider

__all__ = ["release"]

__tracebackhide__ = expected

PATIENCE = 30.0
"""Seconds in which a cancel that fails is tried again."""


def release(
    provider: Provider, activation_id: str, *, clock: Clock, jitter: Jitter
) -> Flow[Cancellation]:
    """Cancel an activation; one that has ended already counts as released.

    An id that the provider does not know is an error, unless an earlier attempt
    got no proper answer: then that attempt did it. An answer that cannot be read is
    asked for once more, since the provider says then whether the activation is over.
    """
    ask_again = partial(_cancel, provider, activation_id, clock=clock, jitter=jitter)
    try:
        return (yield from ask_again(asked_before=False))
    except InvalidResponse:
        return (yield from ask_again(asked_before=True))


def _cancel(
    provider: Provider, activation_id: str, *, clock: Clock, jitter: Jitter, asked_before: bool
) -> Flow[Cancellation]:
    overcome: list[ProviderUnavailable | RateLimited] = []
    try:
        return (
            yield from repeat(
                provider.cancel(activation_id),
                provider.read_cancellation,
                patience=PATIENCE,
                clock=clock,
                jitter=jitter,
                overcome=overcome,
            )
        )
    except ActivationEnded:
        return Cancellation(refunded=None)
    except ActivationNotFound:
        if asked_before or any(map(_may_have_cancelled, overcome)):
            return Cancellation(refunded=None)
        raise


def _may_have_cancelled(failure: ProviderUnavailable | RateLimited) -> bool:
    return isinstance(failure, ProviderUnavailable) and not isinstance(failure, ConnectionNotMade)
