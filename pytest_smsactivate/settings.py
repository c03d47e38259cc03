"""What the user asked for: options, environment, ini and marker, checked.

Command line over environment over ini; the marker is more specific than all of
them, save for caps, of which the lowest wins. Imported at every start of pytest,
so it imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pytest_smsactivate.errors import ConfigurationError, expected

if TYPE_CHECKING:
    from pytest_smsactivate.models import ApiKey

__all__ = ["MARKER", "OPTIONS", "Mode", "Option", "Order", "Settings"]

__tracebackhide__ = expected

DEFAULT_PROVIDER = "smsactivate-dev"

LARGEST = Decimal(10) ** 9
"""No run needs more seconds, money or numbers; a socket's timeout cannot be much longer."""

Mode = Literal["replay", "live", "record", "simulate"]


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
        return "SMSACTIVATE_" + self.name.replace("-", "_").upper()


def _name(source: str, value: object) -> str:
    if not isinstance(value, str) or not value or not value.isprintable() or " " in value:
        raise ConfigurationError(
            f"{source}={value!r} is not a name.", cure="Give one word, without spaces."
        )
    return value


def _provider(source: str, value: object) -> str:
    name = _name(source, value)
    if name != DEFAULT_PROVIDER:
        from pytest_smsactivate.providers import provider_named

        try:
            provider_named(name)
        except ConfigurationError as error:
            raise ConfigurationError(f"{source}: {error.what}", cure=error.cure) from None
    return name


def _country(source: str, value: object) -> str:
    if not isinstance(value, str) or len(value) != 2 or not (value.isascii() and value.isalpha()):
        raise ConfigurationError(
            f"{source}={value!r} is not a country.",
            cure="Give the two letters of ISO 3166-1, such as gb or us.",
        )
    if value.lower() == "uk":
        raise ConfigurationError(
            f"{source}={value!r} is not a country.", cure='ISO 3166-1 has "gb".'
        )
    return value.lower()


def _seconds(source: str, value: object) -> float:
    number = _decimal(source, value, "a number of seconds, 0 or more")
    return float(number)


def _amount(source: str, value: object) -> Decimal:
    return _decimal(source, value, "an amount of money, 0 or more")


def _count(source: str, value: object) -> int:
    number = _decimal(source, value, "a whole number, 0 or more")
    if number != int(number):
        raise _misfit(source, value, "a whole number, 0 or more")
    return int(number)


def _folder(source: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise _misfit(source, value, "a folder")
    return value


def _pattern(source: str, value: object) -> str:
    import re

    if not isinstance(value, str):
        raise _misfit(source, value, "a regular expression")
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError):
        raise _misfit(source, value, "a regular expression") from None
    return value


def _decimal(source: str, value: object, wanted: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise _misfit(source, value, wanted)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise _misfit(source, value, wanted) from None
    if not number.is_finite() or number < 0 or number > LARGEST:
        raise _misfit(source, value, wanted)
    return number


def _misfit(source: str, value: object, wanted: str) -> ConfigurationError:
    return ConfigurationError(f"{source}={value!r} is not {wanted}.", cure=f"Give {wanted}.")


def _url(source: str, value: object) -> str:
    """An absolute http(s) URL; plain http only to this machine, since the key travels in it."""
    from urllib.parse import urlsplit

    wanted = "a URL such as https://api.example.com"
    if isinstance(value, str) and any(mark in value for mark in "@?#"):
        # Not shown, since there may be a secret in it.
        raise ConfigurationError(
            f"{source}=... is not a URL without user, query and fragment.",
            cure="Give the address alone; the key comes from SMSACTIVATE_API_KEY.",
        )
    if not isinstance(value, str) or not value.isprintable() or " " in value:
        raise _misfit(source, value, wanted)
    try:
        parts = urlsplit(value)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        raise _misfit(source, value, wanted) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_fits:
        raise _misfit(source, value, wanted)
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ConfigurationError(
            f"{source}={value!r} would send the API key unencrypted to another machine.",
            cure="Use https://; plain http:// is for 127.0.0.1 and localhost only.",
        )
    return value.rstrip("/")


def _ledger(source: str, value: object) -> str:
    """Checked further where it is opened; it may hold a password, and is not shown."""
    if not isinstance(value, str) or not value.startswith(("sqlite:///", "postgres")):
        raise ConfigurationError(
            f"{source}=... is not the URL of a ledger.",
            cure="Give sqlite:////a/path/ledger.sqlite3, or postgresql://user@host/database.",
        )
    return value


OPTIONS = (
    Option("provider", "NAME", "string", _provider, DEFAULT_PROVIDER, "the provider's API"),
    Option("base-url", "URL", "string", _url, None, "where that API is, if not at its own address"),
    Option("service", "NAME", "string", _name, None, "the service that numbers are for"),
    Option("country", "CC", "string", _country, None, "the country of the numbers (ISO 3166-1)"),
    Option("timeout", "SECONDS", "float", _seconds, "120", "how long a wait may take"),
    Option("budget", "AMOUNT", "string", _amount, "1.00", "what one run may spend in all"),
    Option("max-price", "AMOUNT", "string", _amount, None, "what one number may cost"),
    Option("max-numbers", "N", "int", _count, "20", "how many numbers one run may buy in all"),
    Option("cassettes", "DIR", "string", _folder, "cassettes", "the folder beside the test module"),
    Option(
        "ledger", "URL", "string", _ledger, None, "SQLite file or PostgreSQL that keeps accounts"
    ),
)
"""The settings that have a value; the switches of the mode are plugin.py's own."""

MARKER: Mapping[str, Callable[[str, object], object]] = {
    "service": _name,
    "country": _country,
    "timeout": _seconds,
    "max_price": _amount,
    "pattern": _pattern,
    "provider": _provider,
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
                checked = MARKER[key](f"{where}: sms marker {key}", value)
                merged.setdefault(key, checked)
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
    from difflib import get_close_matches

    near = get_close_matches(key, MARKER, n=1)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    return f"{meant}It takes {', '.join(MARKER)}."


class Settings(NamedTuple):
    """One run's settings. Times in seconds, money in the account's currency.

    `base_url` is None for the provider's own; `key` is never shown.
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
    key: ApiKey | None

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
    ) -> Settings:
        """Read and check them all; raises `ConfigurationError` with one line."""
        mode = _mode(
            bool(option("--sms-live")), bool(option("--sms-record")), bool(option("--sms-simulate"))
        )
        values: dict[str, Any] = {
            each.name.replace("-", "_"): _value(each, option, ini, variable) for each in OPTIONS
        }
        key = _key(variable) if mode in ("live", "record") else None
        return cls(mode=mode, key=key, **values)

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
