"""A corridor between two places of an England edition: looked for in its cells, and written as files."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from lnrs.errors import CannotBuild, NotFound, Problem
from lnrs.layers.writing import replacing, write_bytes
from lnrs.network import corridor, corridor_cells, sealing
from lnrs.network.along import Along, gaps, resistance
from lnrs.network.corridor_cells import Window
from lnrs.network.corridor_page import page
from lnrs.network.sealing import England
from lnrs.network.storage import Store


@dataclass(frozen=True)
class Found:
    """A corridor with the cells that it was looked for in, the places as they were named, and its England edition."""

    window: Window
    along: Along
    ends: tuple[str, str]
    record: England


def look(store: Store, start: str, end: str, habitat: str | None = None) -> Found:
    """The corridor between two places, over the whole network as delivered or over one habitat of it.

    Raises NotFound for places outside the areas or in one cell, CannotBuild where no land joins them.
    """
    window = corridor_cells.window(store, start, end, habitat)
    cost_per_m = resistance(window.delivered, window.passable)
    found = corridor.way(cost_per_m, *window.ends, window.side_m)
    if found is None:
        raise CannotBuild([Problem(f"{start} to {end}", "no land joins the two.")])
    along = window.along(found.cells, found.metres, found.corridor)
    return Found(window, along, (start, end), sealing.read(store))


def check_names(files: Sequence[Path]) -> None:
    """Raises NotFound for each file whose ending is no form in which a corridor is written."""
    advice = f"Name a file that ends in {', '.join(WRITERS)}."
    unknown = [file for file in files if file.suffix.lower() not in WRITERS]
    if unknown:
        raise NotFound([Problem(file.name, "is no form in which a corridor is written.", advice) for file in unknown])


def write(found: Found, file: Path) -> None:
    """Write a corridor in the form that the file's name asks for. Raises NotFound for another, CannotWrite."""
    check_names([file])
    WRITERS[file.suffix.lower()](found, file)


def _shapes(along: Along) -> gpd.GeoDataFrame:
    """The corridor, the way and each gap: kind and length."""
    shapes, kinds, lengths = [along.land, along.line], ["corridor", "way"], [0.0, float(along.metres.sum())]
    for (first, last), gap in zip(gaps(along.delivered), along.gaps(), strict=True):
        one = along.points[first : last + 1]
        shapes.append(shapely.LineString(one) if len(one) > 1 else shapely.Point(one[0]))
        kinds.append("gap")
        lengths.append(float(gap["gap_m"]))
    return gpd.GeoDataFrame({"kind": kinds, "length_m": lengths}, geometry=shapes, crs=27700)


def _as_geojson(found: Found, file: Path) -> None:
    """The way, its gaps and the corridor, in degrees."""
    text = json.dumps(json.loads(_shapes(found.along).to_crs(4326).to_json(drop_id=True)), indent=1) + "\n"
    write_bytes(file, text.encode())


def _as_geopackage(found: Found, file: Path) -> None:
    """Layers `corridor`, `way`, `gaps`, `crossings` and `stations`, in metres of the national grid."""
    along, data = found.along, found.along.as_data()
    whole = {name: [data[name]] for name in ("length_m", "network_now_m", "network_delivered_m")}
    whole |= {"from_place": [found.ends[0]], "to_place": [found.ends[1]], "habitat": [along.habitat]}
    gap_shapes = _shapes(along).query("kind == 'gap'").geometry
    lines = [shape if shape.geom_type == "LineString" else _across(along, shape) for shape in gap_shapes]
    crossings = pd.DataFrame(data["crossings"], columns=["from_area", "to_area", "place", "along_m"])
    at = [along.line.interpolate(metres) for metres in crossings["along_m"]]
    edition = {"edition": found.record.identity}
    layers = (
        ("corridor", pd.DataFrame({"corridor_ha": [data["corridor_ha"]]}), [along.land], "MultiPolygon"),
        ("way", pd.DataFrame(whole), [along.line], "LineString"),
        ("gaps", pd.DataFrame(data["gaps"], columns=["gap_m", "from_place", "to_place", "areas"]), lines, "LineString"),
        ("crossings", crossings, at, "Point"),
        ("stations", pd.DataFrame(along.stations()), [*map(shapely.Point, along.points)], "Point"),
    )
    with replacing(file) as draft:
        for name, table, shapes, kind in layers:
            frame = gpd.GeoDataFrame(table.assign(**edition), geometry=np.array(shapes, object), crs=27700)
            how = {"geometry_type": kind, "append": draft.exists(), "promote_to_multi": kind.startswith("Multi")}
            pyogrio.write_dataframe(frame, draft, layer=name, driver="GPKG", **how)


def _across(along: Along, point: shapely.Point) -> shapely.LineString:
    """A gap of one cell as a line through it, along the way."""
    middle, half = along.line.project(point), along.side_m / 2
    ends = max(middle - half, 0.0), min(middle + half, along.line.length)
    return shapely.LineString([along.line.interpolate(end) for end in ends])


def _as_page(found: Found, file: Path) -> None:
    """A page that needs no other file."""
    write_bytes(file, page(found.window, found.along, found.ends, found.record).encode())


WRITERS: dict[str, Callable[[Found, Path], None]] = {
    ".geojson": _as_geojson,
    ".gpkg": _as_geopackage,
    ".html": _as_page,
}
"""How a corridor is written, by the ending of the file's name."""
