"""Whose money it is."""

from __future__ import annotations

import hashlib

import msgspec

from pytest_smsactivate.models import ApiKey

__all__ = ["Account"]


class Account(msgspec.Struct, frozen=True):
    """A provider, where its API is, and the key; `repr` does not show the key."""

    provider: str
    base_url: str
    key: ApiKey

    @property
    def id(self) -> str:
        """A fingerprint: it tells accounts apart, and nobody can read the key out of it."""
        told = "\n".join(("pytest-smsactivate", self.provider, self.base_url, self.key))
        return hashlib.sha256(told.encode()).hexdigest()[:20]

    def __repr__(self) -> str:
        return f"<Account {self.id} at {self.base_url}>"
