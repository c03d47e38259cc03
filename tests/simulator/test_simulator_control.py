from __future__ import annotations

import json
import re

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
        ("/simulator/reset", {}, 404, "sms, faults and account"),
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
        ("POST", "/simulator/account", "GET"),
    ],
)
def test_another_method_is_refused(simulator, method, path, allowed):
    response = control(simulator, method, path, b"{}")

    assert response.status == 405
    assert response.headers["allow"] == allowed
