"""What this house relies on in a provider, as tests to be derived from.

In a test module of the package that brings the provider:

    from pytest_smsactivate.conformance import ProviderConformance

    class TestOurs(ProviderConformance):
        provider = OurProvider
        dialect = OurDialect

Each inherited test runs the real flows against a simulated provider that speaks the
dialect, in virtual time; where the key, the login or the wire matters, over HTTP on
loopback. What the provider's capabilities leave out is skipped, and it is tested that
its call raises `NotSupported`. No account, key or network is needed.
"""

from __future__ import annotations

from pytest_smsactivate.conformance.buying import Buying
from pytest_smsactivate.conformance.capabilities import Lacking, Offering
from pytest_smsactivate.conformance.giving_back import GivingBack
from pytest_smsactivate.conformance.reading import Reading
from pytest_smsactivate.conformance.recording import Recording
from pytest_smsactivate.conformance.waiting import Waiting
from pytest_smsactivate.conformance.wire import Wire

__all__ = ["ProviderConformance"]


class ProviderConformance(Offering, Buying, Waiting, GivingBack, Wire, Recording, Reading, Lacking):
    """To be derived from, with a name that pytest collects.

    `provider` and `dialect` are classes, or functions without arguments that make one:
    `functools.partial(OurProvider, {"number": "phone"})`. `service` and `country` (ISO
    3166-1, in lower case) are what is bought, by names that the provider knows; `key` has
    the form of the API's own, and may be any where that is free.
    """
