"""What only the wire shows: the key, the login, and answers that break off."""

from __future__ import annotations

from unittest import SkipTest

from pytest_smsactivate.conformance.scene import CODE, Subject, failure_of, refused
from pytest_smsactivate.errors import AuthenticationError
from pytest_smsactivate.flows.acquire import may_have_bought
from pytest_smsactivate.models import Operation
from pytest_smsactivate.simulator.faults import FaultKind

__all__ = ["Wire"]

WRONG_KEY = "ck-9Lw4-nobodys-Yy33"

BREAKS: tuple[FaultKind, ...] = ("truncated", "reset_after")


class Wire(Subject):
    """Over HTTP on loopback, as in live mode."""

    def test_a_number_lives_over_http(self) -> None:
        with self.scene_over_http() as scene:
            line = scene.line()
            assert scene.held == [line.activation.number], "the number is bought with the key"
            scene.deliver(line.activation)
            assert scene.drive(line.code(None, None)) == CODE, "its message is seen"
            scene.drive(line.cancel())
            assert not scene.held, "it is given back"

    def test_a_wrong_key_is_told_whatever_is_asked(self) -> None:
        stranger = self.scene().buy()
        with self.scene_over_http(WRONG_KEY) as scene:
            ours = scene.provider
            asked = {
                "a purchase": scene.buy,
                "a look": lambda: scene.look(stranger),
                "a cancel": lambda: scene.ask(ours.cancel(stranger.id), ours.read_cancellation),
            }
            if ours.capabilities.balance:
                asked["the balance"] = lambda: scene.ask(ours.balance(), ours.read_balance)
            for what, work in asked.items():
                relied_on = f"{what} with a wrong key is an AuthenticationError"
                failure = refused(AuthenticationError, work, relied_on)
                assert WRONG_KEY not in str(failure), "no message shows a key"
                assert not may_have_bought(failure), "a wrong key buys nothing"

    def test_a_token_is_kept(self) -> None:
        self._logs_in()
        with self.scene_over_http() as scene:
            activation = scene.buy()
            for _ in range(3):
                scene.look(activation)
            asked = [each.endpoint for each in scene.simulator.requests]
            assert asked.count("login") == 1, "a token serves as long as it is good"

    def test_a_token_that_is_refused_is_renewed(self) -> None:
        self._logs_in()
        operations: tuple[Operation, ...] = ("buy", "look", "cancel")
        with self.scene_over_http() as scene:
            for operation in operations:
                scene.simulator.fault(operation, status=401)
            activation = scene.buy()
            scene.look(activation)
            scene.release(activation)
            asked = [each.endpoint for each in scene.simulator.requests]
            assert asked.count("login") == 4, "a token that is refused is renewed, once"
            assert scene.simulator.account.bought == 1, "the purchase that was refused was none"

    def test_a_purchase_whose_answer_breaks_off_may_be_made(self) -> None:
        for kind in BREAKS:
            with self.scene_over_http() as scene:
                scene.simulator.fault("buy", kind)
                failure = failure_of(scene.buy, "an answer that breaks off is none")
                assert may_have_bought(failure), f"a purchase is perhaps made: {kind}"

    def _logs_in(self) -> None:
        provider = type(self).provider()
        if provider.login(self.key) is None:
            raise SkipTest(f"{provider.name} takes the key itself")
