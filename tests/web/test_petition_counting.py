"""Counting: nothing twice, nothing left out; what drifted is put right; numbers of areas show nobody."""

import csv
import io
from datetime import timedelta
from itertools import pairwise

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.models import Event
from lnrs_web.editions.models import Edition, EditionPostcode, Zone
from lnrs_web.outbox.actions import post
from lnrs_web.outbox.models import Message
from lnrs_web.petition import counts, due, example
from lnrs_web.petition.actions import counting, course, publishing_areas
from lnrs_web.petition.chart import history, progress
from lnrs_web.petition.models import AreaTally, HourTally, PaperBatch, Petition, Signature
from lnrs_web.petition.placing import NOWHERE, Placing

from .people import officer, person
from .petitions import HOME, bare, counted, signatures
from .published import publish

pytestmark = pytest.mark.django_db(transaction=False)
State = Signature.State


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(State.values), st.booleans()), max_size=12))
def test_the_count_is_that_of_the_signed_whatever_becomes_of_them_between_two_turns(
    moves: list[tuple[int, str, bool]],
) -> None:
    Petition.objects.all().delete() if not Signature.objects.exists() else None
    one = Petition.objects.first() or bare()
    rows = list(Signature.objects.order_by("pk")[:5]) or signatures(one, 5, "waiting")
    for number, state, turn in moves:
        Signature.objects.filter(pk=rows[number].pk).update(state=state)
        if turn:
            counting.count_all(timezone.now())
    signed = Signature.objects.filter(state=State.SIGNED).count()
    assert counted(one) == signed == Signature.objects.filter(counted=True).count()
    assert counting.count_all(timezone.now()) == 0


def test_a_count_that_drifted_is_found_and_put_right_and_that_is_on_record() -> None:
    one = bare()
    signatures(one, 7)
    assert counted(one) == 7
    assert counting.recount(one).is_right
    Petition.objects.update(counted=9)
    signatures(one, 2)
    found = counting.recount(one)
    assert (found.shown, found.marked, found.waiting, found.is_right) == (9, 7, 2, False)
    with pytest.raises(NotAllowed):
        counting.repair(one, by=person())
    counting.repair(one, by=officer())
    event = Event.objects.get(what="repair petition count")
    assert (event.was, event.became) == ("9", "7")
    assert counted(one) == 9
    counting.repair(one, by=officer())
    assert Event.objects.filter(what="repair petition count").count() == 1


def test_the_timer_closes_counts_and_puts_right() -> None:
    one = bare(closes_at=timezone.now() - timedelta(hours=1))
    signatures(one, 3)
    assert due.look_after(timezone.now(), "the timer") == "Petitions: 1\xa0petition closed."
    one.refresh_from_db()
    assert (one.state, one.counted, one.closed_at) == ("closed", 3, one.closes_at)
    Petition.objects.update(counted=5)
    assert due.look_after(timezone.now(), "the timer") == "Petitions: 1\xa0petition put right."
    assert due.look_after(timezone.now(), "the timer") == "Petitions: nothing was due."


def test_the_command_counts_and_puts_right(capsys: pytest.CaptureFixture[str]) -> None:
    one = bare()
    signatures(one, 4)
    call_command("count_signatures")
    Petition.objects.update(counted=1)
    call_command("count_signatures")
    one.refresh_from_db()
    assert one.counted == 1
    call_command("count_signatures", "--repair")
    one.refresh_from_db()
    assert one.counted == 4
    said = capsys.readouterr().out
    assert "more-meadows: 4 signatures, which is right" in said
    assert "more-meadows: shows 1, and there are 4" in said
    assert "more-meadows: showed 1, and shows 4 now" in said


def test_an_hour_is_kept_with_the_count_at_its_end_and_nothing_finer() -> None:
    publish()
    one = bare()
    start = timezone.now().replace(minute=10)
    for minutes, more in ((0, 2), (20, 3), (60, 1), (300, 4)):
        signatures(one, more)
        counting.count_all(start + timedelta(minutes=minutes))
    hours = list(HourTally.objects.values_list("hour", "counted"))
    first = start.replace(minute=0, second=0, microsecond=0)
    assert hours == [(first, 5), (first + timedelta(hours=1), 6), (first + timedelta(hours=5), 10)]
    table = Client().get(f"{HOME}{one.slug}/history.csv")
    rows = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert [row[1] for row in rows[1:]] == ["5", "6", "10"]
    assert "10\xa0signatures" in Client().get(f"{HOME}{one.slug}/history/").text


# --- by area


def placed() -> tuple[Petition, Edition, Placing]:
    """A petition whose signatures come from the postcodes of the case's edition, and from elsewhere."""
    edition = publish()
    one = bare()
    for number, each in enumerate(EditionPostcode.objects.filter(edition=edition)[:3]):
        signatures(one, 40 + 17 * number, postcode=each.postcode)
    signatures(one, 31, postcode="AB1 1AA")
    counted(one)
    one.refresh_from_db()
    return one, edition, Placing(edition)


def test_each_signature_is_in_the_zones_that_an_even_odd_count_of_edges_says() -> None:
    one, edition, placing = placed()
    while publishing_areas._place_some(one, placing):
        pass
    for kind in counts.KINDS:
        for code, number in publishing_areas.counts_of(one, placing)[kind].items():
            if not code:
                continue
            zone = Zone.objects.get(edition=edition, kind=kind, code=code)
            plainly = sum(
                Signature.objects.filter(postcode=each.postcode).count()
                for each in EditionPostcode.objects.filter(edition=edition)
                if inside(each.easting_m, each.northing_m, zone)
            )
            assert number == plainly, (kind, code)


def inside(x: float, y: float, zone: Zone) -> bool:
    """Whether a point is in a zone: a ray to the right crosses its edges an odd number of times."""
    crossed = 0
    for polygon in getattr(zone.shape, "geoms", [zone.shape]):
        for ring in (polygon.exterior, *polygon.interiors):
            corners = list(ring.coords)
            for (ax, ay), (bx, by) in pairwise(corners):
                crossed += (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
    return crossed % 2 == 1


def test_areas_are_published_from_a_hundred_on_rounded_and_every_area_is_listed() -> None:
    one, edition, placing = placed()
    assert publishing_areas.is_time(one, timezone.now())
    publishing_areas.publish_all(timezone.now())
    one.refresh_from_db()
    assert one.areas_total == one.counted
    exact = publishing_areas.counts_of(one, placing)
    for kind in counts.KINDS:
        told = {each.code: each.at_least for each in counts.by_area(one, kind)}
        assert set(told) == {"", *Zone.objects.filter(edition=edition, kind=kind).values_list("code", flat=True)}
        assert all(number is None or number == exact[kind][code] // 5 * 5 for code, number in told.items())
    assert sum(exact["ward"].values()) == one.counted
    assert exact["ward"][""] >= 31
    page = Client().get(f"{HOME}{one.slug}/areas/").text
    assert "Elsewhere, or not known" in page
    table = Client().get(f"{HOME}{one.slug}/areas.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(table.streaming_content)))  # type: ignore[attr-defined]
    assert book.active.max_row == 1 + AreaTally.objects.count()


@pytest.mark.parametrize(
    ("hours", "more", "published"), [(1, 500, False), (24, 49, False), (24, 50, True), (None, -1, False)]
)
def test_areas_wait_for_a_night_and_for_enough_that_no_single_signature_shows(
    hours: float | None, more: int, published: bool
) -> None:
    now = timezone.now()
    before = now - timedelta(hours=hours) if hours else None
    one = bare(counted=100 + more, areas_at=before, areas_total=100)
    assert publishing_areas.is_time(one, now) is published


def test_places_that_nobody_knows_are_nowhere() -> None:
    edition = publish()
    assert Placing(edition).of_postcodes(["AB1 1AA", ""]) == {"AB1 1AA": NOWHERE, "": NOWHERE}


def test_a_postcode_that_nobody_knew_is_looked_up_again_at_the_next_publication() -> None:
    one, edition, placing = placed()
    publishing_areas.publish(one, timezone.now())
    before = publishing_areas.counts_of(one, placing)["ward"]
    signatures(one, 9)  # without a postcode there is nothing to look up
    counted(one)
    known = EditionPostcode.objects.filter(edition=edition).first()
    EditionPostcode.objects.create(
        edition=edition, postcode="AB1 1AA", easting_m=known.easting_m, northing_m=known.northing_m
    )
    publishing_areas.publish(one, timezone.now())
    after = publishing_areas.counts_of(one, placing)["ward"]
    assert after[""] == before[""] - 31 + 9
    assert sum(after.values()) == sum(before.values()) + 9


# --- paper, charts, the end


def test_paper_is_shown_apart_and_both_are_in_the_bar() -> None:
    publish()
    one = bare(counted=20_000)
    PaperBatch.objects.create(
        petition=one, received_on="2026-11-02", source="A", scan_reference="1", names=4_000, entered_by="a test"
    )
    page = Client().get(f"{HOME}{one.slug}/").text
    assert "20,000\xa0people" in page
    assert "and 4,000\xa0more on paper" in page
    assert "30% of the target" in page
    assert 'width="120.0"' in page
    assert 'x="120.0" width="24.0"' in page


def test_charts_hold_what_they_are_given() -> None:
    one = bare(title="<b>")
    assert "<b>" not in progress(one, counts.totals_of(one))
    day = timezone.now()
    assert history([(day, 5)]) == ""
    drawn = history([(day - timedelta(days=2), 0), (day - timedelta(days=1), 50), (day, 100)])
    assert "62.0,204.0 264.0,109.0 466.0,14.0" in drawn


def test_half_a_year_after_it_closed_nobody_is_known_and_every_number_stays() -> None:
    one, _, placing = placed()
    publishing_areas.publish(one, timezone.now())
    exact = publishing_areas.counts_of(one, placing)
    shown = {(each.kind, each.code): each.at_least for each in AreaTally.objects.all()}
    for petition in (one.pk, one.pk + 1):
        post(to="", subject="", text="", key=f"petition {petition} signature 1 1", by="")
    Message.objects.update(state="sent", sent_at=timezone.now())
    Petition.objects.update(state="closed", closed_at=timezone.now() - timedelta(days=184))
    call_command("retain")
    one.refresh_from_db()
    assert one.state == "anonymised"
    rows = Signature.objects.all()
    assert set(rows.values_list("name", "mail", "domain", "postcode", "address")) == {("", "", "", "", "")}
    assert rows.filter(mail_key__startswith="nobody ").count() == one.counted == rows.count()
    assert all(each.made_at.hour == 0 or each.made_at.hour == 23 for each in rows)
    left = [letter.key for letter in Message.objects.all()]
    assert left == [f"petition {one.pk + 1} signature 1 1"], "a letter says to the second when its signature was made"
    assert publishing_areas.counts_of(one, placing) == exact
    assert {(each.kind, each.code): each.at_least for each in AreaTally.objects.all()} == shown
    assert counting.recount(one).is_right
    assert Client().get(f"{HOME}{one.slug}/").status_code == 200


def test_a_petition_opens_and_closes_once_and_what_was_signed_stays_as_it_is() -> None:
    one, who = bare("draft"), officer()
    with pytest.raises(NotAllowed):
        course.open_it(one, by=person())
    course.open_it(one, by=who)
    with pytest.raises(course.Refused):
        course.open_it(one, by=who)
    one.refresh_from_db()
    with pytest.raises(course.Refused, match="signed it as it is"):
        course.change(one, {"asks": "Something else"}, by=who)
    course.change(one, {"target": 90_000}, by=who)
    course.close(one, by=who)
    with pytest.raises(course.Refused):
        course.close(one, by=who)
    one.refresh_from_db()
    assert (one.state, one.target, one.asks) == (
        "closed",
        90_000,
        "We ask the county council to bring back the meadows.",
    )


def test_the_example_is_labelled_made_once_and_only_of_an_invented_edition(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("SIGNED", 240), ("OUTSIDE", 9), ("TAKEN_OUT", 5), ("ASIDE", 2)):
        monkeypatch.setattr(example, name, number)
    with pytest.raises(SystemExit) as ended:
        call_command("example_petition", "kent-and-medway")
    assert ended.value.code == 12
    assert "no published edition that is an invented example" in capsys.readouterr().err
    publish()
    call_command("example_petition", "kent-and-medway")
    call_command("example_petition")
    one = Petition.objects.get()
    assert (one.is_example, one.counted, one.state) == (True, 240, "open")
    assert counting.recount(one).is_right
    assert one.hours.order_by("hour").last().counted == 240
    assert AreaTally.objects.exists()
    assert "This petition is an example" in Client().get(f"{HOME}{one.slug}/").text
    assert one.slug in capsys.readouterr().out
