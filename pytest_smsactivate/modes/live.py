"""Live, and record on top of it: real numbers, bought with real credits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pytest_smsactivate.cashier.client import Cashier
from pytest_smsactivate.cashier.frames import Hello, Webhook
from pytest_smsactivate.cashier.purse import RealPurse
from pytest_smsactivate.cashier.wakeful import SAFETY, WakefulClock
from pytest_smsactivate.cassettes import check_writable, redacted, write
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.episode import Channel, Episode, Purse
from pytest_smsactivate.errors import ConfigurationError, expected
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.gateway import SmsGateway
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.modes import Place, Progress
from pytest_smsactivate.providers import Provider, provider_named
from pytest_smsactivate.settings import Settings
from pytest_smsactivate.statement import Statement
from pytest_smsactivate.terms import Caps, Who
from pytest_smsactivate.transports.record import RecordingTransport

__all__ = ["Live", "Record"]

__tracebackhide__ = expected

END_PATIENCE = 150.0
"""Seconds that the end of a run waits for what cannot be given back yet: two minutes are usual."""


class Live:
    """Real numbers, by way of the cashier; it is started with the first one, or by `start`."""

    def __init__(self, settings: Settings, *, who: Who) -> None:
        assert settings.key is not None, "settings see to it in live mode"
        words = settings.provider_words or ()
        provider = self._provider = provider_named(settings.provider, dict(words))
        account = Account.at(provider, settings.base_url, settings.key, words)
        caps = Caps(settings.budget, settings.max_numbers, settings.max_price)
        self.clock = LiveClock()
        self.gateway = SmsGateway(active=False)
        self.written: list[str] = []
        webhook = None
        if settings.webhook is not None and not who.joins:
            webhook = Webhook(*settings.webhook, settings.webhook_secret)
        place = Location.of(settings.ledger).url  # which a change of folder does not move
        self.cashier = Cashier(Hello(account, place, who, caps, webhook))
        self._waking = partial(WakefulClock, self.cashier) if settings.webhook else None
        self._whole = not who.joins
        self._purse = RealPurse(self.cashier)

    def start(self) -> None:
        self.cashier.start()

    def open(self, place: Place, provider: Provider) -> tuple[Channel, Purse]:
        """Raises `ConfigurationError` for another provider than the run's: it has no key."""
        self._check(provider)
        return self._channel(self.cashier), self._purse

    def ended(self, place: Place, episode: Episode) -> None:
        """Nothing is left to do: the episode has given everything back."""

    def settle(self) -> None:
        """Nothing passes from one test to the next."""

    def close(self, progress: Progress) -> Statement:
        """Work off what is still held, as long as the patience lasts; what was bought in all."""
        if not self.cashier.started:
            return Statement()
        return self.cashier.close(patience=END_PATIENCE, whole=self._whole, progress=progress)

    def _channel(
        self, transport: Transport, visit: Callable[[str, int], None] | None = None
    ) -> Channel:
        pace = None if self._waking is None else SAFETY
        return Channel(
            transport=transport, clock=self.clock, visit=visit, waking=self._waking, pace=pace
        )

    def _check(self, provider: Provider) -> None:
        if provider.name != self._provider.name:
            raise ConfigurationError(
                f"The key is for {self._provider.name}, and the test asks for {provider.name}.",
                cure=f"Run it alone, with --sms-provider {provider.name} and that key.",
            )


class Record(Live):
    """Live, and each passing test's cassette is written."""

    def __init__(self, settings: Settings, *, who: Who) -> None:
        super().__init__(settings, who=who)
        self._key = settings.key or ""

    def open(self, place: Place, provider: Provider) -> tuple[Channel, Purse]:
        self._check(provider)
        check_writable(place.cassette)
        recorder = RecordingTransport(self.cashier, self.clock)
        return self._channel(recorder, recorder.visit), self._purse

    def ended(self, place: Place, episode: Episode) -> None:
        """Write what was exchanged; raises `CassetteSecret` or what the file system raises."""
        recorder = episode.channel.transport
        if not isinstance(recorder, RecordingTransport) or not recorder.exchanges:
            return
        bought = {
            (line.activation.service, line.activation.country): line.activation.price
            for line in episode.lines
        }
        prices = {pair: price for pair, price in bought.items() if price is not None}
        cassette, secrets = redacted(
            recorder.exchanges,
            provider=episode.provider,
            test=place.test,
            recorded_at=recorder.recorded_at,
            prices=prices,
            key=self._key,
        )
        write(place.cassette, cassette, secrets)
        self.written.append(str(place.cassette))
