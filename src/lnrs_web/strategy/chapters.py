"""The strategy in the order in which it is read: themes, in each its priorities, under each its own measures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lnrs_web.editions.models import Measure, Priority, Species, Theme


@dataclass(frozen=True)
class Mapped:
    """A measure with how much land it is mapped on; nothing for a wider measure."""

    measure: Measure
    area_ha: float | None


@dataclass(frozen=True)
class Section:
    """A priority with the measures that are numbered under it, and how much land all that serve it are mapped on."""

    priority: Priority
    measures: list[Mapped]
    area_ha: float | None


@dataclass(frozen=True)
class Chapter:
    """A theme with its priorities."""

    theme: Theme
    sections: list[Section]


@dataclass(frozen=True)
class Helped:
    """A species with the measures that help it."""

    species: Species
    measures: list[Measure]


def mapped(measures: Iterable[Measure], area_ha: Mapping[str, float]) -> list[Mapped]:
    """Measures with their hectares, by reference."""
    return [Mapped(one, area_ha.get(one.ref, 0.0) if one.mapped else None) for one in measures]


def chapters(
    themes: Iterable[Theme],
    priorities: Iterable[Priority],
    measures: Iterable[Mapped],
    area_ha: Mapping[str, float],
) -> list[Chapter]:
    """The chapters that have a priority. A measure belongs under the first priority that it names."""
    own, of_theme = defaultdict(list), defaultdict(list)
    for one in measures:
        own[one.measure.priorities[0]].append(one)
    for priority in priorities:
        of_theme[priority.theme].append(Section(priority, own[priority.ref], area_ha.get(priority.ref)))
    return [Chapter(theme, of_theme[theme.prefix]) for theme in themes if theme.prefix in of_theme]


def by_group(species: Iterable[Species], measures: Mapping[str, Measure]) -> dict[str, list[Helped]]:
    """Species by their group, groups and species in the order of the strategy."""
    groups: dict[str, list[Helped]] = {}
    for one in species:
        helped = Helped(one, [measures[ref] for ref in one.measures if ref in measures])
        groups.setdefault(one.group, []).append(helped)
    return groups
