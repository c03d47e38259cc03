"""The classic protocol's tables, and what is not in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.errors import ConfigurationError, ProviderError
from pytest_smsactivate.providers.handler_codes import (
    COUNTRIES,
    REFUSALS,
    SERVICES,
    country_number,
    iso_country,
    service_code,
)


@pytest.mark.parametrize(
    ("service", "code"),
    [
        ("telegram", "tg"),
        ("WhatsApp", "wa"),
        ("google", "go"),
        ("facebook", "fb"),
        ("x", "tw"),
        ("tg", "tg"),
        ("alj", "alj"),
        ("a service of their own", "a service of their own"),
    ],
)
def test_a_service_has_a_friendly_name_or_its_own_code(service: str, code: str) -> None:
    assert service_code(service) == code


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("ru", "0"),
        ("RU", "0"),
        ("ua", "1"),
        ("kg", "11"),
        ("il", "13"),
        ("gb", "16"),
        ("cd", "18"),
        ("de", "43"),
        ("by", "51"),
        ("br", "73"),
        ("fr", "78"),
        ("kw", "100"),
        ("ge", "128"),
        ("cg", "150"),
        ("gp", "160"),
        ("jp", "182"),
        ("us", "187"),
        ("kr", "190"),
        ("sg", "196"),
        ("xk", "203"),
        ("12", "12"),
        ("0", "0"),
        ("999", "999"),
    ],
)
def test_a_country_has_the_protocols_number_or_is_one(country: str, number: str) -> None:
    assert country_number(country) == number


@pytest.mark.parametrize("country", ["aq", "zz", "russia", "", "-1", "1.5", "\u0661", "1" * 7])
def test_a_country_that_is_not_in_the_table_is_to_be_given_by_its_number(country: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        country_number(country)

    assert repr(country) in str(raised.value)
    assert str(raised.value).endswith(
        "Give the provider's own number for it, with --sms-country or the sms marker."
    )


@settings(deadline=None)
@given(st.sampled_from(sorted(COUNTRIES)))
def test_a_country_of_the_table_is_found_again_by_its_number(country: str) -> None:
    assert iso_country(country_number(country)) == country


@pytest.mark.parametrize("number", ["12", "999", "", "us"])
def test_a_number_that_is_not_in_the_table_stays_one(number: str) -> None:
    assert iso_country(number) == number


def test_the_tables_are_in_the_shape_in_which_they_are_asked() -> None:
    assert all(len(country) == 2 and country.islower() for country in COUNTRIES)
    assert len(set(COUNTRIES.values())) == len(COUNTRIES)
    assert all(name == name.lower() for name in SERVICES)
    assert all(word == word.upper() for word in REFUSALS)
    assert all(issubclass(meaning.kind, ProviderError) for meaning in REFUSALS.values())
