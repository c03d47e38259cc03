"""What an answer means: each operation has its reader, and words count as statuses do."""

from __future__ import annotations

from typing import get_args

import pytest

from pytest_smsactivate.cassettes.meaning import error_in, is_repeated, reader
from pytest_smsactivate.errors import NoNumbersAvailable, NotSupported
from pytest_smsactivate.models import Operation, Response
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp

CLASSIC, APP = HandlerApi(), SmsActivateApp()


@pytest.mark.parametrize("operation", get_args(Operation))
def test_every_operation_has_a_reader(operation: Operation) -> None:
    assert callable(reader(CLASSIC, operation))


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ("balance", b"ACCESS_BALANCE:12.40"),
        ("offer", b'{"16": {"tg": {"cost": 0.07, "count": 3}}}'),
        ("buy", b"ACCESS_NUMBER:160529273:447400123456"),
        ("look", b"STATUS_OK:482910"),
        ("cancel", b"ACCESS_CANCEL"),
        ("another", b"ACCESS_RETRY_GET"),
        ("activations", b"NO_ACTIVATIONS"),
    ],
)
def test_what_says_that_it_was_done_means_no_error(operation: Operation, words: bytes) -> None:
    assert error_in(CLASSIC, operation, Response(200, words)) is None
    assert not is_repeated(CLASSIC, operation, Response(200, words))


def test_a_refusal_means_its_error_and_is_not_repeated() -> None:
    refusal = Response(200, b"NO_NUMBERS")
    assert isinstance(error_in(CLASSIC, "buy", refusal), NoNumbersAvailable)
    assert not is_repeated(CLASSIC, "buy", refusal)


@pytest.mark.parametrize(
    "response", [Response(429), Response(503), Response(200, b"ERROR_SQL")], ids=str
)
def test_a_fault_of_the_day_is_repeated(response: Response) -> None:
    assert is_repeated(CLASSIC, "look", response)


def test_what_an_api_has_not_is_an_error_like_others() -> None:
    assert isinstance(error_in(APP, "another", Response(200)), NotSupported)
