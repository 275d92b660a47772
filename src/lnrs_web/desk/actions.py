"""What officers do at the desk. Each action asks whether its doer may, is whole or not done, and is on record."""

from django.db import transaction
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import NotAllowed, is_officer, must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.desk.arriving import Arrived
from lnrs_web.desk.models import Upload
from lnrs_web.desk.permissions import must_see
from lnrs_web.desk.queries import current_of
from lnrs_web.editions import actions as editions
from lnrs_web.editions.models import Edition

State = Upload.State


class Changed(Exception):
    """Another edition was published since the page was made on which an officer decided."""


@transaction.atomic
def receive(file: Arrived, *, by: Person) -> Upload:
    """Put what has arrived into the queue. Raises NotAllowed for one who is no officer."""
    if not is_officer(by):
        raise NotAllowed("Only officers upload editions.")
    upload = Upload.objects.create(
        public_id=file.public_id, by=by, file_name=(file.name or "")[:200], size_bytes=file.size
    )
    record("upload", str(upload.public_id), by=by.email, became=upload.file_name)
    return upload


@transaction.atomic
def try_again(upload: Upload, *, by: Person) -> None:
    """Put an upload that broke off, or whose worker was stopped, into the queue again. Raises NotAllowed."""
    must_see(upload, by)
    found = Upload.objects.select_for_update().get(pk=upload.pk)
    if found.state == State.BROKEN and found.zip.is_file():
        found.state, found.tries, found.problems = State.WAITING, 0, []
        found.save(update_fields=["state", "tries", "problems"])
        record("try upload again", str(found.public_id), by=by.email)


@transaction.atomic
def publish(edition: Edition, *, instead_of: str, by: Person) -> Edition:
    """Let everyone see an edition. `instead_of` is the identity of the one that its doer saw as current, or nothing.

    Raises NotAllowed, Changed where another is current by now, and NotFound where the edition is published already.
    """
    must_be_officer_of(edition.area_id, by)
    area = StrategyArea.objects.select_for_update().get(pk=edition.area_id)
    current = current_of(area)
    if (current.identity if current else "") != instead_of:
        raise Changed
    return editions.publish(edition, by=by.email)


def ended(upload: Upload, state: str, problems: list[dict[str, str]], edition: Edition | None = None) -> None:
    """Note what became of an upload."""
    upload.state, upload.problems, upload.edition, upload.ended_at = state, problems, edition, timezone.now()
    upload.save(update_fields=["state", "problems", "edition", "ended_at"])
