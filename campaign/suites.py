"""Writes the small suite of one run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from campaign.plan import Kind

__all__ = ["COUNTRY", "SERVICE", "write"]

SERVICE = "telegram"
COUNTRY = "gb"

INI = f"""\
[pytest]
addopts = --strict-markers --strict-config
sms_service = {SERVICE}
sms_country = {COUNTRY}
sms_timeout = 3
"""

HEAD = """\
import threading

import pytest

from pytest_smsactivate import number_fixture

shared_number = number_fixture(scope="module")
"""

TESTS: dict[Kind, str] = {
    "code": """
def test_{place}_code(sms_number):
    assert sms_number.wait_for_code().isdigit()
""",
    "cancel": """
def test_{place}_cancel(sms_number):
    sms_number.cancel()
""",
    "pool": """
def test_{place}_pool(sms_numbers, ask):
    for _ in range(2):
        ask()
        sms_numbers.buy()
    first, _ = sms_numbers
    first.wait_for_code()
""",
    "fails": """
def test_{place}_fails(sms_number):
    assert sms_number.national == "no such number"
""",
    "async_code": """
@pytest.mark.asyncio
async def test_{place}_async_code(async_sms_number):
    assert (await async_sms_number.wait_for_code()).isdigit()
""",
    "async_pool": """
@pytest.mark.asyncio
async def test_{place}_async_pool(async_sms_numbers, ask):
    for _ in range(2):
        ask()
        await async_sms_numbers.buy()
""",
    "shared": """
def test_{place}_shared(shared_number):
    assert shared_number.wait_for_code().isdigit()


def test_{place}_shared_again(shared_number):
    assert shared_number.e164
""",
    "hangs": """
def test_{place}_hangs(sms_number):
    threading.Event().wait()
""",
    "nothing": """
def test_{place}_nothing(sms_number):
    pass
""",
    "resend": """
def test_{place}_resend(sms_number):
    sms_number.wait_for_code()
    sms_number.request_another()
    assert sms_number.wait_for_code().isdigit()
""",
    "renewal": """
def test_{place}_renewal(sms_number):
    sms_number.renew()
    assert sms_number.wait_for_code().isdigit()
""",
}


def write(folder: Path, tests: Iterable[Kind]) -> None:
    """A module with these tests, in this order, and its pytest.ini."""
    folder.mkdir(parents=True)
    (folder / "pytest.ini").write_text(INI, "utf-8")
    written = [TESTS[kind].replace("{place}", str(place)) for place, kind in enumerate(tests)]
    (folder / "test_it.py").write_text("\n".join([HEAD, *written]), "utf-8")
