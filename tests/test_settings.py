from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.settings import MARKER, OPTIONS, Mode, Order, Settings

KEY = "sk-9f8e7d6c5b4a"


def resolve(
    *switches: str,
    line: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    ini: Mapping[str, object] | None = None,
) -> Settings:
    """The settings of a run with these options, variables and ini keys, and no others."""
    given_options = {**dict.fromkeys(switches, True), **(line or {})}
    variables = dict(environment or {})
    return Settings.resolve(given_options.get, (ini or {}).get, variables.get, tuple(variables))


def refused(**sources: Mapping[str, str]) -> str:
    with pytest.raises(ConfigurationError) as raised:
        resolve(**sources)
    return one_line(raised.value)


def one_line(error: ConfigurationError) -> str:
    assert len(str(error).splitlines()) == 1
    assert str(error).endswith(error.cure)
    return str(error)


def test_the_united_kingdom_is_gb() -> None:
    with pytest.raises(ConfigurationError, match='ISO 3166-1 has "gb"'):
        resolve(line={"--sms-country": "UK"})


def test_what_nobody_names_has_its_documented_default() -> None:
    assert resolve()._asdict() == {
        "mode": "replay",
        "provider": "smsactivate-dev",
        "base_url": None,
        "service": None,
        "country": None,
        "timeout": 120.0,
        "budget": Decimal("1.00"),
        "max_price": None,
        "max_numbers": 20,
        "cassettes": "cassettes",
        "ledger": None,
        "provider_words": None,
        "webhook": None,
        "webhook_url": None,
        "key": None,
        "webhook_secret": None,
    }


NAMES = [
    ("--sms-provider", "SMSACTIVATE_PROVIDER", "sms_provider", "provider"),
    ("--sms-base-url", "SMSACTIVATE_BASE_URL", "sms_base_url", "base_url"),
    ("--sms-service", "SMSACTIVATE_SERVICE", "sms_service", "service"),
    ("--sms-country", "SMSACTIVATE_COUNTRY", "sms_country", "country"),
    ("--sms-timeout", "SMSACTIVATE_TIMEOUT", "sms_timeout", "timeout"),
    ("--sms-budget", "SMSACTIVATE_BUDGET", "sms_budget", "budget"),
    ("--sms-max-price", "SMSACTIVATE_MAX_PRICE", "sms_max_price", "max_price"),
    ("--sms-max-numbers", "SMSACTIVATE_MAX_NUMBERS", "sms_max_numbers", "max_numbers"),
    ("--sms-cassettes", "SMSACTIVATE_CASSETTES", "sms_cassettes", "cassettes"),
    ("--sms-ledger", "SMSACTIVATE_LEDGER", "sms_ledger", "ledger"),
    ("--sms-provider-words", "SMSACTIVATE_PROVIDER_WORDS", "sms_provider_words", "provider_words"),
    ("--sms-webhook", "SMSACTIVATE_WEBHOOK", "sms_webhook", "webhook"),
    ("--sms-webhook-url", "SMSACTIVATE_WEBHOOK_URL", "sms_webhook_url", "webhook_url"),
]

VALUES: dict[str, list[tuple[str, object]]] = {
    "provider": [("smsactivate-dev", "smsactivate-dev")] * 3,
    "base_url": [(f"https://{name}.example", f"https://{name}.example") for name in "abc"],
    "service": [(name, name) for name in ("telegram", "google", "uber")],
    "country": [("ru", "ru"), ("US", "us"), ("187", "187")],
    "timeout": [("30", 30.0), (" 2.5 ", 2.5), ("0", 0.0)],
    "budget": [("0.10", Decimal("0.10")), ("5", Decimal(5)), ("0", Decimal(0))],
    "max_price": [("0.07", Decimal("0.07")), ("1e-2", Decimal("0.01")), ("3", Decimal(3))],
    "max_numbers": [("1", 1), ("2.0", 2), ("0", 0)],
    "cassettes": [(name, name) for name in ("tapes", "../shared", "my cassettes")],
    "ledger": [(url, url) for url in ("sqlite:////a/b", "postgresql://u:p@h/d", "postgres:///d")],
    "provider_words": [
        ("renew=extend", (("renew", "extend"),)),
        ("renew=more  release=less", (("renew", "more"), ("release", "less"))),
        ("release=cancel", (("release", "cancel"),)),
    ],
    "webhook": [
        ("8080", ("127.0.0.1", 8080)),
        ("0.0.0.0:1", ("0.0.0.0", 1)),
        ("[::1]:65535", ("::1", 65535)),
    ],
    "webhook_url": [(url, url) for url in ("https://a.example/x", "http://b.example", "http://c")],
}


def test_every_option_has_its_three_names() -> None:
    assert [
        (each.flag, each.variable, each.ini, each.name.replace("-", "_")) for each in OPTIONS
    ] == NAMES


@pytest.mark.parametrize(("flag", "variable", "ini", "name"), NAMES)
def test_the_command_line_wins_over_the_environment_and_that_over_the_ini(
    flag: str, variable: str, ini: str, name: str
) -> None:
    (first, of_line), (second, of_environment), (third, of_ini) = VALUES[name]
    line, environment, written = {flag: first}, {variable: second}, {ini: third}
    if name == "provider_words":  # which only some have
        written["sms_provider"] = "smsactivate-app"

    everywhere = resolve(line=line, environment=environment, ini=written)
    assert getattr(everywhere, name) == of_line
    assert getattr(resolve(environment=environment, ini=written), name) == of_environment
    assert getattr(resolve(ini=written), name) == of_ini


@pytest.mark.parametrize(("flag", "variable", "ini", "name"), NAMES)
def test_an_empty_variable_or_ini_key_is_none_at_all(
    flag: str, variable: str, ini: str, name: str
) -> None:
    assert resolve(environment={variable: ""}, ini={ini: ""}) == resolve()


def test_native_numbers_from_the_ini_are_taken_as_they_are() -> None:
    settings = resolve(ini={"sms_timeout": 2.5, "sms_max_numbers": 3})

    assert (settings.timeout, settings.max_numbers) == (2.5, 3)


BAD = [
    ("provider", "smsactivate-dex"),
    ("provider", "two words"),
    ("base_url", "api.example.com"),
    ("base_url", "ftp://api.example.com"),
    ("base_url", "https://"),
    ("base_url", "https://api.example.com:port"),
    ("base_url", "https://api.example.com:0"),
    ("base_url", "https://api.example.com:65536"),
    ("base_url", "https://[::1"),
    ("base_url", "https://api.example.com/ v1"),
    ("base_url", "https://api.example.com\n"),
    ("base_url", "http://api.example.com"),
    ("base_url", "http://127.0.0.1.example.com"),
    ("service", "two words"),
    ("service", "tele\ngram"),
    ("country", "rus"),
    ("country", "18755"),
    ("country", "١٦"),
    ("country", "r1"),
    ("country", "яя"),
    ("timeout", "soon"),
    ("timeout", "-1"),
    ("timeout", "nan"),
    ("timeout", "inf"),
    ("timeout", "1e10"),
    ("budget", "one dollar"),
    ("budget", "-0.01"),
    ("budget", "1,00"),
    ("max_price", "sNaN"),
    ("max_numbers", "1.5"),
    ("max_numbers", "-1"),
    ("max_numbers", "many"),
    ("cassettes", "   "),
    ("ledger", "ledger.sqlite3"),
    ("ledger", "mysql://u:p@h/d"),
    ("cassettes", "a\0b"),
    ("provider_words", "release"),
    ("provider_words", "=cancel"),
    ("provider_words", "   "),
    ("webhook", "0"),
    ("webhook", "host"),
    ("webhook", "65536"),
    ("webhook", "٨"),
    ("webhook_url", "hooks.example.com"),
    ("webhook_url", "https://user@hooks.example.com"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_one_line_that_names_where_it_came_from(name: str, value: str) -> None:
    flag, variable, ini, _ = next(names for names in NAMES if names[3] == name)

    assert refused(line={flag: value}).startswith(flag)
    assert refused(environment={variable: value}).startswith(variable)
    assert refused(ini={ini: value}).startswith(ini)


@pytest.mark.parametrize("name", ["provider", "base_url", "service", "country", "cassettes"])
def test_on_the_command_line_nothing_is_a_bad_value(name: str) -> None:
    flag = next(names[0] for names in NAMES if names[3] == name)

    assert refused(line={flag: ""}).startswith(f"{flag}='' is not")


def test_an_unknown_provider_is_told_the_nearest_name() -> None:
    assert refused(environment={"SMSACTIVATE_PROVIDER": "smsactivate-dex"}) == (
        "SMSACTIVATE_PROVIDER: There is no provider 'smsactivate-dex'. "
        "Did you mean 'smsactivate-dev'? Known: smsactivate-dev, smsactivate-app, handler-api."
    )


LIVE = {"SMSACTIVATE_API_KEY": "a-key"}


@pytest.mark.parametrize("switches", [("--sms-live",), ("--sms-live", "--sms-record")])
@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("SMSACTIVATE_BUGDET", "SMSACTIVATE_BUDGET"),
        ("SMSACTIVATE_MAXPRICE", "SMSACTIVATE_MAX_PRICE"),
        ("SMSACTIVATE_LEGDER", "SMSACTIVATE_LEDGER"),
    ],
)
def test_a_mistyped_variable_is_refused_where_money_is_spent(
    switches: tuple[str, ...], typo: str, meant: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        resolve(*switches, environment={**LIVE, typo: KEY})
    assert one_line(raised.value) == (
        f"{typo} is set, and there is no such setting. "
        f"Did you mean {meant}? Rename it, or unset it."
    )


def test_a_mistyped_variable_is_told_before_the_key_that_it_may_have_been() -> None:
    with pytest.raises(ConfigurationError, match=r"Did you mean SMSACTIVATE_API_KEY\?"):
        resolve("--sms-live", environment={"SMSACTIVATE_APIKEY": KEY})


@pytest.mark.parametrize("switches", [(), ("--sms-simulate",)])
def test_a_mistyped_variable_is_none_of_ours_where_nothing_is_spent(
    switches: tuple[str, ...],
) -> None:
    typo = {"SMSACTIVATE_BUGDET": "0.01"}
    assert resolve(*switches, environment=typo) == resolve(*switches)


def test_known_variables_empty_ones_and_those_of_others_are_let_be() -> None:
    others = {
        "SMSACTIVATE_BUGDET": "",
        "SMSACTIVATED": "1",
        "SIGNUP_BUDGET": "1",
        "SMSACTIVATE_URL": "https://the.application.s",
        "SMSACTIVATE_TOKEN": "its own",
        "SMSACTIVATE_API_KEY_2": "its own",
        "SMSACTIVATE_APP_KEY": "its own",
        "SMSACTIVATE_TIMEOUT_MS": "500",
    }
    ours = {"SMSACTIVATE_RUN": "pipeline-1", "SMSACTIVATE_BUDGET": "0.01"}
    settings = resolve("--sms-live", environment={**LIVE, **others, **ours})
    assert settings.budget == Decimal("0.01")


def test_an_api_that_many_speak_needs_an_address_once_it_is_called() -> None:
    handler = {"--sms-provider": "handler-api"}
    with pytest.raises(ConfigurationError) as raised:
        resolve("--sms-live", line=handler, environment=LIVE)
    assert one_line(raised.value) == (
        "handler-api has no address of its own, and none is named. "
        "Name one: --sms-base-url https://its.host, or SMSACTIVATE_BASE_URL."
    )
    assert resolve(line=handler).provider == "handler-api"
    assert resolve("--sms-simulate", line=handler).base_url is None
    named = {**handler, "--sms-base-url": "https://sms.example"}
    assert resolve("--sms-live", line=named, environment=LIVE).base_url == "https://sms.example"


def test_the_secret_of_the_webhook_is_of_the_environment_alone() -> None:
    environment = {**LIVE, "SMSACTIVATE_WEBHOOK_SECRET": "between-us"}
    settings = resolve("--sms-live", environment=environment)
    assert settings.webhook_secret == "between-us"
    assert "between-us" not in repr(settings)
    assert "between-us" not in repr(settings.webhook_secret)
    assert resolve(environment=environment).webhook_secret is None


def test_an_ini_value_that_pytest_itself_refuses_names_its_key() -> None:
    def ini(key: str) -> object:
        return float("soon") if key == "sms_timeout" else None

    with pytest.raises(ConfigurationError) as raised:
        Settings.resolve(lambda flag: None, ini, {}.get)
    assert one_line(raised.value).startswith(
        "sms_timeout in the ini file: could not convert string to float: 'soon'."
    )


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/", "https://api.example.com"),
        ("https://api.example.com:8443/sms//", "https://api.example.com:8443/sms"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost", "http://localhost"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_plain_http_is_for_this_machine_alone(url: str, kept: str) -> None:
    assert resolve(line={"--sms-base-url": url}).base_url == kept


def test_plain_http_elsewhere_says_what_it_would_give_away() -> None:
    assert refused(line={"--sms-base-url": "http://api.example.com"}) == (
        "--sms-base-url='http://api.example.com' would send the API key unencrypted to another "
        "machine. Use https://; plain http:// is for 127.0.0.1 and localhost only."
    )


@pytest.mark.parametrize(
    "url",
    [
        f"https://me:{KEY}@api.example.com",
        f"https://{KEY}@api.example.com:port",
        f"https://api.example.com?api_key={KEY}",
        f"https://api.example.com#{KEY}",
        f"ftp://me:{KEY}@api.example.com",
        "https://api.example.com?",
        "https://api.example.com#",
    ],
)
def test_a_url_that_may_hold_a_secret_is_refused_and_not_shown(url: str) -> None:
    message = refused(line={"--sms-base-url": url})

    assert message == (
        "--sms-base-url=... is not a URL without user, query and fragment. "
        "Give the address alone; the key comes from SMSACTIVATE_API_KEY."
    )


@pytest.mark.parametrize(
    ("switches", "mode", "real"),
    [
        ((), "replay", False),
        (("--sms-simulate",), "simulate", False),
        (("--sms-live",), "live", True),
        (("--sms-live", "--sms-record"), "record", True),
    ],
)
def test_the_switches_choose_the_mode(switches: tuple[str, ...], mode: Mode, real: bool) -> None:
    settings = resolve(*switches, environment={"SMSACTIVATE_API_KEY": KEY})

    assert (settings.mode, settings.real) == (mode, real)
    assert settings.key == (KEY if real else None)


@pytest.mark.parametrize(
    ("switches", "says"),
    [
        (("--sms-live", "--sms-simulate"), "--sms-live and --sms-simulate contradict each other."),
        (("--sms-live", "--sms-record", "--sms-simulate"), "contradict each other."),
        (("--sms-record",), "Give both: --sms-live --sms-record."),
        (("--sms-record", "--sms-simulate"), "Give both: --sms-live --sms-record."),
    ],
)
def test_switches_that_contradict_each_other_are_refused(
    switches: tuple[str, ...], says: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        resolve(*switches, environment={"SMSACTIVATE_API_KEY": KEY})
    assert says in one_line(raised.value)


@pytest.mark.parametrize("environment", [{}, {"SMSACTIVATE_API_KEY": ""}])
def test_live_needs_a_key(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError) as raised:
        resolve("--sms-live", environment=environment)
    assert one_line(raised.value) == (
        "--sms-live needs an API key, and SMSACTIVATE_API_KEY is not set. Set it to the key from "
        "the provider's dashboard, or leave out --sms-live."
    )


@pytest.mark.parametrize(
    "key", [f"{KEY}\n", f" {KEY}", f"{KEY}\r\nX-Evil: 1", f"{KEY}\t", f"{KEY}é", f"{KEY}\x7f", " "]
)
def test_a_key_that_cannot_be_one_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        resolve("--sms-live", environment={"SMSACTIVATE_API_KEY": key})

    message = one_line(raised.value)
    assert message.startswith("SMSACTIVATE_API_KEY holds")
    assert KEY not in message


@pytest.mark.parametrize("switches", [(), ("--sms-simulate",)])
def test_without_real_numbers_the_key_is_not_even_looked_at(switches: tuple[str, ...]) -> None:
    assert resolve(*switches, environment={"SMSACTIVATE_API_KEY": "no key\n"}).key is None


def test_the_key_comes_from_its_variable_alone() -> None:
    settings = resolve(
        "--sms-live",
        line={"--sms-api-key": "of the command line"},
        environment={"SMSACTIVATE_API_KEY": KEY},
        ini={"sms_api_key": "of the ini"},
    )

    assert settings.key == KEY
    assert not any("key" in each.name for each in OPTIONS)


def test_neither_repr_nor_str_show_the_key() -> None:
    settings = resolve("--sms-live", environment={"SMSACTIVATE_API_KEY": KEY})

    assert repr(settings) == str(settings) == "<Settings live, smsactivate-dev>"


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([source for names in NAMES for source in names[:3]]),
        st.text(st.characters(exclude_characters="\0"), max_size=12),
    )
)
def test_whatever_is_given_is_taken_or_refused_in_one_line(sources: dict[str, str]) -> None:
    environment = {**sources, "SMSACTIVATE_API_KEY": KEY}
    try:
        settings = resolve("--sms-live", line=sources, environment=environment, ini=sources)
    except ConfigurationError as error:
        message = one_line(error)
    else:
        message = repr(settings)
    assert KEY not in message


def order(*layers: Mapping[str, object]) -> Order:
    return Order.of("test_signup", *layers)


def test_an_order_of_no_marker_leaves_everything_open() -> None:
    assert order() == order({}) == Order()


def test_the_closest_marker_wins_key_by_key() -> None:
    function = {"service": "telegram", "timeout": 5}
    class_ = {"country": "GB", "timeout": 60.0, "max_price": "0.10"}
    module = {"service": "google", "country": "us", "pattern": r"(\d+)", "max_price": 1}

    assert order(function, class_, module) == Order(
        service="telegram",
        country="gb",
        timeout=5.0,
        max_price=Decimal("0.10"),
        pattern=r"(\d+)",
    )


def test_a_marker_may_name_the_provider() -> None:
    assert order({"provider": "smsactivate-dev"}).provider == "smsactivate-dev"


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("servise", "service"), ("Country", "country"), ("maxprice", "max_price")],
)
def test_a_typo_in_the_marker_names_the_nearest_right_one(typo: str, meant: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        order({typo: "telegram"})

    assert one_line(raised.value) == (
        f"test_signup: the sms marker has no {typo!r}. Did you mean {meant!r}? "
        "It takes service, country, timeout, max_price, pattern, provider."
    )


def test_a_keyword_like_no_other_is_told_them_all() -> None:
    with pytest.raises(ConfigurationError) as raised:
        order({"x": "red"})

    assert raised.value.cure == f"It takes {', '.join(MARKER)}."


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("service", None),
        ("service", 7),
        ("service", ""),
        ("country", "england"),
        ("country", ["gb"]),
        ("timeout", "soon"),
        ("timeout", True),
        ("timeout", -1),
        ("timeout", float("nan")),
        ("timeout", None),
        ("max_price", "cheap"),
        ("max_price", [1]),
        ("max_price", Decimal(-1)),
        ("pattern", "("),
        ("pattern", "a{99999999999999999999}"),
        ("pattern", 6),
        ("pattern", b"x"),
        ("provider", 1),
    ],
)
def test_a_wrong_type_in_the_marker_is_one_line_that_says_where(key: str, value: object) -> None:
    with pytest.raises(ConfigurationError) as raised:
        order({key: value})

    assert one_line(raised.value).startswith(f"test_signup: sms marker {key}={value!r} is not")


def test_a_mistake_in_a_marker_further_out_is_found_too() -> None:
    with pytest.raises(ConfigurationError, match="country"):
        order({"country": "gb"}, {"country": "england"})


def test_what_an_order_leaves_open_comes_from_the_run() -> None:
    here = order({"service": "telegram"})

    assert here.named("test_signup", service="google", country="gb") == ("telegram", "gb")
    assert order().named("test_signup", service="google", country="gb") == ("google", "gb")


@pytest.mark.parametrize(
    ("order_", "message"),
    [
        (
            Order(country="gb"),
            (
                "test_signup needs a number, and no service is named. Add "
                '@pytest.mark.sms(service="telegram"), --sms-service or the ini sms_service.'
            ),
        ),
        (
            Order(service="telegram"),
            (
                "test_signup needs a number, and no country is named. Add "
                '@pytest.mark.sms(country="gb"), --sms-country or the ini sms_country.'
            ),
        ),
    ],
    ids=["service", "country"],
)
def test_a_number_of_no_service_or_no_country_is_not_bought(order_: Order, message: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        order_.named("test_signup", service=None, country=None)

    assert one_line(raised.value) == message
