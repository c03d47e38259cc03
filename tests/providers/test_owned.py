"""Numbers of one's own: what the ledger answers is read as any provider's answer is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from by_hand import answer
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import (
    ActivationNotFound,
    InvalidResponse,
    NoNumbersAvailable,
    NotSupported,
    SmsActivateError,
)
from pytest_smsactivate.models import Activation, Cancellation, Request, Response
from pytest_smsactivate.providers.owned import OwnedNumbers
from pytest_smsactivate.simulator import SimulatedProvider
from pytest_smsactivate.simulator.activation import SimulatedActivation
from pytest_smsactivate.simulator.dialects import OwnedNumbersDialect

NUMBER = "+447400123401"


class Ours(OwnedNumbers):
    name = "ours"


PROVIDER = Ours()


def activation(response: Response) -> Activation:
    return PROVIDER.read_activation(response, service="login", country="gb")


def test_lending_and_returning_name_what_a_cassette_needs() -> None:
    lend, give_back = PROVIDER.buy("login", "gb"), PROVIDER.cancel(NUMBER)

    assert lend.body == {"service": "login", "country": "gb"}
    assert (give_back.body, give_back.activation_id) == ({"number": NUMBER}, NUMBER)


def test_what_is_lent_costs_nothing_and_is_its_own_id() -> None:
    lent = activation(PROVIDER.lent(NUMBER))

    assert lent == Activation(NUMBER, NUMBER, "login", "gb", price=Decimal(0))
    assert PROVIDER.read_cancellation(PROVIDER.lent(NUMBER)) == Cancellation(refunded=True)


@pytest.mark.parametrize("told", ["447400123401", "+44 7400 123401", "", "+0"])
def test_a_number_that_is_not_in_e164_is_refused(told: str) -> None:
    with pytest.raises(InvalidResponse) as raised:
        activation(answer(number=told))

    assert raised.value.field == "number"


def test_refusals_are_those_of_any_provider() -> None:
    with pytest.raises(NoNumbersAvailable):
        activation(Response(404))
    with pytest.raises(ActivationNotFound):
        PROVIDER.read_cancellation(Response(404))


def test_which_numbers_and_how_to_look_is_for_its_owner_to_say() -> None:
    for call in (
        lambda: PROVIDER.numbers("login", "gb"),
        lambda: PROVIDER.look(NUMBER),
        lambda: PROVIDER.read_look(Response(200)),
    ):
        with pytest.raises(NotImplementedError):
            call()
    with pytest.raises(NotSupported):
        PROVIDER.balance()


@settings(deadline=None)
@given(st.binary(), st.sampled_from([200, 201, 204, 302, 404, 500]))
def test_whatever_is_answered_is_read_or_refused(body: bytes, status: int) -> None:
    for read in (activation, PROVIDER.read_cancellation):
        assert complaint(read, Response(status, body)).isprintable()


def complaint(read: Callable[[Response], object], response: Response) -> str:
    """The message of the tree's error; empty where there is none."""
    try:
        read(response)
    except SmsActivateError as failure:
        return str(failure)
    return ""


class Inbox(OwnedNumbersDialect):
    name = "ours"
    inbox = "/inbox"

    def shown(self, activation: SimulatedActivation) -> object:
        return [arrival.sms.text for arrival in activation.received]


LOOK = Request("look", "GET", "/inbox", query=(("number", NUMBER),))


@pytest.fixture
def simulator() -> SimulatedProvider:
    return SimulatedProvider(VirtualClock(), keyless=True, sms_after=None, dialects=[Inbox()])


def handled(simulator: SimulatedProvider, request: Request) -> Response:
    response = simulator.handle(request)
    assert isinstance(response, Response)
    return response


def looked(simulator: SimulatedProvider, number: str) -> Response:
    query = (("number", number),)
    return handled(simulator, Request("look", "GET", "/inbox", query=query))


def test_the_simulated_inbox_shows_what_came_to_a_number_that_is_lent(
    simulator: SimulatedProvider,
) -> None:
    lent = activation(handled(simulator, PROVIDER.buy("login", "gb")))
    assert looked(simulator, lent.number).body == b"[]"

    simulator.deliver(lent.number, "Your code is 123456")
    assert looked(simulator, lent.number).body == b'["Your code is 123456"]'


def test_the_simulated_inbox_takes_a_number_back_as_often_as_it_is_returned(
    simulator: SimulatedProvider,
) -> None:
    lent = activation(handled(simulator, PROVIDER.buy("login", "gb")))

    for _ in range(2):
        returned = handled(simulator, PROVIDER.cancel(lent.id))
        assert PROVIDER.read_cancellation(returned) == Cancellation(refunded=True)
    assert simulator.account.open == []


@pytest.mark.parametrize("country", ["zz", "", "aq"])
def test_a_country_without_numbers_has_none_to_lend(
    simulator: SimulatedProvider, country: str
) -> None:
    with pytest.raises(NoNumbersAvailable):
        activation(handled(simulator, PROVIDER.buy("login", country)))


def test_without_stock_there_is_none_to_lend(simulator: SimulatedProvider) -> None:
    simulator.stock = 1
    activation(handled(simulator, PROVIDER.buy("login", "gb")))

    with pytest.raises(NoNumbersAvailable):
        activation(handled(simulator, PROVIDER.buy("login", "gb")))


def test_a_number_that_nobody_has_is_not_known(simulator: SimulatedProvider) -> None:
    assert looked(simulator, NUMBER).status == 404
    assert looked(simulator, "").status == 404
    assert handled(simulator, PROVIDER.cancel(NUMBER)).status == 404
    assert handled(simulator, Request("cancel", "POST", "/return")).status == 404


def test_the_key_is_a_bearers() -> None:
    simulator = SimulatedProvider(VirtualClock(), key="k", dialects=[Inbox()])

    assert handled(simulator, LOOK).status == 401
    assert handled(simulator, PROVIDER.authorized(LOOK, "k")).status == 404


def test_it_serves_its_own_paths_and_tells_of_nothing_by_itself(
    simulator: SimulatedProvider,
) -> None:
    inbox = Inbox()
    paths = ("/lend", "/return", "/inbox", "/inbox/", "/", "")
    assert [inbox.serves(path) for path in paths] == [True, True, True, False, False, False]

    lent = activation(handled(simulator, PROVIDER.buy("login", "gb")))
    simulator.deliver(lent.number, "Your code is 123456")
    assert simulator.notices_since(0) == [None]


def test_what_a_look_at_the_inbox_shows_is_for_its_owner_to_say() -> None:
    with pytest.raises(NotImplementedError):
        OwnedNumbersDialect().shown(None)  # type: ignore[arg-type]
