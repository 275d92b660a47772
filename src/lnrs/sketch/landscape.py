"""The whole sketch of an area: every layer of a strategy folder, invented, from one seed."""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from lnrs.errors import CannotBuild, Problem
from lnrs.outlines import outline
from lnrs.sketch import elsewhere, kent
from lnrs.sketch.boundaries import boundaries
from lnrs.sketch.cover import land_cover
from lnrs.sketch.coverage import multi, neighbours
from lnrs.sketch.designations import designations, public_land
from lnrs.sketch.development import development_sites
from lnrs.sketch.grid import Grid, grid_over
from lnrs.sketch.ground import Ground, ground
from lnrs.sketch.habitat import habitats
from lnrs.sketch.land import Land, land
from lnrs.sketch.names import numbered, site_names
from lnrs.sketch.noise import stream
from lnrs.sketch.patches import patches
from lnrs.sketch.postcodes import postcodes
from lnrs.sketch.setting import Setting
from lnrs.sketch.settlements import distance_to_built_m, with_hamlets
from lnrs.sketch.soils import agricultural_land_grade, soils
from lnrs.sketch.species import species_records
from lnrs.sketch.water import flood_zones, ponds, rivers
from lnrs.sketch.woods import ancient_woodland, other_irreplaceable_habitat, veteran_trees

Progress = Callable[[str, float], None]

CELL_M = 100.0
COARSE_PARCEL_M2 = 40e4
"""Where parcels are larger than this on average, cells of twice the size are fine enough."""
FEWEST_PARCELS = 100
HECTARES_A_PARISH = 1300.0
PARCELS_A_PARISH = 8


def silence(task: str, share: float) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Landscape:
    """An invented landscape: nothing in it but the names of real towns, rivers, roads and districts is a fact."""

    layers: dict[str, gpd.GeoDataFrame]
    """By layer id, with exactly the columns of the layer's contract; a layer that would have no rows is left out."""
    elevation: tuple[np.ndarray, float, float, float]
    """Heights in metres (float32, north row first), west_m, north_m, cell_m."""


def landscape(lnrs_id: int = 40, *, seed: int = 1, parcels: int = 160_000, progress: Progress = silence) -> Landscape:
    """The sketch of one strategy area with about `parcels` land parcels; the same arguments give the same bytes.

    Fewer parcels are larger, and points (ponds, trees, records) are fewer in proportion. Raises NotFound where no area
    has the number `lnrs_id`, and CannotBuild where `parcels` is too few to draw.
    """
    if parcels < FEWEST_PARCELS:
        what = f"a landscape of {parcels} parcels cannot be drawn."
        raise CannotBuild([Problem("parcels", what, f"Ask for at least {FEWEST_PARCELS}.")])
    progress("country", 0.0)
    grid = _grid(lnrs_id, parcels)
    setting = _peopled(_setting(lnrs_id, grid, seed), grid, parcels, seed)
    country = ground(setting, grid, seed)
    progress("country", 1.0)
    fields = land(country, parcels, seed, lambda share: progress("fields", share))
    _clothe(fields.parcels, country, seed)
    progress("fields", 1.0)
    layers = {
        "strategy_area": gpd.GeoDataFrame(
            {"lnrs_id": [lnrs_id], "name": [setting.name]}, geometry=[setting.outline], crs=27700
        ),
        **_people_layers(setting, grid, fields, seed),
        **_nature_layers(country, fields, parcels, seed, progress),
        **_ground_layers(country, fields, parcels, seed, progress),
    }
    height = (country.elevation_m, grid.west_m, grid.north_m, grid.cell_m)
    return Landscape({name: layer for name, layer in layers.items() if len(layer)}, height)


def _grid(lnrs_id: int, parcels: int) -> Grid:
    area = outline(lnrs_id)
    return grid_over(area.bounds, CELL_M if area.area / parcels < COARSE_PARCEL_M2 else 2 * CELL_M)


def _setting(lnrs_id: int, grid: Grid, seed: int) -> Setting:
    if lnrs_id == kent.LNRS_ID:
        return kent.setting(grid, seed)
    return elsewhere.setting(lnrs_id, grid, seed)


def _peopled(setting: Setting, grid: Grid, parcels: int, seed: int) -> Setting:
    """The setting with hamlets, so that there are about as many places as parishes."""
    places = min(setting.outline.area / 1e4 / HECTARES_A_PARISH, parcels / PARCELS_A_PARISH)
    return with_hamlets(setting, grid, round(places) - len(setting.towns), seed)


def _clothe(parcels: gpd.GeoDataFrame, country: Ground, seed: int) -> None:
    """Adds the columns land_cover and habitat to the parcels."""
    parcels["land_cover"] = land_cover(parcels, country.grid, country.setting.features, seed)
    parcels["habitat"] = habitats(parcels, country.grid, seed)


def _people_layers(setting: Setting, grid: Grid, fields: Land, seed: int) -> dict[str, gpd.GeoDataFrame]:
    tiles = np.concatenate([fields.parcels.geometry.to_numpy(), fields.water])
    towns = setting.towns
    places = gpd.GeoDataFrame(
        towns[["name", "population", "kind"]].reset_index(drop=True),
        geometry=shapely.points(towns["easting_m"].astype(float), towns["northing_m"].astype(float)),
        crs=27700,
    )
    return {
        **boundaries(setting, grid, tiles, seed),
        "towns": places,
        "postcodes": postcodes(fields.parcels, int(towns["population"].sum()), seed),
        "roads": _routes(setting, ["motorway", "primary"]),
        "railways": _routes(setting, ["high speed", "main line"]),
    }


def _nature_layers(
    country: Ground, fields: Land, count: int, seed: int, progress: Progress
) -> dict[str, gpd.GeoDataFrame]:
    parcels, grid = fields.parcels, country.grid
    progress("sites", 0.0)
    first, second, _ = neighbours(parcels.geometry.to_numpy())
    pairs = (first, second)
    near_town_m = distance_to_built_m(grid, country.built, parcels["x"].to_numpy(), parcels["y"].to_numpy())
    outline_ = country.setting.outline
    layers = designations(parcels, pairs, grid, outline_, near_town_m, seed)
    progress("sites", 0.6)
    layers |= {
        "ancient_woodland": ancient_woodland(parcels, pairs, grid, seed),
        "veteran_trees": veteran_trees(parcels, grid, count, seed),
        "other_irreplaceable_habitat": other_irreplaceable_habitat(parcels, pairs, grid, seed),
        "public_land": public_land(parcels, pairs, outline_, seed),
        "development_sites": development_sites(parcels, pairs, outline_, near_town_m, seed),
        "species_records": species_records(parcels, grid, count, seed),
    }
    progress("sites", 1.0)
    return layers


def _ground_layers(
    country: Ground, fields: Land, count: int, seed: int, progress: Progress
) -> dict[str, gpd.GeoDataFrame]:
    progress("soils and water", 0.0)
    parcels = fields.parcels
    table = parcels[["land_cover", "habitat", "geometry"]].copy()
    table.insert(0, "parcel_id", numbered("LP", len(table)))
    layers = {
        "land_parcels": table,
        "soils": soils(country, seed),
        "agricultural_land_grade": agricultural_land_grade(country, seed),
        "flood_zones": flood_zones(country, seed),
        "rivers": rivers(country, seed),
        "ponds": ponds(parcels, count, seed),
        "protected_landscapes": _protected_landscapes(country, seed),
    }
    progress("soils and water", 1.0)
    return layers


def _routes(setting: Setting, kinds: list[str]) -> gpd.GeoDataFrame:
    """Roads or railways by reference, each in one row: ref, kind, MultiLineString."""
    routes = setting.routes[setting.routes["kind"].isin(kinds)]
    rows = [
        (ref, group["kind"].iloc[0], group["geometry"].to_list()) for ref, group in routes.groupby("ref", sort=True)
    ]
    lines = [shapely.intersection(shapely.MultiLineString(parts), setting.outline) for _, _, parts in rows]
    snapped = shapely.set_precision(np.array(lines, dtype=object), 0.01)
    shapes = [
        shapely.MultiLineString([part for part in shapely.get_parts(line) if part.length > 0]) for line in snapped
    ]
    table = gpd.GeoDataFrame(
        {"ref": [ref for ref, _, _ in rows], "kind": [kind for _, kind, _ in rows]}, geometry=shapes, crs=27700
    )
    return table[table.length > 0].reset_index(drop=True)


def _protected_landscapes(country: Ground, seed: int) -> gpd.GeoDataFrame:
    """Belts of fine country under invented names: ref, name, kind, MultiPolygon."""
    rows = []
    for kind, mask in country.setting.uplands:
        found = patches(
            country.grid, mask.astype(np.uint8), country.setting.outline, least_cells=800, seed=seed, skip=0
        )
        name = site_names(stream(seed, "protected landscape", kind), [kind.title()])[0]
        rows.append((name, shapely.union_all(found.geometry.to_numpy())))
    rows = [(name, shape) for name, shape in rows if not shape.is_empty]
    names, shapes = [name for name, _ in rows], multi(np.array([shape for _, shape in rows], dtype=object))
    table = {"ref": numbered("NL", len(rows)), "name": names, "kind": ["National Landscape"] * len(rows)}
    return gpd.GeoDataFrame(table, geometry=shapes, crs=27700)
