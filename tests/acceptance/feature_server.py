"""A local ArcGIS FeatureServer over a frame, with the faults of the public ones."""

import json
import re

import geopandas as gpd
import numpy as np
import shapely

AREA = shapely.box(600_000, 140_000, 620_000, 160_000)
"""A strategy area, in east Kent."""
LAST_EDIT_MS = 1_767_225_600_000  # 1 January 2026


def sites(count: int) -> gpd.GeoDataFrame:
    """Sites in and around the area, every third with a hole, one in two parts."""
    rng = np.random.default_rng(4)
    x, y = rng.uniform(595_000, 625_000, count), rng.uniform(135_000, 165_000, count)
    shapes = [shapely.box(a, b, a + 500, b + 400) for a, b in zip(x, y, strict=True)]
    shapes = [s.difference(s.buffer(-150)) if n % 3 == 0 else s for n, s in enumerate(shapes)]
    shapes[1] = shapely.union(shapes[1], shapely.transform(shapes[1], lambda xy: xy + np.array([2000, 0])))
    table = {"OBJECTID": range(100, 100 + count), "REF_CODE": [f"S{n:03}" for n in range(count)]}
    return gpd.GeoDataFrame({**table, "NAME": [f"Site {n}" for n in range(count)]}, geometry=shapes, crs=27700)


def esri_geometry(shape: shapely.Geometry) -> dict:
    """Rings as Esri writes them: outer rings clockwise, holes the other way, all in one list."""
    polygons = [shapely.orient_polygons(part, exterior_cw=True) for part in shapely.get_parts(shape)]
    return {"rings": [[*map(list, ring.coords)] for p in polygons for ring in (p.exterior, *p.interiors)]}


class FeatureServer:
    """The query protocol of an ArcGIS layer. `troubles` are answers given, once each, in place of the true ones."""

    def __init__(self, frame: gpd.GeoDataFrame, page: int = 10) -> None:
        self.frame, self.page = frame, page
        self.troubles: list[dict] = []
        self.asked: list[dict] = []
        self.count_off_by = 0
        self.heaviest = 10_000
        self.last_edit_ms = LAST_EDIT_MS
        self.pages_until_death: int | None = None
        self.withheld: set[int] = set()
        self.wkid = 27700

    def __call__(self, ask) -> dict:
        path, params = ask.path, ask.params
        self.asked.append({"path": path, **params})
        if "objectIds" in params and self.pages_until_death == 0:
            return {"status": 503}
        if self.troubles and "objectIds" in params:
            return self.troubles.pop(0)
        told = self.query(params) if path.endswith("/query") else self.about()
        return {"body": json.dumps(told).encode(), "headers": {"Content-Type": "application/json"}}

    def about(self) -> dict:
        fields = [{"name": "OBJECTID", "type": "esriFieldTypeOID"}]
        edited = {"lastEditDate": self.last_edit_ms}
        return {"maxRecordCount": 25, "objectIdField": "OBJECTID", "fields": fields, "editingInfo": edited}

    def query(self, params: dict) -> dict:
        if "objectIds" in params:
            return self.features(params)
        chosen = self.chosen(params)
        if params.get("returnCountOnly"):
            return {"count": len(chosen) + self.count_off_by}
        return {"objectIdFieldName": "OBJECTID", "objectIds": chosen["OBJECTID"].tolist()[::-1] or None}

    def chosen(self, params: dict) -> gpd.GeoDataFrame:
        chosen = self.frame
        if equal := re.fullmatch(r"(\w+) = '(.*)'", params["where"]):
            chosen = chosen[chosen[equal[1]] == equal[2]]
        if "geometry" in params:
            chosen = chosen[chosen.intersects(shapely.box(*map(float, params["geometry"].split(","))))]
        return chosen

    def features(self, params: dict) -> dict:
        numbers = [int(number) for number in params["objectIds"].split(",")]
        if len(numbers) > self.heaviest:
            return {"error": {"code": 500, "message": "Error performing query operation"}}
        if self.pages_until_death is not None:
            self.pages_until_death -= 1
        rows = self.frame[self.frame["OBJECTID"].isin(set(numbers) - self.withheld)]
        given, names = rows.head(self.page), params["outFields"].split(",")
        features = [
            {"attributes": {name: getattr(row, name) for name in names}, "geometry": esri_geometry(row.geometry)}
            for row in given.itertuples()
        ]
        return {
            "geometryType": "esriGeometryPolygon",
            "spatialReference": {"wkid": self.wkid, "latestWkid": self.wkid},
            "fields": [{"name": name, "type": "esriFieldTypeString"} for name in names],
            "features": features,
            "exceededTransferLimit": len(given) < len(rows),
        }
