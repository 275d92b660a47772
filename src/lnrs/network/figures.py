"""The figures of the network: extents, patches and connectedness of England, each area and each habitat."""

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from lnrs.network.patches import sizes_by_kind
from lnrs.network.tasks import Found

EXTENT_COLUMNS = ["lnrs_id", "name", "layer", "about", "extent_ha", "share_of_area"]
BORDER_COLUMNS = [
    *["a", "b", "border_m", "contact_m", "both_map_ha", "conflicts", "at_odds", "open", "pending", "settled"],
]
HABITAT_COLUMNS = [
    *["lnrs_id", "name", "habitat", "state", "extent_ha", "patches", "mean_patch_ha", "largest_patch_ha"],
    *["mesh_ha", "connected_ha"],
]


def extents(laid: Iterable[Found], names: Mapping[int, str], area_ha: Mapping[int, float]) -> pd.DataFrame:
    """Hectares of each layer, action and habitat, by scope, from what `land.lay` said of each block. Number 0 is
    England: land that two areas map counts once there, and for each of the two in its own figures.
    """
    rows = pd.DataFrame(
        [row for found in laid for row in found["extents"]], columns=["lnrs_id", "layer", "about", "extent_ha"]
    )
    added = rows.groupby(["lnrs_id", "layer", "about"], sort=True)["extent_ha"].agg(math.fsum).reset_index()
    added["name"] = added["lnrs_id"].map(names)
    added["share_of_area"] = added["extent_ha"] / added["lnrs_id"].map(area_ha)
    return added[EXTENT_COLUMNS]


def habitats(
    extent: pd.DataFrame,
    inside: Iterable[Found],
    over_seams: Mapping[int, Sequence[Found]],
    reached: Mapping[int, Sequence[Found]],
    area_ha: Mapping[int, float],
) -> pd.DataFrame:
    """Patches and connectedness of each habitat by scope and state: `inside` from `land.lay`, `over_seams` from
    `patches.over_seams` and `reached` from `reach`, by scope."""
    patches: dict[int, list[Sequence[Any]]] = {scope: [] for scope in area_ha}
    for found in inside:
        for scope, *row in found["patches"]:
            patches[scope].append(row)
    for scope, parts in over_seams.items():
        patches[scope] += [row for found in parts for row in found["patches"]]
    rows = extent[extent["layer"].isin(["now", "delivered"])].rename(columns={"layer": "state", "about": "habitat"})
    sizes = {scope: sizes_by_kind(found) for scope, found in patches.items()}
    squared = {scope: _squares(found) for scope, found in reached.items()}
    keys = [*zip(rows["lnrs_id"], rows["state"], rows["habitat"], strict=True)]
    own = [sizes[scope][state, habitat] for scope, state, habitat in keys]
    table = rows.assign(
        patches=[size.patches for size in own],
        mean_patch_ha=[size.sum_ha / size.patches for size in own],
        largest_patch_ha=[size.largest_ha for size in own],
        mesh_ha=[size.mesh_ha(area_ha[key[0]]) for size, key in zip(own, keys, strict=True)],
        connected_ha=[math.sqrt(math.fsum(squared[scope].get((state, habitat), ()))) for scope, state, habitat in keys],
    )
    return table.sort_values(["lnrs_id", "habitat", "state"], ascending=[True, True, False])[HABITAT_COLUMNS]


def _squares(found: Iterable[Found]) -> dict[tuple[str, str], list[float]]:
    added: dict[tuple[str, str], list[float]] = {}
    for one in found:
        for state, habitat, squared_ha2 in one["squared_ha2"]:
            added.setdefault((state, habitat), []).append(squared_ha2)
    return added


def areas(
    facts: Iterable[Mapping[str, Any]], extent: pd.DataFrame, borders: pd.DataFrame, area_ha: Mapping[int, float]
) -> pd.DataFrame:
    """The strategies that were joined, a row each: whose they are, their land in each layer, and their conflicts."""
    table = pd.DataFrame(list(facts)).set_index("lnrs_id").sort_index()
    table["area_ha"] = pd.Series(area_ha)
    for layer in ("important", "measures", "become"):
        rows = extent[extent["layer"] == layer].set_index("lnrs_id")
        table[f"{layer}_ha"] = rows["extent_ha"].reindex(table.index).fillna(0.0)
    ends = pd.concat([borders.set_index(side)[["border_m", "conflicts", "open"]] for side in ("a", "b")])
    counts = ends.groupby(level=0).sum().reindex(table.index).fillna(0)
    table["border_m"] = counts["border_m"]
    table["conflicts"], table["open_conflicts"] = counts["conflicts"].astype(int), counts["open"].astype(int)
    return table.reset_index()


def to_csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: hectares and shares with six decimals, the same bytes for the same figures."""
    text = io.StringIO()
    table.to_csv(text, index=False, float_format="%.6f", lineterminator="\n")
    return text.getvalue().encode()
