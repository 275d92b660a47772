"""The frozen records of the model as a schema: what a file says in, a record or plain words about it out.

Pydantic decides what is right; the words come from the record's own types, so that they are the same in any
release of it.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from types import GenericAlias, NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from lnrs.model import FundingRoute
from lnrs.strategy.toml_lines import KeyPath
from lnrs.strategy.wording import closest, did_you_mean, listed, shown

Record = TypeVar("Record")

UNKNOWN = "unexpected_keyword_argument"
MAY_BE_BLANK = {(FundingRoute, "url")}
"""Must be given, yet may be empty: a route to funding can be a person to ask, without a page of its own."""

_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value of a file, and what to do; `path` is where in the file's data it is."""

    path: KeyPath
    what: str
    do: str = ""


def validate(kind: type[Record], data: Mapping[str, Any], within: KeyPath = ()) -> tuple[Record | None, list[Fault]]:
    """A record of `kind` from the data of a TOML table, or every fault in it.

    Nothing is converted but numbers to decimals and lists to tuples; an unknown key is a fault; text that
    must be given must say something. `within` is the path of the table in its file.
    """
    try:
        (record,) = _adapter(cast(Any, kind)).validate_json(json.dumps([_said(kind, data)], default=str))
    except ValidationError as error:
        paths = [(tuple(found["loc"][1:]), found["type"]) for found in error.errors(include_url=False)]
        misspelt = {(*path[:-1], _meant(kind, path)) for path, problem in paths if problem == UNKNOWN}
        said_once = [(path, problem) for path, problem in paths if problem == UNKNOWN or path not in misspelt]
        return None, [_fault(kind, data, path, problem, within) for path, problem in said_once]
    return record, []


def _meant(kind: type, path: KeyPath) -> str:
    """The key that a misspelt one is likeliest to be meant for."""
    return closest(str(path[-1]), _keys_beside(kind, path))


def _keys_beside(kind: type, path: KeyPath) -> tuple[str, ...]:
    return columns(hint_at(kind, path[:-1]))


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    """Records take the settings of the tuple around them; set on the record they would change the model."""
    return TypeAdapter(cast(Any, GenericAlias(tuple, (kind,))), config=_STRICT)


def _said(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without blank text, so that what must be given and is blank counts as missing."""
    said = {key: value for key, value in data.items() if (kind, key) in MAY_BE_BLANK or not _blank(value)}
    return {key: _said_value(hint_at(kind, (key,)), value) for key, value in said.items()}


def _said_value(hint: Any, value: Any) -> Any:
    if isinstance(value, list) and get_origin(hint) is tuple:
        return [_said_value(get_args(hint)[0], item) for item in value]
    return _said(hint, value) if _is_record(hint) and isinstance(value, dict) else value


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and is_dataclass(hint)


def _blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def columns(kind: type) -> tuple[str, ...]:
    """The names of a record's fields, in order."""
    return tuple(field.name for field in fields(kind))


def required(kind: type) -> tuple[str, ...]:
    """The names of the fields that have no value of their own and so must be given."""
    return tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)


@cache
def hints(kind: type) -> dict[str, Any]:
    """The type of each field of a record; of what may be left out, the type it has when given."""
    return {name: _given(hint) for name, hint in get_type_hints(kind).items()}


def _given(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        given = [option for option in get_args(hint) if option is not NoneType]
        return given[0] if len(given) == 1 else hint
    return hint


def hint_at(kind: Any, path: KeyPath) -> Any:
    """The type of what stands at a path inside a record; None where nothing should."""
    for part in path:
        if isinstance(part, int):
            kind = next(iter(get_args(kind)), None)
        else:
            kind = hints(kind).get(part) if _is_record(kind) else None
    return kind


def phrase(hint: Any) -> str:
    """What a value of a type is called by the people who write it."""
    if get_origin(hint) is Literal:
        return f"{'one of ' if len(get_args(hint)) > 2 else ''}{listed(get_args(hint), 'or')}"
    if get_origin(hint) is tuple:
        return "a list of tables" if _is_record(get_args(hint)[0]) else 'a list such as ["one", "another"]'
    names = {
        int: "a whole number",
        float: "a number",
        bool: "true or false, without quotation marks",
        str: "text in quotation marks",
        date: "a date such as 2026-10-01",
    }
    return names.get(hint, "a table")


def _fault(kind: type, data: Mapping[str, Any], path: KeyPath, problem: str, within: KeyPath) -> Fault:
    name = next(part for part in reversed(path) if isinstance(part, str))
    table = table_name((*within, *path[:-1]))
    hint = hint_at(kind, path)
    value = _value_at(data, path)
    if problem == UNKNOWN:
        advice = did_you_mean(name, _keys_beside(kind, path))
        return Fault((*within, *path), f"{name} is not a key of {table}.", advice)
    if problem == "missing":
        state = "is empty" if value is not None else f"is missing from {table}"
        return Fault((*within, *path), f"{name} {state}.", f"It must be {phrase(hint)}.")
    what = f"{name} must be {phrase(hint)}, not {shown(value)}."
    return Fault((*within, *path), what, _suggestion(hint, value))


def _suggestion(hint: Any, value: Any) -> str:
    if get_origin(hint) is Literal and isinstance(value, str) and (likeliest := closest(value, get_args(hint))):
        return f"Did you mean {likeliest}?"
    if hint == tuple[str, ...] and isinstance(value, str):
        return f'Write ["{value}"].'
    return ""


def table_name(path: KeyPath) -> str:
    """A table as its writer knows it: `[strategy.contact]`, `[[theme]]`, or `the file` for the top."""
    names = ".".join(part for part in path if isinstance(part, str))
    if not names:
        return "the file"
    return f"[[{names}]]" if isinstance(path[-1], int) else f"[{names}]"


def _value_at(data: Any, path: KeyPath) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data
