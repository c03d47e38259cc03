"""Whether a text says one of many words, whatever its capitals, accents and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from pytest_smsactivate.otp.lexicon import LETTERS, UNSPACED
from pytest_smsactivate.otp.link_words import LANGUAGES
from pytest_smsactivate.otp.plain import folded, plain

__all__ = ["needles", "needles_of", "says", "words_of"]

_BETWEEN_WORDS = re.compile(f"[^{LETTERS}{UNSPACED}0-9]+")


def words_of(text: str) -> str:
    """The words of a text in their plainest spelling, a space before and after each."""
    return f" {_BETWEEN_WORDS.sub(' ', folded(plain(text))).strip()} "


def says(words: str, sought: Iterable[str]) -> bool:
    """Whether any of the needles is among the words of a text."""
    return any(needle in words for needle in sought)


@cache
def needles(
    kind: Literal["purpose", "invitation", "code", "elsewhere", "alarm"],
) -> tuple[str, ...]:
    """What to seek for one column of the table, in all languages."""
    found = (needles_of(getattr(words, kind), words.spaced) for words in LANGUAGES.values())
    return tuple(dict.fromkeys(needle for each in found for needle in each))


@cache
def needles_of(words: str, spaced: bool = True) -> tuple[str, ...]:
    """What to seek for words of the table."""
    return tuple(_needle(word.strip(), spaced) for word in words.split(","))


def _needle(word: str, spaced: bool) -> str:
    plainest = words_of(word)
    if not spaced:
        return plainest.strip()
    return plainest.rstrip() if word.endswith("*") else plainest
