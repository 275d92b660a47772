"""Regulation 20: review notices, when a review begins and what it covers."""

from datetime import date

import pytest

from lnrs.law.finding import Outcome
from lnrs.law.review import (
    ReviewNotice,
    Subject,
    first_review_notice_in_window,
    later_review_notice_in_window,
    review_begun_in_time,
    review_covers_its_subjects,
    review_findings,
    review_notice_in_form,
    review_start_date_in_window,
    review_start_window,
)

MET, NOT_MET, NOT_YET, FOR_JUDGEMENT = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_YET, Outcome.FOR_JUDGEMENT

GIVEN = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("begin_before", "outcome"),
    [
        (date(2027, 5, 14), NOT_MET),  # the last of the 4 months
        (date(2027, 5, 15), MET),
        (date(2027, 9, 14), MET),  # the last of the 8 months
        (date(2027, 9, 15), NOT_MET),
    ],
)
def test_a_notice_of_15_january_names_a_date_from_15_may_to_14_september(begin_before, outcome):
    assert review_start_date_in_window(GIVEN, begin_before).outcome is outcome


def test_the_window_of_a_notice_given_at_the_end_of_a_long_month():
    assert review_start_window(date(2027, 10, 31)) == (date(2028, 3, 1), date(2028, 6, 30))


@pytest.mark.parametrize(
    ("given_on", "outcome"),
    [
        (date(2026, 4, 12), NOT_MET),  # the last day of the three years
        (date(2026, 4, 13), MET),
        (date(2033, 4, 12), MET),  # the last day of the ten years
        (date(2033, 4, 13), NOT_MET),
    ],
)
def test_the_first_notice_comes_after_three_years_and_within_ten_of_commencement(given_on, outcome):
    assert first_review_notice_in_window(given_on, date(2040, 1, 1)).outcome is outcome


def test_until_a_first_notice_is_given_it_is_awaited_and_then_overdue():
    assert first_review_notice_in_window(None, date(2026, 11, 23)).outcome is NOT_YET
    assert first_review_notice_in_window(None, date(2033, 4, 12)).outcome is NOT_YET
    assert first_review_notice_in_window(None, date(2033, 4, 13)).outcome is NOT_MET


def test_the_window_of_the_first_notice_rests_on_a_day_that_is_marked_as_unverified():
    (mark,) = first_review_notice_in_window(None, date(2026, 11, 23)).unverified
    assert "Procedure Regulations (SI 2023/341) in force" in mark


@pytest.mark.parametrize(
    ("given_on", "outcome"),
    [
        (date(2030, 1, 14), NOT_MET),
        (date(2030, 1, 15), MET),
        (date(2037, 1, 15), MET),
        (date(2037, 1, 16), NOT_MET),
    ],
)
def test_a_later_notice_comes_three_to_ten_years_after_the_one_before(given_on, outcome):
    assert later_review_notice_in_window(GIVEN, given_on).outcome is outcome


@pytest.mark.parametrize(
    ("began", "on", "outcome"),
    [
        (date(2027, 6, 29), date(2028, 1, 1), MET),
        (date(2027, 6, 30), date(2028, 1, 1), NOT_MET),  # on the date named, not before it
        (None, date(2027, 6, 29), NOT_YET),
        (None, date(2027, 6, 30), NOT_MET),
    ],
)
def test_a_review_begins_before_the_date_named(began, on, outcome):
    assert review_begun_in_time(date(2027, 6, 30), began, on).outcome is outcome


def test_a_notice_is_in_writing_with_two_indicative_dates():
    end, again = date(2028, 1, 1), date(2028, 6, 1)
    assert review_notice_in_form(True, end, again).outcome is MET
    assert review_notice_in_form(None, end, again).outcome is FOR_JUDGEMENT
    assert review_notice_in_form(True, end, None).outcome is NOT_MET
    finding = review_notice_in_form(False, None, again)
    assert finding.because == "not in writing and no date for the end of the review"


def test_a_review_that_covers_all_that_was_read_still_goes_to_a_person_since_the_text_breaks_off():
    assert review_covers_its_subjects(tuple(Subject), date(2028, 1, 1), date(2028, 2, 1)).outcome is FOR_JUDGEMENT


def test_a_review_that_ended_without_a_subject_did_not_cover_it():
    finding = review_covers_its_subjects([Subject.PROGRESS], date(2028, 1, 1), date(2028, 2, 1))
    assert finding.outcome is NOT_MET
    assert Subject.ACTIONS in finding.because
    assert review_covers_its_subjects([Subject.PROGRESS], date(2028, 1, 1), date(2027, 12, 1)).outcome is NOT_YET


def test_the_findings_on_reviews_name_the_notice_and_ignore_notices_still_to_come():
    first = ReviewNotice(GIVEN, date(2027, 6, 30))
    second = ReviewNotice(date(2032, 2, 1), date(2032, 7, 1))
    then = list(review_findings((first, second), date(2028, 1, 1)))
    assert {finding.about for finding in then} == {"", "review notice of 15 January 2027"}
    later = list(review_findings((first, second), date(2033, 1, 1)))
    assert "later_review_notice_in_window" not in {finding.rule for finding in then}
    assert [finding.outcome for finding in later if finding.rule == "later_review_notice_in_window"] == [MET]
    assert [finding.rule for finding in review_findings((), date(2026, 11, 23))] == ["first_review_notice_in_window"]
