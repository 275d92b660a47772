"""The filters of `lnrs_web.gain_sites.parts`, for templates: `{% load gain_words %}`."""

from django import template

from lnrs_web.gain_sites import parts
from lnrs_web.gain_sites.models import Version

register = template.Library()
register.filter("units", parts.units)
register.filter("parts", parts.number)


@register.filter
def secured(version: Version) -> str:
    """By what a site is secured and until when, in words."""
    if not version.agreement:
        return "Not secured yet"
    words = str(version.get_agreement_display())
    until = f", until {version.secured_until:%-d %B %Y}" if version.secured_until else ""
    return words[:1].upper() + words[1:] + until
