"""The page about one point as a document to print, which no file keeps."""

from collections.abc import Callable, Iterator

from lnrs.document.pdf import render_pdf
from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Document,
    Heading,
    Link,
    Note,
    Paragraph,
    Row,
    Strong,
    Table,
    Term,
)
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.pages.words import ha, percent, score
from lnrs_web.pictures.kept import Kept
from lnrs_web.places.whereabouts import Whereabouts
from lnrs_web.strategy import paper, zones
from lnrs_web.strategy.here import MeasureHere, Told

Addresses = Callable[[Zone], str]
"""The address of a zone's page in the edition."""


def pdf_of(told: Told, drawn: Kept, address: str, address_of: Addresses) -> bytes:
    """The document of a point as tagged PDF; `address` is that of its page in its edition."""
    return render_pdf(document_of(told, drawn, address, address_of))


def document_of(told: Told, drawn: Kept, address: str, address_of: Addresses) -> Document:
    """What the strategy says of a point, with its map, and of the zones that hold it beside the whole area."""
    edition = told.found.edition
    return paper.document_of(
        edition,
        f"What is at {told.place.called or told.place.grid_reference}",
        f"What the local nature recovery strategy for {edition.area.name} says of this place",
        _particulars(told, address, address_of),
        _blocks(told, drawn, address_of),
        sheet=True,
    )


def _particulars(told: Told, address: str, address_of: Addresses) -> Iterator[Term]:
    place = told.place
    yield paper.term("Grid reference", place.grid_reference)
    yield paper.term("Easting, northing", _easting_northing(place))
    for zone in told.found.zones:
        yield Term((zone.get_kind_display(),), (Link((zone.name,), address_of(zone)),))
    yield from paper.of_edition(told.found.edition)
    yield Term(("This page, in this edition",), (Link((address,), address),))


def _easting_northing(place: Whereabouts) -> str:
    numbers = f"{place.easting_m:,.0f}, {place.northing_m:,.0f}"
    return f"{numbers}: the middle of the square of {place.side_m} m that was named" if place.side_m >= 100 else numbers


def _blocks(told: Told, drawn: Kept, address_of: Addresses) -> Iterator[Block]:
    if told.place.ended:
        ended = f"The postcode {told.place.called} has not been in use since {told.place.ended_in_words}."
        yield Note(_(f"{ended} This is where it was."))
    yield from _important(told)
    yield Heading(2, "Measures mapped here", "measures")
    if not told.measures:
        none = "No measure is mapped here. One may still be welcome: each is mapped only where it would do most."
        yield Paragraph(_(none))
    for number, one in enumerate(told.measures):
        yield from _measure(one, number)
    yield from _beside(told.found.edition, told.found.zones, address_of)
    yield Heading(2, "The land around it", "around")
    yield paper.map_of(drawn, "The place and the land around it", "")


def _important(told: Told) -> Iterator[Block]:
    yield Heading(2, "Of particular importance already", "important")
    if told.sites:
        yield paper.bullets(
            (Strong(_(site.name or site.ref)), f": {kind}{f', {site.ref}' if site.ref else ''}, {ha(site.area_ha)}")
            for site, kind in told.sites
        )
    else:
        yield Paragraph(_("It lies in no area of particular importance for biodiversity."))
    yield Heading(2, "Could it become so?", "could-become")
    if become := told.found.opportunity:
        yield Paragraph(_(f"Yes: it is part of {ha(become.area_ha)} that could become of particular importance."))
    elif told.sites:
        yield Paragraph(_("It is of particular importance already."))
    else:
        yield Paragraph(_("The strategy does not show it as land that could."))


def _measure(one: MeasureHere, number: int) -> Iterator[Block]:
    ref = one.measure.ref
    yield Heading(3, f"{ref} {one.measure.measure}", f"measure-{number}", listed=False)
    withheld = "Its score is withheld, because it comes from records of sensitive species."
    said = withheld if one.score is None else f"Score {score(one.score)} of 1."
    yield Paragraph(_(f"{said} The piece of land has {ha(one.area_ha)}."))
    if one.criteria:
        caption = f"Why {ref} is mapped here: points, 0 to 1, for each thing that counts, and its share of the score"
        yield paper.criteria_table(one.criteria, caption, "This land", f"why-{number}")
    if one.joins:
        yield Paragraph(_("What it would join:"))
        yield paper.bullets(one.joins)


def _beside(edition: Edition, held_by: list[Zone], address_of: Addresses) -> Iterator[Block]:
    found, area = zones.beside(edition, held_by), edition.area.name
    if not found:
        return
    yield Heading(2, f"The places it lies in, beside {area}", "beside")
    rows = [
        Row(
            (
                (Link((one.zone.name,), address_of(one.zone)), f", {one.zone.kind}") if one.zone else _(area),
                _(ha(one.area_ha)),
                *(_(f"{ha(land.area_ha)}, {percent(land.share)}") for land in one.figures),
            ),
            total=one.zone is None,
        )
        for one in found
    ]
    columns = (
        Column("Place", share=1.6),
        Column("Size", numeric=True),
        *(Column(words, numeric=True, share=1.2) for _name, words in zones.COMPARED),
    )
    caption = "Hectares of land, and their share of each place; each hectare counted once"
    yield Table(caption, columns, tuple(rows), "compared")


def _(words: str) -> Content:
    return (words,)
