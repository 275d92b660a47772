"""Species priorities, and how each is helped."""

from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Emphasis,
    Heading,
    Link,
    Paragraph,
    Row,
    Strong,
    Table,
    joined,
    lines,
)
from lnrs.model import Species
from lnrs.statement import anchors
from lnrs.statement.material import Material
from lnrs.statement.plain_words import capital, counted, number, sentence


def species(material: Material) -> list[Block]:
    """The species priorities as a table, in groups."""
    listed = sorted(material.strategy.species, key=lambda one: one.group)
    if not listed:
        return [
            Heading(2, "Species priorities", "species"),
            Paragraph(("No species priorities are recorded in this edition.",)),
        ]
    own = sum(one.helped_by == "its own measures" for one in listed)
    intro = (
        f"{counted(len(listed), 'species is a priority', 'species are priorities')} of this strategy. "
        f"Measures for habitats would help {number(len(listed) - own)} of them; "
        f"{counted(own, 'needs', 'need')} measures of their own."
    )
    columns = (
        Column("Species", share=2),
        Column("Group", share=1.5),
        Column("Why", share=3),
        Column("Helped by", share=1.9),
    )
    rows = tuple(_row(one) for one in listed)
    return [
        Heading(2, "Species priorities", "species"),
        Paragraph((intro,)),
        Table("Species priorities", columns, rows, "table-species"),
    ]


def _row(one: Species) -> Row:
    name = lines((Strong((one.common_name,)),), (Emphasis((one.scientific_name,)),), (one.ref,))
    return Row((name, (one.group,), (sentence(one.why),), _helped(one)), anchor=anchors.of_species(one.ref))


def _helped(one: Species) -> Content:
    refs: list[Content] = [(Link((ref,), f"#{anchors.of_measure(ref)}"),) for ref in one.measures]
    return lines((capital(one.helped_by),), joined(refs))
