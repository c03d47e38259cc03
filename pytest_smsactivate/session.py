"""One pytest process as the plugin sees it: which episodes are open, and for whom.

Knows pytest's nodes and requests, but imports nothing of it: plugin.py alone does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pytest_smsactivate.errors import (
    ConfigurationError,
    NotSupported,
    SmsActivateError,
    expected,
)
from pytest_smsactivate.settings import Order, Settings
from pytest_smsactivate.signals import OrderlyStop

if TYPE_CHECKING:
    import pytest

    from pytest_smsactivate.episode import Episode
    from pytest_smsactivate.line import Line
    from pytest_smsactivate.modes import Place, Progress
    from pytest_smsactivate.run import Run
    from pytest_smsactivate.statement import Statement

__all__ = ["Session", "order_of"]

__tracebackhide__ = expected


class Stay:
    """A node with a fixture of ours, from set-up to teardown; it may buy from any thread.

    Its episode begins with the first purchase: what buys nothing needs no cassette.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._episode: Episode | None = None
        self._spoiled = False
        self._over = False
        self._lock = threading.Lock()

    def episode_begun_by(self, begin: Callable[[], Episode]) -> Episode:
        with self._lock:
            if self._over:
                raise NotSupported("buy", why="the test is over", cure="Buy while the test runs.")
            if self._episode is None:
                self._episode = begin()
                self._episode.spoiled = self._spoiled
            return self._episode

    def spoil(self) -> None:
        """The test that it is for did not pass."""
        with self._lock:
            self._spoiled = True
            if self._episode is not None:
                self._episode.spoiled = True

    def end(self) -> Episode | None:
        """The episode, if there was a purchase; from now on there is none."""
        with self._lock:
            self._over = True
            return self._episode


class Session:
    """The run behind one process, made when it is first asked for, and who stays in it.

    A test has one episode for all its numbers; a wider fixture has one for itself,
    since which test asks for it first may change from run to run.
    """

    def __init__(
        self, settings: Settings, *, root: Path, controller: Mapping[str, str] | None = None
    ) -> None:
        """`controller` is who a worker of pytest-xdist works for, by its `identity`."""
        self.settings = settings
        self.item: pytest.Item | None = None
        run = controller["run"] if controller else os.environ.get("SMSACTIVATE_RUN")
        self.identity = {"run": run or uuid4().hex, "process": uuid4().hex}
        self.written: list[str] = []
        self.failure = ""
        self.statement: Statement | None = None
        self.used = False
        self.stop = OrderlyStop()
        self._root = root
        self._controller = controller
        self._stays: dict[tuple[str, str], Stay] = {}

    @cached_property
    def run(self) -> Run:
        from pytest_smsactivate.run import Run
        from pytest_smsactivate.terms import Who

        who = Who(
            **self.identity,
            pid=os.getpid(),
            project=self._root.name,
            joins=self._controller is not None,
            controller=self._controller["process"] if self._controller else None,
        )
        return Run(self.settings, who=who)

    @property
    def started(self) -> bool:
        return "run" in vars(self)

    def buyer(
        self, request: pytest.FixtureRequest, wishes: Mapping[str, object]
    ) -> Callable[..., Line]:
        """What buys for the node of a fixture; to be asked for when the fixture is set up.

        What it bought is given back once the fixtures that depend on this one are torn
        down. `wishes` are the fixture's own, before the markers.
        """
        own = request.scope == "function"
        key = (request.node.nodeid, "" if own else str(request.fixturename))
        if key not in self._stays:
            place = self._place_of_test(request) if own else self._place_of_scope(request)
            self._stays[key] = Stay(place)
            request.node.addfinalizer(partial(self.end_of_episode, key))
        return partial(self._buy, self._stays[key], request.node, wishes)

    def spoil(self, item: pytest.Item) -> None:
        """The test did not pass: nothing that it used is written down."""
        names = fixtures_of(item)
        for (node_id, fixture), stay in self._stays.items():
            if fixture in names or node_id == item.nodeid:
                stay.spoil()

    def settle(self, *, passed: bool) -> None:
        """The teardown of a test is over; `passed` tells how."""
        self.run.settle(passed=passed)

    def close(self, progress: Progress) -> None:
        """The end of the run: what it bought in all is in `statement`, or `failure` tells why not.

        Ctrl-C while that waits for what cannot be given back yet leaves it to the watchdog.
        """
        if not self.started:
            return
        try:
            self.statement = self.run.close(progress)
        except SmsActivateError as failure:
            self.failure = str(failure)
        except KeyboardInterrupt:
            self.failure = "interrupted; the watchdog gives back what is still held."
        self.written += self.run.way.written

    def _buy(
        self,
        stay: Stay,
        node: Any,
        wishes: Mapping[str, object],
        service: str | None = None,
        country: str | None = None,
    ) -> Line:
        called = {"service": service, "country": country}
        named = {key: value for key, value in called.items() if value is not None}
        order, defaults = order_of(node, named, wishes), self.settings
        chosen = order.named(node.nodeid, service=defaults.service, country=defaults.country)
        begin = partial(self.run.episode, stay.place, order.provider)
        return stay.episode_begun_by(begin).buy(*chosen, order)

    def end_of_episode(self, key: tuple[str, str]) -> None:
        """Give back what the node bought; pytest calls this when the node is torn down."""
        stay = self._stays.pop(key)
        episode = stay.end()
        if episode is not None:
            self.run.end(stay.place, episode)

    def _place_of_test(self, request: pytest.FixtureRequest) -> Place:
        def in_use() -> bool:
            return "sms_gateway" in request.fixturenames

        node = request.node
        name = ".".join(filter(None, [classes_of(node.parent), node.name]))
        return self._place(node.nodeid, node.path, name, in_use)

    def _place_of_scope(self, request: pytest.FixtureRequest) -> Place:
        def in_use() -> bool:
            return "sms_gateway" in fixtures_of(self.item)

        node = request.node
        name = f"{classes_of(node) or request.scope}+{request.fixturename}"
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


def fixtures_of(item: Any) -> Collection[str]:
    """What the test names and what that depends on; what it asked for by name as well."""
    named: Collection[str] = getattr(item, "fixturenames", ())
    return getattr(getattr(item, "_request", None), "fixturenames", named)


def classes_of(node: Any) -> str:
    """The classes around a node, itself included, as `TestOuter.TestInner`."""
    around = node.listchain()
    return ".".join(each.name for each in around if isinstance(getattr(each, "obj", None), type))
