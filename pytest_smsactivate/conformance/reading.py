"""Whatever comes back, it is read or refused: in one line, by an error of the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from unittest import SkipTest

from pytest_smsactivate.conformance.corpus import MARK, STATUSES, bodies, spoiled
from pytest_smsactivate.conformance.scene import Scene, Subject, outcome_of
from pytest_smsactivate.errors import SmsActivateError
from pytest_smsactivate.models import Activation, Balance, Look, Offer, Operation, Response
from pytest_smsactivate.providers.reading import is_e164
from pytest_smsactivate.simulator.dialects import told
from pytest_smsactivate.transports.record import RecordingTransport

__all__ = ["Reading"]

Reader = Callable[[Response], object]

HEADERS: tuple[Mapping[str, str], ...] = (
    {},
    {"retry-after": "soon", "date": "x", "location": "\r\nx: y", "x-ratelimit-reset": "9" * 40},
    {"retry-after": "9" * 400, "x-ratelimit-remaining": "-1", "x-ratelimit-limit": "٣"},
)


class Reading(Subject):
    """Every reader of the provider, and every answer that there might be."""

    def test_whatever_is_answered_is_read_or_refused(self) -> None:
        for operation, read in self._readers().items():
            for body in bodies():
                for status in STATUSES:
                    _check(operation, read, Response(status, body))

    def test_whatever_its_headers_say_an_answer_is_read_or_refused(self) -> None:
        provider = type(self).provider()
        for operation, read in self._readers().items():
            for headers in HEADERS:
                for status in (*STATUSES, 429, 503):
                    response = Response(status, b"{}", headers)
                    _check(operation, read, response)
                    _check(operation, provider.read_rate, response)

    def test_a_proper_answer_that_was_spoiled_is_read_or_refused(self) -> None:
        readers = self._readers()
        for operation, answer in self._answers():
            for body in spoiled(answer.body):
                for status in (answer.status, 404, 500):
                    _check(operation, readers[operation], Response(status, body))

    def test_a_proper_answer_to_something_else_is_read_or_refused(self) -> None:
        answers = [answer for _, answer in self._answers()]
        for operation, read in self._readers().items():
            for answer in answers:
                for status in STATUSES:
                    _check(operation, read, Response(status, answer.body))

    def test_whatever_a_notice_says_it_is_read_or_refused(self) -> None:
        provider = self.needs("webhook")
        scene = self.scene()
        scene.deliver(scene.buy())
        (notice,) = scene.simulator.notices_since(0)
        for body in (*bodies(), *spoiled(told(notice).body)):
            _check("notice", lambda answer: provider.read_notice(answer.body), Response(200, body))

    def test_no_error_of_a_login_quotes_a_token(self) -> None:
        provider = type(self).provider()
        if provider.login(self.key) is None:
            raise SkipTest(f"{provider.name} takes the key itself")
        quoted = f'"{MARK}"'.encode()
        answers = [
            MARK.encode(),
            quoted,
            b"[" + quoted + b"]",
            b'{"token":' + quoted,
            b'{"token":[' + quoted + b"]}",
            b'{"error":' + quoted + b"}",
            b'{"status":"error","message":' + quoted + b"}",
        ]
        for body in answers:
            for status in STATUSES:
                outcome = outcome_of(partial(provider.read_login, Response(status, body)))
                quotes = isinstance(outcome, SmsActivateError) and MARK in str(outcome)
                assert not quotes, "no error of a login quotes its answer"

    def _readers(self) -> dict[Operation, Reader]:
        """What reads which answer, as far as the provider can."""
        ours = type(self).provider()
        able = ours.capabilities
        wanted = {"service": self.service, "country": self.country}
        readers: dict[Operation, Reader] = {
            "buy": lambda response: ours.read_activation(response, **wanted),
            "look": ours.read_look,
            "cancel": ours.read_cancellation,
        }
        possible: dict[Operation, tuple[bool, Reader]] = {
            "login": (ours.login(self.key) is not None, ours.read_login),
            "balance": (able.balance, ours.read_balance),
            "offer": (able.price, ours.read_offer),
            "another": (able.request_another, ours.read_another),
            "renew": (able.renew, ours.read_renewal),
            "activations": (able.activations, ours.read_activations),
        }
        return readers | {name: read for name, (can, read) in possible.items() if can}

    def _answers(self) -> Iterator[tuple[Operation, Response]]:
        """Proper answers, of one number's life."""
        scene = self.scene()
        recorder = RecordingTransport(scene.way, scene.clock)
        scene.way = recorder
        self._live(scene)
        for exchange in recorder.exchanges:
            yield exchange.request.operation, exchange.response

    def _live(self, scene: Scene) -> None:
        ours, able = scene.provider, scene.provider.capabilities
        login = ours.login(self.key)
        if login is not None:
            scene.ask(login, ours.read_login)
        if able.balance:
            scene.ask(ours.balance(), ours.read_balance)
        if able.price:
            scene.ask(ours.offer(*scene.wanted), ours.read_offer)
        activation = scene.buy()
        scene.look(activation)
        scene.deliver(activation)
        scene.look(activation)
        if able.activations:
            scene.ask(ours.activations(), ours.read_activations)
        if able.renew:
            scene.ask(ours.renew(activation.id), ours.read_renewal)
        if able.request_another:
            scene.ask(ours.another(activation.id), ours.read_another)
        scene.release(activation, received=True)


def _check(operation: str, read: Reader, response: Response) -> None:
    """The reading returns what is sane, or raises one line of the tree."""
    what = f"{operation}, answered with {response.status} and {response.body[:60]!r}"
    try:
        result = outcome_of(partial(read, response))
    except Exception as failure:
        raise AssertionError(
            f"reading raises errors of the tree and no other: {what}, raised {failure!r}"
        ) from failure
    if isinstance(result, SmsActivateError):
        assert str(result).isprintable(), f"an error is one line that can be printed: {what}"
        return
    assert _is_sane(result, operation), f"what is read is sane: {what}, gave {result!r}"


def _is_sane(result: object, operation: str) -> bool:
    if isinstance(result, Activation) and operation == "buy":
        return bool(result.id) and is_e164(result.number)
    if isinstance(result, Balance):
        return result.amount.is_finite()
    if isinstance(result, Offer):
        return result.price.is_finite() and result.price >= 0
    if isinstance(result, Look):
        return all(_is_utc(message.received_at) for message in result.messages)
    return not isinstance(result, datetime) or _is_utc(result)


def _is_utc(moment: datetime) -> bool:
    return moment.utcoffset() == timedelta(0)
