from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.cassettes import Cassette, Entry, redacted
from pytest_smsactivate.cassettes.format import encoded
from pytest_smsactivate.models import Request
from pytest_smsactivate.providers.base import FieldKind
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

KEY = "key-8c1f"
NUMBER = "+79161234567"
ACT = "act_9x2k1p"
Recordings = Callable[..., Any]


class ByNumber(SmsActivateDev):
    """An API that knows an activation by its number, and asks with a query."""

    fields: ClassVar[Mapping[str, FieldKind]] = {"number": "phone", "code": "code"}

    def look(self, activation_id: str) -> Request:
        query = (("number", activation_id),)
        return Request("look", "GET", "/fetch", query=query, activation_id=activation_id)


def body(entry: Entry) -> Any:
    return msgspec.json.decode(entry.response.content)


def answered(recording: Recordings, body: object, **more: Any) -> Any:
    """What is left of one answer to a look."""
    made = recording()
    cassette = made.add(0.0, made.provider.look(ACT), body, **more).cassette
    return cassette.entries[0].response


def test_nothing_real_is_left(recording: Recordings) -> None:
    cassette, secrets = recording().buy().look(1.0, code="482910").cancel(2.0).redacted()
    written = encoded(cassette)
    for real in (b"9161234567", ACT.encode(), b"482910", KEY.encode()):
        assert real not in written
    assert secrets.leak(written) is None
    assert secrets.numbers == {"79161234567", "9161234567"}
    assert (secrets.ids, secrets.codes, secrets.key) == ({ACT}, {"482910"}, KEY)


def test_a_cassette_says_whose_it_is_and_when_it_was_made(recording: Recordings) -> None:
    made = recording()
    zone = timezone(timedelta(hours=3))
    cassette, _ = redacted(
        made.exchanges,
        provider=made.provider,
        test="TestSignUp.test_resend[ru]",
        recorded_at=datetime(2024, 3, 14, 15, 30, tzinfo=zone),
        prices={("telegram", "ru"): Decimal("1E+1"), ("wa", "us"): Decimal("0.070")},
        key=KEY,
    )
    assert cassette == Cassette(
        format="pytest-smsactivate/1",
        test="TestSignUp.test_resend[ru]",
        provider="smsactivate-dev",
        recorded_at=datetime(2024, 3, 14, 12, 30, tzinfo=timezone.utc),
        prices={"telegram/ru": "10", "wa/us": "0.070"},
        entries=(),
    )


def test_known_fields_are_written_by_what_they_hold(recording: Recordings) -> None:
    made = recording().buy().cassette
    bought = body(made.entries[0])
    assert bought["id"].startswith("act_")
    assert bought["id"] != ACT
    assert phonenumbers.is_valid_number(phonenumbers.parse(bought["number"]))
    assert bought["number"].startswith("+79")
    assert (bought["service"], bought["country"]) == ("telegram", "ru")
    assert bought["expires_at"] == "2024-03-14T12:50:00Z"
    assert made.entries[0].request.body == {"service": "telegram", "country": "ru"}


@pytest.mark.parametrize(
    ("real", "kept"),
    [
        (b'{"balance": 12.40}', b'{"balance":10.00}'),
        (b'{"balance": 12}', b'{"balance":10}'),
        (b'{"balance": "12.4"}', b'{"balance":"10.00"}'),
        (b'{"balance": null}', b'{"balance":null}'),
        (b'{"price": 0.070, "available": 142}', b'{"price":0.070,"available":142}'),
        (b'{"received_at": 1710416096}', b'{"received_at":1710416096}'),
        (b'{"received_at": ["2024-03-14"]}', b'{"received_at":["2024-03-14"]}'),
        (b'{"refunded": true, "status": "received"}', b'{"refunded":true,"status":"received"}'),
        (b'{"status": {"text": "Hi"}}', b'{"status":{"text":"Xx"}}'),
        (b'{"error": "No such Thing 42"}', b'{"error":"Xx xxxx Xxxxx 00"}'),
        (b'{"a": [1, 2.5, null, false, "\xd0\xaf5"]}', b'{"a":[0,0,null,false,"X0"]}'),
        (b'"free"', b'"xxxx"'),
        (b'{"number": "n/a", "id": "", "code": "-"}', b'{"number":"x/x","id":"","code":"-"}'),
        (b'{"id": 1.5, "code": 2.5, "number": 3.5}', b'{"id":0,"code":0,"number":0}'),
        (b'{"code": null, "id": true}', b'{"code":null,"id":true}'),
    ],
)
def test_each_kind_of_field_keeps_what_it_may(
    recording: Recordings, real: bytes, kept: bytes
) -> None:
    assert bytes(answered(recording, real).body) == kept


def test_numbers_ids_and_codes_that_are_integers_stay_integers(recording: Recordings) -> None:
    real = {"number": 79161234567, "id": 123456789, "code": 482910}
    kept = msgspec.json.decode(answered(recording, real).content)
    assert all(isinstance(value, int) for value in kept.values())
    assert not set(kept.values()) & set(real.values())
    assert [len(str(value)) for value in kept.values()] == [11, 9, 6]


def test_one_real_value_has_one_stand_in_everywhere(recording: Recordings) -> None:
    made = recording().buy().look(1.0, code="482910").look(2.0, code="482910", seen=True)
    bought, first, second = (body(entry) for entry in made.cassette.entries)
    assert first["code"] == second["code"] != "482910"
    assert bought["id"] == first["id"] == second["id"]
    paths = {entry.request.path for entry in made.cassette.entries[1:]}
    assert paths == {f"/api/v1/activations/{bought['id']}"}


def test_a_secret_in_a_plain_field_or_a_name_is_masked(recording: Recordings) -> None:
    real = {
        "code": "482910",
        "status": "sent 482910",
        "currency": KEY,
        "available": 482910,
        "to +79161234567": {"number": NUMBER},
    }
    kept = msgspec.json.decode(answered(recording, real).content)
    assert kept["status"] == "xxxx 000000"
    assert kept["currency"] == "xxx-0x0x"
    assert kept["available"] == 0
    assert "xx +00000000000" in kept


def test_recording_again_gives_the_same_stand_ins(recording: Recordings) -> None:
    one = recording().buy().look(1.0, code="482910").cassette
    other = (
        recording().buy(0.0, "act_3q8z7m", "+79267654321").look(1.0, "act_3q8z7m", code="739104")
    )
    assert one == other.cassette


def test_an_activation_known_by_its_number_is_asked_by_its_stand_in(recording: Recordings) -> None:
    cassette = recording(ByNumber()).buy(id="x").look(1.0, NUMBER).cassette
    stand_in = body(cassette.entries[0])["number"]
    assert cassette.entries[1].request.query == {"number": stand_in}
    assert stand_in != NUMBER


def test_an_activation_without_letter_or_digit_is_asked_as_it_is(recording: Recordings) -> None:
    cassette = recording().look(0.0, "-").cassette
    assert cassette.entries[0].request.path == "/api/v1/activations/-"


@pytest.mark.parametrize(
    ("real", "kept"),
    [
        (b"", ""),
        (b"NO_NUMBERS", "XX_XXXXXXX"),
        (b"<html><b>502</b></html>", "<xxxx><x>000</x></xxxx>"),
        (b'{"id": "act_9x2', '{"xx": "xxx_0x0'),
        (b"\xff\xfe", "��"),
        (b"a" * 5000, "x" * 200),
        (b"[" * 100 + b"]" * 100, "[" * 100 + "]" * 100),
        (b"[" * 9000 + b"]" * 9000, "[" * 200),
    ],
)
def test_of_what_is_not_json_the_shape_is_kept(
    recording: Recordings, real: bytes, kept: str
) -> None:
    response = answered(recording, real, status=404)
    assert response.text == kept
    assert response.body is msgspec.UNSET


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, None),
        ({"x-ratelimit-reset": "99", "authorization": KEY}, None),
        ({"retry-after": "30"}, 30),
        ({"retry-after": "9" * 400}, 86_400),
        ({"retry-after": "soon"}, None),
        (
            {
                "retry-after": "Thu, 14 Mar 2024 12:30:30 GMT",
                "date": "Thu, 14 Mar 2024 12:30:00 GMT",
            },
            30,
        ),
    ],
)
def test_of_the_headers_only_retry_after_is_kept(
    recording: Recordings, headers: dict[str, str], pause: int | None
) -> None:
    assert answered(recording, {}, headers=headers, status=429).retry_after == pause


def test_equal_polls_are_folded(recording: Recordings) -> None:
    made = recording().buy().look(0.31).look(1.4).look(3.04567).look(6.0, wait=2).look(7.0, wait=2)
    runs = [(entry.at, entry.until, entry.count, entry.wait) for entry in made.cassette.entries]
    assert runs == [(0.0, None, 1, None), (0.31, 3.046, 3, 1), (6.0, 7.0, 2, 2)]


def test_polls_of_two_numbers_are_folded_each_by_itself(recording: Recordings) -> None:
    made = recording().buy().buy(0.1, "act_3q8z7m", "+79267654321")
    for at in (1.0, 2.0, 3.0):
        made.look(at).look(at + 0.1, "act_3q8z7m")
    runs = [(entry.at, entry.until, entry.count) for entry in made.cassette.entries[2:]]
    assert runs == [(1.0, 3.0, 3), (1.1, 3.1, 3)]


def test_no_run_reaches_across_a_cancel(recording: Recordings) -> None:
    cassette = recording().buy().look(1.0).cancel(2.0).look(3.0).cassette
    assert [entry.count for entry in cassette.entries] == [1, 1, 1, 1]


def test_exchanges_are_put_in_order_of_asking(recording: Recordings) -> None:
    cassette = recording().look(1.0).buy(0.0).cassette
    assert [entry.at for entry in cassette.entries] == [0.0, 1.0]


def statuses(cassette: Cassette) -> list[int]:
    return [entry.response.status for entry in cassette.entries]


def test_a_fault_of_the_day_is_left_out(recording: Recordings) -> None:
    made = recording().look(0.0, status=503).look(1.0, status=429).look(2.0).look(3.0, status=500)
    assert statuses(made.cassette) == [200]
    assert made.cassette.entries[0].at == 2.0


def test_a_wait_that_saw_nothing_but_faults_keeps_them(recording: Recordings) -> None:
    made = recording().look(0.0, status=503).look(1.0, status=503).look(9.0, wait=2)
    assert statuses(made.cassette) == [503, 200]
    assert made.cassette.entries[0].count == 2


def test_a_fault_outside_any_wait_is_left_out_for_any_other_look(recording: Recordings) -> None:
    made = recording().look(0.0).look(1.0, wait=None, status=503)
    assert statuses(made.cassette) == [200]


def test_attempts_to_cancel_that_were_repeated_are_left_out(recording: Recordings) -> None:
    made = recording().buy().cancel(1.0, status=503).cancel(2.0, status=429).cancel(3.0)
    assert statuses(made.cassette) == [200, 200]
    assert made.cassette.entries[1].at == 3.0


def test_of_a_cancel_that_failed_to_the_end_the_last_attempt_is_kept(
    recording: Recordings,
) -> None:
    made = recording().cancel(1.0, status=503).cancel(2.0, status=502)
    assert statuses(made.cassette) == [502]


def test_a_refused_cancel_and_a_failed_buy_are_kept(recording: Recordings) -> None:
    made = recording()
    made.add(0.0, made.provider.buy("telegram", "ru"), b"", status=503).buy(1.0)
    made.cancel(2.0, status=409).cancel(3.0)
    assert statuses(made.cassette) == [503, 200, 409, 200]


def test_a_failed_question_that_was_answered_later_is_left_out(recording: Recordings) -> None:
    made = recording()
    made.add(0.0, made.provider.balance(), b"", status=503)
    made.add(1.0, made.provider.balance(), {"balance": 12.4, "currency": "USD"})
    made.add(2.0, made.provider.offer("telegram", "ru"), b"", status=503)
    assert statuses(made.cassette) == [200, 503]


letters = st.sampled_from("abcdefghkmnpqrstuvwz")
ids = st.text(st.sampled_from("0123456789abcdefxyz"), min_size=8, max_size=8).map("act_q7".__add__)
codes = st.from_regex(re.compile(r"[0-9]{4,8}", re.ASCII), fullmatch=True)
phone_numbers = st.integers(9_000_000_000, 9_999_999_999).map("+7{}".format)
field_names = st.sampled_from([*SmsActivateDev.fields, "text", "error", "from"])


@st.composite
def secretive(draw: st.DrawFn) -> tuple[list[str], object]:
    """Secrets of one recording, and a body with them anywhere in it, in any wording."""
    number, activation, code = draw(phone_numbers), draw(ids), draw(codes)
    wordings = st.sampled_from(
        [
            number,
            number[1:],
            number[2:],
            f"8 ({number[2:5]}) {number[5:8]}-{number[8:]}",
            activation,
            activation.upper(),
            f"/activations/{activation}",
            code,
            f"Your code is {code}.",
            KEY,
            "aGk6a2V5LThjMWY=",
        ]
    )
    words = st.lists(wordings | st.text(letters), max_size=3).map(" ".join)
    leaves = words | st.integers(0, 999) | st.booleans() | st.none() | st.just(int(number[1:]))
    names = field_names | words
    times = {"expires_at", "received_at"}
    tree = st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(names.filter(lambda name: name not in times), inner, max_size=4)
        ),
        max_leaves=10,
    )
    known = {"number": number, "id": activation, "code": code}
    return [number[2:], activation, KEY], [known, draw(tree)]


@settings(deadline=None)
@given(secretive())
def test_no_secret_is_left_of_any_body(
    recording: Recordings, drawn: tuple[list[str], object]
) -> None:
    real, anything = drawn
    made = recording()
    made.add(0.0, made.provider.look(real[1]), anything, wait=1)
    made.add(1.0, made.provider.look(real[1]), msgspec.json.encode(anything)[:-1], wait=1)
    cassette, secrets = made.redacted()
    written = encoded(cassette)
    assert secrets.leak(written) is None
    text = written.decode().lower()
    assert not [secret for secret in real if secret.lower() in text]
