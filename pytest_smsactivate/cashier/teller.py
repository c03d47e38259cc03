"""Sending at the rate that all who use the key share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.errors import ConnectionNotMade, LedgerError, RateLimited, expected
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.ledger.rate import Rate
from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.providers.base import Provider
from pytest_smsactivate.providers.reading import retry_after

__all__ = ["Teller"]

__tracebackhide__ = expected

QUEUE = 30.0
"""Seconds that a request may wait for its turn, beside those that its answer may take."""


def never() -> bool:
    return False


class Teller:
    """A transport that waits for its turn, and knows which words the provider knows.

    Once `over` says that the run is, nothing is bought any more.
    """

    blocking = True

    def __init__(
        self,
        provider: Provider,
        transport: Transport,
        rate: Rate,
        *,
        clock: Clock,
        over: Callable[[], bool] = never,
    ) -> None:
        self._provider = provider
        self._transport = transport
        self._rate = rate
        self._clock = clock
        self._over = over
        self._unknown: set[Operation] = set()

    def send(self, request: Request, within: float | None) -> Response:
        """`within` counts from the moment at which it is sent.

        Raises `RateLimited` where its turn does not come in time, `ConnectionNotMade`
        where the run is over, and what the transport raises. A ledger that fails does
        not keep a number from being given back. What the provider does not know is asked in
        the words of its API's older version, from then on.
        """
        older = self._provider.older(request)
        if older is None:
            return self._sent(request, within)
        if request.operation not in self._unknown:
            response = self._sent(request, within)
            if not self._provider.is_unknown(response):
                return response
            self._unknown.add(request.operation)
        return self._sent(older, within)

    def _sent(self, request: Request, within: float | None) -> Response:
        try:
            self._wait(request, within)
        except LedgerError:
            if request.operation != "cancel":
                raise
        response = self._transport.send(request, within)
        with suppress(LedgerError):  # what came back is worth more than the rate
            self._heard(response)
        return response

    def _wait(self, request: Request, within: float | None) -> None:
        deadline = self._clock.now() + (within or 0.0) + QUEUE
        passing = request.operation in ("buy", "offer")

        def stop() -> bool:
            return (passing and self._over()) or self._clock.now() > deadline

        if self._rate.wait(request.operation, stop=stop):
            return
        if passing and self._over():
            raise ConnectionNotMade(self._provider.name, detail="the run is over")
        raise RateLimited(self._provider.name, detail="its turn did not come in time")

    def _heard(self, response: Response) -> None:
        if response.status == 429:
            self._rate.refused(retry_after(response))
        self._rate.heard(self._provider.read_rate(response))
