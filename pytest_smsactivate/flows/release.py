"""Giving a number back."""

from __future__ import annotations

from functools import partial

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    CancelDenied,
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

GONE = 410
"""The HTTP status that leaves no doubt; 409 may also mean that it is too early."""

PATIENCE = 30.0
"""Seconds in which a cancel that fails is tried again."""


def release(
    provider: Provider, activation_id: str, *, clock: Clock, jitter: Jitter
) -> Flow[Cancellation]:
    """Cancel an activation; one that has ended already counts as released.

    `CancelDenied` passes at once, whatever came before it: the provider's window is
    longer than our patience, and whoever keeps the books waits for it to pass.
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
    except ActivationEnded as refusal:
        if refusal.status == GONE:
            return Cancellation(refunded=None)
        return (yield from _ended(provider, activation_id, clock=clock, jitter=jitter))
    except ActivationNotFound:
        if asked_before or any(map(_may_have_cancelled, overcome)):
            return Cancellation(refunded=None)
        raise


def _ended(
    provider: Provider, activation_id: str, *, clock: Clock, jitter: Jitter
) -> Flow[Cancellation]:
    """A refusal may mean an end, or that it is too early: a look tells them apart."""
    try:
        look = yield from repeat(
            provider.look(activation_id),
            provider.read_look,
            patience=PATIENCE,
            clock=clock,
            jitter=jitter,
        )
    except (ActivationEnded, ActivationNotFound):
        return Cancellation(refunded=None)
    if look.ended:
        return Cancellation(refunded=None)
    raise CancelDenied(provider.name, detail=f"it is still {look.status!r}")


def _may_have_cancelled(failure: ProviderUnavailable | RateLimited) -> bool:
    return isinstance(failure, ProviderUnavailable) and not isinstance(failure, ConnectionNotMade)
