"""Coming back to what was sent: changing it, and withdrawing it. What it said before stays in its revisions."""

from django.db import transaction
from django.utils import timezone

from lnrs_web.audit.actions import record
from lnrs_web.engagement import letters
from lnrs_web.engagement.actions import WRITER
from lnrs_web.engagement.actions.drafts import Closed
from lnrs_web.engagement.actions.receiving import add_revision, state_of_new
from lnrs_web.engagement.content import FIELDS, content_of
from lnrs_web.engagement.models import Answer, Attachment, AttachmentFile, Contribution
from lnrs_web.engagement.sensitive import is_sensitive
from lnrs_web.outbox.actions import post

State = Contribution.State
KEPT = tuple(name for name in FIELDS if name != "mail")
"""What a change may change; another mail address would have to be proved."""


@transaction.atomic
def change(contribution: Contribution) -> Contribution:
    """A draft of what a received contribution says, which takes its place when it is sent; the one that is there
    already, where its writer had begun. Raises Closed."""
    if not contribution.activity.is_open() or not (contribution.stands or contribution.state == State.QUARANTINED):
        raise Closed
    if begun := contribution.changing.filter(state=State.DRAFT).first():
        return begun
    draft = Contribution.objects.create(
        activity=contribution.activity,
        question_set=contribution.question_set,
        changes=contribution,
        channel=contribution.channel,
        mail=contribution.mail,
        mail_key=contribution.mail_key,
        done=["everything"],
        **{name: getattr(contribution, name) for name in KEPT},
    )
    for answer in contribution.answers.all():
        Answer.objects.create(contribution=draft, question=answer.question, text=answer.text, chosen=answer.chosen)
    for location in contribution.locations.all():
        location.pk, location._state.adding, location.contribution = None, True, draft
        location.save()
    for one in contribution.attachments.filter(removed_at=None).select_related("file"):
        data = one.file.data
        copy = Attachment.objects.create(
            contribution=draft,
            name=one.name,
            media_type=one.media_type,
            size_bytes=one.size_bytes,
            sha256=one.sha256,
        )
        AttachmentFile.objects.create(attachment=copy, data=data)
    return draft


@transaction.atomic
def apply_change(draft: Contribution) -> Contribution:
    """What a draft changes says from now on what the draft says; the draft goes. Raises Closed."""
    found = Contribution.objects.select_for_update(of=("self",), no_key=True).select_related("activity")
    contribution = found.get(pk=draft.changes_id)
    if not contribution.activity.is_open() or contribution.state == State.WITHDRAWN:
        raise Closed
    before, change_sought, judged = content_of(contribution), contribution.change_sought, _was_judged(contribution)
    for name in KEPT:
        setattr(contribution, name, getattr(draft, name))
    _take_answers(contribution, draft)
    contribution.locations.all().delete()
    draft.locations.update(contribution=contribution)
    _take_evidence(contribution, draft)
    draft.delete()
    if content_of(contribution) != before:
        was = contribution.state
        if contribution.change_sought != change_sought:
            contribution.public_change_sought = None
        contribution.is_coarse = is_sensitive(contribution)
        contribution.state = state_of_new(contribution)
        if judged and contribution.state == State.PUBLISHED:
            contribution.state = State.IN_MODERATION
        add_revision(contribution, by=WRITER)
        record(
            "change contribution",
            str(contribution.reference),
            by=WRITER,
            was=was,
            became=contribution.state,
            area=contribution.activity.area_id,
        )
    contribution.save()
    return contribution


def _was_judged(contribution: Contribution) -> bool:
    """Whether moderators kept it or words of it back: then they look at a change before everyone may read it."""
    return (
        contribution.state in (State.NOT_PUBLISHED, State.QUARANTINED, State.IN_MODERATION)
        or contribution.public_change_sought is not None
        or contribution.answers.exclude(public_text=None).exists()
    )


def _take_answers(contribution: Contribution, draft: Contribution) -> None:
    """Answers stay the rows that they were: only one whose words changed loses what was to be shown in its place."""
    held = {one.question_id: one for one in contribution.answers.all()}
    for new in draft.answers.all():
        old = held.get(new.question_id) or Answer(contribution=contribution, question_id=new.question_id)
        if (old.text, old.chosen) != (new.text, new.chosen):
            old.text, old.chosen, old.public_text = new.text, new.chosen, None
        old.save()


def _take_evidence(contribution: Contribution, draft: Contribution) -> None:
    wanted = {one.sha256: one for one in draft.attachments.all()}
    there = contribution.attachments.filter(removed_at=None)
    there.exclude(sha256__in=wanted).update(removed_at=timezone.now())
    held = set(there.values_list("sha256", flat=True))
    for one in wanted.values():
        if one.sha256 not in held:
            one.contribution = contribution
            one.save(update_fields=["contribution"])


@transaction.atomic
def withdraw(contribution: Contribution) -> None:
    """Its writer takes it back. It stays on record, uncounted and unseen."""
    contribution = Contribution.objects.select_for_update(of=("self",), no_key=True).get(pk=contribution.pk)
    if contribution.state in (State.DRAFT, State.WITHDRAWN):
        return
    was, contribution.state = contribution.state, State.WITHDRAWN
    contribution.save(update_fields=["state"])
    contribution.changing.filter(state=State.DRAFT).delete()
    record(
        "withdraw contribution",
        contribution.reference or str(contribution.id),
        by=WRITER,
        was=was,
        became="withdrawn",
        area=contribution.activity.area_id,
    )
    if contribution.mail and contribution.mail_proved_at:
        post(to=contribution.mail, key=f"withdrawn {contribution.id}", by=WRITER, **letters.withdrawn(contribution))
