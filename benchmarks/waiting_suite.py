"""A suite whose tests wait in many threads: live mode as it is, under pytest-xdist."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Queue

__all__ = ["Told", "running"]

WORKERS = 5

SUITE = '''\
import os
import threading
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def tell(line):
    """To the benchmark; a line this short is written in one piece."""
    pipe = os.open(HERE / "told", os.O_WRONLY)
    os.write(pipe, f"{line}\\n".encode())
    os.close(pipe)


def wait(number):
    while True:
        number.wait_for_message(3600)
        tell(f"{number.e164} {time.monotonic()}")


@pytest.mark.sms(service="telegram", country="ru")
@pytest.mark.parametrize("share", range(WORKERS))
def test_many_waits(share, sms_numbers):
    for _ in range(EACH):
        number = sms_numbers.buy()
        tell(f"{number.e164} 0")
        threading.Thread(target=wait, args=(number,), daemon=True).start()
    while not (HERE / "stop").exists():
        time.sleep(0.1)
'''

Told = tuple[str, float]
"""A number, and when a wait for its message returned; 0 when it was bought."""


@contextmanager
def running(url: str, folder: Path, numbers: int) -> Iterator[Queue[Told]]:
    """Waits on so many numbers at the provider at `url`; gives what they tell."""
    each = numbers // WORKERS
    text = SUITE.replace("WORKERS", str(WORKERS)).replace("EACH", str(each))
    (folder / "test_waits.py").write_text(text)
    os.mkfifo(folder / "told")
    told: Queue[Told] = Queue()
    threading.Thread(target=_listen, args=(folder / "told", told), daemon=True).start()
    suite = subprocess.Popen(
        _command(url, folder),
        cwd=folder,
        env={**os.environ, "SMSACTIVATE_API_KEY": "sk-benchmark"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield told
    finally:
        (folder / "stop").touch()
        with suppress(subprocess.TimeoutExpired):
            suite.wait(120)
        suite.kill()
        suite.wait()


def _command(url: str, folder: Path) -> list[str]:
    plenty = ("--sms-max-numbers=1000", "--sms-budget=1000")
    ledger = f"--sms-ledger=sqlite:///{folder}/ledger.sqlite3"
    spread = (
        "-n",
        str(WORKERS),
        "--maxschedchunk=1",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
    )
    live = ("--sms-live", f"--sms-base-url={url}", ledger)
    return [sys.executable, "-m", "pytest", "-q", *spread, *live, *plenty]


def _listen(pipe: Path, told: Queue[Told]) -> None:
    reading = os.open(pipe, os.O_RDWR)  # for writing, too: it never ends by itself
    with os.fdopen(reading, "r") as lines:
        for line in lines:
            number, moment = line.split()
            told.put((number, float(moment)))
