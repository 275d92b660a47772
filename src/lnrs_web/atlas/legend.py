"""The legend: what each kind of land looks like, and which measures are shown; and what there is to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lnrs.document.patterns import swatch_svg
from lnrs_web.atlas import wanted
from lnrs_web.atlas.marks import COULD_BECOME, IMPORTANT, IMPORTANT_FILL, Mark
from lnrs_web.editions.models import Measure, Priority, Theme
from lnrs_web.strategy.chapters import Chapter, Mapped


@dataclass(frozen=True)
class Entry:
    """A theme in the legend."""

    theme: Theme
    swatch: SafeString
    measures: list[Mapped]


@dataclass(frozen=True)
class Choice:
    """Something to choose by, and whether it is chosen."""

    value: str
    words: str
    chosen: bool
    swatch: str = ""


def swatch(mark: Mark) -> SafeString:
    """A small drawing of a mark, of our own making; words beside it say what it is."""
    return mark_safe(swatch_svg(mark.style).replace("<svg ", '<svg class="swatch" aria-hidden="true" ', 1))


PARTS = {
    "importance": mark_safe(
        '<svg class="swatch" aria-hidden="true" width="28" height="18" viewBox="0 0 28 18">'
        f'<rect x="1.25" y="1.25" width="25.5" height="15.5" fill="{IMPORTANT_FILL}" '
        f'stroke="{IMPORTANT.style.colour}" stroke-width="2.5"/></svg>'
    ),
    "could_become": swatch(COULD_BECOME),
}
"""How land that is of importance, and land that could become so, looks: a solid edge, and a pattern."""


def entries(shown: Sequence[wanted.OfTheme], marks: Mapping[str, Mark]) -> list[Entry]:
    """The legend of the measures that are shown."""
    return [Entry(one.chapter.theme, swatch(marks[one.chapter.theme.prefix]), one.measures) for one in shown]


def choices(chapters: Sequence[Chapter], asked: wanted.Wanted, marks: Mapping[str, Mark]) -> Mapping[str, list[Choice]]:
    """What can be chosen, by the name that it has in the page's address."""
    known = wanted.known_words(chapters)
    themes = {chapter.theme.prefix: chapter.theme for chapter in chapters}
    priorities: dict[str, Priority] = {one.priority.ref: one.priority for ch in chapters for one in ch.sections}
    measures: dict[str, Measure] = {
        m.measure.ref: m.measure for ch in chapters for s in ch.sections for m in s.measures
    }
    return {
        "layers": [Choice(name, words, name in asked.parts) for name, words in wanted.PARTS.items()],
        "theme": [Choice(one, themes[one].name, one in asked.themes, swatch(marks[one])) for one in known["theme"]],
        "priority": [
            Choice(one, f"{one} {priorities[one].priority}", one == asked.priority) for one in known["priority"]
        ],
        "measure": [Choice(one, f"{one} {measures[one].measure}", one == asked.measure) for one in known["measure"]],
        "principle": [Choice(one, one.capitalize(), one in asked.principles) for one in known["principle"]],
    }
