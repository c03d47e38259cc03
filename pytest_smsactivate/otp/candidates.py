"""What could be a code by its shape, wherever it stands and whatever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pytest_smsactivate.otp.lexicon import ANNOUNCING, Mention

__all__ = ["MOST", "Candidate", "candidates"]

MOST = 60
"""Candidates in one message that are looked at: no person could tell more apart."""

_CHUNK = re.compile(
    r"\b(?=[0-9A-Za-z])(?<![0-9A-Za-z]-)(?=[A-Za-z]*(?:-[A-Za-z]+)*-?[0-9])[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*",
    re.ASCII,
)
_SERVICE = re.compile(r"[A-Za-z]{1,5}-(?=[0-9])")

_GROUPS = frozenset(
    {(3, 3), (3, 4), (4, 3), (4, 4), (2, 2, 2), (3, 3, 3)} | {(1,) * size for size in (4, 5, 6, 8)}
)
"""Digits in each group of a code that is written with spaces."""

_SHORTEST = 4
_LONGEST = 12
"""Letters and digits of a code, at the least and at the most."""

_MOST_CHUNKS = 500
"""Numbers, and words with one, that are looked at."""

_MOST_GROUPS = max(map(len, _GROUPS))
_LONGEST_GROUP = max(map(max, _GROUPS))


@dataclass(frozen=True, slots=True)
class Candidate:
    """From start to end of a plain text; `code` is what a person would type."""

    start: int
    end: int
    code: str

    @property
    def is_number(self) -> bool:
        return self.code.isdigit()


def candidates(text: str, mentions: Sequence[Mention]) -> list[Candidate]:
    """Those of a plain text in their order, up to `MOST` and one."""
    words = {each.start: each.end for each in mentions if each.kinds & ANNOUNCING}
    found: list[Candidate] = []
    chunks = [match.span() for match in islice(_CHUNK.finditer(text), _MOST_CHUNKS)]
    for start, end in _joined(text, chunks):
        if len(found) > MOST:
            break
        if end - start < _SHORTEST:
            continue
        candidate = _candidate(text, _behind_a_word(start, end, words), end)
        if candidate is not None:
            found.append(candidate)
    return found


def _joined(text: str, chunks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Chunks, of which those that are groups of one code are taken together."""
    place = 0
    while place < len(chunks):
        last = _last_of_groups(text, chunks, place)
        yield chunks[place][0], chunks[last][1]
        place = last + 1


def _last_of_groups(text: str, chunks: Sequence[tuple[int, int]], first: int) -> int:
    """The last of the groups that begin here, the first of which may have a service's prefix."""
    last, sizes = first, []
    for place in range(first, min(first + _MOST_GROUPS + 1, len(chunks))):
        start, end = chunks[place]
        group = text[start:end]
        service = _SERVICE.match(group) if place == first else None
        if service:
            group = group[service.end() :]
        if not group.isdigit() or len(group) > _LONGEST_GROUP:
            break
        if place > first and text[chunks[place - 1][1] : start] != " ":
            break
        sizes.append(len(group))
        last = place
    return last if tuple(sizes) in _GROUPS else first


def _behind_a_word(start: int, end: int, words: dict[int, int]) -> int:
    """Where the code begins in OTP123456 or code-123456."""
    word_end = words.get(start, start)
    return word_end if start < word_end < end else start


def _candidate(text: str, start: int, end: int) -> Candidate | None:
    while start < end and text[start] == "-":
        start += 1
    code = text[start:end]
    service = _SERVICE.match(code)
    number = (code[service.end() :] if service else code).replace("-", "").replace(" ", "")
    if number.isdigit():
        code = number
    letters = len(code) - code.count("-")
    if not _SHORTEST <= letters <= _LONGEST or not any(letter.isdigit() for letter in code):
        return None
    return Candidate(start, end, code)
