"""The commands of `lnrs network`: arguments only, and one library call for each command."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from lnrs.console import print_json, print_table, progress_bar, say, say_lines
from lnrs.model import Action
from lnrs.options import FOLDER, as_json

ACTIONS = click.Choice(get_args(Action))


@click.group()
def network() -> None:
    """The nationwide network: many strategies become one."""


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
        "of these guesses",
        "Words changed",
    )
    print_table(titles, [_crosswalk_row(area.lnrs_id, area.name, area.counts) for area in found])
    if len(found) == 1:
        crosswalk_areas.tell(found[0], say)


def _crosswalk_row(lnrs_id: int, name: str, counts: dict[str, int]) -> tuple[str, ...]:
    order = ("measures", "confirmed", "refused", "proposed", "guesses", "words changed")
    return (str(lnrs_id), name, *(f"{counts[key]:,}" for key in order))


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
