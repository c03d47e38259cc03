"""From what a run exchanged to what may be written down: nothing secret, all of its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, cast

import msgspec
from msgspec.structs import replace

from pytest_smsactivate.cassettes.exchange import Exchange
from pytest_smsactivate.cassettes.format import (
    FORMAT,
    Cassette,
    Entry,
    RecordedRequest,
    RecordedResponse,
)
from pytest_smsactivate.cassettes.meaning import error_in, is_repeated
from pytest_smsactivate.cassettes.secrets import Secrets
from pytest_smsactivate.cassettes.stand_ins import StandIns
from pytest_smsactivate.errors import InvalidResponse, ProviderError
from pytest_smsactivate.models import Operation, Request, Response
from pytest_smsactivate.providers.base import FieldKind, Provider
from pytest_smsactivate.providers.reading import retry_after

__all__ = ["redacted"]

_LEVELS = 64
_MARKS = frozenset({"buy", "cancel", "another", "renew"})
"""What parts the looks before it from those after it."""
_TEXT_LENGTH = 200
_LONGEST_PAUSE = 86_400
_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def redacted(
    exchanges: Sequence[Exchange],
    *,
    provider: Provider,
    test: str,
    recorded_at: datetime,
    prices: Mapping[tuple[str, str], Decimal],
    key: str,
) -> tuple[Cassette, Secrets]:
    """The cassette of a run, and the secrets that must not be found in it.

    `recorded_at` is when the first exchange began; `prices` holds what a number of a
    service and country cost. Faults of the day that were got over are left out.
    """
    redaction = _Redaction(exchanges, provider, test, key)
    began = min((exchange.at for exchange in exchanges), default=0.0)
    cassette = Cassette(
        format=FORMAT,
        test=test,
        provider=provider.name,
        recorded_at=recorded_at.astimezone(timezone.utc),
        prices={
            f"{service}/{country}": f"{price:f}" for (service, country), price in prices.items()
        },
        entries=_folded(_lasting(exchanges, provider), redaction, began=began),
    )
    return cassette, redaction.stand_ins.secrets


def _lasting(exchanges: Sequence[Exchange], provider: Provider) -> list[Exchange]:
    """All exchanges in order of time, without the failed attempts that were repeated.

    A look's failure is kept where nothing else was seen in that wait, since it is what
    the wait ended with; a buy's always, since it is not repeated.
    """
    ordered = sorted(exchanges, key=lambda exchange: exchange.at)
    failed = [
        is_repeated(provider, exchange.request.operation, exchange.response) for exchange in ordered
    ]
    answered: set[tuple[bytes, int | None]] = set()
    last: dict[bytes, Exchange] = {}
    for exchange, in_vain in zip(ordered, failed, strict=True):
        identity = _identity(exchange.request)
        last[identity] = exchange
        if not in_vain:
            answered |= {(identity, exchange.wait), (identity, None)}

    def repeated(exchange: Exchange) -> bool:
        identity = _identity(exchange.request)
        if exchange.request.operation == "cancel":
            return last[identity] is not exchange
        return exchange.request.operation != "buy" and (identity, exchange.wait) in answered

    return [
        exchange
        for exchange, in_vain in zip(ordered, failed, strict=True)
        if not (in_vain and repeated(exchange))
    ]


def _identity(request: Request) -> bytes:
    return msgspec.json.encode(request)


def _folded(
    exchanges: Sequence[Exchange], redaction: _Redaction, *, began: float
) -> tuple[Entry, ...]:
    """One entry for each exchange; equal polls between two changes become one entry."""
    entries: list[Entry] = []
    latest: dict[bytes, int] = {}
    for exchange in exchanges:
        entry = redaction.entry(exchange, at=round(exchange.at - began, 3))
        if exchange.request.operation in _MARKS:
            latest.clear()
            entries.append(entry)
            continue
        identity = _identity(exchange.request)
        place = latest.get(identity)
        run = None if place is None else entries[place]
        if run is not None and run.wait == entry.wait and run.response == entry.response:
            entries[latest[identity]] = replace(run, until=entry.at, count=run.count + 1)
        else:
            latest[identity] = len(entries)
            entries.append(entry)
    return tuple(entries)


class _Redaction:
    """Rewrites requests and answers, by what the provider says its fields hold."""

    def __init__(
        self, exchanges: Sequence[Exchange], provider: Provider, test: str, key: str
    ) -> None:
        self._provider = provider
        self._fields = provider.fields
        self._refused = False
        found = list(self._found(exchanges))
        self.stand_ins = StandIns(
            test,
            numbers=[text for kind, text in found if kind == "phone"],
            ids=[text for kind, text in found if kind == "id"],
            codes=[text for kind, text in found if kind == "code"],
            texts=[text for kind, text in found if kind == "text"],
            key=key,
            exempt=[name for name, kind in self._fields.items() if kind in ("time", "money")],
        )

    def entry(self, exchange: Exchange, *, at: float) -> Entry:
        return Entry(
            at=at,
            wait=exchange.wait,
            request=self._request(exchange.request),
            response=self._response(exchange.request.operation, exchange.response),
        )

    def _found(self, exchanges: Sequence[Exchange]) -> Iterator[tuple[FieldKind | None, str]]:
        """Every real value in order of appearance, with the kind of its field."""
        identity: FieldKind = "id" if self._provider.capabilities.activation_id else "phone"
        for exchange in exchanges:
            if exchange.request.activation_id is not None:
                yield identity, exchange.request.activation_id
            tree = _json(exchange.response.body)
            if tree is _NOT_JSON:
                tree = _text(exchange.response)
            for kind, value in self._values(tree, None):
                if isinstance(value, (str, int)) and not isinstance(value, bool):
                    yield kind, str(value)

    def _values(
        self, node: Any, kind: FieldKind | None
    ) -> Iterator[tuple[FieldKind | None, object]]:
        if isinstance(node, dict):
            for name, item in node.items():
                yield from self._values(item, self._fields.get(name))
        elif isinstance(node, list):
            for item in node:
                yield from self._values(item, kind)
        elif kind is None and isinstance(node, str):
            yield from ((each, node[start:end]) for each, start, end in self._told(node) or ())
        else:
            yield kind, node

    def _told(self, text: str) -> list[tuple[FieldKind, int, int]] | None:
        """What stands where in an answer of the API that is no JSON; None where it is unknown."""
        for pattern in self._provider.texts:
            match = pattern.fullmatch(text)
            if match is not None:
                names = cast("list[FieldKind]", list(match.re.groupindex))
                found = [(name, *match.span(name)) for name in names if match[name] is not None]
                return sorted(found, key=lambda each: each[1])
        return None

    def _request(self, request: Request) -> RecordedRequest:
        """The same request for the stand-in of the activation."""
        real = request.activation_id
        stand_in = real if real is None else self.stand_ins.identity(real) or real

        def replaced(value: str) -> str:
            return stand_in if stand_in is not None and value == real else value

        return RecordedRequest(
            method=request.method,
            path="/".join(map(replaced, request.path.split("/"))),
            query={name: replaced(value) for name, value in request.query},
            body=request.body and {name: replaced(value) for name, value in request.body.items()},
        )

    def _response(self, operation: Operation, response: Response) -> RecordedResponse:
        tree = _json(response.body)
        if tree is _NOT_JSON:
            return RecordedResponse(
                status=response.status,
                retry_after=_pause(response),
                text=self._text(_text(response), None)[:_TEXT_LENGTH],
            )
        self._refused = self._is_refusal(operation, response)
        body = _ENCODER.encode(self._redacted(tree, None))
        return RecordedResponse(
            status=response.status, retry_after=_pause(response), body=msgspec.Raw(body)
        )

    def _is_refusal(self, operation: Operation, response: Response) -> bool:
        """Whether it refuses, by its status or its words; what cannot be read says nothing."""
        error = error_in(self._provider, operation, response)
        told = isinstance(error, ProviderError) and not isinstance(error, InvalidResponse)
        return told or response.status >= 400

    def _redacted(self, node: Any, kind: FieldKind | None) -> object:
        if isinstance(node, dict):
            return {
                self._name(name): self._redacted(item, self._fields.get(name))
                for name, item in node.items()
            }
        if isinstance(node, list):
            return [self._redacted(item, kind) for item in node]
        if node is None or isinstance(node, bool):
            return node
        return self._text(node, kind) if isinstance(node, str) else self._number(node, kind)

    def _name(self, name: str) -> str:
        if name in self._fields or not self.stand_ins.secrets.found_in(name):
            return name
        return self.stand_ins.masked(name)

    def _text(self, text: str, kind: FieldKind | None) -> str:
        if kind == "time":
            return text
        if kind == "money":
            return "10.00"
        if kind == "plain" and not self.stand_ins.secrets.found_in(text):
            return text
        if kind == "text" and self._refused and self._is_harmless(text):
            return text
        if kind is None and (told := self._told(text)) is not None:
            return self._rewritten(text, told)
        return self._stand_in(text, kind) or self.stand_ins.masked(text)

    def _is_harmless(self, text: str) -> bool:
        """Words of the API's own in a refusal, by which it is told what it means."""
        digits = any(map(str.isdigit, text))
        return not digits and not self.stand_ins.secrets.found_in(text)

    def _rewritten(self, text: str, told: list[tuple[FieldKind, int, int]]) -> str:
        """The parts that are known replaced, and the API's own words kept."""
        parts, reached = [], 0
        for kind, start, end in told:
            parts += [text[reached:start], self._text(text[start:end], kind)]
            reached = end
        return "".join([*parts, text[reached:]])

    def _number(self, number: int | Decimal, kind: FieldKind | None) -> object:
        if kind == "time":
            return number
        if kind == "money":
            return 10 if isinstance(number, int) else Decimal("10.00")
        if kind == "plain" and not self.stand_ins.secrets.found_in(str(number)):
            return number
        return int(self._stand_in(str(number), kind) or 0)

    def _stand_in(self, value: str, kind: FieldKind | None) -> str | None:
        if kind == "phone":
            return self.stand_ins.numbers.get(value)
        if kind == "id":
            return self.stand_ins.identity(value)
        if kind == "code":
            return self.stand_ins.codes.get(value)
        if kind == "text":
            return self.stand_ins.texts.get(value)
        return None


def _pause(response: Response) -> int | None:
    """`Retry-After` in whole seconds, also where it was given as a date."""
    seconds = retry_after(response) if "retry-after" in response.headers else None
    return None if seconds is None else round(min(seconds, _LONGEST_PAUSE))


_NOT_JSON = object()


def _text(response: Response) -> str:
    return response.body.decode("utf-8", "replace").strip()


def _json(body: bytes) -> object:
    """What a body says, if that is JSON of a sane depth, else `_NOT_JSON`."""
    try:
        tree = _DECODER.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return _NOT_JSON
    return tree if _shallow(tree, _LEVELS) else _NOT_JSON


def _shallow(node: Any, levels: int) -> bool:
    items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return levels > 0 and all(_shallow(item, levels - 1) for item in items)
