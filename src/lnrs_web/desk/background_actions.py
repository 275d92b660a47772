"""What administrators do with mail that was not sent, and with jobs that were given up."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from lnrs.errors import LnrsError, Problem
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import NotAllowed, is_administrator, is_officer
from lnrs_web.outbox import actions as outbox
from lnrs_web.outbox.models import Message, Suppression
from lnrs_web.outbox.queries import messages


class NotHeldBack(LnrsError):
    """An address was not held back."""

    summary = "Nothing was held back"


def must_be_some_officer(who: Person) -> None:
    """Raises NotAllowed for one who is an officer of no area."""
    if not is_officer(who):
        raise NotAllowed("Only officers see what the site sends, and the work that it does by itself.")


def must_be_administrator(who: Person) -> None:
    """Raises NotAllowed for anyone but an officer of all areas: mail and jobs belong to the whole site."""
    if not is_administrator(who):
        raise NotAllowed("This is for administrators, who are officers of all areas.")


def send_again(message: Message, *, by: Person) -> None:
    """Let a message that was given up or held back be sent again. Raises NotAllowed."""
    must_be_administrator(by)
    outbox.send_again(message, by=by.email)


@transaction.atomic
def send_all_again(*, by: Person) -> int:
    """Let every message that was given up be sent again; how many. Raises NotAllowed."""
    must_be_administrator(by)
    # all are held before any is recorded
    given_up = list(messages(str(Message.State.GIVEN_UP)).select_for_update(no_key=True).order_by("pk"))
    for message in given_up:
        outbox.send_again(message, by=by.email)
    return len(given_up)


def hold_back(address: str, reason: str, *, by: Person) -> Suppression:
    """Send nothing to an address. Raises NotAllowed, and NotHeldBack with every problem."""
    must_be_administrator(by)
    problems = []
    try:
        validate_email(address.strip())
    except ValidationError:
        problems.append(Problem("address", "This is no mail address.", "Write one, such as name@example.org."))
    if not reason.strip():
        problems.append(Problem("reason", "There is no reason.", "Say why nothing is to be sent to it."))
    if problems:
        raise NotHeldBack(problems)
    return outbox.suppress(address, reason=" ".join(reason.split()), by=by.email)


def allow(suppression: Suppression, *, by: Person) -> None:
    """Send mail to an address again. Raises NotAllowed."""
    must_be_administrator(by)
    outbox.allow(suppression, by=by.email)


def do_again(job: DBTaskResult, *, by: Person) -> None:
    """Let a job that was given up be done again. Raises NotAllowed."""
    must_be_administrator(by)
    outbox.do_again(job, by=by.email)
