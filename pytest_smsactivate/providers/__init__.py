"""One API a file: each builds requests and reads answers, and does nothing else."""

from __future__ import annotations

from pytest_smsactivate.errors import ConfigurationError, expected
from pytest_smsactivate.providers.base import Provider

__all__ = ["NAMES", "Provider", "provider_named"]

__tracebackhide__ = expected

NAMES = ("smsactivate-dev",)


def provider_named(name: str) -> Provider:
    """The provider called `name`; raises `ConfigurationError` naming the nearest one."""
    if name == "smsactivate-dev":
        from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

        return SmsActivateDev()
    from difflib import get_close_matches

    nearest = get_close_matches(name, NAMES, n=1) or NAMES
    raise ConfigurationError(
        f"There is no provider {name!r}.",
        cure=f"Did you mean {nearest[0]!r}? Known: {', '.join(NAMES)}.",
    )
