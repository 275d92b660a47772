"""Journey: a small builder works a budget out and applies, an officer runs the round, the certificate is verified."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opens
from .office import Office, proves_address, signs_in
from .readers import READERS, Reader

pytestmark = pytest.mark.xdist_group("credits")

PATH, DESK = "/kent-and-medway/nutrients/", "/desk/nutrients/kent-and-medway/"
CLOSE = """
from datetime import timedelta
from lnrs_web.nutrients.models import Round
for one in Round.objects.filter(allocated_on=None):
    one.opens_on -= timedelta(days=2)
    one.closes_on -= timedelta(days=2)
    one.save()
"""
"""Lets the round that is open close: two days pass for it."""


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site of the scheme's own, with an edition published on it."""
    with office.served() as address:
        yield address


def test_a_small_builder_gets_a_certificate_that_verifies_and_an_officer_prints_the_quarter(
    reader: Reader, office: Office, opens: Opens, axe: Callable[[Page], None]
) -> None:
    page, name = reader.page, reader.how.split()[-1].lower()
    officer = Reader(reader.how, opens(**READERS[reader.how]).new_page(), axe)
    signs_in(officer, office, f"officer-{name}@example.org")
    the_scheme_is_ready(officer, name)

    reader.goes(PATH, "Nutrient budgets and credits")
    reader.follows("Work out a budget", "Work out a nutrient budget")
    a_budget_is_worked_out(reader, f"Mill Lane {name}")
    reader.follows("Apply for credits", "Sign in")
    proves_address(reader, office, f"builder-{name}@example.org", f"Mill Lane {name}")
    reader.writes("For whom you apply", "Small Homes")
    reader.writes("Planning authority", "Canterbury")
    reader.ticks("Nitrogen", off=True)
    reader.follows(page.get_by_role("button", name="Send the application"), "NC40")

    office.tells("shell", "-c", CLOSE)
    the_round_is_run(officer, name)
    page.reload()
    reader.sees("NC40")
    given = page.get_by_role("link", name=re.compile("Take it as PDF")).last
    assert Path(reader.takes(given).path()).read_bytes().startswith(b"%PDF-")
    code = (page.get_by_role("heading", name=re.compile("Final certificate ")).text_content() or "").split()[-1]

    reader.goes(f"{PATH}certificates/", "Does a certificate hold?")
    reader.writes("Code of the certificate", code.lower())
    reader.follows(page.get_by_role("button", name="Look it up"), code)
    expect(page.locator(".verdict")).to_contain_text("It holds.")
    expect(page.locator("main")).not_to_contain_text("Small Homes")

    officer.goes(DESK, "Stour credits")
    officer.follows(
        officer.page.locator("main").get_by_role("link", name=re.compile(r"^1 \w+ 20\d\d to ")), "Stour credits"
    )
    expect(officer.page.locator("main")).to_contain_text(code)
    printed = officer.takes(officer.page.get_by_role("link", name="PDF"))
    assert Path(printed.path()).read_bytes().startswith(b"%PDF-")
    officer.goes(f"{DESK}ledger/", "Kent and Medway")


def gives_day(reader: Reader, field: str, day: str) -> None:
    """A day into a field of three parts: with a keyboard month, day and year, as this browser has them."""
    one = reader.page.get_by_label(field)
    if reader.how == "by keyboard":
        reader.comes_to(one)
        year, month, of_month = day.split("-")
        reader.page.keyboard.type(f"{month}{of_month}{year}")
        expect(one).to_have_value(day)
    else:
        one.fill(day)


def the_scheme_is_ready(reader: Reader, name: str) -> None:
    """An officer begins the scheme where there is none, and enters what there is for this reader."""
    page = reader.page
    reader.goes(DESK)
    if page.get_by_text("There is no scheme here yet").count():
        reader.follows("Begin one", "Begin a credit scheme")
        reader.writes("Name of the scheme", "Stour credits")
        reader.writes("Who runs it", "Stour Credits Ltd")
        reader.picks("Stodmarsh")
        reader.follows(page.get_by_role("button", name="Begin it"), "Stour credits")
        reader.follows("Add a price", "Add a price")
        reader.picks("Phosphorus")
        reader.picks("Permanent")
        reader.writes("Price of a credit, in pounds", "3,500")
        reader.writes("Who decided it, and where that is written", "A board minute")
        reader.follows(page.get_by_role("button", name="Add it"), "Stour credits")
    reader.follows("Enter a supply", "Enter a supply")
    reader.writes("Name", f"Tanks {name}")
    reader.writes("Who provides it", "River Trust")
    reader.picks("Phosphorus")
    reader.writes("Grams a year", "40,000")
    reader.writes("Evidence", "Report 7, kept by the scheme")
    reader.writes("Who verified it", "Natural England")
    reader.follows(page.get_by_role("button", name="Enter it"), "Stour credits")
    reader.follows("Open a round", "Open a round")
    reader.writes("Name of the round", f"Round {name}")
    gives_day(reader, "Last day", page.get_by_label("First day").input_value())
    reader.follows(page.get_by_role("button", name="Open it"), "Stour credits")


def a_budget_is_worked_out(reader: Reader, name: str) -> None:
    """Twelve homes on grazing land, by the form."""
    page = reader.page
    reader.writes("Name of the development", name)
    reader.writes("Area of the whole site, ha", "0.6")
    reader.writes("Dwellings, number 1", "12")
    gives_day(reader, "First lived in on, number 1", "2028-06-01")
    reader.chooses("Treatment works, number 1", "Chilham")
    for number, (use, nitrogen, phosphorus) in enumerate((("residential", "14", "1"), ("grazing", "10", "0.3")), 1):
        reader.writes(f"Land use, number {number}", use)
        reader.writes(f"Nitrogen, kg/ha a year, number {number}", nitrogen)
        reader.writes(f"Phosphorus, kg/ha a year, number {number}", phosphorus)
        reader.writes(f"Where you read it, number {number}", "invented")
    reader.writes("Area, ha, number 1", "0.6")
    reader.writes("Land use now, number 1", "grazing")
    reader.follows(page.get_by_role("button", name="Work out the budget"), "Work out a nutrient budget")
    expect(page.get_by_role("alert")).to_contain_text("For land 1 the land use afterwards is missing.")
    reader.writes("Land use afterwards, number 1", "residential")
    reader.follows(page.get_by_role("button", name="Work out the budget"), name)
    # 1.2 x (12 x 2.4 x 120 x 365 x 8 / 1,000,000 + 0.6 x (1 - 0.3)) kg
    expect(page.locator("main")).to_contain_text("12.61 kg a year")
    if reader.how == "with a telephone":  # two figures of a set of rules share a line, and they are not a line each
        cells = page.get_by_role("region", name="By other rules").get_by_role("row").nth(1).get_by_role("cell")
        lines = {(one.bounding_box() or {})["y"] for one in cells.all()}
        assert len(lines) < cells.count(), lines


def the_round_is_run(reader: Reader, name: str) -> None:
    """Allocated, paid for, certified: the application's page at the end."""
    page = reader.page
    reader.goes(DESK, "Stour credits")
    reader.follows(f"Round {name}", f"Round {name}")
    reader.follows("Allocate it", f"Allocate Round {name}")
    reader.follows(page.get_by_role("button", name="Allocate the round"), f"Round {name}")
    expect(page.locator("main")).to_contain_text("Number 1 of 1 small builders")
    reader.follows(page.locator("main").get_by_role("link", name=re.compile("^NC40")), f"Mill Lane {name}")
    for title, button in (
        ("Note a payment", "Note it"),
        ("Give the provisional certificate", "Give it"),
        ("Note the planning decision", "Note it"),
        ("Note a payment", "Note it"),
        ("Give the final certificate", "Give it"),
    ):
        reader.follows(title, title)
        if title == "Note the planning decision":
            reader.picks("Permission is granted")
            reader.writes("Planning reference", "26/01234")
        reader.follows(page.get_by_role("button", name=button), f"Mill Lane {name}")
    expect(page.locator("main .lead")).to_contain_text("Final certificate")
