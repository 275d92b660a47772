"""Reminders of what is due of applications: 28, 14, 7 and 2 days before the last day, on it, and once it is over.

What the scheme owes, its officers are reminded of; so they are of what is over and may be released.
"""

from datetime import date

from django.db import transaction

from lnrs_web.accounts.queries import officers_of
from lnrs_web.nutrients import addresses, letters
from lnrs_web.nutrients.course import Standing
from lnrs_web.nutrients.models import Application
from lnrs_web.outbox.actions import post
from lnrs_web.outbox.models import Message

DAYS = (28, 14, 7, 2, 0)
OVER = -1


def step_at(last: date, on: date) -> int | None:
    """Which of the reminders stands on a day: the latest whose day has come, and one once it is over.

    >>> [step_at(date(2027, 3, 29), date(2027, 3, day)) for day in (1, 2, 28, 29, 30, 31)]
    [28, 28, 2, 0, -1, -1]
    """
    left = (last - on).days
    return OVER if left < 0 else min((step for step in DAYS if step >= left), default=None)


@transaction.atomic
def remind(on: date, *, by: str) -> int:
    """Post every reminder that stands on the day and has not been posted; how many there were."""
    before = Message.objects.count()
    waiting = Application.objects.standing().filter(round__allocated_on__isnull=False, steps__isnull=False)
    for one in waiting.select_related("round__scheme", "applicant").distinct().order_by("pk"):
        for due in Standing(one, on).dues:
            if (step := step_at(due.last, on)) is None:
                continue
            key = f"credits reminder {one.reference} {due.last} {due.what[:40]} {step}"
            if due.by_applicant and one.applicant:
                subject, text = letters.reminder(one, due, on, addresses.own_page(one))
                post(to=one.applicant.email, subject=subject, text=text, key=key, by=by)
            if not due.by_applicant or step == OVER:
                subject, text = letters.reminder(one, due, on, addresses.desk_page(one))
                for person in officers_of(one.scheme.area):
                    post(to=person.email, subject=subject, text=text, key=f"{key} {person.public_id}", by=by)
    return Message.objects.count() - before
