"""Signs of life: a file that a process holds a lock on, which the system lets go at its death.

No pid, which another process may have by now, and no clock, which may jump. Another
machine, or a system without such locks, sees no sign: there heartbeats tell.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pytest_smsactivate.clock import LiveClock

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # to mypy a module is never None

__all__ = ["SignOfLife", "lives", "sweep"]

LEFT_BEHIND = 3600.0
"""Seconds after which the sign of a dead process is swept away: its heartbeats tell by then."""

TRIES = 500
"""Whoever looks may be stopped meanwhile: without the lock its owner would look dead."""

PAUSE = 0.01
"""Seconds between two tries to take a lock."""


class SignOfLife:
    """Held from now until `withdraw`, or until this process dies.

    The lock is the process's own: a child that it forks does not inherit it. As a context it is
    withdrawn in the end; what fails or is stopped in it is, to all who look, a death.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / name
        self._file = -1
        if fcntl is not None:
            with suppress(OSError):  # where there can be none, heartbeats tell
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
                self._lock()

    def _lock(self) -> None:
        """Whoever just looks whether it lives holds the lock for a moment."""
        for _ in range(TRIES):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                LiveClock().sleep(PAUSE)
            else:
                return

    def withdraw(self) -> None:
        if self._file >= 0:
            with suppress(FileNotFoundError):
                self._path.unlink()
        self._let_go()

    def _let_go(self) -> None:
        if self._file >= 0:
            with suppress(OSError):
                os.close(self._file)
            self._file = -1

    def __enter__(self) -> None:
        pass

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            self.withdraw()
        else:
            self._let_go()


def lives(folder: Path, name: str) -> bool | None:
    """Whether the process that gave this sign lives; None where there is no sign to read.

    Must not be asked by the very process that holds it: to close the file lets go of the lock.
    """
    try:
        file = os.open(folder / name, os.O_RDONLY)
    except OSError:
        return None
    try:
        assert fcntl is not None, "else there is no file"
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # two may ask at once
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return None
    finally:
        os.close(file)
    return False


def sweep(folder: Path) -> None:
    """Remove what processes left behind that died long ago."""
    with suppress(OSError):
        for path in folder.iterdir():
            old = LiveClock().utc().timestamp() - path.stat().st_mtime > LEFT_BEHIND
            if old and lives(folder, path.name) is False:
                path.unlink()
