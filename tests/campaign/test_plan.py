"""What the campaign draws: the same for the same seed, and everything there is."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain

import pytest

from campaign.death import Death
from campaign.plan import HANG_LIMIT, AtCassette, AtRequest, AtTime, drawn
from campaign.suites import TESTS, write
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.providers import NAMES
from pytest_smsactivate.simulator import SimulatedProvider

PLANS = [drawn(1, index) for index in range(1000)]

OF_EACH = {name: [drawn(1, index, name) for index in range(500)] for name in NAMES}


def test_a_run_can_be_drawn_again():
    assert drawn(7, 217) == drawn(7, 217)
    assert drawn(7, 217) != drawn(7, 218)
    assert drawn(7, 217) != drawn(8, 217)


def test_each_provider_has_its_turn_and_a_run_is_the_same_when_it_is_named():
    assert [plan.provider for plan in PLANS[:4]] == [*NAMES, NAMES[0]]
    for index in range(30):
        assert drawn(7, index) == drawn(7, index, drawn(7, index).provider)


def test_the_providers_share_what_is_not_of_one_alone():
    shared = ("record", "workers", "sms_after", "price", "cancel_after", "death", "nets", "dice")
    for plans in zip(*OF_EACH.values(), strict=True):
        for name in shared:
            assert len({getattr(plan, name) for plan in plans}) == 1
        assert {type(plan.moment) for plan in plans} == {type(plans[0].moment)}
        first = set(plans[0].tests)
        assert all(first <= set(plan.tests) <= first | {"resend", "renewal"} for plan in plans)


@pytest.mark.parametrize(
    ("provider", "own", "kind", "lacking"),
    [
        ("smsactivate-dev", set(), set(), set()),
        ("smsactivate-app", {"login", "renew"}, {"renewal"}, {"offer", "balance"}),
        ("handler-api", {"another", "activations"}, {"resend"}, set()),
    ],
)
def test_what_only_one_provider_has_is_drawn_for_it_and_what_it_lacks_is_not(
    provider, own, kind, lacking
):
    plans = OF_EACH[provider]
    moments = {plan.moment.endpoint for plan in plans if isinstance(plan.moment, AtRequest)}
    faults = {fault["endpoint"] for plan in plans for fault in plan.faults}
    troubles = {plan.trouble.endpoint for plan in plans if plan.trouble is not None}
    usual = {"buy", "look", "cancel", "offer", "balance"} - lacking
    assert moments == usual | own
    assert faults == usual | own | {"*"}
    assert not troubles & lacking
    assert any(plan.stranger for plan in plans) is (provider == "handler-api")
    assert {each for plan in plans for each in plan.tests} & {"resend", "renewal"} == kind
    assert {plan.tests.index("hangs") for plan in plans if "hangs" in plan.tests} == {0}


def test_every_way_to_die_is_drawn_and_each_has_its_moment():
    assert {plan.death for plan in PLANS} == set(Death)
    for plan in PLANS:
        assert (plan.moment is not None) == bool(plan.death.signal)
    assert {type(plan.moment) for plan in PLANS} == {AtRequest, AtCassette, AtTime, type(None)}


def test_what_a_death_needs_is_there():
    for plan in PLANS:
        if plan.death.worker:
            assert plan.workers
        if isinstance(plan.moment, AtCassette):
            assert plan.record
        if plan.death.hung:
            assert (plan.guard, plan.limit) in {("thread", HANG_LIMIT), ("signal", HANG_LIMIT)}
            slow = any(fault.get("seconds", 0) > HANG_LIMIT for fault in plan.faults)
            assert slow or plan.tests[0] == "hangs"


def test_the_simulator_takes_all_that_is_drawn():
    for plan in PLANS:
        provider = SimulatedProvider(
            VirtualClock(), price=Decimal(plan.price), sms_after=plan.sms_after
        )
        provider.configure(cancel_after=plan.cancel_after, clock_off=plan.clock_off)
        for fault in plan.faults:
            provider.fault(**fault)


def test_all_troubles_are_drawn():
    kinds = {fault["kind"] for plan in PLANS for fault in plan.faults}
    assert kinds >= {"reset_before", "reset_after", "hang", "status", "garbage", "html", "slow"}
    statuses = {fault.get("status") for plan in PLANS for fault in plan.faults}
    assert {429, 502, 503} <= statuses
    windows = [plan.cancel_after for plan in PLANS if plan.cancel_after]
    assert min(windows) < 4.0
    assert max(windows) > 5.0
    troubles = [plan.trouble for plan in PLANS if plan.trouble is not None]
    assert 150 < len(troubles) < 250
    assert {trouble.room for trouble in troubles} == {"leases", "rate", "all", None}
    assert {plan.clock_off for plan in PLANS} == {0.0, 3600.0, -3600.0}
    assert sum(plan.calm for plan in PLANS) > 200


def test_all_tests_are_drawn_and_can_be_written(tmp_path):
    assert set(chain.from_iterable(plan.tests for plan in PLANS)) == set(TESTS)
    write(tmp_path / "suite", list(TESTS))
    source = (tmp_path / "suite" / "test_it.py").read_text()
    compile(source, "test_it.py", "exec")
    assert source.count("def test_") == len(TESTS) + 1
    assert "{place}" not in source
