"""Giving a number back, so that nothing is paid for in vain."""

from __future__ import annotations

from datetime import timedelta
from unittest import SkipTest

from pytest_smsactivate.conformance.scene import Subject, refused
from pytest_smsactivate.errors import CancelDenied, ProviderError

__all__ = ["GivingBack"]

WINDOW = 120.0
"""Seconds in which a cancel is denied."""


class GivingBack(Subject):
    """What is told to be given back is given back."""

    def test_without_a_message_the_price_comes_back(self) -> None:
        scene = self.scene()
        line = scene.line()
        cancellation = scene.drive(line.cancel())
        assert cancellation.refunded in (True, None), "without a message the price comes back"
        assert not scene.held, "a number that was given back is not held"

    def test_with_a_message_the_price_is_spent(self) -> None:
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        scene.drive(line.code(None, None))
        cancellation = scene.drive(line.cancel())
        kept = scene.provider.capabilities.owned or cancellation.refunded in (False, None)
        assert kept, "with a message the price is spent"
        assert not scene.held, "a number that was given back is not held"

    def test_a_number_is_given_back_by_those_who_do_not_know_of_its_message(self) -> None:
        scene = self.scene()
        activation = scene.buy()
        scene.deliver(activation)
        scene.release(activation)
        assert not scene.held, "a net need not know whether a message came"

    def test_a_number_is_given_back_that_was_asked_for_another_message(self) -> None:
        self.needs("request_another")
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        scene.drive(line.code(None, None))
        scene.drive(line.another())
        scene.drive(line.cancel())
        assert not scene.held, "a message that was asked for and did not come is no hindrance"

    def test_to_give_back_twice_is_to_give_back(self) -> None:
        scene = self.scene()
        activation = scene.buy()
        scene.release(activation)
        refunded = scene.release(activation).refunded
        assert refunded in (True, None), "what has ended already counts as given back"

    def test_what_has_expired_counts_as_given_back(self) -> None:
        scene = self.scene()
        activation = scene.buy()
        scene.simulator.expire(activation.number)
        scene.release(activation)
        assert not scene.held, "what has ended already counts as given back"

    def test_a_cancel_that_fails_is_tried_again(self) -> None:
        scene = self.scene()
        activation = scene.buy()
        scene.simulator.fault("cancel", status=503)
        scene.simulator.fault("cancel", "garbage")
        scene.release(activation)
        assert not scene.held, "a cancel whose answer is lost is asked for again"

    def test_an_unknown_activation_is_not_given_back(self) -> None:
        stranger = self.scene(later=timedelta(days=1)).buy()
        ours = type(self).provider()
        scene = self.scene()
        refused(
            ProviderError,
            lambda: scene.ask(ours.cancel(stranger.id), ours.read_cancellation),
            "an unknown activation cannot be given back",
        )

    def test_an_early_cancel_is_denied_until_the_window_is_over(self) -> None:
        self.buys()
        scene = self.scene()
        scene.simulator.cancel_after = WINDOW
        activation = scene.buy()
        try:
            scene.release(activation)
        except CancelDenied as denial:
            pause = denial.retry_after
            assert pause is None or 0 < pause <= WINDOW, "the pause is in seconds"
            assert scene.held == [activation.number], "what is denied is held on"
        else:
            assert not scene.held, "a cancel that is denied is CancelDenied, and no success"
            raise SkipTest("its dialect takes a number back at any time")
        scene.goes_by(WINDOW)
        scene.release(activation)
        assert not scene.held, "after the window it is taken back"
