"""`smsactivate balance` and `smsactivate offers`."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema
import msgspec
import pytest
from scene import KEY, Shell, Suites

from pytest_smsactivate.shell.documents import BalanceDocument, OfferDocument
from pytest_smsactivate.simulator import SimulatedProvider


def test_the_balance_is_shown_with_its_currency(shell: Shell) -> None:
    result = shell("balance")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "100.00 USD\n", "")


def test_the_balance_as_json_names_the_account(shell: Shell, suites: Suites, url: str) -> None:
    status, told = shell.json("balance")
    jsonschema.validate(told, msgspec.json.schema(BalanceDocument))
    assert status == 0
    assert told == {
        "amount": "100.00",
        "currency": "USD",
        "provider": "smsactivate-dev",
        "base_url": url,
        "account": suites.account.id,
    }


def test_an_offer_tells_price_and_how_many(shell: Shell, simulator: SimulatedProvider) -> None:
    simulator.stock = 112
    result = shell("offers", "telegram", "GB")
    assert (result.exit_code, result.stdout) == (0, "telegram/gb: 0.07, 112 available\n")


def test_an_offer_has_a_currency_once_the_balance_was_audited(shell: Shell, suites: Suites) -> None:
    suites.buy()
    shell("reap")
    assert shell("offers", "telegram", "gb").stdout == "telegram/gb: 0.07 USD, 1000 available\n"
    status, told = shell.json("offers", "telegram", "gb")
    jsonschema.validate(told, msgspec.json.schema(OfferDocument))
    assert status == 0
    assert told == {
        "service": "telegram",
        "country": "gb",
        "price": "0.07",
        "currency": "USD",
        "available": 1000,
    }


@pytest.mark.parametrize("none", ["refused", "told"])
def test_no_numbers_is_a_sentence_and_status_1(
    none: str, shell: Shell, simulator: SimulatedProvider
) -> None:
    if none == "refused":
        simulator.fault("offer", status=404, times=None)
    else:
        simulator.stock = 0
    result = shell("offers", "telegram", "gb")
    assert result.exit_code == 1
    assert result.stdout == (
        "smsactivate-dev has no number for telegram in gb now. Try later, or another country.\n"
    )
    status, told = shell.json("offers", "telegram", "gb")
    jsonschema.validate(told, msgspec.json.schema(OfferDocument))
    assert (status, told["available"]) == (1, 0)


def test_each_request_takes_its_part_of_the_shared_rate(
    shell: Shell, place: Path, simulator: SimulatedProvider
) -> None:
    simulator.rate_limit = None
    for _ in range(3):
        shell("balance")
    with closing(sqlite3.connect(place)) as database:
        row = database.execute("SELECT tokens, limit_per_minute FROM accounts").fetchone()
    tokens, limit = row
    assert len(simulator.requests) == 3
    assert (tokens < 5, limit) == (True, 300)


def test_a_command_works_as_a_process_of_its_own(shell: Shell) -> None:
    process = shell.start("balance", "--json")
    told, said = process.communicate()
    assert (process.returncode, json.loads(told)["amount"], said) == (0, "100.00", "")


@pytest.mark.parametrize("command", [["balance"], ["offers", "telegram", "gb"], ["reap"]])
@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SMSACTIVATE_API_KEY": None}, "SMSACTIVATE_API_KEY is not set. Set it to the key"),
        ({"SMSACTIVATE_API_KEY": "two words"}, "holds white space"),
        ({"SMSACTIVATE_BASE_URL": "http://api.example.com"}, "unencrypted"),
        ({"SMSACTIVATE_BASE_URL": "nowhere"}, "SMSACTIVATE_BASE_URL='nowhere' is not a URL"),
        ({"SMSACTIVATE_PROVIDER": "smsactivate-def"}, "Did you mean 'smsactivate-dev'?"),
        ({"SMSACTIVATE_LEDGER": "mysql://me:secret@there/db"}, "SMSACTIVATE_LEDGER=... is not"),
        ({"SMSACTIVATE_LEDGER": "sqlite:////"}, "The ledger at / cannot be used"),
        ({"SMSACTIVATE_LEDGER": "postgresql://me:secret@127.0.0.1:1/db"}, "cannot be used"),
    ],
)
def test_bad_usage_is_told_on_one_line(
    command: list[str], environment: dict[str, str | None], said: str, shell: Shell
) -> None:
    result = shell(*command, **environment)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.rstrip()[-1] == "."
    for hidden in ("--sms-", "secret", KEY):
        assert hidden not in result.stderr


def test_an_option_goes_before_the_environment_and_is_named_as_it_is_here(shell: Shell) -> None:
    result = shell("balance", "--base-url", "nowhere")
    assert (result.exit_code, "--base-url='nowhere' is not a URL" in result.stderr) == (2, True)
    result = shell("balance", "--ledger", "sqlite:////")
    assert "or name another with --ledger." in result.stderr
    result = shell("balance", "--provider", "smsactivate-dev", SMSACTIVATE_PROVIDER="nobody")
    assert result.exit_code == 0


def test_the_names_of_an_offer_are_checked_as_those_of_a_marker(shell: Shell) -> None:
    result = shell("offers", "telegram", "uk")
    assert result.exit_code == 2
    assert result.stderr == "Error: COUNTRY='uk' is not a country. ISO 3166-1 has \"gb\".\n"
    result = shell("offers", "two words", "gb")
    assert (result.exit_code, "SERVICE='two words' is not a name" in result.stderr) == (2, True)


def test_a_key_that_is_not_accepted_is_bad_usage(
    shell: Shell, simulator: SimulatedProvider
) -> None:
    simulator.fault("balance", status=401, body=f"no such key: {KEY}")
    result = shell("balance")
    assert result.exit_code == 2
    assert "Check SMSACTIVATE_API_KEY" in result.stderr
    assert KEY not in result.stderr


def test_an_answer_that_cannot_be_used_is_no_bad_usage(
    shell: Shell, simulator: SimulatedProvider
) -> None:
    simulator.fault("balance", "garbage")
    result = shell("balance")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cannot be read" in result.stderr
    assert "Check --base-url" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["balance", "offers", "leases", "reap"])
def test_the_help_teaches_with_an_example_and_the_exit_statuses(command: str, shell: Shell) -> None:
    told = shell(command, "--help").output
    for taught in (f"$ smsactivate {command}", "Exit status:", "--json", "SMSACTIVATE_LEDGER"):
        assert taught in told
