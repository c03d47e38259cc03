from __future__ import annotations

import json
import re
from decimal import Decimal

import msgspec
import pytest

from pytest_smsactivate.simulator.control import control


def post(simulator, path, document):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    response = control(simulator, "POST", path, body)
    return response.status, msgspec.json.decode(response.body)


def test_an_sms_is_delivered(simulator, customer):
    activation = customer.buy()
    order = {"to": activation.number, "text": "code 482910", "sender": "Bank"}

    assert post(simulator, "/simulator/sms", order) == (200, {"done": True})
    assert customer.look(activation)["code"] == "482910"


def test_a_fault_is_ordered(simulator, customer):
    order = {"endpoint": "balance", "status": 418, "headers": {"X-Tea": "yes"}, "body": "pot"}
    assert post(simulator, "/simulator/faults", order) == (200, {"done": True})

    response = customer.answered(customer.provider.balance())
    assert (response.status, response.body, response.headers["x-tea"]) == (418, b"pot", "yes")


def test_the_books_are_told(simulator, customer):
    activation = customer.buy()
    response = control(simulator, "GET", "/simulator/account", b"")

    assert response.status == 200
    assert msgspec.json.decode(response.body) == {
        "currency": "USD",
        "deposited": "100.00",
        "balance": "99.93",
        "held": "0.07",
        "spent": "0.00",
        "refunded": "0.00",
        "bought": 1,
        "open": [{"id": activation.id, "number": activation.number, "price": "0.07"}],
    }


SETTINGS = {
    "price": "0.10",
    "sms_after": None,
    "stock": 3,
    "cancel_after": 60,
    "clock_off": 3600,
    "lifetime": 90,
    "rate_limit": 30,
    "balance": "12.00",
}


def test_all_settings_are_changed_by_one_order(simulator):
    assert post(simulator, "/simulator/settings", SETTINGS) == (200, {"done": True})

    changed = {name: getattr(simulator, name) for name in SETTINGS}
    assert changed == {**SETTINGS, "price": Decimal("0.10"), "balance": Decimal("12.00")}


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_is_changed_by_itself(simulator, name):
    before = {each: getattr(simulator, each) for each in SETTINGS if each != name}
    assert post(simulator, "/simulator/settings", {name: SETTINGS[name]})[0] == 200

    assert {each: getattr(simulator, each) for each in before} == before
    assert getattr(simulator, name) in (SETTINGS[name], Decimal(SETTINGS[name] or 0))


def test_no_settings_are_no_change(simulator):
    assert post(simulator, "/simulator/settings", {}) == (200, {"done": True})


def test_a_number_is_expired(simulator, customer):
    by_number, by_id = customer.buy(), customer.buy()
    for named in (by_number.number, by_id.id):
        order = {"number_or_id": named}
        assert post(simulator, "/simulator/expire", order) == (200, {"done": True})
        assert post(simulator, "/simulator/expire", order)[0] == 409

    assert customer.look(by_number)["status"] == customer.look(by_id)["status"] == "expired"
    assert simulator.account.open == []


@pytest.mark.parametrize(
    ("path", "document", "status", "said"),
    [
        ("/simulator/sms", b"", 400, "not a JSON object"),
        ("/simulator/sms", b"{", 400, "not a JSON object"),
        ("/simulator/sms", b'{"to": "\xff"}', 400, "not a JSON object"),
        ("/simulator/sms", [], 400, "not a JSON object"),
        ("/simulator/sms", {"to": "+79160000000"}, 422, "deliver.*'text'"),
        ("/simulator/sms", {"to": "+79160000000", "text": "x", "form": 1}, 422, "'form'"),
        ("/simulator/sms", {"to": 5, "text": "x"}, 422, "to"),
        ("/simulator/sms", {"to": "+79160000000", "text": "x"}, 404, "nobody holds"),
        ("/simulator/faults", {}, 422, "fault.*'endpoint'"),
        ("/simulator/faults", {"endpoint": "buy", "headers": []}, 422, "headers"),
        ("/simulator/faults", {"endpoint": "bye"}, 422, "Endpoints: balance"),
        ("/simulator/expire", {}, 422, "expire.*'number_or_id'"),
        ("/simulator/expire", {"number_or_id": []}, 422, "as a string"),
        ("/simulator/expire", {"number_or_id": "a\nb"}, 404, "nobody holds a b"),
        ("/simulator/settings", [], 400, "not a JSON object"),
        ("/simulator/settings", {"lifetime": None}, 422, "lifetime"),
        ("/simulator/settings", {"cancel_after": "60"}, 422, "cancel_after"),
        ("/simulator/settings", {"stock": True}, 422, "stock"),
        ("/simulator/settings", {"price": "cheap"}, 422, "price cannot be 'cheap'"),
        ("/simulator/settings", {"price": 0.1}, 422, "price cannot be 0.1.*in JSON"),
        ("/simulator/settings", {"balance": "-1"}, 422, "balance cannot be"),
        ("/simulator/settings", {"life\nspan": 60}, 422, "life span.*Settings: balance, price"),
        ("/simulator/settings", {"self": 60}, 422, "`self`"),
        ("/simulator/settings", {"shape": 60}, 422, "`shape`"),
        ("/simulator/reset", {}, 404, "/simulator/sms, .* and /simulator/account"),
    ],
)
def test_a_bad_order_is_refused_in_one_line(simulator, path, document, status, said):
    answered, told = post(simulator, path, document)

    assert answered == status
    assert "\n" not in told["error"]
    assert re.search(said, told["error"])


def test_a_number_that_was_given_back_is_a_conflict(simulator, customer):
    activation = customer.buy()
    customer.cancel(activation)
    status, told = post(simulator, "/simulator/sms", {"to": activation.number, "text": "x"})

    assert status == 409
    assert "cancelled" in told["error"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/simulator/sms", "POST"),
        ("DELETE", "/simulator/faults", "POST"),
        ("GET", "/simulator/settings", "POST"),
        ("PUT", "/simulator/expire", "POST"),
        ("POST", "/simulator/account", "GET"),
    ],
)
def test_another_method_is_refused(simulator, method, path, allowed):
    response = control(simulator, method, path, b"{}")

    assert response.status == 405
    assert response.headers["allow"] == allowed
