"""Every polygon can be followed back: to its measure, the measure's rule, the rule's layers, their publishers."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from lnrs.edition import read
from lnrs.edition.derivation import derivation
from lnrs.edition.provenance import provenance
from lnrs.edition.sources import expanded, layers_of_criterion, layers_of_rule, read_records
from lnrs.edition.tiles import archive
from lnrs.errors import NotFound
from lnrs.strategy.folder import read as read_strategy
from lnrs.strategy.rule import DistanceTo, Elevation, Eligible, Exclude, Rule, Share, ShareOf, Slope

from .edition_case import MEADOW_RULE, case, write_folder


@pytest.fixture(scope="module")
def origin() -> dict:
    return read.provenance(case().edition)


def test_every_layer_is_named_with_its_publisher_licence_version_and_hash(origin: dict) -> None:
    assert set(origin["sources"]) == set(case().strategy.layers)
    woods = origin["sources"]["ancient_woodland"]
    assert (woods["publisher"], woods["version"], woods["retrieved"]) == ("Natural England", "2026", "2026-09-01")
    assert woods["licence_name"] == "Open Government Licence v3.0"
    file = case().strategy.layers["ancient_woodland"]
    assert woods["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_every_rule_is_there_in_its_own_text_in_words_and_with_its_hash(origin: dict) -> None:
    assert set(origin["rules"]) == {"GL1.1", "WTH2.1"}
    rule = origin["rules"]["GL1.1"]
    assert rule["text"] == MEADOW_RULE.format(area_ha=20)
    assert rule["sha256"] == hashlib.sha256(rule["text"].encode()).hexdigest()
    assert rule["because"] == "Meadow next to meadow is colonised soonest."
    assert any("shallow lime-rich" in sentence for sentence in rule["in_words"])
    assert [one["weight"] for one in rule["criteria"]] == [3.0, 1.0]


def test_a_polygon_is_traced_to_the_sources_of_everything_it_rests_on(origin: dict) -> None:
    steps = {step["name"]: step for step in origin["derivation"]}

    def behind(name: str) -> set[str]:
        if name in origin["sources"]:
            return {name}
        return {source for one in steps[name]["from"] for source in behind(one)}

    assert behind("measure GL1.1") >= {
        "land_parcels",
        "soils",
        "sites_of_special_scientific_interest",
        "ancient_woodland",
    }
    assert behind("important") == {
        "sites_of_special_scientific_interest",
        "local_nature_reserves",
        "ancient_woodland",
        "strategy_area",
    }
    assert "soils" not in behind("measure WTH2.1")
    assert behind("figures") >= {"districts", "parishes", "strategy_area"}
    files = [file for step in steps.values() for file in step["files"]]
    assert "local-habitat-map.gpkg" in files
    assert all((case().edition / file).exists() for file in files)


def test_figures_tiles_and_statement_name_the_layers_that_they_alone_use(origin: dict) -> None:
    made_from = {step["name"]: set(step["from"]) & set(origin["sources"]) for step in origin["derivation"]}
    assert made_from["figures"] == {"districts", "parishes", "wards", "constituencies"}
    assert made_from["tiles"] == {"strategy_area", "districts", "rivers", "towns"}, "the parcels may not be published"
    assert made_from["statement"] == {"strategy_area", "districts", "land_parcels", "rivers", "towns"}


def test_the_tiles_are_made_from_exactly_the_layers_that_are_in_them(origin: dict) -> None:
    metadata = archive.read(case().edition / "tiles" / "context.pmtiles").metadata
    (tiles,) = (step for step in origin["derivation"] if step["name"] == "tiles")
    assert set(tiles["from"]) & set(origin["sources"]) == {layer["id"] for layer in metadata["vector_layers"]}


def test_relief_towns_roads_and_railways_are_named_where_they_are_shown() -> None:
    strategy, records = case().strategy, read_records(case().strategy.layers)
    more = ("elevation", "roads", "railways")
    fuller = replace(strategy, layers=strategy.layers | dict.fromkeys(more, Path("never opened")))
    steps = {step["name"]: step["from"] for step in derivation(fuller, records | dict.fromkeys(more, records["towns"]))}
    assert {"elevation", "roads", "towns", "rivers", "land_parcels", "districts"} <= set(steps["statement"])
    assert "railways" not in steps["statement"]
    assert {"roads", "railways", "towns", "rivers", "districts", "strategy_area"} <= set(steps["tiles"])
    assert "elevation" not in steps["tiles"]


def test_the_words_that_are_in_no_table_are_kept(origin: dict) -> None:
    assert origin["prose"]["method"] == "## Method\n\nRules choose the land.\n"
    assert origin["settings"]["theme GL"]["aim"] == "More meadows, and nearer to one another."
    assert origin["settings"]["procedure"]["preparation_published"] == "2026-01-15"
    assert origin["settings"]["procedure"]["published"] == ""
    assert origin["settings"]["contact"] == {"name": "", "email": "", "url": ""}


def test_every_distance_says_how_far_it_was_measured(origin: dict) -> None:
    criteria = {one["name"]: one["limit_m"] for rule in origin["rules"].values() for one in rule["criteria"]}
    assert criteria == {"near lowland meadow": 2000.0, "on shallow lime-rich soil": None, "near woodland": 2000.0}


def test_the_texts_that_the_edition_was_made_from_are_named_by_their_hash(origin: dict) -> None:
    assert origin["files"]["measures.csv"] == hashlib.sha256((case().folder / "measures.csv").read_bytes()).hexdigest()
    assert "prose/method.md" in origin["files"]


def test_the_numbers_that_the_method_was_given_are_kept(origin: dict) -> None:
    assert origin["parameters"] == {
        "crs": "EPSG:27700",
        "cell_m": 10.0,
        "farthest_m": 20000.0,
        "units": "land_parcels",
        "square_m": 250,
        "smallest_piece_m2": 100.0,
    }
    assert origin["software"]["name"] == "lnrs"


def test_no_path_of_this_machine_is_in_it() -> None:
    text = (case().edition / "provenance.json").read_text(encoding="utf-8")
    assert str(case().folder) not in text


def test_a_layer_without_its_record_cannot_be_published(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "strategy")
    strategy = read_strategy(folder)
    (folder / "layers" / "soils.toml").unlink()
    with pytest.raises(NotFound, match=r"soils\.toml"):
        provenance(strategy)


def test_every_kind_of_criterion_says_what_it_is_measured_from() -> None:
    assert layers_of_criterion(DistanceTo("distance", "n", 1, habitat=("reedbed",))) == ("land_parcels",)
    assert layers_of_criterion(DistanceTo("distance", "n", 1, layer="rivers")) == ("rivers",)
    assert layers_of_criterion(ShareOf("share", "n", "soils")) == ("soils",)
    assert layers_of_criterion(Slope("slope", "n", 0, 9)) == ("elevation",)
    assert layers_of_criterion(Elevation("elevation", "n", 0, 9)) == ("elevation",)


def test_a_rule_rests_on_the_layers_of_its_conditions_exclusions_and_criteria() -> None:
    rule = Rule(
        "b",
        Eligible(where=(Share("flood_zones"),)),
        Exclude(land_cover=("built-up",), inside=("areas_of_particular_importance", "ponds")),
        (Slope("slope", "n", 0, 9),),
    )
    named = layers_of_rule(rule)
    assert named == ("areas_of_particular_importance", "elevation", "flood_zones", "land_parcels", "ponds")
    there = ("elevation", "flood_zones", "land_parcels", "ponds", "local_nature_reserves", "soils")
    assert expanded(named, there) == ("elevation", "flood_zones", "land_parcels", "local_nature_reserves", "ponds")
