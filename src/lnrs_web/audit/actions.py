"""Recording what is done. It is called within the transaction of the act itself: both are there, or neither."""

from lnrs_web.audit.models import Event


def record(what: str, which: str, *, by: str, was: str = "", became: str = "") -> Event:
    """Note an act: who did what to which thing, what that was before and what it became."""
    return Event.objects.create(by=by, what=what, which=which, was=was, became=became)
