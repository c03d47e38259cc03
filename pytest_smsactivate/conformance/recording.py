"""A cassette replays the same course, and holds nothing that is secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from pytest_smsactivate.cassettes import Timeline, read, redacted, write
from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.conformance.scene import (
    CODE,
    NICKNAME,
    OTHER_CODE,
    STARTED,
    TIMEOUT,
    Scene,
    Subject,
)
from pytest_smsactivate.flows.acquire import acquire
from pytest_smsactivate.flows.drivers import Transport, drive
from pytest_smsactivate.line import Line
from pytest_smsactivate.models import Activation
from pytest_smsactivate.providers import Provider
from pytest_smsactivate.transports.record import RecordingTransport
from pytest_smsactivate.transports.router import Router, RouterTransport

__all__ = ["Recording"]

NAME = "test_conformance.py::test_a_life"
LATER = timedelta(days=400)


class Course(msgspec.Struct, frozen=True):
    """What a test sees of a number's life; times in whole seconds from its beginning."""

    codes: list[int]
    told: list[bool]
    arrived: list[int]
    refunded: bool | None
    lasted: int


class Life:
    """One number, recorded or replayed: bought, looked at, another message, given back."""

    def __init__(
        self,
        provider: Provider,
        way: Transport,
        clock: VirtualClock,
        visit: Callable[[str, int], None],
        *,
        wanted: tuple[str, str],
        shift: timedelta = timedelta(0),
    ) -> None:
        self._provider = provider
        self._way = way
        self._clock = clock
        self.activation = drive(acquire(provider, *wanted, clock=clock, jitter=float), way, clock)
        self._line = Line(
            self.activation,
            provider=provider,
            transport=way,
            clock=clock,
            jitter=float,
            pace=provider.pace,
            timeout=TIMEOUT,
            visit=visit,
            shift=shift,
            released=lambda _: None,
        )

    def course(self, arrives: Callable[[Activation, str], None]) -> Course:
        """`arrives` has a message of that code come."""
        began = self._clock.utc()
        line, able = self._line, self._provider.capabilities
        if able.owned:
            drive(line.pass_over(), self._way, self._clock)
        messages = []
        for code in (CODE, OTHER_CODE):
            arrives(self.activation, code)
            messages.append(drive(line.message(None), self._way, self._clock))
            if able.request_another and code == CODE:
                drive(line.another(), self._way, self._clock)
        cancellation = drive(line.cancel(), self._way, self._clock)
        return Course(
            codes=[len(message.code or "") for message in messages],
            told=[message.text is not None for message in messages],
            arrived=[round((message.received_at - began).total_seconds()) for message in messages],
            refunded=cancellation.refunded,
            lasted=round(self._clock.now()),
        )


class Recording(Subject):
    """Recorded over HTTP, with the key."""

    def test_a_recorded_life_is_replayed(self) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder, "cassette.json")
            recorded, _ = self._record(path)
            assert recorded.codes == [len(CODE), len(OTHER_CODE)], "both messages are seen"
            assert self._replay(path) == recorded, "a replay takes the same course"

    def test_a_cassette_holds_no_secret(self) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder, "cassette.json")
            _, activation = self._record(path)
            content = path.read_text("utf-8")
        national = activation.number[3:]
        secrets = {
            "the key": self.key,
            "the number": national,
            "the id": activation.id,
            "a code": CODE,
            "another code": OTHER_CODE,
            "the words of a message": NICKNAME,
        }
        for what, secret in secrets.items():
            assert secret not in content, f"a cassette does not hold {what}"

    def _record(self, path: Path) -> tuple[Course, Activation]:
        with self.scene_over_http() as scene:
            recorder = RecordingTransport(scene.way, scene.clock)
            life = Life(scene.provider, recorder, scene.clock, recorder.visit, wanted=scene.wanted)
            course = life.course(lambda number, code: scene.deliver(number, code, after=4.0))
            self._write(path, scene, recorder)
            return course, life.activation

    def _write(self, path: Path, scene: Scene, recorder: RecordingTransport) -> None:
        """Raises `CassetteSecret` where a known secret would be in it."""
        cassette, secrets = redacted(
            recorder.exchanges,
            provider=scene.provider,
            test=NAME,
            recorded_at=recorder.recorded_at,
            prices={},
            key=self.key,
        )
        write(path, cassette, secrets)

    def _replay(self, path: Path) -> Course:
        provider = type(self).provider()
        clock = VirtualClock(STARTED + LATER)
        cassette = read(path, test=NAME, provider=provider.name, nodeid=NAME)
        timeline = Timeline(cassette, provider=provider, clock=clock, path=path, nodeid=NAME)
        way = RouterTransport(Router(), lambda request, _: timeline.answer(request))
        wanted = (self.service, self.country)
        life = Life(provider, way, clock, timeline.visit, wanted=wanted, shift=timeline.shift)
        return life.course(lambda _number, _code: None)
