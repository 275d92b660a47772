"""The command line: arguments only, and one library call for each command.

The library is imported inside the commands, so that help comes at once.
"""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from lnrs import __version__
from lnrs.cli_funding import funding
from lnrs.cli_index import index
from lnrs.cli_metric import metric
from lnrs.cli_network import network
from lnrs.cli_nutrients import nutrients
from lnrs.cli_thirty import thirty
from lnrs.console import print_json, print_table, progress_bar, say, say_lines
from lnrs.errors import CannotWrite, LnrsError, Problem
from lnrs.options import FILE, FOLDER, as_json, json_option, problems_of

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""

strategy_option = click.option(
    "--to", "folder", type=FOLDER, default=Path("."), help="The strategy folder (default: this folder)."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="lnrs")
def lnrs() -> None:
    """Local Nature Recovery Strategies: from open data to a published edition.

    \b
    A first try, with an invented Kent:   lnrs sketch kent
                                          lnrs build kent
    A strategy of your own:               lnrs new "Kent and Medway" my-strategy
                                          lnrs fetch --all --to my-strategy
                                          lnrs check my-strategy
                                          lnrs build my-strategy

    A strategy is a folder: text and tables that a person can edit, layers that a GIS can open. An edition is the folder
    that is made of it; it never changes once it is written.

    \b
    Exit codes: 0 done · 2 wrong arguments · 10 the strategy folder needs mending · 11 a layer was refused
    12 something named is not there · 13 data could not be fetched · 14 an edition does not verify
    15 the map cannot be made · 16 could not write · 17 the law was not in force
    19 the network folder needs mending · 20 a metric's plan needs mending · 21 a development needs mending
    22 a metric's file was refused · 25 no index can be made of this
    26 candidates need mending · 130 stopped by Ctrl-C
    """


@lnrs.command()
@click.argument("area")
@click.argument("folder", type=FOLDER)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The date that data and law are read at (default: today)."
)
def new(area: str, folder: Path, as_of: Any) -> None:
    """Start a strategy folder for AREA: one of the 48, by number or name.

    Every file in it is commented and holds an example, and the folder is sound as it stands.
    """
    from lnrs import strategy

    strategy.new(area, folder, as_of.date() if as_of else date.today())
    say(f"{folder} is ready. Begin with {folder / 'strategy.toml'}, then `lnrs fetch --all --to {folder}`.")


@lnrs.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--area", default="40", show_default=True, help="The strategy area, by number or name, or `england` for all 48."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option(
    "--parcels",
    default=160_000,
    show_default=True,
    type=click.IntRange(min=100),
    help="About how many land parcels an area has: fewer are quicker.",
)
@click.option(
    "--places",
    default=10_000,
    show_default=True,
    type=click.IntRange(min=48),
    help="How many places England's measures are mapped on; real ones have some ten million.",
)
@click.option("--processes", type=click.IntRange(min=1), help="How many write England at once (default: every core).")
def sketch(folder: Path, area: str, seed: int, parcels: int, places: int, processes: int | None) -> None:
    """Make an invented landscape and an example strategy in FOLDER, to try everything out.

    It has the outline of the area and nobody's land: all that is in it is an example, and says so wherever it is shown.

    With `--area england` FOLDER becomes a network folder with an edition for each of the 48 areas. Given again, the
    command makes those that are not there or not whole.
    """
    if area.casefold() == "england":
        from lnrs.network.sketching import write_england

        with progress_bar() as progress:
            made = write_england(folder, places=places, seed=seed, processes=processes, progress=progress)
        say(f"{folder} holds an invented England: {made} of its 48 editions were made now. Its list is network.toml.")
        return
    from lnrs import strategy
    from lnrs.strategy.area_named import area_named

    with progress_bar() as progress:
        strategy.write_sketch(folder, lnrs_id=area_named(area).lnrs_id, seed=seed, parcels=parcels, progress=progress)
    say(f"{folder} holds an invented strategy. Make its edition with `lnrs build {folder}`.")


@lnrs.command(name="import")
@click.argument("tables", type=click.Path(path_type=Path))
@click.argument("folder", type=FOLDER)
@click.option("--area", default="West of England", show_default=True, help="The strategy area, by number or name.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The date that data and law are read at (default: today)."
)
@click.option("--numbering", type=FILE, help="numbering.csv of an earlier import, so that references stay as they are.")
def import_tables(tables: Path, folder: Path, area: str, as_of: Any, numbering: Path | None) -> None:
    """Make a strategy FOLDER from TABLES in the West of England's published schema: a folder of CSVs, or one CSV."""
    from lnrs import strategy

    done = strategy.import_weca(tables, folder, as_of.date() if as_of else date.today(), area, numbering)
    say(f"{folder}: {len(done.priorities)} priorities, {len(done.measures)} measures, {len(done.species)} species.")
    for title, lines in (("Guessed, and to be looked at", done.guessed), ("Left, or still wanting", done.left)):
        for line in (f"{title}:", *(f"  - {line}" for line in lines)) if lines else ():
            say(line)


@lnrs.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "layer", required=True, help="Which layer it is; `lnrs layers` lists them.")
@strategy_option
@click.option("--crs", help="Its coordinate system, where the file does not say: EPSG:27700, EPSG:4326 ...")
@click.option("--table", help="Which table, where the file has several.")
@click.option(
    "--column", "columns", multiple=True, metavar="OURS=THEIRS", help="Which of its columns is which of ours."
)
@click.option("--set", "constants", multiple=True, metavar="OURS=VALUE", help="The value that every row has.")
@click.option("--where", multiple=True, metavar="THEIRS=VALUE", help="Take only the rows that have this value.")
@click.option("--version", "version", default="", help="The version of the data, as its publisher calls it.")
@click.option("--licence", help="Its licence, where it is not the catalogue's.")
@click.option("--publisher", help="Its publisher, where it is not the catalogue's.")
@click.option("--attribution", help="The words its licence asks for, where they are not the catalogue's.")
@click.option("--retrieved", type=click.DateTime(["%Y-%m-%d"]), help="The day it was got (default: today).")
@click.option("--ostn15", type=FILE, help="Ordnance Survey's OSTN15 grid file, for centimetres instead of metres.")
@as_json
def add(file: Path, layer: str, folder: Path, columns: tuple[str, ...], as_json: bool, **how: Any) -> None:
    """Check FILE as a layer and put it into the strategy folder.

    GeoPackage, zipped shapefile, GeoJSON, GeoParquet, FlatGeobuf, CSV with coordinates or grid references; GeoTIFF for
    elevation. Invalid geometry is mended, and what changed is reported; what cannot be trusted is refused. Features
    outside the strategy area are left out.
    """
    from lnrs.strategy import gather

    how["retrieved"] = how["retrieved"].date() if how["retrieved"] else date.today()
    how["constants"], how["where"] = pairs_of(how["constants"]), pairs_of(how["where"])
    with progress_bar() as progress:
        added = gather.add_layer(file, layer, folder, columns=pairs_of(columns), progress=progress, **how)
    if as_json:
        print_json(asdict(added))
    else:
        say_lines(gather.in_words(added))


@lnrs.command()
@click.argument("layers", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every layer that a public service offers and the folder lacks.")
@strategy_option
@click.option("--ostn15", type=FILE, help="Ordnance Survey's OSTN15 grid file, for centimetres instead of metres.")
@json_option
def fetch(layers: tuple[str, ...], every: bool, folder: Path, ostn15: Path | None, as_json: bool) -> None:
    """Fetch LAYERS for the strategy area from the public services in the catalogue.

    Each is told of as soon as it is stored, and one that fails does not keep the others from it. What was cut off goes
    on from where it stopped when the command is given again.
    """
    from lnrs.strategy import gather

    stored: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    try:
        with progress_bar() as progress:
            for added in gather.fetch_layers(
                folder, layers, every=every, retrieved=date.today(), ostn15=ostn15, progress=progress
            ):
                stored.append(asdict(added))
                say_lines(() if as_json else gather.in_words(added))
    except LnrsError as error:
        problems = problems_of(error)
        raise
    finally:
        if as_json:
            print_json({"stored": stored, "problems": problems})
    if not as_json and not stored:
        say(f"{folder} has every layer that a public service offers.")


@lnrs.command()
@click.argument("folder", type=FOLDER, default=Path("."))
@as_json
def check(folder: Path, as_json: bool) -> None:
    """Read a strategy FOLDER and list everything that is wrong with it. Nothing is written.

    A note is about what may be meant as it is: a habitat in rules that no land parcel has.
    """
    from lnrs import strategy
    from lnrs.strategy.habitats import habitat_notes
    from lnrs.strategy.scenario_files import read_scenarios

    found = strategy.read(folder)
    counted = {name: len(getattr(found, name)) for name in ("priorities", "measures", "species", "layers")}
    counted["scenarios"] = len(read_scenarios(found).named)
    counted["mapped"] = sum(measure.mapped for measure in found.measures)
    notes = habitat_notes(found)
    if as_json:
        print_json({"problems": [], "notes": notes, "counts": counted})
        return
    say(
        f"{folder} is sound: {counted['priorities']} priorities, {counted['measures']} potential measures "
        f"({counted['mapped']} mapped), {counted['species']} species, {counted['layers']} layers, "
        f"{counted['scenarios']} scenarios."
    )
    say_lines(f"  note: {note}" for note in notes)


@lnrs.command()
@click.argument("folder", type=FOLDER, default=Path("."))
@click.option("--to", "edition", type=FOLDER, help="Where the edition goes (default: FOLDER-edition beside it).")
@as_json
def build(folder: Path, edition: Path | None, as_json: bool) -> None:
    """Make the edition of a strategy FOLDER: local habitat map, statement, findings, tiles, data.

    What was worked out before from the same content is reused. An edition that is there already is replaced whole when
    the new one is complete, and not before.
    """
    from lnrs.edition.collector import no_collector
    from lnrs.edition.second import second_process_for

    target = edition or folder.resolve().with_name(f"{folder.resolve().name}-edition")
    with no_collector(), progress_bar() as progress, second_process_for(folder) as second:
        from lnrs.edition.make import make, summary_lines

        manifest = make(folder, target, progress=progress, second=second)
    if as_json:
        print_json(asdict(manifest))
    else:
        say_lines(summary_lines(target))


@lnrs.command()
@click.argument("folder", type=FOLDER, default=Path("."))
@click.option("--only", "names", multiple=True, metavar="NAME", help="Only this scenario; may be given more than once.")
@click.option("--to", "comparison", type=FOLDER, help="Where it goes (default: FOLDER-scenarios beside it).")
@as_json
def scenario(folder: Path, names: tuple[str, ...], comparison: Path | None, as_json: bool) -> None:
    """Compare what-ifs of a strategy FOLDER side by side, with maps.

    A scenario is a file scenarios/NAME.toml: a budget, targets, land that is built on, habitat that is lost. Each is
    worked out like the map itself, and none of it goes into an edition.
    """
    from lnrs.edition.collector import no_collector

    target = comparison or folder.resolve().with_name(f"{folder.resolve().name}-scenarios")
    with no_collector(), progress_bar() as progress:
        from lnrs import scenario as scenarios
        from lnrs.scenario.summary import result_lines, summary_rows

        found = scenarios.compare(folder, target, names, progress=progress)
    if as_json:
        print_json(json.loads((target / "comparison.json").read_text(encoding="utf-8")))
    else:
        print_table(*summary_rows(found))
        say_lines(result_lines(found))
        say(f"\nSide by side, with maps: {target / 'index.html'}")


@lnrs.command()
@click.argument("edition", type=FOLDER)
@as_json
def verify(edition: Path, as_json: bool) -> None:
    """Check every file of an EDITION against its manifest."""
    from lnrs.edition.verify import verify as verify_edition

    manifest = verify_edition(edition)
    if as_json:
        print_json({"problems": [], **asdict(manifest)})
    else:
        say(f"{manifest.identity}: {len(manifest.files)} files, every one as the manifest says.")


@lnrs.command()
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER)
@as_json
def diff(before: Path, after: Path, as_json: bool) -> None:
    """Say what changed between two editions, in hectares and in words."""
    from lnrs.edition import diff as differences
    from lnrs.edition.diff_words import in_words

    with progress_bar() as progress:
        found = differences.diff(before, after, progress=progress)
    if as_json:
        print_json(differences.to_json(found))
    else:
        say(in_words(found))


@lnrs.command()
@click.argument("edition", type=FOLDER)
@click.option("--at", help="A place: TR 150 579 or 615000,157900.")
@click.option("--measure", help="A measure's reference: GL1.2.")
@as_json
def explain(edition: Path, at: str | None, measure: str | None, as_json: bool) -> None:
    """Say why the map is as it is: at a place (--at), or for a measure (--measure)."""
    from lnrs.edition import explain as why
    from lnrs.edition.explain_words import in_words

    if (at is None) == (measure is None):
        raise click.UsageError("Give --at PLACE or --measure REF, one of the two.")
    found = why.explain(edition, at=at, measure=measure)
    if as_json:
        print_json(why.to_json(found))
    else:
        say(in_words(found))


@lnrs.command()
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="Also list what nobody has checked for a year by this day."
)
@as_json
def law(on: Any, as_json: bool) -> None:
    """Print the law manual: every rule, number, provision and stage, with its source and what is unverified.

    As JSON it is the rules.
    """
    from lnrs.law import law_manual, registered

    if as_json and on:
        raise click.UsageError("Give --on or --json, one of the two.")
    if as_json:
        print_json([rule_as_data(rule) for rule in registered().values()])
    else:
        say(law_manual(on.date() if on else None))


@lnrs.command()
@as_json
def areas(as_json: bool) -> None:
    """List the 48 strategy areas."""
    from lnrs import model

    if as_json:
        print_json([asdict(area) for area in model.areas()])
        return
    rows = [(str(a.lnrs_id), a.name, a.responsible_authority, f"{a.published_area_ha:,.0f}") for a in model.areas()]
    print_table(("No.", "Strategy area", "Responsible authority", "Hectares"), rows)


@lnrs.command()
@as_json
def layers(as_json: bool) -> None:
    """List the layers that a strategy can use, with their columns."""
    from lnrs.layers.catalogue import catalogue

    if as_json:
        print_json({layer.id: asdict(layer) for layer in catalogue().values()})
        return
    rows = [(one.id, one.geometry, ", ".join(one.column_names), one.publisher) for one in catalogue().values()]
    print_table(("Layer", "Geometry", "Columns", "Publisher"), rows)


lnrs.add_command(network)
lnrs.add_command(metric)
lnrs.add_command(nutrients)
lnrs.add_command(funding)
lnrs.add_command(index)
lnrs.add_command(thirty)


def pairs_of(texts: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE options as a dictionary."""
    for text in texts:
        if "=" not in text:
            raise click.UsageError(f"{text!r} should be NAME=VALUE.")
    return dict(text.split("=", 1) for text in texts)


def rule_as_data(rule: Any) -> dict[str, Any]:
    """A rule of the law manual: its reference, its words, where they come from, and how sure that is."""
    data = asdict(rule)
    return {
        "ref": data.pop("name"),
        "words": data.pop("says"),
        **data,
        "mark": rule.source.mark,
        "unverified": rule.unverified,
    }


def main() -> None:
    """The program `lnrs`."""
    leave(run())


def run(words: Sequence[str] | None = None) -> int:
    """Give a command, the one of this process unless told; mistakes become a plain list. Returns the exit code."""
    try:
        return lnrs(words, prog_name="lnrs", standalone_mode=False) or 0
    except LnrsError as error:
        return refuse(error)
    except OSError as error:
        return refuse(CannotWrite([Problem(error.filename or "The disk", error.strerror or str(error))]))
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nStopped. What was there before is as it was.", err=True)
        return STOPPED
    except click.ClickException as error:
        error.show()
        return error.exit_code


def refuse(error: LnrsError) -> int:
    """Print every problem of an error; returns its exit code."""
    click.echo(f"{error.summary}:", err=True)
    for problem in error.problems:
        click.echo(f"  * {problem}", err=True)
    return error.exit_code


def leave(exit_code: int) -> None:
    """End the process at once: to take a county's tables apart, only to give their memory back, takes half a second."""
    with suppress(OSError):  # a full disk has been told of
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)


if __name__ == "__main__":
    main()
