"""Cassettes of the other APIs: the text of messages, answers that are words, one more SMS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.cassettes import Cassette, Exchange, Timeline, redacted, write
from pytest_smsactivate.cassettes.format import encoded
from pytest_smsactivate.cassettes.stand_ins import StandIns
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import (
    CassetteMismatch,
    NoNumbersAvailable,
    ProviderUnavailable,
    RequestRejected,
)
from pytest_smsactivate.line import Line
from pytest_smsactivate.models import Cancellation, Look, Request, Response
from pytest_smsactivate.number import PhoneNumber
from pytest_smsactivate.otp import extract_code
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp

RECORDED_AT = datetime(2024, 3, 14, 12, 30, tzinfo=timezone.utc)
KEY = "sk-kept-by-nobody"
NUMBER = "+447400123456"
CLASSIC, APP = HandlerApi(), SmsActivateApp()


def recorded(provider: Provider, *course: tuple[float, Request, str, int | None]) -> Cassette:
    exchanges = [
        Exchange(at, request, Response(200, body.encode()), wait)
        for at, request, body, wait in course
    ]
    cassette, secrets = redacted(
        exchanges,
        provider=provider,
        test="test_it",
        recorded_at=RECORDED_AT,
        prices={("telegram", "gb"): Decimal("0.07")},
        key=KEY,
    )
    assert secrets.leak(encoded(cassette)) is None
    return cassette


class Way:
    """A transport to a timeline."""

    blocking = False

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    def send(self, request: Request, within: float | None) -> Response:
        return self._timeline.answer(request)


class Replay:
    def __init__(self, provider: Provider, cassette: Cassette) -> None:
        self.provider = provider
        self.clock = VirtualClock(RECORDED_AT)
        path = Path("cassettes/test_app/test_it.json")
        self.timeline = Timeline(
            cassette, provider=provider, clock=self.clock, path=path, nodeid="test_app.py::test_it"
        )
        bought = self.timeline.answer(provider.buy("telegram", "gb"))
        self.activation = provider.read_activation(bought, service="telegram", country="gb")
        self.id = self.activation.id

    def look(self, at: float) -> Look:
        self.clock.advance_to(at)
        return self.provider.read_look(self.timeline.answer(self.provider.look(self.id)))

    def give_back(self, request: Request | None) -> Cancellation:
        assert request is not None
        return self.provider.read_cancellation(self.timeline.answer(request))

    def number(self) -> PhoneNumber:
        """What a test would hold."""
        line = Line(
            self.activation,
            provider=self.provider,
            transport=Way(self.timeline),
            clock=self.clock,
            jitter=float,
            pace=self.provider.pace,
            timeout=30.0,
            visit=self.timeline.visit,
            released=lambda _: None,
        )
        return PhoneNumber(line)

    def another(self) -> None:
        self.provider.read_another(self.timeline.answer(self.provider.another(self.id)))


CLASSIC_LIFE = (
    (0.0, CLASSIC.buy("telegram", "gb"), "ACCESS_NUMBER:160529273:447400123456", None),
    (1.0, CLASSIC.look("160529273"), "STATUS_WAIT_CODE", 1),
    (2.0, CLASSIC.look("160529273"), "STATUS_OK:482910", 1),
    (2.1, CLASSIC.another("160529273"), "ACCESS_RETRY_GET", None),
    (2.2, CLASSIC.look("160529273"), "STATUS_WAIT_RETRY:482910", 2),
    (4.0, CLASSIC.look("160529273"), '"STATUS_OK:773201"', 2),
    (4.1, CLASSIC.finish("160529273"), "ACCESS_ACTIVATION", None),
)


def codes(look: Look) -> list[str | None]:
    return [message.code for message in look.messages]


def test_words_stay_and_what_they_hold_is_replaced() -> None:
    cassette = recorded(CLASSIC, *CLASSIC_LIFE)
    told = encoded(cassette).decode()
    for secret in ("160529273", "7400123456", "482910", "773201", KEY):
        assert secret not in told
    texts = [entry.response.content.decode() for entry in cassette.entries]
    assert texts[0].startswith("ACCESS_NUMBER:")
    assert texts[1] == "STATUS_WAIT_CODE"
    assert texts[4].removeprefix("STATUS_WAIT_RETRY:") == texts[2].removeprefix("STATUS_OK:")
    assert texts[6] == "ACCESS_ACTIVATION"


def test_one_more_is_seen_only_once_it_was_asked_for() -> None:
    replay = Replay(CLASSIC, recorded(CLASSIC, *CLASSIC_LIFE))
    (first,) = codes(replay.look(2.0))
    assert codes(replay.look(9.0)) == [first]
    replay.another()
    (second,) = codes(replay.look(9.0))
    assert second != first
    with pytest.raises(CassetteMismatch, match="recorded once, asked once more"):
        replay.another()


def test_the_same_code_for_one_more_arrives_twice() -> None:
    again = [(*entry[:2], entry[2].replace("773201", "482910"), entry[3]) for entry in CLASSIC_LIFE]
    replay = Replay(CLASSIC, recorded(CLASSIC, *again))
    assert replay.timeline.arrivals(replay.id) == 2


def test_what_was_asked_in_vain_divides_nothing() -> None:
    refused = [
        (*entry[:2], entry[2].replace("ACCESS_RETRY_GET", "BAD_STATUS"), entry[3])
        for entry in CLASSIC_LIFE
    ]
    replay = Replay(CLASSIC, recorded(CLASSIC, *refused))
    assert len(codes(replay.look(9.0))) == 1
    assert replay.timeline.arrivals(replay.id) == 2


ID = "160529273"
BOUGHT = CLASSIC_LIFE[0]


def test_a_message_that_came_unseen_before_one_more_is_seen_in_the_replay_too() -> None:
    """The test was busy for 48 seconds, in which a second message came."""
    cassette = recorded(
        CLASSIC,
        BOUGHT,
        (1.0, CLASSIC.look(ID), "STATUS_OK:482910", 1),
        (49.0, CLASSIC.look(ID), "STATUS_OK:773201", 1),
        (49.1, CLASSIC.another(ID), "ACCESS_RETRY_GET", None),
        (60.0, CLASSIC.look(ID), "STATUS_WAIT_RETRY:773201", 2),
        (62.0, CLASSIC.look(ID), "STATUS_OK:551188", 3),
    )
    replay = Replay(CLASSIC, cassette)
    number = replay.number()
    waited = [number.wait_for_code()]
    number.request_another()
    waited += [number.wait_for_code(), number.wait_for_code()]
    assert len(set(waited)) == 3
    assert replay.timeline.arrivals(replay.id) == 3
    assert replay.timeline.mismatch is None


def test_a_message_that_came_unseen_before_any_wait_is_seen_in_the_replay_too() -> None:
    cassette = recorded(
        CLASSIC,
        BOUGHT,
        (20.0, CLASSIC.look(ID), "STATUS_OK:482910", None),
        (20.1, CLASSIC.another(ID), "ACCESS_RETRY_GET", None),
        (21.0, CLASSIC.look(ID), "STATUS_WAIT_RETRY:482910", 1),
        (25.0, CLASSIC.look(ID), "STATUS_OK:773201", 2),
    )
    replay = Replay(CLASSIC, cassette)
    number = replay.number()
    number.request_another()
    assert number.wait_for_code() != number.wait_for_code()
    assert replay.timeline.mismatch is None


@pytest.mark.parametrize("asked", [1, 2])
def test_a_cassette_without_a_look_before_one_more_was_asked_for_still_replays(asked: int) -> None:
    requests = [(1.0, CLASSIC.another(ID), "ACCESS_RETRY_GET", None)] * asked
    waits = [
        (2.0, CLASSIC.look(ID), "STATUS_WAIT_RETRY:", 1),
        (4.0, CLASSIC.look(ID), "STATUS_OK:482910", 1),
    ]
    replay = Replay(CLASSIC, recorded(CLASSIC, BOUGHT, *requests, *waits))
    number = replay.number()
    for _ in range(asked):
        number.request_another()
    assert number.wait_for_code().isdigit()
    assert replay.timeline.mismatch is None


def test_a_look_that_failed_by_a_word_shows_no_arrival_and_is_none() -> None:
    cassette = recorded(
        CLASSIC,
        BOUGHT,
        (1.0, CLASSIC.look(ID), "ERROR_SQL", 1),
        (9.0, CLASSIC.look(ID), "STATUS_OK:482910", 2),
    )
    assert len(cassette.entries) == 3
    replay = Replay(CLASSIC, cassette)
    assert replay.timeline.arrivals(replay.id) == 1
    with pytest.raises(ProviderUnavailable, match="ERROR_SQL"):
        replay.look(1.0)


def test_a_fault_of_the_day_that_is_told_by_a_word_is_left_out() -> None:
    cassette = recorded(
        CLASSIC,
        BOUGHT,
        (1.0, CLASSIC.look(ID), "ERROR_SQL", 1),
        (2.0, CLASSIC.look(ID), "STATUS_OK:482910", 1),
        (3.0, CLASSIC.another(ID), "ERROR_SQL", None),
        (4.0, CLASSIC.another(ID), "ACCESS_RETRY_GET", None),
        (5.0, CLASSIC.finish(ID), "ERROR_SQL", None),
        (6.0, CLASSIC.finish(ID), "ACCESS_ACTIVATION", None),
    )
    assert [entry.at for entry in cassette.entries] == [0.0, 2.0, 4.0, 6.0]


def test_a_change_that_failed_by_a_word_to_the_end_fails_however_often_it_is_tried() -> None:
    cassette = recorded(CLASSIC, BOUGHT, (1.0, CLASSIC.cancel(ID), "ERROR_SQL", None))
    replay = Replay(CLASSIC, cassette)
    for _ in range(3):
        with pytest.raises(ProviderUnavailable):
            replay.give_back(CLASSIC.cancel(replay.id))


GIVEN_BACK = {"8": (CLASSIC.cancel, "ACCESS_CANCEL"), "6": (CLASSIC.finish, "ACCESS_ACTIVATION")}


@pytest.mark.parametrize("recorded_way", GIVEN_BACK)
@pytest.mark.parametrize("way", GIVEN_BACK)
def test_a_number_is_given_back_as_it_was_whichever_way_is_asked(
    recorded_way: str, way: str
) -> None:
    """A test that breaks before its wait does not know of the message that was recorded."""
    ask, word = GIVEN_BACK[recorded_way]
    cassette = recorded(
        CLASSIC,
        BOUGHT,
        (1.0, CLASSIC.look(ID), "STATUS_OK:482910", 1),
        (2.0, ask(ID), word, None),
        (3.0, CLASSIC.look(ID), "STATUS_CANCEL", 2),
    )
    replay = Replay(CLASSIC, cassette)
    asked, _ = GIVEN_BACK[way]
    assert not replay.look(9.0).ended
    assert replay.give_back(asked(replay.id)).refunded is (recorded_way == "8")
    assert replay.look(9.0).ended
    with pytest.raises(CassetteMismatch, match="recorded once, asked once more"):
        replay.give_back(asked(replay.id))


def test_both_ways_of_giving_back_are_replayed_in_the_order_in_which_they_were_taken() -> None:
    cassette = recorded(
        CLASSIC,
        BOUGHT,
        (1.0, CLASSIC.cancel(ID), "BAD_STATUS", None),
        (2.0, CLASSIC.finish(ID), "ACCESS_ACTIVATION", None),
    )
    replay = Replay(CLASSIC, cassette)
    with pytest.raises(RequestRejected):
        replay.give_back(CLASSIC.cancel(replay.id))
    assert replay.give_back(CLASSIC.finish(replay.id)).refunded is False


def test_a_number_that_was_never_given_back_cannot_be() -> None:
    replay = Replay(CLASSIC, recorded(CLASSIC, BOUGHT))
    with pytest.raises(CassetteMismatch, match="nearest recorded"):
        replay.give_back(CLASSIC.cancel(replay.id))


def test_an_answer_of_words_that_nobody_knows_keeps_its_shape_alone() -> None:
    cassette = recorded(CLASSIC, (0.0, CLASSIC.buy("telegram", "gb"), "Hello, Jane 7", None))
    assert cassette.entries[0].response.text == "Xxxxx, Xxxx 0"


def fetched(*texts: str) -> str:
    messages = [
        {"text": text, "from": "Acme", "received_at": RECORDED_AT + timedelta(seconds=place)}
        for place, text in enumerate(texts)
    ]
    return msgspec.json.encode({"status": "success", "messages": messages}).decode()


def app_life(*texts: str) -> Iterator[tuple[float, Request, str, int | None]]:
    bought = json.dumps({"status": "success", "number": NUMBER, "country": "GB"})
    yield 0.0, APP.buy("telegram", "gb"), bought, None
    yield 1.0, APP.look(NUMBER), fetched(*texts), 1
    yield 2.0, APP.cancel(NUMBER), '{"status": "success"}', None


TEXTS = [
    "Your code is 482910",
    "482 910 is your Acme code, Jane.",
    "G-482910 is your verification code. Do not share it with +44 7400 123456",
    "Ваш код подтверждения: 482910",
    "您的验证码是482910。请勿泄露",
    "رمز التحقق: ٤٨٢٩١٠",
    "Acme: use A7K-2QX to sign in",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_text_of_a_message_still_tells_a_code_and_it_is_another(text: str) -> None:
    code = extract_code(text)
    assert code is not None
    cassette = recorded(APP, *app_life(text))
    (message,) = Replay(APP, cassette).look(1.0).messages
    assert message.text is not None
    retold = extract_code(message.text)
    assert retold is not None
    assert len(retold) == len(code)
    told = encoded(cassette).decode()
    for secret in (code, "Jane", "Acme", "7400123456", KEY):
        assert secret not in told


def test_a_text_without_a_code_tells_none() -> None:
    cassette = recorded(APP, *app_life("Welcome to Acme, Jane! Order 5512 is on its way."))
    (message,) = Replay(APP, cassette).look(1.0).messages
    assert message.text is not None
    assert extract_code(message.text) is None
    assert "5512" not in message.text


def test_the_number_that_is_its_own_name_is_the_stand_in_everywhere() -> None:
    cassette = recorded(APP, *app_life("Your code is 482910"))
    number = json.loads(cassette.entries[0].response.content)["number"]
    assert number.startswith("+44")
    assert cassette.entries[1].request.query == {"number": number}
    assert cassette.entries[2].request.body == {"number": number, "action": "release"}


def test_what_a_refusal_says_stays_that_it_means_the_same(tmp_path: Path) -> None:
    refusal = Response(404, b'{"status": "error", "message": "no numbers of this country"}')
    exchange = Exchange(0.0, APP.buy("telegram", "gb"), refusal, None)
    cassette, secrets = redacted(
        [exchange], provider=APP, test="test_it", recorded_at=RECORDED_AT, prices={}, key=KEY
    )
    write(tmp_path / "it.json", cassette, secrets)
    with pytest.raises(NoNumbersAvailable, match="no numbers of this country"):
        Replay(APP, cassette)


def test_a_refusal_that_comes_as_a_success_keeps_its_words_too() -> None:
    refusal = '{"status": "error", "message": "No numbers available"}'
    cassette = recorded(APP, (0.0, APP.buy("telegram", "gb"), refusal, None))
    with pytest.raises(NoNumbersAvailable, match="No numbers available"):
        Replay(APP, cassette)


def test_an_answer_that_cannot_be_read_is_no_refusal_and_keeps_no_words() -> None:
    bought = next(app_life())
    misshapen = '{"status": "success", "messages": [{"text": "Hello Jane", "from": 7}]}'
    cassette = recorded(APP, bought, (1.0, APP.look(NUMBER), misshapen, 1))
    assert "Jane" not in encoded(cassette).decode()


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120))
def test_any_text_is_retold_so_that_the_same_is_read_from_it(text: str) -> None:
    stand_ins = StandIns(
        "test_it", numbers=[NUMBER], ids=[], codes=[], texts=[text], key=KEY, exempt=[]
    )
    code = extract_code(text)
    retold = stand_ins.texts[text]
    if code is None:
        assert extract_code(retold) is None
    elif code in stand_ins.codes:
        assert extract_code(retold) == stand_ins.codes[code]
