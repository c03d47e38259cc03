"""What is entered, and when, as requests pass the cashier's desk."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from by_hand import PATIENCE, eventually
from counting_house import CountingHouse
from living import living

from pytest_smsactivate.cashier import desk as desks
from pytest_smsactivate.cashier.desk import Desk
from pytest_smsactivate.errors import (
    ActivationEnded,
    AnswerLost,
    AuthenticationError,
    BudgetExceeded,
    ConnectionNotMade,
    LedgerError,
    NoNumbersAvailable,
)
from pytest_smsactivate.ledger import leases
from pytest_smsactivate.ledger.leases import Lease
from pytest_smsactivate.models import Activation, Cancellation, Request
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.terms import Wish

PROVIDER = SmsActivateDev()
WISH = Wish("test_it", "telegram", "gb", None)


def request_for(lease: int) -> Request:
    return msgspec.structs.replace(PROVIDER.buy("telegram", "gb"), lease=lease)


def bought_at(desk: Desk) -> str:
    """Reserve and buy; the id of what was bought."""
    response = desk.ask(request_for(desk.reserve(WISH).lease), 5.0)
    return PROVIDER.read_activation(response, service="telegram", country="gb").id


def test_the_intent_is_in_the_ledger_before_the_request_leaves(house: CountingHouse) -> None:
    seen: list[list[str]] = []

    def look_at_the_ledger(request: Request) -> None:
        if request.operation == "buy":
            seen.append(house.states)

    house.transport.before = look_at_the_ledger
    bought_at(house.desk())
    assert seen == [["intended"]]
    assert house.states == ["open"]


def test_a_number_given_back_is_entered_with_what_the_provider_said(house: CountingHouse) -> None:
    desk = house.desk()
    refunded, kept = bought_at(desk), bought_at(desk)
    house.simulator.deliver(house.simulator.account.open[1].number, "Your code is 271828")
    for activation in (refunded, kept):
        desk.ask(PROVIDER.cancel(activation), 5.0)
    assert house.states == ["released", "kept"]


def test_a_balance_that_cannot_be_read_is_asked_for_before_each_purchase(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the one before it a purchase is judged; it is no reason to buy nothing."""
    monkeypatch.setattr("pytest_smsactivate.ledger.audit.AGAIN", 60.0)
    house.simulator.fault("balance", "garbage", times=2)
    desk = house.desk()
    for _ in range(4):
        desk.forget(desk.reserve(WISH).lease)
    assert house.transport.sent.count("balance") == 3


def test_the_price_is_asked_once_and_stands_in_the_answer(house: CountingHouse) -> None:
    desk = house.desk()
    assert [desk.reserve(WISH).price for _ in range(3)] == [Decimal("0.07")] * 3
    assert house.transport.sent == ["balance", "offer"]


def test_where_an_api_tells_no_price_the_count_alone_is_capped(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    priceless = msgspec.structs.replace(PROVIDER.capabilities, price=False)
    monkeypatch.setattr(SmsActivateDev, "capabilities", priceless)
    desk = house.desk(numbers=1)
    assert desk.reserve(WISH).price is None
    with pytest.raises(BudgetExceeded, match="--sms-max-numbers is 1"):
        desk.reserve(WISH)
    assert "offer" not in house.transport.sent


def test_a_reservation_that_nothing_came_of_frees_its_place(house: CountingHouse) -> None:
    desk = house.desk(numbers=1)
    desk.forget(desk.reserve(WISH).lease)
    desk.reserve(WISH)
    assert house.states == ["void", "intended"]


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ({"kind": "reset_after"}, "unknown"),
        ({"kind": "reset_before"}, "unknown"),
        ({"kind": "garbage"}, "unknown"),
        ({"kind": "status", "status": 503}, "unknown"),
        ({"kind": "status", "status": 402}, "void"),
        ({"kind": "status", "status": 404}, "void"),
        ({"kind": "status", "status": 429}, "void"),
    ],
)
def test_an_answer_that_brings_nothing_is_entered_as_what_it_means(
    house: CountingHouse, fault: dict[str, Any], state: str
) -> None:
    house.simulator.fault("buy", **fault)
    desk = house.desk()
    request = request_for(desk.reserve(WISH).lease)
    if fault["kind"].startswith("reset"):
        with pytest.raises(AnswerLost):
            desk.ask(request, 5.0)
    else:
        desk.ask(request, 5.0)
    assert house.states == [state]


def test_a_connection_that_was_not_made_leaves_the_intent_as_it_is(house: CountingHouse) -> None:
    def refuse(request: Request) -> None:
        raise ConnectionNotMade("smsactivate-dev")

    desk = house.desk()
    lease = desk.reserve(WISH).lease
    house.transport.before = refuse
    with pytest.raises(ConnectionNotMade):
        desk.ask(request_for(lease), 5.0)
    assert house.states == ["intended"]
    desk.clean_up()
    assert house.states == ["void"]


def test_a_purchase_whose_answer_is_misshapen_is_open_until_it_is_given_back(
    house: CountingHouse,
) -> None:
    house.simulator.fault("buy", "garbage", body=b'{"id": "act_1", "number": "no number"}')
    desk = house.desk()
    desk.ask(request_for(desk.reserve(WISH).lease), 5.0)
    (lease,) = house.leases
    assert (lease.state, lease.activation) == ("open", "act_1")


def test_a_purchase_that_was_reserved_with_a_dead_cashier_is_not_sent(house: CountingHouse) -> None:
    lease = house.desk().reserve(WISH).lease
    successor = house.desk(joins=True)
    with pytest.raises(ConnectionNotMade, match="not reserved any more"):
        successor.ask(request_for(lease), 5.0)
    assert "buy" not in house.transport.sent
    assert house.states == ["unknown"]


def test_what_else_is_asked_passes_as_it_is(house: CountingHouse) -> None:
    desk = house.desk()
    activation = bought_at(desk)
    look = PROVIDER.read_look(desk.ask(PROVIDER.look(activation), 5.0))
    assert look.status == "pending"
    assert desk.ask(PROVIDER.cancel("act_of_nobody"), 5.0).status == 404
    assert house.states == ["open"]


def test_what_two_give_back_at_once_is_sent_once(house: CountingHouse) -> None:
    desk = house.desk()
    activation = bought_at(desk)
    with house.ledger.writing() as connection:
        assert leases.claim(connection, house.leases[0].account, activation, "another net")
    with pytest.raises(ActivationEnded, match="it is being given back"):
        desk.ask(PROVIDER.cancel(activation), 5.0)
    assert "cancel" not in house.transport.sent


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 409},
        {"status": 403},
        {"status": 409, "body": '{"error": "EARLY_CANCEL_DENIED"}'},
    ],
)
def test_a_number_whose_release_is_refused_stays_open_and_why_is_entered(
    house: CountingHouse, fault: dict[str, Any]
) -> None:
    desk = house.desk()
    activation = bought_at(desk)
    house.simulator.fault("cancel", **fault)
    assert desk.ask(PROVIDER.cancel(activation), 5.0).status == fault["status"]
    (lease,) = house.leases
    assert lease.state == "open"
    assert f"({fault['status']})" in str(lease.failure)


def test_a_release_without_an_answer_may_be_tried_again_by_anybody(house: CountingHouse) -> None:
    desk = house.desk()
    activation = bought_at(desk)
    house.simulator.fault("cancel", "reset_before")
    with pytest.raises(AnswerLost):
        desk.ask(PROVIDER.cancel(activation), 5.0)
    with house.ledger.writing() as connection:
        assert leases.claim(connection, house.leases[0].account, activation, "another net")


def test_what_the_run_found_out_itself_is_entered(house: CountingHouse) -> None:
    desk = house.desk()
    desk.settle(bought_at(desk), Cancellation(refunded=None))
    assert house.states == ["unconfirmed"]


class Away:
    """A ledger that fails, from now on, for those who write."""

    def __init__(self, house: CountingHouse, monkeypatch: pytest.MonkeyPatch) -> None:
        def writing() -> None:
            raise LedgerError("there", "is away")

        self._usual = house.ledger.writing
        self._house, self._monkeypatch = house, monkeypatch
        monkeypatch.setattr(house.ledger, "writing", writing)

    def back(self) -> None:
        self._monkeypatch.setattr(self._house.ledger, "writing", self._usual)


def test_without_a_ledger_nothing_is_bought(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = house.desk()
    lease = desk.reserve(WISH).lease
    Away(house, monkeypatch)
    with pytest.raises(LedgerError):
        desk.reserve(WISH)
    with pytest.raises(LedgerError):
        desk.ask(request_for(lease), 5.0)
    assert "buy" not in house.transport.sent


def test_a_purchase_that_cannot_be_entered_is_given_back_at_once(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(request: Request) -> None:
        if request.operation == "buy":
            Away(house, monkeypatch)

    desk = house.desk()
    lease = desk.reserve(WISH).lease
    house.transport.before = full
    with pytest.raises(LedgerError, match="is away"):
        desk.ask(request_for(lease), 5.0)
    assert house.simulator.account.bought == 1
    assert house.simulator.account.open == []


def test_a_ledger_that_is_away_keeps_no_number_from_being_given_back(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = house.desk()
    first, second = bought_at(desk), bought_at(desk)
    assert first != second
    Away(house, monkeypatch)
    monkeypatch.setattr(desks, "AFTERMATH", 0.0)
    desk.ask(PROVIDER.cancel(first), 5.0)
    house.simulator.fault("cancel", status=503)
    desk.ask(PROVIDER.cancel(second), 5.0)
    assert len(house.simulator.account.open) == 1
    desk.clean_up()
    assert house.simulator.account.open == []


def test_a_ledger_that_comes_back_is_gone_on_with(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restart of the database must not end the last net, whose memory may be of nothing."""
    desk = house.desk()
    bought_at(desk)
    house.simulator.fault("cancel", status=403)
    away = Away(house, monkeypatch)
    monkeypatch.setattr(desks, "AGAIN", 0.01)
    tries: list[None] = []

    def give_back_all() -> None:
        tries.append(None)
        if len(tries) == 2:
            away.back()

    monkeypatch.setattr(desk._till, "give_back_all", give_back_all)
    desk.clean_up()
    assert len(tries) == 2
    assert house.states == ["released"]
    assert house.simulator.account.open == []


def test_what_is_given_back_while_the_ledger_is_away_is_not_given_back_again(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = house.desk()
    bought_at(desk)
    away = Away(house, monkeypatch)
    monkeypatch.setattr(desks, "AGAIN", 0.01)
    usual = desk._till.give_back_all

    def give_back_all() -> None:
        usual()
        away.back()

    monkeypatch.setattr(desk._till, "give_back_all", give_back_all)
    desk.clean_up()
    assert house.transport.sent.count("cancel") == 1
    assert house.states == ["released"]
    assert house.simulator.account.spent == 0


def test_without_the_ledger_what_cannot_be_given_back_is_remembered_still(
    house: CountingHouse,
) -> None:
    desk = house.desk()
    number = bought_at(desk)
    house.simulator.cancel_after = 1000.0
    desk._till.give_back_all()
    house.simulator.cancel_after = 0.0
    with desk._till._counter.in_hand.taken(number):  # by another thread
        desk._till.give_back_all()
    assert len(house.simulator.account.open) == 1
    desk._till.give_back_all()
    assert house.simulator.account.open == []


def test_what_a_ledger_has_lost_is_given_back_by_what_is_remembered(house: CountingHouse) -> None:
    """As one that was put back from a copy."""
    desk = house.desk()
    bought_at(desk)
    with house.ledger.writing() as connection:
        connection.exec_driver_sql("DELETE FROM leases")
    desk.clean_up()
    assert house.simulator.account.open == []


def test_what_a_net_could_not_enter_is_entered_when_it_can_be(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = house.desk()
    bought_at(desk)
    aways: list[Away] = []
    house.transport.before = lambda request: (
        aways.append(Away(house, monkeypatch)) if request.operation == "cancel" else None
    )
    monkeypatch.setattr(desks, "AGAIN", 0.01)
    monkeypatch.setattr(desk._till, "give_back_all", lambda: aways.pop().back())
    desk.clean_up()
    assert house.transport.sent.count("cancel") == 1
    assert house.states == ["released"]


def test_what_another_net_found_of_it_meanwhile_is_given_back(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two look for a lost purchase; the one that does not find it is the one that holds it."""
    desk = house.desk()
    lease = desk.reserve(WISH).lease
    house.simulator.fault("buy", "reset_after")
    with pytest.raises(AnswerLost):
        desk.ask(request_for(lease), 5.0)
    (bought,) = house.simulator.account.open

    def reconcile() -> int:
        with house.ledger.writing() as connection:
            leases.opened(connection, lease, Activation(bought.id, bought.number, "", ""))
        return 0

    monkeypatch.setattr(desk._accountant, "reconcile", reconcile)
    desk.clean_up()
    assert house.simulator.account.open == []
    assert house.states == ["released"]


def test_a_run_that_is_gone_leaves_nothing_open(house: CountingHouse) -> None:
    desk = house.desk()
    bought_at(desk)
    desk.reserve(WISH)
    desk.clean_up()
    assert house.states == ["released", "void"]
    assert house.simulator.account.open == []
    assert list(house.ledger.location.alive.iterdir()) == []


def test_a_run_that_is_gone_waits_for_the_purchase_under_way(house: CountingHouse) -> None:
    desk = house.desk()
    lease = desk.reserve(WISH).lease
    arrived, go = threading.Event(), threading.Event()

    def slow(request: Request) -> None:
        if request.operation == "buy":
            arrived.set()
            go.wait(PATIENCE)

    house.transport.before = slow
    purchase = threading.Thread(target=desk.ask, args=(request_for(lease), 5.0))
    purchase.start()
    assert arrived.wait(PATIENCE)
    cleaning = threading.Thread(target=desk.clean_up)
    cleaning.start()
    cleaning.join(0.1)
    assert cleaning.is_alive()
    go.set()
    purchase.join()
    cleaning.join()
    assert house.states == ["released"]


def test_a_release_whose_answer_was_lost_is_made_sure_of_when_the_run_is_over(
    house: CountingHouse,
) -> None:
    desk = house.desk()
    activation = bought_at(desk)
    house.simulator.fault("cancel", "reset_after")
    with pytest.raises(AnswerLost):
        desk.ask(PROVIDER.cancel(activation), 5.0)
    desk.clean_up()
    assert house.states == ["released"]
    assert house.leases[0].judgement == "By the balance it is refunded."
    assert house.transport.sent.count("look") == 1


def test_once_the_run_is_over_nothing_is_bought(house: CountingHouse) -> None:
    desk = house.desk()
    lease = desk.reserve(WISH).lease
    desk.close(patience=0.0, whole=False)
    with pytest.raises(ConnectionNotMade, match="the run is over"):
        desk.ask(request_for(lease), 5.0)


def test_the_end_of_a_worker_gives_back_its_own(house: CountingHouse) -> None:
    controller, worker = house.desk("controller"), house.desk("worker", joins=True)
    bought_at(controller)
    bought_at(worker)
    worker.close(patience=0.0, whole=False)
    assert sorted(house.states) == ["open", "released"]


def test_the_end_of_a_run_gives_back_what_its_workers_left_and_tells_of_all(
    house: CountingHouse,
) -> None:
    controller, worker = house.desk("controller"), house.desk("worker", joins=True)
    controller.start()
    bought_at(worker)
    house.simulator.fault("cancel", status=403)
    worker.close(patience=0.0, whole=False)
    assert house.states == ["open"]
    worker._sign.withdraw()  # it has died
    with house.ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE processes SET ended_at = 1 WHERE id = 'worker'")
    statement = controller.close(patience=0.0, whole=True)
    assert (statement.bought, statement.refunded, statement.open) == (1, 1, ())
    assert (statement.unexplained, statement.currency) == (Decimal(0), "USD")


def test_the_end_of_a_run_waits_for_the_cashier_of_a_worker_that_died(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts down, for as long as the provider demands."""
    desk = house.desk()
    window, due = Lease("act_1", "worker", 0.01), Lease("act_1", "worker", 0.0)
    looks = iter([[window, window], [due], []])
    told: list[tuple[int, float]] = []
    monkeypatch.setattr(desk, "_left_to_others", lambda: next(looks))
    desk.close(patience=60.0, whole=True, waiting=lambda *what: told.append(what))
    assert told == [(2, 0.01)]
    assert list(looks) == []


def test_a_window_that_is_too_long_for_the_end_of_a_run_is_left_to_the_worker_s_cashier(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = house.desk()
    monkeypatch.setattr(desk, "_left_to_others", lambda: [Lease("act_1", "worker", 600.0)])
    assert desk.close(patience=60.0, whole=True).bought == 0


def test_what_workers_left_is_looked_for_while_their_cashiers_live(house: CountingHouse) -> None:
    controller, worker = house.desk("controller"), house.desk("worker", joins=True)
    bought_at(worker)
    worker._sign.withdraw()  # this process cannot ask for what it holds itself
    assert controller._left_to_others() == []
    with living(house.ledger.location.alive, "worker.cashier"):
        (left,) = controller._left_to_others()
        worker.reserve(WISH)
        assert [each.process for each in controller._left_to_others()] == ["worker"]
    assert left.process == "worker"


def test_a_purchase_under_way_at_a_worker_s_cashier_is_waited_for(house: CountingHouse) -> None:
    controller, worker = house.desk("controller"), house.desk("worker", joins=True)
    worker.reserve(WISH)
    worker._sign.withdraw()
    with living(house.ledger.location.alive, "worker.cashier"):
        (left,) = controller._left_to_others()
    assert (left.process, left.wait) == ("worker", 0.0)


def test_the_end_of_a_run_does_not_wait_for_ever_for_another_cashier(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = house.desk()
    monkeypatch.setattr(desk, "_left_to_others", lambda: [Lease("act_1", "worker", 0.0)])
    monkeypatch.setattr(desks, "OTHERS", 0.0)
    assert desk.close(patience=0.0, whole=True).bought == 0


def test_a_run_begins_with_the_balance_and_what_the_dead_left(house: CountingHouse) -> None:
    dead = house.desk("dead")
    bought_at(dead)
    dead.reserve(WISH)
    dead._sign.withdraw()
    with house.ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE processes SET heartbeat_at = 1 WHERE id = 'dead'")
    desk = house.desk("next")
    desk.start()
    eventually(lambda: desk._inherited == 1)  # the run does not wait for it
    assert house.states == ["released", "void"]
    assert house.leases[1].judgement == "By the balance it was not bought, or is refunded."
    statement = desk.close(patience=0.0, whole=True)
    assert statement.inherited == 1
    assert house.transport.sent.count("balance") == 3


def test_the_end_waits_for_what_is_inherited_and_tells_of_it(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pytest_smsactivate.cashier.desk.TICK", 0.01)
    dead = house.desk("dead")
    bought_at(dead)
    dead._sign.withdraw()
    with house.ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE processes SET heartbeat_at = 1 WHERE id = 'dead'")
    told = threading.Event()
    house.transport.before = lambda request: request.operation == "cancel" and told.wait(PATIENCE)
    desk = house.desk("next")
    desk.start()
    statement = desk.close(patience=0.0, whole=True, waiting=lambda *_: told.set())
    assert told.is_set()
    assert (statement.inherited, house.states) == (1, ["released"])


def take(house: CountingHouse, amount: Decimal) -> None:
    """Money goes from the account, and nobody knows where."""
    house.simulator.configure(balance=house.simulator.account.balance - amount)


def test_what_is_missing_at_the_start_of_a_run_is_told_at_its_end(house: CountingHouse) -> None:
    """Or at that of the next one, where this one dies."""
    house.desk("one").start()
    take(house, Decimal(10))
    house.desk("killed").start()
    desk = house.desk("next")
    desk.start()
    take(house, Decimal("0.43"))
    statement = desk.close(patience=0.0, whole=True)
    assert (statement.earlier, statement.unexplained) == (Decimal(-10), Decimal("-0.43"))
    statement = house.desk("another").close(patience=0.0, whole=True)
    assert (statement.earlier, statement.unexplained) == (Decimal("-10.43"), 0)  # unheard
    desk.heard(statement.earlier)
    statement = house.desk("last").close(patience=0.0, whole=True)
    assert (statement.earlier, statement.unexplained) == (0, 0)


def test_what_the_watchdog_finds_missing_is_told_by_the_next_run(house: CountingHouse) -> None:
    killed = house.desk("killed")
    killed.start()
    bought_at(killed)
    take(house, Decimal(10))
    killed.clean_up()
    statement = house.desk("next").close(patience=0.0, whole=True)
    assert (statement.earlier, statement.unexplained) == (Decimal(-10), 0)


def test_a_worker_begins_without_either(house: CountingHouse) -> None:
    house.desk("controller")
    house.desk("worker", joins=True).start()
    assert house.transport.sent == []


@pytest.mark.parametrize("gone", [False, None], ids=["killed", "and cleaned up"])
def test_the_run_of_a_worker_is_over_when_its_controller_is_gone(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch, gone: bool | None
) -> None:
    signs = iter([True, True, gone])
    house.desk("controller")
    monkeypatch.setattr(desks, "lives", lambda *_: next(signs))
    worker = house.desk("worker", joins=True, controller="controller")
    assert [worker.run_lives() for _ in "12"] == [True, False]


def test_a_controller_on_another_machine_is_not_looked_for(
    house: CountingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.desk("controller")
    monkeypatch.setattr(desks, "lives", lambda *_: None)
    assert house.desk("worker", joins=True, controller="elsewhere").run_lives()


def test_a_key_that_is_not_accepted_keeps_a_run_from_beginning(house: CountingHouse) -> None:
    house.simulator.fault("balance", status=401)
    with pytest.raises(AuthenticationError):
        house.desk().start()


def test_a_balance_that_cannot_be_read_does_not(house: CountingHouse) -> None:
    house.simulator.fault("balance", status=404)
    house.desk().start()
    assert house.transport.sent == ["balance"]


def test_it_shows_that_it_lives(house: CountingHouse) -> None:
    desk = house.desk()
    with house.ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE processes SET heartbeat_at = 1")
    desk.beat()
    with house.ledger.reading() as connection:
        (beat,) = connection.exec_driver_sql("SELECT heartbeat_at FROM processes").scalars()
    assert beat > 1


def test_a_price_may_have_changed_when_a_purchase_was_refused(house: CountingHouse) -> None:
    desk = house.desk()
    house.simulator.fault("buy", status=404)
    response = desk.ask(request_for(desk.reserve(WISH).lease), 5.0)
    with pytest.raises(NoNumbersAvailable):
        PROVIDER.read_activation(response, service="telegram", country="gb")
    desk.reserve(WISH)
    assert house.transport.sent.count("offer") == 2
