from __future__ import annotations

from collections.abc import Sequence

from by_hand import message

from pytest_smsactivate.flows.inbox import Inbox
from pytest_smsactivate.models import Message


class Written:
    """What the application wrote, in the place of what arrived: as far as it arrived."""

    def __init__(self, *messages: Message) -> None:
        self._messages = messages

    def shown(self, arrived: Sequence[Message]) -> Sequence[Message]:
        return self._messages[: len(arrived)]

    def sent(self, arrived: Sequence[Message]) -> Sequence[Message]:
        return self._messages


def test_each_message_is_handed_out_once_in_order() -> None:
    inbox = Inbox()
    assert inbox.hand_out() is None

    first, second = message("482910"), message("773201", minute=2)
    inbox.take_in([first, second])

    assert [inbox.hand_out(), inbox.hand_out(), inbox.hand_out()] == [first, second, None]
    assert list(inbox.messages) == [first, second]


def test_a_message_that_is_shown_at_every_look_is_one_message() -> None:
    inbox = Inbox()
    inbox.take_in([message("482910")])
    inbox.take_in([message("482910")])

    assert list(inbox.messages) == [message("482910")]


def test_the_same_code_at_another_time_is_another_message() -> None:
    inbox = Inbox()
    inbox.take_in([message("482910", minute=1)])
    inbox.take_in([message("482910", minute=2)])

    assert len(inbox.messages) == 2


def test_an_api_that_shows_only_the_latest_loses_none_that_was_seen() -> None:
    inbox = Inbox()
    inbox.take_in([message("482910")])
    inbox.take_in([message("773201", minute=2)])

    assert [m.code for m in inbox.messages] == ["482910", "773201"]


def test_what_is_outstanding_is_what_was_not_handed_out() -> None:
    inbox = Inbox()
    inbox.take_in([message("482910"), message("773201", minute=2)])
    inbox.hand_out()

    assert list(inbox.outstanding) == [message("773201", minute=2)]


def test_what_the_application_wrote_takes_the_place_of_what_arrived() -> None:
    written = [message("111111"), message("222222")]
    inbox = Inbox(Written(*written))
    inbox.take_in([message("482910")])

    assert list(inbox.messages) == written[:1]
    assert list(inbox.outstanding) == written
    assert [inbox.hand_out(), inbox.hand_out()] == [written[0], None]
    assert list(inbox.outstanding) == written[1:]
