"""The certificate of an allocation, to print."""

from collections.abc import Iterator

from lnrs.document.tree import Block, Document, Heading, Link, Note, Paragraph, Strong, Term
from lnrs.law.periods import day_in_england
from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites import parts
from lnrs_web.gain_sites.models import Holding
from lnrs_web.gain_sites.telling import link
from lnrs_web.strategy.paper import bullets, document_of, term

NO_ADVICE = (
    "It says what this register has recorded. It is no registration on the national register of biodiversity gain "
    "sites, and no approval of a biodiversity gain plan."
)


def document(edition: Edition, held: Holding) -> Document:
    """The certificate as a tree."""
    stock, site = held.stock, held.stock.site
    address = link("gain:certificate", site.area.slug, held.code)
    particulars = (
        term("Certificate", str(held.code)),
        term("Gain site", f"{site.reference}, {site.shown.name if site.shown else ''}"),
        term("Development", held.development),
        term("Planning reference", held.planning_reference),
        term("Planning authority", held.planning_authority),
        term("Allocated", parts.units(held.units)),
        term("Habitat", f"{stock.habitat}, to condition {stock.condition}, {stock.work}"),
        term("On", f"{day_in_england(held.allocated_at):%-d %B %Y}" if held.allocated_at else ""),
        Term(("To verify it",), (Link((address,), address),)),
    )
    title = "Allocation of biodiversity units"
    return document_of(edition, title, edition.area.name, particulars, _blocks(held), sheet=True)


def _blocks(held: Holding) -> Iterator[Block]:
    if held.state == Holding.State.ANNULLED and held.ended_at:
        yield Note(
            (Strong(("Not in force. ",)), f"This allocation was annulled on {day_in_england(held.ended_at):%-d %B %Y}.")
        )
    if held.why:
        yield Heading(2, "How the units were worked out", "why")
        yield bullets(held.why)
    yield Heading(2, "What it says", "says")
    yield Paragraph((NO_ADVICE,))
