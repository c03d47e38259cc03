"""What a provider says it can do, it does; what it cannot, it says, and who can."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from unittest import SkipTest

from pytest_smsactivate.conformance.scene import Subject, failure_of, outcome_of, refused
from pytest_smsactivate.errors import (
    NoNumbersAvailable,
    NotSupported,
    PurchaseUnknown,
    SmsActivateError,
)
from pytest_smsactivate.flows.acquire import may_have_bought
from pytest_smsactivate.models import Response
from pytest_smsactivate.providers import Provider, able
from pytest_smsactivate.simulator.dialects import told

__all__ = ["Lacking", "Offering"]

NOTHING = Response(200)


class Offering(Subject):
    """Each capability that is declared."""

    def test_the_balance_is_what_the_account_has(self) -> None:
        provider = self.needs("balance")
        scene = self.scene()
        for _ in range(2):
            told = scene.ask(provider.balance(), provider.read_balance)
            assert isinstance(told.amount, Decimal), "money is a Decimal"
            assert told.amount == scene.simulator.balance, "by it, lost purchases are judged"
            assert told.currency, "an amount has a currency"
            scene.buy()

    def test_the_price_is_what_a_number_costs(self) -> None:
        provider = self.needs("price")
        scene = self.scene()
        offer = scene.ask(provider.offer(*scene.wanted), provider.read_offer)
        assert isinstance(offer.price, Decimal), "money is a Decimal"
        assert offer.price == scene.simulator.price, "by the price, a purchase is capped"
        assert offer.available > 0, "numbers that there are, are offered"
        paid = scene.buy().price
        assert paid in (None, offer.price), "what was paid is what was offered"

    def test_where_there_are_no_numbers_none_are_offered(self) -> None:
        provider = self.needs("price")
        scene = self.scene()
        scene.simulator.stock = 0
        offer = outcome_of(lambda: scene.ask(provider.offer(*scene.wanted), provider.read_offer))
        none = isinstance(offer, NoNumbersAvailable) or getattr(offer, "available", None) == 0
        assert none, f"an offer of nothing says so; instead it gave {offer!r}"

    def test_what_is_open_is_listed(self) -> None:
        provider = self.needs("activations")
        scene = self.scene()

        def listed() -> dict[str, str]:
            found = scene.ask(provider.activations(), provider.read_activations)
            return {each.id: each.number for each in found}

        assert listed() == {}, "nothing is open before a purchase"
        first, second = scene.buy(), scene.buy()
        both = {each.id: each.number for each in (first, second)}
        assert listed() == both, "each that is open is listed, by its id and in E.164"
        scene.release(first)
        assert listed() == {second.id: second.number}, "what was given back is open no more"

    def test_a_purchase_without_an_answer_is_found_again(self) -> None:
        provider = self.needs("activations")
        scene = self.scene()
        scene.simulator.fault("buy", "reset_after")
        refused(PurchaseUnknown, scene.buy, "a purchase whose answer is lost is not made again")
        found = scene.ask(provider.activations(), provider.read_activations)
        assert [each.number for each in found] == scene.held, "a lost purchase is listed"
        (lost,) = found
        assert provider.fits(lost, *scene.wanted), "it fits what was asked for"
        assert not provider.fits(lost, f"{scene.service}-2", scene.country), "and nothing else"
        scene.release(lost)
        assert not scene.held, "so it can be given back"

    def test_a_purchase_of_one_name_is_made_once(self) -> None:
        provider = self.needs("idempotent_buy")
        scene = self.scene()
        request = provider.secured(provider.buy(*scene.wanted), name="run-7", max_price=None)
        bought = scene.ask(request, scene.read_purchase)

        again = outcome_of(lambda: scene.ask(request, scene.read_purchase))
        if isinstance(again, SmsActivateError):
            assert may_have_bought(again), "a purchase that was made before was made"
        else:
            assert again == bought, "the same name is the same purchase"
        assert scene.simulator.account.bought == 1, "the same name buys once"
        other = provider.secured(provider.buy(*scene.wanted), name="run-8", max_price=None)
        assert scene.ask(other, scene.read_purchase).id != bought.id, "another name buys another"

    def test_nothing_is_bought_that_costs_too_much(self) -> None:
        provider = self.needs("idempotent_buy")
        scene = self.scene()
        cap = scene.simulator.price
        request = provider.buy(*scene.wanted)
        capped = provider.secured(request, name="run-7", max_price=cap)
        if capped == provider.secured(request, name="run-7", max_price=None):
            raise SkipTest(f"{provider.name} is not told what a number may cost")
        scene.ask(capped, scene.read_purchase)
        scene.simulator.price = cap + 1
        dearer = provider.secured(request, name="run-8", max_price=cap)
        failure = failure_of(
            lambda: scene.ask(dearer, scene.read_purchase), "a price above the cap is refused"
        )
        assert not may_have_bought(failure), "and nothing was bought"
        assert len(scene.held) == 1, "nor is it, whatever was answered"

    def test_more_time_is_had(self) -> None:
        self.needs("renew")
        scene = self.scene()
        scene.simulator.lifetime = 100.0
        line = scene.line()
        scene.goes_by(60.0)
        scene.drive(line.renew())
        expires_at = line.activation.expires_at
        assert expires_at is None or expires_at > scene.clock.utc(), "it expires later, in UTC"
        scene.goes_by(60.0)
        assert scene.held == [line.activation.number], "a number that was renewed is held on"

    def test_a_notice_names_the_activation(self) -> None:
        provider = self.needs("webhook")
        scene = self.scene()
        activation = scene.buy()
        scene.buy()
        scene.deliver(activation)
        (notice,) = scene.simulator.notices_since(0)
        assert notice is not None, "a dialect with webhooks tells of each message"
        named = provider.read_notice(told(notice).body)
        assert named == activation.id, "a notice wakes the test that waits"


class Lacking(Subject):
    """Each capability that is not."""

    def test_without_balance_the_call_says_who_has_it(self) -> None:
        self._lacks("balance", Provider.balance, lambda ours: ours.read_balance(NOTHING))

    def test_without_price_the_call_says_who_has_it(self) -> None:
        service, country = self.service, self.country
        self._lacks(
            "price",
            lambda ours: ours.offer(service, country),
            lambda ours: ours.read_offer(NOTHING),
        )

    def test_without_request_another_the_call_says_who_has_it(self) -> None:
        self._lacks(
            "request_another",
            lambda ours: ours.another("7"),
            lambda ours: ours.read_another(NOTHING),
        )

    def test_without_renew_the_call_says_who_has_it(self) -> None:
        self._lacks("renew", lambda ours: ours.renew("7"), lambda ours: ours.read_renewal(NOTHING))

    def test_without_activations_the_call_says_who_has_it(self) -> None:
        self._lacks(
            "activations",
            lambda ours: ours.activations(),
            lambda ours: ours.read_activations(NOTHING),
        )

    def test_without_webhook_the_call_says_who_has_it(self) -> None:
        self._lacks("webhook", lambda ours: ours.read_notice(b"{}"))

    def _lacks(self, capability: str, *calls: Callable[[Provider], object]) -> None:
        ours = type(self).provider()
        if getattr(ours.capabilities, capability):
            raise SkipTest(f"{ours.name} has {capability}")
        for call in calls:
            relied_on = f"what is not among the capabilities raises NotSupported: {capability}"
            failure = refused(NotSupported, partial(call, ours), relied_on)
            for name in able(capability):
                assert name in str(failure), f"it names those that can: {name}"
