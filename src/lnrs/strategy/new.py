"""A new strategy folder: commented, with an example of everything, and sound as it stands."""

import json
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from string import Template

from lnrs.model import Area
from lnrs.strategy.area_named import area_named
from lnrs.strategy.atomic import refuse_if_used, whole_folder
from lnrs.strategy.folder import TABLES
from lnrs.strategy.prose import CHAPTERS
from lnrs.strategy.tables import read_table, write_table

EXAMPLE_RULE = "rules/GL1.1.toml"


def new(area: str | int, folder: Path, as_of: date) -> Path:
    """Write a commented strategy folder for a strategy area, given by number or name; returns the folder.

    The folder appears whole or not at all, and `read` finds nothing wrong with it. Raises NotFound for an
    area that is not one of the 48, and CannotWrite where the folder already holds something.
    """
    place = area_named(area)
    refuse_if_used(folder)
    with whole_folder(folder) as beside:
        settings = settings_text(place, as_of, starter_text("themes.toml"))
        (beside / "strategy.toml").write_text(settings, encoding="utf-8")
        write_starter_prose(beside)
        write_starter_tables(beside)
        (beside / "layers").mkdir()
        (beside / "rules").mkdir()
        (beside / EXAMPLE_RULE).write_text(starter_text(EXAMPLE_RULE), encoding="utf-8")
    return folder


def starter_text(name: str) -> str:
    """The text of one of the files that a new folder is made of."""
    return files("lnrs.strategy").joinpath("starter", name).read_text(encoding="utf-8")


def settings_text(area: Area, as_of: date, themes: str) -> str:
    """A commented strategy.toml with these themes, which are TOML already."""
    return Template(starter_text("strategy.toml")).substitute(
        area=area.lnrs_id,
        area_name=area.name,
        authority=json.dumps(area.responsible_authority, ensure_ascii=False),
        title=json.dumps(f"Local Nature Recovery Strategy for {area.name}", ensure_ascii=False),
        as_of=as_of.isoformat(),
        themes=themes.strip(),
    )


def write_starter_prose(folder: Path) -> None:
    """Write every chapter with a line that says what belongs in it."""
    (folder / "prose").mkdir()
    for chapter in CHAPTERS:
        (folder / "prose" / f"{chapter}.md").write_text(starter_text(f"prose/{chapter}.md"), encoding="utf-8")


def write_starter_tables(folder: Path) -> None:
    """Write every table with its example rows."""
    with as_file(files("lnrs.strategy").joinpath("starter")) as starter:
        for table, kind in TABLES.items():
            write_table(folder / f"{table}.csv", kind, read_table(starter / f"{table}.csv", kind)[0].records)
