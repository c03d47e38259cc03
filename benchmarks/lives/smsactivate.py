"""With this plugin, from a cassette of its own."""

import pytest

from benchmarks.lives.provider import CODE, ORDER
from pytest_smsactivate import PhoneNumber

pytestmark = pytest.mark.sms(**ORDER)


def test_life(sms_number: PhoneNumber) -> None:
    assert sms_number.wait_for_code() == CODE
