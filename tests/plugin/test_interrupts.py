"""What dies, and when: a real run in a process of its own is interrupted or killed."""

from __future__ import annotations

import signal

import pytest

from pytest_smsactivate.models import Response


@pytest.fixture
def asked(simulator, eventually):
    """Wait until the provider was asked for something."""

    def wait(endpoint):
        eventually(lambda: any(request.endpoint == endpoint for request in simulator.requests))

    return wait


def interrupted(process, then=lambda: None):
    """Press Ctrl-C, and read what the run says then."""
    process.send_signal(signal.SIGINT)
    then()
    output, _ = process.communicate(timeout=30)
    assert process.returncode == pytest.ExitCode.INTERRUPTED, output
    return output


def test_ctrl_c_while_the_purchase_is_under_way(run, suite, asked, simulator, answer):
    simulator.sms_after = None
    suite.write(
        """
        from pytest_smsactivate import episode

        episode.UNDER_WAY = 60.0
        """,
        "conftest.py",
    )
    process = run("def test_it(sms_number): assert False")
    asked("buy")
    output = interrupted(process, then=answer.touch)
    assert (simulator.account.bought, simulator.account.open) == (1, [])
    assert "1 number bought: 1 refunded, 0 paid for; 0.00 USD spent" in output
    assert "UNKNOWN" not in output


def test_ctrl_c_in_a_wait(run, asked, simulator):
    simulator.sms_after = None
    process = run("def test_it(sms_number): sms_number.wait_for_code()")
    asked("look")
    output = interrupted(process)
    assert (simulator.account.bought, simulator.account.open) == (1, [])
    assert "1 number bought: 1 refunded, 0 paid for; 0.00 USD spent" in output


def test_ctrl_c_in_the_tests_body(run, suite, simulator, eventually):
    process = run("""
        import threading
        from pathlib import Path
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope="session")

        def test_it(shared, sms_number):
            Path("here").touch()
            threading.Event().wait()
    """)
    eventually((suite.path / "here").exists)
    output = interrupted(process)
    assert (simulator.account.bought, simulator.account.open) == (2, [])
    assert "2 numbers bought: 0 refunded, 2 paid for; 0.14 USD spent" in output


def test_ctrl_c_in_an_awaited_wait(run, suite, asked, simulator):
    suite.beside("asyncio")
    simulator.sms_after = None
    process = run("""
        @pytest.mark.asyncio
        async def test_it(async_sms_numbers):
            number = await async_sms_numbers.buy()
            await number.wait_for_code()
    """)
    asked("look")
    interrupted(process)
    assert (simulator.account.bought, simulator.account.open) == (1, [])


def test_ctrl_c_in_the_cancel_leaves_it_to_the_watchdog(run, simulator, eventually, monkeypatch):
    handle, cancels = simulator.handle, []

    def handle_and_count(request):
        if request.method == "DELETE":
            cancels.append(request)
            if len(cancels) == 1:
                return Response(503, b"", {"retry-after": "25"})
        return handle(request)

    monkeypatch.setattr(simulator, "handle", handle_and_count)
    process = run("def test_it(sms_number): pass")
    eventually(lambda: cancels)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert simulator.account.open == [], output
    assert len(cancels) == 2


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_the_watchdog_gives_back_what_a_killed_run_held(run, suite, simulator, eventually, end):
    process = run("""
        import threading
        from pathlib import Path

        def test_it(sms_numbers):
            for _ in range(3):
                sms_numbers.buy()
            Path("here").touch()
            threading.Event().wait()
    """)
    eventually((suite.path / "here").exists)
    assert len(simulator.account.open) == 3
    process.send_signal(end)
    process.communicate(timeout=30)
    eventually(lambda: simulator.account.open == [])
    assert simulator.account.bought == 3


def test_the_watchdog_gives_back_what_a_thread_timeout_left(run, suite, simulator, eventually):
    """pytest-timeout's thread method ends the process on the spot: no teardown runs.

    Its time begins when the number is bought.
    """
    suite.beside("timeout")
    simulator.sms_after = None
    process = run(
        "def test_it(sms_number): sms_number.wait_for_code()",
        "--timeout=0.5",
        "--timeout-method=thread",
        "--override-ini=timeout_func_only=true",
    )
    output, _ = process.communicate(timeout=60)
    assert "Timeout" in output
    eventually(lambda: simulator.account.open == [])
    assert simulator.account.bought == 1


def test_ctrl_c_again_while_the_first_waits_for_the_purchase(
    run, suite, asked, simulator, eventually, answer
):
    simulator.sms_after = None
    suite.write(
        """
        from pathlib import Path
        from pytest_smsactivate.episode import Episode

        close = Episode.close

        def tell_and_close(episode):
            Path("waiting").touch()
            close(episode)

        Episode.close = tell_and_close
        """,
        "conftest.py",
    )
    process = run("def test_it(sms_number): assert False")
    asked("buy")
    process.send_signal(signal.SIGINT)
    eventually((suite.path / "waiting").exists)
    process.send_signal(signal.SIGINT)
    answer.touch()
    process.communicate(timeout=30)
    eventually(lambda: simulator.account.open == [])
    assert simulator.account.bought == 1
