from __future__ import annotations

from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.clock import VirtualClock
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.simulator import SimulatedProvider

amounts = st.decimals(0, 3, places=2)
which = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("buy"), st.sampled_from(["ru", "us", "de", "zz"])),
    st.tuples(st.just("look"), which),
    st.tuples(st.just("cancel"), which),
    st.tuples(st.just("deliver"), which, st.floats(0, 90)),
    st.tuples(st.just("end"), which, st.sampled_from(["expired", "banned"])),
    st.tuples(st.just("wait"), st.floats(0, 120)),
    st.tuples(st.just("balance"), amounts),
    st.tuples(st.just("price"), amounts),
    st.tuples(st.just("stock"), st.none() | st.integers(0, 3)),
    st.tuples(st.just("cancel_after"), st.floats(0, 90)),
    st.tuples(st.just("clock_off"), st.sampled_from([0.0, 3600.0, -3600.0])),
    st.tuples(
        st.just("fault"),
        st.sampled_from(["buy", "cancel", "*"]),
        st.sampled_from(["status", "hang", "reset_before", "reset_after", "truncated", "html"]),
    ),
    st.just(("reset",)),
)


class Story:
    """Carries out steps, and counts the money a second time, from what was seen happening."""

    provider = SmsActivateDev()

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.simulator = SimulatedProvider(
            self.clock, balance=Decimal(2), sms_after=30, keyless=True, random=Random(3)
        )
        self.prices: dict[str, Decimal] = {}

    def step(self, name: str, *arguments: object) -> None:
        getattr(self, name, self.setting(name))(*arguments)
        for held in self.simulator.account.open:
            assert self.prices.setdefault(held.id, held.price) == held.price

    def setting(self, name: str):
        return lambda value: setattr(self.simulator, name, value)

    def buy(self, country: str) -> None:
        self.simulator.handle(self.provider.buy("telegram", country))

    def look(self, place: int) -> None:
        self.simulator.handle(self.provider.look(self.id(place)))

    def cancel(self, place: int) -> None:
        self.simulator.handle(self.provider.cancel(self.id(place)))

    def deliver(self, place: int, after: float) -> None:
        if self.simulator.account.open:
            self.simulator.deliver(self.opened(place), "code 1234", after=after)

    def end(self, place: int, status: str) -> None:
        if self.simulator.account.open:
            self.simulator.end(self.opened(place), status)

    def wait(self, seconds: float) -> None:
        self.clock.sleep(seconds)

    def fault(self, endpoint, kind) -> None:
        self.simulator.fault(endpoint, kind)

    def reset(self) -> None:
        self.simulator.reset()

    def id(self, place: int) -> str:
        known = [*self.prices, "act_unknown"]
        return known[place % len(known)]

    def opened(self, place: int) -> str:
        held = self.simulator.account.open
        return held[place % len(held)].number

    def has_code(self, activation_id: str) -> bool:
        self.simulator.reset()
        self.simulator.rate_limit = None
        answer = self.simulator.handle(self.provider.look(activation_id))
        return bool(self.provider.read_look(answer).messages)


@settings(deadline=None)
@given(st.lists(steps, max_size=40))
def test_the_books_always_add_up(told):
    story = Story()
    for step in told:
        story.step(*step)
        account = story.simulator.account
        assert account.deposited == account.balance + account.held + account.spent
        assert min(account.balance, account.held, account.spent, account.refunded) >= 0
        assert account.bought == len(story.prices)

    with_code = {known for known in story.prices if story.has_code(known)}
    account = story.simulator.account
    still_open = {held.id for held in account.open}
    assert account.spent == sum(story.prices[known] for known in with_code)
    assert account.held == sum(story.prices[known] for known in still_open - with_code)
    assert account.refunded == sum(story.prices.values()) - account.spent - account.held
