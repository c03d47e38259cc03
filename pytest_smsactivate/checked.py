"""What a setting may be: each of these takes where a value came from, and the value.

They return it checked, or raise `ConfigurationError` in one line. Imported at every start of
pytest, so nothing heavy is.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pytest_smsactivate.errors import ConfigurationError, expected

__all__ = [
    "DEFAULT_PROVIDER",
    "amount",
    "count",
    "country",
    "folder",
    "ledger",
    "name",
    "pattern",
    "provider",
    "public_url",
    "seconds",
    "url",
    "webhook",
    "words",
]

__tracebackhide__ = expected

DEFAULT_PROVIDER = "smsactivate-dev"

LARGEST_PORT = 65_535

LARGEST = Decimal(10) ** 9
"""No run needs more seconds, money or numbers; a socket's timeout cannot be much longer."""

LONGEST_NUMBER = 4
"""Digits of a provider's own number for a country."""


def name(source: str, value: object) -> str:
    if not isinstance(value, str) or not value or not value.isprintable() or " " in value:
        raise ConfigurationError(
            f"{source}={value!r} is not a name.", cure="Give one word, without spaces."
        )
    return value


def provider(source: str, value: object) -> str:
    called = name(source, value)
    if called != DEFAULT_PROVIDER:
        from pytest_smsactivate.providers import provider_named

        try:
            provider_named(called)
        except ConfigurationError as error:
            raise ConfigurationError(f"{source}: {error.what}", cure=error.cure) from None
    return called


def country(source: str, value: object) -> str:
    """Two letters, or a provider's own number for a country."""
    known = isinstance(value, str) and value.isascii()
    if known and isinstance(value, str) and value.isdigit() and len(value) <= LONGEST_NUMBER:
        return value
    if not isinstance(value, str) or len(value) != 2 or not (known and value.isalpha()):
        raise ConfigurationError(
            f"{source}={value!r} is not a country.",
            cure="Give the two letters of ISO 3166-1, such as gb or us.",
        )
    if value.lower() == "uk":
        raise ConfigurationError(
            f"{source}={value!r} is not a country.", cure='ISO 3166-1 has "gb".'
        )
    return value.lower()


def words(source: str, value: object) -> tuple[tuple[str, str], ...]:
    """`number=phone release=cancel`; whether the provider has such words, it checks itself."""
    pairs = [pair.partition("=") for pair in value.split()] if isinstance(value, str) else []
    if not pairs or not all(name and told for name, _, told in pairs):
        raise ConfigurationError(
            f"{source}={value!r} is not a list of words.",
            cure="Give NAME=WORD, several with spaces between them: number=phone release=cancel.",
        )
    return tuple((name, told) for name, _, told in pairs)


def webhook(source: str, value: object) -> tuple[str, int]:
    """Where to listen: `PORT`, on this machine alone, or `HOST:PORT`."""
    host, _, port = str(value).rpartition(":")
    fits = isinstance(value, str | int) and not isinstance(value, bool) and port.isascii()
    if not fits or not port.isdigit() or not 0 < int(port) <= LARGEST_PORT:
        raise _misfit(source, value, "PORT or HOST:PORT")
    return host.strip("[]") or "127.0.0.1", int(port)


def public_url(source: str, value: object) -> str:
    """What the provider calls; no key travels there, so plain http is fine."""
    return _checked_url(source, value)


def seconds(source: str, value: object) -> float:
    number = _decimal(source, value, "a number of seconds, 0 or more")
    return float(number)


def amount(source: str, value: object) -> Decimal:
    return _decimal(source, value, "an amount of money, 0 or more")


def count(source: str, value: object) -> int:
    number = _decimal(source, value, "a whole number, 0 or more")
    if number != int(number):
        raise _misfit(source, value, "a whole number, 0 or more")
    return int(number)


def folder(source: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise _misfit(source, value, "a folder")
    return value


def pattern(source: str, value: object) -> str:
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


def url(source: str, value: object) -> str:
    """An absolute http(s) URL; plain http only to this machine, since the key travels in it."""
    from urllib.parse import urlsplit

    checked = _checked_url(source, value)
    parts = urlsplit(checked)
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ConfigurationError(
            f"{source}={value!r} would send the API key unencrypted to another machine.",
            cure="Use https://; plain http:// is for 127.0.0.1 and localhost only.",
        )
    return checked


def _checked_url(source: str, value: object) -> str:
    """An absolute http(s) URL without secrets."""
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
    return value.rstrip("/")


def ledger(source: str, value: object) -> str:
    """Checked further where it is opened; it may hold a password, and is not shown."""
    if not isinstance(value, str) or not value.startswith(("sqlite:///", "postgres")):
        raise ConfigurationError(
            f"{source}=... is not the URL of a ledger.",
            cure="Give sqlite:////a/path/ledger.sqlite3, or postgresql://user@host/database.",
        )
    return value
