"""What a number is when it is no code, by the words beside it: an order, a number to call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pytest_smsactivate.otp.candidates import Candidate
from pytest_smsactivate.otp.lexicon import ANNOUNCING, CLAUSE_END, PAUSE, Lexicon, Mention

__all__ = ["WordsBeside"]

_LABEL = 14
"""Letters from the name of another number to the number, at the most."""

_CALL = 40
"""Letters from a request to call to the number, at the most."""

_CALLED = "to write to or call:"

_NEXT_PART = re.compile(r"[-,،、(]")

_LABEL_GAP = re.compile(r"(?:[\s:.#=№º°(\[-]|no\.?|nr\.?|num(?:ber)?|id)*\Z")

_CALL_AFTER = 5
"""Letters from a number to the word that says to call it, at the most."""

_AT_ONCE = 3
"""Letters between the word that asks to send and what is to be sent, at the most."""


@dataclass(frozen=True, slots=True)
class WordsBeside:
    """The words of one message; `folded` is all of it."""

    folded: str
    mentions: Sequence[Mention]
    lexicon: Lexicon

    def reason(self, candidate: Candidate) -> str:
        """Why a candidate can be no code; empty where it may."""
        for place in range(len(self.mentions) - 1, -1, -1):
            mention = self.mentions[place]
            if candidate.start - mention.end > _CALL:
                return ""
            why = ""
            if mention.start >= candidate.end:
                why = self._after(candidate, mention)
            elif mention.end <= candidate.start:
                why = self._before(candidate, place)
                if not why and mention.kinds & ANNOUNCING:
                    return ""
            if why:
                return f"{why} {self.folded[mention.start : mention.end]!r}"
        return ""

    def _before(self, candidate: Candidate, place: int) -> str:
        mention = self.mentions[place]
        gap = self.folded[mention.end : candidate.start]
        if "other" in mention.kinds and len(gap) <= _LABEL:
            if _LABEL_GAP.match(gap):
                return "named"
            if self.lexicon.joins(gap) and not (PAUSE.search(gap) or self._in_a_clause(place)):
                return "named"
        if CLAUSE_END.search(gap):
            return ""
        if "over" in mention.kinds:
            return "works no more:"
        if "contact" in mention.kinds and not mention.kinds & ANNOUNCING:
            return _CALLED if self._is_called(candidate, gap) else ""
        return ""

    def _after(self, candidate: Candidate, mention: Mention) -> str:
        gap = self.folded[candidate.end : mention.start]
        if "units" in mention.kinds and len(gap) <= 1 and not gap.strip():
            return "an amount:"
        if CLAUSE_END.search(gap):
            return ""
        if "over" in mention.kinds and len(gap) <= _CALL:
            return "works no more:"
        calls = "contact" in mention.kinds and len(gap) <= _CALL_AFTER
        if calls and _NEXT_PART.search(gap) is None and not self._is_announced(candidate):
            return _CALLED
        return ""

    def _in_a_clause(self, place: int) -> bool:
        """Whether a clause speaks of a one-time code before it names another number."""
        near = (each for each in reversed(self.mentions[:place]) if "sure" in each.kinds)
        word = next(near, None)
        label = self.mentions[place].start
        return word is not None and CLAUSE_END.search(self.folded, word.end, label) is None

    def _is_called(self, candidate: Candidate, gap: str) -> bool:
        """What is asked for stands at once; the number that is called may stand further on."""
        return not self.lexicon.is_sent(gap) and (len(gap) > _AT_ONCE or len(candidate.code) > 8)

    def _is_announced(self, candidate: Candidate) -> bool:
        """Whether the word before it is one for a code: then a call is what is asked for next."""
        before = (each for each in reversed(self.mentions) if each.end <= candidate.start)
        word = next(before, None)
        if word is None or not word.kinds & ANNOUNCING or candidate.start - word.end > _LABEL:
            return False
        return self.lexicon.joins(self.folded[word.end : candidate.start])
