"""The strategy on a page: its figures first, then in words."""

from lnrs.document.prose import prose_blocks
from lnrs.document.tree import Block, Heading, KeyFigure, KeyFigures
from lnrs.statement.material import Material
from lnrs.statement.plain_words import counted, ha, number, percent


def summary(material: Material) -> list[Block]:
    """Key figures and the authority's own summary."""
    title, prose = prose_blocks(material.strategy.prose.get("summary", ""), "summary")
    return [Heading(2, title or "Summary", "summary"), _key_figures(material), *prose]


def _key_figures(material: Material) -> KeyFigures:
    figure, strategy = material.figure, material.strategy
    mapped = sum(measure.mapped for measure in strategy.measures)
    wider = len(strategy.measures) - mapped
    return KeyFigures(
        (
            KeyFigure(ha(figure["area"]), "strategy area"),
            KeyFigure(
                ha(figure["important"]),
                "of particular importance for biodiversity",
                f"{percent(material.share(figure['important']))} of the area",
            ),
            KeyFigure(
                ha(figure["could_become"]),
                "could become of particular importance",
                f"a further {percent(material.share(figure['could_become']))} of the area",
            ),
            KeyFigure(
                number(len(strategy.priorities)),
                "priorities" if len(strategy.priorities) != 1 else "priority",
                f"in {counted(len(strategy.themes), 'theme')}",
            ),
            KeyFigure(
                number(len(strategy.measures)),
                "potential measures" if len(strategy.measures) != 1 else "potential measure",
                f"{number(mapped)} mapped, {number(wider)} wider",
            ),
            KeyFigure(number(len(strategy.species)), "species priorities"),
        )
    )
