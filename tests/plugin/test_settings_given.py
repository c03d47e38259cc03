"""Command line over environment over ini; and what each of them may not say."""

from __future__ import annotations

import pytest

KEY = "sk-Zx81-kept-by-nobody"

GIVEN = {
    "service": ("google", "whatsapp", "viber", "number.service"),
    "country": ("FR", "us", "ru", "number.country"),
    "timeout": ("7.5", "8", "9", "timeout"),
}

ASKED = """
    from pytest_smsactivate import CodeTimeout

    def test_it(sms_simulator, sms_numbers):
        sms_simulator.sms_after = None
        number = sms_numbers.buy()
        with pytest.raises(CodeTimeout) as caught:
            number.wait_for_code()
        timeout = f"{{caught.value.timeout:g}}"
        assert {what} == {expected!r}
"""


@pytest.mark.parametrize("name", GIVEN)
def test_the_command_line_goes_before_the_environment_and_that_before_the_ini(
    suite, monkeypatch, name
):
    told, around, written, what = GIVEN[name]

    def asks_for(expected):
        suite.write(ASKED.format(what=what, expected=expected.lower()))

    suite.ini(**{f"sms_{name}": written})
    asks_for(written)
    suite.simulate(passed=1)

    monkeypatch.setenv(f"SMSACTIVATE_{name.upper()}", around)
    asks_for(around)
    suite.simulate(passed=1)

    asks_for(told)
    suite.simulate(f"--sms-{name}", told, passed=1)

    monkeypatch.setenv(f"SMSACTIVATE_{name.upper()}", "")
    asks_for(written)
    suite.simulate(passed=1)


def test_without_a_word_a_wait_takes_two_minutes(suite):
    suite.write(ASKED.format(what="timeout", expected="120"))
    suite.simulate(passed=1)


def test_settings_may_stand_in_a_toml_file(suite):
    (suite.path / "pytest.ini").unlink()
    (suite.path / "pytest.toml").write_text(
        "[pytest]\n"
        'sms_service = "telegram"\n'
        'sms_country = "gb"\n'
        "sms_timeout = 2.5\n"
        'sms_budget = "0.50"\n'
        "sms_max_numbers = 3\n"
    )
    suite.write(ASKED.format(what="timeout", expected="2.5"))
    result = suite.simulate()
    if pytest.version_tuple >= (9,):
        assert result.parseoutcomes() == {"passed": 1}
        result = suite.live()
        result.stdout.fnmatch_lines("*at most 3 numbers and 0.50 in all")


def test_the_folder_of_cassettes_can_be_named_anywhere(suite, monkeypatch):
    suite.write("def test_it(sms_number): assert sms_number.wait_for_code()")
    suite.ini(sms_cassettes="of_ini")
    suite.record(passed=1)
    monkeypatch.setenv("SMSACTIVATE_CASSETTES", "of_environment")
    suite.record(passed=1)
    suite.record("--sms-cassettes", "of_option", passed=1)
    for folder in ("of_ini", "of_environment", "of_option"):
        assert (suite.path / folder / "test_it/test_it.json").is_file()


def test_the_base_url_can_be_named_anywhere(suite, address, monkeypatch):
    suite.write("def test_it(sms_number): assert sms_number.wait_for_code()")
    suite.ini(sms_base_url=address)
    suite.run("--sms-live", key=KEY, passed=1)
    monkeypatch.setenv("SMSACTIVATE_BASE_URL", address + "/")
    suite.ini(sms_base_url="http://127.0.0.1:9")
    suite.run("--sms-live", key=KEY, passed=1)


def test_the_key_comes_from_the_environment_alone(suite):
    suite.write("def test_it(): pass")
    result = suite.run("--sms-api-key", KEY)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines("*unrecognized arguments: --sms-api-key*")
    suite.ini(sms_api_key=KEY)
    assert "SMSACTIVATE_API_KEY is not set" in suite.refused("--sms-live")


REFUSED = {
    "a live run without a key": (
        ["--sms-live"],
        "--sms-live needs an API key, and SMSACTIVATE_API_KEY is not set. Set it *",
    ),
    "recording without a live run": (
        ["--sms-record"],
        "--sms-record writes down what the real provider answers, and there is no --sms-live. *",
    ),
    "recording what is simulated": (["--sms-record", "--sms-simulate"], "--sms-record writes *"),
    "live and simulated at once": (
        ["--sms-live", "--sms-simulate"],
        "--sms-live and --sms-simulate contradict each other. Give *",
    ),
    "an unknown provider": (
        ["--sms-provider", "smsactivate"],
        "*There is no provider 'smsactivate'. Did you mean 'smsactivate-dev'? Known: *",
    ),
    "a URL that is none": (
        ["--sms-base-url", "api.example.com"],
        "--sms-base-url=* is not a URL *",
    ),
    "a URL of another scheme": (["--sms-base-url", "ftp://a.example"], "--sms-base-url=* is not *"),
    "a URL with a bad port": (["--sms-base-url", "https://a:99999"], "--sms-base-url=* is not *"),
    "a URL with a password": (
        ["--sms-base-url", "https://u:p@a.example"],
        "--sms-base-url=... is not a URL without user, query and fragment. *",
    ),
    "http to a remote host": (
        ["--sms-base-url", "http://api.example.com"],
        "--sms-base-url=* would send the API key unencrypted to another machine. Use https://; *",
    ),
    "a negative timeout": (
        ["--sms-timeout=-1"],
        "--sms-timeout='-1' is not a number of seconds, 0 or more. *",
    ),
    "a timeout of no number": (["--sms-timeout", "soon"], "--sms-timeout='soon' is not *"),
    "an endless timeout": (["--sms-timeout", "inf"], "--sms-timeout='inf' is not *"),
    "a negative budget": (
        ["--sms-budget=-0.01"],
        "--sms-budget='-0.01' is not an amount of money, 0 or more. *",
    ),
    "a budget of no number": (["--sms-budget", "much"], "--sms-budget='much' is not *"),
    "a negative price": (["--sms-max-price=-1"], "--sms-max-price='-1' is not *"),
    "half a number": (["--sms-max-numbers", "1.5"], "--sms-max-numbers='1.5' is not a whole *"),
    "a negative count": (["--sms-max-numbers=-1"], "--sms-max-numbers='-1' is not a whole *"),
    "a country of three letters": (
        ["--sms-country", "gbr"],
        "--sms-country='gbr' is not a country*",
    ),
    "a service of two words": (["--sms-service", "a b"], "--sms-service='a b' is not a name*"),
    "no folder": (["--sms-cassettes", " "], "--sms-cassettes=' ' is not a folder. *"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_one_line_refuses(suite, what):
    arguments, line = REFUSED[what]
    suite.write("def test_it(): pass")
    pytest.LineMatcher([suite.refused(*arguments)]).fnmatch_lines([line])


@pytest.mark.parametrize("key", ["two words", "sk-1\n", "sk-1\r\n", " sk-1", "sk\t1", "sk-ß"])
def test_a_key_with_what_no_key_has_is_refused_without_being_shown(suite, key):
    suite.write("def test_it(): pass")
    refusal = suite.refused("--sms-live", key=key)
    assert refusal.startswith("SMSACTIVATE_API_KEY holds white space, a line break or ")
    assert key.strip() not in refusal


@pytest.mark.parametrize("source", ["environment", "ini"])
def test_what_is_wrong_is_named_by_where_it_stands(suite, monkeypatch, source):
    suite.write("def test_it(): pass")
    if source == "ini":
        suite.ini(sms_budget="-3")
        assert suite.refused().startswith("sms_budget='-3' is not an amount of money")
    else:
        monkeypatch.setenv("SMSACTIVATE_BUDGET", "-3")
        assert suite.refused().startswith("SMSACTIVATE_BUDGET='-3' is not an amount of money")


@pytest.mark.parametrize("key", ["sms_timeout", "sms_max_numbers"])
def test_a_mistyped_ini_value_is_refused_in_one_line(suite, key):
    suite.write("def test_it(): pass")
    suite.ini(**{key: "plenty"})
    assert suite.refused().startswith(f"{key} in the ini file: ")


@pytest.mark.parametrize("missing", ["service", "country"])
def test_a_number_for_nothing_or_from_nowhere_is_refused(suite, missing):
    suite.ini(**{f"sms_{missing}": None})
    suite.write("""
        def test_it(sms_number): pass
        def test_other(): pass
    """)
    result = suite.simulate(errors=1, passed=1)
    result.stdout.fnmatch_lines(
        f"ConfigurationError: test_it.py::test_it needs a number, and no {missing} is named. "
        f"Add @pytest.mark.sms({missing}=*, --sms-{missing} or the ini sms_{missing}."
    )


def test_the_help_names_every_option(suite):
    result = suite.run("--help")
    text = result.stdout.str()
    for option in ("live", "record", "simulate", "provider", "base-url", "service", "country"):
        assert f"--sms-{option}" in text
    for option in ("timeout", "budget", "max-price", "max-numbers", "cassettes"):
        assert f"--sms-{option}" in text
        assert f"sms_{option.replace('-', '_')}" in text
