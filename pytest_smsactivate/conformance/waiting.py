"""Looking for messages."""

from __future__ import annotations

from datetime import timedelta
from unittest import SkipTest

from pytest_smsactivate.conformance.scene import (
    CODE,
    OTHER_CODE,
    TEXT,
    TIMEOUT,
    Scene,
    Subject,
    refused,
)
from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    CodeTimeout,
    ProviderUnavailable,
    RateLimited,
)
from pytest_smsactivate.line import Line
from pytest_smsactivate.models import UNTOLD
from pytest_smsactivate.otp import extract_code

__all__ = ["Waiting"]

TOLERANCE = timedelta(seconds=60)
"""No zone is off by so little, and no look so late."""


class Waiting(Subject):
    """Each message is seen once, and an end ends the wait."""

    def test_before_a_message_there_is_none(self) -> None:
        scene = self.scene()
        look = scene.look(scene.buy())
        assert look.messages == (), "before a message there is none"
        assert not look.ended, "a number that was just bought has not ended"

    def test_a_wait_without_a_message_times_out(self) -> None:
        scene = self.scene()
        line = scene.line()
        relied_on = "without a message a wait times out"
        refused(CodeTimeout, lambda: scene.drive(line.code(None, None)), relied_on)

    def test_a_message_is_seen(self) -> None:
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation, after=7.0)
        message = scene.drive(line.message(None))
        assert message.code == CODE, "the code is told, or found in the text"
        assert message.text in (None, TEXT.format(code=CODE)), "what is told is the whole text"
        assert message.received_at.utcoffset() == timedelta(0), "times are aware, and in UTC"
        late = abs(message.received_at - scene.clock.utc())
        assert late < TOLERANCE, "it was received when it came"

    def test_the_whole_text_is_told(self) -> None:
        self.needs("message_text")
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        message = scene.drive(line.message(None))
        if message.text is None and scene.provider.older(scene.provider.look("7")) is not None:
            raise SkipTest("an older version of its API tells the code alone")
        assert message.text == TEXT.format(code=CODE), "the whole text is told"

    def test_a_message_is_handed_out_once(self) -> None:
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        scene.drive(line.code(None, None))
        relied_on = "a message that was handed out is never the next one"
        refused(CodeTimeout, lambda: scene.drive(line.code(None, None)), relied_on)

    def test_after_the_first_message_comes_the_second(self) -> None:
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        scene.drive(line.code(None, None))
        assert self._next(scene, line, OTHER_CODE) == OTHER_CODE, "after the first comes the second"

    def test_several_at_one_look_are_in_order_of_arrival(self) -> None:
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        scene.goes_by(1.0)
        scene.deliver(line.activation, OTHER_CODE)
        shown = scene.look(line.activation).messages
        codes = [each.code if each.text is None else extract_code(each.text) for each in shown]
        if len(codes) < 2:
            raise SkipTest("its API shows the latest message alone")
        assert codes == [CODE, OTHER_CODE], "messages are shown in order of arrival"

    def test_the_same_code_may_come_twice(self) -> None:
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        scene.drive(line.code(None, None))
        (shown,) = scene.look(line.activation).messages
        if shown.received_at == UNTOLD and not scene.provider.capabilities.request_another:
            raise SkipTest("its API has nothing to tell two messages of one code apart by")
        assert self._next(scene, line, CODE) == CODE, "the same code may come twice"
        relied_on = "two messages are two"
        refused(CodeTimeout, lambda: scene.drive(line.code(None, None)), relied_on)

    def test_what_is_asked_for_is_never_the_first_again(self) -> None:
        self.needs("request_another")
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        scene.drive(line.code(None, None))
        scene.drive(line.another())
        relied_on = "the first message is never handed out for the one that was asked for"
        refused(CodeTimeout, lambda: scene.drive(line.code(None, None)), relied_on)

    def test_what_came_before_a_number_was_lent_is_never_handed_out(self) -> None:
        self.needs("owned")
        scene = self.scene()
        line = scene.line()
        scene.deliver(line.activation)
        scene.drive(line.pass_over())
        scene.deliver(line.activation, OTHER_CODE, after=5.0)
        relied_on = "what came before the number was lent is somebody else's"
        assert scene.drive(line.code(None, None)) == OTHER_CODE, relied_on

    def test_an_end_ends_the_wait(self) -> None:
        self.buys()
        scene = self.scene()
        line = scene.line()
        scene.simulator.expire(line.activation.number)
        relied_on = "an activation that has ended ends the wait"
        over = (ActivationEnded, ActivationNotFound)
        refused(over, lambda: scene.drive(line.code(None, None)), relied_on)
        assert scene.clock.now() < TIMEOUT, relied_on

    def test_what_was_given_back_shows_no_success(self) -> None:
        self.buys()
        scene = self.scene()
        activation = scene.buy()
        scene.release(activation)
        self._is_over(scene, activation.id, "what was given back has ended")

    def test_an_unknown_activation_shows_no_success(self) -> None:
        stranger = self.scene(later=timedelta(days=1)).buy()
        self._is_over(self.scene(), stranger.id, "an unknown activation is none that waits")

    def test_too_many_requests_tell_when_to_go_on(self) -> None:
        scene = self.scene()
        activation = scene.buy()
        scene.simulator.fault("look", status=429, headers={"Retry-After": "7"})
        relied_on = "a 429 is RateLimited"
        failure = refused(RateLimited, lambda: scene.look(activation), relied_on)
        assert getattr(failure, "retry_after", None) == 7.0, "with the pause that it tells"

    def test_the_rate_limit_is_told_in_the_words_of_the_api(self) -> None:
        scene = self.scene()
        activation = scene.buy()
        scene.look(activation)
        scene.simulator.rate_limit = 1
        scene.look(activation)
        relied_on = "a 429 is RateLimited, in the words of the API"
        failure = refused(RateLimited, lambda: scene.look(activation), relied_on)
        assert getattr(failure, "retry_after", None), "with the pause that it tells"

    def test_a_server_that_fails_is_asked_again(self) -> None:
        scene = self.scene()
        line = scene.line()
        scene.simulator.fault("look", status=503)
        relied_on = "a 503 is ProviderUnavailable"
        refused(ProviderUnavailable, lambda: scene.look(line.activation), relied_on)
        scene.simulator.fault("look", status=503)
        scene.simulator.fault("look", "html", status=502)
        scene.deliver(line.activation, after=3.0)
        assert scene.drive(line.code(None, None)) == CODE, "and does not end the wait"

    def _next(self, scene: Scene, line: Line, code: str) -> str:
        """The code after the first, asked for where that can be."""
        if scene.provider.capabilities.request_another:
            scene.drive(line.another())
        scene.deliver(line.activation, code, after=5.0)
        return scene.drive(line.code(None, None))

    def _is_over(self, scene: Scene, activation_id: str, relied_on: str) -> None:
        try:
            look = scene.ask(scene.provider.look(activation_id), scene.provider.read_look)
        except (ActivationEnded, ActivationNotFound):
            return
        assert look.ended, relied_on
