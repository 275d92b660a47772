"""Briefings: made for every place at once, two pages each, read by everyone, mailed to whoever said yes."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import pypdf
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lnrs.document.pdf import render_pdf
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.briefings import maps, paper, said
from lnrs_web.briefings.actions import bringing_in, making, subscribing
from lnrs_web.briefings.facts import all_facts
from lnrs_web.briefings.grounds import grounds_of
from lnrs_web.briefings.models import Boundary, Briefing, Decider, Run, Subscription
from lnrs_web.briefings.refused import BriefingRefused
from lnrs_web.briefings.words import NO_PROJECT, delivered_told, petition_told, petitions_left
from lnrs_web.editions.models import Edition, Site, Zone
from lnrs_web.engagement.models import Contribution, Location
from lnrs_web.moderation.models import Code, Coding
from lnrs_web.outbox import jobs
from lnrs_web.outbox.mailboxes import MOST_LETTERS
from lnrs_web.outbox.models import Message

from ..unit.edition_case import box, point
from . import deliveries
from .briefed import DESK, PAGES, made
from .people import ELSEWHERE, KENT, officer, signed_in
from .petitions import bare
from .published import publish
from .saying import activity

pytestmark = pytest.mark.django_db
A4_PT = (595, 842)


def facts_of(edition: Edition) -> dict[str, dict[str, Any]]:
    """The facts of every place, by kind and code."""
    grounds = grounds_of(edition)
    return {f"{one.kind} {one.code}": facts for one, facts in zip(grounds, all_facts(edition, grounds), strict=True)}


def test_every_ward_district_and_constituency_is_briefed_with_the_hectares_of_plain_shapely() -> None:
    edition = publish()
    found = facts_of(edition)
    assert set(found) == {"ward W1", "ward W2", "district E1", "district E2", "constituency C1"}
    sites = shapely.union_all([one.shape for one in Site.objects.filter(edition=edition)])
    for zone in Zone.objects.filter(edition=edition).exclude(kind="parish"):
        facts = found[f"{zone.kind} {zone.code}"]
        assert facts["size_ha"] == pytest.approx(zone.shape.area / 10_000, abs=1e-3)
        assert facts["important_ha"] == pytest.approx(sites.intersection(zone.shape).area / 10_000, abs=1e-3)
    assert {one["name"] for one in found["ward W1"]["sites"]} >= {"Example Meadow", "Example Wood"}
    assert found["district E2"]["sites"] == []


def test_what_is_said_of_wards_adds_up_to_the_whole() -> None:
    """The case's two wards share out its one constituency."""
    found = facts_of(publish())
    for name in ("important_ha", "become_ha", "mapped_ha"):
        whole = found["constituency C1"][name]
        assert found["ward W1"][name] + found["ward W2"][name] == pytest.approx(whole, abs=1e-3)
        assert whole > 0


def test_projects_count_where_they_lie_each_hectare_once() -> None:
    edition = publish()
    deliveries.public(edition, at=((4, 1, 8, 5),))  # eight fields in each ward
    deliveries.public(edition, at=((4, 1, 8, 5),), status="planned", ends_on="2100-01-01")
    found = facts_of(edition)
    for ward in ("ward W1", "ward W2"):
        assert found[ward]["delivery"] == {"planned_ha": 0, "under_way_ha": 0, "delivered_ha": pytest.approx(8)}
        assert found[ward]["project_count"] == 2


def contributions(edition: Edition, count: int, at: tuple[float, float] = (2.0, 2.0)) -> None:
    """Published contributions about a point of the case's land, all of them about ponds."""
    asked = activity(edition)
    code, _ = Code.objects.get_or_create(activity=asked, slug="ponds", defaults={"name": "Ponds", "made_by": "x"})
    for _number in range(count):
        one = Contribution.objects.create(
            activity=asked, question_set=asked.question_sets.get(), state=Contribution.State.PUBLISHED, may_publish=True
        )
        Location.objects.create(contribution=one, kind="point", wkb=shapely.to_wkb(shapely.Point(point(*at))))
        Coding.objects.create(contribution=one, code=code, by="x")


@pytest.mark.parametrize(
    ("count", "told", "themes"), [(0, 0, []), (4, None, []), (5, 5, [{"name": "Ponds", "count": 5}])]
)
def test_a_number_of_people_below_five_is_not_told(count: int, told: int | None, themes: list) -> None:
    edition = publish()
    contributions(edition, count)
    here = facts_of(edition)
    assert here["ward W1"]["said"] == {"count": told, "themes": themes}
    assert here["ward W2"]["said"] == {"count": 0, "themes": []}
    assert said.shown(count) == told


def test_what_is_not_published_and_what_names_a_whole_district_is_not_counted() -> None:
    edition = publish()
    contributions(edition, 6)
    Contribution.objects.filter(pk__in=Contribution.objects.values("pk")[:1]).update(may_publish=False)
    Location.objects.filter(pk__in=Location.objects.order_by("-pk").values("pk")[:1]).update(kind="zone")
    assert facts_of(edition)["ward W1"]["said"]["count"] is None  # four are left


def test_the_worker_makes_two_tagged_pages_of_a4_for_each_and_all_of_them_in_an_archive() -> None:
    edition = publish()
    deliveries.public(edition)
    run = made(edition)
    assert Client().get(PAGES).status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(Client().get(f"{PAGES}all.zip").streaming_content)))
    assert sorted(archive.namelist())[-1] == "ward/ward-wye-downs-w1.pdf"
    assert len(archive.namelist()) == run.briefings.count() == 5
    for name in archive.namelist():
        read = pypdf.PdfReader(io.BytesIO(archive.read(name)))
        assert len(read.pages) == 2, name
        assert all((round(page.mediabox.width), round(page.mediabox.height)) == A4_PT for page in read.pages)
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
        text = "".join(page.extract_text() for page in read.pages)
        for words in ("What is here", "What could be", "What people said", "What is being delivered", "Who decides"):
            assert words in text
        assert edition.name in text


def full(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts with as much of everything as there can be, and the longest names."""
    name = "Very long name of a place that goes on " * 5
    row = {"name": name, "kind": "Site of Special Scientific Interest", "ref": "GL1.1", "lead": name, "ha": 1234.5}
    row |= {"status": "under way"}
    people = [{"name": "Example Councillor of a Long Name", "office": "Councillor, " + "Example Council " * 8}] * 40
    petition = {"title": "Nature " * 20, "together": 12_345, "target": 80_000, "here": "1,250 or a few more"}
    more = {"sites": [row] * 6, "measures": [row] * 6, "projects": [row] * 6, "petitions": [petition] * 2}
    more |= {"kinds": [row] * 9, "habitats": [row] * 6, "site_count": 9999, "measure_count": 99, "project_count": 99}
    said_ = {"count": 12_345, "themes": [{"name": "A theme of a long name " * 5, "count": 1234}] * 4}
    return facts | more | {"said": said_, "decides": {"people": people, "office": "x"}}


def test_however_much_there_is_to_say_it_is_two_pages() -> None:
    edition = publish()
    facts = full(facts_of(edition)["ward W1"])
    address = "https://nature.example.org/kent-and-medway/briefings/ward/W1/"
    ground = next(one for one in grounds_of(edition) if one.code == "W1")
    drawn = maps.of_place(edition, ground, facts)
    whole = render_pdf(paper.document(edition, ground, facts, edition.as_of, address, rows=6))
    assert paper.pages_of(whole) > 2  # so that there is something to leave out
    assert paper.pages_of(paper.as_pdf(edition, ground, facts, edition.as_of, address, drawn)) == 2


def test_what_broke_off_goes_on_with_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = publish()
    run = making.ask(edition, by=officer())
    with pytest.raises(BriefingRefused):
        making.ask(edition, by=officer())
    right, calls = making.pdf_of, []

    def breaks(run: Run, briefing: Briefing) -> bytes:
        calls.append(briefing.code)
        if len(calls) == 3:
            raise OSError("the disk is full")
        return right(run, briefing)

    monkeypatch.setattr(making, "pdf_of", breaks)
    jobs.do_next("a test")
    run.refresh_from_db()
    assert (run.state, run.trouble) == ("working", "OSError")
    assert Client().get(f"{PAGES}all.zip").status_code == 404
    page = signed_in(officer()).get(DESK).text
    assert "2 of 5" in page
    making.make_briefings.call(str(run.public_id))
    run.refresh_from_db()
    assert run.state == "done"
    assert len(calls) == 3 + 3  # two were made before, and are not made again
    assert making.make_briefings.call(str(run.public_id)) == "done"


def test_a_briefing_says_on_a_screen_what_it_says_on_paper() -> None:
    edition = publish()
    deliveries.public(edition)
    made(edition)
    page = Client().get(f"{PAGES}ward/W1/").text
    for words in (
        "Map of Wye Downs",
        "Example Meadow",
        "Hedges at Mill Farm",
        "the council of West",
        "Local Nature Reserve",
    ):
        assert words in page
    assert Client().get(f"{PAGES}ward/W9/").status_code == 404
    assert "Wye Downs" in Client().get(f"{PAGES}?name=downs").text
    assert "No place has such a name" in Client().get(f"{PAGES}?name=atlantis").text


def test_a_place_whose_only_project_stopped_is_not_said_to_have_none() -> None:
    edition = publish()
    deliveries.public(edition, status="stopped")
    facts = facts_of(edition)["ward W1"]
    assert facts["project_count"] == 1
    assert delivered_told(facts) == "No land counts: what stopped counts nothing."
    assert delivered_told(facts | {"projects": []}) == NO_PROJECT


def test_names_of_those_who_decide_are_brought_in_whole_or_not_at_all() -> None:
    edition = publish()
    desk = signed_in(officer())
    table = b'kind,code,name,office\nward,W1,Ada Example,"Councillor, Example Council"\nward,W1,Bo Example,Councillor\n'
    sent = {"step": "name", "area": "kent-and-medway", "table": SimpleUploadedFile("a.csv", table)}
    assert desk.post(DESK, sent).status_code == 302
    made(edition)
    assert "Ada Example, Councillor, Example Council" in Client().get(f"{PAGES}ward/W1/").text
    wrong = SimpleUploadedFile("a.csv", b"kind,code,name,office\nstreet,W1,,x\n")
    answer = desk.post(DESK, sent | {"table": wrong})
    assert answer.status_code == 400
    assert "Line 2: name, kind cannot be used" in answer.text
    assert Decider.objects.count() == 2


def test_an_officer_elsewhere_makes_and_mails_nothing_here() -> None:
    edition = publish()
    other = officer(ELSEWHERE, "elsewhere@example.org")
    with pytest.raises(NotAllowed):
        making.ask(edition, by=other)
    run = made(edition)
    with pytest.raises(NotAllowed):
        subscribing.mail(run, by=other)


def link_in(message: Message, word: str) -> str:
    found = re.search(rf"https?://[^/]+(/briefings/{word}/\S+)", message.text)
    assert found
    return found[1]


def test_a_councillor_says_yes_by_the_link_and_has_it_by_mail_and_ends_it_by_one_button() -> None:
    edition = publish()
    run = made(edition)
    client = Client()
    assert client.post(f"{PAGES}ward/W1/", {"email": "nobody"}).status_code == 400
    for _ in range(2):  # twice asked is once subscribed, and one mail a day
        assert "Look into your mail" in client.post(f"{PAGES}ward/W1/", {"email": "Ada@Example.org"}).text
    [asked] = Message.objects.filter(to="ada@example.org")
    assert subscribing.mail(Run.objects.get(pk=run.pk), by=officer()) == 0  # nobody has said yes yet
    yes = link_in(asked, "yes")
    assert client.get(yes).status_code == 200
    assert Subscription.objects.get().proven_at is None  # a program that follows links says nothing
    assert client.post(yes).status_code == 400
    assert Subscription.objects.get().proven_at is None
    client.post(yes, {"step": "agree"})
    Run.objects.update(mailed_at=None)
    assert subscribing.mail(Run.objects.get(pk=run.pk), by=officer()) == 1
    with pytest.raises(BriefingRefused):
        subscribing.mail(Run.objects.get(pk=run.pk), by=officer())
    sent = Message.objects.get(key__startswith=f"briefing {run.public_id}")
    assert "/kent-and-medway/briefings/ward/W1.pdf" in sent.text
    no_more = link_in(sent, "no-more")
    assert sent.unsubscribe.endswith(no_more)
    assert client.get(no_more).status_code == 200
    assert client.post(no_more, {"step": "agree"}).status_code == 400
    assert not client.cookies
    assert Subscription.objects.exists()
    program = Client(enforce_csrf_checks=True)  # a mail program has no cookie of the site's
    assert program.post(no_more, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert client.get(no_more).status_code == 404
    assert client.get("/briefings/yes/made-up:signature/").status_code == 404


def test_whoever_opens_the_link_reads_of_which_place_it_is_and_finds_the_way_on() -> None:
    """On a telephone the page of a link is where a councillor arrives: it was a question about no place, and no way."""
    made(publish())
    client = Client()
    client.post(f"{PAGES}ward/W1/", {"email": "ada@example.org"})
    yes = link_in(Message.objects.get(to="ada@example.org"), "yes")
    name = Briefing.objects.get(kind="ward", code="W1").name
    asked = client.get(yes).text
    assert f"Do you want the briefing on {name} by mail?" in asked
    done = client.post(yes, {"step": "agree"}, follow=True).text
    assert f"You will have the briefing on {name} by mail" in done
    for shown in (asked, done):
        assert f'href="{PAGES}ward/W1/"' in shown
    again = client.get(yes).text
    assert "You have said yes already" in again
    assert "<button" not in again.partition("<main")[2]
    assert 'href="/"' in client.get("/briefings/yes/made-up:signature/").text.partition("<main")[2]


def test_a_briefing_leads_to_the_petition_and_to_what_people_said_and_its_list_is_written_well() -> None:
    petition = bare()
    made(publish())
    shown = Client().get(f"{PAGES}ward/W1/").text
    assert f'href="/kent-and-medway/petition/{petition.slug}/"' in shown
    assert 'href="/kent-and-medway/have-your-say/"' in shown
    assert 'href="/kent-and-medway/delivery/"' in shown
    assert "Read it and sign" in shown
    type(petition).objects.filter(pk=petition.pk).update(state="closed", closed_at=timezone.now())
    shown = Client().get(f"{PAGES}ward/W1/").text
    assert "Read it</a>" in shown  # a petition that closed since cannot be signed
    listed = Client().get(PAGES).text
    assert "1\xa0constituency" in listed
    assert f'href="{PAGES}"' in Client().get("/kent-and-medway/").text.partition("<main")[2]
    place = Client().get("/kent-and-medway/places/ward/W1/").text
    assert f'href="{PAGES}?name=' in place


def agreed(code: str = "W1", email: str = "ada@example.org") -> Subscription:
    """Somebody who said yes."""
    return Subscription.objects.create(area_id=KENT, kind="ward", code=code, email=email, proven_at=timezone.now())


def quick(edition: Edition) -> Run:
    """The briefings of a run without their documents."""
    run = Run.objects.create(area=edition.area, edition=edition, on=edition.as_of, asked_by="a test", state="done")
    making.set_down(run)
    return run


def test_only_the_briefings_that_were_made_last_are_mailed() -> None:
    edition = publish()
    old, new = quick(edition), quick(edition)
    agreed()
    with pytest.raises(BriefingRefused, match="Newer briefings"):
        subscribing.mail(old, by=officer())
    page = signed_in(officer()).get(DESK).text
    assert page.count('value="mail"') == 1
    assert str(new.public_id) in page
    assert str(old.public_id) not in page
    assert subscribing.mail(new, by=officer()) == 1


def test_two_who_have_briefings_made_at_once_wait_for_one_another() -> None:
    """SQLite has one writer anyway; on PostgreSQL the row of the area is held before runs are looked at."""
    edition, who = publish(), officer()
    with CaptureQueriesContext(connection) as asked:
        making.begin(edition, by=who.email)
    tables = [found[1] for one in asked if (found := re.search(r'FROM "(\w+)"', one["sql"]))]
    assert tables.index("areas_strategyarea") < tables.index("briefings_run")


def test_whoever_ends_briefings_gets_none_that_wait_and_no_mail_keeps_the_address() -> None:
    edition = publish()
    run = quick(edition)
    Client().post(f"{PAGES}ward/W1/", {"email": "ada@example.org"})
    Message.objects.update(state=Message.State.SENT)
    ada, other = Subscription.objects.get(), agreed("W2")
    subscribing.agree(ada)
    subscribing.mail(run, by=officer())
    page = Client().post(f"/briefings/no-more/{subscribing.token_of(ada)}/", {"step": "end"}, follow=True).text
    assert "what was waiting is not sent" in page
    asked, hers = Message.objects.get(key__contains="asked"), Message.objects.get(key__endswith=f"{ada.public_id}")
    assert (asked.state, asked.to, asked.text) == (Message.State.SENT, "", "")
    assert (hers.state, hers.to, hers.text, hers.unsubscribe) == (Message.State.HELD_BACK, "", "", "")
    assert Message.objects.get(key__endswith=f"{other.public_id}").to == "ada@example.org"


def test_who_never_says_yes_is_forgotten_and_so_is_who_was_asked() -> None:
    quick(publish())
    Client().post(f"{PAGES}ward/W1/", {"email": "ada@example.org"})
    Message.objects.update(state=Message.State.SENT)
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=15))
    call_command("retain")
    assert not Subscription.objects.exists()
    assert set(Message.objects.values_list("to", "text")) == {("", "")}


def test_a_mailbox_is_asked_five_times_a_day_at_most_and_the_page_does_not_tell() -> None:
    quick(publish())
    places = ("ward/W1", "ward/W2", "district/E1", "district/E2", "constituency/C1", "ward/W1")
    for number, place in enumerate(places):
        mail = "a.da@gmail.com" if number % 2 else f"Ada+{number}@GoogleMail.com"
        assert "Look into your mail" in Client().post(f"{PAGES}{place}/", {"email": mail}).text
    Client().post(f"{PAGES}ward/W1/", {"email": "a.da+6@gmail.com"})
    assert Message.objects.count() == Subscription.objects.count() == MOST_LETTERS == 5
    Client().post(f"{PAGES}ward/W1/", {"email": "bo@example.org"})
    assert Message.objects.count() == 6
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=1))
    Client().post(f"{PAGES}ward/W1/", {"email": "a.da+6@gmail.com"})
    assert Message.objects.count() == 7


def test_a_mail_service_ends_briefings_of_many_readers_from_one_network(settings) -> None:
    settings.LIMITS = 1
    quick(publish())
    for number in range(15):
        token = subscribing.token_of(agreed(email=f"a{number}@example.org"))
        answer = Client().post(f"/briefings/no-more/{token}/", {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200, number
    assert not Subscription.objects.exists()


def test_a_petition_that_closed_and_others_than_the_newest_are_told() -> None:
    for slug, state in (("one", "open"), ("two", "closed"), ("three", "open")):
        bare(state, slug=slug, title=slug, opened_at=timezone.now())
    facts = facts_of(publish())["ward W1"]
    told = [petition_told(one) for one in facts["petitions"]]
    assert [one.endswith("; closed.") for one in told] == [False, True]
    assert petitions_left(facts) == "The newest of 3\xa0petitions."
    assert petitions_left(facts | {"petition_count": 2}) == ""


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet"])
def test_boundaries_come_in_from_each_kind_of_file_and_are_briefed(tmp_path: Path, ending: str) -> None:
    edition = publish()
    frame = gpd.GeoDataFrame(
        {"CED": ["D1", "D2", "D2"], "CEDNM": ["North", "South", "South"]},
        geometry=[box(0, 5, 15, 10), box(0, 0, 8, 5), box(8, 0, 15, 5)],
        crs=27700,
    )
    file = tmp_path / f"divisions.{ending}"
    if ending == "parquet":
        frame.to_parquet(file)
    else:
        frame.to_crs(4326 if ending == "geojson" else 27700).to_file(file)
    asked = {"area": "kent-and-medway", "kind": "division", "code": "CED", "name": "CEDNM"}
    call_command("import_boundaries", str(file), **asked)
    found = facts_of(edition)
    assert found["division D2"]["size_ha"] == pytest.approx(75, rel=1e-3)
    assert "county councillor for South" in found["division D2"]["decides"]["office"]
    assert "ward W1" in found  # of other kinds the edition's own are used
    call_command("import_boundaries", str(file), **(asked | {"kind": "ward"}))
    assert "ward W1" not in facts_of(edition)


def test_what_is_wrong_with_boundaries_is_told_and_nothing_comes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish()
    file = tmp_path / "wards.gpkg"
    gpd.GeoDataFrame({"code": ["A", "A"], "name": ["x", "y"]}, geometry=[box(0, 0, 1, 1)] * 2, crs=27700).to_file(file)
    asked = {"area": "kent-and-medway", "kind": "ward", "code": "code", "name": "name"}
    for given, wrong, code in (
        (file, "has 2 names", 11),
        (tmp_path / "none.gpkg", "is not there", 12),
        (Path(__file__), "cannot be read as boundaries", 11),
    ):
        with pytest.raises(SystemExit) as ended:
            call_command("import_boundaries", str(given), **asked)
        assert ended.value.code == code
        assert wrong in capsys.readouterr().err
    with pytest.raises(SystemExit):
        call_command("import_boundaries", str(file), **(asked | {"code": "WD24CD"}))
    assert "has no column WD24CD" in capsys.readouterr().err
    assert not Boundary.objects.exists()


def test_several_problems_of_a_table_are_told_together() -> None:
    with pytest.raises(BriefingRefused) as refused:
        bringing_in.read_deciders(b"kind,code,name,office\n,,,\nward,W1,Ada,\n")
    assert [one.what.partition(":")[0] for one in refused.value.problems] == ["Line 2", "Line 3"]
