"""Briefings by mail: asked for, agreed to by the link in a mail, sent when they are made, and ended by one button."""

from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from lnrs.law.periods import in_words
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.briefings import queries
from lnrs_web.briefings.models import Briefing, Run, Subscription
from lnrs_web.briefings.refused import refuse
from lnrs_web.config.clock import now, today
from lnrs_web.gain_sites.telling import link
from lnrs_web.outbox.actions import forget, post, post_each
from lnrs_web.outbox.mailboxes import may_be_asked
from lnrs_web.outbox.models import Message

BY = "briefings"
_SIGNER = "lnrs_web.briefings.subscription"


def token_of(subscription: Subscription) -> str:
    """What the links in a subscriber's mail carry: it proves that they have the mail."""
    return signing.Signer(salt=_SIGNER).sign(subscription.public_id.hex)


def of_token(token: str) -> Subscription | None:
    """The subscription of a link; nothing for a link that nobody was sent, or whose subscription has ended."""
    try:
        public_id = signing.Signer(salt=_SIGNER).unsign(token)
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(public_id=public_id).select_related("area").first()


@transaction.atomic
def ask(briefing: Briefing, email: str) -> None:
    """Send somebody the link by which they say yes. Nothing tells whether the address is subscribed already."""
    run = briefing.run
    this = {"area": run.area, "kind": briefing.kind, "code": briefing.code, "email": email.strip().lower()}
    if not may_be_asked(email, Subscription.objects.exclude(**this), now()):
        return
    subscription, is_new = Subscription.objects.get_or_create(**this)
    if subscription.proven_at:
        return
    if not is_new:
        Subscription.objects.filter(pk=subscription.pk).update(asked_at=now())
    post(
        to=subscription.email,
        subject=f"The briefing on {briefing.name}: do you want it?",
        text=f"Somebody, we hope you, asked to have the briefing on nature recovery in {briefing.name} by mail "
        f"whenever a new one is made.\n\nSay yes here:\n{link('briefing_mail:agree', token_of(subscription))}\n\n"
        "If it was not you, do nothing: the address is deleted after 14 days.\n",
        key=f"briefing asked {subscription.public_id} {today()}",
        by=BY,
    )
    record("ask for briefing by mail", str(subscription), by=BY, area=run.area_id)


@transaction.atomic
def agree(subscription: Subscription) -> None:
    """Begin to send somebody briefings."""
    if subscription.proven_at is None:
        Subscription.objects.filter(pk=subscription.pk).update(proven_at=now())
        record("begin briefing by mail", str(subscription), by=BY, area=subscription.area_id)


@transaction.atomic
def end(subscription: Subscription) -> None:
    """Send somebody no more, not even what waits, and forget their address."""
    number = str(subscription)
    _delete(subscription)
    record("end briefing by mail", number, by=BY, area=subscription.area_id)


@transaction.atomic
def delete_unproven(rows: "QuerySet[Subscription]", by: str) -> None:  # noqa: ARG001  # recorded with the rule
    """Delete addresses that nobody said yes for, and who was asked."""
    for one in rows:
        _delete(one)


def _delete(one: Subscription) -> None:
    runs = Run.objects.filter(area=one.area_id).values_list("public_id", flat=True)
    one.delete()
    forget(Message.objects.filter(key__in=[_key(run, one) for run in runs]))
    forget(Message.objects.filter(key__startswith=f"briefing asked {one.public_id} "))


@transaction.atomic
def mail(run: Run, *, by: Person) -> int:
    """Send the briefings of a run to whoever wants them, once. Gives how many mails that makes.

    Raises NotAllowed, and BriefingRefused for a run that is not done, was sent, or is not the last any more.
    """
    must_be_officer_of(run.area_id, by)
    found = Run.objects.select_for_update(of=("self",), no_key=True).select_related("area", "edition").get(pk=run.pk)
    if found.state != Run.State.DONE or found.mailed_at:
        raise refuse("run", "These briefings are not made yet, or were sent already.", "Look at the list.")
    last = queries.last_run(found.area.slug)
    if last is None or last.pk != found.pk:
        raise refuse("run", "Newer briefings have been made since.", "Mail those.")
    names = {(one.kind, one.code): one.name for one in queries.briefings_of(found)}
    letters = [
        _letter(found, one, names[one.kind, one.code])
        for one in queries.subscribers(found).select_for_update(no_key=True)  # nobody leaves unnoticed meanwhile
        if (one.kind, one.code) in names
    ]
    post_each(letters, by=BY)
    found.mailed_at = now()
    found.save(update_fields=["mailed_at"])
    record("mail briefings", str(found.public_id), by=by.email, became=str(len(letters)), area=found.area_id)
    return len(letters)


def _key(run: UUID, to: Subscription) -> str:
    return f"briefing {run} {to.public_id}"


def _letter(run: Run, to: Subscription, name: str) -> dict[str, str]:
    page = link("briefings:briefing", run.area.slug, to.kind, to.code)
    return {
        "to": to.email,
        "subject": f"Nature recovery in {name}: a new briefing",
        "text": f"A new briefing on {name}, with figures of {in_words(run.on)} from edition {run.edition.name}.\n\n"
        f"Read it:\n{page}\n\nAs two pages to print:\n{link('briefings:pdf', run.area.slug, to.kind, to.code)}\n\n"
        f"To have no more of these mails:\n{link('briefing_mail:end', token_of(to))}\n",
        "key": _key(run.public_id, to),
        "unsubscribe": link("briefing_mail:end", token_of(to)),
    }
