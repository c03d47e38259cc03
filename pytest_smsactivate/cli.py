"""The shell's door: `smsactivate COMMAND`.

Exit status: 0 fine, 1 found something, 2 bad usage. What is wrong with a command
is told on one line.
"""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click

from pytest_smsactivate.errors import ConfigurationError

if TYPE_CHECKING:
    from pytest_smsactivate.simulator.books import Account
    from pytest_smsactivate.simulator.server import SimulatorServer

__all__ = ["main"]


class OneLineErrors(click.Group):
    """A group that tells what is wrong without repeating the usage."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: object,
    ) -> click.Context:
        with _one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        with _one_line():
            return super().invoke(ctx)


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        if "\n" in error.format_message():  # the help, shown where no command is named
            raise
        raise click.UsageError(error.format_message()) from None
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from None


def amount(given: str | Decimal) -> Decimal:
    """Money: a decimal number of zero or more."""
    try:
        amount = Decimal(given)
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount.is_finite() and amount >= 0:
        return amount
    raise click.BadParameter(f"{given!r} is not an amount of zero or more, such as 12.40.")


def seconds_or_never(given: str | float) -> float | None:
    """Seconds of zero or more; None for `never`."""
    if given == "never":
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if 0 <= seconds < math.inf:
        return seconds
    raise click.BadParameter(f"{given!r} is neither a number of seconds nor 'never'.")


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Numbers for testing SMS verification, from the shell."""


@main.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Where to listen, on 127.0.0.1 only; 0 takes any free port.",
    show_default=True,
)
@click.option(
    "--balance",
    type=amount,
    default=Decimal("100.00"),
    help="What the account has to spend, in USD.",
    show_default=True,
)
@click.option(
    "--price",
    type=amount,
    default=Decimal("0.07"),
    help="What one number costs.",
    show_default=True,
)
@click.option(
    "--sms-after",
    type=seconds_or_never,
    metavar="SECONDS|never",
    default=2.0,
    help="When the SMS with a random code comes, after the purchase.",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one document a line.")
def simulate(
    port: int, balance: Decimal, price: Decimal, sms_after: float | None, as_json: bool
) -> None:
    """Serve a simulated provider: live mode without credits.

    It speaks the API of sms-activate.dev, accepts any key, and keeps an account
    whose books it prints when Ctrl-C or SIGTERM ends it.

    \b
    The code to type comes by itself, or from you:
      POST /simulator/sms      {"to": "+79161234567", "text": "Your code is 482910"}
    Trouble comes when you order it:
      POST /simulator/faults   {"endpoint": "buy", "kind": "reset_after"}
    What it has cost so far:
      GET  /simulator/account

    Endpoints of faults are balance, offer, buy, look, cancel and *; kinds are status,
    hang, reset_before, reset_after, truncated, garbage, html, empty and slow.
    """
    from pytest_smsactivate.clock import LiveClock
    from pytest_smsactivate.simulator import SimulatedProvider
    from pytest_smsactivate.simulator.server import SimulatorServer

    simulator = SimulatedProvider(LiveClock(), balance=balance, price=price, sms_after=sms_after)
    with _stop_signals() as stop, SimulatorServer(simulator, port) as server:
        click.echo(_welcome(server, as_json=as_json))
        while not stop.asked:
            time.sleep(0.05)
    click.echo(_farewell(simulator.account, as_json=as_json))


class _Stop:
    """A bare flag: a lock might be held by the very thread that the signal interrupts."""

    asked = False

    def __call__(self, *_signal_and_frame: object) -> None:
        self.asked = True


@contextmanager
def _stop_signals() -> Iterator[_Stop]:
    """Ctrl-C and SIGTERM ask to stop, instead of what they usually do."""
    stop = _Stop()
    usual = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


def _welcome(server: SimulatorServer, *, as_json: bool) -> str:
    command = f"SMSACTIVATE_API_KEY=anything pytest --sms-live --sms-base-url {server.url}"
    if as_json:
        return _json({"url": server.url, "command": command})
    return (
        f"Simulated provider at {server.url} (Ctrl-C ends it)\n\n"
        f"Run a suite against it from another terminal:\n  {command}\n"
    )


def _farewell(account: Account, *, as_json: bool) -> str:
    if as_json:
        return _json(account)
    numbers = "1 number" if account.bought == 1 else f"{account.bought} numbers"
    summary = (
        f"{numbers} bought: {account.spent} {account.currency} spent, {account.held} held, "
        f"{account.refunded} refunded; the balance is {account.balance}."
    )
    still = [f"Still open: {held.id} {held.number} ({held.price})" for held in account.open]
    return "\n".join([summary, *still])


def _json(document: object) -> str:
    import msgspec

    return msgspec.json.encode(document).decode()
