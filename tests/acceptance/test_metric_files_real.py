"""The official workbook and every valid GeoPackage of the template, read as they are published."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
import shapely

from lnrs.bng.net_change import metric_of
from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.soundness import problems_of
from lnrs.errors import MetricFileRefused
from lnrs.metric_files import MetricFile, read

pytestmark = pytest.mark.real_data

DAY = date(2026, 11, 27)
TABLES = rule_set_on(DAY).tables
GEOPACKAGES = (
    "Baseline - IGGI habitat",
    "Baseline - all unit and intervention types",
    "Baseline - complete with area refs",
    "Baseline - created linear features",
    "Post-intervention - IGGI habitat",
    "Post-intervention - all unit and intervention types",
    "Post-intervention - complete",
    "Post-intervention - created linear features",
)
IGGI = "Artificial hard structures with integ"


@pytest.fixture(scope="module")
def book(shared_data: Path) -> MetricFile:
    return read(shared_data / "bng" / "metric_workbooks" / "statutory_metric_filled_test_2024.xlsx")


def geopackage(shared_data: Path, name: str) -> Path:
    return shared_data / "bng" / "gpkg_valid" / f"{name}.gpkg"


def test_every_unit_that_excel_kept_in_the_workbook_is_ours_to_1e_9(book: MetricFile) -> None:
    ours = {(row.ref, row.module, row.part): float(row.units.value) for row in metric_of(book.plan, on=DAY).rows}
    kept = {(one.ref, one.module, one.part): one.units for one in book.kept}
    assert len(kept) == 43
    assert kept.keys() == ours.keys()
    assert ours == pytest.approx(kept, abs=1e-9, rel=0)


def test_the_headline_that_excel_kept_is_ours_to_1e_9(book: MetricFile) -> None:
    for result in metric_of(book.plan, on=DAY).modules:
        kept = book.headline[result.module]
        assert float(result.off_site_counted.before) == pytest.approx(kept.off_site_before, abs=1e-9, rel=0)
        assert float(result.off_site_counted.after) == pytest.approx(kept.off_site_after, abs=1e-9, rel=0)
        assert float(result.change) == pytest.approx(kept.change, abs=1e-9, rel=0)
        assert (kept.on_site_before, kept.on_site_after) == (0, 0)
    assert book.headline["area"].off_site_after == pytest.approx(318.35325783027423)


def test_the_workbook_says_whose_it_is_and_what_was_not_opened(book: MetricFile) -> None:
    assert (book.project.version, book.project.completed) == ("4.1", date(2024, 2, 27))
    assert (float(book.size("area")), book.has_off_site, book.only_before) == (31.75, True, False)
    assert "Those were not opened" in book.findings[0].what
    assert {one.site_ref for one in book.lines if one.ref.startswith("F-1")} == {"1234"}


@pytest.mark.parametrize("name", GEOPACKAGES)
def test_a_valid_geopackage_is_read_parcel_by_parcel(shared_data: Path, name: str) -> None:
    """Each row is in the plan once, in the band of distinctiveness that the file gives it, with its shape. One habitat
    has another band in the template's files than in the official workbook; that is told, and the workbook's counts."""
    site = read(geopackage(shared_data, name))
    assert site.only_before == name.startswith("Baseline")
    assert site.red_line is not None
    assert len(site.shapes) == sum(_count(geopackage(shared_data, name)).values())
    bands = {one.ref: TABLES.habitats[one.module][one.state.habitat].band for one in site.plan.existing}
    given = _bands(geopackage(shared_data, name))
    assert given
    told = [one.what for one in site.findings if "its distinctiveness is written down" in one.what]
    unlike = [ref for ref in given if bands[ref] != given[ref]]
    assert [what.split(":")[0] for what in told if what.startswith("H0")] == unlike
    assert {one.state.habitat.split(" - ")[1][:37] for one in site.plan.existing if one.ref in unlike} <= {IGGI}
    for one in site.plan.existing:
        shape = shapely.from_wkb(site.shapes[one.ref])
        if shape.geom_type == "MultiPolygon":
            assert float(one.size) == pytest.approx(shape.area / 10_000, abs=1e-4, rel=0.01)
        elif shape.geom_type == "LineString":
            assert float(one.size) == pytest.approx(shape.length / 1_000, abs=1e-3, rel=0.01)


def _count(file: Path) -> dict[str, int]:
    with sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True) as data:
        layers = [
            name
            for (name,) in data.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")
            if name != "Red Line Boundary"
        ]
        return {name: data.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in layers}


def _bands(file: Path) -> dict[str, str]:
    """Distinctiveness before, by the references of habitats, as the file itself has it."""
    with sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True) as data:
        rows = data.execute('SELECT "Parcel Ref", "Baseline Distinctiveness" FROM Habitats').fetchall()
    return {ref: _band(given) for ref, given in rows if given}


def _band(given: str) -> str:
    return {"V.Low": "V.Low", "Very Low": "V.Low", "V.High": "V.High", "Very High": "V.High"}.get(given, given)


@pytest.mark.parametrize("name", GEOPACKAGES)
def test_what_is_there_has_the_units_of_the_plain_formula(shared_data: Path, name: str) -> None:
    """Size x distinctiveness x condition x significance (x encroachment) x spatial risk, of all that is sound."""
    plan = read(geopackage(shared_data, name)).plan
    wrong = {problem.where.removesuffix(" (enhanced)") for problem in problems_of(plan, TABLES)}
    sound = [one for one in plan.existing if one.ref not in wrong]
    assert len(sound) > len(plan.existing) / 2
    rows = metric_of(type(plan)(tuple(sound_without_change(one) for one in sound)), on=DAY).rows
    units = {(row.ref, row.module): float(row.units.value) for row in rows if row.part == "before"}
    for one in sound:
        habitat = TABLES.habitats[one.module][one.state.habitat]
        plain = float(one.size) * float(habitat.score) * float(TABLES.condition_score[one.state.condition])
        plain *= {"high": 1.15, "medium": 1.1, "low": 1.0}[one.state.significance]
        if one.module == "watercourse":
            plain *= float(TABLES.in_watercourse[one.state.in_watercourse] * TABLES.on_banks[one.state.on_banks])
        plain *= 1.0 if one.off_site is None else float(one.off_site)
        assert units[one.ref, one.module] == pytest.approx(plain, abs=1e-9, rel=0)


def sound_without_change(one):  # type: ignore[no-untyped-def]
    """The same parcel, kept as it is."""
    return type(one)(one.ref, one.module, one.state, one.size, one.size, off_site=one.off_site)


def test_what_the_template_lets_pass_and_the_metric_has_no_number_for_is_named(shared_data: Path) -> None:
    """The synthetic files have culverts in good condition and enhancements that make nothing better."""
    site = read(geopackage(shared_data, "Post-intervention - IGGI habitat"))
    said = [str(one) for one in problems_of(site.plan, TABLES)]
    assert said[0].startswith("R001: Culvert cannot be in condition 'Good'")
    whole = read(geopackage(shared_data, "Post-intervention - complete"))
    assert problems_of(whole.plan, TABLES) == []
    area = metric_of(whole.plan, on=DAY).module("area")
    assert (float(area.on_site.before), float(area.on_site.after)) == pytest.approx((5.67, 4.088644926))


@pytest.mark.parametrize("name", ["empty-geopackage.gpkg", "geopackage-land-boundary-4326.gpkg", "shape-27700.zip"])
def test_what_is_no_metric_is_refused(shared_data: Path, name: str) -> None:
    with pytest.raises(MetricFileRefused) as caught:
        read(shared_data / "bng" / "land_boundary_uploads_synthetic" / name)
    assert caught.value.problems
