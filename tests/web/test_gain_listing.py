"""A landowner lists a site, an officer looks at it, and only then does anybody else see it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.models import Event
from lnrs_web.audit.queries import done_to
from lnrs_web.boundaries.parcels import Note, parcel
from lnrs_web.delivery.actions import projects
from lnrs_web.gain_sites.actions import listing, review
from lnrs_web.gain_sites.facts import read
from lnrs_web.gain_sites.models import GainSite, Letter, Stock, Version
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.gain_sites.siting import sited
from lnrs_web.gain_sites.views import desk as desk_views
from lnrs_web.gain_sites.views import public as public_views
from lnrs_web.outbox.models import Message

from ..unit.edition_case import box
from . import deliveries
from .gains import (
    DESK,
    FACTS,
    HABITATS,
    MEADOW,
    NEUTRAL,
    OWN,
    REGISTER,
    allocated,
    browser,
    draft,
    line,
    public,
    reserved,
    stock_of,
)
from .people import ELSEWHERE, officer, person, signed_in
from .published import Page, publish
from .test_land_answer import words_of

pytestmark = pytest.mark.django_db


def problems(refused: pytest.ExceptionInfo[ListingRefused]) -> str:
    return "\n".join(f"{one.where}: {one.what} {one.do}" for one in refused.value.problems)


def test_the_whole_way_of_a_listing_by_its_pages() -> None:
    publish()
    owner, clerk = browser("landowner@example.org"), signed_in(officer())
    begun = owner.post(f"{OWN}list/kent-and-medway/", FACTS, follow=True)
    own = begun.redirect_chain[-1][0]
    assert "No boundary is given." in words_of(begun)
    corners = "605000 146100\n605400 146100\n605400 146500\n605000 146500"
    land = owner.post(f"{own}land/", {"way": "typed", "typed": corners})
    assert land.status_code == 302, words_of(land)
    size = GainSite.objects.get().versions.get().size_m2
    assert size == 160_000
    names = ("habitat", "condition", "work", "size", "units")
    for one in HABITATS:
        typed = dict(zip(names, one, strict=True)) | {"step": "add"}
        assert owner.post(f"{own}habitats/", typed).status_code == 302
    assert owner.post(f"{own}send/").status_code == 302
    assert "Long Field" not in Client().get(REGISTER).text, "nobody sees what waits"
    version = Version.objects.get()
    looked = clerk.get(f"{DESK}kent-and-medway/versions/{version.public_id}/")
    assert "The units were typed." in looked.text
    decided = clerk.post(looked.request["PATH_INFO"], {"answer": "agree", "seen": sent_stamp(version)})
    assert decided.status_code == 302
    site = GainSite.objects.get()
    listed, shown = Client().get(REGISTER), Client().get(f"{REGISTER}sites/{site.reference}/")
    assert "4.1 units of 4.1 available" in words_of(listed)
    assert NEUTRAL in shown.text
    for page in (listed.text, shown.text):
        assert "landowner@example.org" not in page
    assert [one.subject for one in Message.objects.filter(to="landowner@example.org")] == [
        f"Your gain site {site.reference} is public now"
    ]
    assert Message.objects.filter(to="officer@example.org", subject__startswith="A gain site waits").count() == 1
    acts = list(done_to(site.reference).values_list("what", flat=True))
    assert acts[0] == "begin gain site"
    assert acts[-2:] == ["send gain site", "publish gain site"]


def sent_stamp(version: Version) -> str:
    """What the officer's form says of when the version that they look at was sent."""
    version.refresh_from_db()
    assert version.sent_at
    return version.sent_at.isoformat()


def test_an_officer_agrees_to_what_they_looked_at_and_to_nothing_that_took_its_place() -> None:
    site, clerk = draft(publish()), signed_in(officer())
    assert site.owner
    version = listing.send(site, by=site.owner)
    page = f"{DESK}kent-and-medway/versions/{version.public_id}/"
    stamp = sent_stamp(version)
    assert f'name="seen" value="{stamp}"' in clerk.get(page).text
    listing.take_back(site, by=site.owner)
    listing.keep_habitats(site, [line(NEUTRAL, "Moderate", "created", "9", "40")], by=site.owner)
    listing.send(site, by=site.owner)
    late = clerk.post(page, {"answer": "agree", "seen": stamp})
    assert late.status_code == 400
    assert "It was sent anew since you looked at it." in words_of(late)
    with pytest.raises(ListingRefused, match="sent anew"):
        review.agree(version, by=officer())
    assert not Stock.objects.exists()
    assert clerk.post(page, {"answer": "agree", "seen": sent_stamp(version)}).status_code == 302
    assert Stock.objects.get().offered == 400_000


def test_officers_are_told_once_a_day_of_a_version_however_often_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, _ = publish(), officer()
    for one, do in ((draft(edition), listing), (deliveries.draft(edition), projects)):
        assert one.owner
        for second in range(4):
            monkeypatch.setattr(do, "now", lambda second=second: timezone.now() + timedelta(seconds=second))
            do.send(one, by=one.owner)
            do.take_back(one, by=one.owner)
        assert Message.objects.filter(subject__contains=one.reference).count() == 1


def test_what_a_listing_lacks_is_told_at_once_and_it_is_not_sent() -> None:
    edition = publish()
    who = person("landowner@example.org")
    site = listing.begin(edition.area, read(FACTS | {"stage": "registered"}), by=who)
    with pytest.raises(ListingRefused) as refused:
        listing.send(site, by=who)
    told = problems(refused)
    for where in (
        "land",
        "habitats",
        "surveyed_on",
        "national_reference",
        "agreement",
        "responsible_body",
        "secured_from",
    ):
        assert f"{where}:" in told
    assert Version.objects.get().state == "draft"
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("until", "enough"), [("2056-10-01", True), ("2056-09-30", False), ("2100-01-01", True), ("2027-01-01", False)]
)
def test_an_agreement_runs_for_thirty_years_at_least(until: str, enough: bool) -> None:
    edition = publish()
    site = draft(edition, agreement="conservation covenant", secured_from="2026-10-01", secured_until=until)
    assert site.owner
    if enough:
        assert listing.send(site, by=site.owner).state == "waiting"
    else:
        with pytest.raises(ListingRefused, match="less than 30 years"):
            listing.send(site, by=site.owner)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": " "}, "name: The site has no name."),
        ({"name": "x" * 81}, "name: It has more than 80 letters."),
        ({"stage": "x"}, "stage: You have not said how far"),
        ({"national_reference": "12"}, "national_reference: 12 is no reference"),
        ({"secured_from": "9990-01-01"}, "secured_from: The day from which the agreement holds: 9990-01-01 is not"),
        ({"surveyed_on": "1 May"}, "surveyed_on: The day of the survey: 1 May is not a date."),
        ({"character_area": "160"}, "character_area: 160 is no number"),
        ({"agreement": "a promise"}, "agreement: That is no kind"),
    ],
)
def test_facts_that_cannot_be_are_refused(typed: dict[str, str], told: str) -> None:
    with pytest.raises(ListingRefused) as refused:
        read(FACTS | typed)
    assert told in problems(refused)


def test_a_letter_that_postgresql_does_not_keep_is_left_out() -> None:
    site, who = public(publish()), browser("developer@example.org")
    asked = f"{OWN}ask/kent-and-medway/{site.reference}/"
    assert who.post(asked, {"text": "How\0 much?"}).status_code == 302
    assert Letter.objects.get().text == "How much?"
    assert Client().get(f"{REGISTER}certificates/", {"code": "A\0B"}).status_code == 404


def test_a_boundary_has_a_true_edge_within_the_area_each_piece_once() -> None:
    edition = publish()
    twice = [parcel("a", box(0, 0, 3, 3)), parcel("b", box(2, 2, 4, 4))]
    with pytest.raises(ListingRefused) as refused:
        sited(edition, [*twice, parcel("c", box(0, 0, 1, 1), (Note.AROUND,))], mend=False)
    told = problems(refused)
    assert "A circle is not the edge of a site." in told
    assert "a and b lie on one another" in told
    with pytest.raises(ListingRefused, match="lie outside Kent and Medway"):
        sited(edition, [parcel("far", box(-900_000, 0, -899_000, 10))], mend=False)
    many = [parcel(str(n), box(n % 8, n // 8, n % 8 + 0.5, n // 8 + 0.5)) for n in range(51)]
    with pytest.raises(ListingRefused, match="more than 50 parcels"):
        sited(edition, many, mend=False)


def test_whoever_adds_a_project_is_told_of_a_project_and_not_of_a_site() -> None:
    from lnrs_web.delivery.refused import ProjectRefused
    from lnrs_web.delivery.siting import sited as of_project

    edition = publish()
    around = [parcel(str(n), box(n % 8, n // 8, n % 8 + 0.5, n // 8 + 0.5), (Note.AROUND,)) for n in range(51)]
    for parcels in (around, [parcel("far", box(-900_000, 0, -899_000, 10))]):
        with pytest.raises(ProjectRefused) as refused:
            of_project(edition, parcels, mend=False)
        told = " ".join(f"{one.what} {one.do}" for one in refused.value.problems)
        assert "project" in told
        assert "site" not in told


def test_an_edge_that_crosses_itself_is_mended_only_if_its_owner_says_so() -> None:
    publish()
    owner = browser("landowner@example.org")
    own = owner.post(f"{OWN}list/kent-and-medway/", FACTS).headers["Location"]
    bow_tie = {"way": "typed", "typed": "605000 146100\n605400 146500\n605400 146100\n605000 146500"}
    answer = owner.post(f"{own}land/", bow_tie)
    assert answer.status_code == 400
    assert "crosses itself" in words_of(answer)
    assert Version.objects.get().size_m2 == 0
    assert owner.post(f"{own}land/", bow_tie | {"mend": "yes"}).status_code == 302
    assert Version.objects.get().size_m2 == 80_000


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("habitat,condition\na,b", "no column work, size, units"),
        (f"habitat,condition,work,size,units\n{NEUTRAL},Splendid,created,1,2", "Line 2: Grassland - Other neutral"),
        (f"habitat,condition,work,size,units\n{NEUTRAL},Good,created,1,1e3", "Line 2: the units cannot be read."),
        (f"habitat,condition,work,size,units\n{NEUTRAL},Good,made,1,2", "neither created nor enhanced"),
        (f"habitat,condition,work,size,units\n{NEUTRAL},Good,created,1,13.9", "has at most 13.8 units"),
        ("habitat,condition,work,size,units\nFairy ring,Good,created,1,2", "no habitat Fairy ring"),
        ("habitat,condition,work,size,units\ngrassland,Good,created,1,2", "may be several"),
    ],
)
def test_a_table_of_habitats_is_taken_whole_or_not_at_all(table: str, told: str) -> None:
    publish()
    owner = browser("landowner@example.org")
    own = owner.post(f"{OWN}list/kent-and-medway/", FACTS).headers["Location"]
    good = f"\n{NEUTRAL},Good,created,1,2"
    file = SimpleUploadedFile("a.csv", (table + good).encode())
    answer = owner.post(f"{own}habitats/", {"step": "table", "table": file})
    assert answer.status_code == 400
    assert told in words_of(answer)
    assert not Version.objects.get().lines.exists()


def test_a_table_takes_the_place_of_what_was_listed_and_a_line_can_be_taken_out() -> None:
    edition = publish()
    site = draft(edition)
    owner = browser("landowner@example.org")
    table = f"Units,size,work,condition,habitat\n2.00019,1,created,Good,{NEUTRAL}\n".replace("2.00019", "2.0001")
    own = f"{OWN}sites/{site.public_id}/habitats/"
    table += f"0.5,0.4,enhanced,Moderate,{MEADOW}\n"
    assert owner.post(own, {"step": "table", "table": SimpleUploadedFile("a.csv", table.encode())}).status_code == 302
    assert [(one.units, one.size) for one in Version.objects.get().lines.all()] == [(20_001, 10_000), (5_000, 4_000)]
    owner.post(own, {"step": "out-1"})
    assert [one.habitat for one in Version.objects.get().lines.all()] == [MEADOW]


def test_what_is_public_stays_until_an_officer_agrees_to_the_next_version() -> None:
    edition = publish()
    site = public(edition)
    assert site.owner
    listing.keep_facts(site, read(FACTS | {"name": "Short Field"}), by=site.owner)
    assert "Long Field" in Client().get(REGISTER).text
    sent = listing.send(site, by=site.owner)
    review.send_back(sent, "Say which field.", by=officer())
    assert "Long Field" in Client().get(REGISTER).text
    assert "Say which field." in browser("landowner@example.org").get(f"{OWN}sites/{site.public_id}/").text
    listing.keep_facts(site, read(FACTS | {"name": "Field by the mill"}), by=site.owner)
    review.agree(listing.send(site, by=site.owner), by=officer())
    page = Client().get(f"{REGISTER}sites/{site.reference}/").text
    assert "Field by the mill" in page
    assert "Long Field" not in page
    assert list(site.versions.values_list("number", "state")) == [(1, "replaced"), (2, "returned"), (3, "shown")]
    assert [one.units for one in site.versions.get(number=3).lines.all()] == [41_000]


def test_a_version_cannot_offer_less_than_others_hold() -> None:
    edition = publish()
    site = public(edition)
    assert site.owner
    reserved(stock_of(site), 30_000)
    listing.keep_habitats(site, [line(NEUTRAL, "Moderate", "created", "1", "2.9999")], by=site.owner)
    sent = listing.send(site, by=site.owner)
    with pytest.raises(ListingRefused, match="are held by others already"):
        review.agree(sent, by=officer())
    listing.take_back(site, by=site.owner)
    listing.keep_habitats(site, [line(NEUTRAL, "Moderate", "created", "1", "3")], by=site.owner)
    review.agree(listing.send(site, by=site.owner), by=officer())
    assert stock_of(site).available == 0


def test_the_stock_is_the_sum_of_its_lines_however_they_are_split() -> None:
    edition = publish()
    whole = public(edition, lines=[(NEUTRAL, "Good", "created", "3", "7.0001")])
    split = [(NEUTRAL, "Good", "created", "1", "2.3333"), (NEUTRAL, "Good", "created", "2", "4.6668")]
    parts = public(edition, lines=split, at=(6, 6, 8, 8))
    assert stock_of(whole).offered == stock_of(parts).offered == 70_001


def test_nobody_looks_at_their_own_listing() -> None:
    edition = publish()
    clerk = officer()
    sent = listing.send(draft(edition, owner=clerk), by=clerk)
    with pytest.raises(ListingRefused, match="This listing is your own"):
        review.agree(sent, by=clerk)
    with pytest.raises(NotAllowed):
        review.agree(sent, by=officer(ELSEWHERE, "elsewhere@example.org"))
    assert not Stock.objects.exists()


def test_nobody_changes_what_another_lists() -> None:
    edition = publish()
    site = public(edition)
    other = person("other@example.org")
    for act in (
        lambda: listing.keep_facts(site, read(FACTS), by=other),
        lambda: listing.send(site, by=other),
        lambda: listing.take_back(site, by=other),
        lambda: listing.withdraw(site, "because", by=other),
        lambda: listing.take_out_habitat(site, 1, by=other),
    ):
        with pytest.raises(ListingRefused, match="another person"):
            act()
    for who in (other, officer(ELSEWHERE, "elsewhere@example.org")):
        with pytest.raises(NotAllowed):
            listing.withdraw(site, "because", by=who, as_officer=True)
    client = signed_in(other)
    for part in ("", "facts/", "land/", "habitats/"):
        assert client.get(f"{OWN}sites/{site.public_id}/{part}").status_code == 404
    for part in ("send/", "take-back/", "withdraw/"):
        assert client.post(f"{OWN}sites/{site.public_id}/{part}").status_code == 404


def test_a_site_that_is_withdrawn_offers_nothing_and_keeps_what_was_allocated() -> None:
    edition = publish()
    site = public(edition)
    owner = browser("landowner@example.org")
    assert owner.post(f"{OWN}sites/{site.public_id}/withdraw/", {"because": " "}).status_code == 400
    held = reserved(stock_of(site))
    answer = owner.post(f"{OWN}sites/{site.public_id}/withdraw/", {"because": "Sold"})
    assert "Units of it are reserved." in words_of(answer)
    owner.post(f"{OWN}reservations/{held.public_id}/", {"because": "Sold"})
    assert owner.post(f"{OWN}sites/{site.public_id}/withdraw/", {"because": "Sold"}).status_code == 302
    assert site.reference not in Client().get(REGISTER).text
    assert "Withdrawn on" in Client().get(f"{REGISTER}sites/{site.reference}/").text
    with pytest.raises(ListingRefused, match="offers no units"):
        reserved(stock_of(site))


def test_a_survey_of_more_than_two_years_is_shown_as_old(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = publish()
    day = date(2026, 6, 1)
    site = public(edition, stage="surveyed", surveyed_on=day.isoformat())
    for later, old in ((730, False), (731, True)):
        monkeypatch.setattr("lnrs_web.gain_sites.views.public.today", lambda: day + timedelta(days=later))  # noqa: B023
        page = Client().get(f"{REGISTER}sites/{site.reference}/").text
        assert ("More than two years old" in page) is old


def test_the_database_refuses_a_second_public_version() -> None:
    edition = publish()
    site = public(edition)
    assert site.owner
    listing.keep_facts(site, read(FACTS), by=site.owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(site=site, number=2).update(state="shown")


def test_officers_see_nothing_of_a_listing_before_it_is_sent() -> None:
    edition, clerk = publish(), signed_in(officer())
    unsent = draft(edition, name="Secret Field")
    site = public(edition, name="Long Field")
    assert site.owner
    listing.keep_facts(site, read(FACTS | {"name": "Secret Meadow"}), by=site.owner)
    deliveries.draft(edition, name="Secret Hedges")
    for address in (DESK, deliveries.DESK, "/desk/audit/"):
        assert "Secret" not in clerk.get(address).text, address
    page = clerk.get(DESK).text
    assert f"{site.reference} Long Field" in page
    assert unsent.owner
    listing.send(unsent, by=unsent.owner)
    assert "Secret Field" in clerk.get(DESK).text


def test_when_the_account_goes_what_nobody_saw_goes_and_what_is_public_stays() -> None:
    edition = publish()
    site = public(edition)
    draft(edition)
    held = reserved(stock_of(site), by=person("landowner@example.org"))
    owner = browser("landowner@example.org")
    assert owner.post("/account/delete/").status_code == 302
    assert [one.reference for one in GainSite.objects.all()] == [site.reference]
    held.refresh_from_db()
    assert (held.state, held.person, stock_of(site).reserved) == ("given up", None, 0)
    assert "Long Field" in Client().get(REGISTER).text


def test_every_page_of_the_register_is_well_formed_and_says_where_it_is() -> None:
    edition = publish()
    site = public(edition)
    for path in ("", "find/", "allocations/", "certificates/", f"sites/{site.reference}/"):
        page = Page(Client().get(REGISTER + path).text)
        assert page.count("h1") == 1
        ids = page.all("id")
        assert len(ids) == len(set(ids)), path
    assert Event.objects.filter(area=edition.area_id).exists()


def test_lists_of_sites_ask_as_many_questions_for_many_sites_as_for_one() -> None:
    edition = publish()
    clerk, owner = signed_in(officer()), browser("landowner@example.org")
    pages = [(Client(), REGISTER), (clerk, DESK), (owner, OWN), (Client(), f"{REGISTER}allocations/")]
    pages += [(Client(), f"{REGISTER}find/?units=1&habitat=other+neutral+grassland&place=605200,+146200")]
    pages += [(Client(), f"{REGISTER}sites.{form}") for form in ("csv", "geojson")]
    asked = []
    for number in (1, 4):
        for _ in range(number):
            allocated(stock_of(public(edition)), 1)
        for who, address in pages:
            who.get(address)  # what is kept of an edition is kept from then on
        counts = []
        for who, address in pages:
            with CaptureQueriesContext(connection) as found:
                assert who.get(address).status_code == 200
            counts.append(len(found))
        asked.append(counts)
    assert asked[0] == asked[1]


def test_lists_of_sites_are_on_pages_and_the_map_and_the_table_have_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_views, "ON_A_PAGE", 2)
    monkeypatch.setattr(desk_views, "ON_A_PAGE", 2)
    edition = publish()
    made = [public(edition, name=f"Field {number}") for number in range(3)]
    for one in made:
        allocated(stock_of(one), 1)
    refs, reader = [one.reference for one in made], Client()
    links = [f'href="/kent-and-medway/bng/sites/{one}/"' for one in refs]
    first, last = (reader.get(f"{REGISTER}?habitat=neutral&p={page}").text for page in (1, 2))
    assert [[link in page for link in links] for page in (first, last)] == [[True, True, False], [False, False, True]]
    assert "3\xa0sites found" in first
    assert "habitat=neutral&amp;p=2" in first
    assert all(one in first.split("<details")[0] for one in refs)  # on the map
    rows = reader.get(f"{REGISTER}sites.csv?habitat=neutral&p=2").getvalue().decode()
    assert all(one in rows for one in refs)
    desk = signed_in(officer())
    assert [[f"{one} Field" in desk.get(f"{DESK}?p={page}").text for one in refs] for page in (1, 2)] == [
        [True, True, False],
        [False, False, True],
    ]
    shown = [reader.get(f"{REGISTER}allocations/?p={page}").text for page in (1, 2)]
    assert [[one in page for one in refs] for page in shown] == [[False, True, True], [True, False, False]]
