"""What is asked of the items of a collection, checked whole before anything is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import shapely
from django.db.models import Q
from django.http import HttpRequest

from lnrs_web.open_data.answers import Refused, known_only
from lnrs_web.open_data.boxes import box_of
from lnrs_web.open_data.collections import Collection
from lnrs_web.open_data.cql2 import condition, literal
from lnrs_web.open_data.cql2_text import NotCql2
from lnrs_web.open_data.crs import CRS84, OFFERED, Crs
from lnrs_web.open_data.layers import Field

FEWEST, MOST, USUAL = 1, 10_000, 100
"""Features of a page."""
LANGUAGES = ("cql2-text", "cql2-json")
PARAMETERS = (
    *("f", "limit", "offset", "bbox", "bbox-crs", "crs", "datetime"),
    *("properties", "filter", "filter-lang", "filter-crs"),
)
Value = TypeVar("Value")
Interval = tuple[date | None, date | None]


@dataclass(frozen=True)
class Asked:
    """What is asked of a collection, in the words of its layer."""

    limit: int
    offset: int
    crs: Crs
    fields: tuple[Field, ...]
    where: Q


def asked_of(request: HttpRequest, collection: Collection) -> Asked:
    """What a request asks of a collection. Raises Refused with everything that is wrong."""
    layer, edition = collection.layer, collection.edition
    queryables = layer.queryables
    problems = known_only(request, (*PARAMETERS, *queryables))

    def given(name: str, read: Callable[[str], Value], otherwise: Value) -> Value:
        try:
            return read(request.GET[name]) if name in request.GET else otherwise
        except ValueError as error:
            problems.append((name, str(error)))
            return otherwise

    crs = given("crs", _crs, CRS84)
    box_crs, filter_crs = given("bbox-crs", _crs, CRS84), given("filter-crs", _crs, CRS84)
    language = given("filter-lang", _language, LANGUAGES[0])

    def near(shape: shapely.Geometry) -> Q:
        return layer.where(edition, shape)

    where = [
        given("bbox", lambda text: near(_box(text, box_crs)), Q()),
        given("datetime", lambda text: Q(pk__isnull=not _holds(_interval(text), edition.as_of)), Q()),
        given("filter", lambda text: condition(text, language, filter_crs, queryables, near), Q()),
        *(given(name, lambda text, field=field: _equal(text, field), Q()) for name, field in queryables.items()),  # type: ignore[misc]
    ]
    found = Asked(
        limit=min(given("limit", lambda text: _whole(text, FEWEST), USUAL), MOST),
        offset=given("offset", lambda text: _whole(text, 0), 0),
        crs=crs,
        fields=given("properties", lambda text: _fields(text, layer.fields), layer.fields),
        where=Q(*where),
    )
    if problems:
        raise Refused(problems)
    return found


def crs_asked_for(request: HttpRequest) -> Crs:
    """The coordinate system that one feature is asked for in. Raises Refused."""
    problems = known_only(request, ("f", "crs"))
    crs = CRS84
    try:
        crs = _crs(request.GET.get("crs", CRS84.uri))
    except ValueError as error:
        problems.append(("crs", str(error)))
    if problems:
        raise Refused(problems)
    return crs


def _whole(text: str, least: int) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < least:
        raise ValueError(f"{text[:40]!r} is not a whole number from {least} on")
    return int(text)


def _crs(text: str) -> Crs:
    if text.strip("[]") not in OFFERED:
        raise ValueError(f"{text[:80]!r} is not one of {', '.join(OFFERED)}")
    return OFFERED[text.strip("[]")]


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(f"{text[:40]!r} is not one of {', '.join(LANGUAGES)}")
    return text


def _box(text: str, crs: Crs) -> shapely.Geometry:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise ValueError(f"{text[:80]!r} is not four numbers with commas between them, or six") from error
    return box_of(numbers, crs)


def _interval(text: str) -> Interval:
    """The first and the last day of a day, an instant or an interval of them, open where there is `..` or nothing."""
    parts = text.split("/")
    if len(parts) == 1:
        day = _day(text)
        return day, day
    if len(parts) != 2 or all(part in ("", "..") for part in parts):
        raise ValueError(f"{text[:60]!r} is not a day, a time, or two of these with / between them")
    first, last = (None if part in ("", "..") else _day(part) for part in parts)
    if first and last and first > last:
        raise ValueError(f"{text[:60]!r} ends before it begins")
    return first, last


def _day(text: str) -> date:
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text.upper())
        if "T" not in text.upper() or moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC).date()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:40]!r} is not a date such as 2026-01-31 or 2026-01-31T12:00:00Z") from error


def _holds(interval: Interval, day: date) -> bool:
    first, last = interval
    return (first is None or first <= day) and (last is None or day <= last)


def _fields(text: str, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    named: Mapping[str, Field] = {one.name: one for one in fields}
    wanted = [name for name in text.split(",") if name]
    if unknown := [name for name in wanted if name not in named]:
        raise ValueError(f"there is no {', '.join(map(repr, unknown))[:80]}; there are {', '.join(named)}")
    return tuple(one for one in fields if one.name in wanted)


def _equal(text: str, field: Field) -> Q:
    """The condition that a property is what a parameter of its name says."""
    value: Any = text
    if field.kind == "date":
        value = {"date": text}
    elif field.kind != "string":
        try:
            value = int(text) if field.kind == "integer" else float(text)
            if value != value or value in (float("inf"), float("-inf")):
                raise ValueError
        except ValueError as error:
            raise ValueError(f"{text[:40]!r} is not a number") from error
    try:
        return Q(**{field.column: literal(value, field)})
    except NotCql2 as error:
        raise ValueError(str(error)) from error
