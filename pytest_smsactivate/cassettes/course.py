"""What a cassette tells of one activation: its requests in order, and what changed its state."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from pytest_smsactivate.cassettes.format import Entry, RecordedRequest

__all__ = ["OVERRUN", "Change", "Course", "Track", "joined"]

OVERRUN = 0.25
"""Seconds by which a recorded look may have come later than it was meant to."""


class Track:
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


class Change(NamedTuple):
    """One time that the state of an activation was changed, and its place in the cassette."""

    track: Track
    number: int
    place: int

    @property
    def taken(self) -> bool:
        """Whether the replay has come past it."""
        return self.number < self.track.used


class Course:
    """What one activation went through: its looks, divided by what changed its state.

    `releases` gave it back. `asked` are those by which one more SMS was asked for; one divides
    nothing where no look was recorded between it and the change before: whoever looks there
    sees what was seen next. `visit` is the public call under way, None where nobody counts them.
    """

    __slots__ = ("_dividers", "_looks", "_visible", "visit")

    def __init__(
        self,
        looks: Track | None,
        *,
        releases: Sequence[Change],
        asked: Sequence[Change],
    ) -> None:
        self._looks = looks
        self._dividers: list[Change] = []
        places = () if looks is None else looks.places
        before = -1
        for change in sorted((*releases, *asked), key=lambda change: change.place):
            if change in releases or any(before < place < change.place for place in places):
                self._dividers.append(change)
            before = change.place
        self._visible: list[Entry] = []
        self.visit: int | None = None
        self.divide()

    @property
    def looks(self) -> Sequence[Entry]:
        """All of them, on whichever side of a cancel."""
        return () if self._looks is None else self._looks.entries

    def divide(self) -> None:
        """Keep to the looks after the last divider that was taken, and before the next."""
        looks = self._looks
        if looks is None:
            return
        if not self._dividers:
            self._visible = looks.entries
            return
        first = max((each.place for each in self._dividers if each.taken), default=-1)
        ahead = (each.place for each in self._dividers if not each.taken)
        last = min(ahead, default=looks.places[-1])
        self._visible = [
            entry
            for place, entry in zip(looks.places, looks.entries, strict=True)
            if first < place <= last
        ]

    def begins(self, visit: int) -> float:
        """When the recording first looked in that public call; 0 where it did not."""
        return next((entry.at for entry in self.looks if entry.wait == visit), 0.0)

    def ends(self, visit: int) -> float:
        """When the recording last looked in that call, before the next divider; 0 without one."""
        return max((entry.at for entry in self._visible if entry.wait == visit), default=0.0)

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


def joined(tracks: Sequence[Track]) -> Track | None:
    """What was recorded for any of several requests, in order; None where nothing was."""
    if not tracks:
        return None
    whole = Track(tracks[0].request)
    for place, entry in sorted(
        (pair for track in tracks for pair in zip(track.places, track.entries, strict=True)),
        key=itemgetter(0),
    ):
        whole.places.append(place)
        whole.entries.append(entry)
    return whole
