"""A briefing as a document of exactly two sheets of A4: one about the land, one about the people."""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pypdf import PdfReader

from lnrs.document.pdf import render_pdf
from lnrs.document.tree import (
    Block,
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Note,
    Paragraph,
    Row,
    Table,
    Term,
)
from lnrs.law.periods import in_words
from lnrs_web.briefings.facts import NAMED
from lnrs_web.briefings.grounds import Ground
from lnrs_web.briefings.models import Kind
from lnrs_web.briefings.words import (
    delivered_told,
    hectares_told,
    people_told,
    petition_told,
    petitions_left,
    share_told,
)
from lnrs_web.editions.models import Edition
from lnrs_web.pages.words import counted, ha
from lnrs_web.pictures.picture import Picture
from lnrs_web.strategy.paper import bullets, capital, document_of, map_of, term

PAGES = 2
ROWS = tuple(range(NAMED, 0, -1))
"""How many rows of each table are tried, until all of it is on two pages."""
LETTERS = 110
"""Letters of a name in a table; more would make its row three lines."""


class DoesNotFit(Exception):
    """A briefing has more to say than two pages hold, even at its shortest."""


def as_pdf(
    edition: Edition, ground: Ground, facts: Mapping[str, Any], on: date, address: str, drawn: Picture | None = None
) -> bytes:
    """The briefing as a tagged PDF of two pages: with its map where there is room for it, and as many rows as they
    hold. `address` is that of its page on the site.

    Raises DoesNotFit.
    """
    tried = [(drawn, NAMED)] if drawn else []
    for picture, rows in (*tried, *((None, rows) for rows in ROWS)):
        made = render_pdf(document(edition, ground, facts, on, address, rows=rows, drawn=picture))
        if pages_of(made) == PAGES:
            return made
    raise DoesNotFit(f"{ground.kind} {ground.name}")


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def document(
    edition: Edition,
    ground: Ground,
    facts: Mapping[str, Any],
    on: date,
    address: str,
    *,
    rows: int,
    drawn: Picture | None = None,
) -> Document:
    """The briefing with at most so many rows in each table, and with a map where one is given."""
    particulars: list[Term] = [
        term("Edition", f"{edition.name} of {in_words(edition.as_of)}, {edition.status}"),
        term("Figures of", f"{in_words(on)}; {ha(facts['size_ha'])} of land"),
        Term(("On the web",), (Link((address,), address),)),
    ]
    subtitle = f"A briefing on nature recovery for this {Kind(ground.kind).label}, {edition.area.name}"
    blocks = [*_land(facts, rows), *_people(edition, facts, rows)]
    if drawn:
        blocks += [map_of(drawn, f"{ground.name} and what is around it", "")]
    blocks.append(Note((SOURCE.format(edition=edition.identity),)))
    return document_of(edition, ground.name, subtitle, particulars, blocks, sheet=True)


def _land(facts: Mapping[str, Any], rows: int) -> Iterator[Block]:
    yield KeyFigures(
        (
            KeyFigure(ha(facts["important_ha"]), "important already", share_told(facts, "important_ha")),
            KeyFigure(ha(facts["become_ha"]), "could become so", share_told(facts, "become_ha")),
            KeyFigure(ha(facts["mapped_ha"]), "mapped for measures", share_told(facts, "mapped_ha")),
        )
    )
    yield Heading(2, "What is here", "here")
    yield Paragraph((hectares_told(facts["kinds"], "No land here is of particular importance for nature yet."),))
    if facts["sites"]:
        columns = (Column("Site", share=2.2), Column("What it is", share=1.8), Column("Here", numeric=True, share=0.8))
        shown = facts["sites"][:rows]
        caption = f"The largest of {counted(facts['site_count'], 'site')} with land here; sites overlap"
        cells = tuple(Row(((_short(one["name"]),), (capital(one["kind"]),), (ha(one["ha"]),))) for one in shown)
        yield Table(caption, columns, cells, "sites")
    yield Heading(2, "What could be", "could-be")
    yield Paragraph((hectares_told(facts["habitats"], "The map shows no habitat to be made here."),))
    if facts["measures"]:
        heads = (Column("Measure", share=4), Column("Mapped here", numeric=True, share=1))
        shown = facts["measures"][:rows]
        caption = f"What would help most, of {counted(facts['measure_count'], 'measure')}; measures share land"
        cells = tuple(Row(((_short(f"{one['ref']} {one['name']}"),), (ha(one["ha"]),))) for one in shown)
        yield Table(caption, heads, cells, "measures")
    yield Paragraph(("Measures are proposals: they oblige nobody. Each is mapped where it would do most.",))


def _people(edition: Edition, facts: Mapping[str, Any], rows: int) -> Iterator[Block]:
    yield Heading(2, "What people said", "said", new_page=True)
    yield from (Paragraph((one,)) for one in people_told(facts["said"]))
    yield Heading(2, "What is being delivered", "delivered")
    yield Paragraph((delivered_told(facts),))
    if facts["projects"]:
        columns = (Column("Project", share=3), Column("How far", share=1), Column("Here", numeric=True, share=0.8))
        cells = tuple(
            Row(((_short(f"{one['ref']} {one['name']}"),), (capital(one["status"]),), (ha(one["ha"]),)))
            for one in facts["projects"][:rows]
        )
        yield Table(f"The largest of {counted(facts['project_count'], 'project')} here", columns, cells, "projects")
    if facts["petitions"]:
        yield Heading(2, "Petition", "petition")
        yield bullets([petition_told(one) for one in facts["petitions"]])
        if left := petitions_left(facts):
            yield Paragraph((left,))
    yield Heading(2, "Who decides", "decides")
    yield from _who(edition, facts["decides"], rows)


SOURCE = (
    "Every figure is of the edition and day on the first page; hectares are counted once but where land is said to be "
    "shared. Numbers of people below five are not told. Edition {edition}."
)


def _who(edition: Edition, decides: Mapping[str, Any], rows: int) -> Iterator[Block]:
    if people := decides["people"]:
        yield bullets([f"{one['name']}, {one['office']}" for one in people[:rows]])
        if len(people) > rows:
            yield Paragraph((f"And {counted(len(people) - rows, 'other')}.",))
    else:
        yield Paragraph((f"{capital(decides['office'])}. Nobody’s name has been given to this site.",))
    authority = edition.area.responsible_authority
    if authority and not edition.invented:
        yield Paragraph((f"The strategy itself is made by {authority}.",))


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1].rsplit(" ", 1)[0] + " …"
