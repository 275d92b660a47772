"""Journey: an officer takes the sites of the edition, assesses a nature reserve for 30 by 30 and sees the share
change by exactly its area; everyone reads it and asks what if."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .office import Office, signs_in
from .readers import Reader

pytestmark = pytest.mark.xdist_group("thirty by thirty")

RESERVE = "Example Meadow"
"""A local nature reserve of 4 of the area's 150 hectares."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Each reader has a site of its own, as a reserve is assessed once."""
    return Office(tmp_path / "site")


@pytest.fixture
def site(office: Office) -> Iterator[str]:
    """A site of the officers' own, with an edition published on it."""
    with office.served() as address:
        yield address


def counts_ha(reader: Reader) -> float:
    """The hectares of the whole area that count, from the table on its page."""
    taken = reader.takes(reader.page.get_by_role("link", name="Places (CSV)", exact=True))
    with Path(taken.path()).open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["place_kind"] == "area" and row["by"] == "all"]
    return float(rows[0]["counts_ha"])


def test_an_officer_assesses_a_nature_reserve_and_sees_the_share_change_by_its_area(
    reader: Reader, office: Office, site: str
) -> None:
    page = reader.page
    assert site
    signs_in(reader, office, "olive@example.org")
    reader.goes("/desk/30-by-30/", "30 by 30")
    reader.follows("Kent and Medway", "30 by 30 in Kent and Medway")
    for kind in ("Site of special scientific interest", "Local nature reserve"):
        page.get_by_role("checkbox", name=kind, exact=True).check()
    reader.follows(page.get_by_role("button", name="Take these sites", exact=True), "30 by 30 in Kent and Medway")
    reader.goes("/kent-and-medway/30-by-30/", "30 by 30")
    before = counts_ha(reader)
    assert before == 0

    reader.goes("/desk/30-by-30/kent-and-medway/", "30 by 30 in Kent and Medway")
    reader.follows(page.get_by_role("link", name=RESERVE), RESERVE)
    for test in ("Purpose", "Protection", "Management"):
        reader.chooses(f"{test}: answer", "Yes")
        reader.writes(f"{test}: evidence", f"Reserve file, {test.lower()}")
    reader.follows(page.get_by_role("button", name="Save the assessment", exact=True), RESERVE)
    expect(page.locator("#stands")).to_have_text("counts")

    reader.follows("30 by 30 in Kent and Medway", "30 by 30")
    assert counts_ha(reader) - before == pytest.approx(4, abs=1e-4)
    expect(page.locator("dl.key-figures")).to_contain_text("2.7%")
    reader.follows(
        page.get_by_role("link", name="T0001", exact=True).or_(page.get_by_role("link", name="T0002", exact=True))
    )
    page.go_back()
    reader.presses(page.locator("summary").filter(has_text="These candidates counted too"))
    reader.ticks(page.get_by_role("checkbox", name="Example Wood"))
    reader.follows(page.get_by_role("button", name="See the share", exact=True), "What if")
    expect(page.locator("dl.key-figures")).to_contain_text("8.7%")
    reader.goes("/england/30-by-30/", "30 by 30 in England")
    expect(page.get_by_role("table", name="Strategy areas")).to_contain_text("2.7%")
