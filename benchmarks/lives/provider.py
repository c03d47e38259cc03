"""What the provider answers in every one of these lives, and the five requests of a life."""

from __future__ import annotations

import httpx

__all__ = [
    "ACTIVATION",
    "ANSWERS",
    "BUY",
    "CODE",
    "LOOK",
    "ORDER",
    "ORIGIN",
    "buy_look_and_cancel",
]

ORIGIN = "https://api.sms-activate.dev"
BUY = "/api/v1/numbers/buy"
ACTIVATION = "act_9x2k1p"
LOOK = f"/api/v1/activations/{ACTIVATION}"
ORDER = {"service": "telegram", "country": "ru"}
CODE = "482910"

_BOUGHT = (
    b'{"id":"act_9x2k1p","number":"+79161234567","service":"telegram","country":"ru",'
    b'"expires_at":"2024-03-14T12:50:00Z"}'
)
_PENDING = b'{"id":"act_9x2k1p","status":"pending"}'
_RECEIVED = (
    b'{"id":"act_9x2k1p","status":"received","code":"482910","received_at":"2024-03-14T12:30:02Z"}'
)
_CANCELLED = b'{"id":"act_9x2k1p","status":"cancelled","refunded":false}'

ANSWERS = (
    ("POST", BUY, _BOUGHT),
    ("GET", LOOK, _PENDING),
    ("GET", LOOK, _PENDING),
    ("GET", LOOK, _RECEIVED),
    ("DELETE", LOOK, _CANCELLED),
)
"""Method, path and body of the answer, in the order of a life."""


def buy_look_and_cancel(client: httpx.Client) -> str:
    """A number bought, looked at until the code is there, and cancelled; gives the code."""
    bought = client.post(BUY, json=ORDER).json()
    look = {"status": "unknown"}
    while look["status"] != "received":
        look = client.get(f"/api/v1/activations/{bought['id']}").json()
    cancelled = client.delete(f"/api/v1/activations/{bought['id']}").json()
    assert cancelled["status"] == "cancelled"
    return look["code"]
