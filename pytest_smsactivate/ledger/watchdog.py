"""A process that outlives the run and gives back what it left open.

The run writes a line for each number it buys and each that it has released. When
the pipe closes, for whatever reason, what is open is cancelled. The key comes
through the pipe too: a command line or an environment could be read by others.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import BinaryIO

import msgspec

from pytest_smsactivate.clock import Clock, LiveClock
from pytest_smsactivate.errors import ActivationNotFound, NotSupported, SmsActivateError
from pytest_smsactivate.flows.drivers import Transport

__all__ = ["Account", "Watchdog", "keep_watch"]

PATIENCE = 300.0
"""Seconds in which the watchdog keeps trying to release what a dead run left."""


GOODBYE = 30.0
"""Seconds that the end of a run waits for the watchdog to finish."""

RETRY = 2.0
"""Seconds between two rounds over what could not be released."""


class Account(msgspec.Struct, tag=True):
    """How to reach the account: the first line through the pipe."""

    provider: str
    base_url: str
    key: str

    def __repr__(self) -> str:
        return f"<Account at {self.base_url}>"


class Opened(msgspec.Struct, tag=True):
    activation_id: str


class Closed(msgspec.Struct, tag=True):
    activation_id: str


class Watchdog:
    """The run's end of the pipe; the process is started with the first number."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._process: subprocess.Popen[bytes] | None = None
        self._dismissed = False
        self._lock = threading.Lock()
        self._popen = subprocess.Popen

    def start(self) -> None:
        """Start the process, once; to be called before each buy leaves.

        Raises `NotSupported` when it has been dismissed: nothing may be bought unwatched.
        """
        with self._lock:
            if self._dismissed:
                raise NotSupported("buy", why="the run is over", cure="Buy while a test runs.")
            if self._process is not None:
                return
            environment = {k: v for k, v in os.environ.items() if k != "SMSACTIVATE_API_KEY"}
            self._process = self._popen(
                [sys.executable, "-m", "pytest_smsactivate.ledger.watchdog"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
            self._tell(self._account)

    def opened(self, activation_id: str) -> None:
        with self._lock:
            self._tell(Opened(activation_id))

    def closed(self, activation_id: str) -> None:
        with self._lock:
            if not self._dismissed:
                self._tell(Closed(activation_id))

    def dismiss(self) -> None:
        """Close the pipe, and give the process the time to release what is still open."""
        with self._lock:
            self._dismissed = True
            if self._process is None or self._process.stdin is None:
                return
            with suppress(BrokenPipeError):
                self._process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GOODBYE)

    def _tell(self, line: Account | Opened | Closed) -> None:
        assert self._process is not None and self._process.stdin is not None, "started"
        with suppress(BrokenPipeError):  # it died; teardown still releases, the summary tells
            self._process.stdin.write(msgspec.json.encode(line) + b"\n")
            self._process.stdin.flush()


def keep_watch(lines: BinaryIO) -> tuple[Account | None, list[str]]:
    """Read until the pipe closes: whose account it is, and the ids still open then."""
    decoder = msgspec.json.Decoder(Account | Opened | Closed)
    account: Account | None = None
    still_open: dict[str, None] = {}
    for line in lines:
        try:
            told = decoder.decode(line)
        except msgspec.DecodeError:  # torn off by the death that this watches for
            continue
        if isinstance(told, Account):
            account = told
        elif isinstance(told, Opened):
            still_open[told.activation_id] = None
        else:
            still_open.pop(told.activation_id, None)
    return account, list(still_open)


def release_all(
    account: Account, activation_ids: list[str], *, transport: Transport, clock: Clock
) -> list[str]:
    """Cancel each, round after round, until all are released or the patience ends."""
    from random import Random

    from pytest_smsactivate.flows.drivers import drive
    from pytest_smsactivate.flows.release import release
    from pytest_smsactivate.providers import provider_named

    provider = provider_named(account.provider)
    deadline = clock.now() + PATIENCE
    left = activation_ids
    while left:
        failed = []
        for activation_id in left:
            try:
                flow = release(provider, activation_id, clock=clock, jitter=Random().random)
                drive(flow, transport, clock)
            except ActivationNotFound:
                continue
            except SmsActivateError:
                failed.append(activation_id)
        left = failed
        if clock.now() >= deadline:
            break
        if left:
            clock.sleep(RETRY)
    return left


def main() -> int:
    """Exit status 1 when something could not be released."""
    account, activation_ids = keep_watch(sys.stdin.buffer)
    if account is None or not activation_ids:
        return 0
    from pytest_smsactivate.transports.live import LiveTransport

    transport = LiveTransport(account.provider, account.base_url, account.key)
    try:
        left = release_all(account, activation_ids, transport=transport, clock=LiveClock())
    finally:
        transport.close()
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
