"""How many of the project's own messages are read right, of all and of each language.

A line of `messages.jsonl` holds a message, its language, its code (null where it has none) and,
where it has one, the link that confirms.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pytest_smsactivate.otp import extract_code, extract_link


@dataclass(frozen=True)
class Message:
    id: str
    lang: str
    text: str
    code: str | None
    link: str | None = None

    def __str__(self) -> str:
        return f"{self.id}: {self.text!r} holds {self.code}, read was {extract_code(self.text)}"

    @property
    def is_read_right(self) -> bool:
        return typed(extract_code(self.text)) == typed(self.code)


def typed(code: str | None) -> str | None:
    """However it is spaced."""
    return None if code is None else code.replace(" ", "").replace("-", "").casefold()


LINES = (Path(__file__).parent / "messages.jsonl").read_text(encoding="utf-8").strip().split("\n")
MESSAGES = [Message(**json.loads(line)) for line in LINES]

WITH_CODE = [message for message in MESSAGES if message.code is not None]
WITHOUT_CODE = [message for message in MESSAGES if message.code is None]

LANGUAGES = sorted({message.lang for message in MESSAGES})


def check(messages: Sequence[Message], least: float) -> None:
    """That this part of the messages at least is read right; else the others are named."""
    wrong = [message for message in messages if not message.is_read_right]
    right = 1 - len(wrong) / len(messages)
    assert right >= least, "\n".join([f"{right:.1%} are read right.", *map(str, wrong)])


def test_the_messages_are_many_and_each_is_there_once() -> None:
    assert len({message.id for message in MESSAGES}) == len(MESSAGES)
    assert len({message.text for message in MESSAGES}) == len(MESSAGES)
    assert len(LANGUAGES) == 32


def test_the_codes_are_found() -> None:
    check(WITH_CODE, 0.96)


def test_no_codes_are_invented() -> None:
    check(WITHOUT_CODE, 0.96)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codes_of_each_language_are_found(language: str) -> None:
    messages = [message for message in WITH_CODE if message.lang == language]

    assert len(messages) >= 10
    check(messages, 0.9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_codes_are_invented_in_any_language(language: str) -> None:
    messages = [message for message in WITHOUT_CODE if message.lang == language]

    assert len(messages) >= 5
    check(messages, 0.9)


def test_the_links_are_found() -> None:
    linked = [message for message in MESSAGES if message.link is not None]
    missed = [each for each in linked if extract_link(each.text) != each.link]

    assert len(missed) <= len(linked) / 10, "\n".join(f"{each.id}: {each.text}" for each in missed)


def test_no_links_are_invented() -> None:
    unlinked = [message for message in MESSAGES if message.link is None]
    invented = {each.id: found for each in unlinked if (found := extract_link(each.text))}

    assert invented == {}
