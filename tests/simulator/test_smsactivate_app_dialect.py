from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import ActivationEnded, ActivationNotFound, CancelDenied
from pytest_smsactivate.models import Activation, Look, Request, Response
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.activation import Arrival, SimulatedActivation, Sms
from pytest_smsactivate.simulator.dialects import Refusal, SmsActivateAppDialect

STARTED = datetime(2024, 3, 14, 12, 30, 0, tzinfo=timezone.utc)


class Subscriber:
    """Logs in and asks by hand, with the requests of the real provider's client."""

    provider = SmsActivateApp()

    def __init__(self, simulator: SimulatedProvider, key: str = "secret") -> None:
        self.simulator = simulator
        self.key = key
        self.token: str | None = None

    def log_in(self) -> float | None:
        token = self.provider.read_login(self.answered(self.provider.login(self.key)))
        self.token = str(token.value)
        return token.lasts

    def answered(self, request: Request) -> Response:
        response = self.simulator.handle(self.provider.authorized(request, self.key, self.token))
        assert isinstance(response, Response)
        return response

    def buy(self, service: str = "WhatsApp", country: str = "us") -> Activation:
        response = self.answered(self.provider.buy(service, country))
        return self.provider.read_activation(response, service=service, country=country)

    def look(self, number: str) -> Look:
        return self.provider.read_look(self.answered(self.provider.look(number)))

    def cancel(self, number: str) -> Response:
        return self.answered(self.provider.cancel(number))

    def renew(self, number: str) -> datetime | None:
        return self.provider.read_renewal(self.answered(self.provider.renew(number)))

    def ask(
        self,
        method: str,
        path: str,
        query: dict[str, str] | None = None,
        body: dict[str, str] | None = None,
    ) -> Response:
        headers = () if self.token is None else (("authorization", f"Bearer {self.token}"),)
        response = self.simulator.handle(
            Request("look", method, path, tuple((query or {}).items()), body, headers)
        )
        assert isinstance(response, Response)
        return response


@pytest.fixture
def subscriber(simulator: SimulatedProvider) -> Subscriber:
    subscriber = Subscriber(simulator)
    subscriber.log_in()
    return subscriber


def error(response: Response) -> str:
    said = msgspec.json.decode(response.body)
    assert said["status"] == "error"
    assert "\n" not in said["message"]
    return str(said["message"])


def document(response: Response) -> dict[str, object]:
    assert response.status == 200, response.body
    return msgspec.json.decode(response.body, type=dict[str, object])


def test_a_number_is_allocated_as_documented(simulator, subscriber):
    response = subscriber.ask("GET", "/api/allocate_number", {"country": "US", "service": "WA"})
    (held,) = simulator.account.open

    assert document(response) == {"status": "success", "number": held.number, "country": "US"}
    assert held.id == held.number
    assert held.number.startswith("+1")
    assert simulator.account.held == Decimal("0.07")


@pytest.mark.parametrize("country", ["us", "US", "uS"])
def test_a_country_is_known_in_any_case(subscriber, country):
    response = subscriber.ask("GET", "/api/allocate_number", {"country": country, "service": "WA"})
    assert document(response)["country"] == "US"


def test_the_message_comes_whole_after_a_while(clock, simulator, subscriber):
    number = subscriber.buy().id
    assert subscriber.look(number) == Look("waiting")

    clock.sleep(2)
    (message,) = subscriber.look(number).messages
    assert message.received_at == STARTED + timedelta(seconds=2)
    assert message.text.startswith("Your WhatsApp code is ")
    assert (message.code, message.sender) == (None, None)

    simulator.deliver(number, "Hello", sender="Acme", after=1.25)
    clock.sleep(2)
    latest = subscriber.look(number).messages[-1]
    assert (latest.text, latest.sender) == ("Hello", "Acme")
    assert latest.received_at == STARTED + timedelta(seconds=3.25)


def test_all_messages_of_a_number_are_told_even_equal_ones(clock, simulator, subscriber):
    number = subscriber.buy().id
    simulator.deliver(number, "Code 1", times=2)
    simulator.deliver(number, "Code 1", after=0.5)
    clock.sleep(2)

    assert [message.text for message in subscriber.look(number).messages] == ["Code 1"] * 3


@pytest.mark.parametrize("spelling", ["{}", "00{}", "+{}", " {}", "+{0[0]} ({0[1]}) {1}"])
def test_a_number_is_known_by_its_digits_however_they_are_written(subscriber, spelling):
    digits = subscriber.buy().id.removeprefix("+")
    told = spelling.format(digits, digits[2:]) if "{1}" in spelling else spelling.format(digits)
    response = subscriber.ask("GET", "/api/fetch_messages", {"number": told})

    assert response.status == (404 if told.startswith("00") else 200)


def test_a_release_refunds_where_no_message_came(simulator, subscriber):
    number = subscriber.buy().id
    answered = subscriber.cancel(number)

    assert document(answered) == {"status": "success", "number": number, "action": "release"}
    assert subscriber.provider.read_cancellation(answered).refunded is None
    assert simulator.account.balance == Decimal("100.00")
    assert subscriber.look(number) == Look("released", ended=True)


def test_what_has_ended_still_shows_its_messages(clock, simulator, subscriber):
    number = subscriber.buy().id
    clock.sleep(2)
    simulator.expire(number)
    look = subscriber.look(number)

    assert (look.status, look.ended, len(look.messages)) == ("expired", True, 1)


def test_what_has_ended_can_be_neither_released_nor_renewed(subscriber):
    number = subscriber.buy().id
    subscriber.cancel(number)

    for response in (
        subscriber.cancel(number),
        subscriber.answered(subscriber.provider.renew(number)),
    ):
        assert response.status == 409
        assert "released" in error(response)
    with pytest.raises(ActivationEnded):
        subscriber.renew(number)


def test_a_renewed_number_lasts_longer(clock, subscriber):
    number = subscriber.buy().id
    clock.sleep(600)
    assert subscriber.renew(number) == STARTED + timedelta(seconds=1800)

    clock.sleep(1199)
    assert not subscriber.look(number).ended
    clock.sleep(1)
    assert subscriber.look(number).ended


def test_a_release_that_comes_too_early_is_denied_until_the_window_has_passed(
    clock, simulator, subscriber
):
    simulator.cancel_after = 120
    number = subscriber.buy().id
    clock.sleep(60.5)
    denied = subscriber.cancel(number)

    assert (denied.status, error(denied)) == (409, "EARLY_CANCEL_DENIED")
    with pytest.raises(CancelDenied) as raised:
        subscriber.provider.read_cancellation(denied)
    assert raised.value.retry_after == 60.0

    clock.sleep(59.5)
    assert subscriber.cancel(number).status == 200


quarters = st.integers(0, 4_000).map(lambda quarter: quarter / 4)


@settings(deadline=None)
@given(window=quarters, held=quarters)
def test_whoever_waits_as_long_as_the_denial_says_is_not_denied_again(window, held):
    clock = VirtualClock(STARTED)
    simulator = SimulatedProvider(clock, cancel_after=window, random=Random(7))
    subscriber = Subscriber(simulator)
    subscriber.log_in()
    number = subscriber.buy().id
    clock.sleep(held)
    first = subscriber.cancel(number)

    assert first.status == (409 if held < window else 200)
    if first.status == 409:
        clock.sleep(int(first.headers["retry-after"]))
        assert subscriber.cancel(number).status == 200


def test_a_login_gives_a_token_of_its_own(simulator, subscriber):
    first = subscriber.token

    assert subscriber.log_in() == 3600.0
    assert subscriber.token != first
    assert subscriber.buy().id
    assert simulator.requests[-1] == (0.0, "buy", 200)


def test_a_token_is_good_until_it_expires(clock):
    simulator = SimulatedProvider(clock, dialects=[SmsActivateAppDialect(token_lasts=90)])
    subscriber = Subscriber(simulator)
    assert subscriber.log_in() == 90.0
    number = subscriber.buy().id

    clock.sleep(89.5)
    assert subscriber.look(number).messages
    clock.sleep(0.5)
    refused = subscriber.answered(subscriber.provider.look(number))
    assert refused.status == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert error(refused)

    subscriber.log_in()
    assert subscriber.look(number).messages


@pytest.mark.parametrize("token", [None, "secret", "made-up"])
def test_without_a_token_nothing_is_told_be_the_key_right_or_not(simulator, token):
    subscriber = Subscriber(simulator)
    subscriber.token = token

    assert subscriber.answered(subscriber.provider.buy("WA", "us")).status == 401
    assert simulator.account.bought == 0


@pytest.mark.parametrize("body", [None, {}, {"apiKey": ""}, {"key": "secret"}])
def test_a_login_without_a_key_is_refused(simulator, body):
    assert Subscriber(simulator).ask("POST", "/api/auth", body=body).status == 401


def test_only_its_own_key_is_accepted_where_it_has_one(clock):
    simulator = SimulatedProvider(clock, key="right")

    assert Subscriber(simulator, "right").log_in() == 3600.0
    refused = Subscriber(simulator, "wrong")
    assert refused.answered(refused.provider.login("wrong")).status == 401


def test_without_keys_nothing_is_asked_for_but_by_a_login(clock):
    subscriber = Subscriber(SimulatedProvider(clock, keyless=True))
    number = subscriber.buy().id

    assert subscriber.look(number) == Look("waiting")
    assert subscriber.cancel(number).status == 200
    assert subscriber.ask("POST", "/api/auth").status == 400


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/api/auth", 405, "POST"),
        ("POST", "/api/allocate_number", 405, "GET"),
        ("DELETE", "/api/fetch_messages", 405, "GET"),
        ("GET", "/api/manage_number", 405, "POST"),
        ("GET", "/api/fetch_messages/", 404, None),
        ("GET", "/api/balance", 404, None),
    ],
)
def test_unknown_paths_and_methods_are_refused(clock, method, path, status, allowed):
    simulator = SimulatedProvider(clock, dialects=[SmsActivateAppDialect()])
    response = Subscriber(simulator).ask(method, path)

    assert response.status == status
    assert response.headers.get("allow") == allowed
    assert error(response)


def test_it_serves_its_own_paths_alone():
    dialect = SmsActivateAppDialect()

    assert dialect.serves("/api/auth")
    assert not dialect.serves("/api/v1/balance")
    assert not dialect.serves("/api/")
    with pytest.raises(Refusal):
        dialect.operation_of(Request("look", "GET", "/api/"))


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        (None, 400, "action"),
        ({"number": "+12015550123"}, 400, "action"),
        ({"action": "sell", "number": "+12015550123"}, 422, "action"),
        ({"action": "release"}, 400, "number"),
        ({"action": "renew", "number": ""}, 400, "number"),
        ({"action": "renew", "number": "+12015550123"}, 404, "number"),
        ({"action": "release", "number": "none"}, 404, "number"),
    ],
)
def test_an_order_on_a_number_names_what_is_wrong(subscriber, body, status, named):
    response = subscriber.ask("POST", "/api/manage_number", body=body)

    assert response.status == status
    assert named in error(response)


def test_a_number_that_nobody_holds_is_not_found(subscriber):
    assert subscriber.ask("GET", "/api/fetch_messages").status == 400
    with pytest.raises(ActivationNotFound):
        subscriber.look("+12015550123")
    with pytest.raises(ActivationNotFound):
        subscriber.renew("+12015550123")


def test_a_number_that_was_bought_otherwise_is_not_found(clock, simulator, subscriber, customer):
    activation = customer.buy()

    with pytest.raises(ActivationNotFound):
        subscriber.look(activation.number)


@pytest.mark.parametrize(
    ("fields", "status", "named"),
    [
        ({}, 400, "service"),
        ({"service": "WA"}, 400, "country"),
        ({"service": "a b", "country": "US"}, 422, "service"),
        ({"service": "WA", "country": "USA"}, 422, "country"),
        ({"service": "WA", "country": "zz"}, 404, "ZZ"),
    ],
)
def test_a_purchase_names_what_is_wrong(simulator, subscriber, fields, status, named):
    response = subscriber.ask("GET", "/api/allocate_number", fields)

    assert response.status == status
    assert named in error(response)
    assert simulator.account.bought == 0


def test_a_balance_that_is_too_low_is_a_402(simulator, subscriber):
    simulator.balance = Decimal("0.06")
    assert subscriber.answered(subscriber.provider.buy("WA", "us")).status == 402


def test_an_exhausted_stock_is_a_404(simulator, subscriber):
    simulator.stock = 1
    subscriber.buy()
    assert subscriber.answered(subscriber.provider.buy("WA", "us")).status == 404


def test_the_rate_limit_is_that_of_the_key_not_of_the_token(simulator, subscriber):
    number = subscriber.buy().id
    response = subscriber.answered(subscriber.provider.look(number))
    subscriber.log_in()
    later = subscriber.answered(subscriber.provider.look(number))

    rates = [subscriber.provider.read_rate(each) for each in (response, later)]
    assert [rate.remaining for rate in rates] == [297, 295]


def test_a_notice_tells_the_real_client_the_number():
    activation = SimulatedActivation(
        id="+12015550123",
        number="+12015550123",
        service="WA",
        country="us",
        price=Decimal("0.07"),
        bought_at=0.0,
        expires_at=1200.0,
        dialect="smsactivate-app",
    )
    arrival = Arrival(Sms(at=2.0, code="1", text="Code 1", sender="Acme"), STARTED)
    notice = SmsActivateAppDialect().notice(activation, arrival)

    assert notice == {
        "number": "+12015550123",
        "text": "Code 1",
        "from": "Acme",
        "received_at": "2024-03-14T12:30:00.000Z",
    }
    assert SmsActivateApp().read_notice(msgspec.json.encode(notice)) == activation.number
