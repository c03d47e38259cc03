"""Replay: what was true at a moment of the recording is the answer at that virtual moment.

A cassette is a timeline, not a tape. How often the test looks, and when, is its own
affair; what it buys and cancels must be what was recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from pytest_smsactivate.cassettes.format import (
    Cassette,
    Entry,
    RecordedRequest,
    RecordedResponse,
    record_command,
)
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import CassetteMismatch, expected
from pytest_smsactivate.models import Message, Request, Response
from pytest_smsactivate.providers.base import Provider

__all__ = ["OVERRUN", "Timeline"]

__tracebackhide__ = expected

OVERRUN = 0.25
"""Seconds by which a recorded look may have come later than it was meant to."""


class _Track:
    """All that was recorded for one request, in order, and how much of it is used up.

    `places` are the entries' places in the cassette.
    """

    __slots__ = ("entries", "places", "request", "used")

    def __init__(self, request: RecordedRequest) -> None:
        self.request = request
        self.entries: list[Entry] = []
        self.places: list[int] = []
        self.used = 0

    def take(self) -> Entry | None:
        """The next entry that no earlier call took, if there is one."""
        if self.used == len(self.entries):
            return None
        self.used += 1
        return self.entries[self.used - 1]

    def at(self, now: float) -> Entry:
        """The last entry not later than `now`, or the first."""
        shown = self.entries[0]
        for entry in self.entries:
            if entry.at > now:
                break
            shown = entry
        return shown


class _Course:
    """What one activation went through: its looks, divided by its cancels.

    `visit` is the public call under way, None where nobody counts them.
    """

    __slots__ = ("_cancels", "_looks", "_visible", "visit")

    def __init__(self, looks: _Track | None, cancels: _Track | None) -> None:
        self._looks = looks
        self._cancels = cancels
        self._visible: list[Entry] = []
        self.visit: int | None = None
        self.divide()

    @property
    def looks(self) -> Sequence[Entry]:
        """All of them, on whichever side of a cancel."""
        return () if self._looks is None else self._looks.entries

    def divide(self) -> None:
        """Keep to the looks after the last cancel that was taken, and before the next."""
        looks, cancels = self._looks, self._cancels
        if looks is None:
            return
        if cancels is None:
            self._visible = looks.entries
            return
        divisions = [
            (place, number < cancels.used)
            for number, place in enumerate(cancels.places)
            if cancels.entries[number].response.status < 300
        ]
        first = max((place for place, taken in divisions if taken), default=-1)
        last = min((place for place, taken in divisions if not taken), default=looks.places[-1])
        self._visible = [
            entry
            for place, entry in zip(looks.places, looks.entries, strict=True)
            if first < place <= last
        ]

    def begins(self, visit: int) -> float:
        """When the recording first looked in that public call; 0 where it did not."""
        return next((entry.at for entry in self.looks if entry.wait == visit), 0.0)

    def at(self, now: float) -> Entry | None:
        """The last look not later than `now`, or the first, of this call or one before it.

        Real sleeps overrun: the look at a deadline was recorded a little after it.
        """
        visit = self.visit
        reached = now + OVERRUN
        shown = None
        for entry in self._visible:
            if visit is not None and entry.wait is not None and entry.wait > visit:
                continue
            if entry.at > reached:
                return entry if shown is None else shown
            shown = entry
        if shown is None and self._visible:
            return self._visible[0]
        return shown


class Timeline:
    """Answers a replayed test's requests from its cassette.

    `mismatch` is the first request that had no answer: a test that swallowed the error
    still fails when its teardown finds it here.
    """

    def __init__(
        self,
        cassette: Cassette,
        *,
        provider: Provider,
        clock: VirtualClock,
        path: Path,
        nodeid: str,
    ) -> None:
        self._cassette = cassette
        self._provider = provider
        self._clock = clock
        self._path = path
        self._nodeid = nodeid
        self._tracks: dict[str, list[_Track]] = {}
        self._courses: dict[str, _Course] = {}
        self.mismatch: CassetteMismatch | None = None

    @property
    def shift(self) -> timedelta:
        """What to add to a recorded time to have it in the time of the replay."""
        return self._clock.started - self._cassette.recorded_at

    def price(self, service: str, country: str) -> Decimal | None:
        """What such a number cost when it was recorded, where that was known."""
        price = self._cassette.prices.get(f"{service}/{country}")
        return None if price is None else Decimal(price)

    def visit(self, activation_id: str, ordinal: int) -> None:
        """The public call number `ordinal`, from 1, begins on that activation.

        Time passes until the recording first looked in that call: the test itself spent
        it, and has no need to spend it again. What later calls saw stays hidden.
        """
        course = self._course(activation_id)
        course.visit = ordinal
        self._clock.advance_to(course.begins(ordinal))

    def arrivals(self, activation_id: str) -> int:
        """How many messages the recording shows to have come to that number."""
        messages: list[Message] = []
        for entry in self._course(activation_id).looks:
            if entry.response.status < 300:
                shown = self._provider.read_look(_response(entry.response)).messages
                messages += [message for message in shown if message not in messages]
        return len(messages)

    def answer(self, request: Request) -> Response:
        """What was recorded; `CassetteMismatch` where nothing was."""
        track = self._track(request)
        if track is None:
            raise self._no_answer(request, self._nearest(request))
        activation_id = request.activation_id
        if request.operation == "buy":
            entry = self._buy(request, track)
        elif activation_id is None:
            entry = track.at(self._clock.now())
        elif request.operation == "look":
            entry = self._look(request, self._course(activation_id))
        else:
            entry = self._cancel(request, track, self._course(activation_id))
        return _response(entry.response)

    def _buy(self, request: Request, track: _Track) -> Entry:
        entry = track.take()
        if entry is None:
            raise self._no_answer(request, _too_often(track))
        return entry

    def _look(self, request: Request, course: _Course) -> Entry:
        entry = course.at(self._clock.now())
        if entry is None:
            raise self._no_answer(request, "recorded only on the other side of a cancel")
        return entry

    def _cancel(self, request: Request, track: _Track, course: _Course) -> Entry:
        """The next cancel; where the last one failed, so does each that is tried after it."""
        entry = track.take()
        if entry is not None:
            course.divide()
            return entry
        last = track.entries[-1]
        if last.response.status == 429 or last.response.status >= 500:
            return last
        raise self._no_answer(request, _too_often(track))

    def _course(self, activation_id: str) -> _Course:
        course = self._courses.get(activation_id)
        if course is None:
            provider = self._provider
            looks = self._track(provider.look(activation_id))
            cancels = self._track(provider.cancel(activation_id))
            course = self._courses[activation_id] = _Course(looks, cancels)
        return course

    def _track(self, request: Request) -> _Track | None:
        if not self._tracks:
            self._lay()
        query = dict(request.query)
        for track in self._tracks.get(request.path, ()):
            same = track.request
            if same.method == request.method and same.body == request.body and same.query == query:
                return track
        return None

    def _lay(self) -> None:
        """Sort the entries by request, when the first request comes."""
        for place, entry in enumerate(self._cassette.entries):
            tracks = self._tracks.setdefault(entry.request.path, [])
            for track in tracks:
                if track.request == entry.request:
                    break
            else:
                track = _Track(entry.request)
                tracks.append(track)
            track.entries.append(entry)
            track.places.append(place)

    def _no_answer(self, request: Request, why: str) -> CassetteMismatch:
        from pytest_smsactivate.cassettes.nearest import described

        error = CassetteMismatch(
            self._path,
            f"The test asked {described(_recorded(request))}; {why}",
            cure="If the test was changed on purpose, record it again: "
            f"{record_command(self._nodeid)}",
        )
        self.mismatch = self.mismatch or error
        return error

    def _nearest(self, request: Request) -> str:
        from pytest_smsactivate.cassettes.nearest import nearest

        return nearest(_recorded(request), [entry.request for entry in self._cassette.entries])


def _too_often(track: _Track) -> str:
    times = "once" if track.used == 1 else f"{track.used} times"
    return f"recorded {times}, asked once more"


def _recorded(request: Request) -> RecordedRequest:
    return RecordedRequest(
        method=request.method, path=request.path, query=dict(request.query), body=request.body
    )


def _response(recorded: RecordedResponse) -> Response:
    if recorded.retry_after is None:
        return Response(recorded.status, recorded.content)
    headers = {"retry-after": str(recorded.retry_after)}
    return Response(recorded.status, recorded.content, headers)
