"""What the steps of a build share, each read or worked out the first time it is asked for, and kept by content."""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from lnrs.ecology.grid import Grid, grid_over
from lnrs.ecology.patches import Neighbours, adjoining, neighbours
from lnrs.errors import CannotBuild, Problem
from lnrs.habitat_map import figures as figure
from lnrs.habitat_map.cache import Cache, key_of, method_key
from lnrs.habitat_map.facts import Ground, fact_key, facts_for
from lnrs.habitat_map.important import SITE_TYPES, clipped, important_sites
from lnrs.habitat_map.land import land_pieces, squares_over
from lnrs.habitat_map.lawton import JOINED_AT_M
from lnrs.habitat_map.overlay import dissolve
from lnrs.layers import store
from lnrs.layers.catalogue import layer_named
from lnrs.layers.raster import read_raster
from lnrs.layers.sensitive import coarsen, squares
from lnrs.strategy.folder import Strategy
from lnrs.strategy.rule import Rule

CELL_M = 10.0
IMPORTANCE = "areas_of_particular_importance"


class Workings:
    """The layers, the land in pieces, and what is measured of them, for one strategy folder."""

    def __init__(self, strategy: Strategy, cache: Cache) -> None:
        self.strategy, self.cache = strategy, cache
        self.method = method_key()
        self.read: dict[str, gpd.GeoDataFrame] = {}
        if missing := sorted(self._needed - set(strategy.layers)):
            raise CannotBuild([_missing(name) for name in missing])
        with ThreadPoolExecutor() as pool:
            self.keys = dict(zip(strategy.layers, pool.map(store.sha256_file, strategy.layers.values()), strict=True))
        used = [self.keys.get(kind.layer, "") for kind in SITE_TYPES]
        self.keys["important"] = key_of("important", self.method, self.keys["strategy_area"], *used)
        self.keys["pieces"] = self._pieces_key()
        self.keys["habitats"] = key_of("habitats", self.method, self.keys["pieces"])

    @property
    def _needed(self) -> set[str]:
        """Every layer that the map cannot do without: for the land, and for what the rules look at."""
        rules = self.strategy.rules.values()
        needed = (
            {name for fact in facts_for(rules) for name in fact.sources} | set(self._edge_layers) | {"strategy_area"}
        )
        return needed if self.units_are_squares else needed | {"land_parcels"}

    @property
    def units_are_squares(self) -> bool:
        return self.strategy.mapping.units == "squares"

    def layer(self, name: str) -> gpd.GeoDataFrame:
        """A layer's features; records of species only as coarsely as they may be published, since land chosen near a
        record would tell where it is."""
        if name not in self.read:
            frame = store.read(self.strategy.layers[name])
            self.read[name] = squares(coarsen(frame)) if name == "species_records" else frame
        return self.read[name]

    def of_kind(self, name: str, column: str, words: tuple[str, ...]) -> gpd.GeoDataFrame:
        """The features of a layer whose column holds one of the words; where the layer has not been read, only those
        are."""
        if name in self.read or name == "species_records":
            frame = self.layer(name)
            return frame[frame[column].isin(words)]
        return store.read(self.strategy.layers[name], where={column: words})

    @cached_property
    def area(self) -> gpd.GeoDataFrame:
        return self.layer("strategy_area")

    @cached_property
    def area_shape(self) -> shapely.Geometry:
        return shapely.union_all(self.area.geometry.to_numpy())

    @cached_property
    def important(self) -> gpd.GeoDataFrame:
        def make() -> gpd.GeoDataFrame:
            names = [kind.layer for kind in SITE_TYPES if kind.layer in self.strategy.layers]
            return important_sites({name: self.layer(name) for name in names}, self.area_shape)

        return self.cache.frame(self.keys["important"], make)

    @cached_property
    def importance(self) -> gpd.GeoDataFrame:
        def make() -> gpd.GeoDataFrame:
            parts = dissolve(self.important.geometry.to_numpy())
            return gpd.GeoDataFrame({"part_id": np.arange(1, len(parts) + 1)}, geometry=parts, crs=27700)

        return self.cache.frame(key_of("importance", self.keys["important"]), make)

    @property
    def _edge_layers(self) -> list[str]:
        asked = {name for rule in self.strategy.rules.values() for name in rule.exclude.inside}
        return sorted(asked - {IMPORTANCE})

    def _pieces_key(self) -> str:
        edges = [self.keys.get(name, name) for name in self._edge_layers]
        units = "squares" if self.units_are_squares else self.keys["land_parcels"]
        return key_of("pieces", self.method, units, self.strategy.mapping, self.keys["important"], *edges)

    @cached_property
    def land(self) -> gpd.GeoDataFrame:
        def make() -> gpd.GeoDataFrame:
            edges = {IMPORTANCE: self.importance.geometry.to_numpy()}
            edges |= {name: self.layer(name).geometry.to_numpy() for name in self._edge_layers}
            side = self.strategy.mapping.square_m
            units = squares_over(self.area_shape, side) if self.units_are_squares else self.layer("land_parcels")
            return land_pieces(units, self.area_shape, edges, self.strategy.mapping)

        return self.cache.frame(self.keys["pieces"], make)

    @cached_property
    def grid(self) -> Grid:
        west, south, east, north = self.area_shape.bounds
        return grid_over((west, south, east, north), cell_m=CELL_M)

    @cached_property
    def pairs(self) -> npt.NDArray[np.int32]:
        def make() -> npt.NDArray[np.int32]:
            shapes = self.land.geometry.to_numpy()
            return adjoining(shapes, shapely.bounds(shapes), self.grid)

        return self.cache.array(key_of("pairs", self.method, self.keys["pieces"]), make)

    @cached_property
    def beside(self) -> Neighbours:
        """The neighbours of every piece."""
        return neighbours(self.pairs, len(self.land))

    @cached_property
    def habitats(self) -> gpd.GeoDataFrame:
        """The patches of each habitat that there is (`habitat_patches`)."""

        def make() -> gpd.GeoDataFrame:
            from lnrs.habitat_map.habitat_patches import habitat_patches  # takes a while to load, and is seldom needed

            return habitat_patches(self.land, self.pairs)

        return self.cache.frame(self.keys["habitats"], make)

    def connected_ha(self, habitat: npt.NDArray[np.bool_]) -> float:
        """Hectares of equivalent connected area of some pieces (flags over the land), at `lawton.JOINED_AT_M`."""

        def make() -> npt.NDArray[np.float64]:
            from lnrs.habitat_map.connected import connected_area_ha  # takes a while to load, and is seldom needed

            return np.array(connected_area_ha(self.ground.zones, habitat, self.grid, JOINED_AT_M))

        return float(self.cache.array(key_of("connected", self.method, self.keys["pieces"], habitat), make))

    def choice_key(self, rule: Rule) -> str:
        """A key for what a rule chooses: the rule, the land, and the layers it looks at."""
        asked = (fact_key(fact, self.ground) for fact in facts_for([rule]))
        return key_of("choice", self.method, self.keys["pieces"], rule, *asked)

    @cached_property
    def ground(self) -> Ground:
        return Ground(
            pieces=lambda: self.land,
            layer=self.layer,
            of_kind=self.of_kind,
            class_column=lambda name: layer_named(name).class_column,
            heights=self._heights,
            grid=self.grid,
            keys=self.keys,
            cache=self.cache,
            method=self.method,
        )

    def _heights(self) -> tuple[npt.NDArray[np.float32], Grid]:
        elevation = read_raster(self.strategy.layers["elevation"])
        rows, cols = elevation.heights.shape
        return elevation.heights, Grid(elevation.west, elevation.north, rows, cols, float(elevation.cell_m))

    def zoned(self, layer: str) -> figure.Zoned | None:
        """Where land lies by the zones of a layer, or None where there is no such layer."""
        if layer not in self.strategy.layers:
            return None
        key = key_of(self.method, self.keys[layer], self.keys["strategy_area"])
        zones = self.cache.frame(key_of("zones", key), lambda: self._zones(layer))
        shapes = zones.geometry.to_numpy()
        pieces = self.cache.table(
            key_of("pieces by", key, self.keys["pieces"]),
            lambda: figure.in_zones(self.land.geometry.to_numpy(), shapes),
        )
        important = self.cache.table(
            key_of("importance by", key, self.keys["important"]),
            lambda: figure.in_zones(self.importance.geometry.to_numpy(), shapes),
        )
        return figure.Zoned(zones, pieces, important)

    def _zones(self, layer: str) -> gpd.GeoDataFrame:
        zones = self.layer(layer)[["code", "name", "geometry"]]
        zones = zones.set_geometry(clipped(zones.geometry.to_numpy(), self.area_shape), crs=27700)
        return zones[~zones.is_empty].reset_index(drop=True)


def _missing(layer: str) -> Problem:
    return Problem(
        f"layers/{layer}",
        "is needed for this map and is not there.",
        "Add it with `lnrs add` or `lnrs fetch`.",
    )
