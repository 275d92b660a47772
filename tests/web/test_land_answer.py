"""My land: what is said of land given in each way, as a page and as files. The edition is that of `edition_case`."""

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pypdf
import pytest
import shapely
from django.test import Client
from django.utils.html import escape

from lnrs.edition import read
from lnrs_web.boundaries.kept import as_text, from_text
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.editions.models import EditionPostcode, Measure
from lnrs_web.exports.cells import safe_text
from lnrs_web.land import answer as answers
from lnrs_web.land import overlay
from lnrs_web.land.rules import all_rules, rules_for
from lnrs_web.land.within import within

from ..unit.edition_case import box, case, point
from .published import AREA, Page, publish, publish_later

START, ANSWER = AREA + "my-land/", AREA + "my-land/answer/"
FILES = [AREA + f"my-land/answer.{ending}" for ending in ("pdf", "gpkg", "csv")]


def typed(west: float, south: float, east: float, north: float, name: str = "") -> str:
    """A rectangle counted in fields, as its corners are typed."""
    corners = shapely.get_coordinates(box(west, south, east, north))[:-1]
    return "\n".join([*([f"{name}:"] if name else []), *(f"{x:.2f}, {y:.2f}" for x, y in corners)])


def asked(client: Client, *blocks: str, to: str = ANSWER, **more: str) -> Any:
    return client.post(to, {"way": "typed", "typed": "\n\n".join(blocks)} | more)


def words_of(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.text).replace("\xa0", " ").replace("&nbsp;", " ")
    return " ".join(text.split())


@pytest.mark.django_db
def test_the_form_has_four_ways_and_sets_no_cookie(client: Client) -> None:
    publish()
    answer = client.get(START)
    assert answer.status_code == 200
    assert not answer.cookies
    page = Page(answer.text)
    assert [attrs["value"] for _, attrs in page.tags if attrs.get("name") == "way"] == [
        "around",
        "drawn",
        "upload",
        "typed",
    ]
    fields = {attrs["name"] for _, attrs in page.tags if "name" in attrs and "id" in attrs}
    assert fields - {"q"} == {"way", "place", "size", "upload", "ref_column", "typed", "drawn"}
    for _, attrs in page.tags:
        if attrs.get("id", "").startswith(("land-", "way-")) and "name" in attrs:
            assert attrs["id"] in page.all("for")


@pytest.mark.django_db
def test_each_rule_says_whether_it_was_compared_with_the_law_itself(client: Client) -> None:
    publish()
    answer = asked(client, typed(0, 1, 4, 5))
    shown = [rule for rule in all_rules() if escape(rule.says) in answer.text]
    assert shown
    words = words_of(answer)
    for rule in shown:
        day = f"{rule.checked.day} {rule.checked:%B %Y}"
        said = f"Compared on {day} with {rule.compared}." if rule.compared else f"Written down on {day} from what"
        assert said in words


def test_a_ramsar_site_has_the_assessment_that_the_law_gives_it_since_2026() -> None:
    [(rule, _)] = [one for one in rules_for(["RAMSAR"], []) if one[0].applies == ("RAMSAR",)]
    assert "2017" in rule.law
    assert "Since 21 May 2026" in rule.says


@pytest.mark.django_db
def test_land_around_a_place_is_answered(client: Client) -> None:
    publish()
    east, north = point(2, 3)
    answer = client.post(ANSWER, {"way": "around", "place": f"{east:.0f}, {north:.0f}", "size": "4"})
    assert answer.status_code == 200
    assert "4.0 ha" in (words := words_of(answer))
    assert "It is a circle of the size you gave, not the true edge of your land." in words
    assert "Example Meadow" in words


@pytest.mark.django_db
def test_an_uploaded_file_is_answered_parcel_by_parcel(client: Client, tmp_path: Path) -> None:
    publish()
    fields = gpd.GeoDataFrame({"parcel_ref": ["TR 1", "TR 2"]}, geometry=[box(0, 2, 1, 3), box(8, 5, 9, 6)], crs=27700)
    fields.to_file(tmp_path / "a.gpkg")
    with (tmp_path / "a.gpkg").open("rb") as file:
        answer = client.post(ANSWER, {"way": "upload", "upload": file})
    assert answer.status_code == 200
    assert "Parcel by parcel" in answer.text
    assert 'scope="row">TR 1</th>' in answer.text


@pytest.mark.django_db
def test_drawn_land_is_answered(client: Client) -> None:
    publish()
    shape = gpd.GeoSeries([box(0, 2, 2, 3)], crs=27700).to_crs(4326).iloc[0]
    answer = client.post(ANSWER, {"way": "drawn", "drawn": shapely.to_geojson(shape)})
    assert answer.status_code == 200
    assert "right to about 5 m" in answer.text


@pytest.mark.django_db
def test_the_page_says_what_is_on_the_land_and_why(client: Client) -> None:
    edition = publish()
    answer = asked(client, typed(0, 1, 4, 5))
    words = words_of(answer)
    [there] = within(edition, overlay.cut_up([box(0, 1, 4, 5)]))
    assert there.measures
    for one in there.measures:
        assert escape(one.measure.measure) in answer.text
        assert f"Why {one.measure.ref} is mapped here" in words
    assert "Meadow next to meadow is colonised soonest." in words
    assert "What it would join." in words
    assert "Example Meadow" in words
    assert "National Parks and Access to the Countryside Act 1949" in words
    assert "Sustainable Farming Incentive" in words
    assert "1 September 2026" in words
    assert "Cut verges late" not in words  # nobody is named who could do it on their own land


@pytest.mark.django_db
def test_the_page_names_its_edition_and_is_not_kept_anywhere(client: Client, caplog) -> None:
    publish()
    answer = asked(client, typed(0, 1, 4, 5))
    assert "Edition" in answer.text
    assert "1 October 2026" in answer.text
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not answer.cookies
    page = Page(answer.text)
    assert page.count("h1") == 1
    assert "605000" not in "".join(page.all("href") + page.all("action") + page.all("formaction"))
    assert caplog.records == []


@pytest.mark.django_db
def test_no_measure_is_said_with_what_is_near(client: Client) -> None:
    publish()
    answer = asked(client, typed(8.2, 4.2, 8.8, 4.8))
    words = words_of(answer)
    assert "No measure is mapped on this land" in words
    assert "None of it lies in an area of particular importance" in words
    assert re.search(r"At TR \d{3} \d{3}, \d+ m away", words)
    assert "The strategy names no scheme for the measures on this land, as there is none." in words


@pytest.mark.django_db
def test_land_outside_the_area_is_said_to_be_by_parcel(client: Client) -> None:
    publish()
    words = words_of(asked(client, typed(-1, 0, 1, 1, "Edge"), typed(2, 0, 3, 1, "Inside")))
    assert (
        "1.0 ha of it lies outside Kent and Medway, and this strategy says nothing of that part: Edge (1.0 ha)."
        in words
    )
    outside = asked(client, typed(-9, 0, -8, 1))
    assert outside.status_code == 200
    assert "None of this land is in Kent and Medway." in words_of(outside)
    assert "Measures mapped on it" not in outside.text


@pytest.mark.django_db
def test_land_that_lies_on_itself_counts_once(client: Client) -> None:
    edition = publish()
    words = words_of(asked(client, typed(0, 0, 2, 2, "A"), typed(1, 0, 3, 2, "B")))
    assert "A and B lie on one another by 2.0 ha, which counts once in the whole." in words
    land = [parcel("A", box(0, 0, 2, 2)), parcel("B", box(1, 0, 3, 2))]
    found = answers.answer(edition, land)
    assert found.whole.area_ha == pytest.approx(6)
    assert found.whole.mapped_ha == pytest.approx(within(edition, overlay.cut_up([box(0, 0, 3, 2)]))[0].mapped_ha)


@pytest.mark.django_db
def test_every_hectare_is_what_brute_force_says() -> None:
    edition = publish(with_birds=True)
    shapes = [
        box(0, 0, 15, 10),
        box(0.5, 0.5, 3.25, 8.75),
        shapely.Point(point(5, 6)).buffer(230, quad_segs=400),
        shapely.MultiPolygon([box(0, 0, 1, 1), box(10.5, 0.5, 13, 9)]),
        box(20, 20, 21, 21),
    ]
    folder = case(with_birds=True).edition
    mapped = read.with_wkb(folder, "measures", ["measure", "piece"])
    important = read.with_wkb(folder, "important", ["apib_name"])
    become = read.with_wkb(folder, "become", ["acb_id"])
    refs = dict(Measure.objects.filter(edition=edition).values_list("pk", "ref"))
    for shape, found in zip(shapes, within(edition, overlay.cut_up(shapes)), strict=True):
        by_measure: dict[str, float] = {}
        for row in mapped.itertuples():
            area = shapely.from_wkb(row.wkb).intersection(shape).area / 10_000
            by_measure[row.measure] = by_measure.get(row.measure, 0.0) + area
        expected = {ref: pytest.approx(area, abs=2e-4) for ref, area in by_measure.items() if area > 0.0002}
        assert {refs[one.measure.pk]: one.area_ha for one in found.measures} == expected
        for total, rows in (
            (found.mapped_ha, mapped),
            (found.important_ha, important),
            (found.could_become_ha, become),
        ):
            once = shapely.union_all(shapely.from_wkb(rows["wkb"].tolist())).intersection(shape).area / 10_000
            assert total == pytest.approx(once, abs=2e-4)


def test_a_shape_that_is_cut_up_has_the_same_land() -> None:
    coast = (
        shapely.Point(0, 0).buffer(1000, quad_segs=2000).difference(shapely.Point(200, 0).buffer(300, quad_segs=900))
    )
    land = overlay.cut_up([coast, shapely.box(0, 0, 1, 1)])
    assert max(shapely.get_num_coordinates(land.parts)) <= overlay.CORNERS
    assert shapely.area(land.parts[land.owner == 0]).sum() == pytest.approx(coast.area)
    assert (land.owner == 1).sum() == 1


@pytest.mark.django_db
def test_the_files_say_what_the_page_says(client: Client) -> None:
    edition = publish()
    land = {"land": as_text([parcel("=A1", box(0, 1, 4, 5)), parcel("B", box(8, 5, 9, 6))])}
    page = client.post(ANSWER, land)
    carried = next(attrs["value"] for _, attrs in Page(page.text).tags if attrs.get("name") == "land")
    assert from_text(carried) == from_text(land["land"])
    pdf, gpkg, table = (client.post(path, {"land": carried}) for path in FILES)
    assert {one.status_code for one in (page, pdf, gpkg, table)} == {200}
    assert {one.headers["Cache-Control"] for one in (pdf, gpkg, table)} == {"no-store, private"}
    found = answers.answer(edition, from_text(carried))
    refs = [one.measure.ref for one in found.measures]

    text = " ".join(" ".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(pdf.content)).pages).split())
    assert all(ref in text for ref in refs)
    assert "An invented example" in text
    assert edition.identity in text.replace(" ", "").replace("\u00ad", "")
    assert pypdf.PdfReader(io.BytesIO(pdf.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]

    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert {row["parcel"] for row in rows} == {"'=A1", "B"}
    assert {row["edition"] for row in rows} == {edition.identity}
    on_a = {
        row["ref"]: float(row["here_ha"]) for row in rows if row["kind"] == "mapped measure" and row["parcel"] == "'=A1"
    }
    assert on_a == {one.measure.ref: pytest.approx(one.area_ha, abs=1e-4) for one in found.parcels[0].within.measures}

    with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
        Path(file.name).write_bytes(gpkg.content)
        parcels, measures, sites = (
            gpd.read_file(file.name, layer=layer) for layer in ("parcels", "measures_here", "sites_here")
        )
    assert parcels.parcel.tolist() == ["=A1", "B"]
    assert parcels.geometry.iloc[0].equals(box(0, 1, 4, 5))
    assert parcels.crs.to_epsg() == 27700
    assert measures.area.sum() / 1e4 == pytest.approx(measures.area_ha.sum(), abs=1e-3)
    assert sites.name.tolist() == ["Example Meadow"]
    assert set(parcels.edition) == {edition.identity}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe_text(cell) == "'" + cell


@pytest.mark.django_db
def test_a_geopackage_of_land_with_nothing_on_it_has_the_parcels(client: Client) -> None:
    publish()
    answer = asked(client, typed(8.2, 4.2, 8.8, 4.8), to=FILES[1])
    with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
        Path(file.name).write_bytes(answer.content)
        assert gpd.list_layers(file.name).name.tolist() == ["parcels"]


@pytest.mark.parametrize("path", [ANSWER, *FILES])
@pytest.mark.django_db
def test_wrong_land_brings_the_form_back_with_every_problem(client: Client, path: str) -> None:
    publish()
    answer = client.post(path, {"way": "typed", "typed": "by the oak\nTR 1 1 1"})
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store, private"
    page = Page(answer.text)
    assert page.title.startswith("Error: ")
    assert "Line 1" in answer.text
    assert "Line 2" in answer.text
    assert "by the oak\nTR 1 1 1</textarea>" in answer.text
    assert "#land-typed" in page.all("href")
    assert "land-typed" in page.all("id")
    checked = [attrs["value"] for _, attrs in page.tags if "checked" in attrs]
    assert checked == ["typed"]


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({}, "way"),
        ({"way": "around"}, "place"),
        ({"way": "upload"}, "upload"),
        ({"way": "typed"}, "typed"),
        ({"way": "drawn"}, "drawn"),
        ({"land": "forged"}, "way"),
        ({"place": "nowhere", "size": "1"}, "place"),
    ],
)
@pytest.mark.django_db
def test_each_problem_leads_to_its_field(client: Client, sent: dict[str, str], where: str) -> None:
    publish()
    answer = client.post(ANSWER, sent)
    assert answer.status_code == 400
    page = Page(answer.text)
    assert f"#land-{where}" in page.all("href")
    assert f"land-{where}" in page.all("id")
    assert f"land-{where}-wrong" in page.all("id")


@pytest.mark.django_db
def test_too_much_is_refused_with_its_own_status(client: Client, settings) -> None:
    publish()
    settings.LAND_UPLOAD_BYTES = 1000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert client.post(ANSWER, {"way": "typed", "typed": "x" * 5000}).status_code == 413
    assert client.post(ANSWER, {"way": "typed", "typed": "x" * 1500}).status_code == 413
    file = io.BytesIO(b"x" * 1500)
    file.name = "a.gpkg"
    assert client.post(ANSWER, {"way": "upload", "upload": file}).status_code == 413


@pytest.mark.parametrize("path", [ANSWER, *FILES])
@pytest.mark.django_db
def test_an_address_without_land_leads_to_the_form(client: Client, path: str) -> None:
    edition = publish()
    assert client.get(path).headers["Location"] == START
    publish_later()
    assert client.get(path, {"edition": edition.identity}).headers["Location"] == f"{START}?edition={edition.identity}"
    assert client.put(path).status_code == 405


@pytest.mark.django_db
def test_an_old_edition_answers_as_itself(client: Client) -> None:
    old = publish()
    publish_later()
    answer = client.post(f"{ANSWER}?edition={old.identity}", {"way": "typed", "typed": typed(0, 1, 4, 5)})
    assert answer.status_code == 200
    assert "This is not the current edition." in answer.text
    found = Page(answer.text)
    actions = [
        one
        for one in found.all("action") + found.all("formaction")
        if not one.startswith((AREA + "search/", "/account/"))
    ]
    assert all(f"edition={old.identity}" in one for one in actions)
    form = client.get(START, {"edition": old.identity})
    assert f'action="{ANSWER}?edition={old.identity}"' in form.text


@pytest.mark.parametrize("query", ["?edition=none", "?edition=%00"])
@pytest.mark.django_db
def test_an_edition_that_nobody_may_see_is_not_found(client: Client, query: str) -> None:
    imported = publish(stop_at_import=True)
    assert client.get(START).status_code == 404
    assert client.post(f"{ANSWER}?edition={imported.identity}", {}).status_code == 404
    assert client.post("/atlantis/my-land/answer/", {}).status_code == 404
    assert client.get(START + query).status_code == 404


def test_every_rule_is_whole_and_follows_from_something() -> None:
    kinds = {"SSSI", "SAC", "SPA", "RAMSAR", "NNR", "MCZ", "LNR", "LWS", "IRREP"}
    for rule in all_rules():
        assert rule.applies
        assert all((rule.law, rule.provision, rule.says, rule.do, rule.ask))
        assert rule.source.startswith(("https://www.legislation.gov.uk/", "https://www.gov.uk/"))
        assert rule.checked.year >= 2026
        assert not rule.compared.endswith(".")
    assert {bool(rule.compared) for rule in all_rules()} == {True, False}
    assert {kind for kind in kinds if not rules_for([kind], [])} == set()
    assert rules_for([], []) == []
    wood = Measure(ref="W1", action="create", mapped=True, habitat="wet woodland")
    laws = [rule.law for rule, why in rules_for([], [wood]) if why == ["W1"]]
    assert [("Forestry" in law, "Drainage" in law, "Permitting" in law) for law in laws] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


@pytest.mark.django_db
def test_land_around_a_postcode_is_answered(client: Client) -> None:
    edition = publish()
    postcode = EditionPostcode.objects.filter(edition=edition).first()
    assert postcode
    answer = client.post(ANSWER, {"way": "around", "place": postcode.postcode.lower(), "size": "2"})
    assert answer.status_code == 200
    unknown = client.post(ANSWER, {"way": "around", "place": "ZZ99 9ZZ", "size": "2"})
    assert unknown.status_code == 400
    assert "The postcode ZZ99 9ZZ is not known here." in unknown.text


@pytest.mark.django_db
def test_the_answer_begins_with_its_contents_and_what_they_lead_to_is_there(client: Client) -> None:
    publish()
    page = asked(client, typed(0, 0, 10, 6)).text
    assert page.index('aria-label="On this page"') < page.index("Take it away.") < page.index('id="map"')
    main = page[page.index("<main") : page.index("</main>")]
    led_to = set(re.findall(r'href="#([^"]+)"', main))
    assert {"map", "measures", "funding", "rules", "contacts"} <= led_to
    assert led_to <= set(re.findall(r' id="([^"]+)"', main))
    assert main.count("<details") == main.count("</details>") > 3
