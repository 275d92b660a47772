"""The example strategy's own words: tables, rules and prose of the invented sketch."""

import csv
import re
import tomllib
from collections import Counter
from dataclasses import fields
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ConfigDict, TypeAdapter

from lnrs.model import Theme

from .sketch_case import CONTENT, HABITATS, RECORDS, mapped, measures, records, rows, sentences

METRIC_TABLE = Path("bng") / "btf_reference" / "BNG-Habitat-Data.csv"
OPEN_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

CHAPTERS = ("summary", "area", "opportunities", "method", "using")


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
def themes() -> tuple[Theme, ...]:
    data = tomllib.loads((CONTENT / "themes.toml").read_text(encoding="utf-8"))
    assert list(data) == ["theme"]
    return TypeAdapter(tuple[Theme, ...], config=ConfigDict(extra="forbid")).validate_python(data["theme"])


def prose(chapter: str) -> str:
    return (CONTENT / "prose" / f"{chapter}.md").read_text(encoding="utf-8")


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
