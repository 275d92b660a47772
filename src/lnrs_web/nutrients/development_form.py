"""The form of a development: what is typed becomes the file that `lnrs nutrients` reads, and nothing is kept.

What is typed is part of the page's address, so that the answer can be kept, sent and printed by whoever asked.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lnrs.errors import Problem
from lnrs.nutrients.catchments import Catchment, catchments
from lnrs_web.nutrients.typed import Field, read_whole
from lnrs_web.pages.days import read_day

MOST = {"phase": 4, "use": 8, "land": 8}
"""How many rows of each kind there can be."""
START = {"phase": 1, "use": 2, "land": 1}
LETTERS = 120
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?")
NOT_WRITTEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Rows:
    """Rows of one kind: their number, and the fields of each."""

    kind: str
    legend: str
    fields: tuple[Field, ...]

    def of(self, number: int) -> list[Field]:
        """The fields of a row, with the row in their names."""
        made = (
            Field(f"{self.kind}-{number}-{one.name}", one.label, one.kind, one.hint, one.options) for one in self.fields
        )
        return list(made)


def top(catchment: Catchment) -> tuple[Field, ...]:
    """What is asked of the whole development."""
    names = tuple((one.name, one.title) for one in catchments())
    return (
        Field("name", "Name of the development"),
        Field("catchment", "Catchment", "select", options=names, start=catchment.name),
        Field("as_of", "Day of the budget", "date", "The rules of that day are used."),
        Field("area_ha", "Area of the whole site, ha", hint="Within the catchment or not."),
    )


def kinds(catchment: Catchment, *, several: bool) -> tuple[Rows, ...]:
    """The kinds of rows that are asked for; with `several` phases land says with which of them it changes."""
    works = tuple((one.name, one.title) for one in catchment.works.values())
    return (
        Rows(
            "phase",
            "Homes",
            (
                Field("dwellings", "Dwellings", "whole"),
                Field("occupied", "First lived in on", "date"),
                Field("works", "Treatment works", "select", options=works),
            ),
        ),
        Rows(
            "use",
            "Land use",
            (
                Field("name", "Land use", hint="residential, for homes"),
                Field("nitrogen", "Nitrogen, kg/ha a year"),
                Field("phosphorus", "Phosphorus, kg/ha a year"),
                Field("source", "Where you read it"),
            ),
        ),
        Rows(
            "land",
            "Land that changes",
            (
                Field("area", "Area, ha"),
                Field("before", "Land use now"),
                Field("after", "Land use afterwards"),
                *((Field("phase", "With which homes", hint="their number"),) if several else ()),
                Field("drained", "Share that drains through SuDS", hint="0 to 1"),
                Field("removed_n", "Share of nitrogen SuDS remove", hint="0 to 1"),
                Field("removed_p", "Share of phosphorus SuDS remove", hint="0 to 1"),
            ),
        ),
    )


@dataclass
class Typed:
    """What was typed, with the number of rows of each kind."""

    values: Mapping[str, str]
    counts: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A text on one line."""
        return " ".join(NOT_WRITTEN.sub(" ", self.values.get(name, "")).split())[:LETTERS]

    def wrong(self, name: str, what: str, do: str = "") -> None:
        """Note a problem of a field."""
        self.problems.append(Problem(name, what, do))

    def add_text(self, key: str, name: str, label: str) -> None:
        """A line with a text that has to be there."""
        if not (text := self.text(name)):
            self.wrong(name, f"{label} is missing.", "Write it down.")
        self.lines.append(f"{key} = {json.dumps(text, ensure_ascii=False)}")

    def add_number(self, key: str, name: str, label: str, most: int | None = None) -> None:
        """A line with a number of 0 or more."""
        text = self.text(name).replace(",", "")
        if not text.isascii() or not _NUMBER.fullmatch(text):
            self.wrong(name, f"{label} is missing, or is no number.", "Write it in figures, as 0.87.")
        elif most is not None and Decimal(text) > most:
            self.wrong(name, f"{label} is above {most}.", f"Write a number from 0 to {most}.")
        else:
            self.lines.append(f"{key} = {_plain(text)}")

    def add_day(self, key: str, name: str, label: str) -> None:
        """A line with a day."""
        try:
            self.lines.append(f"{key} = {read_day(self.text(name))}")
        except ValueError:
            self.wrong(name, f"{label} is missing, or is no day.", "Give day, month and year.")


def _plain(text: str) -> str:
    """A number as TOML has it, without noughts before it.

    >>> _plain("007.50"), _plain("0.5"), _plain("0")
    ('7.50', '0.5', '0')
    """
    whole, point, rest = text.partition(".")
    return f"{whole.lstrip('0') or '0'}{point}{rest}"


def typed(values: Mapping[str, str]) -> Typed:
    """What was typed; `step` says which row is wanted more."""
    counts = {}
    for kind, start in START.items():
        asked = values.get(f"{kind}s", "")
        count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else start
        counts[kind] = min(max(count + (values.get("step") == kind), 1), MOST[kind])
    return Typed(values, counts)


def as_file(given: Typed, catchment: Catchment) -> str:
    """The development as `lnrs nutrients` reads it; what is wrong is noted in `given.problems`."""
    given.lines = []
    given.add_text("name", "name", "The name of the development")
    given.add_day("as_of", "as_of", "The day of the budget")
    given.lines.append(f"catchment = {json.dumps(catchment.name)}")
    given.add_number("area_ha", "area_ha", "The area of the whole site")
    phases = list(_rows(given, "phase", ("dwellings", "occupied")))
    if not phases:
        given.wrong("phase-1-dwellings", "There are no homes.", "Say how many, since when, and to which works.")
    for number in phases:
        _phase(given, number, catchment)
    for number in _rows(given, "use", ("name", "nitrogen", "phosphorus", "source")):
        given.lines += ["", "[[coefficient]]"]
        given.add_text("land_use", f"use-{number}-name", f"The name of land use {number}")
        given.add_number("nitrogen_kg_ha", f"use-{number}-nitrogen", f"The nitrogen of land use {number}")
        given.add_number("phosphorus_kg_ha", f"use-{number}-phosphorus", f"The phosphorus of land use {number}")
        if source := given.text(f"use-{number}-source"):
            given.lines.append(f"source = {json.dumps(source, ensure_ascii=False)}")
    uses = {given.text(f"use-{number}-name") for number in range(1, given.counts["use"] + 1)}
    for number in _rows(given, "land", ("area", "before", "after")):
        _land(given, number, phases, uses)
    return "\n".join(given.lines) + "\n"


def _rows(given: Typed, kind: str, fields: tuple[str, ...]) -> Iterator[int]:
    """The numbers of rows in which something is typed. Of land uses a name alone, as it stands there, is nothing."""
    for number in range(1, given.counts[kind] + 1):
        told = [one for one in fields if given.text(f"{kind}-{number}-{one}")]
        if told and not (kind == "use" and told == ["name"] and not _is_used(given, given.text(f"use-{number}-name"))):
            yield number


def _is_used(given: Typed, name: str) -> bool:
    numbers = range(1, given.counts["land"] + 1)
    return any(given.text(f"land-{number}-{one}") == name for number in numbers for one in ("before", "after"))


def _phase(given: Typed, number: int, catchment: Catchment) -> None:
    given.lines += ["", "[[phase]]", f'name = "{number}"']
    given.add_day("occupied", f"phase-{number}-occupied", f"The day on which homes {number} are first lived in")
    name = f"phase-{number}-dwellings"
    try:
        if not 0 < (count := read_whole(given.text(name))) <= 100_000:
            raise ValueError(count)
        given.lines.append(f"dwellings = {count}")
    except ValueError:
        given.wrong(name, f"The number of homes {number} is missing, or is no whole number.", "Write it in figures.")
    works = given.text(f"phase-{number}-works")
    if works not in catchment.works:
        given.wrong(f"phase-{number}-works", f"The treatment works of homes {number} is missing.", "Choose one.")
    given.lines.append(f"works = {json.dumps(works)}")


def _land(given: Typed, number: int, phases: list[int], uses: set[str]) -> None:
    given.lines += ["", "[[land]]"]
    phase = given.text(f"land-{number}-phase") or (str(phases[0]) if len(phases) == 1 else "")
    if phases and phase not in {str(one) for one in phases}:
        given.wrong(
            f"land-{number}-phase", f"Land {number} does not say with which homes it changes.", "Give a number."
        )
    given.lines.append(f"phase = {json.dumps(phase)}")
    given.add_number("area_ha", f"land-{number}-area", f"The area of land {number}")
    for key, when, becomes in (("before", "now", "is"), ("after", "afterwards", "will be")):
        name = f"land-{number}-{key}"
        given.add_text(key, name, f"For land {number} the land use {when}")
        if (use := given.text(name)) and use not in uses:
            said = f"Land {number} {becomes} {use}, which is no land use above."
            given.wrong(name, said, "Say what a hectare loses.")
    if given.text(f"land-{number}-drained"):
        given.add_number("drained_share", f"land-{number}-drained", f"The drained share of land {number}", most=1)
        for nutrient, letter in (("nitrogen", "n"), ("phosphorus", "p")):
            name = f"land-{number}-removed_{letter}"
            if given.text(name):
                given.add_number(
                    f"removed_{nutrient}", name, f"The {nutrient} that SuDS remove on land {number}", most=1
                )
