"""A local planning.data.gov.uk: its entities, its pages and its links."""

import json
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np
import shapely


def entities() -> gpd.GeoDataFrame:
    """Sites in degrees, as the service has them: twenty-four current, one ended long ago, one that ends tomorrow."""
    x = np.arange(26) * 700.0 + 601_000
    shapes = gpd.GeoSeries(shapely.box(x, 150_000, x + 500, 150_500), crs=27700).to_crs(4326)
    table = {
        "entity": range(6_100_000, 6_100_026),
        "dataset": "ramsar",
        "reference": [f"UK110{n:02}" for n in range(26)],
        "name": [f"Marsh {n}" for n in range(26)],
        "entry-date": [f"2024-01-{n + 1:02}" for n in range(26)],
        "end-date": ["2020-01-01", "2026-04-01", *[""] * 24],
    }
    return gpd.GeoDataFrame(table, geometry=shapes)


class PlanningData:
    """entity.json and entity.geojson, ten entities a page, whatever limit is asked for."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self.frame, self.asked, self.count_off_by = frame, [], 0
        self.pages_until_death: int | None = None

    def __call__(self, ask) -> dict:
        self.asked.append((ask.path, ask.params))
        chosen = self.frame[self.frame["dataset"] == ask.params["dataset"]]
        if "geometry" in ask.params:
            assert ask.params["geometry_relation"] == "intersects"
            chosen = chosen[chosen.intersects(shapely.from_wkt(ask.params["geometry"]))]
        if ask.path.endswith(".json"):
            return {"body": json.dumps({"entities": [], "count": len(chosen) + self.count_off_by}).encode()}
        return self.page(chosen, ask)

    def page(self, chosen: gpd.GeoDataFrame, ask) -> dict:
        if self.pages_until_death == 0:
            return {"status": 503}
        if self.pages_until_death is not None:
            self.pages_until_death -= 1
        start = int(ask.params.get("offset", 0))
        collection = json.loads(chosen.iloc[start : start + 10].to_json(drop_id=True))
        onward = urlencode({**ask.params, "offset": start + 10})
        collection["links"] = {"first": "-", "last": "-"}
        if start + 10 < len(chosen):
            collection["links"]["next"] = f"https://www.planning.data.gov.uk/entity.geojson?{onward}"
        return {"body": json.dumps(collection).encode()}
