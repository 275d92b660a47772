"""The sentences of `lnrs_web.planning.words`, for templates: `{% load planning_words %}`."""

from django import template

from lnrs_web.planning import words

register = template.Library()
for name in ("verdict", "reason", "significance", "exact_ha", "makes", "kind_of", "size", "asked_size"):
    register.filter(name, getattr(words, name))


@register.filter
def what_happens(action: str) -> str:
    """`baseline` as people say it: there now."""
    return words.ACTIONS[words.Action(action)]
