"""What is mailed in the procedure, in words."""

from datetime import date

from lnrs.law.acts import Kind
from lnrs.law.finding import Finding, counted
from lnrs.law.notices import last_day
from lnrs.law.periods import day_in_england, in_words
from lnrs.law.record import PASSINGS, Due
from lnrs.model import Area
from lnrs_web.procedure.models import Publication

WHAT = {Kind.DRAFT_GIVEN: "consultation draft", Kind.FINAL_GIVEN: "final strategy"}
TIME = {Kind.DRAFT_GIVEN: "reg 9, time", Kind.FINAL_GIVEN: "reg 15(4)"}
"""The provisions on how long one may object to what was given."""
PASSING = {one.given: one for one in PASSINGS}


def last_day_of(kind: Kind, given: date) -> date:
    """Last day to object to what was given on a day."""
    return last_day(PASSING[kind].days, given)


def notice(area: Area, kind: Kind, given: date, words: str, link: str) -> tuple[str, str]:
    """Subject and text of the mail that serves a draft."""
    what, last = WHAT[kind], in_words(last_day_of(kind, given))
    may = (
        "say in writing that you are content for public consultation to start, or object"
        if kind is Kind.DRAFT_GIVEN
        else "say in writing that you are content for it to be published, or give a publication advisory notice"
    )
    text = (
        f"{area.responsible_authority} gives you the {what} of the Local Nature Recovery Strategy for {area.name}.\n\n"
        f"It is given to you on {in_words(given)}. You may {may}. That day counts as the first; the last is {last}.\n\n"
        f"The documents, and a form to reply with, are here. You need no account:\n\n    {link}\n\n"
        "The link is for your authority alone: whoever has it can reply for you.\n\n"
        "If you do not reply, that is recorded as no reply, and as neither objection nor support.\n"
    )
    return f"{area.name}: the {what}, for your reply by {last}", text + (
        f"\n{words.strip()}\n" if words.strip() else ""
    )


def receipt(area: Area, title: str, on: date, said: tuple[Finding, ...], link: str) -> tuple[str, str]:
    """Subject and text of the mail that tells an authority that its reply has come in."""
    found = "".join(f"\n- {one.says} {one.outcome.capitalize()}: {one.because}." for one in said)
    text = (
        f"{area.responsible_authority} has your reply: {title}, on {in_words(on)}.\n"
        f"{found}\n\nWhat you sent is here:\n\n    {link}\n"
    )
    return f"{area.name}: your reply has come in", text


def told_officers(area: Area, title: str, who: str, on: date) -> tuple[str, str]:
    """Subject and text of the mail that tells officers of a reply."""
    text = f"{who} has replied: {title}, on {in_words(on)}. The reply is at the desk, under Procedure.\n"
    return f"{area.name}: reply from {who}", text


def reminder(area: Area, due: Due, on: date, link: str) -> tuple[str, str]:
    """Subject and text of a reminder of what is due, or overdue."""
    left, last = (due.last - on).days, in_words(due.last)
    if left < 0:
        subject = f"{area.name}: overdue since {last}: {due.what}"
        when = (
            f"The last day to {due.what} was {last}, {counted(-left, 'day')} ago, and nothing is recorded. If it has "
            "been done, record it with the day on which it was. Otherwise do it: late is better than never, and is "
            "recorded as late. Until then you are reminded once a week."
        )
    else:
        subject = f"{area.name}: {due.what} by {last}"
        when = f"The last day to {due.what} is {last}: "
        when += "today." if left == 0 else "tomorrow." if left == 1 else f"in {left} days."
    text = f"{when}\n\nThis concerns the Local Nature Recovery Strategy for {area.name}.\n\n    {link}\n"
    return subject, text


def publication_asked(area: Area, asked: Publication, page: str) -> tuple[str, str]:
    """Subject and text of the mail to those who may agree to what somebody asks for."""
    edition = asked.edition
    named = f"edition {edition.name} of {in_words(edition.as_of)}" if edition else "a strategy published elsewhere"
    text = (
        f"{asked.asked_by} asks for {named} of {area.name} to be published {asked.as_what}.\n\n"
        f"It needs a second person. Look at it, and agree if it is right:\n\n    {page}\n\n"
        f"It can be agreed to until {in_words(day_in_england(asked.expires_at))}.\n"
    )
    return f"{area.name}: please look at what is to be published", text
