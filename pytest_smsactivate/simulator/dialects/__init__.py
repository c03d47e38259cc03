"""The APIs that the simulated provider speaks, one a file; which one, a request's path tells.

Others join by the entry-point group `pytest_smsactivate.dialects`: the provider's name, and a
class that is a `Dialect`.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.simulator.dialects.base import Dialect, Refusal, told
from pytest_smsactivate.simulator.dialects.handler_api import HandlerApiDialect
from pytest_smsactivate.simulator.dialects.owned import OwnedNumbersDialect
from pytest_smsactivate.simulator.dialects.smsactivate_app import SmsActivateAppDialect
from pytest_smsactivate.simulator.dialects.smsactivate_dev import SmsActivateDevDialect

__all__ = [
    "Dialect",
    "HandlerApiDialect",
    "OwnedNumbersDialect",
    "Refusal",
    "SmsActivateAppDialect",
    "SmsActivateDevDialect",
    "all_dialects",
    "told",
]

GROUP = "pytest_smsactivate.dialects"


def all_dialects() -> tuple[Dialect, ...]:
    """One of each, for one simulated provider; raises `ConfigurationError`."""
    others = (_loaded(point) for point in entry_points(group=GROUP))
    return SmsActivateDevDialect(), SmsActivateAppDialect(), HandlerApiDialect(), *others


def _loaded(point: EntryPoint) -> Dialect:
    try:
        dialect: Dialect = point.load()()
    except Exception as failure:
        what = " ".join(f"{type(failure).__name__}, {failure}".split())
        raise ConfigurationError(
            f"The dialect {point.name!r} ({point.value}) cannot be loaded: {what}.",
            cure="Mend or uninstall the package that brings it.",
        ) from None
    return dialect
