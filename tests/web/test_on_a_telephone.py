"""Tables on a narrow screen: those of many columns are stacked, and each of their cells says its column."""

import html
import re

import pytest
from django.test import Client

from .published import AREA, publish
from .thirty import MEADOW, passed, taken

pytestmark = pytest.mark.django_db

FITS = 4
"""Columns of a few letters that a telephone shows beside one another."""
TABLE = re.compile(r'<div class="scroll( stacked)?"[^>]*>\s*<table.*?</table>', re.DOTALL)


def plain(words: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", words)).strip()


@pytest.mark.parametrize("address", [AREA + "30-by-30/", AREA + "targets/", "/england/targets/", "/england/30-by-30/"])
def test_a_wide_table_is_stacked_and_each_cell_says_its_column(address: str) -> None:
    passed(taken(publish())[MEADOW])
    tables = list(TABLE.finditer(Client().get(address).text))
    assert any(one[1] for one in tables)
    for one in tables:
        columns = [plain(head) for head in re.findall(r'<th [^>]*scope="col"[^>]*>(.*?)</th>', one[0], re.DOTALL)]
        if one[1] is None:
            assert len(columns) <= FITS
            continue
        rows = one[0].partition("<tbody")[2].split("<tr")[1:]
        assert rows
        for row in rows:
            cells = re.findall(r"<td([^>]*)>", row)
            assert [re.search(r'data-label="([^"]*)"', cell)[1] for cell in cells] == columns[1:]  # type: ignore[index]
