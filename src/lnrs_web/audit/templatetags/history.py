"""The words of `lnrs_web.audit.words`, for templates: `{% load history %}`."""

from django import template

from lnrs_web.audit import words

register = template.Library()
register.filter("said_of", words.said_of)
register.filter("done_by", words.done_by)
