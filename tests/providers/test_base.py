"""What a provider need not write, and what it must."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_smsactivate.errors import NotSupported
from pytest_smsactivate.models import Activation, Request, Response
from pytest_smsactivate.providers import Capabilities, Provider


class Bare(Provider):
    name = "bare"
    capabilities = Capabilities()


BARE = Bare()
ANSWER = Response(200, b"{}")

MISSING: dict[str, tuple[str, Callable[[], object]]] = {
    "balance": ("balance", BARE.balance),
    "read balance": ("balance", lambda: BARE.read_balance(ANSWER)),
    "offer": ("price", lambda: BARE.offer("telegram", "gb")),
    "read offer": ("price", lambda: BARE.read_offer(ANSWER)),
    "another": ("request_another", lambda: BARE.another("1")),
    "read another": ("request_another", lambda: BARE.read_another(ANSWER)),
    "renew": ("renew", lambda: BARE.renew("1")),
    "read renewal": ("renew", lambda: BARE.read_renewal(ANSWER)),
    "activations": ("activations", BARE.activations),
    "read activations": ("activations", lambda: BARE.read_activations(ANSWER)),
    "read notice": ("webhook", lambda: BARE.read_notice(b"{}")),
    "read login": ("login", lambda: BARE.read_login(ANSWER)),
}


@pytest.mark.parametrize(("capability", "call"), MISSING.values(), ids=MISSING)
def test_what_it_has_not_is_not_supported(capability: str, call: Callable[[], object]) -> None:
    with pytest.raises(NotSupported, match="bare has no such call") as raised:
        call()
    assert raised.value.operation == capability


@pytest.mark.parametrize(
    "call",
    [
        lambda: BARE.buy("telegram", "gb"),
        lambda: BARE.look("1"),
        lambda: BARE.cancel("1"),
        lambda: BARE.read_activation(ANSWER, service="telegram", country="gb"),
        lambda: BARE.read_look(ANSWER),
        lambda: BARE.read_cancellation(ANSWER),
    ],
)
def test_what_every_provider_has_must_be_written(call: Callable[[], object]) -> None:
    with pytest.raises(NotImplementedError):
        call()


def test_the_rest_has_a_sense_of_its_own() -> None:
    request = Request("buy", "POST", "/buy")
    assert BARE.login("key") is None
    assert BARE.finish("1") is None
    assert BARE.older(request) is None
    assert BARE.is_unknown(ANSWER) is False
    assert BARE.read_rate(ANSWER) is None
    assert BARE.secured(request, name="run-1", max_price=None) is request
    assert BARE.authorized(request, "key").headers == (("authorization", "Bearer key"),)
    assert BARE.authorized(request, "key", "token").headers[0][1] == "Bearer token"
    listed = Activation("1", "+447400123456", "telegram", "gb")
    assert BARE.fits(listed, "telegram", "gb")
    assert not BARE.fits(listed, "telegram", "fr")
