"""Our own providers pass the suite that others derive from, and spoiled ones do not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from functools import partial
from textwrap import dedent

import msgspec
import pytest

from pytest_smsactivate.conformance import ProviderConformance
from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.models import Look, Message, Operation, Request, Response
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.owned import OwnedNumbers
from pytest_smsactivate.providers.reading import decode
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator.activation import SimulatedActivation
from pytest_smsactivate.simulator.dialects import (
    HandlerApiDialect,
    OwnedNumbersDialect,
    SmsActivateAppDialect,
    SmsActivateDevDialect,
)
from pytest_smsactivate.simulator.market import Market


class TestSmsActivateDev(ProviderConformance):
    provider = SmsActivateDev
    dialect = SmsActivateDevDialect


class TestSmsActivateApp(ProviderConformance):
    provider = SmsActivateApp
    dialect = SmsActivateAppDialect


class TestSmsActivateAppWithoutTimes(ProviderConformance):
    provider = partial(SmsActivateApp, {"received_at": "moment"})
    dialect = SmsActivateAppDialect


class TestHandlerApiInText(ProviderConformance):
    provider = HandlerApi
    dialect = HandlerApiDialect


class TestHandlerApiInHttp(ProviderConformance):
    provider = HandlerApi
    dialect = partial(HandlerApiDialect, errors="http")
    country = "16"


class TestOlderHandlerApi(ProviderConformance):
    provider = HandlerApi
    dialect = lambda: HandlerApiDialect(v2=False)  # noqa: E731 - a function serves as a factory


class Repeating(HandlerApiDialect):
    """Answers a purchase of the same name as it did before."""

    def __init__(self) -> None:
        super().__init__()
        self._sold: dict[str, Response] = {}

    def act(self, market: Market, operation: Operation, request: Request) -> Response:
        order = dict(request.query).get("orderId")
        if operation != "buy" or order is None:
            return super().act(market, operation, request)
        if order not in self._sold:
            self._sold[order] = super().act(market, operation, request)
        return self._sold[order]


class Uncapped(HandlerApi):
    """Tells nobody what a number may cost."""

    def secured(self, request: Request, *, name: str, max_price: object) -> Request:
        return super().secured(request, name=name, max_price=None)


class TestHandlerApiThatRepeatsItself(ProviderConformance):
    provider = Uncapped
    dialect = Repeating


class Heard(msgspec.Struct):
    text: str
    at: float


class OurNumbers(OwnedNumbers):
    name = "our-numbers"
    fields = {"number": "phone", "text": "text", "at": "time"}  # noqa: RUF012

    def numbers(self, service: str, country: str) -> Sequence[str]:
        return ["+447400123401", "+447400123402"]

    def look(self, activation_id: str) -> Request:
        query = (("number", activation_id),)
        return Request("look", "GET", "/inbox", query=query, activation_id=activation_id)

    def read_look(self, response: Response) -> Look:
        self.check(response, "look")
        heard = decode(response, list[Heard], self.name)
        if not all(0 < each.at < 1e10 for each in heard):
            raise self.misfit(response, "at", "not a time")
        return Look(
            "open",
            tuple(
                Message(datetime.fromtimestamp(each.at, timezone.utc), text=each.text)
                for each in heard
            ),
        )


class OurNumbersElsewhere(OurNumbers):
    def numbers(self, service: str, country: str) -> Sequence[str]:
        raise ConfigurationError("They are listed elsewhere.")


class OurDialect(OwnedNumbersDialect):
    name = "our-numbers"
    inbox = "/inbox"

    def shown(self, activation: SimulatedActivation) -> object:
        return [
            {"text": arrival.sms.text, "at": arrival.received_at.timestamp()}
            for arrival in activation.received
        ]


class TestOwnedNumbers(ProviderConformance):
    provider = OurNumbers
    dialect = OurDialect


class TestOwnedNumbersElsewhere(ProviderConformance):
    provider = OurNumbersElsewhere
    dialect = OurDialect


PREAMBLE = """
import json

import msgspec

from pytest_smsactivate.conformance import ProviderConformance
from pytest_smsactivate.errors import *
from pytest_smsactivate.models import *
from pytest_smsactivate.providers import Capabilities
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator.dialects import *

replace = msgspec.structs.replace
Dialect = SmsActivateDevDialect
"""

DERIVED = """
class TestOurs(ProviderConformance):
    provider = Ours
    dialect = Dialect
"""

SPOILED = {
    "test_several_at_one_look_are_in_order_of_arrival": (
        "messages are shown in order of arrival",
        """
        Dialect = SmsActivateAppDialect

        class Ours(SmsActivateApp):
            def read_look(self, response):
                look = super().read_look(response)
                return replace(look, messages=look.messages[::-1])
        """,
    ),
    "test_a_number_is_bought": (
        "a number is in E.164",
        """
        class Ours(SmsActivateDev):
            def read_activation(self, response, **wanted):
                bought = super().read_activation(response, **wanted)
                return replace(bought, number=bought.number[1:])
        """,
    ),
    "test_a_number_is_of_the_country": (
        "a number is of the country",
        """
        class Ours(SmsActivateDev):
            def buy(self, service, country):
                return super().buy(service, "de")
        """,
    ),
    "test_a_server_that_fails_may_have_sold": (
        "one answered with 500 is perhaps made",
        """
        class Ours(SmsActivateDev):
            def check(self, response, operation):
                if response.status != 200:
                    raise RequestRejected(self.name, status=response.status)
        """,
    ),
    "test_a_refusal_has_bought_nothing": (
        "one refused with 401 is surely not made",
        """
        class Ours(SmsActivateDev):
            def check(self, response, operation):
                if response.status != 200:
                    raise ProviderUnavailable(self.name, status=response.status)
        """,
    ),
    "test_an_answer_that_cannot_be_read_may_have_sold": (
        "one with garbage as the answer is perhaps made",
        """
        class Ours(SmsActivateDev):
            def read_activation(self, response, **wanted):
                try:
                    return super().read_activation(response, **wanted)
                except InvalidResponse:
                    raise RequestRejected(self.name)
        """,
    ),
    "test_without_stock_nothing_is_bought": (
        "no numbers are NoNumbersAvailable; instead it raised RequestRejected",
        """
        class Ours(SmsActivateDev):
            def check(self, response, operation):
                if response.status == 404:
                    raise RequestRejected(self.name, status=404)
        """,
    ),
    "test_a_message_is_seen": (
        "times are aware, and in UTC",
        """
        class Ours(SmsActivateDev):
            def read_look(self, response):
                look = super().read_look(response)
                return replace(look, messages=tuple(
                    replace(each, received_at=each.received_at.replace(tzinfo=None))
                    for each in look.messages
                ))
        """,
    ),
    "test_an_end_ends_the_wait": (
        "an activation that has ended ends the wait",
        """
        class Ours(SmsActivateDev):
            def read_look(self, response):
                return replace(super().read_look(response), ended=False)
        """,
    ),
    "test_too_many_requests_tell_when_to_go_on": (
        "with the pause that it tells",
        """
        class Ours(SmsActivateDev):
            def check(self, response, operation):
                if response.status == 429:
                    raise RateLimited(self.name, status=429)
                super().check(response, operation)
        """,
    ),
    "test_an_early_cancel_is_denied_until_the_window_is_over": (
        "a cancel that is denied is CancelDenied",
        """
        class Ours(SmsActivateDev):
            def read_cancellation(self, response):
                return Cancellation(True)
        """,
    ),
    "test_a_number_lives_over_http": (
        "does not accept the API key",
        """
        class Ours(SmsActivateDev):
            def authorized(self, request, key, token=None):
                return request
        """,
    ),
    "test_a_cassette_holds_no_secret": (
        "a cassette does not hold the number",
        """
        class Ours(SmsActivateDev):
            fields = {**SmsActivateDev.fields, "number": "plain"}
        """,
    ),
    "test_a_recorded_life_is_replayed": (
        "times recorded cannot be read",
        """
        class Ours(SmsActivateDev):
            fields = {**SmsActivateDev.fields, "received_at": "text"}

            def read_look(self, response):
                try:
                    return super().read_look(response)
                except InvalidResponse:
                    raise RequestRejected(self.name, detail="times recorded cannot be read")
        """,
    ),
    "test_whatever_is_answered_is_read_or_refused": (
        "reading raises errors of the tree and no other: look, answered with 200",
        """
        class Ours(SmsActivateDev):
            def read_look(self, response):
                return Look(json.loads(response.body)["status"])
        """,
    ),
    "test_a_proper_answer_that_was_spoiled_is_read_or_refused": (
        "what is read is sane: balance",
        """
        class Ours(SmsActivateDev):
            def read_balance(self, response):
                self.check(response, "balance")
                try:
                    return msgspec.json.decode(response.body, type=Balance)
                except (ValueError, RecursionError):
                    return Balance(msgspec.convert("Infinity", Decimal), "USD")
        """,
    ),
    "test_no_error_of_a_login_quotes_a_token": (
        "no error of a login quotes its answer",
        """
        Dialect = SmsActivateAppDialect

        class Ours(SmsActivateApp):
            def read_login(self, response):
                raise InvalidResponse(self.name, detail=response.body.decode())
        """,
    ),
    "test_a_token_is_kept": (
        "a token serves as long as it is good",
        """
        Dialect = SmsActivateAppDialect

        class Ours(SmsActivateApp):
            def read_login(self, response):
                return replace(super().read_login(response), lasts=0.0)
        """,
    ),
    "test_a_purchase_of_one_name_is_made_once": (
        "the same name",
        """
        Dialect = HandlerApiDialect

        class Ours(HandlerApi):
            def secured(self, request, **terms):
                return request
        """,
    ),
    "test_a_purchase_without_an_answer_is_found_again": (
        "a lost purchase is listed",
        """
        Dialect = HandlerApiDialect

        class Ours(HandlerApi):
            def read_activations(self, response):
                return []
        """,
    ),
    "test_a_notice_names_the_activation": (
        "a notice wakes the test that waits",
        """
        Dialect = HandlerApiDialect

        class Ours(HandlerApi):
            def read_notice(self, body):
                return json.loads(body)["text"]
        """,
    ),
    "test_the_whole_text_is_told": (
        "the whole text is told",
        """
        class Ours(SmsActivateDev):
            capabilities = replace(SmsActivateDev.capabilities, message_text=True)
        """,
    ),
    "test_without_webhook_the_call_says_who_has_it": (
        "what is not among the capabilities raises NotSupported: webhook; instead it gave '7'",
        """
        class Ours(SmsActivateDev):
            def read_notice(self, body):
                return "7"
        """,
    ),
    "test_without_stock_nothing_is_bought and TestOurs": (
        "no numbers are NoNumbersAvailable; instead it gave Activation",
        """
        class Dialect(SmsActivateDevDialect):
            def act(self, market, operation, request):
                market.terms = replace(market.terms, stock=None)
                return super().act(market, operation, request)

        Ours = SmsActivateDev
        """,
    ),
}


Run = Callable[[str, str], pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Derive the suite for what `code` makes of `Ours` and `Dialect`, and run some of it."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def run(code: str, expression: str) -> pytest.RunResult:
        module = PREAMBLE + "from decimal import Decimal\n" + dedent(code) + DERIVED
        pytester.makepyfile(module)
        return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-k", expression)

    return run


@pytest.mark.parametrize("caught_by", SPOILED)
def test_what_is_spoiled_is_caught(run: Run, caught_by: str) -> None:
    says, code = SPOILED[caught_by]
    result = run(code, caught_by)
    outcomes = result.parseoutcomes()
    outcomes.pop("deselected")
    assert outcomes == {"failed": 1}
    assert says in " ".join(result.stdout.str().split())


def test_a_provider_that_takes_a_number_back_at_any_time_may_do_so(run: Run) -> None:
    code = """
        class Dialect(SmsActivateDevDialect):
            def act(self, market, operation, request):
                market.terms = replace(market.terms, cancel_after=0.0)
                return super().act(market, operation, request)

        Ours = SmsActivateDev
    """
    outcomes = run(code, "early_cancel").parseoutcomes()
    assert outcomes["skipped"] == 1
    assert "failed" not in outcomes


def test_the_suite_imports_no_test_framework() -> None:
    program = (
        "import sys, pytest_smsactivate.conformance\n"
        "sys.exit(bool({'pytest', 'hypothesis'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
