"""A table of species is taken as it stands, or refused with every mistake in it."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs.errors import IndexProblems, LnrsError, NotFound
from lnrs.targets.reading import read_abundance


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "birds.csv"
    path.write_bytes(text.encode(encoding))
    return path


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(IndexProblems) as refused:
        read_abundance(written(folder, text))
    return [str(problem) for problem in refused.value.problems]


def test_columns_go_by_their_names_in_any_order_with_others_between(tmp_path: Path) -> None:
    table = read_abundance(
        written(tmp_path, "\ufeffIndex;x\n".replace(";x", ",source,Year,SPECIES\n2.5,BBS,2001,wren"))
    )
    assert (table.species, table.years, table.values.tolist(), table.log_se) == (("wren",), (2001,), [[2.5]], None)


def test_rows_without_an_index_are_years_without_a_value(tmp_path: Path) -> None:
    text = "species,year,index\nwren,2000,1\nwren,2001,\nwren,2002,NA\n\nwren,2003,3\n"
    values = read_abundance(written(tmp_path, text)).values
    assert values == pytest.approx(np.array([[1, np.nan, np.nan, 3]]), nan_ok=True)


def test_standard_errors_are_kept_beside_their_values(tmp_path: Path) -> None:
    table = read_abundance(
        written(tmp_path, "species,year,index,se\nwren,2000,1,0.1\nrobin,2000,2,0.2\nwren,2001,3,0.3\n")
    )
    assert table.species == ("robin", "wren")
    assert table.log_se == pytest.approx(np.array([[0.2, np.nan], [0.1, 0.3]]), nan_ok=True)


def test_every_mistake_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        "species,year,index,se\nwren,2000,1,0.1\n,2001,1,0.1\nwren,01,1,0.1\nwren,2002,-3,0.1\nwren,2003,1e400,0.1\n"
        "wren,2004,many,0\nwren,2000,2,0.1\n",
    )
    assert found == [
        "birds.csv:3: names no species.",
        "birds.csv:4: year is '01'. Write a year from 1700 to 2200, as 1970.",
        "birds.csv:5: index is -3; it has to be 0 or more.",
        "birds.csv:6: index is 1e400; it has to be 0 or more.",
        "birds.csv:7: index is 'many', which is no number. Write digits and a point.",
        "birds.csv:7: se is 0; it has to be above 0.",
        "birds.csv:8: wren has a value for 2000 at birds.csv:2 already. Leave one out.",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "birds.csv:1: has no column species. Name it species."),
        ("species,year,index\n", "birds.csv: has no row with an index."),
        ("species,year,index\nwren,2000,NA\n", "birds.csv: has no row with an index."),
        ("species,year,index,index\nwren,2000,1,1\n", "birds.csv:1: has the column index twice."),
        ("species,year,index\nwren,2000\n", "birds.csv:2: has 2 cells, and the titles are 3."),
    ],
)
def test_a_table_without_what_it_needs_is_refused(tmp_path: Path, text: str, says: str) -> None:
    assert says in mistakes(tmp_path, text)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_abundance(tmp_path / "nowhere.csv")
    with pytest.raises(IndexProblems, match="no UTF-8"):
        read_abundance(written(tmp_path, "species,year,index\nmerlé,2000,1\n", "latin-1"))


@given(st.text(alphabet='species,year\nindex"0123456789.-eNA\x00\r ', max_size=80), st.booleans())
def test_no_text_makes_it_fall_over(tmp_path_factory: pytest.TempPathFactory, text: str, titled: bool) -> None:
    path = written(tmp_path_factory.getbasetemp(), ("species,year,index\n" if titled else "") + text)
    with suppress(LnrsError):
        assert np.isfinite(read_abundance(path).values).any()
