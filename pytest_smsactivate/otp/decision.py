"""Which candidate is the code, if one is: by the words near it, and only then by standing alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pytest_smsactivate.otp.beside import WordsBeside
from pytest_smsactivate.otp.candidates import MOST, Candidate, candidates
from pytest_smsactivate.otp.lexicon import CLAUSE_END, PAUSE, Lexicon, Mention, lexicon
from pytest_smsactivate.otp.masks import hidden, reason
from pytest_smsactivate.otp.plain import folded, plain

__all__ = ["Decision", "Masked", "Scored", "decide"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate, how good it is (higher is better), and the words that made it so."""

    candidate: Candidate
    score: float
    why: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.candidate.code


@dataclass(frozen=True, slots=True)
class Masked:
    """What was not looked at, and what it is."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The code, or None; `equal` names the codes between which nothing decides.

    `scored` are the candidates, the best first, `masked` is what was none, and `why`
    tells in a line how it was decided.
    """

    code: str | None
    why: str
    scored: tuple[Scored, ...] = ()
    masked: tuple[Masked, ...] = ()
    equal: tuple[str, ...] = ()


_WEB_OTP = re.compile(r"@[\w.-]+(?::[0-9]+)? #(?P<code>[^\s#]+)")

LONGEST = 2500
"""Letters of a message that are read; an SMS of ten parts has 1,530."""

_LAST_LINE = 1000
"""Letters at the end of a message, among which the line for the browser is."""

_CUT = re.compile(r"[\w -]+\Z")

_NEAR = 120
"""Letters between a word for a code and the code, at the most."""

_DIRECT = 28
"""The same where only joining words stand between them."""

_EQUAL = 4.0
"""Scores that differ by less decide nothing."""

_ENOUGH = 30.0
"""The score below which a candidate is none."""

_OPENING = "\"'«“「『[【(<{"


def decide(text: str) -> Decision:
    """Read one message. Total: any text at all has a decision.

    Of a text that is longer than any SMS the first `LONGEST` letters and the last line are read.
    """
    bound = _last_line(text)
    if bound is not None:
        return Decision(bound, "The last line is bound to a domain (@host #code).")
    read = plain(_beginning(text), longest=2 * LONGEST)
    shown, addresses = hidden(_beginning(read))
    return _Reading(shown, addresses).decision()


def _beginning(text: str) -> str:
    """What is read of a text; a number is not cut in two."""
    if len(text) <= LONGEST:
        return text
    cut = _CUT.search(text, LONGEST - _NEAR, LONGEST)
    return text[: cut.start() if cut else LONGEST]


def _last_line(text: str) -> str | None:
    last = plain(text[-_LAST_LINE:]).rstrip().rpartition("\n")[2]
    match = _WEB_OTP.match(last.strip())
    return match["code"] if match else None


class _Reading:
    """One message, its words and its candidates."""

    def __init__(self, text: str, addresses: Sequence[tuple[str, str]]) -> None:
        self._text = text
        self._folded = folded(text)
        self._lexicon: Lexicon = lexicon()
        self._mentions = self._lexicon.mentions(self._folded)
        self._beside = WordsBeside(self._folded, self._mentions, self._lexicon)
        self._masked = [Masked(what, why) for what, why in addresses]
        self._kinds = frozenset().union(*(mention.kinds for mention in self._mentions))

    def decision(self) -> Decision:
        found = candidates(self._text, self._mentions)
        if len(found) > MOST:
            return Decision(None, f"More than {MOST} candidates.", masked=tuple(self._masked))
        left = [each for each in found if not self._mask(each)]
        scored = self._bound(left) or self._alone(left) or self._letters()
        return self._best(scored) if scored else self._none(left)

    def _none(self, left: Sequence[Candidate]) -> Decision:
        ranked = tuple(Scored(each, 0.0, ("no word for a code stands near",)) for each in left)
        return Decision(None, "Nothing in it reads as a code.", ranked, tuple(self._masked))

    def _mask(self, candidate: Candidate) -> bool:
        why = reason(candidate, self._text, self._mentions) or self._beside.reason(candidate)
        if why:
            self._masked.append(Masked(self._text[candidate.start : candidate.end], why))
        return bool(why)

    def _best(self, scored: Sequence[Scored]) -> Decision:
        best: dict[str, Scored] = {}
        for each in sorted(scored, key=lambda each: -each.score):
            best.setdefault(each.code, each)
        ranked = tuple(best.values())
        masked = tuple(self._masked)
        equal = [each.code for each in ranked if ranked[0].score - each.score < _EQUAL]
        if len(equal) > 1:
            return Decision(None, "Nothing decides between them.", ranked, masked, tuple(equal))
        return Decision(ranked[0].code, "; ".join(ranked[0].why), ranked, masked)

    def _bound(self, left: Sequence[Candidate]) -> list[Scored]:
        """Those that a word for a code stands near to, each with the best of its words."""
        words = [mention for mention in self._mentions if self._announces(mention)]
        found: dict[Candidate, Scored] = {}
        for word in words:
            ways = [self._binding(each, word, left) for each in left]
            for way in self._chosen(way for way in ways if way is not None):
                known = found.get(way.candidate)
                if known is None or way.score > known.score:
                    found[way.candidate] = way
        self._share(found)
        return [each for each in found.values() if each.score >= _ENOUGH]

    def _announces(self, word: Mention) -> bool:
        """Whether a word may speak of a one-time code in this message."""
        if {"sure", "maybe"} & word.kinds:
            return True
        return "permit" in word.kinds and not self._sells_or_reports

    @property
    def _sells_or_reports(self) -> bool:
        return "notices" in self._kinds

    def _binding(
        self, candidate: Candidate, word: Mention, left: Sequence[Candidate]
    ) -> Scored | None:
        """How good a candidate is by one word; None where they have nothing to do with it."""
        before = word.end <= candidate.start
        start, end = (word.end, candidate.start) if before else (candidate.end, word.start)
        gap = self._folded[start:end]
        clauses = len(CLAUSE_END.findall(gap))
        if start > end or len(gap) > _NEAR / (1 + clauses) or clauses > 1:
            return None
        direct = len(gap) <= _DIRECT and self._lexicon.joins(gap)
        told = before and not clauses and gap.rstrip().endswith((":", "="))
        sure = "sure" in word.kinds
        if self._sells_or_reports and not sure and not (direct and candidate.is_number):
            return None
        doubtful = "warns" in self._kinds or (len(candidate.code) > 8 and candidate.is_number)
        if doubtful and not (direct or told):
            return None
        others = sum(start <= each.start and each.end <= end for each in left)
        score = 100.0 + (30 if direct else 15 * told) + self._shape(candidate)
        score -= len(gap) / 2 + 35 * clauses + 4 * len(PAUSE.findall(gap)) + 25 * others
        score -= 3 * (not before) + 3 * (not sure)
        where = ("directly " if direct else "") + ("after" if before else "before")
        return Scored(candidate, score, (f"{where} {self._text[word.start : word.end]!r}",))

    @staticmethod
    def _chosen(ways: Iterable[Scored]) -> list[Scored]:
        """A word speaks of the candidate nearest to it; of others less."""
        ranked = sorted(ways, key=lambda way: -way.score)
        return ranked[:1] + [replace(way, score=way.score - 25) for way in ranked[1:]]

    def _share(self, found: dict[Candidate, Scored]) -> None:
        """Codes in a row are equally good: 1234 or 5678."""
        pairs = list(pairwise(sorted(found, key=lambda each: each.start)))
        for one, other in (*pairs, *reversed(pairs)):
            if self._in_a_row(one, other):
                best = max(found[one].score, found[other].score)
                found[one] = replace(found[one], score=best)
                found[other] = replace(found[other], score=best)

    def _in_a_row(self, one: Candidate, other: Candidate) -> bool:
        gap = self._folded[one.end : other.start]
        alike = len(one.code) == len(other.code) and one.is_number and other.is_number
        return alike and len(gap) <= _ROW and "\n" not in gap

    def _are_in_a_row(self, some: Sequence[Candidate]) -> bool:
        return all(self._in_a_row(one, other) for one, other in pairwise(some))

    def _shape(self, candidate: Candidate) -> float:
        score = _SHAPES.get(len(candidate.code), -5.0) if candidate.is_number else -2.0
        if _YEAR.fullmatch(candidate.code):
            score -= 45
        if self._text[max(0, candidate.start - 1)] in _OPENING:
            score += 5
        return score

    def _alone(self, left: Sequence[Candidate]) -> list[Scored]:
        """The only candidate, in a message that asks to enter it, or that is nothing but it."""
        lone = {each.code: each for each in left}
        if self._sells_or_reports:
            return []
        if len(lone) > 1 and "verify" in self._kinds and self._are_in_a_row(left):
            return [Scored(each, 40.0, ("where something is verified",)) for each in left]
        if len(lone) != 1:
            return []
        (candidate,) = lone.values()
        code = candidate.code
        well_shaped = candidate.is_number or _MIXED.fullmatch(code)
        if not well_shaped or len(code) > _LONGEST_ALONE or _YEAR.fullmatch(code):
            return []
        why = self._why_alone(candidate)
        return [Scored(candidate, 40.0, (why,))] if why else []

    def _why_alone(self, candidate: Candidate) -> str:
        if "verify" in self._kinds:
            return "the only candidate where something is verified"
        if not candidate.is_number:
            return ""
        before, after = self._text[: candidate.start], self._text[candidate.end :]
        if _SENDER.fullmatch(before) and _NOTHING.fullmatch(after):
            return "the message is nothing but it"
        if _COLON.search(before) and _LINE_END.match(after):
            return "it has a line of its own, after a colon"
        return ""

    def _letters(self) -> list[Scored]:
        """A code of letters only, directly after its word, that is written unlike the rest."""
        for word in self._mentions:
            if not self._announces(word):
                continue
            match = _LETTERS_ONLY.match(self._text, word.end)
            if match and self._stands_out(match["code"], match.start("code")):
                said = self._text[word.start : word.end]
                place = Candidate(match.start("code"), match.end("code"), match["code"])
                return [Scored(place, 60.0, (f"letters directly after {said!r}",))]
        return []

    def _stands_out(self, code: str, start: int) -> bool:
        rest = self._text[:start] + self._text[start + len(code) :]
        if code.islower():
            return not any(letter.islower() for letter in rest if letter.isascii())
        if code.isupper():
            return any(letter.islower() for letter in rest)
        return not code.istitle()


_LONGEST_ALONE = 8
"""Letters of a candidate that no word announces, at the most."""

_ROW = 6
"""Letters between two codes in a row, at the most."""

_SHAPES = {4: 5.0, 5: 5.0, 6: 8.0, 7: 3.0, 8: 5.0}
_MIXED = re.compile(r"(?=.*[A-Z].*)[A-Z0-9]{2,}-?[A-Z0-9]{3,}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SENDER = re.compile(r"[\W_]*(?:[^:\]】>\n]{1,24}[:\]】>][\W_]*)?")
_NOTHING = re.compile(r"[\W_]*")
_COLON = re.compile(r"[:：]\s*\n\s*\Z")
_LINE_END = re.compile(r"\s*(?:\n|\Z)")
_LETTERS_ONLY = re.compile(
    r"(?:\s[a-z]{1,4})?\s{0,2}[:=]\s{0,2}[\"'«“「『\[【(<]?(?P<code>[A-Za-z]{4,10})(?=[\"'»”」』\]】)>.,;]|\s*(?:\n|\Z))"
)
