"""What a reader wants to see on the map, as the page's address says it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, get_args

from lnrs.model import Principle
from lnrs_web.strategy.chapters import Chapter, Mapped

PARTS = {
    "measures": "Measures",
    "importance": "Areas of particular importance",
    "could_become": "Areas that could become important",
}
"""What the map can show, by its name in addresses."""
SHOWN_AT_FIRST = ("measures", "importance")

_LATITUDES, _LONGITUDES, _ZOOMS = (49.0, 61.0), (-9.0, 2.1), (0.0, 22.0)
LEAST_STRENGTH, FULL_STRENGTH = 20, 100
"""Per cent of its colour that the land on the map may be shown with."""


class Asked(Protocol):
    """The query of a page's address."""

    def get(self, name: str, otherwise: str, /) -> str:
        """The last value."""

    def getlist(self, name: str, /) -> list[str]:
        """Every value."""


@dataclass(frozen=True)
class Wanted:
    """What to show. Where nothing is named of a kind, all of that kind is shown."""

    parts: tuple[str, ...] = SHOWN_AT_FIRST
    themes: tuple[str, ...] = ()
    priority: str = ""
    measure: str = ""
    principles: tuple[str, ...] = ()
    strength: int = FULL_STRENGTH
    """Per cent of full colour."""
    view: str = ""
    """Latitude, longitude and zoom of the middle of the map; empty for the whole area."""

    @property
    def narrowed(self) -> bool:
        """Whether only some of the measures are wanted."""
        return bool(self.themes or self.priority or self.measure or self.principles)


@dataclass(frozen=True)
class OfTheme:
    """A theme's measures that are shown and have land on the map."""

    chapter: Chapter
    measures: list[Mapped]


def read(asked: Asked, chapters: Sequence[Chapter]) -> tuple[Wanted, list[str]]:
    """What is wanted, and every problem with it in words; what has a problem is left out of what is wanted."""
    known = known_words(chapters)
    problems: list[str] = []

    def those(name: str, what: str, of: Iterable[str]) -> tuple[str, ...]:
        given, right = [one for one in asked.getlist(name) if one], set(of)
        problems.extend(
            f"This edition has no {what} {one[:40]!r}. Choose from the list." for one in given if one not in right
        )
        return tuple(dict.fromkeys(one for one in given if one in right))

    parts = those("layers", "layer", PARTS)
    themes = those("theme", "theme", known["theme"])
    priority, measure = those("priority", "priority", known["priority"]), those("measure", "measure", known["measure"])
    principles = those("principle", "principle", known["principle"])
    strength, view, wrong = strength_and_view(asked)
    problems += wrong
    return (
        Wanted(
            parts=parts or SHOWN_AT_FIRST,
            themes=themes,
            priority=priority[-1] if priority else "",
            measure=measure[-1] if measure else "",
            principles=principles,
            strength=strength,
            view=view,
        ),
        problems,
    )


def strength_and_view(asked: Asked) -> tuple[int, str, list[str]]:
    """The strength of colours in per cent, the view, and every problem with them in words."""
    problems = []
    strength, view = asked.get("strength", ""), asked.get("view", "")
    if strength and not (
        strength.isascii() and strength.isdigit() and LEAST_STRENGTH <= int(strength[:4]) <= FULL_STRENGTH
    ):
        problems.append(f"The strength of the colours is a whole number from {LEAST_STRENGTH} to {FULL_STRENGTH}.")
        strength = ""
    if view and not _is_view(view):
        problems.append("The view is a latitude, a longitude and a zoom in Great Britain, such as 51.18,0.94,12.")
        view = ""
    return int(strength or FULL_STRENGTH), view, problems


def query(wanted: Wanted) -> dict[str, list[str]]:
    """What is wanted as an address asks for it, but for the view; what is so by itself is left out."""
    asked = {
        "layers": [] if wanted.parts == SHOWN_AT_FIRST else [*wanted.parts],
        "theme": [*wanted.themes],
        "priority": [wanted.priority] if wanted.priority else [],
        "measure": [wanted.measure] if wanted.measure else [],
        "principle": [*wanted.principles],
        "strength": [] if wanted.strength == FULL_STRENGTH else [str(wanted.strength)],
    }
    return {name: values for name, values in asked.items() if values}


def known_words(chapters: Iterable[Chapter]) -> Mapping[str, list[str]]:
    """What can be asked for by theme, priority, measure and principle: those that have land on the map."""
    placed = list(_placed(chapters))
    followed = {one for _, mapped in placed for one in mapped.measure.principles}
    return {
        "theme": list(dict.fromkeys(chapter.theme.prefix for chapter, _ in placed)),
        "priority": list(dict.fromkeys(ref for _, mapped in placed for ref in mapped.measure.priorities)),
        "measure": [mapped.measure.ref for _, mapped in placed],
        "principle": [one for one in get_args(Principle) if one in followed],
    }


def shown(wanted: Wanted, chapters: Iterable[Chapter]) -> list[OfTheme]:
    """The measures to show by theme; none where measures are not wanted."""
    found: dict[str, OfTheme] = {}
    if "measures" not in wanted.parts:
        return []
    for chapter, mapped in _placed(chapters):
        if _is_wanted(wanted, chapter.theme.prefix, mapped):
            found.setdefault(chapter.theme.prefix, OfTheme(chapter, [])).measures.append(mapped)
    return list(found.values())


def _is_wanted(wanted: Wanted, theme: str, mapped: Mapped) -> bool:
    one = mapped.measure
    return (
        (not wanted.themes or theme in wanted.themes)
        and (not wanted.priority or wanted.priority in one.priorities)
        and (not wanted.measure or wanted.measure == one.ref)
        and (not wanted.principles or bool(set(wanted.principles) & set(one.principles)))
    )


def _placed(chapters: Iterable[Chapter]) -> Iterator[tuple[Chapter, Mapped]]:
    for chapter in chapters:
        for section in chapter.sections:
            for mapped in section.measures:
                if mapped.area_ha:
                    yield chapter, mapped


def _is_view(text: str) -> bool:
    numbers = text.split(",")
    try:
        values = [float(number) for number in numbers if len(number) <= 12]
    except ValueError:
        return False
    bounds = (_LATITUDES, _LONGITUDES, _ZOOMS)
    return len(values) == len(numbers) == 3 and all(
        low <= value <= high for value, (low, high) in zip(values, bounds, strict=True)
    )


def refs_by_theme(shown: Iterable[OfTheme]) -> dict[str, list[str]]:
    """References of the measures that are shown, by the prefix of their theme."""
    return {one.chapter.theme.prefix: [mapped.measure.ref for mapped in one.measures] for one in shown}
