"""`lnrs index` as a person gives it."""

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest

from .commands import lnrs, refused

NAMES = ("avocet", "bittern", "corn bunting", "dunnock", "egret", "firecrest")


def table(
    folder: Path, years: Sequence[int], *, names: tuple[str, ...] = NAMES, rates: tuple[float, ...] = (0.9, 1.1)
) -> Path:
    """Species that grow by one rate or another each year."""
    rows = [
        f"{name},{year},{10 * rates[number % len(rates)] ** (year - years[0]):.6f}"
        for number, name in enumerate(names)
        for year in years
    ]
    path = folder / "birds.csv"
    path.write_text("\n".join(["species,year,index", *rows, ""]), encoding="utf-8")
    return path


def test_the_index_with_its_interval_and_what_has_to_be_said(tmp_path: Path) -> None:
    table(tmp_path, range(2010, 2020))
    said = lnrs("index", "birds.csv", cwd=tmp_path).stdout
    assert said.startswith("Species abundance index of 6 species, 2010 to 2019 (2010 = 100)\n")
    assert "From 2010 to 2019 the smooth index changed by -4.4% (95 %: " in said  # (0.9 * 1.1) ** 4.5 = 0.956
    assert "decline halted by 2030: open: there is no index for 2029 and 2030." in said
    assert "The targets are for the index that is published for England" in said


def test_json_csv_and_picture_say_the_same(tmp_path: Path) -> None:
    table(tmp_path, range(2010, 2020))
    done = lnrs("index", "birds.csv", "--json", "--csv", "out.csv", "--svg", "out.svg", cwd=tmp_path)
    found = json.loads(done.stdout)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["year"]) for row in rows] == [one["year"] for one in found["years"]] == list(range(2010, 2020))
    for row, one in zip(rows, found["years"], strict=True):
        assert {name: float(row[name]) for name in row} == pytest.approx(one, abs=1e-4)
        assert one["index"] == pytest.approx(100 * 0.99 ** ((one["year"] - 2010) / 2))
        assert one["lower"] <= one["index"] <= one["upper"]
    picture = ET.parse(tmp_path / "out.svg").getroot()
    assert picture[0].text == "Species abundance index of 6 species, 2010 to 2019"
    assert "From 100 in 2010 to 96 in 2019" in str(picture[1].text)
    heights = {kind: [] for kind in ("circle", "polyline")}
    for part in picture.iter():
        if part.tag.endswith("circle"):
            heights["circle"].append(float(part.attrib["cy"]))
        if part.tag.endswith("polyline"):
            heights["polyline"] = [float(point.split(",")[1]) for point in part.attrib["points"].split()]
    assert heights["circle"] == pytest.approx(heights["polyline"], abs=0.2)  # constant growth: every dot is on the line
    assert heights["polyline"] == sorted(heights["polyline"])  # and it falls, which is down


def test_a_year_in_which_nothing_was_counted_has_no_index_to_test(tmp_path: Path) -> None:
    """The line is drawn across it, and the test of 2030 was said to be met against it."""
    table(tmp_path, [year for year in range(2020, 2031) if year != 2029], rates=(1.02, 1.03))
    said = lnrs("index", "birds.csv", cwd=tmp_path).stdout
    assert "decline halted by 2030: open: there is no index for 2029." in said
    assert "Note: No species has a value in 2029: the line is bridged there, and tests nothing." in said


def test_the_laws_tests_with_the_share_of_draws_that_meet_them(tmp_path: Path) -> None:
    table(tmp_path, range(2020, 2043), rates=(1.02, 1.03))
    said = lnrs("index", "birds.csv", cwd=tmp_path).stdout
    assert "decline halted by 2030: met: the index is " in said
    assert "decline reversed by 2042: met: the index is " in said
    assert said.count("- met in 100% of the draws.") == 2
    table(tmp_path, range(2020, 2043), rates=(0.99, 0.98))
    found = json.loads(lnrs("index", "birds.csv", "--model", "--draws", "40", "--json", cwd=tmp_path).stdout)
    assert [one["met"] for one in found["tests"]] == [False, False]
    assert [one["share_of_draws_that_meet_it"] for one in found["tests"]] == [0.0, 0.0]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    table(tmp_path, range(2010, 2018), rates=(0.9, 1.1, 1.3))
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        lnrs("index", "birds.csv", "--csv", f"{name}.csv", "--seed", seed, cwd=tmp_path)
    one, same, other = ((tmp_path / f"{name}.csv").read_bytes() for name in "abc")
    assert one == same != other


def test_few_species_have_an_index_without_an_interval_and_few_years_one_that_is_not_smoothed(tmp_path: Path) -> None:
    table(tmp_path, range(2010, 2014), names=NAMES[:2])
    said = lnrs("index", "birds.csv", cwd=tmp_path).stdout
    assert "Method: geometric mean.\n" in said
    assert "From 2010 to 2013 the index changed by -1.5%." in said
    assert "Note: There is no interval: it needs 5 species, and the table has 2." in said
    assert "Note: There are fewer than 5 years, so the index is not smoothed." in said
    assert "Note: Fewer than 5 species lead to 2011, 2012, 2013." in said


def test_how_smooth_it_is_and_what_becomes_of_a_species_that_leaves_can_be_said(tmp_path: Path) -> None:
    path = table(tmp_path, range(2010, 2020))
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-4]) + "\n", encoding="utf-8")

    def last(*options: str) -> tuple[float, float]:
        row = json.loads(lnrs("index", "birds.csv", *options, "--json", cwd=tmp_path).stdout)["years"][-1]
        return row["index"], row["smooth"]

    plain, held, smooth = last(), last("--ends", "hold"), last("--smoothing", "2.5")
    assert held[0] != pytest.approx(plain[0])
    assert smooth[0] == plain[0]
    assert smooth[1] != pytest.approx(plain[1], rel=1e-6)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,2000,1\nb,2000,1\n", "has one year; an index needs two."),
        ("a,2000,1\na,2001,1\nb,2000,0\n", "b was never seen. Leave it out."),
        ("a,2000,1\na,2001,1\nb,2002,1\nb,2003,1\n", "no species spans 2001 and 2002, so the index breaks off."),
    ],
)
def test_a_table_that_makes_no_index_is_refused_and_nothing_written(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "birds.csv").write_text("species,year,index\n" + text, encoding="utf-8")
    assert says in refused(25, "index", "birds.csv", "--csv", "out.csv", cwd=tmp_path)
    assert not (tmp_path / "out.csv").exists()


def test_what_the_model_cannot_do_is_refused_in_words(tmp_path: Path) -> None:
    table(tmp_path, range(2010, 2014), names=NAMES[:2])
    assert "has 2 species; the model needs 5. Leave --model out." in refused(
        25, "index", "birds.csv", "--model", cwd=tmp_path
    )
    for wrong in (("--model", "--ends", "hold"), ("--exact-start",)):
        done = lnrs("index", "birds.csv", *wrong, cwd=tmp_path)
        assert done.returncode == 2
        assert "for --model" in done.stderr
    table(tmp_path, range(2010, 2020))
    assert "Degrees of freedom lie above 2" in refused(25, "index", "birds.csv", "--smoothing", "1", cwd=tmp_path)


def test_problems_come_as_json_too(tmp_path: Path) -> None:
    (tmp_path / "birds.csv").write_text("species,year\n", encoding="utf-8")
    done = lnrs("index", "birds.csv", "--json", cwd=tmp_path)
    assert done.returncode == 25
    assert json.loads(done.stdout)["problems"] == [
        {"where": "birds.csv:1", "what": "has no column index.", "do": "Name it index."}
    ]


def test_records_have_an_index_of_lists_or_are_refused_with_every_reason(tmp_path: Path) -> None:
    rows = [
        f"plant {number},{year}-05-{visit % 28 + 1:02},place {visit % 3}"
        for year in range(2015, 2021)
        for visit in range(28)
        for number in range(7)
        if (number * 7 + visit * 5 + year) % 11 < 5
    ]
    path = tmp_path / "records.csv"
    path.write_text("\n".join(["species,date,place", *rows, ""]), encoding="utf-8")
    said = lnrs("index", "records.csv", "--records", cwd=tmp_path).stdout
    assert "Method: share of lists of the usual length that a species is on, geometric mean, penalised spline" in said
    assert "Note: This is an index of how often species are on lists of the same length." in said
    assert "decline halted" not in said
    model = json.loads(
        lnrs("index", "records.csv", "--records", "--model", "--draws", "50", "--json", cwd=tmp_path).stdout
    )
    assert model["tests"] == []
    path.write_text("\n".join(["species,date,place", *rows[:30], ""]), encoding="utf-8")
    refusal = refused(25, "index", "records.csv", "--records", cwd=tmp_path)
    assert "The records: span 1 years; at least 5 are needed." in refusal
    assert "at least 5 are needed." in refusal.splitlines()[-1]


def test_of_two_files_neither_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    table(tmp_path, range(2010, 2020))
    words = ("--draws", "20", "--csv", "out.csv", "--svg", "birds.csv/out.svg")
    assert "birds.csv/out.svg: could not be written" in refused(16, "index", "birds.csv", *words, cwd=tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["birds.csv"]


def test_a_file_is_no_folder_that_a_table_could_be_in(tmp_path: Path) -> None:
    table(tmp_path, range(2010, 2020))
    assert "birds.csv/birds.csv: is not there." in refused(12, "index", "birds.csv/birds.csv", cwd=tmp_path)


def test_values_beyond_all_measure_count_as_the_most_that_counts_without_a_warning(tmp_path: Path) -> None:
    rows = ["species,year,index", "wren,2000,1e-320", "wren,2001,1e15"]
    (tmp_path / "birds.csv").write_text("\n".join(rows), encoding="utf-8")
    done = lnrs("index", "birds.csv", cwd=tmp_path)
    assert "From 2000 to 2001 the index changed by +9900.0%." in done.stdout
    assert done.stderr == ""
