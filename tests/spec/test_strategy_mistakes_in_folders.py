"""What an officer reads of files that are missing, astray or empty, and of many problems at once.

Each case starts from the folder that `lnrs new kent` writes, makes the change named and gives the list that appears.
"""

from datetime import date
from pathlib import Path

import pytest

from lnrs import strategy
from lnrs.errors import NotFound, StrategyProblems

SETTINGS, PRIORITIES, MEASURES = "strategy.toml", "priorities.csv", "measures.csv"
FUNDING, RULE = "funding.csv", "rules/GL1.1.toml"


@pytest.fixture
def folder(tmp_path):
    return strategy.new("kent", tmp_path / "kent", date(2026, 10, 1))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Put `new` where `old` stands first, as a person with a text editor would."""
    text = (folder / file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def said(folder: Path) -> list[str]:
    with pytest.raises(StrategyProblems) as refusal:
        strategy.read(folder)
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            "rules/GL1.2.toml",
            "GL1.2 is not mapped (measures.csv:3), yet it has a rule. Set mapped to yes, or delete the rule.",
        ),
        ("rules/FW7.1.toml", "there is no measure FW7.1 in measures.csv. Rename it for its measure, or delete it."),
        ("rules/GL1.11.toml", "there is no measure GL1.11 in measures.csv. Is it the rule of GL1.1?"),
        ("rules/GL1.1.toml.txt", "this is not a rule. A rule is a file such as GL1.1.toml."),
        ("layers/flood_zone.gpkg", "this is not the name of a layer. Did you mean flood_zones.gpkg?"),
        (
            "layers/soils.shp",
            "this is not the name of a layer. `lnrs add soils.shp --as soils` makes soils.gpkg of it.",
        ),
        ("layers/my fields.gpkg", "this is not the name of a layer. Put data in with `lnrs add FILE --as LAYER`."),
    ],
)
def test_a_file_that_belongs_to_nothing_is_named(folder, file, message):
    (folder / file).write_text('because = "It is wet."\n')
    assert said(folder) == [f"{file}: {message}"]


def test_a_layer_without_a_record_is_refused(folder):
    (folder / "layers" / "soils.gpkg").write_bytes(b"anything")
    (problem,) = said(folder)
    assert problem.startswith("layers/soils.toml: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n \n", ":1: the chapter is empty. Begin it with a heading such as ## Summary."),
        ("\nWords.\n", ":2: the chapter does not begin with a heading. Such as ## Summary."),
        ("# The area\n", ":1: this heading is of level 1, which the statement's own title has. Begin it with ##."),
        (
            "## The area\n\nSoils\n=====\n",
            ":3: this heading is of level 1, which the statement's own title has. Begin it with ##.",
        ),
    ],
)
def test_a_chapter_has_words_and_headings_that_fit_the_statement(folder, text, message):
    (folder / "prose" / "area.md").write_text(text)
    assert said(folder) == [f"prose/area.md{message}"]


def test_a_number_sign_in_a_block_of_code_is_no_heading(folder):
    (folder / "prose" / "area.md").write_text("## The area\n\n```\n# not a heading\n```\n")
    assert strategy.read(folder).prose["area"].startswith("## The area")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("strategy.toml", "strategy.toml: the file is missing. `lnrs new AREA FOLDER` writes one."),
        (
            "species.csv",
            "species.csv: the file is missing. Its first row must be: "
            "ref,common_name,scientific_name,group,why,helped_by,measures",
        ),
        (
            "prose/using.md",
            "prose/using.md: the file is missing. Write it in Markdown. "
            "The chapters are summary, area, opportunities, method and using.",
        ),
        (
            "rules/GL1.1.toml",
            "measures.csv:2: GL1.1 is mapped but has no rule. Write rules/GL1.1.toml, or set mapped to no.",
        ),
    ],
)
def test_a_missing_file_is_one_problem_and_says_what_to_put_there(folder, file, message):
    (folder / file).unlink()
    assert said(folder) == [message]


def test_every_problem_of_every_file_comes_in_one_list_in_reading_order(folder):
    change(folder, SETTINGS, "area = 40", "area = 0")
    change(folder, SETTINGS, '"#7a9a01"', '"lime"')
    change(folder, PRIORITIES, "GL1,GL,habitat", "GL1,GL,habitats")
    change(folder, MEASURES, "EX1", "EX7")
    change(folder, RULE, "min_score = 0.3", "min_score = 30")
    (folder / "prose" / "area.md").write_text("")
    assert [problem.split(": ")[0] for problem in said(folder)] == [
        "strategy.toml:8",
        "strategy.toml:67",
        "priorities.csv:2",
        "measures.csv:2",
        "rules/GL1.1.toml:33",
        "prose/area.md:1",
    ]


def test_row_nine_is_told_of_before_row_ten(folder):
    rows = [f"EX{number},Scheme,Name,Summary,https://example.org/,soon,no" for number in range(2, 12)]
    change(folder, FUNDING, "verified\n", "verified\n" + "\n".join(rows) + "\n")
    assert [problem.split(": ")[0] for problem in said(folder)] == [f"funding.csv:{row}" for row in range(2, 12)]


def test_the_files_of_other_programs_are_passed_over(folder):
    for name in (
        ".DS_Store",
        "rules/Thumbs.db",
        "rules/.GL1.1.toml.swp",
        "layers/elevation.tif.aux.xml",
        "~$plan.docx",
    ):
        (folder / name).write_bytes(b"\x00\x01")
    assert strategy.read(folder).record.area == 40


def test_a_folder_that_is_not_there_says_how_to_make_one(tmp_path):
    with pytest.raises(NotFound) as refusal:
        strategy.read(tmp_path / "kent")
    assert str(refusal.value).endswith("there is no such folder. `lnrs new AREA FOLDER` makes one.")
