"""`strategy.toml`: what the strategy is, how land is divided, how far its procedure has got, its themes."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lnrs.errors import NotFound, Problem
from lnrs.model import Area, Mapping, Procedure, StrategyRecord, Theme
from lnrs.strategy.area_named import area_named, area_numbered
from lnrs.strategy.references import MONTHS
from lnrs.strategy.schema import Fault, Record, columns, validate
from lnrs.strategy.toml_file import TomlFile, read_toml
from lnrs.strategy.wording import did_you_mean, shown

FILE = "strategy.toml"
TABLES = ("strategy", "mapping", "procedure", "theme")


@dataclass(frozen=True)
class Settings:
    """What strategy.toml says; nothing in place of a part that is not sound."""

    file: TomlFile
    record: StrategyRecord | None
    mapping: Mapping | None
    procedure: Procedure | None
    themes: tuple[Theme, ...]

    @property
    def area(self) -> Area | None:
        """The strategy area, if there is one with the number given."""
        return area_numbered(self.record.area) if self.record else None

    def prefixes(self) -> tuple[str, ...] | None:
        """Every theme's prefix, sound or not; None where the themes cannot be read."""
        if self.file.data is None:
            return None
        written = self.file.data.get("theme", [])
        return tuple(str(theme.get("prefix", "")) for theme in _tables(written)) if isinstance(written, list) else None


def read_settings(folder: Path) -> tuple[Settings, list[Problem]]:
    """The settings of a strategy folder, and every problem with its line."""
    file, problems = read_toml(folder / FILE, FILE, "`lnrs new AREA FOLDER` writes one.")
    if file.data is None:
        return Settings(file, None, None, None, ()), problems
    record, faults = _table(StrategyRecord, file.data, "strategy")
    mapping, mapping_faults = _table(Mapping, file.data, "mapping")
    procedure, procedure_faults = _table(Procedure, file.data, "procedure")
    themes, theme_faults = _themes(file.data)
    faults += mapping_faults + procedure_faults + theme_faults + list(_unknown_tables(file.data))
    faults = [_with_area_number(fault, file.data) for fault in faults]
    faults += [*_record_faults(record), *_mapping_faults(mapping), *_procedure_faults(procedure)]
    return Settings(file, record, mapping, procedure, themes), problems + file.problems(faults)


def _table(kind: type[Record], data: AnyMapping[str, Any], key: str) -> tuple[Record | None, list[Fault]]:
    if key == "strategy" and key not in data:
        stray = [found for found in data if found in columns(StrategyRecord)]
        do = (
            f"Put it on a line of its own before {stray[0]}."
            if stray
            else "It holds the area, title, edition and date."
        )
        return None, [Fault(tuple(stray[:1]), "[strategy] is missing.", do)]
    table = data.get(key, {})
    if not isinstance(table, dict):
        return None, [Fault((key,), f"{key} must be a table.", f"Write [{key}] on a line of its own.")]
    record, faults = validate(kind, table, (key,))
    return record, faults


def _unknown_tables(data: AnyMapping[str, Any]) -> Iterator[Fault]:
    said_already = columns(StrategyRecord) if "strategy" not in data else ()
    for key in data:
        if key not in TABLES and key not in said_already:
            what = f"{shown(key)} is not a table or key of {FILE}."
            yield Fault((key,), what, did_you_mean(key, TABLES))


def _tables(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _themes(data: AnyMapping[str, Any]) -> tuple[tuple[Theme, ...], list[Fault]]:
    written = data.get("theme", [])
    if not isinstance(written, list) or len(_tables(written)) != len(written):
        return (), [Fault(("theme",), "a theme must be a table in a list.", "Write [[theme]], with two brackets.")]
    if not written:
        return (), [
            Fault(
                (),
                "there is no theme.",
                "Write one [[theme]] for each chapter, with prefix, name, aim, colour.",
            )
        ]
    themes, faults = [], []
    for number, table in enumerate(written):
        theme, found = validate(Theme, table, ("theme", number))
        faults += [*found, *_theme_faults(table, number, written[:number])]
        themes += [theme] if theme else []
    return tuple(themes), faults


def _theme_faults(theme: AnyMapping[str, Any], number: int, earlier: list[dict[str, Any]]) -> Iterator[Fault]:
    prefix, colour = theme.get("prefix"), theme.get("colour")
    if isinstance(prefix, str) and prefix:
        path = ("theme", number, "prefix")
        if not re.fullmatch("[A-Z]{1,6}", prefix):
            yield Fault(path, f"prefix must be one to six capital letters, not {shown(prefix)}.", "Such as GL.")
        if prefix in MONTHS:
            do = f"A spreadsheet would turn {prefix}1 into a date. Choose other letters."
            yield Fault(path, f"prefix {shown(prefix)} is the name of a month.", do)
        if prefix in [other.get("prefix") for other in earlier]:
            yield Fault(path, f"two themes have the prefix {shown(prefix)}.", "Each theme needs its own.")
    if isinstance(colour, str) and colour and not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        yield Fault(
            ("theme", number, "colour"),
            f"colour must be as #rrggbb, not {shown(colour)}.",
            'Such as "#2f7d4f".',
        )


def _with_area_number(fault: Fault, data: AnyMapping[str, Any]) -> Fault:
    """A name in place of the area's number: say which number it is."""
    if fault.path != ("strategy", "area") or "must be a whole number" not in fault.what:
        return fault
    value = data["strategy"].get("area")
    what = f"area must be a whole number between 1 and 48, not {shown(value)}."
    try:
        area = area_named(value) if isinstance(value, str) else None
    except NotFound as error:
        return Fault(fault.path, what, error.problems[0].do)
    return Fault(fault.path, what, f"{area.name} is {area.lnrs_id}." if area else "")


def _record_faults(record: StrategyRecord | None) -> Iterator[Fault]:
    if record is None:
        return
    if not area_numbered(record.area):
        yield Fault(("strategy", "area"), f"area must be a whole number between 1 and 48, not {record.area}.")
    contact = record.contact
    if contact.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact.email):
        yield Fault(("strategy", "contact", "email"), f"{shown(contact.email)} is not an e-mail address.")
    if contact.url and not is_web_address(contact.url):
        path = ("strategy", "contact", "url")
        yield Fault(path, f"{shown(contact.url)} is not a web address.", "It begins with https://.")


def is_web_address(text: str) -> bool:
    """Whether text can stand as a link on a public page."""
    return re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text) is not None


def _mapping_faults(mapping: Mapping | None) -> Iterator[Fault]:
    if mapping is None:
        return
    if mapping.square_m <= 0 or mapping.square_m % 10:
        what = f"square_m must be a multiple of 10, the grid's cell in metres, not {mapping.square_m}."
        yield Fault(("mapping", "square_m"), what)
    if mapping.smallest_piece_m2 < 0:
        path = ("mapping", "smallest_piece_m2")
        yield Fault(path, f"smallest_piece_m2 must be 0 or more, not {mapping.smallest_piece_m2:g}.")


def _procedure_faults(procedure: Procedure | None) -> Iterator[Fault]:
    if procedure is None:
        return
    if not all(name.strip() for name in procedure.supporting_authorities):
        path = ("procedure", "supporting_authorities")
        yield Fault(path, "the name of a supporting authority is empty.", "Write it, or take it out.")
    opened, closed = procedure.consultation_opened, procedure.consultation_closed
    if opened and closed and closed < opened:
        path = ("procedure", "consultation_closed")
        yield Fault(path, "the consultation closed before it opened.", "Check both dates.")
