"""Test SMS verification flows with pytest: buy a number, wait for the code, always cancel.

The names below are loaded on first use (PEP 562): pytest imports this package at
every start, whether a test needs a number or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_smsactivate.errors import (
        ActivationEnded,
        ActivationNotFound,
        AuthenticationError,
        BudgetExceeded,
        CancelDenied,
        CassetteError,
        CassetteMismatch,
        CassetteNotFound,
        CassetteSecret,
        CodeAmbiguous,
        CodeTimeout,
        ConfigurationError,
        InsufficientBalance,
        InvalidResponse,
        NoNumbersAvailable,
        NotSupported,
        ProviderError,
        ProviderUnavailable,
        PurchaseUnknown,
        RateLimited,
        RequestRejected,
        SmsActivateError,
        UnexpectedMessage,
    )
    from pytest_smsactivate.models import Cancellation, Message
    from pytest_smsactivate.number import (
        AsyncPhoneNumber,
        AsyncPhoneNumbers,
        PhoneNumber,
        PhoneNumbers,
    )
    from pytest_smsactivate.otp import extract_code, extract_link
    from pytest_smsactivate.plugin import number_fixture

__version__ = "0.1.0"

_HOMES = {
    "errors": (
        "ActivationEnded",
        "ActivationNotFound",
        "AuthenticationError",
        "BudgetExceeded",
        "CancelDenied",
        "CassetteError",
        "CassetteMismatch",
        "CassetteNotFound",
        "CassetteSecret",
        "CodeAmbiguous",
        "CodeTimeout",
        "ConfigurationError",
        "InsufficientBalance",
        "InvalidResponse",
        "NoNumbersAvailable",
        "NotSupported",
        "ProviderError",
        "ProviderUnavailable",
        "PurchaseUnknown",
        "RateLimited",
        "RequestRejected",
        "SmsActivateError",
        "UnexpectedMessage",
    ),
    "models": ("Cancellation", "Message"),
    "number": ("AsyncPhoneNumber", "AsyncPhoneNumbers", "PhoneNumber", "PhoneNumbers"),
    "otp": ("extract_code", "extract_link"),
    "plugin": ("number_fixture",),
}

__all__ = [
    "ActivationEnded",
    "ActivationNotFound",
    "AsyncPhoneNumber",
    "AsyncPhoneNumbers",
    "AuthenticationError",
    "BudgetExceeded",
    "CancelDenied",
    "Cancellation",
    "CassetteError",
    "CassetteMismatch",
    "CassetteNotFound",
    "CassetteSecret",
    "CodeAmbiguous",
    "CodeTimeout",
    "ConfigurationError",
    "InsufficientBalance",
    "InvalidResponse",
    "Message",
    "NoNumbersAvailable",
    "NotSupported",
    "PhoneNumber",
    "PhoneNumbers",
    "ProviderError",
    "ProviderUnavailable",
    "PurchaseUnknown",
    "RateLimited",
    "RequestRejected",
    "SmsActivateError",
    "UnexpectedMessage",
    "extract_code",
    "extract_link",
    "number_fixture",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
