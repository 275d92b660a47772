"""A CQL2 filter (OGC 21-065r2) as a condition on the rows of a layer.

Comparisons with nothing are neither true nor false, and nor is their opposite, as in SQL and in the standard.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import shapely
from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.functions import Collate
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual

from lnrs_web.open_data import cql2_text
from lnrs_web.open_data.boxes import box_of
from lnrs_web.open_data.cql2_text import DEEPEST, NotCql2
from lnrs_web.open_data.crs import Crs, in_xy, to_grid
from lnrs_web.open_data.layers import Field

LONGEST, MOST = 8_000, 200
"""Letters of a filter, and conditions in it."""
_COMPARE = {"=": Exact, "<": LessThan, ">": GreaterThan, "<=": LessThanOrEqual, ">=": GreaterThanOrEqual}
_EVERY, _NONE = Q(pk__isnull=False), Q(pk__isnull=True)
WORDS = {"integer": "a number", "number": "a number", "string": "a 'text'", "date": "a DATE('2026-01-31')"}

Where = Callable[[shapely.Geometry], Q]
"""What rows meet a shape of EPSG:27700."""


def condition(text: str, language: str, crs: Crs, fields: Mapping[str, Field], where: Where) -> Q:
    """The condition of a filter in `cql2-text` or `cql2-json`; shapes in it are in `crs`. Raises NotCql2."""
    if len(text) > LONGEST:
        raise NotCql2(f"it is longer than {LONGEST:,} letters")
    if "\x00" in text:
        raise NotCql2("it holds a zero byte")
    tree = cql2_text.read(text) if language == "cql2-text" else _from_json(text)
    if _count(tree) > MOST:
        raise NotCql2(f"it has more than {MOST} conditions")
    return _condition(tree, crs, fields, where)


def _from_json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotCql2("it is not JSON") from error


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _count(tree: Any, depth: int = 0) -> int:
    """How many conditions there are in a tree."""
    if depth > DEEPEST:
        raise NotCql2(f"there are more than {DEEPEST} conditions within one another")
    args = tree.get("args") if isinstance(tree, dict) and tree.get("op") in ("and", "or", "not") else None
    return sum(_count(arg, depth + 1) for arg in args) if isinstance(args, list) else 1


def _condition(tree: Any, crs: Crs, fields: Mapping[str, Field], where: Where) -> Q:
    if isinstance(tree, bool):
        return _EVERY if tree else _NONE
    if not isinstance(tree, dict) or not isinstance(tree.get("args"), list):
        raise NotCql2("a condition has an `op` and its `args`")
    op, args = str(tree.get("op")), tree["args"]
    if op in ("and", "or", "not"):
        if not args or (op == "not" and len(args) != 1):
            raise NotCql2(f"{op.upper()} has {'one condition' if op == 'not' else 'two conditions or more'}")
        parts = [_condition(part, crs, fields, where) for part in args]
        return ~parts[0] if op == "not" else Q(*parts, _connector=op.upper())
    if op == "isNull":
        if len(args) != 1:
            raise NotCql2("IS NULL has one property")
        return Q(IsNull(F(_named(args[0], fields).column), True))
    if op == "s_intersects":
        return where(_shape(args, crs))
    if op == "<>" or op in _COMPARE:
        return _compared(op, args, fields)
    raise NotCql2(f"{op!r} is not an operator that is known here")


def _named(arg: Any, fields: Mapping[str, Field]) -> Field:
    name = arg.get("property") if isinstance(arg, dict) else None
    if not isinstance(name, str):
        raise NotCql2("the name of a property comes first, and what it is compared with comes after")
    if name not in fields:
        raise NotCql2(f"there is no property {name!r} to ask by; there are {', '.join(fields)}")
    return fields[name]


def _compared(op: str, args: list[Any], fields: Mapping[str, Field]) -> Q:
    if len(args) != 2:
        raise NotCql2(f"{op} has a property and a value")
    field = _named(args[0], fields)
    value = literal(args[1], field)
    side: Any = F(field.column)
    if field.kind == "string" and op not in ("=", "<>") and connection.vendor == "postgresql":
        side = Collate(side, "C")  # by the letters' numbers, as SQLite does and as no language of the server changes
    return ~Q(Exact(side, Value(value))) if op == "<>" else Q(_COMPARE[op](side, Value(value)))


def literal(arg: Any, field: Field) -> Any:
    """The value that a property is compared with. Raises NotCql2 where it is of another kind."""
    wrong = NotCql2(f"{field.name} is compared with {WORDS[field.kind]}, not {json.dumps(arg)[:60]}")
    if field.kind == "date":
        try:
            return date.fromisoformat(arg["date"]) if isinstance(arg, dict) else date.fromisoformat("")
        except (KeyError, TypeError, ValueError) as error:
            raise wrong from error
    if field.kind == "string":
        if isinstance(arg, str):
            return arg
        raise wrong
    if isinstance(arg, bool) or not isinstance(arg, int | float):
        raise wrong
    if abs(arg) >= 2**53:
        raise NotCql2(f"{arg} is too large a number")
    return arg if field.kind == "integer" and isinstance(arg, int) else float(arg)


def _shape(args: list[Any], crs: Crs) -> shapely.Geometry:
    """The shape of an S_INTERSECTS, in EPSG:27700."""
    is_ours = [isinstance(arg, dict) and arg.get("property") == "geometry" for arg in args]
    if len(args) != 2 or sum(is_ours) != 1:
        raise NotCql2("S_INTERSECTS has the property geometry and a shape")
    arg = args[is_ours.index(False)]
    if isinstance(arg, dict) and "bbox" in arg:
        try:
            return box_of(arg["bbox"], crs)
        except (TypeError, ValueError) as error:
            raise NotCql2(str(error)) from error
    try:
        shape = shapely.from_geojson(json.dumps(arg))
    except shapely.GEOSException as error:
        raise NotCql2("what S_INTERSECTS is given is not a shape") from error
    if shape is None or shape.is_empty or not shapely.is_valid(shape):
        raise NotCql2("the shape is empty, or crosses itself")
    return to_grid(in_xy(shape, crs), crs)
