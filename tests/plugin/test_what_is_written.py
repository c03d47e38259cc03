"""Only a test that passes writes its cassette; any other leaves the old one as it was."""

from __future__ import annotations

import pytest

BAD_ENDS = {
    "fails": ("def test_it(sms_number): assert not sms_number.wait_for_code()", "failed"),
    "is_skipped_half_way": ("def test_it(sms_number): pytest.skip('half-way')", "skipped"),
    "fails_as_expected": (
        "@pytest.mark.xfail\ndef test_it(sms_number): assert False",
        "xfailed",
    ),
    "passes_against_a_strict_expectation": (
        "@pytest.mark.xfail(strict=True)\ndef test_it(sms_number): pass",
        "failed",
    ),
    "calls_xfail": ("def test_it(sms_number): pytest.xfail('later')", "xfailed"),
    "errors_in_another_fixture": (
        "@pytest.fixture\ndef other(sms_number): assert False\ndef test_it(other): pass",
        "errors",
    ),
    "is_skipped_by_another_fixture": (
        "@pytest.fixture\ndef other(sms_number): pytest.skip()\ndef test_it(other): pass",
        "skipped",
    ),
}

OLD = '{"old": "as it was"}\n'


@pytest.fixture
def old(suite):
    """A cassette that stands there already."""
    path = suite.path / "cassettes/test_it/test_it.json"
    path.parent.mkdir(parents=True)
    path.write_text(OLD)
    return path


@pytest.mark.parametrize("how", BAD_ENDS)
@pytest.mark.parametrize("arguments", [(), ("--reruns", "1")], ids=["once", "with reruns"])
def test_a_test_writes_nothing_if_it(suite, simulator, old, how, arguments):
    suite.beside("rerunfailures")
    code, outcome = BAD_ENDS[how]
    suite.write(code)
    result = suite.record(*arguments)
    counted = result.parseoutcomes()
    counted.pop("rerun", None)
    assert counted == {outcome: 1}
    assert suite.cassettes == {"test_it/test_it.json": OLD}
    assert simulator.account.bought >= 1
    assert simulator.account.open == []


def test_a_test_that_passes_beside_an_expectation_is_written(suite):
    suite.write("@pytest.mark.xfail\ndef test_it(sms_number): pass")
    suite.record(xpassed=1)
    assert len(suite.cassettes) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("arguments", [(), ("--reruns", "1")], ids=["once", "with reruns"])
def test_a_failing_teardown_of_another_fixture_writes_nothing(suite, old, when, arguments):
    suite.beside("rerunfailures")
    order = ("other, sms_number", "sms_number, other")[when == "after"]
    suite.write(f"""
        @pytest.fixture
        def other():
            yield
            assert False

        def test_it({order}): pass
    """)
    outcomes = suite.record(*arguments).parseoutcomes()
    assert outcomes["errors"] == 1
    assert suite.cassettes == {"test_it/test_it.json": OLD}


@pytest.mark.skipif("config.pluginmanager.has_plugin('subtests') is False")
@pytest.mark.parametrize("arguments", [(), ("--reruns", "1")], ids=["once", "with reruns"])
def test_a_failing_subtest_writes_nothing(suite, old, arguments):
    suite.beside("rerunfailures")
    suite.write("""
        def test_it(sms_numbers, subtests):
            with subtests.test("first"):
                assert False
            with subtests.test("second"):
                assert sms_numbers.buy().wait_for_code()
    """)
    result = suite.record(*arguments)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert suite.cassettes == {"test_it/test_it.json": OLD}


@pytest.mark.skipif("config.pluginmanager.has_plugin('subtests') is False")
def test_a_skipped_subtest_does_not_keep_a_test_from_being_written(suite):
    suite.write("""
        def test_it(sms_number, subtests):
            with subtests.test("first"):
                pytest.skip("not here")
            with subtests.test("second"):
                assert sms_number.wait_for_code()
    """)
    assert suite.record().ret == 0
    assert len(suite.cassettes) == 1


def test_a_test_that_fails_does_not_keep_its_neighbours_from_being_written(suite):
    suite.write("""
        def test_one(sms_number): pass
        def test_two(sms_number): assert False
        def test_three(sms_number): pass
    """)
    suite.record(passed=2, failed=1)
    assert list(suite.cassettes) == ["test_it/test_one.json", "test_it/test_three.json"]


def test_a_test_that_passes_at_the_second_try_is_written(suite, old):
    suite.beside("rerunfailures")
    suite.write("""
        tries = []

        def test_it(sms_number):
            tries.append(sms_number.wait_for_code())
            assert len(tries) == 2
    """)
    suite.record("--reruns", "1", passed=1, rerun=1)
    assert suite.cassettes["test_it/test_it.json"] != OLD
    suite.replay("--reruns", "1", passed=1, rerun=1)


def test_a_new_recording_takes_the_place_of_the_old_one(suite, old):
    suite.write("def test_it(sms_number): assert sms_number.wait_for_code()")
    suite.record(passed=1)
    assert list(suite.cassettes) == ["test_it/test_it.json"]
    suite.replay(passed=1)


def test_live_without_record_writes_nothing(suite, old):
    suite.write("def test_it(sms_number): assert sms_number.wait_for_code()")
    suite.live(passed=1)
    suite.simulate(passed=1)
    assert suite.cassettes == {"test_it/test_it.json": OLD}


def test_a_cassette_that_cannot_be_written_is_an_error_of_the_test(suite, simulator):
    suite.write("def test_it(sms_number): assert sms_number.wait_for_code()")
    (suite.path / "cassettes").write_text("a file where the folder should be")
    result = suite.record(errors=1)
    result.stdout.fnmatch_lines("CassetteError: The cassette cannot be written: *")
    assert simulator.account.bought == 0, "what cannot be written is not paid for"


def test_a_cassette_that_cannot_be_written_in_the_end_is_an_error_too(suite, simulator):
    suite.write("""
        from pathlib import Path

        def test_it(sms_number):
            Path("cassettes").write_text("a file where the folder should be")
    """)
    result = suite.record(passed=1, errors=1)
    result.stdout.fnmatch_lines("CassetteError: The cassette cannot be written: *")
    assert (simulator.account.bought, simulator.account.open) == (1, [])


def test_a_cassette_that_would_hold_a_secret_is_not_written(suite, simulator, old):
    """A service with the key's own name cannot be told from the key."""
    suite.write("def test_it(sms_number): assert sms_number.wait_for_code()")
    result = suite.record("--sms-service", "sk-Zx81-kept-by-nobody", passed=1, errors=1)
    result.stdout.fnmatch_lines("*CassetteSecret: The cassette would have held *")
    assert suite.cassettes == {"test_it/test_it.json": OLD}
    assert simulator.account.open == []


def test_ctrl_c_writes_nothing(suite, simulator, old):
    suite.write("def test_it(sms_number): raise KeyboardInterrupt")
    result = suite.record()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert suite.cassettes == {"test_it/test_it.json": OLD}
    assert simulator.account.open == []
