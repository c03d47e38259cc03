from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pytest_smsactivate.cassettes import Cassette, Exchange, Secrets, Timeline, redacted
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.models import Activation, Cancellation, Look, Request, Response
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

RECORDED_AT = datetime(2024, 3, 14, 12, 30, tzinfo=timezone.utc)
ACT = "act_9x2k1p"


class Recording:
    """What a recorder would have kept, told exchange by exchange."""

    def __init__(self, provider: SmsActivateDev | None = None, began: float = 5000.0) -> None:
        self.provider = provider or SmsActivateDev()
        self.began = began
        self.exchanges: list[Exchange] = []

    def add(
        self,
        at: float,
        request: Request,
        body: object,
        *,
        status: int = 200,
        wait: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Recording:
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        response = Response(status, raw, headers or {})
        self.exchanges.append(Exchange(self.began + at, request, response, wait))
        return self

    def buy(
        self, at: float = 0.0, activation: str = ACT, number: str = "+79161234567", **more: Any
    ) -> Recording:
        order = {"service": more.pop("service", "telegram"), "country": more.pop("country", "ru")}
        expires_at = RECORDED_AT + timedelta(minutes=20)
        body = {"id": activation, "number": number, **order, "expires_at": expires_at, **more}
        return self.add(at, self.provider.buy(**order), body)

    def look(
        self,
        at: float,
        activation: str = ACT,
        *,
        wait: int | None = 1,
        status: int = 200,
        **body: Any,
    ) -> Recording:
        if "code" in body:
            arrived = RECORDED_AT + timedelta(seconds=at)
            body = {"status": "received", "received_at": arrived, **body}
        body = {"id": activation, "status": "pending", **body}
        return self.add(at, self.provider.look(activation), body, status=status, wait=wait)

    def cancel(self, at: float, activation: str = ACT, *, status: int = 200) -> Recording:
        body = {"id": activation, "status": "cancelled", "refunded": True}
        return self.add(at, self.provider.cancel(activation), body, status=status)

    def redacted(
        self, test: str = "test_signup", key: str = "key-8c1f"
    ) -> tuple[Cassette, Secrets]:
        return redacted(
            self.exchanges,
            provider=self.provider,
            test=test,
            recorded_at=RECORDED_AT,
            prices={("telegram", "ru"): Decimal("0.07")},
            key=key,
        )

    @property
    def cassette(self) -> Cassette:
        return self.redacted()[0]


class Replay:
    """A replayed test: asks a timeline, and says when."""

    def __init__(self, cassette: Cassette, started: datetime = RECORDED_AT) -> None:
        self.provider = SmsActivateDev()
        self.clock = VirtualClock(started)
        self.timeline = Timeline(
            cassette,
            provider=self.provider,
            clock=self.clock,
            path=Path("cassettes/test_app/test_signup.json"),
            nodeid="test_app.py::test_signup",
        )

    def buy(self, service: str = "telegram", country: str = "ru") -> Activation:
        response = self.timeline.answer(self.provider.buy(service, country))
        return self.provider.read_activation(response, service=service, country=country)

    def look(self, activation: Activation, at: float | None = None) -> Look:
        if at is not None:
            self.clock.advance_to(at)
        return self.provider.read_look(self.timeline.answer(self.provider.look(activation.id)))

    def cancel(self, activation: Activation) -> Cancellation:
        response = self.timeline.answer(self.provider.cancel(activation.id))
        return self.provider.read_cancellation(response)


@pytest.fixture(scope="session")
def recording() -> Callable[..., Recording]:
    """Makes an empty recording."""
    return Recording


@pytest.fixture(scope="session")
def replay() -> Callable[..., Replay]:
    """Makes the replay of a cassette."""
    return Replay


@pytest.fixture(scope="session")
def recorded(recording: Callable[..., Recording]) -> Cassette:
    """A whole life: bought, looked at three times until the code came, cancelled."""
    return (
        recording()
        .buy()
        .look(0.3)
        .look(1.4)
        .look(3.0)
        .look(6.0, code="482910")
        .cancel(6.5)
        .cassette
    )
