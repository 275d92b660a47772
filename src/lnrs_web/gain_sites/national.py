"""Files of the national register of biodiversity gain sites: CSV, JSON or GeoJSON with the fields of its public
interface, read row by row.

The fields are those that others read from `https://environment.data.gov.uk/bng/api/search`: referenceNumber,
gridReference, siteSize, startDate, responsibleBodies, habitats and improvements (areas, hedgerows, watercourses, trees;
each with type, condition, size, interventionType), allocations. Their form was not compared with the register itself.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lnrs import gridref
from lnrs_web.gain_sites.facts import NATIONAL
from lnrs_web.gain_sites.refused import refuse

MOST_BYTES = 50_000_000
KINDS = ("areas", "hedgerows", "watercourses", "trees")
_OF_A_HABITAT = {"type": "type", "habitattype": "type", "habitat": "type", "condition": "condition", "size": "size"}
_WORK = ("interventiontype", "intervention")


@dataclass(frozen=True)
class Read:
    """A site as a row, or several rows of one reference, have it."""

    row: int
    reference: str
    grid_reference: str
    easting_m: float
    northing_m: float
    size_ha: str
    start_date: date | None
    responsible_bodies: list[str]
    habitats: list[dict[str, str]] = field(default_factory=list)
    allocations: int = 0


@dataclass(frozen=True)
class Wrong:
    """A row that cannot be read, and why."""

    row: int
    reference: str
    why: str


def read(data: bytes) -> list[Read | Wrong]:
    """Every site of a file, and every row that is none. Raises ListingRefused for what is no such file."""
    if len(data) > MOST_BYTES:
        raise refuse("file", "The file is too large.", f"At most {MOST_BYTES // 1_000_000} MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse("file", "Its letters are not UTF-8.", "Save it as UTF-8.") from None
    rows = _of_json(text) if text.lstrip()[:1] in ("{", "[") else _of_csv(text)
    return list(_together(_site(number, row) for number, row in rows))


def _of_json(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise refuse("file", "It is not JSON.", "Give the file as the register gave it.") from None
    if isinstance(whole, dict):
        whole = next((whole[name] for name in ("features", "results", "gainSites", "items") if name in whole), [whole])
    if not isinstance(whole, list):
        raise refuse("file", "It holds no list of sites.", "Give the file as the register gave it.")
    for number, one in enumerate(whole, 1):
        inner = one.get("properties") if isinstance(one, dict) and "properties" in one else one
        yield number, _plain(inner) if isinstance(inner, dict) else {}


def _of_csv(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = csv.DictReader(io.StringIO(text))
    columns = {_name(one) for one in rows.fieldnames or ()}
    if lacking := [one for one in ("referencenumber", "gridreference") if one not in columns]:
        raise refuse("file", f"It has no column {', '.join(lacking)}.", "It needs referenceNumber and gridReference.")
    for number, row in enumerate(rows, 2):
        yield number, _plain({name: value for name, value in row.items() if isinstance(name, str)})


def _name(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {_name(str(name)): value for name, value in row.items()}


def _site(number: int, row: Mapping[str, Any]) -> Read | Wrong:
    reference = str(row.get("referencenumber") or "").strip().upper()
    if not NATIONAL.fullmatch(reference):
        return Wrong(number, reference[:40], "its reference does not begin with BGS-")
    grid_reference = str(row.get("gridreference") or "").strip()
    try:
        square = gridref.parse(grid_reference)
    except ValueError as error:
        return Wrong(number, reference, str(error))
    start = str(row.get("startdate") or "").strip()[:10]
    try:
        start_date = date.fromisoformat(start) if start else None
    except ValueError:
        return Wrong(number, reference, f"{start} is no date")
    allocations = row.get("allocations")
    return Read(
        row=number,
        reference=reference,
        grid_reference=grid_reference[:20],
        easting_m=square.centre[0],
        northing_m=square.centre[1],
        size_ha=str(row.get("sitesize") or "").strip()[:20],
        start_date=start_date,
        responsible_bodies=_names(row.get("responsiblebodies")),
        habitats=list(_habitats(row)),
        allocations=len(allocations) if isinstance(allocations, list) else 0,
    )


def _names(given: Any) -> list[str]:
    many = given if isinstance(given, list) else str(given or "").split(";")
    names = (str(one.get("name", "") if isinstance(one, dict) else one).strip()[:200] for one in many)
    return [one for one in names if one]


def _habitats(row: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """What is made, or where that is not said what is there; of a CSV the habitat of the row."""
    given = row.get("improvements") or row.get("habitats")
    if isinstance(given, dict):
        for kind in KINDS:
            for one in given.get(kind) or ():
                if isinstance(one, dict):
                    yield _habitat(_plain(one))
    elif row.get("habitattype") or row.get("type"):
        yield _habitat(row)


def _habitat(row: Mapping[str, Any]) -> dict[str, str]:
    found = {mine: str(row[name])[:200] for name, mine in _OF_A_HABITAT.items() if row.get(name)}
    work = next((str(row[name])[:40] for name in _WORK if row.get(name)), "")
    return found | ({"work": work} if work else {})


def _together(sites: Iterable[Read | Wrong]) -> Iterator[Read | Wrong]:
    """Rows of one reference are one site, with the habitats of all; what contradicts the first is told."""
    known: dict[str, Read] = {}
    for one in sites:
        first = known.get(one.reference) if isinstance(one, Read) else None
        if isinstance(one, Wrong) or first is None:
            if isinstance(one, Read):
                known[one.reference] = one
            yield one
        elif (one.grid_reference, one.size_ha, one.start_date) != (
            first.grid_reference,
            first.size_ha,
            first.start_date,
        ):
            yield Wrong(one.row, one.reference, f"it says otherwise than row {first.row}")
        else:
            first.habitats.extend(one.habitats)
