"""The classic protocol's tables: its services, its countries, and what its words of refusal mean.

The numbering of countries and the codes of services are those that the providers
which speak the protocol have in common, as several public clients list them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from pytest_smsactivate.errors import (
    ActivationNotFound,
    AuthenticationError,
    ConfigurationError,
    InsufficientBalance,
    NoNumbersAvailable,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
    RequestRejected,
    expected,
)

__all__ = [
    "COUNTRIES",
    "REFUSALS",
    "SERVICES",
    "UNKNOWN_ACTIONS",
    "Refusal",
    "country_number",
    "iso_country",
    "raise_the_price",
    "service_code",
]

__tracebackhide__ = expected


def service_code(service: str) -> str:
    """The protocol's code of a service; a name that is not in the table is one already."""
    return SERVICES.get(service.lower(), service)


def country_number(country: str) -> str:
    """The protocol's number of a country, which may also be given as such.

    Raises `ConfigurationError` for what is neither a number nor in the table.
    """
    if _NUMBER.fullmatch(country):
        return country
    number = COUNTRIES.get(country.lower())
    if number is None:
        raise ConfigurationError(
            f"The classic protocol's number of the country {country!r} is not known here.",
            cure="Give the provider's own number for it, with --sms-country or the sms marker.",
        )
    return str(number)


def iso_country(number: str) -> str:
    """The ISO code of a country's number; the number itself where the table has none."""
    return _ISO.get(number, number)


class Refusal(msgspec.Struct, frozen=True):
    """What a word means; `cure` where the usual one of such errors is of no help."""

    kind: type[ProviderError]
    cure: str | None = None


def raise_the_price(least: Decimal) -> str:
    """The cure where numbers are there, but none for so little."""
    return f"The cheapest is {least:f}: raise --sms-max-price, or name another country."


SERVICES: Mapping[str, str] = {
    "airbnb": "uk",
    "aliexpress": "hx",
    "alipay": "hw",
    "amazon": "am",
    "aol": "pm",
    "apple": "wx",
    "avito": "av",
    "badoo": "qv",
    "baidu": "li",
    "binance": "aon",
    "blablacar": "ua",
    "blizzard": "bz",
    "bolt": "tx",
    "bumble": "mo",
    "chatgpt": "dr",
    "coinbase": "re",
    "deliveroo": "zk",
    "discord": "ds",
    "doordash": "ac",
    "ebay": "dh",
    "facebook": "fb",
    "fiverr": "cn",
    "foodpanda": "nz",
    "glovo": "aq",
    "gmail": "go",
    "google": "go",
    "grab": "jg",
    "grindr": "yw",
    "hinge": "vz",
    "imo": "im",
    "instagram": "ig",
    "kakaotalk": "kt",
    "lazada": "dl",
    "line": "me",
    "linkedin": "tn",
    "lyft": "tu",
    "mailru": "ma",
    "microsoft": "mm",
    "naver": "nv",
    "netflix": "nf",
    "nike": "ew",
    "odnoklassniki": "ok",
    "okcupid": "vm",
    "olx": "sn",
    "openai": "dr",
    "other": "ot",
    "ozon": "sg",
    "paypal": "ts",
    "protonmail": "dp",
    "qq": "qq",
    "revolut": "ij",
    "shopee": "ka",
    "signal": "bw",
    "snapchat": "fu",
    "spotify": "alj",
    "steam": "mt",
    "telegram": "tg",
    "threads": "ig",
    "ticketmaster": "gp",
    "tiktok": "lf",
    "tinder": "oi",
    "tokopedia": "xd",
    "truecaller": "tl",
    "twitch": "hb",
    "twitter": "tw",
    "uber": "ub",
    "venmo": "yy",
    "viber": "vi",
    "vinted": "kc",
    "vk": "vk",
    "vkontakte": "vk",
    "walmart": "wr",
    "wechat": "wb",
    "weibo": "kf",
    "whatsapp": "wa",
    "wise": "bo",
    "wolt": "rr",
    "x": "tw",
    "yahoo": "mb",
    "yandex": "ya",
    "youtube": "go",
    "zalo": "mj",
}
"""Friendly names, in lower case, to codes."""

_IN_ORDER = (
    "ru ua kz cn ph mm id my ke tz vn kg -- il hk pl gb mg cd ng mo eg in ie kh la ht ci gm rs "
    "ye za ro co ee az ca ma gh ar uz cm td de lt hr se iq nl lv at by th sa mx tw es ir dz si "
    "bd sn tr cz lk pe pk nz gn ml ve et mn br af ug ao cy fr pg mz np be bg hu md it py hn tn "
    "ni tl bo cr gt ae zw pr sd tg kw sv ly jm tt ec sz om ba do sy qa pa cu mr sl jo pt bb bi "
    "bj bn bs bw bz cf dm gd ge gr gw gy is km kn lr ls mw na ne rw sk sr tj mc bh re zm am so "
    "cg cl bf lb ga al uy mu bt mv gp tm gf fi lc lu vc gq dj ag ky me dk ch no au er ss st aw "
    "ms ai jp mk sc nc cv us ps fj kr"
)

# 12 is the United States again, with virtual numbers. From 191 on only those are
# listed on which public clients agree.
COUNTRIES: Mapping[str, int] = {
    **{iso: number for number, iso in enumerate(_IN_ORDER.split()) if iso != "--"},
    "sg": 196,
    "mt": 199,
    "gi": 201,
    "xk": 203,
    "nu": 204,
}
"""ISO 3166-1 alpha-2, in lower case, to the protocol's number."""

_ISO = {str(number): iso for iso, number in COUNTRIES.items()}

_NUMBER = re.compile(r"[0-9]{1,6}")

UNKNOWN_ACTIONS = frozenset({"BAD_ACTION", "WRONG_ACTION", "NO_ACTION"})
"""The words for a question that a provider does not know."""

_ACCOUNT = "See what the provider's dashboard says of the account, and wait until it is open again."
_NAMES = "Check service and country against the provider's list; its own codes may be given."

REFUSALS: Mapping[str, Refusal] = {
    "BAD_KEY": Refusal(AuthenticationError),
    "NO_KEY": Refusal(AuthenticationError),
    "WRONG_KEY": Refusal(AuthenticationError),
    "NO_BALANCE": Refusal(InsufficientBalance),
    "NO_NUMBERS": Refusal(NoNumbersAvailable),
    "WRONG_MAX_PRICE": Refusal(
        NoNumbersAvailable, cure="Raise --sms-max-price, or name another country."
    ),
    "NO_ACTIVATION": Refusal(ActivationNotFound),
    "WRONG_ACTIVATION_ID": Refusal(ActivationNotFound),
    "BANNED": Refusal(RequestRejected, cure=_ACCOUNT),
    "ACCOUNT_BANNED": Refusal(RequestRejected, cure=_ACCOUNT),
    "ACCOUNT_INACTIVE": Refusal(RequestRejected, cure=_ACCOUNT),
    "BAD_STATUS": Refusal(
        RequestRejected, cure="The activation's state does not allow this; look at it first."
    ),
    "EARLY_CANCEL_DENIED": Refusal(RequestRejected, cure="Try again in a few minutes."),
    "BAD_SERVICE": Refusal(RequestRejected, cure=_NAMES),
    "WRONG_SERVICE": Refusal(RequestRejected, cure=_NAMES),
    "BAD_COUNTRY": Refusal(RequestRejected, cure=_NAMES),
    "WRONG_COUNTRY": Refusal(RequestRejected, cure=_NAMES),
    "WRONG_EXCEPTION_PHONE": Refusal(RequestRejected),
    "CHANNELS_LIMIT": Refusal(RateLimited),
    "RATE_LIMIT": Refusal(RateLimited),
    "TOO_MANY_REQUESTS": Refusal(RateLimited),
    "ERROR_SQL": Refusal(ProviderUnavailable),
    "SQL_ERROR": Refusal(ProviderUnavailable),
    "SERVER_ERROR": Refusal(ProviderUnavailable),
    "SERVICE_UNAVAILABLE": Refusal(ProviderUnavailable),
    **{
        word: Refusal(RequestRejected, cure="This provider has no such call; check --sms-base-url.")
        for word in sorted(UNKNOWN_ACTIONS)
    },
}
"""What each word in capitals means."""
