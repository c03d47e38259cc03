"""What a test, class or module asks for, and what is wrong with what it asks."""

from __future__ import annotations

import pytest

WRONG = {
    "sevice='x'": "the sms marker has no 'sevice'. Did you mean 'service'? It takes service, "
    "country, timeout, max_price, pattern, provider.",
    "zzz=1": "the sms marker has no 'zzz'. It takes service, country, *",
    "'telegram'": "the sms marker takes keywords only. Write @pytest.mark.sms(service=*",
    "service=7": "sms marker service=7 is not a name. Give one word, without spaces.",
    "service=''": "sms marker service='' is not a name. *",
    "service='two words'": "sms marker service='two words' is not a name. *",
    "country='GBR'": "sms marker country='GBR' is not a country. Give the two letters of ISO *",
    "country=44": "sms marker country=44 is not a country. *",
    "timeout='soon'": "sms marker timeout='soon' is not a number of seconds, 0 or more. *",
    "timeout=-1": "sms marker timeout=-1 is not a number of seconds, 0 or more. *",
    "timeout=True": "sms marker timeout=True is not a number of seconds, 0 or more. *",
    "timeout=float('nan')": "sms marker timeout=nan is not a number of seconds, 0 or more. *",
    "timeout=float('inf')": "sms marker timeout=inf is not a number of seconds, 0 or more. *",
    "max_price=-1": "sms marker max_price=-1 is not an amount of money, 0 or more. *",
    "max_price='cheap'": "sms marker max_price='cheap' is not an amount of money, 0 or more. *",
    "pattern='('": "sms marker pattern='(' is not a regular expression. *",
    "pattern=7": "sms marker pattern=7 is not a regular expression. *",
    "provider='sms-activate-dev'": "*There is no provider 'sms-activate-dev'. Did you mean "
    "'smsactivate-dev'? Known: *",
}


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_marker_is_refused_before_the_first_test(suite, arguments):
    suite.write(f"""
        def test_first(): pass

        @pytest.mark.sms({arguments})
        def test_it(): pass
    """)
    refusal = suite.refused()
    pytest.LineMatcher([refusal]).fnmatch_lines(["test_it.py::test_it: " + WRONG[arguments]])


def test_a_wrong_marker_of_a_class_or_module_is_refused_too(suite):
    suite.write("""
        pytestmark = pytest.mark.sms(country="Britain")

        @pytest.mark.sms(country="gb")
        def test_it(): pass
    """)
    assert "country='Britain' is not a country" in suite.refused()


def test_the_closest_marker_wins_key_by_key(suite):
    suite.write("""
        pytestmark = pytest.mark.sms(service="of_module", country="ru", timeout=7)

        def asked(number):
            return number.service, number.country

        def test_of_module(sms_number):
            assert asked(sms_number) == ("of_module", "ru")

        @pytest.mark.sms(service="of_test")
        def test_of_test(sms_number):
            assert asked(sms_number) == ("of_test", "ru")

        @pytest.mark.sms(service="of_class", country="FR")
        class TestIt:
            def test_of_class(self, sms_number):
                assert asked(sms_number) == ("of_class", "fr")

            @pytest.mark.sms(country="us")
            @pytest.mark.sms(country="de", service="of_method")
            def test_of_method(self, sms_number):
                assert asked(sms_number) == ("of_method", "de")

        @pytest.mark.parametrize(
            "expected",
            [pytest.param("of_one", marks=pytest.mark.sms(service="of_one")), "of_module"],
        )
        def test_of_one_parameter(sms_number, expected):
            assert sms_number.service == expected
    """)
    suite.simulate(passed=6)


def test_what_a_pool_is_asked_for_is_closer_than_the_marker(suite):
    suite.write("""
        @pytest.mark.sms(service="google", country="fr")
        def test_it(sms_numbers):
            number = sms_numbers.buy(country="us")
            assert (number.service, number.country) == ("google", "us")
    """)
    suite.simulate(passed=1)


def test_what_a_pool_cannot_buy_is_told_at_the_tests_own_line(suite):
    suite.write("""
        def test_it(sms_numbers):
            sms_numbers.buy(country="Britain")
    """)
    result = suite.simulate(failed=1)
    result.stdout.fnmatch_lines("E *ConfigurationError: *country='Britain' is not a country.*")
    result.stdout.fnmatch_lines("test_it.py:4: ConfigurationError")


def test_the_markers_timeout_and_pattern_serve_every_wait(suite):
    suite.write("""
        from pytest_smsactivate import CodeTimeout

        @pytest.mark.sms(timeout=45, pattern=r"ref ([0-9]+)")
        def test_it(sms_number, sms_simulator):
            sms_simulator.deliver(sms_number.e164, "ref 12 34")
            assert sms_number.wait_for_code(pattern="[0-9]$") == "4"
            with pytest.raises(CodeTimeout) as caught:
                sms_number.wait_for_code()
            assert caught.value.timeout == 45
            with pytest.raises(CodeTimeout) as caught:
                sms_number.wait_for_code(timeout=5)
            assert caught.value.timeout == 5
    """)
    suite.simulate(passed=1)


def test_the_markers_price_is_one_more_cap(suite, simulator):
    suite.write("""
        from decimal import Decimal
        from pytest_smsactivate import BudgetExceeded

        @pytest.mark.sms(max_price=Decimal("0.06"))
        def test_too_dear(sms_numbers):
            with pytest.raises(BudgetExceeded) as caught:
                sms_numbers.buy()
            assert "max" in caught.value.cap
            assert caught.value.limit <= Decimal("0.06")

        @pytest.mark.sms(max_price=0.07)
        def test_affordable(sms_number): pass

        @pytest.mark.sms(max_price=5)
        def test_the_lowest_wins(sms_number): pass
    """)
    suite.live(passed=3)
    suite.live("--sms-max-price", "0.05", passed=1, errors=2)
    assert simulator.account.bought == 2


@pytest.mark.parametrize("arguments", [(), ("--sms-simulate",)])
def test_sms_live_is_skipped_where_nothing_is_real(suite, arguments):
    suite.write("""
        @pytest.mark.sms_live
        def test_it(sms_number): assert False

        def test_other(): pass
    """)
    result = suite.run("-rs", *arguments, passed=1, skipped=1)
    result.stdout.fnmatch_lines("SKIPPED*marked sms_live: runs only with --sms-live")


@pytest.mark.parametrize("arguments", [(), ("--sms-record",)])
def test_sms_live_runs_where_it_is_real(suite, arguments):
    suite.write("""
        @pytest.mark.sms_live
        class TestIt:
            def test_it(self, sms_number): assert sms_number.wait_for_code()
    """)
    suite.live(*arguments, passed=1)


def test_both_markers_are_known_to_strict_suites(suite):
    result = suite.run("--markers")
    result.stdout.fnmatch_lines(
        ["@pytest.mark.sms(service=, country=, *", "@pytest.mark.sms_live: *"]
    )


def test_a_doctest_has_no_markers_and_no_fixtures_to_mind(suite):
    suite.write('def two():\n    """\n    >>> 1 + 1\n    2\n    """', "module.py")
    suite.simulate("--doctest-modules", passed=1)
