"""What officers do at the desk. Each action asks whether its doer may, is whole or not done, and is on record."""

from django.db import transaction
from django.utils import timezone

from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import NotAllowed, areas_with
from lnrs_web.audit.actions import record
from lnrs_web.desk.arriving import Arrived
from lnrs_web.desk.models import Upload
from lnrs_web.desk.permissions import must_see
from lnrs_web.editions.models import Edition

State = Upload.State


@transaction.atomic
def receive(file: Arrived, *, by: Person) -> Upload:
    """Put what has arrived into the queue. Raises NotAllowed for one who may not."""
    if not areas_with(by, Role.EDITOR):
        raise NotAllowed("Only officers and editors upload editions.")
    upload = Upload.objects.create(
        public_id=file.public_id, by=by, file_name=(file.name or "")[:200], size_bytes=file.size
    )
    record("upload", str(upload.public_id), by=by.email, became=upload.file_name)  # of which area is not known yet
    return upload


@transaction.atomic
def try_again(upload: Upload, *, by: Person) -> None:
    """Put an upload that broke off, or whose worker was stopped, into the queue again. Raises NotAllowed."""
    must_see(upload, by)
    found = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if found.state == State.BROKEN and found.zip.is_file():
        found.state, found.tries, found.problems = State.WAITING, 0, []
        found.save(update_fields=["state", "tries", "problems"])
        record("try upload again", str(found.public_id), by=by.email, area=found.area)


def ended(upload: Upload, state: str, problems: list[dict[str, str]], edition: Edition | None = None) -> None:
    """Note what became of an upload."""
    upload.state, upload.problems, upload.edition, upload.ended_at = state, problems, edition, timezone.now()
    upload.save(update_fields=["state", "problems", "edition", "ended_at"])
