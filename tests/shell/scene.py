"""The shell as a user has it, and suites that have bought and entered it in the ledger."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from by_hand import PATIENCE
from click.testing import CliRunner, Result
from sqlalchemy import Connection, select

from pytest_smsactivate.cli import main
from pytest_smsactivate.clock import LiveClock
from pytest_smsactivate.errors import AnswerLost, ProviderUnavailable
from pytest_smsactivate.flows.drivers import drive
from pytest_smsactivate.flows.exchange import ask
from pytest_smsactivate.ledger import leases, runs
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import leases as table
from pytest_smsactivate.models import ApiKey, Response
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.terms import Caps, Who, Wish
from pytest_smsactivate.transports.live import LiveTransport

KEY = "sk-shell-7Qx2-seen-by-nobody"
PRICE = Decimal("0.07")
PLENTY = Caps(Decimal(1000), 1000)
DOOR = "from pytest_smsactivate.cli import main; main()"

ALIVE = """
import sys
from pathlib import Path
from pytest_smsactivate.ledger.alive import SignOfLife

sign = SignOfLife(Path(sys.argv[1]), sys.argv[2])
print("there", flush=True)
sys.stdin.read()
"""


class Shell:
    """`smsactivate` as a user has it, in this process or in one of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def __call__(self, *arguments: str, **environment: str | None) -> Result:
        return CliRunner().invoke(main, arguments, env={**self.environment, **environment})

    def json(self, *arguments: str) -> tuple[int, Any]:
        result = self(*arguments, "--json")
        return result.exit_code, json.loads(result.stdout)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", DOOR, *arguments],
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


class Suites:
    """What test suites have bought, and entered in the ledger as a live run does."""

    def __init__(self, place: Path, url: str, key: str = KEY) -> None:
        self.location = Location(f"sqlite:///{place}")
        self.account = Account("smsactivate-dev", url, ApiKey(key))
        self._provider = SmsActivateDev()
        self._names = itertools.count(1)
        self._living: list[subprocess.Popen[str]] = []

    def buy(
        self,
        *,
        alive: bool = False,
        watched: bool = False,
        test: str = "test_it.py::test_it",
        country: str = "gb",
    ) -> str:
        """The id of the activation; empty where no answer came, and the purchase is unknown."""
        lease = self.intend(alive=alive, watched=watched, test=test, country=country)
        transport = LiveTransport(SmsActivateDev(), self.account.base_url, self.account.key)

        def read(response: Response) -> Any:
            return self._provider.read_activation(response, service="telegram", country=country)

        try:
            flow = ask(self._provider.buy("telegram", country), read, within=PATIENCE)
            activation = drive(flow, transport, LiveClock())
        except AnswerLost as failure:
            with self._writing() as connection:
                leases.lost(connection, lease, failure.what)
            return ""
        finally:
            transport.close()
        with self._writing() as connection:
            leases.opened(connection, lease, activation)
        return str(activation.id)

    def intend(
        self,
        *,
        alive: bool = False,
        watched: bool = False,
        test: str = "test_it.py::test_it",
        country: str = "gb",
    ) -> int:
        """The lease, as far as a run is when it dies before the answer to a purchase.

        Where it is `watched`, the run's watchdog lives on.
        """
        name = f"{self.account.id}-{next(self._names)}"
        who = Who(f"run-{name}", f"process-{name}", 4711, "shop")
        wish = Wish(test, "telegram", country, PRICE)
        with self._writing() as connection:
            runs.begin(connection, self.account, who, str(self.location))
            lease = leases.reserve(connection, self.account.id, who.run, who.process, wish, PLENTY)
            if not (alive or watched):
                runs.leave(connection, who.process)
        if alive:
            self._live(who.process)
        if watched:
            self._live(who.process + runs.CASHIER)
        return lease

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with closing(Ledger.open(self.location)) as ledger, ledger.writing() as connection:
            yield connection

    def _live(self, process: str) -> None:
        living = subprocess.Popen(
            [sys.executable, "-c", ALIVE, str(self.location.alive), process],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._living.append(living)
        assert living.stdout is not None
        assert living.stdout.readline() == "there\n"

    def die(self) -> None:
        """Those that live are killed."""
        while self._living:
            living = self._living.pop()
            living.kill()
            with suppress(ValueError):
                living.communicate()

    def fail(self, activation: str) -> None:
        """A try to give it back has failed."""
        failure = ProviderUnavailable("smsactivate-dev", status=503)
        with self._writing() as connection:
            leases.not_released(connection, self.account.id, activation, failure)

    def states(self) -> list[str]:
        """Of all leases, the oldest first."""
        with closing(Ledger.open(self.location)) as ledger, ledger.reading() as connection:
            return list(connection.scalars(select(table.c.state).order_by(table.c.id)))
