"""30 by 30 on the site: officers assess, everyone reads, the public suggests."""

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
import shapely
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from lnrs.thirty_by_thirty.candidates import Answer
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.models import Event
from lnrs_web.config.clock import today
from lnrs_web.editions.models import Site
from lnrs_web.outbox.models import Message
from lnrs_web.strategy.here import area_shape
from lnrs_web.thirty_by_thirty import actions, desk_views, suggesting
from lnrs_web.thirty_by_thirty.account import account_of, summary_of
from lnrs_web.thirty_by_thirty.models import Assessment, Candidate, Suggestion

from ..unit.edition_case import box
from .people import ELSEWHERE, holder, officer, person, signed_in
from .published import AREA, Page, publish
from .test_land_answer import words_of
from .thirty import MEADOW, SINCE, passed, suggested, taken

pytestmark = pytest.mark.django_db

PUBLIC = AREA + "30-by-30/"
DESK = "/desk/30-by-30/"
OF_KENT = DESK + "kent-and-medway/"


def answers(**more: str) -> dict[str, str]:
    """A form that passes all three tests."""
    said = {"step": "assess"}
    for test in ("purpose", "protection", "management"):
        said |= {test: "yes", f"{test}_since": "2024-04-01", f"{test}_until": "", f"{test}_evidence": "Deed 12"}
    return said | more


def read(address: str) -> str:
    return words_of(Client().get(address))


def test_an_area_without_candidates_says_so() -> None:
    publish()
    assert "Nothing has been assessed yet" in read(PUBLIC)
    assert "0%" in read(PUBLIC)


def test_an_officer_is_told_at_once_by_how_much_the_county_s_account_moved() -> None:
    one = taken(publish())[MEADOW]
    assert "No National Landscape or National Park is among the candidates" in read(PUBLIC)
    client = signed_in(officer())
    page = f"{DESK}candidates/{one.public_id}/"
    assert "Saved." not in words_of(client.get(page))
    done = words_of(client.post(page, answers(), follow=True))
    assert "Saved. 4.0 ha more of Kent and Medway counts." in done
    assert "4.0 ha, 2.7% of its land" in done
    assert "Saved." not in words_of(client.get(page))
    undone = next(answer.pk for answer in one.assessments.all())
    done = words_of(client.post(page, {"step": "undo", "answer": undone}, follow=True))
    assert "Saved. 4.0 ha less of Kent and Medway counts." in done


def test_candidates_are_found_at_the_desk_by_name_and_by_how_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """A county has hundreds: the forms below them were out of reach, and one among them hard to find."""
    found = taken(publish())
    passed(found[MEADOW])
    [other] = [name for name in found if name != MEADOW]
    client = signed_in(officer())

    def rows(query: str) -> set[str]:
        table = client.get(f"{OF_KENT}?{query}").text.partition('id="list"')[2].partition("</table>")[0]
        return {name for name in found if name in table.partition("<tbody")[2]}

    assert rows("") == {MEADOW, other}
    assert rows("stands=counts") == {MEADOW}
    assert rows("stands=could") == {other}
    assert rows(f"name={MEADOW.lower()}") == {MEADOW}
    assert "No candidate is called that" in client.get(f"{OF_KENT}?name=nothing").text
    monkeypatch.setattr(desk_views, "MOST_LISTED", 1)
    assert "the first 1 is listed" in client.get(OF_KENT).text


def test_an_officer_assesses_a_reserve_and_the_share_changes_by_exactly_its_area() -> None:
    edition = publish()
    one = taken(edition)[MEADOW]
    before = account_of(edition, today()).whole
    page = f"{DESK}candidates/{one.public_id}/"
    assert signed_in(officer()).post(page, answers()).status_code == 302
    after = account_of(edition, today()).whole
    assert after.total.counts_ha - before.total.counts_ha == pytest.approx(one.size_ha, abs=1e-9)
    assert one.size_ha == pytest.approx(4)
    assert after.share == pytest.approx(4 / 150)
    told = read(PUBLIC)
    assert "2.7%" in told
    assert "9.0 ha" in told
    assert [event.what for event in Event.objects.filter(which=one.on_record)] == [
        "add candidates for 30 by 30",
        "assess for 30 by 30",
    ]


def test_two_officers_take_sites_at_once_and_none_comes_in_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, manager = publish(), type(StrategyArea.objects)
    lock = manager.select_for_update

    def after_another(self: Any, **options: Any) -> Any:
        monkeypatch.setattr(manager, "select_for_update", lock)  # the other is done when this one has its turn
        assert len(taken(edition, by=officer(email="second@example.org"))) == 2
        return lock(self, **options)

    monkeypatch.setattr(manager, "select_for_update", after_another)
    assert taken(edition) == {}
    assert Candidate.objects.count() == 2


def test_a_marine_conservation_zone_is_taken_as_sea() -> None:
    edition = publish()
    Site.objects.filter(edition=edition, kind="SSSI").update(kind="MCZ")
    actions.take_sites(edition, ["MCZ", "LNR"], by=officer())
    found = dict(Candidate.objects.values_list("designation", "realm"))
    assert found == {"MCZ": "sea", "LNR": "land"}


def test_a_candidate_s_page_reads_that_candidate_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = taken(publish())
    loaded: list[Any] = []
    init = Candidate.__init__

    def counted(self: Candidate, *args: Any, **more: Any) -> None:
        loaded.append(self)
        init(self, *args, **more)

    monkeypatch.setattr(Candidate, "__init__", counted)
    assert MEADOW in read(f"{PUBLIC}candidates/{found[MEADOW].ref}/")
    assert len(loaded) == 1
    for ref in ("T1", "T00001", "X0001", "T9999", "T", "Tx", "T" + "9" * 40):
        assert Client().get(f"{PUBLIC}candidates/{ref}/").status_code == 404, ref


def test_an_answer_is_undone_and_what_stood_before_it_stands_again() -> None:
    edition = publish()
    one = taken(edition)[MEADOW]
    passed(one)
    actions.assess(one, [Answer("management", "no", date(2025, 1, 1), None, "Visit: scrubbed over")], by=officer())
    assert one.stands.status == "fails"
    last = one.assessments.get(verdict="no")
    client = signed_in(officer())
    page = f"{DESK}candidates/{one.public_id}/"
    assert client.post(page, {"step": "undo", "answer": str(last.pk)}).status_code == 302
    assert Candidate.objects.get(pk=one.pk).stands.status == "counts"
    assert "undone on" in words_of(client.get(page))
    assert "scrubbed" not in read(f"{PUBLIC}candidates/{one.ref}/")
    actions.undo(Assessment.objects.get(pk=last.pk), by=officer())
    assert Event.objects.filter(what="undo an answer for 30 by 30").count() == 1


def test_every_mistake_in_an_assessment_is_told_and_nothing_is_kept() -> None:
    one = taken(publish())[MEADOW]
    passed(one)
    client, page = signed_in(officer()), f"{DESK}candidates/{one.public_id}/"
    said = answers(protection_evidence=" ", management_until="2023-01-01")
    answer = client.post(page, said)
    assert answer.status_code == 400
    told = words_of(answer)
    for words in (
        "Purpose has an answer from that day already",
        "Protection is yes without evidence. Say what it rests on.",
        "Management is said to hold until 2023-01-01, before it begins",
    ):
        assert told.count(words) == 2, "above the form, and beside the field"
    assert one.assessments.count() == 3
    for wrong in (
        {"step": "assess"},
        answers(purpose_since="soon"),
        answers(purpose_since=""),
        answers(purpose="maybe"),
    ):
        assert client.post(page, wrong).status_code == 400


def test_an_assessment_that_runs_out_is_shown_a_year_ahead() -> None:
    edition = publish()
    one = taken(edition)[MEADOW]
    passed(one, until=date(today().year + 1, today().month, 1))
    assert "Runs out within a year" in words_of(signed_in(officer()).get(OF_KENT))
    points = {point.on: point for point in account_of(edition, today()).way}
    assert points[today()].counts_ha == pytest.approx(4)
    assert points[date(2030, 12, 31)].counts_ha == 0 or today().year >= 2029
    assert "If nothing more is done, 0% will count" in read(PUBLIC) or today().year >= 2029


def test_sites_are_taken_once_and_land_is_added_by_its_corners() -> None:
    edition = publish()
    client = signed_in(officer())
    for _ in range(2):
        assert client.post(OF_KENT, {"step": "sites", "kinds": ["SSSI", "LNR"]}).status_code == 302
    assert Candidate.objects.count() == 2
    assert client.post(OF_KENT, {"step": "sites"}).status_code == 400
    corners = "\n".join(f"{x:.0f}, {y:.0f}" for x, y in box(0, 0, 2, 2).exterior.coords[:-1])
    facts = {"name": "Old orchard", "designation": "NONE", "owner": "community", "realm": "land"}
    land = {"way": "typed", "typed": corners}
    assert client.post(OF_KENT, {"step": "add", **facts, **land}).status_code == 302
    made = Candidate.objects.get(name="Old orchard")
    assert made.size_ha == pytest.approx(4)
    assert made.ref == "T0003"
    assert client.post(OF_KENT, {"step": "add", **facts, "owner": "crown", **land}).status_code == 400
    assert client.post(OF_KENT, {"step": "add", **facts}).status_code == 400
    page = f"{DESK}candidates/{made.public_id}/"
    assert client.post(page, {"step": "describe", **facts, "owner": "charity"}).status_code == 302
    assert client.post(page, {"step": "describe", **facts, "name": ""}).status_code == 400
    passed(made)
    assert account_of(edition, today()).whole.by_owner["charity"].counts_ha == pytest.approx(4)
    client.post(page, {"step": "withdraw"})
    assert account_of(edition, today()).whole.total.counts_ha == 0
    assert Client().get(f"{PUBLIC}candidates/{made.ref}/").status_code == 404
    with pytest.raises(actions.Refused, match="withdrawn"):
        passed(Candidate.objects.get(pk=made.pk))
    client.post(page, {"step": "withdraw"})
    assert account_of(edition, today()).whole.total.counts_ha == pytest.approx(4)


def test_what_reaches_across_the_border_is_in_no_figure_of_the_area() -> None:
    """The list and its downloads had all of a site, and a National Landscape was measured by its neighbours' land."""
    edition = publish()
    outline = area_shape(edition)
    _, south, east, north = outline.bounds
    across = shapely.box(east - 200, south, east + 5_000, north)  # the area is a rectangle
    new = [
        actions.New(actions.Facts("Long Wood", "LWS"), across),
        actions.New(actions.Facts("Example Downs", "NL"), across.buffer(50)),
        actions.New(actions.Facts("Far Wood", "LWS"), shapely.box(east + 100, south, east + 200, north)),
    ]
    passed(actions.add(edition.area, new, "a file", by=officer())[0])
    within_ha = across.intersection(outline).area / 10_000
    found = account_of(edition, today())
    assert found.whole.total.counts_ha == pytest.approx(within_ha)
    table = b"".join(Client().get(f"{PUBLIC}candidates.csv").streaming_content).decode("utf-8-sig")
    [told] = [row["counted_ha"] for row in csv.DictReader(io.StringIO(table)) if row["status"] == "counts"]
    assert float(told) == pytest.approx(within_ha, abs=1e-4)
    land = json.loads(Client().get(PUBLIC + "land.geojson").content)["features"]
    assert sum(shapely.from_geojson(json.dumps(one["geometry"])).area for one in land) / 10_000 == pytest.approx(
        across.buffer(50).intersection(outline).area / 10_000
    )
    [beacon] = found.beacons
    assert beacon.count.place.name == "Example Downs (the part in Kent and Medway)"
    assert beacon.count.place.of_ha == pytest.approx(across.buffer(50).intersection(outline).area / 10_000)
    assert summary_of(edition).counts_ha == pytest.approx(within_ha)  # type: ignore[union-attr]


def test_a_choice_of_what_if_says_what_it_adds_though_other_land_is_counted_first() -> None:
    edition = publish()
    inner = next(one for name, one in taken(edition).items() if name != MEADOW)
    new = [actions.New(actions.Facts("Its fen", "LWS"), inner.shape)]
    [fen] = actions.add(edition.area, new, "a file", by=officer())
    assert f"{fen.ref} Its fen, 9.0 ha more" in read(PUBLIC)
    assert "9.0 ha land that counts already adds nothing" in read(f"{PUBLIC}what-if/?suppose={fen.ref}")


def test_the_map_tells_sea_apart_from_land() -> None:
    edition = publish()
    passed(taken(edition)[MEADOW])
    assert "counts: 4.0 ha, could" in Client().get(PUBLIC).text.replace("\xa0", " ")
    Candidate.objects.filter(name=MEADOW).update(realm="sea", changed_at=timezone.now())
    assert "counts: 0 ha of land, 4.0 ha of sea" in Client().get(PUBLIC).text.replace("\xa0", " ")


def test_a_protected_landscape_is_a_beacon_and_the_sea_has_no_share() -> None:
    edition = publish()
    found = taken(edition)
    passed(found[MEADOW])
    downs = actions.New(actions.Facts("Example Downs", "NL"), box(0, 0, 8, 10))
    bay = actions.New(actions.Facts("Example Bay", "MCZ", realm="sea"), box(15, 0, 20, 10))
    passed(actions.add(edition.area, [downs, bay], "a test", by=officer())[1])
    [beacon] = account_of(edition, today()).beacons
    assert beacon.count.total.counts_ha == pytest.approx(4)
    told = read(PUBLIC)
    assert "Example Downs: 5.0%" in told
    assert "50 ha of sea counts" in told
    assert "Example Wood" in told.split("as beacons")[1].split("Land and sea")[0]


def test_a_scenario_adds_candidates_and_the_land_of_measures() -> None:
    edition = publish()
    one = taken(edition)["Example Wood"]
    assert "6.0%" in read(f"{PUBLIC}what-if/?suppose={one.ref}")
    both = read(f"{PUBLIC}what-if/?suppose={one.ref}&measure=GL1.1")
    assert "GL1.1" in both or "Choose candidates" not in both
    assert "Choose candidates or measures first" in read(f"{PUBLIC}what-if/")
    assert Client().get(f"{PUBLIC}what-if/?suppose=T9999").status_code == 404


def test_tables_and_shapes_can_be_taken_away() -> None:
    edition = publish()
    passed(taken(edition)[MEADOW])
    rows = list(
        csv.DictReader(io.StringIO(b"".join(Client().get(f"{PUBLIC}places.csv").streaming_content).decode("utf-8-sig")))
    )
    whole = next(row for row in rows if row["place_kind"] == "area" and row["by"] == "all")
    assert (float(whole["counts_ha"]), float(whole["could_ha"]), float(whole["place_ha"])) == pytest.approx((4, 9, 150))
    districts = [row for row in rows if row["place_kind"] == "district" and row["by"] == "all"]
    assert sum(float(row["counts_ha"]) for row in districts) == pytest.approx(4)
    book = b"".join(Client().get(f"{PUBLIC}candidates.xlsx").streaming_content)
    names = [row[1].value for row in openpyxl.load_workbook(io.BytesIO(book)).active]
    assert names[1:] == [MEADOW, "Example Wood"]
    land = json.loads(Client().get(f"{PUBLIC}land.geojson").content)
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in land["features"]]
    assert sum(shape.area for shape in shapes) == pytest.approx(130_000)


def test_england_has_the_areas_that_keep_an_account() -> None:
    edition = publish()
    assert "0 strategy areas of 48" in read("/england/30-by-30/")
    passed(taken(edition)[MEADOW])
    told = read("/england/30-by-30/")
    assert "Kent and Medway" in told
    assert "2.7%" in told
    assert "Unverified" in told


def suggestion_form(**more: str) -> dict[str, str]:
    corners = "\n".join(f"{x:.0f}, {y:.0f}" for x, y in box(10, 5, 11, 6).exterior.coords[:-1])
    said = {"name": "Newt pond", "why": "Newts breed here.", "mail": "ada@example.org"}
    return said | {"way": "typed", "typed": corners} | more


def test_a_suggestion_is_proved_by_mail_decided_by_an_officer_and_answered() -> None:
    publish()
    client = Client()
    assert "Look into your mail" in words_of(client.post(f"{PUBLIC}suggest/", suggestion_form()))
    letter = Message.objects.get()
    assert letter.to == "ada@example.org"
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.text)
    assert found
    one = Suggestion.objects.get()
    officers = signed_in(officer())
    assert officers.get(f"{DESK}suggestions/{one.public_id}/").status_code == 404
    assert "Is this suggestion yours?" in words_of(client.get(found[1]))
    one.refresh_from_db()
    assert one.state == "unproven"
    assert "waits" not in words_of(officers.get(DESK))
    assert "Thank you" in words_of(client.post(found[1]))
    assert "1 suggestion waits for you" in words_of(officers.get(DESK)).replace("\xa0", " ")
    assert "Newt pond" in words_of(officers.get(OF_KENT))
    page = f"{DESK}suggestions/{one.public_id}/"
    assert ">Map of Newt pond<" in officers.get(page).text
    assert officers.post(page, {"step": "decline", "answer": " "}).status_code == 400
    facts = {"name": "Newt pond", "designation": "LWS", "owner": "community", "realm": "land"}
    assert officers.post(page, {"step": "take", **facts, "answer": "Thank you!"}).status_code == 302
    made = Candidate.objects.get()
    assert (made.size_ha, made.designation) == (pytest.approx(1), "LWS")
    for place in (f"{DESK}candidates/{made.public_id}/", f"{PUBLIC}candidates/{made.ref}/"):
        assert ">Map of Newt pond<" in officers.get(place).text
    told = Message.objects.latest("pk").text
    assert "Thank you!" in told
    assert f"{PUBLIC}candidates/{made.ref}/" in told
    assert officers.post(page, {"step": "decline", "answer": "No"}).status_code == 400
    assert "taken in as a candidate" in words_of(client.get(found[1]))


def test_a_suggestion_that_cannot_be_is_refused_with_every_problem() -> None:
    publish()
    client = Client()
    answer = client.post(f"{PUBLIC}suggest/", suggestion_form(name="", why="", mail="ada"))
    assert answer.status_code == 400
    told = words_of(answer)
    for words in ("needs a name", "Say why", "no mail address"):
        assert told.count(words) == 2, "above the form, and beside the field"
    assert client.post(f"{PUBLIC}suggest/", suggestion_form(typed="")).status_code == 400
    both = words_of(client.post(f"{PUBLIC}suggest/", suggestion_form(typed="", mail="")))
    assert "no mail address" in both
    assert "No corner has been typed" in both
    assert not Suggestion.objects.exists()
    assert not Message.objects.exists()
    assert client.get(f"{PUBLIC}suggest/proof/nothing/").status_code == 404


def test_no_more_than_a_few_letters_go_to_one_address() -> None:
    publish()
    for _ in range(suggesting.MOST_TO_ONE + 2):
        assert Client().post(f"{PUBLIC}suggest/", suggestion_form()).status_code == 200
    assert Message.objects.count() == Suggestion.objects.count() == suggesting.MOST_TO_ONE
    for mail in ("Ada@Example.org", "ada+1@example.org"):
        assert Client().post(f"{PUBLIC}suggest/", suggestion_form(mail=mail)).status_code == 200
    assert Message.objects.count() == suggesting.MOST_TO_ONE, "one mailbox, however it is written"


def test_a_letter_to_whoever_was_named_holds_nothing_that_somebody_else_typed() -> None:
    publish()
    said = {"name": "Pond\n\nYour account is blocked: https://other.example/", "why": "See https://other.example/"}
    Client().post(f"{PUBLIC}suggest/", suggestion_form(**said))
    letter = Message.objects.get()
    assert "other.example" not in letter.subject + letter.text
    assert Suggestion.objects.get().name.startswith("Pond")


@pytest.mark.parametrize("proved", [False, True])
def test_whose_suggestion_is_over_is_forgotten_and_so_is_who_was_written_to(proved: bool) -> None:
    edition = publish()
    kept = suggested(edition)
    Suggestion.objects.update(made_at=timezone.now())
    Client().post(f"{PUBLIC}suggest/", suggestion_form(mail="bo@example.org"))
    one = Suggestion.objects.get(mail="bo@example.org")
    if proved:
        suggesting.prove(one)
        suggesting.decline(one, "It is in Sussex.", by=officer())
    old = timezone.now() - (suggesting.ADDRESSES_KEPT if proved else suggesting.UNPROVEN_KEPT) - timedelta(days=1)
    Suggestion.objects.filter(pk=one.pk).update(made_at=old)
    call_command("retain")
    assert set(Suggestion.objects.values_list("mail", flat=True)) == ({kept.mail, ""} if proved else {kept.mail})
    told = [(letter.to, letter.text) for letter in Message.objects.exclude(to=kept.mail)]
    assert told == [("", "")] * (2 if proved else 1)


def test_only_editors_of_the_area_may_write() -> None:
    edition = publish()
    one = taken(edition)[MEADOW]
    waiting = suggested(edition)
    for who in (person(), officer(ELSEWHERE, "elsewhere@example.org"), holder(Role.MODERATOR)):
        for act in (
            lambda who=who: taken(edition, by=who),
            lambda who=who: actions.assess(one, [Answer("purpose", "yes", SINCE, None, "x")], by=who),
            lambda who=who: actions.describe(one, actions.Facts("x"), by=who),
            lambda who=who: actions.withdraw(one, by=who),
            lambda who=who: suggesting.take(waiting, actions.Facts("x"), "", by=who),
            lambda who=who: suggesting.decline(waiting, "no", by=who),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_every_page_has_one_heading_and_its_links_lead_somewhere() -> None:
    edition = publish()
    one = taken(edition)[MEADOW]
    passed(one)
    for address in (
        PUBLIC,
        f"{PUBLIC}candidates/{one.ref}/",
        f"{PUBLIC}suggest/",
        f"{PUBLIC}what-if/",
        "/england/30-by-30/",
    ):
        page = Page(Client().get(address).text)
        assert page.count("h1") == 1, address
        assert not [one for one in page.all("id") if page.all("id").count(one) > 1], address
