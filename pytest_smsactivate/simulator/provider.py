"""The simulated provider: its answers, and the controls for the test that drives it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from threading import RLock
from typing import NamedTuple

import msgspec

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.simulator.activation import Delivery, Sms
from pytest_smsactivate.simulator.books import Account, Books
from pytest_smsactivate.simulator.checks import checked_amount, checked_name, checked_order
from pytest_smsactivate.simulator.dialects import Dialect, Refusal, all_dialects
from pytest_smsactivate.simulator.faults import Broken, Endpoint, Fault, FaultKind, Faults
from pytest_smsactivate.simulator.market import Market, Terms
from pytest_smsactivate.simulator.rate import RateWindows

__all__ = ["LoggedRequest", "SimulatedProvider"]


class LoggedRequest(NamedTuple):
    """One request: when, in seconds since the start, to which endpoint, with what status.

    `endpoint` is None for a path that does not exist, `status` where no answer came.
    """

    seconds: float
    endpoint: Operation | None
    status: int | None


class SimulatedProvider:
    """An account at a provider that exists only here; speaks all APIs that `dialects` names.

    By default these are ours: which one, the path of a request tells. The account is one.
    Numbers are bought from `balance` at `price`. With nothing else said, an SMS
    with a random six-digit code comes `sms_after` seconds after the purchase, and
    a cancel is denied until `cancel_after` seconds after it.
    Any key is accepted, or only `key`; with `keyless` none is asked for. Times
    are in seconds of `clock`. Safe to use from several threads. Controls raise
    `ConfigurationError` for values that cannot be.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        balance: Decimal = Decimal("100.00"),
        currency: str = "USD",
        price: Decimal = Decimal("0.07"),
        sms_after: float | None = 2.0,
        rate_limit: int | None = 300,
        cancel_after: float = 0.0,
        key: str | None = None,
        keyless: bool = False,
        random: Random | None = None,
        dialects: Sequence[Dialect] | None = None,
    ) -> None:
        self._terms = _terms(
            price=price, sms_after=sms_after, rate_limit=rate_limit, cancel_after=cancel_after
        )
        books = Books(currency, checked_amount("balance", balance))
        self._market = Market(clock, books, self._terms, random or Random())
        self._key = key
        self._keyless = keyless
        self._lock = RLock()
        self._rate = RateWindows()
        self._faults = Faults()
        self._requests: list[LoggedRequest] = []
        self._dialects = tuple(dialects or all_dialects())

    def dialect_of(self, request: Request) -> Dialect:
        """Which API a request is meant for; a path of none is refused by the first."""
        serving = (each for each in self._dialects if each.serves(request.path))
        return next(serving, self._dialects[0])

    def speaks(self, provider: str) -> bool:
        """Whether the API of the provider of that name is among them."""
        return any(each.name == provider for each in self._dialects)

    def handle(self, request: Request) -> Response | Broken:
        """Answer by method, path, query, body and headers; `operation` is not looked at."""
        with self._lock:
            self._market.settle()
            operation = None
            dialect = self.dialect_of(request)
            outcome: Response | Broken
            try:
                operation = dialect.operation_of(request)
                outcome = self._outcome(dialect, operation, request)
            except Refusal as refusal:
                outcome = _with(dialect.refused(refusal), self._date())
            self._log(operation, outcome)
            return outcome

    def _outcome(
        self, dialect: Dialect, operation: Operation, request: Request
    ) -> Response | Broken:
        headers = self._date() | self._quota(self._admitted(dialect, request))
        fault = self._faults.take(operation)
        if fault is None:
            return self._act(dialect, operation, request, headers)
        if fault.acts:
            return fault.spoil(self._act(dialect, operation, request, headers))
        return fault.spoil(Response(200, b"", headers))

    def _act(
        self, dialect: Dialect, operation: Operation, request: Request, headers: dict[str, str]
    ) -> Response:
        try:
            answer = dialect.act(self._market, operation, request)
        except Refusal as refusal:
            answer = dialect.refused(refusal)
        return _with(answer, headers)

    def _admitted(self, dialect: Dialect, request: Request) -> str:
        """The key of the request; refused with 401."""
        key = dialect.key_of(request, self._market.now)
        if not self._keyless and (not key or self._key not in (None, key)):
            raise Refusal(401, "this needs a valid API key")
        return key

    def _quota(self, key: str) -> dict[str, str]:
        """The headers that tell what is left of the rate limit; refused with 429."""
        limit = self._market.terms.rate_limit
        if limit is None:
            return {}
        now = self._market.now
        quota = self._rate.count(key, limit, now)
        headers = {
            "x-ratelimit-limit": str(quota.limit),
            "x-ratelimit-remaining": str(quota.remaining),
            "x-ratelimit-reset": str(math.ceil(self._market.utc(quota.resets_at).timestamp())),
        }
        if quota.exceeded:
            headers["retry-after"] = str(math.ceil(quota.resets_at - now))
            raise Refusal(429, f"the limit is {limit} requests a minute", headers)
        return headers

    def _date(self) -> dict[str, str]:
        from email.utils import format_datetime

        return {"date": format_datetime(self._market.utc(self._market.now), usegmt=True)}

    def _log(self, operation: Operation | None, outcome: Response | Broken) -> None:
        response = outcome.response if isinstance(outcome, Broken) else outcome
        status = None if response is None else response.status
        self._requests.append(LoggedRequest(self._market.now, operation, status))

    @property
    def account(self) -> Account:
        """The books at this moment: balance, held, spent, refunded, what is open."""
        with self._lock:
            self._market.settle()
            return self._market.account()

    @property
    def requests(self) -> list[LoggedRequest]:
        """Every request so far, in order."""
        with self._lock:
            return list(self._requests)

    def notices_since(self, seen: int) -> list[object | None]:
        """What a webhook is told of each SMS after the first `seen`; None where it is not."""
        with self._lock:
            self._market.settle()
            dialects = {dialect.name: dialect for dialect in self._dialects}
            return [
                dialects[activation.dialect].notice(activation, arrival)
                for activation, arrival in self._market.arrivals_since(seen)
            ]

    def fault(
        self,
        endpoint: Endpoint,
        kind: FaultKind = "status",
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
        seconds: float | None = None,
        acted: bool | None = None,
        times: int | None = 1,
    ) -> None:
        """Let the next `times` requests to `endpoint` ("*": to any) go wrong; None: all of them.

        Faults are used up in the order in which they were added, by requests that
        have a key and are within the rate limit. Kinds:

        status        an HTTP `status` (503), with `headers` and `body`; nothing was done
        hang          silence for `seconds` (300), then the connection closes; nothing was done
        reset_before  the connection is reset, and nothing was done
        reset_after   the same, but it was done: a purchase has really bought
        truncated     done, and the answer breaks off half-way
        garbage       done, and the answer is no JSON
        html          done, and the answer is a page of HTML
        empty         done, and the answer has no body
        slow          done, and the answer comes after `seconds` (5)

        With `acted=True` a status or hang comes after the deed. `status`, `headers`
        and `body` can also be set for garbage and html, the first two for empty.
        """
        fault = Fault.ordered(
            endpoint=endpoint,
            kind=kind,
            status=status,
            headers=dict(headers) if isinstance(headers, Mapping) else headers,
            body=body.encode() if isinstance(body, str) else body,
            seconds=seconds,
            acted=acted,
            times=times,
        )
        with self._lock:
            self._faults.add(fault)

    def deliver(
        self,
        to: str,
        text: str,
        *,
        sender: str | None = None,
        after: float = 0.0,
        times: int = 1,
    ) -> None:
        """An SMS arrives at the open number `to` in `after` seconds.

        It takes the place of the automatic one, if that has not come yet. With
        `times` it comes again, every second. The API shows only the code in it,
        or the whole text where there is no code. Raises `ActivationNotFound` for a
        number that nobody holds, `ActivationEnded` for one that has ended.
        """
        from pytest_smsactivate.otp import extract_code

        cure = "Give `to` and `text` as strings, `text` not empty, `after` in seconds."
        what = "No such SMS can be delivered"
        order = checked_order(
            Delivery, what, cure, to=to, text=text, sender=sender, after=after, times=times
        )
        code = extract_code(text) or text
        with self._lock:
            self._market.settle()
            first = self._market.now + order.after
            self._market.open_one(to).expect(
                *(
                    Sms(at=first + second, code=code, text=text, sender=sender)
                    for second in range(order.times)
                )
            )

    def silence(self, number_or_id: str) -> None:
        """No automatic SMS comes to this open activation. Raises as `deliver` does."""
        with self._lock:
            self._market.settle()
            activation = self._market.open_one(checked_name(number_or_id))
            activation.automatic = False
            activation.expect()

    def expire(self, number_or_id: str) -> None:
        """Let an open activation expire now; refunded if no SMS came. Raises as `deliver` does."""
        self.end(number_or_id, "expired")

    def end(self, number_or_id: str, status: str = "banned") -> None:
        """End an open activation early, with any status. Raises as `deliver` does."""
        with self._lock:
            self._market.settle()
            self._market.end(self._market.open_one(checked_name(number_or_id)), status)

    def reset(self) -> None:
        """Forget all faults, and take back all settings; money and history stay."""
        with self._lock:
            self._market.settle()
            self._faults.clear()
            self._market.terms = self._terms

    def configure(self, /, **settings: object) -> None:
        """Change several of the settings below at once; where one cannot be, none is changed."""
        with self._lock:
            self._market.settle()
            books, terms = self._market.books, msgspec.structs.asdict(self._market.terms)
            balance = checked_amount("balance", settings.pop("balance", books.balance))
            self._market.terms = _terms(**terms | settings)
            books.set_balance(balance)

    @property
    def balance(self) -> Decimal:
        """What can be spent; setting it tops up or withdraws. Too little: 402 on a purchase."""
        return self.account.balance

    @balance.setter
    def balance(self, amount: Decimal) -> None:
        self.configure(balance=amount)

    @property
    def price(self) -> Decimal:
        """What one number costs, from now on."""
        return self._market.terms.price

    @price.setter
    def price(self, amount: Decimal) -> None:
        self.configure(price=amount)

    @property
    def sms_after(self) -> float | None:
        """Seconds from a purchase to its automatic SMS; None: none comes by itself."""
        return self._market.terms.sms_after

    @sms_after.setter
    def sms_after(self, seconds: float | None) -> None:
        self.configure(sms_after=seconds)

    @property
    def stock(self) -> int | None:
        """How many numbers are left, 0: 404 on a purchase; None: plenty."""
        return self._market.terms.stock

    @stock.setter
    def stock(self, numbers: int | None) -> None:
        self.configure(stock=numbers)

    @property
    def lifetime(self) -> float:
        """Seconds from a purchase to its expiry, from now on."""
        return self._market.terms.lifetime

    @lifetime.setter
    def lifetime(self, seconds: float) -> None:
        self.configure(lifetime=seconds)

    @property
    def rate_limit(self) -> int | None:
        """Requests that each key may send in a minute; None: as many as it likes."""
        return self._market.terms.rate_limit

    @rate_limit.setter
    def rate_limit(self, requests: int | None) -> None:
        self.configure(rate_limit=requests)

    @property
    def cancel_after(self) -> float:
        """Seconds from a purchase, past ones too, in which a cancel is denied, SMS or none."""
        return self._market.terms.cancel_after

    @cancel_after.setter
    def cancel_after(self, seconds: float) -> None:
        self.configure(cancel_after=seconds)

    @property
    def clock_off(self) -> float:
        """Seconds by which the provider's wall clock is fast, or with a minus slow."""
        return self._market.terms.clock_off

    @clock_off.setter
    def clock_off(self, seconds: float) -> None:
        self.configure(clock_off=seconds)


def _terms(*, price: object, **others: object) -> Terms:
    what = "The simulated provider cannot be set so"
    cure = (
        f"Settings: balance, {', '.join(Terms.__struct_fields__)}. "
        "Times are in seconds; None where there is to be no SMS, or no limit."
    )
    return checked_order(Terms, what, cure, price=checked_amount("price", price), **others)


def _with(answer: Response, headers: Mapping[str, str]) -> Response:
    """What the answer says itself goes before."""
    return msgspec.structs.replace(answer, headers={**headers, **answer.headers})
