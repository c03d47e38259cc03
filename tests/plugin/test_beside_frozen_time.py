"""Time that a test freezes or moves does not disturb a wait."""

from __future__ import annotations

import by_hand
import pytest

WAYS = ("replay", "simulate", "live")

FROZEN = {
    "freezegun decorates": """
        from freezegun import freeze_time

        @freeze_time("2012-01-14")
        def test_it(sms_number): WAIT
    """,
    "freezegun in a fixture set up before": """
        from freezegun import freeze_time

        @pytest.fixture
        def frozen():
            with freeze_time("2012-01-14"):
                yield

        def test_it(frozen, sms_number): WAIT
    """,
    "freezegun in a fixture set up after": """
        from freezegun import freeze_time

        @pytest.fixture
        def frozen():
            with freeze_time("2032-01-14"):
                yield

        def test_it(sms_number, frozen): WAIT
    """,
    "time-machine decorates": """
        import time_machine

        @time_machine.travel("2012-01-14", tick=False)
        def test_it(sms_number): WAIT
    """,
    "time-machine in its own fixture": """
        @pytest.fixture
        def frozen(time_machine):
            time_machine.move_to("2032-01-14", tick=False)

        def test_it(frozen, sms_number): WAIT
    """,
    "time-machine moves on while the number is held": """
        def test_it(time_machine, sms_number):
            time_machine.move_to("2032-01-14", tick=False)
            WAIT
            time_machine.move_to("2002-01-14")
    """,
}

WAIT = """
            import time
            from datetime import date
            before = time.time()
            assert sms_number.wait_for_code()
            sms_number.expect_no_message(within=0.1)
            assert time.time() == before, "it was frozen"
            assert date.today() != TODAY
"""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("how", FROZEN)
def test_a_wait_takes_its_time_where(suite, simulator, way, how):
    suite.beside("time_machine")
    simulator.sms_after = 0.1
    wait = WAIT.strip("\n")
    code = FROZEN[how].replace(" WAIT", "\n" + wait, 1)
    suite.write("\n        from datetime import date\n\n        TODAY = date.today()\n" + code)
    if way == "replay":
        suite.record(passed=1)
    getattr(suite, way)(passed=1)
    assert simulator.account.open == []


@pytest.mark.parametrize("way", ["replay", "simulate"])
@pytest.mark.parametrize("frozen", ["freezegun", "time_machine"])
def test_patience_with_the_application_ends_where_time_is_frozen(suite, way, frozen):
    freeze = {
        "freezegun": "from freezegun import freeze_time\n@freeze_time('2012-01-14')",
        "time_machine": "import time_machine\n@time_machine.travel('2012-01-14', tick=False)",
    }[frozen]
    suite.write("def test_it(sms_number): assert sms_number.wait_for_code()")
    suite.record(passed=1)
    suite.write(f"""
from pytest_smsactivate import CodeTimeout
import threading
{freeze}
def test_it(sms_number, sms_gateway, monkeypatch):
    with pytest.raises(CodeTimeout, match="sent no message at all"):
        sms_number.wait_for_code(timeout=30)
    monkeypatch.setattr("pytest_smsactivate.gateway.correspondence.PATIENCE", {by_hand.PATIENCE})
    threading.Timer(0.02, sms_gateway.deliver, [sms_number.e164, "Your code is 271828"]).start()
    assert sms_number.wait_for_code() == "271828"
""")
    getattr(suite, way)(passed=1)


@pytest.mark.parametrize("way", WAYS)
def test_an_awaited_wait_takes_its_time_too(suite, simulator, way):
    """An event loop itself stands still under a frozen clock; freezegun can let it go on."""
    suite.beside("asyncio")
    simulator.sms_after = 0.1
    suite.write("""
        from freezegun import freeze_time

        @pytest.mark.asyncio
        @freeze_time("2012-01-14", real_asyncio=True)
        async def test_it(async_sms_number):
            assert await async_sms_number.wait_for_code()
    """)
    if way == "replay":
        suite.record(passed=1)
    getattr(suite, way)(passed=1)
    assert simulator.account.open == []


def test_a_number_bought_in_frozen_time_expires_in_real_time(suite):
    suite.write("""
        from datetime import datetime, timezone
        from freezegun import freeze_time

        @pytest.fixture
        def frozen():
            with freeze_time("2012-01-14"):
                yield

        def test_it(frozen, sms_number):
            assert sms_number.expires_at.year > 2020
    """)
    suite.simulate(passed=1)
    suite.record(passed=1)
    suite.replay(passed=1)
