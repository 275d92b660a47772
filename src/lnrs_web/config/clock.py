"""What time it is, and what day it is in England, on which the law's days turn: in one place, so that tests may say."""

from datetime import date, datetime

from django.utils import timezone

from lnrs.law.periods import day_in_england


def now() -> datetime:
    """This moment."""
    return timezone.now()


def today() -> date:
    """This day in England."""
    return day_in_england(now())
