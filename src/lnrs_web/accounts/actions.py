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
from lnrs_web.accounts.models import ALL_AREAS, Officer, Person
from lnrs_web.accounts.queries import unproven
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
def add_officer(email: str, area: Area | None, *, by: str) -> Officer:
    """Make the person of a mail address an officer of an area, or (None) of all areas.

    Raises NotFound where it is no mail address.
    """
    try:
        validate_email(email)
    except ValidationError:
        raise NotFound([Problem(email, "is not a mail address.", "Write it as name@example.org.")]) from None
    number = area.lnrs_id if area else None
    officer, new = Officer.objects.get_or_create(person=account_for(email), area=number, defaults={"added_by": by})
    if new:
        record("add officer", officer.person.email, by=by, became=officer.of)
    return officer


@transaction.atomic
def remove_officer(email: str, area: Area | None, *, by: str) -> None:
    """Take an area from an officer, or (None) the charge of all areas. The account stays.

    Raises NotFound where the person is no such officer.
    """
    number = area.lnrs_id if area else None
    found = Officer.objects.filter(person__email=email.lower(), area=number).first()
    if found is None:
        what = f"is no officer of {area.name if area else ALL_AREAS}."
        raise NotFound([Problem(email, what, "`lnrs-web list_officers` shows who is.")])
    record("remove officer", found.person.email, by=by, was=found.of)
    found.delete()


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
    for officer in person.offices.all():
        record("remove officer", person.email, by=by.email, was=officer.of)
    person.delete()


def area_named(slug: str) -> Area:
    """The strategy area of a name as it is in addresses, such as `kent-and-medway`.

    Raises NotFound with the names that there are.
    """
    known = {slugify(area.name): area for area in areas()}
    if slug not in known:
        raise NotFound([Problem(slug, "is no strategy area.", f"One of: {', '.join(sorted(known))}.")])
    return known[slug]
