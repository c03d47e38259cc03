"""What each provider can do, as one table: in the shell and in the README the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_smsactivate.providers import Provider

__all__ = ["WORDS", "rows", "table"]

WORDS = {
    "price": "tells the price before it buys",
    "balance": "tells the balance",
    "activation_id": "gives each purchase an id",
    "message_text": "tells the whole text",
    "request_another": "`request_another()`",
    "renew": "`renew()`",
    "activations": "lists what is open",
    "idempotent_buy": "never buys twice by one name",
    "webhook": "`--sms-webhook`",
    "owned": "numbers of your own, lent",
}
"""Each capability in the words of a user, in the order of the table."""


def rows(providers: Sequence[Provider]) -> Iterator[tuple[str, list[bool]]]:
    """One capability each, and which of the providers have it."""
    for name, words in WORDS.items():
        yield words, [getattr(each.capabilities, name) for each in providers]


def table(providers: Sequence[Provider]) -> str:
    """In Markdown, which reads as well in a terminal; columns aligned."""
    head = ["what its API can do", *(each.name for each in providers)]
    body = [[words, *("yes" if has else "no" for has in can)] for words, can in rows(providers)]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    ruled = [head, ["-" * width for width in widths], *body]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in ruled
    )
