"""The code in a message."""

from __future__ import annotations

import re

from pytest_smsactivate.errors import CodeAmbiguous, ConfigurationError
from pytest_smsactivate.otp.decision import decide

__all__ = ["extract_code", "only_code"]


def extract_code(text: str, *, pattern: str | None = None) -> str | None:
    """The one-time code in a message as a person would type it, or None.

    In order of trust: a last line for the browser (`@host #code`), a candidate that a word for
    a code stands near to in one of 32 languages, and a candidate that stands alone. Two equally
    good ones give None: an invented code costs more than a missed one. Any text at all is taken;
    of one longer than any SMS the first 2,500 letters and the last line are read.

    `pattern`, a regular expression, overrides all guessing: its first group, or
    the whole match where it has none, is the code. Raises `ConfigurationError`
    for a pattern that is not one.
    """
    return decide(text).code if pattern is None else _by_pattern(text, pattern)


def only_code(text: str, *, pattern: str | None = None) -> str | None:
    """The same; raises `CodeAmbiguous` where nothing decides between several."""
    if pattern is not None:
        return _by_pattern(text, pattern)
    decision = decide(text)
    if decision.equal:
        raise CodeAmbiguous(decision.equal)
    return decision.code


def _by_pattern(text: str, pattern: str) -> str | None:
    try:
        found = re.search(pattern, text)
    except (re.error, OverflowError, RecursionError, TypeError) as error:
        raise ConfigurationError(
            f"The pattern {pattern!r} is not a regular expression: {error}.",
            cure="Correct pattern= in the call or the sms marker.",
        ) from None
    if found is None:
        return None
    return found.group(1) if found.re.groups else found.group()
