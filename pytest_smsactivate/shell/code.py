"""`smsactivate code`: what is read from a message, and why."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from pytest_smsactivate.errors import CodeAmbiguous
from pytest_smsactivate.settings import MARKER
from pytest_smsactivate.shell.options import as_json

if TYPE_CHECKING:
    from pytest_smsactivate.shell.explanation import CodeDocument, Explanation, Kind

__all__ = ["code"]

BRACKETS: dict[Kind, tuple[str, str]] = {
    "code": ("[=", "=]"),
    "candidate": ("[?", "?]"),
    "masked": ("[-", "-]"),
}
STYLES: dict[Kind, dict[str, Any]] = {
    "code": {"fg": "green", "bold": True},
    "candidate": {"fg": "yellow"},
    "masked": {"fg": "red"},
}
PATTERN = r"--pattern 'PIN is (\w+)'"


def _pattern(_context: click.Context, _option: click.Parameter, value: str | None) -> object:
    return value if value is None else MARKER["pattern"]("--pattern", value)


@click.command()
@click.argument("text", required=False)
@click.option(
    "--pattern",
    metavar="REGEX",
    callback=_pattern,
    help="Its first group, or all it matches, is the code: as pattern= in wait_for_code.",
)
@as_json
def code(text: str | None, pattern: str | None, as_json: bool) -> None:
    """Show which code is read from a message, and why.

    TEXT is the message; it comes from standard input where TEXT is - or is left out.
    This needs no key and no network, and tells what wait_for_code would return.

    The code stands alone on the first line. In the message below it
    [=482910=] is the code, [?482910?] could have been it, and [-482910-] is something
    else. Of the candidates the one with the highest score is the code.

    \b
    Examples:
      $ smsactivate code "Your code is 482910. Order 5512."
      482910
      ...
      $ smsactivate code --pattern 'Order (\\d+)' "Your code is 482910. Order 5512."
      $ smsactivate code --json < message.txt | jq -r .code

    \b
    Exit status:
      0  a code was found
      1  none was, or nothing decides between several
      2  bad usage: an option, or no message
    """
    message = _message(text)
    from pytest_smsactivate.shell.explanation import explain

    explanation = explain(message, pattern)
    _print(_json(explanation.told) if as_json else "\n".join(_lines(explanation, pattern)))
    if explanation.told.code is None:
        raise click.exceptions.Exit(1)


def _message(text: str | None) -> str:
    waits = text is None and sys.stdin is not None and sys.stdin.isatty()
    if text in (None, "-") and sys.stdin is not None and not waits:
        text = sys.stdin.buffer.read().decode(sys.stdin.encoding, "replace").removesuffix("\n")
    if text is None or not text.strip(" -\n"):
        raise click.UsageError(
            'There is no message. Give it in quotes, as in: smsactivate code "Your code is 482910".'
        )
    # Bytes that are no text come as halves of letters, which no terminal and no JSON takes.
    return text.encode("utf-8", "replace").decode("utf-8")


def _print(told: str) -> None:
    """Letters that the terminal does not have are told by their numbers."""
    encoding = sys.stdout.encoding
    click.echo(told.encode(encoding, "backslashreplace").decode(encoding))


def _json(told: CodeDocument) -> str:
    import msgspec

    return msgspec.json.encode(told).decode()


def _lines(explanation: Explanation, pattern: str | None) -> Iterator[str]:
    told = explanation.told
    yield _verdict(told)
    yield ""
    for line in _picture(explanation).split("\n"):
        yield f"  {line}"
    yield ""
    if told.candidates:
        yield "Candidates, with their scores:"
        for each in told.candidates:
            yield f"  {each.score:5.1f}  {_visible(each.code)}  {'; '.join(each.why)}"
    elif told.code is not None:
        yield told.why
    if told.masked:
        yield "Something else:"
        for other in told.masked:
            yield f"  {_visible(other.text)}  {other.why}"
    if told.link is not None:
        yield f"Link: {_visible(told.link)}"
    yield from _cure(told, pattern)


def _verdict(told: CodeDocument) -> str:
    if told.code is not None:
        return click.style(_visible(told.code), **STYLES["code"])
    if told.equal:
        return CodeAmbiguous(told.equal).what
    return f"No code: {told.why[:1].lower()}{told.why[1:]}"


def _picture(explanation: Explanation) -> str:
    """Brackets, which need not know how wide a letter is, as lines of marks beneath would."""
    parts, place = [], 0
    for start, end, kind in explanation.marks:
        opening, closing = BRACKETS[kind]
        marked = f"{opening}{_visible(explanation.text[start:end])}{closing}"
        parts += [_visible(explanation.text[place:start]), click.style(marked, **STYLES[kind])]
        place = end
    return "".join([*parts, _visible(explanation.text[place:])])


def _cure(told: CodeDocument, pattern: str | None) -> Iterator[str]:
    if told.code is not None:
        return
    if told.link is not None:
        yield "There is a link to tap: pytest_smsactivate.extract_link gives it."
    if pattern is not None:
        yield "Try another pattern, or see without --pattern what else is found."
    elif told.equal:
        yield f"{CodeAmbiguous(told.equal).cure} Try it here with {PATTERN}."
    else:
        yield (
            "If it holds one, say how it looks with pattern=, in the call or the sms marker. "
            f"Try it here with {PATTERN}."
        )


def _visible(text: str) -> str:
    """Without what would move the cursor, and without letters that cannot be seen."""
    return "".join(map(_visible_letter, text))


def _visible_letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in "\n\t" or kind not in ("Cc", "Cf", "Zl", "Zp"):
        return letter
    return "" if kind == "Cf" or letter == "\r" else "\ufffd"
