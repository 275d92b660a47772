"""Biodiversity reports of public authorities: who makes one, for which period, until when, and what has to be in it.

Natural Environment and Rural Communities Act 2006 s.40A, inserted by section 103 of the Environment Act 2021. Read on
27 November 2026: subsections (1) to (5) in a copy of https://www.legislation.gov.uk/ukpga/2021/30/section/103, and
Defra's guidance on periods, https://www.gov.uk/guidance/reporting-your-biodiversity-duty-actions; subsections (6) to
(8) broke off in the copy, and are taken from the guidance and from accounts of others. No regulations under subsection
(8), which could ask for certain figures, are known here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lnrs.law.periods import days_after, in_words, once_expired, years_after, years_beginning_with

DUTY_IN_FORCE = date(2023, 1, 1)
"""The day on which the widened duty came into force: the first consideration was due within a year."""
FIRST_PERIOD_ENDS_BY = date(2026, 1, 1)
FIRST_AT_MOST_YEARS = 3
LATER_AT_MOST_YEARS = 5
PUBLISH_WITHIN_DAYS = 12 * 7
"""Twelve weeks."""

Kind = Literal["local authority", "parish council", "planning authority", "other"]
"""What an authority is for this duty; `planning authority` also where it is a local authority too."""


@dataclass(frozen=True)
class Period:
    """What a report covers, both days included."""

    first: date
    last: date


@dataclass(frozen=True)
class Gap:
    """Something that the law or the guidance asks of a report and that it does not keep."""

    says: str
    cite: str


def must_report(kind: Kind) -> bool:
    """Whether an authority of a kind has to publish biodiversity reports (s.40A(1)): local authorities other than
    parish councils, and local planning authorities. Others may be designated; none is known."""
    return kind in ("local authority", "planning authority")


def must_tell_net_gain(kind: Kind) -> bool:
    """Whether its report has to tell of biodiversity net gain (s.40A(4)): that of a local planning authority."""
    return kind == "planning authority"


def publish_by(period_last: date) -> date:
    """The last day on which a report can be published (s.40A(5)(b)): within 12 weeks following the last day covered.

    >>> publish_by(date(2026, 1, 1))
    datetime.date(2026, 3, 26)
    """
    return days_after(period_last, PUBLISH_WITHIN_DAYS)


def latest_end(previous_last: date | None) -> date:
    """The latest day on which a period may end: that of the guidance for the first, and five years after the end of the
    period before for a later one.

    >>> latest_end(None), latest_end(date(2025, 12, 31))
    (datetime.date(2026, 1, 1), datetime.date(2030, 12, 31))
    """
    return FIRST_PERIOD_ENDS_BY if previous_last is None else years_after(previous_last, LATER_AT_MOST_YEARS)


def next_first(previous_last: date | None) -> date:
    """The day on which the next period begins: the duty's first day, or the day after the period before.

    >>> next_first(date(2025, 12, 31))
    datetime.date(2026, 1, 1)
    """
    return DUTY_IN_FORCE if previous_last is None else once_expired(previous_last)


def plans_until(period_last: date) -> date:
    """The last day of the five years that follow the period, for which the report tells plans (s.40A(3)(b)).

    >>> plans_until(date(2025, 12, 31))
    datetime.date(2030, 12, 31)
    """
    return years_beginning_with(once_expired(period_last), LATER_AT_MOST_YEARS)


def period_gaps(period: Period, previous_last: date | None) -> Iterator[Gap]:
    """What is wrong with a period, given the last day of the period of the report before; None for a first report."""
    cite = "NERC Act 2006 s.40A(6) and (7), and Defra's guidance"
    if period.last < period.first:
        yield Gap("The period ends before it begins.", cite)
        return
    if previous_last is not None and period.first != (due := next_first(previous_last)):
        yield Gap(f"Periods follow one another: this one begins on {in_words(due)}.", cite)
    if previous_last is None and period.first < DUTY_IN_FORCE:
        yield Gap(f"The duty began on {in_words(DUTY_IN_FORCE)}, and the first period not before.", cite)
    years = FIRST_AT_MOST_YEARS if previous_last is None else LATER_AT_MOST_YEARS
    if period.last > years_after(period.first, years):
        which = "first" if previous_last is None else "later"
        yield Gap(f"The period of a {which} report is {years} years at most.", cite)
    if period.last > (latest := latest_end(previous_last)):
        yield Gap(f"The period ends no later than {in_words(latest)}.", cite)


def content_gaps(
    kind: Kind,
    *,
    actions: str,
    plans: str,
    gain_actions: str = "",
    gain_results: str = "",
    gain_plans: str = "",
) -> Iterator[Gap]:
    """What a report lacks of what it has to contain; an answer that says there is nothing is an answer."""
    asked = [
        (actions, "a summary of the action taken over the period", "s.40A(3)(a)"),
        (plans, "a summary of the plans for the five years after", "s.40A(3)(b)"),
    ]
    if must_tell_net_gain(kind):
        asked += [
            (gain_actions, "a summary of the action taken on biodiversity net gain in planning", "s.40A(4)(a)"),
            (gain_results, "the gains from biodiversity gain plans that were approved", "s.40A(4)(b)"),
            (gain_plans, "a summary of the plans on biodiversity net gain for the five years after", "s.40A(4)(c)"),
        ]
    for said, what, cite in asked:
        if not said.strip():
            yield Gap(f"It lacks {what}.", f"NERC Act 2006 {cite}")


def lateness(period_last: date, published: date) -> int:
    """Days after the last day for publication on which a report is published; 0 where it is in time."""
    return max(0, (published - publish_by(period_last)).days)
