"""What a cassette holds in place of each real number, id and code: the same one everywhere.

A stand-in is made from the test's name and the order of appearance, never from the real
value, whose shape alone it shares: recording again gives the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from string import ascii_lowercase, ascii_uppercase

from pytest_smsactivate.cassettes import noise
from pytest_smsactivate.cassettes.phones import phones, stand_in, written_like
from pytest_smsactivate.cassettes.secrets import Secrets

__all__ = ["StandIns"]

_FILLERS = tuple(zip("0123456789", "xyzwvutsrq", strict=True))


class StandIns:
    """`numbers`, `ids` and `codes` map each real value, as written, to its stand-in."""

    def __init__(
        self,
        test: str,
        *,
        numbers: Iterable[str],
        ids: Iterable[str],
        codes: Iterable[str],
        key: str,
        exempt: Iterable[str],
    ) -> None:
        real = phones(numbers)
        ids = [value for value in dict.fromkeys(ids) if _telling(value) and value not in real]
        codes = [value for value in dict.fromkeys(codes) if _telling(value)]
        self.secrets = Secrets(
            key=key,
            numbers={
                digits
                for phone in real.values()
                for digits in (phone.national, phone.calling_code + phone.national)
            },
            ids=ids,
            codes=[code.strip() for code in codes],
            exempt=tuple(exempt),
        )
        self._taken: set[str] = set()
        nationals = {
            phone: stand_in(phone, f"{test}/number/{ordinal}", self._acceptable)
            for ordinal, phone in enumerate(dict.fromkeys(real.values()))
        }
        self.numbers = {
            text: written_like(text, phone, nationals[phone]) for text, phone in real.items()
        }
        self.ids = {
            value: _alike(value, f"{test}/id/{ordinal}", self._acceptable, keep=_prefix(value))
            for ordinal, value in enumerate(ids)
        }
        self.codes = {
            value: _alike(value, f"{test}/code/{ordinal}", self._acceptable)
            for ordinal, value in enumerate(codes)
        }
        self._filler = self._free_filler()

    def identity(self, activation_id: str) -> str:
        """The stand-in for what identifies an activation: an id, or the number itself."""
        return self.ids.get(activation_id) or self.numbers[activation_id]

    def masked(self, text: str) -> str:
        """The text's shape: each letter the same letter, each digit the same digit."""
        return _filled(text, *self._filler)

    def _acceptable(self, candidate: str) -> bool:
        if candidate in self._taken or self.secrets.found_in(candidate):
            return False
        self._taken.add(candidate)
        return True

    def _free_filler(self) -> tuple[str, str]:
        """The first digit and letter of which no secret consists; 0 and x but for chance."""
        secrets = self.secrets
        real = {secrets.key, *secrets.numbers, *secrets.ids, *secrets.codes}
        for digit, letter in _FILLERS:
            if not any(_filled(value, digit, letter) == value.lower() for value in real if value):
                return digit, letter
        return _FILLERS[0]


def _telling(value: str) -> bool:
    return any(map(str.isalnum, value))


def _prefix(activation_id: str) -> int:
    """The length of what only tells the kind of id: up to the last `_` or `-`, no digits."""
    length = max(activation_id.rfind("_"), activation_id.rfind("-")) + 1
    before, after = activation_id[:length], activation_id[length:]
    return length if _telling(after) and not any(map(str.isdigit, before)) else 0


def _alike(value: str, seed: str, acceptable: Callable[[str], bool], keep: int = 0) -> str:
    """A value of the same shape after the first `keep` characters.

    Where all of that shape are real or taken, digits are appended.
    """
    for attempt in count():
        choice = noise.numbers(f"{seed}/{attempt}")
        ...


def _filled(text: str, digit: str, letter: str) -> str:
    return "".join(
        character
        if not character.isalnum()
        else digit
        if character.isnumeric()
        else letter.upper()
        if character.isupper()
        else letter
        for character in text
    )
