"""The catalogue: every layer has all that its contract needs, and says honestly what has been confirmed."""

import pytest

from lnrs.errors import NotFound
from lnrs.layers.catalogue import catalogue, layer_named
from lnrs.layers.contract import layer_of
from lnrs.layers.fetch.session import check_address
from lnrs.layers.licences import LICENCES, may_republish

LAYERS = list(catalogue().values())
SOURCES = [(layer, source) for layer in LAYERS for source in layer.sources]

EVERY_LAYER = {
    "strategy_area": ["lnrs_id", "name"],
    "districts": ["code", "name"],
    "parishes": ["code", "name", "district"],
    "wards": ["code", "name"],
    "constituencies": ["code", "name"],
    "sites_of_special_scientific_interest": ["ref", "name"],
    "special_areas_of_conservation": ["ref", "name"],
    "special_protection_areas": ["ref", "name"],
    "ramsar_sites": ["ref", "name"],
    "national_nature_reserves": ["ref", "name"],
    "marine_conservation_zones": ["ref", "name"],
    "local_nature_reserves": ["ref", "name"],
    "local_wildlife_sites": ["ref", "name"],
    "ancient_woodland": ["ref", "name", "kind"],
    "veteran_trees": ["ref", "species", "girth_m"],
    "other_irreplaceable_habitat": ["ref", "name", "kind"],
    "land_parcels": ["parcel_id", "land_cover", "habitat"],
    "soils": ["soil"],
    "agricultural_land_grade": ["grade"],
    "flood_zones": ["zone"],
    "rivers": ["ref", "name", "kind"],
    "ponds": ["ref"],
    "protected_landscapes": ["ref", "name", "kind"],
    "development_sites": ["ref", "name", "kind"],
    "public_land": ["ref", "name", "owner"],
    "towns": ["name", "population", "kind"],
    "postcodes": ["postcode"],
    "roads": ["ref", "kind"],
    "railways": ["ref", "kind"],
    "species_records": ["ref", "scientific_name", "common_name", "recorded", "resolution_m", "sensitive"],
    "nominations": ["ref", "name", "nominated_by", "reason"],
    "corrections": ["ref", "about", "said"],
    "public_comments": ["ref", "about", "said"],
    "elevation": [],
}


def test_every_layer_of_a_strategy_is_there_with_its_columns():
    assert {layer.id: list(layer.column_names) for layer in LAYERS} == EVERY_LAYER


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_a_layer_says_whose_it_is_and_what_may_be_done_with_it(layer):
    assert layer.title
    assert layer.publisher
    assert layer.attribution
    assert layer.licence in LICENCES.values()
    assert layer.class_column in (*layer.column_names, "")


@pytest.mark.parametrize(("layer", "source"), SOURCES, ids=lambda one: getattr(one, "id", None))
def test_a_source_gives_every_column_that_the_layer_has_to_have(layer, source):
    check_address(source.url)
    given = {*source.fields, *source.constants}
    assert {column.name for column in layer.columns if column.required} <= given
    if layer.columns:
        assert given <= set(layer.column_names)


@pytest.mark.parametrize(("layer", "source"), SOURCES, ids=lambda one: getattr(one, "id", None))
def test_the_words_that_a_source_is_put_into_are_words_of_the_layer(layer, source):
    allowed = {column.name: column.oneof for column in layer.columns if column.oneof}
    for column, words in source.values.items():
        assert column in source.fields
        assert column not in allowed or set(words.values()) <= {*allowed[column], ""}


def test_only_what_has_been_seen_is_marked_as_confirmed():
    confirmed = [layer.id for layer, source in SOURCES if source.verified]
    assert confirmed == ["strategy_area"]


def test_only_species_records_are_sensitive():
    assert [layer.id for layer in LAYERS if layer.sensitive] == ["species_records"]


def test_a_strategy_needs_its_area_and_its_land():
    assert [layer.id for layer in LAYERS if not layer.optional] == ["strategy_area", "land_parcels"]


def test_an_unknown_layer_is_answered_with_names_like_it():
    with pytest.raises(NotFound, match="ramsar_sites"):
        layer_named("ramsar_site")


def test_a_mistake_in_the_catalogue_stops_it():
    table = {"title": "A", "geometry": "Point", "publisher": "B", "licence": "OGL3", "attribution": "C"}
    assert layer_of("a", table).title == "A"
    with pytest.raises(TypeError, match="colour"):
        layer_of("a", {**table, "colour": "red"})
    with pytest.raises(KeyError, match="OGL9"):
        layer_of("a", {**table, "licence": "OGL9"})


@pytest.mark.parametrize(
    ("licence", "answer"),
    [
        ("OGL3", True),
        ("CC0-1.0", True),
        ("ODbL-1.0", True),
        ("CC-BY-NC-4.0", False),
        ("restricted", False),
        ("", False),
    ],
)
def test_features_are_republished_only_where_the_licence_says_so(licence, answer):
    assert may_republish(licence) is answer
