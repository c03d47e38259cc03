"""The numbers of the team's own, and the inbox that takes in their messages."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated

import msgspec
import phonenumbers
from msgspec import Meta

from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.models import Look, Message, Request, Response
from pytest_smsactivate.providers.base import FieldKind
from pytest_smsactivate.providers.owned import OwnedNumbers
from pytest_smsactivate.providers.reading import decode

YEAR_3000 = 32_503_680_000


class Inbound(msgspec.Struct):
    """A message as the inbox tells it; `received_at` is in seconds since 1970."""

    text: str
    sender: str
    received_at: Annotated[float, Meta(gt=0, le=YEAR_3000)]


class OurNumbers(OwnedNumbers):
    """GET /inbox?number=+44... with a bearer key: all messages of a number, the oldest first.

    Which numbers are ours, OUR_NUMBERS tells, with commas between them, or a file that
    OUR_NUMBERS_FILE names, with one number a line. Where the inbox is, --sms-base-url tells.
    """

    name = "our-numbers"
    fields: Mapping[str, FieldKind] = {
        "number": "phone",
        "text": "text",
        "sender": "phone",
        "received_at": "time",
        "error": "plain",
    }

    def numbers(self, service: str, country: str) -> Sequence[str]:
        """Those of the country; any of them serves any service."""
        return [number for number in ours() if region_of(number) == country.upper()]

    def look(self, activation_id: str) -> Request:
        query = (("number", activation_id),)
        return Request("look", "GET", "/inbox", query=query, activation_id=activation_id)

    def read_look(self, response: Response) -> Look:
        self.check(response, "look")
        messages = tuple(
            Message(
                datetime.fromtimestamp(told.received_at, timezone.utc),
                text=told.text,
                sender=told.sender,
            )
            for told in decode(response, list[Inbound], self.name)
        )
        return Look("received" if messages else "waiting", messages)


def ours() -> list[str]:
    """Each once; raises `ConfigurationError` where they cannot be told."""
    told, file = os.environ.get("OUR_NUMBERS"), os.environ.get("OUR_NUMBERS_FILE", "")
    try:
        listed = Path(file).read_text("utf-8") if told is None else told
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(
            "Nobody tells which numbers are ours.",
            cure="Set OUR_NUMBERS=+447400123401,+447400123402 or OUR_NUMBERS_FILE to a text file.",
        ) from None
    return list(dict.fromkeys(listed.replace(",", " ").split()))


def region_of(number: str) -> str | None:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None
