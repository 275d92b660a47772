"""Read a development from a TOML file, with its tables; every problem at once."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lnrs.errors import NotFound, NutrientProblems, Problem
from lnrs.nutrients.amounts import NUTRIENTS, Pair
from lnrs.nutrients.catchments import Catchment, Concentration, Works, catchment_named, catchments
from lnrs.nutrients.coefficients import Coefficient, Site, coefficient, land_use, read_coefficients, rows_of
from lnrs.nutrients.development import Development, Parcel, Phase, StatedChange
from lnrs.nutrients.fields import Fields, did_you_mean
from lnrs.nutrients.source import Source

LAND_COLUMNS = (
    "name",
    "phase",
    "area_ha",
    "before",
    "after",
    "drained_share",
    "removed_nitrogen",
    "removed_phosphorus",
)


@dataclass(frozen=True)
class DevelopmentFile:
    """A development with the catchment that it drains to."""

    development: Development
    catchment: Catchment


def read(path: Path) -> DevelopmentFile:
    """The development in a TOML file. Raises NutrientProblems with every mistake, or NotFound."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound([Problem(str(path), "is not there.")]) from None
    except UnicodeDecodeError:
        raise NutrientProblems([Problem(path.name, "is no UTF-8 text.", "Save it as UTF-8.")]) from None
    return parse(text, path.name, path.parent)


def parse(text: str, name: str, folder: Path | None = None) -> DevelopmentFile:
    """The development in the text of a file of that name. Without a folder it can name no tables beside it, and has its
    coefficients under [[coefficient]]. Raises NutrientProblems with every mistake."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise NutrientProblems([Problem(name, f"is no TOML: {error}.")]) from None
    except (ValueError, ArithmeticError, RecursionError):
        what = "has a number that is too long, or lists within lists without end."
        raise NutrientProblems([Problem(name, what, "Write it anew.")]) from None
    problems: list[Problem] = []
    found = _file(Fields(name, data, problems), folder, problems)
    if problems:
        raise NutrientProblems(problems)
    return found


def _file(fields: Fields, folder: Path | None, problems: list[Problem]) -> DevelopmentFile:
    name, as_of = fields.text("name"), fields.day("as_of")
    area_ha = fields.number("area_ha")
    catchment = _catchment(fields)
    table = _table(fields, folder, problems)
    site = _site(fields, problems)
    own = [_works(one) for one in _each(fields, "works")]
    names = [one.name for one in own if one.name]
    for one in sorted({name for name in names if names.count(name) > 1 or name in catchment.works}):
        fields.wrong(f"[[works]] {one!r} stands twice, or is one of the catchment's.", "Give it a name of its own.")
    works = {**catchment.works, **{one.name: one for one in own}}
    phases = tuple(_phase(one, works) for one in _each(fields, "phase"))
    _check_phases(fields, phases)
    parcels = tuple(_parcel(one, phases, site, table) for one in _land(fields, folder, problems))
    stated = tuple(_stated(one, phases) for one in _each(fields, "stated_change"))
    if sum(one.area_ha for one in parcels) > area_ha and not problems:
        fields.wrong("the land adds up to more hectares than area_ha.", "Give the area of the whole site.")
    fields.done()
    return DevelopmentFile(Development(name, as_of, area_ha, phases, parcels, stated), catchment)


def _table(fields: Fields, folder: Path | None, problems: list[Problem]) -> tuple[Coefficient, ...]:
    """The coefficients in the file itself, and those of the table that it names."""
    rows = _each(fields, "coefficient")
    own = tuple(coefficient(one) for one in rows)
    for one in rows:
        one.done()
    name = fields.text("coefficients", "")
    if name and folder is None:
        fields.wrong("coefficients names a file, which cannot be read here.", "Write them under [[coefficient]].")
        return own
    return (*own, *read_coefficients(folder / name, problems)) if name and folder else own


def _each(fields: Fields, key: str) -> list[Fields]:
    return [
        Fields(f"{fields.where} [[{key}]] {number}", row, fields.problems)
        for number, row in enumerate(fields.tables(key), 1)
    ]


def _catchment(fields: Fields) -> Catchment:
    name = fields.text("catchment")
    try:
        return catchment_named(name)
    except NotFound:
        known = [one.name for one in catchments()]
        if name:
            fields.wrong(f"catchment is {name!r}, which is not known.", did_you_mean(name, known))
        return catchments()[0]


def _site(fields: Fields, problems: list[Problem]) -> Site:
    row: Any = fields.row.get("site", {}) if fields.given("site") else {}
    if not isinstance(row, dict):
        fields.wrong("site should be a table.", "Begin it with [site].")
        return Site()
    table = Fields(f"{fields.where} [site]", row, problems)
    site = Site(table.text("soil", ""), table.text("rainfall", ""), table.text("nvz", ""))
    table.done()
    return site


def _works(fields: Fields) -> Works:
    """A plant of the development's own: one concentration of each nutrient for ever."""
    permit = fields.flag("permit")
    name = fields.text("name")
    first = date.min
    nitrogen, phosphorus = ((Concentration(first, fields.number(f"{one}_mg_l"), permit),) for one in NUTRIENTS)
    source = Source(fields.text("source", "as the development says"), checked=fields.day("checked", date.min))
    if not fields.given("checked"):
        source = Source(source.cite)
    fields.done()
    return Works(name, name, nitrogen, phosphorus, source, permits_checked=True)


def _phase(fields: Fields, works: dict[str, Works]) -> Phase:
    name, on = fields.text("name", "all dwellings"), fields.day("occupied")
    dwellings = fields.whole("dwellings", least=1)
    occupancy = fields.number("occupancy") if fields.given("occupancy") else None
    water_l = fields.number("water_l_person_day") if fields.given("water_l_person_day") else None
    asked = str(fields.row["works"]) if isinstance(fields.row.get("works"), int) else fields.text("works")
    fields.given("works")
    titles = {one.title.lower(): one for one in works.values()}
    found = works.get(asked) or titles.get(asked.lower())
    if found is None:
        if asked:
            known = [one.title for one in works.values()]
            fields.wrong(f"works is {asked!r}, which is not known.", did_you_mean(asked, known))
        found = next(iter(works.values()))
    elif any(found.on(on, nutrient) is None for nutrient in NUTRIENTS):
        fields.wrong(f"occupied is {on}, when it is not known what {found.title} discharged.", "Give a later date.")
    fields.done()
    return Phase(name, on, dwellings, found, occupancy, water_l)


def _check_phases(fields: Fields, phases: tuple[Phase, ...]) -> None:
    if not phases and fields.row.get("phase", []) == []:
        fields.wrong("there is no phase.", "Add [[phase]] with occupied, dwellings and works.")
    names = [phase.name for phase in phases]
    for name in sorted({one for one in names if names.count(one) > 1}):
        fields.wrong(f"two phases are called {name!r}.", "Give each a name of its own.")


def _land(fields: Fields, folder: Path | None, problems: list[Problem]) -> list[Fields]:
    """Land from [[land]], or from the CSV that `land` names."""
    if not isinstance(fields.row.get("land"), str):
        return _each(fields, "land")
    name = fields.text("land")
    if folder is None:
        fields.wrong("land names a file, which cannot be read here.", "Write it under [[land]].")
        return []
    return rows_of(folder / name, problems, LAND_COLUMNS)


def _parcel(fields: Fields, phases: tuple[Phase, ...], site: Site, table: tuple[Coefficient, ...]) -> Parcel:
    before, after = fields.text("before"), fields.text("after")
    parcel = Parcel(
        name=fields.text("name", f"{before} to {after}"),
        phase=_phase_of(fields, phases),
        area_ha=fields.number("area_ha"),
        before=land_use(before, site, table, fields, "before"),
        after=land_use(after, site, table, fields, "after"),
        drained_share=fields.number("drained_share", Decimal(0), most=1),
        removed=Pair(
            fields.number("removed_nitrogen", Decimal(0), most=1),
            fields.number("removed_phosphorus", Decimal(0), most=1),
        ),
    )
    if parcel.removed != Pair() and not parcel.drained_share:
        fields.wrong("what drainage removes is given without drained_share.", "Say which share passes through it.")
    fields.done()
    return parcel


def _stated(fields: Fields, phases: tuple[Phase, ...]) -> StatedChange:
    lowest = -(10**9)
    found = StatedChange(
        name=fields.text("name", "change of land"),
        phase=_phase_of(fields, phases),
        kg=Pair(fields.number("nitrogen_kg", least=lowest), fields.number("phosphorus_kg", least=lowest)),
        suds_counted=fields.flag("suds_counted"),
        because=fields.text("source", ""),
    )
    fields.done()
    return found


def _phase_of(fields: Fields, phases: tuple[Phase, ...]) -> str:
    """The phase that land changes with; it need not be named where there is one only."""
    names = [phase.name for phase in phases]
    name = fields.text("phase", names[0] if len(names) == 1 else "")
    if name not in names and names:
        what = f"phase is {name!r}, which is not one of them." if name else "does not say with which phase it changes."
        fields.wrong(what, did_you_mean(name, names))
    return name
