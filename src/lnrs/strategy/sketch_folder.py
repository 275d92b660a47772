"""The sketch as a strategy folder: an invented landscape and example content, sound and ready to build."""

import json
import re
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from lnrs.errors import CannotWrite, Problem
from lnrs.layers import store
from lnrs.layers.catalogue import layer_named
from lnrs.layers.progress import Progress, silence
from lnrs.layers.raster import Elevation, write_raster
from lnrs.layers.record import LayerRecord, record_of
from lnrs.model import Area
from lnrs.strategy.area_named import area_named
from lnrs.strategy.atomic import refuse_if_used, whole_folder
from lnrs.strategy.check_rules import ALL_IMPORTANT
from lnrs.strategy.folder import TABLES
from lnrs.strategy.new import starter_text
from lnrs.strategy.prose import CHAPTERS
from lnrs.strategy.rule import DistanceTo, ShareOf
from lnrs.strategy.rule_files import read_rules
from lnrs.strategy.tables import read_table, write_table

if TYPE_CHECKING:
    from lnrs.sketch.landscape import Landscape

KENT = 40
"""The area whose landscape the example's words describe."""

_DTYPES = {"text": "object", "date": "object", "number": "float64", "int": "int64", "bool": "bool"}
_FIRST_LINE = "# Written by `lnrs sketch`"


def write_sketch(
    folder: Path, lnrs_id: int = KENT, seed: int = 1, parcels: int = 160_000, progress: Progress = silence
) -> Path:
    """Write an invented strategy for one of the 48 areas; returns the folder. The same arguments give the same bytes.

    The folder appears whole or not at all; an earlier sketch at its place is replaced. `parcels` is about how many land
    parcels there are. Raises NotFound for an unknown area, CannotWrite for a folder that holds anything but a sketch.
    """
    from lnrs.sketch.landscape import landscape  # takes a while to load, and no other command needs it

    area = area_named(lnrs_id)
    refuse_unless_sketch(folder)
    land = landscape(area.lnrs_id, seed=seed, parcels=parcels, progress=progress)
    with whole_folder(folder) as beside:
        _write_words(beside, area, seed)
        _write_layers(beside / "layers", land, seed, progress)
    return folder


def refuse_unless_sketch(folder: Path) -> None:
    """Raise CannotWrite where a folder holds anything that `write_sketch` did not make."""
    settings = folder / "strategy.toml"
    if not settings.is_file() or folder.resolve() == Path.cwd():
        refuse_if_used(folder)
        return
    text = settings.read_text(encoding="utf-8", errors="replace")
    if not (text.startswith(_FIRST_LINE) and _says_invented(text)):
        advice = "Name another folder; nothing was changed."
        raise CannotWrite([Problem(str(folder), "the folder holds a strategy that is no sketch.", advice)])


def _says_invented(text: str) -> bool:
    try:
        return tomllib.loads(text)["strategy"]["invented"] is True
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        return False


def _write_words(folder: Path, area: Area, seed: int) -> None:
    with as_file(_content()) as content:
        settings = Template(starter_text("sketch.toml")).substitute(
            area=area.lnrs_id,
            title=json.dumps(f"An example Local Nature Recovery Strategy for {area.name}", ensure_ascii=False),
            seed=seed,
            themes=(content / "themes.toml").read_text(encoding="utf-8").strip(),
        )
        (folder / "strategy.toml").write_text(settings, encoding="utf-8")
        for table, kind in TABLES.items():
            write_table(folder / f"{table}.csv", kind, read_table(content / f"{table}.csv", kind)[0].records)
        (folder / "rules").mkdir()
        for rule in sorted((content / "rules").iterdir()):
            text = rule.read_text(encoding="utf-8")
            (folder / "rules" / rule.name).write_text(_in_proportion(text, area), encoding="utf-8")
        (folder / "scenarios").mkdir()
        for scenario in sorted((content / "scenarios").iterdir()):
            text = scenario.read_text(encoding="utf-8")
            (folder / "scenarios" / scenario.name).write_text(_in_proportion(text, area), encoding="utf-8")
        (folder / "prose").mkdir()
        for chapter in CHAPTERS:
            text = (content / "prose" / f"{chapter}.md").read_text(encoding="utf-8")
            (folder / "prose" / f"{chapter}.md").write_text(_of_area(text, chapter, area), encoding="utf-8")


def _content() -> Traversable:
    """The example's tables, rules and prose."""
    return files("lnrs.sketch").joinpath("content")


def _of_area(text: str, chapter: str, area: Area) -> str:
    """The example's words for an area; where they describe Kent's landscape and the area is another, they say so."""
    if area.lnrs_id == KENT:
        return text
    text = text.replace("outline of Kent and Medway", f"outline of {area.name}")
    if chapter != "area":
        return text
    heading, rest = text.split("\n", 1)
    note = (
        "The words of this chapter belong to the sketch of Kent and Medway and stand here to show what it should hold."
    )
    return f"{heading}\n\n{note}\n{rest}"


def _in_proportion(text: str, area: Area) -> str:
    """A rule's or scenario's text with the hectares and pounds that it names, which are meant for Kent, as many of the
    area, in round figures."""
    share = area.published_area_ha / area_named(KENT).published_area_ha
    return re.sub(r"(?m)^(area_ha|gbp) = (\d+)$", lambda said: f"{said[1]} = {_rounded(int(said[2]) * share)}", text)


def _rounded(amount: float) -> str:
    return f"{float(f'{amount:.2g}'):.0f}"


def _write_layers(folder: Path, land: "Landscape", seed: int, progress: Progress) -> None:
    folder.mkdir()
    layers = land.layers | {name: _without_rows(name) for name in sorted(_named_by_rules() - land.layers.keys())}
    for done, (layer_id, frame) in enumerate(layers.items()):
        progress("writing layers", done / (len(layers) + 1))
        store.write(frame, folder, layer_id, _record(layer_id, seed))
    height_m, west_m, north_m, cell_m = land.elevation
    write_raster(Elevation(height_m, west_m, north_m, round(cell_m)), folder, _record("elevation", seed))
    progress("writing layers", 1.0)


def _named_by_rules() -> set[str]:
    """Every layer that the example's rules name: each must be there, if only to say that there is nothing in it."""
    with as_file(_content()) as content:
        rules = [written.rule for written in read_rules(content)[0] if written.rule]
    named = {layer for rule in rules for layer in rule.exclude.inside}
    named |= {share.layer for rule in rules for share in rule.eligible.where}
    named |= {one.layer for rule in rules for one in rule.criteria if isinstance(one, DistanceTo | ShareOf)}
    return named - {ALL_IMPORTANT, ""}


def _without_rows(layer_id: str) -> gpd.GeoDataFrame:
    """A layer of which the area has nothing, such as marine sites far from the sea."""
    columns = {column.name: pd.Series(dtype=_DTYPES[column.kind]) for column in layer_named(layer_id).columns}
    return gpd.GeoDataFrame(columns, geometry=[], crs=27700)


def _record(layer_id: str, seed: int) -> LayerRecord:
    """A record that nobody can take for one of real data."""
    record = record_of(layer_named(layer_id), version=f"seed {seed}", retrieved=date(2026, 10, 1), source="lnrs sketch")
    return replace(
        record,
        title=f"{record.title} (invented)",
        publisher="Nobody: invented for demonstration",
        licence="CC0-1.0",
        attribution="Invented for demonstration. It describes no real land.",
    )
