"""The sketch of Kent and Medway: what is in it, and that it hangs together."""

import hashlib
from collections.abc import Callable
from functools import cache

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.errors import CannotBuild, NotFound
from lnrs.layers.catalogue import catalogue, layer_named
from lnrs.outlines import outline
from lnrs.sketch.landscape import Landscape, landscape

pytestmark = pytest.mark.xdist_group("sketch of Kent")

PARCELS = 2_500
SMALL_AREA = 46
WITHIN_M = 0.02
STATUTORY = (
    "sites_of_special_scientific_interest",
    "special_areas_of_conservation",
    "special_protection_areas",
    "ramsar_sites",
    "national_nature_reserves",
    "marine_conservation_zones",
    "local_nature_reserves",
)
Layers = Callable[[str], gpd.GeoDataFrame]
Lands = Callable[[str], shapely.Geometry]
FROM_PEOPLE = {"nominations", "corrections", "public_comments"}
LAYERS = sorted(set(catalogue()) - FROM_PEOPLE - {"elevation"})


@pytest.fixture(scope="module")
def kent() -> Landscape:
    return landscape(40, parcels=PARCELS)


@pytest.fixture(scope="module")
def layer(kent: Landscape) -> Layers:
    """`layer(name)`: a layer of the sketch."""
    return kent.layers.__getitem__


@pytest.fixture(scope="module")
def land(kent: Landscape) -> Lands:
    """`land(name)`: all the land in a layer."""
    return cache(lambda name: shapely.union_all(kent.layers[name].geometry.to_numpy()))


def test_every_layer_is_there_but_what_people_say(kent: Landscape) -> None:
    assert sorted(kent.layers) == LAYERS


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_has_exactly_its_contracts_columns_and_geometry(layer: Layers, name: str) -> None:
    contract = layer_named(name)
    assert tuple(layer(name).columns) == (*contract.column_names, "geometry")
    assert set(layer(name).geom_type) == {contract.geometry}
    assert layer(name).crs.to_epsg() == 27700


@pytest.mark.parametrize("name", LAYERS)
def test_a_layers_cells_keep_its_contract(layer: Layers, name: str) -> None:
    for column in layer_named(name).columns:
        cells = layer(name)[column.name]
        assert cells.notna().all()
        assert not column.unique or cells.is_unique
        assert not column.oneof or set(cells) <= set(column.oneof)


@pytest.mark.parametrize("name", LAYERS)
def test_geometry_is_valid_whole_centimetres_and_inside_the_area(layer: Layers, name: str) -> None:
    shapes = layer(name).geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    centimetres = shapely.get_coordinates(shapes) * 100
    assert np.abs(centimetres - np.round(centimetres)).max() < 1e-3
    area = shapely.buffer(outline(40), WITHIN_M)
    shapely.prepare(area)
    assert shapely.covers(area, shapes).all()


def test_the_strategy_area_is_kent_and_medway(layer: Layers) -> None:
    row = layer("strategy_area").iloc[0]
    assert (row["lnrs_id"], row["name"]) == (40, "Kent and Medway")


def test_there_are_about_as_many_parcels_as_were_asked_for(layer: Layers) -> None:
    assert len(layer("land_parcels")) == pytest.approx(PARCELS, rel=0.01)


@pytest.mark.parametrize("name", ["land_parcels", "districts", "parishes", "wards", "constituencies", "flood_zones"])
def test_no_two_features_share_land(layer: Layers, name: str) -> None:
    assert shapely.coverage_is_valid(layer(name).geometry.to_numpy())


@pytest.mark.parametrize("name", ["districts", "parishes", "wards", "constituencies"])
def test_boundaries_cover_the_whole_area(layer: Layers, name: str) -> None:
    assert layer(name).area.sum() == pytest.approx(outline(40).area, rel=1e-6)


@pytest.mark.parametrize("name", ["soils", "agricultural_land_grade"])
def test_soils_and_grades_cover_the_land_once(layer: Layers, land: Lands, name: str) -> None:
    parcels = layer("land_parcels").area.sum()
    assert layer(name).area.sum() == pytest.approx(parcels, rel=1e-4)
    assert land(name).area == pytest.approx(parcels, rel=1e-4)


def test_parishes_nest_in_their_districts(layer: Layers) -> None:
    districts = layer("districts").set_index("code").geometry
    own = districts.loc[layer("parishes")["district"]].to_numpy()
    inside = shapely.area(shapely.intersection(layer("parishes").geometry.to_numpy(), own))
    assert inside == pytest.approx(layer("parishes").area.to_numpy(), rel=1e-6)


@pytest.mark.parametrize("outer", ["districts", "constituencies"])
def test_every_ward_lies_in_one_district_and_one_constituency(layer: Layers, outer: str) -> None:
    wards = layer("wards").geometry.to_numpy()
    ward, zone = shapely.STRtree(layer(outer).geometry.to_numpy()).query(wards)
    shared_m2 = shapely.area(shapely.intersection(wards[ward], layer(outer).geometry.to_numpy()[zone]))
    assert shared_m2.sum() == pytest.approx(shapely.area(wards).sum())
    assert (np.bincount(ward, shared_m2 > 1) == 1).all()


def test_a_towns_parish_has_several_wards_and_villages_share_one(layer: Layers) -> None:
    wards, parishes = layer("wards").representative_point(), layer("parishes").geometry
    towns = layer("towns")
    largest = towns.loc[towns["population"].idxmax()]
    town = parishes[parishes.contains(largest.geometry)].iloc[0]
    assert wards.within(town).sum() > 5
    assert 100 < len(wards) < 330
    assert layer("wards")["name"].is_unique


def test_postcodes_are_nobodys_and_lie_on_built_up_land(layer: Layers) -> None:
    postcodes, parcels = layer("postcodes"), layer("land_parcels")
    assert postcodes["postcode"].str.fullmatch(r"ZZ[1-9]\d? \d[ABD-HJLNP-UW-Z]{2}").all()
    built = parcels[parcels["land_cover"] == "built-up"]
    assert len(gpd.sjoin(postcodes, built, predicate="within")) == len(postcodes) > 100
    sector = postcodes["postcode"].str[:-2]
    apart = postcodes.distance(postcodes.shift())
    assert apart[sector == sector.shift()].median() < apart.max() / 5, "a sector is a neighbourhood"


def test_the_thirteen_districts_have_their_towns(layer: Layers) -> None:
    districts = layer("districts").set_index("name").geometry
    towns = layer("towns").set_index("name").geometry
    assert len(districts) == 13
    places = {
        "Thanet": "Margate",
        "Medway": "Chatham",
        "Gravesham": "Gravesend",
        "Swale": "Sittingbourne",
        "Folkestone and Hythe": "New Romney",
        "Tonbridge and Malling": "Tonbridge",
        "Ashford": "Tenterden",
        "Dover": "Deal",
    }
    assert all(districts[name].contains(towns[town]) for name, town in places.items())


def test_constituencies_have_about_as_many_people_each(layer: Layers) -> None:
    found = gpd.sjoin(layer("towns"), layer("constituencies"), predicate="within")
    people = found.groupby("code")["population"].sum()
    assert 17 <= len(layer("constituencies")) <= 19
    assert people.max() < 2.2 * people.mean()


@pytest.mark.parametrize(
    ("covers", "least", "most"),
    [
        (["broadleaved woodland", "coniferous woodland"], 0.11, 0.16),
        (["arable"], 0.30, 0.42),
        (["improved grassland", "semi-natural grassland"], 0.24, 0.34),
        (["built-up"], 0.07, 0.13),
        (["orchard"], 0.02, 0.06),
        (["mudflat", "saltmarsh"], 0.02, 0.05),
        (["shingle"], 0.002, 0.015),
        (["fen and reedbed"], 0.001, 0.01),
    ],
)
def test_land_cover_is_in_kents_proportions(layer: Layers, covers: list[str], least: float, most: float) -> None:
    parcels = layer("land_parcels")
    share = parcels.area[parcels["land_cover"].isin(covers)].sum() / parcels.area.sum()
    assert least < share < most


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("sites_of_special_scientific_interest", 0.07, 0.11),
        ("local_wildlife_sites", 0.06, 0.10),
        ("ancient_woodland", 0.06, 0.11),
        ("protected_landscapes", 0.25, 0.45),
        ("flood_zones", 0.12, 0.25),
    ],
)
def test_sites_are_of_kents_extent(land: Lands, name: str, least: float, most: float) -> None:
    assert least < land(name).area / outline(40).area < most


@pytest.mark.parametrize("name", STATUTORY)
def test_every_statutory_type_of_site_is_present(layer: Layers, name: str) -> None:
    assert len(layer(name)) > 0


@pytest.mark.parametrize(
    "name", ["special_areas_of_conservation", "special_protection_areas", "ramsar_sites", "national_nature_reserves"]
)
def test_international_sites_and_national_reserves_lie_in_sites_of_special_scientific_interest(
    land: Lands, name: str
) -> None:
    outside = shapely.difference(land(name), land("sites_of_special_scientific_interest"))
    assert outside.area < 0.12 * land(name).area


def test_some_sites_overlap_others(land: Lands) -> None:
    shared = shapely.intersection(land("special_protection_areas"), land("ramsar_sites"))
    assert shared.area > 0.5 * land("ramsar_sites").area


def test_some_sites_cut_across_parcels_and_most_keep_to_the_hedges(layer: Layers) -> None:
    hedge_corners = set(map(tuple, shapely.get_coordinates(layer("land_parcels").geometry.to_numpy())))
    corners, site = shapely.get_coordinates(layer("local_wildlife_sites").geometry.to_numpy(), return_index=True)
    on_a_hedge = np.array([tuple(corner) in hedge_corners for corner in corners])
    keeps_to_hedges = np.bincount(site, ~on_a_hedge) == 0
    assert 0.55 < keeps_to_hedges.mean() < 0.95


def test_a_marine_conservation_zone_is_all_foreshore(layer: Layers, land: Lands) -> None:
    parcels = layer("land_parcels")
    dry = parcels[parcels["land_cover"].isin(["arable", "built-up", "orchard", "improved grassland"])]
    shared = shapely.intersection(land("marine_conservation_zones"), shapely.union_all(dry.geometry.to_numpy()))
    assert shared.area < 0.1 * land("marine_conservation_zones").area


def test_ancient_woodland_is_woodland_or_wood_pasture(layer: Layers, land: Lands) -> None:
    parcels = layer("land_parcels")
    wooded = parcels["land_cover"].isin(["broadleaved woodland", "coniferous woodland", "parks and gardens"])
    bare = shapely.difference(land("ancient_woodland"), shapely.union_all(parcels.geometry[wooded].to_numpy()))
    assert bare.area < 1
    assert set(layer("ancient_woodland")["kind"]) == set(layer_named("ancient_woodland").columns[2].oneof)


def test_the_likelier_flood_is_the_larger(layer: Layers) -> None:
    extent = layer("flood_zones").dissolve("zone").area
    assert extent["3"] > extent["2"] > 0


def test_the_downs_are_high_and_the_marshes_low(kent: Landscape) -> None:
    height, west_m, north_m, cell_m = kent.elevation

    def at(easting_m: float, northing_m: float) -> float:
        return height[int((north_m - northing_m) // cell_m), int((easting_m - west_m) // cell_m)]

    assert height.dtype == np.float32
    assert (west_m % cell_m, north_m % cell_m, cell_m % 10) == (0, 0, 0)
    assert at(558_000, 160_300) > 150, "the North Downs above Wrotham"
    assert at(602_000, 127_000) < 8, "Romney Marsh"
    assert at(577_000, 145_500) < 45, "the Low Weald"
    assert at(630_000, 180_000) == 0, "the sea"


def test_sensitive_species_have_a_coarse_rule(layer: Layers) -> None:
    records = layer("species_records")
    assert (records.loc[records["sensitive"], "resolution_m"] >= 1_000).all()
    assert 0 < records["sensitive"].mean() < 0.3
    assert records["scientific_name"].nunique() > 55


def test_the_names_of_sites_are_invented(layer: Layers) -> None:
    real = {"Maidstone", "Blean", "Stodmarsh", "Wye", "Dungeness", "Lydden", *layer("districts")["name"]}
    for name in STATUTORY:
        assert not real & {word for site in layer(name)["name"] for word in site.split()}


def fingerprint(drawn: Landscape) -> str:
    """A hash of every cell and every byte of geometry, and of the heights."""
    digest = hashlib.sha256(drawn.elevation[0].tobytes())
    for name, frame in drawn.layers.items():
        digest.update(name.encode())
        digest.update(frame.drop(columns="geometry").to_csv().encode())
        for wkb in shapely.to_wkb(frame.geometry.to_numpy()):
            digest.update(wkb)
    return digest.hexdigest()


def test_the_same_seed_gives_the_same_bytes(kent: Landscape) -> None:
    assert fingerprint(landscape(40, parcels=PARCELS)) == fingerprint(kent)


def test_another_seed_gives_another_landscape() -> None:
    one, other = (fingerprint(landscape(SMALL_AREA, parcels=300, seed=seed)) for seed in (7, 8))
    assert one != other


def test_progress_is_told_task_by_task() -> None:
    heard: list[tuple[str, float]] = []
    landscape(SMALL_AREA, parcels=100, progress=lambda task, share: heard.append((task, share)))
    tasks = list(dict.fromkeys(task for task, _ in heard))
    assert len(tasks) >= 4
    for task in tasks:
        shares = [share for name, share in heard if name == task]
        assert shares == sorted(shares)
        assert shares[-1] == 1


def test_a_landscape_of_a_handful_of_parcels_is_refused() -> None:
    with pytest.raises(CannotBuild, match="at least 100"):
        landscape(40, parcels=5)


def test_an_area_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NotFound, match="49"):
        landscape(49, parcels=500)
