"""Spatial risk with real zones: multipliers are the metric's own workbook's, neighbours those that others published."""

import json
import warnings
from datetime import date
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from lnrs.bng.spatial_risk import Place, spatial_risk
from lnrs.bng.spatial_rules import scheme_named
from lnrs.network.neighbours import zone_neighbours

pytestmark = pytest.mark.real_data

ROWS = {
    ("area", "same"): "Compensation inside LPA boundary or NCA of impact site",
    ("area", "neighbouring"): "Compensation outside LPA or NCA of impact site, but in neighbouring LPA or NCA",
    ("area", "beyond"): "Compensation outside LPA or NCA of impact site and neighbouring LPA or NCA",
    ("watercourse", "same"): "Within waterbody catchment",
    ("watercourse", "neighbouring"): "Outside waterbody catchment, but within operational catchment",
    ("watercourse", "beyond"): "Outside operational catchment",
    ("intertidal", "same"): "Intertidal habitats - Compensation inside Marine Plan Area of impact site",
    ("intertidal", "neighbouring"): (
        "Intertidal habitats - Compensation outside same Marine Plan Area but in neighbouring Marine Plan Area"
    ),
    ("intertidal", "beyond"): (
        "Intertidal habitats - Compensation outside Marine Plan Area of impact site and beyond neighbouring Marine "
        "Plan Area"
    ),
}


def test_neighbours_of_character_areas_are_those_published_and_decide(shared_data: Path) -> None:
    """159 National Character Areas with 388 pairs of neighbours; the list was made by others."""
    boundaries = shared_data / "boundaries"
    frame = gpd.read_parquet(boundaries / "national_character_areas_england_simplified_2026.parquet")
    found = zone_neighbours(frame, "NCA_Name")
    listed = json.loads((boundaries / "nca_adjacency.json").read_text(encoding="utf-8"))
    published = {area["name"]: {other["name"] for other in area["adjacents"]} for area in listed}
    assert found == published
    assert sum(map(len, published.values())) == 2 * 388
    here = Place(lpa="Ashford", nca="Low Weald")
    for nca, expected in [("Low Weald", 1.0), ("High Weald", 0.75), ("Cheviot Fringe", 0.5)]:
        there, known = Place(lpa="Leeds", nca=nca), {"nca": found, "lpa": {}}
        answer = spatial_risk(here, there, "area", on=date(2026, 11, 27), neighbours=known)  # type: ignore[arg-type]
        assert answer.multiplier == expected


def test_every_multiplier_is_the_workbooks(shared_data: Path) -> None:
    file = shared_data / "bng" / "metric_workbooks" / "statutory_metric_filled_test_2024.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the workbook has extensions that openpyxl leaves out
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        found = {
            str(row[at]).strip(): row[at + 1]
            for sheet in ("G-3 Multipliers", "G-7 WaterC' Data")
            for row in book[sheet].iter_rows(values_only=True)
            for at in range(len(row) - 1)
            if isinstance(row[at], str)
        }
        book.close()
    scheme = scheme_named("authority_or_character_area")
    for (kind, near), words in ROWS.items():
        for zones in scheme.uses[kind]:  # type: ignore[index]
            assert found[words] == getattr(zones, near), words
