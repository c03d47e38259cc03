from __future__ import annotations

from random import Random

import phonenumbers
import pytest

from pytest_smsactivate.simulator.numbers import new_number


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS - {"TA"}))
def test_every_country_with_mobile_numbers_has_distinct_valid_ones(region):
    random = Random(11)
    taken: set[str] = set()
    for _ in range(20):
        number = new_number(region.lower(), taken, random)
        assert number is not None
        assert number not in taken
        assert phonenumbers.is_valid_number_for_region(phonenumbers.parse(number), region)
        taken.add(number)


@pytest.mark.parametrize("country", ["ta", "aq", "zz", ""])
def test_other_countries_have_none(country):
    assert new_number(country, (), Random(1)) is None


def test_a_country_whose_numbers_are_all_taken_has_none_left():
    class All:
        def __contains__(self, number: object) -> bool:
            return True

    assert new_number("ru", All(), Random(1)) is None
