"""Where a message speaks of a code, in a table of made-up languages."""

from __future__ import annotations

import pytest

from pytest_smsactivate.otp.languages import Language
from pytest_smsactivate.otp.lexicon import CLAUSE_END, PAUSE, Lexicon, lexicon
from pytest_smsactivate.otp.plain import folded, plain


def mentioned(text: str, **words: str) -> list[tuple[str, set[str]]]:
    """The words that are found in a text, with what they mean."""
    found = Lexicon([Language("Made up", **words)]).mentions(folded(plain(text)))
    return [(text[each.start : each.end], set(each.kinds)) for each in found]


def test_a_word_is_found_whatever_its_capitals_and_accents() -> None:
    assert mentioned("The KÓD, the kod.", maybe="kód") == [("KÓD", {"maybe"}), ("kod", {"maybe"})]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kod", ["kod"]),
        ("kodunuz", ["kodunuz"]),
        ("engangskod", ["engangskod"]),
        ("encoder", []),
        ("kood", []),
        ("kod7", ["kod"]),
        ("7kod", ["kod"]),
    ],
)
def test_a_star_says_on_which_side_a_word_may_go_on(text: str, words: list[str]) -> None:
    assert [word for word, _ in mentioned(text, maybe="kod*, *gangskod")] == words


def test_a_word_without_a_star_is_no_part_of_another() -> None:
    assert mentioned("codes decode", maybe="code") == []


def test_the_longest_words_win() -> None:
    words = {"maybe": "code", "other": "promo code, promo code of the day", "sure": "code word"}

    assert mentioned("promo code", **words) == [("promo code", {"other"})]
    assert mentioned("promo code of the day", **words) == [("promo code of the day", {"other"})]
    assert mentioned("promo code of them", **words) == [("promo code", {"other"})]
    assert mentioned("promo: code-word", **words) == [("promo: code", {"other"})]
    assert mentioned("the code word", **words) == [("code word", {"sure"})]


def test_each_word_of_a_phrase_may_go_on() -> None:
    assert mentioned("einmaligen Codes", sure="einmalige* code*") == [
        ("einmaligen Codes", {"sure"})
    ]


@pytest.mark.parametrize("gap", [" ", "-", ": ", " - "])
def test_the_words_of_a_phrase_stand_together(gap: str) -> None:
    assert mentioned(f"log{gap}in", verify="log in") == [(f"log{gap}in", {"verify"})]


@pytest.mark.parametrize("gap", ["    ", " you "])
def test_words_that_stand_apart_are_no_phrase(gap: str) -> None:
    assert mentioned(f"log{gap}in", verify="log in") == []


def test_a_word_may_mean_several_things() -> None:
    assert mentioned("text", contact="text", other="text") == [("text", {"contact", "other"})]


def test_what_two_languages_say_of_a_word_counts_together() -> None:
    both = Lexicon([Language("One", maybe="pin"), Language("Other", sure="pin")])

    assert [each.kinds for each in both.mentions("pin")] == [{"maybe", "sure"}]


def test_where_no_spaces_part_words_the_longest_at_each_place_is_found() -> None:
    words = {"sure": "动态验证码", "maybe": "验证, 码", "contact": "致电"}

    assert mentioned("您的动态验证码482910,验证它请致电", **words) == [
        ("动态验证码", {"sure"}),
        ("验证", {"maybe"}),
        ("致电", {"contact"}),
    ]
    assert mentioned("码", **words) == [("码", {"maybe"})]


def test_a_word_of_both_kinds_of_script_is_one() -> None:
    assert mentioned("您的otp密碼是", sure="otp密碼", maybe="密碼") == [("otp密碼", {"sure"})]


def test_digits_are_words_too() -> None:
    assert mentioned("2fa and 2 fa", sure="2fa") == [("2fa", {"sure"}), ("2 fa", {"sure"})]


@pytest.mark.parametrize(
    ("gap", "joins"),
    [
        ("", True),
        (" is: ", True),
        (" will be ", True),
        (" is «", True),
        (" was ", False),
        (". is ", False),
        ("为", True),
        ("为您", False),
        ("您的为", True),
        ("은(는)", True),
        ("您的" * 14, True),
        ("您的" * 14 + "您", False),
    ],
)
def test_joining_words_may_stand_between(gap: str, joins: bool) -> None:
    made_up = Lexicon([Language("Made up", joins="is, will be, 为, 您的, 은, 는")])

    assert made_up.joins(gap) is joins


@pytest.mark.parametrize(
    ("stretch", "sent"),
    [(" with ", True), (" it with: ", True), (" with it ", False), (" ", False)],
)
def test_a_word_may_stand_before_what_is_to_be_sent(stretch: str, sent: bool) -> None:
    assert Lexicon([Language("Made up", sent="with")]).is_sent(stretch) is sent


def test_the_lexicon_of_all_languages_is_made_once() -> None:
    assert lexicon() is lexicon()


@pytest.mark.parametrize("end", [". ", "! ", "\n", "。", "؟", "।", ".", "…", ".)", "?!"])
def test_clauses_end_at_the_signs_of_any_language(end: str) -> None:
    assert len(CLAUSE_END.findall(f"4829{end}")) == 1


@pytest.mark.parametrize("text", ["48.29", "acme.shop", "4829, 7732", "4829 - 7732"])
def test_a_stop_within_a_number_or_a_name_ends_no_clause(text: str) -> None:
    assert CLAUSE_END.search(text) is None


@pytest.mark.parametrize("pause", [", ", "、", "، ", " - "])
def test_clauses_pause_at_the_signs_of_any_language(pause: str) -> None:
    assert PAUSE.search(f"4829{pause}")
    assert PAUSE.search("48-29") is None
