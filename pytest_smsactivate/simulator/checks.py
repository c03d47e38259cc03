"""What the simulator's controls accept; everything else raises `ConfigurationError`."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

import msgspec

from pytest_smsactivate.errors import ConfigurationError

__all__ = ["checked_amount", "checked_name", "checked_order"]

Shape = TypeVar("Shape")


def checked_order(shape: type[Shape], what: str, cure: str, /, **options: object) -> Shape:
    """The options as a `shape`, whose types say what may be; `what` and `cure` if they may not."""
    try:
        return msgspec.convert(options, shape)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{what}: {error}.", cure=cure) from None


def checked_amount(name: str, amount: object) -> Decimal:
    """Money is a `Decimal`, finite and not negative."""
    if isinstance(amount, Decimal) and amount.is_finite() and amount >= 0:
        return amount
    raise ConfigurationError(
        f"The simulated provider's {name} cannot be {amount!r}.",
        cure="Give a Decimal of zero or more, such as Decimal('0.07'); in JSON, \"0.07\".",
    )


def checked_name(number_or_id: object) -> str:
    """A number or the id of an activation is a string, whether there is one or not."""
    if isinstance(number_or_id, str):
        return number_or_id
    raise ConfigurationError(
        f"No number and no id can be {number_or_id!r}.",
        cure="Give either as a string, such as '+79161234567'.",
    )
