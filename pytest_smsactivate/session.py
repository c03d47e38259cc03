"""One pytest process as the plugin sees it: which episodes are open, and for whom.

Knows pytest's nodes and requests, but imports nothing of it: plugin.py alone does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_smsactivate.errors import ConfigurationError, expected
from pytest_smsactivate.settings import Order, Settings

if TYPE_CHECKING:
    import pytest

    from pytest_smsactivate.episode import Episode
    from pytest_smsactivate.ledger.statement import Statement
    from pytest_smsactivate.line import Line
    from pytest_smsactivate.modes import Place
    from pytest_smsactivate.run import Run

__all__ = ["FIXTURES", "Session", "order_of"]

__tracebackhide__ = expected

FIXTURES = frozenset(
    {
        "sms_number",
        "async_sms_number",
        "sms_numbers",
        "async_sms_numbers",
        "sms_gateway",
        "sms_simulator",
        "sms_mode",
    }
)


class Session:
    """The run behind one process, made when it is first asked for, and its open episodes.

    A test has one episode for all its numbers; a wider fixture has one for itself,
    since which test asks for it first may change from run to run.
    """

    def __init__(self, settings: Settings, *, root: Path, workers: int) -> None:
        self.settings = settings
        self.item: pytest.Item | None = None
        self._root = root
        self._workers = workers
        self._worker_statements: list[str] = []
        self._episodes: dict[tuple[str, str], tuple[Episode, Place]] = {}

    @cached_property
    def run(self) -> Run:
        from pytest_smsactivate.run import Run

        return Run(self.settings, workers=self._workers)

    @property
    def started(self) -> bool:
        return "run" in vars(self)

    def buy(
        self,
        request: pytest.FixtureRequest,
        wishes: Mapping[str, object],
        service: str | None = None,
        country: str | None = None,
    ) -> Line:
        """Buy for the node of a fixture; `wishes` are the fixture's own, before the markers."""
        called = {"service": service, "country": country}
        named = {key: value for key, value in called.items() if value is not None}
        node, defaults = request.node, self.settings
        order = order_of(node, named, wishes)
        chosen = order.named(node.nodeid, service=defaults.service, country=defaults.country)
        return self._episode(request, order.provider).buy(*chosen, order)

    def spoil(self) -> None:
        """The running test did not pass: nothing that it used is written down."""
        names = getattr(self.item, "fixturenames", ())
        for (node_id, fixture), (episode, _) in self._episodes.items():
            if fixture in names or (self.item is not None and node_id == self.item.nodeid):
                episode.spoiled = True

    def settle(self, *, passed: bool) -> None:
        """The teardown of a test is over; `passed` tells how."""
        if self.started:
            self.run.settle(passed=passed)

    def hear(self, statement: str) -> None:
        """Take in what a worker process bought, as JSON."""
        self._worker_statements.append(statement)

    def statement(self) -> Statement:
        """What this process and its workers bought."""
        import msgspec

        from pytest_smsactivate.ledger.statement import Statement

        total = self.run.statement() if self.started else Statement()
        for told in self._worker_statements:
            total = total.plus(msgspec.json.decode(told, type=Statement))
        return total

    def close(self) -> None:
        if self.started:
            self.run.close()

    def _episode(self, request: pytest.FixtureRequest, provider: str | None) -> Episode:
        own = request.scope == "function"
        key = (request.node.nodeid, "" if own else str(request.fixturename))
        if key not in self._episodes:
            place = self._place_of_test(request) if own else self._place_of_scope(request)
            episode = self.run.episode(place, provider)
            self._episodes[key] = (episode, place)
            request.node.addfinalizer(partial(self.end_of_episode, key))
        return self._episodes[key][0]

    def end_of_episode(self, key: tuple[str, str]) -> None:
        """Give back what the node bought; pytest calls this when the node is torn down."""
        episode, place = self._episodes.pop(key)
        self.run.end(place, episode)

    def _place_of_test(self, request: pytest.FixtureRequest) -> Place:
        def in_use() -> bool:
            return "sms_gateway" in request.fixturenames

        node = request.node
        around = node.listchain()[:-1]
        classes = [each.name for each in around if getattr(each, "cls", None) is not None]
        name = ".".join([*classes, node.name])
        return self._place(node.nodeid, node.path, name, in_use)

    def _place_of_scope(self, request: pytest.FixtureRequest) -> Place:
        def in_use() -> bool:
            return "sms_gateway" in getattr(self.item, "fixturenames", ())

        node = request.node
        name = f"{request.scope}+{request.fixturename}"
        if request.scope == "class":
            name = f"{node.name}+{request.fixturename}"
        home = {"package": node.path / "package", "session": self._root / "session"}
        return self._place(node.nodeid, home.get(request.scope, node.path), name, in_use)

    def _place(self, node_id: str, module: Path, name: str, in_use: Any) -> Place:
        from pytest_smsactivate.cassettes import cassette_path
        from pytest_smsactivate.modes import Place

        folder = self.settings.cassettes
        return Place(
            node_id=node_id,
            test=f"{module.name}::{name}",
            cassette=cassette_path(folder, module=module, rootdir=self._root, name=name),
            in_use=in_use,
        )


def order_of(node: Any, *closest: Mapping[str, object]) -> Order:
    """What the node's markers ask for, after what is closer still."""
    markers = list(node.iter_markers("sms"))
    if any(marker.args for marker in markers):
        raise ConfigurationError(
            f"{node.nodeid}: the sms marker takes keywords only.",
            cure='Write @pytest.mark.sms(service="telegram", country="gb").',
        )
    return Order.of(node.nodeid, *closest, *(marker.kwargs for marker in markers))
