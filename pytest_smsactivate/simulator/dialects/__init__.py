"""The APIs that the simulated provider speaks, one a file; which one, a request's path tells."""

from __future__ import annotations

from pytest_smsactivate.simulator.dialects.base import Dialect, Refusal, told
from pytest_smsactivate.simulator.dialects.handler_api import HandlerApiDialect
from pytest_smsactivate.simulator.dialects.smsactivate_app import SmsActivateAppDialect
from pytest_smsactivate.simulator.dialects.smsactivate_dev import SmsActivateDevDialect

__all__ = [
    "Dialect",
    "HandlerApiDialect",
    "Refusal",
    "SmsActivateAppDialect",
    "SmsActivateDevDialect",
    "all_dialects",
    "told",
]


def all_dialects() -> tuple[Dialect, ...]:
    """One of each, for one simulated provider."""
    return SmsActivateDevDialect(), SmsActivateAppDialect(), HandlerApiDialect()
