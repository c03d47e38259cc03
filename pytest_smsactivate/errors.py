"""Everything that can go wrong, in one tree.

SmsActivateError
├── ConfigurationError        what the user asked for cannot be
│   └── LedgerError           the ledger cannot be opened, read or written
├── ProviderError             the provider answered, or failed to
│   ├── AuthenticationError
│   ├── InsufficientBalance
│   ├── NoNumbersAvailable
│   ├── ActivationNotFound
│   ├── ActivationEnded
│   ├── CancelDenied              too early: the number stays open
│   ├── RateLimited
│   ├── RequestRejected
│   ├── ProviderUnavailable
│   │   ├── ConnectionNotMade     the request never left
│   │   └── AnswerLost            the request may have been acted on
│   └── InvalidResponse
├── PurchaseUnknown           a buy was sent and no answer came
├── BudgetExceeded
├── CodeTimeout               also a TimeoutError
├── CodeAmbiguous
├── UnexpectedMessage
├── NotSupported
└── CassetteError
    ├── CassetteNotFound
    ├── CassetteMismatch
    └── CassetteSecret

Each carries attributes, so that no caller parses prose, and each message ends
with what to do next. All can be pickled and copied, and keep both.

`CancelDenied`, `RateLimited` and `ProviderUnavailable` share `_TryLater`, which is not in the
drawing: it only keeps `retry_after`, and nobody is to catch it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    import pytest

__all__ = [
    "ActivationEnded",
    "ActivationNotFound",
    "AnswerLost",
    "AuthenticationError",
    "BudgetExceeded",
    "CancelDenied",
    "CassetteError",
    "CassetteMismatch",
    "CassetteNotFound",
    "CassetteSecret",
    "CodeAmbiguous",
    "CodeTimeout",
    "ConfigurationError",
    "ConnectionNotMade",
    "InsufficientBalance",
    "InvalidResponse",
    "LedgerError",
    "NoNumbersAvailable",
    "NotSupported",
    "ProviderError",
    "ProviderUnavailable",
    "PurchaseUnknown",
    "RateLimited",
    "RequestRejected",
    "SmsActivateError",
    "UnexpectedMessage",
    "expected",
]


def expected(failure: pytest.ExceptionInfo[BaseException]) -> bool:
    """Whether pytest may leave the house's own frames out of a traceback.

    Modules name this as their `__tracebackhide__`: an error of the tree points at
    the test's own line, and any other keeps all its frames.
    """
    return isinstance(failure.value, SmsActivateError)


class SmsActivateError(Exception):
    """Base of all errors of this package: `what` happened, and its `cure`."""

    default_cure = "Report this as a bug, with the traceback."

    def __init__(self, what: str, *, cure: str | None = None) -> None:
        self.what = what
        self.cure = cure or self.default_cure
        super().__init__(f"{what} {self.cure}")

    def __reduce__(self) -> tuple[object, ...]:
        """Made without `__init__`, which takes other arguments than the message in `args`."""
        return _blank, (type(self),), {**vars(self), "args": self.args}


def _blank(kind: type[SmsActivateError]) -> SmsActivateError:
    return kind.__new__(kind)


class ConfigurationError(SmsActivateError):
    """An option, marker, key or setting is missing or cannot be."""

    default_cure = "See `pytest --help`, under smsactivate."


class LedgerError(ConfigurationError):
    """The ledger cannot be opened, read or written; `location` says where it is, without password.

    Nothing is bought without a ledger.
    """

    default_cure = "Name another with --sms-ledger; nothing is bought without one."

    def __init__(self, location: str, what: str, *, cure: str | None = None) -> None:
        self.location = location
        super().__init__(f"The ledger at {location} {what}.", cure=cure)


class ProviderError(SmsActivateError):
    """The provider refused, failed or could not be reached.

    `status` is the HTTP status, or None where no answer came; `detail` is the
    provider's own words on one line, without the key.
    """

    what_happened = "refused the request"

    def __init__(
        self,
        provider: str,
        *,
        status: int | None = None,
        detail: str = "",
        cure: str | None = None,
    ) -> None:
        self.provider = provider
        self.status = status
        self.detail = detail
        answer = f" ({status})" if status is not None else ""
        said = f": {detail}" if detail else ""
        super().__init__(f"{provider} {self.what_happened}{answer}{said}.", cure=cure)


class AuthenticationError(ProviderError):
    what_happened = "does not accept the API key"
    default_cure = "Check SMSACTIVATE_API_KEY against the key in the provider's dashboard."


class InsufficientBalance(ProviderError):
    what_happened = "says that the balance is too low"
    default_cure = "Top up the account, or choose a cheaper service or country."


class NoNumbersAvailable(ProviderError):
    what_happened = "has no number for this service and country"
    default_cure = "Try later, or name another country with --sms-country or the sms marker."


class ActivationNotFound(ProviderError):
    what_happened = "does not know this activation"
    default_cure = "Check that the key and --sms-base-url belong to the account that bought it."


class ActivationEnded(ProviderError):
    """The activation is over: cancelled, expired, refunded or banned."""

    what_happened = "has ended this activation"
    default_cure = "Buy a new number; wait sooner, if it expired."


class _TryLater(ProviderError):
    """Keeps `retry_after` for those whom the provider may tell when to try again."""

    def __init__(
        self,
        provider: str,
        *,
        status: int | None = None,
        detail: str = "",
        retry_after: float | None = None,
    ) -> None:
        self.retry_after = retry_after
        super().__init__(provider, status=status, detail=detail)


class CancelDenied(_TryLater):
    """It is too early to cancel: the number stays open, and paid for.

    `retry_after` is in seconds, None where the provider does not say.
    """

    what_happened = "does not take the number back yet"
    default_cure = (
        "It is released at the end of the run, when the provider's window for early cancels "
        "has passed."
    )


class RateLimited(_TryLater):
    """Too many requests; `retry_after` is in seconds, None where not told."""

    what_happened = "asks for fewer requests"
    default_cure = "Run fewer live tests at once, or wait for the limit to reset."


class RequestRejected(ProviderError):
    what_happened = "rejected the request"
    default_cure = "Check the names of service and country against the provider's list."


class ProviderUnavailable(_TryLater):
    """No usable answer: a 5xx, or the connection failed; `retry_after` as above."""

    what_happened = "is unavailable"
    default_cure = "Check the network, --sms-base-url and the provider's status page; try again."


class ConnectionNotMade(ProviderUnavailable):
    """The request provably never left this machine."""

    what_happened = "could not be reached"


class AnswerLost(ProviderUnavailable):
    """The request may have left, and may have been acted on."""

    what_happened = "gave no answer"


class InvalidResponse(ProviderError):
    """The answer has not the documented shape; `field` names what is wrong in it.

    `activation_id` is set when the answer to a buy could be read far enough to
    cancel what it bought, `released` when that has been done.
    """

    what_happened = "sent an answer that cannot be read"
    default_cure = "Check --sms-base-url; if it is right, the provider's API has changed."

    def __init__(
        self,
        provider: str,
        *,
        status: int | None = None,
        detail: str = "",
        field: str | None = None,
        activation_id: str | None = None,
    ) -> None:
        self.field = field
        self.activation_id = activation_id
        self.released = False
        super().__init__(provider, status=status, detail=detail)


class PurchaseUnknown(SmsActivateError):
    """A buy was sent and no answer came: a number may have been bought."""

    default_cure = "It is not bought again; compare the balance and the dashboard before you do."

    def __init__(self, provider: str, *, service: str, country: str) -> None:
        self.provider = provider
        self.service = service
        self.country = country
        super().__init__(
            f"{provider} gave no answer to the purchase of a {service} number in {country}."
        )


class BudgetExceeded(SmsActivateError):
    """A cap of the run forbids this purchase.

    `cap` names the option; `limit`, `spent`, `reserved` and `asked` are amounts
    in the account's currency, or counts for --sms-max-numbers.
    """

    default_cure = "Raise it, or run fewer live tests or cheaper numbers."
    cures: ClassVar[Mapping[str, str]] = {
        "--sms-max-numbers": "Raise it, or run fewer live tests.",
        "--sms-max-price": "Raise it, or ask for another service or country.",
        "the sms marker's max_price": "Raise it, or ask for another service or country.",
    }

    def __init__(
        self,
        cap: str,
        *,
        limit: Decimal | int,
        spent: Decimal | int,
        reserved: Decimal | int,
        asked: Decimal | int,
        share: str = "",
    ) -> None:
        self.cap = cap
        self.limit = limit
        self.spent = spent
        self.reserved = reserved
        self.asked = asked
        super().__init__(
            f"{cap} is {limit}{share}: {spent} spent, {reserved} reserved, {asked} asked.",
            cure=self.cures.get(cap),
        )


class CodeTimeout(SmsActivateError, TimeoutError):
    """No message came in time.

    `timeout` and `waited` are in seconds, `looks` counts the requests made,
    `last_status` is the provider's last word.
    """

    def __init__(
        self,
        *,
        number: str,
        timeout: float,
        waited: float,
        looks: int,
        last_status: str | None,
        hint: str = "",
        cure: str | None = None,
    ) -> None:
        self.number = number
        self.timeout = timeout
        self.waited = waited
        self.looks = looks
        self.last_status = last_status
        times = "once" if looks == 1 else f"{looks} times"
        also = f" {hint}" if hint else ""
        super().__init__(
            f"No code came to {number} in {waited:.1f} s (timeout {timeout:g} s); "
            f"looked {times}, last status {last_status!r}.{also}",
            cure=cure
            or "Check that the application sent to this number, that its SMS vendor "
            "accepted the message, and the timeout (--sms-timeout or the sms marker).",
        )


class CodeAmbiguous(SmsActivateError):
    """Several parts of one message could be the code: `candidates`."""

    def __init__(self, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(
            f"The message holds several possible codes: {', '.join(self.candidates)}.",
            cure="Say which with pattern=, in the call or the sms marker.",
        )


class UnexpectedMessage(SmsActivateError):
    """A message came where none was to come; `number` and `code` tell which."""

    default_cure = "Check why the application sent it; it is in number.messages()."

    def __init__(self, *, number: str, code: str | None, within: float) -> None:
        self.number = number
        self.code = code
        self.within = within
        super().__init__(
            f"A message came to {number}, though none was expected within {within:g} s."
        )


class NotSupported(SmsActivateError):
    """The provider's API, or the mode, has no such thing: `operation`."""

    def __init__(self, operation: str, *, why: str, cure: str) -> None:
        self.operation = operation
        super().__init__(f"{operation} is not supported: {why}.", cure=cure)


class CassetteError(SmsActivateError):
    """A cassette cannot be read, written or used; `path` is its file."""

    default_cure = "Record it again: pytest --sms-live --sms-record."

    def __init__(self, path: Path, what: str, *, cure: str | None = None) -> None:
        self.path = path
        super().__init__(f"{what} (cassette {path}).", cure=cure)


class CassetteNotFound(CassetteError):
    """No cassette has been recorded for this test."""


class CassetteMismatch(CassetteError):
    """The test asks what the cassette has no answer to."""


class CassetteSecret(CassetteError):
    """A known secret would have been written; the file was not."""

    default_cure = "Report this as a bug; until it is mended, leave this test to --sms-live."
