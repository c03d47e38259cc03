"""What a cassette holds in place of each real number, id and code: the same one everywhere.

A stand-in is made from the test's name and the order of appearance, never from the real
value, whose shape alone it shares: recording again gives the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from string import ascii_lowercase, ascii_uppercase

from pytest_smsactivate.cassettes import noise
from pytest_smsactivate.cassettes.phones import phones, stand_in, written_like
from pytest_smsactivate.cassettes.secrets import Secrets
from pytest_smsactivate.otp import extract_code
from pytest_smsactivate.otp.lexicon import lexicon

__all__ = ["StandIns"]

_ATTEMPTS = 512
_NOTHING = "(?!)"
_BETWEEN = r"[\s-]?"
_FILLERS = tuple(zip("0123456789", "xyzwvutsrq", strict=True))


class StandIns:
    """`numbers`, `ids`, `codes` and `texts` map each real value, as written, to its stand-in.

    Of the text of a message the words stay that speak of codes, so that the same code is found
    in it; all else keeps its shape alone.
    """

    def __init__(
        self,
        test: str,
        *,
        numbers: Iterable[str],
        ids: Iterable[str],
        codes: Iterable[str],
        texts: Iterable[str] = (),
        key: str,
        exempt: Iterable[str],
    ) -> None:
        real = phones(numbers)
        ids = [value for value in dict.fromkeys(ids) if _telling(value) and value not in real]
        texts = list(dict.fromkeys(texts))
        codes = [*codes, *filter(None, map(extract_code, texts))]
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
        self.texts = {
            text: self._retold(text, f"{test}/text/{ordinal}") for ordinal, text in enumerate(texts)
        }

    def identity(self, activation_id: str) -> str | None:
        """The stand-in for what identifies an activation: an id, or the number itself."""
        return self.ids.get(activation_id) or self.numbers.get(activation_id)

    def masked(self, text: str) -> str:
        """The text's shape: each letter the same letter, each digit the same digit."""
        return _filled(text, *self._filler)

    def _retold(self, text: str, seed: str) -> str:
        """What the house would read another code from, or one where there was none, is not told."""
        code = extract_code(text)
        stand_in = self.codes.get(code or "")
        if code is None or stand_in is None:
            retold = _reworded(text, _NOTHING, "", seed)
            return retold if extract_code(retold) is None else self.masked(text)
        retold = _reworded(text, _BETWEEN.join(map(re.escape, code)), stand_in, seed)
        return retold if extract_code(retold) == stand_in else f"Code: {stand_in}"

    def _acceptable(self, candidate: str) -> bool:
        if candidate in self._taken or self.secrets.found_in(candidate):
            return False
        self._taken.add(candidate)
        return True

    def _free_filler(self) -> tuple[str, str]:
        """The first digit and letter of which no secret consists; 0 and x but for chance."""
        secrets = self.secrets
        everything = {secrets.key, *secrets.numbers, *secrets.ids, *secrets.codes}
        real = {value.lower() for value in everything if value}
        for digit, letter in _FILLERS:
            if not any(_filled(value, digit, letter) == value for value in real):
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

    Where every value of that shape is real or taken, digits are appended; where nothing
    will do, the known-secret check has the last word.
    """
    candidate = value
    for attempt in range(_ATTEMPTS):
        kept = keep if attempt < _ATTEMPTS // 2 else 0
        more = noise.digits(f"{seed}/more/{attempt}", attempt // 64)
        candidate = value[:kept] + _shaped(value[kept:], f"{seed}/{attempt}") + more
        if acceptable(candidate):
            break
    return candidate


def _reworded(text: str, code: str, stand_in: str, seed: str) -> str:
    """The text with `stand_in` where the pattern `code` fits, and the words that are known."""
    words = lexicon()

    def put(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return stand_in
        word = match.group()
        known = word.isalpha() and words.knows(word)
        return word if known else _shaped(word, f"{seed}/{match.start()}")

    return re.sub(rf"(?P<code>{code})|\w+", put, text)


def _shaped(text: str, seed: str) -> str:
    """Digits for digits and letters for letters; whether the first digit is zero is kept."""
    made = []
    digits = "123456789"
    for character, number in zip(text, noise.numbers(seed), strict=False):
        if character.isnumeric():
            first_is_zero = digits == "123456789" and character == "0"
            made.append("0" if first_is_zero else digits[number % len(digits)])
            digits = "0123456789"
        elif character.isalpha():
            letters = ascii_uppercase if character.isupper() else ascii_lowercase
            made.append(letters[number % 26])
        else:
            made.append(character)
    return "".join(made)


def _filled(text: str, digit: str, letter: str) -> str:
    return "".join(_filler(character, digit, letter) for character in text)


def _filler(character: str, digit: str, letter: str) -> str:
    if character.isnumeric():
        return digit
    if character.isalpha():
        return letter.upper() if character.isupper() else letter
    return character
