"""Replay: from a cassette, with virtual time."""

from __future__ import annotations

from pytest_smsactivate.cassettes import Timeline, read
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.episode import Channel, Episode, PlayMoney, Purse
from pytest_smsactivate.errors import expected
from pytest_smsactivate.gateway import SmsGateway
from pytest_smsactivate.modes import Place, Progress
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.statement import Statement
from pytest_smsactivate.transports.router import Router, RouterTransport

__all__ = ["Replay"]

__tracebackhide__ = expected


class Replay:
    """From a cassette: no key, no network, no waiting."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.gateway = SmsGateway(active=True)
        self._router = Router()

    def start(self) -> None:
        """There is nothing to start."""

    def open(self, place: Place, provider: Provider) -> tuple[Channel, Purse]:
        """Raises `CassetteNotFound` and the other errors of reading one."""
        cassette = read(
            place.cassette, test=place.test, provider=provider.name, nodeid=place.node_id
        )
        clock = VirtualClock()
        timeline = Timeline(
            cassette, provider=provider, clock=clock, path=place.cassette, nodeid=place.node_id
        )
        channel = Channel(
            transport=RouterTransport(self._router, lambda request, _: timeline.answer(request)),
            clock=clock,
            visit=timeline.visit,
            shift=timeline.shift,
            mismatch=lambda: timeline.mismatch,
            arrivals=timeline.arrivals,
        )
        return channel, PlayMoney(timeline.price)

    def ended(self, place: Place, episode: Episode) -> None:
        """Nothing is left to do."""

    def settle(self) -> None:
        """Each test has its own cassette; nothing passes on."""

    def close(self, progress: Progress) -> Statement:
        """Nothing was bought."""
        return Statement()
