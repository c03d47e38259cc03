"""The reading that all providers share: bodies, statuses, headers, numbers."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    AuthenticationError,
    CancelDenied,
    InsufficientBalance,
    InvalidResponse,
    NoNumbersAvailable,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
    RequestRejected,
    expected,
)
from pytest_smsactivate.models import Operation, RateLimit, Response

__all__ = [
    "decode",
    "e164",
    "error_for",
    "http_date",
    "is_e164",
    "is_id",
    "one_line",
    "rate_limit",
    "resets_in",
    "retry_after",
    "says_too_early",
    "whole_number",
]

__tracebackhide__ = expected

Shape = TypeVar("Shape")

_FIELD = re.compile(r"\$\.(?P<at>[\w.]+)|field `(?P<missing>\w+)`")
_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,127}", re.ASCII)
_SEPARATORS = re.compile(r"[\s-]")
_DETAIL_LENGTH = 200


def decode(response: Response, shape: type[Shape], provider: str) -> Shape:
    """The body as `shape`; `InvalidResponse` names the field that does not fit."""
    try:
        return msgspec.json.decode(response.body, type=shape)
    except msgspec.ValidationError as error:
        found = _FIELD.search(str(error))
        field = (found["missing"] or found["at"]) if found else None
        raise InvalidResponse(
            provider, status=response.status, detail=str(error), field=field
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        said = one_line(response.body) or "nothing at all"
        raise InvalidResponse(
            provider, status=response.status, detail=f"not JSON but {said}"
        ) from None


def one_line(body: bytes) -> str:
    """The beginning of a body, fit for one line of a message."""
    text = " ".join(body[: 4 * _DETAIL_LENGTH].decode("utf-8", "replace").split())
    printable = "".join(letter if letter.isprintable() else "�" for letter in text)
    return printable if len(printable) <= _DETAIL_LENGTH else printable[:_DETAIL_LENGTH] + "…"


def error_for(
    response: Response, operation: Operation, provider: str, *, meaning: int | None = None
) -> ProviderError:
    """The error that an unsuccessful HTTP status means, by HTTP's own usage.

    `meaning` is the status that would have fitted, where a refusal came under another.
    A cancel that is denied because it comes early has no status of its own: the
    body tells it, in the word of the classic protocol.
    """
    status = response.status
    meant = status if meaning is None else meaning
    detail = one_line(response.body)
    if operation == "cancel" and says_too_early(response):
        pause = cancels_in(response, provider)
        return CancelDenied(provider, status=status, detail=detail, retry_after=pause)
    if meant == 429:
        told = retry_after(response)
        pause = resets_in(response) if told is None else told
        return RateLimited(provider, status=status, detail=detail, retry_after=pause)
    if meant >= 500:
        return ProviderUnavailable(
            provider, status=status, detail=detail, retry_after=retry_after(response)
        )
    if 300 <= meant < 400:
        where = response.headers.get("location", "elsewhere")
        return RequestRejected(
            provider,
            status=status,
            detail=f"redirected to {one_line(where.encode())}",
            cure="Redirects are not followed with the key; correct --sms-base-url.",
        )
    return _REFUSALS.get((meant, operation), _REFUSALS.get((meant, None), RequestRejected))(
        provider, status=status, detail=detail
    )


_REFUSALS: dict[tuple[int, Operation | None], type[ProviderError]] = {
    (401, None): AuthenticationError,
    (403, None): AuthenticationError,
    (402, None): InsufficientBalance,
    (404, "buy"): NoNumbersAvailable,
    (404, "offer"): NoNumbersAvailable,
    (404, "look"): ActivationNotFound,
    (404, "cancel"): ActivationNotFound,
    (409, "look"): ActivationEnded,
    (410, "look"): ActivationEnded,
    (409, "cancel"): ActivationEnded,
    (410, "cancel"): ActivationEnded,
    (404, "renew"): ActivationNotFound,
    (409, "renew"): ActivationEnded,
    (410, "renew"): ActivationEnded,
}


_TOO_EARLY = re.compile(rb"early[ _-]?cancel", re.IGNORECASE)
_DENIED = re.compile(_TOO_EARLY.pattern + rb"[ _-]?denied", re.IGNORECASE)


def says_too_early(response: Response) -> bool:
    """Whether an answer denies an early cancel: EARLY_CANCEL_DENIED, in any case and spelling.

    Where the status is a success, the last of the three words may not be missing.
    """
    words = _DENIED if response.status < 300 else _TOO_EARLY
    return words.search(response.body) is not None


class Window(msgspec.Struct, rename="camel"):
    """The shortest time, in seconds, for which an activation is held."""

    min_activation_time: Annotated[float, Meta(ge=0)]


class Denial(msgspec.Struct):
    info: Window


def cancels_in(response: Response, provider: str) -> float | None:
    """Seconds until a denied cancel may be tried again; None where the denial does not say.

    Without `Retry-After` the length of the whole window is taken, as one dialect
    tells it: the number has been held for a part of it already.
    """
    told = retry_after(response)
    if told is not None:
        return told
    try:
        return min(decode(response, Denial, provider).info.min_activation_time, LONGEST_PAUSE)
    except InvalidResponse:
        return None


def retry_after(response: Response) -> float | None:
    """Seconds to wait by `Retry-After`, which is in seconds or a date; None without it."""
    told = response.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(float(told), LONGEST_PAUSE)
    moment = http_date(told)
    if moment is None:
        return None
    seconds = (moment - their_time(response)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_PAUSE)


LONGEST_PAUSE = 86_400.0
"""A day: whoever is told more need not count."""


def resets_in(response: Response) -> float | None:
    """Seconds until `X-RateLimit-Reset`, which is in epoch seconds by the provider's clock."""
    told = response.headers.get("x-ratelimit-reset", "").strip()
    if not (told.isascii() and told.isdigit()) or len(told) > 12:
        return None
    seconds = float(told) - their_time(response).timestamp()
    return min(max(seconds, 0.0), RATE_WINDOW)


RATE_WINDOW = 60.0
"""The limit is told per minute, so it is renewed within one, whatever a clock says."""


def rate_limit(response: Response) -> RateLimit | None:
    """What the three `X-RateLimit-` headers say; None where they do not say enough."""
    remaining = whole_number(response.headers.get("x-ratelimit-remaining"))
    seconds = resets_in(response)
    if seconds is None or remaining is None:
        return None
    limit = whole_number(response.headers.get("x-ratelimit-limit"))
    return RateLimit(remaining, seconds, limit)


def their_time(response: Response) -> datetime:
    """The provider's clock, from `Date`, since ours may be an hour off, or theirs."""
    return http_date(response.headers.get("date", "")) or LiveClock().utc()


def http_date(text: str) -> datetime | None:
    if not text:
        return None
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)


def whole_number(told: str | None) -> int | None:
    """A header's number, as far as nine digits tell it; None where it holds none."""
    return int(told[:9]) if told is not None and told.isascii() and told.isdigit() else None


def is_id(text: str) -> bool:
    """Whether it may be the id of an activation, which becomes part of a path or a query."""
    return _ID.fullmatch(text) is not None


def e164(told: object) -> str:
    """The number with its plus sign, from a string or an integer; empty where it is none.

    Spaces and dashes may stand between the digits, and the plus may be missing.
    """
    if isinstance(told, bool) or not isinstance(told, str | int):
        return ""
    number = "+" + _SEPARATORS.sub("", str(told)).removeprefix("+")
    return number if is_e164(number) else ""


def is_e164(number: str) -> bool:
    """A plus sign and 7 to 15 digits, the first not zero (ITU-T E.164)."""
    digits = number[1:]
    return (
        number.startswith("+")
        and digits.isascii()
        and digits.isdigit()
        and 7 <= len(digits) <= 15
        and digits[0] != "0"
    )
