"""Numbers of the shape that a country really uses."""

from __future__ import annotations

from collections.abc import Container
from random import Random

__all__ = ["new_number"]

TRIES = 40
"""How often to try before fewer digits are varied; some plans are nearly full of gaps."""


def new_number(country: str, taken: Container[str], random: Random) -> str | None:
    """A valid mobile number of `country` (ISO 3166-1 alpha-2) in E.164, not in `taken`.

    The last digits of the country's example number are varied, as many as its
    numbering plan allows. None for a country without mobile numbers, or when
    there is none left.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberType

    region = country.upper()
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    if example is None:
        return None
    calling_code = example.country_code
    national = phonenumbers.national_significant_number(example)
    for varied in range(min(6, len(national) - 1), 1, -1):
        for _ in range(TRIES):
            digits = f"{random.randrange(10**varied):0{varied}d}"
            number = f"+{calling_code}{national[:-varied]}{digits}"
            parsed = phonenumbers.parse(number)
            if (
                number not in taken
                and phonenumbers.is_valid_number_for_region(parsed, region)
                and phonenumbers.number_type(parsed)
                in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
            ):
                return number
    return None
