"""Numbers of one's own: lent and returned in the ledger, so that no two tests share one."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.errors import ConfigurationError, NoNumbersAvailable, expected
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.models import Request, Response, masked
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.providers.owned import OwnedNumbers
from pytest_smsactivate.providers.reading import is_e164

__all__ = ["lending"]

__tracebackhide__ = expected

PATIENCE = 30.0
"""Seconds that a test waits for a number that another one has."""

PAUSE = 0.1
"""Seconds between two looks at whether one is free."""


def lending(
    provider: Provider, transport: Transport, ledger: Ledger, account: str, *, clock: Clock
) -> Transport:
    """The transport itself, unless the provider's numbers are owned: then they are lent."""
    if isinstance(provider, OwnedNumbers):
        return Lender(provider, transport, ledger, account, clock=clock)
    return transport


class Lender:
    """A transport that answers in the ledger's place what is lent and returned."""

    blocking = True

    def __init__(
        self,
        provider: OwnedNumbers,
        transport: Transport,
        ledger: Ledger,
        account: str,
        *,
        clock: Clock,
    ) -> None:
        self._provider = provider
        self._transport = transport
        self._ledger = ledger
        self._account = account
        self._clock = clock

    def send(self, request: Request, within: float | None) -> Response:
        """Raises `NoNumbersAvailable` where none becomes free in time.

        `ConfigurationError` where one is not in E.164: once lent, it could not be read.
        """
        if request.operation == "buy" and request.lease is not None:
            return self._lend(request.lease, **(request.body or {}))
        if request.operation == "cancel" and request.activation_id is not None:
            return self._provider.lent(request.activation_id)
        return self._transport.send(request, within)

    def _lend(self, lease: int, service: str, country: str) -> Response:
        numbers = self._numbers(service, country)
        until = self._clock.now() + PATIENCE
        while numbers:
            with self._ledger.writing() as connection:
                number = leases.lend(connection, self._account, lease, numbers)
            if number is not None:
                return self._provider.lent(number)
            if self._clock.now() + PAUSE > until:
                break
            self._clock.sleep(PAUSE)
        raise NoNumbersAvailable(
            self._provider.name,
            detail=f"of {len(numbers)} for {service} in {country} none is free",
            cure="Give it more numbers, or run fewer tests at once.",
        )

    def _numbers(self, service: str, country: str) -> Sequence[str]:
        numbers = self._provider.numbers(service, country)
        misfit = next((number for number in numbers if not is_e164(number)), None)
        if misfit is None:
            return numbers
        raise ConfigurationError(
            f"One of the numbers of {self._provider.name} is not in E.164: {masked(misfit)!r}.",
            cure="Write a plus sign and digits alone, such as +447400123456.",
        )
