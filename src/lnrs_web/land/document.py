"""The answer as a document to print."""

from collections.abc import Iterator

import shapely

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
    Row,
    Strong,
    Table,
    Term,
    Terms,
    joined,
    lines,
)
from lnrs_web.land.answer import Answer, MeasureAnswer
from lnrs_web.land.paper_of_paying import what_pays
from lnrs_web.land.paying import Paying
from lnrs_web.land.picture import land_picture
from lnrs_web.land.rules import NOT_SHOWN, Rule
from lnrs_web.pages.words import counted, ha, web_address
from lnrs_web.strategy.elsewhere import elsewhere
from lnrs_web.strategy.maps import WIDTHS_PX
from lnrs_web.strategy.paper import bullets, criteria_table, document_of, map_of, of_edition, sites_table
from lnrs_web.strategy.picture_of_land import ON_TOP


def document(answer: Answer, paying: Paying) -> Document:
    """The answer, and what pays for the measures of it, as a tree."""
    edition = answer.edition
    return document_of(
        edition,
        "What the strategy says of your land",
        f"{counted(len(answer.parcels), 'parcel')}, {ha(answer.whole.area_ha)}, in {edition.area.name}",
        of_edition(edition),
        _blocks(answer, paying),
    )


def _blocks(answer: Answer, paying: Paying) -> Iterator[Block]:
    yield Heading(2, "Your land at a glance", "glance")
    yield Paragraph(("Measures are proposals. They oblige nobody, and they give no right to do anything.",))
    yield KeyFigures(
        (
            KeyFigure(ha(answer.whole.area_ha), "of land", counted(len(answer.parcels), "parcel")),
            KeyFigure(ha(answer.whole.important_ha), "of particular importance already"),
            KeyFigure(ha(answer.whole.could_become_ha), "could become so"),
            KeyFigure(ha(answer.whole.mapped_ha), "mapped for a measure", counted(len(answer.measures), "measure")),
        )
    )
    yield from (Note((note,)) for note in remarks(answer))
    if not answer.wholly_outside:
        caption = "Your land, and what the strategy has on it and around it"
        yield map_of(land_picture(answer, WIDTHS_PX["wide"]), caption, ON_TOP if len(answer.measures) > 1 else "")
    yield from _sites(answer)
    yield from _parcels(answer)
    yield from _measures(answer)
    yield from _elsewhere(answer)
    yield Heading(2, "Money, rules and people", "to-do")
    yield from what_pays(paying)
    yield from _funding(answer)
    yield from _rules(answer)
    yield from _contacts(answer)


def remarks(answer: Answer) -> list[str]:
    """What has to be known of how the land was taken, in sentences."""
    said = []
    if answer.wholly_outside:
        land = shapely.union_all([one.parcel.shape for one in answer.parcels])
        nothing = f"None of this land is in {answer.edition.area.name}. This strategy says nothing of it."
        said.append(f"{nothing} {elsewhere(land)}")
    elif answer.outside_ha:
        parts = ", ".join(f"{one.parcel.ref} ({ha(one.outside_ha)})" for one in answer.parcels if one.outside_ha)
        said.append(
            f"{ha(answer.outside_ha)} of it lies outside {answer.edition.area.name}, "
            f"and this strategy says nothing of that part: {parts}."
        )
    for one in answer.overlaps:
        said.append(
            f"{one.one} and {one.other} lie on one another by {ha(one.area_ha)}, which counts once in the whole."
        )
    noted: dict[str, list[str]] = {}
    for parcel in (one.parcel for one in answer.parcels):
        for note in parcel.notes:
            noted.setdefault(note.words, []).append(parcel.ref)
    for words, refs in noted.items():
        whose = "All parcels" if len(refs) == len(answer.parcels) > 1 else ", ".join(refs)
        said.append(f"{whose}: {words}")
    return said


def _sites(answer: Answer) -> Iterator[Block]:
    yield Heading(3, "Of particular importance already", "important")
    if not answer.whole.sites:
        yield Paragraph(("None of it lies in an area of particular importance for biodiversity.",))
        return
    sites = [(one.site, one.area_ha) for one in answer.whole.sites]
    yield sites_table(sites, "Sites on the land; sites overlap", "On the land")


def _measures(answer: Answer) -> Iterator[Block]:
    yield Heading(2, "Measures mapped on it", "measures")
    if not answer.measures:
        yield Paragraph(("No measure is mapped on this land. Each is mapped only where it would do most.",))
        return
    for number, one in enumerate(answer.measures):
        yield Heading(3, f"{one.measure.ref} {one.measure.measure}", f"measure-{number}")
        yield Paragraph((Strong((f"{ha(one.area_ha)} of your land.",)), f" {one.measure.detail}"))
        yield from _why(one, number)
        if one.funding:
            yield Paragraph(("It may be paid for by ", *joined([(r.name,) for r in one.funding]), "."))
        else:
            yield Paragraph(("The strategy names no scheme that pays for it.",))


def _why(one: MeasureAnswer, number: int) -> Iterator[Block]:
    if one.measure.because:
        yield Paragraph((one.measure.because,))
    if one.why.criteria:
        caption = f"Why its largest place on your land was chosen for {one.measure.ref}"
        yield criteria_table(one.why.criteria, caption, "There", f"why-{number}")
    if one.why.joins:
        yield Paragraph(("What it would join:",))
        yield bullets(one.why.joins)


def _parcels(answer: Answer) -> Iterator[Block]:
    yield Heading(3, "Parcel by parcel", "parcels")
    yield Table(
        "What is on each parcel",
        (
            Column("Parcel"),
            Column("Size", numeric=True, share=0.7),
            Column("Important already", share=1.6),
            Column("Measures", share=1.6),
        ),
        tuple(
            Row(
                (
                    (one.parcel.ref,),
                    (ha(one.parcel.area_ha),),
                    _listed([f"{s.words}, {ha(s.area_ha)}" for s in one.within.sites]),
                    _listed([f"{m.measure.ref}, {ha(m.area_ha)}" for m in one.within.measures]),
                )
            )
            for one in answer.parcels
        ),
        "parcel-table",
    )


def _listed(entries: list[str]) -> Content:
    return lines(*((entry,) for entry in entries)) or ("none",)


def _elsewhere(answer: Answer) -> Iterator[Block]:
    yield Heading(3, "Mapped near it, and welcome anywhere", "elsewhere")
    if answer.nearby:
        yield Paragraph(("Within 500 m of your land, and not on it:",))
        yield bullets(f"{one.measure.ref} {one.measure.measure} {one.where}" for one in answer.nearby)
    else:
        yield Paragraph(("No other measure is mapped within 500 m of it.",))
    if answer.wider:
        yield Paragraph(("Measures without a single place, which may fit any land:",))
        yield bullets(f"{one.ref} {one.measure}" for one in answer.wider)


def _funding(answer: Answer) -> Iterator[Block]:
    yield Heading(3, "What the strategy names", "funding")
    if not answer.funding:
        yield Paragraph(("The strategy names no scheme for the measures on this land.",))
    for route, refs in answer.funding:
        checked = f"{route.checked.day} {route.checked:%B %Y}"
        compared = (
            "Compared with the scheme's own page on"
            if route.verified
            else "Not compared with the scheme's own page; written down on"
        )
        where: Content = (Link((route.scheme,), route.url),) if web_address(route.url) else (route.scheme,)
        yield Paragraph(
            (Strong((route.name,)), f" For {', '.join(refs)}. {route.summary} ", *where, f". {compared} {checked}.")
        )


def _rules(answer: Answer) -> Iterator[Block]:
    yield Heading(3, "Rules to respect", "rules")
    for rule, _ in answer.rules:
        yield Paragraph(
            (
                Strong((Link((rule.law,), rule.source),)),
                f", {rule.provision}. {rule.says} {rule.do} Ask: {rule.ask}. {_compared(rule)}",
            )
        )
    yield Paragraph((f"The strategy does not show {'; '.join(NOT_SHOWN)}. Look for these yourself.",))


def _compared(rule: Rule) -> str:
    day = f"{rule.checked.day} {rule.checked:%B %Y}"
    if rule.compared:
        return f"Compared on {day} with {rule.compared}."
    return f"Not compared with the law's own text; written down on {day} from what others say of it."


def _contacts(answer: Answer) -> Iterator[Block]:
    yield Heading(3, "Whom to ask", "contacts")
    yield Terms((Term(("The strategy",), (contact(answer),)),))


def contact(answer: Answer) -> str:
    """Whom to ask about the strategy, as far as the edition says."""
    area = answer.edition.area
    if answer.edition.invented:
        return (
            "This edition is an invented example, and nobody can be asked about it. "
            f"The authority that is responsible for the strategy of {area.name} is {area.responsible_authority}."
        )
    return f"{area.responsible_authority}, which prepared it. This edition gives no address or telephone number."
