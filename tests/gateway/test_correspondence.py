"""What the application sent, in the place of what the provider showed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.gateway import Correspondence, SmsGateway
from pytest_smsactivate.models import Message

NUMBER = "+447400123456"
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


def arrived(*codes: str) -> list[Message]:
    return [
        Message(NOON + timedelta(seconds=second), code=code) for second, code in enumerate(codes)
    ]


def codes(messages: Sequence[Message]) -> list[str | None]:
    return [message.code for message in messages]


class Side:
    """An application that sends numbered codes, and what the test sees of them."""

    def __init__(self, *, recorded: int | None, in_use: bool = True) -> None:
        self.gateway = SmsGateway(active=True)
        self.in_use = in_use
        arrivals = None if recorded is None else lambda: recorded
        self.correspondence = Correspondence(self.gateway, NUMBER, lambda: self.in_use, arrivals)

    def sends(self, *sent: str) -> None:
        for code in sent:
            self.gateway.deliver(NUMBER, f"Your code is {code}")

    def sees(self, *shown: str) -> list[str | None]:
        return codes(self.correspondence.shown(arrived(*shown)))


def test_each_message_stands_for_the_one_that_arrived() -> None:
    side = Side(recorded=2)
    side.sends("1111")
    assert side.sees("90001") == ["1111"]
    side.sends("2222")
    assert side.sees("90001", "90002") == ["1111", "2222"]


def test_a_message_that_was_never_sent_never_arrives() -> None:
    side = Side(recorded=2)
    assert side.sees("90001") == []
    side.sends("1111")
    assert side.sees("90001", "90002") == ["1111"]


def test_of_two_sent_before_the_first_look_a_recording_with_one_arrival_saw_the_last() -> None:
    side = Side(recorded=1)
    side.sends("1111", "2222")
    assert side.sees("90002") == ["2222"]


def test_of_two_sent_before_the_first_look_a_recording_with_both_saw_both() -> None:
    side = Side(recorded=2)
    side.sends("1111", "2222")
    assert side.sees("90001") == ["1111"]
    assert side.sees("90001", "90002") == ["1111", "2222"]


def test_what_is_sent_later_does_not_change_what_was_seen() -> None:
    side = Side(recorded=1)
    side.sends("1111")
    assert side.sees("90001") == ["1111"]
    side.sends("2222")
    assert side.sees("90001") == ["1111"]


def test_what_arrived_while_the_gateway_was_not_in_use_stays_as_it_was() -> None:
    side = Side(recorded=2, in_use=False)
    assert side.sees("90001") == ["90001"]
    side.in_use = True
    side.sends("2222")
    assert side.sees("90001", "90002") == ["90001", "2222"]


def test_the_simulated_provider_shows_what_was_sent_in_any_case() -> None:
    side = Side(recorded=None)
    side.sends("1111", "2222")
    (message,) = side.correspondence.shown(arrived("2222"))
    assert message.code == "2222"
    assert message.text == "Your code is 2222"


def test_the_simulated_provider_may_show_what_the_test_itself_delivered() -> None:
    side = Side(recorded=None)
    assert side.sees("777777") == ["777777"]


def test_a_text_without_a_code_is_its_own_code() -> None:
    side = Side(recorded=None)
    side.gateway.deliver(NUMBER, "Welcome!")
    (message,) = side.correspondence.shown(arrived("Welcome!"))
    assert message.text == "Welcome!"
    assert message.code is None


def test_silence_is_broken_by_what_was_sent_even_if_nothing_arrived() -> None:
    side = Side(recorded=0)
    side.sends("1111")
    assert side.sees() == []
    assert codes(side.correspondence.sent([])) == ["1111"]


def test_silence_counts_what_arrived_and_what_is_still_to_arrive() -> None:
    side = Side(recorded=1)
    side.sends("1111")
    assert side.sees("90001") == ["1111"]
    side.sends("2222")
    assert codes(side.correspondence.sent(arrived("90001"))) == ["1111", "2222"]


@pytest.mark.parametrize(
    ("sent", "shown", "hint"),
    [
        ([], [], "sent no message at all; outside live mode it has 2 real seconds"),
        ([("+447400000000", "Your code is 1")], [], "but to +447••••••000"),
        ([(NUMBER, "code 1111")], ["9"], "returned by earlier waits"),
        ([(NUMBER, "code 1111")] * 2, ["9"], "sent 2 messages to this number"),
    ],
)
def test_a_timeout_hears_what_the_application_did(
    sent: list[tuple[str, str]], shown: list[str], hint: str
) -> None:
    side = Side(recorded=1)
    for number, text in sent[:1]:
        side.gateway.deliver(number, text)
    side.sees(*shown)
    for number, text in sent[1:]:
        side.gateway.deliver(number, text)
    assert hint in side.correspondence.hint()


def test_where_the_gateway_is_not_in_use_there_is_no_hint() -> None:
    assert Side(recorded=1, in_use=False).correspondence.hint() == ""


@pytest.mark.parametrize(
    ("to", "text"), [(NUMBER, b"Your code is 482910"), (NUMBER, None), (None, "Your code is 1")]
)
def test_what_is_no_text_is_no_message(to: Any, text: Any) -> None:
    gateway = SmsGateway(active=True)
    with pytest.raises(ConfigurationError, match=r"is no text\. Correct what the application"):
        gateway.deliver(to, text)
    assert gateway.sent == []
