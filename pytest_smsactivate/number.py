"""What a test holds: a number, or a pool of them, sync or async.

Both handles are thin: each method names a flow of the line and the driver that
runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar

from pytest_smsactivate.errors import InvalidResponse, expected
from pytest_smsactivate.flows.drivers import drive, drive_async
from pytest_smsactivate.line import Line
from pytest_smsactivate.models import Cancellation, Flow, Message, masked

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber as ParsedNumber

__all__ = ["AsyncPhoneNumber", "AsyncPhoneNumbers", "PhoneNumber", "PhoneNumbers"]

__tracebackhide__ = expected


Result = TypeVar("Result")


class _Facts:
    """What is known of a bought number; no key is in here, and `repr` hides the middle digits."""

    def __init__(self, line: Line) -> None:
        self._line = line

    @property
    def e164(self) -> str:
        """The number in E.164, as `+79161234567`; `str(number)` gives the same."""
        return self._line.activation.number

    @property
    def national(self) -> str:
        """The number without its calling code, as `9161234567`, trunk zeros of Italy kept."""
        from phonenumbers import national_significant_number

        return national_significant_number(self._parsed())

    @property
    def calling_code(self) -> str:
        """The country's calling code without `+`, as `7`."""
        return str(self._parsed().country_code)

    @property
    def country(self) -> str:
        """The country asked for: ISO 3166-1 alpha-2 in lower case."""
        return self._line.activation.country

    @property
    def service(self) -> str:
        """The service that the number was bought for."""
        return self._line.activation.service

    @property
    def activation_id(self) -> str | None:
        """The provider's name for the purchase; None where the API has none."""
        named = self._line.provider.capabilities.activation_id
        return self._line.activation.id if named else None

    @property
    def price(self) -> Decimal | None:
        """In the account's currency; None where no price is known."""
        return self._line.activation.price

    @property
    def expires_at(self) -> datetime | None:
        """When the provider takes the number back, in UTC; None where it does not say."""
        return self._line.activation.expires_at

    def _parsed(self) -> ParsedNumber:
        from phonenumbers import NumberParseException, parse

        try:
            return parse(self.e164)
        except NumberParseException:
            raise InvalidResponse(
                self._line.provider.name,
                detail=f"no country has the calling code of {masked(self.e164)}",
                field="number",
            ) from None

    def __str__(self) -> str:
        return self.e164

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {masked(self.e164)} for {self.service} in {self.country}>"


class PhoneNumber(_Facts):
    """A number bought for the test; it is cancelled at teardown."""

    def wait_for_code(self, timeout: float | None = None, *, pattern: str | None = None) -> str:
        """The code of the next message that no earlier wait returned.

        `timeout` is in seconds (default: the marker's, else `--sms-timeout`);
        `pattern` is a regular expression whose first group, or whole match, is the
        code. Raises `CodeTimeout`, which is a `TimeoutError`; `ActivationEnded`;
        the last `ProviderError` if that kept it from looking.
        """
        return self._drive(self._line.code(timeout, pattern))

    def wait_for_message(self, timeout: float | None = None) -> Message:
        """The next message that no earlier wait returned; raises as `wait_for_code`."""
        return self._drive(self._line.message(timeout))

    def messages(self) -> list[Message]:
        """All messages so far, by one look; this does not count as a wait."""
        return self._drive(self._line.messages())

    def expect_no_message(self, within: float) -> None:
        """Look for `within` seconds; raises `UnexpectedMessage` if one comes."""
        self._drive(self._line.silence(within))

    def request_another(self) -> None:
        """Ask the provider for one more SMS; raises `NotSupported` where it cannot.

        One look is made before it, so that a message which came unseen is not lost: each
        wait returns the next message that no earlier wait returned, in order of arrival.
        """
        self._drive(self._line.another())

    def renew(self) -> None:
        """Ask the provider for more time, once; raises `NotSupported` where it cannot.

        It may cost: `AnswerLost` where it may have been renewed without an answer.
        """
        self._drive(self._line.renew())

    def cancel(self) -> Cancellation:
        """Give the number back now; may be called again, to no further effect."""
        return self._drive(self._line.cancel())

    def _drive(self, flow: Flow[Result]) -> Result:
        return drive(flow, self._line.transport, self._line.clock)


class AsyncPhoneNumber(_Facts):
    """As `PhoneNumber`, awaited; under asyncio and trio alike."""

    async def wait_for_code(
        self, timeout: float | None = None, *, pattern: str | None = None
    ) -> str:
        """See `PhoneNumber.wait_for_code`."""
        return await self._drive(self._line.code(timeout, pattern))

    async def wait_for_message(self, timeout: float | None = None) -> Message:
        """See `PhoneNumber.wait_for_message`."""
        return await self._drive(self._line.message(timeout))

    async def messages(self) -> list[Message]:
        """See `PhoneNumber.messages`."""
        return await self._drive(self._line.messages())

    async def expect_no_message(self, within: float) -> None:
        """See `PhoneNumber.expect_no_message`."""
        await self._drive(self._line.silence(within))

    async def request_another(self) -> None:
        """See `PhoneNumber.request_another`."""
        await self._drive(self._line.another())

    async def renew(self) -> None:
        """See `PhoneNumber.renew`."""
        await self._drive(self._line.renew())

    async def cancel(self) -> Cancellation:
        """See `PhoneNumber.cancel`."""
        return await self._drive(self._line.cancel())

    async def _drive(self, flow: Flow[Result]) -> Result:
        return await drive_async(flow, self._line.transport, self._line.clock)


Handle = TypeVar("Handle", bound=_Facts)


class _Pool(Generic[Handle]):
    """The numbers that one test bought, in order; all are cancelled at teardown."""

    def __init__(self, buy: Callable[[str | None, str | None], Line], *, blocking: bool) -> None:
        self._buy = buy
        self._blocking = blocking
        self._numbers: list[Handle] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Handle]:
        return iter(self._numbers)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)}>"


class PhoneNumbers(_Pool[PhoneNumber]):
    """A pool to buy several numbers from in one test."""

    def buy(self, service: str | None = None, country: str | None = None) -> PhoneNumber:
        """Buy one more; what is not named comes from the marker, then the options."""
        number = PhoneNumber(self._buy(service, country))
        self._numbers.append(number)
        return number


class AsyncPhoneNumbers(_Pool[AsyncPhoneNumber]):
    """As `PhoneNumbers`, awaited."""

    async def buy(self, service: str | None = None, country: str | None = None) -> AsyncPhoneNumber:
        """See `PhoneNumbers.buy`; a purchase under way goes on if its task is cancelled."""
        number = AsyncPhoneNumber(await self._line(service, country))
        self._numbers.append(number)
        return number

    async def _line(self, service: str | None, country: str | None) -> Line:
        if not self._blocking:
            return self._buy(service, country)
        from anyio import to_thread

        return await to_thread.run_sync(self._buy, service, country)
