"""What lies under the map, so that people find their place: outline, districts, towns, rivers, roads, land."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np

from lnrs.edition.tiles.archive import Level
from lnrs.edition.tiles.generalise import DETAIL_ZOOMS, OVERVIEW_ZOOMS
from lnrs.edition.tiles.levels import Basis, Group, detail_levels, overview_levels
from lnrs.habitat_map.cache import key_of
from lnrs.habitat_map.overlay import join, odd_edged
from lnrs.layers import store
from lnrs.statement.surroundings import stands_out

ALL_ZOOMS = (*DETAIL_ZOOMS, *reversed(OVERVIEW_ZOOMS))


@dataclass(frozen=True)
class Shown:
    """A layer of the strategy folder as context: the columns it carries, and from which zoom each kind is shown."""

    layer: str
    columns: tuple[str, ...]
    from_zoom: int = 6
    kind: str = ""
    """The column that `kinds` is about."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """From which zoom a kind is shown; the other kinds are shown from `from_zoom`."""


SHOWN = (
    Shown("strategy_area", ("name",)),
    Shown("districts", ("code", "name")),
    Shown("rivers", ("name", "kind"), 11),
    Shown("roads", ("ref", "kind"), 9, "kind", {"motorway": 6}),
    Shown("railways", ("kind",), 9),
    Shown("towns", ("name", "kind", "population"), 10, "kind", {"city": 6, "town": 8}),
)

RIVERS_FROM_ZOOM = 7
"""From which zoom the rivers that stand out are shown."""

LAND = {"built-up": "built-up", "freshwater": "water"}
"""Land covers of the parcels that are shown, and what they are called."""

LAYERS = (*(shown.layer for shown in SHOWN), "land_parcels")


def context_levels(layers: Mapping[str, Path], keys: Mapping[str, str], basis: Basis) -> Iterator[Level]:
    """Every level of the context, from those of its layers that are there; `keys` are of the files' content."""
    for shown in SHOWN:
        if shown.layer in layers:
            yield from _levels(shown, store.read(layers[shown.layer]))
    if "land_parcels" in layers:
        yield from land_levels(store.read(layers["land_parcels"]), keys["land_parcels"], basis)


def land_levels(parcels: gpd.GeoDataFrame, key: str, basis: Basis) -> Iterator[Level]:
    """Built-up land and water, dissolved; kind is one of the values of LAND."""
    whole = {kind: _dissolved(parcels, cover) for cover, kind in LAND.items()}
    groups = [Group({"kind": kind}, shapes, key_of(key, kind)) for kind, shapes in whole.items()]
    yield from overview_levels("land", groups, basis)
    kinds = np.repeat(list(whole), [len(shapes) for shapes in whole.values()])
    shapes = np.concatenate(list(whole.values()))
    yield from detail_levels("land", gpd.GeoDataFrame({"kind": kinds}, geometry=shapes, crs=27700))


def _levels(shown: Shown, frame: gpd.GeoDataFrame) -> Iterator[Level]:
    carried = frame[[*(name for name in shown.columns if name in frame), "geometry"]]
    for level in detail_levels(shown.layer, carried.assign(_since=_since(shown, frame)), ALL_ZOOMS):
        visible = (level.said["_since"] <= level.zoom).to_numpy()
        yield Level(level.layer, level.zoom, level.said[visible].drop(columns="_since"), level.wkb[visible])


def _since(shown: Shown, frame: gpd.GeoDataFrame) -> np.ndarray:
    """From which zoom each row is shown."""
    if shown.layer == "rivers":
        return np.where(stands_out(frame), RIVERS_FROM_ZOOM, shown.from_zoom)
    if shown.kind:
        return frame[shown.kind].map(shown.kinds).fillna(shown.from_zoom).to_numpy()
    return np.full(len(frame), shown.from_zoom)


def _dissolved(parcels: gpd.GeoDataFrame, cover: str) -> np.ndarray:
    shapes = parcels.geometry.to_numpy()[(parcels["land_cover"] == cover).to_numpy()]
    return join(shapes, odd_edged(shapes))
