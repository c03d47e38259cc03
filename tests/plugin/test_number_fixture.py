"""A number that several tests share: bought once, given back once, a cassette of its own."""

from __future__ import annotations

import pytest

SHARED = """
    from pytest_smsactivate import number_fixture

    shared = number_fixture(scope={scope!r}, service="google")
"""

TWO_TESTS = """
    seen = []

    class TestIt:
        def test_first(self, shared):
            assert shared.service == "google"
            assert shared.wait_for_code()
            seen.append(shared.e164)

        def test_second(self, shared):
            assert len(shared.messages()) == 1
            seen.append(shared.e164)
            assert len(set(seen)) == 1
"""

FILE_OF = {
    "class": "test_it/testit+shared~",
    "module": "test_it/module+shared.json",
    "package": "package/package+shared.json",
    "session": "session/session+shared.json",
}


@pytest.fixture(params=FILE_OF)
def scope(request):
    return request.param


@pytest.fixture
def shared_suite(suite, scope):
    suite.write("", "things/__init__.py")
    suite.write(SHARED.format(scope=scope), "things/conftest.py")
    suite.write(TWO_TESTS, "things/test_it.py")
    return suite


def test_one_number_serves_all_tests_of_the_scope(shared_suite, simulator, scope):
    shared_suite.record(passed=2)
    assert (simulator.account.bought, simulator.account.open) == (1, [])
    (name,) = shared_suite.cassettes
    assert name.startswith(FILE_OF[scope])
    shared_suite.replay(passed=2)
    shared_suite.simulate(passed=2)


@pytest.mark.parametrize("selected", ["first", "second"])
def test_part_of_the_tests_can_be_replayed(shared_suite, selected):
    shared_suite.record(passed=2)
    shared_suite.replay("-k", selected, passed=1, deselected=1)


@pytest.mark.parametrize("failing", ["first", "second"])
def test_a_failure_of_any_test_that_uses_it_writes_nothing(suite, scope, failing):
    suite.write(f"""
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope={scope!r})

        class TestIt:
            def test_first(self, shared):
                assert {failing != "first"}
            def test_second(self, shared):
                assert {failing != "second"}
    """)
    suite.record(passed=1, failed=1)
    assert suite.cassettes == {}


def test_a_failure_of_a_test_without_it_does_not_matter(suite, scope):
    suite.write(f"""
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope={scope!r})

        class TestIt:
            def test_first(self, shared): pass
            def test_second(self): assert False
            def test_third(self, shared): pass
    """)
    suite.record(passed=2, failed=1)
    assert len(suite.cassettes) == 1


def test_a_failure_counts_where_the_number_was_asked_for_by_name(suite, scope):
    suite.write(f"""
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope={scope!r})

        class TestIt:
            def test_first(self, shared): pass
            def test_second(self, request):
                assert not request.getfixturevalue("shared")
    """)
    suite.record(passed=1, failed=1)
    assert suite.cassettes == {}


def test_a_failing_teardown_of_one_test_counts(suite, scope):
    suite.write(f"""
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope={scope!r})

        @pytest.fixture
        def fragile():
            yield
            assert False

        class TestIt:
            def test_first(self, shared, fragile): pass
            def test_second(self, shared): pass
    """)
    suite.record(passed=2, errors=1)
    assert suite.cassettes == {}


def test_the_number_of_the_test_itself_can_be_named_too(suite):
    suite.write("""
        from pytest_smsactivate import number_fixture

        french = number_fixture(country="fr")

        def test_it(french, sms_number):
            assert (french.country, sms_number.country) == ("fr", "gb")
            assert french.wait_for_code() and sms_number.wait_for_code()
    """)
    suite.record(passed=1)
    assert list(suite.cassettes) == ["test_it/test_it.json"]
    suite.replay(passed=1)


def test_a_wider_number_lives_beside_the_tests_own(suite, simulator):
    suite.write("""
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope="module")

        def test_first(shared, sms_number):
            assert shared.e164 != sms_number.e164
        def test_second(shared, sms_number):
            assert shared.wait_for_code() and sms_number.wait_for_code()
    """)
    suite.record(passed=2)
    assert simulator.account.bought == len(suite.cassettes) == 3
    suite.replay(passed=2)


def test_each_module_and_class_has_its_own(suite, simulator):
    suite.write(
        """
        from pytest_smsactivate import number_fixture

        of_module = number_fixture(scope="module")
        of_class = number_fixture(scope="class")
    """.replace("\n    ", "\n"),
        "conftest.py",
    )
    for name in ("test_one.py", "test_two.py"):
        suite.write(
            """
            class TestOuter:
                class TestIt:
                    def test_it(self, of_module, of_class): assert of_class.wait_for_code()

            class TestOther:
                class TestIt:
                    def test_it(self, of_module, of_class): assert of_class.wait_for_code()
        """,
            name,
        )
    suite.record(passed=4)
    assert simulator.account.bought == len(suite.cassettes) == 6
    suite.replay(passed=4)


def test_a_package_of_no_package_is_the_session(suite):
    suite.write("""
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope="package")

        def test_it(shared): assert shared.wait_for_code()
    """)
    suite.record(passed=1)
    suite.replay(passed=1)


def test_all_that_a_marker_says_can_be_said_of_the_fixture(suite):
    suite.write("""
        from decimal import Decimal
        from pytest_smsactivate import CodeTimeout, number_fixture

        shared = number_fixture(
            scope="module", service="google", country="fr", timeout=3, max_price="0.50",
            pattern="[0-9]{3}", provider="smsactivate-dev",
        )

        def test_it(shared, sms_simulator):
            assert (shared.service, shared.country) == ("google", "fr")
            assert len(shared.wait_for_code()) == 3
            with pytest.raises(CodeTimeout) as caught:
                shared.wait_for_code()
            assert caught.value.timeout == 3
    """)
    suite.simulate(passed=1)


def test_what_the_fixture_names_is_closer_than_the_markers(suite):
    suite.write("""
        from pytest_smsactivate import number_fixture

        pytestmark = pytest.mark.sms(service="google", country="fr")
        shared = number_fixture(scope="module", country="ru")

        def test_it(shared):
            assert (shared.service, shared.country) == ("google", "ru")
    """)
    suite.simulate(passed=1)


def test_a_wider_fixture_does_not_hear_the_marker_of_one_test(suite):
    suite.write("""
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope="module")

        @pytest.mark.sms(country="fr")
        def test_it(shared):
            assert shared.country == "gb"
    """)
    suite.simulate(passed=1)


def test_what_the_fixture_cannot_be_is_told_in_one_line(suite):
    suite.write("""
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope="module", country="Britain")

        def test_it(shared): pass
    """)
    result = suite.simulate(errors=1)
    result.stdout.fnmatch_lines("ConfigurationError: *country='Britain' is not a country. Give *")


def test_waits_in_several_tests_replay_in_their_order(suite, simulator, monkeypatch, address):
    simulator.sms_after = None
    monkeypatch.setenv("SEND", f"{address}/simulator/sms")
    suite.write("""
        import json, os, urllib.request
        from pytest_smsactivate import number_fixture

        shared = number_fixture(scope="module")
        codes = []

        @pytest.mark.parametrize("code", [111222, 333444, 555666])
        def test_it(shared, code, sms_mode):
            if sms_mode == "record":
                body = json.dumps({"to": shared.e164, "text": f"Your code is {code}"})
                request = urllib.request.Request(os.environ["SEND"], data=body.encode())
                urllib.request.urlopen(request).close()
            codes.append(shared.wait_for_code())
            assert len(set(codes)) == len(codes)
    """)
    suite.record(passed=3)
    suite.replay(passed=3)
