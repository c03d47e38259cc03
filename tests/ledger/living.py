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
print("alive", flush=True)
sys.stdin.read()
"""


@contextmanager
def living(folder: Path, *names: str) -> Iterator[None]:
    """While this is entered another process lives under these names; it dies without a word."""
    with subprocess.Popen(
        [sys.executable, "-c", LIVING, str(folder), *names],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "alive\n"
        try:
            yield
        finally:
            process.kill()
