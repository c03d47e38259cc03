"""Each message once, however often its API shows it, with a time or without one."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from by_hand import NOON, FakeClock, message

from pytest_smsactivate.arrivals import Arrivals
from pytest_smsactivate.models import UNTOLD, Message


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def arrivals(clock: FakeClock) -> Arrivals:
    return Arrivals(clock.utc)


def untimed(code: str) -> Message:
    return Message(UNTOLD, code=code)


def codes(arrivals: Arrivals) -> list[str | None]:
    return [each.code for each in arrivals.messages]


def test_what_is_shown_again_counts_once(arrivals: Arrivals) -> None:
    arrivals.take_in([message("1")])
    arrivals.take_in([message("1"), message("2", 2)])
    assert codes(arrivals) == ["1", "2"]


def test_a_message_without_a_time_has_that_of_when_it_was_first_seen(
    arrivals: Arrivals, clock: FakeClock
) -> None:
    clock.goes_by(5)
    arrivals.take_in([untimed("1")])
    clock.goes_by(5)
    arrivals.take_in([untimed("1")])
    seen: datetime = NOON + timedelta(seconds=5)
    assert arrivals.messages == [Message(seen, code="1")]


def test_the_old_code_that_is_still_shown_is_no_second_one(arrivals: Arrivals) -> None:
    arrivals.take_in([untimed("1")])
    arrivals.asked_another()
    arrivals.take_in([untimed("1")])
    arrivals.take_in([untimed("2")])
    arrivals.take_in([untimed("2")])
    assert codes(arrivals) == ["1", "2"]


def test_the_same_code_counts_again_once_none_was_shown(arrivals: Arrivals) -> None:
    arrivals.take_in([untimed("1")])
    arrivals.asked_another()
    arrivals.take_in([])
    arrivals.take_in([untimed("1")])
    arrivals.take_in([untimed("1")])
    assert codes(arrivals) == ["1", "1"]


def test_a_time_tells_the_same_code_apart_without_that(arrivals: Arrivals) -> None:
    arrivals.take_in([message("1")])
    arrivals.asked_another()
    arrivals.take_in([message("1")])
    arrivals.take_in([message("1", 2)])
    assert codes(arrivals) == ["1", "1"]


def told(text: str, code: str | None = None, sender: str | None = "Acme") -> Message:
    return Message(NOON, code=code, text=text, sender=sender)


def test_a_code_that_is_told_later_makes_no_second_message(arrivals: Arrivals) -> None:
    arrivals.take_in([told("Use 1 or 2"), told("Welcome")])
    arrivals.take_in([told("Use 1 or 2", "1"), told("Welcome")])
    arrivals.take_in([told("Use 1 or 2", "2")])
    assert arrivals.messages == [told("Use 1 or 2", "1"), told("Welcome")]


def test_a_code_that_is_told_no_more_is_kept(arrivals: Arrivals) -> None:
    arrivals.take_in([told("Use 1", "1")])
    arrivals.take_in([told("Use 1")])
    assert arrivals.messages == [told("Use 1", "1")]


def test_other_words_another_sender_and_another_time_are_other_messages(
    arrivals: Arrivals,
) -> None:
    later = msgspec.structs.replace(told("Use 1"), received_at=NOON + timedelta(seconds=1))
    shown = [told("Use 1"), told("Use 2"), told("Use 1", sender="Shop"), later]
    arrivals.take_in(shown)
    assert arrivals.messages == shown


def test_what_was_passed_over_is_not_news_for_its_code(arrivals: Arrivals) -> None:
    arrivals.pass_over([told("Use 1"), told("Use 1", "1")])
    arrivals.take_in([told("Use 1", "1")])
    assert arrivals.messages == []


def test_what_was_there_before_never_counts(arrivals: Arrivals) -> None:
    arrivals.pass_over([message("1"), untimed("2")])
    arrivals.take_in([message("1"), untimed("2"), message("3")])
    assert codes(arrivals) == ["3"]
