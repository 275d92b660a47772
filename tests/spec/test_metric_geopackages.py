"""The GeoPackage of the metric's template: what its shapes and columns say, and what is not taken."""

import sqlite3
import struct
from contextlib import closing
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lnrs.bng.net_change import metric_of
from lnrs.bng.parcels import State
from lnrs.errors import MetricFileRefused
from lnrs.metric_files import MetricFile, read
from lnrs.metric_files.binary import kind_of
from lnrs.metric_files.database import geometry_blob, layers_of
from lnrs.metric_files.features import layers

from ..metric_case import BESIDE, FIELD, IN_STRATEGY, LANE, NOT_IN_STRATEGY, better, habitat, write_geopackage

DAY = date(2026, 11, 27)
ADVANCE = "Habitat created in advance/years"
WEST, EAST = shapely.box(600000, 140000, 600100, 140100), shapely.box(600100, 140000, 600200, 140100)
TREE = {"Tree Ref": "T1", "shape": shapely.Point(600050, 140050), "Baseline Rural or Urban Tree": "Urban",
        "Baseline Tree Size": "Small", "Baseline Condition": "Moderate", "Location": "On-site", "Count": 3,
        "Baseline Strategic Significance": NOT_IN_STRATEGY, "Retention Category": "Retained"}  # fmt: skip
DITCH = {"Parcel Ref": "R1", "shape": LANE, "Length": 200, "Baseline River Type": "Ditches",
         "Baseline Condition": "3. Moderate", "Baseline Strategic Significance": NOT_IN_STRATEGY,
         "Baseline Encroachment into Watercourse": "Minor",
         "Baseline Encroachment into riparian zone": "1. Minor/Minor", "Retention Category": "Retained",
         "Location": "On-site"}  # fmt: skip
HEDGE = {"Parcel Ref": "HG1", "shape": LANE, "Length": 200, "Baseline Hedge Type": "To be created",
         "Baseline Condition": "N/A", "Baseline Strategic Significance": "N/A", "Retention Category": "Created",
         "Proposed Hedge Type": "Native hedgerow", "Proposed Condition": "Good",
         "Proposed Strategic Significance": IN_STRATEGY, "Location": "Off-site", "Spatial risk category": BESIDE,
         "Habitat created in advance/years": "2"}  # fmt: skip


def farm(tmp_path: Path, *habitats: dict[str, object], **others: object) -> Path:
    given = habitats or (habitat("W", WEST), habitat("E", EAST, **better()))
    features = {"Habitats": given, "Urban Trees": others.pop("trees", ())}
    return write_geopackage(tmp_path / "farm.gpkg", features, **others)  # type: ignore[arg-type]


def found(path: Path) -> MetricFile:
    return read(path)


def refused(path: Path) -> str:
    with pytest.raises(MetricFileRefused) as caught:
        read(path)
    return str(caught.value)


def test_parcels_have_their_habitat_their_size_and_their_shape(tmp_path: Path) -> None:
    site = found(farm(tmp_path))
    west, east = site.plan.existing
    assert (west.ref, west.size, west.retained) == ("W", Decimal(1), Decimal(1))
    assert (east.enhanced, east.state) == (Decimal(1), State("Grassland - Modified grassland", "Poor", "low"))
    (enhanced,) = site.plan.enhanced
    assert enhanced.state == State("Grassland - Other neutral grassland", "Good", "high")
    assert shapely.from_wkb(site.shapes["E"]).equals(EAST)
    assert site.red_line is not None
    assert shapely.from_wkb(site.red_line).equals(FIELD)
    assert (site.project.name, site.findings, site.only_before) == ("Meadow Farm", (), False)
    assert metric_of(site.plan, on=DAY).module("area").on_site.before == 4


def test_hedges_ditches_and_trees_are_read_too(tmp_path: Path) -> None:
    features = {"Habitats": [habitat("F", FIELD)], "Hedgerows": [HEDGE], "Rivers": [DITCH], "Urban Trees": [TREE]}
    site = found(write_geopackage(tmp_path / "all.gpkg", features))  # type: ignore[arg-type]
    (hedge,) = site.plan.created
    assert (hedge.module, hedge.size, hedge.off_site) == ("hedgerow", Decimal("0.2"), Fraction(3, 4))
    assert hedge.timing.advance_years == 2
    ditch, trees = (one for one in site.plan.existing if one.ref in ("R1", "T1"))
    assert ditch.state == State("Ditches", "Moderate", "low", "Minor", "Minor/Minor")
    assert trees.state.habitat == "Individual trees - Urban tree"
    assert float(trees.size) == pytest.approx(3 * 0.0040715, abs=1e-6)


def test_lost_land_is_what_its_proposed_habitat_is_made_on(tmp_path: Path) -> None:
    lost = better(**{"Retention Category": "Lost"})
    site = found(farm(tmp_path, habitat("F", FIELD, **lost)))
    assert (site.plan.existing[0].lost, site.plan.created[0].size) == (2, 2)


def test_a_file_of_what_is_there_says_so(tmp_path: Path) -> None:
    site = found(farm(tmp_path, habitat("F", FIELD, **{"Retention Category": None})))
    assert site.only_before
    assert "nothing of what becomes of it" in site.findings[0].what


def test_a_size_that_the_shape_does_not_bear_out_is_measured_anew(tmp_path: Path) -> None:
    site = found(farm(tmp_path, habitat("W", WEST, Area=4000), habitat("E", EAST, Area=1)))
    assert [one.size for one in site.plan.existing] == [1, 1]
    assert "4000 m² are written down and 10,000 m² are drawn" in site.findings[0].what
    assert "with a size in ha where m² were asked for (1 feature)" in site.findings[1].what


def test_guesses_are_told_once_with_their_number(tmp_path: Path) -> None:
    nowhere = {"Location": None, "Parcel Ref": None}
    site = found(farm(tmp_path, habitat("", WEST, **nowhere), habitat("", EAST, **nowhere)))
    assert [one.ref for one in site.plan.existing] == ["Habitats 1", "Habitats 2"]
    assert any("taken to be (2 features)" in one.what for one in site.findings)


def test_references_that_are_there_twice_are_told_apart(tmp_path: Path) -> None:
    site = found(farm(tmp_path, habitat("F", WEST), habitat("F", EAST)))
    assert [one.ref for one in site.plan.existing] == ["F", "F (2)"]
    assert "this one is called F (2)" in site.findings[0].what


def test_ground_that_is_in_no_parcel_is_told(tmp_path: Path) -> None:
    site = found(farm(tmp_path, habitat("W", WEST)))
    assert "10,000 m² within the red line are in no habitat parcel" in site.findings[0].what


def test_off_site_parcels_may_lie_beyond_the_red_line_and_others_may_not(tmp_path: Path) -> None:
    beyond = shapely.box(600200, 140000, 600300, 140100)
    off = {"Location": "Off-site", "Spatial risk category": "Within waterbody catchment"}
    assert found(farm(tmp_path, habitat("F", FIELD), habitat("B", beyond, **off))).has_off_site
    said = refused(farm(tmp_path, habitat("F", FIELD), habitat("B", beyond)))
    assert "Habitats:2: B: 10,000 m² of it lie outside the red line" in said


def test_a_bow_tie_is_refused_with_its_place(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(600000, 140000), (600100, 140100), (600100, 140000), (600000, 140100)])
    said = refused(farm(tmp_path, habitat("B", bow_tie)))
    assert "Habitats:1: B crosses itself or is not whole: Self-intersection[600050 140050]" in said


def test_overlaps_are_refused_with_both_parcels_and_the_ground_they_share(tmp_path: Path) -> None:
    wide = shapely.box(600050, 140000, 600200, 140100)
    assert "W and E overlap on 5,000 m²" in refused(farm(tmp_path, habitat("W", WEST), habitat("E", wide)))
    green_wall = {"Baseline Broad Habitat Type": "Urban", "Baseline Habitat Type": "Ground based green wall"}
    assert found(farm(tmp_path, habitat("W", FIELD), habitat("G", WEST, **green_wall)))


def test_many_overlaps_are_counted_no_further_than_is_told(tmp_path: Path) -> None:
    alike = [habitat(f"H{number}", shapely.box(600000, 140000, 600100 - number, 140100)) for number in range(60)]
    said = refused(farm(tmp_path, habitat("F", FIELD), *alike))
    assert "F and H0 overlap on 10,000 m²" in said
    assert "So do at least 9" in said
    assert "So do 16 more pairs" in refused(farm(tmp_path, *alike[:9]))  # 36 pairs of nine


def nested(kind: int, deep: int) -> bytes:
    """A shape of a kind within which there are collections within collections."""
    return struct.pack("<BII", 1, kind, 1) + struct.pack("<BII", 1, 7, 1) * deep + struct.pack("<BII", 1, 3, 0)


@pytest.mark.parametrize(
    ("kind", "says"), [(7, "is a GeometryCollection, and should be a polygon"), (6, "has a shape that is broken")]
)
def test_shapes_within_shapes_are_not_followed(tmp_path: Path, kind: int, says: str) -> None:
    assert says in refused(farm(tmp_path, habitat("H", geometry_blob(nested(kind, 300_000)))))


@given(
    parts=st.lists(st.integers(600_000, 600_090), min_size=1, max_size=4, unique=True),
    holes=st.booleans(),
    high=st.booleans(),
    flavor=st.sampled_from(("iso", "extended")),
    order=st.sampled_from((0, 1)),
    one=st.sampled_from(("points", "lines", "polygons")),
)
def test_every_plain_shape_is_known_and_is_known_to_be_broken_when_it_is_cut_off(
    *, parts: list[int], holes: bool, high: bool, flavor: str, order: int, one: str
) -> None:
    corners = [[(at, 0), (at + 9, 0), (at + 9, 9), (at, 9)] for at in parts]
    inner = [[(at + 1, 1), (at + 2, 1), (at + 2, 2)] for at in parts]
    made = {
        "points": [shapely.Point(one[0]) for one in corners],
        "lines": [shapely.LineString(one) for one in corners],
        "polygons": [shapely.Polygon(one, [hole] * holes) for one, hole in zip(corners, inner, strict=True)],
    }[one]
    several = {"points": shapely.MultiPoint, "lines": shapely.MultiLineString, "polygons": shapely.MultiPolygon}[one]
    for shape in (made[0], several(made)):
        flat = shapely.force_3d(shape, 5.0) if high else shape
        dimensions = 3 if high else 2
        wkb = shapely.to_wkb(flat, output_dimension=dimensions, byte_order=order, flavor=flavor)
        assert kind_of(wkb) == {"Point": 1, "LineString": 2, "Polygon": 3}.get(
            shape.geom_type.removeprefix("Multi"), 0
        ) + (3 if shape.geom_type.startswith("Multi") else 0)
        for cut in {0, 4, len(wkb) // 2, len(wkb) - 1}:
            with pytest.raises(ValueError, match=r"too early|no plain kind"):
                kind_of(wkb[:cut])


def test_another_coordinate_system_is_refused(tmp_path: Path) -> None:
    said = refused(farm(tmp_path, epsg=4326))
    assert "Habitats: is in EPSG:4326, and has to be in the British National Grid (EPSG:27700)" in said


def test_degrees_that_are_called_metres_are_refused(tmp_path: Path) -> None:
    degrees = shapely.box(0.87, 51.1, 0.88, 51.2)
    other = shapely.box(-1, 51.1, 0, 51.2)
    said = refused(farm(tmp_path, habitat("D", other), red_line=[degrees]))
    assert "lies outside the British National Grid" in said


@pytest.mark.parametrize(
    ("habitats", "others", "says"),
    [
        ((), {"red_line": ()}, "Red Line Boundary: is empty"),
        ((), {"without": ("Habitats", "Hedgerows", "Rivers", "Urban Trees")}, "is empty: there is nothing in Habitats"),
        (
            (),
            {"without": ("Baseline Condition", "Proposed Condition")},
            "has no column 'Baseline Condition', 'Proposed",
        ),
        ((habitat("H", b"GP\x00\x01 broken"),), {}, "Habitats:1: H has"),
        ((habitat("H", LANE),), {}, "H is a LineString, and should be a polygon"),
        ((habitat("H", FIELD, **better(**{"Retention Category": "Kept"})),), {}, "its retention category is 'Kept'"),
        ((habitat("H", FIELD, Area="big"),), {}, "its area is 'big', which is no number"),
        ((), {"trees": [{**TREE, "Count": "9" * 30}]}, "which is no number of trees"),
        ((habitat("H", FIELD, Area="NaN"),), {}, "its area is 'NaN', which is no number"),
        ((habitat("H", FIELD, Area="1e99999999"),), {}, "its area is '1e99999999', which is no number"),
        ((habitat("H", FIELD, **better(**{ADVANCE: "1e99999999"})),), {}, "is '1e99999999', which is no whole number"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    tmp_path: Path, habitats: tuple[dict[str, object], ...], others: dict[str, object], says: str
) -> None:
    assert says in refused(farm(tmp_path, *habitats, **others))


def test_a_layer_is_a_table_of_what_was_written_and_of_nothing_that_is_worked_out(tmp_path: Path) -> None:
    file = farm(tmp_path)
    names = ", ".join(f'"{name}"' for name in layers()[0].columns.values())
    for made in (
        f"TABLE Habitats (fid INTEGER PRIMARY KEY, geom AS (zeroblob(900000000)), {names})",
        f"VIRTUAL TABLE Habitats USING fts5(geom, {names})",
        "VIEW Habitats AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    ):
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("DROP TABLE IF EXISTS Habitats")
            connection.execute(f"CREATE {made}")
            if "VIEW" not in made:
                connection.execute("INSERT INTO Habitats (rowid) VALUES (1)")
            connection.commit()
        assert "is empty: there is nothing in" in refused(file)


def test_no_value_is_larger_than_a_file_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lnrs.metric_files.limits.FILE_BYTES", 200_000)
    file = farm(tmp_path)
    data = file.read_bytes()
    layers_of(data, file, ["Habitats"])
    monkeypatch.setattr("lnrs.metric_files.limits.FILE_BYTES", 50)
    with pytest.raises(MetricFileRefused, match="string or blob too big"):
        layers_of(data, file, ["Habitats"])


def test_a_coordinate_system_without_a_number_is_none_that_is_known(tmp_path: Path) -> None:
    file = farm(tmp_path)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 'grid'")
        connection.commit()
    assert "is in no coordinate system that EPSG has" in refused(file)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    file = farm(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 3])
    assert "is broken, and no GeoPackage" in refused(file)
    file.write_bytes(b"SQLite format 3\x00" + bytes(200))
    assert "no GeoPackage" in refused(file)
