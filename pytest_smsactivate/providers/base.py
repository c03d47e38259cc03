"""What every provider is: what it can do, the requests it builds, the answers it reads."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec

from pytest_smsactivate.errors import (
    ConfigurationError,
    InvalidResponse,
    NotSupported,
    expected,
)
from pytest_smsactivate.models import (
    Activation,
    Balance,
    Cancellation,
    Look,
    Offer,
    Operation,
    Pace,
    RateLimit,
    Request,
    Response,
    Token,
)
from pytest_smsactivate.providers.reading import error_for

__all__ = ["Capabilities", "FieldKind", "Provider"]

__tracebackhide__ = expected

FieldKind = Literal["plain", "phone", "id", "code", "text", "time", "money"]
"""What a field of an answer holds: decides how a cassette writes it down."""

logger = logging.getLogger("pytest_smsactivate")

_WORD = re.compile(r"[a-z][a-z _-]{0,39}")


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What an API can do; the rest of the house asks this, never the name.

    price            tells what a number costs, before it is bought
    balance          tells what the account has to spend
    activation_id    names each purchase; where it does not, the number is its name
    message_text     tells the whole text of a message, not the code alone
    request_another  can be asked for one more SMS to the same number
    renew            can be asked for more time
    activations      lists what is open, by which a purchase without an answer is found again
    idempotent_buy   takes a name for the purchase, and makes none of that name twice
    webhook          tells of messages by a webhook
    owned            has numbers that the team owns already: nothing is bought or given back
    """

    price: bool = False
    balance: bool = False
    activation_id: bool = False
    message_text: bool = False
    request_another: bool = False
    renew: bool = False
    activations: bool = False
    idempotent_buy: bool = False
    webhook: bool = False
    owned: bool = False


class Provider:
    """Builds the requests of one API and reads its answers; does nothing else.

    Reading raises an error of the tree: the one that fits the HTTP status, or
    `InvalidResponse` naming the field that is missing or mistyped. What is not in
    `capabilities` need not be written: it raises `NotSupported`.

    `base_url` is None for an API that many companies speak: the user names one. `endpoint` is
    the path of all its requests, where they have one in common. `fields`
    says what the known fields of its answers hold, and `texts` does so for answers that are
    no JSON, each a pattern whose groups are named by a `FieldKind`; a cassette keeps
    nothing else as it is. `pace` is how often its rate limit lets one wait look. `words`
    are names of fields and actions that a user may set otherwise, with their defaults.
    """

    name: ClassVar[str]
    base_url: ClassVar[str | None] = None
    endpoint: ClassVar[str] = ""
    capabilities: ClassVar[Capabilities] = Capabilities()
    fields: Mapping[str, FieldKind] = {}
    texts: ClassVar[Sequence[re.Pattern[str]]] = ()
    pace: ClassVar[Pace] = Pace()
    words: ClassVar[Mapping[str, str]] = {}

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        """Raises `ConfigurationError` for a word that this API has not."""
        unknown = sorted(set(words or {}) - set(self.words))
        if unknown:
            known = f"It has {', '.join(self.words)}." if self.words else "It has none."
            raise ConfigurationError(
                f"{self.name} has no word {unknown[0]!r} to be set.",
                cure=f"Correct --sms-provider-words. {known}",
            )
        self._words = {**self.words, **(words or {})}
        self._logged: set[str] = set()

    def word(self, name: str) -> str:
        """How this account's API calls a field or an action."""
        return self._words[name]

    def address(self, named: str | None) -> str:
        """Where the API is: `named`, or its own address; `ConfigurationError` for neither."""
        address = named or self.base_url
        if address is None:
            raise ConfigurationError(
                f"{self.name} has no address of its own, and none is named.",
                cure="Name one: --sms-base-url https://its.host, or SMSACTIVATE_BASE_URL.",
            )
        return address

    def login(self, key: str) -> Request | None:
        """What is exchanged for a token before anything else; None where the key itself serves."""
        return None

    def read_login(self, response: Response) -> Token:
        raise self.unsupported("login")

    def authorized(self, request: Request, key: str, token: str | None = None) -> Request:
        """The request with the key in it; by default as a bearer's."""
        headers = (*request.headers, ("authorization", f"Bearer {token or key}"))
        return msgspec.structs.replace(request, headers=headers)

    def balance(self) -> Request:
        raise self.unsupported("balance")

    def offer(self, service: str, country: str) -> Request:
        raise self.unsupported("price")

    def buy(self, service: str, country: str) -> Request:
        raise NotImplementedError(f"{type(self).__name__}.buy")

    def secured(self, request: Request, *, name: str, max_price: Decimal | None) -> Request:
        """A purchase that cannot be made twice under one `name`, nor for more than `max_price`.

        As far as the API has such things; by default it has none.
        """
        return request

    def look(self, activation_id: str) -> Request:
        raise NotImplementedError(f"{type(self).__name__}.look")

    def cancel(self, activation_id: str) -> Request:
        """Gives a number back to which no message came."""
        raise NotImplementedError(f"{type(self).__name__}.cancel")

    def finish(self, activation_id: str) -> Request | None:
        """Gives a number back to which one came; None where `cancel` serves for that, too."""
        return None

    def another(self, activation_id: str) -> Request:
        raise self.unsupported("request_another")

    def renew(self, activation_id: str) -> Request:
        raise self.unsupported("renew")

    def activations(self) -> Request:
        raise self.unsupported("activations")

    def older(self, request: Request) -> Request | None:
        """The same question in the words of an older version of the API; None without one."""
        return None

    def is_unknown(self, response: Response) -> bool:
        """Whether the API answers that it does not know such a question."""
        return False

    def read_balance(self, response: Response) -> Balance:
        raise self.unsupported("balance")

    def read_offer(self, response: Response) -> Offer:
        raise self.unsupported("price")

    def read_activation(self, response: Response, *, service: str, country: str) -> Activation:
        """What was bought; an `InvalidResponse` carries its id, if that much can be read."""
        raise NotImplementedError(f"{type(self).__name__}.read_activation")

    def read_look(self, response: Response) -> Look:
        raise NotImplementedError(f"{type(self).__name__}.read_look")

    def read_cancellation(self, response: Response) -> Cancellation:
        raise NotImplementedError(f"{type(self).__name__}.read_cancellation")

    def read_another(self, response: Response) -> None:
        raise self.unsupported("request_another")

    def read_renewal(self, response: Response) -> datetime | None:
        """When it expires now, in UTC; None where the answer does not say."""
        raise self.unsupported("renew")

    def read_activations(self, response: Response) -> Sequence[Activation]:
        """All that is open; service and country as the API calls them."""
        raise self.unsupported("activations")

    def fits(self, activation: Activation, service: str, country: str) -> bool:
        """Whether one that is listed is of this service and country, as the user calls them."""
        return (activation.service, activation.country) == (service, country)

    def read_notice(self, body: bytes) -> str:
        """The activation that a webhook tells of; `InvalidResponse` for what is no such notice."""
        raise self.unsupported("webhook")

    def read_rate(self, response: Response) -> RateLimit | None:
        return None

    def check(self, response: Response, operation: Operation) -> None:
        """Raise what an HTTP status that is no success means."""
        if not 200 <= response.status < 300:
            raise error_for(response, operation, self.name)

    def misfit(self, response: Response, field: str, what: str) -> InvalidResponse:
        return InvalidResponse(
            self.name, status=response.status, detail=f"`{field}` is {what}", field=field
        )

    def log_once(self, status: str) -> None:
        """A word only: what else stands there might be a code or a number."""
        word = repr(status) if _WORD.fullmatch(status) else "that is not a word"
        if word not in self._logged:
            self._logged.add(word)
            logger.warning("%s has an unknown status %s: it counts as waiting", self.name, word)

    def unsupported(self, capability: str) -> NotSupported:
        """Names the providers that can."""
        from pytest_smsactivate.providers import able

        others = able(capability)
        cure = f"These can: {', '.join(others)} (--sms-provider)." if others else "No provider can."
        return NotSupported(capability, why=f"the API of {self.name} has no such call", cure=cure)
