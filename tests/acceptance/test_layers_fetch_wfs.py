"""Fetching from a Web Feature Service 2.0: a local one that answers GML or GeoJSON, in pages, in the National Grid."""

import json
from datetime import date
from xml.sax.saxutils import escape

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.errors import FetchFailed
from lnrs.layers import read
from lnrs.layers.contract import Source
from lnrs.layers.fetch import fetch

TODAY = date(2026, 3, 31)
AREA = shapely.box(600_000, 140_000, 620_000, 160_000)
NAMESPACES = (
    'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:ows="http://www.opengis.net/ows/1.1" '
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:ea="http://example.org/ea" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def flood_zones() -> gpd.GeoDataFrame:
    """Squares of flood land with a hole in every fourth, half of them in the area."""
    x, y = (
        grid.ravel() for grid in np.meshgrid(np.arange(590_000, 620_000, 1_500), np.arange(150_000, 162_000, 3_000))
    )
    shapes = shapely.box(x, y, x + 900, y + 700)
    shapes[::4] = shapely.difference(shapes[::4], shapely.buffer(shapes[::4], -200))
    return gpd.GeoDataFrame({"zone": ["2" if n % 3 else "3" for n in range(len(x))]}, geometry=shapes, crs=27700)


def ring(coordinates: shapely.geometry.LinearRing) -> str:
    listed = " ".join(f"{x} {y}" for x, y in coordinates.coords)
    return f"<gml:LinearRing><gml:posList>{listed}</gml:posList></gml:LinearRing>"


def member(number: int, row) -> str:
    holes = "".join(f"<gml:interior>{ring(hole)}</gml:interior>" for hole in row.geometry.interiors)
    shape = f"<gml:exterior>{ring(row.geometry.exterior)}</gml:exterior>{holes}"
    return (
        f'<wfs:member><ea:zones gml:id="z.{number}"><ea:flood_zone>{escape(row.zone)}</ea:flood_zone><ea:geom>'
        f'<gml:Polygon gml:id="g.{number}" srsName="urn:ogc:def:crs:EPSG::27700">{shape}</gml:Polygon>'
        "</ea:geom></ea:zones></wfs:member>"
    )


class FeatureService:
    """GetCapabilities, hits and GetFeature of WFS 2.0 over a frame; at most `page` features at once."""

    def __init__(self, formats: tuple[str, ...], page: int = 12) -> None:
        self.frame, self.formats, self.page = flood_zones(), formats, page
        self.systems = ("urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:EPSG::27700")
        self.pages_until_death: int | None = None
        self.hits_off_by = 0
        self.schema = "http://example.org/nowhere"
        self.asked: list[dict] = []

    def __call__(self, ask) -> dict:
        self.asked.append(ask.params)
        if ask.params["request"] == "GetCapabilities":
            return {"body": self.capabilities().encode()}
        chosen = self.frame
        if "bbox" in ask.params:
            *edges, system = ask.params["bbox"].split(",")
            assert system == "urn:ogc:def:crs:EPSG::27700"
            chosen = chosen[chosen.intersects(shapely.box(*map(float, edges)))]
        if ask.params.get("resultType") == "hits":
            head = f'numberMatched="{len(chosen) + self.hits_off_by}" numberReturned="0"'
            return {"body": f"<wfs:FeatureCollection {NAMESPACES} {head}/>".encode()}
        return self.features(chosen, ask.params)

    def features(self, chosen: gpd.GeoDataFrame, params: dict) -> dict:
        if self.pages_until_death == 0:
            return {"status": 500}
        if self.pages_until_death is not None:
            self.pages_until_death -= 1
        start, count = int(params["startIndex"]), min(int(params["count"]), self.page)
        rows = chosen.iloc[start : start + count]
        if params.get("outputFormat") == "application/json":
            return {"body": rows.rename(columns={"zone": "flood_zone"}).to_json().encode()}
        members = "".join(member(start + at, row) for at, row in enumerate(rows.itertuples()))
        schema = f'xsi:schemaLocation="http://example.org/ea {self.schema}?request=DescribeFeatureType"'
        head = f'{schema} numberMatched="{len(chosen)}" numberReturned="{len(rows)}"'
        return {"body": f"<wfs:FeatureCollection {NAMESPACES} {head}>{members}</wfs:FeatureCollection>".encode()}

    def capabilities(self) -> str:
        formats = "".join(f"<ows:Value>{name}</ows:Value>" for name in self.formats)
        first, *others = self.systems
        systems = f"<wfs:DefaultCRS>{first}</wfs:DefaultCRS>" + "".join(
            f"<wfs:OtherCRS>{name}</wfs:OtherCRS>" for name in others
        )
        return (
            f'<wfs:WFS_Capabilities version="2.0.0" {NAMESPACES}><ows:OperationsMetadata>'
            '<ows:Operation name="GetFeature"><ows:Parameter name="outputFormat"><ows:AllowedValues>'
            f"{formats}</ows:AllowedValues></ows:Parameter></ows:Operation></ows:OperationsMetadata>"
            f"<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>ea:zones</wfs:Name>{systems}"
            "</wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>"
        )


@pytest.fixture(
    params=[("application/gml+xml; version=3.2",), ("application/gml+xml; version=3.2", "application/json")]
)
def service(request) -> FeatureService:
    """One that has only GML, and one that has GeoJSON too."""
    return FeatureService(request.param)


@pytest.fixture
def source(serve, service) -> Source:
    return Source("wfs", f"{serve(service)}/wfs", layer="zones", fields={"zone": "flood_zone"})


def fetch_zones(folder, source, line):
    return fetch("flood_zones", folder, retrieved=TODAY, area=AREA, source=source, line=line)


def test_every_zone_of_the_area_arrives_exactly(tmp_path, service, source, line):
    came = read(fetch_zones(tmp_path, source, line).file)
    wanted = service.frame[service.frame.intersection(AREA).area > 1]
    assert sorted(came["zone"]) == sorted(wanted["zone"])
    assert came.union_all().symmetric_difference(wanted.union_all()).area == 0


def test_a_page_can_send_nobody_to_another_address(tmp_path, service, source, line):
    service.schema = source.url
    fetch_zones(tmp_path, source, line)
    assert {params["request"] for params in service.asked} == {"GetCapabilities", "GetFeature"}


def test_geojson_is_asked_for_where_it_is_offered(tmp_path, service, source, line):
    fetch_zones(tmp_path, source, line)
    asked = {params.get("outputFormat") for params in service.asked if "startIndex" in params}
    assert asked == ({"application/json"} if "application/json" in service.formats else {None})


def test_a_fetch_that_was_cut_goes_on_from_the_last_good_page(tmp_path, service, source, line):
    service.pages_until_death = 2
    with pytest.raises(FetchFailed, match="500"):
        fetch_zones(tmp_path, source, line)
    service.pages_until_death, service.asked = None, []
    fetch_zones(tmp_path, source, line)
    starts = [int(params["startIndex"]) for params in service.asked if "startIndex" in params]
    assert starts[0] == 24


def test_pages_that_stop_before_the_count_are_not_believed(tmp_path, service, source, line):
    service.hits_off_by = 1
    with pytest.raises(FetchFailed, match=r"promised \d+ features and stopped at \d+"):
        fetch_zones(tmp_path, source, line)
    assert not list(tmp_path.glob("*.gpkg"))


def test_a_layer_that_is_not_offered_is_named_with_those_that_are(tmp_path, serve, service, line):
    wrong = Source("wfs", serve(service), layer="zoning", fields={"zone": "flood_zone"})
    with pytest.raises(FetchFailed, match="does not offer 'zoning'; it offers ea:zones"):
        fetch_zones(tmp_path, wrong, line)


def test_a_layer_without_the_national_grid_is_left_alone(tmp_path, service, source, line):
    service.systems = ("urn:ogc:def:crs:EPSG::4326",)
    with pytest.raises(FetchFailed, match="EPSG::4326 only"):
        fetch_zones(tmp_path, source, line)


def test_the_complaint_of_the_service_is_passed_on(tmp_path, serve, line):
    report = (
        f"<ows:ExceptionReport {NAMESPACES}><ows:Exception><ows:ExceptionText>No such operation</ows:ExceptionText>"
    )
    url = serve(lambda _: {"body": f"{report}</ows:Exception></ows:ExceptionReport>".encode()})
    with pytest.raises(FetchFailed, match="offers none"):
        fetch_zones(tmp_path, Source("wfs", url, layer="zones"), line)


@pytest.mark.parametrize(
    "body", [b"<html><body>Sorry", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', json.dumps({}).encode()]
)
def test_what_is_no_wfs_is_said_to_be_none(tmp_path, serve, line, body):
    url = serve(lambda _: {"body": body})
    with pytest.raises(FetchFailed, match=r"not XML|document type"):
        fetch_zones(tmp_path, Source("wfs", url, layer="zones"), line)
