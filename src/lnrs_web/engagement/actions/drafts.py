"""What somebody has begun to write. All of it is kept on the server from the first page on."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from lnrs_web.config.ids import read_id
from lnrs_web.engagement.evidence import Read
from lnrs_web.engagement.models import (
    Activity,
    Answer,
    Attachment,
    AttachmentFile,
    Contribution,
    Event,
    Location,
    Question,
)

State = Contribution.State
SUBJECTS = (Location.Kind.POLYGON, Location.Kind.MEASURE, Location.Kind.PRIORITY, Location.Kind.PARAGRAPH)
"""Parts of the strategy; the other kinds are places."""
WITHOUT_A_PLACE = SUBJECTS[1:]
"""Parts of the strategy that say nothing of where."""


class Closed(Exception):
    """An activity takes nothing: it has not begun, or is over."""


class Sent(Exception):
    """What was to be written on has been sent."""


@transaction.atomic
def begin(
    activity: Activity,
    subjects: Iterable[Location] = (),
    *,
    channel: str = "web",
    event: Event | None = None,
    entered_by: str = "",
) -> Contribution:
    """A new draft, about a subject where its writer came from one. Raises Closed."""
    if not activity.is_open():
        raise Closed
    draft = Contribution.objects.create(
        activity=activity,
        question_set=activity.question_sets.latest("version"),
        channel=channel,
        event=event,
        entered_by=entered_by,
    )
    for one in subjects:
        one.contribution = draft
        one.save()
    return draft


@transaction.atomic
def note(draft: Contribution, step: str, **fields: Any) -> None:
    """Keep what was written on a page. Raises Sent, also where another window of the browser has sent it."""
    held = Contribution.objects.select_for_update(no_key=True).filter(pk=draft.pk, state=State.DRAFT).first()
    if held is None:
        raise Sent
    draft.done = held.done
    for name, value in fields.items():
        setattr(draft, name, value)
    if step not in draft.done:
        draft.done = [*draft.done, step]
    draft.save(update_fields=["done", *fields])


@transaction.atomic
def answer(draft: Contribution, step: str, question: Question, text: str, chosen: Sequence[str]) -> None:
    """Keep the answer to a question. Raises Sent."""
    note(draft, step)
    values = {"text": text, "chosen": list(chosen)}
    Answer.objects.update_or_create(contribution=draft, question=question, defaults=values)


@transaction.atomic
def locate(draft: Contribution, step: str, locations: Iterable[Location], *, subject: bool) -> None:
    """Keep what it is about: of the strategy's parts where `subject`, else of places. Those from before go. Raises
    Sent."""
    note(draft, step)
    before = draft.locations.filter(kind__in=SUBJECTS) if subject else draft.locations.exclude(kind__in=SUBJECTS)
    before.delete()
    for one in locations:
        one.contribution = draft
        one.save()


@transaction.atomic
def attach(draft: Contribution, file: Read) -> Attachment:
    """Keep a file with it. The same file twice is kept once. Raises Sent."""
    note(draft, "evidence")
    same = draft.attachments.filter(sha256=file.sha256, removed_at=None).first()
    if same:
        return same
    made = Attachment.objects.create(
        contribution=draft, name=file.name, media_type=file.media_type, size_bytes=len(file.data), sha256=file.sha256
    )
    AttachmentFile.objects.create(attachment=made, data=file.data)
    return made


@transaction.atomic
def detach(draft: Contribution, public_id: str) -> None:
    """Take a file out of a draft. Raises Sent."""
    note(draft, "evidence")
    draft.attachments.filter(public_id=read_id(public_id)).delete()


@transaction.atomic
def forget(draft: Contribution) -> None:
    """Delete a draft that its writer does not want. What has been sent stays."""
    Contribution.objects.filter(pk=draft.pk, state=State.DRAFT).delete()
