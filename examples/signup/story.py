"""A pytest plugin that notes what happens in each test, for demo.py to tell.

    python -m pytest -p story --story story.json

It looks on from outside: the application's requests by Flask's signals, its SMS on
their way to whoever sends them, the numbers as their fixtures come and go, and
every connection that the process opens.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import flask
import pytest

from pytest_smsactivate import PhoneNumber, extract_code

__all__ = ["Story"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--story", type=Path, required=True, help="where to write the story (JSON)")


def pytest_configure(config: pytest.Config) -> None:
    story = Story(config.getoption("--story"))
    config.pluginmanager.register(story)
    flask.request_started.connect(story.note_request)
    flask.request_finished.connect(story.note_response)
    sys.addaudithook(story.note_connection)
    logger = logging.getLogger("pytest_smsactivate")
    logger.setLevel(logging.INFO)
    logger.addFilter(story)


class Story:
    """Written as JSON: `{"connections", "tests": [{"name", "passed", "steps"}]}`.

    `connections` are the addresses connected to. A step is `{"bought", "service",
    "country", "price"}`, `{"page", "status", "code"}`, `{"sms", "to", "code"}` or
    `{"released", "refunded"}`, in the order in which they happened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connections: list[str] = []
        self._tests: list[dict[str, Any]] = []

    def note(self, **step: object) -> None:
        self._tests[-1]["steps"].append(step)

    def note_request(self, _app: flask.Flask) -> None:
        page = f"{flask.request.method} {flask.request.path}"
        self.note(page=page, status=None, code=flask.request.form.get("code"))

    def note_response(self, _app: flask.Flask, response: flask.Response) -> None:
        asked = next(step for step in reversed(self._tests[-1]["steps"]) if "page" in step)
        asked["status"] = response.status_code

    def note_connection(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            address = arguments[1]
            named = isinstance(address, tuple)
            self._connections.append(f"{address[0]}:{address[1]}" if named else str(address))

    def note_bought(self, number: PhoneNumber) -> None:
        self.note(
            bought=number.e164,
            service=number.service,
            country=number.country,
            price=None if number.price is None else str(number.price),
        )

    def note_sms_of(self, app: flask.Flask) -> None:
        verification = app.extensions["verification"]
        send_sms = verification.send_sms

        def send_and_note(to: str, text: str) -> None:
            send_sms(to, text)
            self.note(sms=text, to=to, code=extract_code(text))

        verification.send_sms = send_and_note

    def pytest_runtest_logstart(self, location: tuple[str, int | None, str]) -> None:
        name = location[2].removeprefix("test_").replace("_", " ")
        self._tests.append({"name": name, "passed": True, "steps": []})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._tests[-1]["passed"] &= report.passed

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self) -> Generator[None, object, object]:
        value = yield
        if isinstance(value, PhoneNumber):
            self.note_bought(value)
        elif isinstance(value, flask.Flask):
            self.note_sms_of(value)
        return value

    def filter(self, record: logging.LogRecord) -> bool:
        """The plugin logs each cancellation; a filter hears of it before any handler."""
        if record.msg.startswith("cancelled"):
            number, refunded = record.args
            self.note(released=number, refunded=refunded)
        return True

    def pytest_sessionfinish(self) -> None:
        story = {"connections": self._connections, "tests": self._tests}
        self._path.write_text(json.dumps(story, indent=1), encoding="utf-8")
