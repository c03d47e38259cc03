"""The simulated provider's webhook: somebody is told of each SMS as it comes."""

from __future__ import annotations

import hmac
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Thread
from urllib.parse import urlsplit

from pytest_smsactivate import checked
from pytest_smsactivate.errors import ConfigurationError, expected
from pytest_smsactivate.simulator.dialects import told
from pytest_smsactivate.simulator.provider import SimulatedProvider

__all__ = ["Herald"]

__tracebackhide__ = expected

LOOK = 0.02
"""Seconds between two looks at what has come."""

PAUSES = (0.2, 1.0, 5.0)
"""Seconds before a notice is sent for the second, the third and the last time."""

TIMEOUT = 5.0
"""Seconds that each step of sending a notice may take."""


class Herald:
    """Sends `url` a notice of each SMS that comes between `start` and `stop`, in their order.

    What a notice says is for the dialect to know. It is a POST of JSON, which has with a
    `secret` the header X-Signature: the HMAC-SHA256 of the body in hexadecimal digits. One
    that is answered by neither 2xx nor 4xx is sent again, and in the end given up.

    Raises `ConfigurationError`, without the URL, for what is neither https:// nor http://
    on this machine. The time that is waited here is real, whatever the simulator's is.
    """

    def __init__(self, simulator: SimulatedProvider, url: str, secret: str | None = None) -> None:
        self._simulator = simulator
        self._address = urlsplit(_checked(url))
        self._secret = None if secret is None else secret.encode("utf-8", "surrogateescape")
        self._over = Event()
        self._seen = 0

    def start(self) -> None:
        """What came before is not told."""
        self._over.clear()
        self._seen = len(self._simulator.notices_since(0))
        self._thread = Thread(target=self._look_out, name="sms-herald", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """A notice that is on its way may arrive; what has not left is not told any more."""
        self._over.set()
        self._thread.join()

    def _look_out(self) -> None:
        while not self._over.wait(LOOK):
            notices = self._simulator.notices_since(self._seen)
            self._seen += len(notices)
            for notice in notices:
                if notice is not None:
                    self._tell(told(notice).body)

    def _tell(self, body: bytes) -> None:
        for pause in (0.0, *PAUSES):
            if self._over.wait(pause) or self._is_heard(body):
                return

    def _is_heard(self, body: bytes) -> bool:
        """Whether the notice was taken or refused: to send it again would change nothing."""
        headers = {"Content-Type": "application/json"}
        if self._secret is not None:
            headers["X-Signature"] = hmac.new(self._secret, body, "sha256").hexdigest()
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        connection = kind(self._address.hostname or "", self._address.port, timeout=TIMEOUT)
        try:
            connection.request("POST", self._address.path or "/", body, headers)
            return connection.getresponse().status // 100 in (2, 4)
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def _checked(url: str) -> str:
    """As it is, its slashes included; its path may be a secret, and is not shown."""
    try:
        checked.url("webhook", url)
        url.encode("ascii")
    except (ConfigurationError, UnicodeEncodeError):
        raise ConfigurationError(
            "The webhook is not a URL of https://, or of http:// on this machine.",
            cure="Give one such as http://127.0.0.1:8080/notices, without user, query or fragment.",
        ) from None
    return url
