"""The assessment of progress on each priority is drafted from figures, edited, and put in the procedure's review."""

import re
from datetime import date

import pypdf
import pytest
from django.test import Client

from lnrs.law.acts import Kind
from lnrs_web.delivery import paper
from lnrs_web.delivery.actions import assessing
from lnrs_web.delivery.models import Assessment
from lnrs_web.delivery.refused import ProjectRefused
from lnrs_web.procedure.models import Act, Document

from .deliveries import DESK, public
from .people import officer, signed_in
from .published import publish

pytestmark = pytest.mark.django_db


def test_a_draft_says_of_every_priority_what_its_figures_are() -> None:
    edition = publish()
    public(edition)
    made = assessing.begin(edition, by=officer())
    parts = {one.ref: one for one in made.parts.all()}
    assert set(parts) == {"GL1", "WTH2", "WTH3"}
    assert "1\u00a0project serves this priority. Land: 16\u00a0ha delivered." in parts["GL1"].words
    assert parts["GL1"].figures["hectares"]["delivered_ha"] == pytest.approx(16)
    assert parts["WTH2"].words.startswith("No project is known")
    assert "1 delivered" in made.opening


def test_a_project_that_stopped_is_told_as_such_and_not_as_one_whose_land_is_to_come() -> None:
    edition = publish()
    public(edition, status="stopped")
    made = assessing.begin(edition, by=officer())
    assert (
        "1\u00a0project serves this priority. No land counts: what stopped counts nothing."
        in made.parts.get(ref="GL1").words
    )
    page = Client().get("/kent-and-medway/delivery/progress/").text
    assert "beside it the land of 1\u00a0public project, of which 1 stopped." in page


def test_an_officer_edits_it_and_the_end_of_the_review_is_recorded_with_it() -> None:
    edition = publish()
    public(edition)
    desk = signed_in(officer())
    address = desk.post(f"{DESK}kent-and-medway/assess/")["Location"]
    assert "A draft made of figures alone" in desk.get(address).text
    said = {"opening": "A good beginning.", "words-GL1": "Meadows do well.", "step": "put"}
    assert desk.post(address, said).status_code == 302
    made = Assessment.objects.get()
    document = Document.objects.get(public_id=made.document)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(document.file).pages)
    assert "Meadows do well." in text
    assert "A good beginning." in text
    assert "No project is known" in text
    page = desk.get(address).text
    form = page[page.index("procedure/kent-and-medway/enter/review-ended/") :]
    carried = re.findall(r'name="(step|document|subjects|words)" value="([^"]*)"', form)
    enter = "/desk/procedure/kent-and-medway/enter/review-ended/"
    filled = desk.post(enter, dict(carried)).text
    assert f'value="{made.document}"' in filled
    assert re.search(r'value="progress on each priority" checked', filled)
    ended = {"on": "2026-11-01", "document": str(made.document), "subjects": "progress on each priority"}
    assert desk.post(enter, ended | {"step": "record"}).status_code == 302
    act = Act.objects.get(kind=Kind.REVIEW_ENDED)
    assert act.subjects == ["progress on each priority"]
    assert act.documents.get() == document


def test_what_is_in_the_procedure_is_changed_no_more_and_every_priority_has_words() -> None:
    edition = publish()
    made = assessing.begin(edition, by=officer())
    with pytest.raises(ProjectRefused):
        assessing.save(made, "", {"GL1": " "}, by=officer())
    assessing.put_in_procedure(made, by=officer())
    with pytest.raises(ProjectRefused):
        assessing.save(made, "New", {}, by=officer())


def test_the_document_is_the_same_bytes_for_the_same_words() -> None:
    made = assessing.begin(publish(), by=officer())
    assert paper.as_pdf(made) == paper.as_pdf(made)
    assert made.on >= date(2026, 1, 1)
