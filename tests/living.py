"""Other processes that live, and die."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LIVING = """\
import sys
from pathlib import Path
from pytest_smsactivate.ledger.alive import SignOfLife
signs = [SignOfLife(Path(sys.argv[1]), name) for name in sys.argv[2:]]
print("ready", flush=True)
sys.stdin.read()
"""


def ready(number: int, code: str, *arguments: str) -> list[subprocess.Popen[str]]:
    """Begin so many processes; each has said "ready", and waits for its input to be closed."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(number)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    return processes


def outputs(processes: list[subprocess.Popen[str]]) -> list[str]:
    """Let all of them go on at once, to their end: what each has said."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    return [process.communicate()[0] for process in processes]


@contextmanager
def living(folder: Path, *names: str) -> Iterator[None]:
    """While this is entered another process lives under these names; it dies without a word."""
    (process,) = ready(1, LIVING, str(folder), *names)
    try:
        yield
    finally:
        process.kill()
        process.communicate()
