"""The sketch of areas other than Kent: an island, and one without a coast."""

from functools import cache

import numpy as np
import pytest
import shapely

from lnrs.layers.catalogue import layer_named
from lnrs.outlines import outline
from lnrs.sketch.landscape import Landscape, landscape

pytestmark = pytest.mark.xdist_group("sketch of elsewhere")

ISLAND, LANDLOCKED = 46, 22
BOTH = pytest.mark.parametrize("lnrs_id", [ISLAND, LANDLOCKED], ids=["Isle of Wight", "West Midlands"])


@cache
def drawn(lnrs_id: int) -> Landscape:
    return landscape(lnrs_id, parcels=1_500)


def cover(lnrs_id: int) -> dict[str, float]:
    """Share of the parcels' land by land cover."""
    parcels = drawn(lnrs_id).layers["land_parcels"]
    return (parcels.area.groupby(parcels["land_cover"]).sum() / parcels.area.sum()).to_dict()


@BOTH
def test_it_has_the_areas_own_name_and_outline(lnrs_id: int) -> None:
    row = drawn(lnrs_id).layers["strategy_area"].iloc[0]
    assert row["name"] == {ISLAND: "Isle of Wight", LANDLOCKED: "West Midlands"}[lnrs_id]
    assert row.geometry.equals(outline(lnrs_id))


@BOTH
def test_every_layer_keeps_its_contract_and_lies_inside_the_area(lnrs_id: int) -> None:
    area = shapely.buffer(outline(lnrs_id), 0.02)
    shapely.prepare(area)
    for name, layer in drawn(lnrs_id).layers.items():
        contract = layer_named(name)
        assert tuple(layer.columns) == (*contract.column_names, "geometry"), name
        assert set(layer.geom_type) == {contract.geometry}, name
        assert layer.is_valid.all(), name
        assert shapely.covers(area, layer.geometry.to_numpy()).all(), name


@BOTH
def test_parcels_are_a_clean_coverage_of_the_land(lnrs_id: int) -> None:
    parcels = drawn(lnrs_id).layers["land_parcels"]
    assert len(parcels) == pytest.approx(1_500, rel=0.01)
    assert shapely.coverage_is_valid(parcels.geometry.to_numpy())
    assert parcels.area.sum() == pytest.approx(outline(lnrs_id).area, rel=0.02)


@BOTH
def test_districts_cover_the_area_with_parishes_in_them(lnrs_id: int) -> None:
    layers = drawn(lnrs_id).layers
    assert layers["districts"].area.sum() == pytest.approx(outline(lnrs_id).area, rel=1e-5)
    assert set(layers["parishes"]["district"]) == set(layers["districts"]["code"])


def test_an_island_has_a_shore_and_a_landlocked_area_has_none() -> None:
    assert {"mudflat", "cliff"} <= set(cover(ISLAND))
    assert not {"mudflat", "saltmarsh", "shingle", "cliff", "sand dune"} & set(cover(LANDLOCKED))
    assert "marine_conservation_zones" in drawn(ISLAND).layers
    assert "marine_conservation_zones" not in drawn(LANDLOCKED).layers


def test_a_great_city_is_more_built_up_than_an_island() -> None:
    assert cover(LANDLOCKED)["built-up"] > 3 * cover(ISLAND)["built-up"]


@BOTH
def test_no_town_is_a_real_one_of_kent(lnrs_id: int) -> None:
    assert not {"Maidstone", "Canterbury", "Dover"} & set(drawn(lnrs_id).layers["towns"]["name"])


@BOTH
def test_rivers_run_and_the_ground_is_not_flat(lnrs_id: int) -> None:
    assert set(drawn(lnrs_id).layers["rivers"]["kind"]) <= {"main river", "stream"}
    assert drawn(lnrs_id).layers["rivers"].length.sum() > 50_000
    height = drawn(lnrs_id).elevation[0]
    assert np.isfinite(height).all()
    assert height.max() > 80


def test_neighbouring_areas_meet_along_their_border() -> None:
    """Two editions can be laid side by side without a gap: their outermost parcels end on one line."""
    west, east = (drawn_edge(lnrs_id) for lnrs_id in (LANDLOCKED, 23))
    border = shapely.intersection(outline(LANDLOCKED), outline(23))
    assert border.length > 20_000
    for edge in (west, east):
        assert shapely.intersection(shapely.buffer(edge, 0.02), border).length == pytest.approx(border.length, rel=1e-6)


@cache
def drawn_edge(lnrs_id: int) -> shapely.Geometry:
    """The outer edge of an area's parcels."""
    layers = drawn(lnrs_id).layers if lnrs_id == LANDLOCKED else landscape(lnrs_id, parcels=200).layers
    return shapely.coverage_union_all(layers["land_parcels"].geometry.to_numpy()).boundary
