"""`python -m benchmarks`: run them all, or those named, and print a table for each."""

import importlib
import sys
from pathlib import Path

import click
from rich.console import Console

from benchmarks.agreement import Disagrees
from benchmarks.apart import Failed
from benchmarks.report import Table, show, write

NAMES = (
    "important_union",
    "floor",
    "map_step",
    "connectivity_gain",
    "least_cost",
    "circuits",
    "range_shift",
    "choice",
    "abundance_index",
    "abundance_in_r",
    "metric_lines",
    "benefits",
    "whole_build",
    "site_questions",
    "site_load",
    "say_load",
    "petition_load",
    "first_view",
    "outbox_load",
    "heard",
    "network_join",
    "network_raster",
    "network_workers",
    "network_size",
)
RESULTS = Path(__file__).resolve().parents[1] / "bench" / "results.json"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="Run this one; may be given more than once.")
@click.option("--size", type=click.Choice(["small", "full"]), default="full", show_default=True)
@click.option(
    "--to", "results", type=click.Path(path_type=Path), default=RESULTS, help="Where the results go, as JSON."
)
def main(only: tuple[str, ...], size: str, results: Path) -> None:
    """Time each piece of work beside the peer that a user would choose, on the same data in one run.

    Every contender has to give the same answer, within tolerances that are printed; where one does not, nothing is
    written and the exit code is 1. `small` takes some minutes, `full` more than an hour.
    """
    RESULTS.parent.mkdir(exist_ok=True)  # cases and what contenders leave go there too
    console, found = Console(width=None if sys.stdout.isatty() else 130), {}
    for name in only or NAMES:
        console.print(f"[dim]{name} ({size}) ...[/dim]", highlight=False)
        try:
            found[name] = tables_of(name, size)
        except (Disagrees, Failed) as wrong:
            console.print(f"{name}: {wrong}", style="red", highlight=False, markup=False)
            sys.exit(1)
        for table in found[name]:
            show(table, console)
    write(found, results)
    console.print(f"Also in {results}", highlight=False)


def tables_of(name: str, size: str) -> list[Table]:
    """The tables of one benchmark."""
    return importlib.import_module(f"benchmarks.{name}").run(size)


if __name__ == "__main__":
    main()
