"""A small web application that signs people up by phone number and SMS code."""

from __future__ import annotations

from signup.web import create_app

__all__ = ["create_app"]
