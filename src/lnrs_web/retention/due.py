"""What is due from time to time: each kind of work by itself, so that none keeps the others back."""

import logging
from collections.abc import Callable
from datetime import datetime

from lnrs.law.periods import day_in_england
from lnrs_web.gain_sites.actions.holding import lapse
from lnrs_web.newsroom.scheduled import publish_due
from lnrs_web.nutrients.reminding import remind as remind_of_credits_due
from lnrs_web.pages.words import counted
from lnrs_web.petition import due as petition
from lnrs_web.procedure.reminding import remind
from lnrs_web.retention.actions import retain
from lnrs_web.retention.rules import rules

logger = logging.getLogger("lnrs_web.retention")

Work = Callable[[datetime, str], str]
"""Does what is due at a time, in somebody's name, and says what in a line."""


def keep_to_the_rules(now: datetime, by: str) -> str:
    """Delete, and make anonymous, what has been kept long enough."""
    done = {rule.name: len(retain(rule, now, by=by)) for rule in rules()}
    told = ", ".join(f"{name} {count}" for name, count in done.items() if count)
    return f"Retention: {told or 'nothing was due'}."


def remind_of_the_procedure(now: datetime, by: str) -> str:
    """Post the reminders of the procedure that stand on this day in England."""
    posted = remind(day_in_england(now), by=by)
    return f"Procedure: {counted(posted, 'reminder') if posted else 'no reminders'}."


def remind_of_credits(now: datetime, by: str) -> str:
    """Post the reminders of what is due of applications for credits on this day in England."""
    posted = remind_of_credits_due(day_in_england(now), by=by)
    return f"Credits: {counted(posted, 'reminder') if posted else 'no reminders'}."


def let_reservations_lapse(now: datetime, by: str) -> str:
    """End reservations of units whose time is over."""
    ended = lapse(now, by=by)
    return f"Gain sites: {counted(ended, 'reservation') + ' lapsed' if ended else 'no reservation lapsed'}."


def look_after_petitions(now: datetime, by: str) -> str:
    """Close petitions whose day has come, count them anew, and publish their numbers by area."""
    return petition.look_after(now, by)


def publish_pages(now: datetime, by: str) -> str:
    """Publish pages of editors that are scheduled, and take away those that are to go."""
    done = publish_due(now, by=by)
    return f"Pages: {counted(done, 'page') + ' as scheduled' if done else 'none was due'}."


ALL: tuple[Work, ...] = (
    keep_to_the_rules,
    remind_of_the_procedure,
    let_reservations_lapse,
    remind_of_credits,
    look_after_petitions,
    publish_pages,
)


def run_due(now: datetime, *, by: str) -> tuple[list[str], bool]:
    """Do everything that is due; what was done, and whether all of it went well."""
    told, well = [], True
    for work in ALL:
        try:
            told.append(work(now, by))
        except Exception as error:  # whatever it is, the others go on
            logger.exception("What is due was not done")
            told.append(f"{work.__name__}: {type(error).__name__}")
            well = False
    return told, well
