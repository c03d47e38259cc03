"""Real phone numbers, and the valid numbers of the same country that stand in for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count

import msgspec

from pytest_smsactivate.cassettes import noise

__all__ = ["Phone", "digits_of", "phones", "stand_in", "written_like"]

_TELLING = 6
"""So many digits at the end are taken for the same number."""

_WILDEST = 7
_ATTEMPTS = 40


class Phone(msgspec.Struct, frozen=True):
    """A number's digits: those of the country, if known, and the national ones.

    `region` is ISO 3166-1 alpha-2 in upper case, 001 for a number of no country.
    """

    calling_code: str
    national: str
    region: str | None


def digits_of(text: str) -> str:
    """The decimal digits in a text, whatever script they are written in."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def phones(written: Iterable[str]) -> dict[str, Phone]:
    """Which number each text means; a text without a plus sign may mean one that has it."""
    texts = [text for text in dict.fromkeys(written) if digits_of(text)]
    known: dict[str, Phone] = {}
    for text in sorted(texts, key=lambda text: not text.startswith("+")):
        digits = digits_of(text)
        among = () if text.startswith("+") else known.values()
        meant = (phone for phone in among if _means(digits, phone))
        known[text] = next(meant, None) or _parsed(digits)
    return known


def _means(digits: str, phone: Phone) -> bool:
    if len(phone.national) >= _TELLING and digits.endswith(phone.national):
        return True
    return digits in (phone.national, phone.calling_code + phone.national)


def _parsed(digits: str) -> Phone:
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return Phone("", digits, None)
    calling_code = str(number.country_code)
    national = phonenumbers.national_significant_number(number)
    if not digits.endswith(national):
        national = digits.removeprefix(calling_code)
    region = phonenumbers.region_code_for_number(number)
    if region is None:
        region = phonenumbers.region_code_for_country_code(int(calling_code))
    return Phone(calling_code, national, region)


def stand_in(phone: Phone, seed: str, acceptable: Callable[[str], bool]) -> str:
    """National digits for `phone` that are made from the seed and nothing else of it.

    With its calling code they are a valid number of the same region, of the same length
    where there are such. `acceptable` judges calling code and digits together.
    """
    candidates = chain(_variations(phone, seed), _plausible(phone, seed))
    return next(national for national in candidates if acceptable(phone.calling_code + national))


def _variations(phone: Phone, seed: str) -> Iterator[str]:
    """Valid variations of the region's example numbers, the wildest ones first."""
    for example in _examples(phone):
        for length in dict.fromkeys((len(phone.national), len(example))):
            for varied in range(min(_WILDEST, length - 1), 0, -1):
                kept = example.ljust(length, "0")[: length - varied]
                for attempt in range(_ATTEMPTS):
                    national = kept + noise.digits(f"{seed}/{length}/{varied}/{attempt}", varied)
                    if _valid(phone, national):
                        yield national


def _valid(phone: Phone, national: str) -> bool:
    import phonenumbers

    number = phonenumbers.parse(f"+{phone.calling_code}{national}")
    return (
        phonenumbers.is_valid_number(number)
        and phonenumbers.region_code_for_number(number) == phone.region
    )


def _examples(phone: Phone) -> Iterator[str]:
    """National digits of the region's own: a mobile number, then one of any kind."""
    import phonenumbers

    if phone.region is None:
        return
    for example in (
        phonenumbers.example_number_for_type(phone.region, phonenumbers.PhoneNumberType.MOBILE),
        phonenumbers.example_number(phone.region),
        phonenumbers.example_number_for_non_geo_entity(int(phone.calling_code)),
    ):
        if example is not None:
            yield phonenumbers.national_significant_number(example)


def _plausible(phone: Phone, seed: str) -> Iterator[str]:
    """Digits for a number of no known plan; after many attempts, longer ones."""
    length = len(phone.national)
    return (
        "9" + noise.digits(f"{seed}/{attempt}", length + attempt // 64 - 1) for attempt in count()
    )


def written_like(text: str, real: Phone, national: str) -> str:
    """The stand-in's digits, written as the real number is written in `text`."""
    digits = digits_of(text)
    prefix = digits[: len(digits) - len(real.national)]
    replaced = prefix + national
    if len(replaced) != len(digits):
        return f"+{replaced}" if text.startswith("+") else replaced
    following = iter(replaced)
    return "".join(next(following) if letter.isdecimal() else letter for letter in text)
