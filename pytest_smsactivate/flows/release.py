"""Giving a number back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    CancelDenied,
    InvalidResponse,
    ProviderUnavailable,
    RateLimited,
    RequestRejected,
    expected,
)
from pytest_smsactivate.flows.exchange import may_have_acted, repeat
from pytest_smsactivate.models import Cancellation, Flow, Look, Request, Response
from pytest_smsactivate.providers.base import Provider

__all__ = ["PATIENCE", "release"]

__tracebackhide__ = expected

GONE = 410
"""The HTTP status that leaves no doubt; 409 may also mean that it is too early."""

PATIENCE = 30.0
"""Seconds in which a cancel that fails is tried again."""

Result = TypeVar("Result")


class Asking(Protocol):
    """`repeat`, whose patience, clock and jitter are settled."""

    def __call__(
        self,
        request: Request,
        read: Callable[[Response], Result],
        *,
        overcome: list[ProviderUnavailable | RateLimited] | None = None,
    ) -> Flow[Result]: ...


def release(
    provider: Provider,
    activation_id: str,
    *,
    clock: Clock,
    jitter: Jitter,
    received: bool = False,
    patience: float = PATIENCE,
) -> Flow[Cancellation]:
    """Give an activation back; one that has ended already counts as released.

    What fails is tried again for `patience` seconds, each request by itself.
    Some APIs take a number back in another way once a message came, which `received`
    tells: where it is not known, cancelling is tried, and that where a look then shows one.
    `CancelDenied` passes at once, whatever came before it: the provider's window is
    longer than our patience, and whoever keeps the books waits for it to pass.
    An id that the provider does not know is an error, unless an earlier attempt
    got no proper answer: then that attempt did it. An answer that cannot be read is
    asked for once more, since the provider says then whether the activation is over.
    """
    finish = provider.finish(activation_id)
    cancel = provider.cancel(activation_id)
    asking = partial(repeat, patience=patience, clock=clock, jitter=jitter)
    give_back = partial(_give_back, provider, activation_id, asking)
    if finish is None:
        return (yield from give_back(cancel))
    first, second = (finish, cancel) if received else (cancel, finish)
    try:
        return (yield from give_back(first))
    except RequestRejected:
        look = yield from _state(provider, activation_id, asking)
        if look is None or look.ended:
            return Cancellation(refunded=None)
        if (look.received or bool(look.messages)) is received:
            raise
    return (yield from give_back(second))


def _give_back(
    provider: Provider, activation_id: str, asking: Asking, request: Request
) -> Flow[Cancellation]:
    ask_again = partial(_cancel, provider, activation_id, asking, request)
    try:
        return (yield from ask_again(asked_before=False))
    except InvalidResponse:
        return (yield from ask_again(asked_before=True))


def _cancel(
    provider: Provider, activation_id: str, asking: Asking, request: Request, *, asked_before: bool
) -> Flow[Cancellation]:
    overcome: list[ProviderUnavailable | RateLimited] = []
    try:
        return (yield from asking(request, provider.read_cancellation, overcome=overcome))
    except ActivationEnded as refusal:
        if refusal.status == GONE:
            return Cancellation(refunded=None)
    except ActivationNotFound:
        if asked_before or any(map(may_have_acted, overcome)):
            return Cancellation(refunded=None)
        raise
    look = yield from _state(provider, activation_id, asking)
    if look is None or look.ended:
        return Cancellation(refunded=None)
    raise CancelDenied(provider.name, detail=f"it is still {look.status!r}")


def _state(provider: Provider, activation_id: str, asking: Asking) -> Flow[Look | None]:
    """A refusal may mean an end, or that it is too early: a look tells them apart.

    None where the provider does not know the activation any more.
    """
    try:
        return (yield from asking(provider.look(activation_id), provider.read_look))
    except (ActivationEnded, ActivationNotFound):
        return None
