"""Buying a number: once, whatever happens."""

from __future__ import annotations

import msgspec

from pytest_smsactivate.clock import Clock, Jitter
from pytest_smsactivate.errors import (
    AnswerLost,
    ConnectionNotMade,
    InvalidResponse,
    ProviderUnavailable,
    PurchaseUnknown,
    SmsActivateError,
    expected,
)
from pytest_smsactivate.flows.exchange import ask
from pytest_smsactivate.flows.release import release
from pytest_smsactivate.flows.schedule import pause_after_failure
from pytest_smsactivate.models import Activation, Flow, Response, Sleep
from pytest_smsactivate.providers.base import Provider

__all__ = ["acquire", "may_have_bought"]

__tracebackhide__ = expected

CONNECT_PATIENCE = 10.0
"""Seconds in which a connection that cannot be made is tried again."""

ANSWER_PATIENCE = 60.0
"""Seconds that the answer to a buy may take: giving up early would lose a purchase."""


def acquire(
    provider: Provider,
    service: str,
    country: str,
    *,
    clock: Clock,
    jitter: Jitter,
    lease: int | None = None,
) -> Flow[Activation]:
    """Buy one number of `country` for `service`; `lease` is its entry in the ledger, if any.

    The request is repeated only while the connection cannot be made. Once it may
    have left it never is: without an answer `PurchaseUnknown` is raised. A number
    that was bought and cannot be used, since the answer is misshapen, is cancelled
    before `InvalidResponse` is raised; why that failed, if it did, is its cause.
    """

    def read(response: Response) -> Activation:
        return provider.read_activation(response, service=service, country=country)

    request = msgspec.structs.replace(provider.buy(service, country), lease=lease)
    deadline = clock.now() + CONNECT_PATIENCE
    attempt = 0
    while True:
        attempt += 1
        try:
            return (yield from ask(request, read, within=ANSWER_PATIENCE))
        except ConnectionNotMade as failure:
            pause = pause_after_failure(failure, attempt, jitter())
            if clock.now() + pause >= deadline:
                raise
        except AnswerLost as failure:
            raise PurchaseUnknown(provider.name, service=service, country=country) from failure
        except InvalidResponse as failure:
            if failure.activation_id is not None:
                try:
                    yield from release(provider, failure.activation_id, clock=clock, jitter=jitter)
                except SmsActivateError as refusal:
                    raise failure from refusal
                failure.released = True
            raise
        yield Sleep(pause)


def may_have_bought(failure: SmsActivateError) -> bool:
    """Whether a number may have been bought although `acquire` raised this."""
    if isinstance(failure, InvalidResponse):
        return not failure.released
    if isinstance(failure, ConnectionNotMade):
        return False
    return isinstance(failure, PurchaseUnknown | ProviderUnavailable)
