"""Contributions that have come in, and moderators, as tests have them."""

from datetime import timedelta
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.models import Activity, Contribution

from .people import officer, signed_in

DESK = "/desk/responses/"
LETTER = (
    "I support the strategy for nature in our county and want more hedges along every lane. Please plant oak and "
    "hawthorn where children walk to school. Rivers have to run clean before anything else is promised. Farmers who "
    "look after ponds deserve to be paid for what they do for all of us."
)


def entered(activity: Activity, words: str, *, mail: str = "", may_publish: bool = True, **more: Any) -> Contribution:
    """What somebody wrote, received and, where there is a mail address, proved."""
    given = Entered(
        channel="mail",
        sent_at=more.pop("sent_at", timezone.now() - timedelta(hours=1)),
        answers={"like": words},
        mail=mail,
        may_publish=may_publish,
        **more,
    )
    made = take_in(activity, given, by=officer())
    if mail:
        Contribution.objects.filter(pk=made.pk).update(mail_proved_at=timezone.now())
        made.refresh_from_db()
    return made


def desk(email: str = "officer@example.org") -> Client:
    """A browser of an officer."""
    return signed_in(officer(email=email))


def later(minutes: int) -> Any:
    """For a while it is some minutes later."""
    now = timezone.now() + timedelta(minutes=minutes)
    return mock.patch("django.utils.timezone.now", return_value=now)
