"""`{% example_postcode as postcode %}`: a postcode of the edition that the page at hand shows."""

from django import template

from lnrs_web.places import finding

register = template.Library()


@register.simple_tag(takes_context=True)
def example_postcode(context: template.Context) -> str:
    """A postcode of the edition's own, or nothing where it brings none."""
    return finding.example_of(context["edition"])
