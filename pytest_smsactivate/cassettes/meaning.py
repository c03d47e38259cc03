"""What a recorded answer means, by its provider's own reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_smsactivate.errors import (
    ProviderUnavailable,
    RateLimited,
    SmsActivateError,
    expected,
)
from pytest_smsactivate.models import Operation, Response
from pytest_smsactivate.providers.base import Provider

__all__ = ["error_in", "is_repeated", "reader"]

__tracebackhide__ = expected


def reader(provider: Provider, operation: Operation) -> Callable[[Response], object]:
    """What reads an answer to `operation`; it raises an error of the tree for a refusal."""
    readers: Mapping[Operation, Callable[[Response], object]] = {
        "login": provider.read_login,
        "balance": provider.read_balance,
        "offer": provider.read_offer,
        "buy": partial(provider.read_activation, service="", country=""),
        "look": provider.read_look,
        "cancel": provider.read_cancellation,
        "another": provider.read_another,
        "renew": provider.read_renewal,
        "activations": provider.read_activations,
    }
    return readers[operation]


def error_in(
    provider: Provider, operation: Operation, response: Response
) -> SmsActivateError | None:
    """The error that an answer means; None where it says that the thing was done."""
    try:
        reader(provider, operation)(response)
    except SmsActivateError as error:
        return error
    return None


def is_repeated(provider: Provider, operation: Operation, response: Response) -> bool:
    """Whether it is an answer after which a flow asks again, by its status or its words."""
    if response.status == 429 or response.status >= 500:
        return True
    return isinstance(error_in(provider, operation, response), ProviderUnavailable | RateLimited)
