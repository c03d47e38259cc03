"""Replay: what was true at a moment of the recording is the answer at that virtual moment.

A cassette is a timeline, not a tape. How often the test looks, and when, is its own
affair; what it buys and cancels must be what was recorded.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from pytest_smsactivate.arrivals import Arrivals
from pytest_smsactivate.cassettes.course import OVERRUN, Change, Course, Track, joined
from pytest_smsactivate.cassettes.format import (
    Cassette,
    Entry,
    RecordedRequest,
    RecordedResponse,
    record_command,
)
from pytest_smsactivate.cassettes.meaning import error_in, is_repeated
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.errors import CassetteMismatch, SmsActivateError, expected
from pytest_smsactivate.models import Request, Response
from pytest_smsactivate.providers.base import Provider

__all__ = ["OVERRUN", "Timeline"]

__tracebackhide__ = expected


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
        self._tracks: dict[str, list[Track]] = {}
        self._courses: dict[str, Course] = {}
        self._releases: dict[str, Track | None] = {}
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
        it, and has no need to spend it again. What later calls saw stays hidden. Told again
        of the same call, it is resumed: time passes until the recording last looked in it.
        """
        course = self._course(activation_id)
        resumed = course.visit == ordinal
        course.visit = ordinal
        self._clock.advance_to(course.ends(ordinal) if resumed else course.begins(ordinal))

    def arrivals(self, activation_id: str) -> int:
        """How many messages the recording shows to have come to that number.

        A look that failed shows none, and says nothing of whether there are any.
        """
        arrivals = Arrivals(self._clock.utc)
        looks = {id(entry) for entry in self._course(activation_id).looks}
        asked = {change.place for change in self._asked(activation_id)}
        for place, entry in enumerate(self._cassette.entries):
            if place in asked:
                arrivals.asked_another()
            elif id(entry) in looks:
                try:
                    shown = self._provider.read_look(_response(entry.response)).messages
                except SmsActivateError:
                    continue
                (arrivals.pass_over if entry.wait == 0 else arrivals.take_in)(shown)
        return len(arrivals.messages)

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
            entry = self._change(request, track, self._course(activation_id))
        return _response(entry.response)

    def _buy(self, request: Request, track: Track) -> Entry:
        entry = track.take()
        if entry is None:
            raise self._no_answer(request, _too_often(track))
        return entry

    def _look(self, request: Request, course: Course) -> Entry:
        entry = course.at(self._clock.now())
        if entry is None:
            raise self._no_answer(request, "recorded only on the other side of a cancel")
        return entry

    def _change(self, request: Request, track: Track, course: Course) -> Entry:
        """The next one of its kind; where the last one failed, so does each tried after it."""
        entry = track.take()
        if entry is not None:
            course.divide()
            return entry
        last = track.entries[-1]
        if is_repeated(self._provider, request.operation, _response(last.response)):
            return last
        raise self._no_answer(request, _too_often(track))

    def _course(self, activation_id: str) -> Course:
        course = self._courses.get(activation_id)
        if course is None:
            course = self._courses[activation_id] = Course(
                self._track(self._provider.look(activation_id)),
                releases=self._done(self._provider.cancel(activation_id)),
                asked=self._asked(activation_id),
            )
        return course

    def _asked(self, activation_id: str) -> list[Change]:
        """Where one more SMS was asked for."""
        if not self._provider.capabilities.request_another:
            return []
        return self._done(self._provider.another(activation_id))

    def _done(self, request: Request) -> list[Change]:
        """The times that a request was answered by saying that it was done."""
        track = self._track(request)
        if track is None:
            return []
        return [
            Change(track, number, track.places[number])
            for number, entry in enumerate(track.entries)
            if error_in(self._provider, request.operation, _response(entry.response)) is None
        ]

    def _track(self, request: Request) -> Track | None:
        if request.operation == "cancel" and request.activation_id is not None:
            return self._release(request.activation_id)
        return self._recorded_track(request)

    def _release(self, activation_id: str) -> Track | None:
        """Every way of giving it back as one: which one is taken depends on what was waited for."""
        if activation_id not in self._releases:
            ways = self._provider.cancel(activation_id), self._provider.finish(activation_id)
            tracks = [self._recorded_track(way) for way in ways if way is not None]
            self._releases[activation_id] = joined([track for track in tracks if track])
        return self._releases[activation_id]

    def _recorded_track(self, request: Request) -> Track | None:
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
                track = Track(entry.request)
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


def _too_often(track: Track) -> str:
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
