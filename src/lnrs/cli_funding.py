"""The command `lnrs funding`: arguments only, and one library call for each thing it can do."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from lnrs.console import print_json, print_table, say_lines
from lnrs.options import FOLDER, as_json


@click.command()
@click.argument("strategy_folder", type=FOLDER, required=False, metavar="[STRATEGY]")
@click.option("--together", nargs=2, metavar="CODE CODE", help="Whether two actions can be paid for the same land.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rates are used (default: today).")
@as_json
def funding(strategy_folder: Path | None, together: tuple[str, str] | None, on: Any, as_json: bool) -> None:
    """List what pays for nature recovery, with rates, sources and what is stale or unverified.

    With the folder of a STRATEGY, what pays for each of its measures.
    """
    from lnrs.funding import listing

    if together and strategy_folder:
        raise click.UsageError("Give a strategy or --together, not both.")
    day = on.date() if on else date.today()
    if together:
        found = listing.of_pair(*together)
        if as_json:
            print_json(found)
        else:
            say_lines(listing.pair_lines(found))
        return
    rows = listing.of_actions(day) if strategy_folder is None else _of_strategy(strategy_folder, day)
    if as_json:
        print_json(rows)
    else:
        columns = listing.COLUMNS if strategy_folder is None else listing.OF_MEASURES
        print_table(columns, [[row[name] for name in columns] for row in rows])


def _of_strategy(folder: Path, day: date) -> list[dict[str, str]]:
    from lnrs import strategy
    from lnrs.funding import listing
    from lnrs.funding.links import Need, Route

    found = strategy.read(folder)
    routes = {one.ref: Route(one.scheme, one.name) for one in found.funding}
    habitats: dict[str, list[tuple[str, str]]] = {}
    for row in found.metric_habitats:
        habitats.setdefault(row.measure, []).append((row.metric_habitat, row.intervention))
    needs = [
        Need(one.ref, tuple(habitats.get(one.ref, ())), tuple(routes[ref] for ref in one.funding if ref in routes))
        for one in found.measures
    ]
    return listing.of_needs(needs, day)
