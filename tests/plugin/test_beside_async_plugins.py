"""One asynchronous handle for pytest-asyncio, anyio and pytest-trio, bound to no loop."""

from __future__ import annotations

import by_hand
import pytest

from pytest_smsactivate.gateway import correspondence

BODY = """
    assert "•" in repr(async_sms_number) and str(async_sms_number) == async_sms_number.e164
    assert await async_sms_number.wait_for_code()
    (message,) = await async_sms_number.messages()
    await async_sms_number.expect_no_message(within=0.05)
    other = await async_sms_numbers.buy(country="fr")
    assert [other] == list(async_sms_numbers)
    assert (await other.wait_for_message()).code
    with pytest.raises(NotSupported):
        await other.request_another()
    with pytest.raises(NotSupported):
        await other.renew()
    assert (await other.cancel()).refunded is False
"""

TESTS = {
    "asyncio strict": "@pytest.mark.asyncio\nasync def test_it(FIXTURES):",
    "asyncio auto": "async def test_it(FIXTURES):",
    "asyncio, one loop for all": "@pytest.mark.asyncio(loop_scope='session')\n"
    "async def test_it(FIXTURES):",
    "anyio": "@pytest.mark.anyio\nasync def test_it(FIXTURES, anyio_backend):",
    "all at once": "@pytest.mark.anyio\nasync def test_it(FIXTURES, anyio_backend):",
    "trio": "@pytest.mark.trio\nasync def test_it(FIXTURES):",
}

LOADED = {"anyio": ("anyio",), "trio": ("trio",), "all at once": ("anyio", "asyncio", "trio")}

COUNT = {"anyio": 2, "all at once": 2}

CONFTEST = """
    @pytest.fixture(params=["asyncio", "trio"])
    def anyio_backend(request):
        return request.param
"""


@pytest.mark.parametrize("way", ["replay", "simulate", "live"])
@pytest.mark.parametrize("plugin", TESTS)
def test_the_handle_serves(suite, simulator, way, plugin):
    suite.beside(*LOADED.get(plugin, ("asyncio",)))
    if plugin == "asyncio auto":
        suite.ini(asyncio_mode="auto")
    head = TESTS[plugin].replace("FIXTURES", "async_sms_number, async_sms_numbers")
    suite.write(CONFTEST, "conftest.py")
    suite.write(f"from pytest_smsactivate import NotSupported\n{head}{BODY}")
    passed = COUNT.get(plugin, 1)
    if way == "replay":
        suite.record(passed=passed)
    getattr(suite, way)(passed=passed)
    assert simulator.account.open == []


@pytest.mark.parametrize("way", ["replay", "simulate", "live"])
def test_several_tasks_wait_at_once(suite, simulator, way):
    suite.beside("anyio")
    simulator.sms_after = 0.05
    suite.write("""
        import anyio

        @pytest.mark.anyio
        @pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
        async def test_it(async_sms_numbers, anyio_backend):
            codes = []

            async def sign_up(country):
                number = await async_sms_numbers.buy(country=country)
                codes.append(await number.wait_for_code())

            async with anyio.create_task_group() as tasks:
                for country in ("gb", "fr", "de", "us"):
                    tasks.start_soon(sign_up, country)
            assert len(codes) == len(async_sms_numbers) == 4
    """)
    if way == "replay":
        suite.record(passed=2)
    getattr(suite, way)(passed=2)
    assert simulator.account.open == []


@pytest.mark.parametrize("way", ["replay", "simulate"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_task_may_send_what_another_waits_for(suite, monkeypatch, way, backend):
    monkeypatch.setattr(correspondence, "PATIENCE", by_hand.PATIENCE)
    suite.beside("anyio")
    suite.write(f"""
        import anyio

        @pytest.fixture
        def anyio_backend(): return {backend!r}

        @pytest.mark.anyio
        async def test_it(async_sms_number, sms_gateway, sms_mode):
            async def send():
                await anyio.sleep(0.03)
                if sms_gateway.active:
                    sms_gateway.deliver(async_sms_number.e164, "Your code is 271828")

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(send)
                code = await async_sms_number.wait_for_code()
            assert code == "271828" or sms_mode == "record"
    """)
    suite.record(passed=1)
    getattr(suite, way)(passed=1)


def test_a_cancelled_wait_lets_go(suite, simulator):
    suite.beside("asyncio")
    simulator.sms_after = None
    suite.write("""
        import asyncio

        @pytest.mark.asyncio
        async def test_it(async_sms_number):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(async_sms_number.wait_for_code(), 0.1)
    """)
    suite.live(passed=1)
    assert (simulator.account.bought, simulator.account.open) == (1, [])


def test_a_cancelled_purchase_is_given_back(suite, simulator, answer):
    suite.beside("asyncio")
    suite.write("""
        import asyncio
        from pathlib import Path

        @pytest.mark.asyncio
        async def test_it(async_sms_numbers):
            purchase = asyncio.create_task(async_sms_numbers.buy())
            while not Path("sold").exists():
                await asyncio.sleep(0.01)
            purchase.cancel()
            with pytest.raises(asyncio.CancelledError):
                await purchase
            Path("answer").touch()
    """)
    suite.live(passed=1)
    assert (simulator.account.bought, simulator.account.open) == (1, [])


def test_sync_and_async_handles_live_in_one_test(suite):
    suite.beside("asyncio")
    suite.write("""
        @pytest.mark.asyncio
        async def test_it(sms_number, async_sms_number):
            assert sms_number.wait_for_code() and await async_sms_number.wait_for_code()
    """)
    suite.simulate(passed=1)
    suite.record(passed=1)
    suite.replay(passed=1)


def test_an_async_timeout_points_at_the_tests_own_line(suite):
    suite.beside("asyncio")
    suite.write("""
        @pytest.mark.asyncio
        async def test_it(async_sms_number, sms_simulator):
            await async_sms_number.wait_for_code()
            await async_sms_number.wait_for_code(timeout=5)
    """)
    result = suite.simulate(failed=1)
    result.stdout.fnmatch_lines("test_it.py:6: CodeTimeout")
