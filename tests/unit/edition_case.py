"""A whole small strategy folder, written as a person would, and what is made of it: the case that edition tests share.

The land is a kilometre and a half of fields near Wye: letters are square fields of one hectare. A wood (W) and a meadow
(M) are of importance, the south (row 0 to 3) is on shallow lime-rich soil, a river runs along the east.
"""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from lnrs.edition.content import content_of, sheet_of
from lnrs.edition.findings import findings
from lnrs.edition.manifest import Manifest
from lnrs.edition.provenance import provenance
from lnrs.edition.write import write
from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache
from lnrs.layers import store
from lnrs.layers.catalogue import layer_named
from lnrs.layers.record import record_of
from lnrs.model import FundingRoute, MetricHabitat, PotentialMeasure, Priority, Species
from lnrs.strategy.folder import Strategy, read
from lnrs.strategy.tables import write_table

WEST_M, SOUTH_M, FIELD_M = 605_000, 146_000, 100

LAND = """
    . . . . . . . . . . . . . g g
    . . . . . W W . . . . . . g g
    . . . . W W W . . . . . g g g
    . . . . . W W . . . . . . g g
    . . . . . . . . . . . . . g g
    g g g . . . . . # # . . . g g
    g M M g . . . # # # . . . g g
    g M M g . . . . # # . . . g g
    g g g g . . . . . . . . . g g
    . . . . . . . . . . . . . g g
"""

LEGEND = {
    ".": ("arable", ""),
    "g": ("improved grassland", ""),
    "M": ("semi-natural grassland", "lowland meadow"),
    "W": ("broadleaved woodland", "lowland mixed deciduous woodland"),
    "#": ("built-up", ""),
}

SETTINGS = """
[strategy]
area = 40
title = "Example strategy for nature"
edition = "draft-1"
as_of = 2026-10-01
invented = true

[procedure]
preparation_published = 2026-01-15

[[theme]]
prefix = "GL"
name = "Grassland"
aim = "More meadows, and nearer to one another."
colour = "#5b8c2a"

[[theme]]
prefix = "WTH"
name = "Woodland, trees and hedges"
aim = "Woods that join."
colour = "#2f5d3a"
"""

MEADOW_RULE = """
because = "Meadow next to meadow is colonised soonest."

[eligible]
land_cover = ["arable", "improved grassland"]

[exclude]
inside = ["areas_of_particular_importance"]

[[criteria]]
kind = "distance"
name = "near lowland meadow"
habitat = ["lowland meadow"]
worst_m = 600
weight = 3

[[criteria]]
kind = "share"
name = "on shallow lime-rich soil"
layer = "soils"
value = ["shallow lime-rich"]

[select]
area_ha = {area_ha}
min_score = 0.2
"""

WOOD_RULE = """
because = "A wood grows best from its edge."

[eligible]
land_cover = ["arable"]

[exclude]
inside = ["areas_of_particular_importance"]

[[criteria]]
kind = "distance"
name = "near woodland"
habitat = ["lowland mixed deciduous woodland"]
worst_m = 400

[select]
area_ha = 12
"""

BIRD_RULE = """
because = "Turtle doves come back to where they were."

[eligible]
land_cover = ["arable"]

[[criteria]]
kind = "distance"
name = "near a turtle dove"
layer = "species_records"
worst_m = 500
weight = 2

[[criteria]]
kind = "distance"
name = "near woodland"
habitat = ["lowland mixed deciduous woodland"]
worst_m = 900

[select]
area_ha = 6
"""

PROSE = {
    "summary": "## Summary\n\nAn invented example.\n",
    "area": "## The area\n\nFields, a wood and a meadow.\n",
    "opportunities": "## Opportunities\n\nThe meadow could grow.\n",
    "method": "## Method\n\nRules choose the land.\n",
    "using": "## Using the map\n\nIt asks nothing of anyone.\n",
}

PRIORITIES = (
    Priority(
        "GL1", "GL", "habitat", "More and better meadows", "Few are left.", ("pollination",), ("species abundance",)
    ),
    Priority("WTH2", "WTH", "habitat", "Woods that join", "They are small.", ("carbon",), ("trees",)),
    Priority("WTH3", "WTH", "species", "Turtle doves return", "They are nearly gone.", ("none known",), ("abundance",)),
)

MEASURES = (
    PotentialMeasure(
        "GL1.1",
        "Make lowland meadow",
        "Sow local seed.",
        "create",
        True,
        ("GL1", "WTH3"),
        habitat="lowland meadow",
        who=("farmers",),
        wider_benefits=("pollination",),
        funding=("SFI1",),
    ),
    PotentialMeasure(
        "GL1.2",
        "Cut verges late",
        "Once a year, in September.",
        "manage",
        False,
        ("GL1",),
        wider_benefits=("pollination",),
        not_mapped_because="Verges are everywhere.",
    ),
    PotentialMeasure("WTH2.1", "Let woods grow outward", "From the edge.", "create", True, ("WTH2",)),
)

BIRD_MEASURE = PotentialMeasure("WTH3.1", "Leave scrub for doves", "And water.", "manage", True, ("WTH3",))

SPECIES = (
    Species("S1", "Turtle dove", "Streptopelia turtur", "birds", "Red listed.", "its own measures", ("WTH2.1",)),
)
FUNDING = (
    FundingRoute("SFI1", "Sustainable Farming Incentive", "Meadow", "Pays.", "https://www.gov.uk/", date(2026, 9, 1)),
)
METRIC = (MetricHabitat("GL1.1", "Grassland - Lowland meadows", "creation"),)


def write_folder(folder: Path, *, meadow_ha: float = 20, edition: str = "draft-1", with_birds: bool = False) -> Path:
    """Write the strategy folder; the arguments are what tests change between two editions."""
    (folder / "rules").mkdir(parents=True)
    (folder / "prose").mkdir()
    (folder / "strategy.toml").write_text(SETTINGS.replace("draft-1", edition))
    measures = (*MEASURES, *((BIRD_MEASURE,) if with_birds else ()))
    write_table(folder / "priorities.csv", Priority, PRIORITIES)
    write_table(folder / "measures.csv", PotentialMeasure, measures)
    write_table(folder / "species.csv", Species, SPECIES)
    write_table(folder / "funding.csv", FundingRoute, FUNDING)
    write_table(folder / "metric_habitats.csv", MetricHabitat, METRIC)
    rules = {"GL1.1": MEADOW_RULE.format(area_ha=meadow_ha), "WTH2.1": WOOD_RULE}
    for ref, text in (rules | ({"WTH3.1": BIRD_RULE} if with_birds else {})).items():
        (folder / "rules" / f"{ref}.toml").write_text(text)
    for chapter, text in PROSE.items():
        (folder / "prose" / f"{chapter}.md").write_text(text)
    for name, frame in layers(with_birds).items():
        record = record_of(layer_named(name), version="2026", retrieved=date(2026, 9, 1), source="a drawing")
        store.write(frame, folder / "layers", name, record)
    return folder


def layers(with_birds: bool = False) -> dict[str, gpd.GeoDataFrame]:
    """Every layer of the folder, by its id."""
    parcels = land_parcels()
    whole = box(0, 0, 15, 10)
    sssi = _frame({"ref": ["S1"], "name": ["Example Wood"]}, [_multi(box(4, 6, 7, 9))])
    found = {
        "strategy_area": _frame({"lnrs_id": [40], "name": ["Kent and Medway"]}, [_multi(whole)]),
        "districts": _frame(
            {"code": ["E1", "E2"], "name": ["West", "East"]}, [_multi(box(0, 0, 8, 10)), _multi(box(8, 0, 15, 10))]
        ),
        "parishes": _frame(
            {"code": ["P1", "P2"], "name": ["Wyeham", "Stourham"], "district": ["E1", "E2"]},
            [_multi(box(0, 0, 8, 10)), _multi(box(8, 0, 15, 10))],
        ),
        "wards": _frame(
            {"code": ["W1", "W2"], "name": ["Wye Downs", "Stourham"]},
            [_multi(box(0, 0, 6, 10)), _multi(box(6, 0, 15, 10))],
        ),
        "constituencies": _frame({"code": ["C1"], "name": ["Wye and Stour"]}, [_multi(whole)]),
        "sites_of_special_scientific_interest": sssi,
        "local_nature_reserves": _frame({"ref": ["L1"], "name": ["Example Meadow"]}, [_multi(box(1, 2, 3, 4))]),
        "ancient_woodland": _frame(
            {"ref": ["A1"], "name": ["Example Wood"], "kind": ["ancient semi-natural woodland"]},
            [_multi(box(5, 6, 7, 9))],
        ),
        "land_parcels": parcels,
        "soils": _frame(
            {"soil": ["shallow lime-rich", "freely draining loam"]},
            [_multi(box(0, 0, 15, 4)), _multi(box(0, 4, 15, 10))],
        ),
        "rivers": _frame(
            {"ref": ["R1"], "name": ["Stour"], "kind": ["main river"]},
            [shapely.multilinestrings([shapely.linestrings([point(13, 0), point(13, 10)])])],
        ),
        "towns": _frame({"name": ["Wye"], "population": [2300], "kind": ["village"]}, [shapely.Point(point(9, 4))]),
        "postcodes": _frame(
            {"postcode": ["ZZ1 1AA", "ZZ1 1AB"]}, [shapely.Point(point(2.5, 3.5)), shapely.Point(point(9, 4.5))]
        ),
    }
    if with_birds:
        found["species_records"] = _frame(
            {
                "ref": ["B1"],
                "scientific_name": ["Streptopelia turtur"],
                "common_name": ["Turtle dove"],
                "recorded": ["2025-06-01"],
                "resolution_m": [1000],
                "sensitive": [True],
            },
            [shapely.Point(point(10.5, 1.5))],
        )
    return found


def land_parcels() -> gpd.GeoDataFrame:
    """A parcel for each letter of LAND, named by its column and row from the south-west."""
    rows = [line.split() for line in LAND.strip().splitlines()]
    fields = [
        (f"{col},{len(rows) - 1 - row}", *LEGEND[letter], box(col, len(rows) - 1 - row, col + 1, len(rows) - row))
        for row, letters in enumerate(rows)
        for col, letter in enumerate(letters)
    ]
    return gpd.GeoDataFrame(fields, columns=["parcel_id", "land_cover", "habitat", "geometry"], crs=27700)


def point(col: float, row: float) -> tuple[float, float]:
    """Easting and northing of a place counted in fields from the south-west corner."""
    return WEST_M + col * FIELD_M, SOUTH_M + row * FIELD_M


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle counted in fields."""
    return shapely.box(*point(west, south), *point(east, north))


def made(folder: Path, cache: Cache) -> tuple[Strategy, HabitatMap]:
    """The strategy of a folder, and its map."""
    strategy = read(folder)
    return strategy, build(strategy, cache)


def write_edition(folder: Path, target: Path, cache: Cache) -> Manifest:
    """The edition of a strategy folder."""
    strategy, habitat_map = made(folder, cache)
    shown = content_of(sheet_of(strategy, habitat_map.area, cache), habitat_map).habitat_map
    return write(strategy, shown, findings(strategy, shown), provenance(strategy), target, cache=cache)


@dataclass(frozen=True)
class Case:
    """A finished edition, to be looked at and never changed: `copied` gives one that may be."""

    folder: Path
    edition: Path
    cache: Cache
    strategy: Strategy
    habitat_map: HabitatMap
    manifest: Manifest


@cache
def case(*, with_birds: bool = False, meadow_ha: float = 20, edition: str = "draft-1") -> Case:
    """The edition of the folder with these changes, made once in a test run."""
    room = _room()
    name = f"{edition}-{meadow_ha:g}-{with_birds}"
    folder = write_folder(room / name, meadow_ha=meadow_ha, edition=edition, with_birds=with_birds)
    kept = Cache(room / "cache")
    manifest = write_edition(folder, room / f"{name}-edition", kept)
    return Case(folder, room / f"{name}-edition", kept, *made(folder, kept), manifest)


def copied(edition: Path, to: Path) -> Path:
    """A copy of an edition that a test may spoil."""
    return Path(shutil.copytree(edition, to))


@cache
def _room() -> Path:
    room = Path(tempfile.mkdtemp(prefix="lnrs-edition-case-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    return room


def _multi(polygon: shapely.Polygon) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([polygon])


def _frame(columns: Mapping[str, list], shapes: list) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(dict(columns), geometry=np.array(shapes, dtype=object), crs=27700)
