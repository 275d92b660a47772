"""`{% address "strategy:measure" measure.ref %}`: where a page of the edition being read is."""

from typing import Any

from django import template

from lnrs_web.editions.models import Edition
from lnrs_web.strategy import addresses

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: template.Context, page: str, *parts: str, **asked: Any) -> str:
    """The address of a page in the edition that the page at hand shows; in an area without one, of the page itself.
    What is asked for and empty is left out."""
    asked = {name: value for name, value in asked.items() if value}
    if context.get("edition"):
        return addresses.address(page, context["edition"], *parts, **asked)
    return addresses.without_edition(page, context["area"].slug, *parts, **asked)


@register.simple_tag
def front_of(edition: Edition) -> str:
    """The address of the first page of any edition."""
    return addresses.address("strategy:area", edition)
