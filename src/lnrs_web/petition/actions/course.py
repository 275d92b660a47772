"""The course of a petition: made, opened, closed by date or by an officer, and made anonymous half a year later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDay
from django.utils import timezone

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.outbox.models import Message
from lnrs_web.outbox.queries import DEALT_WITH
from lnrs_web.petition.models import Petition, Removal, Signature, Watch
from lnrs_web.petition.models.petitions import FOLLOWS
from lnrs_web.petition.problems import Refused

State = Petition.State
RESERVED = ("link", "stop")
"""What comes before tokens in addresses: no petition can be called so."""
WORDS = ("title", "asks", "background", "eligible", "controller", "controller_contact")
SAID = (*WORDS, "target", "milestones", "hourly_limit", "closes_at")
"""What an officer says of a petition; once it is open, what it asks for stays as people signed it."""
FIXED_ONCE_OPEN = ("title", "asks", "eligible")


@transaction.atomic
def make(area: StrategyArea, slug: str, said: Mapping[str, Any], *, by: Person) -> Petition:
    """Begin a petition, which nobody sees until it is opened. Raises NotAllowed, and Refused."""
    must_be_officer_of(area.pk, by)
    problems = []
    if slug in RESERVED or Petition.objects.filter(area=area, slug=slug).exists():
        problems.append(Problem("slug", "There is a page of this name already.", "Choose another."))
    if problems:
        raise Refused(problems)
    one = Petition.objects.create(area=area, slug=slug, made_by=str(by), **dict(said))
    record("make petition", one.on_record, by=str(by), became=one.title, area=area.pk)
    return one


@transaction.atomic
def change(petition: Petition, said: Mapping[str, Any], *, by: Person) -> None:
    """Say other things of a petition. Raises NotAllowed, and Refused for what has to stay."""
    must_be_officer_of(petition.area_id, by)
    one = _locked(petition)
    changed = [name for name in SAID if name in said and getattr(one, name) != said[name]]
    if one.state != State.DRAFT and (fixed := [name for name in changed if name in FIXED_ONCE_OPEN]):
        what = "People have signed it as it is."
        raise Refused([Problem(name, what, "Close this petition, and begin another.") for name in fixed])
    for name in changed:
        setattr(one, name, said[name])
    one.save()
    record("change petition", one.on_record, by=str(by), became=", ".join(changed) or "nothing", area=one.area_id)


@transaction.atomic
def open_it(petition: Petition, *, by: Person) -> None:
    """Let people sign. Raises NotAllowed, and Refused."""
    must_be_officer_of(petition.area_id, by)
    one, now = _locked(petition), timezone.now()
    _may_become(one, State.OPEN)
    if one.closes_at is not None and one.closes_at <= now:
        raise Refused([Problem("closes_on", "The day on which it closes is over.", "Choose a later one.")])
    one.state, one.opened_at = State.OPEN, now
    one.save()
    record("open petition", one.on_record, by=str(by), area=one.area_id)


@transaction.atomic
def close(petition: Petition, *, by: Person) -> None:
    """Let nobody sign any more. Raises NotAllowed, and Refused."""
    must_be_officer_of(petition.area_id, by)
    _close(_locked(petition), timezone.now(), str(by))


def close_those_due(now: datetime, by: str) -> int:
    """Close the petitions whose day has come; how many."""
    due = Petition.objects.filter(state=State.OPEN, closes_at__lte=now)
    for one in due:
        with transaction.atomic():
            locked = _locked(one)
            if locked.state == State.OPEN and locked.closes_at is not None and locked.closes_at <= now:
                _close(locked, locked.closes_at, by)
    return len(due)


def _close(one: Petition, at: datetime, by: str) -> None:
    _may_become(one, State.CLOSED)
    one.state, one.closed_at = State.CLOSED, at
    one.save()
    record("close petition", one.on_record, by=by, became=f"{one.counted} signatures", area=one.area_id)


@transaction.atomic
def make_anonymous(rows: "QuerySet[Signature]", by: str) -> None:  # noqa: ARG001  # recorded with the rule
    """Take away who signed: name, mailbox, postcode, network address, and the hour. That there was a signature, and
    from which ward, stays. What was mailed about it goes with it. A petition of whose signatures none is known any more
    says so, and forgets which network addresses it was watched from.

    It is called by the rule (`retention.rules`), which records it.
    """
    petitions = set(rows.order_by().values_list("petition", flat=True).distinct())
    nobody = Concat(Value("nobody "), Cast(F("pk"), CharField()))
    rows.update(
        **dict.fromkeys(("name", "mail", "domain", "postcode", "address"), ""),
        mail_key=nobody,
        signals=[],
        wants_updates=False,
        made_at=TruncDay("made_at"),
        proved_at=TruncDay("proved_at"),
        is_anonymous=True,
    )
    for pk in petitions:
        # each is named by its signature, and says to the second when that was made
        Message.objects.filter(key__startswith=f"petition {pk} ", state__in=DEALT_WITH).delete()
    done = Petition.objects.filter(pk__in=petitions, state=State.CLOSED).exclude(signatures__is_anonymous=False)
    gone = list(done.values_list("pk", flat=True))
    Watch.objects.filter(petition__in=gone).delete()
    Removal.objects.filter(petition__in=gone).update(network="")
    Petition.objects.filter(pk__in=gone).update(state=State.ANONYMISED, anonymised_at=timezone.now())


@transaction.atomic
def forget_addresses(rows: "QuerySet[Signature]", by: str) -> None:  # noqa: ARG001  # recorded with the rule
    """Take away the network addresses of signatures."""
    rows.update(address="")


def _locked(petition: Petition) -> Petition:
    return Petition.objects.select_for_update(of=("self",), no_key=True).select_related("area").get(pk=petition.pk)


def _may_become(one: Petition, state: object) -> None:
    if str(state) not in FOLLOWS[one.state]:
        what = f"The petition is {one.get_state_display()}."
        raise Refused([Problem("state", what, "It has gone on since you looked at it.")])
