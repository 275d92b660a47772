"""The map step as a GIS officer would script it, with GeoPandas and rasterio and nothing of ours.

It reads the same strategy folder and does the same steps: sites clipped and united; parcels cut along the edges that a
measure must not cross; each question that the rules ask answered once for every piece, by overlay, nearest join or
zonal mean; the best land taken first in patches large enough; the union of it; hectares by district and parish.
It is meant to be good: spatial indexes everywhere, one overlay a layer for all its classes, searches no farther than a
rule looks, no loop over features.
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
from rasterio.features import rasterize
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

SITES = {
    "sites_of_special_scientific_interest": "SSSI",
    "special_areas_of_conservation": "SAC",
    "special_protection_areas": "SPA",
    "ramsar_sites": "RAMSAR",
    "national_nature_reserves": "NNR",
    "marine_conservation_zones": "MCZ",
    "local_nature_reserves": "LNR",
    "local_wildlife_sites": "LWS",
    "ancient_woodland": "IRREP",
    "veteran_trees": "IRREP",
    "other_irreplaceable_habitat": "IRREP",
}
CLASSES = {
    "land_parcels": "land_cover",
    "soils": "soil",
    "agricultural_land_grade": "grade",
    "flood_zones": "zone",
    "public_land": "owner",
    "veteran_trees": "species",
    "species_records": "scientific_name",
}
"""The column that `value` in a rule looks at; `kind` in every other layer."""

IMPORTANCE = "areas_of_particular_importance"
CELL_M = 10
SMALLEST_PIECE_M2 = 100.0
THINNEST_M = 1.0
TREE_RADIUS_M = 15.0


@dataclass(frozen=True)
class OfficersMap:
    """What the script makes."""

    important_m2: dict[str, float]
    land: gpd.GeoDataFrame
    """The pieces, with one column for each question asked of them."""
    mapped: dict[str, np.ndarray]
    """Rows of `land` for each measure."""
    become: gpd.GeoDataFrame
    figures: dict[str, pd.DataFrame]


def make_map(folder: Path) -> OfficersMap:
    """Make the local habitat map of a strategy folder."""
    rules = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((folder / "rules").glob("*.toml"))}
    area = layer(folder, "strategy_area").union_all()
    by_type = important_by_type(folder, area)
    importance = polygons(by_type.union_all())
    edges = {name for rule in rules.values() for name in rule.get("exclude", {}).get("inside", [])}
    cutters = {name: importance if name == IMPORTANCE else single(layer(folder, name)) for name in {IMPORTANCE} | edges}
    land = cut_land(gpd.clip(layer(folder, "land_parcels"), area), cutters)
    land = pd.concat(
        [land, *distances(folder, rules, land), *shares(folder, rules, land), heights(folder, rules, land)], axis=1
    )
    pairs = land.sindex.query(land.geometry, predicate="intersects")
    mapped = {ref: choose(rule, land, pairs) for ref, rule in rules.items()}
    anywhere = land.iloc[np.unique(np.concatenate(list(mapped.values())))]
    new = anywhere[~anywhere[f"in {IMPORTANCE}"]]
    become = polygons(new.union_all())
    figures = {
        name: by_zone(
            gpd.clip(layer(folder, name), area), {"important": importance, "mapped": anywhere, "could_become": new}
        )
        for name in ("districts", "parishes")
    }
    areas = dict(by_type.area) | {"all": importance.area.sum()}
    return OfficersMap(areas, land, mapped, become, figures)


def layer(folder: Path, name: str) -> gpd.GeoDataFrame:
    """A layer of the folder."""
    return gpd.read_file(folder / "layers" / f"{name}.gpkg")


def polygons(shape) -> gpd.GeoDataFrame:
    """The single polygons of a geometry."""
    parts = gpd.GeoSeries([shape], crs=27700).explode(ignore_index=True)
    return gpd.GeoDataFrame(geometry=parts[parts.area > 0].reset_index(drop=True))


def single(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The union of a layer, as single polygons."""
    return polygons(frame.union_all())


# --- areas of particular importance ---------------------------------------------------------------------------------


def important_by_type(folder: Path, area) -> gpd.GeoSeries:
    """The union of the sites of each type within the area."""
    found = []
    for name, code in SITES.items():
        if (folder / "layers" / f"{name}.gpkg").exists():
            sites = layer(folder, name)
            if name == "veteran_trees":
                sites["geometry"] = sites.buffer(TREE_RADIUS_M, quad_segs=4)
            sites = gpd.clip(sites[["geometry"]], area, keep_geom_type=True)
            found.append(sites[sites.area >= 1].assign(code=code))
    return pd.concat(found).dissolve("code").geometry


# --- land -----------------------------------------------------------------------------------------------------------


def cut_land(parcels: gpd.GeoDataFrame, cutters: dict[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Parcels cut along the edges of every cutter, with a column `in <name>` that says which side a piece is on.

    In the order of the parcels, since of land that scores alike the earlier parcel goes first.
    """
    land = parcels.sort_index()[["parcel_id", "land_cover", "habitat", "geometry"]].fillna({"habitat": ""})
    land["order"] = np.arange(len(land))
    for name, edges in cutters.items():
        land = land.overlay(edges.assign(inside=True), how="identity", keep_geom_type=True)
        land[f"in {name}"] = land.pop("inside").notna()
    land = land.explode().sort_values("order", kind="stable", ignore_index=True)
    wide = 2 * land.area / land.length >= THINNEST_M
    return land[wide & (land.area >= SMALLEST_PIECE_M2)].reset_index(drop=True)


# --- what the rules ask of the land ---------------------------------------------------------------------------------


def criteria(rules: dict[str, dict], kind: str) -> Iterator[dict]:
    """Every criterion of a kind in any rule; a condition on a share asks the same as a criterion."""
    for rule in rules.values():
        yield from (one for one in rule.get("criteria", []) if one["kind"] == kind)
        if kind == "share":
            yield from rule.get("eligible", {}).get("where", [])


def question(asked: dict) -> str:
    """The name of the column that answers a criterion or a condition."""
    words = sorted(asked.get("habitat", asked.get("value", [])))
    return " ".join([asked.get("kind", "share"), asked.get("layer", "land"), *words])


def distances(folder: Path, rules: dict[str, dict], land: gpd.GeoDataFrame) -> Iterator[pd.Series]:
    """Metres to the nearest feature asked for, no farther than any rule looks; infinite beyond."""
    asked = list(criteria(rules, "distance"))
    for name in sorted({question(one) for one in asked}):
        alike = [one for one in asked if question(one) == name]
        reach_m = max(max(one["worst_m"], one.get("best_m", 0)) for one in alike)
        target = wanted(folder, alike[0]).explode(ignore_index=True)
        near = land[["geometry"]].sjoin_nearest(target[["geometry"]], max_distance=reach_m, distance_col="m")["m"]
        yield near[~near.index.duplicated()].reindex(land.index, fill_value=np.inf).rename(name)


def wanted(folder: Path, asked: dict) -> gpd.GeoDataFrame:
    """The features of a layer that a criterion names."""
    if "habitat" in asked:
        parcels = layer(folder, "land_parcels")
        return parcels[parcels["habitat"].isin(asked["habitat"])]
    frame = layer(folder, asked["layer"])
    return frame[frame[CLASSES.get(asked["layer"], "kind")].isin(asked["value"])] if asked.get("value") else frame


def shares(folder: Path, rules: dict[str, dict], land: gpd.GeoDataFrame) -> Iterator[pd.Series]:
    """Share of each piece in the classes asked for: one overlay a layer, summed by class."""
    asked = list(criteria(rules, "share"))
    for name in sorted({one["layer"] for one in asked}):
        ours = {question(one): one for one in asked if one["layer"] == name}
        whole = layer(folder, name)
        column = CLASSES.get(name, "kind") if any(one.get("value") for one in ours.values()) else None
        classes = whole.dissolve(column).explode().reset_index() if column else single(whole)
        parts = land[["geometry"]].reset_index().overlay(classes, how="intersection", keep_geom_type=True)
        for title, one in ours.items():
            counted = parts[parts[column].isin(one["value"])] if one.get("value") else parts
            total = counted.area.groupby(counted["index"]).sum()
            share = total.reindex(land.index, fill_value=0.0) / land.area
            yield share.clip(upper=1.0).rename(title)  # sums of parts come out a hair above the whole


def heights(folder: Path, rules: dict[str, dict], land: gpd.GeoDataFrame) -> pd.DataFrame:
    """Mean slope in degrees and mean height in metres of each piece."""
    found = pd.DataFrame(index=land.index)
    asked = {kind for kind in ("slope", "elevation") if list(criteria(rules, kind))}
    if asked:
        with rasterio.open(folder / "layers" / "elevation.tif") as file:
            height_m, cell_m, west, north = file.read(1), file.transform.a, file.transform.c, file.transform.f
        rise = np.hypot(*(ndimage.sobel(height_m, axis, mode="nearest") for axis in (0, 1))) / (8 * cell_m)
        for kind, raster in (("slope", np.degrees(np.arctan(rise))), ("elevation", height_m)):
            if kind in asked:
                found[f"{kind} land"] = zonal_mean(land, raster, cell_m, west, north)
    return found


def zonal_mean(land: gpd.GeoDataFrame, raster: np.ndarray, cell_m: float, west: float, north: float) -> np.ndarray:
    """Mean of a raster over the 10 m cells of each piece; at a point in it where it holds no cell's centre."""
    fine = raster.repeat(round(cell_m / CELL_M), axis=0).repeat(round(cell_m / CELL_M), axis=1)
    to_ground = rasterio.Affine(CELL_M, 0, west, 0, -CELL_M, north)
    label = rasterize(zip(land.geometry, land.index + 1, strict=True), fine.shape, transform=to_ground, dtype="int32")
    known = np.isfinite(fine)
    cells = np.bincount(label[known], minlength=len(land) + 1)[1:]
    total = np.bincount(label[known], fine[known], minlength=len(land) + 1)[1:]
    point = land.representative_point()
    row = ((north - point.y) // CELL_M).astype(int).clip(0, fine.shape[0] - 1)
    col = ((point.x - west) // CELL_M).astype(int).clip(0, fine.shape[1] - 1)
    return np.nan_to_num(np.where(cells > 0, total / np.maximum(cells, 1), fine[row, col]))


# --- measures -------------------------------------------------------------------------------------------------------


def choose(rule: dict, land: gpd.GeoDataFrame, pairs: np.ndarray) -> np.ndarray:
    """Rows of the land that a measure takes: the best first, until patches large enough come to what is wanted."""
    select, can = rule.get("select", {}), eligible(rule, land)
    score = scores(rule, land)
    good = np.flatnonzero(can & (score >= select.get("min_score", 0) - 1e-9))
    best_first = good[np.argsort(-score[good].round(9), kind="stable")]
    eligible_ha = land.area[can].sum() / 10_000
    wanted_ha = select["share"] * eligible_ha if "share" in select else select.get("area_ha", np.inf)
    few, many = 0, len(best_first)
    while few < many:  # fewest rows that are enough, by halving
        middle = (few + many) // 2
        kept = in_large_patches(best_first[:middle], land, pairs, select.get("min_patch_ha", 0))
        few, many = (few, middle) if land.area.iloc[kept].sum() / 10_000 >= wanted_ha else (middle + 1, many)
    return in_large_patches(best_first[:few], land, pairs, select.get("min_patch_ha", 0))


def eligible(rule: dict, land: gpd.GeoDataFrame) -> np.ndarray:
    """Which pieces a measure can go on."""
    yes, no = rule.get("eligible", {}), rule.get("exclude", {})
    can = pd.Series(True, land.index)
    for column in ("land_cover", "habitat"):
        can &= land[column].isin(yes[column]) if yes.get(column) else True
        can &= ~land[column].isin(no.get(column, []))
    for condition in yes.get("where", []):
        can &= land[question(condition)].between(condition.get("at_least", 0), condition.get("at_most", 1))
    for name in no.get("inside", []):
        can &= ~land[f"in {name}"]
    return can.to_numpy()


def scores(rule: dict, land: gpd.GeoDataFrame) -> np.ndarray:
    """Weighted mean of the points, each in a straight line from worst to best."""
    asked = rule.get("criteria", [])
    if not asked:
        return np.ones(len(land))
    points = []
    for one in asked:
        unit = "deg" if one["kind"] == "slope" else "m"
        worst, best = (0, 1) if one["kind"] == "share" else (one[f"worst_{unit}"], one.get(f"best_{unit}", 0))
        points.append(((land[question(one)] - worst) / (best - worst)).clip(0, 1).to_numpy())
    return np.average(points, axis=0, weights=[one.get("weight", 1) for one in asked])


def in_large_patches(rows: np.ndarray, land: gpd.GeoDataFrame, pairs: np.ndarray, least_ha: float) -> np.ndarray:
    """The rows that belong to a patch of adjoining rows of at least so many hectares."""
    chosen = np.zeros(len(land), bool)
    chosen[rows] = True
    one, other = pairs[:, chosen[pairs[0]] & chosen[pairs[1]]]
    _, patch = connected_components(
        coo_array((np.ones(len(one)), (one, other)), shape=(len(land),) * 2), directed=False
    )
    size_ha = np.bincount(patch[rows], land.area.iloc[rows], minlength=len(land)) / 10_000
    return np.sort(rows[size_ha[patch[rows]] >= least_ha])


# --- figures --------------------------------------------------------------------------------------------------------


def by_zone(zones: gpd.GeoDataFrame, layers: dict[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    """Hectares of each layer in each zone."""
    table = pd.DataFrame({"code": zones["code"]})
    for name, shapes in layers.items():
        parts = shapes[["geometry"]].overlay(zones[["code", "geometry"]], how="intersection", keep_geom_type=True)
        table[f"{name}_ha"] = table["code"].map(parts.area.groupby(parts["code"]).sum() / 10_000).fillna(0.0)
    return table.sort_values("code", ignore_index=True)


if __name__ == "__main__":
    made = make_map(Path(sys.argv[1]))
    print(
        f"{made.important_m2['all'] / 10_000:,.1f} ha important, {made.become.area.sum() / 10_000:,.1f} ha could become"
    )
