"""Cells as text, numbers, dates and yes or no."""

import math

import numpy as np
import pandas as pd
import pytest

from lnrs.layers.contract import Column
from lnrs.layers.values import as_text, convert


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" Oak ", "Oak"),
        (12.0, "12"),
        (np.float64(1_481_207.0), "1481207"),
        (3.1, "3.1"),
        (7, "7"),
        (None, ""),
        (math.nan, ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (True, "True"),
    ],
)
def test_a_cell_as_text(cell, text):
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("int", "05", 5),
        ("int", "12.0", 12),
        ("number", "3.25", 3.25),
        ("date", "2024-05-31", "2024-05-31"),
        ("date", "31/05/2024", "2024-05-31"),
        ("date", "2024-05-31T10:00:00Z", "2024-05-31"),
        ("date", "2024-05", "2024-05"),
        ("date", "2024", "2024"),
        ("bool", "Yes", True),
        ("bool", "0", False),
        ("text", " Oak ", "Oak"),
    ],
)
def test_a_cell_in_its_kind(kind, cell, value):
    values, bad, blank = convert(pd.Series([cell]), Column("a", kind))
    assert (values.iloc[0], bad.any(), blank.any()) == (value, False, False)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("int", "1.5"),
        ("int", "many"),
        ("number", "inf"),
        ("number", "1,5"),
        ("date", "2024-02-30"),
        ("date", "31/13/2024"),
        ("date", "May 2024"),
        ("bool", "perhaps"),
    ],
)
def test_a_cell_that_is_not_of_its_kind_is_marked(kind, cell):
    _, bad, blank = convert(pd.Series([cell, "", None]), Column("a", kind))
    assert list(bad) == [True, False, False]
    assert list(blank) == [False, True, True]


def test_the_index_of_the_rows_is_kept():
    values, bad, _ = convert(pd.Series(["1", "x"], index=[7, 9]), Column("a", "int"))
    assert list(values.index) == [7, 9]
    assert list(bad.index[bad]) == [9]


def test_numbers_keep_their_kind_where_all_are_there():
    values, _, _ = convert(pd.Series([1.0, 2.0]), Column("a", "int"))
    assert values.dtype == np.dtype("int64")
