"""Signatures that do not count: taken out by a rule, counted before it is done, put back as easily; set aside, looked
at and let through; watched for from now on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import must
from lnrs_web.audit.actions import record
from lnrs_web.petition.models import Petition, Removal, Signature, Watch
from lnrs_web.petition.networks import range_of
from lnrs_web.petition.problems import Refused

State = Signature.State
CLOSED_TO_RULES = (State.REMOVED, State.WITHDRAWN)


@dataclass(frozen=True)
class Rule:
    """Which signatures somebody means; what is empty leaves nothing out."""

    domain: str = ""
    since: datetime | None = None
    until: datetime | None = None
    network: str = ""


def matching(removal: Removal) -> "QuerySet[Signature]":
    """The signatures that a rule is about and that no other has taken out. Raises ValueError for a network that is
    none."""
    rows = Signature.objects.filter(petition=removal.petition_id, made_at__lte=removal.until, is_anonymous=False)
    rows = rows.exclude(state__in=CLOSED_TO_RULES)
    if removal.since:
        rows = rows.filter(made_at__gte=removal.since)
    if removal.domain:
        rows = rows.filter(domain=removal.domain)
    if removal.network:
        first, last = range_of(removal.network)
        rows = rows.filter(address__gte=first, address__lte=last)
    return rows


@transaction.atomic
def count_first(petition: Petition, rule: Rule, reason: str, *, by: Person) -> Removal:
    """Count what a rule would take out, and take nothing out. Raises NotAllowed, and Refused for a rule that says
    nothing."""
    must(by, Role.MODERATOR, area=petition.area_id)
    now = timezone.now()
    if not (rule.domain or rule.since or rule.network):
        what = "A rule without a domain, a network or a time would take out everything."
        raise Refused([Problem("domain", what, "Give one of them.")])
    one = Removal(
        petition=petition,
        domain=rule.domain,
        since=rule.since,
        until=min(rule.until or now, now),
        network=rule.network,
        reason=reason,
        made_by=str(by),
    )
    rows = matching(one)
    one.found = rows.filter(state=State.SIGNED).count()
    one.found_waiting = rows.exclude(state=State.SIGNED).count()
    one.save()
    became = f"{one.found} that count, {one.found_waiting} that do not: {reason}"
    record("count petition removal", _named(petition, one), by=str(by), became=became, area=petition.area_id)
    return one


@transaction.atomic
def remove(removal: Removal, *, by: Person) -> None:
    """Take out what was counted. Raises NotAllowed, and Refused where it is not waiting to be done."""
    must(by, Role.MODERATOR, area=removal.petition.area_id)
    one = _locked(removal, Removal.State.COUNTED)
    _hold(one.petition)
    matching(one).update(was=F("state"), state=State.REMOVED, removal=one)
    one.removed = Signature.objects.filter(removal=one, was=State.SIGNED).count()  # what was just proved is in it
    one.state, one.done_at = Removal.State.DONE, timezone.now()
    one.save()
    _note("remove signatures", one, by, f"{one.removed} that counted: {one.reason}")


@transaction.atomic
def cancel(removal: Removal, *, by: Person) -> None:
    """Leave what was counted as it is. Raises NotAllowed, and Refused."""
    must(by, Role.MODERATOR, area=removal.petition.area_id)
    one = _locked(removal, Removal.State.COUNTED)
    one.state, one.ended_at = Removal.State.CANCELLED, timezone.now()
    one.save()
    _note("cancel petition removal", one, by, "")


@transaction.atomic
def restore(removal: Removal, *, by: Person) -> None:
    """Put back what was taken out: each as it was, and signed where it was proved since. Raises NotAllowed, and
    Refused."""
    must(by, Role.MODERATOR, area=removal.petition.area_id)
    one = _locked(removal, Removal.State.DONE)
    _hold(one.petition)
    proved = Q(was=State.WAITING, proved_at__isnull=False)
    rows = Signature.objects.filter(removal=one, state=State.REMOVED, is_anonymous=False)
    back = rows.update(state=Case(When(proved, then=Value(State.SIGNED)), default=F("was")), removal=None, was="")
    one.state, one.ended_at = Removal.State.RESTORED, timezone.now()
    one.save()
    _note("restore signatures", one, by, f"{back} put back")


@transaction.atomic
def let_through(petition: Petition, keys: Iterable[int], *, by: Person) -> int:
    """Count signatures that were set aside, once they are proved; how many. Raises NotAllowed."""
    must(by, Role.MODERATOR, area=petition.area_id)
    _hold(petition)
    rows = Signature.objects.filter(petition=petition, pk__in=list(keys), state=State.ASIDE)
    done = rows.update(
        state=Case(When(proved_at=None, then=Value(State.WAITING)), default=Value(State.SIGNED)), signals=[]
    )
    if done:
        became = f"{done} signatures"
        record("let signatures through", petition.on_record, by=str(by), became=became, area=petition.area_id)
    return done


@transaction.atomic
def watch(petition: Petition, kind: str, value: str, reason: str, *, by: Person) -> Watch:
    """Set aside from now on what comes from a domain or a network. Raises NotAllowed, and Refused."""
    must(by, Role.MODERATOR, area=petition.area_id)
    if kind not in Watch.Kind.values:
        raise Refused([Problem("kind", "There is no such thing to watch for.", "Choose one of the list.")])
    said = {"reason": reason, "made_by": str(by)}
    one, is_new = Watch.objects.get_or_create(petition=petition, kind=kind, value=value, defaults=said)
    if is_new:
        became = f"{one.told}: {reason}"
        record("watch for signatures", petition.on_record, by=str(by), became=became, area=petition.area_id)
    return one


@transaction.atomic
def watch_no_more(one: Watch, *, by: Person) -> None:
    """Watch for something no more; what was set aside stays so. Raises NotAllowed."""
    petition = one.petition
    must(by, Role.MODERATOR, area=petition.area_id)
    was = one.told
    one.delete()
    record("watch no more", petition.on_record, by=str(by), was=was, area=petition.area_id)


def _hold(petition: Petition) -> None:
    """Let nobody else change many signatures of a petition at once: two who did could wait for one another's rows."""
    Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)


def _locked(removal: Removal, state: object) -> Removal:
    one = Removal.objects.select_for_update(of=("self",), no_key=True).select_related("petition__area")
    found = one.get(pk=removal.pk)
    if found.state != state:
        raise Refused([Problem("removal", f"It is {found.get_state_display()} by now.", "Look at it again.")])
    return found


def _note(what: str, one: Removal, by: Person, became: str) -> None:
    record(what, _named(one.petition, one), by=str(by), became=became, area=one.petition.area_id)


def _named(petition: Petition, one: Removal) -> str:
    return f"{petition.on_record} removal {one.public_id}"
