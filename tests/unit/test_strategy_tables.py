from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs.model import FundingRoute, MetricHabitat, PotentialMeasure, Species
from lnrs.strategy.cells import parse, render
from lnrs.strategy.tables import read_table, write_table

HEADER = "measure,metric_habitat,intervention"
COLUMNS = ("measure", "metric_habitat", "intervention")
MEADOW = MetricHabitat("GL1.1", "Grassland - Lowland meadows", "creation")


def table(tmp_path, content: bytes):
    path = tmp_path / "metric_habitats.csv"
    path.write_bytes(content)
    return read_table(path, MetricHabitat)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\nGL1.1,Grassland - Lowland meadows,creation\n".encode(),
        f"{HEADER}\r\nGL1.1,Grassland - Lowland meadows,creation\r\n".encode("utf-8-sig"),
        f"{HEADER}\rGL1.1,Grassland - Lowland meadows,creation".encode(),
        b"measure;metric_habitat;intervention\nGL1.1;Grassland - Lowland meadows;creation\n",
        b"sep=;\r\nmeasure;metric_habitat;intervention\r\nGL1.1;Grassland - Lowland meadows;creation\r\n",
        b"measure\tmetric_habitat\tintervention\nGL1.1\tGrassland - Lowland meadows\tcreation\n",
        f"{HEADER}\n\nGL1.1, Grassland - Lowland meadows ,creation \n,,\n,,\n\n".encode(),
        f"{HEADER},,\nGL1.1,Grassland - Lowland meadows,creation,,\n".encode(),
        b'"measure","metric_habitat","intervention"\n"GL1.1","Grassland - Lowland meadows","creation"\n',
        b"intervention,measure,metric_habitat\ncreation,GL1.1,Grassland - Lowland meadows\n",
    ],
    ids=[
        "plain",
        "Excel",
        "old Macintosh",
        "European Excel",
        "Excel with a line for the separator",
        "tabs",
        "blank rows and space",
        "columns without a name or content",
        "everything quoted",
        "columns in another order",
    ],
)
def test_a_table_reads_alike_whatever_saved_it(tmp_path, content):
    found, problems = table(tmp_path, content)
    assert problems == []
    assert found.records == (MEADOW,)


def test_a_row_after_a_cell_of_several_lines_keeps_its_own_line(tmp_path):
    content = f'{HEADER}\nGL1.1,"Grassland -\nLowland\nmeadows",creation\nGL1.2,Fen,made\n'.encode()
    found, problems = table(tmp_path, content)
    assert found.records[0].metric_habitat == "Grassland -\nLowland\nmeadows"
    assert [problem.where for problem in problems] == ["metric_habitats.csv:5"]


def test_a_row_with_too_few_cells_is_left_out_and_the_rest_is_read(tmp_path):
    found, problems = table(tmp_path, f"{HEADER}\nGL1.1,Fen\nGL1.2,Fen,both\n".encode())
    assert [record.measure for record in found.records] == ["GL1.2"]
    assert [problem.where for problem in problems] == ["metric_habitats.csv:2"]
    assert not found.is_whole


def test_a_date_that_a_british_spreadsheet_rewrote_is_the_same_day(tmp_path):
    path = tmp_path / "funding.csv"
    path.write_text("ref,scheme,name,summary,url,checked,verified\nA,B,C,D,https://e.org,01/10/2026,Yes\n")
    found, problems = read_table(path, FundingRoute)
    assert problems == []
    assert found.records == (FundingRoute("A", "B", "C", "D", "https://e.org", date(2026, 10, 1), True),)


def test_a_route_to_funding_may_have_no_page_but_not_no_name(tmp_path):
    path = tmp_path / "funding.csv"
    path.write_text("ref,scheme,name,summary,url,checked\nA,B,C,D,,2026-10-01\nB,B,,D,,2026-10-01\n")
    found, problems = read_table(path, FundingRoute)
    assert found.records == (FundingRoute("A", "B", "C", "D", "", date(2026, 10, 1)),)
    assert list(map(str, problems)) == ["funding.csv:3: name is empty. It must be text."]


def test_a_column_with_a_value_of_its_own_may_be_left_out(tmp_path):
    path = tmp_path / "species.csv"
    path.write_text(
        "ref,common_name,scientific_name,group,why,helped_by\nSP1,Turtle dove,S. turtur,birds,Rare.,habitat measures\n"
    )
    assert read_table(path, Species)[0].records[0].measures == ()


def test_a_table_is_written_as_excel_itself_would_save_it(tmp_path):
    write_table(tmp_path / "t.csv", MetricHabitat, [MEADOW, MetricHabitat("GL1.2", "Fen, bog", "both")])
    assert (tmp_path / "t.csv").read_bytes() == (
        b"\xef\xbb\xbfmeasure,metric_habitat,intervention\r\n"
        b"GL1.1,Grassland - Lowland meadows,creation\r\n"
        b'GL1.2,"Fen, bog",both\r\n'
    )


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+44 1622", "- restore", "@home", "'=1", "''-x"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back(cell):
    raw = render(["a", "b"], [["x", cell]])
    assert b",'" + cell.encode() in raw
    (row,), problems = parse(raw.decode("utf-8-sig"), "t.csv", ["a", "b"], ["a"])[0].rows, []
    assert row.text("b") == cell
    assert problems == []


def test_a_semicolon_inside_a_list_is_never_written():
    measure = PotentialMeasure("GL1.1", "a", "b", "create", False, ("GL1",), who=("farmers; others",))
    with pytest.raises(ValueError, match="semicolon"):
        write_table("never.csv", PotentialMeasure, [measure])


typed = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\"';,=")).map(str.strip)
cells = typed.filter(lambda cell: not cell.startswith("#"))
items = st.lists(cells.filter(lambda cell: cell and ";" not in cell), max_size=3).map(tuple)


@given(st.lists(st.lists(cells, min_size=3, max_size=3).filter(any), max_size=4))
def test_whatever_is_written_is_read_back(rows):
    text = render(COLUMNS, rows).decode("utf-8-sig").replace("\r\n", "\n")
    read, problems = parse(text, "t.csv", COLUMNS, COLUMNS)
    assert problems == []
    assert [[row.text(column) for column in COLUMNS] for row in read.rows] == rows


@given(measure=cells.filter(bool), detail=cells.filter(bool), who=items, mapped=st.booleans())
def test_a_measure_of_any_words_comes_back_as_it_was(tmp_path_factory, measure, detail, who, mapped):
    path = tmp_path_factory.mktemp("table") / "measures.csv"
    record = PotentialMeasure("GL1.1", measure, detail, "create", mapped, ("GL1", "FW2"), who=who)
    write_table(path, PotentialMeasure, [record])
    assert read_table(path, PotentialMeasure)[0].records == (record,)


def test_a_table_written_again_is_the_same_to_the_byte(tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    record = PotentialMeasure(
        "GL1.1", "=Sow,", 'The "best"\nseed', "create", True, ("GL1",), "lowland meadow", ("more",)
    )
    write_table(first, PotentialMeasure, [record])
    write_table(second, PotentialMeasure, read_table(first, PotentialMeasure)[0].records)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().count(b",") >= len(fields(PotentialMeasure))
