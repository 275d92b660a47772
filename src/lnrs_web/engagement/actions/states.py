"""What moderators let become of a contribution, and what the public reads in place of its writer's words."""

from django.db import transaction

from lnrs_web.accounts.models import Person, Role
from lnrs_web.audit.actions import record
from lnrs_web.config.sent_pictures import made_anew
from lnrs_web.engagement.actions.receiving import receive
from lnrs_web.engagement.models import Answer, Attachment, Contribution
from lnrs_web.engagement.permissions import must_work_on

State = Contribution.State
LONGEST_PX = 2400
"""Of a picture that everyone sees."""
FROM_ONE_TO_ANOTHER = {
    State.RECEIVED: {State.IN_MODERATION, State.PUBLISHED, State.NOT_PUBLISHED, State.QUARANTINED},
    State.IN_MODERATION: {State.RECEIVED, State.PUBLISHED, State.NOT_PUBLISHED, State.QUARANTINED},
    State.PUBLISHED: {State.IN_MODERATION, State.NOT_PUBLISHED, State.QUARANTINED},
    State.NOT_PUBLISHED: {State.IN_MODERATION, State.PUBLISHED, State.QUARANTINED},
    State.QUARANTINED: {State.RECEIVED, State.IN_MODERATION, State.PUBLISHED, State.NOT_PUBLISHED},
}
"""What moderators may make of a contribution. Only its writer begins, proves and withdraws it."""


class CannotBecome(Exception):
    """A contribution cannot become what was asked; the text says why, in words for an officer."""


@transaction.atomic
def become(contribution: Contribution, state: str, *, by: Person, why: str = "") -> Contribution:
    """Put a contribution into another state. Raises NotAllowed, and CannotBecome."""
    must_work_on(contribution.activity, Role.MODERATOR, by=by)
    found = (
        Contribution.objects.select_for_update(of=("self",), no_key=True)
        .select_related("activity")
        .get(pk=contribution.pk)
    )
    was = found.state
    if state == was:
        return found
    if state not in FROM_ONE_TO_ANOTHER.get(State(was), ()):
        raise CannotBecome(f"It is {found.get_state_display()}, and cannot become {State(state).label}.")
    if state == State.PUBLISHED and not (found.may_publish and found.activity.publishes):
        raise CannotBecome("Its writer did not agree that it is published, or nothing of this activity is.")
    if not found.received_at:  # set aside before it had a reference
        receive(found, by=by.email)
    found.state = state
    found.save(update_fields=["state"])
    record(
        "moderate contribution",
        str(found.reference),
        by=by.email,
        was=was,
        became=f"{state} {why}".strip(),
        area=found.activity.area_id,
    )
    return found


@transaction.atomic
def show_instead(answer: Answer, text: str | None, *, by: Person) -> None:
    """What everyone reads in place of an answer's words; None for the words themselves. Raises NotAllowed."""
    must_work_on(answer.contribution.activity, Role.MODERATOR, by=by)
    answer.public_text = text
    answer.save(update_fields=["public_text"])
    name = f"{answer.contribution.reference} {answer.question.code}"
    record(
        "redact answer",
        name,
        by=by.email,
        became="as it was written" if text is None else "with words left out",
        area=answer.contribution.activity.area_id,
    )


@transaction.atomic
def show_change_instead(contribution: Contribution, text: str | None, *, by: Person) -> None:
    """As `show_instead`, for the change that a representation seeks. Raises NotAllowed."""
    must_work_on(contribution.activity, Role.MODERATOR, by=by)
    contribution.public_change_sought = text
    contribution.save(update_fields=["public_change_sought"])
    became = "as it was written" if text is None else "with words left out"
    record(
        "redact change sought",
        str(contribution.reference),
        by=by.email,
        became=became,
        area=contribution.activity.area_id,
    )


def show_evidence(attachment: Attachment, shown: bool, *, by: Person) -> None:
    """Let everyone see a file, or no longer; of a picture they see one that is made anew. Raises NotAllowed, and
    NoPicture for one that cannot be read."""
    must_work_on(attachment.contribution.activity, Role.MODERATOR, by=by)
    anew = made_anew(bytes(attachment.file.data), LONGEST_PX).data if shown and attachment.is_picture else None
    _show(attachment, shown, anew, by)


@transaction.atomic
def _show(attachment: Attachment, shown: bool, anew: bytes | None, by: Person) -> None:
    attachment.file.shown = anew
    attachment.file.save(update_fields=["shown"])
    attachment.is_public = shown
    attachment.shown_bytes = len(anew) if anew else attachment.size_bytes if shown else 0
    attachment.save(update_fields=["is_public", "shown_bytes"])
    name = f"{attachment.contribution.reference} {attachment.sha256[:12]}"
    record(
        "show evidence",
        name,
        by=by.email,
        became="public" if shown else "officers only",
        area=attachment.contribution.activity.area_id,
    )
