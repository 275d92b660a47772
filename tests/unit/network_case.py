"""Small editions of several areas, written in a moment, for tests of what joins them."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import shapely

from lnrs.edition import manifest
from lnrs.edition.manifest import Manifest
from lnrs.model import areas
from lnrs.network.folder import NetworkFile, NetworkSource, write


@dataclass(frozen=True)
class CaseMeasure:
    """A measure with its words and the places where it is mapped; what it makes and does, where the edition says it."""

    words: str
    places: Sequence[shapely.Geometry] = ()
    habitat: str = ""
    action: str = ""


def write_edition(folder: Path, lnrs_id: int, outline: shapely.Geometry, measures: Mapping[str, CaseMeasure]) -> None:
    """An edition folder of an area, with what readers of the network ask of one."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "tables").mkdir(exist_ok=True)
    area = next(area for area in areas() if area.lnrs_id == lnrs_id)
    places = [(ref, place) for ref, one in measures.items() for place in one.places]
    layer(folder, "area", {"lnrs_id": [lnrs_id], "name": [area.name]}, [outline])
    layer(
        folder,
        "measures",
        {"pm_loc_id": [*range(1, len(places) + 1)], "measure": [ref for ref, _ in places]},
        [place for _, place in places],
    )
    layer(folder, "important", {name: [] for name in ("apib_id", "apib_type", "apib_name", "apib_site_id")}, [])
    layer(folder, "become", {"acb_id": [*range(len(places))]}, [place for _, place in places])
    table(
        folder,
        "measures",
        ("ref", "measure", "action", "mapped", "priorities", "habitat"),
        [(ref, one.words, one.action, "yes" if one.places else "no", "P1", "") for ref, one in measures.items()],
    )
    made = [(ref, one.habitat, "creation") for ref, one in measures.items() if one.habitat]
    table(folder, "metric_habitats", ("measure", "metric_habitat", "intervention"), made)
    draft = Manifest(
        schema=manifest.SCHEMA,
        identity="",
        area=lnrs_id,
        area_name=area.name,
        responsible_authority=area.responsible_authority,
        title=f"Nature in {area.name}",
        edition="case",
        status="draft",
        as_of="2026-10-01",
        invented=True,
        replaces="",
        software="case",
        counts={"PM": len(places)},
        files=manifest.entries(folder),
    )
    manifest.write(replace(draft, identity=manifest.identity_of(draft)), folder)


def layer(folder: Path, name: str, columns: Mapping[str, Sequence[object]], shapes: Sequence[shapely.Geometry]) -> None:
    """A layer of an edition."""
    frame = gpd.GeoDataFrame(dict(columns), geometry=[*shapes], crs=27700)
    frame.to_parquet(folder / "data" / f"{name}.parquet")


def table(folder: Path, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table of an edition."""
    with (folder / "tables" / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([columns, *rows])


def write_network(folder: Path, *lnrs_ids: int) -> None:
    """`network.toml` of a folder whose editions are beside it, each in a folder named by its area's number."""
    sources = tuple(NetworkSource(lnrs_id, str(lnrs_id)) for lnrs_id in lnrs_ids)
    write(folder, NetworkFile("Case", date(2026, 11, 1), sources))
