"""Patches of habitat that lie over seams, put together; and what is said of all patches of a habitat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lnrs.network import geoparquet, seams, squares
from lnrs.network.covered import ENGLAND
from lnrs.network.land import SEAMS
from lnrs.network.storage import Store
from lnrs.network.tasks import Found

PATCHES = pa.schema(
    [
        *[("habitat", pa.string()), ("square", pa.string()), ("part", pa.int32()), ("patch", pa.string())],
        ("patch_ha", pa.float64()),
    ]
)
"""A part that touches a seam, and the patch that it is of with its hectares."""


@dataclass(frozen=True)
class Sizes:
    """Of patches: their number, hectares together, the sum of their squared hectares, and the largest."""

    patches: int = 0
    sum_ha: float = 0.0
    squared_ha2: float = 0.0
    largest_ha: float = 0.0

    def __add__(self, other: "Sizes") -> "Sizes":
        return Sizes(
            self.patches + other.patches,
            self.sum_ha + other.sum_ha,
            self.squared_ha2 + other.squared_ha2,
            max(self.largest_ha, other.largest_ha),
        )

    def mesh_ha(self, area_ha: float) -> float:
        """Effective mesh size: the patch that a point put at random in the area falls in, on average, counting none
        where there is no habitat (Jaeger 2000, Landscape Ecology 15:115-130)."""
        return self.squared_ha2 / area_ha


def patch_file(number: int) -> str:
    """Where it is said which parts of England's delivered habitats are of one patch, while the network is built."""
    return f".work/patches/{number:03d}.parquet"


def over_seams(
    store: Store, *, scope: int, blocks: Sequence[str], habitats: Sequence[str] = (), number: int = 0
) -> Found:
    """Sizes of the patches that touch seams, of each habitat and state in a scope; of some habitats alone, if named.

    For England it also writes which parts of delivered habitat are of which patch, into the file of that `number`.
    """
    wanted = pc.field("scope") == scope
    if habitats:
        wanted &= pc.field("habitat").isin(list(habitats))
    tables = [geoparquet.from_bytes(store.read(f".work/seams/{block}.parquet")).filter(wanted) for block in blocks]
    frame = pa.concat_tables([SEAMS.empty_table(), *tables]).to_pandas()
    found: list[list[Any]] = []
    of_patches = [PATCHES.empty_table()]
    for (state, habitat), rows in frame.groupby(["state", "habitat"], sort=True):
        parts = _joined(rows)
        found.append([state, habitat, *_sizes(parts)])
        if scope == ENGLAND and state == "delivered":
            of_patches.append(pa.Table.from_pandas(parts.assign(habitat=habitat), PATCHES, preserve_index=False))
    if scope == ENGLAND:
        table = pa.concat_tables(of_patches).sort_by([("square", "ascending"), ("habitat", "ascending")])
        store.write(patch_file(number), geoparquet.to_bytes(table))
    return {"patches": found}


def _joined(rows: pd.DataFrame) -> pd.DataFrame:
    """The parts that touch seams, by key: square, part, area_ha, patch (the key of its first part) and patch_ha."""
    rows = rows.sort_values(["square", "part", "edge", "low_m"])  # whatever the order of blocks
    keys, first, part = np.unique(part_keys(rows), return_index=True, return_inverse=True)
    edge = rows["edge"].to_numpy(np.int64)
    names, place = np.unique(rows["square"].to_numpy(str), return_inverse=True)
    corners = np.array([squares.corner(name) for name in names], np.int64)[place]
    low, high = rows["low_m"].to_numpy(), rows["high_m"].to_numpy()
    patch = seams.joined(seams.seam_keys(edge, corners), edge < 2, part, low, high, len(keys))
    parts = rows.iloc[first][["square", "part", "area_ha"]].reset_index(drop=True)
    _, first_part, patch = np.unique(patch, return_index=True, return_inverse=True)
    areas = np.bincount(patch, parts["area_ha"])
    return parts.assign(patch=keys[first_part][patch], patch_ha=areas[patch])


def _sizes(parts: pd.DataFrame) -> tuple[int, float, float, float]:
    areas = parts.drop_duplicates("patch")["patch_ha"].to_numpy()
    return len(areas), float(areas.sum()), float((areas**2).sum()), float(areas.max())


def part_keys(rows: pd.DataFrame) -> Any:
    """One text for each part, from its square and its number there; texts have the order of both."""
    return (rows["square"].astype(str) + rows["part"].astype(str).str.zfill(9)).to_numpy(str)


def sizes_by_kind(found: Iterable[Sequence[Any]]) -> dict[tuple[str, str], Sizes]:
    """Rows of (state, habitat, number, sum, squares, largest), added up by state and habitat."""
    added: dict[tuple[str, str], Sizes] = {}
    for state, habitat, patches, sum_ha, squared_ha2, largest_ha in found:
        own = Sizes(patches, sum_ha, squared_ha2, largest_ha)
        added[state, habitat] = added.get((state, habitat), Sizes()) + own
    return added
