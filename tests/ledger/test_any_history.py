"""Whatever happens to an account: the ledger knows what it cost, to the cent."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from bookkeeping import ACCOUNT, Life, wish
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, rule
from sqlalchemy import func, select, update

from pytest_smsactivate.errors import ProviderUnavailable
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.balance import judge_by
from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.ledger.schema import leases as table
from pytest_smsactivate.models import Balance, Cancellation

FIRST = Decimal(1000)
SURELY_OVER = datetime(2001, 1, 1, tzinfo=timezone.utc)
NEVER_OVER = datetime.now(timezone.utc) + timedelta(days=1)


class Number:
    """What was bought, as the provider knows it."""

    def __init__(self, name: str, price: Decimal) -> None:
        self.name = name
        self.price = price
        self.paid_for = True


class PricesAlike(RuleBasedStateMachine):
    """Buys, refunds, lost answers and readings in any order, beside the account as it truly is.

    All prices are the same: a lease may be taken for another one.
    """

    held = Bundle("held")
    lost = Bundle("lost")
    refundable = Bundle("refundable")

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "ledger.sqlite3"
        self.life = Life(Ledger.open(Location(f"sqlite:///{path}")))
        self.balance = FIRST
        self.numbers = 0
        self.others = Decimal(0)
        self.unexplained = Decimal(0)
        self.read()

    def teardown(self) -> None:
        if hasattr(self, "life"):
            self.life.ledger.close()
            self.folder.cleanup()

    def price(self) -> Decimal:
        self.numbers += 1
        return Decimal("0.07")

    def pay(self, number: Number) -> None:
        self.balance -= number.price

    def refund(self, number: Number) -> None:
        if number.paid_for:
            number.paid_for = False
            self.balance += number.price

    @rule(target=held)
    def buy(self) -> Number:
        price = self.price()
        number = Number(f"act_{self.numbers}", price)
        self.life.buy(number.name, price, NEVER_OVER)
        self.pay(number)
        return number

    @rule(target=lost, bought=some.booleans())
    def lose_the_answer(self, bought: bool) -> Number:
        price = self.price()
        number = Number(f"lost_{self.numbers}", price)
        lease = self.life.reserve(wish(price))
        self.life.do(leases.lost, lease, "no answer.")
        number.paid_for = bought
        if bought:
            self.pay(number)
        return number

    @rule(number=consumes(held), refunded=some.booleans(), told=some.booleans())
    def give_back(self, number: Number, refunded: bool, told: bool) -> None:
        """The provider may not tell whether it refunds."""
        if refunded:
            self.refund(number)
        word = not number.paid_for if told else None
        self.life.do(leases.end, ACCOUNT.id, number.name, Cancellation(word))

    @rule(number=held, refunded=some.booleans())
    def expire(self, number: Number, refunded: bool) -> None:
        here = update(table).where(table.c.activation == number.name)
        self.life.do(lambda c: c.execute(here.values(expires_at=SURELY_OVER)))
        if refunded:
            self.refund(number)

    @rule(number=held, refunded=some.booleans())
    def give_back_in_vain(self, number: Number, refunded: bool) -> None:
        """It was done, perhaps, but the answer was lost."""
        failure = ProviderUnavailable("smsactivate-dev", status=503)
        self.life.do(leases.not_released, ACCOUNT.id, number.name, failure)
        if refunded:
            self.refund(number)

    @rule(number=lost)
    def refund_what_nobody_fetched(self, number: Number) -> None:
        self.refund(number)

    @rule()
    def read(self) -> None:
        """Nothing is on its way: between any two rules."""
        told = self.life.do(judge_by, ACCOUNT.id, Balance(self.balance, "USD"))
        if told is None and self.life.statement.open:  # which keeps it from being told
            PricesAlike.compare(self)
            return
        self.unexplained += told or 0
        with self.life.ledger.reading() as connection:
            entered = connection.scalar(select(func.sum(table.c.entered))) or 0
        assert FIRST + entered + self.unexplained == self.balance, "each cent is somebody's"
        self.compare()

    def compare(self) -> None:
        """What the ledger takes for spent or held, and what it truly was."""
        statement = self.life.statement
        ours = statement.spent + sum((each.price or 0 for each in statement.open), Decimal(0))
        truly = FIRST + self.others - self.balance
        assert ours >= truly + min(self.unexplained - self.others, Decimal(0)), "and never less"


class PricesUnlike(PricesAlike):
    """Each number has a price of its own: which is which can always be told."""

    def price(self) -> Decimal:
        return super().price() * 2**self.numbers / 100

    def compare(self) -> None:
        assert self.unexplained == 0
        with self.life.ledger.reading() as connection:
            not_refunded = select(func.sum(table.c.price)).where(
                table.c.state == "open", table.c.entered != Decimal(0)
            )
            held = connection.scalar(not_refunded) or 0
        assert self.life.statement.spent + held == FIRST - self.balance, "to the cent"


class OthersToo(PricesAlike):
    """Somebody else uses the account, or tops it up: then nothing may look cheaper than it was."""

    @rule(amount=some.sampled_from([Decimal("-0.07"), Decimal("-0.50"), Decimal(5)]))
    def move(self, amount: Decimal) -> None:
        self.others += amount
        self.balance += amount


def often(history: type[RuleBasedStateMachine]) -> type[RuleBasedStateMachine.TestCase]:
    test: type[RuleBasedStateMachine.TestCase] = history.TestCase
    test.settings = settings(
        max_examples=25,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    return test


TestPricesAlike = often(PricesAlike)
TestPricesUnlike = often(PricesUnlike)
TestOthersToo = often(OthersToo)
