"""The site's OGC API - Features in QGIS, by QGIS's own provider, without a window."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest

from ..served_site import environment_of, served
from ..unit.edition_case import case

pytestmark = pytest.mark.xdist_group("open data clients")
"""They share an edition, which takes a while to make, so they all run on one worker."""

PYTHON = "/usr/bin/python3"
"""Debian's own: QGIS's module is for no other."""

ASKS = """
import json, sys
from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer

uri, box, condition = json.loads(sys.argv[1])
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer(uri, "asked", "OAPIF")
assert layer.isValid(), layer.error().message()
assert not condition or layer.setSubsetString(condition)
request = QgsFeatureRequest(QgsRectangle(*box)) if box else QgsFeatureRequest()
found = [[one["pm_loc_id"], one["measure"], one.geometry().asWkt()] for one in layer.getFeatures(request)]
print(json.dumps({"crs": layer.crs().authid(), "found": found}))
del layer
app.exitQgis()
"""


def environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return ours | {"QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with an edition in it; the tests are skipped where QGIS is absent."""
    there = Path(PYTHON).exists() and subprocess.run(
        [PYTHON, "-c", "import qgis.core"], env=environment(), capture_output=True, check=False
    )
    if not there or there.returncode:
        pytest.skip("QGIS is not on this machine (Debian package: python3-qgis)")
    folder = tmp_path_factory.mktemp("site")
    with served(environment_of(folder / "site"), case().edition, folder / "log") as address:
        yield address


@pytest.fixture(scope="module")
def there() -> gpd.GeoDataFrame:
    """The measures as the edition's file has them, in degrees."""
    return gpd.read_parquet(case().edition / "data" / "measures.parquet").to_crs(4326).set_index("pm_loc_id")


def in_qgis(site: str, folder: Path, box: list[float] | None = None, condition: str = "") -> gpd.GeoDataFrame:
    """What QGIS finds in the layer of measures."""
    uri = f"url='{site}/ogc' typename='kent-and-medway.measures' restrictToRequestBBOX='1'"
    told = [PYTHON, "-c", ASKS, json.dumps([uri, box, condition])]
    home = environment() | {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    done = subprocess.run(told, env=home, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["crs"] == "EPSG:4326"
    keys, measures, shapes = zip(*answer["found"], strict=True)
    columns = {"pm_loc_id": keys, "measure": measures}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries.from_wkt(shapes), crs=4326).set_index("pm_loc_id")


def test_qgis_reads_every_place_of_a_layer_where_it_is(site: str, there: gpd.GeoDataFrame, tmp_path: Path) -> None:
    read = in_qgis(site, tmp_path).sort_index()
    assert read.measure.to_dict() == there.measure.to_dict()
    far_m = read.to_crs(27700).geometry.hausdorff_distance(there.sort_index().to_crs(27700).geometry)
    assert (far_m < 0.1).all()


def test_qgis_reads_what_meets_the_map_that_it_shows(site: str, there: gpd.GeoDataFrame, tmp_path: Path) -> None:
    box = there[there.measure == "GL1.1"].geometry.iloc[0].buffer(-0.0001).bounds
    wanted = there.cx[box[0] : box[2], box[1] : box[3]]
    assert 0 < len(wanted) < len(there)
    assert set(in_qgis(site, tmp_path, list(box)).index) == set(wanted.index)


def test_qgis_filters_a_layer(site: str, there: gpd.GeoDataFrame, tmp_path: Path) -> None:
    wanted = there[(there.measure == "GL1.1") & (there.score > 0.5)]
    assert 0 < len(wanted) < len(there)
    assert set(in_qgis(site, tmp_path, condition='"measure" = \'GL1.1\' AND "score" > 0.5').index) == set(wanted.index)
