"""How the map was made, and the rule of every mapped measure in words."""

from lnrs.document.prose import prose_blocks
from lnrs.document.tree import Block, Content, Heading, Link, List, Paragraph, Strong
from lnrs.model import PotentialMeasure
from lnrs.statement import anchors
from lnrs.statement.material import Material
from lnrs.statement.plain_words import ha, heading_words, number, percent, share_of
from lnrs.statement.rule_in_words import rule_in_words


def method(material: Material) -> list[Block]:
    """The authority's account of the method, and the settings it was run with."""
    title, prose = prose_blocks(material.strategy.prose.get("method", ""), "method")
    return [
        Heading(2, title or "How the map was made", "method"),
        *prose,
        Heading(3, "The rules and the land", "rules-and-land"),
        Paragraph(
            (
                "Every mapped measure has a written rule: the land it can go on, the land it must not, what makes one "
                "piece of land better than another, and how much is chosen. The rules are told in ",
                Link(("Rules of the mapped measures",), "#rules"),
                ". Each mapped polygon keeps its value for every criterion in the published data, so that anyone can "
                "see why it was chosen.",
            )
        ),
        Paragraph((_units(material),)),
    ]


def rules(material: Material) -> list[Block]:
    """An appendix: each mapped measure's rule in words, and what came of it."""
    mapped = [measure for measure in material.strategy.measures if measure.ref in material.strategy.rules]
    if not mapped:
        return []
    return [
        Heading(2, "Rules of the mapped measures", "rules", appendix=True),
        Paragraph(
            (
                "These sentences are made from the very rules that the map was made with. A piece of land is a land "
                "parcel or a part of one. Scores run from 0 to 1.",
            )
        ),
        *(block for measure in mapped for block in _rule(material, measure)),
    ]


def _units(material: Material) -> str:
    mapping = material.strategy.mapping
    if mapping.units == "squares":
        units = f"squares of {number(mapping.square_m)} m on the national grid"
    else:
        units = "land parcels, cut along the edge of every area that a measure must stay out of"
    return (
        f"The land was divided into {units}. Pieces of less than {number(mapping.smallest_piece_m2)} m² were left out. "
        "Areas, distances and overlaps were measured on the national grid in metres."
    )


def _rule(material: Material, measure: PotentialMeasure) -> list[Block]:
    because, *sentences = rule_in_words(material.strategy.rules[measure.ref])
    return [
        Heading(3, f"{measure.ref} {heading_words(measure.measure)}", anchors.of_rule(measure.ref), listed=False),
        Paragraph((because,)),
        List(tuple((Paragraph((sentence,)),) for sentence in sentences)),
        Paragraph(_outcome(material, measure)),
    ]


def _outcome(material: Material, measure: PotentialMeasure) -> Content:
    table = material.habitat_map.figures["by_measure"]
    found = table[table["measure"] == measure.ref]
    back = Link((measure.ref,), f"#{anchors.of_measure(measure.ref)}")
    if found.empty:
        return (back,)
    row = found.iloc[0]
    chosen, eligible = float(row["area_ha"]), float(row["eligible_ha"])
    share = f", {percent(share_of(chosen, eligible))} of it," if eligible else ""
    return (
        Strong(("Outcome: ",)),
        f"{ha(eligible)} eligible; {ha(chosen)}{share} chosen for ",
        back,
        f" in {number(row['pieces'])} pieces.",
    )
