"""The commands of `lnrs network`: arguments only, and one library call for each command."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from lnrs.console import print_json, print_table, progress_bar, say, say_lines, warn
from lnrs.model import Action
from lnrs.options import FILE, FOLDER, as_json

ACTIONS = click.Choice(get_args(Action))
CELLS_M = tuple(str(side) for side in range(10, 2_001, 10) if 10_000 % side == 0)
"""Multiples of the 10 m grid that divide a square of 10 km."""
OUTCOMES = ("keep_a", "keep_b", "both", "neither", "note")


@click.group()
def network() -> None:
    """The nationwide network: many strategies become one."""


@network.command()
@click.argument("folder", type=FOLDER)
@click.option("--to", "target", required=True, help="Where the edition goes: a folder, or s3://bucket/name.")
@click.option("--workers", type=click.IntRange(min=1), help="How many processes to work with (default: one a core).")
@click.option("--scheduler", help="A running Dask cluster to work on instead: tcp://host:8786.")
@click.option(
    "--cell-m",
    default="100",
    show_default=True,
    type=click.Choice(CELLS_M),
    help="Side of the cells that connectedness is measured on, in metres.",
)
@click.option(
    "--dispersal-m",
    default=1000.0,
    show_default=True,
    type=click.FloatRange(min=10.0, max=20_000.0),
    help="Mean distance in metres that species disperse.",
)
@as_json
def build(
    folder: Path,
    target: str,
    workers: int | None,
    scheduler: str | None,
    cell_m: str,
    dispersal_m: float,
    as_json: bool,
) -> None:
    """Make the England edition of a network FOLDER: many strategies in one.

    The work is cut by area and by square, and what was cut off goes on from where it stopped when the command is given
    again. The same sources give the same bytes, whatever the number of workers. A cluster must reach the sources and
    the place of the edition by the same paths.
    """
    from lnrs.network.build import build as build_network
    from lnrs.network.folder import read
    from lnrs.network.plan import Settings
    from lnrs.network.running import cluster
    from lnrs.network.storage import Store
    from lnrs.network.summary import summary_rows

    settings = Settings(cell_m=int(cell_m), dispersal_m=dispersal_m)
    joined = read(folder)
    with progress_bar() as progress, cluster(workers, scheduler) as client:
        record = build_network(joined, Store(target), client=client, settings=settings, progress=progress)
    if as_json:
        print_json(asdict(record))
    else:
        say(f"{record.identity}: {len(record.sources)} strategies at {target}.")
        print_table(*summary_rows(Store(target)))


@network.command()
@click.argument("edition")
@as_json
def verify(edition: str, as_json: bool) -> None:
    """Check every file of an England EDITION against its record."""
    from lnrs.network import sealing
    from lnrs.network.storage import Store

    record = sealing.verify(Store(edition))
    if as_json:
        print_json({"problems": [], **asdict(record)})
    else:
        say(f"{record.identity}: {len(record.files)} files, every one as the record says.")


@network.command()
@click.argument("edition")
@click.option("--habitat", help="Only between patches of this habitat.")
@click.option("--crossing", is_flag=True, help="Only links that cross the border of two areas.")
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many to print.")
@as_json
def links(edition: str, habitat: str | None, crossing: bool, most: int, as_json: bool) -> None:
    """List the links between patches of habitat that matter most, in an England EDITION.

    Patches are those of habitat with every measure delivered. What a link is worth is what would be lost of the squared
    equivalent connected area were its two patches not within reach of each other.
    """
    from lnrs.network import link_words
    from lnrs.network.storage import Store

    found = link_words.read(Store(edition), habitat=habitat, crossing=crossing)
    if as_json:
        print_json(found.head(most).to_dict("records"))
        return
    print_table(link_words.TITLES, link_words.rows(found.head(most)))
    say_lines(link_words.in_numbers(found, min(most, len(found))))


@network.command()
@click.argument("edition")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--habitat", help="Over this habitat alone, not the whole network.")
@click.option("--to", "files", type=FILE, multiple=True, help="A .gpkg, .geojson or .html file for it; repeatable.")
@as_json
def corridor(edition: str, start: str, end: str, habitat: str | None, files: tuple[Path, ...], as_json: bool) -> None:
    """Find the corridor between two places of an England EDITION, and the gaps along it.

    FROM and TO are grid references, or easting,northing. The way is the cheapest where a metre without any network
    costs as much as 10 m in it; the corridor holds those that cost up to 5% more.
    """
    from lnrs.network import corridor_files, corridor_words
    from lnrs.network.storage import Store

    corridor_files.check_names(files)
    found = corridor_files.look(Store(edition), start, end, habitat)
    for file in files:
        corridor_files.write(found, file)
    if as_json:
        print_json(found.along.as_data())
    else:
        say_lines(corridor_words.lines(found.along))


@network.command()
@click.argument("folder", type=FOLDER)
@click.option("--area", "areas", type=click.IntRange(1, 48), multiple=True, help="Only this strategy area; repeatable.")
@click.option("--confirm", metavar="REF", help="Confirm what a measure of the one --area is.")
@click.option("--refuse", metavar="REF", help="Say that a measure of the one --area is none of this.")
@click.option("--habitat", default="", help="With --confirm: this habitat of the statutory metric, not the proposed.")
@click.option("--action", type=ACTIONS, help="With --confirm: this action, not the proposed.")
@click.option("--by", default="", help="Who confirms or refuses.")
@click.option("--why", default="", help="The reason, to be kept.")
@as_json
def crosswalk(
    folder: Path,
    areas: tuple[int, ...],
    confirm: str | None,
    refuse: str | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Bring crosswalk/NN.csv up to date: what each measure is in common words.

    Each measure gets a habitat of the statutory metric and an action, as its edition says or as its words suggest.
    People confirm or refuse in the table itself, or with --confirm and --refuse.
    """
    from lnrs.network import crosswalk_areas
    from lnrs.network.folder import read

    if confirm and refuse:
        raise click.UsageError("Give --confirm or --refuse, not both.")
    if ref := confirm or refuse:
        if len(areas) != 1:
            raise click.UsageError("Name the one --area whose measure it is.")
        status = "confirmed" if confirm else "refused"
        row = crosswalk_areas.decide(read(folder), areas[0], ref, status, on=date.today(), **how)  # type: ignore[arg-type]
        if as_json:
            print_json(asdict(row))
        else:
            say(f"{row.ref} is {row.status}: {row.habitat}, {row.action}.")
        return
    found = crosswalk_areas.up_to_date(read(folder), areas)
    if as_json:
        print_json([{**asdict(area), **area.counts} for area in found])
        return
    titles = (
        "No.",
        "Strategy area",
        "Measures",
        "Confirmed",
        "Refused",
        "Proposed",
        "Guesses",
        "Words changed",
    )
    print_table(titles, [_crosswalk_row(area.lnrs_id, area.name, area.counts) for area in found])
    if len(found) == 1:
        crosswalk_areas.tell(found[0], say)


def _crosswalk_row(lnrs_id: int, name: str, counts: dict[str, int]) -> tuple[str, ...]:
    order = ("measures", "confirmed", "refused", "proposed", "guesses", "words changed")
    return (str(lnrs_id), name, *(f"{counts[key]:,}" for key in order))


@network.command()
@click.argument("folder", type=FOLDER)
@click.option("--area", "areas", type=click.IntRange(1, 48), multiple=True, help="Only among these areas; repeatable.")
@click.option("--within", "within_m", type=click.FloatRange(min=0), default=25.0, show_default=True, metavar="METRES")
@click.option("--all", "all_kinds", is_flag=True, help="Print every kind, not only what is at odds.")
@as_json
def conflicts(folder: Path, areas: tuple[int, ...], within_m: float, all_kinds: bool, as_json: bool) -> None:
    """List where neighbours disagree across their border, with maps.

    For each two neighbours conflicts/38-40.html is for the people who settle, conflicts/38-40.gpkg for a GIS. Land no
    farther than --within from the border comes up to it.
    """
    from lnrs.network import conflict_files
    from lnrs.network.conflict_words import title
    from lnrs.network.folder import read

    found = conflict_files.look(read(folder), areas, within_m=within_m, warn=warn)
    if as_json:
        print_json(conflict_files.as_data(found))
        return
    rows = [
        (row.key, row.kind, f"{row.frontage_m:,.0f}", f"{row.a_ha:,.1f}", f"{row.b_ha:,.1f}", row.state, title(row))
        for one in found
        for row in one.conflicts.itertuples()
        if all_kinds or row.kind == "at odds"
    ]
    print_table(("Key", "Kind", "Border, m", "a, ha", "b, ha", "State", "What"), rows)
    say_lines(conflict_files.in_numbers(found))
    for one in found:
        for settled in one.gone:
            say(f"{settled.key}: there is nothing to settle any more; the agreement ({settled.outcome}) is kept.")


@network.command()
@click.argument("folder", type=FOLDER)
@click.argument("key")
@click.option("--outcome", type=click.Choice(OUTCOMES), required=True, help="What is agreed.")
@click.option("--area", type=click.IntRange(1, 48), required=True, help="The area that agrees.")
@click.option("--by", required=True, help="Who agrees for it.")
@click.option("--words", default="", help="What the two say about it, to be kept.")
@as_json
def settle(folder: Path, key: str, as_json: bool, **agreed: Any) -> None:
    """Record that one of two neighbours agrees to settle a conflict.

    `keep_a` and `keep_b` let only one side's measures count in the conflict's land, `both` and `neither` speak for
    themselves, and with `note` nothing changes but what is written down. It holds when both have agreed to the same.
    """
    from lnrs.network import conflict_files
    from lnrs.network.folder import read

    one = conflict_files.settle(read(folder), key, on=date.today(), **agreed)
    if as_json:
        print_json(asdict(one))
    elif one.agreed:
        say(f"{key} is settled: {one.outcome}.")
    else:
        say(f"{key}: {one.outcome} waits for area {one.waits_for[0]}.")


@network.command()
@click.argument("areas_file", type=click.Path(path_type=Path))
@click.option(
    "--within",
    "within_m",
    default=10.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="Metres: what is nowhere wider is a sliver, and outlines this near are one border.",
)
@click.option("--ostn15", type=FILE, help="Ordnance Survey's OSTN15 grid file, for centimetres instead of metres.")
@click.option("--to", "folder", type=FOLDER, help="A new folder for the findings as GeoPackage and CSV.")
@as_json
def borders(areas_file: Path, within_m: float, ostn15: Path | None, folder: Path | None, as_json: bool) -> None:
    """Find where the outlines of strategy areas do not fit: gaps, overlaps and slivers, and who is whose neighbour.

    AREAS_FILE is any file of polygons, one strategy area a row, each with its name or its number (lnrs_id).
    """
    from lnrs.network import border_files, border_report

    report = border_files.look_and_write(areas_file, folder, within_m, ostn15)
    if as_json:
        print_json(border_report.as_data(report))
        return
    say_lines(border_report.in_words(report))
    if folder:
        say(f"{folder} has all of it, for a GIS and for a spreadsheet.")


@network.command()
@click.argument("land_file", type=click.Path(path_type=Path))
@click.argument("areas_file", type=click.Path(path_type=Path))
@click.option("--ostn15", type=FILE, help="Ordnance Survey's OSTN15 grid file, for centimetres instead of metres.")
@as_json
def by_area(land_file: Path, areas_file: Path, ostn15: Path | None, as_json: bool) -> None:
    """Count the hectares of LAND_FILE in each strategy area of AREAS_FILE, each hectare once.

    Both are files of polygons; polygons of the land may overlap each other.
    """
    from lnrs.network.by_area import as_data, count, in_words

    found = count(land_file, areas_file, ostn15)
    if as_json:
        print_json(as_data(found))
        return
    titles, rows, totals = in_words(found)
    print_table(titles, rows)
    say_lines(totals)


@network.command()
@click.argument("folder", type=FOLDER)
@click.option("--area", "areas", type=click.IntRange(1, 48), multiple=True, help="Only among these areas; repeatable.")
@click.option("--within", "within_m", type=click.FloatRange(min=0), default=10.0, show_default=True, metavar="METRES")
@as_json
def meetings(folder: Path, areas: tuple[int, ...], within_m: float, as_json: bool) -> None:
    """Join measures and important areas that meet at a border.

    Land that comes no farther than --within from land of a neighbour meets it. meetings/ in the folder has every pair
    of polygons, the groups that cross borders, and a map for a GIS.
    """
    from lnrs.network import meeting_files
    from lnrs.network.folder import read

    found = meeting_files.look_and_write(read(folder), areas, within_m, warn)
    if as_json:
        print_json(meeting_files.as_data(found))
        return
    say_lines(meeting_files.in_words(found))
    say(f"{folder / meeting_files.FOLDER} has all of it.")


@network.command()
@click.argument("source")
@click.option("--area", "lnrs_id", type=click.IntRange(1, 48), help="Whose it is, where the data do not say.")
@click.option(
    "--layer",
    "layers",
    multiple=True,
    metavar="LAYER=TABLE",
    help="Which table is measures, important, become, habitats or area, where names do not tell; repeatable.",
)
@as_json
def look(source: str, lnrs_id: int | None, layers: tuple[str, ...], as_json: bool) -> None:
    """Look at what somebody published: what is in it, and what has to be guessed, mended or refused.

    SOURCE is an edition folder; a GeoPackage, shapefile or GeoJSON, a zip or a folder of some; the same at an address
    (https://, s3://); an ArcGIS feature service; or planning.data.gov.uk. Nothing is written.
    """
    from lnrs.network.published import looking

    wrong = [one for one in layers if "=" not in one]
    if wrong:
        raise click.UsageError(f"{wrong[0]!r} should be LAYER=TABLE.")
    said = {table: layer for layer, table in (one.split("=", 1) for one in layers)}
    with progress_bar() as progress:
        seen = looking.look(source, lnrs_id=lnrs_id, layers=said, progress=progress)
    if as_json:
        print_json(asdict(seen))
        return
    say_lines(looking.heading(seen))
    print_table(*looking.rows(seen))
    say_lines(looking.in_words(seen))
