"""Journey: a landowner lists a field with its metric's file, an officer looks at it and lets everyone see it, a
developer finds units, sees the multiplier explained, and reserves them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..metric_case import MEADOW_FARM, write_workbook
from .conftest import Opens
from .office import Office, comes_in, signs_in
from .readers import READERS, Reader

pytestmark = pytest.mark.xdist_group("gain sites")

CORNERS = "605000 146100\n605400 146100\n605400 146500\n605000 146500"
NEUTRAL = "Grassland - Other neutral grassland"
WHERE = "605200, 146200"


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """The register's site."""
    with office.served() as address:
        yield address


def test_a_field_is_listed_looked_at_found_and_reserved(
    reader: Reader, office: Office, opens: Opens, tmp_path: Path
) -> None:
    slug = reader.how.split()[-1].lower()
    name = f"Long Field {slug}"
    officer, developer = (Reader(reader.how, opens(**READERS[reader.how]).new_page(), reader.axe) for _ in range(2))
    comes_in(reader, office, f"landowner.{slug}@example.org")
    lists(reader, name, metric(tmp_path))
    signs_in(officer, office, f"officer.{slug}@example.org")
    looks_at(officer, name)
    comes_in(developer, office, f"developer.{slug}@example.org")
    reserves(developer, name)
    reader.goes("/account/gain-sites/", "Gain sites and units")
    reader.follows(name, name)
    expect(reader.page.locator("main")).to_contain_text(
        "Mill Lane: 1.2\u00a0units of Grassland - Other neutral grassland"
    )
    expect(reader.page.locator("main")).not_to_contain_text("developer.")


def metric(folder: Path) -> Path:
    """The workbook of a farm's metric, all of it on its own land."""
    return write_workbook(
        folder / "metric.xlsx", {sheet: rows for sheet, rows in MEADOW_FARM.items() if sheet != "E-2"}
    )


def lists(reader: Reader, name: str, file: Path) -> None:
    """From the register to a listing that waits for an officer."""
    page, main = reader.page, reader.page.locator("main")
    reader.goes("/kent-and-medway/bng/", "Biodiversity gain sites")
    reader.follows(main.get_by_role("button", name="List a site of yours"), "List a gain site")
    reader.follows(main.get_by_role("button", name="Begin the listing"), "List a gain site")
    assert main.get_by_role("alert").get_by_role("listitem").count() == 2
    reader.writes("What the site is called", name)
    reader.picks("Prospective")
    reader.follows(main.get_by_role("button", name="Begin the listing"), name)
    expect(main).to_contain_text("No boundary is given.")
    reader.follows("The boundary", "The boundary of the site")
    reader.picks("Corners, typed")
    reader.writes(main.locator("textarea[name=typed]"), CORNERS)
    reader.follows(main.get_by_role("button", name="Keep this boundary"), name)
    reader.follows("Habitats and units", "Habitats and units")
    page.get_by_label("The metric of the site").set_input_files(file)
    reader.follows(main.get_by_role("button", name="Read it"), "Habitats and units")
    expect(main.get_by_role("row", name=NEUTRAL)).to_contain_text("enhanced")
    reader.follows("Go on", name)
    reader.follows(main.get_by_role("button", name="Send it to the officers"), name)
    expect(main).to_contain_text("It waits for an officer.")


def looks_at(officer: Reader, name: str) -> None:
    """From the desk's list to a site that everyone sees."""
    main = officer.page.locator("main")
    officer.goes("/desk/gain-sites/", "Gain sites")
    officer.follows(main.get_by_role("link", name=name, exact=True), name)
    expect(main).not_to_contain_text("The units were typed.")
    officer.follows(main.get_by_role("button", name="Decide"), name)
    expect(main).to_contain_text("You have not said what you decide.")
    officer.picks("Everyone may see it, and its units are on offer")
    officer.follows(main.get_by_role("button", name="Decide"), "Gain sites")


def reserves(developer: Reader, name: str) -> None:
    """From what a development needs to units that are kept for it."""
    page, main = developer.page, developer.page.locator("main")
    developer.goes("/kent-and-medway/bng/", "Biodiversity gain sites")
    developer.follows("Find units for a development", "Find units for a development")
    developer.writes("Units needed", "1.2")
    developer.writes(page.locator("#habitat"), "neutral grassland")
    developer.writes("Where the development is", WHERE)
    developer.follows(main.get_by_role("button", name="Find units"), "Find units for a development")
    offer = main.locator(".offers > li").filter(has_text=name).filter(has_text=NEUTRAL).first
    expect(offer).to_contain_text("The habitat lies in the same local planning authority as the development.")
    expect(offer).to_contain_text("1.2 ÷ 1, rounded up to a ten-thousandth.")
    developer.follows(
        main.locator(".offers > li")
        .filter(has_text=f"1.2\u00a0units of {NEUTRAL}")
        .filter(has_text=name)
        .get_by_role("button", name="Reserve 1.2"),
        "Reserve units of",
    )
    expect(main).to_contain_text("Spatial risk")
    developer.writes("Name of the development", "Mill Lane")
    developer.writes("Planning authority that decides it", "Ashford")
    developer.follows(main.get_by_role("button", name="Reserve them"), "")
    expect(main).to_contain_text("Reserved until")
