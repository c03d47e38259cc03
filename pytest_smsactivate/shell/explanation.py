"""How a message is read, for `smsactivate code`: what is found in it, and where that stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from pytest_smsactivate.otp import extract_code, extract_link
from pytest_smsactivate.otp.decision import Decision, decide
from pytest_smsactivate.otp.plain import plain

__all__ = ["CodeDocument", "Explanation", "Kind", "Mark", "explain"]

Kind = Literal["code", "candidate", "masked"]


class CandidateDocument(msgspec.Struct, frozen=True):
    """The higher the `score` the better; `why` has the words that made it."""

    code: str
    score: float
    why: Sequence[str]


class MaskedDocument(msgspec.Struct, frozen=True):
    """What can be no code, and what it is instead."""

    text: str
    why: str


class CodeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What --json prints.

    `code` is None where there is none, and where nothing decides between those in `equal`.
    `candidates` come with the best first; with a pattern neither they nor `masked` are asked.
    """

    code: str | None
    why: str
    link: str | None
    equal: Sequence[str] = ()
    candidates: Sequence[CandidateDocument] = ()
    masked: Sequence[MaskedDocument] = ()


class Mark(NamedTuple):
    """From `start` to `end` of the text as it is read."""

    start: int
    end: int
    kind: Kind


class Explanation(NamedTuple):
    """`text` is the message as it is read, with the `marks` in their order, none in another."""

    told: CodeDocument
    text: str
    marks: Sequence[Mark]


def explain(text: str, pattern: str | None) -> Explanation:
    """What `wait_for_code` makes of a message; the pattern is a regular expression."""
    if pattern is not None:
        return _by_pattern(text, pattern)
    decision = decide(text)
    told = CodeDocument(
        code=decision.code,
        why=decision.why,
        link=extract_link(text),
        equal=decision.equal,
        candidates=[CandidateDocument(each.code, each.score, each.why) for each in decision.scored],
        masked=[MaskedDocument(each.text, each.why) for each in decision.masked],
    )
    read = plain(text)
    return Explanation(told, read, sorted(_marks(decision, read)))


def _by_pattern(text: str, pattern: str) -> Explanation:
    code = extract_code(text, pattern=pattern) or None
    why = "The pattern says so." if code is not None else "The pattern fits nothing in it."
    told = CodeDocument(code=code, why=why, link=extract_link(text))
    found = re.search(pattern, text) if code is not None else None
    marks = [] if found is None else [Mark(*found.span(min(found.re.groups, 1)), "code")]
    return Explanation(told, text, marks)


def _marks(decision: Decision, read: str) -> Iterator[Mark]:
    free = [True] * len(read)

    def taken(start: int, end: int, kind: Kind) -> Mark:
        free[start:end] = [False] * (end - start)
        return Mark(start, end, kind)

    for each in decision.scored:
        kind: Kind = "code" if each.code == decision.code else "candidate"
        yield taken(each.candidate.start, each.candidate.end, kind)
    if decision.code is not None and not decision.scored:  # the last line tells it
        start = read.rfind("#") + 1
        yield taken(start, start + len(decision.code), "code")
    for masked in decision.masked:
        # Not as a part of a longer number.
        for found in re.finditer(rf"(?<![0-9]){re.escape(masked.text)}(?![0-9])", read):
            if all(free[slice(*found.span())]):
                yield taken(*found.span(), "masked")
                break
