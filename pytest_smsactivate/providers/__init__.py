"""One API a file: each builds requests and reads answers, and does nothing else.

Others join by the entry-point group `pytest_smsactivate.providers`: a name, and a class
that is a `Provider`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from pytest_smsactivate.errors import ConfigurationError, expected
from pytest_smsactivate.providers.base import Capabilities, Provider

__all__ = ["GROUP", "NAMES", "Capabilities", "Provider", "able", "names", "provider_named"]

__tracebackhide__ = expected

GROUP = "pytest_smsactivate.providers"

_HOMES = {
    "smsactivate-dev": ("smsactivate_dev", "SmsActivateDev"),
    "smsactivate-app": ("smsactivate_app", "SmsActivateApp"),
    "handler-api": ("handler_api", "HandlerApi"),
}

NAMES = tuple(_HOMES)
"""Our own."""


def names() -> tuple[str, ...]:
    """Our own, and those of installed packages."""
    return (*NAMES, *sorted(_others()))


def provider_named(name: str, words: Mapping[str, str] | None = None) -> Provider:
    """The provider called `name`; raises `ConfigurationError` naming the nearest one.

    `words` are names that its API has for fields and actions, where they differ.
    """
    return _class_named(name)(words)


def able(capability: str) -> list[str]:
    """The providers that have a capability, by their names; one that cannot be loaded has none."""
    return [each.name for each in _all() if getattr(each.capabilities, capability, False)]


def _all() -> Iterator[type[Provider]]:
    for name in names():
        with suppress(ConfigurationError):
            yield _class_named(name)


def _class_named(name: str) -> type[Provider]:
    if name in _HOMES:
        module, kind = _HOMES[name]
        found: type[Provider] = getattr(import_module(f"{__name__}.{module}"), kind)
        return found
    return _other_named(name)


def _others() -> set[str]:
    return {point.name for point in entry_points(group=GROUP)} - set(NAMES)


def _other_named(name: str) -> type[Provider]:
    for point in entry_points(group=GROUP, name=name):
        return _loaded(point)
    from difflib import get_close_matches

    known = names()
    nearest = get_close_matches(name, known, n=1) or known
    raise ConfigurationError(
        f"There is no provider {name!r}.",
        cure=f"Did you mean {nearest[0]!r}? Known: {', '.join(known)}.",
    )


def _loaded(point: EntryPoint) -> type[Provider]:
    """Whatever an installed package may bring along, it is told in one line."""
    where = f"The provider {point.name!r} ({point.value})"
    try:
        kind = point.load()
    except Exception as failure:
        what = f"{type(failure).__name__}, {failure}"
        raise ConfigurationError(
            f"{where} cannot be loaded: {' '.join(what.split())}.",
            cure="Mend or uninstall the package that brings it.",
        ) from None
    if not (isinstance(kind, type) and issubclass(kind, Provider)):
        raise ConfigurationError(
            f"{where} is not a subclass of Provider.",
            cure="Derive it from pytest_smsactivate.providers.Provider.",
        )
    return kind
