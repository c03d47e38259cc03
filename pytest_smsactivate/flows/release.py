"""Giving a number back."""

from __future__ import annotations

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    ProviderUnavailable,
    expected,
)
from pytest_smsactivate.flows.exchange import repeat
from pytest_smsactivate.models import Cancellation, Flow, Response
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
    got no proper answer: then that attempt did it.
    """
    attempts_lost = 0

    def read(response: Response) -> Cancellation:
        nonlocal attempts_lost
        try:
            return provider.read_cancellation(response)
        except ProviderUnavailable:
            attempts_lost += 1
            raise

    try:
        return (
            yield from repeat(
                provider.cancel(activation_id), read, patience=PATIENCE, clock=clock, jitter=jitter
            )
        )
    except ActivationEnded:
        return Cancellation(refunded=None)
    except ActivationNotFound:
        if attempts_lost:
            return Cancellation(refunded=None)
        raise
