"""What the answers of the classic protocol are made of, in either of its dialects.

An answer is a word, often with something after a colon, also as a JSON string; or a JSON
document. A newer dialect refuses by `{title, details, info}`, and may nest what it
answers under `data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from pytest_smsactivate.errors import ProviderError, ProviderUnavailable, RateLimited
from pytest_smsactivate.models import UNTOLD, Activation, Message, Response
from pytest_smsactivate.providers.handler_codes import REFUSALS, iso_country, raise_the_price
from pytest_smsactivate.providers.reading import e164, is_id, one_line, retry_after

__all__ = [
    "NOTHING_OPEN",
    "ORDERED_BEFORE",
    "Answer",
    "HeardAnswer",
    "LookAnswer",
    "Price",
    "PurchaseAnswer",
    "activation_in",
    "amount",
    "answer_of",
    "count",
    "identity",
    "is_empty",
    "message_of",
    "moment",
    "open_one",
    "prices",
    "purchase_of",
    "refusal",
    "without_key",
]

NOTHING_OPEN = "NO_ACTIVATIONS"
ORDERED_BEFORE = "ORDER_ALREADY_EXISTS"

_TOLD_IN_DOCUMENTS = REFUSALS.keys() | {NOTHING_OPEN, ORDERED_BEFORE}
_COMPLAINTS = ("title", "error", "details", "message")
_LEVELS = 6
_PLACES = 20
_DIGITS = 9

_WORD = re.compile(r"\s*(?P<word>[A-Za-z]\w*)(?:\s*[:\s-]\s*(?P<rest>.*))?", re.ASCII | re.DOTALL)
_KEY = re.compile(
    rb"(api[_-]?key(?:[\"']|%22)?\s*(?:=|:|%3D|%3A)\s*(?:[\"']|%22)?)[^&\s\"'<>]+", re.IGNORECASE
)

# A fraction is kept as it is written, digit by digit.
_decoder = msgspec.json.Decoder(float_hook=str)


class Answer(msgspec.Struct, frozen=True):
    """A `word` in capitals with the `rest` after its colon; or what `tree` says, from `body`.

    A document that refuses has both. `body` is the part that was nested, where one was.
    """

    word: str = ""
    rest: str = ""
    body: bytes = b""
    tree: Any = None


class Price(msgspec.Struct, frozen=True):
    """One price in an answer: under which names it stands, and how many cost that much."""

    names: tuple[str, ...]
    cost: Any
    count: Any


class PurchaseAnswer(msgspec.Struct, rename="camel"):
    """The id is read apart from these, since it is needed where they are misshapen."""

    phone_number: str | int
    activation_cost: Decimal | None = None
    activation_end_time: Any = None


class HeardAnswer(msgspec.Struct, rename="camel"):
    """A message, or a call that told the code."""

    date_time: Any = None
    code: str | int | None = None
    text: str | None = None


Nothing = Annotated[list[Any], Meta(max_length=0)]
"""How PHP writes an object without fields."""


class LookAnswer(msgspec.Struct):
    sms: HeardAnswer | Nothing | msgspec.UnsetType | None = msgspec.UNSET
    call: HeardAnswer | Nothing | msgspec.UnsetType | None = msgspec.UNSET


class Moment(msgspec.Struct):
    at: datetime


# As in smsactivate_dev: by the time of the first answer a test may have frozen time.
msgspec.json.Decoder(Moment)


def without_key(response: Response) -> Response:
    """The answer without a key that it repeats, as a redirect or an error page may do."""
    headers = {
        name: _KEY.sub(rb"\1...", value.encode("utf-8", "replace")).decode()
        for name, value in response.headers.items()
    }
    return Response(response.status, _KEY.sub(rb"\1...", response.body), headers)


def answer_of(body: bytes) -> Answer:
    """Whatever the bytes are, an answer: an empty one where they are neither word nor document."""
    try:
        tree: Any = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        tree = body.decode("utf-8", "replace")
    if isinstance(tree, dict):
        inner = tree.get("data")
        if not _complaint(tree) and isinstance(inner, dict | list | str):
            body = bytes(msgspec.json.decode(body, type=dict[str, msgspec.Raw])["data"])
            tree = inner
    said = tree if isinstance(tree, str) else _complaint(tree)
    match = _WORD.fullmatch(said)
    if match is None:
        return Answer(body=body, tree=tree)
    return Answer(match["word"].upper(), (match["rest"] or "").strip(), body, tree)


def _complaint(tree: object) -> str:
    """The word of refusal in a document, with what follows it; empty where there is none."""
    if isinstance(tree, dict):
        for name in _COMPLAINTS:
            told = tree.get(name)
            match = _WORD.fullmatch(told) if isinstance(told, str) else None
            if match is not None and match["word"].upper() in _TOLD_IN_DOCUMENTS:
                return match.group()
    return ""


def refusal(answer: Answer, response: Response, provider: str) -> ProviderError | None:
    """The error that the answer's word means; None where that is none, or the status says it all.

    A server that fails or asks for fewer requests says so by its HTTP status.
    """
    meaning = REFUSALS.get(answer.word)
    status = response.status
    if meaning is None or status == 429 or not (200 <= status < 300 or 400 <= status < 500):
        return None
    detail = one_line(response.body)
    kind = meaning.kind
    if issubclass(kind, RateLimited | ProviderUnavailable):
        pause = retry_after(response)
        return kind(provider, status=status, detail=detail, retry_after=pause)
    return kind(provider, status=status, detail=detail, cure=_least(answer) or meaning.cure)


def _least(answer: Answer) -> str | None:
    """The cure that names the price, where one is told for which there are numbers."""
    info = answer.tree.get("info") if isinstance(answer.tree, dict) else None
    # A guess: the newer dialect is not documented as far as this.
    told = answer.rest or (info.get("min") if isinstance(info, dict) else None)
    least = amount(told) if answer.word == "WRONG_MAX_PRICE" else None
    return None if least is None else raise_the_price(least)


def amount(told: object) -> Decimal | None:
    """Money as a number or a string; None where it is no amount that can be written down."""
    if not isinstance(told, str | int | Decimal) or isinstance(told, bool):
        return None
    try:
        money = Decimal(told)
    except InvalidOperation:
        return None
    return money if money.is_finite() and abs(money.adjusted()) < _PLACES else None


def identity(told: object) -> str | None:
    """An id, which may be a number; None for what would be none."""
    text = str(told) if isinstance(told, str | int) and not isinstance(told, bool) else ""
    return text if is_id(text) else None


def activation_in(tree: object) -> str | None:
    """The id in a document, or in what it nests under `data`; None without one."""
    outer = tree if isinstance(tree, dict) else {}
    inner = outer.get("data")
    told = (each.get("activationId") for each in (outer, inner) if isinstance(each, dict))
    return next(filter(None, map(identity, told)), None)


def purchase_of(answer: Answer) -> tuple[str | None, PurchaseAnswer | bytes]:
    """The id of what was bought, and the rest of it: read already, or a document to be read."""
    if answer.word == "ACCESS_NUMBER":
        told, _, phone = answer.rest.partition(":")
        return identity(told), PurchaseAnswer(phone.partition(":")[0])
    return identity(answer.tree.get("activationId")), answer.body


def moment(told: object, naive: timezone | None) -> datetime | None:
    """A time in UTC, from RFC 3339 or epoch seconds; None where none is told.

    One without a zone is of the zone `naive`, and tells nothing without that.
    """
    try:
        at = msgspec.convert({"at": told}, Moment, strict=False).at
    except msgspec.ValidationError:
        return None
    zone = at.tzinfo or naive
    if zone is None:
        return None
    try:
        at = at.replace(tzinfo=zone).astimezone(timezone.utc)
    except OverflowError:
        return None
    return at if at > UNTOLD else None


def prices(tree: object, names: tuple[str, ...] = ()) -> Iterator[Price]:
    """All prices in an answer: `{cost, count}`, or a price as the name of a count."""
    if not isinstance(tree, dict) or len(names) > _LEVELS:
        return
    cost = tree.get("cost", tree.get("price"))
    if cost is not None:
        yield Price(names, cost, tree.get("count"))
        return
    for name, item in tree.items():
        if isinstance(item, dict):
            yield from prices(item, (*names, name))
        elif names and amount(name) is not None and not isinstance(item, list):
            yield Price(names, name, item)


def is_empty(tree: object, levels: int = _LEVELS) -> bool:
    """Whether there is nothing in it but what has nothing in it."""
    if levels == 0 or not isinstance(tree, dict | list):
        return False
    parts = tree.values() if isinstance(tree, dict) else tree
    return all(is_empty(part, levels - 1) for part in parts)


def message_of(heard: HeardAnswer) -> Message | None:
    """None where it tells neither code nor text, as it does while nothing has come."""
    code = None if heard.code in (None, "") else str(heard.code)
    if code is None and not heard.text:
        return None
    # A guess: the protocol names no zone.
    received_at = moment(heard.date_time, naive=timezone.utc)
    return Message(received_at or UNTOLD, code=code, text=heard.text or None)


def open_one(activation_id: str, told: dict[str, Any]) -> Activation:
    cost = amount(told.get("activationCost"))
    return Activation(
        activation_id,
        e164(told.get("phoneNumber")),
        service=str(told.get("serviceCode", told.get("service", ""))),
        country=iso_country(str(told.get("countryCode", told.get("country", "")))),
        price=cost if cost is not None and cost >= 0 else None,
        expires_at=moment(told.get("activationEndTime"), naive=None),
    )


def count(told: object) -> int | None:
    digits = str(told) if isinstance(told, str | int) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else None
