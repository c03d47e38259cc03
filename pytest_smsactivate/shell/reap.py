"""`smsactivate reap`: give back what runs that died have left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from pytest_smsactivate.shell.countdown import countdown
from pytest_smsactivate.shell.options import (
    as_json,
    checked,
    provider_and_ledger,
    settings_with_key,
)

if TYPE_CHECKING:
    from pytest_smsactivate.ledger.counter import Counter
    from pytest_smsactivate.ledger.ledger import Ledger
    from pytest_smsactivate.ledger.listing import Entry
    from pytest_smsactivate.models import Balance
    from pytest_smsactivate.settings import Settings
    from pytest_smsactivate.shell.documents import ReapDocument
    from pytest_smsactivate.shell.stop import Stop

__all__ = ["reap"]

RETRIES = 15.0
"""Seconds in which what fails is tried again, and another net's work is waited for."""


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show it: send nothing, change nothing.")
@click.option(
    "--wait",
    metavar="SECONDS",
    default="150",
    show_default=True,
    help="How long to wait for numbers that the provider does not take back yet.",
    callback=lambda _context, _parameter, given: checked("timeout", "--wait", given),
)
@provider_and_ledger
@as_json
def reap(
    dry_run: bool,
    wait: float,
    provider: str | None,
    base_url: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Give back the numbers of this key's account whose runs have died.

    What a run that is alive holds is never touched, nor what the watchdog of one that
    has ended is still at. Then the balance is read, which tells of purchases without an
    answer whether they were made. The next live run does the same; this is for when
    there is none soon. Several at once release once.

    The key is taken from SMSACTIVATE_API_KEY, and from nowhere else. Ctrl-C stops in
    order, after the request that is under way; a second one at once.

    \b
    Examples:
      $ smsactivate reap --dry-run
      $ smsactivate reap --wait 0

    \b
    Exit status:
      0  nothing is left
      1  something is, or would be given back (--dry-run)
      2  bad usage: an option, the key or the ledger
    """
    settings = settings_with_key(provider, base_url, ledger)
    if dry_run:
        told = _would_do(settings)
        _tell(told, as_json=as_json)
    else:
        told = _done(settings, wait, as_json=as_json)
    if told.left:
        raise click.exceptions.Exit(1)


def _would_do(settings: Settings) -> ReapDocument:
    from pytest_smsactivate.ledger.ledger import Ledger
    from pytest_smsactivate.ledger.location import Location

    there = _nothing_yet(settings, dry_run=True)
    if not there.exists:
        return there
    with closing(Ledger.open(Location.of(settings.ledger), read_only=True)) as ledger:
        return _sorted_out(there, _looked_up(ledger))


def _done(settings: Settings, wait: float, *, as_json: bool) -> ReapDocument:
    """Do it and tell of it; what the balance lacks is kept until then, for this may be killed."""
    from pytest_smsactivate.errors import LedgerError
    from pytest_smsactivate.ledger.balance import heard
    from pytest_smsactivate.shell.account import at_counter
    from pytest_smsactivate.shell.stop import stop_signals

    there = _nothing_yet(settings, dry_run=False)
    if not there.exists:
        _tell(there, as_json=as_json)
        return there
    with stop_signals(insist=True) as stop, at_counter(settings, stop) as here:
        told = _worked_off(here, there, stop, wait)
        _tell(told, as_json=as_json)
        difference = told.earlier + (told.unexplained or 0)
        if difference:
            with suppress(LedgerError), here.ledger.writing() as connection:
                heard(connection, here.account, difference)
        return told


def _worked_off(here: Counter, there: ReapDocument, stop: Stop, wait: float) -> ReapDocument:
    """Give back, audit, and compare what was with what is."""
    import msgspec

    from pytest_smsactivate.ledger.audit import audit
    from pytest_smsactivate.ledger.balance import untold
    from pytest_smsactivate.shell.stop import Stopped

    known = _balance(here)
    before = _sorted_out(there, _looked_up(here.ledger)).left
    with here.ledger.reading() as connection:
        earlier = untold(connection, here.account)
    unexplained = None
    with suppress(Stopped):
        _give_back(here, wait)
        unexplained = audit(here)
    told = _sorted_out(there, _looked_up(here.ledger, before), before)
    told = msgspec.structs.replace(
        told, stopped=stop.asked, unexplained=unexplained, earlier=earlier
    )
    found = _balance(here)
    if found is None or (unexplained is None and known is not None):
        return told  # what the ledger has is an older reading
    return msgspec.structs.replace(told, balance=found.amount, currency=found.currency)


def _give_back(here: Counter, wait: float) -> None:
    from pytest_smsactivate.ledger.alive import SignOfLife
    from pytest_smsactivate.ledger.reaper import Reaper
    from pytest_smsactivate.ledger.reconcile import reconcile

    name = f"reap-{uuid4().hex}"
    reaper = Reaper(here, by=name)
    with SignOfLife(here.ledger.location.alive, name), countdown() as waiting:
        reaper.orphans()  # whose lost intents are unknown from now on
        reconcile(here)
        orphans = reaper.orphans()  # with those of whose purchases some were found
        reaper.work_off(orphans, patience=wait, retry_for=min(wait, RETRIES), waiting=waiting)


def _balance(here: Counter) -> Balance | None:
    from pytest_smsactivate.ledger.listing import last_balance

    with here.ledger.reading() as connection:
        return last_balance(connection, here.account)


def _looked_up(ledger: Ledger, also: Sequence[Entry] = ()) -> Sequence[Entry]:
    from pytest_smsactivate.ledger.listing import entries

    with ledger.reading() as connection:
        alive = ledger.location.alive
        return entries(connection, alive, also=[each.lease for each in also])


def _nothing_yet(settings: Settings, *, dry_run: bool) -> ReapDocument:
    from pytest_smsactivate.ledger.location import Location
    from pytest_smsactivate.ledger.visit import is_there
    from pytest_smsactivate.providers import provider_named
    from pytest_smsactivate.shell.account import account_of
    from pytest_smsactivate.shell.documents import ReapDocument

    location = Location.of(settings.ledger)
    return ReapDocument(
        ledger=str(location),
        exists=is_there(location),
        account=account_of(settings).id,
        dry_run=dry_run,
        tells_balance=provider_named(settings.provider).capabilities.balance,
    )


def _sorted_out(
    there: ReapDocument, found: Sequence[Entry], before: Sequence[Entry] = ()
) -> ReapDocument:
    """What became of each lease; `before` are those that needed attention then."""
    import msgspec

    ours = [each for each in found if each.account == there.account]
    cared_for = {each.lease for each in before}
    ended = [each for each in ours if each.lease in cared_for and each.ended_at is not None]
    return msgspec.structs.replace(
        there,
        released=[each for each in ended if each.state != "void"],
        judged=[each for each in ended if each.state == "void"],
        left=[each for each in ours if each.needs_attention],
        held=[each for each in ours if each.held],
        others=[each for each in found if each not in ours and each.needs_attention],
    )


def _tell(told: ReapDocument, *, as_json: bool) -> None:
    for line in _lines(told, as_json=as_json):
        click.echo(line)


def _lines(told: ReapDocument, *, as_json: bool) -> Iterable[str]:
    from pytest_smsactivate.shell.documents import document
    from pytest_smsactivate.shell.words import no_ledger, reaped, would_reap

    if as_json:
        return [document(told)]
    if not told.exists:
        return [no_ledger(told.ledger)]
    return would_reap(told) if told.dry_run else reaped(told)
