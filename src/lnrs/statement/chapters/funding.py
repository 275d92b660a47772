"""Ways a measure might be paid for."""

from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Heading,
    Link,
    Note,
    Paragraph,
    Row,
    Strong,
    Table,
    joined,
    lines,
)
from lnrs.model import FundingRoute
from lnrs.statement import anchors
from lnrs.statement.material import Material
from lnrs.statement.plain_words import day, sentence


def funding(material: Material) -> list[Block]:
    """Every funding route, the measures it may pay for, and when it was last checked."""
    heading = Heading(2, "Help with the cost", "funding")
    if not material.strategy.funding:
        return [heading, Paragraph(("No funding routes are recorded in this edition.",))]
    columns = (
        Column("Route", share=2),
        Column("What it is", share=3.4),
        Column("May pay for", share=2.2),
        Column("Last checked", share=1.4),
    )
    rows = tuple(_row(material, route) for route in material.strategy.funding)
    return [
        heading,
        Paragraph(
            (
                "Schemes and markets change often. What follows points to them; their own pages say who can apply, "
                "and for how much.",
            )
        ),
        Table("Funding routes", columns, rows, "table-funding"),
        *_warning(material),
    ]


def _row(material: Material, route: FundingRoute) -> Row:
    pays: list[Content] = [
        (Link((measure.ref,), f"#{anchors.of_measure(measure.ref)}"),)
        for measure in material.strategy.measures
        if route.ref in measure.funding
    ]
    name = (Link((route.name,), route.url),) if route.url else (route.name,)
    return Row(
        (lines(name, (route.scheme,)), (sentence(route.summary),), joined(pays), _checked(route)),
        anchor=anchors.of_funding(route.ref),
    )


def _checked(route: FundingRoute) -> Content:
    return lines((day(route.checked),), () if route.verified else (Strong(("Unverified",)),))


def _warning(material: Material) -> list[Block]:
    if all(route.verified for route in material.strategy.funding):
        return []
    return [Note((Strong(("Unverified ",)), "means that no person has compared the entry with the scheme’s own page."))]
