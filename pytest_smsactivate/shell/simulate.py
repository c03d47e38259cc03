"""`smsactivate simulate`: the simulated provider over HTTP."""

from __future__ import annotations

import math
import os
import time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pytest_smsactivate.simulator.books import Account
    from pytest_smsactivate.simulator.server import SimulatorServer

__all__ = ["simulate"]


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


@click.command()
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
@click.option(
    "--webhook",
    metavar="URL",
    help="Where to POST a notice of each SMS: https://, or http:// on this machine.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one document a line.")
def simulate(
    port: int,
    balance: Decimal,
    price: Decimal,
    sms_after: float | None,
    webhook: str | None,
    as_json: bool,
) -> None:
    """Serve a simulated provider: live mode without credits.

    It speaks the APIs of all providers at once, accepts any key, and keeps an account
    whose books it prints when Ctrl-C or SIGTERM ends it.

    \b
    The code to type comes by itself, or from you:
      POST /simulator/sms      {"to": "+79161234567", "text": "Your code is 482910"}
    Trouble comes when you order it:
      POST /simulator/faults   {"endpoint": "buy", "kind": "reset_after"}
    What it has cost so far:
      GET  /simulator/account

    Endpoints of faults are balance, offer, buy, look, cancel, another, renew,
    activations, login and *; kinds are status,
    hang, reset_before, reset_after, truncated, garbage, html, empty and slow.

    The notices of --webhook are those of the API that bought the number, where that has
    any. With SMSACTIVATE_WEBHOOK_SECRET set, each has in X-Signature the HMAC-SHA256 of
    its body. One that is answered by neither 2xx nor 4xx is sent up to three times again.
    """
    from pytest_smsactivate.clock import LiveClock
    from pytest_smsactivate.shell.stop import stop_signals
    from pytest_smsactivate.simulator import SimulatedProvider
    from pytest_smsactivate.simulator.server import SimulatorServer

    simulator = SimulatedProvider(LiveClock(), balance=balance, price=price, sms_after=sms_after)
    secret = os.environ.get("SMSACTIVATE_WEBHOOK_SECRET") or None
    serving = SimulatorServer(simulator, port, webhook=webhook, webhook_secret=secret)
    with stop_signals() as stop, serving as server:
        click.echo(_welcome(server, as_json=as_json))
        while not stop.asked:
            time.sleep(0.05)
    click.echo(_farewell(simulator.account, as_json=as_json))


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
