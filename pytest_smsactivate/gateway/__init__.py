"""The application's outgoing SMS: handed over in the process, matched to the numbers bought."""

from __future__ import annotations

from pytest_smsactivate.gateway.correspondence import Correspondence
from pytest_smsactivate.gateway.gateway import SentMessage, SmsGateway

__all__ = ["Correspondence", "SentMessage", "SmsGateway"]
