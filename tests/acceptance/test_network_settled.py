"""A conflict across a border is found in a build, settled by both authorities, and settled in the next build."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from tests.acceptance.commands import Done, lnrs, refused

GRID = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
WOOD = {"lnrs_id": 38, "pm_loc_id": 1, "pm_id": 7, "pm_desc": "Create new native woodland", "priority_1": "More trees"}
HEATH = {"lnrs_id": 40, "pm_loc_id": 1, "pm_id": 3, "pm_desc": "Restore lowland heathland", "priority_1": "Open heaths"}


@pytest.fixture
def border(tmp_path: Path) -> Path:
    """Surrey maps 2 km2 of woodland, and Kent 1 km2 of heath on the other side of their border."""
    folder = tmp_path / "border"
    folder.mkdir()
    areas = [({"lnrs_id": 38}, _box(550_000, 140_000, 10_000)), ({"lnrs_id": 40}, _box(560_000, 140_000, 10_000))]
    _write(folder / "areas.geojson", areas)
    _write(folder / "surrey.geojson", [(WOOD, _box(558_000, 142_000, 2_000, 1_000))])
    _write(folder / "kent.geojson", [(HEATH, _box(560_000, 142_000, 1_000))])
    sources = "".join(f'[[source]]\nlnrs_id = {n}\npath = "{p}.geojson"\n' for n, p in ((38, "surrey"), (40, "kent")))
    text = f'name = "Two neighbours"\ndate = 2026-11-01\noutlines = "areas.geojson"\n{sources}'
    (folder / "network.toml").write_text(text)
    return folder


def test_a_settlement_survives_the_next_build(border: Path, tmp_path: Path) -> None:
    first = _built(border, tmp_path / "first")
    conflict = _the_conflict(first)
    assert (conflict["kind"], conflict["state"]) == ("at odds", "open")
    assert _extent_ha(first, 38) == pytest.approx(200.0)
    assert _extent_ha(first, 0) == pytest.approx(300.0)

    _done(lnrs("network", "conflicts", border, cwd=border))
    page = (border / "conflicts" / "38-40.html").read_text()
    assert conflict["key"] in page
    for area, name in ((38, "A Surrey officer"), (40, "A Kent officer")):
        agreed = ["--outcome", "keep_b", "--area", str(area), "--by", name]
        _done(lnrs("network", "settle", border, conflict["key"], *agreed, cwd=border))

    second = _built(border, tmp_path / "second")
    settled = _the_conflict(second)
    assert (settled["key"], settled["state"], settled["outcome"]) == (conflict["key"], "settled", "keep_b")
    # Surrey's woodland does not count within 500 m of the stretch that was at odds; Kent's heath is as it was
    assert 145.0 < _extent_ha(second, 38) < 155.0
    assert _extent_ha(second, 40) == pytest.approx(100.0)
    assert _extent_ha(second, 0) == pytest.approx(_extent_ha(second, 38) + 100.0)
    row = pd.read_csv(second / "figures" / "borders.csv").iloc[0]
    assert (row["a"], row["b"], row["conflicts"], row["settled"], row["open"]) == (38, 40, 1, 1, 0)
    # what was mapped stays in the data: a settlement is about what counts
    kept = gpd.read_parquet(second / "data" / "measures" / "lnrs_id=38" / "square=TQ54" / "part.parquet")
    assert kept.area.sum() == pytest.approx(2_000_000)


def test_the_catalogue_names_every_file(border: Path, tmp_path: Path) -> None:
    england = _built(border, tmp_path / "england")
    stac = england / "stac"
    catalogue = json.loads((stac / "catalog.json").read_text())
    children = [link["href"] for link in catalogue["links"] if link["rel"] == "child"]
    assert children == ["./measures/collection.json"]
    collection = json.loads((stac / children[0]).read_text())
    items = [json.loads((stac / "measures" / one["href"]).read_text()) for one in collection["links"][1:]]
    files = {(stac / "measures" / asset["href"]).resolve() for item in items for asset in item["assets"].values()}
    assert files == {path.resolve() for path in (england / "data").rglob("*.parquet")}
    assert [item["properties"]["rows"] for item in items] == [1, 1]


def test_an_edition_that_was_changed_does_not_verify(border: Path, tmp_path: Path) -> None:
    england = _built(border, tmp_path / "england")
    _done(lnrs("network", "verify", england, cwd=tmp_path))
    (england / "figures" / "areas.csv").write_text("nothing\n")
    (england / "more.txt").write_text("more\n")
    said = refused(14, "network", "verify", england, cwd=tmp_path)
    assert "figures/areas.csv: was changed." in said
    assert "more.txt: is not of this edition." in said


def _built(folder: Path, target: Path) -> Path:
    _done(lnrs("network", "build", folder, "--to", target, "--cell-m", "500", "--workers", "1", cwd=folder))
    return target


def _done(command: Done) -> None:
    assert command.returncode == 0, command.stderr


def _the_conflict(england: Path) -> Any:
    rows = gpd.read_parquet(england / "conflicts.parquet")
    assert len(rows) == 1
    return rows.iloc[0]


def _extent_ha(england: Path, scope: int) -> float:
    table = pd.read_csv(england / "figures" / "extents.csv")
    rows = table[(table["lnrs_id"] == scope) & (table["layer"] == "measures")]
    return float(rows["extent_ha"].sum())


def _box(west: int, south: int, across: int, up: int | None = None) -> list[list[list[int]]]:
    east, north = west + across, south + (up or across)
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def _write(file: Path, rows: list[tuple[dict[str, Any], Any]]) -> None:
    features = [
        {"type": "Feature", "properties": said, "geometry": {"type": "Polygon", "coordinates": rings}}
        for said, rings in rows
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "crs": GRID, "features": features}))
