"""Being written."""

from __future__ import annotations

from typing import Any


class SmsActivateAppDialect:
    name = "smsactivate-app"

    def serves(self, path: str) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(name)
