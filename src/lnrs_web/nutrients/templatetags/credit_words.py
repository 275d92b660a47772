"""`{% load credit_words %}`: money, grams and accounts as templates show them."""

from collections.abc import Mapping

from django import template

from lnrs.nutrients.credits import pounds
from lnrs_web.nutrients.accounts import PENCE

register = template.Library()
register.filter("pounds", pounds)


@register.filter
def of(amounts: Mapping[object, int], key: object) -> int:
    """What stands under a key, nothing where it is not there."""
    return amounts.get(key, 0)


@register.filter
def grams(amount: int) -> str:
    """Grams a year with commas."""
    return f"{amount:,}"


@register.filter
def amount(number: int, unit: str) -> str:
    """An amount with its unit: money, or grams a year."""
    return pounds(number) if unit == PENCE else f"{number:,} g"
