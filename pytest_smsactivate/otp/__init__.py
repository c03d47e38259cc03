"""Text to code: what a person would type, and what they would tap."""

from __future__ import annotations

from pytest_smsactivate.otp.codes import extract_code, only_code
from pytest_smsactivate.otp.links import extract_link

__all__ = ["extract_code", "extract_link", "only_code"]
