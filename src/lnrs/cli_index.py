"""The command `lnrs index`: arguments only, and one library call for each thing it can do."""

from pathlib import Path

import click

from lnrs.console import print_json, print_table, say, say_lines
from lnrs.options import FILE, as_json


@click.command()
@click.argument("table", type=FILE, metavar="FILE.csv")
@click.option(
    "--records",
    is_flag=True,
    help="The file has records, species,date,place: an index of how often species are on lists.",
)
@click.option("--model", is_flag=True, help="Use the state-space model of Freeman and others (2020). Takes longer.")
@click.option(
    "--exact-start", is_flag=True, help="With --model: the first value of each species has no error, as in the paper."
)
@click.option(
    "--ends",
    type=click.Choice(["leave", "hold"]),
    default="leave",
    show_default=True,
    help="A species after its last value leaves the index, or is held at that value.",
)
@click.option("--smoothing", type=float, help="Degrees of freedom of the smooth line (default: what the data ask for).")
@click.option(
    "--draws",
    type=click.IntRange(20, 100_000),
    default=1_000,
    show_default=True,
    help="Resamples of the species, or draws of each of the model's two chains.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed draws the same.")
@click.option("--csv", "csv_file", type=FILE, help="Write the index to this CSV file.")
@click.option("--svg", "svg_file", type=FILE, help="Write a chart of it to this SVG file.")
@as_json
def index(
    table: Path,
    records: bool,
    model: bool,
    exact_start: bool,
    ends: str,
    smoothing: float | None,
    draws: int,
    seed: int,
    csv_file: Path | None,
    svg_file: Path | None,
    as_json: bool,
) -> None:
    """Work out the species abundance index of a table, as the law's targets for 2030 and 2042 are measured.

    FILE.csv has a row for each species and year: species,year,index and, where it is known, se, the standard error of
    the natural logarithm of the index. With --records it has a row for each record: species,date,place. Records that
    cannot support an index are refused, with every reason.
    """
    from lnrs.layers.writing import write_files
    from lnrs.targets import words
    from lnrs.targets.abundance import Abundance
    from lnrs.targets.index import SpeciesIndex, by_model, by_resampling
    from lnrs.targets.local_index import of_records
    from lnrs.targets.picture import svg
    from lnrs.targets.reading import read_abundance
    from lnrs.targets.reading_records import read_records

    if model and (ends != "leave" or smoothing is not None):
        raise click.UsageError("--ends and --smoothing are not for --model, which has a place for both.")

    if exact_start and not model:
        raise click.UsageError("--exact-start is for --model.")

    def made(given: Abundance) -> SpeciesIndex:
        if model:
            return by_model(given, exact_start=exact_start, count=draws, seed=seed)
        return by_resampling(given, ends=ends, count=draws, seed=seed, degrees_of_freedom=smoothing)  # type: ignore[arg-type]

    found = of_records(read_records(table), made) if records else made(read_abundance(table))
    asked = ((csv_file, words.as_csv), (svg_file, svg))
    write_files({file: text_of(found).encode() for file, text_of in asked if file})
    if as_json:
        print_json(words.as_data(found))
        return
    say_lines(words.heading(found))
    say("")
    print_table(words.TITLES, words.table(found))
    say("")
    say_lines(words.lines(found))
