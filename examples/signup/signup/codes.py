"""The one-time codes: random when drawn, unreadable when stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets

__all__ = ["digest", "draw"]


def draw() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def digest(key: bytes, phone: str, code: str) -> bytes:
    """What is stored in place of the code.

    Keyed, because a million codes are soon tried by whoever gets hold of the database.
    """
    return hmac.digest(key, f"{phone} {code}".encode(), hashlib.sha256)
