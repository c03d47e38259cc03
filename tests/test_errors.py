from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pytest_smsactivate import errors
from pytest_smsactivate.errors import (
    ActivationEnded,
    ActivationNotFound,
    AnswerLost,
    AuthenticationError,
    BudgetExceeded,
    CancelDenied,
    CassetteError,
    CassetteMismatch,
    CassetteNotFound,
    CassetteSecret,
    CodeAmbiguous,
    CodeTimeout,
    ConfigurationError,
    ConnectionNotMade,
    InsufficientBalance,
    InvalidResponse,
    LedgerError,
    NoNumbersAvailable,
    NotSupported,
    ProviderError,
    ProviderUnavailable,
    PurchaseUnknown,
    RateLimited,
    RequestRejected,
    SmsActivateError,
    UnexpectedMessage,
)

CASSETTE = Path("cassettes/test_signup.json")

RAISED: list[tuple[SmsActivateError, str]] = [
    (SmsActivateError("It broke."), "It broke. Report this as a bug, with the traceback."),
    (
        ConfigurationError("x=1 is wrong."),
        "x=1 is wrong. See `pytest --help`, under smsactivate.",
    ),
    (ConfigurationError("x=1 is wrong.", cure="Take 2."), "x=1 is wrong. Take 2."),
    (
        AuthenticationError("smsactivate-dev", status=401, detail="bad key"),
        (
            "smsactivate-dev does not accept the API key (401): bad key. "
            "Check SMSACTIVATE_API_KEY against the key in the provider's dashboard."
        ),
    ),
    (
        InsufficientBalance("smsactivate-dev", status=402),
        (
            "smsactivate-dev says that the balance is too low (402). "
            "Top up the account, or choose a cheaper service or country."
        ),
    ),
    (
        NoNumbersAvailable("smsactivate-dev", status=404),
        (
            "smsactivate-dev has no number for this service and country (404). "
            "Try later, or name another country with --sms-country or the sms marker."
        ),
    ),
    (
        ActivationNotFound("smsactivate-dev", status=404),
        (
            "smsactivate-dev does not know this activation (404). "
            "Check that the key and --sms-base-url belong to the account that bought it."
        ),
    ),
    (
        ActivationEnded("smsactivate-dev", detail="status 'expired'"),
        (
            "smsactivate-dev has ended this activation: status 'expired'. "
            "Buy a new number; wait sooner, if it expired."
        ),
    ),
    (
        CancelDenied("smsactivate-dev", status=409, detail="EARLY_CANCEL_DENIED", retry_after=60.0),
        (
            "smsactivate-dev does not take the number back yet (409): EARLY_CANCEL_DENIED. "
            "It is released at the end of the run, when the provider's window for early cancels "
            "has passed."
        ),
    ),
    (
        RateLimited("smsactivate-dev", status=429, retry_after=7.0),
        (
            "smsactivate-dev asks for fewer requests (429). "
            "Run fewer live tests at once, or wait for the limit to reset."
        ),
    ),
    (
        RequestRejected("smsactivate-dev", status=400, detail="no such service"),
        (
            "smsactivate-dev rejected the request (400): no such service. "
            "Check the names of service and country against the provider's list."
        ),
    ),
    (
        ConnectionNotMade("smsactivate-dev", detail="refused"),
        (
            "smsactivate-dev could not be reached: refused. "
            "Check the network, --sms-base-url and the provider's status page; try again."
        ),
    ),
    (
        AnswerLost("smsactivate-dev", detail="timed out"),
        (
            "smsactivate-dev gave no answer: timed out. "
            "Check the network, --sms-base-url and the provider's status page; try again."
        ),
    ),
    (
        InvalidResponse("smsactivate-dev", status=200, detail="`id` is not an id", field="id"),
        (
            "smsactivate-dev sent an answer that cannot be read (200): `id` is not an id. "
            "Check --sms-base-url; if it is right, the provider's API has changed."
        ),
    ),
    (
        BudgetExceeded(
            "--sms-budget",
            limit=Decimal("1.00"),
            spent=Decimal("0.80"),
            reserved=Decimal("0.14"),
            asked=Decimal("0.07"),
        ),
        (
            "--sms-budget is 1.00: 0.80 spent, 0.14 reserved, 0.07 asked. "
            "Raise it, or run fewer live tests or cheaper numbers."
        ),
    ),
    (
        BudgetExceeded("--sms-max-numbers", limit=20, spent=18, reserved=2, asked=1),
        (
            "--sms-max-numbers is 20: 18 spent, 2 reserved, 1 asked. "
            "Raise it, or run fewer live tests."
        ),
    ),
    *(
        (
            BudgetExceeded(
                cap,
                limit=Decimal("0.06"),
                spent=Decimal("0.80"),
                reserved=Decimal("0.14"),
                asked=Decimal("0.07"),
            ),
            (
                f"{cap} is 0.06: 0.80 spent, 0.14 reserved, 0.07 asked. "
                "Raise it, or ask for another service or country."
            ),
        )
        for cap in ("--sms-max-price", "the sms marker's max_price")
    ),
    (
        CodeAmbiguous(["482910", "773201"]),
        (
            "The message holds several possible codes: 482910, 773201. "
            "Say which with pattern=, in the call or the sms marker."
        ),
    ),
    (
        UnexpectedMessage(number="+791•••••567", code="482910", within=5.0),
        (
            "A message came to +791•••••567, though none was expected within 5 s. "
            "Check why the application sent it; it is in number.messages()."
        ),
    ),
    (
        NotSupported("renew", why="the API has no such call", cure="Buy another."),
        "renew is not supported: the API has no such call. Buy another.",
    ),
    (
        CassetteNotFound(CASSETTE, "There is no recording of this test"),
        (
            f"There is no recording of this test (cassette {CASSETTE}). "
            "Record it again: pytest --sms-live --sms-record."
        ),
    ),
    (
        CassetteSecret(CASSETTE, "It would hold the key"),
        (
            f"It would hold the key (cassette {CASSETTE}). "
            "Report this as a bug; until it is mended, leave this test to --sms-live."
        ),
    ),
]


@pytest.mark.parametrize(
    ("error", "message"), RAISED, ids=[type(error).__name__ for error, _ in RAISED]
)
def test_each_message_says_what_happened_and_ends_with_the_cure(
    error: SmsActivateError, message: str
) -> None:
    assert str(error) == message
    assert message == f"{error.what} {error.cure}"
    assert error.cure.endswith(".")


PROVIDER_ERRORS = (
    AuthenticationError,
    InsufficientBalance,
    NoNumbersAvailable,
    ActivationNotFound,
    ActivationEnded,
    CancelDenied,
    RateLimited,
    RequestRejected,
    ProviderUnavailable,
    InvalidResponse,
)


@pytest.mark.parametrize("error", PROVIDER_ERRORS)
def test_what_a_provider_does_is_caught_in_one_place(error: type[ProviderError]) -> None:
    raised = error("smsactivate-dev", status=400, detail="its own words")

    assert isinstance(raised, ProviderError)
    assert (raised.provider, raised.status, raised.detail) == (
        "smsactivate-dev",
        400,
        "its own words",
    )


@pytest.mark.parametrize(
    ("error", "base"),
    [
        (ConnectionNotMade, ProviderUnavailable),
        (AnswerLost, ProviderUnavailable),
        (CassetteNotFound, CassetteError),
        (CassetteMismatch, CassetteError),
        (CassetteSecret, CassetteError),
        (CodeTimeout, TimeoutError),
        (ProviderError, SmsActivateError),
        (PurchaseUnknown, SmsActivateError),
    ],
)
def test_the_tree_stands_as_it_is_drawn(error: type[Exception], base: type[Exception]) -> None:
    assert issubclass(error, base)


def test_an_unanswered_purchase_is_no_error_of_the_provider_that_a_retry_would_catch() -> None:
    assert not issubclass(PurchaseUnknown, ProviderError)


def test_a_cancel_that_is_denied_is_no_error_that_is_taken_for_a_release_or_repeated() -> None:
    released_or_repeated = (ActivationEnded, ActivationNotFound, ProviderUnavailable, RateLimited)

    assert not issubclass(CancelDenied, released_or_repeated)


def test_every_error_of_the_house_is_in_the_one_tree_and_in_its_drawing() -> None:
    classes = {name for name, _ in inspect.getmembers(errors, inspect.isclass)} - {"_TryLater"}

    assert {name for name in classes if issubclass(getattr(errors, name), Exception)} == classes
    assert all(issubclass(getattr(errors, name), SmsActivateError) for name in classes)
    assert classes == set(errors.__all__) - {"expected"}
    assert errors.__doc__ is not None
    assert all(name in errors.__doc__ for name in classes)


def test_a_timeout_carries_what_was_seen() -> None:
    error = CodeTimeout(
        number="+791•••••567", timeout=120, waited=121.26, looks=44, last_status="pending"
    )

    assert str(error) == (
        "No code came to +791•••••567 in 121.3 s (timeout 120 s); looked 44 times, last status "
        "'pending'. Check that the application sent to this number, that its SMS vendor accepted "
        "the message, and the timeout (--sms-timeout or the sms marker)."
    )
    assert (error.number, error.timeout, error.waited) == ("+791•••••567", 120, 121.26)
    assert (error.looks, error.last_status) == (44, "pending")


def test_a_timeout_of_one_look_says_once_and_may_have_a_hint_and_a_cure_of_its_own() -> None:
    error = CodeTimeout(
        number="+791•••••567",
        timeout=0.5,
        waited=0.5,
        looks=1,
        last_status=None,
        hint="The application sent none.",
        cure="Send one.",
    )

    assert str(error) == (
        "No code came to +791•••••567 in 0.5 s (timeout 0.5 s); looked once, last status None. "
        "The application sent none. Send one."
    )


def test_a_cap_says_what_part_of_it_is_this_workers() -> None:
    error = BudgetExceeded(
        "--sms-max-numbers",
        limit=20,
        spent=5,
        reserved=0,
        asked=1,
        share=", of which each of 4 workers may use an equal part",
    )

    assert (error.cap, error.limit, error.spent, error.reserved, error.asked) == (
        "--sms-max-numbers",
        20,
        5,
        0,
        1,
    )
    assert "is 20, of which each of 4 workers may use an equal part: 5 spent" in str(error)


def test_attributes_tell_what_a_caller_would_else_parse() -> None:
    assert RateLimited("x", retry_after=7.0).retry_after == 7.0
    assert CancelDenied("x", retry_after=60.0).retry_after == 60.0
    assert CancelDenied("x").retry_after is None
    assert ProviderUnavailable("x", retry_after=None).retry_after is None
    assert InvalidResponse("x", field="id", activation_id="act_1").activation_id == "act_1"
    assert InvalidResponse("x", field="id").field == "id"
    assert CodeAmbiguous(["1", "2"]).candidates == ("1", "2")
    assert NotSupported("renew", why="so", cure="No.").operation == "renew"
    assert CassetteMismatch(CASSETTE, "No.").path == CASSETTE


def test_the_code_that_came_unexpectedly_is_an_attribute_and_not_in_the_message() -> None:
    error = UnexpectedMessage(number="+791•••••567", code="482910", within=5.0)

    assert error.code == "482910"
    assert "482910" not in str(error)


def test_pytest_hides_our_frames_for_our_errors_alone() -> None:
    with pytest.raises(ConfigurationError) as ours:
        raise ConfigurationError("x=1 is wrong.")
    with pytest.raises(ZeroDivisionError) as a_bug:
        raise ZeroDivisionError

    assert errors.expected(ours)
    assert not errors.expected(a_bug)


WITH_MORE: list[SmsActivateError] = [
    ProviderError("smsactivate-dev", status=418, detail="a teapot", cure="Brew tea."),
    ProviderUnavailable("smsactivate-dev", status=503, retry_after=2.5),
    PurchaseUnknown("smsactivate-dev", service="telegram", country="ru"),
    CodeTimeout(number="+791•••••567", timeout=120, waited=121.26, looks=44, last_status="pending"),
    CassetteError(CASSETTE, "It cannot be read"),
    CassetteMismatch(CASSETTE, "It has another service", cure="Change it back."),
    LedgerError("sqlite:////ledger", "is damaged"),
]
EVERY = [*(error for error, _ in RAISED), *WITH_MORE]


def through_a_pipe(protocol: int) -> Callable[[SmsActivateError], SmsActivateError]:
    return lambda error: pickle.loads(pickle.dumps(error, protocol))


COPIES = {
    **{f"pickle {each}": through_a_pipe(each) for each in range(pickle.HIGHEST_PROTOCOL + 1)},
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_an_error_comes_out_of_a_pipe_as_it_went_in(
    error: SmsActivateError, copied: Callable[[SmsActivateError], SmsActivateError]
) -> None:
    other = copied(error)

    assert other is not error
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert (other.args, vars(other)) == (error.args, vars(error))


def test_every_class_of_the_tree_has_gone_through_a_pipe() -> None:
    classes = {getattr(errors, name) for name in set(errors.__all__) - {"expected"}}

    assert {type(error) for error in EVERY} == classes


def test_what_was_found_out_later_goes_through_a_pipe_too() -> None:
    error = InvalidResponse("smsactivate-dev", status=200, activation_id="act_9x2k1p")
    error.released = True
    other = pickle.loads(pickle.dumps(error))

    assert (other.activation_id, other.released) == ("act_9x2k1p", True)


def test_a_timeout_from_a_pipe_is_still_caught_as_one() -> None:
    timeout = next(error for error in WITH_MORE if isinstance(error, CodeTimeout))

    with pytest.raises(TimeoutError, match="looked 44 times"):
        raise pickle.loads(pickle.dumps(timeout))
