"""The answer of a planning check as a document: the tagged PDF is made from it."""

from collections.abc import Iterator

from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Note,
    Paragraph,
    Quote,
    Row,
    Strong,
    Table,
    Term,
)
from lnrs.significance import Action
from lnrs.units import HA_M2
from lnrs_web.pages.words import counted, ha, percent
from lnrs_web.pictures.picture import Picture
from lnrs_web.planning import words
from lnrs_web.planning.answer import Answer, HabitatFound
from lnrs_web.planning.queries import NEAR_M, SiteThere, kept_until
from lnrs_web.strategy.paper import bullets, document_of, map_of, of_edition, term
from lnrs_web.strategy.picture_of_land import ON_TOP

NEAR_SHOWN = 50
"""Sites near the land that are listed; the rest are counted."""


def document(found: Answer, drawn: Picture, url: str) -> Document:
    """The whole answer, with its map; `url` is the lasting address of its page."""
    check, edition = found.check, found.edition
    particulars = (
        term("Site", check.name or "No name given"),
        term("Within the red line", words.exact_ha(found.area_ha)),
        *of_edition(edition),
        term("Checked on", words.day(check.made_at)),
        term("Kept until", words.day(kept_until(check))),
        Term(("Lasting address",), (Link((url,), url),)),
    )
    return document_of(edition, "Planning check", edition.area.name, particulars, _blocks(found, drawn, url))


def _blocks(found: Answer, drawn: Picture, url: str) -> Iterator[Block]:
    yield Heading(2, "The answer", "answer")
    if said := words.standing(found.edition):
        yield Note((Strong(("Before you rely on it. ",)), said))
    yield KeyFigures(
        tuple(
            KeyFigure(ha(area_ha), label, f"{percent(min(area_ha / found.area_ha, 1.0))} of the site")
            for area_ha, label in (
                (found.important.area / HA_M2, "of particular importance already"),
                (found.mapped.area / HA_M2, "mapped for a measure"),
                (found.could_become.area / HA_M2, "could become important"),
            )
        )
    )
    if found.outside_ha:
        yield Note((f"{words.exact_ha(found.outside_ha)} of the site are not in {found.edition.area.name}.",))
    yield from _significance(found)
    yield Heading(3, "Evidence to cite", "evidence")
    yield Quote((Paragraph((words.evidence(found, url),)),))
    yield Heading(3, "The site on the map", "site")
    yield map_of(drawn, "The site, and what the strategy has on it", ON_TOP if len(found.measures) > 1 else "")
    yield Heading(2, "Sites of importance", "importance")
    yield from _importance(found)
    yield Heading(2, "What the strategy asks here", "asks")
    yield from _asks(found)
    yield Heading(3, "What the law asks", "law")
    yield Paragraph((words.REGARD,))


def _significance(found: Answer) -> Iterator[Block]:
    yield Heading(3, "Strategic significance", "significance")
    if not found.habitats:
        yield Paragraph(("No habitat was listed, so none has a strategic significance here.",))
        return
    several = len({line.district for one in found.habitats for line in one.lines}) > 1
    yield Table(
        f"A line for the metric for each piece of land{', provisional' if found.provisional else ''}; pieces add up to "
        "their parcel",
        (
            Column("Habitat", share=2.2),
            Column("What happens"),
            Column("Significance"),
            *((Column("District"),) if several else ()),
            Column("Size", numeric=True),
            Column("Measures", share=1.6),
        ),
        tuple(_rows(found, several)),
        "lines",
        ("Where a habitat does not fill its land, “part of” is the land that it may lie on.",),
    )
    yield bullets(_said(one) for one in found.habitats)
    if any(one.asked.action == Action.BASELINE for one in found.habitats):
        yield Paragraph((words.BASELINE,))


def _rows(found: Answer, several: bool) -> Iterator[Row]:
    for one in found.habitats:
        for line in one.lines:
            cells: list[Content] = [
                (_name(one),),
                (words.ACTIONS[Action(one.asked.action)],),
                (words.significance(line),),
                *(((line.district or "none",),) if several else ()),
                (words.size(one, line),),
                (words.measures(line) or "none",),
            ]
            yield Row(tuple(cells))


def _name(one: HabitatFound) -> str:
    size = f", {asked}" if (asked := words.asked_size(one)) else ""
    where = f", parcel {one.asked.reference}" if one.asked.reference else ""
    return f"{one.asked.position}. {one.habitat.name}{where}{size}"


def _said(one: HabitatFound) -> Content:
    return (Strong((f"{_name(one)}: ",)), words.verdict(one), " ", words.reason(one))


def _importance(found: Answer) -> Iterator[Block]:
    if found.sites:
        yield Paragraph(("On the site:",))
        yield bullets(f"{_site(one)}, {words.exact_ha(one.within_ha)} of it here" for one in found.sites)
    else:
        yield Paragraph(("The site lies in no area of particular importance for biodiversity.",))
    if any(one.site.kind == "IRREP" for one in found.sites):
        yield Note((words.IRREPLACEABLE,))
    near = f"within {NEAR_M / 1000:g} km"
    if not found.near:
        yield Paragraph((f"There is no other {near}.",))
        return
    yield Paragraph((f"{counted(len(found.near), 'other')} {near}, the nearest first:",))
    shown = found.near[:NEAR_SHOWN]
    yield bullets(f"{_site(one)}, {one.distance_m:,.0f} m away" for one in shown)
    if len(found.near) > NEAR_SHOWN:
        yield Paragraph((f"And {len(found.near) - NEAR_SHOWN} more, farther off.",))
    yield Paragraph((words.ELSEWHERE,))


def _site(there: SiteThere) -> str:
    site = there.site
    return f"{site.name or site.ref}: {words.kind_of(site)}{f', {site.ref}' if site.ref else ''}, {ha(site.area_ha)}"


def _asks(found: Answer) -> Iterator[Block]:
    if found.could_become.area:
        area_ha = found.could_become.area / HA_M2
        yield Paragraph((f"{words.exact_ha(area_ha)} of the site could become of particular importance.",))
    if not found.measures:
        yield Paragraph(
            ("No measure is mapped on the site. One may still be welcome: each is mapped only where it would do most.",)
        )
    for one in found.measures:
        measure = one.measure
        yield Heading(3, f"{measure.ref} {measure.measure}", f"measure-{measure.ref}", listed=False)
        yield Paragraph((Strong((f"Mapped on {words.exact_ha(one.area_ha)} of the site. ",)), measure.detail))
        yield Paragraph(("It serves:",))
        yield bullets(f"{priority.ref} {priority.priority}" for priority in one.priorities)
        if one.makes:
            yield Paragraph(("In the metric: ", words.makes(one.makes), "."))
