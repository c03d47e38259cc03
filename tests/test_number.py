"""What a test holds, sync and async, over one line whose provider follows a script."""

from __future__ import annotations

import inspect
import threading
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from by_hand import (
    ACTIVATION,
    NOON,
    FakeClock,
    Script,
    answer,
    cancelled,
    message,
    no_jitter,
    pending,
    received,
)

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import (
    ActivationNotFound,
    AnswerLost,
    CodeTimeout,
    ConfigurationError,
    InvalidResponse,
    NotSupported,
    SmsActivateError,
    UnexpectedMessage,
)
from pytest_smsactivate.flows.drivers import Transport
from pytest_smsactivate.gateway import Correspondence, SmsGateway
from pytest_smsactivate.line import Line
from pytest_smsactivate.models import (
    Activation,
    Cancellation,
    Look,
    Message,
    Pace,
    Response,
    masked,
)
from pytest_smsactivate.number import (
    AsyncPhoneNumber,
    AsyncPhoneNumbers,
    PhoneNumber,
    PhoneNumbers,
)
from pytest_smsactivate.providers.handler_api import HandlerApi
from pytest_smsactivate.providers.smsactivate_app import SmsActivateApp
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev

LATER = datetime(2024, 3, 14, 13, 0, tzinfo=timezone.utc)


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def line(
    *answers: Response | SmsActivateError,
    activation: Activation = ACTIVATION,
    transport: Transport | None = None,
    **more: Any,
) -> Line:
    settings: dict[str, Any] = {
        "provider": SmsActivateDev(),
        "transport": transport or Script(*answers),
        "clock": FakeClock(),
        "jitter": no_jitter,
        "pace": Pace(),
        "timeout": 2.0,
        "released": lambda cancellation: None,
    }
    return Line(activation, **{**settings, **more})


def number(*answers: Response | SmsActivateError, **more: Any) -> PhoneNumber:
    return PhoneNumber(line(*answers, **more))


class TextOnly(SmsActivateDev):
    """A provider whose API shows texts: `code` in the answer is the text."""

    def read_look(self, response: Response) -> Look:
        look = super().read_look(response)
        texts = [msgspec.structs.replace(m, text=m.code, code=None) for m in look.messages]
        return msgspec.structs.replace(look, messages=tuple(texts))


class Both(SmsActivateDev):
    """A provider whose API shows the text and the code that it found in it."""

    def read_look(self, response: Response) -> Look:
        look = super().read_look(response)
        shown = [msgspec.structs.replace(m, text="Tap to sign in") for m in look.messages]
        return msgspec.structs.replace(look, messages=tuple(shown))


class Neither(SmsActivateDev):
    """A provider whose API tells only that a message came."""

    def read_look(self, response: Response) -> Look:
        look = super().read_look(response)
        bare = [msgspec.structs.replace(m, code=None) for m in look.messages]
        return msgspec.structs.replace(look, messages=tuple(bare))


@pytest.mark.parametrize(
    ("e164", "calling_code", "national"),
    [
        ("+79161234567", "7", "9161234567"),
        ("+12015550123", "1", "2015550123"),
        ("+447400123456", "44", "7400123456"),
        ("+390612345678", "39", "0612345678"),
    ],
)
def test_the_number_is_told_as_forms_ask_for_it(
    e164: str, calling_code: str, national: str
) -> None:
    bought = number(activation=msgspec.structs.replace(ACTIVATION, number=e164))

    assert bought.e164 == str(bought) == e164
    assert (bought.calling_code, bought.national) == (calling_code, national)


def test_what_was_bought_can_be_asked() -> None:
    expires_at = datetime(2024, 3, 14, 12, 20, tzinfo=timezone.utc)
    bought = number(
        activation=msgspec.structs.replace(ACTIVATION, price=Decimal("0.07"), expires_at=expires_at)
    )

    assert (bought.service, bought.country) == ("telegram", "ru")
    assert bought.activation_id == "act_9x2k1p"
    assert (bought.price, bought.expires_at) == (Decimal("0.07"), expires_at)
    assert (number().price, number().expires_at) == (None, None)


def test_repr_hides_the_middle_of_the_number_and_the_id() -> None:
    assert repr(number()) == "<PhoneNumber +791•••••567 for telegram in ru>"
    assert repr(AsyncPhoneNumber(line())) == "<AsyncPhoneNumber +791•••••567 for telegram in ru>"


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("+79161234567", "+791•••••567"),
        ("+1234567", "+123•567"),
        ("+123456789012345", "+123•••••••••345"),
    ],
)
def test_a_masked_number_keeps_its_length(whole: str, shown: str) -> None:
    assert masked(whole) == shown
    assert len(shown) == len(whole)


def test_a_code_is_waited_for() -> None:
    bought = number(pending(), received("482910"))

    assert bought.wait_for_code() == "482910"


def test_a_resend_is_two_calls() -> None:
    bought = number(received("482910"), received("482910"), received("773201", minute=2))

    assert bought.wait_for_code() == "482910"
    assert bought.wait_for_code() == "773201"


def test_the_timeout_is_the_lines_unless_the_call_names_one() -> None:
    bought = number(*[pending()] * 3)
    with pytest.raises(CodeTimeout) as timeout:
        bought.wait_for_code()
    assert timeout.value.timeout == 2.0

    with pytest.raises(CodeTimeout) as timeout:
        number(*[pending()] * 9).wait_for_code(timeout=9)
    assert timeout.value.timeout == 9.0


@pytest.mark.parametrize(
    "seconds", [-1, -0.1, float("nan"), float("inf"), 10**400, True, "5", [], Decimal(5)]
)
def test_what_is_no_number_of_seconds_is_refused_before_anything_is_asked(seconds: Any) -> None:
    script = Script()
    bought = number(transport=script)
    for wait in (bought.wait_for_code, bought.wait_for_message):
        with pytest.raises(ConfigurationError, match=r"timeout=.* is not a number of seconds"):
            wait(seconds)
    with pytest.raises(ConfigurationError, match=r"within=.* Give 0 or more\."):
        bought.expect_no_message(seconds)

    assert script.sent == []


def test_a_bad_pattern_is_told_before_the_wait() -> None:
    script = Script()
    with pytest.raises(ConfigurationError, match="is not a regular expression"):
        number(transport=script).wait_for_code(pattern="(")

    assert script.sent == []


def test_a_pattern_finds_the_code_in_the_text() -> None:
    texts = [received("Your order 4711, code 48-29"), received("Code: 7732", minute=2)]
    bought = number(*texts, provider=TextOnly(), pattern=r"code (\S+)")

    assert bought.wait_for_code() == "48-29"
    assert bought.wait_for_code(pattern=r"\d+") == "7732"


def test_a_pattern_for_the_text_leaves_a_bare_code_as_it_is() -> None:
    assert number(received("482910")).wait_for_code(pattern=r"code: (\d+)") == "482910"
    assert number(received("G-482910")).wait_for_code(pattern=r"G-(\d+)") == "482910"


def test_messages_without_a_code_are_passed_over_and_a_timeout_says_so() -> None:
    adverts = [received("Buy more!", minute=1), received("Even more!", minute=2), pending()]
    bought = number(*adverts, *[pending()] * 3, provider=TextOnly())

    with pytest.raises(CodeTimeout, match="2 came in which no code was found: say with pattern="):
        bought.wait_for_code()
    with pytest.raises(CodeTimeout) as later:
        bought.wait_for_message()
    assert "no code was found" not in str(later.value)


def test_a_pattern_that_fits_no_message_is_no_reason_to_guess() -> None:
    bought = number(received("Your code is 482910"), *[pending()] * 3, provider=TextOnly())

    with pytest.raises(CodeTimeout) as caught:
        bought.wait_for_code(pattern=r"PIN (\d+)")
    said = "no code was found: pattern='PIN (\\\\d+)' fits nothing; number.messages() shows them."
    assert said in str(caught.value)


def test_the_code_that_the_provider_found_counts_where_none_is_found_in_the_text() -> None:
    assert number(received("482910"), provider=Both()).wait_for_code() == "482910"


def test_but_not_where_a_pattern_says_how_it_looks() -> None:
    bought = number(*[received("482910")] * 3, provider=Both(), pattern=r"code (\d+)")

    with pytest.raises(CodeTimeout, match="1 came in which no code was found"):
        bought.wait_for_code()


@pytest.mark.parametrize("pattern", [None, r"\d+"])
def test_a_message_of_which_nothing_is_told_is_passed_over(pattern: str | None) -> None:
    bought = number(*[received("482910")] * 3, provider=Neither())

    with pytest.raises(CodeTimeout, match="1 came in which no code was found"):
        bought.wait_for_code(pattern=pattern)


def test_a_message_has_its_code_filled_in() -> None:
    text = "Your code is 482910"
    bought = number(received(text), provider=TextOnly())

    assert bought.wait_for_message() == Message(
        NOON + timedelta(minutes=1), code="482910", text=text
    )


def test_a_message_without_a_code_is_a_message() -> None:
    found = number(received("Welcome!"), provider=TextOnly()).wait_for_message()

    assert (found.text, found.code) == ("Welcome!", None)


def test_recorded_times_are_shown_as_if_they_were_now() -> None:
    found = number(received("482910"), shift=timedelta(days=365)).wait_for_message()

    assert found.received_at == NOON + timedelta(days=365, minutes=1)


def test_all_messages_are_one_look_and_no_wait() -> None:
    script = Script(received("482910"), received("482910"))
    bought = number(transport=script)

    assert bought.messages() == [message("482910")]
    assert bought.wait_for_code() == "482910"
    assert script.asked == ["look", "look"]


def test_no_message_is_expected_and_none_comes() -> None:
    script = Script(pending(), pending())
    number(transport=script).expect_no_message(within=1)

    assert script.exhausted


def test_no_message_is_expected_and_one_comes() -> None:
    bought = number(received("482910"), received("482910"))
    with pytest.raises(UnexpectedMessage):
        bought.expect_no_message(within=60)

    assert bought.wait_for_code() == "482910"


def test_a_number_is_cancelled_once_however_often_it_is_asked() -> None:
    told: list[Cancellation] = []
    script = Script(cancelled())
    bought = number(transport=script, released=told.append)

    assert bought.cancel() == bought.cancel() == Cancellation(refunded=True)
    assert told == [Cancellation(refunded=True)]
    assert script.asked == ["cancel"]


def test_a_cancel_that_failed_may_be_tried_again() -> None:
    told: list[Cancellation] = []
    bought = number(answer(404), cancelled(), released=told.append)
    with pytest.raises(ActivationNotFound):
        bought.cancel()
    assert told == []

    assert bought.cancel().refunded is True
    assert len(told) == 1


def test_where_two_cancel_at_once_the_first_answer_counts() -> None:
    told: list[Cancellation] = []
    shared = line(released=told.append)
    first, second = shared.cancel(), shared.cancel()
    next(first)
    next(second)
    outcomes = []
    for flow, last in ((second, cancelled(True)), (first, answer(410))):
        with pytest.raises(StopIteration) as end:
            flow.send(last)
        outcomes.append(end.value.value)

    assert outcomes == [Cancellation(True), Cancellation(True)]
    assert told == [Cancellation(True)]


@pytest.mark.parametrize(
    ("operation", "able"), [("request_another", "handler-api"), ("renew", "smsactivate-app")]
)
def test_what_the_api_has_not_says_what_to_do_instead(operation: str, able: str) -> None:
    with pytest.raises(NotSupported) as raised:
        getattr(number(), operation)()

    assert raised.value.operation == operation
    assert str(raised.value) == (
        f"{operation} is not supported: the API of smsactivate-dev has no such call. "
        f"These can: {able} (--sms-provider)."
    )


def test_each_call_that_looks_is_a_visit_of_its_own() -> None:
    visits: list[tuple[str, int]] = []
    bought = number(
        *[received("482910")] * 3, visit=lambda *visit: visits.append(visit), released=print
    )
    bought.wait_for_code()
    bought.messages()
    bought.expect_no_message(within=0)

    assert visits == [("act_9x2k1p", 1), ("act_9x2k1p", 2), ("act_9x2k1p", 3)]


def classic(*words: str | SmsActivateError, **more: Any) -> PhoneNumber:
    """A number of the classic protocol, whose answers are these words."""
    answers = [Response(200, each.encode()) if isinstance(each, str) else each for each in words]
    return number(*answers, provider=HandlerApi(), **more)


def test_a_message_that_came_unseen_before_one_more_was_asked_for_is_handed_out_first() -> None:
    bought = classic(
        "STATUS_OK:482910", "ACCESS_RETRY_GET", "STATUS_WAIT_RETRY:482910", "STATUS_OK:773201"
    )
    bought.request_another()

    assert bought.wait_for_code() == "482910"
    assert bought.wait_for_code() == "773201"


def test_a_message_that_was_waited_for_is_not_handed_out_for_one_more() -> None:
    bought = classic("STATUS_OK:482910", "STATUS_OK:482910", "ACCESS_RETRY_GET", "STATUS_OK:773201")

    assert bought.wait_for_code() == "482910"
    bought.request_another()
    assert bought.wait_for_code() == "773201"


def test_one_more_that_was_asked_for_without_an_answer_may_have_the_same_code() -> None:
    waiting, lost = "STATUS_WAIT_CODE", AnswerLost("handler-api")
    bought = classic(
        "STATUS_OK:482910", "STATUS_OK:482910", lost, "BAD_STATUS", waiting, "STATUS_OK:482910"
    )

    assert bought.wait_for_code() == "482910"
    bought.request_another()
    assert bought.wait_for_code() == "482910"


def test_the_look_before_one_more_is_asked_for_belongs_to_the_call_before_it() -> None:
    visits: list[tuple[str, int]] = []
    answers = ["STATUS_WAIT_CODE", "ACCESS_RETRY_GET"]
    bought = classic(*answers, "STATUS_OK:1", *answers, visit=lambda *visit: visits.append(visit))
    bought.request_another()
    assert visits == []
    bought.wait_for_code()
    bought.request_another()

    assert visits == [("act_9x2k1p", 1), ("act_9x2k1p", 1)]


def corresponding(gateway: SmsGateway, *answers: Response) -> PhoneNumber:
    """A number whose messages are those that the application sends."""
    correspondence = Correspondence(gateway, ACTIVATION.number, lambda: True, lambda: 1)
    clock = VirtualClock(NOON)
    return number(*answers, correspondence=correspondence, clock=clock)


def test_where_the_application_sends_its_own_code_is_the_one() -> None:
    gateway = SmsGateway(active=True)
    bought = corresponding(gateway, pending(), received("482910"))
    gateway.deliver("+7 916 123-45-67", "Your code is 111222", sender="Shop")

    assert bought.wait_for_message() == Message(
        NOON + timedelta(minutes=1), code="111222", text="Your code is 111222", sender="Shop"
    )


def test_where_the_application_sends_nothing_the_timeout_says_so() -> None:
    gateway = SmsGateway(active=True)
    bought = corresponding(gateway, *[received("482910")] * 3)

    with pytest.raises(CodeTimeout, match="The application sent no message at all"):
        bought.wait_for_code()


class Noted(Correspondence):
    """Notes what each visit is for, and hurries."""

    silences: list[bool]

    def begin(self, *, silence: bool = False) -> None:
        self.silences.append(silence)


def test_the_application_is_given_less_time_to_keep_silent_than_to_send() -> None:
    correspondence = Noted(SmsGateway(active=True), ACTIVATION.number, lambda: False)
    correspondence.silences = []
    bought = number(*[received("482910")] * 3, correspondence=correspondence)
    bought.wait_for_code()
    bought.messages()
    bought.expect_no_message(within=0)

    assert correspondence.silences == [False, False, True]


PUBLIC = sorted(name for name in vars(PhoneNumber) if not name.startswith("_"))


def test_both_kinds_of_number_have_the_same_calls() -> None:
    for name in PUBLIC:
        sync, async_ = getattr(PhoneNumber, name), getattr(AsyncPhoneNumber, name)
        assert inspect.signature(sync) == inspect.signature(async_)
        assert inspect.iscoroutinefunction(async_)
        assert sync.__doc__
        assert async_.__doc__ == f"See `PhoneNumber.{name}`."
    assert sorted(name for name in vars(AsyncPhoneNumber) if not name.startswith("_")) == PUBLIC


@pytest.mark.anyio
async def test_a_whole_life_awaited() -> None:
    script = Script(pending(), received("482910"), *[received("773201", minute=2)] * 3, cancelled())
    bought = AsyncPhoneNumber(line(transport=script))

    assert await bought.wait_for_code(5, pattern=r"\d+") == "482910"
    assert (await bought.wait_for_message()).code == "773201"
    assert [m.code for m in await bought.messages()] == ["482910", "773201"]
    await bought.expect_no_message(within=0)
    for call in (bought.request_another, bought.renew):
        with pytest.raises(NotSupported):
            await call()
    assert await bought.cancel() == Cancellation(refunded=True)
    assert script.exhausted


class Market:
    """Sells lines, and notes what was asked for and in which thread."""

    def __init__(self) -> None:
        self.asked: list[tuple[str | None, str | None]] = []
        self.threads: list[int] = []

    def buy(self, service: str | None, country: str | None) -> Line:
        self.asked.append((service, country))
        self.threads.append(threading.get_ident())
        if service == "nothing":
            raise ConfigurationError("No such service.")
        return line()


def test_a_pool_buys_and_keeps_count() -> None:
    market = Market()
    pool = PhoneNumbers(market.buy, blocking=True)
    assert (len(pool), list(pool), repr(pool)) == (0, [], "<PhoneNumbers of 0>")

    first = pool.buy()
    second = pool.buy("google", country="us")

    assert list(pool) == [first, second]
    assert (len(pool), repr(pool)) == (2, "<PhoneNumbers of 2>")
    assert market.asked == [(None, None), ("google", "us")]


def test_a_purchase_that_fails_is_not_in_the_pool() -> None:
    pool = PhoneNumbers(Market().buy, blocking=False)
    with pytest.raises(ConfigurationError):
        pool.buy("nothing")

    assert len(pool) == 0


@pytest.mark.anyio
@pytest.mark.parametrize("blocking", [False, True], ids=["at once", "over a network"])
async def test_an_awaited_pool_keeps_a_network_out_of_the_loop(blocking: bool) -> None:
    market = Market()
    pool = AsyncPhoneNumbers(market.buy, blocking=blocking)

    first = await pool.buy()
    second = await pool.buy("google", "us")

    assert list(pool) == [first, second]
    assert all(isinstance(bought, AsyncPhoneNumber) for bought in pool)
    assert repr(pool) == "<AsyncPhoneNumbers of 2>"
    assert market.asked == [(None, None), ("google", "us")]
    in_the_loop = [thread == threading.get_ident() for thread in market.threads]
    assert in_the_loop == [not blocking] * 2


def test_a_number_of_no_country_still_has_its_digits() -> None:
    odd = number(activation=msgspec.structs.replace(ACTIVATION, number="+9999999999"))
    assert odd.e164 == "+9999999999"
    with pytest.raises(InvalidResponse, match="no country has the calling code") as caught:
        _ = odd.national
    assert caught.value.field == "number"


RENEWED = {"status": "success", "number": "+79161234567"}


@pytest.mark.parametrize(("told", "expires_at"), [({}, None), ({"expires_at": LATER}, LATER)])
def test_a_renewal_moves_the_end_where_the_answer_tells_it(
    told: dict[str, object], expires_at: datetime | None
) -> None:
    bought = Activation("+79161234567", "+79161234567", "telegram", "ru")
    day = timedelta(days=1)
    answered = answer(**RENEWED, **told)
    renewed = number(answered, activation=bought, provider=SmsActivateApp(), shift=day)
    renewed.renew()
    assert renewed.expires_at == (None if expires_at is None else expires_at + day)
