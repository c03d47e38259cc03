"""The inbox's side in simulate mode."""

from __future__ import annotations

from pytest_smsactivate.simulator.activation import SimulatedActivation
from pytest_smsactivate.simulator.dialects import OwnedNumbersDialect


class OurDialect(OwnedNumbersDialect):
    name = "our-numbers"
    inbox = "/inbox"

    def shown(self, activation: SimulatedActivation) -> object:
        return [
            {
                "text": arrival.sms.text,
                "sender": arrival.sms.sender or "simulator",
                "received_at": arrival.received_at.timestamp(),
            }
            for arrival in activation.received
        ]
