"""What day it is for the register: in one place, so that tests may say."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment."""
    return timezone.now()


def today() -> date:
    """This day, in England."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day that it was in England: late in a summer evening it is a later one than the database's."""
    return timezone.localdate(moment)
