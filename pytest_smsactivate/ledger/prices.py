"""What numbers cost: asked once for each service and country of a run, by one of its processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, delete, insert, select

from pytest_smsactivate.clock import Clock
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.schema import ago, now, prices, runs

__all__ = ["Prices"]

AGE = timedelta(minutes=1)
"""After so long a price may have changed; until then a rise can pass the caps unseen.

It cannot where the answer to a purchase tells what was paid, or a purchase may name a maximum.
"""

ASKING = timedelta(seconds=30)
"""So long a process may take to ask; then another one asks in its place."""

PAUSE = 0.05


class Prices:
    """The prices of one run, shared by its processes."""

    def __init__(self, ledger: Ledger, run: str, *, clock: Clock) -> None:
        self._ledger = ledger
        self._run = run
        self._clock = clock

    def of(self, service: str, country: str, ask: Callable[[], Decimal]) -> Decimal:
        """The price; `ask` is called where no process of the run has found it out lately.

        Raises what `ask` raises.
        """
        while True:
            mine, price = self._look_up(service, country)
            if price is not None:
                return price
            if mine:
                return self._asked(service, country, ask)
            self._clock.sleep(PAUSE)

    def forget(self, service: str, country: str) -> None:
        """It may have changed."""
        with self._ledger.writing() as connection:
            connection.execute(delete(prices).where(self._row(service, country)))

    def _asked(self, service: str, country: str, ask: Callable[[], Decimal]) -> Decimal:
        try:
            price = ask()
        except BaseException:
            self.forget(service, country)
            raise
        with self._ledger.writing() as connection:
            row = prices.update().where(self._row(service, country))
            connection.execute(row.values(price=price, asked_at=now()))
        return price

    def _look_up(self, service: str, country: str) -> tuple[bool, Decimal | None]:
        """Whether it is for this process to ask, and the price where it is known."""
        here = self._row(service, country)
        with self._ledger.writing() as connection:
            connection.execute(select(runs.c.id).where(runs.c.id == self._run).with_for_update())
            age = case((prices.c.price.is_(None), ago(ASKING)), else_=ago(AGE))
            known = select(prices.c.price).where(here, prices.c.asked_at > age)
            found = connection.execute(known).one_or_none()
            if found is not None:
                return False, found.price
            connection.execute(delete(prices).where(here))
            row = {"run": self._run, "service": service, "country": country}
            connection.execute(insert(prices).values(**row, asked_at=now()))
            return True, None

    def _row(self, service: str, country: str) -> ColumnElement[bool]:
        return and_(
            prices.c.run == self._run, prices.c.service == service, prices.c.country == country
        )
