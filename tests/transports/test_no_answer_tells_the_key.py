"""Whatever a provider answers, and in whatever form the key stands in it, no error tells it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.errors import SmsActivateError
from pytest_smsactivate.models import ApiKey, Response
from pytest_smsactivate.providers import NAMES, Provider, provider_named
from pytest_smsactivate.transports.live import LiveTransport

KEY = ApiKey('sk/Zx81+kept&by"nobody')

SPELLINGS = (KEY, quote(KEY, safe=""), escape(KEY), json.dumps(str(KEY))[1:-1])

FRAMES = (
    "{0}",
    '{{"status": "error", "message": "{0}"}}',
    '{{"status": "success", "number": "{0}", "country": "GB"}}',
    '{{"status": "success", "messages": [{{"text": "{0}", "received_at": "{0}"}}]}}',
    '{{"token": "{0}", "expires_in": "{0}"}}',
    '{{"id": "{0}", "status": "{0}", "{0}": 1}}',
    '{{"activationId": "{0}", "phoneNumber": "{0}"}}',
    '{{"title": "{0}", "details": "{0}", "info": "{0}"}}',
    "ACCESS_NUMBER:{0}:{0}",
    "ACCESS_BALANCE:{0}",
    "STATUS_OK:{0}",
    "WRONG_MAX_PRICE:{0}",
    "BANNED:'{0}'",
    "NO_NUMBERS {0}",
)


def readers(provider: Provider) -> Iterator[Callable[[Response], object]]:
    yield provider.read_login
    yield provider.read_balance
    yield provider.read_offer
    yield lambda response: provider.read_activation(response, service="telegram", country="gb")
    yield provider.read_look
    yield provider.read_cancellation
    yield provider.read_another
    yield provider.read_renewal
    yield provider.read_activations
    yield provider.read_rate
    yield lambda response: provider.read_notice(response.body)


statuses = st.sampled_from((200, 201, 204, 302, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503))
bodies = st.builds(
    lambda frame, spelling, around: around + frame.format(spelling) + around,
    st.sampled_from(FRAMES),
    st.sampled_from(SPELLINGS),
    st.sampled_from(("", "", "", " ", "<p>", "\x1b[2J")),
)


def errors(provider: Provider, answer: Response) -> Iterator[SmsActivateError]:
    """Of all that can read an answer; whatever else is raised is a bug."""
    for read in readers(provider):
        try:
            read(answer)
        except SmsActivateError as error:
            yield error


@pytest.fixture(scope="module", params=NAMES)
def transport(request: pytest.FixtureRequest) -> Iterator[LiveTransport]:
    transport = LiveTransport(provider_named(request.param), "https://api.example.com", KEY)
    yield transport
    transport.close()


@settings(deadline=None, max_examples=200)
@given(status=statuses, body=bodies, spelling=st.sampled_from(SPELLINGS))
def test_no_error_tells_the_key(
    transport: LiveTransport, status: int, body: str, spelling: str
) -> None:
    headers = {"location": f"https://elsewhere.example/?api_key={spelling}", "retry-after": "7"}
    received = httpx.Response(status, headers=headers)
    answer = transport._without_key(received, body.encode())
    for error in errors(transport._provider, answer):
        told = f"{error} {error!r} {vars(error)}"
        assert not any(secret in told for secret in SPELLINGS)
        assert len(str(error).splitlines()) == 1
