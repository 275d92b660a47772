"""An England edition's folder as unsaved records of the site. Opens files, and no database."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import shapely
from django.utils.text import slugify

from lnrs.model import areas
from lnrs.network.sealing import England
from lnrs.outlines import outline
from lnrs_web.editions.located import box_of
from lnrs_web.england.models import EnglandArea, EnglandEdition, Extent, HabitatFigure

LAYERS = ("important", "become", "measures")
Status = EnglandArea.Status
DRAFT, NONE = str(Status.DRAFT), str(Status.NONE)
STATUSES = {"published": str(Status.PUBLISHED), "final": str(Status.PUBLISHED), "": str(Status.UNKNOWN)}
"""What an edition says of itself, as a status of its area; any other word is a draft's."""


def is_invented(record: England) -> bool:
    """Whether any strategy in it says that it is invented, or the network's own name does."""
    return "(invented)" in record.name or any(_is_invented(source) for source in record.sources)


def _is_invented(source: Mapping[str, Any]) -> bool:
    return bool(source.get("invented")) or "(invented)" in source.get("title", "")


def areas_of(folder: Path, record: England, edition: EnglandEdition) -> Iterator[EnglandArea]:
    """All 48 areas, with the strategy of each that was joined."""
    sources = {int(source["lnrs_id"]): source for source in record.sources}
    land = {(int(row["lnrs_id"]), row["layer"]): float(row["extent_ha"]) for row in _whole_layers(folder)}
    described = Counter(int(row["lnrs_id"]) for row in _rows(folder / "tables" / "measures.csv"))
    for area in areas():
        source = sources.get(area.lnrs_id, {})
        wkb = shapely.to_wkb(outline(area.lnrs_id))
        yield EnglandArea(
            edition=edition,
            lnrs_id=area.lnrs_id,
            slug=slugify(area.name),
            name=area.name,
            responsible_authority=area.responsible_authority,
            status=STATUSES.get(source.get("status", ""), DRAFT) if source else NONE,
            title=source.get("title", ""),
            source=source.get("source", ""),
            source_identity=source.get("identity", ""),
            source_as_of=_date(source.get("as_of", "")),
            measures=described[area.lnrs_id],
            area_ha=area.published_area_ha,
            **{f"{layer}_ha": land.get((area.lnrs_id, layer), 0.0) if source else None for layer in LAYERS},
            wkb=wkb,
            **box_of(wkb),
        )


def _whole_layers(folder: Path) -> Iterator[dict[str, str]]:
    return (row for row in _rows(folder / "figures" / "extents.csv") if row["layer"] in LAYERS and not row["about"])


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def extents(folder: Path, edition: EnglandEdition) -> Iterator[Extent]:
    """Hectares of every kind of land in every area and in England."""
    for row in _rows(folder / "figures" / "extents.csv"):
        yield Extent(
            edition=edition,
            lnrs_id=int(row["lnrs_id"]),
            layer=row["layer"],
            about=row["about"],
            extent_ha=float(row["extent_ha"]),
            share_of_area=float(row["share_of_area"]),
        )


NUMBERS = ("extent_ha", "mean_patch_ha", "largest_patch_ha", "mesh_ha", "connected_ha")


def habitats(folder: Path, edition: EnglandEdition) -> Iterator[HabitatFigure]:
    """Patches and connectedness of every habitat in every area and in England."""
    for row in _rows(folder / "figures" / "habitats.csv"):
        yield HabitatFigure(
            edition=edition,
            lnrs_id=int(row["lnrs_id"]),
            habitat=row["habitat"],
            state=row["state"],
            patches=int(row["patches"]),
            **{name: float(row[name]) for name in NUMBERS},
        )


def notes(folder: Path, lnrs_id: int) -> list[dict[str, Any]]:
    """What was guessed, repaired, refused or left out when an area's strategy was read: file, row, kind, says, do."""
    file = folder / "notes" / f"{lnrs_id:02d}.json"
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    return found


CONFLICTS, BORDERS = "conflicts.parquet", "figures/borders.csv"
TOLD = ("kind", "a", "b", "habitat_a", "action_a", "habitat_b", "action_b", "frontage_m", "overlap_ha", "state")
"""Columns of `conflicts.parquet` that the pages tell."""


def conflicts(folder: Path, lnrs_id: int) -> list[dict[str, Any]]:
    """Where an area and a neighbour map what is at odds, as `lnrs.network.conflicts` has it; none where the edition has
    no list of them."""
    file = folder / CONFLICTS
    if not file.is_file():
        return []
    found: list[dict[str, Any]] = pq.read_table(file, columns=list(TOLD)).to_pylist()
    return [row for row in found if lnrs_id in (int(row["a"]), int(row["b"]))]


def borders(folder: Path, lnrs_id: int) -> dict[int, dict[str, float]]:
    """What is known of the border of an area with each neighbour, by the neighbour's number: border_m, contact_m,
    both_map_ha, conflicts, open and the like."""
    found = {}
    for row in _rows(folder / BORDERS):
        ends = int(row.pop("a")), int(row.pop("b"))
        if lnrs_id in ends:
            found[sum(ends) - lnrs_id] = {name: float(value or 0) for name, value in row.items()}
    return found


def has_borders(folder: Path) -> bool:
    """Whether the edition says what neighbours disagree about."""
    return (folder / BORDERS).is_file()


def _rows(file: Path) -> Sequence[dict[str, str]]:
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
