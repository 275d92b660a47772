"""How nearly the engine and the officer's script agree, piece by piece and measure by measure.

The engine answers questions of degree on the 10 m grid, the script in exact geometry, so they differ by design: a
distance by about a cell's diagonal, a share by the cells along an edge. Hard edges are exact in both.
"""

import tomllib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from benchmarks.agreement import SQUARE_METRE, at_least, require
from benchmarks.officer_script import question

DISTANCE_M = 15.0
"""A cell's diagonal, and a metre for rounding."""

MOST = {
    "mapped pieces cut otherwise, share": 0.01,
    "distances more than 15 m apart, share": 0.01,
    "shares, mean difference": 0.02,
    "slope, mean difference in degrees": 0.25,
    "height, mean difference in m": 0.5,
    "area of a measure, share": 0.05,
    "area that could become important, share": 0.03,
    "importance in a district or parish, m2": SQUARE_METRE,
    "mapped in a district, share": 0.05,
}
"""How far apart the two may be."""

LEAST_MEDIAN_OVERLAP = 0.9
"""For half the measures at least: hectares that both map over hectares that either maps."""

MOST_IN_A_PIECE = 0.02
"""Each map stops when it has enough, so the two may stop a piece apart: a measure with a larger share
in one piece is left out of the comparison by area."""

WORTH_COMPARING_HA = 100.0
"""Measures and districts with less mapped are left out of the two comparisons by share: one field would decide them."""


def compare(folder: Path, ours: Path, theirs: Path) -> dict[str, float]:
    """Every difference by what it is of, and the overlap of measures.

    `ours` and `theirs` are the folders left by the contenders. Raises Disagrees beyond the tolerances above.
    """
    left, right = _left_in(ours), _left_in(theirs)
    row_of = same_piece(left["pieces"], right["pieces"])
    found = {"mapped pieces cut otherwise, share": float((row_of < 0).mean())}
    found |= facts_apart(values_beside(folder, left, right["pieces"], row_of))
    found |= measures_apart(left, right, row_of)
    found |= zones_apart(left, right)
    for what, apart in found.items():
        if what in MOST:
            require(apart, MOST[what], f"{folder.name}: {what}")
    at_least(found["overlap of a measure, median"], LEAST_MEDIAN_OVERLAP, f"{folder.name}: overlap of measures")
    return found


def same_piece(ours: gpd.GeoDataFrame, theirs: gpd.GeoDataFrame) -> pd.Series:
    """For each of our pieces the row of theirs that is the same land to a square metre, or -1."""
    points = gpd.GeoDataFrame(geometry=ours.representative_point())
    met = points.sjoin(theirs[["geometry"]], predicate="within")["index_right"]
    row = met[~met.index.duplicated()].reindex(ours.index, fill_value=-1).astype(int)
    area_m2 = theirs.area.to_numpy()[row.to_numpy()]
    return row.where((row >= 0) & (np.abs(area_m2 - ours.area.to_numpy()) <= SQUARE_METRE), -1)


def values_beside(folder: Path, left: dict, land: gpd.GeoDataFrame, row_of: pd.Series) -> pd.DataFrame:
    """Every criterion of every mapped place that both cut alike: unit, ours, theirs."""
    ours = left["values"].merge(left["mapped"], on="pm_loc_id")
    ours["row"] = row_of.loc[ours["piece"]].to_numpy()
    parts = []
    for (ref, name), part in ours[ours["row"] >= 0].groupby(["measure", "criterion"], observed=True):
        asked = _criterion(folder, ref, str(name))
        reach = max(asked["worst_m"], asked.get("best_m", 0)) if asked["kind"] == "distance" else np.inf
        beside = land[question(asked)].to_numpy()[part["row"]]
        kind = asked["kind"]
        parts.append(
            pd.DataFrame({"kind": kind, "ours": part["value"].clip(upper=reach), "theirs": np.minimum(beside, reach)})
        )
    return pd.concat(parts, ignore_index=True)


def facts_apart(beside: pd.DataFrame) -> dict[str, float]:
    """Differences of distances, shares, slopes and heights, from what `values_beside` gives."""
    apart = (beside["ours"] - beside["theirs"]).abs()
    distance = apart[beside["kind"] == "distance"]
    found = {
        "distances more than 15 m apart, share": float((distance > DISTANCE_M).mean()),
        "distances, 99 in 100 within m": float(distance.quantile(0.99)),
        "distances, greatest difference in m": float(distance.max()),
    }
    for kind, name in (
        ("share", "shares, mean difference"),
        ("slope", "slope, mean difference in degrees"),
        ("elevation", "height, mean difference in m"),
    ):
        if (beside["kind"] == kind).any():
            found[name] = float(apart[beside["kind"] == kind].mean())
    return found


def measures_apart(left: dict, right: dict, row_of: pd.Series) -> dict[str, float]:
    """Greatest difference in a measure's area, as a share of it, and how well the measures' places overlap."""
    area_ha = right["pieces"].area.to_numpy() / 10_000
    theirs = right["mapped"].groupby("measure")["piece"].agg(set)
    apart, overlap = [], []
    for ref, part in left["mapped"].groupby("measure"):
        rows = row_of.loc[part["piece"]]
        ours_ha, other = left["pieces"].loc[part["piece"], "area_ha"].sum(), theirs.get(ref, set())
        theirs_ha = area_ha[list(other)].sum()
        both_ha = area_ha[list(other & set(rows[rows >= 0]))].sum()
        if max(ours_ha, theirs_ha) >= WORTH_COMPARING_HA:
            if left["pieces"].loc[part["piece"], "area_ha"].max() <= MOST_IN_A_PIECE * max(ours_ha, theirs_ha):
                apart.append(abs(ours_ha - theirs_ha) / max(ours_ha, theirs_ha))
            overlap.append(both_ha / (ours_ha + theirs_ha - both_ha))
    return {
        "area of a measure, share": max(apart, default=0.0),
        "overlap of a measure, median": float(np.median(overlap)),
        "overlap of a measure, least": min(overlap),
        "measures compared by area": float(len(apart)),
        "measures compared by overlap": float(len(overlap)),
    }


def zones_apart(left: dict, right: dict) -> dict[str, float]:
    """Differences by district and parish: important land in m2, mapped land as a share of what is mapped."""
    important_m2, mapped = [0.0], [0.0]
    for name in ("by_district", "by_parish"):
        both = left[name].merge(right[name], on="code", suffixes=("", "_theirs"), how="outer").fillna(0.0)
        important_m2.append((both["important_ha"] - both["important_ha_theirs"]).abs().max() * 10_000)
        if name == "by_district":
            large = both[both["mapped_ha"] >= WORTH_COMPARING_HA]
            mapped.append(((large["mapped_ha"] - large["mapped_ha_theirs"]).abs() / large["mapped_ha"]).max())
    return {"importance in a district or parish, m2": max(important_m2), "mapped in a district, share": max(mapped)}


def _left_in(folder: Path) -> dict:
    """Every table that a contender left, by name."""
    frames = {path.stem: path for path in folder.glob("*.parquet")}
    return {name: (gpd if name == "pieces" else pd).read_parquet(path) for name, path in frames.items()}


def _criterion(folder: Path, ref: str, name: str) -> dict:
    rule = tomllib.loads((folder / "rules" / f"{ref}.toml").read_text("utf-8"))
    return next(one for one in rule["criteria"] if one["name"] == name)
