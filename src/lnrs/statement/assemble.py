"""The whole document, put together from its chapters."""

from collections.abc import Mapping

from lnrs.document.tree import Document, Figure, Term
from lnrs.statement.chapters.about import about
from lnrs.statement.chapters.area import area, opportunities
from lnrs.statement.chapters.funding import funding
from lnrs.statement.chapters.law import law
from lnrs.statement.chapters.local_habitat_map import local_habitat_map, parishes
from lnrs.statement.chapters.method import method, rules
from lnrs.statement.chapters.priorities import priorities
from lnrs.statement.chapters.references import references
from lnrs.statement.chapters.sources import sources
from lnrs.statement.chapters.species import species
from lnrs.statement.chapters.summary import summary
from lnrs.statement.chapters.using import using
from lnrs.statement.chapters.words_used import words_used
from lnrs.statement.finishing import finished
from lnrs.statement.material import Material
from lnrs.statement.plain_words import day, ha

INVENTED = "An invented landscape: an example, not a published strategy"
SUBTITLE = "Statement of biodiversity priorities"


def statement(material: Material, maps: Mapping[str, Figure]) -> Document:
    """The statement as one tree, finished and numbered. `maps` are its figures by the key of their plan."""
    drawn = dict(maps)
    record = material.strategy.record
    return finished(
        Document(
            title=record.title,
            subtitle=SUBTITLE,
            authority=material.strategy.area.responsible_authority,
            label=INVENTED if record.invented else "",
            particulars=_particulars(material),
            blocks=(
                *about(material),
                *summary(material),
                *area(material, drawn),
                *opportunities(material),
                *priorities(material, drawn),
                *species(material),
                *local_habitat_map(material, drawn),
                *method(material),
                *funding(material),
                *law(material),
                *sources(material),
                *using(material),
                *rules(material),
                *parishes(material),
                *references(material),
                *words_used(),
            ),
            cover=drawn["could-become"].image if "could-become" in drawn else "",
        )
    )


def _particulars(material: Material) -> tuple[Term, ...]:
    record, strategy_area = material.strategy.record, material.strategy.area
    said = (
        ("Strategy area", f"{strategy_area.name}, {ha(material.figure['area'])}"),
        ("Responsible authority", strategy_area.responsible_authority),
        ("Edition", record.edition),
        ("Status", record.status.capitalize()),
        ("Data and law as at", day(record.as_of)),
        ("Replaces", record.replaces),
    )
    return tuple(Term((label,), (words,)) for label, words in said if words)
