"""The answer as a GeoPackage: the parcels as they were given with columns of ours, and the measures on them. Made in
memory, so that no land is ever in a file of the site's."""

import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import geopandas as gpd
import shapely

from lnrs_web.land.answer import Answer
from lnrs_web.land.tables import parcel_rows

_PLAIN = {"SPATIAL_INDEX": "NO"}
"""No index, so that a layer is a table and nothing else, and can be copied as one."""
_CATALOGUE = ("gpkg_contents", "gpkg_geometry_columns")


def geopackage(answer: Answer) -> bytes:
    """Layers `parcels` and, where there are any, `measures_here` and `sites_here`, in EPSG:27700."""
    rows = parcel_rows(answer)
    layers = [_layer("parcels", rows, [one.parcel.shape for one in answer.parcels])]
    edition = {"edition": rows[0]["edition"], "edition_date": rows[0]["edition_date"]}
    measures = [(one.parcel.ref, there) for one in answer.parcels for there in one.within.measures]
    sites = [(one.parcel.ref, there) for one in answer.parcels for there in one.within.sites]
    if measures:
        named = [
            {"parcel": ref, "ref": one.measure.ref, "measure": one.measure.measure, "area_ha": round(one.area_ha, 4)}
            for ref, one in measures
        ]
        shapes = [shapely.union_all(one.shapes) for _, one in measures]
        layers.append(_layer("measures_here", [row | edition for row in named], shapes))
    if sites:
        named = [
            {
                "parcel": ref,
                "kind": one.site.kind,
                "ref": one.site.ref,
                "name": one.site.name,
                "area_ha": round(one.area_ha, 4),
            }
            for ref, one in sites
        ]
        layers.append(
            _layer("sites_here", [row | edition for row in named], [shapely.union_all(one.shapes) for _, one in sites])
        )
    return _joined(layers)


def _layer(name: str, rows: Sequence[dict], shapes: Sequence[shapely.Geometry]) -> tuple[str, bytes]:
    multi = [shapely.multipolygons(_polygons(shape)) for shape in shapes]
    out = io.BytesIO()
    frame = gpd.GeoDataFrame(list(rows), geometry=multi, crs=27700)
    frame.to_file(out, driver="GPKG", layer=name, layer_options=_PLAIN, dataset_options={"ADD_GPKG_OGR_CONTENTS": "NO"})
    return name, out.getvalue()


def _polygons(shape: shapely.Geometry) -> list[shapely.Geometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def _joined(layers: Sequence[tuple[str, bytes]]) -> bytes:
    """One GeoPackage of several that have a layer each."""
    with closing(sqlite3.connect(":memory:")) as whole:
        whole.deserialize(layers[0][1])
        for name, data in layers[1:]:
            with closing(sqlite3.connect(":memory:")) as other:
                other.deserialize(data)
                [(sql,)] = other.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,))
                whole.execute(sql)
                for table in (name, *_CATALOGUE):
                    rows = other.execute(f'SELECT * FROM "{table}"').fetchall()
                    marks = ", ".join("?" * len(rows[0]))
                    whole.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
        whole.commit()
        return whole.serialize()
