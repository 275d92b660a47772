"""The files of one edition of the invented England, by the writers of every edition.

There is no statement and there are no tiles: nothing that joins strategies reads them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

import lnrs
from lnrs.edition import geopackage, manifest, parquet, tables
from lnrs.edition.content import INVENTED
from lnrs.edition.manifest import Manifest
from lnrs.edition.write import counts
from lnrs.habitat_map.build import HabitatMap
from lnrs.habitat_map.figures import summary
from lnrs.habitat_map.topology import Topology
from lnrs.model import Mapping as LandDivision
from lnrs.model import Procedure, StrategyRecord
from lnrs.sketch.england.area import AreaSketch
from lnrs.strategy.folder import Strategy
from lnrs.units import HA_M2

CRITERIA = {
    "pm_loc_id": "int32",
    "criterion": "str",
    "value": "float64",
    "unit": "str",
    "points": "float64",
    "weight": "float64",
}
FRAMES = ("measures", "important", "importance", "become")


def write_files(sketch: AreaSketch, record: StrategyRecord, parameters: Mapping[str, Any], folder: Path) -> Manifest:
    """Write a whole edition of an area's sketch into an empty folder; `parameters` go into its provenance.

    Raises CannotWrite where a file comes out damaged.
    """
    strategy, habitat_map = _strategy(sketch, record), _habitat_map(sketch)
    notes = _notes(sketch, record)
    for room in ("data", "tables", "figures"):
        (folder / room).mkdir()
    for name, frame in _frames(sketch):
        parquet.write(frame, folder / "data" / f"{name}.parquet", notes)
    geopackage.write(strategy, habitat_map, notes, folder / geopackage.FILE)
    for name, table in tables.records_of(strategy).items():
        tables.write_csv(table, folder / "tables" / f"{name}.csv")
    for name, table in habitat_map.figures.items():
        tables.write_csv(table, folder / "figures" / f"{name}.csv")
    _write_json([], folder / "findings.json")
    _write_json(_provenance(sketch, parameters), folder / "provenance.json")
    found = manifest.describe(
        record,
        sketch.area,
        f"lnrs {lnrs.__version__}",
        counts(strategy, habitat_map),
        manifest.entries(folder),
    )
    manifest.write(found, folder)
    return found


def _frames(sketch: AreaSketch) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "area", sketch.outline
    yield from ((name, getattr(sketch, name)) for name in FRAMES)
    yield "habitats", sketch.habitats
    yield "criteria", _no_criteria()


def _strategy(sketch: AreaSketch, record: StrategyRecord) -> Strategy:
    """The words as a strategy that has no folder."""
    said = sketch.words
    return Strategy(
        folder=Path(),
        record=record,
        mapping=LandDivision(),
        procedure=Procedure(),
        area=sketch.area,
        themes=said.themes,
        priorities=said.priorities,
        measures=said.measures,
        species=(),
        funding=(),
        metric_habitats=said.metric_habitats,
        rules={},
        prose={},
        layers={},
    )


def _habitat_map(sketch: AreaSketch) -> HabitatMap:
    return HabitatMap(
        area=sketch.outline,
        important=sketch.important,
        importance=sketch.importance,
        measures=sketch.measures,
        criteria=_no_criteria(),
        become=sketch.become,
        joins=pd.DataFrame(),
        figures=_figures(sketch),
        topology=Topology(0.0, 0.0, 0, 0),
        keys={},
    )


def _no_criteria() -> pd.DataFrame:
    """Places of a sketch follow no rule, so that none has a criterion."""
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in CRITERIA.items()})


def _figures(sketch: AreaSketch) -> dict[str, pd.DataFrame]:
    mapped = sketch.measures
    mapped_ha = float(mapped.drop_duplicates("piece")["area_ha"].sum())
    area_ha = float(sketch.outline.area.sum()) / HA_M2
    by_ref = mapped.groupby("measure")["area_ha"].agg(["size", "sum"]).reset_index()
    by_ref.columns = pd.Index(["measure", "pieces", "area_ha"])
    sites = sketch.important.groupby("apib_type")["area_ha"].agg(["size", "sum"]).reset_index()
    sites.columns = pd.Index(["apib_type", "sites", "area_ha"])
    extent = pd.DataFrame({"habitat": sketch.habitats["habitat"], "area_ha": sketch.habitats.area / HA_M2})
    return {
        "summary": summary(area_ha, sketch.important, sketch.importance, sketch.become, mapped_ha),
        "by_measure": by_ref,
        "important_by_type": sites,
        "habitat_extent": extent.groupby("habitat")["area_ha"].sum().reset_index(),
    }


def _notes(sketch: AreaSketch, record: StrategyRecord) -> dict[str, str]:
    """What every file says of where it comes from."""
    return {
        "TITLE": record.title,
        "AREA": sketch.area.name,
        "RESPONSIBLE_AUTHORITY": sketch.area.responsible_authority,
        "EDITION": f"{record.edition} ({record.status}), as of {record.as_of.isoformat()}",
        "ATTRIBUTION": OUTLINES,
        "NOTICE": INVENTED,
    }


OUTLINES = (
    "Outline generalised from Local Nature Recovery Strategy Areas (England), Natural England, Open Government Licence "
    "v3.0. All else is invented."
)


def _provenance(sketch: AreaSketch, parameters: Mapping[str, Any]) -> dict[str, Any]:
    themes = {f"theme {theme.prefix}": vars(theme) for theme in sketch.words.themes}
    return {
        "schema": 1,
        "software": {"name": "lnrs", "version": lnrs.__version__},
        "parameters": dict(parameters),
        "sources": {},
        "files": {},
        "settings": themes,
        "prose": {},
        "rules": {},
        "derivation": [],
    }


def _write_json(content: Any, path: Path) -> None:
    path.write_text(manifest.to_json(content), encoding="utf-8", newline="\n")
