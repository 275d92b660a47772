"""A corridor between two places on the site: the same as the engine finds, told in words and tables and taken away.

The case's strip of land (`tests/unit/england_land.py`) runs from Surrey into Kent, with two gaps.
"""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from lnrs.network import along, corridor
from lnrs.network.corridor_cells import Window
from lnrs_web.editions.models import Town
from lnrs_web.england import ways
from lnrs_web.england.models import EnglandEdition

from ..unit.england_case import MEADOWS, england
from ..unit.england_land import BORDER_M
from .england import publish_england
from .open_data import body
from .published import Page, publish
from .test_england_map import get
from .test_england_pages import rows, words

CORRIDOR = "/england/corridor/"
OVER_BOTH_GAPS = "from=540250,150250&to=600250,150250"
SHAPE = (7, 8)


# --- the way


@settings(max_examples=40)
@given(arrays(float, SHAPE, elements=some.sampled_from([0.0, 0.2, 0.5, 1.0])), arrays(bool, SHAPE))
def test_the_way_costs_what_the_engines_does_and_the_corridor_is_the_same(share: np.ndarray, sea: np.ndarray) -> None:
    land = ~sea
    ends = ((0, 1), (6, 6))
    for end in ends:
        land[end] = True
    cost_per_m = along.resistance(share, land)
    theirs = corridor.way(cost_per_m, *ends, 500.0)
    ours = ways.way(window(share, land, ends))
    if theirs is None:
        assert ours is None
        return
    assert ours is not None
    cells = np.stack([(SHAPE[0] - ours.points[:, 1] / 500).astype(int), (ours.points[:, 0] / 500).astype(int)], axis=1)
    assert [tuple(cells[0]), tuple(cells[-1])] == [*ends]
    assert np.abs(np.diff(cells, axis=0)).max() == 1
    assert (ours.metres * cost_per_m[tuple(cells.T)]).sum() == pytest.approx(theirs.cost)
    assert ours.land.area / 500**2 == pytest.approx(theirs.corridor.sum())


def window(share: np.ndarray, land: np.ndarray, ends: tuple[tuple[int, int], tuple[int, int]]) -> Window:
    """Cells whose south-west corner is the origin."""
    present = pd.DataFrame({"habitat": [], "column": [], "row": [], "now": [], "delivered": []})
    return Window(
        *(500, 0, SHAPE[0] - 1, land.astype(int), share, share, land, ends),
        names={1: "Somewhere"},
        habitat="",
        present=present.astype({"column": int, "row": int}),
    )


# --- the page


@pytest.fixture
def edition() -> EnglandEdition:
    return publish_england()


@pytest.mark.django_db
@pytest.mark.usefixtures("edition")
def test_a_way_over_a_border_and_two_gaps_is_told_in_order(client: Client) -> None:
    html = get(client, f"{CORRIDOR}?{OVER_BOTH_GAPS}")
    said = words(html)
    assert "60.0 km, of which 0% is network now and 95% with every measure delivered" in said
    assert "Through Surrey (3.8 km), Kent and Medway (56.2 km): one border crossed" in said
    assert [row[0] for row in rows(html, "areas")] == ["Surrey", "Kent and Medway"]
    assert rows(html, "borders")[0][:2] == ["Surrey", "Kent and Medway"]
    assert [row[3] for row in rows(html, "gaps")] == ["2.0 km", "1.0 km"]
    assert [row[3] for row in rows(html, "stretches")] == ["15.8 km", "22.0 km", "19.2 km"]
    assert rows(html, "habitats") == [[MEADOWS, "250 m", "57.0 km"]]
    assert [row[1:4] for row in rows(html, "links")] == [["from_place 1", "to_place 1", "2.0 km"]]
    assert "no needs of any species" in said
    assert html.count('role="img"') == 1
    assert "<script" not in html
    assert 'style="' not in html


@pytest.mark.django_db
def test_it_is_taken_away_as_csv_and_geojson_that_say_the_same(client: Client, edition: EnglandEdition) -> None:
    html = get(client, f"{CORRIDOR}?{OVER_BOTH_GAPS}")
    links = [one for one in Page(html).all("href") if one.startswith("/england/corridor.")]
    table, shapes = (body(client.get(link)) if link.count(".csv") else client.get(link).content for link in links)
    listed = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert len(listed) == len(rows(html, "stations")) == 121
    assert {row["area"] for row in listed} == {"Surrey", "Kent and Medway"}
    assert {row["edition"] for row in listed} == {edition.identity}
    assert sorted({row["gap"] for row in listed}) == ["0", "1", "2"]
    features = json.loads(shapes)["features"]
    assert [one["properties"]["kind"] for one in features] == ["corridor", "way", "gap", "gap"]
    assert features[1]["properties"]["length_m"] == 60_000.0
    west, _, east, _ = shapely.from_geojson(json.dumps(features[1]["geometry"])).bounds
    assert 0 < west < east < 0.9


@pytest.mark.django_db
@pytest.mark.usefixtures("edition")
def test_one_habitat_is_looked_for_by_its_name_in_addresses(client: Client) -> None:
    html = get(client, f"{CORRIDOR}?{OVER_BOTH_GAPS}&habitat=grassland-lowland-meadows")
    assert "95% with every measure delivered" in words(html)
    assert f"{MEADOWS} now: at least half of a cell" in words(html)
    assert f"is {MEADOWS} now" in words(html)


@pytest.mark.django_db
@pytest.mark.usefixtures("edition")
def test_nothing_is_looked_for_until_two_places_are_named(client: Client) -> None:
    said = words(get(client, CORRIDOR))
    assert "Between which places?" in said
    assert "What it does not say" in said


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("from=540250,150250", "To: Name a place."),
        ("from=Atlantis&to=600250,150250", "Atlantis: No strategy area has"),
        ("from=Surrey&to=600250,150250", "Surrey is a whole strategy area"),
        ("from=540250,150250&to=540300,150300", "lies in the same cell of 500 m as"),
        ("from=540250,150250&to=520250,150250", "lies in no area that is joined in this edition"),
        ("from=540250,150250&to=400000,300000", "km apart. This page looks for ways between places up to 150 km"),
        (f"{OVER_BOTH_GAPS}&habitat=marble", "no such habitat"),
        (f"{OVER_BOTH_GAPS}&habitat=woodland-and-forest-lowland-mixed-deciduous-woodland", "is not near there"),
    ],
)
@pytest.mark.django_db
@pytest.mark.usefixtures("edition")
def test_what_is_wrong_is_said_on_the_page_and_to_programs(client: Client, asked: str, why: str) -> None:
    html = get(client, f"{CORRIDOR}?{asked}", 400)
    assert why in words(html).replace("&#x27;", "'")
    for file in ("corridor.csv", "corridor.geojson"):
        response = client.get(f"/england/{file}?{asked}")
        assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert why in response.text


@pytest.mark.django_db
@pytest.mark.usefixtures("edition")
def test_a_town_is_named_and_where_several_have_a_name_one_is_chosen(client: Client) -> None:
    strategy = publish()
    for name, easting_m in (("Twin", 560_250), ("Twin", 570_250), ("Only", 600_250)):
        place = {"easting_m": easting_m, "northing_m": 150_250}
        Town.objects.create(edition=strategy, name=name, kind="village", population=9, **place)
    found = get(client, f"{CORRIDOR}?from=Only&to=550250,150250")
    assert Page(found).title.startswith("Only to TQ 502 502")
    html = get(client, f"{CORRIDOR}?from=Only&to=Twin")
    assert "Which “Twin”?" in html
    places = [one for one in Page(html).all("href") if "&to=" in one]
    assert [one.partition("&to=")[2] for one in places] == ["560250%2C150250", "570250%2C150250"]
    for place in places:
        assert Page(get(client, place)).title.startswith("Only to ")
    assert "Wye lies in no area that is joined" in words(get(client, f"{CORRIDOR}?from=Only&to=Wye", 400))


@pytest.mark.django_db
def test_an_edition_without_cells_says_so(client: Client, tmp_path: Path) -> None:
    publish_england(england(tmp_path / "old", cells=False))
    said = words(get(client, f"{CORRIDOR}?{OVER_BOTH_GAPS}", 400))
    assert "this England edition has no cells" in said
    assert client.get("/england/map/picture.png").status_code == 404
    assert "picture.png" not in get(client, "/england/map/")


def test_the_border_of_the_case_is_where_the_tests_above_think_it_is() -> None:
    assert BORDER_M == 544_000
