"""What is done to accounts. Each action is whole or not done at all, and says who did it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from lnrs.errors import NotFound, Problem
from lnrs.model import Area, areas
from lnrs_web.accounts.models import ALL_AREAS, Invitation, Membership, Person, Role
from lnrs_web.accounts.queries import unproven
from lnrs_web.accounts.signals import account_ends
from lnrs_web.audit.actions import record


@transaction.atomic
def account_for(email: str) -> Person:
    """The account of a mail address, begun where there is none. It is kept only if a code sent there is given in time:
    those of others are forgotten here."""
    unproven(timezone.now()).exclude(email=email.lower()).delete()
    person = Person.objects.filter(email=email.lower()).first() or Person.objects.create_user(email)
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
    return person


@transaction.atomic
def add_officer(email: str, area: Area | None, *, by: str) -> Membership:
    """Make the person of a mail address an officer of an area, or (None) of all areas.

    Raises NotFound where it is no mail address.
    """
    try:
        validate_email(email)
    except ValidationError:
        raise NotFound([Problem(email, "is not a mail address.", "Write it as name@example.org.")]) from None
    person, number = account_for(email), area.lnrs_id if area else None
    if held := _officer(person.email, number):
        return held
    made = Membership.objects.create(person=person, area=number, role=Role.OFFICER, added_by=by)
    record("add officer", person.email, by=by, became=made.of, area=number)
    return made


@transaction.atomic
def remove_officer(email: str, area: Area | None, *, by: str) -> None:
    """Take an area from an officer, or (None) the charge of all areas. The account stays.

    Raises NotFound where the person is no such officer.
    """
    found = _officer(email.lower(), area.lnrs_id if area else None)
    if found is None:
        what = f"is no officer of {area.name if area else ALL_AREAS}."
        raise NotFound([Problem(email, what, "`lnrs-web list_officers` shows who is.")])
    found.ends_at = timezone.now()
    found.save(update_fields=["ends_at"])
    record("remove officer", found.person.email, by=by, was=found.of, area=found.area)


def _officer(email: str, area: int | None) -> Membership | None:
    held = Membership.objects.in_force().select_for_update(of=("self",), no_key=True)
    return held.filter(person__email=email, area=area, role=Role.OFFICER, activity="").first()


@transaction.atomic
def forget_second_factor(email: str, *, by: str) -> None:
    """Let somebody who lost their telephone and their recovery codes set up a second factor again.

    Raises NotFound where they have none.
    """
    held = Authenticator.objects.filter(user__email=email.lower())
    if not held.exists():
        raise NotFound([Problem(email, "has no second factor.", "Look at how the address is spelt.")])
    held.delete()
    record("forget second factor", email.lower(), by=by)


@transaction.atomic
def delete_account(person: Person, *, by: Person) -> None:
    """Take an account away with everything that is kept under it. What an officer did stays on record.

    Raises ValueError where it is somebody else's.
    """
    if person.pk != by.pk:
        raise ValueError("an account is its owner's to delete")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    list(person.memberships.select_for_update(of=("self",), no_key=True).order_by("pk"))
    ended = list(person.memberships.in_force())
    email = person.email
    Invitation.objects.filter(email=email).delete()
    account_ends.send(sender=Person, person=person, by=by)
    person.delete()
    for held in ended:
        is_officer = held.role == Role.OFFICER
        what, was = ("remove officer", held.of) if is_officer else ("end membership", held.in_words)
        record(what, email, by=email, was=was, area=held.area)


def area_named(slug: str) -> Area:
    """The strategy area of a name as it is in addresses, such as `kent-and-medway`.

    Raises NotFound with the names that there are.
    """
    known = {slugify(area.name): area for area in areas()}
    if slug not in known:
        raise NotFound([Problem(slug, "is no strategy area.", f"One of: {', '.join(sorted(known))}.")])
    return known[slug]
