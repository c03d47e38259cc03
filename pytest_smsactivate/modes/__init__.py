"""The four modes: each opens the way to the provider, and the purse, for one episode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from pytest_smsactivate.episode import Channel, Episode, Purse
from pytest_smsactivate.gateway import SmsGateway
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.statement import Statement

__all__ = ["Place", "Progress", "Way"]

Progress = Callable[[int, float], None]
"""Told at the end how many numbers are left, and in how many seconds the next may be given back."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an episode belongs: what pytest knows of its node.

    `test` is the name that the cassette holds, relative to the module, so that it
    fits wherever pytest is started; `node_id` is what a command line names;
    `in_use` tells whether the running test uses the gateway.
    """

    node_id: str
    test: str
    cassette: Path
    in_use: Callable[[], bool]


class Way(Protocol):
    """One mode of a run: how its episodes reach the provider, and who pays."""

    gateway: SmsGateway
    written: list[str]
    """The cassettes, by their paths."""

    def start(self) -> None:
        """The run begins; raises what keeps it from buying."""

    def open(self, place: Place, provider: Provider) -> tuple[Channel, Purse]: ...
    def ended(self, place: Place, episode: Episode) -> None:
        """The episode is over and its test passed."""

    def settle(self) -> None:
        """A test is over, whatever came of it."""

    def close(self, progress: Progress) -> Statement:
        """The run is over; what was bought with real money."""
        ...
