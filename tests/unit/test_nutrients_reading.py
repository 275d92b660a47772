"""A development's file: what it may say, and every problem at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lnrs.errors import NotFound, NutrientProblems
from lnrs.nutrients.amounts import Pair
from lnrs.nutrients.reading import parse, read

SOUND = """
name = "Mill Lane"
as_of = 2026-11-27
catchment = "stodmarsh"
area_ha = 3.5
coefficients = "coefficients.csv"

[site]
soil = "free draining"

[[phase]]
name = "First"
occupied = 2028-06-01
dwellings = 40
works = "Ashford"

[[land]]
area_ha = 2.05
before = "cereals"
after = "residential"
"""
TABLE = """land_use,soil,nitrogen_kg_ha,phosphorus_kg_ha,source,checked
cereals,,31.2,0.5,a table,2026-11-27
cereals,impeded,20,0.9,a table,
residential,,14.3,0.83,a table,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "coefficients.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def written(folder: Path, text: str) -> Path:
    file = folder / "mill-lane.toml"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(NutrientProblems) as raised:
        read(written(folder, text))
    return [str(problem) for problem in raised.value.problems]


def test_a_sound_file(folder: Path) -> None:
    given = read(written(folder, SOUND))
    development = given.development
    assert (development.name, development.as_of, development.area_ha) == (
        "Mill Lane",
        date(2026, 11, 27),
        Decimal("3.5"),
    )
    (phase,) = development.phases
    assert (phase.on, phase.dwellings, phase.works.name) == (date(2028, 6, 1), 40, "4419")
    (parcel,) = development.parcels
    assert (parcel.phase, parcel.area_ha) == ("First", Decimal("2.05"))
    assert parcel.before.kg_ha == Pair(Decimal("31.2"), Decimal("0.5"))
    assert (parcel.before.because, parcel.after.because) == ("a table", "a table [unverified]")
    assert given.catchment.name == "stodmarsh"


def test_numbers_keep_the_digits_that_were_written(folder: Path) -> None:
    given = read(written(folder, SOUND.replace("2.05", "0.1").replace("3.5", "0.3")))
    assert given.development.parcels[0].area_ha * 3 == given.development.area_ha


@pytest.mark.parametrize("number", ["4419", '"4419"', '"ashford"'])
def test_a_works_by_number_or_name(folder: Path, number: str) -> None:
    given = read(written(folder, SOUND.replace('"Ashford"', number)))
    assert given.development.phases[0].works.title == "Ashford"


@pytest.mark.parametrize(("soil", "kg"), [("impeded", "20"), ("free draining", "31.2")])
def test_the_row_that_depends_on_most_holds(folder: Path, soil: str, kg: str) -> None:
    given = read(written(folder, SOUND.replace("free draining", soil)))
    assert given.development.parcels[0].before.kg_ha.nitrogen == Decimal(kg)


def test_a_plant_of_its_own(folder: Path) -> None:
    plant = '\n[[works]]\nname = "our plant"\nnitrogen_mg_l = 15\nphosphorus_mg_l = 1.5\n'
    given = read(written(folder, SOUND.replace('"Ashford"', '"our plant"') + plant))
    works = given.development.phases[0].works
    assert [one.mg_l for one in (*works.nitrogen, *works.phosphorus)] == [15, Decimal("1.5")]
    assert works.source.mark == "unverified"


def test_land_from_a_table(folder: Path) -> None:
    (folder / "land.csv").write_text(
        "name,area_ha,before,after,drained_share,removed_nitrogen\nNorth,1.5,cereals,residential,0.5,0.25\n",
        encoding="utf-8-sig",
    )
    text = SOUND[: SOUND.index("[[land]]")].replace("[site]", 'land = "land.csv"\n[site]')
    (parcel,) = read(written(folder, text)).development.parcels
    assert (parcel.name, parcel.drained_share, parcel.removed) == ("North", Decimal("0.5"), Pair(Decimal("0.25")))


def test_a_stated_change_may_be_below_nothing(folder: Path) -> None:
    stated = "\n[[stated_change]]\nnitrogen_kg = -90.64\nphosphorus_kg = 8.09\nsuds_counted = true\n"
    (found,) = read(written(folder, SOUND + stated)).development.stated
    assert (found.kg, found.suds_counted, found.phase) == (Pair(Decimal("-90.64"), Decimal("8.09")), True, "First")


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('name = "Mill Lane"', "", "mill-lane.toml: name is missing."),
        ("as_of = 2026-11-27", 'as_of = "soon"', "mill-lane.toml: as_of is 'soon', which is no date."),
        ('"stodmarsh"', '"stodmarch"', "catchment is 'stodmarch', which is not known. Did you mean stodmarsh?"),
        ("area_ha = 3.5", "area_ha = 2", "the land adds up to more hectares than area_ha."),
        ("area_ha = 3.5", "area_ha = -1", "area_ha is -1; it has to be 0 or more."),
        ("area_ha = 3.5", "area_ha = nan", "area_ha is Decimal('NaN'), which is no number."),
        ("area_ha = 3.5", "area_ha = 3.1234567890123", "with more than 12 digits"),
        ("area_ha = 3.5", "area_ha = 1e999999", "with more than 12 digits"),
        ("dwellings = 40", "dwellings = 0", "[[phase]] 1: dwellings is 0; it has to be 1 or more."),
        ("dwellings = 40", "dwellings = 2.5", "dwellings is 2.5, which is no whole number."),
        ("dwellings = 40", "dwellings = true", "dwellings is True, which is no number."),
        ("occupied = 2028-06-01", "occupied = 2024-06-01", "it is not known what Ashford discharged."),
        ('"Ashford"', '"Ashfrd"', "works is 'Ashfrd', which is not known. Did you mean Ashford?"),
        ('before = "cereals"', 'before = "cereal"', "there is no coefficient. Did you mean cereals?"),
        ('after = "residential"', 'afer = "residential"', "afer is not known here. Did you mean after?"),
        ("[[phase]]", "[phase]", "mill-lane.toml: phase should be tables. Begin each with [[phase]]."),
        ("[[land]]", '[[land]]\nphase = "Frist"', "phase is 'Frist', which is not one of them. Did you mean First?"),
        ("[[land]]", "[[land]]\ndrained_share = 1.5", "drained_share is 1.5; it has to be from 0 to 1."),
        ('"coefficients.csv"', '"none.csv"', "none.csv: cannot be read"),
        ("[site]", "[site]\nslope = 3", "[site]: slope is not known here."),
        ("name = ", "name ", "is no TOML"),
    ],
)
def test_what_is_wrong(folder: Path, before: str, after: str, problem: str) -> None:
    assert before in SOUND
    assert any(problem in one for one in problems(folder, SOUND.replace(before, after, 1)))


def test_every_problem_at_once(folder: Path) -> None:
    text = (
        SOUND.replace("2026-11-27", '"soon"').replace("40", '"many"').replace("cereals", "oats").replace("3.5", '"x"')
    )
    assert len(problems(folder, text)) == 4


def test_phases_need_names_of_their_own_and_land_says_with_which_it_changes(folder: Path) -> None:
    phase = SOUND[SOUND.index("[[phase]]") : SOUND.index("[[land]]")]
    found = problems(folder, SOUND + phase.replace("First", "Second"))
    assert found == ["mill-lane.toml [[land]] 1: does not say with which phase it changes. There are: First, Second."]
    assert "two phases are called 'First'" in "".join(problems(folder, SOUND + phase))


def test_there_has_to_be_a_phase(folder: Path) -> None:
    text = SOUND[: SOUND.index("[[phase]]")]
    assert any("there is no phase" in one for one in problems(folder, text))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("cereals,,1,1,,\n", "2 coefficients hold"),
        ("oats,,-1,1,,\n", "coefficients.csv:5: nitrogen_kg_ha is -1; it has to be 0 or more."),
        ("oats,,one,1,,\n", "coefficients.csv:5: nitrogen_kg_ha is 'one', which is no number."),
        ("oats,,1,1,one, two,,\n", "coefficients.csv:5: has more cells than there are columns."),
        (",,1,1,,\n", "coefficients.csv:5: land_use is missing."),
        ("oats,,1,1,,no\n", "coefficients.csv:5: checked is 'no', which is no date."),
        ("x" * 10_001 + ",,1,1,,\n", "coefficients.csv: cannot be read: a line has more than 10,000 letters"),
    ],
)
def test_what_is_wrong_with_coefficients(folder: Path, more: str, problem: str) -> None:
    (folder / "coefficients.csv").write_text(TABLE + more, encoding="utf-8")
    assert any(problem in one for one in problems(folder, SOUND))


@pytest.mark.parametrize(
    "text", ["dwellings = " + "9" * 5_000, "area_ha = 1e99999999999999999999", "a = " + "[" * 3_000 + "]" * 3_000]
)
def test_numbers_and_lists_without_end(folder: Path, text: str) -> None:
    assert any("too long, or lists within lists" in one for one in problems(folder, text))


def test_a_column_that_stands_twice(folder: Path) -> None:
    (folder / "coefficients.csv").write_text(TABLE.replace("soil", "source"), encoding="utf-8")
    assert any("column 'source' stands twice." in one for one in problems(folder, SOUND))


def test_a_file_name_that_can_be_none(folder: Path) -> None:
    assert any("cannot be read" in one for one in problems(folder, SOUND.replace("coefficients.csv", "a\\u0000b")))


def test_works_need_names_of_their_own(folder: Path) -> None:
    works = '\n[[works]]\nname = "4419"\nnitrogen_mg_l = 10\nphosphorus_mg_l = 1\n'
    assert any("'4419' stands twice, or is one of the catchment's" in one for one in problems(folder, SOUND + works))


def test_an_unknown_column(folder: Path) -> None:
    (folder / "coefficients.csv").write_text(TABLE.replace("soil", "sol"), encoding="utf-8")
    assert any("column 'sol' is not known. Did you mean soil?" in one for one in problems(folder, SOUND))


def test_a_site_of_which_the_table_says_nothing(folder: Path) -> None:
    (folder / "coefficients.csv").write_text(TABLE.replace("cereals,,", "cereals,wet,"), encoding="utf-8")
    assert any("no coefficient holds on this soil" in one for one in problems(folder, SOUND))


def test_no_table_and_no_file(folder: Path) -> None:
    text = SOUND.replace('coefficients = "coefficients.csv"\n', "")
    assert any("Name a table" in one for one in problems(folder, text))
    with pytest.raises(NotFound, match="is not there"):
        read(folder / "none.toml")


def test_text_that_is_none(folder: Path) -> None:
    file = folder / "mill-lane.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NutrientProblems, match="no UTF-8"):
        read(file)
    (folder / "coefficients.csv").write_bytes(b"\xff\xfe\x00")
    assert any("no UTF-8" in one for one in problems(folder, SOUND))


IN_ONE = """
[[coefficient]]
land_use = "cereals"
nitrogen_kg_ha = 31.2
phosphorus_kg_ha = 0.5
source = "a table"

[[coefficient]]
land_use = "residential"
nitrogen_kg_ha = 14.3
phosphorus_kg_ha = 0.83
source = "a table"
checked = 2026-11-27
"""


def test_coefficients_may_stand_in_the_file_itself(folder: Path) -> None:
    text = SOUND.replace('coefficients = "coefficients.csv"', "") + IN_ONE
    given = parse(text, "mill-lane.toml")
    assert given == read(written(folder, text))
    [parcel] = given.development.parcels
    assert (parcel.before.kg_ha, parcel.before.because) == (
        Pair(Decimal("31.2"), Decimal("0.5")),
        "a table [unverified]",
    )
    assert parcel.after.because == "a table"


def test_the_text_of_a_file_can_name_no_other() -> None:
    with pytest.raises(NutrientProblems) as raised:
        parse(SOUND.split("[[land]]")[0].replace("area_ha = 3.5", 'area_ha = 3.5\nland = "/etc/passwd"'), "a.toml")
    told = [str(problem) for problem in raised.value.problems]
    assert told == [
        "a.toml: coefficients names a file, which cannot be read here. Write them under [[coefficient]].",
        "a.toml: land names a file, which cannot be read here. Write it under [[land]].",
    ]


def test_a_row_of_coefficients_in_the_file_is_read_like_any(folder: Path) -> None:
    text = SOUND + IN_ONE.replace("nitrogen_kg_ha = 14.3", 'nitrogen_kg_ha = "much"').replace('source = "a table"', "")
    told = problems(folder, text)
    assert "mill-lane.toml [[coefficient]] 2: nitrogen_kg_ha is 'much', which is no number." in told[0]
