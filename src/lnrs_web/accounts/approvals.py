"""Four eyes: some acts are done only when one person has asked for them and another has approved.

    asked = ask("publish edition", identity, area=40, page="https://...", by=ada)
    approve(asked, by=grace)                                   # an approver or officer of the area, and not Ada
    must_be_approved("publish edition", identity, by=grace)    # in the transaction of the act: it is used up

What is asked for is good for 14 days and for one act.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lnrs_web.accounts.models import Approval, Membership, Person, Role
from lnrs_web.accounts.permissions import AT_THE_DESK, NotAllowed, may, must, name_of
from lnrs_web.audit.actions import record
from lnrs_web.outbox.actions import post

GOOD_FOR = timedelta(days=14)
FOUR_EYES = "Somebody else has to approve it: nobody approves what they asked for themselves."


@transaction.atomic
def ask(what: str, which: str, *, area: int, page: str, by: Person, on_terms: str = "") -> Approval:
    """Ask for an act that needs a second person, and write to those who may approve it; `page` is where they do.

    Asked again on the same terms it is the same question. Raises NotAllowed for one without a role in the area.
    """
    must(by, *AT_THE_DESK, area=area)
    for old in _held(what, which):
        if old.is_open and old.on_terms == on_terms and _may_still_ask(old):
            return old
        old.closed_at = timezone.now()
        old.save(update_fields=["closed_at"])
    asked = Approval.objects.create(
        what=what, which=which, on_terms=on_terms, area=area, asked_by=by, expires_at=timezone.now() + GOOD_FOR
    )
    for person in approvers_besides(by, area=area):
        post(
            to=person.email,
            subject=f"Please look: {what} for {name_of(area)}",
            text=(
                f"{by.email} asks for this to be done for {name_of(area)}:\n\n    {what}: {which}\n\n"
                f"It needs a second person. Look at it, and approve it if it is right:\n\n    {page}\n\n"
                f"It can be approved until {asked.expires_at:%-d %B %Y}.\n"
            ),
            key=f"approval {asked.public_id} asked of {person.public_id}",
            by=by.email,
        )
    record(f"ask to {what}", which, by=by.email, became=on_terms, area=area)
    return asked


@transaction.atomic
def approve(approval: Approval, *, by: Person) -> Approval:
    """Let an act be done that another person asked for.

    Raises NotAllowed for its asker, for one who is no approver of the area, and where the question is closed.
    """
    must(by, Role.APPROVER, area=approval.area)
    found = Approval.objects.select_for_update().get(pk=approval.pk)
    if not found.is_open:
        raise NotAllowed("This is not asked any more: it was done, taken back, or too old. Ask for it again.")
    if found.asked_by_id == by.pk:
        raise NotAllowed(FOUR_EYES)
    if not _may_still_ask(found):
        raise NotAllowed("Whoever asked for this has left. Ask for it again, and let somebody else approve it.")
    found.approved_by, found.approved_at = by, timezone.now()
    found.save(update_fields=["approved_by", "approved_at"])
    asker = found.asked_by.email if found.asked_by else ""
    record(f"approve to {found.what}", found.which, by=by.email, was=f"asked by {asker}", area=found.area)
    return found


@transaction.atomic
def take_back(approval: Approval, *, by: Person) -> None:
    """Close a question: its asker takes it back, or an approver refuses. Raises NotAllowed for anyone else."""
    found = Approval.objects.select_for_update().get(pk=approval.pk)
    if found.asked_by_id != by.pk:
        must(by, Role.APPROVER, area=found.area)
    if found.closed_at is None:
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        word = "take back" if found.asked_by_id == by.pk else "refuse to"
        record(f"{word} {found.what}", found.which, by=by.email, area=found.area)


@transaction.atomic
def must_be_approved(what: str, which: str, *, by: Person) -> Approval:  # noqa: ARG001  # as every action
    """Use up the approval of an act. Called in the transaction of the act, so that both are done or neither.

    Raises NotAllowed where two people have not agreed to it.
    """
    held = next((one for one in _held(what, which) if one.is_open and one.approved_at and _may_still_ask(one)), None)
    if held is None:
        raise NotAllowed(FOUR_EYES)
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    return held


def open_for(what: str, which: str) -> Approval | None:
    """What is asked about a thing, and waits for a second person."""
    found = Approval.objects.filter(what=what, which=which, closed_at=None).select_related("asked_by").first()
    return found if found and found.is_open and _may_still_ask(found) else None


def approvers_besides(who: Person, *, area: int) -> list[Person]:
    """Those who could approve what somebody asks for in an area."""
    held = Membership.objects.in_force().filter(role__in=(Role.APPROVER, Role.OFFICER), activity="")
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True).exclude(pk=who.pk).order_by("email")
    return [one for one in people if may(one, Role.APPROVER, area=area)]


def _held(what: str, which: str) -> list[Approval]:
    """The open question about a thing, locked."""
    return list(Approval.objects.select_for_update().filter(what=what, which=which, closed_at=None))


def _may_still_ask(approval: Approval) -> bool:
    return may(approval.asked_by, *AT_THE_DESK, area=approval.area)
