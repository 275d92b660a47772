"""Public land at the desk and for everyone, and reports on the biodiversity duty: page, workbook and PDF."""

import csv
import io
from datetime import date
from pathlib import Path

import geopandas as gpd
import openpyxl
import pypdf
import pytest
from django.test import Client

from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.audit.models import Event
from lnrs_web.public_land import actions
from lnrs_web.public_land.figures import figures_of, from_data
from lnrs_web.public_land.models import DutyReport, Estate, PublicBody

from ..unit.edition_case import box
from .people import ELSEWHERE, holder, officer, person, signed_in
from .public_land import COUNCIL, LAND, TRUST, WORDS, begun, sent
from .published import AREA, Page, publish
from .test_land_answer import words_of

pytestmark = pytest.mark.django_db

DESK = "/desk/public-land/"
PUBLIC = AREA + "public-land/"
COUNCIL_PAGE = PUBLIC + "wyeham-district-council/"
REPORT_PAGE = COUNCIL_PAGE + "2025-12-31/"


def published_report() -> DutyReport:
    edition = publish()
    report = begun(sent(edition)[COUNCIL])
    actions.save_words(report, WORDS, by=officer())
    report.refresh_from_db()
    actions.publish_report(report, edition, by=officer())
    report.refresh_from_db()
    return report


def file_of(tmp_path: Path, driver: str = "GPKG", name: str = "estate.gpkg", **columns: list[str]) -> Path:
    shapes = [one.shape for several in LAND.values() for one in several]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=27700).to_file(tmp_path / name, driver=driver)
    return tmp_path / name


@pytest.mark.parametrize(("driver", "name"), [("GPKG", "estate.gpkg"), ("GeoJSON", "estate.geojson")])
def test_a_file_with_owners_is_taken_in_body_by_body_and_nobody_else_sees_it(
    tmp_path: Path, client: Client, driver: str, name: str
) -> None:
    publish()
    path = file_of(tmp_path, driver, name, owner=[COUNCIL, COUNCIL, TRUST])
    with path.open("rb") as file:
        answer = signed_in(officer()).post(f"{DESK}kent-and-medway/", {"upload": file})
    assert answer.status_code == 302
    held = {one.name: one.estate for one in PublicBody.objects.all()}
    assert {name: one.parcel_count for name, one in held.items()} == {COUNCIL: 2, TRUST: 1}
    assert held[COUNCIL].size_ha == pytest.approx(16 + 6 - 1, abs=1e-3)  # the two lie on one another by a hectare
    assert [one.ref for one in held[COUNCIL].land] == [COUNCIL, f"{COUNCIL} (2)"]
    assert "No public land is published yet" in client.get(PUBLIC).text
    assert client.get(COUNCIL_PAGE).status_code == 404
    event = Event.objects.get(what="send public land", which__contains=COUNCIL)
    assert "2 parcels" in event.became


def test_a_file_of_one_body_needs_no_column(tmp_path: Path) -> None:
    publish()
    path = file_of(tmp_path, parcel_ref=["A", "B", "C"])
    with path.open("rb") as file:
        signed_in(officer()).post(f"{DESK}kent-and-medway/", {"upload": file, "body": "Environment  Agency"})
    assert PublicBody.objects.get().name == "Environment Agency"
    assert Estate.objects.get().parcel_count == 3


@pytest.mark.parametrize(
    ("columns", "column", "said"),
    [
        ({"holder": [COUNCIL, COUNCIL, TRUST]}, "", "has no column"),
        ({"holder": [COUNCIL, COUNCIL, ""]}, "holder", "land without an owner"),
        ({"holder": ["x" * 70 + str(one) for one in range(3)]}, "holder", ""),
    ],
)
def test_what_is_wrong_with_a_file_is_told_and_nothing_is_stored(
    tmp_path: Path, columns: dict[str, list[str]], column: str, said: str
) -> None:
    publish()
    with file_of(tmp_path, **columns).open("rb") as file:
        answer = signed_in(officer()).post(f"{DESK}kent-and-medway/", {"upload": file, "column": column})
    if not said:
        assert answer.status_code == 302
        return
    assert answer.status_code == 400
    assert said in words_of(answer)
    assert not PublicBody.objects.exists()


def test_no_file_and_a_file_that_is_no_map_are_told(tmp_path: Path) -> None:
    publish()
    client = signed_in(officer())
    assert "No file has been chosen" in client.post(f"{DESK}kent-and-medway/", {}).text
    (tmp_path / "a.gpkg").write_bytes(b"not a map")
    with (tmp_path / "a.gpkg").open("rb") as file:
        answer = client.post(f"{DESK}kent-and-medway/", {"upload": file})
    assert answer.status_code == 400
    assert "cannot be read here" in words_of(answer) or "can be read here" in words_of(answer)


def test_a_form_without_its_token_is_refused(tmp_path: Path) -> None:
    publish()
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer())
    with file_of(tmp_path, owner=[COUNCIL] * 3).open("rb") as file:
        assert client.post(f"{DESK}kent-and-medway/", {"upload": file}).status_code == 403
    assert not PublicBody.objects.exists()


def test_land_is_looked_at_published_and_shown_each_hectare_once(client: Client) -> None:
    edition = publish()
    bodies = sent(edition)
    at_desk = signed_in(officer())
    page = f"{DESK}bodies/{bodies[COUNCIL].public_id}/"
    assert "What the strategy asks of it" in at_desk.get(page).text
    for one in bodies.values():
        seen = one.estate.sent_at.isoformat()
        assert at_desk.post(f"{DESK}bodies/{one.public_id}/", {"step": "publish", "seen": seen}).status_code == 302
    figures = figures_of(edition, LAND[COUNCIL])
    words = words_of(client.get(COUNCIL_PAGE))
    assert figures.measures
    for part in (*figures.measures, *figures.sites):
        assert part.name in words
    assert "of particular importance already" in words
    rows = list(csv.DictReader(io.StringIO(client.get(PUBLIC + "table.csv").getvalue().decode("utf-8-sig"))))
    assert {row["body"]: float(row["area_ha"]) for row in rows} == {
        COUNCIL: pytest.approx(21, abs=1e-3),
        TRUST: pytest.approx(16, abs=1e-3),
    }
    listed = words_of(client.get(PUBLIC))
    assert "All together" in listed
    assert "36 ha" in listed  # the council's verge and the trust's quay share a hectare
    actions.take_in(edition.area, {TRUST: LAND[TRUST]}, "again.gpkg", by=officer())
    assert TRUST not in client.get(PUBLIC).text


def test_nobody_publishes_land_that_they_did_not_look_at() -> None:
    edition = publish()
    looked = sent(edition)[COUNCIL]
    client, page, seen = signed_in(officer()), f"{DESK}bodies/{looked.public_id}/", looked.estate.sent_at.isoformat()
    assert f'name="seen" value="{seen}"' in client.get(page).text
    actions.take_in(edition.area, {COUNCIL: LAND[TRUST]}, "other.gpkg", by=officer())
    late = client.post(page, {"step": "publish", "seen": seen})
    assert late.status_code == 400
    assert "Other land was sent since you looked at it." in words_of(late)
    with pytest.raises(actions.Refused, match="Other land"):
        actions.publish_land(looked, by=officer())
    assert not Estate.objects.filter(published_at__isnull=False).exists()


def test_a_report_lacks_what_the_law_asks_until_it_is_said() -> None:
    edition = publish()
    report = begun(sent(edition)[COUNCIL])
    client, page = signed_in(officer()), f"{DESK}reports/{report.public_id}/"
    refused = client.post(page, {"step": "publish", "seen": actions.words_mark(report)})
    assert refused.status_code == 400
    assert "It lacks a summary of the action taken over the period." in words_of(refused)
    assert "s.40A(4)(b)" in words_of(refused)
    assert client.post(page, WORDS | {"step": "save"}).status_code == 302
    assert "It has everything that the law asks for." in words_of(client.get(page))
    assert "26 March 2026" not in words_of(client.get(page))
    assert "To be published by 25 March 2026" in words_of(client.get(page))
    assert client.get(page + "draft.pdf").content.startswith(b"%PDF")
    stale = client.post(page, {"step": "publish", "seen": actions.words_mark(report)})
    assert "It was written in since you looked at it." in words_of(stale)
    with pytest.raises(actions.Refused, match="written in since"):
        actions.publish_report(report, edition, by=officer())
    report.refresh_from_db()
    assert report.published_at is None
    assert client.post(page, {"step": "publish", "seen": actions.words_mark(report)}).status_code == 302
    report.refresh_from_db()
    assert report.edition == edition
    assert [event.what for event in Event.objects.filter(which=report.on_record)] == [
        "begin a biodiversity report",
        "write in a biodiversity report",
        "publish a biodiversity report",
    ]
    again = client.post(page, {"step": "save", "actions": "Otherwise."})
    assert "It is published, and stays as it is." in words_of(again)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"first": "2023-01-01", "last": "2026-01-02"}, "no later than 1 January 2026"),
        ({"first": "2023-01-01"}, "lacks a day"),
        ({"first": "2023-01-01", "last": "2025-12-31", "previous_last": "9999-12-31"}, "9999-12-31 is not a date"),
        ({"first": "2023-01-01", "last": "31/12/2025"}, "31/12/2025 is not a date"),
        ({"first": "2026-02-01", "last": "2030-12-31", "previous_last": "2025-12-31"}, "begins on 1 January 2026"),
    ],
)
def test_a_period_that_the_law_does_not_allow_is_refused(days: dict[str, str], said: str) -> None:
    body = sent(publish())[COUNCIL]
    actions.say_kind(body, "planning authority", by=officer())
    answer = signed_in(officer()).post(f"{DESK}bodies/{body.public_id}/", {"step": "begin"} | days)
    assert answer.status_code == 400
    assert said in words_of(answer)
    assert not DutyReport.objects.exists()


def test_a_body_without_the_duty_begins_no_report() -> None:
    body = sent(publish())[TRUST]
    with pytest.raises(actions.Refused, match="need not publish"):
        actions.begin_report(body, date(2023, 1, 1), date(2025, 12, 31), None, by=officer())
    with pytest.raises(actions.Refused, match="no such kind"):
        actions.say_kind(body, "kingdom", by=officer())


def test_the_report_is_a_page_a_workbook_and_a_tagged_pdf_that_say_the_same(client: Client) -> None:
    report = published_report()
    assert report.figures is not None
    figures = from_data(report.figures)
    assert figures == figures_of(report.edition, LAND[COUNCIL])
    page = client.get(REPORT_PAGE)
    words = words_of(page)
    assert Page(page.text).count("h1") == 1
    for said in ("We cut the verges late.", "31.5 area units are expected.", "it was due by 25 March 2026"):
        assert said in words
    answer = client.get(REPORT_PAGE + "report.xlsx")
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active]
    by_ref = {row[1]: row[3] for row in rows if row[0] == "figures"}
    assert by_ref["area_ha"] == pytest.approx(figures.area_ha, abs=1e-4)
    assert by_ref["network_ha"] == pytest.approx(figures.important_ha + figures.become_ha, abs=1e-4)
    assert [row[1] for row in rows if row[0] == "measure"] == [one.ref for one in figures.measures]
    reader = pypdf.PdfReader(io.BytesIO(client.get(REPORT_PAGE + "report.pdf").content))
    text = " ".join(" ".join(leaf.extract_text() for leaf in reader.pages).split())
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "We will make a pond." in text
    assert len(reader.pages) <= 2  # parts follow one another on a page
    assert all(one.ref in text for one in figures.measures)
    assert client.get(COUNCIL_PAGE + "2024-12-31/").status_code == 404
    assert client.get(COUNCIL_PAGE + "never/").status_code == 404


def test_the_figures_of_a_published_report_stay_when_land_is_sent_again(client: Client) -> None:
    report = published_report()
    before = words_of(client.get(REPORT_PAGE))
    actions.take_in(report.body.area, {COUNCIL: LAND[TRUST]}, "other.gpkg", by=officer())
    assert words_of(client.get(REPORT_PAGE)) == before


def test_the_text_of_a_report_is_text_and_no_markup(client: Client) -> None:
    edition = publish()
    report = begun(sent(edition)[COUNCIL])
    actions.save_words(report, WORDS | {"other": "<script>alert(1)</script>"}, by=officer())
    report.refresh_from_db()
    actions.publish_report(report, edition, by=officer())
    assert "<script>alert" not in client.get(REPORT_PAGE).text
    with pytest.raises(actions.Refused, match="letters"):
        actions.save_words(begun_next(report), WORDS | {"plans": "x" * 20_001}, by=officer())


def begun_next(report: DutyReport) -> DutyReport:
    return actions.begin_report(report.body, date(2026, 1, 1), date(2030, 12, 31), report.last, by=officer())


def test_only_those_with_a_role_in_the_area_may() -> None:
    edition = publish()
    body = sent(edition)[COUNCIL]
    for who in (person(), officer(ELSEWHERE, "far@example.org")):
        with pytest.raises(NotAllowed):
            actions.take_in(edition.area, LAND, "a", by=who)
        with pytest.raises(NotAllowed):
            actions.publish_land(body, by=who)
    editor = holder(Role.EDITOR)
    actions.say_kind(body, "local authority", by=editor)
    with pytest.raises(NotAllowed):
        actions.publish_land(body, by=editor)
    body.refresh_from_db()
    assert not body.tells_net_gain
    assert body.reports


def test_land_outside_the_area_and_overlaps_are_told_apart() -> None:
    edition = publish()
    parcels = [*LAND[COUNCIL], *LAND[COUNCIL]]
    assert figures_of(edition, parcels).area_ha == pytest.approx(figures_of(edition, LAND[COUNCIL]).area_ha)
    beyond = [type(LAND[COUNCIL][0])("out", box(-2, 0, 1, 1))]
    assert figures_of(edition, beyond).outside_ha == pytest.approx(2, abs=1e-3)
