"""The measures and priorities of an edition that a project delivers, as a form asks for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import shapely

from lnrs.errors import Problem
from lnrs_web.delivery.models import Version
from lnrs_web.delivery.refused import ProjectRefused
from lnrs_web.editions.models import Edition, Measure, Priority
from lnrs_web.editions.significant import mapped_land

HERE = "What the map proposes on this land"
LEAST_M2 = 1.0
"""Less shared land than this is two edges that nearly agree."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen: measures with their parcels (none is all of the land), and priorities of the whole project."""

    edition: str
    measures: dict[str, list[str]]
    priorities: list[str]


@dataclass(frozen=True)
class Choice:
    """A measure or a priority on the form."""

    ref: str
    name: str
    is_chosen: bool
    parcels: str = ""


@dataclass(frozen=True)
class Group:
    """Measures on the form: those that are mapped on the land, or the others by the first priority that they serve."""

    name: str
    choices: list[Choice]
    is_here: bool = False

    @property
    def chosen(self) -> int:
        """How many of them are chosen."""
        return sum(one.is_chosen for one in self.choices)


def read(
    edition: Edition, typed: Mapping[str, str], several: Mapping[str, Iterable[str]], land: Iterable[str]
) -> Chosen:
    """What a form was sent with; `several` has all values of the boxes `measure` and `priority`, and `land` the
    references of the parcels. Raises ProjectRefused with every problem."""
    problems, parcels_of = [], {}
    known = set(land)
    measures = _known(Measure.objects.filter(edition=edition).values_list("ref", flat=True), several.get("measure", ()))
    priorities = Priority.objects.filter(edition=edition).values_list("ref", flat=True)
    for ref in measures:
        named = [one.strip() for one in typed.get(f"parcels-{ref}", "").split(",") if one.strip()]
        if strange := [one for one in named if one not in known]:
            what = f"{ref}: the land has no parcel {', '.join(strange[:5])[:80]}."
            problems.append(Problem(f"parcels-{ref}", what, "Use the parcels’ own names, with commas between them."))
        parcels_of[ref] = list(dict.fromkeys(named))
    chosen = _known(priorities, several.get("priority", ()))
    if not parcels_of and not chosen:
        problems.append(Problem("measures", "No measure or priority is chosen.", "Choose what the project delivers."))
    if problems:
        raise ProjectRefused(problems)
    return Chosen(edition.identity, parcels_of, chosen)


def choices(edition: Edition, version: Version, typed: Mapping[str, str] | None = None) -> list[Group]:
    """Measures for the form, those that are mapped on the land first; what a version has is chosen."""
    names = {one.ref: one.priority for one in Priority.objects.filter(edition=edition)}
    here, groups = _mapped_on(edition, version), {HERE: list[Choice]()}
    for one in Measure.objects.filter(edition=edition):
        first = one.priorities[0] if one.priorities else ""
        parcels = ", ".join(version.measures.get(one.ref, []))
        parcels = typed.get(f"parcels-{one.ref}", parcels) if typed else parcels
        choice = Choice(one.ref, one.measure, one.ref in version.measures, parcels)
        group = HERE if one.ref in here else f"{first} {names.get(first, '')}".strip()
        groups.setdefault(group, []).append(choice)
    return [Group(name, of_it, name == HERE) for name, of_it in groups.items() if of_it]


def _mapped_on(edition: Edition, version: Version) -> set[str]:
    """References of the measures that the edition maps on land of a version."""
    if not version.land:
        return set()
    land = shapely.union_all([one.shape for one in version.land])
    found = [one for one in mapped_land(edition, land) if one.shape.intersection(land).area >= LEAST_M2]
    return set().union(*(one.measures for one in found))


def priority_choices(edition: Edition, version: Version) -> list[Choice]:
    """Priorities, for the form."""
    found = Priority.objects.filter(edition=edition)
    return [Choice(one.ref, one.priority, one.ref in version.priorities) for one in found]


def _known(refs: Iterable[str], asked: Iterable[str]) -> list[str]:
    wanted = set(asked)
    return [one for one in refs if one in wanted]
