"""30 by 30 in England: the accounts of the areas that keep one on this site, together."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lnrs.thirty_by_thirty.counting import WANTED
from lnrs_web.editions.queries import current_editions
from lnrs_web.england import queries
from lnrs_web.england.frame import page
from lnrs_web.thirty_by_thirty.account import summary_of

PUBLISHED = (
    (
        "8.5% of land was said to count already in December 2023: 7.8% protected sites whatever their condition, and "
        "0.7% nature reserves and woodland under favourable management; a further 26.8% had potential.",
        "https://www.britishecologicalsociety.org/a-step-forward-in-the-journey-towards-30by30-in-england/",
        True,
    ),
    (
        "2.93% of land and 9.92% of sea was effectively protected in 2024, as Wildlife and Countryside Link counted.",
        "https://ifm.org.uk/30-x-30-in-england/",
        True,
    ),
    ("7.1% of land, as the government revised it in October 2024.", "", False),
    ("About 40% of England’s seas are marine protected areas.", "", False),
)
"""What others say of England: the words, where they were read, and whether that was seen."""


@require_safe
def england(request: HttpRequest) -> HttpResponse:
    """What counts in the areas that keep an account here, each and together."""
    every = [(one, summary_of(one)) for one in current_editions()]
    found = [(one, told) for one, told in every if told is not None]
    land_ha, counts_ha, could_ha = (
        sum(getattr(told, name) for _, told in found) for name in ("of_ha", "counts_ha", "could_ha")
    )
    measured = [told for _, told in found if told.of_sea_ha]
    of_sea_ha, sea_ha = sum(told.of_sea_ha or 0.0 for told in measured), sum(told.sea_ha for told in measured)
    context = {
        "found": found,
        "land_ha": land_ha,
        "counts_ha": counts_ha,
        "could_ha": could_ha,
        "share": counts_ha / land_ha if land_ha else 0.0,
        "missing_ha": max(0.0, WANTED * land_ha - counts_ha),
        "sea_ha": sea_ha,
        "of_sea_ha": of_sea_ha,
        "sea_share": sea_ha / of_sea_ha if of_sea_ha else None,
        "other_sea_ha": sum(told.sea_ha for _, told in found if not told.of_sea_ha),
        "invented": any(one.invented for one, _ in found),
        "published": PUBLISHED,
    }
    return page(request, queries.current(), "thirty_england:england", "thirty_by_thirty/england.html", **context)
