"""Buying a number, and knowing whether one was bought."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from unittest import SkipTest

from pytest_smsactivate.conformance.scene import Subject, failure_of, outcome_of, refused
from pytest_smsactivate.errors import InsufficientBalance, NoNumbersAvailable, SmsActivateError
from pytest_smsactivate.flows.acquire import may_have_bought
from pytest_smsactivate.models import Response
from pytest_smsactivate.providers.owned import OwnedNumbers
from pytest_smsactivate.providers.reading import is_e164
from pytest_smsactivate.simulator.faults import FaultKind

__all__ = ["Buying"]

BREAKS: tuple[FaultKind, ...] = (
    "garbage",
    "html",
    "empty",
    "truncated",
    "reset_after",
)
"""Kinds of fault after which a number is bought, and the answer does not tell."""


class Buying(Subject):
    """A purchase that was made counts, whatever is answered; one that was refused does not."""

    def test_a_number_is_bought(self) -> None:
        scene = self.scene()
        bought = scene.buy()
        assert is_e164(bought.number), "a number is in E.164, with its plus sign"
        assert scene.held == [bought.number], "the number is the one that was bought"
        assert bought.id, "a purchase has an id"
        named = scene.provider.capabilities.activation_id
        assert named or bought.id == bought.number, "without ids the number is its own"
        asked = (bought.service, bought.country)
        assert asked == scene.wanted, "service and country are called as the user calls them"

    def test_a_number_is_of_the_country(self) -> None:
        from phonenumbers import parse, region_code_for_number

        if not self.country.isalpha():
            raise SkipTest(f"{self.country} is a country by the provider's own number")
        region = region_code_for_number(parse(self.scene().buy().number))
        assert region == self.country.upper(), "a number is of the country that was asked for"

    def test_price_and_expiry_are_told_in_decimals_and_utc(self) -> None:
        bought = self.scene().buy()
        assert bought.price is None or isinstance(bought.price, Decimal), "money is a Decimal"
        assert bought.expires_at is None or bought.expires_at.utcoffset() == timedelta(0), (
            "times are aware, and in UTC"
        )

    def test_two_purchases_are_two_numbers(self) -> None:
        scene = self.scene()
        first, second = scene.buy(), scene.buy()
        assert first.id != second.id, "each purchase has an id of its own"
        assert first.number != second.number, "no two tests share a number"

    def test_without_stock_nothing_is_bought(self) -> None:
        scene = self.scene()
        scene.simulator.stock = 0
        relied_on = "no numbers are NoNumbersAvailable"
        failure = refused(NoNumbersAvailable, scene.buy, relied_on)
        assert not may_have_bought(failure), "a refusal has bought nothing"

    def test_without_money_nothing_is_bought(self) -> None:
        self.buys()
        scene = self.scene()
        scene.simulator.balance = Decimal("0.01")
        relied_on = "too little money is InsufficientBalance"
        failure = refused(InsufficientBalance, scene.buy, relied_on)
        assert not may_have_bought(failure), "a refusal has bought nothing"

    def test_a_refusal_has_bought_nothing(self) -> None:
        for status in (401, 402, 404, 429):
            scene = self.scene()
            scene.simulator.fault("buy", status=status)
            failure = failure_of(scene.buy, f"a purchase refused with {status} is an error")
            assert not may_have_bought(failure), f"one refused with {status} is surely not made"

    def test_a_server_that_fails_may_have_sold(self) -> None:
        for status in (500, 502, 503, 504):
            scene = self.scene()
            scene.simulator.fault("buy", status=status, acted=True)
            failure = failure_of(scene.buy, f"a purchase answered with {status} is an error")
            assert may_have_bought(failure), f"one answered with {status} is perhaps made"

    def test_an_answer_that_cannot_be_read_may_have_sold(self) -> None:
        for kind in BREAKS:
            scene = self.scene()
            scene.simulator.fault("buy", kind)
            failure = failure_of(scene.buy, f"a purchase is no success with {kind} as the answer")
            assert may_have_bought(failure) or not scene.held, (
                f"one with {kind} as the answer is perhaps made, unless it was given back"
            )

    def test_half_an_answer_may_have_sold(self) -> None:
        scene = self.scene()
        answers: list[Response] = []
        scene.ask(scene.provider.buy(*scene.wanted), answers.append)
        (answer,) = answers
        for length in range(len(answer.body)):
            part = Response(answer.status, answer.body[:length], answer.headers)
            outcome = outcome_of(partial(scene.read_purchase, part))
            perhaps = not isinstance(outcome, SmsActivateError) or may_have_bought(outcome)
            assert perhaps, f"{length} bytes of an answer are no refusal"

    def test_the_numbers_that_are_owned_are_in_e164(self) -> None:
        provider = self.needs("owned")
        assert isinstance(provider, OwnedNumbers), "owned numbers are lent by OwnedNumbers"
        numbers = outcome_of(partial(provider.numbers, self.service, self.country))
        if isinstance(numbers, SmsActivateError):
            raise SkipTest(f"{provider.name} has no numbers here: {numbers}")
        assert all(map(is_e164, numbers)), "a number is in E.164, with its plus sign"
        assert len(set(numbers)) == len(numbers), "each is there once"
