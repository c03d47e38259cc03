"""What one run may spend, and what happens where nobody knows what was spent."""

from __future__ import annotations

from functools import partial

import pytest

from pytest_smsactivate.cashier import accountant, desk
from pytest_smsactivate.cashier.accountant import Accountant
from pytest_smsactivate.cashier.client import Cashier
from pytest_smsactivate.flows import acquire
from pytest_smsactivate.ledger.counter import Counter
from pytest_smsactivate.modes import live

THREE = """
    @pytest.mark.parametrize("n", [1, 2, 3])
    def test_it(sms_number, n): pass
"""


def test_no_more_numbers_are_bought_than_allowed(suite, simulator):
    suite.write(THREE)
    result = suite.live("--sms-max-numbers", "2", passed=2, errors=1)
    assert simulator.account.bought == 2
    result.stdout.fnmatch_lines(
        "BudgetExceeded: --sms-max-numbers is 2: 2 spent, 0 reserved, 1 asked. *"
    )


def test_no_more_money_is_spent_than_allowed(suite, simulator):
    suite.write(THREE)
    result = suite.live("--sms-budget", "0.20", passed=2, errors=1)
    assert str(simulator.account.spent) == "0.14"
    result.stdout.fnmatch_lines(
        "BudgetExceeded: --sms-budget is 0.20: 0.14 spent, 0.00 reserved, 0.07 asked. *"
    )


def test_money_that_came_back_can_be_spent_again(suite, simulator):
    simulator.sms_after = None
    suite.write(THREE)
    suite.live("--sms-budget", "0.07", passed=3)
    assert (simulator.account.bought, simulator.account.spent) == (3, 0)


def test_what_is_held_is_reserved(suite, simulator):
    simulator.sms_after = None
    suite.write("""
        from pytest_smsactivate import BudgetExceeded

        def test_it(sms_numbers):
            first = sms_numbers.buy()
            with pytest.raises(BudgetExceeded) as caught:
                sms_numbers.buy()
            assert str(caught.value.reserved) == "0.07"
            first.cancel()
            sms_numbers.buy()
    """)
    suite.live("--sms-budget", "0.13", passed=1)


def test_a_number_that_is_too_dear_is_not_bought(suite, simulator, requests_to):
    suite.write(THREE)
    result = suite.live("--sms-max-price", "0.06", errors=3)
    assert simulator.account.bought == 0
    assert requests_to("offer") == 1, "a price is looked up once"
    result.stdout.fnmatch_lines(
        "BudgetExceeded: --sms-max-price is 0.06: 0.00 spent, 0.00 reserved, 0.07 asked. "
        "Raise it, or ask for another service or country."
    )


def test_a_number_that_is_too_dear_tells_what_the_run_has_spent(suite):
    suite.write("""
        def test_cheap(sms_number): pass

        @pytest.mark.sms(max_price="0.06")
        def test_dear(sms_number): pass
    """)
    result = suite.live(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        "BudgetExceeded: the sms marker's max_price is 0.06: 0.07 spent, 0.00 reserved, 0.07 asked. "
        "Raise it, or ask for another service or country."
    )


@pytest.mark.parametrize("cap", ["--sms-budget", "--sms-max-numbers"])
def test_a_cap_of_nothing_allows_nothing(suite, simulator, cap):
    suite.write(THREE)
    suite.live(cap, "0", errors=3)
    assert simulator.account.bought == 0


@pytest.mark.parametrize("way", ["replay", "simulate"])
def test_play_money_is_not_capped(suite, way):
    suite.write(THREE)
    suite.record(passed=3)
    getattr(suite, way)("--sms-budget=0", "--sms-max-numbers=0", "--sms-max-price=0", passed=3)


UNUSABLE = {
    "reset_after": "PurchaseUnknown: smsactivate-dev gave no answer to the purchase of *",
    "reset_before": "PurchaseUnknown: smsactivate-dev gave no answer to the purchase of *",
    "truncated": "PurchaseUnknown: smsactivate-dev gave no answer to the purchase of *",
    "garbage": "InvalidResponse: smsactivate-dev sent an answer that cannot be read (200): not JSON *",
    "html": "InvalidResponse: smsactivate-dev sent an answer that cannot be read (200): not JSON *",
    "empty": "InvalidResponse: smsactivate-dev sent an answer that cannot be read (200): not JSON *",
    "status": "ProviderUnavailable: smsactivate-dev is unavailable (503)*",
    "hang": "PurchaseUnknown: smsactivate-dev gave no answer to the purchase of *",
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_purchase_with_no_usable_answer_is_unknown_and_never_repeated(
    suite, simulator, requests_to, monkeypatch, kind
):
    if kind == "hang":
        monkeypatch.setattr(acquire, "ANSWER_PATIENCE", 0.2)
    simulator.fault("buy", kind)
    suite.write("def test_it(sms_number): pass")
    result = suite.live(errors=1)
    assert requests_to("buy") == 1
    bought = simulator.account.bought
    told = [
        f"0 numbers bought: 0 refunded, 0 paid for; {simulator.account.spent} USD spent",
        "UNKNOWN: an unknown number (telegram/gb, 0.07) for * By the balance it was bought, *"
        if bought
        else "1 without an answer: by the balance, not bought or refunded by now",
    ]
    result.stdout.fnmatch_lines([UNUSABLE[kind], *told])


def test_an_unknown_purchase_counts_against_the_caps(suite, simulator, requests_to):
    simulator.fault("buy", "reset_after")
    suite.write(THREE)
    suite.live("--sms-budget", "0.15", passed=1, errors=2)
    assert requests_to("buy") == 2


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, "AuthenticationError: smsactivate-dev does not accept the API key (401)"),
        (402, "InsufficientBalance: smsactivate-dev says that the balance is too low (402)"),
        (404, "NoNumbersAvailable: smsactivate-dev has no number for this service *"),
        (422, "RequestRejected: smsactivate-dev rejected the request (422)"),
        (429, "RateLimited: smsactivate-dev asks for fewer requests (429)"),
    ],
)
def test_a_purchase_that_was_refused_has_bought_nothing(
    suite, simulator, requests_to, status, error
):
    simulator.fault("buy", status=status)
    suite.write("def test_it(sms_number): pass")
    result = suite.live(errors=1)
    result.stdout.fnmatch_lines(
        [error + "*", "0 numbers bought: 0 refunded, 0 paid for; 0.00 USD spent"]
    )
    assert "UNKNOWN" not in result.stdout.str()
    assert requests_to("buy") == 1


def test_a_number_that_cannot_be_used_is_given_back_at_once(suite, simulator, misspelt):
    misspelt(b'"+', b'"')
    suite.write("def test_it(sms_number): pass")
    result = suite.live(errors=1)
    result.stdout.fnmatch_lines(
        "InvalidResponse: *: `number` is not a number in E.164 with its +. Check --sms-base-url*"
    )
    assert (simulator.account.bought, simulator.account.open) == (1, [])
    assert "UNKNOWN" not in result.stdout.str()


MISSHAPEN = {
    "an expiry without zone": (b'Z"', b'"', "*`expires_at` is a time without a zone*"),
    "no expiry": (b'"expires_at"', b'"expires"', "*missing required field `expires_at`*"),
    "no number": (b'"number"', b'"phone"', "*missing required field `number`*"),
    "an id that leads elsewhere": (b'"id":"', b'"id":"../', "*`id` is not an id*"),
}


@pytest.mark.parametrize("what", MISSHAPEN)
def test_a_purchase_with(suite, simulator, misspelt, what):
    old, new, line = MISSHAPEN[what]
    misspelt(old, new)
    suite.write("def test_it(sms_number): pass")
    result = suite.live(errors=1)
    result.stdout.fnmatch_lines("InvalidResponse: smsactivate-dev sent " + line)
    unreadable = "id" in what
    assert ("UNKNOWN: " in result.stdout.str()) is unreadable
    assert len(simulator.account.open) == unreadable


@pytest.fixture
def misspelt(simulator, monkeypatch):
    """Let the provider write something else in its answers to purchases."""
    handle = simulator.handle

    def misspell(old, new):
        def misspelling(request):
            answer = handle(request)
            if request.method != "POST":
                return answer
            assert old in answer.body
            return type(answer)(answer.status, answer.body.replace(old, new), answer.headers)

        monkeypatch.setattr(simulator, "handle", misspelling)

    return misspell


def test_a_price_that_cannot_be_looked_up_buys_nothing(suite, simulator, requests_to):
    simulator.fault("offer", "garbage")
    suite.write("def test_it(sms_number): pass")
    result = suite.live(errors=1)
    result.stdout.fnmatch_lines("InvalidResponse: *not JSON*")
    assert requests_to("buy") == 0


def test_a_provider_that_cannot_be_reached_is_told(suite, monkeypatch):
    for patient in (Counter.ask, Accountant.audit):
        monkeypatch.setattr(patient, "__defaults__", (0.0,))
    for module in (accountant, desk):
        monkeypatch.setattr(module, "FIRST_LOOK", 0.0)
    suite.write("def test_it(sms_number): pass")
    nowhere = ("--sms-base-url=http://127.0.0.1:9", "--sms-ledger", suite.ledger)
    result = suite.run("--sms-live", *nowhere, key="any", errors=1)
    result.stdout.fnmatch_lines("ConnectionNotMade: smsactivate-dev could not be reached: *")


def test_without_its_watchdog_nothing_is_bought(suite, simulator, monkeypatch):
    def no_process():
        raise OSError("no more processes")

    monkeypatch.setattr(live, "Cashier", partial(Cashier, begin=no_process))
    suite.write("def test_it(sms_number): pass")
    result = suite.live()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (error,) = (line for line in result.errlines if line)
    assert error.startswith("ERROR: The watchdog process cannot be started: no more processes. ")
    assert simulator.account.bought == 0
