"""The command `lnrs thirty`: arguments only, and one library call for each thing it can do."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from lnrs.console import print_json, print_table, say, say_lines
from lnrs.options import FILE, FOLDER, as_json


@click.command()
@click.argument("candidates", type=FILE, nargs=-1, required=True, metavar="CANDIDATES...")
@click.option("--land", type=FILE, required=True, help="The outline of the land that the share is of.")
@click.option("--name", default="the whole area", show_default=True, help="What that land is called.")
@click.option("--sea", type=FILE, help="The outline of the sea, where candidates lie in it.")
@click.option("--districts", type=FILE, help="Districts, each with its name: a share for each.")
@click.option(
    "--landscapes",
    type=FILE,
    help="National Landscapes and Parks, each with its name: shares, and what would raise them.",
)
@click.option("--answers", type=FILE, help="Answers to the tests, a row each: ref,test,verdict,since,until,evidence.")
@click.option("--designation", default="NONE", show_default=True, help="The designation of rows that name none.")
@click.option("--owner", default="unknown", show_default=True, help="The owner of rows that name none.")
@click.option(
    "--suppose", multiple=True, metavar="REF", help="Suppose that this candidate passes all tests (repeat it)."
)
@click.option("--add", "added", type=FILE, help="Suppose that these sites too pass all tests.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day that is asked about (default: today).")
@click.option(
    "--ostn15", type=FILE, help="The Ordnance Survey's grid file, for coordinates that are not on the National Grid."
)
@click.option("--to", "folder", type=FOLDER, help="Write tables (CSV, Excel), the land as GeoParquet and a page here.")
@as_json
def thirty(
    candidates: tuple[Path, ...],
    land: Path,
    name: str,
    sea: Path | None,
    districts: Path | None,
    landscapes: Path | None,
    answers: Path | None,
    designation: str,
    owner: str,
    suppose: tuple[str, ...],
    added: Path | None,
    on: Any,
    ostn15: Path | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Count the land and sea that makes up 30 by 30: each hectare once, by the three tests.

    CANDIDATES are GeoPackage, GeoParquet, GeoJSON, zipped shapefile, or CSV with outlines in a column wkt. Columns:
    ref, name, designation, owner, realm (land or sea), and of purpose, protection and management each the verdict (yes,
    no, unknown), with purpose_since, purpose_until and purpose_evidence beside it.
    """
    from lnrs.thirty_files import reading, words, writing
    from lnrs.thirty_files.account import account

    given = {file: (designation.upper(), owner.lower()) for file in candidates}
    found = reading.read_candidates(given, answers, ostn15)
    places = [reading.read_whole(land, name, ostn15=ostn15)]
    places += [reading.read_whole(sea, name, sea=True, ostn15=ostn15)] if sea else []
    places += reading.read_places(districts, "district", ostn15) if districts else []
    places += reading.read_places(landscapes, "landscape", ostn15) if landscapes else []
    more = reading.read_candidates({added: (designation.upper(), owner.lower())}, None, ostn15) if added else []
    made = account(found, places, on.date() if on else date.today(), refs=suppose, added=more)
    written = writing.write(made, folder) if folder else []
    if as_json:
        print_json(words.as_data(made))
        return
    print_table(words.PLACE_TITLES, words.table(made))
    say("")
    say_lines(words.lines(made))
    say_lines(f"Written: {path}" for path in written)
