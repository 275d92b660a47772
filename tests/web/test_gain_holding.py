"""Units are reserved, lapse, are given up and allocated: never more than there are, and each with its reason."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.queries import broken, done_to
from lnrs_web.gain_sites import telling_holders
from lnrs_web.gain_sites.actions import holding
from lnrs_web.gain_sites.actions.holding import Wanted
from lnrs_web.gain_sites.certificate import document
from lnrs_web.gain_sites.models import GainSite, Holding, Stock, Version
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.gain_sites.statistics import by_quarter
from lnrs_web.outbox.models import Message

from .gains import DESK, NEUTRAL, OWN, REGISTER, allocated, browser, public, reserved, stock_of
from .people import ELSEWHERE, officer, person, signed_in
from .published import publish
from .test_land_answer import words_of

pytestmark = pytest.mark.django_db


def test_units_are_reserved_allocated_and_certified_by_their_pages() -> None:
    site = public(publish())
    stock, developer, clerk = stock_of(site), browser("developer@example.org"), signed_in(officer())
    form = {"amount": "1.5", "development": "Mill Lane", "planning_authority": "Ashford"}
    answer = developer.post(f"{OWN}reserve/{stock.public_id}/", form, follow=True)
    held = Holding.objects.get()
    assert answer.redirect_chain[-1][0] == f"{OWN}reservations/{held.public_id}/"
    assert "Reserved until" in words_of(answer)
    stock.refresh_from_db()
    assert (stock.reserved, stock.available) == (15_000, 26_000)
    desk = f"{DESK}kent-and-medway/held/{held.public_id}/"
    lacking = clerk.post(desk, {"answer": "allocate", "planning_reference": "26/1"})
    assert "Nothing says that the owner has sold them." in words_of(lacking)
    form = {"answer": "allocate", "planning_reference": "26/00012/FUL", "evidence": "Contract of 1 November 2026"}
    assert clerk.post(desk, form).status_code == 302
    held.refresh_from_db()
    stock.refresh_from_db()
    assert (stock.reserved, stock.allocated, stock.available) == (0, 15_000, 26_000)
    anybody = Client()
    found = anybody.get(f"{REGISTER}certificates/", {"code": str(held.code).lower().replace("-", " ")}, follow=True)
    assert "It is in force." in words_of(found)
    assert "1.5 units" in words_of(found)
    paper = anybody.get(f"{REGISTER}certificates/{held.code}.pdf")
    assert paper.content.startswith(b"%PDF")
    for page in ("allocations/", f"sites/{site.reference}/", f"certificates/{held.code}/"):
        shown = anybody.get(REGISTER + page).text
        assert "Mill Lane" in shown
        assert "@example.org" not in shown
    table = b"".join(anybody.get(f"{REGISTER}allocations.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert "26/00012/FUL" in table[1]
    assert ",1.5000," in table[1]
    mails = Message.objects.filter(subject__startswith="Units")
    assert mails.count() == 4
    assert not any("developer@example.org" in one.text + one.subject for one in mails)
    assert not any("landowner@example.org" in one.text + one.subject for one in mails)


def test_an_allocation_that_was_a_mistake_is_annulled_and_its_certificate_says_so() -> None:
    site = public(publish())
    held = allocated(stock_of(site))
    clerk = signed_in(officer())
    desk = f"{DESK}kent-and-medway/held/{held.public_id}/"
    assert clerk.post(desk, {"answer": "annul", "because": ""}).status_code == 400
    assert clerk.post(desk, {"answer": "annul", "because": "Wrong site"}).status_code == 302
    assert stock_of(site).available == 41_000
    page = Client().get(f"{REGISTER}certificates/{held.code}/").text
    assert "It is not in force." in page
    assert "Wrong site" not in page
    assert Client().get(f"{REGISTER}certificates/{held.code}.pdf").status_code == 200


def test_an_allocation_late_on_a_summer_evening_has_one_day_everywhere() -> None:
    held = allocated(stock_of(public(edition := publish())))
    held.allocated_at = held.expires_at = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in London
    held.save()
    anybody = Client()
    answer = anybody.get(f"{REGISTER}certificates/{held.code}/")
    assert "1 July 2027" in words_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "1 July 2027" in repr(document(edition, held))
    rows = b"".join(anybody.get(f"{REGISTER}allocations.csv").streaming_content).decode()
    assert ",2027-07-01," in rows
    assert [one.name for one in by_quarter("kent-and-medway")] == ["2027, quarter 3"]
    told = Message.objects.filter(subject__startswith="Units reserved")
    told.delete()
    telling_holders.reserved(held)
    assert all("kept until 1 July 2027" in one.text for one in told.all())
    assert told.all().count() == 2


def test_a_code_that_nobody_has_finds_nothing_and_is_shown_as_it_was_typed() -> None:
    publish()
    answer = Client().get(f"{REGISTER}certificates/", {"code": "<b>AAAA"})
    assert answer.status_code == 404
    assert "&lt;B&gt;AAAA" in answer.text
    assert Client().get(f"{REGISTER}certificates/AAAA-AAAA-AAAA-AAAA/").status_code == 404


def test_no_more_is_reserved_than_is_there() -> None:
    stock = stock_of(public(publish()))
    reserved(stock, 30_000)
    with pytest.raises(ListingRefused, match="are available, and you ask for 1"):
        reserved(stock, 11_001)
    reserved(stock, 11_000)
    stock.refresh_from_db()
    assert stock.available == 0


@pytest.mark.parametrize("field", ["reserved", "allocated"])
def test_the_database_itself_refuses_more_than_is_offered(field: str) -> None:
    stock = stock_of(public(publish()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.filter(pk=stock.pk).update(**{field: 41_001})


def test_a_reservation_lapses_when_its_time_is_over_and_others_can_have_the_units(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stock = stock_of(public(publish()))
    held = reserved(stock, 41_000)
    for later, left in ((27, 0), (28, 41_000)):
        moment = held.reserved_at + timedelta(days=later)
        monkeypatch.setattr(holding, "now", lambda: moment)  # noqa: B023
        holding.lapse(moment, by="a test")
        stock.refresh_from_db()
        assert stock.available == left
    held.refresh_from_db()
    assert held.state == "lapsed"
    with pytest.raises(ListingRefused, match="not reserved any more"):
        holding.allocate(held, "26/1", "a contract", by=officer())
    assert Message.objects.filter(subject__startswith="Units lapsed").count() == 2


def test_whoever_comes_after_a_lapsed_reservation_gets_its_units_without_waiting_for_the_night(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stock = stock_of(public(publish()))
    held = reserved(stock, 41_000)
    later = held.expires_at
    monkeypatch.setattr(holding, "now", lambda: later)
    reserved(stock, 41_000)
    held.refresh_from_db()
    assert held.state == "lapsed"
    acts = list(done_to(stock.site.reference).values_list("what", flat=True))
    assert acts[-3:] == ["reserve units", "reservation lapses", "reserve units"]


def test_who_has_a_part_in_it_does_not_allocate() -> None:
    edition = publish()
    stock = stock_of(public(edition))
    clerk = officer()
    held = reserved(stock, by=clerk)
    with pytest.raises(ListingRefused, match="You have a part"):
        holding.allocate(held, "26/1", "a contract", by=clerk)
    with pytest.raises(NotAllowed):
        holding.allocate(held, "26/1", "a contract", by=officer(ELSEWHERE, "elsewhere@example.org"))


def test_a_reservation_is_seen_and_ended_by_its_two_sides_alone() -> None:
    stock = stock_of(public(publish()))
    held = reserved(stock)
    path = f"{OWN}reservations/{held.public_id}/"
    assert browser("other@example.org").get(path).status_code == 404
    with pytest.raises(ListingRefused):
        holding.give_up(held, "", by=person("other@example.org"))
    assert browser("landowner@example.org").get(path).status_code == 200
    assert browser("developer@example.org").post(path, {"because": "No longer built"}).status_code == 302
    assert browser("developer@example.org").post(path, {"because": "Again"}).status_code == 400
    stock.refresh_from_db()
    assert stock.reserved == 0


def test_nobody_keeps_a_market_for_themselves() -> None:
    stock = stock_of(public(publish()))
    for _ in range(holding.MOST_RESERVED):
        reserved(stock, 1)
    with pytest.raises(ListingRefused, match="20 reservations"):
        reserved(stock, 1)
    reserved(stock, 1, by=person("another@example.org"))


def test_what_a_form_lacks_is_told_at_once() -> None:
    stock = stock_of(public(publish()))
    answer = browser("developer@example.org").post(f"{OWN}reserve/{stock.public_id}/", {"amount": "two"})
    assert answer.status_code == 400
    for told in ("Write a number", "Say what it is called.", "Say who decides it."):
        assert told in words_of(answer)
    assert not Holding.objects.exists()


ACTS = st.lists(
    st.tuples(st.sampled_from(("reserve", "give up", "allocate", "annul")), st.integers(1, 60_000)), max_size=12
)


class TestNeverMore(TestCase):
    """Whatever is done in whatever order, what is held is the sum of what people hold, and never more than is there."""

    @classmethod
    def setUpTestData(cls) -> None:
        """A site with stock, without an edition: none is needed."""
        area = StrategyArea.objects.create(lnrs_id=40, slug="kent-and-medway", name="Kent and Medway")
        cls.site = GainSite.objects.create(reference="GS-1", area=area)
        cls.site.shown = Version.objects.create(site=cls.site, number=1, state="shown", name="A field")
        cls.site.save()
        cls.stock = Stock.objects.create(
            site=cls.site, module="area", habitat=NEUTRAL, condition="Good", offered=100_000
        )

    @settings(max_examples=40, deadline=None)
    @given(acts=ACTS)
    def test_sums(self, acts: list[tuple[str, int]]) -> None:
        clerk, buyer = officer(second_factor=False), person("developer@example.org")
        for act, number in acts:
            self._tried(act, number, clerk, buyer)
            self.stock.refresh_from_db()
            held = {
                state: sum(Holding.objects.filter(stock=self.stock, state=state).values_list("units", flat=True))
                for state in ("reserved", "allocated")
            }
            assert (self.stock.reserved, self.stock.allocated) == (held["reserved"], held["allocated"])
            assert 0 <= self.stock.available == 100_000 - sum(held.values())
        assert not list(broken())

    def _tried(self, act: str, number: int, clerk: Person, buyer: Person) -> None:
        every = Holding.objects.order_by("pk")
        one = every[number % every.count()] if every.exists() else None
        try:
            if act == "reserve":
                holding.reserve(self.stock, Wanted(number, "Mill Lane", "Ashford"), by=buyer)
            elif one and act == "give up":
                holding.give_up(one, "", by=buyer)
            elif one and act == "allocate":
                holding.allocate(one, "26/1", "a contract", by=clerk)
            elif one:
                holding.annul(one, "a mistake", by=clerk)
        except ListingRefused:
            pass
