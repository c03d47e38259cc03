"""The API of sms-activate.app: a login, numbers by their own name, whole messages.

Its document shows four paths and one answer, `{"status", "number", "country"}`; what it
leaves open is guessed, all of it in the block of constants below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import ClassVar

import msgspec

from pytest_smsactivate.errors import InvalidResponse, expected
from pytest_smsactivate.models import (
    UNTOLD,
    Activation,
    ApiKey,
    Cancellation,
    Look,
    Message,
    Operation,
    RateLimit,
    Request,
    Response,
    Token,
)
from pytest_smsactivate.providers.base import Capabilities, FieldKind, Provider
from pytest_smsactivate.providers.reading import (
    LONGEST_PAUSE,
    decode,
    e164,
    error_for,
    rate_limit,
    says_too_early,
    whole_number,
)

__all__ = ["SmsActivateApp"]

__tracebackhide__ = expected

# All that stands from here to the class is a guess, `apiKey`, `number` and "success" excepted:
# the document does not tell. So is it that the token is a bearer's, that messages are asked
# for by `number`, and that the API is on the host of the site.

WORDS: Mapping[str, str] = {
    "key": "apiKey",
    "token": "token",
    "expires_in": "expires_in",
    "number": "number",
    "messages": "messages",
    "text": "text",
    "sender": "from",
    "received_at": "received_at",
    "code": "code",
    "expires_at": "expires_at",
    "action": "action",
    "release": "release",
    "renew": "renew",
}

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "token": ("access_token",),
    "text": ("message", "body"),
    "sender": ("sender",),
    "received_at": ("date", "timestamp"),
}
"""What a field is called elsewhere: read as well, never written."""

SUCCEEDED = frozenset({"success", "ok"})
FAILED = frozenset({"error", "fail", "failed", "failure"})
ENDED = frozenset({"released", "cancelled", "canceled", "expired", "refunded", "banned", "ended"})
RENEWED = frozenset({"renewed", "extended"})
KNOWN = SUCCEEDED | ENDED | {"received", "pending", "waiting", "active"}

_NO_NUMBERS = r"\bno(?: (?!(?:for|from|in|of|on|to|with) )[\w-]+){0,3} numbers?\b"
_NUMBER_LACKS = r"\bnumbers?(?: (?:is|are|was|were))? (?:not (?:found|available)|unavailable)\b"

MEANINGS = (
    (429, re.compile(r"too many|rate.?limit", re.IGNORECASE)),
    (402, re.compile(r"balance|funds|credits?\b", re.IGNORECASE)),
    (401, re.compile(r"unauthori[sz]ed|forbidden|credential|api.?key|token", re.IGNORECASE)),
    (503, re.compile(r"maintenance|temporar|internal", re.IGNORECASE)),
    (404, re.compile(rf"{_NO_NUMBERS}|{_NUMBER_LACKS}", re.IGNORECASE)),
    (503, re.compile(r"unavailable|not available", re.IGNORECASE)),
    (409, re.compile(r"expired|released|already ended", re.IGNORECASE)),
)
"""The HTTP status that would have fitted a failure which comes under a 2xx, by its words.

404 is for words about numbers alone: of a service that fails, it would tell a release that
the number is gone.
"""

MILLISECONDS_FROM = 100_000_000_000
"""A time since 1970 of so much or more is in milliseconds: in seconds it were the year 5138."""

_TOKEN = re.compile(r"[!-~]{1,4096}")

# Made at once: later a test may have frozen time, and `datetime` be another type.
_DATES = msgspec.json.Decoder(datetime)


class SmsActivateApp(Provider):
    """The key buys a token, the token the rest; a number is its own id, and tells no price.

    Where the API differs from what is guessed, these `words` can be set. Fields that are
    sent: `key`, of the API key in the login and in the purchase; `number`, which is read,
    too; `action`, whose values are `release` and `renew`. Fields that are read: `token` and
    `expires_in` in the answer to the login, `messages` for their list, `text`, `sender`,
    `received_at` and `code` in each of them, and `expires_at` in the answer to a renewal.
    """

    name: ClassVar[str] = "smsactivate-app"
    base_url: ClassVar[str] = "https://sms-activate.app"
    capabilities: ClassVar[Capabilities] = Capabilities(message_text=True, renew=True, webhook=True)
    words: ClassVar[Mapping[str, str]] = WORDS
    fields: Mapping[str, FieldKind] = {
        "status": "plain",
        "country": "plain",
        "service": "plain",
        "action": "plain",
        "expires_in": "plain",
        "number": "phone",
        "text": "text",
        "message": "text",
        "body": "text",
        "error": "text",
        "from": "text",
        "sender": "text",
        "code": "code",
        "received_at": "time",
        "date": "time",
        "timestamp": "time",
        "expires_at": "time",
    }

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        super().__init__(words)
        kinds = {self.word(name): self.fields.get(usual) for name, usual in self.words.items()}
        known = {field: kind for field, kind in kinds.items() if kind is not None}
        self.fields = {**self.fields, **known}

    def login(self, key: str) -> Request:
        return Request("login", "POST", "/api/auth", body={self.word("key"): key})

    def authorized(self, request: Request, key: str, token: str | None = None) -> Request:
        """With the token as a bearer's, if there is one; a purchase has the key in its body, too.

        That body, though on a GET, is the document's own. The login is complete as it is.
        """
        if request.operation == "login":
            return request
        if request.operation == "buy":
            body = {**(request.body or {}), self.word("key"): key}
            request = msgspec.structs.replace(request, body=body)
        return super().authorized(request, key, token) if token else request

    def buy(self, service: str, country: str) -> Request:
        query = (("country", country.upper()), ("service", service))
        return Request("buy", "GET", "/api/allocate_number", query=query)

    def look(self, activation_id: str) -> Request:
        query = ((self.word("number"), activation_id),)
        path = "/api/fetch_messages"
        return Request("look", "GET", path, query=query, activation_id=activation_id)

    def cancel(self, activation_id: str) -> Request:
        return self._manage("cancel", activation_id, self.word("release"))

    def renew(self, activation_id: str) -> Request:
        return self._manage("renew", activation_id, self.word("renew"))

    def _manage(self, operation: Operation, number: str, action: str) -> Request:
        body = {self.word("number"): number, self.word("action"): action}
        return Request(operation, "POST", "/api/manage_number", body=body, activation_id=number)

    def read_login(self, response: Response) -> Token:
        """No error quotes the answer, since a token may stand in it."""
        quiet = msgspec.structs.replace(response, body=b"")
        self.check(quiet, "login")
        try:
            answer = decode(response, dict[str, object], self.name)
        except InvalidResponse:
            detail = "not a JSON object"
            raise InvalidResponse(self.name, status=response.status, detail=detail) from None
        if _failed(answer):
            raise error_for(quiet, "login", self.name, meaning=_meaning(answer))
        token = self._told(answer, "token")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise self.misfit(response, self.word("token"), "missing, or not a token")
        return Token(ApiKey(token), _seconds(self._told(answer, "expires_in")))

    def read_activation(self, response: Response, *, service: str, country: str) -> Activation:
        """What was bought; its id is the number: its digits, where it is not one in E.164.

        Where a word of the user's hides it, it stands under the document's own name still.
        """
        answer = self._succeeded(response, "buy")
        try:
            number = self._number(response, answer)
        except InvalidResponse as error:
            told = self._told(answer, "number")
            error.activation_id = _digits(answer.get(WORDS["number"]) if told is None else told)
            raise
        return Activation(number, number, service=service, country=country)

    def read_look(self, response: Response) -> Look:
        """All messages in order of arrival; one without a time keeps the place it was told in."""
        answer = self._succeeded(response, "look")
        word = _status(answer)
        if word and word not in KNOWN:
            self.log_once(word)
        ended = word in ENDED
        told = self._listed(response, answer, needed=not ended)
        messages = _in_order(dict.fromkeys(self._message(response, each) for each in told))
        state = "received" if messages else "waiting"
        return Look(state if word in SUCCEEDED else word or state, messages, ended=ended)

    def read_cancellation(self, response: Response) -> Cancellation:
        """A denial is one under any status: taken for a success, it would lose the number."""
        if says_too_early(response):
            raise error_for(response, "cancel", self.name)
        self._managed(response, "cancel", SUCCEEDED | ENDED)
        return Cancellation(refunded=None)

    def read_renewal(self, response: Response) -> datetime | None:
        answer = self._managed(response, "renew", SUCCEEDED | RENEWED)
        expires_at = self._moment(response, answer, "expires_at")
        return None if expires_at == UNTOLD else expires_at

    def read_notice(self, body: bytes) -> str:
        """The number, in E.164, to which a message came."""
        notice = Response(200, body)
        return self._number(notice, decode(notice, dict[str, object], self.name))

    def read_rate(self, response: Response) -> RateLimit | None:
        return rate_limit(response)

    def _succeeded(self, response: Response, operation: Operation) -> dict[str, object]:
        """The fields of an answer; raises what a failure means, told by HTTP or by a word."""
        self.check(response, operation)
        answer = decode(response, dict[str, object], self.name)
        if _failed(answer):
            raise error_for(response, operation, self.name, meaning=_meaning(answer))
        return answer

    def _managed(
        self, response: Response, operation: Operation, done: frozenset[str]
    ) -> dict[str, object]:
        """Success must be told by one of the words `done`: else a number might be lost."""
        answer = self._succeeded(response, operation)
        if _status(answer) not in done:
            raise self.misfit(response, "status", "missing, or no word for success")
        return answer

    def _told(self, fields: Mapping[str, object], name: str) -> object:
        """What a field says, by this account's word for it or a synonym; None without one."""
        names = (self.word(name), *SYNONYMS.get(name, ()))
        return next((fields[each] for each in names if fields.get(each) is not None), None)

    def _text(self, response: Response, fields: Mapping[str, object], name: str) -> str | None:
        told = self._told(fields, name)
        if told is None or isinstance(told, str):
            return told
        raise self.misfit(response, self.word(name), "not a string")

    def _number(self, response: Response, fields: Mapping[str, object]) -> str:
        number = e164(self._told(fields, "number"))
        if not number:
            raise self.misfit(response, self.word("number"), "missing, or not a number in E.164")
        return number

    def _listed(
        self, response: Response, answer: Mapping[str, object], *, needed: bool
    ) -> list[object]:
        """The messages as told; null is none."""
        name = self.word("messages")
        if needed and name not in answer:
            raise self.misfit(response, name, "missing")
        listed = answer.get(name)
        if listed is None:
            return []
        if not isinstance(listed, list):
            raise self.misfit(response, name, "not a list")
        return listed

    def _message(self, response: Response, told: object) -> Message:
        if not isinstance(told, dict):
            raise self.misfit(response, self.word("messages"), "not a list of objects")
        text = self._text(response, told, "text")
        code = self._text(response, told, "code") or None
        if text is None and code is None:
            raise self.misfit(response, self.word("text"), "missing")
        received_at = self._moment(response, told, "received_at")
        return Message(
            received_at, code=code, text=text, sender=self._text(response, told, "sender")
        )

    def _moment(self, response: Response, fields: Mapping[str, object], name: str) -> datetime:
        """ISO 8601 with a zone, or a number since 1970; `UNTOLD` for what cannot be read."""
        told = self._told(fields, name)
        if told is None:
            return UNTOLD
        if isinstance(told, str):
            return _dated(told)
        if isinstance(told, int | float) and not isinstance(told, bool):
            return _since_1970(told)
        raise self.misfit(response, self.word(name), "not a time")


def _status(answer: Mapping[str, object]) -> str:
    """The word in lower case; empty where there is none."""
    told = answer.get("status")
    return told.lower() if isinstance(told, str) else ""


def _failed(answer: Mapping[str, object]) -> bool:
    word = _status(answer)
    return word in FAILED or (not word and bool(answer.get("error")))


def _meaning(answer: Mapping[str, object]) -> int:
    """400 for a failure whose words say nothing that is known."""
    told = (answer.get(name) for name in ("message", "error"))
    said = " ".join(words for words in told if isinstance(words, str))
    return next((status for status, words in MEANINGS if words.search(said)), 400)


def _seconds(told: object) -> float | None:
    """How long a token lasts, a day at most: whoever is told more may log in again.

    None for what is no time: the field is optional, and a token serves without it.
    """
    seconds = whole_number(told) if isinstance(told, str) else told
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
        return None
    return float(min(seconds, LONGEST_PAUSE))


def _digits(told: object) -> str | None:
    """What releases a number that is misshapen; None where it has not 7 to 15 digits."""
    digits = re.sub(r"[^0-9]", "", told) if isinstance(told, str) else ""
    return f"+{digits}" if 7 <= len(digits) <= 15 else None


def _in_order(told: Iterable[Message]) -> tuple[Message, ...]:
    """By time, those that have one; the others stay in their places."""
    told = tuple(told)
    dated = [message for message in told if message.received_at != UNTOLD]
    earliest = iter(sorted(dated, key=lambda message: message.received_at))
    return tuple(each if each.received_at == UNTOLD else next(earliest) for each in told)


def _dated(text: str) -> datetime:
    if text.isascii() and text.isdigit():
        return _since_1970(float(text))
    try:
        moment = _DATES.decode(msgspec.json.encode(text))
        return UNTOLD if moment.tzinfo is None else moment.astimezone(timezone.utc)
    except (msgspec.ValidationError, OverflowError):
        return UNTOLD


def _since_1970(amount: float) -> datetime:
    try:
        if amount < MILLISECONDS_FROM:
            return UNTOLD + timedelta(seconds=max(amount, 0))
        return UNTOLD + timedelta(milliseconds=amount)
    except OverflowError:
        return UNTOLD
