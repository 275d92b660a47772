"""The lists of conflicts in a network folder: `conflicts/38-40.gpkg` and `.html` for each two neighbours.

The GeoPackage is for a GIS and, at the next look, for knowing conflicts again; the page is for the people who settle.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely.geometry.base import BaseGeometry

from lnrs.errors import NotFound, Problem
from lnrs.layers.writing import replacing, write_bytes
from lnrs.network import settlements
from lnrs.network.conflict_keys import with_earlier_keys
from lnrs.network.conflict_land import Opened, Warn, borders, near, opened, unheard
from lnrs.network.conflict_page import page
from lnrs.network.conflict_words import title, where
from lnrs.network.conflicts import DEPTH_M, SHORTEST_M, between
from lnrs.network.folder import Network
from lnrs.network.settled import STATES, Settled, apply
from lnrs.network.settlements import Outcome, Settlement, Settlements

FOLDER = "conflicts"
WITHIN_M = 25.0
"""Land no farther than this from the border comes up to it, unless another width is asked for."""
TEXTS = ("habitat_a", "action_a", "habitat_b", "action_b", "why", "outcome")
"""Columns in which there may be nothing."""
LISTS = ("places_a", "places_b", "waits_for")
BETWEEN = "; "


@dataclass(frozen=True)
class PairConflicts:
    """The conflicts of two neighbours with their state, and agreements whose conflict is gone."""

    pair: tuple[int, int]
    names: dict[int, str]
    conflicts: gpd.GeoDataFrame
    gone: Settlements
    border_m: float


def look(
    network: Network,
    lnrs_ids: Sequence[int] = (),
    *,
    within_m: float = WITHIN_M,
    on: date | None = None,
    warn: Warn = unheard,
) -> list[PairConflicts]:
    """Find the conflicts of every two neighbours of the network, or among these areas, and write their lists.

    Keys are those of the list before where a conflict is the same. Warns of outlines that are generalised. Raises
    NetworkProblems, NotFound and CannotWrite.
    """
    agreed = settlements.read(network.settlements)
    areas = opened(network, lnrs_ids, warn)
    try:
        return [
            _pair(network, a, b, border, agreed, within_m, on or date.today())
            for a, b, border in borders(areas, within_m)
        ]
    finally:
        for area in areas:
            area.source.close()


def _pair(
    network: Network, a: Opened, b: Opened, border: BaseGeometry, agreed: Settlements, within_m: float, on: date
) -> PairConflicts:
    pair, names = (a.lnrs_id, b.lnrs_id), {area.lnrs_id: area.name for area in (a, b)}
    land = near(a, border, DEPTH_M + within_m), near(b, border, DEPTH_M + within_m)
    after = with_settlements(network, pair, land, border, agreed, within_m)
    file = list_file(network, pair)
    write_list(after.conflicts, land, file)
    html = page(pair, names, after.conflicts, after.gone, land, border, on.isoformat())
    write_bytes(file.with_suffix(".html"), html.encode())
    return PairConflicts(pair, names, after.conflicts, after.gone, float(border.length))


def with_settlements(
    network: Network,
    pair: tuple[int, int],
    land: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    border: BaseGeometry,
    agreed: Settlements,
    within_m: float = WITHIN_M,
) -> Settled:
    """The conflicts of two neighbours, from the measures of each near their border: with the keys of the network's
    list where one is the same, and with what the two agreed."""
    found = between(*pair, *land, border, within_m=within_m)
    earlier = list_file(network, pair)
    if earlier.exists():
        found = with_earlier_keys(found, read_list(earlier))
    return apply([one for one in agreed if one.pair == pair], found)


def list_file(network: Network, pair: tuple[int, int]) -> Path:
    """Where the list of two neighbours is, or will be."""
    return network.folder / FOLDER / f"{pair[0]:02}-{pair[1]:02}.gpkg"


def write_list(conflicts: gpd.GeoDataFrame, land: Iterable[gpd.GeoDataFrame], file: Path) -> None:
    """Write a GeoPackage with the layers conflicts, measures_a and measures_b, whole or not at all."""
    texts = {name: conflicts[name].map(lambda items: BETWEEN.join(map(str, items))).astype(str) for name in LISTS}
    with replacing(file) as draft:
        _layer(conflicts.assign(**texts), draft, "conflicts", "Unknown")
        for side, measures in zip("ab", land, strict=True):
            _layer(measures, draft, f"measures_{side}", "Unknown")


def _layer(frame: gpd.GeoDataFrame, file: Path, name: str, kind: str) -> None:
    pyogrio.write_dataframe(frame, file, layer=name, driver="GPKG", geometry_type=kind, append=file.exists())


def read_list(file: Path) -> gpd.GeoDataFrame:
    """The conflicts of a GeoPackage that `write_list` wrote, with places and areas as tuples again."""
    frame = pyogrio.read_dataframe(file, layer="conflicts")
    texts = {name: frame[name].fillna("") for name in TEXTS}
    places = {name: frame[name].fillna("").map(_split) for name in ("places_a", "places_b")}
    waits = frame["waits_for"].fillna("").map(lambda cell: tuple(map(int, _split(cell))))
    return frame.assign(**texts, **places, waits_for=waits)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in str(cell).split(BETWEEN) if part)


def settle(
    network: Network, key: str, outcome: Outcome, *, area: int, by: str, on: date, words: str = ""
) -> Settlement:
    """Record that an area agrees to an outcome about a conflict of the lists. Raises NotFound for another key."""
    conflict = _conflict(network, key)
    about = f"{title(conflict)}. {where(conflict)}"
    agreed = settlements.read(network.settlements)
    now = settlements.settle(agreed, conflict, outcome, area=area, by=by, on=on, about=about, words=words)
    settlements.write(network.settlements, now)
    return next(one for one in now if one.key == key)


def _conflict(network: Network, key: str) -> object:
    lists = sorted((network.folder / FOLDER).glob("[0-9][0-9]-[0-9][0-9].gpkg"))
    wanted = [file for file in lists if key.startswith("-".join(str(int(part)) for part in file.stem.split("-")))]
    rows = [row for file in wanted for row in read_list(file).itertuples() if row.key == key]
    if not rows:
        do = "Look at the list: `lnrs network conflicts`."
        raise NotFound([Problem(key, "there is no conflict of this key in conflicts/.", do)])
    return rows[0]


def as_data(found: Sequence[PairConflicts]) -> list[dict[str, object]]:
    """The conflicts as plain data, without geometry."""
    return [
        {
            "areas": list(one.pair),
            "names": list(one.names.values()),
            "border_m": round(one.border_m, 1),
            "conflicts": pd.DataFrame(one.conflicts.drop(columns="geometry")).to_dict("records"),
            "gone": [agreed.key for agreed in one.gone],
        }
        for one in found
    ]


def in_numbers(found: Sequence[PairConflicts]) -> Iterator[str]:
    """How many conflicts there are of each kind and in each state, in words."""
    every = (
        pd.concat([one.conflicts[["kind", "state"]] for one in found])
        if found
        else pd.DataFrame({"kind": [], "state": []})
    )
    kinds = ", ".join(f"{(every['kind'] == kind).sum():,} {kind}" for kind in SHORTEST_M)
    states = ", ".join(f"{(every['state'] == state).sum():,} {state}" for state in STATES)
    noun, along = "conflict" if len(every) == 1 else "conflicts", "border" if len(found) == 1 else "borders"
    yield f"{len(every):,} {noun} along {len(found):,} {along}: {kinds}; {states}."
