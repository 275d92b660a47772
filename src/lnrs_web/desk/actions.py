"""What officers do at the desk. Each action asks whether its doer may, is whole or not done, and is on record."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lnrs_web.accounts import approvals
from lnrs_web.accounts.models import Approval, Person, Role
from lnrs_web.accounts.permissions import NotAllowed, areas_with, must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.desk.arriving import Arrived
from lnrs_web.desk.models import Upload
from lnrs_web.desk.permissions import must_see
from lnrs_web.desk.queries import current_of
from lnrs_web.editions import actions as editions
from lnrs_web.editions.models import Edition

State = Upload.State
PUBLISH = "publish edition"


class Changed(Exception):
    """Another edition was published since the page was made on which an officer decided."""


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
    found = Upload.objects.select_for_update().get(pk=upload.pk)
    if found.state == State.BROKEN and found.zip.is_file():
        found.state, found.tries, found.problems = State.WAITING, 0, []
        found.save(update_fields=["state", "tries", "problems"])
        record("try upload again", str(found.public_id), by=by.email, area=found.area)


@transaction.atomic
def ask_to_publish(edition: Edition, *, instead_of: str, site: str, by: Person) -> Approval:
    """Ask a second person to let everyone see an edition. `instead_of` is the identity of the one that the asker saw as
    current, or nothing; `site` is where the site is, for the mail.

    Raises NotAllowed, and Changed where another is current by now.
    """
    must(by, Role.EDITOR, area=edition.area_id)
    _must_be_current(edition, instead_of)
    return approvals.ask(
        PUBLISH,
        edition.identity,
        on_terms=instead_of,
        area=edition.area_id,
        page=site + reverse("desk:publish", args=[edition.identity]),
        by=by,
    )


@transaction.atomic
def publish(edition: Edition, *, instead_of: str, by: Person) -> Edition:
    """Let everyone see an edition that another person has asked to be published. `instead_of` is the identity of the
    one that its doer saw as current, or nothing.

    Raises NotAllowed, Changed where another is current by now or was when it was asked for, and NotFound where the
    edition is published already.
    """
    _must_be_current(edition, instead_of)
    asked = approvals.open_for(PUBLISH, edition.identity)
    if asked and asked.on_terms != instead_of:
        raise Changed
    if asked:
        approvals.approve(asked, by=by)
    approvals.must_be_approved(PUBLISH, edition.identity, by=by)
    return editions.publish(edition, by=by.email)


def _must_be_current(edition: Edition, instead_of: str) -> None:
    """Raises Changed where another edition is current than the one that somebody saw; holds the area."""
    area = StrategyArea.objects.select_for_update().get(pk=edition.area_id)
    current = current_of(area)
    if (current.identity if current else "") != instead_of:
        raise Changed


def ended(upload: Upload, state: str, problems: list[dict[str, str]], edition: Edition | None = None) -> None:
    """Note what became of an upload."""
    upload.state, upload.problems, upload.edition, upload.ended_at = state, problems, edition, timezone.now()
    upload.save(update_fields=["state", "problems", "edition", "ended_at"])
