"""Fetching from planning.data.gov.uk: a local server with its entities, its pages and its links."""

from datetime import date

import pytest
import shapely

from lnrs.errors import FetchFailed
from lnrs.layers import read
from lnrs.layers.contract import Source
from lnrs.layers.fetch import fetch

from .planning_server import PlanningData, entities

TODAY = date(2026, 3, 31)
AREA = shapely.box(600_000, 140_000, 620_000, 160_000)


@pytest.fixture
def service() -> PlanningData:
    return PlanningData(entities())


@pytest.fixture
def source(serve, service) -> Source:
    fields = {"ref": "reference", "name": "name"}
    return Source("planning-data", f"{serve(service)}/entity.geojson", layer="ramsar", fields=fields)


def fetch_sites(folder, source, line):
    return fetch("ramsar_sites", folder, retrieved=TODAY, area=AREA, source=source, line=line)


def test_every_site_that_is_in_force_arrives(tmp_path, service, source, line):
    added = fetch_sites(tmp_path, source, line)
    assert set(read(added.file)["ref"]) == set(service.frame["reference"]) - {"UK11000"}


def test_sites_lie_within_the_stated_accuracy_of_their_place(tmp_path, source, line):
    came = read(fetch_sites(tmp_path, source, line).file).set_index("ref")
    place = came.geometry["UK11005"].centroid
    assert place.distance(shapely.Point(601_000 + 5 * 700 + 250, 150_250)) < 2.0


def test_the_version_is_the_newest_entry(tmp_path, source, line):
    assert fetch_sites(tmp_path, source, line).record.version == "2024-01-26"


def test_another_data_set_on_the_same_server_is_not_mixed_in(tmp_path, service, source, line):
    service.frame.loc[3, "dataset"] = "green-belt"
    assert "UK11003" not in set(read(fetch_sites(tmp_path, source, line).file)["ref"])


def test_a_fetch_that_was_cut_goes_on_from_the_last_good_page(tmp_path, service, source, line):
    service.pages_until_death = 2
    with pytest.raises(FetchFailed, match="503"):
        fetch_sites(tmp_path, source, line)
    service.pages_until_death, service.asked = None, []
    fetch_sites(tmp_path, source, line)
    assert [params.get("offset") for path, params in service.asked if path.endswith(".geojson")] == ["20"]


def test_fewer_entities_than_were_counted_are_not_believed(tmp_path, service, source, line):
    service.count_off_by = 2
    with pytest.raises(FetchFailed, match="says that it has 28 features and gave 26"):
        fetch_sites(tmp_path, source, line)
    assert not list(tmp_path.iterdir())


def test_parts_of_one_site_become_one_site(tmp_path, service, source, line):
    service.frame.loc[[4, 5], ["reference", "name"]] = ["UK11004", "Marsh 4"]
    added = fetch_sites(tmp_path, source, line)
    stored = read(added.file).set_index("ref")
    assert len(shapely.get_parts(stored.geometry["UK11004"])) == 2
    assert [repair.done for repair in added.repairs if repair.ref == "UK11004"] == ["joined into one feature"]
