"""What lets a page with `boundaries/ways.html` run the script with which land is drawn on a map."""

from django.http import HttpResponse

from lnrs_web.pages.middleware import MAP_POLICY


def may_be_drawn(response: HttpResponse) -> HttpResponse:
    """The page, allowed to run the site's own script, as the map's page is."""
    response.headers["Content-Security-Policy"] = MAP_POLICY
    return response
