"""The habitat that there is: an edition carries it where the land parcels' licence allows, and never otherwise."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.edition.present import present_habitat
from lnrs.edition.provenance import provenance
from lnrs.edition.verify import verify
from lnrs.habitat_map.cache import Cache
from lnrs.layers import store
from lnrs.layers.record import read_record
from lnrs.strategy.folder import read

from ..unit.edition_case import case, write_edition, write_folder

FILE = "data/habitats.parquet"
pytestmark = pytest.mark.xdist_group("editions of the case")


def folder_with(room: Path, **changes: object) -> Path:
    """The case's folder with another record of its land parcels."""
    folder = write_folder(room / "folder")
    file = folder / "layers" / "land_parcels"
    path = next(path for path in file.parent.glob("land_parcels.*") if path.suffix != ".toml")
    record = replace(read_record(path.with_suffix(".toml")), **changes)
    parcels = store.read(path)
    store.write(parcels, folder / "layers", "land_parcels", record)
    return folder


def steps(folder: Path) -> set[str]:
    """The names of the steps of an edition's derivation."""
    return {step["name"] for step in provenance(read(folder))["derivation"]}


def test_parcels_of_an_open_licence_are_carried_where_they_have_a_habitat(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, licence="OGL3")
    write_edition(folder, tmp_path / "edition", Cache(tmp_path / "cache"))
    assert FILE in {entry.path for entry in verify(tmp_path / "edition").files}
    found = gpd.read_parquet(tmp_path / "edition" / FILE)
    assert list(found) == ["habitat", "geometry"]
    area_ha = (found.area.groupby(found["habitat"]).sum() / 1e4).round(6).to_dict()
    assert area_ha == {"lowland meadow": 4.0, "lowland mixed deciduous woodland": 7.0}
    assert "present habitat" in steps(folder)


@pytest.mark.parametrize("changes", [{"licence": "restricted"}, {"licence": "OGL3", "sensitive": True}], ids=str)
def test_parcels_that_may_not_be_carried_are_not(tmp_path: Path, changes: dict[str, object]) -> None:
    folder = folder_with(tmp_path, **changes)
    manifest = write_edition(folder, tmp_path / "edition", Cache(tmp_path / "cache"))
    assert FILE not in {entry.path for entry in manifest.files}
    assert not (tmp_path / "edition" / FILE).exists()
    assert "present habitat" not in steps(folder)


def test_the_cases_own_parcels_are_restricted() -> None:
    assert FILE not in {entry.path for entry in case().manifest.files}


def test_habitat_is_cut_at_the_outline_and_land_without_any_is_left_out() -> None:
    parcels = gpd.GeoDataFrame(
        {"habitat": ["fen", "", None, "heath", "bog"]},
        geometry=[shapely.box(at, 0, at + 10, 10) for at in (-5, 10, 20, 30, 80)],
        crs=27700,
    )
    found = present_habitat(parcels, shapely.box(0, 0, 50, 50))
    assert found["habitat"].tolist() == ["fen", "heath"]
    assert found.area.tolist() == [50.0, 100.0]
    assert found.crs == 27700
