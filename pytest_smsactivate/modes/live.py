"""Live, and record on top of it: real numbers, bought with real credits."""

from __future__ import annotations

import msgspec

from pytest_smsactivate.cassettes import check_writable, redacted, write
from pytest_smsactivate.clock import Jitter, LiveClock
from pytest_smsactivate.episode import Channel, Episode, Purse
from pytest_smsactivate.errors import ConfigurationError, expected
from pytest_smsactivate.gateway import SmsGateway
from pytest_smsactivate.ledger.books import Books, Caps
from pytest_smsactivate.ledger.purse import RealPurse
from pytest_smsactivate.ledger.statement import Statement
from pytest_smsactivate.ledger.watchdog import Account, Watchdog
from pytest_smsactivate.modes import Place
from pytest_smsactivate.providers import Provider, provider_named
from pytest_smsactivate.settings import Settings
from pytest_smsactivate.transports.live import LiveTransport
from pytest_smsactivate.transports.record import RecordingTransport

__all__ = ["Live", "Record"]

__tracebackhide__ = expected


class Live:
    """Real numbers. The transport is made at once, before a test can set up its doubles."""

    def __init__(self, settings: Settings, jitter: Jitter, *, workers: int) -> None:
        assert settings.key is not None, "settings see to it in live mode"
        provider = self._provider = provider_named(settings.provider)
        account = Account(provider.name, settings.base_url or provider.base_url, settings.key)
        self.clock = LiveClock()
        self.gateway = SmsGateway(active=False)
        self.transport = LiveTransport(account.provider, account.base_url, account.key)
        caps = Caps(settings.budget, settings.max_numbers, settings.max_price, workers)
        self.purse = RealPurse(
            Books(caps),
            Watchdog(account),
            transport=self.transport,
            clock=self.clock,
            jitter=jitter,
        )

    def open(self, place: Place, provider: Provider) -> tuple[Channel, Purse]:
        """Raises `ConfigurationError` for another provider than the run's: it has no key."""
        self._check(provider)
        return Channel(transport=self.transport, clock=self.clock), self.purse

    def ended(self, place: Place, episode: Episode) -> None:
        """Nothing is left to do: the episode has given everything back."""

    def settle(self) -> None:
        """Nothing passes from one test to the next."""

    def statement(self) -> Statement:
        return self.purse.books.statement()

    def close(self) -> None:
        """The end of the run: what is still open is the watchdog's to release.

        A purchase that is still under way (after Ctrl-C was pressed twice) goes on in
        its thread, and the process, with the pipe to the watchdog, ends after it.
        """
        if not self.purse.books.under_way:
            self.transport.close()
            self.purse.watchdog.dismiss()

    def _check(self, provider: Provider) -> None:
        if provider.name != self._provider.name:
            raise ConfigurationError(
                f"The key is for {self._provider.name}, and the test asks for {provider.name}.",
                cure=f"Run it alone, with --sms-provider {provider.name} and that key.",
            )


class Record(Live):
    """Live, and each passing test's cassette is written."""

    def __init__(self, settings: Settings, jitter: Jitter, *, workers: int) -> None:
        super().__init__(settings, jitter, workers=workers)
        self._key = settings.key or ""
        self._written: list[str] = []

    def open(self, place: Place, provider: Provider) -> tuple[Channel, Purse]:
        self._check(provider)
        check_writable(place.cassette)
        recorder = RecordingTransport(self.transport, self.clock)
        return Channel(transport=recorder, clock=self.clock, visit=recorder.visit), self.purse

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
        self._written.append(str(place.cassette))

    def statement(self) -> Statement:
        return msgspec.structs.replace(super().statement(), written=tuple(self._written))
