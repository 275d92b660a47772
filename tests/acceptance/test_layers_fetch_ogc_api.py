"""Fetching from an OGC API: a real server (pygeoapi), run for these tests, that pages by twenty."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import requests
import shapely

from lnrs.errors import FetchFailed, LayerRefused
from lnrs.layers import read
from lnrs.layers.catalogue import layer_named
from lnrs.layers.contract import Source
from lnrs.layers.fetch import fetch

TODAY = date(2026, 3, 31)
AREA = shapely.box(600_000, 140_000, 620_000, 160_000)

SERVER = """
import sys
from werkzeug.serving import make_server
from pygeoapi.flask_app import APP
server = make_server("127.0.0.1", 0, APP)
print(server.server_port, flush=True)
server.serve_forever()
"""


def flood_zones() -> gpd.GeoDataFrame:
    """Ninety squares of flood land, half of them in the area, in the Environment Agency's words."""
    x, y = (
        grid.ravel() for grid in np.meshgrid(np.arange(590_000, 620_000, 2_000), np.arange(150_000, 162_000, 2_000))
    )
    table = {"fid": range(len(x)), "flood_zone": ["FZ2" if n % 3 else "FZ3" for n in range(len(x))]}
    return gpd.GeoDataFrame(table, geometry=shapely.box(x, y, x + 900, y + 700), crs=27700)


def collection(file: Path, **provider: object) -> dict:
    extent = {"spatial": {"bbox": [-8, 49, 2, 61], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    return {
        "type": "collection",
        "title": file.stem,
        "description": "Invented flood land",
        "keywords": ["flood"],
        "extents": extent,
        "providers": [{"type": "feature", "name": "GeoJSON", "data": str(file), "id_field": "fid", **provider}],
    }


def config(folder: Path) -> dict:
    """Two collections, one of which offers the National Grid. Links lead to a host that nobody can reach."""
    national = {"crs": ["http://www.opengis.net/def/crs/EPSG/0/27700"]}
    contact = {"name": "-", "address": "-", "email": "a@example.org", "url": "https://example.org"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": 0},
            "url": "http://internal.invalid:9999",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-GB"],
            "limits": {"default_items": 10, "max_items": 20},
            "map": {"url": "https://example.org/{z}/{x}/{y}.png", "attribution": "-"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "Test",
                "description": "Test",
                "keywords": ["test"],
                "keywords_type": "theme",
                "terms_of_service": "-",
                "url": "https://example.org",
            },
            "license": {"name": "OGL3", "url": "https://example.org"},
            "provider": {"name": "-", "url": "https://example.org"},
            "contact": contact,
        },
        "resources": {
            "degrees": collection(folder / "flood.geojson"),
            "national": collection(folder / "flood.geojson", **national),
        },
    }


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pygeoapi")
    flood_zones().to_crs(4326).to_file(folder / "flood.geojson", driver="GeoJSON")
    (folder / "config.yml").write_text(json.dumps(config(folder)))  # JSON is YAML
    env = {
        **os.environ,
        "PYGEOAPI_CONFIG": str(folder / "config.yml"),
        "PYGEOAPI_OPENAPI": str(folder / "openapi.yml"),
    }
    (folder / "openapi.yml").write_text(json.dumps({"openapi": "3.0.2", "info": {"title": "-"}, "paths": {}}))
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


def source_at(server: str, name: str) -> Source:
    words = {"zone": {"FZ2": "2", "FZ3": "3"}}
    return Source("ogc-api", f"{server}/collections/{name}", fields={"zone": "flood_zone"}, values=words)


def wanted() -> gpd.GeoDataFrame:
    """The zones that share land with the area."""
    zones = flood_zones()
    return zones[zones.intersection(AREA).area > 1]


@pytest.mark.parametrize(("name", "tolerance_m"), [("national", 0.02), ("degrees", 0.02)])
def test_every_zone_of_the_area_arrives_in_its_place(tmp_path, server, line, name, tolerance_m):
    added = fetch("flood_zones", tmp_path, retrieved=TODAY, area=AREA, source=source_at(server, name), line=line)
    came = read(added.file)
    assert len(came) == len(wanted())
    assert sorted(came["zone"]) == sorted(wanted()["flood_zone"].str[-1])
    assert shapely.hausdorff_distance(came.union_all(), wanted().union_all()) <= tolerance_m


def test_the_record_says_how_exact_the_move_to_the_national_grid_was(tmp_path, server, line):
    in_degrees = fetch(
        "flood_zones", tmp_path, retrieved=TODAY, area=AREA, source=source_at(server, "degrees"), line=line
    )
    in_metres = fetch(
        "flood_zones", tmp_path, retrieved=TODAY, area=AREA, source=source_at(server, "national"), line=line
    )
    assert any("seven-parameter shift" in note and "good to 2 m" in note for note in in_degrees.record.notes)
    assert not any("moved to the National Grid" in note for note in in_metres.record.notes)


def test_links_to_a_host_that_nobody_can_reach_are_followed_on_the_host_that_was_asked(tmp_path, server, line):
    url = f"{server}/collections/national/items"
    first = requests.get(url, params={"f": "json"}, timeout=10).json()
    assert any(link["rel"] == "next" and "internal.invalid" in link["href"] for link in first["links"])
    added = fetch("flood_zones", tmp_path, retrieved=TODAY, source=source_at(server, "national"), line=line)
    assert added.record.rows == first["numberMatched"] == len(flood_zones())


def test_pages_that_came_before_the_cut_are_not_asked_for_again(tmp_path, server, serve, line):
    """A go-between passes requests on to the real server, and dies after two pages."""
    passed: list[str] = []
    alive_for = [2]

    def go_between(ask):
        is_page = ask.path.endswith("/items") and ask.params.get("limit") == "1000"
        if is_page and len([path for path in passed if "items?" in path]) >= alive_for[0]:
            return {"status": 502}
        passed.append(ask.path + ("?" if is_page else ""))
        answer = requests.get(server + ask.path, params=ask.params, timeout=10)
        return {"body": answer.content, "headers": {"Content-Type": answer.headers["Content-Type"]}}

    source = source_at(serve(go_between), "national")
    with pytest.raises(FetchFailed, match="502"):
        fetch("flood_zones", tmp_path, retrieved=TODAY, source=source, line=line)
    assert not list(tmp_path.glob("*.gpkg"))
    alive_for[0] = 1000
    fetch("flood_zones", tmp_path, retrieved=TODAY, source=source, line=line)
    assert len([path for path in passed if "items?" in path]) == 5  # ninety zones, twenty a page, none twice


def test_a_server_that_gives_fewer_than_it_counts_is_not_believed(tmp_path, server, serve, line):
    def loses_the_last_page(ask):
        answer = requests.get(server + ask.path, params=ask.params, timeout=10).json()
        if ask.params.get("offset") == "60":
            answer["links"] = []
        return {"body": json.dumps(answer).encode()}

    source = source_at(serve(loses_the_last_page), "national")
    with pytest.raises(FetchFailed, match="says that it has 90 features and gave 80"):
        fetch("flood_zones", tmp_path, retrieved=TODAY, source=source, line=line)


def test_links_that_go_round_in_a_circle_are_seen(tmp_path, server, serve, line):
    def circle(ask):
        answer = requests.get(server + ask.path, params=ask.params, timeout=10).json()
        answer["links"] = [{"rel": "next", "href": f"?offset={20 - int(ask.params.get('offset', 0))}"}]
        return {"body": json.dumps(answer).encode()}

    with pytest.raises(FetchFailed, match="given already"):
        fetch("flood_zones", tmp_path, retrieved=TODAY, source=source_at(serve(circle), "national"), line=line)


def test_a_zone_that_the_contract_does_not_know_is_refused(tmp_path, server, line):
    plain = replace(source_at(server, "national"), values={"zone": {"FZ2": "2", "FZ3": "9"}})
    with pytest.raises(LayerRefused, match="zone that is not allowed: 9"):
        fetch("flood_zones", tmp_path, retrieved=TODAY, source=plain, line=line)


def test_the_catalogue_speaks_to_the_environment_agency_in_the_same_words():
    source = layer_named("flood_zones").sources[0]
    assert (source.type, dict(source.fields)) == ("ogc-api", {"zone": "flood_zone"})
    assert source.values["zone"] == {"FZ2": "2", "FZ3": "3"}
