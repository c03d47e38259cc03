"""The options that several commands share, checked as pytest's are."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.settings import OPTIONS, Settings

__all__ = ["as_json", "checked", "ledger", "provider_and_ledger", "settings_with_key"]

Command = TypeVar("Command", bound=Callable[..., Any])

BY_NAME = {each.name: each for each in OPTIONS}

UNASKED = ("SMSACTIVATE_API_KEY", "SMSACTIVATE_PROVIDER_WORDS")
"""Variables that no option of the shell stands for."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def checked(name: str, source: str, value: object) -> Any:
    """The value as pytest's option `name` takes it; raises `ConfigurationError` naming `source`."""
    return BY_NAME[name].parse(source, value)


def ledger(command: Command) -> Command:
    """Adds --ledger, which may be told by SMSACTIVATE_LEDGER, too."""
    return _option("ledger", "SQLite file or PostgreSQL with the accounts; else the user's own.")(
        command
    )


def provider_and_ledger(command: Command) -> Command:
    """Adds --provider, --base-url and --ledger, and the environment variables of the same name."""
    default = f"The provider's API; else {BY_NAME['provider'].default}."
    where = "Where that API is, if not at its own address."
    return _option("provider", default)(_option("base-url", where)(ledger(command)))


def settings_with_key(provider: str | None, base_url: str | None, ledger: str | None) -> Settings:
    """The settings of a live run, by the options, the environment, and the key in it.

    Raises `ConfigurationError` for what cannot be, a missing key included.
    """
    if not os.environ.get("SMSACTIVATE_API_KEY"):
        raise ConfigurationError(
            "This needs an API key, and SMSACTIVATE_API_KEY is not set.",
            cure="Set it to the key from the provider's dashboard.",
        )
    given = {
        "--sms-live": True,
        "--sms-provider": provider,
        "--sms-base-url": base_url,
        "--sms-ledger": ledger,
    }
    return Settings.resolve(given.get, lambda _: None, _key_alone)


def _key_alone(variable: str) -> str | None:
    """Those of the options have been read already, by them."""
    return os.environ.get(variable) if variable in UNASKED else None


def _option(name: str, help: str) -> Callable[[Command], Command]:
    option = BY_NAME[name]

    def check(context: click.Context, parameter: click.Parameter, value: str | None) -> object:
        if value is None:
            return None
        told = context.get_parameter_source(str(parameter.name))
        environment = told is click.core.ParameterSource.ENVIRONMENT
        return option.parse(option.variable if environment else f"--{name}", value)

    return click.option(
        f"--{name}",
        metavar=option.metavar,
        envvar=option.variable,
        show_envvar=True,
        callback=check,
        help=help,
    )
