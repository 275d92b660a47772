"""The page of a parish, ward, district or constituency as a document to print."""

from collections.abc import Iterable, Iterator

from lnrs.document.pdf import render_pdf
from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Document,
    Emphasis,
    Heading,
    KeyFigure,
    KeyFigures,
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
from lnrs_web.editions.models import FundingRoute, Measure, Zone
from lnrs_web.pages.words import counted, ha, percent, web_address
from lnrs_web.strategy import here, paper, zones
from lnrs_web.strategy.served import Served, served

PROPOSALS = "Measures are proposals: they oblige nobody. Each is mapped only where it would do most."


def pdf_of(zone: Zone, address: str) -> bytes:
    """The document of a zone as tagged PDF; `address` is that of its page in its edition."""
    return render_pdf(document_of(zone, address))


def document_of(zone: Zone, address: str) -> Document:
    """What the strategy says of a zone."""
    edition = zone.edition
    subtitle = f"What the local nature recovery strategy for {edition.area.name} says of this {zone.kind}"
    blocks = (*_figures(zone), *_sites(zone), *_around(zone), *_measures(served(zone)))
    return paper.document_of(edition, zone.name, subtitle, _particulars(zone, address), blocks)


def _particulars(zone: Zone, address: str) -> Iterator[Term]:
    yield from paper.of_edition(zone.edition)
    yield paper.term(zone.get_kind_display(), f"{zone.name}, {zone.code}")
    if size_ha := zones.size_ha(zone):
        yield paper.term("Size within the area", ha(size_ha))
    yield Term(("This page, in this edition",), (Link((address,), address),))


def _figures(zone: Zone) -> Iterator[Block]:
    yield Heading(2, "What there is", "what-there-is")
    found = zones.compared(zone)
    if not found:
        return
    area = zone.edition.area.name
    yield KeyFigures(tuple(KeyFigure(ha(one.area_ha), one.words.casefold(), percent(one.share)) for one in found))
    rows = [Row((_(one.words), _(ha(one.area_ha)), _(percent(one.share)), _(percent(one.area_share)))) for one in found]
    columns = (Column("Land", share=2), *(Column(title, numeric=True) for title in ("Here", "Share here", area)))
    caption = f"{zone.name} beside the whole of {area}; each hectare counted once"
    yield Table(caption, columns, tuple(rows), "compared")


def _sites(zone: Zone) -> Iterator[Block]:
    yield Heading(3, "Of particular importance already", "important")
    sites = zones.sites_in(zone)
    if not sites:
        yield Paragraph(_("No area of particular importance for biodiversity lies here."))
        if near := zones.nearest_site(zone):
            name = near.site.name or near.site.ref
            yield Paragraph(_(f"The nearest is {name}, {here.kind_of(near.site)}, {near.away_m:,.0f} m away."))
        return
    shown = sites[: zones.SITES_NAMED]
    caption = "The largest sites. A site of several types is named for each."
    yield paper.sites_table([(one.site, one.within_ha) for one in shown], caption, "Here")
    if len(sites) > len(shown):
        yield Paragraph(_(f"And {counted(len(sites) - len(shown), 'smaller one,smaller ones')}."))


def _measures(found: Served) -> Iterator[Block]:
    yield Heading(2, "What could be done here", "measures")
    if not found.measures:
        yield Paragraph(
            _("No measure is mapped here. One may still be welcome: each is mapped only where it would do most.")
        )
        return
    yield Note(_(PROPOSALS))
    rows = [Row((_(f"{one.measure.ref} {one.measure.measure}"), _(ha(one.area_ha)))) for one in found.measures]
    columns = (Column("Measure", share=4), Column("Mapped here", numeric=True))
    caption = "Land mapped for each measure. Measures overlap; land that crosses the boundary counts on one side only."
    yield Table(caption, columns, tuple(rows), "mapped")
    yield Heading(3, "Priorities that they serve", "priorities")
    rows = [Row((_(f"{one.priority.ref} {one.priority.priority}"), _(ha(one.area_ha)))) for one in found.priorities]
    columns = (Column("Priority", share=4), Column("Land", numeric=True))
    yield Table(
        "Land mapped for the measures of each priority, each hectare counted once", columns, tuple(rows), "served"
    )
    if found.species:
        yield Heading(3, "Species that they help", "species")
        yield paper.bullets(
            (Strong(_(one.species.common_name)), " ", Emphasis(_(one.species.scientific_name)), _refs(one.measures))
            for one in found.species
        )
    if found.who:
        yield Heading(3, "Who can do them", "who")
        yield Paragraph(_(f"{', '.join(found.who).capitalize()}."))
    if found.funding:
        yield Heading(3, "Who may pay", "funding")
        yield Paragraph(_("Check each with its scheme before you rely on it."))
        yield Terms(tuple(Term(_(one.name), joined([*map(_route, one.routes)], "; ")) for one in found.funding))


def _around(zone: Zone) -> Iterator[Block]:
    found = zones.around(zone)
    if found:
        yield Heading(3, "Places that share land with it", "around")
        yield paper.bullets(
            (
                Strong(_(one.noun.split(",")[len(one.zones) > 1].capitalize())),
                ": ",
                ", ".join(z.name for z in one.zones),
            )
            for one in found
        )


def _route(route: FundingRoute) -> Content:
    return (Link(_(route.name), route.url),) if web_address(route.url) else _(route.name)


def _refs(measures: Iterable[Measure]) -> str:
    return f": {', '.join(one.ref for one in measures)}"


def _(words: str) -> Content:
    return (words,)
