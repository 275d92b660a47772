"""What day it is in England."""

from datetime import date

from django.utils import timezone

from lnrs.law.periods import day_in_england


def today() -> date:
    """This day in England."""
    return day_in_england(timezone.now())
