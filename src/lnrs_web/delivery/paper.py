"""The assessment of progress as a document to print."""

from collections.abc import Iterator

from lnrs.document.pdf import render_pdf
from lnrs.document.tree import Block, Column, Heading, KeyFigure, KeyFigures, Paragraph, Row, Table
from lnrs.law.periods import in_words
from lnrs_web.delivery.models import Assessment, AssessmentPart
from lnrs_web.pages.words import ha
from lnrs_web.strategy.paper import document_of, of_edition, term

FIGURES = (
    ("delivered_ha", "delivered"),
    ("under_way_ha", "under way"),
    ("planned_ha", "planned"),
)


def as_pdf(assessment: Assessment) -> bytes:
    """The assessment as a tagged PDF."""
    edition = assessment.edition
    particulars = [
        *of_edition(edition),
        term("Figures of", in_words(assessment.on)),
        term("For", "the review of the strategy (SI 2023/341 reg 20)"),
    ]
    subtitle = f"{assessment.area.name}, {in_words(assessment.on)}"
    return render_pdf(document_of(edition, "Progress on each priority", subtitle, particulars, _blocks(assessment)))


def _blocks(assessment: Assessment) -> Iterator[Block]:
    yield Heading(2, "All priorities together", "all")
    yield from (Paragraph((one,)) for one in assessment.opening.split("\n") if one.strip())
    yield KeyFigures(tuple(KeyFigure(ha(assessment.figures[name]), words) for name, words in FIGURES))
    parts = list(assessment.parts.all())
    yield Heading(2, "Each priority", "each")
    for one in parts:
        yield Heading(3, f"{one.ref} {one.name}", f"priority-{one.ref.lower()}")
        yield from (Paragraph((text,)) for text in one.words.split("\n") if text.strip())
    yield Heading(2, "The figures", "figures")
    columns = (
        Column("Priority", share=2),
        *(Column(words, numeric=True) for words in ("Mapped", "Delivered", "Under way", "Planned", "Projects")),
    )
    rows = tuple(Row(tuple((cell,) for cell in (one.ref, *_figures(one)))) for one in parts)
    yield Table("Hectares of land for each priority, each once; priorities share land", columns, rows, "hectares")


def _figures(part: AssessmentPart) -> tuple[str, ...]:
    land = part.figures["hectares"]
    mapped = part.figures["mapped_ha"]
    return (
        "none" if mapped is None else ha(mapped),
        *(ha(land[name]) for name, _ in FIGURES),
        str(part.figures["projects"]),
    )
