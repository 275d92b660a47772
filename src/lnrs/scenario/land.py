"""The land after what a scenario does to it before any measure: built on, or without a habitat."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache as remembered
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from lnrs.habitat_map.cache import Cache, key_of, method_key
from lnrs.habitat_map.overlay import cut, dissolve, edges_of, inside, polygons_of
from lnrs.layers import store
from lnrs.layers.catalogue import layer_named
from lnrs.layers.record import read_record
from lnrs.strategy.folder import Strategy
from lnrs.strategy.scenario import Development, Loss, Scenario

PARCELS, BUILT = "land_parcels", "built-up"

Change = Development | Loss


@dataclass(frozen=True)
class Changed:
    """A strategy on changed land, and the land that was changed: change (its place among the scenario's, from 0),
    land_cover and habitat before, geometry."""

    strategy: Strategy
    land: gpd.GeoDataFrame


def changed(strategy: Strategy, scenario: Scenario, cache: Cache) -> Changed:
    """The strategy on the land of a scenario; what a change passes through is cut exactly along its edge."""
    changes = changes_of(scenario)
    if not changes:
        return Changed(
            strategy, gpd.GeoDataFrame({"change": [], "land_cover": [], "habitat": []}, geometry=[], crs=27700)
        )
    layers = sorted({PARCELS, *(one.layer for one in changes if one.layer)})
    source = store.sha256_file(Path(__file__))
    key = key_of("changed land", method_key(), source, changes, *(_hash(strategy, one) for one in layers))
    after = remembered(lambda: _after(strategy, changes))

    def make_parcels(made: Path) -> None:
        record = read_record(strategy.layers[PARCELS].with_suffix(".toml"))
        store.write(after()[0], made.parent, PARCELS, record)
        os.replace(made.with_name(f"{PARCELS}.gpkg"), made)

    file = cache.file(f"{key}.gpkg", make_parcels)
    land = cache.frame(key_of("what changed", key), lambda: after()[1])
    return Changed(replace(strategy, layers={**strategy.layers, PARCELS: file}), land)


def changes_of(scenario: Scenario) -> tuple[Change, ...]:
    """What a scenario does to the land, in the order in which it is done."""
    return (*scenario.development, *scenario.loss)


def _hash(strategy: Strategy, layer: str) -> str:
    return store.sha256_file(strategy.layers[layer])


def _after(strategy: Strategy, changes: Sequence[Change]) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """The parcels after all changes, one after another, and what was changed as it was before."""
    parcels, land = store.read(strategy.layers[PARCELS]), []
    for number, change in enumerate(changes):
        kept, taken = parted(parcels, change, _areas(strategy, change))
        cover = BUILT if isinstance(change, Development) else change.land_cover
        habitat = "" if isinstance(change, Development) else change.becomes
        after = taken.assign(habitat=habitat, **({"land_cover": cover} if cover else {}))
        parcels = pd.concat([kept, after], ignore_index=True)
        land.append(taken[["land_cover", "habitat", "geometry"]].assign(change=number))
    return parcels, pd.concat(land, ignore_index=True)


def parted(
    parcels: gpd.GeoDataFrame, change: Change, areas: npt.NDArray[np.object_] | None
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Parcels, or parts of them, that a change leaves as they are, and those that it takes; with no `areas` it takes
    whole parcels wherever they are."""
    if isinstance(change, Loss):
        meant = parcels["habitat"].isin(change.habitat).to_numpy()
    else:
        meant = (parcels["land_cover"] != BUILT).to_numpy()
    if areas is None:
        return parcels[~meant], parcels[meant]
    shapes, row = polygons_of(parcels.geometry.to_numpy()[meant])
    pieces, of_shape = cut(shapes, edges_of(areas))
    taken, row = inside(pieces, areas), np.flatnonzero(meant)[row[of_shape]]
    untouched = np.ones(len(parcels), bool)
    untouched[row[taken]] = False
    rest = ~taken & ~untouched[row]
    kept = pd.concat([parcels[untouched], _parts(parcels, row[rest], pieces[rest])], ignore_index=True)
    return kept, _parts(parcels, row[taken], pieces[taken])


def _parts(parcels: gpd.GeoDataFrame, row: npt.NDArray[np.intp], pieces: npt.NDArray[np.object_]) -> gpd.GeoDataFrame:
    """Pieces of parcels, with what is known of the parcel that each is from."""
    return parcels.iloc[row].reset_index(drop=True).set_geometry(gpd.GeoSeries(pieces, crs=27700))


def _areas(strategy: Strategy, change: Change) -> npt.NDArray[np.object_] | None:
    if not change.layer:
        return None
    frame = store.read(strategy.layers[change.layer])
    if change.value:
        frame = frame[frame[layer_named(change.layer).class_column].isin(change.value)]
    return dissolve(frame.geometry.to_numpy())
