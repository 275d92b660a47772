"""Strategies at public services, over real sockets: an ArcGIS feature service, planning.data.gov.uk, a file behind an
address, and the same files in object storage."""

import json
from datetime import date
from pathlib import Path

import fsspec
import geopandas as gpd
import pandas as pd
import pytest
import shapely

from lnrs.errors import FetchFailed, NotFound
from lnrs.layers.fetch.session import Line
from lnrs.network.published import open_source
from lnrs.outlines import outline

from ..unit.published_case import acb, apib, frame, greater_manchester, pm, said, square
from .feature_server import FeatureServer
from .planning_server import PlanningData

TODAY = date(2026, 3, 31)


class Layer(FeatureServer):
    """One layer or table of a service, with its name and fields."""

    def __init__(self, name: str, table: gpd.GeoDataFrame | pd.DataFrame) -> None:
        numbered = table.assign(OBJECTID=range(1, len(table) + 1))
        whole = (
            numbered
            if isinstance(table, gpd.GeoDataFrame)
            else gpd.GeoDataFrame(numbered, geometry=[None] * len(table))
        )
        super().__init__(whole, page=2)
        self.name, self.has_geometry = name, isinstance(table, gpd.GeoDataFrame)

    def about(self) -> dict:
        fields = [{"name": name, "type": self.kind_of(name)} for name in self.frame.columns.drop("geometry")]
        return {**super().about(), "name": self.name, "fields": fields}

    def kind_of(self, name: str) -> str:
        if name == "OBJECTID":
            return "esriFieldTypeOID"
        number = pd.api.types.is_numeric_dtype(self.frame[name])
        return "esriFieldTypeDouble" if number else "esriFieldTypeString"

    def features(self, params: dict) -> dict:
        numbers = [int(number) for number in params["objectIds"].split(",")]
        rows, names = self.frame[self.frame["OBJECTID"].isin(numbers)], params["outFields"].split(",")
        given = rows.head(self.page)
        got = {
            "fields": [{"name": name, "type": self.kind_of(name)} for name in names],
            "features": [self.feature(row, names) for _, row in given.iterrows()],
            "exceededTransferLimit": len(given) < len(rows),
        }
        system = {"wkid": 27700, "latestWkid": 27700}
        spatial = {"geometryType": "esriGeometryPolygon", "spatialReference": system}
        return {**got, **(spatial if self.has_geometry else {})}

    def feature(self, row: pd.Series, names: list[str]) -> dict:
        attributes = {name: None if pd.isna(row[name]) else row[name] for name in names}
        if row["geometry"] is None:
            return {"attributes": attributes}
        rings = [[*map(list, ring.exterior.coords)] for ring in shapely.get_parts(row["geometry"])]
        return {"attributes": attributes, "geometry": {"rings": rings}}


class Service:
    """A feature service with its layers under their numbers."""

    def __init__(self, layers: list[Layer]) -> None:
        self.layers, self.asked = layers, []

    def __call__(self, ask) -> dict:
        self.asked.append(ask.path)
        number = ask.path.partition("/FeatureServer")[2].strip("/").split("/")[0]
        if number:
            return self.layers[int(number)](ask)
        listed = [{"id": at, "name": layer.name, "spatial": layer.has_geometry} for at, layer in enumerate(self.layers)]
        told = {
            "layers": [{"id": one["id"], "name": one["name"]} for one in listed if one["spatial"]],
            "tables": [{"id": one["id"], "name": one["name"]} for one in listed if not one["spatial"]],
        }
        return {"body": json.dumps(told).encode()}


@pytest.fixture
def service() -> Service:
    wider = pd.DataFrame({"ref": ["20"], "measure": ["Talk to schools."]})
    sites = apib().iloc[:2]
    return Service([Layer("APIB", sites), Layer("LNRS ACIB", acb()), Layer("PM", pm()), Layer("wider_measures", wider)])


def test_a_feature_service_is_one_strategy(service: Service, serve, line: Line) -> None:
    address = f"{serve(service)}/arcgis/rest/services/LNRS/FeatureServer"
    with open_source(address, line=line, retrieved=TODAY) as source:
        assert source.facts.lnrs_id == 11
        assert source.facts.source == address
        assert source.facts.as_of == "2026-01-01"
        assert source.facts.identity.startswith("sha256-")
        rows = {layer: pd.concat([*source.batches(layer)]) for layer in source.layers}
        assert rows["important"]["name"].tolist() == ["Moss", "Cutting"]
        assert rows["important"].area.tolist() == pytest.approx([40_000, 5_000])
        assert rows["become"]["place"].tolist() == ["1", "2"]
        assert rows["measures"]["ref"].tolist() == ["7", "7", "8"]
        assert all(log.balanced for log in source.logs.values())
        assert source.described["ref"].tolist() == ["20", "7", "8", "9"]
        assert source.described["mapped"].tolist() == [False, True, True, True]
    assert (f"{address}/0", 2, "guess", "kind 'SBI' is read as LWS") in said(source.notes)


def test_rows_go_on_over_the_pages_of_a_service(serve, line: Line) -> None:
    many = frame({"acb_id": range(60), "lnrs_id": [11] * 60}, [square(n, 0) if n != 55 else None for n in range(60)])
    address = f"{serve(Service([Layer('ACB', many)]))}/rest/FeatureServer/0"
    source = open_source(address, line=line, retrieved=TODAY)
    assert sum(map(len, source.batches("become", rows=7))) == 59
    assert said(source.logs["become"].notes) == [(address, 56, "refusal", "has no geometry")]


def test_the_same_service_has_the_same_identity_and_a_changed_one_another(service: Service, serve, line: Line) -> None:
    address = f"{serve(service)}/FeatureServer"
    first = open_source(address, line=line, retrieved=TODAY).facts.identity
    service.layers[0].page = 1
    assert open_source(address, line=line, retrieved=TODAY).facts.identity == first
    service.layers[0].frame.loc[0, "apib_name"] = "Bog"
    assert open_source(address, line=line, retrieved=TODAY).facts.identity != first


def test_only_the_box_of_an_outline_is_asked_for(serve, line: Line) -> None:
    far = frame({"acb_id": [1, 2]}, [square(0, 0), shapely.box(600_000, 140_000, 600_100, 140_100)])
    layer = Layer("ACB", far)
    address = f"{serve(Service([layer]))}/FeatureServer/0"
    source = open_source(address, line=line, retrieved=TODAY, lnrs_id=11, outline=outline(11))
    assert [batch["place"].tolist() for batch in source.batches("become")] == [["1"]]
    assert any("geometry" in asked for asked in layer.asked)
    assert any("box of the strategy area" in note.says and note.kind == "left_out" for note in source.notes)


def test_a_service_that_fails_leaves_nothing_behind(serve, line: Line, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    layer = Layer("ACB", acb())
    layer.count_off_by = 1
    with pytest.raises(FetchFailed, match="says that it has 4 features and names 3"):
        open_source(f"{serve(Service([layer]))}/FeatureServer/0", line=line, retrieved=TODAY)
    assert [*tmp_path.iterdir()] == []
    with pytest.raises(FetchFailed, match="has no layers"):
        open_source(f"{serve(Service([]))}/FeatureServer", line=line, retrieved=TODAY)


# --- planning.data.gov.uk


def entities() -> gpd.GeoDataFrame:
    """Entities of the data set: two strategy areas, and the parts of one of them."""
    shapes = [outline(11), outline(6), square(0, 0), square(1, 0), square(2, 0), square(3, 0)]
    table = {
        "entity": range(9_000_000, 9_000_006),
        "dataset": "local-nature-recovery-strategy",
        "reference": ["GM", "LANCS", "S1", "", "M7", "OLD"],
        "name": ["Greater Manchester LNRS", "Lancashire LNRS", "Moss", "", "Plant trees.", "Old moss"],
        "categories": ["", "", "APIB", "ACB", "PM", "APIB"],
        "entry-date": "2026-02-01",
        "end-date": ["", "", "", "", "", "2025-12-31"],
    }
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=27700).to_crs(4326))


def test_planning_data_gives_what_its_categories_say(serve, line: Line) -> None:
    address = f"{serve(PlanningData(entities()))}/entity.geojson"
    with open_source(address, lnrs_id=11, line=line, retrieved=TODAY) as source:
        assert (source.facts.lnrs_id, source.facts.as_of) == (11, "2026-02-01")
        (sites,), (areas,), (places,) = (source.batches(name) for name in ("important", "become", "measures"))
    assert sites[["site", "name", "ref"]].to_numpy().tolist() == [["9000002", "Moss", "S1"]]
    assert areas["place"].tolist() == ["9000003"]
    assert places[["ref", "measure"]].to_numpy().tolist() == [["M7", "Plant trees."]]
    assert places.area.tolist() == pytest.approx([10_000], rel=1e-3)
    told = [(note.kind, note.says) for note in source.notes]
    assert ("left_out", "entity 9000005 ended on 2025-12-31, and is not read") in told
    assert any(kind == "left_out" and "say '' in categories, which is no layer" in says for kind, says in told)


def test_planning_data_without_categories_is_outlines_of_areas(serve, line: Line) -> None:
    only_areas = entities().iloc[:2].drop(columns="categories")
    address = f"{serve(PlanningData(only_areas))}/entity.geojson"
    source = open_source(address, lnrs_id=11, line=line, retrieved=TODAY)
    (area,) = source.batches("area")
    assert area["name"].tolist() == ["Greater Manchester LNRS"]
    assert source.logs["area"].balanced
    assert source.layers == ("area",)


def test_planning_data_that_has_nothing_says_so(serve, line: Line) -> None:
    address = f"{serve(PlanningData(entities()))}/entity.geojson"
    with pytest.raises(NotFound, match="has nothing for the strategy area"):
        open_source(address, lnrs_id=46, line=line, retrieved=TODAY)


# --- files from elsewhere


def test_a_file_behind_an_address_is_read_like_any_file(serve, line: Line, tmp_path: Path) -> None:
    content = greater_manchester(tmp_path / "gm.gpkg").read_bytes()
    address = f"{serve(lambda _: {'body': content})}/downloads/gm"
    with open_source(address, line=line) as source:
        assert source.facts.source == address
        assert source.facts.identity == open_source(tmp_path / "gm.gpkg").facts.identity
        assert sum(map(len, source.batches("measures"))) == 3


def test_a_file_in_object_storage_is_read_like_any_file(tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    store.put(str(greater_manchester(tmp_path / "gm.gpkg")), "/maps/gm.gpkg")
    try:
        for address in ("memory://maps/gm.gpkg", "memory://maps"):
            with open_source(address) as source:
                assert sum(map(len, source.batches("measures"))) == 3
                assert source.facts.source == address
    finally:
        store.rm("/maps", recursive=True)
