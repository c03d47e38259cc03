"""`smsactivate balance` and `smsactivate offers`: one question to the provider each."""

from __future__ import annotations

import click

from pytest_smsactivate.errors import NoNumbersAvailable
from pytest_smsactivate.shell.options import (
    as_json,
    checked,
    provider_and_ledger,
    settings_with_key,
)

__all__ = ["balance", "offers"]


@click.command()
@provider_and_ledger
@as_json
def balance(provider: str | None, base_url: str | None, ledger: str | None, as_json: bool) -> None:
    """Show what the account has to spend.

    The key is taken from SMSACTIVATE_API_KEY, and from nowhere else.

    \b
    Example:
      $ smsactivate balance
      12.40 USD

    \b
    Exit status:
      0  the balance is shown
      1  the provider gave no usable answer
      2  bad usage: an option, the key or the ledger
    """
    settings = settings_with_key(provider, base_url, ledger)
    from pytest_smsactivate.shell.account import account_of, at_counter
    from pytest_smsactivate.shell.documents import BalanceDocument, document
    from pytest_smsactivate.shell.words import money

    with at_counter(settings) as here:
        found = here.ask(here.provider.balance(), here.provider.read_balance)
    if as_json:
        account = account_of(settings)
        where = (account.provider, account.base_url, account.id)
        click.echo(document(BalanceDocument(found.amount, found.currency, *where)))
    else:
        click.echo(money(found.amount, found.currency))


@click.command()
@click.argument("service")
@click.argument("country")
@provider_and_ledger
@as_json
def offers(
    service: str,
    country: str,
    provider: str | None,
    base_url: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Show what a number for SERVICE in COUNTRY costs.

    And how many there are; nothing is bought.

    SERVICE is the provider's name for it, COUNTRY its two letters by ISO 3166-1: the
    same words as in the sms marker.

    \b
    Example:
      $ smsactivate offers telegram gb
      telegram/gb: 0.07 USD, 112 available

    \b
    Exit status:
      0  there are numbers
      1  there is none, or the provider gave no usable answer
      2  bad usage: an argument, an option, the key or the ledger
    """
    service = checked("service", "SERVICE", service)
    country = checked("country", "COUNTRY", country)
    settings = settings_with_key(provider, base_url, ledger)
    from pytest_smsactivate.ledger.runs import currency
    from pytest_smsactivate.shell.account import at_counter
    from pytest_smsactivate.shell.documents import OfferDocument, document
    from pytest_smsactivate.shell.words import money

    price, available = None, 0
    with at_counter(settings) as here:
        try:
            request = here.provider.offer(service, country)
            offer = here.ask(request, here.provider.read_offer)
            price, available = offer.price, offer.available
        except NoNumbersAvailable:
            pass
        with here.ledger.reading() as connection:
            unit = currency(connection, here.account)
    if as_json:
        click.echo(document(OfferDocument(service, country, price, unit, available)))
    elif price is not None and available > 0:
        click.echo(f"{service}/{country}: {money(price, unit)}, {available} available")
    else:
        click.echo(
            f"{here.provider.name} has no number for {service} in {country} now. "
            "Try later, or another country."
        )
    if available <= 0:
        raise click.exceptions.Exit(1)
