from __future__ import annotations

import subprocess
import sys
import threading
from decimal import Decimal

import pytest

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import ActivationEnded, ActivationNotFound, ConfigurationError
from pytest_smsactivate.simulator import SimulatedProvider


def test_a_delivered_sms_takes_the_place_of_the_automatic_one(clock, simulator, customer):
    activation = customer.buy()
    simulator.deliver(activation.number, "Your code is 482910", sender="Telegram")
    assert customer.look(activation)["code"] == "482910"

    clock.sleep(60)
    assert customer.look(activation)["code"] == "482910"


def test_a_delivery_after_the_automatic_sms_is_a_second_one(clock, simulator, customer):
    activation = customer.buy()
    clock.sleep(3)
    automatic = customer.look(activation)
    simulator.deliver(activation.id, "Your code is 482910")

    assert automatic["code"] != "482910"
    assert customer.look(activation)["code"] == "482910"


def test_an_sms_may_come_late(clock, simulator, customer):
    activation = customer.buy()
    simulator.deliver(activation.number, "code 1111", after=30)

    clock.sleep(29.9)
    assert customer.look(activation)["status"] == "pending"
    clock.sleep(0.2)
    assert customer.look(activation)["code"] == "1111"


def test_an_sms_may_come_twice_a_second_apart(clock, simulator, customer):
    activation = customer.buy()
    simulator.deliver(activation.number, "code 1111", after=1, times=2)

    clock.sleep(1)
    assert customer.look(activation)["received_at"] == "2024-03-14T12:30:01Z"
    clock.sleep(1)
    assert customer.look(activation)["received_at"] == "2024-03-14T12:30:02Z"
    clock.sleep(10)
    assert customer.look(activation)["received_at"] == "2024-03-14T12:30:02Z"


def test_messages_arrive_in_order_of_time(clock, simulator, customer):
    activation = customer.buy()
    simulator.deliver(activation.number, "code 2222", after=5)
    simulator.deliver(activation.number, "code 1111", after=3)

    clock.sleep(4)
    assert customer.look(activation)["code"] == "1111"
    clock.sleep(1)
    assert customer.look(activation)["code"] == "2222"


def test_no_sms_comes_by_itself_where_none_is_to(clock, simulator, customer):
    simulator.sms_after = None
    activation = customer.buy()

    clock.sleep(600)
    assert customer.look(activation)["status"] == "pending"


def test_an_open_activation_can_be_silenced(clock, simulator, customer):
    silenced, other = customer.buy(), customer.buy()
    simulator.silence(silenced.number)

    clock.sleep(600)
    assert customer.look(silenced)["status"] == "pending"
    assert customer.look(other)["status"] == "received"


def test_an_sms_after_the_expiry_never_comes(clock, simulator, customer):
    activation = customer.buy()
    simulator.deliver(activation.number, "code 1111", after=1200)

    clock.sleep(1300)
    assert customer.look(activation) == {"id": activation.id, "status": "expired"}


def test_a_text_without_a_code_stands_for_itself(simulator, customer):
    activation = customer.buy()
    simulator.deliver(activation.number, "Welcome to our shop")
    assert customer.look(activation)["code"] == "Welcome to our shop"


@pytest.mark.parametrize("written", ["+{}", "{}", "tel: +{}"])
def test_a_number_may_be_written_in_any_way(simulator, customer, written):
    activation = customer.buy()
    simulator.deliver(written.format(activation.number[1:]), "code 1111")
    assert customer.look(activation)["code"] == "1111"


def test_a_number_that_nobody_holds_gets_no_sms(simulator, customer):
    with pytest.raises(ActivationNotFound, match=r"nobody holds \+79160000000.*now: none"):
        simulator.deliver("+79160000000", "code 1111")

    held = customer.buy().number
    with pytest.raises(ActivationNotFound) as unknown:
        simulator.deliver("+79160000000", "code 1111")
    assert held in str(unknown.value)


def test_a_number_that_was_given_back_gets_no_sms(simulator, customer):
    activation = customer.buy()
    customer.cancel(activation)
    for control in (simulator.expire, simulator.end):
        with pytest.raises(ActivationEnded, match="cancelled"):
            control(activation.id)
    with pytest.raises(ActivationEnded, match="cancelled"):
        simulator.deliver(activation.number, "code 1111")


@pytest.mark.parametrize(
    "order",
    [
        {"to": 79160000000, "text": "x"},
        {"to": "+79160000000", "text": " "},
        {"to": "+79160000000", "text": "x", "after": -1},
        {"to": "+79160000000", "text": "x", "after": "soon"},
        {"to": "+79160000000", "text": "x", "times": 0},
        {"to": "+79160000000", "text": "x", "sender": 5},
    ],
)
def test_an_sms_that_cannot_be_is_refused(simulator, order):
    with pytest.raises(ConfigurationError, match=r"No such SMS can be delivered: .*as strings"):
        simulator.deliver(**order)


def test_a_number_expires_by_itself_and_is_refunded(clock, simulator, customer):
    simulator.sms_after = None
    simulator.lifetime = 60
    activation = customer.buy()
    assert str(activation.expires_at) == "2024-03-14 12:31:00+00:00"

    clock.sleep(60)
    assert customer.look(activation)["status"] == "expired"
    assert simulator.account.refunded == Decimal("0.07")
    assert simulator.account.open == []


def test_a_number_that_got_its_sms_expires_without_a_refund(clock, simulator, customer):
    activation = customer.buy()
    clock.sleep(1200)

    seen = customer.look(activation)
    assert seen["status"] == "expired"
    assert seen["received_at"] == "2024-03-14T12:30:02Z"
    assert simulator.account.spent == Decimal("0.07")


def test_a_number_can_be_expired_or_ended_at_once(simulator, customer):
    expired, banned, odd = customer.buy(), customer.buy(), customer.buy()
    simulator.expire(expired.number)
    simulator.end(banned.id)
    simulator.end(odd.id, "on_strike")

    assert customer.look(expired)["status"] == "expired"
    assert customer.look(banned)["status"] == "banned"
    assert customer.look(odd)["status"] == "on_strike"
    assert simulator.account.balance == Decimal("100.00")


def test_settings_hold_for_purchases_from_then_on(simulator, customer):
    first = customer.buy()
    simulator.price = Decimal("1.50")
    second = customer.buy()

    assert simulator.price == Decimal("1.50")
    prices = {held.id: held.price for held in simulator.account.open}
    assert prices == {first.id: Decimal("0.07"), second.id: Decimal("1.50")}


def test_setting_the_balance_is_a_top_up(simulator, customer):
    customer.buy()
    simulator.balance = Decimal("5.00")

    assert simulator.balance == Decimal("5.00")
    assert simulator.account.deposited == Decimal("5.07")
    assert customer.document(customer.provider.balance())["balance"] == 5.0


def test_several_settings_are_changed_at_once(simulator):
    simulator.configure(price=Decimal("0.10"), balance=Decimal("12.00"), stock=3, clock_off=3600)

    assert (simulator.price, simulator.balance) == (Decimal("0.10"), Decimal("12.00"))
    assert (simulator.stock, simulator.clock_off) == (3, 3600.0)
    assert (simulator.sms_after, simulator.lifetime) == (2.0, 1200.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"balance": Decimal(-1)},
        {"price": Decimal("NaN")},
        {"lifetime": 0},
        {"life": 60},
        {"self": 1},
    ],
)
def test_where_one_setting_cannot_be_none_is_changed(simulator, wrong):
    right = {"stock": 3, "price": Decimal("0.10"), "balance": Decimal("12.00")}
    with pytest.raises(ConfigurationError, match=r"The simulated provider.* [A-Z].*\.$"):
        simulator.configure(**right | wrong)

    assert (simulator.stock, simulator.price) == (None, Decimal("0.07"))
    assert simulator.balance == Decimal("100.00")


def test_an_unknown_setting_is_told_what_there_is(simulator):
    with pytest.raises(ConfigurationError, match=r"`life`.*Settings: balance, price, .*lifetime"):
        simulator.configure(life=60)


@pytest.mark.parametrize("control", ["silence", "expire", "end"])
def test_a_number_or_an_id_is_a_string(simulator, control):
    with pytest.raises(ConfigurationError, match=r"can be 79160000000\. Give either as a string"):
        getattr(simulator, control)(79160000000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("balance", Decimal("-0.01")),
        ("balance", 5.0),
        ("price", Decimal("NaN")),
        ("price", "0.07"),
        ("sms_after", -1),
        ("sms_after", "never"),
        ("stock", -1),
        ("stock", 1.5),
        ("lifetime", 0),
        ("lifetime", None),
        ("rate_limit", 0),
        ("cancel_after", -1),
        ("cancel_after", None),
        ("cancel_after", float("nan")),
        ("cancel_after", float("inf")),
        ("clock_off", "an hour"),
        ("clock_off", 1e12),
        ("clock_off", float("nan")),
        ("clock_off", float("-inf")),
    ],
)
def test_a_setting_that_cannot_be_is_refused(simulator, name, value):
    before = getattr(simulator, name)
    with pytest.raises(ConfigurationError, match=r"The simulated provider.* [A-Z].*\.$"):
        setattr(simulator, name, value)
    assert getattr(simulator, name) == before


def test_a_provider_may_deny_early_cancels_from_the_beginning():
    assert SimulatedProvider(VirtualClock(), cancel_after=300).cancel_after == 300.0
    with pytest.raises(ConfigurationError, match="cancel_after"):
        SimulatedProvider(VirtualClock(), cancel_after=-1)


@pytest.mark.parametrize("amounts", [{"balance": Decimal(-1)}, {"price": Decimal("Infinity")}])
def test_an_account_cannot_begin_with_impossible_amounts(amounts):
    with pytest.raises(ConfigurationError, match="Decimal of zero or more"):
        SimulatedProvider(VirtualClock(), **amounts)


def test_many_threads_may_buy_and_cancel_at_once(simulator, customer):
    simulator.rate_limit = None
    simulator.sms_after = None

    def shop() -> None:
        for _ in range(25):
            customer.cancel(customer.buy())
            customer.buy()

    threads = [threading.Thread(target=shop) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    account = simulator.account
    assert account.bought == 200
    assert account.held == Decimal("7.00")
    assert account.balance == Decimal("93.00")
    assert len({held.number for held in account.open}) == 100


def test_importing_the_simulator_is_light():
    heavy = "{'http.server', 'phonenumbers', 'click', 'httpx'}"
    program = f"import sys, pytest_smsactivate.simulator; print({heavy} & set(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert loaded.stdout == "set()\n"
