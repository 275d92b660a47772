"""Addresses of a strategy's pages, which keep the reader in the edition that is being read."""

from urllib.parse import urlencode

from django.urls import reverse

from lnrs_web.editions.models import Edition


def address(page: str, edition: Edition, *parts: str, **asked: str) -> str:
    """Where a page of an edition is: `page` is its name, `parts` those of its path after the area, `asked` its query.

    The current edition has the short address; any other is named in it.
    """
    if edition.stage != Edition.Stage.PUBLISHED:
        asked = asked | {"edition": edition.identity}
    return without_edition(page, edition.area.slug, *parts, **asked)


def without_edition(page: str, area: str, *parts: str, **asked: str) -> str:
    """Where a page of an area is, whatever edition it then shows."""
    path = reverse(page, args=[area, *parts])
    return f"{path}?{urlencode(asked, safe=',')}" if asked else path
