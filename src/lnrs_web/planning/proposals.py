"""The habitats that a person lists: rows of a form, read into habitats of the metric on land of the site."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import shapely

from lnrs.errors import LnrsError, Problem
from lnrs.significance import LEAST_M2, Action
from lnrs.units import HA_M2
from lnrs_web.pages.words import ha
from lnrs_web.planning import habitats

FIRST_ROWS = 4
MORE_ROWS = 5
MOST_ROWS = 100
LETTERS = 120
LARGEST_SIZE = 100_000.0
TOLERANCE = 0.005
"""Share by which sizes may be larger than their land: people round."""


class ProposalsRefused(LnrsError):
    """Rows that cannot be read; `where` of each problem is the field of the form."""

    summary = "The habitats cannot be read"


@dataclass(frozen=True)
class Typed:
    """A row as it was typed. `number` counts from 1."""

    number: int
    habitat: str = ""
    action: str = ""
    size: str = ""
    reference: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it; which action is chosen says nothing by itself."""
        return not (self.habitat or self.size or self.reference)


@dataclass(frozen=True)
class Proposed:
    """A habitat on the site. `size` is in the unit of the habitat; nothing where it fills its parcel. `shape` is its
    parcel, nothing where it may be anywhere on the site."""

    number: int
    habitat: habitats.Habitat
    action: Action
    size: float | None
    reference: str
    shape: shapely.Geometry | None


def typed(values: Mapping[str, str], more: int = 0) -> list[Typed]:
    """The rows of a form's values, and so many empty ones more; never fewer than at first, nor more than the most."""
    count = values.get("rows", "")
    rows = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else FIRST_ROWS
    rows = min(max(rows, FIRST_ROWS) + more, MOST_ROWS)
    return [
        Typed(
            number, *(values.get(f"{field}-{number}", "").strip() for field in ("habitat", "action", "size", "parcel"))
        )
        for number in range(1, rows + 1)
    ]


def read(
    rows: Iterable[Typed], parcels: Mapping[str, shapely.Geometry], site: shapely.Geometry, others: Sequence[str]
) -> list[Proposed]:
    """The habitats of the rows that are not empty. `parcels` are by reference; `others` are names of habitats that the
    strategy uses.

    Raises ProposalsRefused with every problem.
    """
    found, problems = [], []
    for row in rows:
        if not row.is_empty:
            one, wrong = _read(row, parcels, others)
            problems += wrong
            found += [one] if one else []
    problems = problems or [*_too_much(found, site), *_overlapping(found)]
    if problems:
        raise ProposalsRefused(problems)
    return found


def _read(
    row: Typed, parcels: Mapping[str, shapely.Geometry], others: Sequence[str]
) -> tuple[Proposed | None, list[Problem]]:
    problems = []
    habitat = habitats.named(row.habitat, others)
    if habitat is None:
        problems.append(_unknown_habitat(row, others))
    if row.action not in list(Action):
        what = f"Row {row.number} does not say what happens to the habitat."
        problems.append(Problem(f"action-{row.number}", what, "Choose one of the three."))
    if row.reference and row.reference not in parcels:
        what = f"Row {row.number} is for parcel {row.reference!r}, and the land you gave has no such parcel."
        problems.append(Problem(f"parcel-{row.number}", what, _parcels_there(parcels)))
    size = None
    try:
        size = _size(row.size)
    except ValueError as error:
        problems.append(Problem(f"size-{row.number}", f"The size in row {row.number} {error}.", "Write it as 1.25."))
    if habitat and not row.size and not (row.reference and habitat.fills_land):
        unit = "hectares" if habitat.measured_in == "ha" else "kilometres"
        do = f"Give it in {unit}{', or choose the parcel that it fills' if habitat.fills_land else ''}."
        problems.append(Problem(f"size-{row.number}", f"Row {row.number} does not say how much there is.", do))
    if problems or habitat is None:
        return None, problems
    shape = parcels.get(row.reference) if row.reference else None
    if shape is not None and size is not None and habitat.fills_land:
        if size > shape.area / HA_M2 * (1 + TOLERANCE):
            what = f"Row {row.number} has {size:g} ha, and parcel {row.reference} has {shape.area / HA_M2:.4f} ha."
            return None, [Problem(f"size-{row.number}", what, "Leave the size empty where the habitat fills it.")]
        if size >= shape.area / HA_M2 * (1 - TOLERANCE):
            size = None
    return Proposed(row.number, habitat, Action(row.action), size, row.reference, shape), []


def _unknown_habitat(row: Typed, others: Sequence[str]) -> Problem:
    where = f"habitat-{row.number}"
    if not row.habitat:
        return Problem(where, f"Row {row.number} does not name a habitat.", "Name one, or empty the row.")
    name = row.habitat[:LETTERS]
    near = habitats.near(name, others)
    listed = " or ".join(f"“{one}”" for one in near)
    do = f"Did you mean {listed}?" if near else "Choose one from the list that the field offers."
    return Problem(where, f"“{name}” in row {row.number} is no habitat of the statutory biodiversity metric.", do)


def _parcels_there(parcels: Mapping[str, shapely.Geometry]) -> str:
    named = ", ".join(list(parcels)[:8])
    return f"Its parcels: {named}{' and others' if len(parcels) > 8 else ''}." if parcels else "It has no parcels."


def _size(text: str) -> float | None:
    """A size; nothing where none is given. Raises ValueError."""
    if not text:
        return None
    text = text.replace(",", "")
    if not text.isascii() or not text.replace(".", "", 1).isdigit() or len(text) > 12:
        raise ValueError("is not a number")
    size = float(text)
    if not 0 < size <= LARGEST_SIZE:
        raise ValueError("is nothing" if size == 0 else "is more than can be")
    return size


def _too_much(found: Sequence[Proposed], site: shapely.Geometry) -> list[Problem]:
    """Habitats that together take more land than there is, on the site or on one parcel, before or after."""
    held: dict[tuple[bool, str], list[Proposed]] = defaultdict(list)
    for one in found:
        if one.habitat.fills_land:
            before = one.action is Action.BASELINE
            held[before, ""].append(one)
            if one.reference:
                held[before, one.reference].append(one)
    problems = []
    for (before, reference), there in held.items():
        land = there[0].shape if reference and there[0].shape is not None else site
        area_ha, taken_ha = land.area / HA_M2, sum(_area_ha(one) for one in there)
        if taken_ha > area_ha * (1 + TOLERANCE):
            when = "are there now" if before else "are proposed"
            where = f"parcel {reference}" if reference else "the site"
            what = f"The habitats that {when} on {where} have {taken_ha:.4f} ha together, and it has {area_ha:.4f} ha."
            problems.append(Problem(f"size-{there[-1].number}", what, "Look for one that is counted twice."))
    return problems[:1]


def _area_ha(one: Proposed) -> float:
    if one.size is not None:
        return one.size
    return one.shape.area / HA_M2 if one.shape is not None else 0.0


def _overlapping(found: Sequence[Proposed]) -> list[Problem]:
    """Habitats that fill land which another fills at the same time."""
    filling = [one for one in found if one.habitat.fills_land and one.size is None and one.shape is not None]
    problems = []
    for first, second in combinations(filling, 2):
        if (first.action is Action.BASELINE) != (second.action is Action.BASELINE):
            continue
        shared_m2 = shapely.intersection(first.shape, second.shape).area
        if shared_m2 >= LEAST_M2:
            what = f"Rows {first.number} and {second.number} are on the same land, {ha(shared_m2 / HA_M2)} of it."
            do = "Give each its own parcel, or say how much of the parcel each takes."
            problems.append(Problem(f"parcel-{second.number}", what, do))
    return problems
