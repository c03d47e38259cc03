"""What a number is when it is no code: money, a date, somebody's telephone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pytest_smsactivate.otp.addresses import addresses
from pytest_smsactivate.otp.candidates import Candidate
from pytest_smsactivate.otp.lexicon import LETTERS, Mention

__all__ = ["HIDDEN", "hash_of", "hidden", "reason"]

HIDDEN = "\ue000"
"""Stands for each letter of what is hidden before anything is looked for."""

_HASH = re.compile(
    r"(?:(?<=\s)|^)(?=[A-Za-z0-9+/]*[A-Z+/])(?![0-9]{11}|[A-Z][a-z]{10})[A-Za-z0-9+/]{11}\s*\Z"
)

_CURRENCY_NAMES = (
    "usd usdt eur gbp rub rur uah byn kzt inr rs jpy cny rmb twd ntd nt hkd krw thb vnd "
    "idr rp myr rm sgd php aed sar egp pkr bdt tk ngn kes zar try tl pln czk huf ron sek "
    "nok dkk chf brl mxn cop ars clp aud cad nzd ils irr irt btc eth "
)
_CURRENCIES = frozenset(_CURRENCY_NAMES.split())
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])[A-Za-z]{1,4}\.?[\s:]{0,2}\Z")

Signs = Sequence[tuple[re.Pattern[str], str]]


def _compiled(*signs: tuple[str, str]) -> Signs:
    return tuple((re.compile(form), why) for form, why in signs)


# What stands before a candidate, directly after it, and what it is itself, with what that makes
# it. The first may be left out for OTP123456.
_BEFORE = _compiled(
    (rf"[{LETTERS}]\Z", "part of a word"),
    (r"\+\Z", "a telephone number"),
    (r"[/\\_@]\Z", "a date, a fraction or part of a name"),
    (r"[0-9][.,:]\Z", "an amount, a date or a time"),
    (r"[$€£¥₹₽₩₺₪฿₫₴₸₦₱][\s:]{0,2}\Z", "an amount"),
    (r"(?:[*•·xX]{2}|\*|…|\.\.)[-\s]?\Z", "the tail of a card or an account"),
)
_AFTER = _compiled(
    (rf"[{LETTERS}]", "part of a word"),
    (r"[/\\_@]", "a date, a fraction or part of a name"),
    (r"[.,:][0-9]", "an amount, a date or a time"),
    (r"\*", "part of a card's number"),
    (r"\s?[%€$£₽₹₺₪₫฿₩°]|¥", "an amount or a percentage"),
)
_DATE_OR_TIME = (
    r"(?:19|20)[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])"
    r"|(?:0?[1-9]|[12][0-9]|3[01])-(?:0?[1-9]|1[0-2])-(?:(?:19|20)?[0-9]{2})"
    r"|(?:0?[1-9]|[12][0-9]|3[01])-[A-Za-z]{3}-(?:(?:19|20)?[0-9]{2})"
    r"|[0-9]{1,2}[hH][0-9]{2}"
)
_TELEPHONE = (
    r"[0-9]{2,4}(?:-[0-9]{2,4}){2,}(?<=[0-9-]{11})|[0-9]{2,4}-[0-9]{3,4}-[0-9]{4}"
    r"|(?:0|1-|8-)?(?:800|900|0800|0900|1800|700)-[0-9-]{4,}"
)
_SHAPES = _compiled(
    (_DATE_OR_TIME, "a date or a time"),
    (r"(?:[0-9][ -]?){11,}", "too long"),
    (r"[A-Z][a-z]{2,}[0-9]{1,3}|(?:.*-)?[A-Z]?[a-z]{3,}(?:-.*)?", "a name"),
    (r"[xX]{2,}-?[0-9]+", "the tail of a card or an account"),
    (r"[A-Z]{2}[0-9]{2}(?:[A-Z]{4}[0-9]*|[0-9]{8,})", "an account"),
    (_TELEPHONE, "a telephone number"),
)

_BESIDE = 24
"""Letters before and after a candidate that are looked at."""

_CLOSE = 8
"""Of these, those among which signs and currencies are looked for."""

_PROMOTION = re.compile(r"[A-Z]{4,}[0-9]{1,3}")
_GROUPS_BEFORE = re.compile(r"(?:[0-9]{1,4}\)?[ -])+\Z")
_GROUPS_AFTER = re.compile(r"(?:[ -]\(?[0-9]{2,4}(?![0-9A-Za-z]))+")


def hash_of(text: str) -> tuple[int, int] | None:
    """Where the hash of an Android application is, at the end of a message."""
    match = _HASH.search(text, max(0, len(text.rstrip()) - 12))
    return (match.start(), match.end()) if match else None


def hidden(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without addresses and hash, the places of all else kept; and what was hidden."""
    found: list[tuple[int, int, str]] = [
        (each.start, each.end, f"an address ({each.kind})") for each in addresses(text)
    ]
    place = hash_of(text)
    if place is not None:
        found.append((*place, "the hash of an Android application"))
    told = []
    for start, end, why in found:
        told.append((text[start:end].strip(), why))
        text = text[:start] + HIDDEN * (end - start) + text[end:]
    return text, told


def reason(candidate: Candidate, text: str, mentions: Sequence[Mention]) -> str:
    """Why a candidate can be no code, by its shape and the signs beside it; empty where it may."""
    stands = text[candidate.start : candidate.end]
    before = text[max(0, candidate.start - _BESIDE) : candidate.start]
    after = text[candidate.end : candidate.end + _BESIDE]
    close = before[-_CLOSE:]
    glued = any(mention.end == candidate.start for mention in mentions)
    return (
        _by_neighbours(stands, before, after)
        or _first(_BEFORE[glued:], lambda form: form.search(close))
        or ("an amount" if _names_a_currency(close) else "")
        or _first(_AFTER, lambda form: form.match(after))
        or _first(_SHAPES, lambda form: form.fullmatch(stands))
        or _by_sale(stands, text, mentions)
    )


def _names_a_currency(before: str) -> bool:
    word = _WORD_BEFORE.search(before)
    return word is not None and word[0].rstrip(" :.\n\t").lower() in _CURRENCIES


def _first(signs: Signs, fits: Callable[[re.Pattern[str]], object]) -> str:
    return next((why for form, why in signs if fits(form)), "")


def _by_neighbours(stands: str, before: str, after: str) -> str:
    """Groups of digits that are more together than any code has are a telephone number."""
    head, tail = _GROUPS_BEFORE.search(before), _GROUPS_AFTER.match(after)
    together = (head[0] if head else "") + stands + (tail[0] if tail else "")
    digits = sum(letter.isdigit() for letter in together)
    longer = len(together) > len(stands) and (digits > 8 or " " in stands)
    return "a telephone number" if longer else ""


def _by_sale(stands: str, text: str, mentions: Sequence[Mention]) -> str:
    if _PROMOTION.fullmatch(stands) is None:
        return ""
    sells = "%" in text or any("notices" in mention.kinds for mention in mentions)
    return "a promotion's code" if sells else ""
