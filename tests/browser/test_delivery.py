"""Journey: a farmer adds a project with its land, its measure, money, a picture and a record; an officer looks at it;
everyone sees it, and how far the priorities have come; the officer writes the review's assessment from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from ..web.deliveries import a_picture
from .conftest import Opens
from .office import Office, comes_in, signs_in
from .readers import READERS, Reader

pytestmark = pytest.mark.xdist_group("delivery")

WEST_M, SOUTH_M, SIDE_M = 605_000, 146_100, 200
"""Each reader works on a square of 4 ha of its own, so that its hectares are not counted already."""
PICTURE = "A hedge of hawthorn two years old"


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[str]:
    """A site of theirs, with an edition published on it."""
    with office.served() as address:
        yield address


def test_a_farmer_adds_a_project_and_its_hectares_count_when_an_officer_has_looked(
    reader: Reader, office: Office, opens: Opens, tmp_path: Path
) -> None:
    slug = reader.how.split()[-1].lower()
    name = f"Hedges at {slug.capitalize()} Farm"
    officer = Reader(reader.how, opens(**READERS[reader.how]).new_page(), reader.axe)
    comes_in(reader, office, f"farmer.{slug}@example.org")
    adds(reader, name)
    gives_land_and_measure(reader, name)
    gives_picture_and_record(reader, name, tmp_path)
    before_ha = delivered_ha(reader)
    signs_in(officer, office, f"officer.{slug}@example.org")
    looks_at(officer, name)
    everyone_sees(reader, name)
    assert delivered_ha(reader) - before_ha == SIDE_M**2 / 10_000
    assesses(officer)


def corners(reader: Reader) -> str:
    """The square of a reader, corner by corner."""
    right, up = divmod(list(READERS).index(reader.how), 2)
    west, south = WEST_M + right * SIDE_M, SOUTH_M + up * SIDE_M
    east, north = west + SIDE_M, south + SIDE_M
    return f"{west} {south}\n{east} {south}\n{east} {north}\n{west} {north}"


def delivered_ha(reader: Reader) -> float:
    """What the page of progress says has been delivered in all."""
    reader.goes("/kent-and-medway/delivery/progress/", "Progress on each priority")
    return float(reader.page.locator("dl.key-figures dd").first.inner_text().removesuffix("\u00a0ha"))


def shows_the_picture(main: Locator) -> None:
    """It is loaded, and its words stand below it once, for who sees it and who does not."""
    figure = main.locator("figure").filter(has_text=PICTURE)
    expect(figure).to_have_count(1)
    figure.scroll_into_view_if_needed()  # it is loaded when it is come to
    expect(figure.locator("img")).to_have_js_property("naturalWidth", 40)


def adds(reader: Reader, name: str) -> None:
    """From the area's page to a project that has facts and no more."""
    main = reader.page.locator("main")
    reader.goes("/kent-and-medway/delivery/", "Who is doing what, where")
    reader.follows(main.get_by_role("button", name="Add a project", exact=True), "Add a project")
    reader.follows(main.get_by_role("button", name="Add the project", exact=True), "Add a project")
    expect(main).to_contain_text("You have not said how far the work has come.")
    reader.writes("What the project is called", name)
    reader.writes("Who does it", "The farm")
    reader.picks("Delivered")
    main.get_by_label("Work begins, or began").fill("2025-10-01")
    main.get_by_label("Work ends, or ended").fill("2026-03-01")
    reader.chooses(main.get_by_label("Source 1", exact=True), "Public scheme or grant")
    reader.writes(main.get_by_label("Scheme or body 1", exact=True), "Countryside Stewardship")
    reader.writes(main.get_by_label("Pounds 1", exact=True), "12,500.50")
    reader.follows(main.get_by_role("button", name="Add the project", exact=True), name)
    expect(main).to_contain_text("Before you can send it")


def gives_land_and_measure(reader: Reader, name: str) -> None:
    """Where, and what for."""
    main = reader.page.locator("main")
    reader.follows(main.get_by_role("link", name="The land", exact=True), "The land of the project")
    reader.picks("Corners, typed")
    reader.writes(main.locator("textarea[name=typed]"), corners(reader))
    reader.follows(main.get_by_role("button", name="Keep this land", exact=True), name)
    expect(main).to_contain_text("4.0\u00a0ha")
    reader.follows(main.get_by_role("link", name="What it delivers", exact=True), "What the project delivers")
    fold = main.locator("details").filter(has=reader.page.locator('[value="GL1.1"]'))
    if fold.get_attribute("open") is None:
        reader.presses(fold.locator("summary"))
    reader.ticks(main.get_by_role("checkbox", name="GL1.1"))
    reader.follows(main.get_by_role("button", name="Keep it", exact=True), name)


def gives_picture_and_record(reader: Reader, name: str, folder: Path) -> None:
    """What is to be seen and was counted there; then it is sent."""
    page, main = reader.page, reader.page.locator("main")
    picture = folder / "hedge.jpg"
    picture.write_bytes(a_picture())
    reader.follows(main.get_by_role("link", name="Pictures", exact=True), "Pictures")
    page.get_by_label("The picture", exact=True).set_input_files(picture)
    reader.writes("What is to be seen", PICTURE)
    reader.follows(main.get_by_role("button", name="Add the picture", exact=True), "Pictures")
    shows_the_picture(main)
    reader.follows("Back to the project", name)
    reader.follows(main.get_by_role("link", name="What was found there", exact=True), "What was found there")
    reader.follows(main.get_by_role("button", name="Add the record", exact=True), "What was found there")
    expect(main.get_by_role("alert")).to_be_visible()
    main.get_by_label("When", exact=True).fill("2026-05-14")
    for label, words in (
        ("What was found or measured", "Lapwing, pairs that bred"),
        ("How much", "3"),
        ("Of what unit", "pairs"),
        ("By whom", "Wye group"),
    ):
        reader.writes(main.get_by_label(label, exact=True), words)
    reader.follows(main.get_by_role("button", name="Add the record", exact=True), "What was found there")
    reader.follows("Back to the project", name)
    reader.follows(main.get_by_role("button", name="Send it to the officers"), name)
    expect(main).to_contain_text("It waits for an officer.")


def looks_at(officer: Reader, name: str) -> None:
    """From what waits at the desk to what everyone sees."""
    main = officer.page.locator("main")
    officer.goes("/desk/delivery/", "Delivery")
    officer.follows(main.get_by_role("link", name=name, exact=True), name)
    shows_the_picture(main)
    officer.picks("Everyone may see it, pictures too, and its hectares count")
    officer.follows(main.get_by_role("button", name="Decide", exact=True), "Delivery")
    officer.follows(main.get_by_role("link", name="1 record, batch 1"), "1 record")
    officer.picks("Everyone may see them")
    officer.follows(main.get_by_role("button", name="Decide", exact=True), "Delivery")
    expect(main).to_contain_text("Nothing waits.")
    officer.follows(main.get_by_role("link", name=name), "P")


def everyone_sees(reader: Reader, name: str) -> None:
    """The project, its picture and its record, for whoever looks."""
    main = reader.page.locator("main")
    reader.goes("/kent-and-medway/delivery/", "Who is doing what, where")
    reader.follows(main.get_by_role("link", name=name, exact=True), name)
    expect(main).to_contain_text("Lapwing, pairs that bred")
    expect(main).to_contain_text("£12,500.50")
    shows_the_picture(main)


def assesses(officer: Reader) -> None:
    """Progress on each priority, drafted from figures, edited, and put in the procedure."""
    main = officer.page.locator("main")
    officer.goes("/desk/delivery/", "Delivery")
    officer.follows(main.get_by_role("button", name="Draft one for Kent and Medway"), "Progress on each priority")
    officer.writes("All priorities together", "Hedges came first, as the farms asked for them.")
    officer.follows(
        main.get_by_role("button", name="Keep it, and put it in the procedure"), "Progress on each priority"
    )
    expect(main).to_contain_text("It is in the procedure")
    expect(main).to_contain_text("Hedges came first")
