"""What an officer reads after a mistake in a table: the row and what to do.

Each case starts from the folder that `lnrs new kent` writes, makes the change named and gives the list that appears.
"""

from datetime import date
from pathlib import Path

import pytest

from lnrs import strategy
from lnrs.errors import StrategyProblems

PRIORITIES, MEASURES, SPECIES = "priorities.csv", "measures.csv", "species.csv"
FUNDING, METRIC = "funding.csv", "metric_habitats.csv"


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


MISTAKES_IN_TABLES = [
    (
        PRIORITIES,
        "GL1,GL,habitat",
        "GL1,GL,habitats",
        [":2: kind must be habitat or species, not 'habitats'. Did you mean habitat?"],
    ),
    (
        PRIORITIES,
        "GL1,GL,habitat",
        "GL1,FW,habitat",
        [":2: theme 'FW' is not the prefix of a theme in strategy.toml. It can be GL."],
    ),
    (
        PRIORITIES,
        "because\n",
        "because\nGL1,GL,habitat,More fens.,Few are left.,,,\n",
        [":3: GL1 is given twice: line 2 has it too. Give one of them a number that was never used."],
    ),
    (
        PRIORITIES,
        "because\n",
        "because\nGL2,GL,habitat,More fens.,Few are left.,,,\n",
        [":2: GL2 has no potential measure and does not say why. Add a measure, or fill in no_measure_because."],
    ),
    (
        PRIORITIES,
        "pollination; carbon,,",
        "pollination; carbon,,Nothing helps.",
        [":2: GL1 has a potential measure, yet no_measure_because is filled in. Empty that cell."],
    ),
    (
        PRIORITIES,
        "because\n",
        "because\nGL02,GL,habitat,More fens.,Few are left.,,,Later.\n",
        [":2: 'GL02' is not a reference. It must be a theme's letters and a number, such as GL2."],
    ),
    (
        PRIORITIES,
        "because\n",
        "because\n01-May,GL,habitat,More fens.,Few are left.,,,Later.\n",
        [
            ":2: '01-May' is not a reference. A spreadsheet seems to have made a date of it. "
            "It must be a theme's letters and a number, such as GL2."
        ],
    ),
    (
        PRIORITIES,
        "because\n",
        "because\nFW1,GL,habitat,More fens.,Few are left.,,,Later.\n",
        [":2: FW1 begins with FW, but its theme is GL. Mend one of the two."],
    ),
    (MEASURES, "create,yes", "create,maybe", [":2: mapped must be yes or no, not 'maybe'."]),
    (MEASURES, "create,yes", "create,", [":2: mapped is empty. It must be yes or no."]),
    (
        MEASURES,
        "create,yes",
        "plant,yes",
        [":2: action must be one of create, restore, enhance, manage, connect or protect, not 'plant'."],
    ),
    (
        MEASURES,
        "bigger; joined",
        "bigger; beter",
        [
            ":2: principles must be one of better, bigger, more, joined or nature-based solutions, not 'beter'. "
            "Did you mean better?"
        ],
    ),
    (MEASURES, "EX1", "EX2", [":2: funding: EX2 is not in funding.csv. Add it there, or take it out here."]),
    (
        MEASURES,
        "yes,GL1,",
        "yes,GL1; FW7,",
        [":2: priorities: FW7 is not in priorities.csv. Add it there, or take it out here."],
    ),
    (MEASURES, "no,GL1,", "no,,", [":3: priorities is empty. It must be one or more, separated by semicolons."]),
    (
        MEASURES,
        "GL1.2,",
        "GL3.2,",
        [
            ":3: GL3.2 belongs to GL3, which is not in priorities.csv. Add it, or renumber.",
            ":3: the first of its priorities is GL1, but GL3.2 belongs to GL3. Put GL3 first.",
        ],
    ),
    (
        MEASURES,
        "GL1.2,",
        "GL1.1,",
        [":3: GL1.1 is given twice: line 2 has it too. Give one of them a number that was never used."],
    ),
    (
        MEASURES,
        "GL1.2,",
        "GL1-2,",
        [":3: 'GL1-2' is not a reference. It must be its priority's reference, a dot and a number, such as GL2.4."],
    ),
    (
        MEASURES,
        "manage,no,",
        "manage,yes,",
        [
            ":3: GL1.2 is mapped but has no rule. Write rules/GL1.2.toml, or set mapped to no.",
            ":3: GL1.2 is mapped, yet not_mapped_because is filled in. Empty that cell.",
        ],
    ),
    (
        MEASURES,
        "It would help everywhere alike.",
        "",
        [":3: GL1.2 is a wider measure and does not say why it is not mapped. Fill in not_mapped_because."],
    ),
    (
        MEASURES,
        "EX1,,",
        "EX1,,www.example.org",
        [":2: guidance_url: 'www.example.org' is not a web address. It begins with https://."],
    ),
    (SPECIES, "GL1.1", "FW2.1", [":2: measures: FW2.1 is not in measures.csv. Add it there, or take it out here."]),
    (
        SPECIES,
        "habitat measures,GL1.1",
        "its own measures,",
        [":2: SP1 is helped by its own measures, but names none. Name them in the column measures."],
    ),
    (
        SPECIES,
        "SP1",
        "SP 1",
        [":2: 'SP 1' is not a reference. It must be letters, digits, dots and hyphens, without spaces."],
    ),
    (FUNDING, "2026-01-15", "01/15/2026", [":2: checked must be a date such as 2026-10-01, not '01/15/2026'."]),
    (
        FUNDING,
        "https://www.",
        "www.",
        [":2: url: 'www.example.org/grant' is not a web address. It begins with https://."],
    ),
    (METRIC, "GL1.1", "GL1.3", [":2: measure: GL1.3 is not in measures.csv. Did you mean GL1.2?"]),
    (
        METRIC,
        "intervention\n",
        "intervention\nGL1.1,Grassland - Lowland meadows,both\n",
        [":3: GL1.1 with Grassland - Lowland meadows is given twice: line 2 has it too. Keep one of them."],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "messages"), MISTAKES_IN_TABLES)
def test_a_mistake_in_a_table_is_said_with_its_row(folder, file, old, new, messages):
    change(folder, file, old, new)
    assert said(folder) == [file + message for message in messages]


MISTAKES_IN_TABLE_FILES = [
    ("ref,theme", "ref,themes", [":1: there is no column 'themes'. Did you mean theme?"]),
    ("ref,theme", "ref,theme,theme", [":1: the column 'theme' is there 2 times. Keep one of them."]),
    (
        "priority,why,",
        "x,y,",
        [
            ":1: there is no column 'x'. It can be ref, theme, kind, priority, why, wider_benefits, "
            "national_objectives or no_measure_because.",
            ":1: there is no column 'y'. It can be ref, theme, kind, priority, why, wider_benefits, "
            "national_objectives or no_measure_because.",
            ":1: the columns are missing: priority and why. Add to the first row of the table.",
        ],
    ),
    (
        '"Example: more flower-rich meadow, and meadows joined to one another."',
        "More meadow, and joined",
        [":2: the row has 9 cells, but the table has 8 columns. Text with a comma in it must be in quotation marks."],
    ),
    (
        "pollination; carbon,,",
        "pollination",
        [":2: the row has 6 cells, but the table has 8 columns. An empty cell needs its comma too."],
    ),
    (
        'one another."',
        "one another.",
        [
            ":2: a quotation mark inside a quoted cell is not doubled, so the row cannot be split into cells. "
            'Write "" for a quotation mark inside a quoted cell.'
        ],
    ),
    (
        '"Example: most meadows were lost in the last century, and those that are left stand alone."',
        '"Few are left.',
        [":2: a quotation mark is opened in this row and never closed. Close it, or take it out."],
    ),
    (
        "pollination; carbon",
        "#NAME?",
        [
            ":2: wider_benefits holds '#NAME?': a spreadsheet took the words for a formula and lost them. "
            "Type the words again."
        ],
    ),
    (
        "Example: most",
        "Itâ€™s most",
        [":2: 'â€™' stands where a change of encoding has spoilt a character. Type it again."],
    ),
    (
        "Example: most",
        "Most\x0b",
        [":2: there is a character that cannot be printed (U+000B). Delete it and type the words again."],
    ),
]


@pytest.mark.parametrize(("old", "new", "messages"), MISTAKES_IN_TABLE_FILES)
def test_a_table_that_is_no_table_says_where_it_stops_being_one(folder, old, new, messages):
    change(folder, PRIORITIES, old, new)
    assert said(folder) == [PRIORITIES + message for message in messages]


def test_a_table_saved_in_the_older_windows_encoding_says_how_to_save_it(folder):
    change(folder, PRIORITIES, "Example: most meadows", "Château meadows")
    text = (folder / PRIORITIES).read_text(encoding="utf-8")
    (folder / PRIORITIES).write_bytes(text.encode("cp1252"))
    assert said(folder) == [
        "priorities.csv:2: this line is not UTF-8 text; in the older Windows encoding it says 'Château'. "
        "In Excel: File, Save As, CSV UTF-8. In LibreOffice: Save As, Edit filter settings, Unicode (UTF-8)."
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"",
            "measures.csv:1: the table is empty. Its first row must be: ref, measure, detail, action, mapped, "
            "priorities, habitat, principles, who, wider_benefits, funding, not_mapped_because, guidance_url.",
        ),
        (
            b"PK\x03\x04rest",
            "measures.csv: the file is a workbook or zip file, not text. Open it and save each table as CSV UTF-8.",
        ),
        (
            "ref\tmeasure".encode("utf-16"),
            "measures.csv: the file is UTF-16 text, not UTF-8. In Excel: File, Save As, "
            "CSV UTF-8. In LibreOffice: Save As, Edit filter settings, Unicode (UTF-8).",
        ),
        (bytes(2000), "measures.csv: the file is not text. Check that it is the right file."),
    ],
)
def test_a_file_that_is_no_table_at_all_is_one_problem(folder, content, message):
    (folder / MEASURES).write_bytes(content)
    assert said(folder) == [message]


def test_a_gigabyte_of_nonsense_is_refused_without_being_read(folder):
    with (folder / MEASURES).open("wb") as file:
        file.truncate(1_000_000_000)
    assert said(folder) == [
        "measures.csv: the file is 1,000 MB, far larger than any such file. Check that it is the right file."
    ]
