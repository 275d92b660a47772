"""Every command in the README, the tutorial and the how-to pages is given, in the order of its page, and does what the
page shows. The tutorial's page is followed in an empty folder; every other page begins with what the tutorial made.
"""

import csv
import json
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pyogrio
import pytest
from pmtiles.reader import MmapSource, Reader

from ..migrated import with_tables
from .commands import copied
from .conftest import TUTORIAL, Tutorial
from .pages import BLOCK, NOT_GIVEN_HERE, Step, follow, is_given, is_shown, steps

pytestmark = pytest.mark.xdist_group("tutorial")

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SITE_TUTORIAL = DOCS / "tutorials" / "find-your-place.md"
"""What it does on the site is done in tests/web/test_docs_tutorial.py."""
PAGES = [ROOT / "README.md", SITE_TUTORIAL, *sorted((DOCS / "how-to").glob("*.md"))]
FROM_NOTHING = DOCS / "how-to" / "run-the-site.md"
"""The page whose site has no tables when it begins; those of others are copied."""
EDITION_FOLDER = DOCS / "reference" / "edition-folder.md"


def test_the_tutorial_goes_as_it_says(tutorial: Tutorial) -> None:
    assert tutorial.wrong == [], "\n\n".join(tutorial.wrong)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_goes_as_it_says(tutorial: Tutorial, tmp_path: Path, page: Path) -> None:
    home = copied(tutorial.folder, tmp_path / "home")
    if page != FROM_NOTHING and makes_tables_first(page):
        with_tables({"LNRS_SITE": str(home / "work" / "site")})
    wrong = follow(page, home)
    assert wrong == [], "\n\n".join(wrong)


def makes_tables_first(page: Path) -> bool:
    """Whether the first command to the site is `lnrs-web migrate`, which may as well find the tables there."""
    of_the_site = [step.subject for step in steps(page) if step.kind == "command" and "lnrs-web" in step.subject]
    return bool(of_the_site) and of_the_site[0].startswith("lnrs-web migrate")


def test_one_page_makes_the_tables_from_nothing() -> None:
    assert FROM_NOTHING in PAGES
    assert makes_tables_first(FROM_NOTHING)


def test_there_is_no_other_tutorial() -> None:
    assert sorted((DOCS / "tutorials").rglob("*.md")) == [SITE_TUTORIAL, TUTORIAL]


@pytest.mark.parametrize("page", [TUTORIAL, *PAGES], ids=lambda page: page.stem)
def test_every_block_of_a_page_is_one_that_is_followed_or_plain_text(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    openings = re.findall(r"^`{3,}(.+)$", text, re.MULTILINE)
    followed = [block for block in BLOCK.finditer(text) if block["language"] == "console" or block["file"]]
    plain = [opening for opening in openings if opening.startswith(("text", "{toctree}", "{image}", "{figure}"))]
    assert len(followed) + len(plain) == len(openings), openings


def test_what_is_not_given_here_is_tried_where_it_says() -> None:
    commands = [step.subject for page in (TUTORIAL, *PAGES) for step in steps(page) if step.kind == "command"]
    for beginning, (reason, place) in NOT_GIVEN_HERE.items():
        assert reason
        assert (ROOT / place).is_file(), place
        assert any(command.startswith(beginning) for command in commands), f"no page gives `{beginning}` any more"
    assert sum(map(is_given, (Step("command", 0, command, "") for command in commands))) > 30


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("one\ntwo", "one\ntwo\n", True),
        ("one", "one\ntwo\n", False),
        ("one\n...", "one\ntwo\nthree\n", True),
        ("...\nthree", "one\ntwo\nthree\n", True),
        ("it has ... ha", "it has 12 ha\n", True),
        ("it has ... ha", "it has 12 m\n", False),
        ("name   ha", "name         ha\n", True),
        ("name   ha", "name ha\n", False),
    ],
)
def test_dots_stand_for_what_a_page_leaves_out_and_for_nothing_else(shown: str, printed: str, same: bool) -> None:
    assert is_shown(shown, printed) is same


# --- the reference page of the edition folder


def documented() -> dict[str, list[str]]:
    """The columns that the page lists under each heading that names a file, a table or a tile layer."""
    found: dict[str, list[str]] = {}
    for section in re.split(r"^#{2,4} ", EDITION_FOLDER.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading = section.split("\n", 1)[0]
        columns = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", heading):
            found[name] = columns
    return found


def in_edition(edition: Path, room: Path) -> dict[str, list[str]]:
    """The columns of every file, table and tile layer that an edition has. GDAL looks at a copy: it leaves a file."""
    found, map_for_a_gis = {}, shutil.copy(edition / "local-habitat-map.gpkg", room)
    for file in edition.glob("data/*.parquet"):
        found[f"data/{file.name}"] = [name for name in pq.read_schema(file).names if name != "bbox"]
    for file in [*edition.glob("figures/*.csv"), *edition.glob("tables/*.csv")]:
        with file.open(encoding="utf-8-sig", newline="") as table:
            found[f"{file.parent.name}/{file.name}"] = next(csv.reader(table))
    for name, _ in pyogrio.list_layers(map_for_a_gis):
        fields = pyogrio.read_info(map_for_a_gis, layer=name)["fields"]
        found[f"local-habitat-map.gpkg:{name}"] = [str(field) for field in fields]
    for file in edition.glob("tiles/*.pmtiles"):
        with file.open("rb") as stream:
            for layer in Reader(MmapSource(stream)).metadata()["vector_layers"]:
                found[f"tiles/{file.name}:{layer['id']}"] = sorted(layer["fields"])
    return found


def test_the_edition_has_the_columns_of_its_page(tutorial: Tutorial, tmp_path: Path) -> None:
    page, edition = documented(), in_edition(tutorial.folder / "wight-edition", tmp_path)
    for name, columns in edition.items():
        assert name in page, f"{name} is not on the page"
        there = [column for column in columns if not re.fullmatch(r"priority_[2-9]", column)]
        listed = page[name] if not name.startswith("tiles/") else sorted(page[name])
        assert there == listed, name
    assert set(page) - set(edition) <= {"manifest.json", "findings.json", "provenance.json"}


def test_the_edition_has_the_files_of_its_page(tutorial: Tutorial) -> None:
    text = EDITION_FOLDER.read_text(encoding="utf-8")
    edition = tutorial.folder / "wight-edition"
    for file in sorted(path for path in edition.rglob("*") if path.is_file()):
        name = file.relative_to(edition).as_posix()
        name = re.sub(r"^(statement/maps/)theme-\w+\.png$", r"\1theme-REF.png", name)
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("name", ["manifest.json", "findings.json", "provenance.json"])
def test_the_json_has_the_keys_of_its_page(tutorial: Tutorial, name: str) -> None:
    content = json.loads((tutorial.folder / "wight-edition" / name).read_text(encoding="utf-8"))
    first = content[0] if isinstance(content, list) else content
    assert set(first) == set(documented()[name])
