"""The ways in which a run dies, and how often each comes."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from enum import Enum

__all__ = ["DEATHS", "Death"]


class Death(Enum):
    """A way to die. Those of a worker need pytest-xdist, and those of a hung test pytest-timeout.

    `worker` tells that a worker dies and not the run, `cashier` that the cashier does, and
    `everybody` that all processes get the signal: all of the run's group, as in a terminal,
    or with SIGKILL all there are, as when a container loses its power.
    """

    NONE = "none"
    KILL = "SIGKILL"
    TERM = "SIGTERM"
    INT = "SIGINT"
    HUP = "SIGHUP"
    INT_ALL = "SIGINT to all (Ctrl-C)"
    HUP_ALL = "SIGHUP to all (terminal closed)"
    KILL_ALL = "SIGKILL to all, cashier too"
    EXIT = "os._exit in the test"
    WORKER_EXIT = "worker: os._exit"
    WORKER_KILL = "worker: SIGKILL"
    CASHIER = "cashier: SIGKILL"
    HUNG_THREAD = "hung test, timeout by thread"
    HUNG_SIGNAL = "hung test, timeout by signal"

    @property
    def signal(self) -> int:
        """What is sent; SIGUSR1 makes a process that `campaign.inside` is loaded in exit at once.

        0 where nobody sends anything.
        """
        return _SIGNALS.get(self, 0)

    @property
    def worker(self) -> bool:
        return self in (Death.WORKER_EXIT, Death.WORKER_KILL)

    @property
    def everybody(self) -> bool:
        return self in (Death.INT_ALL, Death.HUP_ALL, Death.KILL_ALL)

    @property
    def hung(self) -> bool:
        return self in (Death.HUNG_THREAD, Death.HUNG_SIGNAL)


_SIGNALS: Mapping[Death, int] = {
    Death.KILL: signal.SIGKILL,
    Death.TERM: signal.SIGTERM,
    Death.INT: signal.SIGINT,
    Death.HUP: signal.SIGHUP,
    Death.INT_ALL: signal.SIGINT,
    Death.HUP_ALL: signal.SIGHUP,
    Death.KILL_ALL: signal.SIGKILL,
    Death.EXIT: signal.SIGUSR1,
    Death.WORKER_EXIT: signal.SIGUSR1,
    Death.WORKER_KILL: signal.SIGKILL,
    Death.CASHIER: signal.SIGKILL,
}

DEATHS: Mapping[Death, int] = {
    Death.NONE: 8,
    Death.KILL: 18,
    Death.TERM: 9,
    Death.INT: 8,
    Death.HUP: 6,
    Death.INT_ALL: 6,
    Death.HUP_ALL: 4,
    Death.KILL_ALL: 9,
    Death.EXIT: 9,
    Death.WORKER_EXIT: 5,
    Death.WORKER_KILL: 5,
    Death.CASHIER: 6,
    Death.HUNG_THREAD: 4,
    Death.HUNG_SIGNAL: 3,
}
"""How often each comes, in so many of a hundred."""
