"""A message as it is read: one form for what looks alike."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["folded", "plain"]

_DASHES = "\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212"

_ALIKE = str.maketrans("đłøıß\u064a\u0643\u0649\u06c3’", "dlois\u06cc\u06a9\u06cc\u06c1'")
"""Letters that Unicode does not take apart, and those that two languages write differently."""

_APART = {"\uff0c": "\u3001", "\u2116": "No ", "\u00ba": "o "}
"""Signs whose compatibility forms would grow together with the numbers beside them."""

_PIECE = 512
"""Letters that are brought into normal form at once: Unicode's ordering of marks is quadratic."""


def plain(text: str, longest: int | None = None) -> str:
    """Compatibility forms folded, any script's digits in ASCII, invisible marks dropped.

    One letter can become eighteen: of what comes out no more than `longest` is made.
    """
    if text.isascii():
        return text
    for sign, apart in _APART.items():
        text = text.replace(sign, apart)
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    whole = "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)
    return "".join(map(_readable, whole[:longest]))


def folded(text: str) -> str:
    """The same length, in lower case and without accents."""
    return text.lower() if text.isascii() else "".join(map(_base, text))


@cache
def _readable(letter: str) -> str:
    if letter in _DASHES:
        return "-"
    if letter == "\ufe0f" or unicodedata.category(letter) in ("Cf", "Me"):
        return ""
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)


@cache
def _base(letter: str) -> str:
    """One letter for one, so that places in the folded text are those in the plain one."""
    if "\uac00" <= letter <= "\ud7a3":  # Hangul would fall apart into its sounds
        return letter
    return unicodedata.normalize("NFD", letter.lower())[:1].translate(_ALIKE)
