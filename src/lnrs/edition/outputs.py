"""The large files of an edition: what each is made from, and how."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import geopandas as gpd
import shapely

from lnrs.edition import geopackage, parquet, present
from lnrs.edition.content import FRAMES, Content, Sheet, method_key
from lnrs.edition.output import Output
from lnrs.edition.sources import PARCELS
from lnrs.edition.tiles import archive, context, thematic
from lnrs.edition.tiles.archive import About, Level
from lnrs.edition.tiles.generalise import overview_grid
from lnrs.edition.tiles.levels import Basis
from lnrs.edition.tiles.mercator import bounds_deg
from lnrs.habitat_map.cache import key_of
from lnrs.habitat_map.figures import ZONES
from lnrs.layers import store

GAZETTEER = ("towns", "postcodes")
"""Layers that an edition carries so that people can find their place by them."""


def slow(content: Content) -> list[Output]:
    """The tiles that every change of a rule makes anew; a second process can make them meanwhile."""
    found, keys = content.habitat_map, content.keys
    return [
        measure_tiles(content.sheet, found.measures, keys["places"], keys["pieces"]),
        become_tiles(content.sheet, found.become, keys["become"]),
    ]


def quick(content: Content) -> list[Output]:
    """The GeoPackage, the frames as GeoParquet, and the tiles of what rules do not change."""
    return [_geopackage(content), *_data(content), _importance_tiles(content), _context_tiles(content)]


def _geopackage(content: Content) -> Output:
    used = ("method", "area", "important", "measures", "criteria", "become", "figures", "words", "licences")
    make = partial(geopackage.write, content.strategy, content.habitat_map, content.sheet.notes)
    return Output(geopackage.FILE, key_of("geopackage", *(content.keys[name] for name in used)), make)


def _data(content: Content) -> Iterator[Output]:
    notes = content.sheet.notes
    key = key_of("parquet", content.keys["method"], *notes.items())
    for name in FRAMES:
        make = partial(parquet.write, getattr(content.habitat_map, name), notes=notes)
        yield Output(f"data/{name}.parquet", key_of(key, content.keys[name]), make)
    for name in (*ZONES, *GAZETTEER):
        if name in content.republished:
            make = partial(_write_layer, content.republished[name], notes=notes)
            yield Output(f"data/{name}.parquet", key_of(key, content.sheet.records[name].sha256), make)
    if PARCELS in content.republished:
        area = shapely.union_all(content.sheet.area.geometry.to_numpy())
        make = partial(present.write, content.republished[PARCELS], area, notes=notes)
        yield Output(present.FILE, key_of(key, content.keys["area"], content.sheet.records[PARCELS].sha256), make)


def _write_layer(layer: Path, path: Path, notes: Mapping[str, str]) -> None:
    parquet.write(store.read(layer), path, notes)


def measure_tiles(sheet: Sheet, measures: gpd.GeoDataFrame, key: str, pieces_key: str) -> Output:
    """Tiles of the mapped measures; the keys are for which pieces each is mapped on, and for the pieces."""
    levels = partial(
        thematic.measure_levels, measures[["measure", "pm_id", "piece", "geometry"]], pieces_key, _basis(sheet)
    )
    return _archive("measures", levels, key, sheet)


def become_tiles(sheet: Sheet, become: gpd.GeoDataFrame, key: str) -> Output:
    """Tiles of the areas that could become of particular importance."""
    return _archive("could_become", partial(thematic.become_levels, become, key, _basis(sheet)), key, sheet)


def _importance_tiles(content: Content) -> Output:
    key = content.keys["important"]
    levels = partial(thematic.importance_levels, content.habitat_map.important, key, _basis(content.sheet))
    return _archive("importance", levels, key, content.sheet)


def _context_tiles(content: Content) -> Output:
    layers = {name: path for name, path in content.republished.items() if name in context.LAYERS}
    hashes = {name: content.sheet.records[name].sha256 for name in layers}
    levels = partial(context.context_levels, layers, hashes, _basis(content.sheet))
    return _archive("context", levels, key_of(*hashes.items()), content.sheet)


def _archive(name: str, levels: Callable[[], Iterable[Level]], key: str, sheet: Sheet) -> Output:
    about = _about(name, sheet)
    return Output(
        f"tiles/{name}.pmtiles", key_of("tiles", sheet.key, about, key), partial(archive.write_made, levels, about)
    )


def _basis(sheet: Sheet) -> Basis:
    west, south, east, north = sheet.area.total_bounds
    grid = overview_grid((float(west), float(south), float(east), float(north)))
    return Basis(grid, sheet.cache, method_key())


DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "measures": {
        "measures_overview": "Each mapped potential measure as a whole, zoom 6 to 9: measure, theme.",
        "measures": "Each piece of land with all its measures, zoom 10 to 12: piece, measures (joined by ;), n.",
    },
    "importance": {
        "importance": "Areas of particular importance for biodiversity: by type to zoom 9, each site from zoom 10.",
    },
    "could_become": {"could_become": "Areas that could become of particular importance."},
    "context": {
        "strategy_area": "Outline of the strategy area.",
        "districts": "Local authority districts.",
        "rivers": "Main rivers, or named ones where none is said to be one; the rest from zoom 11.",
        "roads": "Motorways, and primary roads from zoom 9.",
        "railways": "Railways.",
        "towns": "Cities, towns and villages as points.",
        "land": "Built-up land and water.",
    },
}


def _about(name: str, sheet: Sheet) -> About:
    said = sheet.notes
    what = f"{said['AREA']}: {name.replace('_', ' ')}, {said['EDITION']}."
    return About(
        name=f"{said['TITLE']}: {name.replace('_', ' ')}",
        description=f"{what} {said.get('NOTICE', '')}".strip(),
        attribution=said["ATTRIBUTION"],
        bounds_deg=bounds_deg(sheet.area.geometry.to_numpy()),
        layers=DESCRIPTIONS[name],
    )
