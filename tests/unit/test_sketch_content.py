"""The example strategy's own words: tables, rules and prose of the invented sketch."""

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import GenericAlias
from typing import Any, cast, get_type_hints

import pytest
from pydantic import ConfigDict, TypeAdapter

import lnrs
from lnrs.model import FundingRoute, MetricHabitat, PotentialMeasure, Priority, Species, Theme
from lnrs.strategy.rule import DistanceTo, Elevation, Rule, ShareOf, Slope
from lnrs.strategy.scenario import MeasureCost, Scenario
from lnrs.strategy.schema import validate
from lnrs.strategy.tables import read_table

CONTENT = Path(lnrs.__file__).parent / "sketch" / "content"
METRIC_TABLE = Path("bng") / "btf_reference" / "BNG-Habitat-Data.csv"
OPEN_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

RECORDS: dict[str, type] = {
    "priorities": Priority,
    "measures": PotentialMeasure,
    "species": Species,
    "funding": FundingRoute,
    "metric_habitats": MetricHabitat,
}
CHAPTERS = ("summary", "area", "opportunities", "method", "using")

LAND_COVER = {
    "arable", "improved grassland", "semi-natural grassland", "broadleaved woodland", "coniferous woodland",
    "scrub", "heathland", "orchard", "fen and reedbed", "freshwater", "saltmarsh", "mudflat", "sand dune",
    "shingle", "cliff", "parks and gardens", "built-up",
}  # fmt: skip
HABITATS = {
    "lowland meadow", "lowland calcareous grassland", "lowland dry acid grassland",
    "coastal and floodplain grazing marsh", "lowland heathland", "lowland mixed deciduous woodland",
    "lowland beech and yew woodland", "wet woodland", "wood pasture and parkland", "traditional orchard",
    "reedbed", "lowland fen", "coastal saltmarsh", "intertidal mudflat", "coastal sand dunes",
    "coastal vegetated shingle", "saline lagoon", "maritime cliff and slope", "pond and lake",
    "open mosaic habitat",
}  # fmt: skip
NO_CLASSES: frozenset[str] = frozenset()
CLASSES: dict[str, frozenset[str] | set[str]] = {
    "ancient_woodland": {
        "ancient semi-natural woodland", "plantation on ancient woodland site", "ancient wood pasture",
    },
    "other_irreplaceable_habitat": {"coastal sand dunes", "lowland fen"},
    "land_parcels": LAND_COVER,
    "soils": {
        "shallow lime-rich", "freely draining lime-rich loam", "freely draining acid sandy",
        "freely draining loam", "slowly permeable clay", "wet clay of river flats", "peaty fen",
        "naturally wet coastal marsh", "raw sand and shingle",
    },
    "agricultural_land_grade": {"1", "2", "3a", "3b", "4", "5", "non-agricultural", "urban"},
    "flood_zones": {"2", "3"},
    "rivers": {"main river", "stream"},
    "towns": {"city", "town", "village"},
    "roads": {"motorway", "primary"},
    "railways": {"high speed", "main line"},
} | dict.fromkeys((
    "sites_of_special_scientific_interest", "special_areas_of_conservation", "special_protection_areas",
    "ramsar_sites", "national_nature_reserves", "marine_conservation_zones", "local_nature_reserves",
    "local_wildlife_sites", "veteran_trees", "ponds", "protected_landscapes", "public_land",
), NO_CLASSES)  # fmt: skip
"""The layers a rule may name, and the values of each that it may choose from."""
NO_AREA = {"rivers", "towns", "roads", "railways", "veteran_trees"}

STANDS_ON = {
    "improved grassland": {"coastal and floodplain grazing marsh", "wood pasture and parkland", "lowland meadow"},
    "semi-natural grassland": {
        "lowland meadow", "lowland calcareous grassland", "lowland dry acid grassland",
        "coastal and floodplain grazing marsh", "wood pasture and parkland", "lowland fen",
    },
    "parks and gardens": {"wood pasture and parkland"},
    "orchard": {"traditional orchard"},
    "scrub": {"open mosaic habitat"},
}  # fmt: skip
"""Habitats of value that a land cover may hold, which nothing new may replace."""
IN_STREETS = {"URB2.1"}
"""The one measure whose new habitat belongs among buildings."""

PEOPLE = {
    "farmers", "landowners", "woodland owners", "councils", "parish councils", "community groups",
    "conservation charities", "developers", "businesses", "schools", "residents", "road and rail managers",
    "coast and flood managers", "drainage boards", "water companies", "protected landscape teams",
    "government agencies", "horse owners", "churches and burial authorities",
}  # fmt: skip
BENEFITS = {
    "less flooding", "carbon storage", "cleaner water", "water supply", "healthier soil", "cleaner air",
    "cooler towns", "pollination", "access to nature", "health and wellbeing", "coastal protection",
    "food production", "landscape and heritage", "natural pest control", "jobs and skills",
    "shade and shelter",
}  # fmt: skip
NATIONAL = {
    "species abundance", "extinction risk", "wildlife-rich habitat", "30by30", "protected site condition",
    "tree and woodland cover", "water quality from farming", "healthy rivers", "flood and coast resilience",
    "net zero", "air quality", "access to green space", "soil health", "invasive species",
    "climate adaptation",
}  # fmt: skip


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    with (CONTENT / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def said(record: type, row: dict[str, str]) -> dict[str, Any]:
    """A row as the data its record is made of: lists where there are lists, yes and no as true and false."""
    hints = get_type_hints(record)
    data: dict[str, Any] = dict(row)
    for column, cell in row.items():
        if hints[column] is bool:
            data[column] = {"yes": True, "no": False}[cell]
        elif str(hints[column]).startswith("tuple"):
            data[column] = cell.split("; ") if cell else []
    return data


@cache
def records(table: str) -> tuple[Any, ...]:
    kind = cast(Any, GenericAlias(tuple, (RECORDS[table],)))
    one: TypeAdapter[Any] = TypeAdapter(kind, config=ConfigDict(extra="forbid", strict=True))
    return tuple(one.validate_json(json.dumps([said(RECORDS[table], row)]))[0] for row in rows(table))


def measures() -> tuple[PotentialMeasure, ...]:
    return records("measures")


def mapped() -> dict[str, PotentialMeasure]:
    return {measure.ref: measure for measure in measures() if measure.mapped}


@cache
def themes() -> tuple[Theme, ...]:
    data = tomllib.loads((CONTENT / "themes.toml").read_text(encoding="utf-8"))
    assert list(data) == ["theme"]
    return TypeAdapter(tuple[Theme, ...], config=ConfigDict(extra="forbid")).validate_python(data["theme"])


@cache
def rules() -> dict[str, Rule]:
    one = TypeAdapter(tuple[Rule], config=ConfigDict(extra="forbid", strict=True))
    return {
        path.stem: one.validate_json(json.dumps([tomllib.loads(path.read_text(encoding="utf-8"))]))[0]
        for path in sorted((CONTENT / "rules").glob("*.toml"))
    }


def prose(chapter: str) -> str:
    return (CONTENT / "prose" / f"{chapter}.md").read_text(encoding="utf-8")


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def priority_of(measure: str) -> str:
    return measure.rsplit(".", 1)[0]


def test_the_folder_holds_what_a_strategy_folder_holds_and_nothing_else() -> None:
    expected = {"themes.toml", "rules", "prose", "scenarios", *(f"{table}.csv" for table in RECORDS)}
    assert {path.name for path in CONTENT.iterdir()} == expected
    assert {path.name for path in (CONTENT / "prose").iterdir()} == {f"{chapter}.md" for chapter in CHAPTERS}


def test_every_file_is_utf_8_with_plain_line_ends() -> None:
    for path in (path for path in CONTENT.rglob("*") if path.is_file()):
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in data, path.name
        assert data.decode("utf-8").endswith("\n"), path.name


@pytest.mark.parametrize("table", RECORDS)
def test_a_table_has_exactly_the_columns_of_its_record_in_order(table: str) -> None:
    header = (CONTENT / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == [field.name for field in fields(RECORDS[table])]


@pytest.mark.parametrize("table", RECORDS)
def test_every_row_of_a_table_is_a_record(table: str) -> None:
    assert len(records(table)) == len(rows(table)) > 0


@pytest.mark.parametrize("table", RECORDS)
def test_no_cell_can_be_taken_for_a_formula_or_breaks_its_line(table: str) -> None:
    cells = [cell for row in rows(table) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "'"))] == []
    assert [cell for cell in cells if "\n" in cell or "\t" in cell or cell != cell.strip()] == []


def test_the_example_is_of_a_real_strategys_size() -> None:
    assert len(themes()) >= 8
    assert len(records("priorities")) >= 27
    assert len(measures()) >= 95
    assert len(mapped()) >= 54
    assert len(records("species")) >= 32
    assert len(records("funding")) >= 20


def test_themes_have_their_own_prefix_and_their_own_colour() -> None:
    assert all(re.fullmatch(r"[A-Z]{2,3}", theme.prefix) for theme in themes())
    assert all(re.fullmatch(r"#[0-9a-f]{6}", theme.colour) for theme in themes())
    assert len({theme.prefix for theme in themes()}) == len({theme.colour for theme in themes()}) == len(themes())


def test_priorities_are_outcomes_for_habitats_and_for_species() -> None:
    assert {priority.kind for priority in records("priorities")} == {"habitat", "species"}
    assert all(len(sentences(priority.priority)) == 1 for priority in records("priorities"))
    assert all(priority.why and priority.wider_benefits for priority in records("priorities"))


def test_every_priority_stands_in_the_theme_that_its_reference_names_and_every_theme_is_used() -> None:
    for priority in records("priorities"):
        assert re.fullmatch(rf"{priority.theme}[1-9][0-9]*", priority.ref)
    assert {priority.theme for priority in records("priorities")} == {theme.prefix for theme in themes()}


def test_a_measure_belongs_to_the_first_of_its_priorities() -> None:
    known = {priority.ref for priority in records("priorities")}
    for measure in measures():
        assert re.fullmatch(r"[A-Z]+[1-9][0-9]*\.[1-9][0-9]*", measure.ref)
        assert measure.priorities[0] == priority_of(measure.ref)
        assert known >= set(measure.priorities), measure.ref
        assert len(set(measure.priorities)) == len(measure.priorities), measure.ref


def test_references_are_given_once_and_their_numbers_rise_with_some_left_out() -> None:
    for table in ("priorities", "measures", "species", "funding"):
        assert [ref for ref, times in Counter(one.ref for one in records(table)).items() if times > 1] == []

    def missing(refs: list[str]) -> int:
        groups: dict[str, list[int]] = {}
        for ref in refs:
            stem, number = re.fullmatch(r"(.*?)([0-9]+)", ref).groups()  # type: ignore[union-attr]
            groups.setdefault(stem, []).append(int(number))
        assert all(before < after for group in groups.values() for before, after in pairwise(group))
        return sum(max(group) - len(group) for group in groups.values())

    assert missing([priority.ref for priority in records("priorities")]) >= 2
    assert missing([measure.ref for measure in measures()]) >= 10


def test_every_priority_has_a_measure_or_says_why_not() -> None:
    served = {ref for measure in measures() for ref in measure.priorities}
    for priority in records("priorities"):
        assert (priority.ref in served) != bool(priority.no_measure_because), priority.ref


def test_words_for_people_benefits_and_national_objectives_are_from_one_list() -> None:
    for measure in measures():
        assert set(measure.who) <= PEOPLE, measure.ref
        assert measure.who, measure.ref
        assert set(measure.wider_benefits) <= BENEFITS, measure.ref
    for priority in records("priorities"):
        assert set(priority.wider_benefits) <= BENEFITS, priority.ref
        assert set(priority.national_objectives) <= NATIONAL, priority.ref
        assert priority.national_objectives, priority.ref


def test_a_measure_is_one_sentence_that_says_what_to_do() -> None:
    for measure in measures():
        assert len(measure.measure) <= 120, f"{measure.ref} {len(measure.measure)}"
        assert len(sentences(measure.measure)) == 1, measure.ref
        assert measure.measure.endswith("."), measure.ref
        assert measure.measure.split()[0] not in {"The", "A", "An", "We", "There", "To", "More", "New"}, measure.ref
    assert len({measure.measure for measure in measures()}) == len(measures())


def test_a_measure_is_explained_in_up_to_three_sentences_none_past_forty_words() -> None:
    assert len({measure.detail for measure in measures()}) == len(measures())
    for measure in measures():
        assert 1 <= len(sentences(measure.detail)) <= 3, measure.ref
        for text in (measure.measure, measure.detail, measure.not_mapped_because):
            assert all(len(sentence.split()) <= 40 for sentence in sentences(text)), measure.ref


def test_a_wider_measure_says_why_it_is_not_mapped() -> None:
    assert {measure.habitat for measure in mapped().values()} - HABITATS == {""}
    for measure in measures():
        assert measure.mapped or not measure.habitat, measure.ref
        assert measure.mapped != bool(measure.not_mapped_because), measure.ref


def test_funding_named_by_a_measure_is_listed_and_every_route_is_used() -> None:
    listed = {route.ref for route in records("funding")}
    named = [ref for measure in measures() for ref in measure.funding]
    assert set(named) == listed


def test_funding_routes_are_marked_as_unconfirmed_and_lead_only_to_government_pages() -> None:
    for route in records("funding"):
        assert not route.verified
        assert route.checked == date(2026, 10, 1)
        assert not route.url or route.url.startswith("https://www.gov.uk/"), route.ref


def test_every_species_has_a_scientific_name_and_measures_that_exist() -> None:
    known = {measure.ref for measure in measures()}
    species = records("species")
    for one in species:
        assert re.fullmatch(r"[A-Z][a-z]+ [a-z-]+( subsp\. [a-z]+)?", one.scientific_name), one.ref
        assert one.measures, one.ref
        assert known >= set(one.measures), one.ref
    assert len({one.scientific_name for one in species}) == len({one.common_name for one in species}) == len(species)
    assert {one.helped_by for one in species} == {"habitat measures", "its own measures"}
    assert len({one.group for one in species}) >= 6


def test_every_mapped_measure_that_makes_or_improves_habitat_names_a_habitat_of_the_metric() -> None:
    links = [(link.measure, link.metric_habitat) for link in records("metric_habitats")]
    assert len(set(links)) == len(links)
    interventions: dict[str, set[str]] = {}
    for link in records("metric_habitats"):
        interventions.setdefault(link.measure, set()).add(link.intervention)
    assert set(interventions) <= set(mapped())
    for measure in mapped().values():
        if measure.action != "protect":
            assert interventions.get(measure.ref), measure.ref
        if measure.action == "create":
            assert interventions[measure.ref] & {"creation", "both"}, measure.ref


@pytest.mark.real_data
@pytest.mark.skipif(
    not (OPEN_DATA / METRIC_TABLE).exists(), reason="the folder of open data is not beside the checkout"
)
def test_the_statutory_metric_knows_every_habitat_by_the_name_used() -> None:
    with (OPEN_DATA / METRIC_TABLE).open(encoding="utf-8-sig", newline="") as file:
        known = {f"{row['Habitat Group']} - {row['Habitat Type']}" for row in csv.DictReader(file)}
    assert {link.metric_habitat for link in records("metric_habitats")} - known == set()


def layers_named(rule: Rule) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((share.layer, share.value) for share in rule.eligible.where)
    for criterion in rule.criteria:
        if isinstance(criterion, DistanceTo | ShareOf) and criterion.layer:
            yield criterion.layer, criterion.value


def test_every_mapped_measure_has_a_rule_and_every_rule_a_mapped_measure() -> None:
    assert set(rules()) == set(mapped())


def test_a_rule_gives_its_reason_in_one_or_two_sentences() -> None:
    for ref, rule in rules().items():
        assert 1 <= len(sentences(rule.because)) <= 2, ref
        assert rule.because.endswith("."), ref
    assert len({rule.because for rule in rules().values()}) == len(rules())


def test_rules_name_only_layers_classes_land_covers_and_habitats_that_there_are() -> None:
    for ref, rule in rules().items():
        for layer, value in layers_named(rule):
            assert layer in CLASSES, f"{ref} {layer}"
            assert CLASSES[layer] >= set(value), f"{ref} {layer} {value}"
        assert {*CLASSES, "areas_of_particular_importance"} >= set(rule.exclude.inside), ref
        assert {*rule.eligible.land_cover, *rule.exclude.land_cover} <= LAND_COVER, ref
        named = {*rule.eligible.habitat, *rule.exclude.habitat}
        for criterion in rule.criteria:
            named |= set(criterion.habitat) if isinstance(criterion, DistanceTo) else set()
        assert named <= HABITATS, ref


def test_a_share_is_asked_only_of_layers_that_cover_ground() -> None:
    for ref, rule in rules().items():
        shares = [share.layer for share in rule.eligible.where]
        shares += [criterion.layer for criterion in rule.criteria if isinstance(criterion, ShareOf)]
        assert not NO_AREA & {*shares, *rule.exclude.inside}, ref


def test_a_rule_limits_the_land_it_can_go_on_to_what_land_can_meet() -> None:
    for ref, rule in rules().items():
        assert rule.eligible.land_cover or rule.eligible.habitat, ref
        for share in rule.eligible.where:
            assert 0 <= share.at_least <= share.at_most <= 1, ref
            assert (share.at_least, share.at_most) != (0, 1), ref


def test_a_rule_weighs_two_to_six_criteria_of_different_names() -> None:
    for ref, rule in rules().items():
        assert 2 <= len(rule.criteria) <= 6, ref
        assert len({criterion.name for criterion in rule.criteria}) == len(rule.criteria), ref
        assert all(0 < criterion.weight <= 5 for criterion in rule.criteria), ref


def test_a_criterion_measures_one_thing_over_a_range() -> None:
    for ref, rule in rules().items():
        for criterion in rule.criteria:
            if isinstance(criterion, DistanceTo):
                assert bool(criterion.habitat) != bool(criterion.layer), ref
                assert criterion.layer or not criterion.value, ref
                assert all(0 <= metres <= 20_000 for metres in (criterion.best_m, criterion.worst_m)), ref
            if isinstance(criterion, Slope):
                assert criterion.best_deg != criterion.worst_deg, ref
            if isinstance(criterion, Elevation | DistanceTo):
                assert criterion.best_m != criterion.worst_m, ref


def test_new_habitat_never_replaces_buildings_or_habitat_of_value() -> None:
    for ref, measure in mapped().items():
        if measure.action != "create" or ref in IN_STREETS:
            continue
        rule = rules()[ref]
        assert "built-up" not in rule.eligible.land_cover, ref
        assert rule.eligible.land_cover, ref
        at_risk = set().union(*(STANDS_ON.get(cover, set()) for cover in rule.eligible.land_cover))
        assert at_risk <= set(rule.exclude.habitat), ref
        assert "areas_of_particular_importance" in rule.exclude.inside, ref


def test_care_of_existing_habitat_may_go_inside_areas_of_importance() -> None:
    caring = [ref for ref, rule in rules().items() if rule.eligible.habitat]
    assert len(caring) >= 15
    for ref in caring:
        assert mapped()[ref].action != "create", ref
        assert "areas_of_particular_importance" not in rules()[ref].exclude.inside, ref


def test_amounts_sought_suit_a_county() -> None:
    sought = {ref: rule.select.area_ha for ref, rule in rules().items() if rule.select.area_ha is not None}
    assert all(150 <= area_ha <= 8_000 for area_ha in sought.values())
    assert 200_000 <= sum(sought.values()) <= 400_000
    for ref, rule in rules().items():
        assert rule.select.area_ha is None or rule.select.share is None, ref
        assert rule.select.share is None or 0 < rule.select.share <= 1, ref
        assert 0 <= rule.select.min_score < 1, ref
        assert 0 < rule.select.min_patch_ha <= 5, ref


def test_the_rules_between_them_use_every_kind_of_evidence() -> None:
    used: set[tuple[str, str]] = set()
    for rule in rules().values():
        used |= {(criterion.kind, getattr(criterion, "layer", "")) for criterion in rule.criteria}
        used |= {("where", share.layer) for share in rule.eligible.where}
    wanted = {
        ("distance", ""), ("distance", "rivers"), ("distance", "ancient_woodland"), ("distance", "towns"),
        ("distance", "veteran_trees"), ("distance", "ponds"), ("distance", "roads"), ("distance", "railways"),
        ("distance", "land_parcels"), ("distance", "local_wildlife_sites"),
        ("share", "soils"), ("share", "flood_zones"), ("share", "agricultural_land_grade"),
        ("share", "protected_landscapes"), ("share", "sites_of_special_scientific_interest"),
        ("share", "public_land"), ("slope", ""), ("elevation", ""),
        ("where", "soils"), ("where", "flood_zones"), ("where", "agricultural_land_grade"),
    }  # fmt: skip
    assert wanted <= used


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_says_first_of_all_that_it_is_an_invented_example(chapter: str) -> None:
    first = prose(chapter).split("\n\n")[1]
    assert "example" in first
    assert "invented landscape" in " ".join(first.split()) or "landscape is invented" in " ".join(first.split())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_begins_with_its_only_heading_of_level_two(chapter: str) -> None:
    assert re.match(r"## \S", prose(chapter))
    levels = [len(mark) for mark in re.findall(r"^(#+) ", prose(chapter), re.MULTILINE)]
    assert (min(levels), levels.count(2)) == (2, 1)
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    ("chapter", "about"),
    [("summary", 250), ("area", 900), ("opportunities", 700), ("method", 600), ("using", 450)],
)
def test_a_chapter_is_of_the_length_that_was_wanted(chapter: str, about: int) -> None:
    words = len(re.findall(r"[A-Za-z0-9]+[\w'’-]*", prose(chapter)))
    assert 0.8 * about <= words <= 1.3 * about


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_sentence_of_a_chapter_runs_past_forty_words(chapter: str) -> None:
    for block in prose(chapter).split("\n\n"):
        if block.startswith(("#", "|")):
            continue
        for item in re.split(r"\n(?=- |\d+\. )", block):
            assert all(len(sentence.split()) <= 40 for sentence in sentences(item)), item


def test_the_scenarios_name_only_what_the_example_has_and_every_measure_has_a_cost() -> None:
    costs = read_table(CONTENT / "scenarios" / "costs.csv", MeasureCost)
    assert costs[1] == []
    paid = [one.measure for one in costs[0].records]
    assert paid == [row["ref"] for row in rows("measures") if row["mapped"] == "yes"]
    for path in (CONTENT / "scenarios").glob("*.toml"):
        scenario, faults = validate(Scenario, tomllib.loads(path.read_text(encoding="utf-8")))
        assert faults == []
        assert scenario is not None
        assert {ref for target in scenario.target for ref in target.measure} <= set(paid)
        assert {word for loss in scenario.loss for word in loss.habitat} <= HABITATS
