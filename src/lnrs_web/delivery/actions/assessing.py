"""The assessment of progress on each priority: begun from figures, edited, and put among the procedure's documents."""

from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.queries import area_called
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import now, today
from lnrs_web.delivery import assessing, paper
from lnrs_web.delivery.models import Assessment, AssessmentPart
from lnrs_web.delivery.progress import as_data, progress_of
from lnrs_web.delivery.refused import refuse
from lnrs_web.editions.models import Edition
from lnrs_web.procedure.actions import keep_documents

LETTERS = 4000


@transaction.atomic
def begin(edition: Edition, *, by: Person) -> Assessment:
    """Draft an assessment from the figures of this day. Raises NotAllowed."""
    area = edition.area
    must_be_officer_of(area.pk, by)
    found, on = progress_of(edition), today()
    made = Assessment.objects.create(
        area=area,
        edition=edition,
        on=on,
        opening=assessing.opening(edition, found, on),
        figures=as_data(found.total),
        begun_by=by.email,
    )
    AssessmentPart.objects.bulk_create(
        AssessmentPart(
            assessment=made, position=place, ref=one.ref, name=one.name, figures=as_data(one),
            words=assessing.words_of(one),
        )
        for place, one in enumerate(found.priorities, start=1)
    )  # fmt: skip
    record("begin assessment", str(made.public_id), by=by.email, became=edition.identity, area=area.pk)
    return made


@transaction.atomic
def save(assessment: Assessment, opening: str, words: Mapping[str, str], *, by: Person) -> None:
    """Keep what an officer writes; the figures stay. Raises NotAllowed, and ProjectRefused where it is a document
    already or a priority has no words left."""
    found = _open(assessment, by)
    parts = list(found.parts.all())
    for part in parts:
        text = words.get(part.ref, part.words).strip()
        if not text or len(text) > LETTERS:
            wrong = "Nothing is said" if not text else f"More than {LETTERS:,} letters are said"
            raise refuse(f"words-{part.ref}", f"{wrong} of {part.ref}.", "The review covers every priority.")
        part.words = text
    AssessmentPart.objects.bulk_update(parts, ["words"])
    found.opening = opening.strip()[:LETTERS]
    found.edited_at, found.edited_by = now(), by.email
    found.save(update_fields=["opening", "edited_at", "edited_by"])
    record("edit assessment", str(found.public_id), by=by.email, area=found.area_id)


@transaction.atomic
def put_in_procedure(assessment: Assessment, *, by: Person) -> None:
    """Make it a document of the area's procedure, to which the end of a review can point. Raises NotAllowed, and
    ProjectRefused where it is one already."""
    found = _open(assessment, by)
    area = area_called(found.area.slug)
    assert area is not None
    file = SimpleUploadedFile(f"progress-on-each-priority-{found.on:%Y-%m-%d}.pdf", paper.as_pdf(found))
    [document] = keep_documents(area, [file], by=by)
    found.document, found.ended_at = document.public_id, now()
    found.save(update_fields=["document", "ended_at"])
    became = str(document.public_id)
    record("put assessment in procedure", str(found.public_id), by=by.email, became=became, area=found.area_id)


def _open(assessment: Assessment, by: Person) -> Assessment:
    must_be_officer_of(assessment.area_id, by)
    held = Assessment.objects.select_for_update(of=("self",), no_key=True)
    found = held.select_related("area", "edition__area").get(pk=assessment.pk)
    if found.document:
        raise refuse("assessment", "It is a document of the procedure already.", "Begin another.")
    return found
