"""What a replayed life of a number costs in a suite of many, and by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx

from benchmarks.lives.canned import CannedTransport
from benchmarks.lives.provider import CODE, ORDER, ORIGIN, buy_look_and_cancel
from benchmarks.measure import Times, difference, in_turn, time_suite
from benchmarks.suites import ALWAYS, EMPTY, FLOOR, ONE_CLIENT, OURS, SUITES, Suite, cassette, write
from pytest_smsactivate.cassettes.format import encoded
from pytest_smsactivate.modes import Place
from pytest_smsactivate.number import PhoneNumber
from pytest_smsactivate.run import Run
from pytest_smsactivate.settings import Order, Settings
from pytest_smsactivate.terms import Who

__all__ = ["Life", "lives_by_themselves", "lives_in_suites"]

REPEATS = 1000


@dataclass(frozen=True)
class Life:
    """Medians in seconds.

    `each` is what a test takes more than an empty one, `whole` its share of what the
    process takes more than with empty ones; `process` is the suite's run, `tests` and
    `cpu` are the time and the processor time of its tests.
    """

    suite: Suite
    each: float
    whole: float
    process: float
    tests: float
    cpu: float


def lives_in_suites(tests: int, rounds: int, done: Callable[[], object]) -> dict[Suite, Life]:
    """Each way to write a life, as a suite of `tests` run by pytest in its own process."""
    with TemporaryDirectory(prefix="lives-") as folder:
        arms: dict[Suite, Callable[[], Times]] = {}
        for suite in SUITES:
            home = Path(folder, Path(suite.file).stem)
            write(suite, home, tests)
            arms[suite] = partial(time_suite, (*ALWAYS, *suite.plugins), home)
        taken = in_turn(arms, rounds, done)
    empty = taken[EMPTY]
    return {suite: _life(suite, times, empty, tests) for suite, times in taken.items()}


def _life(suite: Suite, these: list[Times], empty: list[Times], tests: int) -> Life:
    return Life(
        suite,
        each=difference([t.tests for t in these], [t.tests for t in empty]) / tests,
        whole=difference([t.process for t in these], [t.process for t in empty]) / tests,
        process=median(t.process for t in these),
        tests=median(t.tests for t in these),
        cpu=median(t.cpu for t in these),
    )


def lives_by_themselves(rounds: int) -> dict[Suite, float]:
    """Median seconds of a life without pytest: the floor's two, and ours."""
    with (
        TemporaryDirectory(prefix="life-") as folder,
        httpx.Client(transport=CannedTransport(), base_url=ORIGIN) as shared,
    ):
        path = Path(folder, "cassette.json")
        path.write_bytes(encoded(cassette("test_life")))
        place = Place(node_id="test_life", test="test_life", cassette=path, in_use=bool)
        run = Run(
            Settings.resolve(_nothing, _nothing, _nothing), who=Who("run", "process", 0, "project")
        )
        lives = {
            FLOOR: partial(_many, _floor),
            ONE_CLIENT: partial(_many, partial(buy_look_and_cancel, shared)),
            OURS: partial(_many, partial(_ours, run, place)),
        }
        taken = in_turn(lives, rounds)
    return {suite: median(seconds) for suite, seconds in taken.items()}


def _many(life: Callable[[], str]) -> float:
    began = perf_counter()
    for _ in range(REPEATS):
        assert life() == CODE
    return (perf_counter() - began) / REPEATS


def _floor() -> str:
    with httpx.Client(transport=CannedTransport(), base_url=ORIGIN) as client:
        return buy_look_and_cancel(client)


def _ours(run: Run, place: Place) -> str:
    """What the fixture and the hooks do for one test."""
    episode = run.episode(place)
    number = PhoneNumber(episode.buy(ORDER["service"], ORDER["country"], Order()))
    code = number.wait_for_code()
    run.end(place, episode)
    run.settle(passed=True)
    return code


def _nothing(_name: str) -> None:
    """No option is given, and no ini key set."""
