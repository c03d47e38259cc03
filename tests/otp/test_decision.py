"""Which candidate is the code, and how a decision tells why."""

from __future__ import annotations

import pytest

from pytest_smsactivate.errors import CodeAmbiguous, ConfigurationError
from pytest_smsactivate.otp import extract_code, only_code
from pytest_smsactivate.otp.candidates import MOST
from pytest_smsactivate.otp.decision import LONGEST, decide


def scored(text: str) -> list[str]:
    return [each.code for each in decide(text).scored]


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        ("Your code is 482910", "482910", "directly after 'code'"),
        ("482910 is your code", "482910", "directly before 'code'"),
        ("Your code arrives at last: 482910", "482910", "after 'code'"),
        ("482910 came. A code, again", "482910", "before 'code'"),
        ("Enter 482910 to log in", "482910", "the only candidate where something is verified"),
        ("[Shop] 482910", "482910", "the message is nothing but it"),
        ("Here you are:\n482910\nBye", "482910", "it has a line of its own, after a colon"),
        ("Your code: QWTZKB", "QWTZKB", "letters directly after 'code'"),
        ("@shop.example #4829", "4829", "The last line is bound to a domain (@host #code)."),
        ("Order 551204", None, "Nothing in it reads as a code."),
        ("Codes 4829 and 7732", None, "Nothing decides between them."),
        ("code " + "4829 x " * (MOST + 1), None, f"More than {MOST} candidates."),
    ],
)
def test_a_decision_tells_in_a_line_how_it_was_made(text: str, code: str | None, why: str) -> None:
    decision = decide(text)

    assert (decision.code, decision.why) == (code, why)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Your code is 482910 or A1B2C3", ["482910", "A1B2C3"]),
        ("Account 551204 has the code 773201", ["773201"]),
        ("Your code is 482910. Once more: 482910", ["482910"]),
        ("code: «482910», not 773201", ["482910", "773201"]),
    ],
)
def test_the_best_stand_first_each_once(text: str, codes: list[str]) -> None:
    assert scored(text) == codes
    assert decide(text).code == codes[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your code is 482910, ask for Mr 773201 at the desk in the hall", "482910"),
        ("773201 people wait. Your code is 482910.", "482910"),
        ("773201 people wait, 482910 is your code", "482910"),
        ("Your code is below. Keep it.\n482910", None),
        ("Your code is on the next line\n\n482910", "482910"),
        ("Here it is: 482910. That is your code", "482910"),
        ("Your code. Thank you. 482910", None),
        ("Your code: tell it nobody, please, 482910", "482910"),
        ("Your code is for you, have a look: 123456789", "123456789"),
        ("Your code has come some time ago 123456789", None),
        ("Your code " + "which you asked us for " * 5 + "482910", "482910"),
        ("Your code " + "which you asked us for " * 6 + "482910", None),
    ],
    ids=[
        "nearest after",
        "nearest in its clause",
        "nearest before",
        "two clauses on",
        "in the next clause",
        "a clause before",
        "two clauses apart",
        "with commas between",
        "a long one after a colon",
        "a long one among words",
        "far",
        "too far",
    ],
)
def test_a_word_speaks_of_what_is_near_in_its_clause_or_the_next(
    text: str, code: str | None
) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482910", "482910"),
        ("Shop: 482910", "482910"),
        ("[Shop] 482910", "482910"),
        ("【Shop】482910", "482910"),
        ("482 910", "482910"),
        ("482910 ... once more: 482910", "482910"),
        ("Log in with 482910", "482910"),
        ("Log in with 482910, yes, 482910", "482910"),
        ("Hello 482910 world", None),
        ("482910 or 773201", None),
        ("Log in with 482910, not 773201", None),
        ("Log in with A1B2C3", "A1B2C3"),
        ("Log in with A1B-2C3", "A1B-2C3"),
        ("Log in with a1b2c3", None),
        ("[Shop] A1B2C3", None),
        ("Log in with 2024", None),
        ("Log in with 482910775", None),
        ("You won a prize:\n482910", None),
        ("Log in to see your prize 482910", None),
    ],
)
def test_without_a_word_for_it_only_a_lone_and_well_shaped_one_is_the_code(
    text: str, code: str | None
) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your code: QWTZKB", "QWTZKB"),
        ("Your code is: QWTZKB\nIt is valid for 15 minutes.", "QWTZKB"),
        ("Your code: «QWTZKB».", "QWTZKB"),
        ("YOUR CODE: qwtzkb", "qwtzkb"),
        ("Your code: QwTzKb", "QwTzKb"),
        ("Your code is QWTZKB", None),
        ("Your code: soon.", None),
        ("Your code: Monday", None),
        ("YOUR CODE: TODAY", None),
        ("Your code: QWTZKB it is", None),
        ("Your shop: QWTZKB", None),
        ("Log in. Shop: QWTZKB. Your code: QWTZKB", "QWTZKB"),
    ],
)
def test_letters_alone_are_a_code_where_they_are_written_unlike_the_rest(
    text: str, code: str | None
) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your authorisation code: 482910", "482910"),
        ("Enter authorisation code 482910 to pay 20 EUR", "482910"),
        ("Payment of 20 EUR was approved. Authorisation code 482910", None),
        ("Purchase approved, auth code 482910.", None),
        ("Payment was approved. Authorisation code: QWTZKB", None),
        ("Код авторизации 482910", "482910"),
        ("Оплата прошла. Код авторизации 482910", None),
        ("Votre paiement a été accepté, code d'autorisation 482910", None),
        ("Your payment was approved. Your verification code is 482910", "482910"),
    ],
)
def test_a_banks_authorisation_is_a_code_to_type_but_not_in_a_report(
    text: str, code: str | None
) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sale! Your code for it is 482910", "482910"),
        ("Sale! A code, and a good one it is, 482910", None),
        ("Sale! The verification code, here you have it, is 482910", "482910"),
        ("Sale! Your code is A1B2C3", None),
        ("Your parcel is out for delivery. 482910 is your code", "482910"),
        ("Your parcel is out for delivery, van 482910, ask for a code", None),
    ],
)
def test_where_something_is_sold_or_reported_a_plain_word_counts_only_directly(
    text: str, code: str | None
) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("text", "equal"),
    [
        ("Login code: 482910. Transfer code: 773201.", {"482910", "773201"}),
        ("Your codes: 482910, 773201", {"482910", "773201"}),
        ("Your code is 4829 or 7732", {"4829", "7732"}),
        ("Your code is 482910\nYour code is 773201", {"482910", "773201"}),
        ("551204 code 773201", {"551204", "773201"}),
        ("Код для входа: 482910. Код доступа: 773201.", {"482910", "773201"}),
        ("登录验证码482910，转账验证码773201", {"482910", "773201"}),
        ("Codes 4829, 7732, 1180", {"4829", "7732", "1180"}),
        ("4829, 7732, 1180 are your codes", {"4829", "7732", "1180"}),
    ],
)
def test_between_equally_good_ones_nothing_decides(text: str, equal: set[str]) -> None:
    assert extract_code(text) is None
    assert set(decide(text).equal) == equal
    with pytest.raises(CodeAmbiguous, match="several possible codes") as raised:
        only_code(text)
    assert set(raised.value.candidates) == equal
    assert str(raised.value).endswith("Say which with pattern=, in the call or the sms marker.")


@pytest.mark.parametrize(
    "text", ["Your code is 482910", "Your code is 482910 or A1B2C3", "Order 551204", ""]
)
def test_where_it_is_decided_there_is_only_that_code(text: str) -> None:
    assert only_code(text) == extract_code(text)
    assert decide(text).equal == ()


def test_a_pattern_decides_between_equally_good_ones() -> None:
    text = "Login code: 482910. Transfer code: 773201."

    assert only_code(text, pattern=r"Transfer code: (\d+)") == "773201"
    assert only_code(text, pattern=r"\d{8}") is None
    with pytest.raises(ConfigurationError):
        only_code(text, pattern="(")


def test_of_a_very_long_text_the_beginning_and_the_last_line_are_read() -> None:
    code = "Your code is 482910."

    assert extract_code(code + " " * LONGEST + "Your code is 773201.") == "482910"
    assert extract_code("x" * LONGEST + code) is None
    assert extract_code(code + " x" * LONGEST + "\n@shop.example #773201") == "773201"


@pytest.mark.parametrize(
    "text",
    [
        "Your code has expired: 482910",
        "Code 482910 has expired",
        "Votre code a expiré : 482910",
    ],
)
def test_a_code_that_works_no_more_is_none(text: str) -> None:
    decision = decide(text)
    assert decision.code is None
    assert [masked.why.partition(":")[0] for masked in decision.masked] == ["works no more"]


@pytest.mark.parametrize("filling", ["lorem ", "验证 ", "ﷺ"])
def test_no_code_is_cut_in_two_where_reading_ends(filling: str) -> None:
    for shift in range(12):
        text = (filling * 2500)[: 2500 - 30 + shift] + "  Your code is 482910"
        assert decide(text).code in (None, "482910")


def test_a_warning_holds_a_code_only_where_a_word_names_it() -> None:
    assert extract_code("Fraudsters ask for your code. Tell nobody: 482910") is None
    assert extract_code("Fraudsters ask for a code, as a man at 482910 did") is None
    assert extract_code("Your code is 482910. Fraudsters may ask for it") == "482910"
    assert extract_code("482910 is your code. Fraudsters may ask for it") == "482910"


@pytest.mark.parametrize(
    "text",
    ["Use 482910 or 773201 to log in", "Your codes: 482910 / 773201", "Log in: 482910, 773201"],
)
def test_equally_good_ones_in_a_row_are_ambiguous(text: str) -> None:
    decision = decide(text)
    assert (decision.code, decision.equal) == (None, ("482910", "773201"))
