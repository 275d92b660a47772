"""What people agree to: in which words, since when, and until when."""

from django.db import transaction
from django.utils import timezone

from lnrs_web.accounts.models import Consent, Person
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.accounts.queries import account_name
from lnrs_web.accounts.signals import consent_withdrawn
from lnrs_web.audit.actions import record


@transaction.atomic
def give(purpose: str, version: int, words: str, *, by: Person) -> Consent:
    """Note that somebody agrees to something; `version` is that of the words they were shown. Given again it is the
    same consent, since it was first given."""
    held, new = Consent.objects.get_or_create(
        person=by, purpose=purpose, version=version, withdrawn_at=None, defaults={"words": words}
    )
    if new:
        record("give consent", str(held.public_id), by=account_name(by), became=str(held))
    return held


@transaction.atomic
def withdraw(consent: Consent, *, by: Person) -> None:
    """Take a consent back; what was kept on the strength of it goes with it. Raises NotAllowed for anybody else's."""
    found = Consent.objects.select_for_update(no_key=True).get(pk=consent.pk)
    if found.person_id != by.pk:
        raise NotAllowed("A consent is taken back by whoever gave it.")
    if found.withdrawn_at is None:
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        consent_withdrawn.send(sender=Consent, consent=found, by=by)
        record("withdraw consent", str(found.public_id), by=account_name(by), was=str(found))


def holds(who: Person, purpose: str) -> bool:
    """Whether somebody agrees to something, in whichever version of its words."""
    return Consent.objects.filter(person=who, purpose=purpose, withdrawn_at=None).exists()
