"""How the shell says what is wrong: on one line, with the cure, and by its exit status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click

from pytest_smsactivate.errors import (
    AuthenticationError,
    ConfigurationError,
    SmsActivateError,
)

__all__ = ["OneLineErrors"]


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
    """A key that is not accepted is bad usage; a provider that fails is not."""
    try:
        yield
    except click.UsageError as error:
        if "\n" in error.format_message():  # the help, shown where no command is named
            raise
        raise click.UsageError(error.format_message()) from None
    except (AuthenticationError, ConfigurationError) as error:
        raise click.UsageError(_in_our_words(error)) from None
    except SmsActivateError as error:
        raise click.ClickException(_in_our_words(error)) from None


def _in_our_words(error: SmsActivateError) -> str:
    """The options are called as pytest's are, without their `sms-`."""
    return re.sub(r"--sms-(provider|base-url|ledger)\b", r"--\1", str(error))
