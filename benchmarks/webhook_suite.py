"""A suite of waits, one a test, that tells when each begins and when it has returned."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple

from benchmarks.measure import pytest_with

__all__ = ["KEY", "Told", "running"]

KEY = "sk-benchmark"
WORKERS = 2

SUITE = '''\
import os
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def tell(number, code, moment):
    """To the benchmark; a line this short is written in one piece."""
    pipe = os.open(HERE / "told", os.O_WRONLY)
    os.write(pipe, f"{number.e164},{code},{moment}\\n".encode())
    os.close(pipe)


@pytest.mark.sms(service="telegram", country="gb", timeout=30)
@pytest.mark.parametrize("wait", range(WAITS))
def test_a_wait(wait, sms_number):
    tell(sms_number, "", time.monotonic())
    code = sms_number.wait_for_code()
    tell(sms_number, code, time.monotonic())
'''


class Told(NamedTuple):
    """A wait on `number` begins, or has returned its `code`; when, by the monotonic clock."""

    number: str
    code: str
    moment: float


@contextmanager
def running(
    provider: str, url: str, folder: Path, *, waits: int, webhook: int | None
) -> Iterator[SimpleQueue[Told | None]]:
    """So many waits at the provider at `url`, a few at once; gives what they tell, then None.

    `webhook` is the port where notices are heard; None where the waits look by themselves.
    Ends the benchmark with pytest's output if a wait fails.
    """
    (folder / "test_waits.py").write_text(SUITE.replace("WAITS", str(waits)))
    os.mkfifo(folder / "told")
    pipe = os.open(folder / "told", os.O_RDWR)  # for writing, too: it ends when we say so
    told: SimpleQueue[Told | None] = SimpleQueue()
    listening = Thread(target=_listen, args=(pipe, told), daemon=True)
    listening.start()
    options = _options(provider, url, folder, webhook)

    def run() -> None:
        try:
            pytest_with(("smsactivate", "xdist"), folder, *options, SMSACTIVATE_API_KEY=KEY)
        finally:
            os.write(pipe, b"\n")

    with ThreadPoolExecutor(1) as pool:
        suite = pool.submit(run)
        yield told
        suite.result()
    listening.join()


def _options(provider: str, url: str, folder: Path, webhook: int | None) -> list[str]:
    spread = ("-q", "-x", "-n", str(WORKERS), "--maxschedchunk=1")
    live = ("--sms-live", f"--sms-provider={provider}", f"--sms-base-url={url}")
    ledger = f"--sms-ledger=sqlite:///{folder}/ledger.sqlite3"
    plenty = ("--sms-max-numbers=1000", "--sms-budget=1000")
    heard = () if webhook is None else (f"--sms-webhook={webhook}",)
    return [*spread, *live, ledger, *plenty, *heard]


def _listen(pipe: int, told: SimpleQueue[Told | None]) -> None:
    """Until an empty line, which comes after all that the suite has told."""
    with os.fdopen(pipe, "r") as lines:
        while line := lines.readline().strip():
            number, code, moment = line.split(",")
            told.put(Told(number, code, float(moment)))
        told.put(None)
