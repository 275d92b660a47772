"""The form on paper, made of the same questions. Its code names the activity and the version of the questions, so that
whoever types an answer in has the same questions before them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import qrcode
import qrcode.image.svg
from django.utils import timezone

from lnrs.document.pdf import render_pdf
from lnrs.document.tree import (
    Block,
    Break,
    Document,
    Figure,
    Heading,
    Paragraph,
    SideBySide,
    Term,
)
from lnrs_web.engagement import consent
from lnrs_web.engagement.models import Activity, Contribution, Question, QuestionSet

BOX, LINE = "☐", "_" * 88
LINES = {Question.Kind.SHORT: 2, Question.Kind.LONG: 9}
CODE_FILE = "code.svg"


def pdf_of(questions: QuestionSet, address: str) -> bytes:
    """The form as tagged PDF; `address` is that of the activity's page."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(folder) / "pictures"
        pictures.mkdir()
        (pictures / CODE_FILE).write_bytes(code_svg(code_of(questions, address)))
        return render_pdf(document_of(questions, address), Path(folder), "pictures")


def code_of(questions: QuestionSet, address: str) -> str:
    """What the code on the form says: where to take part, with the version of the questions."""
    return f"{address}?form={questions.version}"


def code_svg(text: str) -> bytes:
    """A code to be scanned (ISO/IEC 18004, of medium correction), as SVG."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    made: bytes = code.make_image(image_factory=qrcode.image.svg.SvgPathImage).to_string()
    return made


def document_of(questions: QuestionSet, address: str) -> Document:
    """The form."""
    activity = questions.activity
    invented = activity.edition is not None and activity.edition.invented
    return Document(
        title=activity.title,
        subtitle=f"{activity.get_kind_display().capitalize()}: a form to fill in and send",
        authority="" if invented else activity.area.responsible_authority,
        label="Invented for demonstration. No place, site or plan in it is real." if invented else "",
        particulars=tuple(_particulars(questions, address)),
        blocks=tuple(_blocks(questions, address)),
        sheet=True,
    )


def _particulars(questions: QuestionSet, address: str) -> Iterator[Term]:
    activity = questions.activity
    yield Term(("Area",), (activity.area.name,))
    yield Term(("Send it so that it comes by",), (f"{timezone.localtime(activity.ends_at):%-d %B %Y}",))
    yield Term(("Or take part at",), (address,))
    yield Term(("Form",), (f"{activity.slug}, questions {questions.version}",))


def _blocks(questions: QuestionSet, address: str) -> Iterator[Block]:
    activity = questions.activity
    if activity.summary:
        yield Paragraph((activity.summary,))
    yield from (Paragraph((part,)) for part in activity.words.split("\n\n") if part.strip())
    code = Figure(
        CODE_FILE, 150, 150, f"A code that leads to {address}", "Scan it to take part on a telephone instead.", "code"
    )
    yield SideBySide((code,))
    number = 0
    for question in questions.questions.all():
        number += 1
        yield from _asked(question, number)
    for title, blocks in _others(activity):
        number += 1
        yield Heading(2, f"{number}. {title}", f"part-{number}", listed=False)
        yield from blocks
    yield Heading(2, "What becomes of it", "becomes", listed=False)
    yield Paragraph((consent.USE,))


def _asked(question: Question, number: int) -> Iterator[Block]:
    yield Heading(2, f"{number}. {question.text}", f"q-{question.code}", listed=False)
    if question.help:
        yield Paragraph((question.help,))
    if question.is_text:
        yield from _lines(LINES[question.kind])
        return
    many = question.kind == Question.Kind.MANY
    yield Paragraph(("Tick any that are right." if many else "Tick one.",))
    yield _boxes([words for _, words in question.choices])


def _others(activity: Activity) -> Iterator[tuple[str, list[Block]]]:
    """What is asked beside the questions."""
    asked = activity.Asked
    if activity.is_formal:
        yield "Which part of the strategy is it about?", list(_lines(2))
        yield "What do you think of it?", [_boxes([str(words) for _, words in Contribution.Stance.choices])]
        yield "What should be changed?", list(_lines(9))
    if activity.asks_place != asked.NO:
        where = "A postcode, a grid reference, or the name of a place and parish."
        yield "Where is it?", [Paragraph((where,)), *_lines(2)]
    if activity.asks_respondent != asked.NO:
        kinds = [str(words) for _, words in Contribution.Respondent.choices]
        yield "Whom do you speak for?", [_boxes(kinds), Paragraph(("Name of the organisation, if any:",)), *_lines(1)]
    if activity.asks_name != asked.NO:
        yield "Your name", list(_lines(1))
    if activity.asks_postcode != asked.NO:
        yield "Your postcode", list(_lines(1))
    if activity.publishes:
        yield "May we publish it?", [Paragraph((consent.PUBLISH,)), _boxes(["Yes, publish it", "No, officers only"])]
        if activity.publication == activity.Publication.NAMES:
            yield "May we publish your name?", [_boxes([consent.NAME])]
    if activity.asks_mail != asked.NO:
        yield "Your mail address, if you want an answer", list(_lines(1))


def _boxes(choices: list[str]) -> Block:
    lines = [(f"{BOX} {words}", Break()) for words in choices]
    return Paragraph(tuple(part for line in lines for part in line)[:-1])


def _lines(count: int) -> Iterator[Block]:
    yield from (Paragraph((LINE,)) for _ in range(count))
