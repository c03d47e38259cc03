"""The words of all languages in one search: where a message speaks of a code, and of what else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal, get_args

from pytest_smsactivate.otp.languages import LANGUAGES, Language
from pytest_smsactivate.otp.plain import folded, plain

__all__ = ["ANNOUNCING", "CLAUSE_END", "LETTERS", "PAUSE", "Kind", "Lexicon", "Mention", "lexicon"]

Kind = Literal[
    "sure", "maybe", "permit", "over", "warns", "other", "verify", "notices", "contact", "units"
]
"""What a word says of the number near it; see `Language`."""

KINDS: tuple[Kind, ...] = get_args(Kind)

ANNOUNCING: frozenset[Kind] = frozenset({"sure", "maybe", "permit"})
"""Those that speak of a code."""

LETTERS = (
    "a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0386\u0388-\u0557\u0560-\u0588\u0591-\u05bd\u05bf"
    "\u05c1\u05c2\u05c4\u05c5\u05d0-\u05f2\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u0963"
    "\u0966-\u0dff\u0e80-\u10ff\u1200-\u1fff"
)
"""Of a regular expression's set: letters and marks of the scripts that part words by spaces."""

UNSPACED = "\u0e00-\u0e7f\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
"""Those of Thai, Chinese and Japanese, which do not, and of Korean, where particles follow."""

_ENDS = re.escape("".join(language.ends for language in LANGUAGES))
_PAUSES = re.escape("".join(language.pauses for language in LANGUAGES))

CLAUSE_END = re.compile(rf"(?:[!?…\n{_ENDS}]|\.(?=\s|\Z|[^\w\s]))[\s.!?…{_ENDS}]*")
"""Where a clause ends, in any language; a stop within a number or a name ends none."""

PAUSE = re.compile(rf"[,{_PAUSES}]|\s-\s")
"""Where a clause goes on with another thought."""

_PIECES = re.compile(rf"[{LETTERS}]+|[0-9]+|[{UNSPACED}]+")
_FIRST_UNSPACED = "\u0e00"
_UNSPACED = re.compile(rf"[{UNSPACED}]")
_STOP = re.compile(r"[.!?。！？…]")

_REMEMBERED = 8192
"""Words whose entries are looked up once."""

_LONGEST = 40
"""Letters of a word with a `*`, at the most."""

_GAP = 3
"""Signs and spaces between two words of a phrase, at the most."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of the table in its place in a message, with all that it may mean there."""

    start: int
    end: int
    kinds: frozenset[Kind]


class Lexicon:
    """All words at once. To make one takes some milliseconds, to use it one pass over a text."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self._spaced = _Phrase()
        self._unspaced: dict[str, dict[str, set[Kind]]] = {}
        for kind in KINDS:
            for word in _words(languages, kind):
                self._add(word, kind)
        joins = _words(languages, "joins")
        self._heads = frozenset(head[0] for head in self._unspaced)
        self._joins = frozenset(word for each in joins for word in _PIECES.findall(each))
        self._sent = frozenset(_words(languages, "sent"))
        self._first = lru_cache(maxsize=_REMEMBERED)(self._spaced.after)

    def _add(self, word: str, kind: Kind) -> None:
        if _UNSPACED.search(word):
            self._unspaced.setdefault(word[:2], {}).setdefault(word, set()).add(kind)
        else:
            self._spaced.add(word, kind)

    def mentions(self, text: str) -> list[Mention]:
        """The words in a text that has been `folded`, in their order, the longest at each place."""
        pieces = [match.span() for match in _PIECES.finditer(text)]
        found: list[Mention] = []
        reached = 0
        for index, (start, end) in enumerate(pieces):
            if end <= reached:
                continue
            last = end if text[start] >= _FIRST_UNSPACED else start + 1
            place = max(start, reached)
            while place < last:
                together = text[place] in self._heads
                mention = self._written_together(text, place) if together else None
                if mention is None and place == start:
                    mention = self._apart(text, pieces, index)
                if mention is None:
                    place += 1
                else:
                    found.append(mention)
                    place = reached = mention.end
        return found

    def _written_together(self, text: str, place: int) -> Mention | None:
        """The longest word at this place of those that need no space after them."""
        for head in (text[place : place + 2], text[place]):
            words = self._unspaced.get(head)
            if words is not None:
                fitting = [word for word in words if text.startswith(word, place)]
                if fitting:
                    word = max(fitting, key=len)
                    return Mention(place, place + len(word), frozenset(words[word]))
        return None

    def _apart(self, text: str, pieces: Sequence[tuple[int, int]], index: int) -> Mention | None:
        """The longest phrase that begins with this piece."""
        start, end = pieces[index]
        nodes = self._first(text[start:end])
        if not nodes:
            return None
        end, kinds = _longest(nodes, text, pieces, index)
        return Mention(start, end, frozenset(kinds)) if kinds else None

    def knows(self, word: str) -> bool:
        """Whether a word, folded or not, says anything of codes, or may stand beside them."""
        text = folded(plain(word))
        return bool(self.mentions(text)) or self.joins(text)

    def joins(self, text: str) -> bool:
        """Whether a stretch of folded text is nothing but signs and joining words."""
        if _STOP.search(text):
            return False
        return all(self._joined(match[0]) for match in _PIECES.finditer(text))

    def is_sent(self, text: str) -> bool:
        """Whether a stretch ends in a word that stands before what is to be sent."""
        words = _PIECES.findall(text)
        return bool(words) and words[-1] in self._sent

    def _joined(self, piece: str) -> bool:
        """A joining word, or several that are written together."""
        if piece in self._joins:
            return True
        if not _UNSPACED.match(piece):
            return False
        reached = [0]  # where one of the words may begin
        for end in range(1, len(piece) + 1):
            if any(piece[start:end] in self._joins for start in reached):
                reached.append(end)
        return reached[-1] == len(piece)


@cache
def lexicon() -> Lexicon:
    """That of `LANGUAGES`, made when a message is first read."""
    return Lexicon(LANGUAGES)


def _words(languages: Sequence[Language], kind: str) -> Iterator[str]:
    """As they stand in a folded text, with the `*` of those that go on."""
    for language in languages:
        for word in getattr(language, kind).split(","):
            if word.strip():
                yield " ".join(folded(plain(word)).split())


@dataclass(slots=True)
class _Phrase:
    """What words may come next in a phrase, and what it means when it ends here.

    `beginnings` are of words that may go on, `endings` of those that may begin with anything.
    """

    exactly: dict[str, _Phrase] = field(default_factory=dict)
    beginnings: dict[str, _Phrase] = field(default_factory=dict)
    endings: dict[str, _Phrase] = field(default_factory=dict)
    kinds: set[Kind] = field(default_factory=set)

    def add(self, phrase: str, kind: Kind) -> None:
        node = self
        words = re.findall(rf"\*?(?:[{LETTERS}]+|[0-9]+)\*?", phrase)
        if not words:  # a sign, which other tables have
            return
        last = words.pop()
        for word in words:
            node = node._step(word)
        node._step(last).kinds.add(kind)
        if last.endswith("*"):  # which goes on, and need not
            node._step(last.strip("*")).kinds.add(kind)

    def _step(self, word: str) -> _Phrase:
        if word.endswith("*"):
            return self.beginnings.setdefault(word[:-1], _Phrase())
        if word.startswith("*"):
            return self.endings.setdefault(word[1:], _Phrase())
        return self.exactly.setdefault(word, _Phrase())

    def after(self, word: str) -> Sequence[_Phrase]:
        """Where each phrase stands that this word begins or carries on."""
        found = [self.exactly[word]] if word in self.exactly else []
        if self.beginnings:
            heads = (word[:length] for length in range(min(len(word), _LONGEST), 1, -1))
            found += [self.beginnings[head] for head in heads if head in self.beginnings]
        if self.endings:
            tails = (word[start:] for start in range(max(1, len(word) - _LONGEST), len(word)))
            found += [self.endings[tail] for tail in tails if tail in self.endings]
        return found


def _longest(
    nodes: Sequence[_Phrase], text: str, pieces: Sequence[tuple[int, int]], index: int
) -> tuple[int, set[Kind]]:
    """Where the longest of the phrases ends that have come to these nodes, and what it means."""
    end = pieces[index][1]
    best = (end, next((node.kinds for node in nodes if node.kinds), set()))
    if index + 1 == len(pieces) or pieces[index + 1][0] - end > _GAP:
        return best
    start, stop = pieces[index + 1]
    for node in nodes:
        further = _longest(node.after(text[start:stop]), text, pieces, index + 1)
        if further[1] and further[0] > best[0]:
            best = further
    return best
