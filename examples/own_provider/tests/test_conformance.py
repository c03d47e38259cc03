"""All that pytest-smsactivate relies on in a provider."""

from __future__ import annotations

from our_dialect import OurDialect
from our_numbers import OurNumbers

from pytest_smsactivate.conformance import ProviderConformance


class TestOurNumbers(ProviderConformance):
    provider = OurNumbers
    dialect = OurDialect
