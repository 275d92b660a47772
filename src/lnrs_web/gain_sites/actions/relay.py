"""Words passed on between somebody who looks for units and the owner of a site: neither sees the other's address."""

from datetime import timedelta

from django.db import transaction

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.queries import account_name
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import now
from lnrs_web.gain_sites.actions.rows import held
from lnrs_web.gain_sites.models import Enquiry, GainSite, Letter
from lnrs_web.gain_sites.refused import refuse
from lnrs_web.gain_sites.telling import BY, link
from lnrs_web.outbox.actions import post

LETTERS = 2000
A_DAY = 10
"""Messages that one person may have passed on in a day."""


@transaction.atomic
def ask(site: GainSite, text: str, *, by: Person) -> Enquiry:
    """Ask the owner of a public site something. Raises ListingRefused for no words, for too many messages, for a site
    that nobody lists, and for one's own."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    found = held(site)
    if not found.is_offered or found.owner is None:
        raise refuse("text", "Nobody can be asked about this site.", "Ask the authority.")
    if found.owner_id == by.pk:
        raise refuse("text", "This site is your own.")
    known = Enquiry.objects.filter(site=found, asker=by).first()
    enquiry = known or Enquiry.objects.create(site=found, asker=by)
    _pass_on(enquiry, text, by)
    return enquiry


@transaction.atomic
def answer(enquiry: Enquiry, text: str, *, by: Person) -> None:
    """Write again, as either side. Raises ListingRefused for anybody else, no words and too many messages."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    _pass_on(enquiry, text, by)


def _pass_on(enquiry: Enquiry, text: str, by: Person) -> None:
    site = enquiry.site
    if by.pk not in (enquiry.asker_id, site.owner_id):
        raise refuse("text", "This is between other people.")
    if not (text := text.strip()):
        raise refuse("text", "Nothing is written.", "Write what you want to know.")
    if len(text) > LETTERS:
        raise refuse("text", f"It has more than {LETTERS:,} letters.", "Write less.")
    by_owner = by.pk == site.owner_id
    if _written_today(by) >= A_DAY:
        raise refuse("text", f"You have written {A_DAY} messages today, which is the most.", "Write again tomorrow.")
    to = enquiry.asker if by_owner else site.owner
    if to is None:
        raise refuse("text", "The other side has left.", "Ask the authority.")
    letter = Letter.objects.create(enquiry=enquiry, by_owner=by_owner, text=text)
    enquiry.last_at = now()
    enquiry.save(update_fields=["last_at"])
    who = "The owner of the site" if by_owner else "Somebody who looks for units"
    address = link("own_gain:enquiry", enquiry.public_id)
    post(
        to=to.email,
        subject=f"A message about gain site {site.reference}",
        text=f"{who} writes about {site.reference}:\n\n{text}\n\n"
        f"Your address was not shown, and an answer to this mail reaches nobody. Answer here:\n{address}\n",
        key=f"gain site letter {letter.public_id}",
        by=BY,
    )
    record("pass a message on", site.reference, by=account_name(by), area=site.area_id)


def _written_today(by: Person) -> int:
    since = now() - timedelta(days=1)
    asked = Letter.objects.filter(at__gt=since, by_owner=False, enquiry__asker=by).count()
    return asked + Letter.objects.filter(at__gt=since, by_owner=True, enquiry__site__owner=by).count()
