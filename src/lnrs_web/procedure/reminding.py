"""Reminders of what is due: 14, 7 and 2 days before the last day, on it, the day after it, and weekly from then on."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from lnrs.law.record import Due
from lnrs.law.stages import Actor
from lnrs_web.accounts.queries import officers_of
from lnrs_web.areas.queries import slug_of
from lnrs_web.outbox.actions import post
from lnrs_web.outbox.models import Message
from lnrs_web.procedure import letters, links
from lnrs_web.procedure.models import Procedure, Serving
from lnrs_web.procedure.queries import Known

DAYS = (14, 7, 2, 0)
WEEK = 7


def step_at(last: date, on: date) -> int | None:
    """Which of the reminders stands on the day: the latest whose day has come; none too early. What is overdue has one
    a day late (-1), and then one a week (-8, -15 and so on).

    A day on which nobody ran the command is made up for on the next.

    >>> [step_at(date(2025, 2, 11), date(2025, 1, day)) for day in (27, 28, 29)]
    [None, 14, 14]
    >>> [step_at(date(2025, 2, 11), date(2025, 2, day)) for day in (12, 18, 19)]
    [-1, -1, -8]
    """
    left = (last - on).days
    if left < 0:
        return left + (-left - 1) % WEEK
    return min((step for step in DAYS if step >= left), default=None)


@transaction.atomic
def remind(on: date, *, by: str) -> int:
    """Post every reminder that stands on the day and has not been posted; running it again posts nothing more. What was
    done, late or not, is recorded and due no more (`lnrs.law.record.dues`).

    Who is reminded: the authority that may still reply, by its own link; of what the responsible authority owes, the
    officers of its area. The Secretary of State is not. Gives how many were posted.
    """
    before = Message.objects.count()
    for procedure in Procedure.objects.order_by("area"):
        known = Known(procedure.of, on)
        for due in known.dues:
            if (step := step_at(due.last, on)) is None:
                continue
            for to, who, link in _readers(known, due):
                subject, text = letters.reminder(known.area, due, on, link)
                post(to=to, subject=subject, text=text, key=f"procedure reminder {due.ref} {step} {who}", by=by)
    return Message.objects.count() - before


def _readers(known: Known, due: Due) -> Iterator[tuple[str, str, str]]:
    """Mail address, name for the key, and link of everyone who is reminded."""
    if due.by is Actor.SUPPORTING_AUTHORITY:
        serving = Serving.objects.filter(act__public_id=due.ref).select_related("act__authority").first()
        authority = next((one for one in known.authorities if one.name == due.who), None)
        if serving and authority and authority.email:
            yield authority.email, str(authority.public_id), links.link_to(serving)
    elif due.by is Actor.RESPONSIBLE_AUTHORITY:
        desk = f"{settings.ADDRESS}{reverse('procedure:area', args=[slug_of(known.area)])}"
        for officer in officers_of(known.area.lnrs_id):
            yield officer.email, str(officer.public_id), desk
