"""What `lnrs network links` says of two neighbours whose woods come near each other."""

import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from tests.acceptance.commands import Done, lnrs, refused

GRID = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
WOOD = {"pm_loc_id": 1, "pm_id": 7, "pm_desc": "Create new native woodland", "priority_1": "More trees"}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of Surrey and Kent. Surrey maps a wood of 100 ha that ends 300 m before the border, and one of 4 ha
    1,200 m west of that; Kent a wood of 200 ha, over the edge of a square, that begins 400 m behind the border, and one
    that is too far from all."""
    folder = tmp_path_factory.mktemp("border")
    areas = [({"lnrs_id": 38}, _box(550_000, 140_000, 10_000)), ({"lnrs_id": 40}, _box(560_000, 140_000, 20_000))]
    _write(folder / "areas.geojson", areas)
    surrey = [_box(558_700, 142_000, 1_000), _box(557_300, 142_000, 200)]
    kent = [_box(560_400, 149_000, 1_000, 2_000), _box(560_400, 142_000, 1_000, 2_000), _box(575_000, 141_000, 500)]
    for name, number, places in (("surrey", 38, surrey), ("kent", 40, kent)):
        _write(
            folder / f"{name}.geojson", [({**WOOD, "lnrs_id": number, "pm_loc_id": k}, p) for k, p in enumerate(places)]
        )
    sources = "".join(f'[[source]]\nlnrs_id = {n}\npath = "{p}.geojson"\n' for n, p in ((38, "surrey"), (40, "kent")))
    text = f'name = "Two neighbours"\ndate = 2026-11-01\noutlines = "areas.geojson"\n{sources}'
    (folder / "network.toml").write_text(text)
    built = folder / "edition"
    done = lnrs("network", "build", folder, "--to", built, "--workers", "1", "--cell-m", "500", cwd=folder)
    assert done.returncode == 0, done.stderr
    return built


def test_the_link_over_the_border_matters_most(edition: Path) -> None:
    found = json.loads(_links(edition, "--json").stdout)
    assert [(link["gap_m"], link["from_ha"] * link["to_ha"]) for link in found] == pytest.approx(
        [(700.0, 20_000.0), (1_200.0, 400.0)]
    )
    best, other = found
    assert best["worth_ha2"] == pytest.approx(2 * 100 * 200 * 0.4965853)
    assert (best["from_lnrs_id"], best["to_lnrs_id"], best["crosses_border"]) == (38, 40, True)
    assert best["from_place"][:6] == "TQ 597"
    assert (other["from_lnrs_id"], other["to_lnrs_id"], other["crosses_border"]) == (38, 38, False)


def test_it_is_said_in_words(edition: Path) -> None:
    said = _links(edition).stdout
    assert "Surrey | Kent and Medway" in said
    assert "2 of 2 links; 1 cross a border, between 1 pairs of areas." in said
    only = _links(edition, "--crossing").stdout
    assert "1 of 1 links" in only


def test_a_habitat_without_links_is_refused(edition: Path) -> None:
    said = refused(12, "network", "links", edition, "--habitat", "Moonland", cwd=edition.parent)
    assert "Moonland: has no links here." in said


def test_a_source_without_an_outline_is_noted_where_the_edition_says_what_was_guessed(edition: Path) -> None:
    for number in (38, 40):
        notes = json.loads((edition / "notes" / f"{number}.json").read_bytes())
        assert [one["kind"] for one in notes if "publishes no outline" in one["says"]] == ["guess"]


def test_a_habitat_is_meant_in_small_letters_too(edition: Path) -> None:
    ends = ("559250,142750", "561250,142750", "--json")
    whole = json.loads(lnrs("network", "corridor", edition, *ends, cwd=edition.parent).stdout)
    (habitat,) = (one["habitat"] for one in whole["habitats"])
    for words in (habitat, habitat.upper(), f" {habitat.lower()}"):
        done = lnrs("network", "corridor", edition, *ends, "--habitat", words, cwd=edition.parent)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["network_delivered_m"] == pytest.approx(whole["network_delivered_m"])
    said = refused(12, "network", "corridor", edition, *ends[:2], "--habitat", "Moonland", cwd=edition.parent)
    assert f"Moonland: is not near there. Habitats that are: {habitat}." in said


def test_links_are_lines_for_a_gis(edition: Path) -> None:
    lines = gpd.read_parquet(edition / "figures" / "links.parquet")
    assert lines.length.round(3).tolist() == [700.0, 1_200.0]
    assert set(lines.geom_type) == {"LineString"}


def test_a_corridor_between_the_two_great_woods(edition: Path) -> None:
    """From the middle of the wood in Surrey, 1 km across, eastward to the wood in Kent: a gap of 700 m between them,
    which is one cell of 500 m without any wood, and parts of two more."""
    file = edition.parent / "corridor.geojson"
    ends = ("559250,142750", "561250,142750")
    done = lnrs("network", "corridor", edition, *ends, "--json", "--to", file, cwd=edition.parent)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["length_m"] == pytest.approx(2_000.0)
    assert [(one["lnrs_id"], one["m"]) for one in found["areas"]] == [(38, 750.0), (40, 1_250.0)]
    # cells from the west: 1, 0.4, 0.2, 1, 0.8 of wood; the outer ones count half
    assert found["network_delivered_m"] == pytest.approx(250 + 500 * (0.4 + 0.2 + 1.0) + 250 * 0.8, rel=1e-5)
    assert found["network_now_m"] == 0.0
    assert found["gaps"] == []
    assert [(one["from_area"], one["to_area"], one["place"]) for one in found["crossings"]] == [
        ("Surrey", "Kent and Medway", "TQ 602 427")
    ]
    assert [one["delivered_m"] for one in found["habitats"]] == pytest.approx([found["network_delivered_m"]], rel=1e-5)
    drawn = gpd.read_file(file)
    assert drawn["kind"].tolist() == ["corridor", "way"]


def test_a_corridor_with_a_gap_is_written_for_a_gis_and_as_a_page_that_say_the_same(edition: Path) -> None:
    package, page = edition.parent / "found" / "corridor.gpkg", edition.parent / "found" / "corridor.html"
    options = ("--to", package, "--to", page)
    said = lnrs("network", "corridor", edition, "559250,142750", "TQ 751 412", *options, cwd=edition.parent).stdout
    assert "Through Surrey (0.8 km), Kent and Medway" in said
    assert "one border crossed." in said
    assert "One gap of " in said
    way, stations = gpd.read_file(package, layer="way"), gpd.read_file(package, layer="stations")
    assert way.length.tolist() == pytest.approx(way["length_m"].tolist())
    assert f"{way['length_m'][0] / 1000:,.1f} km, of which" in said
    assert (stations["along_km"].iloc[-1], stations.distance(way.geometry[0]).max()) == pytest.approx(
        (way["length_m"][0] / 1000, 0.0), abs=1e-3
    )
    gap = gpd.read_file(package, layer="gaps")
    assert stations.loc[stations["gap"] == 1, "delivered_share"].max() < 0.1 <= stations["delivered_share"].max()
    assert f"{gap['gap_m'][0]:,.0f} m at {gap['from_place'][0]}" in said
    assert gpd.read_file(package, layer="crossings")["to_area"].tolist() == ["Kent and Medway"]
    assert gpd.read_file(package, layer="corridor").intersects(way.geometry[0]).all()
    html = page.read_text(encoding="utf-8")
    body = html.rpartition("<tbody")[2]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]
    assert [row[2] for row in cells] == stations["place"].tolist()
    assert gap["from_place"][0] in html
    assert html.count("<svg") == html.count('role="img"') == 1
    assert not re.search(r'(src|href)="(https?:)?//', html), "it asks nothing of anyone"
    assert "no needs of any species" in html


def test_a_corridor_is_written_in_no_other_form_and_nothing_is_looked_for(edition: Path) -> None:
    said = refused(12, "network", "corridor", edition, "nowhere", "TQ 751 412", "--to", "way.shp", cwd=edition.parent)
    assert "way.shp: is no form in which a corridor is written." in said
    assert "nowhere" not in said


def test_places_that_have_no_way_are_refused(edition: Path) -> None:
    said = refused(12, "network", "corridor", edition, "nowhere", "TQ 614 430", cwd=edition.parent)
    assert "nowhere: is no place" in said
    said = refused(12, "network", "corridor", edition, "NY 100 100", "TQ 614 430", cwd=edition.parent)
    assert "NY 100 100: lies in no area." in said


def _links(edition: Path, *options: str) -> Done:
    done = lnrs("network", "links", edition, *options, cwd=edition.parent)
    assert done.returncode == 0, done.stderr
    return done


def _box(west: float, south: float, across: float, up: float | None = None) -> dict[str, Any]:
    east, north = west + across, south + (up or across)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _write(path: Path, features: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    rows = [{"type": "Feature", "properties": of, "geometry": shape} for of, shape in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": GRID, "features": rows}))
