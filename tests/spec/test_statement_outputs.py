"""The statement as people get it: a page of HTML and a PDF that say the same things, to every reader.

The case is a square kilometre of drawn fields with two themes; its words hold every character that HTML, Typst or
Markdown could take for their own.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from pypdf import PdfReader

from lnrs import statement
from lnrs.habitat_map.build import HabitatMap, build
from lnrs.habitat_map.cache import Cache
from lnrs.law.finding import Finding, Force, Outcome, Source
from lnrs.layers import store
from lnrs.layers.catalogue import layer_named
from lnrs.layers.record import record_of
from lnrs.model import (
    Contact,
    FundingRoute,
    Mapping,
    MetricHabitat,
    PotentialMeasure,
    Priority,
    Procedure,
    Species,
    StrategyRecord,
    Theme,
    areas,
)
from lnrs.statement.assemble import INVENTED
from lnrs.strategy.folder import Strategy
from lnrs.strategy.rule import DistanceTo, Eligible, Exclude, Rule, Select

from .strict_html import Element, parsed

AWKWARD = 'Sow <rye> & "yellow rattle" #1 at $5 *a* _kilo_ @ [Wye] \\ `x` {y} = 100 % ~ <!-- no --> // done'
"""Every character that means something to HTML, to Typst or to Markdown."""

WEST_M, SOUTH_M, FIELD_M = 605_000, 146_000, 100

MEADOW = Rule(
    "Meadow spreads from meadow.",
    Eligible(land_cover=("arable",)),
    Exclude(inside=("areas_of_particular_importance",)),
    (DistanceTo("distance", "near lowland meadow", worst_m=800, habitat=("lowland meadow",)),),
    Select(area_ha=20),
)
WOOD = Rule("Woods grow outwards.", Eligible(land_cover=("improved grassland",)))

FINDINGS = (
    Finding(
        "map_covers_the_area",
        "The map covers the whole of the area.",
        Outcome.MET,
        "it covers all of it",
        Force.MUST,
        Source("Environment Act 2021 s.106(1)(b)", "https://www.legislation.gov.uk/ukpga/2021/30/section/106", True),
    ),
    Finding(
        "authorities_involved",
        "Supporting authorities are involved.",
        Outcome.FOR_JUDGEMENT,
        "two authorities are listed & nothing more is known",
        Force.MUST,
        Source("SI 2023/341 reg 4", "https://www.legislation.gov.uk/uksi/2023/341/regulation/4/made", False),
        unverified=("the list of supporting authorities",),
    ),
    Finding(
        "draft_given",
        "The draft is given to the neighbours.",
        Outcome.NOT_YET,
        "no day is recorded",
        Force.MUST,
        Source("Kent's page", "https://example.org/kent", True, second_hand=True),
    ),
    Finding(
        "time_runs",
        "The time has run.",
        Outcome.MET,
        "it ended in May",
        Force.MUST,
        Source("Tendring's page", "https://example.org/tendring", True, second_hand=True),
        unverified=("the number of days",),
    ),
)

PROSE = {
    "summary": "## In short\n\nMeadows *and* woods. See [GL1](#priority-GL1) and [nothing](#nowhere).\n",
    "area": "## The land\n\nFlat.\n\n### What changed\n\n| when | what |\n| --- | --- |\n| 1950 | ploughing |\n",
    "opportunities": "## What could be\n\n- more\n- better\n",
    "method": "## How we did it\n\nWe drew it.\n",
    "using": "## Using this\n\n1. Read it.\n2. Walk it.\n",
}


def fields_of_land() -> gpd.GeoDataFrame:
    """Ten by ten fields: a meadow in the south-west, a wood in the north-east, pasture beside it, a village, arable."""
    kinds = {
        **{(col, row): ("semi-natural grassland", "lowland meadow") for col in range(2) for row in range(2)},
        **{(col, row): ("broadleaved woodland", "wet woodland") for col in (8, 9) for row in (8, 9)},
        **{(col, row): ("improved grassland", "") for col in (6, 7) for row in range(6, 10)},
        (5, 5): ("built-up", ""),
    }
    rows = [
        (f"{col},{row}", *kinds.get((col, row), ("arable", "")), _square(col, row))
        for col in range(10)
        for row in range(10)
    ]
    return gpd.GeoDataFrame(rows, columns=["parcel_id", "land_cover", "habitat", "geometry"], crs=27700)


def _square(col: int, row: int, wide: int = 1, tall: int = 1) -> shapely.Polygon:
    west, south = WEST_M + col * FIELD_M, SOUTH_M + row * FIELD_M
    return shapely.box(west, south, west + wide * FIELD_M, south + tall * FIELD_M)


def _shapes(*boxes: shapely.Polygon, **columns: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[shapely.MultiPolygon([box]) for box in boxes], crs=27700)


def layers() -> dict[str, gpd.GeoDataFrame]:
    halves = (_square(0, 0, 5, 10), _square(5, 0, 5, 10))
    area = _shapes(_square(0, 0, 10, 10), lnrs_id=[40], name=["Kent and Medway"])
    towns = gpd.GeoDataFrame(
        {"name": ["Wye"], "population": [2282], "kind": ["village"]}, geometry=[shapely.centroid(_square(5, 5))]
    )
    return {
        "strategy_area": area,
        "land_parcels": fields_of_land(),
        "districts": _shapes(*halves, code=["E1", "E2"], name=["Westshire", "East & Weald"]),
        "parishes": _shapes(*halves, code=["P1", "P2"], name=["Lower Wye", "Upper Wye"], district=["E1", "E2"]),
        "local_wildlife_sites": _shapes(_square(0, 0, 2, 2), ref=["L1"], name=["Old Meadow"]),
        "ancient_woodland": _shapes(
            _square(8, 8, 2, 2), ref=["A1"], name=["Kings Wood"], kind=["ancient semi-natural woodland"]
        ),
        "towns": towns.set_crs(27700),
    }


def strategy_over(folder: Path) -> Strategy:
    """The case as a strategy whose layers are written to a folder."""
    made = layers()
    for name, frame in made.items():
        record = record_of(layer_named(name), version="drawn", retrieved=date(2026, 1, 1), source="a drawing")
        store.write(frame, folder, name, record)
    contact = Contact("The team", "team@example.org")
    title, as_of = "A strategy for Wye & around", date(2026, 10, 1)
    record = StrategyRecord(40, title, "draft-1", as_of, contact=contact, invented=True)
    return Strategy(
        folder=folder,
        record=record,
        mapping=Mapping(),
        procedure=Procedure(("Swale", "Natural England"), preparation_published=date(2026, 1, 15)),
        area=areas()[39],
        themes=(
            Theme("GL", "Grassland", "Flowers again.", "#b5a642"),
            Theme("WT", "Woods & trees", "Old woods, joined.", "#2e6b34"),
        ),
        priorities=(
            Priority("GL1", "GL", "habitat", "More meadow", "Little is left.", ("pollination",), ("30by30",)),
            Priority("WT1", "WT", "habitat", "Larger woods", "They are small."),
            Priority("WT2", "WT", "species", "Dormice everywhere", "They are rare.", (), (), "Nobody knows yet how."),
        ),
        measures=MEASURES,
        species=(
            Species("S1", "Dormouse", "Muscardinus avellanarius", "Mammals", "Rare.", "habitat measures", ("WT1.1",)),
        ),
        funding=(
            FundingRoute(
                "SFI", "Farm scheme", "Meadow & more", "Pays yearly.", "https://example.org/a?b=1&c=2", date(2026, 9, 1)
            ),
        ),
        metric_habitats=(MetricHabitat("GL1.1", "Grassland - Lowland meadows", "both"),),
        rules={"GL1.1": MEADOW, "WT1.1": WOOD},
        prose=PROSE,
        layers={name: store.file_of(folder, name) for name in made},
    )


MEASURES = (
    PotentialMeasure(
        "GL1.1",
        "Make meadow",
        AWKWARD,
        "create",
        True,
        ("GL1",),
        "lowland meadow",
        ("bigger",),
        ("farmers",),
        (),
        ("SFI",),
    ),
    PotentialMeasure(
        "GL1.2", "Share seed", "A register.", "manage", False, ("GL1", "WT1"), not_mapped_because="It is a service."
    ),
    PotentialMeasure("WT1.1", "Let woods grow", "Fence them.", "create", True, ("WT1",), "wet woodland"),
)


@dataclass(frozen=True)
class Case:
    """A written statement and what it was written from."""

    strategy: Strategy
    habitat_map: HabitatMap
    folder: Path

    @property
    def html(self) -> str:
        return (self.folder / "index.html").read_text(encoding="utf-8")

    @property
    def pdf(self) -> PdfReader:
        return PdfReader(self.folder / "statement.pdf")


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("statement")
    strategy = strategy_over(folder / "layers")
    habitat_map = build(strategy, Cache(folder / "cache"))
    page = statement.write_page(strategy, habitat_map, FINDINGS, folder / "out")
    statement.write_pdf(page, folder / "out")
    return Case(strategy, habitat_map, folder / "out")


@pytest.fixture(scope="session")
def page(case: Case) -> Element:
    return parsed(case.html)


@pytest.fixture(scope="session")
def sheets(case: Case) -> list[str]:
    """The words of each page of the PDF, every run of spaces one space."""
    return [one_spaced(sheet.extract_text()) for sheet in case.pdf.pages]


@pytest.fixture(scope="session")
def printed(sheets: list[str]) -> str:
    """All the words of the PDF."""
    return " ".join(sheets)


def one_spaced(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def levels(page: Element) -> list[int]:
    return [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]


def test_the_page_is_well_formed_and_in_british_english(case: Case) -> None:
    (root,) = parsed(case.html).all("html")
    assert case.html.startswith("<!DOCTYPE html>")
    assert root.attributes["lang"] == "en-GB"


def test_the_page_has_one_title_and_its_headings_never_skip_a_level(page: Element) -> None:
    found = levels(page)
    assert found[0] == 1
    assert found.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(found))


def test_no_place_on_the_page_has_the_name_of_another(page: Element) -> None:
    names = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert len(names) == len(set(names))


def test_every_link_within_the_page_leads_somewhere(page: Element) -> None:
    names = {element.attributes.get("id") for element in page.all()}
    inner = [link.attributes["href"][1:] for link in page.all("a") if link.attributes["href"].startswith("#")]
    assert len(inner) > 30
    assert set(inner) <= names


def test_a_link_in_the_prose_to_nowhere_is_left_as_words(page: Element) -> None:
    assert "GL1 and nothing." in page.text
    assert not [link for link in page.all("a") if link.attributes["href"] == "#nowhere"]


def test_every_table_has_a_caption_and_says_which_cells_are_headings(page: Element) -> None:
    tables = list(page.all("table"))
    assert len(tables) > 10
    for table in tables:
        assert next(table.all("caption")).text.startswith("Table ")
        assert {head.attributes["scope"] for head in table.all("th")} == {"col", "row"}


def test_every_row_of_a_table_is_as_long_as_its_head(page: Element) -> None:
    for table in page.all("table"):
        assert len({len(list(row.all("th", "td"))) for row in table.all("tr")}) == 1


def test_tables_that_scroll_can_be_reached_with_the_keyboard_and_are_named(page: Element) -> None:
    names = {element.attributes.get("id") for element in page.all()}
    scrolling = [part for part in page.all("div") if part.attributes.get("class") == "scroll"]
    assert len(scrolling) == len(list(page.all("table")))
    assert all(part.attributes["tabindex"] == "0" for part in scrolling)
    assert {part.attributes["aria-labelledby"] for part in scrolling} <= names


def test_every_map_says_in_words_what_it_shows(page: Element, case: Case) -> None:
    pictures = list(page.all("img"))
    assert {picture.attributes["src"] for picture in pictures} == {
        f"maps/{name}.png" for name in ("land-cover", "important", "could-become", "theme-GL", "theme-WT")
    }
    for picture in pictures:
        assert (case.folder / picture.attributes["src"]).exists()
        assert " ha" in one_spaced(picture.attributes["alt"]) or "%" in picture.attributes["alt"]


def test_the_page_works_without_scripts_and_asks_nothing_of_other_machines(page: Element) -> None:
    assert not list(page.all("script", "link", "iframe"))
    assert not [image for image in page.all("img") if "//" in image.attributes["src"]]


def test_a_reader_can_skip_to_the_statement(page: Element) -> None:
    first = next(page.all("a"))
    (main,) = page.all("main")
    assert first.attributes["href"] == f"#{main.attributes['id']}"


def test_the_contents_lead_to_every_chapter_in_order(page: Element) -> None:
    (contents,) = page.all("nav")
    chapters = [heading.attributes["id"] for heading in page.all("h2")]
    listed = [link.attributes["href"][1:] for link in contents.all("a")]
    assert [anchor for anchor in listed if anchor in chapters] == chapters


@pytest.mark.parametrize("ref", ["GL1", "WT1", "WT2", "GL1.1", "GL1.2", "WT1.1"])
def test_every_priority_and_measure_is_in_both_by_its_reference(page: Element, printed: str, ref: str) -> None:
    anchor = f"measure-{ref}" if "." in ref else f"priority-{ref}"
    (place,) = [element for element in page.all() if element.attributes.get("id") == anchor]
    assert ref in place.text
    assert ref in printed


def test_awkward_characters_arrive_as_they_were_written_in_both(page: Element, printed: str) -> None:
    assert AWKWARD in page.text
    assert AWKWARD in printed


def test_what_is_unverified_is_marked_in_both(page: Element, printed: str) -> None:
    for words in (one_spaced(page.text), printed):
        assert "Unverified" in words
        assert "Rests on: the list of supporting authorities" in words
        assert "For judgement" in words


@pytest.mark.parametrize(
    ("cite", "marks"),
    [
        ("Environment Act 2021 s.106(1)(b)", set()),
        ("SI 2023/341 reg 4", {"Unverified"}),
        ("Kent's page", {"Second-hand"}),
        ("Tendring's page", {"Second-hand", "Unverified"}),
    ],
)
def test_every_finding_bears_the_marks_of_its_source(page: Element, cite: str, marks: set[str]) -> None:
    (table,) = [table for table in page.all("table") if table.attributes["id"] == "table-findings"]
    (row,) = [row for row in table.all("tr") if cite in row.text]
    assert {mark.text for mark in row.all("strong")} & {"Second-hand", "Unverified"} == marks


def test_each_mark_on_a_finding_is_explained_once_in_both(page: Element, printed: str) -> None:
    for words in (one_spaced(page.text), printed):
        assert words.count("Second-hand means that the rule was read in somebody's account of the law") == 1
        assert words.count("Unverified means that no person has compared the rule, or what it rests on") == 1
    assert printed.count("Second-hand") == 3, "on two findings, and where it is explained"


def test_the_steps_of_the_procedure_are_told_with_their_days_and_authorities(page: Element, printed: str) -> None:
    (table,) = [table for table in page.all("table") if table.attributes["id"] == "table-procedure"]
    steps = {
        cells[0]: cells[1] for cells in ([one_spaced(c.text) for c in row.all("th", "td")] for row in table.all("tr"))
    }
    assert steps["Preparation published"] == "15 January 2026"
    assert steps["Handed over"] == "No date recorded"
    assert "Supporting authorities" not in steps
    for words in (one_spaced(page.text), printed):
        assert "Supporting authorities: Swale and Natural England." in words


def test_an_unverified_funding_route_says_so_beside_its_date(page: Element) -> None:
    (row,) = [row for row in page.all("tr") if row.attributes.get("id") == "funding-SFI"]
    assert "1 September 2026" in one_spaced(row.text)
    assert "Unverified" in row.text


def test_the_hectares_shown_are_those_of_the_map(page: Element, case: Case) -> None:
    table = case.habitat_map.figures["by_measure"].set_index("measure")
    assert table.loc["GL1.1", "area_ha"] == pytest.approx(20)
    (row,) = [row for row in page.all("tr") if row.attributes.get("id") == "measure-GL1.1"]
    assert "20 ha mapped" in one_spaced(row.text)
    assert "Most of it in Westshire" in row.text


def test_the_key_figures_count_every_hectare_once(page: Element) -> None:
    (figures,) = [part for part in page.all("dl") if part.attributes.get("class") == "key-figures"]
    words = one_spaced(figures.text)
    assert "100 ha" in words
    assert "8.0 ha" in words
    assert "8.0 % of the area" in words


def test_a_wider_measure_says_why_it_is_not_mapped(page: Element, printed: str) -> None:
    assert "Wider measure" in page.text
    assert all("It is a service." in words for words in (page.text, printed))


def test_a_priority_without_a_measure_says_why(page: Element) -> None:
    assert "No measure is proposed. Nobody knows yet how." in page.text


def test_every_mapped_measures_rule_is_told_in_words(page: Element) -> None:
    (place,) = [element for element in page.all("h3") if element.attributes["id"] == "rule-GL1.1"]
    assert "GL1.1" in place.text
    assert "full points beside the nearest lowland meadow, falling to none at 800 m" in one_spaced(page.text)


def test_every_parish_is_in_the_appendix(page: Element) -> None:
    (table,) = [table for table in page.all("table") if table.attributes["id"] == "table-parishes"]
    assert [row.text.strip() for row in table.all("th") if row.attributes["scope"] == "row"] == [
        "Lower Wye",
        "Upper Wye",
    ]


def test_every_data_set_is_acknowledged_with_its_licence(page: Element, case: Case) -> None:
    rows = {element.attributes.get("id", "") for element in page.all("tr")}
    assert {f"data-{layer}" for layer in case.strategy.layers} <= rows
    assert layer_named("districts").attribution in page.text


def test_an_invented_landscape_is_labelled_on_the_page_and_on_every_sheet(page: Element, sheets: list[str]) -> None:
    assert INVENTED in page.text
    assert all(INVENTED in sheet for sheet in sheets)


def test_the_pdf_is_tagged_titled_and_in_british_english(case: Case) -> None:
    root: Any = case.pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert case.pdf.metadata is not None
    assert case.pdf.metadata.title == "A strategy for Wye & around"


def test_the_pdf_says_that_it_keeps_the_standard_for_universal_access(case: Case) -> None:
    xmp = case.pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def tags(case: Case) -> list[Any]:
    """Every element of the PDF's structure."""
    found, waiting = [], [case.pdf.trailer["/Root"]["/StructTreeRoot"].get_object()]
    while waiting:
        element = waiting.pop()
        if isinstance(element, list):
            waiting += [part.get_object() for part in element]
        elif isinstance(element, dict):
            found.append(element)
            waiting.append(element["/K"].get_object() if "/K" in element else [])
    return found


def test_the_pdfs_pictures_have_words_and_its_tables_have_heads(case: Case) -> None:
    kinds = [element.get("/S") for element in tags(case)]
    figures = [element for element in tags(case) if element.get("/S") == "/Figure"]
    assert len([figure for figure in figures if figure.get("/Alt")]) == 5
    assert kinds.count("/Table") == len(list(parsed(case.html).all("table")))
    assert kinds.count("/TH") > 40


def test_the_pdfs_bookmarks_are_the_chapters_of_the_page(page: Element, case: Case) -> None:
    bookmarks = [one_spaced(entry.title) for entry in case.pdf.outline if not isinstance(entry, list)]
    assert bookmarks == ["Contents", *(one_spaced(heading.text) for heading in page.all("h2"))]


def test_nothing_written_tells_where_or_when_it_was_made(case: Case) -> None:
    assert str(case.folder) not in case.html
    assert case.pdf.metadata is not None
    assert case.pdf.metadata.creation_date is None
