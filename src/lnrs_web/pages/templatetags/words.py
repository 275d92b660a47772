"""The filters of `lnrs_web.pages.words`, for templates: `{% load words %}`."""

from django import template

from lnrs.document.slug import slug
from lnrs_web.pages import words

register = template.Library()
register.filter("ha", words.ha)
register.filter("km", words.km)
register.filter("percent", words.percent)
register.filter("score", words.score)
register.filter("counted", words.counted)
register.filter("web_address", words.web_address)
register.filter("slug", slug)
