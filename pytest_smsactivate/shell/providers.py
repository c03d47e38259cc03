"""`smsactivate providers`: what each API can do, as one table."""

from __future__ import annotations

import click

from pytest_smsactivate.shell.options import as_json

__all__ = ["providers"]


@click.command()
@as_json
def providers(as_json: bool) -> None:
    """Show the providers, and what the API of each can do.

    Those of installed packages included. What one cannot do raises NotSupported in a test,
    which names those that can. Neither key nor network is needed.

    \b
    Exit status:
      0  the table is shown
      1  a provider that an installed package brings cannot be loaded
    """
    from pytest_smsactivate.errors import ConfigurationError
    from pytest_smsactivate.providers import Provider, names, provider_named

    found: list[Provider] = []
    broken: list[str] = []
    for name in names():
        try:
            found.append(provider_named(name))
        except ConfigurationError as error:
            broken.append(str(error))
    if as_json:
        import msgspec

        told = [{"name": each.name, **msgspec.structs.asdict(each.capabilities)} for each in found]
        click.echo(msgspec.json.encode(told).decode())
    else:
        from pytest_smsactivate.report.capabilities import table

        click.echo(table(found))
    for line in broken:
        click.echo(line, err=True)
    if broken:
        raise click.exceptions.Exit(1)
