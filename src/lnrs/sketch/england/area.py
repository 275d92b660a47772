"""One area of the invented England: its map as frames, and its words."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.model import Area, areas
from lnrs.outlines import outline
from lnrs.sketch.england.chance import chance, one_chance, salt
from lnrs.sketch.england.choosing import Blocks, proposed, quotas, weigh
from lnrs.sketch.england.country import country
from lnrs.sketch.england.habitats import HABITATS, KINDS
from lnrs.sketch.england.mesh import PIECES_A_BLOCK, SHAPES, WHOLE, Mesh, clipped, dissolved
from lnrs.sketch.england.sites import important_sites
from lnrs.sketch.england.words import Words, words

PIECES_A_PLACE = 2.6
"""How many pieces the land falls into for each place that is mapped: the rest of them is left as it is."""
SPECKLE = 0.1
TILE = 16
"""What is joined is joined within so many blocks, so that no polygon grows beyond all measure."""
LEAST_SHARE = 0.02
"""A piece that the outline cuts smaller than this share of a cell is left out."""


@dataclass(frozen=True)
class AreaSketch:
    """An area's map, in EPSG:27700. The frames have the columns of an edition's `data/`; `habitats` has `habitat` (the
    metric's name) and `geometry`."""

    area: Area
    outline: gpd.GeoDataFrame
    measures: gpd.GeoDataFrame
    important: gpd.GeoDataFrame
    importance: gpd.GeoDataFrame
    become: gpd.GeoDataFrame
    habitats: gpd.GeoDataFrame
    words: Words


@dataclass(frozen=True)
class _Land:
    """The blocks of an area and what suits them, and the pieces of those blocks."""

    mesh: Mesh
    shape: shapely.MultiPolygon
    row: np.ndarray
    column: np.ndarray
    inside: np.ndarray
    blocks: Blocks
    piece_block: np.ndarray
    piece_shape: np.ndarray
    cut: dict[int, shapely.Geometry]
    """What is left of pieces at the outline."""

    @property
    def tile(self) -> np.ndarray:
        """A number for the tile of each block."""
        return (self.row // TILE) * 1_000_000 + self.column // TILE


def sketch_area(lnrs_id: int, places: int, seed: int) -> AreaSketch:
    """Draw an area with so many places (one measure on one piece of land). The same numbers give the same frames."""
    area = next(one for one in areas() if one.lnrs_id == lnrs_id)
    land, kinds = _ample_land(lnrs_id, places, seed)
    piece, kind, score = _chosen(land, kinds, places, salt(seed, "speckle", lnrs_id))
    said = words(area, tuple(sorted(set(kind.tolist()))), seed)
    measures = _measures(land, piece, kind, score, said)
    important = important_sites(*_joined_blocks(land, land.blocks.important), area, seed)
    return AreaSketch(
        area,
        gpd.GeoDataFrame({"name": [area.name]}, geometry=[land.shape], crs=27700),
        measures,
        important,
        _importance(important),
        _become(land, np.unique(piece)),
        _habitats(land),
        said,
    )


def _ample_land(lnrs_id: int, places: int, seed: int) -> tuple[_Land, tuple[int, ...]]:
    """Land in pieces fine enough that the measures have room for that many places."""
    shape = outline(lnrs_id)
    cell_m2 = shape.area / (PIECES_A_PLACE * places) * PIECES_A_BLOCK / 4
    while True:
        land = _land(lnrs_id, shape, float(np.sqrt(cell_m2)), seed)
        kinds = proposed(land.blocks, lnrs_id, seed)
        room = np.isfinite(land.blocks.score[list(kinds)][:, land.piece_block]).sum()
        if room >= 1.1 * places:
            return land, kinds
        cell_m2 *= 0.6


def _land(lnrs_id: int, shape: shapely.MultiPolygon, step_m: float, seed: int) -> _Land:
    west, south, *_ = shape.bounds
    turn = one_chance(seed, "turn", lnrs_id) * np.pi / 2
    mesh = Mesh(west, south, step_m, turn, salt(seed, "mesh", lnrs_id))
    row, column, inside = mesh.blocks_near(shape)
    block, cells = mesh.cut(row, column)
    at_edge = np.flatnonzero(~inside[block])
    drawn = mesh.polygons(row[block[at_edge]], column[block[at_edge]], cells[at_edge])
    parts = clipped(drawn, shape, LEAST_SHARE * step_m**2)
    there = np.ones(len(block), bool)
    there[at_edge] = ~shapely.is_missing(parts)
    number = np.cumsum(there) - 1
    cut = {int(number[at]): part for at, part in zip(at_edge, parts, strict=True) if part is not None}
    x, y = mesh.middles(row, column)
    blocks = weigh(country(seed).at(x, y), x, y, lnrs_id, seed, step_m)
    return _Land(mesh, shape, row, column, inside, blocks, block[there], cells[there], cut)


def _chosen(
    land: _Land, kinds: tuple[int, ...], places: int, salted: np.uint64
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The piece, the kind and the score of each place, by kind and then by piece."""
    block_score = land.blocks.score[list(kinds)]
    room = np.isfinite(block_score[:, land.piece_block]).sum(axis=1)
    wanted = quotas(room, np.array([KINDS[kind].weight for kind in kinds]), places)
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for kind, scores, number in zip(kinds, block_score, wanted, strict=True):
        able = np.flatnonzero(np.isfinite(scores[land.piece_block]))
        block, shape = land.piece_block[able], land.piece_shape[able]
        code = land.column[block] * len(SHAPES) + shape
        luck = chance(salted ^ np.uint64(kind), land.row[block], code)
        score = scores[block] + SPECKLE * (luck - 0.5)
        best = np.sort(np.argsort(-score, kind="stable")[:number])
        found.append((able[best], np.full(len(best), kind), np.clip(score[best], 0.01, 1.0).round(4)))
    piece, kind_of, score = (np.concatenate(column) for column in zip(*found, strict=True))
    return piece, kind_of, score


def _pieces(land: _Land, pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The polygons of pieces, and which of them the outline did not cut."""
    block = land.piece_block[pieces]
    exact = land.inside[block]
    shapes = np.empty(len(pieces), object)
    whole = np.flatnonzero(exact)
    shapes[whole] = land.mesh.polygons(
        land.row[block[whole]], land.column[block[whole]], land.piece_shape[pieces[whole]]
    )
    for at in np.flatnonzero(~exact):
        shapes[at] = land.cut[int(pieces[at])]
    return shapes, exact


def _measures(land: _Land, piece: np.ndarray, kind: np.ndarray, score: np.ndarray, said: Words) -> gpd.GeoDataFrame:
    used, place = np.unique(piece, return_inverse=True)
    shapes, _ = _pieces(land, used)
    area_ha = (shapely.area(shapes) / 1e4).round(4)
    refs = [measure.ref for measure in said.measures if measure.mapped]
    ref = np.array([said.of_kind.get(number, "") for number in range(len(KINDS))], object)[kind]
    order = {name: number for number, name in enumerate(refs, 1)}
    by_ref = pd.Series(ref).map(order).to_numpy()
    row = np.lexsort((place, by_ref))
    return gpd.GeoDataFrame(
        {
            "pm_loc_id": np.arange(1, len(row) + 1, dtype=np.int32),
            "measure": ref[row],
            "pm_id": by_ref[row].astype(np.int32),
            "score": score[row],
            "area_ha": area_ha[place[row]],
            "piece": (place[row] + 1).astype(np.int32),
            "parcel_id": ("P" + pd.Series(place[row] + 1).astype(str)).to_numpy(object),
        },
        geometry=shapes[place[row]],
        crs=27700,
    )


def _joined_blocks(land: _Land, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Chosen blocks as polygons joined within tiles, each of one habitat; and the habitat of each."""
    block = np.flatnonzero(chosen)
    shapes = land.mesh.polygons(land.row[block], land.column[block], np.full(len(block), WHOLE))
    inside = land.inside[block]
    at_edge = np.flatnonzero(~inside)
    shapes[at_edge] = clipped(shapes[at_edge], land.shape, LEAST_SHARE * land.mesh.step_m**2)
    there = ~shapely.is_missing(shapes)
    group = land.tile[block] * len(HABITATS) + land.blocks.habitat[block]
    polygons, group = dissolved(shapes[there], inside[there], group[there])
    return polygons, group % len(HABITATS)


def _become(land: _Land, pieces: np.ndarray) -> gpd.GeoDataFrame:
    """What is mapped and not of importance, joined."""
    pieces = pieces[~land.blocks.important[land.piece_block[pieces]]]
    shapes, exact = _pieces(land, pieces)
    polygons, _ = dissolved(shapes, exact, land.tile[land.piece_block[pieces]])
    columns = {"acb_id": np.arange(1, len(polygons) + 1, dtype=np.int32), "area_ha": shapely.area(polygons) / 1e4}
    return gpd.GeoDataFrame(columns, geometry=polygons, crs=27700)


def _habitats(land: _Land) -> gpd.GeoDataFrame:
    polygons, habitat = _joined_blocks(land, land.blocks.present)
    order = np.argsort(habitat, kind="stable")
    names = np.array([one.metric for one in HABITATS], object)
    return gpd.GeoDataFrame({"habitat": names[habitat[order]]}, geometry=polygons[order], crs=27700)


def _importance(important: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The land of the sites, each part once: a site that has two types has two rows of the same land."""
    once = important[~important["apib_site_id"].str.endswith("b")]
    part_id = np.arange(1, len(once) + 1, dtype=np.int32)
    return gpd.GeoDataFrame({"part_id": part_id}, geometry=once.geometry.to_numpy(), crs=27700)
