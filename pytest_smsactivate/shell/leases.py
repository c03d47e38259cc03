"""`smsactivate leases`: what stands in the ledger."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from pytest_smsactivate.shell.options import as_json, ledger

if TYPE_CHECKING:
    from pytest_smsactivate.shell.documents import LeasesDocument

__all__ = ["leases"]


@click.command()
@click.option(
    "--all",
    "settled",
    is_flag=True,
    help="Also what is settled, of the last 30 days, and the totals of each account.",
)
@ledger
@as_json
def leases(settled: bool, ledger: str | None, as_json: bool) -> None:
    """Show the numbers that are held, or that nobody knows the fate of.

    A lease is a number from the intent to buy it to its end. Those of all accounts in
    the ledger are shown, with who holds them and what to do; this needs no key and no
    network, and changes nothing.

    \b
    A lease is
      intended     about to be bought
      open         held
      released     given back, and refunded
      kept         paid for
      unconfirmed  given back, without a word of the refund
      void         not bought
      unknown      bought or not: no answer came

    \b
    Examples:
      $ smsactivate leases
      $ smsactivate leases --all --json | jq '.accounts[].spent'

    \b
    Exit status:
      0  nothing needs attention
      1  something does: it is unknown, or its run has ended or died
      2  bad usage: an option, or a ledger that cannot be read
    """
    told = _looked_up(ledger, settled=settled)
    if as_json:
        from pytest_smsactivate.shell.documents import document

        click.echo(document(told))
    else:
        _show(told, settled=settled)
    if told.attention:
        raise click.exceptions.Exit(1)


def _looked_up(url: str | None, *, settled: bool) -> LeasesDocument:
    from pytest_smsactivate.ledger.ledger import Ledger
    from pytest_smsactivate.ledger.listing import entries, totals
    from pytest_smsactivate.ledger.location import Location
    from pytest_smsactivate.ledger.visit import is_there
    from pytest_smsactivate.shell.documents import LeasesDocument

    location = Location.of(url)
    if not is_there(location):
        return LeasesDocument(str(location), exists=False)
    with (
        closing(Ledger.open(location, read_only=True)) as ledger,
        ledger.reading() as connection,
    ):
        found = entries(connection, location.alive, settled=settled)
        accounts = totals(connection)
    attention = [each.lease for each in found if each.needs_attention]
    return LeasesDocument(str(location), True, attention, found, accounts)


def _show(told: LeasesDocument, *, settled: bool) -> None:
    from pytest_smsactivate.report.tables import accounts_table, leases_table, show
    from pytest_smsactivate.shell.words import advice, no_ledger

    if not told.exists:
        click.echo(no_ledger(told.ledger))
        return
    if told.leases:
        show(leases_table(told.leases))
    else:
        click.echo(f"Nothing is open, and nothing unknown, in the ledger at {told.ledger}.")
    for sentence in advice(told.leases):
        click.echo(sentence)
    if settled and told.accounts:
        show(accounts_table(told.accounts))
