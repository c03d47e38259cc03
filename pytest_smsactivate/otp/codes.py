"""The code in a message.

In order of trust: the last line in WebOTP's form (`@host #code`), then a
candidate near a word that announces a code, then a candidate that stands alone.
Two equally good ones give None: an invented code costs more than a missed one.
"""

from __future__ import annotations

import re
import unicodedata

from pytest_smsactivate.errors import ConfigurationError

__all__ = ["extract_code"]

_WEB_OTP = re.compile(r"^@[\w.-]+ #(?P<code>[^\s#]+)", re.ASCII)

_WORDS = re.compile(
    r"\b(?:code|otp|passcode|pin|password|token|код\w*|парол\w*|código|codigo|codice|kode|kod|"
    r"koodi|kodu|mã)\b|验证码|驗證碼|認証コード|인증번호",
    re.IGNORECASE,
)

# Letters that keep a digit beside them from being a code; Chinese, Japanese and Korean
# are written without spaces, so theirs do not.
_LETTER = r"[^\W\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]"

_CANDIDATE = re.compile(
    rf"(?<!{_LETTER})"
    r"""(?<![.,/#@+*€$£¥-])(?<!\d:)
    (?!\d{4}-\d\d-\d\d|\d\d-\d\d-\d{4})  # a date
    (?:[A-Z]{1,3}-)?                    # a sender's prefix, as in G-123456
    (?P<code>
        \d{2,4}(?:[ -]\d{2,4}){1,2}     # split groups
      | \d{4,10}
      | (?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{5,10}
    )
    (?![*€$£¥%/@+-]|[.,:]\d)"""
    rf"(?!{_LETTER})",
    re.VERBOSE,
)

_NEAR = 40
"""Letters between a code word and its code, at the most."""


def extract_code(text: str, *, pattern: str | None = None) -> str | None:
    """The one-time code in a message as a person would type it, or None.

    `pattern`, a regular expression, overrides all guessing: its first group, or
    the whole match where it has none, is the code. Raises `ConfigurationError`
    for a pattern that is not one.
    """
    if pattern is not None:
        return _by_pattern(text, pattern)
    plain = _plain(text)
    lines = plain.strip().splitlines()
    bound = _WEB_OTP.match(lines[-1].strip()) if lines else None
    if bound:
        return bound["code"]
    candidates = {(m.start(), m.end()): _typed(m["code"]) for m in _CANDIDATE.finditer(plain)}
    near = _nearest_to_a_word(plain, candidates)
    if near is not None:
        return near
    codes = set(candidates.values())
    return codes.pop() if len(codes) == 1 and _WORDS.search(plain) is None else None


def _by_pattern(text: str, pattern: str) -> str | None:
    try:
        found = re.search(pattern, text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ConfigurationError(
            f"The pattern {pattern!r} is not a regular expression: {error}.",
            cure="Correct pattern= in the call or the sms marker.",
        ) from None
    if found is None:
        return None
    return found.group(1) if found.re.groups else found.group()


def _plain(text: str) -> str:
    """Compatibility forms folded, any script's digits in ASCII, invisible marks dropped."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.digit(letter)) if not letter.isascii() and letter.isdigit() else letter
        for letter in folded
        if unicodedata.category(letter) != "Cf"
    )


def _typed(code: str) -> str:
    return code.replace(" ", "").replace("-", "")


def _nearest_to_a_word(text: str, candidates: dict[tuple[int, int], str]) -> str | None:
    """The candidate nearest to a code word; None where two are equally near."""
    distances: dict[str, int] = {}
    for word in _WORDS.finditer(text):
        for (start, end), code in candidates.items():
            gap = start - word.end() if start >= word.end() else word.start() - end
            if 0 <= gap <= _NEAR:
                distances[code] = min(gap, distances.get(code, gap))
    if not distances:
        return None
    best = min(distances.values())
    nearest = [code for code, gap in distances.items() if gap == best]
    return nearest[0] if len(nearest) == 1 else None
