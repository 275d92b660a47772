"""The command `lnrs metric`: arguments only, and one library call for each thing it can do."""

from pathlib import Path
from typing import Any

import click

from lnrs.console import print_json, print_table, say, say_lines
from lnrs.options import FILE, FOLDER, as_json


@click.command()
@click.argument("file", type=FILE)
@click.option("--explain", "ref", metavar="REF", help="Print every unit of one parcel with its reasons.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose rules hold (default: the day the metric was completed, or today).",
)
@click.option("--edition", type=FOLDER, help="Take strategic significance from this edition; parcels are split by it.")
@click.option("--report", type=FILE, help="Write a report that ends in .html, .pdf or .xlsx.")
@click.option("--example", is_flag=True, help="Write an invented GeoPackage to FILE instead, to try it with.")
@as_json
def metric(
    file: Path, ref: str | None, on: Any, edition: Path | None, report: Path | None, example: bool, as_json: bool
) -> None:
    """Read the statutory biodiversity metric in FILE, and say what it comes to.

    FILE is the official workbook (.xlsx, .xlsm; macros are not run) or the GeoPackage of the metric's template. Prints
    units before and afterwards, the net change of each module, the trading rules and whether 10 % gain is reached.
    """
    from lnrs.net_gain import data, words
    from lnrs.net_gain.assessment import assess
    from lnrs.net_gain.example import write_example
    from lnrs.net_gain.writing import check_name, write_report

    if example:
        write_example(file, edition)
        say(f"Wrote {file}: an invented farm, to try the metric with.")
        return
    if report is not None:
        check_name(report, file)
    found = assess(file, on=on.date() if on else None, edition=edition)
    explained = [] if ref is None else list(words.explained(found, ref))
    if report is not None:
        write_report(found, report)
    if as_json:
        print_json(data.as_data(found))
    elif ref is not None:
        say_lines(explained)
    else:
        say_lines(words.lines(found))
        say("")
        print_table(words.COLUMNS, words.rows(found))
        say("")
        say_lines(words.verdicts(found))
