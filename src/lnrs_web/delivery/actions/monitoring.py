"""Records of what was found on a project's land: brought in together, looked at together, taken back together."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.queries import account_name
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import now
from lnrs_web.delivery import telling
from lnrs_web.delivery.actions.rows import of_officer, own
from lnrs_web.delivery.models import Batch, Project, Record
from lnrs_web.delivery.records import Found
from lnrs_web.delivery.refused import refuse

State = Batch.State
MOST_BATCHES = 500


@transaction.atomic
def bring_in(project: Project, found: Sequence[Found], *, by: Person, file_name: str = "", data: bytes = b"") -> Batch:
    """Bring records in, all of them; they wait for an officer. Raises ProjectRefused where the same file is in already.

    `data` are the bytes of the file, of which the hash is kept.
    """
    held = own(project, by)
    if held.withdrawn_at:
        raise refuse("table", "The project was withdrawn.", "Ask an officer to bring it back.")
    sha256 = hashlib.sha256(data).hexdigest() if data else ""
    same = held.batches.filter(sha256=sha256, state__in=(State.WAITING, State.SHOWN)).first() if sha256 else None
    if same:
        raise refuse("table", f"This file came in as batch {same.number}.", "Take that back first.")
    if held.batches.count() >= MOST_BATCHES:
        raise refuse("table", f"There are {MOST_BATCHES} batches, which is the most.", "Bring records in together.")
    number = (held.batches.aggregate(last=Max("number"))["last"] or 0) + 1
    batch = Batch.objects.create(
        project=held, number=number, lines=len(found), file_name=file_name[-120:], sha256=sha256, by=account_name(by)
    )
    rows = [Record(batch=batch, position=place, **vars(one)) for place, one in enumerate(found, start=1)]
    Record.objects.bulk_create(rows)
    telling.officers_of_batch(batch)
    became = f"batch {number}: {len(found)} records {sha256}".strip()
    record("bring in project records", held.reference, by=account_name(by), became=became, area=held.area_id)
    return batch


@transaction.atomic
def take_back(batch: Batch, *, by: Person) -> None:
    """Take a batch back, as if it had never come: its records are deleted. Raises ProjectRefused for anybody but the
    owner, and for what is taken back already."""
    project = own(batch.project, by)
    found = Batch.objects.get(pk=batch.pk)
    if found.state == State.TAKEN_BACK:
        raise refuse("batch", "It is taken back already.")
    found.records.all().delete()
    _ended(found, State.TAKEN_BACK, account_name(by))
    became = f"batch {found.number}: {found.lines} records deleted"
    record("take project records back", project.reference, by=account_name(by), became=became, area=project.area_id)


@transaction.atomic
def agree(batch: Batch, *, by: Person) -> None:
    """Let everyone see the records of a batch. Raises NotAllowed and ProjectRefused."""
    found = _waiting(batch, by)
    _ended(found, State.SHOWN, by.email)
    became = f"batch {found.number}"
    record("publish project records", found.project.reference, by=by.email, became=became, area=found.project.area_id)


@transaction.atomic
def send_back(batch: Batch, because: str, *, by: Person) -> None:
    """Send a batch back with what is wrong. Raises NotAllowed, and ProjectRefused without a reason."""
    found = _waiting(batch, by)
    if not (because := because.strip()[:2000]):
        raise refuse("because", "No reason is given.", "Say what has to be changed.")
    found.because = because
    _ended(found, State.RETURNED, by.email)
    became = f"batch {found.number}: {because}"
    record("send project records back", found.project.reference, by=by.email, became=became, area=found.project.area_id)


def _waiting(batch: Batch, by: Person) -> Batch:
    project = of_officer(batch.project, by)
    found = Batch.objects.get(pk=batch.pk)
    if found.state != State.WAITING:
        raise refuse("answer", "It does not wait for an officer any more.", "Go back to the list.")
    found.project = project
    return found


def _ended(batch: Batch, state: object, by: str) -> None:
    batch.state, batch.ended_at, batch.ended_by = str(state), now(), by
    batch.save(update_fields=["state", "ended_at", "ended_by", "because"])
