"""Priorities and potential measures, theme by theme."""

from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Figure,
    Heading,
    Link,
    Note,
    Paragraph,
    Row,
    Strong,
    Table,
    Term,
    Terms,
    joined,
)
from lnrs.model import PotentialMeasure, Priority, Theme
from lnrs.statement import anchors
from lnrs.statement.chapters.measures import measures_table
from lnrs.statement.material import Material
from lnrs.statement.plain_words import ha, heading_words, number, sentence


def priorities(material: Material, maps: dict[str, Figure]) -> list[Block]:
    """The chapter of themes: an overview, then each theme with its map, priorities and measures."""
    themes = [theme for theme in material.strategy.themes if material.priorities_of(theme.prefix)]
    return [
        Heading(2, "Priorities and potential measures", "priorities"),
        Paragraph(
            (
                "The priorities are grouped in themes. Under each stands what is sought and why, and then the "
                "potential measures that would serve it: what could be done, where it would do most, who might do it, "
                "and what might help with the cost.",
            )
        ),
        _overview(material),
        *(block for theme in themes for block in _theme(material, theme, maps)),
    ]


def _overview(material: Material) -> Table:
    columns = (
        Column("Theme", share=3),
        Column("Priorities", numeric=True),
        Column("Mapped measures", numeric=True),
        Column("Wider measures", numeric=True),
    )
    rows = [_theme_row(material, theme) for theme in material.strategy.themes]
    measures = material.strategy.measures
    counts = (len(material.strategy.priorities), sum(m.mapped for m in measures), sum(not m.mapped for m in measures))
    total = Row((("All themes",), *((number(count),) for count in counts)), total=True)
    return Table("Themes, priorities and measures", columns, (*rows, total), "table-themes")


def _theme_row(material: Material, theme: Theme) -> Row:
    own = material.priorities_of(theme.prefix)
    measures = [measure for priority in own for measure in material.measures_of(priority.ref)]
    mapped = sum(measure.mapped for measure in measures)
    name: Content = (Link((f"{theme.name} ({theme.prefix})",), f"#{anchors.of_theme(theme.prefix)}"),)
    return Row((name, (number(len(own)),), (number(mapped),), (number(len(measures) - mapped),)))


def _theme(material: Material, theme: Theme, maps: dict[str, Figure]) -> list[Block]:
    heading = Heading(3, f"{theme.name} ({theme.prefix})", anchors.of_theme(theme.prefix), colour=theme.colour)
    drawn = maps.get(f"theme-{theme.prefix}")
    return [
        heading,
        Paragraph((Strong(("Aim: ",)), sentence(theme.aim))),
        drawn or Note(("No measure of this theme is mapped.",)),
        *(block for one in material.priorities_of(theme.prefix) for block in _priority(material, one)),
    ]


def _priority(material: Material, priority: Priority) -> list[Block]:
    table = measures_table(material, priority.ref)
    return [
        Heading(4, f"{priority.ref} {heading_words(priority.priority)}", anchors.of_priority(priority.ref)),
        Paragraph((sentence(priority.why),)),
        Terms(tuple(_particulars(material, priority))),
        *([table] if table else _no_measure(material, priority)),
    ]


def _particulars(material: Material, priority: Priority) -> list[Term]:
    said: list[tuple[str, Content]] = [
        ("Kind", (f"{priority.kind.capitalize()} priority",)),
        ("Wider benefits", (", ".join(priority.wider_benefits),)),
        ("National objectives", ("; ".join(priority.national_objectives),)),
        ("Area mapped", _mapped(material, priority)),
        ("Also served by", _also_served_by(material, priority)),
    ]
    return [Term((label,), words) for label, words in said if words and words != ("",)]


def _mapped(material: Material, priority: Priority) -> Content:
    held = material.priority_ha.get(priority.ref, 0.0)
    return (f"{ha(held)} by all the measures that serve it, land that suits several counted once",) if held else ()


def _also_served_by(material: Material, priority: Priority) -> Content:
    others: list[PotentialMeasure] = [m for m in material.strategy.measures if priority.ref in m.priorities[1:]]
    refs: list[Content] = [(Link((m.ref,), f"#{anchors.of_measure(m.ref)}"),) for m in others]
    return joined(refs)


def _no_measure(material: Material, priority: Priority) -> list[Block]:
    if any(priority.ref in measure.priorities for measure in material.strategy.measures):
        return []
    why = sentence(priority.no_measure_because) if priority.no_measure_because else "No reason is recorded."
    return [Note((Strong(("No measure is proposed. ",)), why))]
