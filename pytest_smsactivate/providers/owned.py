"""Numbers that a team owns already: lent from a list, and never bought or given back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

import msgspec

from pytest_smsactivate.errors import expected
from pytest_smsactivate.models import Activation, Cancellation, Request, Response
from pytest_smsactivate.providers.base import Capabilities, Provider
from pytest_smsactivate.providers.reading import decode, is_e164

__all__ = ["OwnedNumbers"]

__tracebackhide__ = expected


class LentAnswer(msgspec.Struct):
    number: str


class OwnedNumbers(Provider):
    """A provider of numbers of one's own. Write `numbers`, `look` and `read_look`; that is all.

    The ledger lends each number to one test at a time, whichever worker or machine it runs on.
    The requests to lend and to return one never leave; they stand in a cassette. What an inbox
    holds when a number is lent is old, and never handed out.
    """

    capabilities: ClassVar[Capabilities] = Capabilities(message_text=True, owned=True)

    def numbers(self, service: str, country: str) -> Sequence[str]:
        """The team's own, in E.164, that may be used for this; the first that is free is lent."""
        raise NotImplementedError

    def buy(self, service: str, country: str) -> Request:
        return Request("buy", "POST", "/lend", body={"service": service, "country": country})

    def cancel(self, activation_id: str) -> Request:
        body = {"number": activation_id}
        return Request("cancel", "POST", "/return", body=body, activation_id=activation_id)

    def lent(self, number: str) -> Response:
        """What the ledger answers to `buy`, and to `cancel`, in the place of a provider."""
        return Response(200, msgspec.json.encode(LentAnswer(number)))

    def read_activation(self, response: Response, *, service: str, country: str) -> Activation:
        self.check(response, "buy")
        number = decode(response, LentAnswer, self.name).number
        if not is_e164(number):
            raise self.misfit(response, "number", "not a number in E.164 with its +")
        return Activation(number, number, service, country, price=Decimal(0))

    def read_cancellation(self, response: Response) -> Cancellation:
        """Nothing was paid, so nothing is lost."""
        self.check(response, "cancel")
        return Cancellation(refunded=True)
