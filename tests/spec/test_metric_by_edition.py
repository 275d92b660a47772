"""Strategic significance of a metric from an edition: parcels are split where what it maps begins and ends."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import shapely

from lnrs.bng.net_change import metric_of
from lnrs.edition import read as edition
from lnrs.errors import CannotWrite, MetricFileRefused
from lnrs.metric_files import MetricFile, read
from lnrs.net_gain import by_edition
from lnrs.net_gain.assessment import assess
from lnrs.net_gain.by_edition import Strategy, with_significance
from lnrs.net_gain.example import write_example
from lnrs.significance import Makes, MappedLand

from ..metric_case import FIELD, IN_STRATEGY, LANE, NOT_IN_STRATEGY, better, habitat, write_geopackage, write_workbook
from ..unit.edition_case import case

DAY = date(2026, 11, 27)
NEUTRAL = "Grassland - Other neutral grassland"
WEST, EAST = shapely.box(600000, 140000, 600050, 140100), shapely.box(600050, 140000, 600200, 140100)
"""Half a hectare, and a hectare and a half: the field together."""
COUNTY = shapely.box(590000, 130000, 610000, 150000)
HEDGE = {"Parcel Ref": "HG1", "shape": LANE, "Length": 200, "Baseline Hedge Type": "Native hedgerow",
         "Baseline Condition": "Poor", "Baseline Strategic Significance": NOT_IN_STRATEGY,
         "Retention Category": "Retained", "Location": "On-site"}  # fmt: skip
TREE = {"Tree Ref": "T1", "shape": shapely.Point(600020, 140050), "Baseline Rural or Urban Tree": "Rural",
        "Baseline Tree Size": "Small", "Baseline Condition": "Good", "Location": "On-site", "Count": 1,
        "Baseline Strategic Significance": NOT_IN_STRATEGY, "Retention Category": "Retained"}  # fmt: skip
Applied = Callable[..., MetricFile]


@pytest.fixture
def applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Applied:
    """A farm, with the significance of a strategy that maps a measure on the west of its field."""

    def apply(
        features: dict[str, list[dict[str, object]]],
        makes: tuple[Makes, ...] = (Makes("GL1.1", NEUTRAL, "enhancement"),),
        area: shapely.Geometry = COUNTY,
        districts: dict[str, shapely.Geometry] | None = None,
    ) -> MetricFile:
        lands = (MappedLand(frozenset({"GL1.1"}), WEST),)
        strategy = Strategy("the example", False, lands, makes, area, districts or {})
        monkeypatch.setattr(by_edition, "strategy_on", lambda *_: strategy)
        return with_significance(read(write_geopackage(tmp_path / "farm.gpkg", features)), tmp_path)

    return apply


def said(found: MetricFile) -> str:
    return "\n".join(map(str, found.findings))


def test_a_field_that_is_made_better_is_split_at_the_edge_of_the_mapped_land(applied: Applied) -> None:
    found = applied({"Habitats": [habitat("F", FIELD, **better())]})
    levels = {one.ref: (one.existing.size, one.state.significance) for one in found.plan.enhanced}
    assert levels == {"F/1": (Fraction(1, 2), "high"), "F/2": (Fraction(3, 2), "low")}
    assert {one.state.significance for one in found.plan.existing} == {"low"}
    assert "F: significance of what it becomes is high in the file, and by the edition high on 0.5 ha" in said(found)


def test_only_a_habitat_that_the_measure_makes_is_of_high_significance(applied: Applied) -> None:
    other = better(**{"Proposed Habitat Type": "Modified grassland"})
    found = applied({"Habitats": [habitat("F", FIELD, **other)]})
    assert [(one.ref, one.state.significance) for one in found.plan.enhanced] == [("F", "low")]


def test_habitat_that_is_lost_and_habitat_that_is_made_there_are_split_each_by_its_own(applied: Applied) -> None:
    lost = better(**{"Retention Category": "Lost"})
    found = applied({"Habitats": [habitat("F", FIELD, **lost)]}, makes=(Makes("GL1.1", NEUTRAL, "creation"),))
    assert [(one.ref, one.size) for one in found.plan.existing] == [("F", 2)]
    assert [(one.ref, one.size, one.state.significance) for one in found.plan.created] == [
        ("F/1", Fraction(1, 2), "high"),
        ("F/2", Fraction(3, 2), "low"),
    ]


def test_hedges_are_split_by_length_and_trees_are_where_they_stand(applied: Applied) -> None:
    makes = (Makes("GL1.1", "Native hedgerow", "both"), Makes("GL1.1", "Individual trees - Rural tree", "both"))
    features = {"Habitats": [habitat("F", FIELD)], "Hedgerows": [HEDGE], "Urban Trees": [TREE]}
    found = applied(features, makes)
    parcels = {one.ref: (one.size, one.state.significance) for one in found.plan.existing}
    assert parcels["HG1/1"] == (Fraction(1, 20), "high")
    assert parcels["HG1/2"] == (Fraction(3, 20), "low")
    assert parcels["T1"][1] == "high"
    assert "high on the trees" in said(found)


def test_parcels_are_split_where_planning_authorities_meet(applied: Applied) -> None:
    districts = {
        "North": shapely.box(590000, 140050, 610000, 150000),
        "South": shapely.box(590000, 130000, 610000, 140050),
    }
    found = applied({"Habitats": [habitat("F", FIELD)]}, districts=districts)
    assert [(one.ref, one.size) for one in found.plan.existing] == [("F/1", 1), ("F/2", 1)]


def test_land_outside_the_strategy_keeps_what_the_file_says(applied: Applied) -> None:
    strategic = {"Baseline Strategic Significance": IN_STRATEGY}
    found = applied({"Habitats": [habitat("F", FIELD, **strategic)]}, area=WEST)
    assert [(one.size, one.state.significance) for one in found.plan.existing] == [
        (Fraction(1, 2), "low"),
        (Fraction(3, 2), "high"),
    ]
    assert "low on 0.5 ha; 1.5 ha outside its area keep what the file says" in said(found)


def test_the_sum_changes_by_significance_alone(applied: Applied) -> None:
    features = {"Habitats": [habitat("F", FIELD, **better())]}
    after = metric_of(applied(features).plan, on=DAY).module("area").on_site.after
    everywhere = metric_of(applied(features, area=shapely.box(0, 0, 1, 1)).plan, on=DAY).module("area").on_site.after
    assert after == everywhere / Fraction("1.15") * (Fraction(1, 4) * Fraction("1.15") + Fraction(3, 4))


def test_a_workbook_has_no_shapes_to_ask_about(tmp_path: Path) -> None:
    with pytest.raises(MetricFileRefused, match="has no shapes, so an edition cannot say what is mapped"):
        assess(write_workbook(tmp_path / "m.xlsx"), on=DAY, edition=tmp_path)


def test_an_edition_says_what_its_own_map_says(tmp_path: Path) -> None:
    """The example lies across the edge of mapped land of a real edition; its split is worked out again, plainly."""
    folder = case().edition
    write_example(tmp_path / "farm.gpkg", folder)
    found = assess(tmp_path / "farm.gpkg", on=DAY, edition=folder)
    plan, plain = found.file.plan, read(tmp_path / "farm.gpkg")
    makes = {
        row["measure"]
        for row in edition.table(folder, "metric_habitats")
        if row["metric_habitat"] == plain.plan.created[0].state.habitat and row["intervention"] in ("creation", "both")
    }
    measures = edition.frame(folder, "measures")
    mapped = shapely.union_all(list(measures.geometry[measures["measure"].isin(makes)]))
    made = shapely.from_wkb(plain.shapes["H2"])
    high = sum(one.size for one in plan.created if one.module == "area" and one.state.significance == "high")
    assert 0 < high < 1
    assert float(high) == pytest.approx(made.intersection(mapped).area / 10_000, abs=1e-4)
    assert sum(one.size for one in plan.created if one.module == "area") == 1
    assert "is no published one, so this is provisional" in said(found.file)


def test_the_example_is_a_sound_metric_that_a_gis_opens(tmp_path: Path) -> None:
    import pyogrio

    write_example(tmp_path / "farm.gpkg", None)
    assert {name for name, _ in pyogrio.list_layers(tmp_path / "farm.gpkg")} == {
        "Red Line Boundary", "Habitats", "Hedgerows", "Rivers", "Urban Trees",
    }  # fmt: skip
    assert pyogrio.read_info(tmp_path / "farm.gpkg", layer="Habitats")["crs"] == "EPSG:27700"
    found = assess(tmp_path / "farm.gpkg", on=DAY)
    assert found.metric.module("area").missing == 0
    write_example(tmp_path / "again.gpkg", None)
    assert (tmp_path / "again.gpkg").read_bytes() == (tmp_path / "farm.gpkg").read_bytes()


def test_the_example_takes_the_place_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.gpkg").write_text("months of work")
    with pytest.raises(CannotWrite, match=r"mine\.gpkg: is there already\."):
        write_example(tmp_path / "mine.gpkg", None)
    assert (tmp_path / "mine.gpkg").read_text() == "months of work"
