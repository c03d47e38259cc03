"""What the user asked for: options, environment, ini and marker, checked.

Command line over environment over ini; the marker is more specific than all of
them, save for caps, of which the lowest wins. Imported at every start of pytest,
so it imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pytest_smsactivate import checked
from pytest_smsactivate.checked import DEFAULT_PROVIDER
from pytest_smsactivate.errors import ConfigurationError, expected

if TYPE_CHECKING:
    from pytest_smsactivate.models import ApiKey

__all__ = ["MARKER", "OPTIONS", "Mode", "Option", "Order", "Settings"]

__tracebackhide__ = expected

Mode = Literal["replay", "live", "record", "simulate"]

PREFIX = "SMSACTIVATE_"
"""Of every variable that is meant for us."""


A_TYPO = 0.8
"""How like one of ours another variable is at the least, by difflib's ratio, to be one of ours."""


class Option(NamedTuple):
    """One setting: `--sms-NAME`, `SMSACTIVATE_NAME`, and the ini key `sms_name`."""

    name: str
    metavar: str
    ini_type: Literal["string", "float", "int"]
    parse: Callable[[str, object], object]
    default: str | None
    help: str

    @property
    def flag(self) -> str:
        return "--sms-" + self.name

    @property
    def ini(self) -> str:
        return "sms_" + self.name.replace("-", "_")

    @property
    def variable(self) -> str:
        return PREFIX + self.name.replace("-", "_").upper()


OPTIONS = (
    Option("provider", "NAME", "string", checked.provider, DEFAULT_PROVIDER, "whose API it is"),
    Option("base-url", "URL", "string", checked.url, None, "where that is, if not where it says"),
    Option("service", "NAME", "string", checked.name, None, "the service that numbers are for"),
    Option("country", "CC", "string", checked.country, None, "of the numbers (ISO 3166-1)"),
    Option("timeout", "SECONDS", "float", checked.seconds, "120", "how long a wait may take"),
    Option("budget", "AMOUNT", "string", checked.amount, "1.00", "what one run may spend in all"),
    Option("max-price", "AMOUNT", "string", checked.amount, None, "what one number may cost"),
    Option("max-numbers", "N", "int", checked.count, "20", "how many one run may buy in all"),
    Option("cassettes", "DIR", "string", checked.folder, "cassettes", "beside the test module"),
    Option("ledger", "URL", "string", checked.ledger, None, "SQLite or PostgreSQL for accounts"),
    Option("provider-words", "NAME=WORD", "string", checked.words, None, "its names for things"),
    Option("webhook", "[HOST:]PORT", "string", checked.webhook, None, "where notices are heard"),
    Option("webhook-url", "URL", "string", checked.public_url, None, "where that is from outside"),
)
"""The settings that have a value; the switches of the mode are plugin.py's own."""

VARIABLES = (
    *(each.variable for each in OPTIONS),
    "SMSACTIVATE_API_KEY",
    "SMSACTIVATE_WEBHOOK_SECRET",
    "SMSACTIVATE_RUN",
)
"""All that there are in the environment; the last ones have no option."""

MARKER: Mapping[str, Callable[[str, object], object]] = {
    "service": checked.name,
    "country": checked.country,
    "timeout": checked.seconds,
    "max_price": checked.amount,
    "pattern": checked.pattern,
    "provider": checked.provider,
}


class Order(NamedTuple):
    """What one test asks for, from its markers, the closest first, key by key."""

    service: str | None = None
    country: str | None = None
    timeout: float | None = None
    max_price: Decimal | None = None
    pattern: str | None = None
    provider: str | None = None

    @classmethod
    def of(cls, where: str, *layers: Mapping[str, object]) -> Order:
        """Merge the layers; raises `ConfigurationError` for an unknown key or a wrong type."""
        merged: dict[str, Any] = {}
        for layer in layers:
            for key, value in layer.items():
                if key not in MARKER:
                    raise ConfigurationError(
                        f"{where}: the sms marker has no {key!r}.", cure=_nearest(key)
                    )
                merged.setdefault(key, MARKER[key](f"{where}: sms marker {key}", value))
        return cls(**merged)

    def named(self, where: str, *, service: str | None, country: str | None) -> tuple[str, str]:
        """The service and the country, the run's defaults where the order leaves them open.

        Raises `ConfigurationError` when either is named nowhere.
        """
        service, country = self.service or service, self.country or country
        if service is None:
            raise _unnamed(where, "service", "telegram")
        if country is None:
            raise _unnamed(where, "country", "gb")
        return service, country


def _unnamed(where: str, what: str, example: str) -> ConfigurationError:
    return ConfigurationError(
        f"{where} needs a number, and no {what} is named.",
        cure=f'Add @pytest.mark.sms({what}="{example}"), --sms-{what} or the ini sms_{what}.',
    )


def _nearest(key: str) -> str:
    near = _near(key, MARKER)
    meant = f"Did you mean {near!r}? " if near else ""
    return f"{meant}It takes {', '.join(MARKER)}."


def _near(key: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(key, list(known), n=1, cutoff=likeness)
    return near[0] if near else None


class Settings(NamedTuple):
    """One run's settings. Times in seconds, money in the account's currency.

    `base_url` is None for the provider's own; `webhook` is where to listen for notices, and
    `webhook_url` where that is for the provider. `key` and `webhook_secret` are never shown.
    """

    mode: Mode
    provider: str
    base_url: str | None
    service: str | None
    country: str | None
    timeout: float
    budget: Decimal
    max_price: Decimal | None
    max_numbers: int
    cassettes: str
    ledger: str | None
    provider_words: tuple[tuple[str, str], ...] | None
    webhook: tuple[str, int] | None
    webhook_url: str | None
    key: ApiKey | None
    webhook_secret: ApiKey | None = None

    @property
    def real(self) -> bool:
        """Whether numbers are bought with real credits."""
        return self.mode in ("live", "record")

    @classmethod
    def resolve(
        cls,
        option: Callable[[str], object],
        ini: Callable[[str], object],
        variable: Callable[[str], str | None],
        variables: Iterable[str] = (),
    ) -> Settings:
        """Read and check them all; raises `ConfigurationError` with one line.

        `variables` are the names in the environment. Where money is spent, a mistyped one
        is refused: it may have been a cap.
        """
        mode = _mode(
            bool(option("--sms-live")), bool(option("--sms-record")), bool(option("--sms-simulate"))
        )
        values: dict[str, Any] = {
            each.name.replace("-", "_"): _value(each, option, ini, variable) for each in OPTIONS
        }
        settings = cls(mode=mode, key=None, **values)
        settings._check_provider()
        if not settings.real:
            return settings
        _check_names(name for name in variables if variable(name))
        return settings._replace(key=_key(variable), webhook_secret=_secret(variable))

    def _check_provider(self) -> None:
        """What the provider cannot do is told before the first test."""
        if self.provider == DEFAULT_PROVIDER and not self.webhook and not self.provider_words:
            return  # without importing it
        from pytest_smsactivate.providers import provider_named

        provider = provider_named(self.provider, dict(self.provider_words or ()))
        if self.real:
            provider.address(self.base_url)
        if self.real and self.webhook is not None and not provider.capabilities.webhook:
            from pytest_smsactivate.providers import able

            raise ConfigurationError(
                f"--sms-webhook: {self.provider} has no webhooks.",
                cure=f"Leave it out; these have: {', '.join(able('webhook'))}.",
            )

    def __repr__(self) -> str:
        return f"<Settings {self.mode}, {self.provider}>"


def _mode(live: bool, record: bool, simulate: bool) -> Mode:
    if live and simulate:
        raise ConfigurationError(
            "--sms-live and --sms-simulate contradict each other.",
            cure="Give --sms-live for real numbers, or --sms-simulate for none.",
        )
    if record and not live:
        raise ConfigurationError(
            "--sms-record writes down what the real provider answers, and there is no --sms-live.",
            cure="Give both: --sms-live --sms-record.",
        )
    if live:
        return "record" if record else "live"
    return "simulate" if simulate else "replay"


def _value(
    each: Option,
    option: Callable[[str], object],
    ini: Callable[[str], object],
    variable: Callable[[str], str | None],
) -> object:
    given = option(each.flag)
    if given is not None:
        return each.parse(each.flag, given)
    told = variable(each.variable)
    if told:
        return each.parse(each.variable, told)
    try:
        written = ini(each.ini)
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"{each.ini} in the ini file: {error}.") from None
    if written is not None and written != "":
        return each.parse(each.ini, written)
    return None if each.default is None else each.parse(each.flag, each.default)


def _check_names(variables: Iterable[str]) -> None:
    """Variables that are like none of ours that is missing are the application's."""
    given = {name.removeprefix(PREFIX) for name in variables if name.startswith(PREFIX)}
    ours = {each.removeprefix(PREFIX) for each in VARIABLES}
    for name in sorted(given - ours):
        near = _near(name, ours - given, A_TYPO)
        if near is not None and not name.startswith(f"{near}_"):
            raise ConfigurationError(
                f"{PREFIX}{name} is set, and there is no such setting.",
                cure=f"Did you mean {PREFIX}{near}? Rename it, or unset it.",
            )


def _secret(variable: Callable[[str], str | None]) -> ApiKey | None:
    """By which notices are signed; the environment's alone, as the key is."""
    from pytest_smsactivate.models import ApiKey

    told = variable("SMSACTIVATE_WEBHOOK_SECRET")
    return ApiKey(told) if told else None


def _key(variable: Callable[[str], str | None]) -> ApiKey:
    from pytest_smsactivate.models import ApiKey

    key = ApiKey(variable("SMSACTIVATE_API_KEY") or "")
    if not key:
        raise ConfigurationError(
            "--sms-live needs an API key, and SMSACTIVATE_API_KEY is not set.",
            cure="Set it to the key from the provider's dashboard, or leave out --sms-live.",
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ConfigurationError(
            "SMSACTIVATE_API_KEY holds white space, a line break or a letter that no key has.",
            cure="Set it again, with nothing before, in or after the key.",
        )
    return key
