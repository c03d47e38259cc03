"""Any text at all has a code or none: nobody's message makes a run fail, or wait."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_smsactivate.otp import extract_code
from pytest_smsactivate.otp.candidates import MOST, candidates
from pytest_smsactivate.otp.decision import decide
from pytest_smsactivate.otp.languages import LANGUAGES
from pytest_smsactivate.otp.lexicon import KINDS, lexicon
from pytest_smsactivate.otp.masks import hidden
from pytest_smsactivate.otp.plain import folded, plain

ANYTHING = st.text(st.characters(codec=None))

# What the code looks at, in any order: far likelier to reach its corners than letters are.
WORDS = sorted(
    {
        word.strip()
        for each in LANGUAGES
        for kind in KINDS
        for word in getattr(each, kind).split(",")
    }
)
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.from_regex(r"\A[0-9]{1,9}\Z"),
    st.from_regex(r"\A[A-Z0-9]{2,8}(-[A-Z0-9]{2,4})?\Z"),
    st.sampled_from(
        [*" .,:;-/()*#@%$\n", "@shop.example #", "https://", "+", "G-", "\u200b", "。"]
    ),
    ANYTHING,
)
MESSAGES = st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=12).map("".join)

LONG = 200_000
"""Letters of a text for which squared time would be hours."""

HOSTILE = {
    "letters": "a",
    "capitals and a digit": "A1",
    "digits": "4",
    "lone digits": "4 ",
    "groups": "482 ",
    "groups in brackets": "(482) ",
    "hyphens": "-",
    "letters with hyphens": "a-",
    "digits with hyphens": "4-",
    "blanks": " ",
    "lines": "\n",
    "blank lines": " \n",
    "words for a code": "code ",
    "words for a code written together": "验证码",
    "codes": "code 482910 ",
    "codes in a row": "482910, ",
    "words that join": "is ",
    "words that join written together": "은는",
    "phrases begun": "one time ",
    "stems": "kod",
    "other numbers": "order 551204. ",
    "calls": "call 4829 ",
    "colons": "code: ",
    "stops": ". ",
    "stops without blanks": ".",
    "stars": "*",
    "at signs": "@a",
    "lines for the browser": "@a.b #1\n",
    "schemes": "http://",
    "hosts": "a.b.",
    "open brackets": "a.de/(",
    "hashes": "FA+9qCX9VSu ",
    "marks on one letter": "\u0301",
    "marks in two orders": "\u0316\u0301",
    "letters that become many": "\ufdfa",
    "hangul in its sounds": "\u1112\u1161\u11ab",
    "invisible": "\u200b",
    "right to left": "\u202e4",
    "arabic digits": "٤",
    "surrogates": "\ud800",
    "zeros": "\x00",
}

hostile = pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)


def without_separators(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


@settings(deadline=None)
@given(ANYTHING | MESSAGES)
@example("\ud800 code 4829\udfff")
@example("@a #" + "1" * 10_000)
@example("@a #\ud800")
@example("A" * 10_000 + "1")
@example("code \ufdfa" * 1000 + "4829")
def test_any_text_has_a_code_that_stands_in_it_or_none(text: str) -> None:
    code = extract_code(text)

    if code is not None:
        assert code
        assert not any(sign.isspace() for sign in code)
        assert without_separators(code) in without_separators(plain(text))


@settings(deadline=None)
@given(MESSAGES)
def test_any_decision_tells_why(text: str) -> None:
    decision = decide(text)

    assert decision.why
    assert all(each.why for each in decision.masked)
    assert decision.code is None or not decision.equal
    assert len(set(decision.equal)) == len(decision.equal) != 1


@settings(deadline=None)
@given(st.from_regex(r"\A[0-9]{4,8}\Z"))
def test_a_code_in_a_plain_sentence_is_found(code: str) -> None:
    assert extract_code(f"Your code is {code}.") == code
    assert extract_code(f"{code} is your code") == code


@hostile
def test_a_long_hostile_text_has_a_decision(piece: str) -> None:
    text = piece * (LONG // len(piece))

    for hard in (text, f"Your code is 482910. {text}", f"{text} Your code is 482910."):
        assert decide(hard).why


@hostile
def test_what_follows_a_code_far_behind_does_not_matter(piece: str) -> None:
    text = "Your code is 482910." + " " * 4000 + piece * (LONG // len(piece))

    assert extract_code(text) == "482910" or piece == "@a.b #1\n"


@hostile
def test_each_step_bears_a_long_text_by_itself(piece: str) -> None:
    text = plain(piece * (LONG // len(piece)))
    small = folded(text)
    mentions = lexicon().mentions(small)

    assert len(small) == len(text)
    assert all(each.start < each.end <= len(text) for each in mentions)
    assert len(candidates(text, mentions)) <= MOST + 1
    assert len(hidden(text)[0]) == len(text)
