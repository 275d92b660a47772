"""A report on the biodiversity duty as a document to print, and as rows of a table."""

from collections.abc import Iterator

from lnrs.document.pdf import render_pdf
from lnrs.document.tree import Block, Column, Heading, KeyFigure, KeyFigures, Paragraph, Row, Table, Term
from lnrs.law.periods import day_in_england, in_words
from lnrs_web.editions.models import Edition
from lnrs_web.pages.words import counted, ha, percent
from lnrs_web.public_land.figures import Figures, Part
from lnrs_web.public_land.models import DutyReport
from lnrs_web.strategy.paper import capital, document_of, term

TITLES = {
    "actions": "Action taken over the period",
    "plans": "Plans for the five years after",
    "gain_actions": "Biodiversity net gain in planning: action taken",
    "gain_results": "Gains from biodiversity gain plans that were approved",
    "gain_plans": "Biodiversity net gain in planning: plans for the five years after",
    "other": "Anything else",
}
"""What the body says in its report, in order, each with its heading."""
GAIN = ("gain_actions", "gain_results", "gain_plans")


def said_in(report: DutyReport) -> list[tuple[str, str, list[str]]]:
    """What the body says: the name of each part, its heading and its paragraphs; only what its report has to have, and
    anything else that it says."""
    parts = [name for name in TITLES if name not in GAIN or report.body.tells_net_gain]
    parts = [name for name in parts if name != "other" or report.other]
    return [(name, TITLES[name], [one for one in getattr(report, name).split("\n") if one.strip()]) for name in parts]


def as_pdf(report: DutyReport, figures: Figures, edition: Edition) -> bytes:
    """The report as a tagged PDF."""
    particulars: list[Term] = [
        term("Authority", f"{report.body.name}, {report.body.get_kind_display()}"),
        term("Period", f"{in_words(report.first)} to {in_words(report.last)}"),
        term("To be published by", in_words(report.due)),
        term("Published", in_words(day_in_england(report.published_at)) if report.published_at else "not yet: a draft"),
        term("Figures from", f"edition {edition.name} of {in_words(edition.as_of)}, {edition.identity}"),
    ]
    title = f"Report on the biodiversity duty: {report.body.name}"
    subtitle = f"{in_words(report.first)} to {in_words(report.last)} (NERC Act 2006 s.40A)"
    return render_pdf(document_of(edition, title, subtitle, particulars, _blocks(report, figures), sheet=True))


def _blocks(report: DutyReport, figures: Figures) -> Iterator[Block]:
    for name, heading, paragraphs in said_in(report):
        yield Heading(2, heading, name.replace("_", "-"))
        yield from (Paragraph((one,)) for one in paragraphs or ["Nothing is said."])
    yield Heading(2, "Its land in the network for nature", "land")
    yield KeyFigures(
        (
            KeyFigure(ha(figures.area_ha), "of land", counted(figures.parcels, "parcel")),
            KeyFigure(ha(figures.important_ha), "of particular importance already"),
            KeyFigure(ha(figures.become_ha), "could become so"),
            KeyFigure(ha(figures.mapped_ha), "mapped for a measure"),
        )
    )
    share = f"{percent(figures.share)} of the land is in the network. Each hectare counts once."
    beyond = f" {ha(figures.outside_ha)} lies outside the strategy area." if figures.outside_ha else ""
    yield Paragraph((share + beyond,))
    yield from _parts(figures.measures, "What the strategy asks of it", "Measure", "measures")
    yield from _parts(figures.sites, "Sites of particular importance on it", "Site", "sites")


def _parts(parts: tuple[Part, ...], caption: str, heading: str, anchor: str) -> Iterator[Block]:
    if not parts:
        yield Paragraph((f"{caption}: nothing.",))
        return
    columns = (Column(heading, share=2.4), Column("What", share=1.2), Column("Hectares", numeric=True))
    rows = tuple(Row(((_name(one),), (capital(one.kind),), (ha(one.area_ha),))) for one in parts)
    yield Table(f"{caption}; they share land", columns, rows, anchor)


def _name(one: Part) -> str:
    return f"{one.ref} {one.name}".strip() if one.name != one.ref else one.ref


COLUMNS = ("part", "ref", "name", "value", "unit", "words")


def rows(report: DutyReport, figures: Figures, edition: Edition) -> Iterator[tuple[object, ...]]:
    """The report as rows of a workbook: what it is about, what is said, and every figure with its unit."""
    yield ("report", "", "authority", None, "", report.body.name)
    yield ("report", "", "kind", None, "", report.body.get_kind_display())
    yield ("report", "", "period begins", report.first, "day", "")
    yield ("report", "", "period ends", report.last, "day", "")
    yield ("report", "", "to be published by", report.due, "day", "")
    yield ("report", "", "published", day_in_england(report.published_at) if report.published_at else None, "day", "")
    yield ("report", "", "edition", None, "", edition.identity)
    for name, heading, paragraphs in said_in(report):
        yield ("said", name, heading, None, "", "\n".join(paragraphs))
    for name, words, value in (
        ("parcels", "parcels", figures.parcels),
        ("area_ha", "land", figures.area_ha),
        ("outside_ha", "outside the strategy area", figures.outside_ha),
        ("important_ha", "of particular importance", figures.important_ha),
        ("become_ha", "could become of particular importance", figures.become_ha),
        ("mapped_ha", "mapped for a measure", figures.mapped_ha),
        ("network_ha", "in the network", figures.network_ha),
    ):
        yield ("figures", name, words, round(value, 4), "number" if name == "parcels" else "ha", "each hectare once")
    for part, several in (("measure", figures.measures), ("site", figures.sites)):
        for one in several:
            yield (part, one.ref, one.name, round(one.area_ha, 4), "ha", one.kind)
