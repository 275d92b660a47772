"""Kent and Medway from real open data, from its layers to its edition, checked against an independent overlay and
against published figures.
"""

import shutil
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader
from pypdf import PdfReader

from lnrs import strategy
from lnrs.edition import read
from lnrs.edition.make import make
from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache
from lnrs.layers.door import admit
from lnrs.strategy.gather import add_layer

from .commands import lnrs

pytestmark = [pytest.mark.real_data, pytest.mark.xdist_group("real Kent")]

RULE = """
because = "Slopes of the protected landscapes near a Special Area of Conservation."
[eligible]
where = [{ layer = "protected_landscapes", at_least = 0.5 }]
[exclude]
inside = ["areas_of_particular_importance"]
[[criteria]]
kind = "distance"
name = "near a Special Area of Conservation"
layer = "special_areas_of_conservation"
worst_m = 3000
weight = 2
[[criteria]]
kind = "slope"
name = "steep"
best_deg = 10
worst_deg = 1
[select]
area_ha = 2000
min_score = 0.2
min_patch_ha = 12
"""

LAYERS = {
    "strategy_area": ("boundaries/kent_medway_outline_mhw_2019.parquet", {"constants": {"lnrs_id": "40"}}),
    "districts": ("boundaries/lad_kent_medway_2019.parquet", {"columns": {"code": "reference"}}),
    "parishes": ("boundaries/parishes_kmb_2021.parquet", {"columns": {"code": "reference"}}),
    "special_areas_of_conservation": ("designated/sac_kmb_2021.parquet", {"columns": {"ref": "geography"}}),
    "ramsar_sites": ("designated/ramsar_kmb_2021.parquet", {"columns": {"ref": "geography"}}),
    "protected_landscapes": (
        "designated/aonb_national_landscapes_kmb_2021.parquet",
        {"columns": {"ref": "geography"}, "constants": {"kind": "National Landscape"}},
    ),
    "elevation": ("elevation/srtm3_dem_kmb_100m_27700.tif", {"licence": "public-domain"}),
}


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = strategy.new("Kent and Medway", tmp_path_factory.mktemp("real") / "kent", date(2026, 10, 1))
    for layer, (file, how) in LAYERS.items():
        add_layer(shared_data / file, layer, folder, retrieved=date(2026, 10, 1), version="2021", **how)
    (folder / "rules" / "GL1.1.toml").write_text(RULE, encoding="utf-8")
    settings = folder / "strategy.toml"
    settings.write_text(settings.read_text().replace('units = "land_parcels"', 'units = "squares"'), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(folder: Path) -> HabitatMap:
    return build(strategy.read(folder), Cache(folder / ".cache"))


@pytest.fixture(scope="module")
def edition(folder: Path, made: HabitatMap) -> Path:
    """The edition of the same folder; the map that `made` built is taken from what was kept."""
    target = folder.with_name("kent-edition")
    assert make(folder, target).counts["PM"] == len(made.measures)
    return target


@pytest.fixture(scope="module")
def kent(shared_data: Path) -> shapely.Geometry:
    return gpd.read_parquet(shared_data / LAYERS["strategy_area"][0]).union_all()


@pytest.fixture(scope="module")
def published(shared_data: Path, kent: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Each designation within the area, by plain GeoPandas from the files as they came."""
    files = {"SAC": LAYERS["special_areas_of_conservation"][0], "RAMSAR": LAYERS["ramsar_sites"][0]}
    return {kind: gpd.read_parquet(shared_data / file).union_all().intersection(kent) for kind, file in files.items()}


def figure(made: HabitatMap, key: str) -> float:
    return float(made.figures["summary"].set_index("key").loc[key, "value"])


def test_the_area_is_the_published_one(made: HabitatMap, kent: shapely.Geometry) -> None:
    assert figure(made, "area") == pytest.approx(kent.area / 1e4, abs=1e-4)
    assert figure(made, "area") == pytest.approx(373_922, abs=1), "published: 373,922 ha to mean high water"


@pytest.mark.parametrize("kind", ["SAC", "RAMSAR"])
def test_each_designation_has_the_area_of_an_independent_overlay(
    made: HabitatMap, published: dict[str, shapely.Geometry], kind: str
) -> None:
    by_type = made.figures["important_by_type"].set_index("apib_type")["area_ha"]
    assert by_type[kind] * 1e4 == pytest.approx(published[kind].area, abs=1.0)


def test_what_is_important_is_counted_once(made: HabitatMap, published: dict[str, shapely.Geometry]) -> None:
    union = shapely.union_all(list(published.values()))
    assert figure(made, "important") * 1e4 == pytest.approx(union.area, abs=1.0)
    assert sum(shape.area for shape in published.values()) - union.area > 1e7, "they overlap, or the test says nothing"


def test_districts_have_the_important_land_of_an_independent_overlay(
    made: HabitatMap, published: dict[str, shapely.Geometry], shared_data: Path
) -> None:
    union = shapely.union_all(list(published.values()))
    districts = gpd.read_parquet(shared_data / LAYERS["districts"][0]).set_index("reference")
    ours = made.figures["by_district"].set_index("code")["important_ha"]
    assert len(ours) == 13
    for code, shape in districts.geometry.items():
        assert ours[code] * 1e4 == pytest.approx(shape.intersection(union).area, abs=1.0), code


def test_the_kent_downs_are_as_large_as_published(folder: Path) -> None:
    landscapes = gpd.read_file(folder / "layers" / "protected_landscapes.gpkg").set_index("name")
    assert landscapes.area["Kent Downs"] / 1e6 == pytest.approx(879.0, abs=0.1)


def test_sites_agree_with_the_statutory_body_within_two_percent(shared_data: Path) -> None:
    """Whole sites as admitted, beside the Joint Nature Conservation Committee's areas; Dungeness is known to differ."""
    file = shared_data / LAYERS["special_areas_of_conservation"][0]
    sites = admit(file, "special_areas_of_conservation", columns={"ref": "geography"}).frame.dissolve("name")
    stated = pd.read_json(shared_data / "designated" / "jncc_sac_sites_features_kent_area.json").set_index("Name")[
        "Area"
    ]
    both = sorted(set(sites.index) & set(stated.index))
    apart = {name: abs(sites.area[name] / 1e4 / stated[name] - 1) for name in both}
    assert len(both) >= 12
    assert sum(difference > 0.02 for difference in apart.values()) <= 1
    assert apart["Dungeness"] == pytest.approx(0.031, abs=0.001)


def test_the_measure_lies_where_its_rule_says(made: HabitatMap, kent: shapely.Geometry, shared_data: Path) -> None:
    landscapes = gpd.read_parquet(shared_data / LAYERS["protected_landscapes"][0]).union_all()
    important = made.important.union_all()
    assert 1_500 < made.measures["area_ha"].sum() <= 2_000 + 6.25
    inside = made.measures.intersection(landscapes).area / made.measures.area
    assert inside.min() > 0.5 - 0.05, "a share is measured on the grid: good to the cells along the edge"
    assert made.measures.intersection(important).area.sum() < 1.0
    assert made.measures.difference(kent).area.sum() < 1.0


def test_distances_are_good_to_a_cell(made: HabitatMap, shared_data: Path) -> None:
    sites = gpd.read_parquet(shared_data / LAYERS["special_areas_of_conservation"][0]).union_all()
    near = made.criteria[made.criteria["criterion"] == "near a Special Area of Conservation"]
    exact = made.measures.set_index("pm_loc_id").distance(sites)
    assert (near.set_index("pm_loc_id")["value"] - exact).abs().max() <= 15.0


def test_the_map_is_sound(made: HabitatMap) -> None:
    assert made.topology.overlap_m2 < 1.0
    assert made.topology.outside_m2 < 1.0
    assert (made.topology.invalid, made.topology.slivers) == (0, 0)


def test_the_edition_verifies(edition: Path) -> None:
    done = lnrs("verify", edition, cwd=edition.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert "every one as the manifest says" in done.stdout


def test_the_geopackage_has_the_national_layers_with_every_row_of_the_map(
    edition: Path, made: HabitatMap, tmp_path: Path
) -> None:
    file = shutil.copy(edition / "local-habitat-map.gpkg", tmp_path)
    counts = {layer: pyogrio.read_info(file, layer=layer)["features"] for layer in ("APIB", "ACB", "PM")}
    assert counts == {"APIB": len(made.important), "ACB": len(made.become), "PM": len(made.measures)}
    assert min(counts.values()) > 0


@pytest.mark.parametrize("kind", ["SAC", "RAMSAR"])
def test_the_geopackage_has_the_area_of_an_independent_overlay(
    edition: Path, published: dict[str, shapely.Geometry], tmp_path: Path, kind: str
) -> None:
    file = shutil.copy(edition / "local-habitat-map.gpkg", tmp_path)
    sites = gpd.read_file(file, layer="APIB", where=f"apib_type = '{kind}'")
    assert sites.crs.to_epsg() == 27700
    assert sites.union_all().area == pytest.approx(published[kind].area, abs=1.0)


def test_the_statement_is_a_tagged_pdf_about_kent_with_its_maps(edition: Path) -> None:
    pdf = PdfReader(edition / "statement" / "statement.pdf")
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Kent and Medway" in text
    assert "373,9" in text, "the area of Kent and Medway in hectares"
    maps = {path.name for path in (edition / "statement" / "maps").glob("*.png")}
    assert maps >= {"important.png", "could-become.png"}
    page = (edition / "statement" / "index.html").read_text(encoding="utf-8")
    assert all(f"maps/{name}" in page for name in maps)


@pytest.mark.parametrize("name", ["importance", "could_become", "measures", "context"])
def test_the_tiles_are_read_back_where_kent_lies(edition: Path, name: str) -> None:
    path = edition / "tiles" / f"{name}.pmtiles"
    with path.open("rb") as file:
        header, metadata = (say(Reader(MmapSource(file))) for say in (Reader.header, Reader.metadata))
    assert (header["min_zoom"], header["max_zoom"]) == (6, 12)
    assert 0.0e7 < header["min_lon_e7"] < header["max_lon_e7"] < 1.5e7
    assert 50.8e7 < header["min_lat_e7"] < header["max_lat_e7"] < 51.6e7
    for layer in metadata["vector_layers"]:
        assert len(pyogrio.read_dataframe(path, layer=layer["id"], ZOOM_LEVEL=layer["maxzoom"])), layer["id"]


def test_the_tiles_show_the_sites_where_they_are(edition: Path, published: dict[str, shapely.Geometry]) -> None:
    shown = pyogrio.read_dataframe(edition / "tiles" / "importance.pmtiles", layer="importance").to_crs(27700)
    sites = shown[shown["apib_type"] == "SAC"].make_valid().union_all()
    apart = sites.symmetric_difference(published["SAC"]).area / published["SAC"].area
    assert apart < 0.02, "a tile of zoom 12 is good to some metres"


def test_a_place_in_a_special_area_of_conservation_is_explained_by_its_name(
    edition: Path, kent: shapely.Geometry, shared_data: Path
) -> None:
    sites = gpd.read_parquet(shared_data / LAYERS["special_areas_of_conservation"][0])
    wye = sites[sites["name"] == "Wye & Crundale Downs"].intersection(kent).union_all()
    place = max(shapely.get_parts(wye), key=shapely.area).representative_point()
    done = lnrs("explain", edition, "--at", f"{place.x:.0f},{place.y:.0f}", cwd=edition.parent)
    assert done.returncode == 0
    assert "Of particular importance: Wye & Crundale Downs, Special Area of Conservation special-" in done.stdout
    assert "Open Government Licence v3.0" in done.stdout


def test_the_laws_questions_are_put_to_it(edition: Path) -> None:
    findings = {(row["rule"], row["about"]): row["outcome"] for row in read.findings(edition)}
    assert len(findings) > 10
    assert {"met", "not yet"} <= set(findings.values())
