"""The stateful provider: an account, numbers, messages and faults, without credits or network."""

from __future__ import annotations

from pytest_smsactivate.simulator.faults import Broken
from pytest_smsactivate.simulator.provider import SimulatedProvider

__all__ = ["Broken", "SimulatedProvider"]
