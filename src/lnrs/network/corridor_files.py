"""A corridor between two places of an England edition: looked for in its cells, said in words, drawn for a GIS."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lnrs import gridref
from lnrs.errors import CannotBuild, NotFound, Problem
from lnrs.network import corridor, grids, sealing
from lnrs.network.storage import Store

MARGIN_M = 50_000
"""How far around both places a way is looked for, and farther where they lie farther apart."""


@dataclass(frozen=True)
class Found:
    """A corridor: points (n, 2) along its cheapest way, metres, area and shares of network at each, and its land."""

    points: npt.NDArray[Any]
    metres: npt.NDArray[Any]
    lnrs_id: npt.NDArray[Any]
    now: npt.NDArray[Any]
    delivered: npt.NDArray[Any]
    names: dict[int, str]
    land: shapely.Geometry

    @property
    def line(self) -> shapely.LineString:
        """The way as a line."""
        return shapely.LineString(self.points)

    def gaps(self) -> list[dict[str, Any]]:
        """The gaps in order: metres, and the grid references of their first and last cell."""
        return [
            {
                "gap_m": float(self.metres[first : last + 1].sum()),
                "from_place": gridref.place_name(*self.points[first]),
                "to_place": gridref.place_name(*self.points[last]),
            }
            for first, last in corridor.gaps(self.delivered)
        ]

    def as_data(self) -> dict[str, Any]:
        """All figures, as plain data."""
        order = list(dict.fromkeys(self.lnrs_id[self.lnrs_id > 0].tolist()))
        areas = [
            {"lnrs_id": number, "name": self.names[number], "m": float(self.metres[self.lnrs_id == number].sum())}
            for number in order
        ]
        return {
            "length_m": float(self.metres.sum()),
            "network_now_m": float((self.metres * self.now).sum()),
            "network_delivered_m": float((self.metres * self.delivered).sum()),
            "corridor_ha": float(self.land.area / 10_000),
            "areas": areas,
            "gaps": self.gaps(),
        }


def place(text: str) -> tuple[float, float]:
    """Easting and northing of a grid reference (the middle of its square) or of `easting,northing`. Raises NotFound."""
    try:
        if "," in text:
            east, north = (float(value) for value in text.split(","))
            gridref.format_reference(east, north)
            return east, north
        return gridref.parse(text).centre
    except ValueError as error:
        advice = "Give a grid reference such as TR 147 580, or easting,northing in metres."
        raise NotFound([Problem(text, f"is no place: {error}.", advice)]) from None


def look(store: Store, start: str, end: str, habitat: str | None = None) -> Found:
    """The corridor between two places, over the whole network as delivered or over one habitat of it.

    Raises NotFound for places outside the areas or in one cell, CannotBuild where no land joins them.
    """
    record = sealing.read(store)
    side = grids.side_m(int(record.settings["cell_m"]))
    ends = [place(start), place(end)]
    reach = max(MARGIN_M, *(abs(a - b) / 2 for a, b in zip(*ends, strict=True)))
    cells = _cells(store, ends, reach, side, habitat)
    column, row = cells["column"].to_numpy(int), cells["row"].to_numpy(int)
    west, top = column.min(initial=10**6), row.max(initial=0)
    shape = (top - row.min(initial=top) + 1, column.max(initial=west) - west + 1)
    planes = {name: np.zeros(shape) for name in ("lnrs_id", "now", "delivered")}
    for name, plane in planes.items():
        plane[top - row, column - west] = cells[name]
    passable = np.zeros(shape, bool)
    passable[top - row, column - west] = True
    at = [(int(top - north // side), int(east // side - west)) for east, north in ends]
    inside = [all(0 <= k < n for k, n in zip(cell, shape, strict=True)) and passable[cell] for cell in at]
    problems = [
        Problem(text, "lies in no area.") for text, known in zip((start, end), inside, strict=True) if not known
    ]
    if not problems and at[0] == at[1]:
        problems = [Problem(end, f"lies in the same cell of {side} m as {start}.")]
    if problems:
        raise NotFound(problems)
    found = corridor.way(corridor.resistance(planes["delivered"], passable), at[0], at[1], side)
    if found is None:
        raise CannotBuild([Problem(f"{start} to {end}", "no land joins the two.")])
    along = tuple(found.cells.T)
    points = np.stack([(found.cells[:, 1] + west + 0.5) * side, (top - found.cells[:, 0] + 0.5) * side], axis=1)
    down, across = np.nonzero(found.corridor)
    east, south = (across + west) * side, (top - down) * side
    boxes = shapely.box(east, south, east + side, south + side)
    names = {int(source["lnrs_id"]): str(source["name"]) for source in record.sources}
    own = {name: plane[along] for name, plane in planes.items()}
    own["lnrs_id"] = own["lnrs_id"].astype(int)
    return Found(points, found.metres, names=names, land=shapely.union_all(boxes), **own)


def _cells(store: Store, ends: list[tuple[float, float]], reach: float, side: int, habitat: str | None) -> pd.DataFrame:
    """The cells around both places, with the shares of the network or of one habitat."""
    low, high = np.min(ends, axis=0) - reach, np.max(ends, axis=0) + reach
    names = [name.rpartition("/")[2].removesuffix(".parquet") for name in store.names("grids/network")]
    if not names:
        raise NotFound([Problem(store.address, "this England edition has no cells.", "Build it again.")])
    names = [
        name
        for name, corner in ((name, gridref.parse(name)) for name in names)
        if (low[0] < corner.easting + grids.TILE_M and corner.easting < high[0])
        and (low[1] < corner.northing + grids.TILE_M and corner.northing < high[1])
    ]
    cells = pd.concat([_read(store, grids.network_file(name)) for name in names]) if names else _EMPTY
    if habitat:
        own = pd.concat([_read(store, grids.habitat_file(name)) for name in names]) if names else _EMPTY
        known = sorted(set(own["habitat"])) if names else []
        meant = {name.casefold(): name for name in known}.get(habitat.strip().casefold())
        if meant is None:
            raise NotFound([Problem(habitat, "is not near there.", f"Habitats that are: {', '.join(known)}.")])
        own = own[own["habitat"] == meant].drop(columns="habitat")
        cells = cells.drop(columns=["now", "delivered"]).merge(own, how="left", on=["column", "row"]).fillna(0.0)
    east, north = cells["column"] * side, cells["row"] * side
    return cells[east.between(low[0], high[0]) & north.between(low[1], high[1])]


_EMPTY = pd.DataFrame({name: [] for name in grids.NETWORK.names})


def _read(store: Store, name: str) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(store.read(name)))


def in_words(found: Found) -> list[str]:
    """What is said of a corridor."""
    data = found.as_data()
    length = found.metres.sum()
    lines = [
        f"{length / 1000:,.1f} km, of which {(found.metres * found.now).sum() / length:.0%} is network now and "
        f"{(found.metres * found.delivered).sum() / length:.0%} with every measure delivered.",
        "Through " + ", ".join(f"{one['name']} ({one['m'] / 1000:,.1f} km)" for one in data["areas"]) + ".",
    ]
    gaps = found.gaps()
    lines.append(f"{len(gaps)} gaps along it:" if gaps else "No gaps along it.")
    return lines + [f"  {gap['gap_m']:,.0f} m at {gap['from_place']} to {gap['to_place']}" for gap in gaps]


def write(found: Found, file: Path) -> None:
    """Write the way, its gaps and the corridor as GeoJSON, in degrees."""
    shapes, kinds, lengths = [found.land, found.line], ["corridor", "way"], [0.0, float(found.metres.sum())]
    for (first, last), gap in zip(corridor.gaps(found.delivered), found.gaps(), strict=True):
        one = found.points[first : last + 1]
        shapes.append(shapely.LineString(one) if len(one) > 1 else shapely.Point(one[0]))
        kinds.append("gap")
        lengths.append(float(str(gap["gap_m"])))
    frame = gpd.GeoDataFrame({"kind": kinds, "length_m": lengths}, geometry=shapes, crs=27700).to_crs(4326)
    text = json.dumps(json.loads(frame.to_json(drop_id=True)), indent=1) + "\n"
    Store(str(file.resolve().parent)).write(file.name, text.encode())
