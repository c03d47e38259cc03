"""Lines for the terminal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pytest_smsactivate.providers.owned import OwnedNumbers
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.report import terminal
from pytest_smsactivate.report.terminal import Countdown, header, summary
from pytest_smsactivate.settings import Settings
from pytest_smsactivate.statement import Statement, Unsettled

DEV, APP = SmsActivateDev.capabilities, SmsActivateApp.capabilities


class Terminal:
    """Keeps what is written to it."""

    def __init__(self, *, isatty: bool, verbosity: int = 0) -> None:
        self.isatty = isatty
        self.verbosity = verbosity
        self.lines: list[str] = []
        self.rewritten: list[str] = []

    def write_line(self, line: str) -> None:
        self.lines.append(line)

    def line(self, line: str) -> None:
        self.lines.append(line)

    def rewrite(self, line: str, *, erase: bool) -> None:
        assert erase
        self.rewritten.append(line)


def test_a_countdown_overwrites_itself_where_somebody_looks_on() -> None:
    terminal = Terminal(isatty=True)
    countdown = Countdown(terminal)
    for seconds in (3.0, 2.0, 1.0):
        countdown(2, seconds)
    assert terminal.lines == []
    assert [line.partition(": ")[2] for line in terminal.rewritten] == [
        f"2 numbers cannot be given back yet: {seconds} s left (Ctrl-C leaves that to the watchdog)"
        for seconds in (3, 2, 1)
    ]


def test_elsewhere_it_tells_every_quarter_of_a_minute() -> None:
    terminal = Terminal(isatty=False)
    countdown = Countdown(terminal)
    for seconds in range(40, 0, -1):
        countdown(1, float(seconds))
    assert [line.split()[-9] for line in terminal.lines] == ["40", "25", "10"]


def test_where_pytest_is_quiet_it_begins_a_line_of_its_own() -> None:
    terminal = Terminal(isatty=False, verbosity=-1)
    countdown = Countdown(terminal)
    for seconds in (60.0, 30.0):
        countdown(1, seconds)
    assert [bool(line) for line in terminal.lines] == [False, True, True]


def test_one_that_begins_anew_is_told_at_once() -> None:
    terminal = Terminal(isatty=False)
    countdown = Countdown(terminal)
    countdown(1, 5.0)
    countdown(1, 60.0)
    assert len(terminal.lines) == 2


def test_without_a_terminal_nobody_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    Countdown(None)(1, 5.0)
    assert capfd.readouterr() == ("", "")


def test_what_is_not_known_is_not_counted() -> None:
    assert list(summary(None, DEV)) == [
        "NOT COUNTED: the run was cut short",
        "`smsactivate leases` shows what is in the ledger.",
    ]


def test_every_fate_has_its_words() -> None:
    held = Unsettled(
        "act_1", "+447••••••001", "telegram", "gb", Decimal("0.07"), "open", "t1", "x."
    )
    lost = Unsettled(None, None, "telegram", "gb", None, "unknown", "t2", "y.")
    statement = Statement(
        bought=5,
        refunded=1,
        kept=2,
        unconfirmed=1,
        spent=Decimal("0.21"),
        open=(held,),
        unknown=(lost,),
        disproved=1,
        inherited=2,
        unexplained=Decimal("0.14"),
        earlier=Decimal("-10.00"),
        currency="USD",
    )
    assert list(summary(statement, DEV, written=["a.json"])) == [
        "5 numbers bought: 1 refunded, 2 paid for, 1 given back without word of a refund; "
        "0.21 USD spent",
        "written: a.json",
        "NOT RELEASED: act_1, +447••••••001 (telegram/gb, 0.07) by t1. x. The watchdog goes on "
        "trying for ten minutes; then the next live run does, or `smsactivate reap`.",
        "UNKNOWN: an unknown number (telegram/gb) for t2. y. It was not bought again, and counts "
        "as spent; `smsactivate reap` asks the balance again, and the dashboard knows.",
        "1 without an answer: by the balance, not bought or refunded by now",
        "2 of runs that had died given back",
        "BALANCE: 10.00 less than this ledger accounted for when it was read before, of which "
        "nobody has been told. If it was not topped up either, and nobody else uses the account, "
        "compare with the provider's dashboard.",
        "BALANCE: 0.14 more than this ledger accounts for. If nobody else uses the account, "
        "compare with the provider's dashboard.",
    ]


def test_a_purchase_still_under_way_is_left_to_the_watchdog_and_not_counted() -> None:
    bought = Unsettled(None, None, "telegram", "gb", Decimal("0.07"), "intended", "t1")
    assert list(summary(Statement(unknown=(bought,), currency="USD"), DEV)) == [
        "0 numbers bought: 0 refunded, 0 paid for; 0.00 USD spent",
        "UNDER WAY: an unknown number (telegram/gb, 0.07) for t1. Its purchase had no answer yet "
        "when the run ended, and is not counted above. The watchdog enters what comes of it, and "
        "gives the number back; `smsactivate leases` tells.",
    ]


def test_what_has_not_failed_yet_has_no_reason() -> None:
    held = Unsettled("act_1", None, "telegram", "gb", None, "open", "t1")
    *_, told = summary(Statement(open=(held,)), DEV)
    assert told.startswith("NOT RELEASED: act_1 (telegram/gb) by t1. The watchdog goes on trying ")


def test_renewals_are_told_since_nobody_knows_what_they_cost() -> None:
    lines = list(summary(Statement(bought=1, unconfirmed=1, renewals=2), APP))
    assert lines[0].endswith("; what they cost, its API does not tell")
    assert lines[1].startswith("renewed: 2, which is not counted as spent")


def test_numbers_of_ones_own_are_lent_and_returned() -> None:
    held = Unsettled("+447400123401", "+447••••••401", "x", "gb", Decimal(0), "open", "t1", "x.")
    statement = Statement(bought=3, refunded=2, open=(held,))
    lines = list(summary(statement, OwnedNumbers.capabilities, written=["a.json"]))
    assert lines[:2] == ["3 numbers lent, 2 returned", "written: a.json"]
    assert lines[2].startswith("NOT RELEASED: +447400123401")


def settings(*switches: str, **given: str) -> Settings:
    options: dict[str, object] = dict.fromkeys(switches, True)
    options |= {f"--sms-{name.replace('_', '-')}": value for name, value in given.items()}
    environment = {"SMSACTIVATE_API_KEY": "a-key"}
    return Settings.resolve(options.get, lambda _: None, environment.get)


def test_the_header_speaks_of_no_money_where_none_is_spent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Ours(OwnedNumbers):
        name = "ours"

    monkeypatch.setattr(terminal, "provider_named", lambda name, words: Ours(words))
    assert header(settings("--sms-live", base_url="https://inbox.example")) == [
        "smsactivate: LIVE, numbers of your own from smsactivate-dev at https://inbox.example"
    ]


def test_where_no_price_is_told_only_the_count_is_a_cap() -> None:
    (line,) = header(settings("--sms-live", provider="smsactivate-app"))
    assert line.endswith("; at most 20 numbers, whose price its API does not tell")
    lost = Unsettled(None, None, "telegram", "gb", None, "unknown", "t2", "y.")
    *_, told = summary(Statement(unknown=(lost,)), APP)
    assert told.endswith("It was not bought again, and counts as spent; the dashboard knows.")


def test_a_price_for_each_is_named_among_the_caps() -> None:
    lines = header(settings("--sms-live", "--sms-record", max_price="0.10"))
    assert lines[0].endswith("at most 20 numbers and 1.00 in all, 0.10 each")
    assert lines[1] == "smsactivate: the cassette of each test that passes is written"


def test_the_webhook_of_an_address_with_colons_has_brackets() -> None:
    told = header(settings("--sms-live", provider="smsactivate-app", webhook="[::1]:8080"))
    assert told[1].startswith("smsactivate: webhook http://[::1]:8080/smsactivate/")
