"""The 48 strategy areas as addresses name them, whether or not a site has an edition of them."""

from django.http import Http404
from django.utils.text import slugify

from lnrs.model import Area, areas


def area_called(slug: str) -> Area | None:
    """The strategy area whose name in addresses this is."""
    return next((one for one in areas() if slugify(one.name) == slug), None)


def area_or_404(slug: str) -> Area:
    """The strategy area whose name in addresses this is. Raises Http404 where there is none."""
    if (found := area_called(slug)) is None:
        raise Http404
    return found


def slug_of(area: Area) -> str:
    """The name of an area in addresses."""
    return slugify(area.name)
