"""The commands of a run, and what they leave in its folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaign import place as module
from campaign.death import Death
from campaign.place import KEY, Place
from campaign.plan import AtCassette, AtTime, drawn

PLAIN = replace(
    drawn(1, 0, "handler-api"),
    tests=("code",),
    record=False,
    workers=0,
    guard=None,
    death=Death.KILL,
    moment=AtTime(1.0),
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "suite").mkdir()
    return Place(tmp_path, "http://127.0.0.1:1", "handler-api")


@pytest.fixture
def begun(monkeypatch):
    """Commands and environments of what would have been begun."""
    begun = []
    monkeypatch.setattr(
        module.subprocess, "Popen", lambda command, **how: begun.append((command, how["env"]))
    )
    return begun


def test_a_run_buys_from_the_provider_that_the_plan_names(place, begun):
    place.pytest("suite", PLAIN)
    ((command, environment),) = begun
    line = " ".join(command)
    assert "--sms-live --sms-provider handler-api --sms-base-url http://127.0.0.1:1" in line
    assert "xdist" not in line
    assert "--sms-record" not in line
    assert environment["SMSACTIVATE_API_KEY"] == KEY
    assert "CAMPAIGN_AT_CASSETTE" not in environment


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tests": ("async_code",)}, "-p pytest_asyncio.plugin"),
        ({"workers": 2}, "-n 2"),
        ({"guard": "thread", "limit": 2.0}, "--timeout=2.0 --timeout-method=thread"),
        ({"record": True}, "--sms-record"),
    ],
)
def test_what_a_plan_needs_is_loaded(place, begun, change, words):
    place.pytest("suite", replace(PLAIN, **change))
    ((command, _),) = begun
    assert words in " ".join(command)


def test_a_run_is_told_at_which_moment_of_a_cassette_to_stand_still(place, begun):
    place.pytest("suite", replace(PLAIN, record=True, moment=AtCassette("os.rename")))
    ((_, environment),) = begun
    assert environment["CAMPAIGN_AT_CASSETTE"] == "os.rename"


def test_the_shell_speaks_with_the_same_provider(place, begun):
    place.shell("reap", "--json")
    ((command, environment),) = begun
    assert command[-2:] == ["reap", "--json"]
    assert environment["SMSACTIVATE_PROVIDER"] == "handler-api"
    assert environment["SMSACTIVATE_BASE_URL"] == "http://127.0.0.1:1"


def test_what_was_printed_last_is_kept(place):
    for arguments in (("leases", "--help"), ("reap", "--help")):
        assert place.shell(*arguments).wait() == 0
    assert "Usage: smsactivate reap" in place.told


def test_what_tests_asked_for_is_counted(place, tmp_path):
    assert place.asked == 0
    (tmp_path / "asked").write_text("a number\na number\n")
    assert place.asked == 2
