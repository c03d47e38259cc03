"""A replayed run fails when something is broken, and never invents a pass."""

from __future__ import annotations

import json

import pytest

SIGN_UP = """
    def test_it(sms_number):
        assert sms_number.wait_for_code()
"""


@pytest.fixture
def cassette(suite):
    """The path of a cassette that was recorded for `SIGN_UP`."""
    suite.write(SIGN_UP)
    suite.record(passed=1)
    return suite.path / "cassettes/test_it/test_it.json"


def test_another_service_is_told_with_the_nearest_recorded_request(suite, cassette):
    result = suite.replay("--sms-service", "google", errors=1)
    result.stdout.fnmatch_lines(
        "CassetteMismatch: The test asked POST /api/v1/numbers/buy service=google country=gb; "
        "nearest recorded: service=telegram country=gb (service differs) (cassette */test_it.json)*"
        "record it again: pytest test_it.py::test_it --sms-live --sms-record"
    )


def test_a_call_that_was_not_recorded_is_told(suite, cassette):
    suite.write("""
        def test_it(sms_numbers):
            sms_numbers.buy()
            sms_numbers.buy()
    """)
    result = suite.replay(failed=1)
    result.stdout.fnmatch_lines("E *CassetteMismatch: *recorded once, asked once more *")
    result.stdout.fnmatch_lines("test_it.py:5: CassetteMismatch")


@pytest.mark.parametrize("buyer", ["sms_numbers", "async_sms_numbers"])
def test_a_swallowed_mismatch_fails_the_test_at_its_teardown(suite, cassette, buyer):
    suite.write(f"""
        import asyncio

        def test_it({buyer}):
            try:
                bought = {buyer}.buy(country="fr")
                if asyncio.iscoroutine(bought):
                    asyncio.run(bought)
            except Exception:
                pass
    """)
    result = suite.replay(passed=1, errors=1)
    result.stdout.fnmatch_lines("CassetteMismatch: The test asked POST *country=fr; nearest *")


def test_a_swallowed_mismatch_of_a_shared_number_fails_too(suite):
    suite.write("""
        from pytest_smsactivate import number_fixture
        shared = number_fixture(scope="module")

        def test_it(shared): pass
    """)
    suite.record(passed=1)
    suite.write("""
        from pytest_smsactivate import number_fixture
        shared = number_fixture(scope="module", country="fr")

        @pytest.fixture
        def tolerant(request):
            try:
                request.getfixturevalue("shared")
            except Exception:
                pass

        def test_it(tolerant): pass
    """)
    suite.replay(passed=1, errors=1)


def test_a_mismatch_is_not_told_twice(suite, cassette):
    suite.write("def test_it(sms_numbers): sms_numbers.buy(country='fr')")
    result = suite.replay(failed=1)
    assert result.stdout.str().count("CassetteMismatch: The test asked") == 1


def test_a_test_that_fails_for_its_own_reason_keeps_that_reason(suite, cassette):
    suite.write("""
        def test_it(sms_number):
            sms_number.wait_for_code()
            assert "the application" == "broken"
    """)
    result = suite.replay(failed=1)
    result.stdout.fnmatch_lines("E  *AssertionError: assert 'the application' == 'broken'")


def test_a_longer_wait_than_was_recorded_ends_in_a_timeout(suite, cassette):
    suite.write("""
        from pytest_smsactivate import CodeTimeout

        def test_it(sms_number):
            assert sms_number.wait_for_code()
            with pytest.raises(CodeTimeout):
                sms_number.wait_for_code(timeout=300)
    """)
    suite.replay(passed=1)


DAMAGE = {
    "missing": (lambda text: None, "CassetteNotFound: No cassette has been recorded *"),
    "truncated": (lambda text: text[: len(text) // 2], "CassetteError: The cassette is cut short*"),
    "empty": (lambda text: "", "CassetteError: The cassette is empty*"),
    "damaged": (lambda text: text.replace('"entries"', '"entries', 1), "CassetteError: *damaged*"),
    "of another shape": (
        lambda text: text.replace('"status": 200', '"status": "fine"'),
        "CassetteError: The cassette is damaged: Expected `int`, got `str`*",
    ),
    "of a newer format": (
        lambda text: text.replace("smsactivate/1", "smsactivate/2"),
        "CassetteError: *format 'pytest-smsactivate/2', and this version reads "
        "pytest-smsactivate/1*Upgrade the plugin*",
    ),
    "no cassette at all": (lambda text: '{"a": 1}', "CassetteError: The file is no cassette *"),
    "of another test": (
        lambda text: text.replace("::test_it", "::test_other"),
        "CassetteMismatch: The cassette was recorded for 'test_it.py::test_other', not for *",
    ),
    "of another provider": (
        lambda text: text.replace('"smsactivate-dev"', '"another"'),
        "CassetteMismatch: The cassette was recorded with 'another', and this run asks *",
    ),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_cassette_that_cannot_serve_is_told_in_one_line(suite, cassette, how):
    damage, line = DAMAGE[how]
    text = damage(cassette.read_text())
    if text is None:
        cassette.unlink()
    else:
        cassette.write_text(text)
    result = suite.replay(errors=1)
    result.stdout.fnmatch_lines(line)
    heading = next(n for n, line in enumerate(result.outlines) if "ERROR at setup" in line)
    assert result.outlines[heading + 2].startswith("=====")


def test_a_pool_tells_at_the_tests_own_line(suite, cassette):
    suite.write("""
        def test_it(sms_numbers):
            sms_numbers.buy()
    """)
    cassette.unlink()
    result = suite.replay(failed=1)
    result.stdout.fnmatch_lines(["E *CassetteNotFound: *", "test_it.py:4: CassetteNotFound"])


def test_live_tells_at_the_tests_own_line_too(suite, simulator):
    simulator.stock = 0
    suite.write("""
        def test_it(sms_numbers):
            sms_numbers.buy()
    """)
    result = suite.live(failed=1)
    result.stdout.fnmatch_lines(
        [
            ">       sms_numbers.buy()",
            "E  *NoNumbersAvailable: *",
            "test_it.py:4: NoNumbersAvailable",
        ],
    )
    assert "futures" not in result.stdout.str()


def test_what_is_no_error_of_ours_keeps_its_traceback(suite, monkeypatch, cassette):
    def broken(self, place, provider):
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr("pytest_smsactivate.modes.replay.Replay.open", broken)
    result = suite.replay(errors=1)
    result.stdout.fnmatch_lines(["*/run.py:*: in episode*", "E *RuntimeError: a bug of ours"])


def test_an_error_in_a_fixture_of_the_user_keeps_its_traceback(suite, cassette):
    suite.write("""
        @pytest.fixture
        def account(sms_numbers):
            return sms_numbers.buy(country="fr")

        def test_it(account): pass
    """)
    result = suite.replay(errors=1)
    result.stdout.fnmatch_lines(
        [">       return sms_numbers.buy(country=*", "E  *CassetteMismatch: *", "test_it.py:5: *"]
    )


def test_errors_of_others_show_no_frame_of_ours(suite):
    suite.write("""
        @pytest.fixture
        def fragile():
            yield
            raise OSError("in the teardown")

        def test_it(fragile):
            raise OSError("in the test")
    """)
    result = suite.simulate("--tb=long", failed=1, errors=1)
    assert "pytest_smsactivate" not in result.stdout.str()


def test_a_recorded_end_is_an_end(suite, cassette):
    recorded = json.loads(cassette.read_text())
    for entry in recorded["entries"]:
        if entry["request"]["method"] == "GET":
            body = entry["response"]["body"]
            entry["response"]["body"] = {"id": body["id"], "status": "expired"}
    cassette.write_text(json.dumps(recorded))
    result = suite.replay(failed=1)
    result.stdout.fnmatch_lines("E *ActivationEnded: *status 'expired'*")
