"""Whose money it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

import msgspec

from pytest_smsactivate.errors import expected
from pytest_smsactivate.models import ApiKey
from pytest_smsactivate.providers import Provider, provider_named

__all__ = ["Account"]

__tracebackhide__ = expected


class Account(msgspec.Struct, frozen=True):
    """A provider, where its API is, and the key; `repr` does not show the key.

    `words` are the names that its API has for fields and actions, where they differ.
    """

    provider: str
    base_url: str
    key: ApiKey
    words: tuple[tuple[str, str], ...] = ()

    @classmethod
    def at(
        cls,
        provider: Provider,
        base_url: str | None,
        key: ApiKey,
        words: Sequence[tuple[str, str]] = (),
    ) -> Account:
        """At the provider's own address, where none is named; `ConfigurationError` for neither."""
        address = provider.address(base_url)
        return cls(provider.name, _plain(address, provider.endpoint), key, tuple(words))

    def speaks(self) -> Provider:
        """The provider's API, as this account has it."""
        return provider_named(self.provider, dict(self.words))

    @property
    def id(self) -> str:
        """A fingerprint: it tells accounts apart, and nobody can read the key out of it."""
        told = "\n".join(("pytest-smsactivate", self.provider, self.base_url, self.key))
        return hashlib.sha256(told.encode()).hexdigest()[:20]

    def __repr__(self) -> str:
        return f"<Account {self.id} at {self.base_url}>"


def _plain(address: str, endpoint: str) -> str:
    """Spelled in one way: two spellings must not make two accounts of one."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/").removesuffix(endpoint).rstrip("/")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, "", ""))
