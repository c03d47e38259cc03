"""The shell's door: `smsactivate COMMAND`.

Exit status: 0 fine, 1 found something, 2 bad usage. What is wrong with a command
is told on one line.
"""

from __future__ import annotations

import click

from pytest_smsactivate.shell.ask import balance, offers
from pytest_smsactivate.shell.code import code
from pytest_smsactivate.shell.group import OneLineErrors
from pytest_smsactivate.shell.leases import leases
from pytest_smsactivate.shell.providers import providers
from pytest_smsactivate.shell.reap import reap
from pytest_smsactivate.shell.simulate import simulate

__all__ = ["main"]


@click.group(
    cls=OneLineErrors,
    commands=[balance, offers, leases, reap, providers, simulate, code],
    context_settings={"help_option_names": ["-h", "--help"]},
)
def main() -> None:
    """Numbers for testing SMS verification, from the shell.

    What was bought and what became of it stands in a ledger that all live runs share:
    `leases` shows it, and `reap` gives back what runs that died have left.
    `providers` tells what each API can do, and `code` what a test would read from a message.
    """
