"""A picture within a page's own text, for what no address may show."""

import re

from django.utils.safestring import SafeString, mark_safe

from lnrs_web.pictures.picture import Picture

_NAMED = re.compile(r'( id="|url\(#|href="#)')


def inline(drawn: Picture, name: str) -> SafeString:
    """The picture as `<svg>`, its names begun with `name`, so that a page may hold several."""
    svg = _NAMED.sub(rf"\g<1>{name}-", drawn.svg)
    svg = svg.replace('aria-labelledby="title desc"', f'aria-labelledby="{name}-title {name}-desc"', 1)
    return mark_safe(svg.replace("<svg ", f'<svg class="{name}" ', 1))  # every text in it is escaped
