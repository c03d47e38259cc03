"""One run put together: the settings, the mode they ask for, and its episodes."""

from __future__ import annotations

from random import Random

from pytest_smsactivate.clock import Jitter
from pytest_smsactivate.episode import Episode
from pytest_smsactivate.errors import expected
from pytest_smsactivate.gateway import SmsGateway
from pytest_smsactivate.modes import Place, Progress, Way
from pytest_smsactivate.providers import provider_named
from pytest_smsactivate.settings import Settings
from pytest_smsactivate.statement import Statement
from pytest_smsactivate.terms import Who

__all__ = ["Run"]

__tracebackhide__ = expected


class Run:
    """One pytest process in one mode; made before the first test runs."""

    def __init__(self, settings: Settings, *, who: Who) -> None:
        # An instance of its own: plugins that seed the global one must not align workers.
        self._jitter: Jitter = Random().random
        self.settings = settings
        self.way = _way(settings, who)
        self._provider = provider_named(settings.provider, dict(settings.provider_words or ()))
        self._ended: list[tuple[Place, Episode]] = []

    @property
    def gateway(self) -> SmsGateway:
        return self.way.gateway

    def episode(self, place: Place, provider_name: str | None = None) -> Episode:
        """Begin the episode of one node; in replay, this reads its cassette.

        `provider_name` is the marker's; without one the run's provider serves.
        """
        provider = self._provider
        if provider_name is not None and provider_name != provider.name:
            provider = provider_named(provider_name)
        channel, purse = self.way.open(place, provider)
        return Episode(
            place.node_id,
            provider=provider,
            channel=channel,
            purse=purse,
            timeout=self.settings.timeout,
            gateway=self.gateway,
            in_use=place.in_use,
            jitter=self._jitter,
        )

    def end(self, place: Place, episode: Episode) -> None:
        """Give everything back; what follows waits until the whole teardown is known."""
        self._ended.append((place, episode))
        episode.close()

    def settle(self, *, passed: bool) -> None:
        """The teardown is over: finish the episodes that ended in it."""
        ended, self._ended = self._ended, []
        for place, episode in ended:
            if passed and not episode.spoiled:
                self.way.ended(place, episode)
        self.way.settle()

    def start(self) -> None:
        """Raises what keeps the run from buying anything."""
        self.way.start()

    def close(self, progress: Progress) -> Statement:
        """What the run bought, and what became of it."""
        return self.way.close(progress)


def _way(settings: Settings, who: Who) -> Way:
    """Each mode imports only what it needs."""
    if settings.mode == "replay":
        from pytest_smsactivate.modes.replay import Replay

        return Replay()
    if settings.mode == "simulate":
        from pytest_smsactivate.modes.simulate import Simulate

        return Simulate()
    from pytest_smsactivate.modes.live import Live, Record

    mode = Record if settings.mode == "record" else Live
    return mode(settings, who=who)
