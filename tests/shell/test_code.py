"""`smsactivate code`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import jsonschema
import msgspec
import pytest
from click.testing import CliRunner, Result

from pytest_smsactivate.cli import main
from pytest_smsactivate.errors import CodeAmbiguous
from pytest_smsactivate.otp import extract_code, extract_link
from pytest_smsactivate.shell.explanation import CodeDocument, explain

MESSAGE = "Your code is 482 910. Order 5512 is on its way."
LINK = "https://shop.example/verify?token=8fJ2kLq0ZxT7"
MESSAGES = Path(__file__).parents[1] / "otp" / "messages.jsonl"

DOOR = """
import sys
from pytest_smsactivate.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def run(*arguments: str, given: str | bytes | None = None, color: bool = False) -> Result:
    plain = {"FORCE_COLOR": None, "NO_COLOR": None}
    return CliRunner().invoke(main, ["code", *arguments], input=given, color=color, env=plain)


def run_json(*arguments: str, given: str | bytes | None = None) -> tuple[int, Any]:
    result = run("--json", *arguments, given=given)
    told = json.loads(result.stdout)
    jsonschema.validate(told, msgspec.json.schema(CodeDocument))
    return result.exit_code, told


def picture(*arguments: str, given: str | bytes | None = None) -> str:
    """The message as it is shown, without its margin."""
    shown = run(*arguments, given=given).stdout.split("\n\n  ", 1)[1]
    return shown.split("\n\n")[0].replace("\n  ", "\n")


def test_the_code_stands_alone_on_the_first_line_and_the_reasons_follow() -> None:
    result = run(MESSAGE)
    first, blank, message, *rest = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert (first, blank) == ("482910", "")
    assert message == "  Your code is [=482 910=]. Order [-5512-] is on its way."
    (candidate,) = [line for line in rest if "482910" in line]
    assert "'code'" in candidate
    (masked,) = [line for line in rest if "5512" in line]
    assert "'order'" in masked
    assert "Link" not in result.stdout


def test_the_document_has_the_code_its_words_and_what_was_masked() -> None:
    status, told = run_json(MESSAGE)
    assert (status, told["code"], told["link"], told["equal"]) == (0, "482910", None, [])
    (candidate,) = told["candidates"]
    assert (candidate["code"], candidate["score"] > 0) == ("482910", True)
    assert "'code'" in "".join(candidate["why"])
    assert [each["text"] for each in told["masked"]] == ["5512"]
    assert "'order'" in told["masked"][0]["why"]


def test_codes_that_are_equally_good_are_named_with_the_cure() -> None:
    result = run("Your codes: 1234 or 5678")
    error = CodeAmbiguous(["1234", "5678"])
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{error.what}\n")
    assert "[?1234?] or [?5678?]" in result.stdout
    assert error.cure in result.stdout.splitlines()[-1]
    status, told = run_json("Your codes: 1234 or 5678")
    assert (status, told["code"], told["equal"]) == (1, None, ["1234", "5678"])


def test_a_candidate_that_is_second_is_marked_but_is_not_the_code() -> None:
    text = "Your code is 482910. Somebody has asked you for a code before: 77120."
    assert picture(text).count("[=") == 1
    assert "[=482910=]" in picture(text)
    assert "[?77120?]" in picture(text)


def test_without_a_code_it_says_what_would_help() -> None:
    result = run("See you at the station.")
    assert result.exit_code == 1
    assert result.stdout.startswith("No code: ")
    assert "pattern=" in result.stdout.splitlines()[-1]
    assert run_json("See you at the station.") == (
        1,
        {
            "code": None,
            "why": explain("See you at the station.", None).told.why,
            "link": None,
            "equal": [],
            "candidates": [],
            "masked": [],
        },
    )


def test_an_empty_message_is_none() -> None:
    assert run("").exit_code == 2
    assert run(given="").exit_code == 2


def test_the_link_to_tap_is_shown_and_named_as_the_way_on() -> None:
    text = f"Tap to verify your e-mail address: {LINK}"
    result = run(text)
    assert extract_link(text) == LINK
    assert result.exit_code == 1
    assert f"Link: {LINK}\n" in result.stdout
    assert "extract_link" in result.stdout
    assert f"[-{LINK}-]" in result.stdout
    assert run_json(text)[1]["link"] == LINK


@pytest.mark.parametrize(
    ("pattern", "code", "shown"),
    [
        (r"Order (\d+)", "5512", "Your code is 482 910. Order [=5512=] is on its way."),
        (r"\d{3} \d{3}", "482 910", "Your code is [=482 910=]. Order 5512 is on its way."),
    ],
)
def test_a_pattern_says_what_the_code_is(pattern: str, code: str, shown: str) -> None:
    result = run("--pattern", pattern, MESSAGE)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, code)
    assert code == extract_code(MESSAGE, pattern=pattern)
    assert picture("--pattern", pattern, MESSAGE) == shown
    status, told = run_json("--pattern", pattern, MESSAGE)
    assert (status, told["code"], told["candidates"], told["masked"]) == (0, code, [], [])


@pytest.mark.parametrize("pattern", ["PIN (.+)", "code|PIN (.+)", "x*"])
def test_a_pattern_that_finds_nothing_is_told(pattern: str) -> None:
    result = run("--pattern", pattern, MESSAGE)
    assert result.exit_code == 1
    assert result.stdout.startswith("No code: the pattern")
    assert "another pattern" in result.stdout.splitlines()[-1]
    assert f"  {MESSAGE}\n" in result.stdout


def test_the_message_comes_from_standard_input() -> None:
    expected = run(MESSAGE).stdout
    assert run("-", given=MESSAGE).stdout == expected
    assert run(given=MESSAGE).stdout == expected
    assert run(given=f"{MESSAGE}\n").stdout == expected


def test_a_message_of_many_lines_in_any_script_is_shown_as_it_is_read() -> None:
    text = "您好\n\U0001f600 کد شما ۴۸۲۹۱۰\r\nรหัสของคุณ\n"
    assert picture(given=text) == "您好\n\U0001f600 کد شما [=482910=]\nรหัสของคุณ"


def test_letters_that_cannot_be_seen_and_those_that_move_the_cursor_are_not_printed() -> None:
    shown = picture(given="\x1b[HYour code:\u202e 48\u200b2910\a\u2028")
    assert shown == "\ufffd[HYour code: [=482910=]\ufffd\ufffd"


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert run(given=b"Your code is 482910 \xff\xfe").stdout.startswith("482910\n")
    assert run_json("Your code is 482910 \udcff https://a.example/\udcff")[1]["code"] == "482910"


def test_the_last_line_for_browsers_is_marked() -> None:
    text = "482910 is your code.\n\n@shop.example #482910"
    result = run(text)
    assert result.stdout.splitlines()[0] == "482910"
    assert picture(text.replace("\n\n", "\n")).splitlines()[1] == "@shop.example #[=482910=]"


def test_what_is_masked_is_marked_where_it_stands() -> None:
    text = "Your code is 482910. See https://a.example/5512 of order 5512"
    assert picture(text).endswith("See [-https://a.example/5512-] of order [-5512-]")
    assert picture("Your code is 482910, see 1www.a.example").endswith("see 1www.a.example")


def test_colours_are_for_terminals_only() -> None:
    assert "\x1b[" not in run(MESSAGE).stdout
    shown = run(MESSAGE, color=True).stdout
    assert click.style("[=482 910=]", fg="green", bold=True) in shown
    assert click.unstyle(shown) == run(MESSAGE).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--pattern", "(", MESSAGE], "--pattern='(' is not a regular expression"),
        (["--patern", "x", MESSAGE], "--pattern"),
        (["Your", "code"], "unexpected extra argument"),
    ],
)
def test_bad_usage_is_told_on_one_line(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_terminal_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    with pytest.raises(click.UsageError, match="There is no message"):
        main.main(["code"], standalone_mode=False)


@pytest.mark.parametrize("arguments", [["code"], ["code", "-"]])
def test_without_a_standard_input_it_says_what_to_give(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(click.UsageError, match="There is no message"):
        main.main(arguments, standalone_mode=False)


def test_it_needs_no_key_and_loads_neither_network_nor_ledger() -> None:
    environment = {name: value for name, value in os.environ.items() if "SMSACTIVATE" not in name}
    ended = subprocess.run(
        [sys.executable, "-c", DOOR, "code", "--json"],
        input="รหัส OTP ของคุณคือ 482910",
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert json.loads(ended.stdout)["code"] == "482910"
    assert not {"httpx", "sqlalchemy", "respx", "phonenumbers"} & set(ended.stderr.split())


def test_letters_that_the_terminal_does_not_have_are_told_by_their_numbers() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", DOOR, "code", "Your code is 482910, ñ \u0e01"],
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert "Your code is [=482910=], ñ \\u0e01" in ended.stdout.decode("latin-1")


def test_the_help_teaches_with_examples_brackets_and_exit_statuses() -> None:
    told = run("--help").output
    for taught in ("$ smsactivate code", "Exit status:", "--json", "[=482910=]", "--pattern"):
        assert taught in told


def test_it_tells_what_a_test_would_get_and_marks_it_all() -> None:
    for line in MESSAGES.read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        told, read, marks = explain(text, None)
        assert (told.code, told.link) == (extract_code(text), extract_link(text))
        places = [place for mark in marks for place in mark[:2]]
        assert places == sorted(places)
        assert all(read[mark.start : mark.end] for mark in marks)
        assert len(marks) >= len(told.candidates) + len(told.masked)
