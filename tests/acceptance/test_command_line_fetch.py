"""`lnrs fetch` as a person gives it: several layers from local services that speak the public ones' protocols."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path

import geopandas as gpd
import pytest

from lnrs import strategy
from lnrs.errors import CannotWrite, FetchFailed, Problem
from lnrs.layers import read
from lnrs.layers.catalogue import catalogue
from lnrs.layers.contract import Source
from lnrs.layers.fetch.session import Line
from lnrs.strategy import gather

from .commands import lines_of, lnrs, refused
from .conftest import Ask
from .feature_server import AREA, FeatureServer, sites
from .planning_server import PlanningData, entities

pytestmark = pytest.mark.usefixtures("services")

SSSI, NNR, MCZ = "sites_of_special_scientific_interest", "national_nature_reserves", "marine_conservation_zones"
OFFERED = ("strategy_area", SSSI, "ramsar_sites", NNR, MCZ)
FIELDS = {"ref": "REF_CODE", "name": "NAME"}


class Down:
    """A service that answers 503 for as long as it is `down`."""

    def __init__(self, service: FeatureServer) -> None:
        self.service, self.down = service, True

    def __call__(self, ask: Ask) -> dict:
        return {"status": 503} if self.down else self.service(ask)


@dataclass(frozen=True)
class Services:
    """The services behind the five layers that are offered here."""

    boundary: Down
    sssi: FeatureServer
    ramsar: PlanningData
    reserves: Down
    """Is down."""
    zones: FeatureServer
    """Has sites without a reference, which no layer may have."""

    def forget(self) -> None:
        """Forget what was asked so far."""
        for service in (self.boundary.service, self.sssi, self.ramsar, self.reserves.service, self.zones):
            service.asked.clear()


@pytest.fixture
def services(serve, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Local services in place of those of the catalogue, and no pauses."""
    table = {"OBJECTID": [1], "LNRS_ID": ["40"], "Name": ["Kent and Medway"]}
    boundary = FeatureServer(gpd.GeoDataFrame(table, geometry=[AREA], crs=27700))
    here = Services(
        Down(boundary),
        FeatureServer(sites(20)),
        PlanningData(entities()),
        Down(FeatureServer(sites(9))),
        FeatureServer(sites(9).assign(REF_CODE=None)),
    )
    here.boundary.down = False
    here.ramsar.frame.loc[[4, 5], ["reference", "name"]] = ["UK11004", "Marsh 4"]
    layers = catalogue()
    ramsar_url = f"{serve(here.ramsar)}/entity.geojson"
    sources = {
        "strategy_area": replace(layers["strategy_area"].sources[0], url=serve(here.boundary)),
        SSSI: Source("arcgis", serve(here.sssi), fields=FIELDS),
        "ramsar_sites": Source("planning-data", ramsar_url, "ramsar", {"ref": "reference", "name": "name"}),
        NNR: Source("arcgis", serve(here.reserves), fields=FIELDS),
        MCZ: Source("arcgis", serve(here.zones), fields=FIELDS),
    }
    ours = {name: replace(layer, sources=(sources[name],) if name in sources else ()) for name, layer in layers.items()}
    for module in ("lnrs.layers.catalogue", "lnrs.strategy.gather"):
        monkeypatch.setattr(import_module(module), "catalogue", lambda: ours)
    monkeypatch.setattr("lnrs.layers.fetch.run.Line", lambda: Line(sleep=waits.append))
    return here


@pytest.fixture
def kent(tmp_path: Path) -> Path:
    """A new strategy folder for Kent and Medway, without layers."""
    return strategy.new("Kent and Medway", tmp_path / "kent", date(2026, 10, 1))


def stored(kent: Path) -> set[str]:
    """The layers that the folder holds."""
    return {file.stem for file in (kent / "layers").glob("*.gpkg")}


def test_all_that_is_offered_is_stored_and_told_of_though_one_fails_and_one_is_refused(kent: Path) -> None:
    done = lnrs("fetch", "--all", "--to", "kent", cwd=kent.parent)
    assert done.returncode == 13
    assert stored(kent) == {"strategy_area", SSSI, "ramsar_sites"}
    told = [line.split(".gpkg: ")[0] for line in done.stdout.splitlines() if ".gpkg: " in line]
    assert told == ["strategy_area", SSSI, "ramsar_sites"]
    assert "(UK11004): 2 rows with one reference; joined into one feature" in done.stdout
    assert "  note: the address and columns of the service are those in public use" in done.stdout
    assert read(kent / "layers" / f"{SSSI}.gpkg").intersects(AREA).all()


def test_every_problem_is_listed_once_at_the_end_with_its_layer(kent: Path) -> None:
    done = lnrs("fetch", "--all", "--to", "kent", cwd=kent.parent)
    listed = done.stderr.split("The data could not be fetched:\n")[1].splitlines()
    assert [line.split(": ")[0] for line in listed] == [f"  * {NNR}", f"  * {MCZ}"]
    assert "answered 503 Service Unavailable (5 times)" in listed[0]
    assert "with nothing in column ref" in listed[1]


def test_the_same_command_again_fetches_only_what_is_missing(kent: Path, services: Services) -> None:
    lnrs("fetch", "--all", "--to", "kent", cwd=kent.parent)
    before = [line for line in lines_of(kent) if ".gpkg" in line]
    services.forget()
    services.reserves.down = False
    services.zones.frame["REF_CODE"] = [f"Z{n}" for n in range(9)]
    done = lnrs("fetch", "--all", "--to", "kent", cwd=kent.parent)
    assert done.returncode == 0, done.stderr
    assert stored(kent) == set(OFFERED)
    assert services.boundary.service.asked == services.sssi.asked == services.ramsar.asked == []
    assert services.reserves.service.asked
    assert set(before) < set(lines_of(kent))
    services.forget()
    done = lnrs("fetch", "--all", "--to", "kent", cwd=kent.parent)
    assert (done.returncode, done.stdout) == (0, "kent has every layer that a public service offers.\n")
    assert services.reserves.service.asked == []


def test_named_layers_bring_the_strategy_area_first(kent: Path) -> None:
    done = lnrs("fetch", "ramsar_sites", SSSI, "--to", "kent", cwd=kent.parent)
    assert done.returncode == 0, done.stderr
    told = [line.split(".gpkg: ")[0] for line in done.stdout.splitlines() if ".gpkg: " in line]
    assert told == ["strategy_area", "ramsar_sites", SSSI]


def test_without_the_strategy_area_nothing_else_is_fetched(kent: Path, services: Services) -> None:
    services.boundary.down = True
    said = refused(13, "fetch", "--all", "--to", "kent", cwd=kent.parent)
    assert "  * strategy_area: is not there, and nothing else was fetched" in said
    assert stored(kent) == set()
    assert services.sssi.asked == []


def test_json_tells_what_was_stored_and_what_was_not(kent: Path) -> None:
    done = lnrs("fetch", "--all", "--json", "--to", "kent", cwd=kent.parent)
    told = json.loads(done.stdout)
    assert done.returncode == 13
    assert [Path(one["file"]).stem for one in told["stored"]] == ["strategy_area", SSSI, "ramsar_sites"]
    assert date.fromisoformat(told["stored"][0]["record"]["retrieved"])
    assert [problem["where"].split(": ")[0] for problem in told["problems"]] == [NNR, MCZ]


def test_each_layer_is_given_as_soon_as_it_is_stored(kent: Path, services: Services) -> None:
    fetched = gather.fetch_layers(kent, (), every=True, retrieved=date(2026, 10, 1))
    assert next(fetched).file == kent / "layers" / "strategy_area.gpkg"
    assert services.sssi.asked == []
    assert next(fetched).record.title == catalogue()[SSSI].title


def test_a_full_disk_stops_it_and_the_problems_before_are_told_too(kent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lnrs("fetch", "strategy_area", "--to", "kent", cwd=kent.parent)
    errors = iter([FetchFailed([Problem("http://x", "is down.")]), CannotWrite([Problem("disk", "is full.")])])

    def fails(*_: object, **__: object) -> None:
        raise next(errors)

    monkeypatch.setattr(gather, "fetch", fails)
    said = refused(16, "fetch", SSSI, "ramsar_sites", NNR, "--to", "kent", cwd=kent.parent)
    assert f"  * {SSSI}: http://x: is down.\n  * disk: is full.\n" in said


@pytest.mark.parametrize("to", [".", "nowhere"])
def test_a_folder_that_is_no_strategy_gets_no_layers(tmp_path: Path, to: str) -> None:
    said = refused(12, "fetch", "--all", "--to", to, cwd=tmp_path)
    assert f"{to}: is not a strategy folder (no strategy.toml)." in said
    assert list(tmp_path.iterdir()) == []


def test_no_layer_at_all_is_said_to_be_too_few(kent: Path) -> None:
    assert "Name some, or give --all." in refused(12, "fetch", "--to", "kent", cwd=kent.parent)
