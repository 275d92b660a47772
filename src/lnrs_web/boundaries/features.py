"""What a file holds before it is land: shapes with columns; and which column is the parcel's reference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from lnrs.errors import Problem
from lnrs_web.boundaries import limits
from lnrs_web.boundaries.grid import to_national_grid
from lnrs_web.boundaries.parcels import LandRefused, Note, Parcel, numbered_apart, parcel, told, too_many, within_limits

FIELD = "upload"

REFERENCES = (
    ("sheet_id", "parcel_id"),
    ("sheet", "parcel"),
    ("parcel_ref",),
    ("parcelref",),
    ("parcel_reference",),
    ("sheet_parcel",),
    ("sheet_parcel_id",),
    ("land_parcel",),
    ("parcel_id",),
    ("parcelid",),
    ("field_ref",),
    ("field_id",),
    ("field_no",),
    ("reference",),
    ("ref",),
    ("field_name",),
    ("fieldname",),
    ("name",),
    ("title",),
    ("id",),
    ("fid",),
)
"""Columns that hold a parcel's reference in common exports, the surest first: those of the Rural Payments Agency's
land parcels (sheet and parcel), of farm software, and plain names."""


@dataclass(frozen=True)
class Features:
    """Shapes in one coordinate system with their columns. `system` is anything that pyproj reads; None is unknown."""

    shapes: list[shapely.Geometry]
    columns: dict[str, list[Any]]
    system: Any


def parcels_of(features: Features, column: str = "", *, apart: bool = True) -> list[Parcel]:
    """The features as parcels on the National Grid. `column` is the one that the person says holds the reference; where
    several have one reference they are numbered apart, unless `apart` is false.

    Raises LandRefused.
    """
    if problems := too_many(features.shapes, FIELD):
        raise LandRefused(problems)
    refs = references(features.columns, len(features.shapes), column)
    shapes, moved = to_national_grid(features.shapes, features.system)
    notes = (Note.DEGREES,) if moved else ()
    found = []
    for ref, shape in zip(refs, shapes, strict=True):
        try:
            found.append(parcel(ref, shape, notes))
        except ValueError as error:
            problems.append(Problem(FIELD, f"Parcel {ref} {error}.", "Mend it, or take it out of the file."))
    if problems:
        raise LandRefused(told(problems, FIELD))
    return within_limits(numbered_apart(found) if apart else found, FIELD)


def references(columns: Mapping[str, Sequence[Any]], count: int, column: str = "") -> list[str]:
    """The reference of each feature, by the column that the person names or else by the one that is known best; its
    number where there is none.

    Raises LandRefused where the file has no column of that name.
    """
    named = {name.lower(): values for name, values in columns.items()}
    if column:
        if column.lower() not in named:
            has = ", ".join(columns) or "none"
            raise LandRefused([Problem("ref_column", f"The file has no column {column!r}.", f"Its columns: {has}.")])
        chosen: tuple[str, ...] = (column.lower(),)
    else:
        chosen = next((one for one in REFERENCES if _held(named, one)), ())
    return [" ".join(_text(named[part][row]) for part in chosen).strip() or str(row + 1) for row in range(count)]


def _held(named: Mapping[str, Sequence[Any]], parts: tuple[str, ...]) -> bool:
    """Whether the columns say something of one feature at least; 0 alone is what a GIS fills an empty column with."""
    return all(part in named and any(_text(value) not in ("", "0") for value in named[part]) for part in parts)


def _text(value: Any) -> str:
    """A cell as people write it; nothing for a missing one."""
    if value is None or value != value:  # a missing number is unlike itself
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = " ".join(str(value).split())
    return "".join(letter for letter in words if letter.isprintable())[: limits.NAME_LETTERS]
