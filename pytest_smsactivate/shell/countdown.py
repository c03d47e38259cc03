"""The wait for numbers that cannot be given back yet, visible on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["countdown"]

EVERY = 15.0
"""Seconds between two lines where lines cannot be overwritten."""

ERASE = "\r\033[K"


@contextmanager
def countdown() -> Iterator[Callable[[int, float], None]]:
    """To be called with how many numbers are left, and the seconds that this may last."""
    live = sys.stderr.isatty()
    told: float | None = None

    def tell(left: int, seconds: float) -> None:
        nonlocal told
        numbers = "1 number" if left == 1 else f"{left} numbers"
        line = f"{numbers} cannot be given back yet: {seconds:.0f} s left (Ctrl-C stops in order)"
        if live:
            click.echo(f"{ERASE}{line}", nl=False, err=True)
        elif told is None or not told - EVERY < seconds <= told:
            click.echo(line, err=True)
            told = seconds

    try:
        yield tell
    finally:
        if live:
            click.echo(ERASE, nl=False, err=True)
