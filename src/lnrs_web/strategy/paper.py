"""What the documents that readers print have in common: what they say of their edition, and their plainest blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from lnrs.document.tree import Block, Column, Content, Document, Figure, List, Paragraph, Row, Table, Term
from lnrs_web.editions.models import Edition, Site
from lnrs_web.pages.words import ha, percent, score
from lnrs_web.pictures.kept import Kept
from lnrs_web.pictures.picture import Picture
from lnrs_web.strategy import here

INVENTED = "An invented example: no place, site or plan in it is real."


def document_of(
    edition: Edition,
    title: str,
    subtitle: str,
    particulars: Iterable[Term],
    blocks: Iterable[Block],
    *,
    sheet: bool = False,
) -> Document:
    """A document of an edition, its tables and its maps each numbered from one; `sheet` for a few sheets only."""
    tables, maps = count(1), count(1)
    numbers = {Table: tables, Figure: maps}
    return Document(
        title=title,
        subtitle=subtitle,
        authority="" if edition.invented else edition.area.responsible_authority,
        label=INVENTED if edition.invented else "",
        particulars=tuple(particulars),
        blocks=tuple(
            replace(one, number=next(numbers[type(one)])) if isinstance(one, Table | Figure) else one for one in blocks
        ),
        sheet=sheet,
    )


def of_edition(edition: Edition) -> Iterator[Term]:
    """Which edition a document is about."""
    yield term("Strategy", edition.title)
    yield term("Edition", f"{edition.name} of {edition.as_of:%-d %B %Y}, {edition.status}")
    yield term("Identity", edition.identity)


def term(name: str, said: str) -> Term:
    """A particular in plain text."""
    return Term((name,), (said,))


def bullets(items: Iterable[Content | str]) -> List:
    """A list of lines."""
    return List(tuple((Paragraph((item,) if isinstance(item, str) else item),) for item in items))


def map_of(drawn: Picture | Kept, caption: str, note: str) -> Figure:
    """A picture that is in no file, with a note below it where there is one."""
    note_ = (note,) if note else ()
    return Figure("", drawn.width_px, drawn.height_px, drawn.alt, caption, "map", note=note_, svg=drawn.svg)


def sites_table(sites: Iterable[tuple[Site, float]], caption: str, where: str) -> Table:
    """Sites with the hectares of each; `where` heads those."""
    rows = [Row(((site.name or site.ref,), (capital(here.kind_of(site)),), (ha(area_ha),))) for site, area_ha in sites]
    columns = (Column("Site", share=2), Column("What it is", share=2), Column(where, numeric=True))
    return Table(caption, columns, tuple(rows), "sites")


def criteria_table(criteria: Iterable[here.CriterionHere], caption: str, where: str, anchor: str) -> Table:
    """How a piece of land does by each criterion of a measure; `where` heads what it has."""
    columns = (Column("What counts", share=2), Column(where, share=2), Column("Points", True), Column("Share", True))
    rows = [
        Row(
            (
                (capital(row.name),),
                (row.value,),
                ("withheld" if row.points is None else score(row.points),),
                (percent(row.share_of_score),),
            )
        )
        for row in criteria
    ]
    return Table(caption, columns, tuple(rows), anchor)


def capital(words: str) -> str:
    """Words that begin with a capital."""
    return words[:1].upper() + words[1:]
