"""Time that a conftest or a test module freezes while it is imported, for good."""

from __future__ import annotations

import pytest

IN_A_HURRY = """
from pytest_smsactivate.flows import wait
from pytest_smsactivate.models import Pace
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

SmsActivateDev.pace = Pace(first=0.02)
wait.SHORTEST_REQUEST = 30.0  # however slow the machine is
"""

FREEZE = """
import freezegun
freezegun.freeze_time("2020-01-01").start()
"""

USE = """
import time
from datetime import datetime
from pytest_smsactivate import CodeTimeout, Message, PhoneNumber

def test_it(sms_number):
    before = time.time()
    assert isinstance(sms_number, PhoneNumber)
    assert isinstance(sms_number.wait_for_message(), Message)
    sms_number.expect_no_message(within=0.1)
    with pytest.raises(CodeTimeout):
        sms_number.wait_for_code(timeout=0.1)
    assert sms_number.expires_at.year > 2020
    assert time.time() == before, "it was frozen"
    assert datetime.now().year == 2020

def test_by_name(request):
    assert request.getfixturevalue("sms_number").wait_for_code()
"""

WHERE = {"conftest": (FREEZE, ""), "module": ("", FREEZE)}


@pytest.fixture(params=WHERE)
def frozen(request, suite):
    """Write a suite that is frozen from then on; it runs in a process of its own.

    Nothing that a test uses is imported before, save in live mode.
    """

    def write(code, before=""):
        conftest, module = WHERE[request.param]
        suite.write(before + conftest, "conftest.py")
        suite.write(module + code)

    return write


@pytest.mark.parametrize("arguments", [(), ("-n1",)], ids=["alone", "in a worker"])
@pytest.mark.parametrize("hurry", ["", IN_A_HURRY], ids=["at leisure", "in a hurry"])
def test_real_numbers_are_bought_and_recorded_and_replayed(
    suite, simulator, frozen, arguments, hurry
):
    simulator.sms_after = 0.1
    if arguments:
        suite.beside("xdist")
    frozen(USE, before=hurry)
    suite.live(*arguments, apart=True).assert_outcomes(passed=2)
    suite.record(*arguments, apart=True).assert_outcomes(passed=2)
    assert (simulator.account.bought, simulator.account.open) == (4, [])
    assert "2020-01-01" not in str(suite.cassettes)
    suite.replay(*arguments, apart=True).assert_outcomes(passed=2)


def test_a_replayed_number_that_is_asked_for_by_name_alone(suite, frozen):
    code = "def test_it(request): assert request.getfixturevalue('sms_number').wait_for_code()"
    frozen(code)
    suite.record(apart=True).assert_outcomes(passed=1)
    suite.replay(apart=True).assert_outcomes(passed=1)
    suite.simulate(apart=True).assert_outcomes(passed=1)


@pytest.mark.parametrize("provider", ["smsactivate-app", "handler-api"])
@pytest.mark.parametrize("named", ["by the marker", "by the option"])
def test_another_provider_is_read_in_frozen_time(suite, frozen, provider, named):
    options = ("--sms-provider", provider)
    marker = ""
    if named == "by the marker":
        options, marker = (), f'@pytest.mark.sms(provider="{provider}")\n'
    frozen(f"{marker}def test_it(sms_number): assert sms_number.wait_for_code()")
    suite.simulate(*options, apart=True).assert_outcomes(passed=1)


def test_a_clock_that_was_frozen_before_the_plugin_came_is_named(pytester, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(FREEZE + "pytest_plugins = ['pytest_smsactivate.plugin']")
    pytester.makepyfile("def test_it(sms_number): pass")
    result = pytester.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert [line for line in result.errlines if line] == [
        "ERROR: Time was frozen, as freezegun does it, before pytest-smsactivate was loaded. "
        "Freeze it in a fixture, or load the plugin first: -p pytest_smsactivate.plugin."
    ]
