"""Numbers of one's own, from the other side: lending in simulate mode, where no ledger does it."""

from __future__ import annotations

from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.simulator.activation import Arrival, SimulatedActivation
from pytest_smsactivate.simulator.dialects.base import Refusal, bearer, told
from pytest_smsactivate.simulator.market import Market

__all__ = ["OwnedNumbersDialect"]

LENT: dict[str, Operation] = {"/lend": "buy", "/return": "cancel"}


class OwnedNumbersDialect:
    """To be derived from, beside one's own `OwnedNumbers`.

    Write `name`; `inbox`, the path that a look asks; and `shown`, the answer to it. Where
    looks name the number in another way than as `number` in the query, write `asked_for`.
    """

    name: str
    inbox: str

    def shown(self, activation: SimulatedActivation) -> object:
        """What the inbox answers, as JSON."""
        raise NotImplementedError

    def asked_for(self, request: Request) -> str:
        return dict(request.query).get("number", "")

    def serves(self, path: str) -> bool:
        return path in LENT or path == self.inbox

    def operation_of(self, request: Request) -> Operation:
        return LENT.get(request.path, "look")

    def key_of(self, request: Request, now: float) -> str:
        return bearer(request)

    def act(self, market: Market, operation: Operation, request: Request) -> Response:
        body = request.body or {}
        if operation == "buy":
            number = market.new_number(body.get("country", ""))
            if number is None or market.terms.stock == 0:
                raise Refusal(404, "there is no such number")
            service, country = body.get("service", ""), body.get("country", "")
            market.buy(number, service, country, dialect=self.name, name=number)
            return told({"number": number})
        asked = body.get("number", "") if operation == "cancel" else self.asked_for(request)
        activation = market.find(asked)
        if activation is None:
            raise Refusal(404, "nobody has this number")
        if operation == "look":
            return told(self.shown(activation))
        if not activation.ended:
            market.end(activation, "returned")
        return told({"number": activation.number})

    def refused(self, refusal: Refusal) -> Response:
        return told({"error": refusal.why}, refusal.status, refusal.headers)

    def notice(self, activation: SimulatedActivation, arrival: Arrival) -> None:
        """An inbox is looked at."""
