from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.cassettes import Cassette
from pytest_smsactivate.cassettes.timeline import OVERRUN
from pytest_smsactivate.errors import (
    ActivationEnded,
    CassetteMismatch,
    NoNumbersAvailable,
    ProviderUnavailable,
)
from pytest_smsactivate.models import Look

Recordings = Callable[..., Any]
Replays = Callable[..., Any]
OTHER = "act_3q8z7m"


def test_a_whole_life_is_replayed(replay: Replays, recorded: Cassette) -> None:
    run = replay(recorded)
    activation = run.buy()
    run.timeline.visit(activation.id, 1)
    assert [run.look(activation, at).status for at in (0.3, 2.0, 5.5)] == ["pending"] * 3
    found = run.look(activation, 6.0)
    assert found.status == "received"
    assert found.messages[0].code != "482910"
    assert run.cancel(activation).refunded is True
    assert run.timeline.mismatch is None


@pytest.mark.parametrize("interval", [0.05, 0.5, 1.0, 2.0, 7.0])
def test_any_interval_of_looking_finds_the_code(
    replay: Replays, recorded: Cassette, interval: float
) -> None:
    run = replay(recorded)
    activation = run.buy()
    run.timeline.visit(activation.id, 1)
    while not run.look(activation).messages:
        run.clock.sleep(interval)
    assert 6.0 - OVERRUN <= run.clock.now() < 6.0 + interval


def test_before_the_first_recorded_look_it_is_what_is_seen(
    replay: Replays, recording: Recordings
) -> None:
    run = replay(recording().buy().look(2.0).look(4.0, code="482910").cassette)
    activation = run.buy()
    assert run.look(activation).status == "pending"


def test_a_look_at_the_deadline_finds_what_was_recorded_a_little_after_it(
    replay: Replays, recording: Recordings
) -> None:
    run = replay(recording().buy().look(0.0).look(10.004, code="482910").cassette)
    activation = run.buy()
    assert run.look(activation, 10.0 - OVERRUN).status == "pending"
    assert run.look(activation, 10.0).status == "received"


def test_each_recorded_number_is_bought_once_in_order(
    replay: Replays, recording: Recordings
) -> None:
    made = recording().buy().buy(1.0, OTHER, "+79267654321")
    run = replay(made.buy(2.0, "act_b", "+12015550123", country="us").cassette)
    american = run.buy(country="us")
    first, second = run.buy(), run.buy()
    assert len({american.number, first.number, second.number}) == 3
    assert american.number[:2] == "+1"
    assert first.number[:2] == second.number[:2] == "+7"
    with pytest.raises(CassetteMismatch, match="ru; recorded 2 times, asked once more"):
        run.buy()


def test_a_refused_purchase_is_refused_again(replay: Replays, recording: Recordings) -> None:
    made = recording()
    made.add(0.0, made.provider.buy("telegram", "ru"), {"error": "none"}, status=404)
    with pytest.raises(NoNumbersAvailable):
        replay(made.buy(1.0).cassette).buy()


def test_two_numbers_keep_their_own_time_and_messages(
    replay: Replays, recording: Recordings
) -> None:
    made = recording().buy().buy(0.1, OTHER, "+79267654321")
    made.look(1.0).look(1.1, OTHER).look(2.0, code="111111").look(2.1, OTHER)
    run = replay(made.look(3.0, OTHER, code="222222").cassette)
    one, other = run.buy(), run.buy()
    run.timeline.visit(one.id, 1)
    run.timeline.visit(other.id, 1)
    assert run.look(one, 2.5).messages
    assert not run.look(other).messages
    assert run.look(other, 3.0).messages


def waits(recording: Recordings) -> Cassette:
    """Two waits, with ten seconds between that the test spent elsewhere."""
    made = recording().buy().look(0.3).look(2.0, code="111111")
    made.look(12.0, code="111111", wait=2).look(15.0, code="222222", wait=2)
    cassette: Cassette = made.cancel(16.0).cassette
    return cassette


def test_the_time_a_test_spent_between_waits_need_not_be_spent_again(
    replay: Replays, recording: Recordings
) -> None:
    run = replay(waits(recording))
    activation = run.buy()
    run.timeline.visit(activation.id, 1)
    assert run.clock.now() == 0.3
    first = run.look(activation, 2.0).messages[0].code
    run.timeline.visit(activation.id, 2)
    assert run.clock.now() == 12.0
    assert run.look(activation).messages[0].code == first
    assert run.look(activation, 15.0).messages[0].code != first


def test_time_never_goes_back(replay: Replays, recording: Recordings) -> None:
    run = replay(waits(recording))
    activation = run.buy()
    run.clock.advance_to(14.0)
    run.timeline.visit(activation.id, 2)
    assert run.clock.now() == 14.0


def test_what_a_later_wait_saw_is_hidden_until_then(replay: Replays, recording: Recordings) -> None:
    run = replay(waits(recording))
    activation = run.buy()
    run.timeline.visit(activation.id, 1)
    first = run.look(activation, 100.0).messages[0].code
    run.timeline.visit(activation.id, 2)
    assert run.look(activation).messages[0].code != first


def test_a_call_beyond_the_recorded_ones_sees_everything(
    replay: Replays, recording: Recordings
) -> None:
    run = replay(waits(recording))
    activation = run.buy()
    run.timeline.visit(activation.id, 3)
    assert run.clock.now() == 0.0
    codes = [run.look(activation, at).messages[0].code for at in (2.0, 15.0)]
    assert codes[0] != codes[1]


def test_where_nobody_counts_calls_nothing_is_hidden(
    replay: Replays, recording: Recordings
) -> None:
    run = replay(waits(recording))
    activation = run.buy()
    codes = [run.look(activation, at).messages[0].code for at in (2.0, 15.0)]
    assert codes[0] != codes[1]


def test_a_wait_that_recorded_no_look_sees_the_first_of_the_next(
    replay: Replays, recording: Recordings
) -> None:
    run = replay(recording().buy().look(3.0, wait=2).look(4.0, wait=2, code="1234").cassette)
    activation = run.buy()
    run.timeline.visit(activation.id, 1)
    assert run.look(activation, 9.0).status == "pending"


def test_a_visit_to_a_number_never_looked_at_changes_nothing(
    replay: Replays, recording: Recordings
) -> None:
    run = replay(recording().buy().cancel(1.0).cassette)
    run.timeline.visit(run.buy().id, 1)
    assert run.clock.now() == 0.0


def test_the_state_after_the_cancel_is_seen_after_the_cancel_alone(
    replay: Replays, recording: Recordings
) -> None:
    made = recording().buy().look(1.0).cancel(2.0)
    run = replay(made.look(3.0, status=410).cassette)
    activation = run.buy()
    assert run.look(activation, 50.0).status == "pending"
    run.cancel(activation)
    with pytest.raises(ActivationEnded):
        run.look(activation)


def test_a_refused_cancel_divides_nothing(replay: Replays, recording: Recordings) -> None:
    made = recording().buy().look(1.0).cancel(2.0, status=409).look(3.0, code="482910").cancel(4.0)
    run = replay(made.cassette)
    activation = run.buy()
    with pytest.raises(ActivationEnded):
        run.cancel(activation)
    assert run.look(activation, 3.0).messages
    assert run.cancel(activation).refunded


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_look_on_the_other_side_of_the_cancel_is_a_mismatch(
    replay: Replays, recording: Recordings, cancelled: bool
) -> None:
    made = recording().buy()
    made = made.look(1.0).cancel(2.0) if cancelled else made.cancel(2.0).look(3.0, status=410)
    run = replay(made.cassette)
    activation = run.buy()
    if cancelled:
        run.cancel(activation)
    with pytest.raises(CassetteMismatch, match="recorded only on the other side of a cancel"):
        run.look(activation)


def test_a_cancel_after_the_final_one_is_a_mismatch(replay: Replays, recorded: Cassette) -> None:
    run = replay(recorded)
    activation = run.buy()
    run.cancel(activation)
    with pytest.raises(CassetteMismatch, match="recorded once, asked once more"):
        run.cancel(activation)


@pytest.mark.parametrize("status", [429, 503])
def test_a_cancel_that_only_failed_fails_however_often_it_is_tried(
    replay: Replays, recording: Recordings, status: int
) -> None:
    made = recording().buy()
    made.add(
        1.0,
        made.provider.cancel("act_9x2k1p"),
        b"Busy",
        status=status,
        headers={"retry-after": "7"},
    )
    run = replay(made.cassette)
    activation = run.buy()
    for _ in range(3):
        answer = run.timeline.answer(run.provider.cancel(activation.id))
        assert (answer.status, answer.headers) == (status, {"retry-after": "7"})
        assert answer.body == b"Xxxx"


def test_balance_and_offers_are_answered_as_of_the_moment(
    replay: Replays, recording: Recordings
) -> None:
    made = recording()
    made.add(0.0, made.provider.offer("telegram", "ru"), {"price": 0.07, "available": 142})
    made.add(1.0, made.provider.offer("telegram", "us"), {"price": 0.9, "available": 7})
    made.add(5.0, made.provider.offer("telegram", "ru"), {"price": 0.08, "available": 141})
    run = replay(made.cassette)
    request = run.provider.offer("telegram", "ru")
    assert b"0.07" in run.timeline.answer(request).body
    run.clock.advance_to(9.0)
    assert b"0.08" in run.timeline.answer(request).body
    assert b"0.9" in run.timeline.answer(run.provider.offer("telegram", "us")).body


def test_a_failed_look_is_seen_failing(replay: Replays, recording: Recordings) -> None:
    run = replay(recording().buy().look(1.0, status=503).cassette)
    activation = run.buy()
    with pytest.raises(ProviderUnavailable):
        run.look(activation)


def test_prices_are_those_of_the_recording(replay: Replays, recorded: Cassette) -> None:
    timeline = replay(recorded).timeline
    assert timeline.price("telegram", "ru") == Decimal("0.07")
    assert timeline.price("telegram", "us") is None


def test_the_shift_brings_recorded_times_into_the_replay(
    replay: Replays, recorded: Cassette
) -> None:
    started = recorded.recorded_at + timedelta(days=400)
    assert replay(recorded, started).timeline.shift == timedelta(days=400)


@pytest.mark.parametrize(
    ("ask", "what"),
    [
        (
            lambda run: run.buy("whatsapp"),
            (
                "The test asked POST /api/v1/numbers/buy service=whatsapp country=ru; "
                "nearest recorded: service=telegram country=ru (service differs)"
            ),
        ),
        (
            lambda run: run.buy("whatsapp", "us"),
            (
                "The test asked POST /api/v1/numbers/buy service=whatsapp country=us; "
                "nearest recorded: service=telegram country=ru (service and country differ)"
            ),
        ),
        (
            lambda run: run.timeline.answer(run.provider.balance()),
            (
                "The test asked GET /api/v1/balance; "
                "nearest recorded: GET /api/v1/activations/act_0x0x0x (path differs)"
            ),
        ),
        (
            lambda run: run.timeline.answer(run.provider.offer("telegram", "ru")),
            (
                "The test asked GET /api/v1/numbers/available service=telegram country=ru; nearest "
                "recorded: POST /api/v1/numbers/buy service=telegram country=ru "
                "(method and path differ)"
            ),
        ),
    ],
)
def test_what_was_not_recorded_is_told_with_the_nearest_that_was(
    replay: Replays, recorded: Cassette, ask: Callable[[Any], object], what: str
) -> None:
    run = replay(recorded)
    with pytest.raises(CassetteMismatch) as caught:
        ask(run)
    shown = caught.value.what.replace(recorded.entries[1].request.path[-10:], "act_0x0x0x")
    assert shown.startswith(what)
    assert caught.value.path.name == "test_signup.json"
    assert "pytest test_app.py::test_signup --sms-live --sms-record" in caught.value.cure


def test_nothing_is_near_in_an_empty_cassette(replay: Replays, recording: Recordings) -> None:
    with pytest.raises(CassetteMismatch, match="country=ru; nothing was recorded"):
        replay(recording().cassette).buy()


def test_a_call_that_differs_in_the_method_alone_is_told(
    replay: Replays, recording: Recordings
) -> None:
    run = replay(recording().buy().look(1.0).cassette)
    activation = run.buy()
    with pytest.raises(CassetteMismatch, match=r"nearest recorded: GET \S+ \(method differs\)"):
        run.cancel(activation)


def test_the_first_mismatch_is_remembered(replay: Replays, recorded: Cassette) -> None:
    run = replay(recorded)
    errors = []
    for service in ("whatsapp", "google"):
        with pytest.raises(CassetteMismatch) as caught:
            run.buy(service)
        errors.append(caught.value)
    assert run.timeline.mismatch is errors[0]


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[list[float], bool]]:
    """Waits: when each looked, and whether the last look found a message."""
    now, told = 0.0, []
    for _ in range(draw(st.integers(1, 4))):
        now += draw(st.floats(0.0, 30.0))
        looks = []
        for _ in range(draw(st.integers(1, 6))):
            looks.append(round(now, 3))
            now += draw(st.floats(0.3, 5.0))
        told.append((looks, draw(st.booleans())))
    return told


@settings(deadline=None)
@given(history=histories(), interval=st.floats(0.1, 8.0))
def test_no_message_is_shown_early_and_none_is_lost(
    recording: Recordings,
    replay: Replays,
    history: list[tuple[list[float], bool]],
    interval: float,
) -> None:
    made = recording().buy()
    came: dict[str, str] = {}
    for ordinal, (looks, found) in enumerate(history, 1):
        for at in looks:
            if found and at == looks[-1]:
                came = {"code": f"{ordinal:06}"}
            made.look(at, wait=ordinal, **came)

    run = replay(made.cassette)
    activation = run.buy()
    shown = None
    for ordinal, (looks, found) in enumerate(history, 1):
        run.timeline.visit(activation.id, ordinal)
        assert run.clock.now() >= looks[0]
        seen = code_of(run.look(activation))
        while seen == shown and run.clock.now() < looks[-1]:
            run.clock.sleep(interval)
            seen = code_of(run.look(activation))
        assert (seen != shown) == found
        assert not found or run.clock.now() >= looks[-1] - OVERRUN
        shown = seen


def code_of(look: Look) -> str | None:
    return look.messages[0].code if look.messages else None
