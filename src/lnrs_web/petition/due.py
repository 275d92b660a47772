"""What is due of petitions from time to time, by the timer (`retention.due`)."""

from datetime import datetime

from lnrs_web.pages.words import counted
from lnrs_web.petition.actions.counting import count_all, repair_as
from lnrs_web.petition.actions.course import close_those_due
from lnrs_web.petition.actions.publishing_areas import publish_all
from lnrs_web.petition.models import Petition


def look_after(now: datetime, by: str) -> str:
    """Close petitions whose day has come, count what waits, count all anew and put right what is wrong, and publish
    numbers by area where it is time; what was done, in a line."""
    closed = close_those_due(now, by)
    count_all(now)
    petitions = Petition.objects.filter(state__in=(Petition.State.OPEN, Petition.State.CLOSED)).select_related("area")
    wrong = sum(not repair_as(one, by=by).is_right for one in petitions)
    published = publish_all(now)
    done = [(closed, "closed"), (wrong, "put right"), (published, "published by area")]
    told = ", ".join(f"{counted(count, 'petition')} {what}" for count, what in done if count)
    return f"Petitions: {told or 'nothing was due'}."
