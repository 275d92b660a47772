"""Words of delivery's templates: `{% load delivery_words %}`."""

from django import template

from lnrs_web.delivery import money

register = template.Library()
register.filter("pounds", money.pounds)


@register.filter
def plain_number(value: object) -> str:
    """A decimal without noughts at its end."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
