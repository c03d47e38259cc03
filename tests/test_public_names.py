"""The names that other people's suites import: they stay, and cost nothing until used."""

from __future__ import annotations

import pytest

import pytest_smsactivate

ERRORS = [
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
]
TYPES = [
    "AsyncPhoneNumber",
    "AsyncPhoneNumbers",
    "Cancellation",
    "Message",
    "PhoneNumber",
    "PhoneNumbers",
]
FUNCTIONS = ["extract_code", "extract_link", "number_fixture"]


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_can_be_caught_by_its_public_name(name: str) -> None:
    assert issubclass(getattr(pytest_smsactivate, name), pytest_smsactivate.SmsActivateError)


@pytest.mark.parametrize("name", TYPES)
def test_every_type_can_be_annotated_with_its_public_name(name: str) -> None:
    assert isinstance(getattr(pytest_smsactivate, name), type)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_can_be_called_by_its_public_name(name: str) -> None:
    assert callable(getattr(pytest_smsactivate, name))


def test_there_are_no_other_public_names() -> None:
    assert sorted([*ERRORS, *TYPES, *FUNCTIONS]) == sorted(pytest_smsactivate.__all__)


def test_dir_shows_them_all() -> None:
    assert {*pytest_smsactivate.__all__, "__version__"} <= set(dir(pytest_smsactivate))


def test_a_name_that_is_not_there_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'pytest_smsactivate' has no attribute 'PhoneNumbr'"):
        pytest_smsactivate.__getattr__("PhoneNumbr")
    assert not hasattr(pytest_smsactivate, "extract_cod")


def test_the_star_imports_the_public_names_and_no_more() -> None:
    namespace: dict[str, object] = {}
    exec("from pytest_smsactivate import *", namespace)

    assert set(namespace) - {"__builtins__"} == set(pytest_smsactivate.__all__)
