"""The planning check as a planner goes through it: the land, the habitats, the answer under its key."""

import json
import re
from io import BytesIO

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from pypdf import PdfReader

from lnrs_web.editions.models import Edition
from lnrs_web.planning.models import SiteCheck

from ..unit.edition_case import box, point
from .published import AREA, Page, publish, publish_later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
START = AREA + "planning/"
MEADOWS = "Grassland - Lowland meadows"


@pytest.fixture
def edition() -> Edition:
    return publish()


def corners(shape: shapely.Polygon, name: str = "") -> str:
    """A shape as it is typed."""
    lines = [f"{x:.0f} {y:.0f}" for x, y in list(shape.exterior.coords)[:-1]]
    return "\n".join([f"{name}:" if name else "", *lines])


SITE = corners(box(0, 0, 8, 4), "Site")
TWO = SITE + "\n\n" + corners(box(2, 0, 6, 2), "P1") + "\n\n" + corners(box(5, 1, 8, 3), "P2")


def row(number: int, habitat: str = "", action: str = "", parcel: str = "", size: str = "") -> dict[str, str]:
    fields = {"habitat": habitat, "action": action, "parcel": parcel, "size": size}
    return {f"{field}-{number}": value for field, value in fields.items()}


def ask(client: Client, land: str = TWO, *, step: str = "check", at: str = START, **fields: str):
    return client.post(at, {"way": "typed", "typed": land, "step": step, **fields})


def words_of(answer) -> str:
    return " ".join(answer.text.replace("\xa0", " ").split())


def result(client: Client, **fields: str) -> tuple[str, str]:
    """The address of a new answer, and its page in words."""
    sent = ask(client, **fields)
    assert sent.status_code == 303, sent.text
    return sent["Location"], words_of(client.get(sent["Location"]))


def test_the_form_is_one_of_the_strategy_s_pages(client: Client) -> None:
    answer = client.get(START)
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.count("h1") == 1
    assert ("a", {"href": START, "aria-current": "page"}) in page.tags
    assert "kept with the answer for 10 years" in words_of(answer)
    assert "This edition is a draft." in words_of(answer)
    assert "Set-Cookie" not in answer.headers
    assert client.get("/nowhere/planning/").status_code == 404
    assert client.put(START).status_code == 405


def test_land_is_read_first_and_carried_to_the_list_of_habitats(client: Client) -> None:
    answer = ask(client, step="land")
    said = words_of(answer)
    assert answer.status_code == 200
    assert "The land has <strong>32.0000 ha</strong> in 3 parcels." in said
    assert not SiteCheck.objects.exists()
    page = Page(answer.text)
    ids, labels = set(page.all("id")), page.all("for")
    assert set(labels) <= ids
    assert len(labels) == 4 * 4 + 2, "each field of four rows, the name, and the search, has its label"
    assert answer.text.count('<option value="P1"') == 4
    land = next(attrs["value"] for tag, attrs in page.tags if attrs.get("name") == "land")
    sent = client.post(START, {"land": land, "rows": "4", "step": "check"} | row(1, MEADOWS, "creation", "P1"))
    assert sent.status_code == 303
    (check,) = SiteCheck.objects.all()
    assert check.shape.equals(box(0, 0, 8, 4))
    assert check.habitats.get().shape.equals(box(2, 0, 6, 2))


def test_more_rows_keep_what_was_typed(client: Client) -> None:
    answer = ask(client, step="more", rows="4", name="Land at Wye", **row(4, "Wet <wood>", "creation", "P2", "1.2"))
    assert answer.status_code == 200
    assert answer.text.count("<fieldset") == 9
    assert escape("Wet <wood>") in answer.text
    assert 'value="Land at Wye"' in answer.text
    page = Page(answer.text)
    assert any(attrs.get("name") == "rows" and attrs["value"] == "9" for _, attrs in page.tags)
    assert any(attrs.get("value") == "P2" and "selected" in attrs for _, attrs in page.tags)
    full = ask(client, step="more", rows="999")
    assert full.text.count("<fieldset") == 100
    assert "more rows</button>" not in full.text


def test_many_parcels_are_typed_with_help_and_not_chosen_from_a_long_list(client: Client) -> None:
    strips = [corners(box(4, 0.05 * number, 5, 0.05 * number + 0.05), f"S{number}") for number in range(60)]
    land = "\n\n".join([SITE, *strips])
    answer = ask(client, land, step="land")
    assert answer.text.count('<option value="S59">') == 1
    assert answer.text.count('list="parcels"') == 4
    sent = ask(client, land, **row(1, MEADOWS, "creation", "S59"))
    assert sent.status_code == 303
    assert SiteCheck.objects.get().habitats.get().reference == "S59"


@pytest.mark.parametrize(("days", "said"), [(3650, "10 years"), (729, "729 days")])
def test_it_is_said_how_long_an_answer_is_kept(client: Client, settings, days: int, said: str) -> None:
    settings.SITE_CHECKS_KEPT_DAYS = days
    assert f"kept with the answer for {said}" in words_of(client.get(START))


@pytest.mark.parametrize(
    ("fields", "said", "field"),
    [
        (row(1, "Lowland medows", "creation", "P1"), "Did you mean “Grassland - Lowland meadows”", "habitat-1"),
        (row(1, "qqqq", "creation", "P1"), "“qqqq” in row 1 is no habitat of the statutory", "habitat-1"),
        (row(2, "", "creation", "P1"), "Row 2 does not name a habitat.", "habitat-2"),
        (row(1, MEADOWS, "", "P1"), "Row 1 does not say what happens to the habitat.", "action-1"),
        (row(1, MEADOWS, "demolition", "P1"), "Row 1 does not say what happens to the habitat.", "action-1"),
        (row(1, MEADOWS, "creation", "P9"), "you gave has no such parcel. Its parcels: Site, P1, P2.", "parcel-1"),
        (row(1, MEADOWS, "creation"), "Row 1 does not say how much there is. Give it in hectares, or choose", "size-1"),
        (row(1, "Native hedgerow", "creation", "P1"), "how much there is. Give it in kilometres.", "size-1"),
        (row(1, MEADOWS, "creation", "", "some"), "The size in row 1 is not a number.", "size-1"),
        (row(1, MEADOWS, "creation", "", "0"), "The size in row 1 is nothing.", "size-1"),
        (row(1, MEADOWS, "creation", "", "-1"), "The size in row 1 is not a number.", "size-1"),
        (row(1, MEADOWS, "creation", "", "1e5"), "The size in row 1 is not a number.", "size-1"),
        (row(1, MEADOWS, "creation", "", "999999"), "The size in row 1 is more than can be.", "size-1"),
        (row(1, MEADOWS, "creation", "P1", "9"), "Row 1 has 9 ha, and parcel P1 has 8.0000 ha.", "size-1"),
        (row(1, MEADOWS, "creation", "", "33"), "are proposed on the site have 33.0000 ha together", "size-1"),
        (
            row(1, MEADOWS, "creation", "P1") | row(2, "Bracken", "enhancement", "P2"),
            "Rows 1 and 2 are on the same land, 1.0 ha of it.",
            "parcel-2",
        ),
        (
            row(1, MEADOWS, "creation", "P1", "5") | row(2, "Bracken", "creation", "P1", "4"),
            "are proposed on parcel P1 have 9.0000 ha together, and it has 8.0000 ha.",
            "size-2",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_kept(
    client: Client, fields: dict[str, str], said: str, field: str
) -> None:
    answer = ask(client, **fields)
    assert answer.status_code == 400
    assert said in words_of(answer)
    assert f'<a href="#{field}">' in answer.text
    assert f'aria-describedby="{field}-wrong"' in answer.text
    assert "<title>Error: " in answer.text
    assert not SiteCheck.objects.exists()


def test_every_problem_is_told_at_once(client: Client) -> None:
    answer = ask(client, **row(1, "qqqq", "", "P9", "x"), **row(3, "wwww", "creation", "", "1"))
    assert len(re.findall('<li><a href="#', answer.text)) == 5


def test_habitats_before_and_after_may_be_on_the_same_land(client: Client) -> None:
    fields = row(1, "Modified grassland", "baseline", "P1") | row(2, MEADOWS, "creation", "P1")
    trees = row(3, "Individual trees - Rural tree", "creation", "P1", "0.2") | row(
        4, "Native hedgerow", "creation", "", "1.525"
    )
    _, said = result(client, **fields, **trees)
    assert "Grassland - Modified grassland" in said
    assert said.count("1.525 km") >= 2, "a size is told as it was given"
    assert "agree them with the planning authority" in said


@pytest.mark.parametrize(
    ("land", "said"),
    [
        ("", "No corner has been typed."),
        ("by the oak", "Line 1: &#x27;by the oak&#x27;"),
        (corners(shapely.box(300_000, 100_000, 300_100, 100_100)), "None of the land is in Kent and Medway."),
    ],
)
def test_land_that_cannot_be_taken_is_told_and_kept_in_the_form(client: Client, land: str, said: str) -> None:
    for step in ("land", "more", "check"):
        answer = ask(client, land, step=step)
        assert answer.status_code == 400
        assert said in answer.text
        assert land.strip() in answer.text
        assert "<title>Error: " in answer.text
    assert not SiteCheck.objects.exists()


def test_land_that_was_changed_on_its_way_is_not_taken(client: Client) -> None:
    answer = client.post(START, {"land": "{}", "step": "check"})
    assert answer.status_code == 400
    assert "is not as it was sent" in answer.text


def test_a_form_that_is_too_large_is_refused_before_it_is_read(client: Client, settings) -> None:
    settings.LAND_UPLOAD_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100, 100
    assert ask(client, "605000 146000\n" * 50).status_code == 413


def test_an_uploaded_file_gives_the_red_line_and_the_parcels_of_habitats(client: Client) -> None:
    shapes = {"Red line": box(0, 0, 8, 4), "P1": box(2, 0, 6, 2)}
    features = [
        {"type": "Feature", "properties": {"ref": ref}, "geometry": json.loads(shapely.to_geojson(shape))}
        for ref, shape in shapes.items()
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}).encode()
    file = SimpleUploadedFile("site.geojson", text)
    sent = client.post(START, {"way": "upload", "upload": file, "step": "check"} | row(1, MEADOWS, "creation", "P1"))
    assert sent.status_code == 303, sent.text
    assert SiteCheck.objects.get().shape.equals(box(0, 0, 8, 4))


def test_the_answer_names_everything_that_counts_with_edition_and_date(client: Client, edition: Edition) -> None:
    address, said = result(
        client, name="Land at <Wye>", **row(1, MEADOWS, "creation", "P1"), **row(2, MEADOWS, "creation", "", "3")
    )
    assert re.fullmatch(rf"{START}[2-9a-hjkmnp-z]{{16}}/", address)
    assert "Land at &lt;Wye&gt;" in said
    assert "Edition draft-1 of 1 October 2026" in said.replace("draft-1</strong></a>", "draft-1").replace(
        f'Edition <a href="{AREA}strategy/versions/"><strong>', "Edition "
    )
    assert "High, 1.15" in said
    assert "Low, 1" in said
    assert "Medium is not used" in said
    assert "provisional" in said
    assert "Example Meadow" in said
    assert "Local Nature Reserve" in said
    assert 'href="/kent-and-medway/strategy/measures/GL1.1/"' in said
    assert "have regard to the strategy" in said
    assert f"identity {edition.identity}" in said
    assert f"http://testserver{address}" in said
    assert "It is kept until" in said


def test_the_answer_is_for_who_has_its_key_alone(client: Client) -> None:
    address, _ = result(client)
    answer = client.get(address)
    assert answer["X-Robots-Tag"] == "noindex"
    assert "private" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers
    assert client.get(START + "a" * 16 + "/").status_code == 404
    assert client.get(START + "nothing/").status_code == 404
    assert client.get(address.replace("kent-and-medway", "another")).status_code == 404
    key = address.split("/")[-2]
    for page in (AREA, START, "/"):
        assert key not in client.get(page).text
    for file in ("planning-check.pdf", "planning-check.geojson"):
        assert client.get(address + file)["X-Robots-Tag"] == "noindex"
        assert client.get(START + "a" * 16 + "/" + file).status_code == 404
        assert client.post(address + file).status_code == 405


def test_an_answer_and_its_files_are_worked_out_only_so_often_for_one_reader(client: Client, settings) -> None:
    address, _ = result(client)
    settings.LIMITS = 1 / 120
    for number, file in enumerate(("", "planning-check.pdf", "planning-check.geojson", "map.svg")):
        asked = [client.get(address + file, REMOTE_ADDR=f"192.0.2.{number}").status_code for _ in range(2)]
        assert asked == [200, 429], file


def test_with_no_habitat_the_answer_is_about_the_land(client: Client) -> None:
    _, said = result(client, land=SITE)
    assert "No habitat was listed." in said
    assert "Mapped on" in said


def test_land_partly_outside_is_told_before_and_after(client: Client) -> None:
    land = corners(box(-2, 0, 2, 1))
    assert "2.0000 ha of it are not in Kent and Medway." in words_of(ask(client, land, step="land"))
    _, said = result(client, land=land)
    assert "2.0000 ha of the site are not in Kent and Medway." in said


def test_an_old_answer_stays_dated_and_offers_the_current_edition(client: Client) -> None:
    address, before = result(client, **row(1, MEADOWS, "creation", "P1"))
    assert "Check again" not in before
    publish_later()
    after = words_of(client.get(address))
    assert "This is not the current edition." in after
    assert '<a href="#again">see edition draft-2' in after
    table = re.search("<table>.*?</table>", before)
    assert table is not None
    assert table[0] in after
    assert re.search("<blockquote.*?</blockquote>", before)[0] in after  # type: ignore[index]
    assert client.get(address + "again/").status_code == 405
    again = client.post(address + "again/")
    assert again.status_code == 303
    assert again["Location"] != address
    later = words_of(client.get(again["Location"]))
    assert "edition draft-2" in later
    assert "Check again" not in later
    assert table[0] not in later, "the later edition maps less meadow"
    assert client.post(START + "a" * 16 + "/again/").status_code == 404


def test_an_older_edition_can_be_asked_by_name(client: Client, edition: Edition) -> None:
    publish_later()
    at = f"{START}?edition={edition.identity}"
    assert f'action="{at}"' in client.get(at).text
    sent = ask(client, at=at)
    assert SiteCheck.objects.get(key=sent["Location"].split("/")[-2]).edition == edition
    assert "This is not the current edition." in client.get(sent["Location"]).text


def test_the_pdf_is_tagged_and_says_what_the_page_says(client: Client, edition: Edition) -> None:
    address, _ = result(
        client, name="Land at Wye", **row(1, MEADOWS, "creation", "P1"), **row(2, MEADOWS, "baseline", "P2")
    )
    answer = client.get(address + "planning-check.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    pdf = PdfReader(BytesIO(answer.content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = "".join("".join(page.extract_text() for page in pdf.pages).split())
    for words in (
        "Land at Wye",
        "draft-1 of 1 October 2026",
        edition.identity,
        "High, 1.15",
        "provisional",
        "Example Meadow",
    ):
        assert words.replace(" ", "") in text, words
    assert answer.content == client.get(address + "planning-check.pdf").content


def test_the_geojson_is_rfc_7946_and_its_lines_add_up(client: Client, edition: Edition) -> None:
    address, _ = result(client, name="Land at Wye", **row(1, MEADOWS, "creation", "P1"))
    answer = client.get(address + "planning-check.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    found = json.loads(answer.content)
    assert "crs" not in found
    assert found["edition"]["identity"] == edition.identity
    assert found["edition"]["as_of"] == "2026-10-01"
    assert found["provisional"] is True
    assert found["url"].endswith(address)
    for one in found["features"]:
        for polygon in shapely.get_parts(shapely.from_geojson(json.dumps(one["geometry"]))):
            assert polygon.exterior.is_ccw
            assert 0.9 < polygon.centroid.x < 1.0
            assert 51.1 < polygon.centroid.y < 51.3
    lines = [one["properties"] for one in found["features"] if one["properties"]["what"] == "habitat"]
    assert {one["significance"] for one in lines} == {"High", "Low"}
    assert {one["multiplier"] for one in lines} == {1.15, 1.0}
    assert sum(one["area_ha"] for one in lines) == pytest.approx(8)


def test_the_geojson_on_the_national_grid_has_the_red_line_as_it_was_given(client: Client) -> None:
    address, _ = result(client, **row(1, MEADOWS, "creation", "P1"))
    found = json.loads(client.get(address + "planning-check.geojson?crs=27700").content)
    assert found["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::27700"
    shapes = {one["properties"]["what"]: shapely.from_geojson(json.dumps(one["geometry"])) for one in found["features"]}
    assert shapes["site"].equals(box(0, 0, 8, 4))
    lines = [
        shapely.from_geojson(json.dumps(one["geometry"]))
        for one in found["features"]
        if one["properties"]["what"] == "habitat"
    ]
    assert shapely.union_all(lines).symmetric_difference(box(2, 0, 6, 2)).area < 1
    assert client.get(address + "planning-check.geojson?crs=4326x").status_code == 400


def test_a_circle_round_a_place_is_said_to_be_one(client: Client) -> None:
    east, north = point(4, 2)
    sent = client.post(START, {"way": "around", "place": f"{east:.0f},{north:.0f}", "size": "5", "step": "check"})
    said = words_of(client.get(sent["Location"]))
    assert "It is a circle of the size you gave" in said


def test_the_map_says_what_the_page_says_and_is_kept_nowhere(client: Client, settings, tmp_path) -> None:
    settings.PICTURES = tmp_path / "pictures"
    address, said = result(client, name="Land at Wye", **row(1, MEADOWS, "creation", "P1"))
    page = Page(client.get(address).text)
    (image,) = [attrs for tag, attrs in page.tags if tag == "img" and "map.svg" in attrs["src"]]
    facts = image["alt"].replace("\xa0", " ")
    assert facts.startswith("Map of the site, 32 ha within the red line, and what is around it. 4.0 ha of it are of")
    assert "Measures mapped on it: GL1.1 on 19 ha." in facts
    assert facts.endswith("High significance for a habitat that is listed: 7.0 ha.")
    for width in ("wide", "narrow"):
        drawn = client.get(f"{address}map.svg?width={width}")
        assert drawn["Content-Type"].startswith("image/svg+xml")
        assert drawn["X-Robots-Tag"] == "noindex"
    assert f'width="{image["width"]}" height="{image["height"]}"' in client.get(address + "map.svg").text
    assert client.get(address + "map.svg?width=9000").status_code == 404
    assert client.get(START + "a" * 16 + "/map.svg").status_code == 404
    assert not settings.PICTURES.exists()
    assert "4.0 ha" in said
