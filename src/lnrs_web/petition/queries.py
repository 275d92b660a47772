"""What pages ask of petitions; numbers are in `counts`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from lnrs_web.editions.models import Edition, Zone
from lnrs_web.outbox.models import Message
from lnrs_web.outbox.queries import posted_before
from lnrs_web.petition.mailboxes import mail_key
from lnrs_web.petition.models import HourTally, PaperBatch, Petition, Removal, Signature

UNPROVED_KEPT = timedelta(days=28)
"""How long a signature waits for the button of its mail."""
LETTERS_KEPT = timedelta(days=1)
"""How long a letter that was sent, or tried for the last time, says to whom, so that a fault can be found."""
ADDRESSES_KEPT = timedelta(days=90)
ANONYMOUS_AFTER = timedelta(days=183)
"""Half a year after a petition closed nobody is known who signed it."""
State = Signature.State


def shown_to_all(area: str, slug: str) -> Petition | None:
    """The petition that everyone may see, by the names in an address."""
    found = Petition.objects.filter(area__slug=area, slug=slug).exclude(state=Petition.State.DRAFT)
    return found.select_related("area").first()


def changed(edition: Edition) -> str:
    """Everything on which the public pages about petitions of an edition's area depend, beside their addresses."""
    petitions = Petition.objects.filter(area=edition.area_id).exclude(state=Petition.State.DRAFT)
    now = timezone.now()
    said = [(one.is_open(now), vars(one) | {"_state": ""}) for one in petitions]
    papers = PaperBatch.objects.filter(petition__in=petitions, cancelled_at=None)
    paper = list(papers.order_by().values_list("petition").annotate(n=Sum(F("names") - F("refused"))))
    removals = list(Removal.objects.filter(petition__in=petitions).order_by("pk").values_list("pk", "state"))
    return repr((said, paper, removals))


def changed_or_uncounted(edition: Edition) -> str:
    """The same for the page that says how many signatures do not count, of which the count itself tells nothing."""
    petitions = Petition.objects.filter(area=edition.area_id).exclude(state=Petition.State.DRAFT)
    return repr((changed(edition), [uncounted(one) for one in petitions.order_by("pk")]))


def names_of(edition: Edition, kind: str) -> dict[str, str]:
    """The name of each zone of a kind, by its code."""
    return dict(Zone.objects.filter(edition=edition, kind=kind).order_by("name").values_list("code", "name"))


@dataclass(frozen=True)
class Uncounted:
    """Signatures that do not count, and why."""

    removed: int
    """Taken out by officers' rules."""
    withdrawn: int
    aside: int
    """Set aside, rounded down to ten: so that nobody tries what is set aside."""
    refused_on_paper: int


def uncounted(petition: Petition) -> Uncounted:
    """How many signatures do not count."""
    rows = Signature.objects.filter(petition=petition).order_by()
    by_state = dict(rows.values_list("state").annotate(Count("pk")))
    removed = Removal.objects.filter(petition=petition, state=Removal.State.DONE).aggregate(n=Sum("removed"))["n"] or 0
    papers = PaperBatch.objects.filter(petition=petition, cancelled_at=None)
    aside = by_state.get(State.ASIDE, 0)
    return Uncounted(
        removed,
        by_state.get(State.WITHDRAWN, 0),
        aside - aside % 10,
        papers.aggregate(n=Sum("refused"))["n"] or 0,
    )


def hours_of(petition: Petition) -> "QuerySet[HourTally]":
    """The count at the end of each hour in which it moved, the first first."""
    return HourTally.objects.filter(petition=petition).order_by("hour")


def days_of(petition: Petition) -> list[tuple[datetime, int]]:
    """The count at the end of each day on which it moved, in England's time, the first first."""
    last: dict[object, tuple[datetime, int]] = {}
    for one in hours_of(petition):
        local = timezone.localtime(one.hour)
        last[local.date()] = (local, one.counted)
    return list(last.values())


# --- the desk


def by_state(petition: Petition) -> dict[str, int]:
    """How many signatures are in each state."""
    rows = Signature.objects.filter(petition=petition).order_by()
    found = dict(rows.values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in State.values}


def busiest_domains(petition: Petition, now: datetime, most: int = 10) -> list[tuple[str, int]]:
    """The domains of mail that most signatures of the last day came from; of those taken back none is known."""
    rows = Signature.objects.filter(petition=petition, made_at__gt=now - timedelta(days=1), is_anonymous=False)
    found = rows.exclude(domain="").order_by().values_list("domain").annotate(n=Count("pk")).order_by("-n", "domain")
    return list(found[:most])


def busiest_networks(petition: Petition, now: datetime, most: int = 10) -> list[tuple[str, int]]:
    """The network addresses that most signatures of the last day came from, where more than two did."""
    rows = Signature.objects.filter(petition=petition, made_at__gt=now - timedelta(days=1)).exclude(address="")
    found = rows.order_by().values_list("address").annotate(n=Count("pk")).filter(n__gt=2).order_by("-n", "address")
    return list(found[:most])


def set_aside(petition: Petition) -> "QuerySet[Signature]":
    """What is set aside, the proved ones first."""
    rows = Signature.objects.filter(petition=petition, state=State.ASIDE)
    return rows.order_by(F("proved_at").desc(nulls_last=True), "pk")


def given_by(mail: str) -> list[dict[str, object]]:
    """What is held of a mailbox's owner: their signatures."""
    keys = {mail_key(pk, mail): pk for pk in Petition.objects.values_list("pk", flat=True)}
    rows = Signature.objects.filter(mail_key__in=keys).select_related("petition")
    return [
        {
            "petition": one.petition.title,
            "name": one.name,
            "postcode": one.postcode,
            "mail": one.mail,
            "signed": one.made_at,
            "proved": one.proved_at,
            "news by mail": one.wants_updates,
        }
        for one in rows
    ]


# --- what is due (`retention.rules`)


def unproved(now: datetime) -> "QuerySet[Signature]":
    """Signatures that waited too long to be proved, and those that were removed while they waited."""
    waited = (State.WAITING, State.ASIDE, State.REMOVED)
    rows = Signature.objects.filter(state__in=waited, proved_at=None, counted=False)
    return rows.filter(made_at__lt=now - UNPROVED_KEPT).order_by("pk")


def old_letters(now: datetime) -> "QuerySet[Message]":
    """Letters about petitions that were dealt with long enough ago, and still say to whom they went."""
    last = Coalesce("handed_at", "posted_at")  # one that was held back at once was never handed over
    rows = posted_before(now - LETTERS_KEPT).filter(key__startswith="petition ")
    return rows.alias(last=last).filter(last__lt=now - LETTERS_KEPT).order_by("pk")


def with_old_address(now: datetime) -> "QuerySet[Signature]":
    """Signatures whose network address was kept long enough."""
    return Signature.objects.filter(made_at__lt=now - ADDRESSES_KEPT).exclude(address="").order_by("pk")


def to_forget(now: datetime) -> "QuerySet[Signature]":
    """Signatures of petitions that closed half a year ago, of which something is known still."""
    closed = Petition.objects.filter(closed_at__lt=now - ANONYMOUS_AFTER)
    return Signature.objects.filter(petition__in=closed, is_anonymous=False).order_by("pk")
