"""What the recorder keeps of a run, before any of it is fit to be written down."""

from __future__ import annotations

import msgspec

from pytest_smsactivate.models import Request, Response

__all__ = ["Exchange"]


class Exchange(msgspec.Struct, frozen=True):
    """A request, without the key, and its answer.

    `at` is in seconds on a monotonic clock, when the request was sent. `wait` counts
    the public calls on that number, from 1; None where no such call asked.
    """

    at: float
    request: Request
    response: Response
    wait: int | None = None
