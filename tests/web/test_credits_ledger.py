"""The ledger of credits: it always adds up, nothing falls below nothing, and what it says is never changed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.models import Event
from lnrs_web.config.clock import today
from lnrs_web.nutrients.accounts import HOLDING, MOVES, OF_MONEY, OUTSIDE, WORDS, Kind, Move, is_open
from lnrs_web.nutrients.actions.scheme import NewPrice, add_price, begin_scheme
from lnrs_web.nutrients.actions.supply import NewSupply, add_supply, reverse, take_back
from lnrs_web.nutrients.models import Account, Entry, Movement, Supply
from lnrs_web.nutrients.posting import Leg, post
from lnrs_web.nutrients.problems import NotEnough, Refused
from lnrs_web.nutrients.queries import added_up, price_list, price_on, totals

from .credits import AREA, BEFORE, scheme, supply
from .people import ELSEWHERE, officer, person

pytestmark = pytest.mark.django_db

ON = date(2027, 3, 1)


def balance(of: Supply, kind: Kind) -> int:
    return Account.objects.get(supply=of, kind=kind.value).balance


# --- what it is to be


def test_every_move_has_words_and_a_way() -> None:
    assert set(WORDS) == set(Move)
    assert set(MOVES) == set(Move) - {Move.REVERSE}
    assert {kind for ways in MOVES.values() for way in ways for kind in way} == set(Kind)
    for move in set(Move) - {Move.REVERSE}:
        for source, target in MOVES[move]:
            assert is_open(Move.REVERSE, target, source)
            assert (source in (Kind.BILLED, Kind.OWED, Kind.PAID)) == (move in OF_MONEY)


def test_a_supply_can_be_sold_once_it_is_verified() -> None:
    made = scheme()
    one = supply(made, 12_345)
    assert (balance(one, Kind.AVAILABLE), balance(one, Kind.VERIFIED)) == (12_345, -12_345)
    assert [(of.nutrient, of.by_kind[Kind.AVAILABLE], of.verified) for of in totals(made)] == [
        ("nitrogen", 0, 0),
        ("phosphorus", 12_345, 12_345),
    ]
    assert Event.objects.filter(what="verify credit supply", area=made.area).count() == 1


def test_credits_go_their_way_and_come_back() -> None:
    one = supply(scheme(), 1000)
    for number, (move, source, target) in enumerate(
        [
            (Move.RESERVE, Kind.AVAILABLE, Kind.RESERVED),
            (Move.PROVISIONAL, Kind.RESERVED, Kind.PROVISIONAL),
            (Move.FINAL, Kind.PROVISIONAL, Kind.FINAL),
            (Move.RETIRE, Kind.FINAL, Kind.RETIRED),
        ]
    ):
        post(one.scheme, move, [Leg(source, target, 700, one)], on=ON, once=str(number), by="a test")
        assert {kind: balance(one, kind) for kind in (Kind.AVAILABLE, target)} == {Kind.AVAILABLE: 300, target: 700}


def test_what_was_sent_twice_moves_once() -> None:
    one = supply(scheme(), 1000)
    legs = [Leg(Kind.AVAILABLE, Kind.RESERVED, 600, one)]
    first = post(one.scheme, Move.RESERVE, legs, on=ON, once="a", by="a test")
    assert post(one.scheme, Move.RESERVE, legs, on=ON, once="a", by="a test") == first
    assert balance(one, Kind.RESERVED) == 600


def test_what_is_not_there_does_not_move_and_every_lack_is_told() -> None:
    made = scheme()
    one, two = supply(made, 100), supply(made, 200)
    legs = [Leg(Kind.AVAILABLE, Kind.RESERVED, 101, one), Leg(Kind.AVAILABLE, Kind.RESERVED, 201, two)]
    before = Movement.objects.count(), Entry.objects.count()
    with pytest.raises(NotEnough) as refused, transaction.atomic():
        post(made, Move.RESERVE, legs, on=ON, once="a", by="a test")
    assert [one.what for one in refused.value.problems] == [
        "Tanks 1 has 100 g of phosphorus a year available, and 101 are asked for.",
        "Tanks 2 has 200 g of phosphorus a year available, and 201 are asked for.",
    ]
    assert (Movement.objects.count(), Entry.objects.count()) == before
    assert balance(one, Kind.AVAILABLE) == 100


@pytest.mark.parametrize(
    ("move", "source", "target", "amount"),
    [
        (Move.FINAL, Kind.AVAILABLE, Kind.FINAL, 1),
        (Move.VERIFY, Kind.AVAILABLE, Kind.VERIFIED, 1),
        (Move.RESERVE, Kind.AVAILABLE, Kind.RESERVED, 0),
        (Move.RESERVE, Kind.AVAILABLE, Kind.RESERVED, -5),
        (Move.RELEASE, Kind.FINAL, Kind.AVAILABLE, 1),
    ],
)
def test_no_move_goes_another_way(move: Move, source: Kind, target: Kind, amount: int) -> None:
    one = supply(scheme(), 100)
    with pytest.raises(ValueError, match=r"above 0|goes from"):
        post(one.scheme, move, [Leg(source, target, amount, one)], on=ON, once="a", by="a test")


# --- the database itself


@pytest.mark.parametrize("table", ["nutrients_movement", "nutrients_entry"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_ledger(act: str, table: str) -> None:
    supply(scheme(), 100)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))
    assert Entry.objects.get().amount == 100


@pytest.mark.parametrize(("kind", "amount"), [(Kind.AVAILABLE, -1), (Kind.VERIFIED, 1)])
def test_the_database_refuses_a_balance_below_nothing(kind: Kind, amount: int) -> None:
    one = supply(scheme(), 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(supply=one, kind=kind.value).update(balance=amount)


# --- supply


def test_a_mistaken_supply_is_told_with_every_problem() -> None:
    made, later = scheme(), today() + timedelta(days=9)
    wrong = NewSupply(
        name=" ", provider="River Trust", nutrient="potassium", grams=0, vintage=later, evidence="",
        verified_on=later, verified_by="river trust", until=today(),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        add_supply(made, wrong, by=officer())
    told = {one.where for one in refused.value.problems}
    assert told == {"name", "nutrient", "grams", "evidence", "verified_on", "verified_by", "until"}
    assert not Supply.objects.exists()


def test_a_supply_is_taken_back_as_far_as_nobody_has_it() -> None:
    one, who = supply(scheme(), 1000), officer()
    post(one.scheme, Move.RESERVE, [Leg(Kind.AVAILABLE, Kind.RESERVED, 700, one)], on=ON, once="a", by="a test")
    with pytest.raises(NotEnough):
        take_back(one, 301, "The tank leaks.", by=who)
    take_back(one, 200, "The tank leaks.", by=who)
    take_back(one, 100, "The tank leaks.", by=who)
    assert (balance(one, Kind.AVAILABLE), balance(one, Kind.VERIFIED)) == (0, -700)
    with pytest.raises(Refused) as refused:
        take_back(one, 0, " ", by=who)
    assert {one.where for one in refused.value.problems} == {"grams", "because"}


def test_a_mistake_is_reversed_once_and_both_stay() -> None:
    one, who = supply(scheme(), 1000), officer()
    done = take_back(one, 400, "A slip.", by=who)
    back = reverse(done, "It was another tank.", by=who)
    assert (back.reverses, balance(one, Kind.AVAILABLE)) == (done, 1000)
    for again in (done, back):
        with pytest.raises(Refused):
            reverse(again, "Once more.", by=who)
    with pytest.raises(Refused, match="No reason"):
        reverse(take_back(one, 1, "A slip.", by=who), " ", by=who)
    assert Movement.objects.count() == 4


def test_what_has_gone_on_cannot_be_reversed_before_what_came_after() -> None:
    one, who = supply(scheme(), 1000), officer()
    verified = Movement.objects.get()
    post(one.scheme, Move.RESERVE, [Leg(Kind.AVAILABLE, Kind.RESERVED, 1, one)], on=ON, once="a", by="a test")
    with pytest.raises(NotEnough):
        reverse(verified, "It was never verified.", by=who)


# --- who


def doings() -> list[Callable[[Any], object]]:
    """Every action, as somebody does it."""
    made = scheme()
    one = supply(made, 100)
    price = NewPrice(nutrient="nitrogen", term="permanent", since=ON, pence=1, source="a minute")
    return [
        lambda who: begin_scheme(AREA, catchment="stodmarsh", title="a", operator="b", by=who),
        lambda who: add_price(made, price, by=who),
        lambda who: supply(made, 1, by=who),
        lambda who: take_back(one, 1, "A slip.", by=who),
        lambda who: reverse(Movement.objects.get(), "A slip.", by=who),
    ]


def test_only_officers_of_the_area_write() -> None:
    for doing in doings():
        for who in (person(), officer(ELSEWHERE, "elsewhere@example.org")):
            before = Event.objects.count(), Movement.objects.count()
            with pytest.raises(NotAllowed):
                doing(who)
            assert (Event.objects.count(), Movement.objects.count()) == before


# --- prices


def test_a_price_holds_from_its_day_until_the_next() -> None:
    made, who = scheme(), officer()
    add_price(made, NewPrice(nutrient="phosphorus", term="permanent", since=ON, pence=400_000, source="b"), by=who)
    days = (BEFORE - timedelta(days=1), BEFORE, ON - timedelta(days=1), ON)
    found = [price_on(made, "phosphorus", "permanent", day) for day in days]
    assert [one.pence if one else None for one in found] == [None, 350_000, 350_000, 400_000]
    listed = [(one.pence, end) for one, end in price_list(made, BEFORE) if str(one).startswith("phosphorus, perm")]
    assert listed == [(350_000, ON), (400_000, None)]
    assert [one.pence for one, _ in price_list(made, ON) if str(one).startswith("phosphorus, perm")] == [400_000]
    with pytest.raises(Refused) as refused:
        add_price(made, NewPrice(nutrient="x", term="y", since=ON, pence=0, source=" "), by=who)
    assert {one.where for one in refused.value.problems} == {"nutrient", "term", "pence", "source"}


# --- whatever happens


class Ledger(RuleBasedStateMachine):
    """Anything is tried in any order, beside a plain dictionary of what there should be."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.who = officer()
        self.scheme = scheme(self.who)
        self.supplies: list[Supply] = []
        self.plain: dict[tuple[int, Kind], int] = {}
        self.done: list[tuple[Movement, list[tuple[int, Kind, Kind, int]]]] = []
        self.count = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def moved(self, legs: list[tuple[int, Kind, Kind, int]]) -> dict[tuple[int, Kind], int]:
        after = dict(self.plain)
        for which, source, target, amount in legs:
            after[which, source] = after.get((which, source), 0) - amount
            after[which, target] = after.get((which, target), 0) + amount
        return after

    def is_sound(self, after: dict[tuple[int, Kind], int]) -> bool:
        return all(amount >= 0 for (_, kind), amount in after.items() if kind not in OUTSIDE)

    @rule(grams=st.integers(1, 5000), nutrient=st.sampled_from(["nitrogen", "phosphorus"]))
    def a_supply_is_verified(self, grams: int, nutrient: str) -> None:
        self.supplies.append(supply(self.scheme, grams, nutrient, by=self.who))
        legs = [(len(self.supplies) - 1, Kind.VERIFIED, Kind.AVAILABLE, grams)]
        self.plain = self.moved(legs)
        self.done.append((Movement.objects.latest("id"), legs))

    @precondition(lambda self: self.supplies)
    @rule(data=st.data(), move=st.sampled_from(sorted(set(MOVES) - OF_MONEY - {Move.VERIFY})))
    def something_moves(self, data: st.DataObject, move: Move) -> None:
        which = st.integers(0, len(self.supplies) - 1)
        ways = st.tuples(which, st.sampled_from(MOVES[move]), st.integers(1, 3000))
        legs = [
            (one, source, target, amount)
            for one, (source, target), amount in data.draw(st.lists(ways, min_size=1, max_size=3))
        ]
        after = self.moved(legs)
        self.count += 1
        asked = [Leg(source, target, amount, self.supplies[one]) for one, source, target, amount in legs]
        told = {"on": ON, "once": f"machine {self.count}", "by": "a test"}
        if self.is_sound(after):
            self.done.append((post(self.scheme, move, asked, **told), legs))  # type: ignore[arg-type]
            self.plain = after
        else:
            with pytest.raises(NotEnough), transaction.atomic():
                post(self.scheme, move, asked, **told)  # type: ignore[arg-type]

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def something_is_reversed(self, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(self.done) - 1))
        movement, legs = self.done[at]
        after = self.moved([(one, target, source, amount) for one, source, target, amount in legs])
        if self.is_sound(after):
            reverse(movement, "A slip.", by=self.who)
            self.plain = after
            del self.done[at]
        else:
            with pytest.raises(NotEnough):
                reverse(movement, "A slip.", by=self.who)

    @invariant()
    def it_adds_up(self) -> None:
        kept = {account.pk: account.balance for account in Account.objects.all()}
        assert kept == added_up(Account.objects.all())
        for nutrient in ("nitrogen", "phosphorus"):
            assert sum(one.balance for one in Account.objects.filter(unit=nutrient)) == 0
        for number, one in enumerate(self.supplies):
            for kind in (Kind.VERIFIED, *HOLDING):
                assert balance(one, kind) == self.plain.get((number, kind), 0)
                assert balance(one, kind) >= 0 or kind is Kind.VERIFIED
        assert sum(one.verified for one in totals(self.scheme)) == -sum(
            amount for (_, kind), amount in self.plain.items() if kind is Kind.VERIFIED
        )


def test_whatever_is_tried_the_ledger_adds_up_and_is_never_below_nothing() -> None:
    run_state_machine_as_test(Ledger, settings=settings(max_examples=8, stateful_step_count=15, deadline=None))
