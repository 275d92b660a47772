"""What day it is for the register: in one place, so that tests may say."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment."""
    return timezone.now()


def today() -> date:
    """This day, in England."""
    return timezone.localdate(now())
