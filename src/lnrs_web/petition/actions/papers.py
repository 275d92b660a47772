"""Signatures on paper: entered apart, with where the scans are, and never added to those that were proved by mail."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import must
from lnrs_web.audit.actions import record
from lnrs_web.petition.models import PaperBatch, Petition
from lnrs_web.petition.problems import Refused


@transaction.atomic
def enter(
    petition: Petition, received_on: date, source: str, scan_reference: str, names: int, refused: int, *, by: Person
) -> PaperBatch:
    """Enter a batch of sheets. Raises NotAllowed, and Refused for scans that are entered already."""
    must(by, Role.MODERATOR, area=petition.area_id)
    problems = []
    if refused > names:
        problems.append(Problem("refused", "There are more that do not count than names.", "Look at both again."))
    said = {"received_on": received_on, "source": source, "names": names, "refused": refused, "entered_by": str(by)}
    if not problems:
        try:
            with transaction.atomic():
                one = PaperBatch.objects.create(petition=petition, scan_reference=scan_reference, **said)
        except IntegrityError:
            what = "These scans are entered already."
            problems.append(Problem("scan_reference", what, "Cancel that entry first, if it is wrong."))
    if problems:
        raise Refused(problems)
    became = f"{one.accepted} of {names} names, {scan_reference}"
    record("enter paper signatures", petition.on_record, by=str(by), became=became, area=petition.area_id)
    return one


@transaction.atomic
def cancel(batch: PaperBatch, why: str, *, by: Person) -> None:
    """Let an entry count no more; it stays, with why. Raises NotAllowed, and Refused for one that is cancelled."""
    petition = batch.petition
    must(by, Role.MODERATOR, area=petition.area_id)
    one = PaperBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if one.cancelled_at is not None:
        raise Refused([Problem("paper", "It is cancelled already.", "Look at it again.")])
    one.cancelled_at, one.cancelled_by, one.why_cancelled = timezone.now(), str(by), why
    one.save()
    was = f"{one.accepted} of {one.names} names, {one.scan_reference}"
    record("cancel paper signatures", petition.on_record, by=str(by), was=was, became=why, area=petition.area_id)
