"""Fetching from an ArcGIS FeatureServer: a local one, over real frames, with the faults of the public ones."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.errors import FetchFailed, LayerRefused
from lnrs.layers import read, read_record
from lnrs.layers.catalogue import layer_named
from lnrs.layers.contract import Source
from lnrs.layers.fetch import fetch
from lnrs.layers.store import problems_of

from .feature_server import AREA, FeatureServer, sites

TODAY = date(2026, 3, 31)


@pytest.fixture
def service() -> FeatureServer:
    return FeatureServer(sites(57))


@pytest.fixture
def source(serve, service) -> Source:
    fields = {"ref": "REF_CODE", "name": "NAME"}
    return Source("arcgis", f"{serve(service)}/arcgis/rest/services/SSSI/FeatureServer/0", fields=fields)


def fetch_sites(folder, source, line, area=AREA):
    layer = "sites_of_special_scientific_interest"
    return fetch(layer, folder, retrieved=TODAY, area=area, source=source, line=line)


def test_every_site_of_the_area_arrives_whole(tmp_path, service, source, line):
    added = fetch_sites(tmp_path, source, line)
    came = read(added.file).set_index("ref").sort_index()
    wanted = service.frame[service.frame.intersects(AREA)].set_index("REF_CODE").sort_index()
    assert list(came.index) == list(wanted.index)
    assert list(came["name"]) == list(wanted["NAME"])
    assert np.allclose(came.area, wanted.area, atol=20.0)
    assert came.area.sum() == pytest.approx(wanted.area.sum(), rel=1e-5)
    assert came.crs.to_epsg() == 27700


def test_the_record_says_where_it_came_from_and_what_may_be_done_with_it(tmp_path, source, line):
    fetch_sites(tmp_path, source, line)
    record = read_record(tmp_path / "sites_of_special_scientific_interest.toml")
    assert (record.version, record.retrieved, record.source) == ("2026-01-01", TODAY, source.url)
    assert (record.licence, record.publisher, record.republish) == ("OGL3", "Natural England", True)
    assert any("not been confirmed" in note for note in record.notes)
    assert problems_of(tmp_path, "sites_of_special_scientific_interest") == []


def test_the_same_answers_make_the_same_bytes(tmp_path, source, line):
    first = fetch_sites(tmp_path / "a", source, line)
    second = fetch_sites(tmp_path / "b", source, line)
    assert first.file.read_bytes() == second.file.read_bytes()
    assert first.record == second.record


def test_what_a_page_leaves_out_is_asked_for_again(tmp_path, service, source, line):
    service.page = 4
    assert len(read(fetch_sites(tmp_path, source, line).file)) == service.frame.intersects(AREA).sum()


def test_a_page_too_heavy_for_the_service_is_asked_for_in_halves(tmp_path, service, source, line):
    service.heaviest = 3
    assert len(read(fetch_sites(tmp_path, source, line).file)) == service.frame.intersects(AREA).sum()


def test_a_busy_service_is_left_alone_for_as_long_as_it_asks(tmp_path, service, source, line, waits):
    service.troubles = [{"status": 429, "headers": {"Retry-After": "7"}}, {"status": 503}]
    fetch_sites(tmp_path, source, line)
    assert waits == [7.0, 2.0]


def test_half_an_answer_is_asked_for_again(tmp_path, service, source, line, waits):
    service.troubles = [{"body": b'{"features": [' + b" " * 5000, "cut": 1000}, {"body": b"<html>Sorry</html>"}]
    assert len(read(fetch_sites(tmp_path, source, line).file)) == service.frame.intersects(AREA).sum()
    assert waits == [1.0, 2.0]


def test_a_fetch_that_was_cut_goes_on_from_the_last_good_page(tmp_path, service, source, line):
    service.page, service.pages_until_death = 25, 1
    with pytest.raises(FetchFailed, match=r"answered 503 .*\(5 times\).*goes on from there"):
        fetch_sites(tmp_path, source, line)
    assert not (tmp_path / "sites_of_special_scientific_interest.gpkg").exists()
    service.pages_until_death, service.asked = None, []
    added = fetch_sites(tmp_path, source, line)
    wanted = service.frame.intersects(AREA)
    asked_again = {n for ask in service.asked if "objectIds" in ask for n in ask["objectIds"].split(",")}
    assert len(read(added.file)) == wanted.sum()
    assert 0 < len(asked_again) < wanted.sum()
    assert not list(tmp_path.glob(".*.part"))


def test_pages_of_an_older_state_of_the_data_are_not_mixed_in(tmp_path, service, source, line):
    service.pages_until_death = 1
    with pytest.raises(FetchFailed):
        fetch_sites(tmp_path, source, line)
    service.pages_until_death, service.asked = None, []
    service.last_edit_ms += 86_400_000
    service.frame["NAME"] = "Renamed"
    added = fetch_sites(tmp_path, source, line)
    assert set(read(added.file)["name"]) == {"Renamed"}
    assert added.record.version == "2026-01-02"


def test_a_service_that_cannot_count_is_not_believed(tmp_path, service, source, line):
    service.count_off_by = 1
    with pytest.raises(FetchFailed, match=r"says that it has \d+ features and names \d+"):
        fetch_sites(tmp_path, source, line)
    assert not list(tmp_path.glob("*.gpkg"))


def test_a_feature_that_the_service_never_gives_stops_the_fetch(tmp_path, service, source, line):
    service.withheld = {int(service.frame[service.frame.intersects(AREA)]["OBJECTID"].iloc[0])}
    with pytest.raises(FetchFailed, match="left out 1 of"):
        fetch_sites(tmp_path, source, line)


def test_an_error_inside_an_answer_of_200_is_an_error(tmp_path, serve, line):
    url = serve(lambda _: {"body": b'{"error": {"code": 400, "message": "Invalid URL"}}'})
    with pytest.raises(FetchFailed, match="400 Invalid URL"):
        fetch_sites(tmp_path, Source("arcgis", url, fields={"ref": "A", "name": "B"}), line)


def test_answers_in_another_coordinate_system_are_not_taken_for_metres(tmp_path, service, source, line):
    service.wkid = 4326
    with pytest.raises(FetchFailed, match="not EPSG:27700"):
        fetch_sites(tmp_path, source, line)


def test_an_area_without_any_is_an_answer_and_not_a_failure(tmp_path, source, line):
    added = fetch_sites(tmp_path, source, line, area=shapely.box(100_000, 100_000, 101_000, 101_000))
    stored = read(added.file)
    assert len(stored) == 0
    assert list(stored.columns) == ["ref", "name", "geometry"]
    assert "the service has none in the strategy area" in added.record.notes


def test_sites_of_the_box_that_miss_the_area_itself_are_left_out(tmp_path, service, source, line):
    area = shapely.Polygon([(600_000, 140_000), (620_000, 140_000), (600_000, 160_000)])
    added = fetch_sites(tmp_path, source, line, area=area)
    wanted = service.frame[service.frame.intersects(area)]
    assert set(read(added.file)["ref"]) == set(wanted["REF_CODE"])
    assert added.rows_outside == service.frame.intersects(shapely.box(*area.bounds)).sum() - len(wanted)


def test_data_that_break_the_contract_are_refused_and_nothing_is_stored(tmp_path, service, source, line):
    service.frame["REF_CODE"] = None
    with pytest.raises(LayerRefused, match="with nothing in column ref"):
        fetch_sites(tmp_path, source, line)
    assert not list(tmp_path.glob("*.gpkg")) + list(tmp_path.glob("*.toml"))


def test_the_next_source_is_tried_where_the_first_gives_up(tmp_path, source, line, monkeypatch):
    layer = layer_named("sites_of_special_scientific_interest")
    dead = Source("arcgis", "http://127.0.0.1:1/nobody", fields=source.fields)
    monkeypatch.setattr("lnrs.layers.fetch.run.layer_named", lambda _: replace(layer, sources=(dead, source)))
    added = fetch("sites_of_special_scientific_interest", tmp_path, retrieved=TODAY, area=AREA, line=line)
    assert added.record.source == source.url


def test_what_was_tried_at_every_source_is_told(tmp_path, line, monkeypatch):
    layer = layer_named("sites_of_special_scientific_interest")
    dead = [Source("arcgis", f"http://127.0.0.1:1/{name}") for name in ("first", "second")]
    monkeypatch.setattr("lnrs.layers.fetch.run.layer_named", lambda _: replace(layer, sources=tuple(dead)))
    with pytest.raises(FetchFailed) as caught:
        fetch("sites_of_special_scientific_interest", tmp_path, retrieved=TODAY, area=AREA, line=line)
    assert [problem.where for problem in caught.value.problems] == [source.url for source in dead]
    assert all("broke off (ConnectionError) (5 times)" in problem.what for problem in caught.value.problems)


def test_the_strategy_area_is_asked_for_by_its_number(tmp_path, serve, line):
    areas = gpd.GeoDataFrame(
        {"OBJECTID": [1, 2], "LNRS_ID": ["05", "40"], "Name": ["Tees Valley", "Kent and Medway"]},
        geometry=[AREA, shapely.box(500_000, 200_000, 501_000, 201_000)],
        crs=27700,
    )
    source = replace(layer_named("strategy_area").sources[0], url=serve(FeatureServer(areas)))
    added = fetch("strategy_area", tmp_path, retrieved=TODAY, lnrs_id=5, source=source, line=line)
    stored = read(added.file)
    assert (stored["lnrs_id"].item(), stored["name"].item()) == (5, "Tees Valley")
    assert stored.area.item() == AREA.area


def test_progress_is_told_up_to_the_end(tmp_path, source, line):
    heard = []
    layer = "sites_of_special_scientific_interest"
    fetch(
        layer,
        tmp_path,
        retrieved=TODAY,
        area=AREA,
        source=source,
        line=line,
        progress=lambda task, share: heard.append((task, share)),
    )
    assert any(task.startswith("fetching") for task, _ in heard)
    assert heard[-1] == (f"storing {layer}", 1.0)
    assert all(0 <= share <= 1 for _, share in heard)
