"""Keys by which a conflict is known again in the next build: who, what and, to a kilometre, where."""

import hashlib

import geopandas as gpd
import shapely

PLACE_M = 1_000
"""Where a conflict is, for its key, is rounded to this."""
SAME_M = 1_000.0
"""A conflict about the same things is the same as an earlier one that is no farther from it than this."""
ABOUT = ["kind", "a", "b", "habitat_a", "action_a", "habitat_b", "action_b"]


def keyed(conflicts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The conflicts with keys such as `38-40-5f2a9c01`; one more that would have the same key gets `-2` after it."""
    seen: dict[str, int] = {}
    keys = []
    for row in conflicts.itertuples():
        key = _key(row)
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return conflicts.assign(key=keys)


def with_earlier_keys(conflicts: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The conflicts with the keys that they had in an earlier list, where they are the same ones.

    Same are two about the same things no farther apart than SAME_M, the nearest first. It helps where a conflict has
    grown or shrunk over a line of the kilometre grid. An earlier key goes to one conflict at most.
    """
    keys = conflicts["key"].tolist()
    free = set(earlier["key"]) - set(keys)
    held = set(earlier["key"]) & set(keys)
    pairs = sorted(
        (distance, now, earlier["key"].iloc[was])
        for now, was, distance in _near(conflicts, earlier)
        if keys[now] not in held and earlier["key"].iloc[was] in free
    )
    given: set[int] = set()
    for _, now, key in pairs:
        if key in free and now not in given:
            keys[now] = key
            free.discard(key)
            given.add(now)
    return conflicts.assign(key=keys)


def _near(conflicts: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame) -> list[tuple[int, int, float]]:
    if conflicts.empty or earlier.empty:
        return []
    shapes = conflicts.geometry.to_numpy()
    were = earlier.geometry.to_numpy()
    now, was = shapely.STRtree(were).query(shapes, predicate="dwithin", distance=SAME_M)
    about_now, about_then = conflicts[ABOUT].to_numpy(), earlier[ABOUT].to_numpy()
    same = [(int(n), int(w)) for n, w in zip(now, was, strict=True) if (about_now[n] == about_then[w]).all()]
    return [(n, w, float(shapely.distance(shapes[n], were[w]))) for n, w in same]


def _key(row: object) -> str:
    x, y = place_of(row.geometry)  # type: ignore[attr-defined]
    about = [str(getattr(row, name)) for name in ABOUT]
    digest = hashlib.sha256("\t".join([*about, f"{x // PLACE_M:.0f}", f"{y // PLACE_M:.0f}"]).encode()).hexdigest()
    return f"{about[1]}-{about[2]}-{digest[:8]}"


def place_of(shape: shapely.Geometry) -> tuple[float, float]:
    """The middle of a conflict, in metres east and north: halfway along its longest line, or a point of its land."""
    longest = max(shapely.get_parts(shape), key=lambda part: (part.length, part.bounds))
    middle = (
        shapely.line_interpolate_point(longest, 0.5, normalized=True)
        if longest.area == 0
        else (shapely.point_on_surface(longest))
    )
    return float(middle.x), float(middle.y)
