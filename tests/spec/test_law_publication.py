"""Regulation 15: publication advisory notices, and when the strategy may be published."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.law.finding import Outcome
from lnrs.law.gates import publication_may_proceed
from lnrs.law.notices import (
    Exchange,
    Ground,
    Notice,
    advisory_notice_answered_in_time,
    advisory_notice_copied,
    advisory_notice_grounds,
    advisory_notice_in_form,
    advisory_notice_in_time,
    advisory_notice_investigated,
    given_to_all,
)

MET, NOT_MET, NOT_YET, FOR_JUDGEMENT = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_YET, Outcome.FOR_JUDGEMENT

KENT_GIVEN = date(2025, 9, 2)
KENT_DEADLINE = date(2025, 9, 29)
KENT_PUBLISHED = date(2025, 11, 28)
NAMES = ("Swale", "Tunbridge Wells", "Natural England")


@pytest.mark.parametrize(
    ("strategy_given", "notice_given", "outcome"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), NOT_MET),
        (date(2026, 3, 2), date(2026, 3, 2), MET),  # day 1
        (date(2026, 3, 2), date(2026, 3, 29), MET),  # day 28
        (date(2026, 3, 2), date(2026, 3, 30), NOT_MET),  # day 29
        (KENT_GIVEN, KENT_DEADLINE, MET),
        (KENT_GIVEN, date(2025, 10, 1), NOT_MET),  # the day Tunbridge Wells' decision was published
        (date(2028, 2, 10), date(2028, 3, 8), MET),  # over a 29 February
        (date(2028, 2, 10), date(2028, 3, 9), NOT_MET),
    ],
)
def test_a_notice_must_be_given_within_28_days_of_which_the_first_is_the_day_the_strategy_is_given(
    strategy_given, notice_given, outcome
):
    assert advisory_notice_in_time(strategy_given, notice_given).outcome is outcome


@given(st.dates(min_value=date(2023, 4, 13), max_value=date(2090, 1, 1)), st.integers(min_value=-5, max_value=60))
@settings(deadline=None)
def test_exactly_28_days_are_in_time_whatever_the_day(strategy_given, later):
    finding = advisory_notice_in_time(strategy_given, strategy_given + timedelta(days=later))
    assert (finding.outcome is MET) == (0 <= later < 28)


def test_the_source_of_the_28_days_is_the_regulation_itself():
    finding = advisory_notice_in_time(KENT_GIVEN, KENT_DEADLINE)
    assert str(finding.source) == "SI 2023/341 reg 15(4)"
    assert finding.unverified == ()


def test_a_notice_says_that_the_strategy_is_not_justified_or_is_materially_deficient():
    assert advisory_notice_grounds([Ground.NOT_JUSTIFIED, Ground.MATERIALLY_DEFICIENT]).outcome is MET
    assert advisory_notice_grounds([Ground.PREPARATION]).outcome is NOT_MET
    assert advisory_notice_grounds(()).outcome is NOT_MET


def test_a_notice_is_in_writing_and_explains_itself():
    assert advisory_notice_in_form(True, True).outcome is MET
    finding = advisory_notice_in_form(False, False)
    assert finding.outcome is NOT_MET
    assert finding.because == "it was not given in writing and with its reasons"


def test_whether_the_copy_went_to_the_secretary_of_state_in_a_reasonable_time_is_for_a_person():
    finding = advisory_notice_copied(date(2025, 9, 20), date(2025, 9, 24), date(2025, 10, 1))
    assert finding.outcome is FOR_JUDGEMENT
    assert "4 days after the notice" in finding.because
    assert advisory_notice_copied(date(2025, 9, 20), None, date(2025, 10, 1)).outcome is NOT_YET
    assert advisory_notice_copied(date(2025, 9, 20), date(2025, 9, 24), date(2025, 9, 23)).outcome is NOT_YET


def test_the_responsible_authority_investigates():
    assert advisory_notice_investigated(None, date(2025, 10, 1)).outcome is NOT_YET
    assert advisory_notice_investigated(date(2025, 9, 30), date(2025, 10, 1)).outcome is MET


@pytest.mark.parametrize(
    ("replied", "outcome"),
    [
        (date(2025, 10, 26), MET),  # day 28 from 29 September
        (date(2025, 10, 27), NOT_MET),  # day 29
    ],
)
def test_a_notice_received_on_kents_last_day_is_answered_by_26_october(replied, outcome):
    assert advisory_notice_answered_in_time(KENT_DEADLINE, replied, date(2025, 12, 1)).outcome is outcome


def test_kent_might_publish_from_30_september_and_did_on_28_november():
    exchanges = given_to_all(KENT_GIVEN, NAMES)
    assert publication_may_proceed(exchanges, NAMES, KENT_DEADLINE).outcome is NOT_YET
    assert publication_may_proceed(exchanges, NAMES, date(2025, 9, 30)).outcome is MET
    assert publication_may_proceed(exchanges, NAMES, date(2026, 1, 1), published=KENT_PUBLISHED).outcome is MET


def test_publishing_while_a_notice_stands_is_publishing_too_soon():
    swale = Exchange("Swale", KENT_GIVEN, notice=Notice(KENT_DEADLINE))
    exchanges = (swale, *given_to_all(KENT_GIVEN, NAMES[1:]))
    finding = publication_may_proceed(exchanges, NAMES, date(2026, 1, 1), published=KENT_PUBLISHED)
    assert finding.outcome is NOT_MET
    assert "an answer is owed to Swale" in finding.because


def test_a_notice_settled_after_publication_does_not_mend_it():
    swale = Exchange("Swale", KENT_GIVEN, notice=Notice(KENT_DEADLINE, settled=date(2025, 12, 5)))
    exchanges = (swale, *given_to_all(KENT_GIVEN, NAMES[1:]))
    late = publication_may_proceed(exchanges, NAMES, date(2026, 1, 1), published=KENT_PUBLISHED)
    assert late.outcome is NOT_MET
    assert publication_may_proceed(exchanges, NAMES, date(2026, 1, 1)).outcome is MET


def test_that_publication_has_such_a_gate_at_all_is_marked_as_unverified():
    finding = publication_may_proceed(given_to_all(KENT_GIVEN, NAMES), NAMES, KENT_PUBLISHED)
    assert finding.source.mark == "unverified"
    assert finding.unverified
