"""What passes between a responsible authority and those it gives a draft: replies, objections, notices, their clocks.

It happens twice: with the consultation draft (an objection), and with the final strategy (a publication advisory
notice).
Everything is read as at a day: what is recorded for a later day is not known yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lnrs.law.finding import Answer, counted, for_judgement, listed, met, not_met, not_yet
from lnrs.law.periods import days_beginning_with, happened, in_words
from lnrs.law.rules import rule
from lnrs.law.values import VALUES


class Ground(StrEnum):
    """Why an authority objects, or gives a publication advisory notice."""

    MATERIALLY_DEFICIENT = "the strategy is materially deficient"
    PREPARATION = "how the strategy was prepared, and the authority involved in it"
    NOT_JUSTIFIED = "part of the strategy is not justified by the results of consultation"


@dataclass(frozen=True)
class Notice:
    """An objection to the consultation draft, or a publication advisory notice. None means: not recorded."""

    given: date
    grounds: tuple[Ground, ...] = ()
    in_writing: bool | None = None
    explained: bool | None = None
    copied_to_secretary_of_state: date | None = None
    investigated: date | None = None
    received: date | None = None
    """Where that was not the day it was given."""
    replied: date | None = None
    settled: date | None = None
    """The day it was dealt with: withdrawn, the strategy changed to the authority's content, or the dispute decided."""


@dataclass(frozen=True)
class Exchange:
    """What one authority was given, and what it said."""

    authority: str
    given: date | None = None
    content: date | None = None
    """The day it said in writing that it is content for the next step to be taken. Not a word of support."""
    notice: Notice | None = None
    reply_recorded: bool = True
    """False where nothing would say it had it replied: then no reply here is not silence."""


class Position(StrEnum):
    """Where one authority stands on a day."""

    NOT_GIVEN = "has not been given it"
    NO_REPLY = "has not replied"
    CONTENT = "is content"
    OBJECTS = "objects"
    ANSWERED = "has had an answer to its objection"
    SETTLED = "has had its objection dealt with"
    LATE = "objected out of time"
    NOT_RECORDED = "may have replied, which is not recorded"


def given_to_all(
    given: date | None, authorities: Sequence[str] = (), *, replies_recorded: bool = True
) -> tuple[Exchange, ...]:
    """The exchanges of a draft that was given to all on one day and has had no reply.

    Without names, or without a record of replies, the clock runs, and what was replied stays for a person to say.
    """
    if not authorities:
        return (Exchange("every supporting authority", given, reply_recorded=False),)
    return tuple(Exchange(authority, given, reply_recorded=replies_recorded) for authority in authorities)


def position(exchange: Exchange, days: str, on: date) -> Position:
    """Where the authority stands on the day; `days` names the number that fixes the time for a notice.

    Silence is NO_REPLY for ever, never content; where replies are not recorded it is NOT_RECORDED. A notice counts
    before content does: an authority that was content and then objects in time, objects.
    """
    if not happened(exchange.given, on):
        return Position.NOT_GIVEN
    notice = exchange.notice
    if notice is None or notice.given > on:
        if happened(exchange.content, on):
            return Position.CONTENT
        return Position.NO_REPLY if exchange.reply_recorded else Position.NOT_RECORDED
    if happened(notice.settled, on):
        return Position.SETTLED
    if notice.given > last_day(days, exchange.given):
        return Position.LATE
    return Position.ANSWERED if happened(notice.replied, on) else Position.OBJECTS


def last_day(days: str, given: date) -> date:
    """Last day of the period that begins with the day a draft, or a notice, is given; `days` names its length."""
    return days_beginning_with(given, VALUES[days].on(given))


@rule("reg 9, time", values=("objection_days",))
def objection_in_time(draft_given: date, objection_given: date) -> Answer:
    """An objection to the consultation draft is given in time.

    The day on which the draft is given counts as day one.
    """
    return _in_time("objection_days", draft_given, objection_given)


@rule("reg 9, grounds")
def objection_grounds(grounds: Sequence[Ground]) -> Answer:
    """An objection is on one of the two grounds: the strategy, or how it was prepared."""
    return _grounds(grounds, (Ground.MATERIALLY_DEFICIENT, Ground.PREPARATION))


@rule("reg 9, form")
def objection_in_form(in_writing: bool | None, explained: bool | None) -> Answer:
    """An objection is in writing and gives its reasons."""
    return _form(in_writing, explained)


@rule("reg 10", values=("objection_reply_days",))
def objection_answered_in_time(received: date, replied: date | None, on: date) -> Answer:
    """The responsible authority answers an objection in time."""
    return _answered("objection_reply_days", received, replied, on)


@rule("reg 15(4)", values=("advisory_notice_days",))
def advisory_notice_in_time(strategy_given: date, notice_given: date) -> Answer:
    """A publication advisory notice is given in time.

    The words are "before the expiry of 28 days beginning with" the date on which it is given the final strategy: that
    day counts as day one.
    """
    return _in_time("advisory_notice_days", strategy_given, notice_given)


@rule("reg 15(1)-(3)")
def advisory_notice_grounds(grounds: Sequence[Ground]) -> Answer:
    """A publication advisory notice is on its grounds: not justified by consultation, or materially deficient."""
    return _grounds(grounds, (Ground.NOT_JUSTIFIED, Ground.MATERIALLY_DEFICIENT))


@rule("reg 15(5)")
def advisory_notice_in_form(in_writing: bool | None, explained: bool | None) -> Answer:
    """A publication advisory notice is in writing and explains itself."""
    return _form(in_writing, explained)


@rule("reg 15(6)")
def advisory_notice_copied(notice_given: date, copied: date | None, on: date) -> Answer:
    """The supporting authority copies its notice to the Secretary of State within a reasonable time.

    What is reasonable is a judgement; the rule says how long it took.
    """
    if not happened(copied, on):
        return not_yet(f"no copy is recorded; the notice was given on {in_words(notice_given)}")
    return for_judgement(f"the copy was given {counted((copied - notice_given).days, 'day')} after the notice")


@rule("reg 15(7)")
def advisory_notice_investigated(investigated: date | None, on: date) -> Answer:
    """The responsible authority investigates what a publication advisory notice raises."""
    if happened(investigated, on):
        return met(f"the investigation was recorded on {in_words(investigated)}")
    return not_yet("no investigation is recorded")


@rule("reg 15(8)", values=("advisory_reply_days",))
def advisory_notice_answered_in_time(received: date, replied: date | None, on: date) -> Answer:
    """The responsible authority replies to a publication advisory notice in time.

    The day on which the notice is received is taken for day one.
    """
    return _answered("advisory_reply_days", received, replied, on)


def _in_time(days: str, given: date, notice_given: date) -> Answer:
    last = last_day(days, given)
    if notice_given < given:
        return not_met(f"it was given before the strategy was, on {in_words(given)}")
    if notice_given > last:
        return not_met(f"it was given on {in_words(notice_given)}; the last day was {in_words(last)}")
    return met(f"it was given on {in_words(notice_given)}, and the last day was {in_words(last)}")


def _grounds(given: Sequence[Ground], allowed: Sequence[Ground]) -> Answer:
    if not given:
        return not_met("no ground is recorded")
    others = [ground for ground in given if ground not in allowed]
    if others:
        return not_met(f"these are not grounds for it: {listed(others)}")
    return met(listed(given))


def _form(in_writing: bool | None, explained: bool | None) -> Answer:
    wanted = {"in writing": in_writing, "with its reasons": explained}
    lacking = [form for form, kept in wanted.items() if kept is False]
    if lacking:
        return not_met(f"it was not given {listed(lacking)}")
    unknown = [form for form, kept in wanted.items() if kept is None]
    if unknown:
        return for_judgement(f"it is not recorded whether it was given {listed(unknown)}")
    return met("it was given in writing, with its reasons")


def _answered(days: str, received: date, replied: date | None, on: date) -> Answer:
    last = last_day(days, received)
    if happened(replied, on):
        said = f"the answer was given on {in_words(replied)}; the last day was {in_words(last)}"
        return met(said) if replied <= last else not_met(said)
    if on <= last:
        return not_yet(f"an answer is due by {in_words(last)}")
    return not_met(f"no answer is recorded; the last day was {in_words(last)}")
