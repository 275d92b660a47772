"""A priority's potential measures as a table: what, where, who, and how it might be paid for."""

from lnrs.document.tree import Column, Content, Inline, Link, Row, Strong, Table, joined, lines
from lnrs.model import PotentialMeasure
from lnrs.statement import anchors
from lnrs.statement.material import Material
from lnrs.statement.plain_words import ha, sentence
from lnrs.strategy.wording import listed

COLUMNS = (
    Column("Ref", share=0.75),
    Column("Potential measure", share=4),
    Column("Where", share=2.1),
    Column("Who, and help with the cost", share=3.3),
)

INTERVENTIONS = {"creation": "creation", "enhancement": "enhancement", "both": "creation or enhancement"}


def measures_table(material: Material, priority: str) -> Table | None:
    """The measures numbered under a priority; None where there are none."""
    rows = tuple(_row(material, measure) for measure in material.measures_of(priority))
    caption = f"Potential measures for priority {priority}"
    return Table(caption, COLUMNS, rows, f"table-measures-{priority}") if rows else None


def _row(material: Material, measure: PotentialMeasure) -> Row:
    return Row(
        ((measure.ref,), _what(measure), _where(material, measure), _who(material, measure)),
        anchor=anchors.of_measure(measure.ref),
    )


def _what(measure: PotentialMeasure) -> Content:
    return lines(
        (Strong((measure.measure,)),),
        (sentence(measure.detail),) if measure.detail else (),
        _said("Habitat", measure.habitat),
        _said("Helps nature to be", listed(measure.principles) if measure.principles else ""),
        _said("Wider benefits", ", ".join(measure.wider_benefits)),
        _also_serves(measure.priorities[1:]),
        (Link(("Guidance for " + measure.ref,), measure.guidance_url),) if measure.guidance_url else (),
    )


def _where(material: Material, measure: PotentialMeasure) -> Content:
    if not measure.mapped:
        return lines(
            (Strong(("Wider measure",)),), (sentence(measure.not_mapped_because),) if measure.not_mapped_because else ()
        )
    held = material.mapped_ha.get(measure.ref, 0.0)
    if not held:
        return lines((Strong(("0 ha mapped",)),), ("No land meets its rule.",), _placed(measure))
    districts = material.districts_of.get(measure.ref, ())
    most: Content = (f"Most of it in {listed(districts)}.",) if districts else ()
    return lines((Strong((f"{ha(held)} mapped",)),), most, _placed(measure))


def _placed(measure: PotentialMeasure) -> Content:
    return (Link((f"How {measure.ref} was placed",), f"#{anchors.of_rule(measure.ref)}"),)


def _who(material: Material, measure: PotentialMeasure) -> Content:
    return lines(
        _said("Who", ", ".join(measure.who)),
        _funding(material, measure.funding),
        _said("Metric habitats", "; ".join(_metric_habitats(material, measure.ref))),
    )


def _funding(material: Material, refs: tuple[str, ...]) -> Content:
    known = [material.funding[ref] for ref in refs if ref in material.funding]
    if not known:
        return ()
    routes: list[Content] = [(Link((route.name,), f"#{anchors.of_funding(route.ref)}"),) for route in known]
    return (Strong(("Funding: ",)), *joined(routes, "; "))


def _metric_habitats(material: Material, ref: str) -> list[str]:
    wanted = [habitat for habitat in material.strategy.metric_habitats if habitat.measure == ref]
    return [f"{habitat.metric_habitat} ({INTERVENTIONS[habitat.intervention]})" for habitat in wanted]


def _also_serves(priorities: tuple[str, ...]) -> Content:
    if not priorities:
        return ()
    refs: list[Content] = [(Link((ref,), f"#{anchors.of_priority(ref)}"),) for ref in priorities]
    return (Strong(("Also serves: ",)), *joined(refs))


def _said(label: str, words: str) -> tuple[Inline, ...]:
    return (Strong((f"{label}: ",)), words) if words else ()
