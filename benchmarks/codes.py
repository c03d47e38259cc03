"""How many codes are found in messages of many languages, how many invented, and how fast."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from time import thread_time

from benchmarks.hostile import hostile
from benchmarks.measure import ROOT, in_turn
from benchmarks.suites import OURS
from pytest_smsactivate.otp import extract_code, extract_link

__all__ = ["NAIVE", "PEER", "Endured", "Message", "Read", "Score", "endured", "messages", "read"]

FILE = ROOT / "tests" / "otp" / "messages.jsonl"
PEER = "otp-message-extractor"
NAIVE = r"\d{4,8}"

HOSTILE_ROUNDS = 3

Extract = Callable[[str], "str | None"]


@dataclass(frozen=True)
class Message:
    """`code` is None where it holds none, or two that nothing decides between."""

    id: str
    language: str
    text: str
    code: str | None


@dataclass(frozen=True)
class Score:
    """Of the messages with a code those read right, and of those without the answered ones."""

    codes: int
    right: int
    without: int
    invented: int


@dataclass(frozen=True)
class Read:
    """What one way makes of all messages; times are of the processor, in seconds.

    `mean` is that of the best round, `each` has the best of all rounds for each message.
    """

    title: str
    score: Score
    by_language: Mapping[str, Score]
    mean: float
    each: Mapping[Message, float]


@dataclass(frozen=True)
class Endured:
    """Seconds for one hostile text, the best of a few rounds."""

    name: str
    code: float
    link: float


def messages() -> list[Message]:
    """Those of the project's own tests, in all languages."""
    return [
        Message(told["id"], told["lang"], told["text"], told["code"])
        for told in map(json.loads, FILE.read_text("utf-8").splitlines())
    ]


def read(these: Sequence[Message], rounds: int, done: Callable[[], object]) -> list[Read]:
    """The messages in each way, there and back; a peer that is not installed is left out."""
    ways = dict(_ways())
    arms = {title: partial(_times, extract, these) for title, extract in ways.items()}
    taken = in_turn(arms, rounds, done)
    return [_read(title, ways[title], these, taken[title]) for title in ways]


def endured(done: Callable[[], object]) -> list[Endured]:
    """All hostile texts, the slowest first."""
    found = []
    for name, text in hostile().items():
        found.append(Endured(name, _best(extract_code, text), _best(extract_link, text)))
        done()
    return sorted(found, key=lambda one: -max(one.code, one.link))


def _ways() -> Iterator[tuple[str, Extract]]:
    yield OURS.title, extract_code
    module = PEER.replace("-", "_")
    if find_spec(module) is not None:
        yield PEER, partial(_peer, import_module(module).extract_otp)
    yield NAIVE, partial(_naive, re.compile(NAIVE))


def _peer(extract_otp: Callable[[str], Mapping[str, str] | None], text: str) -> str | None:
    found = extract_otp(text)
    return found["code"] if found else None


def _naive(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[0] if found else None


def _read(
    title: str, extract: Extract, these: Sequence[Message], taken: Sequence[Sequence[float]]
) -> Read:
    told = [(message, extract(message.text)) for message in these]
    languages: dict[str, list[tuple[Message, str | None]]] = defaultdict(list)
    for message, code in told:
        languages[message.language].append((message, code))
    return Read(
        title,
        _score(told),
        {language: _score(languages[language]) for language in sorted(languages)},
        mean=min(map(sum, taken)) / len(these),
        each=dict(zip(these, map(min, zip(*taken, strict=True)), strict=True)),
    )


def _score(told: Sequence[tuple[Message, str | None]]) -> Score:
    with_code = [(message.code, code) for message, code in told if message.code is not None]
    without = [code for message, code in told if message.code is None]
    right = sum(code is not None and _bare(code) == _bare(wanted) for wanted, code in with_code)
    return Score(len(with_code), right, len(without), sum(code is not None for code in without))


def _bare(code: str) -> str:
    return re.sub(r"[\s-]", "", code).casefold()


def _times(extract: Extract, these: Sequence[Message]) -> list[float]:
    """Of the processor: what else the machine does is not in it."""
    return [_time(extract, message.text) for message in these]


def _best(extract: Extract, text: str) -> float:
    return min(_time(extract, text) for _ in range(HOSTILE_ROUNDS))


def _time(extract: Extract, text: str) -> float:
    began = thread_time()
    extract(text)
    return thread_time() - began
