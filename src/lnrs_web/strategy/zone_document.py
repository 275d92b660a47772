"""The page of a parish, ward, district or constituency as a document to print."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

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
    List,
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
from lnrs_web.strategy import here, zones
from lnrs_web.strategy.served import Served, served

INVENTED = "Invented for demonstration. No place, site or plan in it is real."
PROPOSALS = "Measures are proposals: they oblige nobody. Each is mapped only where it would do most."


def pdf_of(zone: Zone, address: str) -> bytes:
    """The document of a zone as tagged PDF; `address` is that of its page in its edition."""
    with tempfile.TemporaryDirectory() as nothing:  # there are no pictures in it
        return render_pdf(document_of(zone, address), Path(nothing))


def document_of(zone: Zone, address: str) -> Document:
    """What the strategy says of a zone."""
    edition = zone.edition
    return Document(
        title=zone.name,
        subtitle=f"What the local nature recovery strategy for {edition.area.name} says of this {zone.kind}",
        authority="" if edition.invented else edition.area.responsible_authority,
        label=INVENTED if edition.invented else "",
        particulars=tuple(_particulars(zone, address)),
        blocks=_numbered((*_figures(zone), *_sites(zone), *_around(zone), *_measures(served(zone)))),
    )


def _numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    number = count(1)
    return tuple(replace(one, number=next(number)) if isinstance(one, Table) else one for one in blocks)


def _particulars(zone: Zone, address: str) -> Iterator[Term]:
    edition = zone.edition
    yield Term(("Strategy",), (edition.title,))
    yield Term(("Edition",), (f"{edition.name} of {edition.as_of:%-d %B %Y}, {edition.status}",))
    yield Term((zone.get_kind_display(),), (f"{zone.name}, {zone.code}",))
    if size_ha := zones.size_ha(zone):
        yield Term(("Size within the area",), (ha(size_ha),))
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
    rows = [Row((_(one.site.name or one.site.ref), _(here.kind_of(one.site)), _(ha(one.within_ha)))) for one in shown]
    columns = (Column("Site", share=2), Column("What it is", share=2), Column("Here", numeric=True))
    caption = "The largest sites. A site of several types is named for each."
    yield Table(caption, columns, tuple(rows), "sites")
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
        yield _list(
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
        yield _list(
            (
                Strong(_(one.noun.split(",")[len(one.zones) > 1].capitalize())),
                ": ",
                ", ".join(z.name for z in one.zones),
            )
            for one in found
        )


def _list(items: Iterable[Content]) -> List:
    return List(tuple((Paragraph(item),) for item in items))


def _route(route: FundingRoute) -> Content:
    return (Link(_(route.name), route.url),) if web_address(route.url) else _(route.name)


def _refs(measures: Iterable[Measure]) -> str:
    return f": {', '.join(one.ref for one in measures)}"


def _(words: str) -> Content:
    return (words,)
