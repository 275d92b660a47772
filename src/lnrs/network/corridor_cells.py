"""The cells of an England edition around two places: what a way between them is looked for over."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from lnrs import gridref
from lnrs.errors import NotFound, Problem
from lnrs.network import gridded, sealing
from lnrs.network.along import Along
from lnrs.network.storage import Store

MARGIN_M = 50_000
"""How far around both places a way is looked for, and farther where they lie farther apart."""

Cell = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """Cells in rows from the north and columns from the west, and the two cells that a way is looked for between.

    `west` is the column of the first, `top` the row of the first, from the origin of the national grid.
    """

    side_m: int
    west: int
    top: int
    lnrs_id: npt.NDArray[Any]
    now: npt.NDArray[Any]
    delivered: npt.NDArray[Any]
    passable: npt.NDArray[np.bool_]
    ends: tuple[Cell, Cell]
    names: dict[int, str]
    habitat: str
    present: pd.DataFrame
    """Shares of each habitat by cell: habitat, column, row, now, delivered."""

    def along(
        self, cells: npt.NDArray[np.int64], metres: npt.NDArray[np.float64], corridor: npt.NDArray[np.bool_]
    ) -> Along:
        """What is known of a way (n, 2) through these cells and of the cells of its corridor."""
        at = tuple(cells.T)
        points = np.stack([(cells[:, 1] + self.west + 0.5), (self.top - cells[:, 0] + 0.5)], axis=1) * self.side_m
        down, across = np.nonzero(corridor)
        east, south = (across + self.west) * self.side_m, (self.top - down) * self.side_m
        return Along(
            side_m=self.side_m,
            points=points,
            metres=metres,
            lnrs_id=self.lnrs_id[at].astype(int),
            now=self.now[at],
            delivered=self.delivered[at],
            names=self.names,
            land=shapely.union_all(shapely.box(east, south, east + self.side_m, south + self.side_m)),
            present=self._present(cells, metres),
            habitat=self.habitat,
        )

    def _present(self, cells: npt.NDArray[np.int64], metres: npt.NDArray[np.float64]) -> list[tuple[str, float, float]]:
        """Metres of each habitat along a way, now and delivered, the most delivered first."""
        way = pd.DataFrame({"row": self.top - cells[:, 0], "column": cells[:, 1] + self.west, "m": metres})
        found = self.present.merge(way, on=["column", "row"])
        for state in ("now", "delivered"):
            found[state] = found[state].astype(float) * found["m"]
        added = found.groupby("habitat", sort=True)[["now", "delivered"]].sum()
        rows = [(str(name), float(now), float(delivered)) for name, now, delivered in added.to_records()]
        return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


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


def window(store: Store, start: str, end: str, habitat: str | None = None) -> Window:
    """The cells around two places, with the shares of the whole network or of one habitat.

    Raises NotFound for places outside the areas or in one cell, for a habitat that is not near there, and where the
    edition has no cells.
    """
    record = sealing.read(store)
    side = gridded.side_m(int(record.settings["cell_m"]))
    ends = [place(start), place(end)]
    reach = max(MARGIN_M, *(abs(a - b) / 2 for a, b in zip(*ends, strict=True)))
    cells, present = _cells(store, ends, reach, side)
    meant = _meant(present, habitat) if habitat else ""
    own = _of_habitat(cells, present, meant) if meant else cells
    column, row = own["column"].to_numpy(int), own["row"].to_numpy(int)
    west, top = column.min(initial=10**6), row.max(initial=0)
    shape = (top - row.min(initial=top) + 1, column.max(initial=west) - west + 1)
    planes = {name: np.zeros(shape) for name in ("lnrs_id", "now", "delivered")}
    for name, plane in planes.items():
        plane[top - row, column - west] = own[name]
    passable = np.zeros(shape, bool)
    passable[top - row, column - west] = True
    at = [(int(top - north // side), int(east // side - west)) for east, north in ends]
    _check(start, end, at, passable, side)
    names = {int(source["lnrs_id"]): str(source["name"]) for source in record.sources}
    return Window(
        side_m=side,
        west=int(west),
        top=int(top),
        passable=passable,
        ends=(at[0], at[1]),
        names=names,
        habitat=meant,
        present=present,
        **planes,
    )


def _check(start: str, end: str, at: Sequence[Cell], passable: npt.NDArray[np.bool_], side: int) -> None:
    inside = [all(0 <= k < n for k, n in zip(cell, passable.shape, strict=True)) and passable[cell] for cell in at]
    problems = [
        Problem(text, "lies in no area.") for text, known in zip((start, end), inside, strict=True) if not known
    ]
    if not problems and at[0] == at[1]:
        problems = [Problem(end, f"lies in the same cell of {side} m as {start}.")]
    if problems:
        raise NotFound(problems)


def _cells(store: Store, ends: list[tuple[float, float]], reach: float, side: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells around both places with the shares of the network, and those of each habitat."""
    low, high = np.min(ends, axis=0) - reach, np.max(ends, axis=0) + reach
    names = [name.rpartition("/")[2].removesuffix(".parquet") for name in store.names("grids/network")]
    if not names:
        raise NotFound([Problem(store.address, "this England edition has no cells.", "Build it again.")])
    names = [
        name
        for name, corner in ((name, gridref.parse(name)) for name in names)
        if (low[0] < corner.easting + gridded.TILE_M and corner.easting < high[0])
        and (low[1] < corner.northing + gridded.TILE_M and corner.northing < high[1])
    ]
    found = []
    for file, empty in ((gridded.network_file, _NO_CELLS), (gridded.habitat_file, _NO_HABITATS)):
        tables = [pq.read_table(io.BytesIO(store.read(file(name)))) for name in names]
        cells = (pa.concat_tables(tables) if tables else empty).to_pandas()
        east, north = cells["column"] * side, cells["row"] * side
        found.append(cells[east.between(low[0], high[0]) & north.between(low[1], high[1])])
    return found[0], found[1]


def _meant(present: pd.DataFrame, habitat: str) -> str:
    """The habitat that is meant, in small letters or capitals. Raises NotFound."""
    known = sorted(set(present["habitat"]))
    for name in known:
        if name.casefold() == habitat.strip().casefold():
            return str(name)
    raise NotFound([Problem(habitat, "is not near there.", f"Habitats that are: {', '.join(known)}.")])


def _of_habitat(cells: pd.DataFrame, present: pd.DataFrame, habitat: str) -> pd.DataFrame:
    """The cells with the shares of one habitat in place of the network's."""
    own = present[present["habitat"] == habitat].drop(columns="habitat")
    return cells.drop(columns=["now", "delivered"]).merge(own, how="left", on=["column", "row"]).fillna(0.0)


_SHARES = [("now", pa.float32()), ("delivered", pa.float32())]
_NO_CELLS = pa.schema([("column", pa.int32()), ("row", pa.int32()), ("lnrs_id", pa.int8()), *_SHARES]).empty_table()
_NO_HABITATS = pa.schema(
    [("habitat", pa.string()), ("column", pa.int32()), ("row", pa.int32()), *_SHARES]
).empty_table()
