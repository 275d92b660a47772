"""What a site offers is read from its metric: the metric's own net change, to the ten-thousandth, explained."""

import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from lnrs.bng.net_change import metric_of
from lnrs.bng.parcels import Created, Enhanced, Existing, Plan, State
from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.tables import MODULES
from lnrs.errors import MetricFileRefused
from lnrs.metric_files.reading import read_data
from lnrs_web.gain_sites.metric_lines import offered
from lnrs_web.gain_sites.metric_upload import read_metric
from lnrs_web.gain_sites.models import Version
from lnrs_web.gain_sites.refused import ListingRefused

from ..metric_case import MEADOW_FARM, write_workbook
from .gains import FACTS, MODIFIED, NEUTRAL, OWN, browser
from .published import publish
from .test_land_answer import words_of

ON = date(2026, 11, 27)
TABLES = rule_set_on(ON).tables
ON_SITE = {name: rows for name, rows in MEADOW_FARM.items() if name != "E-2"}
CEREALS = "Cropland - Cereal crops"


def made_of(sizes: list[Fraction], made: list[tuple[str, Fraction]], retained: Fraction, better: Fraction) -> Plan:
    """Poor grassland: of each field a part stays, a part becomes neutral grassland, and on the rest others are made."""
    poor, good = State(MODIFIED, "Poor"), State(NEUTRAL, "Good", "high")
    fields = [
        Existing(str(n), "area", poor, size, retained=size * retained, enhanced=size * better)
        for n, size in enumerate(sizes)
    ]
    created = [Created(f"c{n}", "area", State(name, "Moderate"), size) for n, (name, size) in enumerate(made)]
    return Plan(tuple(fields), tuple(created), tuple(Enhanced(one, good) for one in fields if one.enhanced))


SIZES = st.fractions(Fraction(1, 100), 50, max_denominator=997)
SHARES = st.fractions(0, Fraction(1, 2), max_denominator=31)
MADE = st.lists(st.tuples(st.sampled_from((NEUTRAL, "Grassland - Lowland meadows")), SIZES), max_size=4)


@given(st.lists(SIZES, min_size=1, max_size=4), MADE, SHARES, SHARES)
def test_a_site_offers_the_net_change_of_its_metric_rounded_down(
    sizes: list[Fraction], made: list[tuple[str, Fraction]], retained: Fraction, better: Fraction
) -> None:
    plan = made_of(sizes, made, retained, better)
    change = metric_of(plan, on=ON).module("area").on_site.change
    try:
        lines = offered(plan, TABLES)
    except MetricFileRefused:
        assert change <= Fraction(len(made) + 1, 10_000)
        return
    total = Fraction(sum(one.units for one in lines), 10_000)
    assert 0 <= change - total < Fraction(1 + len({name for name, _ in made}), 10_000)


@given(SIZES, st.integers(2, 7))
def test_a_field_that_is_split_offers_the_same(size: Fraction, pieces: int) -> None:
    half = Fraction(1, 2)
    whole = offered(made_of([size], [], half, half), TABLES)
    split = offered(made_of([size / pieces] * pieces, [], half, half), TABLES)
    assert [(one.units, one.size) for one in whole] == [(one.units, one.size) for one in split]


def test_what_is_lost_is_taken_off_what_is_created_and_said_so() -> None:
    crops = Existing("1", "area", State(CEREALS, "Condition Assessment N/A"), Fraction(2))
    plan = Plan((crops,), (Created("2", "area", State(NEUTRAL, "Moderate"), Fraction(2)),))
    [line] = offered(plan, TABLES)
    made = 2 * 4 * 2 * TABLES.time[5]
    assert line.units == int((made - 4) * 10_000)
    assert line.why[-2].endswith("4 of it make good what is lost of the same kind of units on the site, in proportion.")
    assert "time to target" in line.why[0]


def test_what_comes_to_less_by_being_enhanced_is_taken_off_the_rest() -> None:
    acid = "Grassland - Lowland dry acid grassland"
    worse = Existing("1", "area", State(acid, "Fairly Good", "high"), 2, enhanced=2)
    better = Existing("2", "area", State(MODIFIED, "Poor"), 2, enhanced=2)
    fallen, risen = Enhanced(worse, State(acid, "Good")), Enhanced(better, State(NEUTRAL, "Good"))
    plan = Plan((worse, better), (), (fallen, risen))
    change = metric_of(plan, on=ON).module("area").on_site.change
    [line] = offered(plan, TABLES)
    assert line.habitat == NEUTRAL
    assert line.units == int(change * 10_000)
    assert "make good what is lost" in line.why[-2]
    with pytest.raises(MetricFileRefused, match="gains fewer"):
        offered(Plan((worse,), (), (fallen,)), TABLES)


def test_what_loses_more_than_it_gains_offers_nothing() -> None:
    meadow = Existing("1", "area", State(NEUTRAL, "Good"), Fraction(2))
    plan = Plan((meadow,), (Created("2", "area", State(MODIFIED, "Poor"), Fraction(2)),))
    with pytest.raises(MetricFileRefused, match="gains fewer"):
        offered(plan, TABLES)
    with pytest.raises(MetricFileRefused, match="gains no units"):
        offered(Plan((Existing("1", "area", State(NEUTRAL, "Good"), 2, retained=2),)), TABLES)


def by_module(lines: list[Any]) -> dict[str, Fraction]:
    found = dict.fromkeys(MODULES, Fraction(0))
    for one in lines:
        found[one.module] += Fraction(one.units, 10_000)
    return found


def test_a_workbook_is_read_in_a_process_apart_and_comes_to_its_net_change(tmp_path: Path) -> None:
    data = write_workbook(tmp_path / "metric.xlsx", ON_SITE).read_bytes()
    read = read_metric(data, "metric.xlsx")
    metric = metric_of(read_data(data, Path("metric.xlsx")).plan, on=ON)
    for module, units in by_module(read.lines).items():
        change = next(one for one in metric.modules if one.module == module).on_site.change
        assert 0 <= change - units < Fraction(4, 10_000), module
    assert read.source.startswith("metric.xlsx, SHA-256 ")
    assert "Read from the official workbook, version 4.1." in read.findings
    assert all(one.why for one in read.lines)


def bomb(tmp_path: Path) -> bytes:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 80_000_000)
    return (tmp_path / "bomb.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda _: b"", "empty"),
        (lambda _: b"hello", "neither a workbook nor a GeoPackage"),
        (lambda _: b"SQLite format 3\x00" + b"\x00" * 200, "GeoPackage"),
        (lambda path: write_workbook(path / "old.xlsx", ON_SITE, version=3.1).read_bytes(), "3.1"),
        (lambda path: write_workbook(path / "cut.xlsx", ON_SITE).read_bytes()[:-200], "metric.xlsx"),
        (bomb, "metric.xlsx"),
    ],
    ids=["empty", "text", "broken database", "old version", "cut off", "bomb"],
)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, made: Any, told: str) -> None:
    with pytest.raises(ListingRefused) as refused:
        read_metric(made(tmp_path), "metric.xlsx")
    assert told in " ".join(f"{one.what} {one.do}" for one in refused.value.problems)
    assert all(one.where == "metric" for one in refused.value.problems)


@pytest.mark.django_db
def test_a_landowner_lists_habitats_by_their_metric_and_a_bad_one_changes_nothing(tmp_path: Path) -> None:
    publish()
    owner = browser("landowner@example.org")
    own = owner.post(f"{OWN}list/kent-and-medway/", FACTS).headers["Location"]
    data = write_workbook(tmp_path / "metric.xlsx", ON_SITE).read_bytes()
    form = {"step": "metric", "metric": SimpleUploadedFile("metric.xlsx", data)}
    assert owner.post(f"{own}habitats/", form).status_code == 302
    version = Version.objects.get()
    listed = list(version.lines.values_list("habitat", "condition", "work", "units"))
    assert {one[0] for one in listed} >= {
        NEUTRAL,
        "Native hedgerow",
        "Woodland and forest - Other woodland; broadleaved",
    }
    page = owner.get(own).text
    assert "SHA-256" in page
    assert "time to target" in page
    broken = {"step": "metric", "metric": SimpleUploadedFile("metric.xlsx", data[:999])}
    answer = owner.post(f"{own}habitats/", broken)
    assert answer.status_code == 400
    assert "There is a problem" in words_of(answer)
    assert list(Version.objects.get().lines.values_list("habitat", "condition", "work", "units")) == listed
