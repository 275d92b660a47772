"""Tables on a narrow screen: those of many columns are stacked, and each of their cells says its column."""

import html
import re

import pytest
from django.core.management import call_command
from django.test import Client

from lnrs_web.delivery.models import Project

from .people import officer, signed_in
from .published import AREA, publish
from .thirty import MEADOW, passed, taken

pytestmark = pytest.mark.django_db

FITS = 3
"""Columns of a few letters that a telephone shows beside one another."""
TABLE = re.compile(r'<div class="scroll( stacked)?"[^>]*>\s*<table.*?</table>', re.DOTALL)


def plain(words: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", words)).strip()


PAGES = ("30-by-30/", "targets/", "delivery/progress/", "delivery/{project}/")


@pytest.mark.parametrize(
    "address", [*(AREA + page for page in PAGES), "/england/targets/", "/england/30-by-30/", "/desk/delivery/"]
)
def test_a_wide_table_is_stacked_and_each_cell_says_its_column(address: str) -> None:
    passed(taken(publish())[MEADOW])
    call_command("example_projects", verbosity=0)
    delivered = Project.objects.get(shown__status="delivered")
    assert "…" not in delivered.shown.name  # type: ignore[union-attr]
    address = address.replace("{project}", delivered.reference)
    client = signed_in(officer()) if address.startswith("/desk/") else Client()
    tables = list(TABLE.finditer(client.get(address).text))
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
