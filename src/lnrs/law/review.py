"""When a published strategy must be reviewed, and what a review covers (SI 2023/341 reg 20)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lnrs.law.finding import Answer, Finding, for_judgement, listed, met, not_met, not_yet
from lnrs.law.periods import (
    day_before,
    happened,
    in_words,
    months_beginning_with,
    once_expired,
    years_after,
    years_beginning_with,
)
from lnrs.law.rules import rule
from lnrs.law.values import IN_FORCE, VALUES


class Subject(StrEnum):
    """What a review must cover, as far as the provision was read."""

    STATEMENT_AND_MAP = "the statement and the local habitat map"
    PROGRESS = "progress on each priority"
    ACTIONS = "actions taken in areas that could become of particular importance"


@dataclass(frozen=True)
class ReviewNotice:
    """A notice of the Secretary of State that a strategy must be reviewed, and the review that followed."""

    given: date
    begin_before: date
    """The date the notice names: the review must begin before it."""
    in_writing: bool | None = None
    end_indicated: date | None = None
    republication_indicated: date | None = None
    began: date | None = None
    ended: date | None = None
    subjects: tuple[Subject, ...] = ()


@rule("reg 20(2)(a), (c), (d)")
def review_notice_in_form(
    in_writing: bool | None, end_indicated: date | None, republication_indicated: date | None
) -> Answer:
    """A review notice is in writing and gives indicative dates for the end of the review and for republication."""
    dates = {"the end of the review": end_indicated, "republication": republication_indicated}
    lacking = [what for what, day in dates.items() if day is None]
    if in_writing is False or lacking:
        faults = [*(["not in writing"] if in_writing is False else []), *(f"no date for {what}" for what in lacking)]
        return not_met(listed(faults))
    if in_writing is None:
        return for_judgement("both dates are given; it is not recorded whether the notice was in writing")
    return met("it is in writing and gives both dates")


def review_start_window(notice_given: date) -> tuple[date, date]:
    """First and last date that a review notice given on the day may name (reg 20(2)(b)).

    The first is the day on which the least time has run in full, which is the cautious reading of "at least".
    """
    least = VALUES["review_start_least_months"].on(notice_given)
    most = VALUES["review_start_most_months"].on(notice_given)
    first = once_expired(months_beginning_with(notice_given, least))
    return first, months_beginning_with(notice_given, most)


@rule("reg 20(2)(b)", values=("review_start_least_months", "review_start_most_months"))
def review_start_date_in_window(notice_given: date, begin_before: date) -> Answer:
    """The date that a review notice names for the start lies in its window.

    The months begin with the day the notice is given, and the least number of them must have run in full.
    """
    return _within(begin_before, *review_start_window(notice_given))


def first_review_notice_window() -> tuple[date, date]:
    """First and last day for the first review notice of every strategy (reg 20(3))."""
    in_force = IN_FORCE["regulations_in_force"].day
    after = VALUES["first_review_notice_after_years"].on(in_force)
    within = VALUES["first_review_notice_within_years"].on(in_force)
    return once_expired(years_beginning_with(in_force, after)), years_beginning_with(in_force, within)


@rule(
    "reg 20(3)",
    values=("first_review_notice_after_years", "first_review_notice_within_years", "regulations_in_force"),
)
def first_review_notice_in_window(notice_given: date | None, on: date) -> Answer:
    """The Secretary of State gives the first review notice in its window.

    The years begin with the day on which the Regulations came into force.
    """
    first, last = first_review_notice_window()
    if happened(notice_given, on):
        return _within(notice_given, first, last)
    window = f"it may be given from {in_words(first)} to {in_words(last)}"
    return not_yet(window) if on <= last else not_met(f"none was given; {window}")


@rule("reg 20(4)", values=("later_review_notice_least_years", "later_review_notice_most_years"))
def later_review_notice_in_window(previous: date, notice_given: date) -> Answer:
    """A later review notice follows the one before it at an interval in its window."""
    least = VALUES["later_review_notice_least_years"].on(previous)
    most = VALUES["later_review_notice_most_years"].on(previous)
    return _within(notice_given, years_after(previous, least), years_after(previous, most))


@rule("reg 20(5)")
def review_begun_in_time(begin_before: date, began: date | None, on: date) -> Answer:
    """The responsible authority begins its review before the date the notice names."""
    last = day_before(begin_before)
    if happened(began, on):
        said = f"it began on {in_words(began)}; the last day was {in_words(last)}"
        return met(said) if began <= last else not_met(said)
    if on <= last:
        return not_yet(f"it must begin by {in_words(last)}")
    return not_met(f"no beginning is recorded; the last day was {in_words(last)}")


@rule("reg 20(6)")
def review_covers_its_subjects(subjects: Collection[Subject], ended: date | None, on: date) -> Answer:
    """A review covers the statement and map, progress on each priority, and actions where land could become important.

    The provision breaks off in the copy that was read, so a review that covers all three still goes to a person.
    """
    lacking = [subject for subject in Subject if subject not in subjects]
    if not lacking:
        return for_judgement("it covers these three; check reg 20(6) for any further subject")
    if not happened(ended, on):
        return not_yet(f"it has still to cover {listed(lacking)}")
    return not_met(f"it ended without covering {listed(lacking)}")


def review_findings(reviews: Sequence[ReviewNotice], on: date) -> Iterator[Finding]:
    """The findings on review notices, oldest first; before the first notice, when it may come."""
    known = [review for review in reviews if review.given <= on]
    yield first_review_notice_in_window(known[0].given if known else None, on)
    for place, review in enumerate(known):
        if place:
            yield _about(review, later_review_notice_in_window(known[place - 1].given, review.given))
        yield _about(
            review,
            review_notice_in_form(review.in_writing, review.end_indicated, review.republication_indicated),
        )
        yield _about(review, review_start_date_in_window(review.given, review.begin_before))
        yield _about(review, review_begun_in_time(review.begin_before, review.began, on))
        yield _about(review, review_covers_its_subjects(review.subjects, review.ended, on))


def _about(review: ReviewNotice, finding: Finding) -> Finding:
    return replace(finding, about=f"review notice of {in_words(review.given)}")


def _within(day: date, first: date, last: date) -> Answer:
    said = f"{in_words(day)}; the window is {in_words(first)} to {in_words(last)}"
    return met(said) if first <= day <= last else not_met(said)
