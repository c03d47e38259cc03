"""The process itself: `python -m pytest_smsactivate.cashier`, started by a live run."""

from __future__ import annotations

import os
import signal
import sys

__all__ = ["main"]

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""The signals that end a run, as far as the system has them."""


def main() -> None:
    """Orders come through standard input, answers leave through standard output.

    Signals that end a run do not end what cleans up after it. What anything else
    prints must not come among the answers.
    """
    run = os.getppid()
    for number in signal.Signals:
        if number.name in ENDING:
            signal.signal(number, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from pytest_smsactivate.cashier.service import serve

    serve(sys.stdin.buffer, answers, lives=lambda: os.getppid() == run)


if __name__ == "__main__":
    main()
