"""The table of stages: what can follow what, who may do it, and by when."""

from datetime import date
from itertools import pairwise

import pytest

from lnrs.law.stages import (
    STAGES,
    Actor,
    Stage,
    due,
    is_verified,
    next_stages,
    stages_diagram,
    time_allowed,
    who_may,
)
from lnrs.law.values import NotInForce

RA, SA, SOS = Actor.RESPONSIBLE_AUTHORITY, Actor.SUPPORTING_AUTHORITY, Actor.SECRETARY_OF_STATE

SMOOTH = [
    *(Stage.APPOINTED, Stage.PREPARING, Stage.PRE_CONSULTATION, Stage.CONSULTATION),
    *(Stage.CONSIDERING_RESPONSES, Stage.PRE_PUBLICATION, Stage.PUBLISHED),
]
CONTESTED = [
    *(Stage.PRE_CONSULTATION, Stage.OBJECTED, Stage.RESPONDED, Stage.OBJECTION_REFERRED, Stage.CONSULTATION),
    *(Stage.CONSIDERING_RESPONSES, Stage.PRE_PUBLICATION, Stage.ADVISORY_NOTICE, Stage.REPLY_DUE, Stage.REPLIED),
    *(Stage.NOTICE_REFERRED, Stage.PUBLISHED),
]
REVIEWED = [
    *(Stage.REVIEW_NOTIFIED, Stage.REVIEWING, Stage.REPUBLISHING, Stage.PRE_CONSULTATION, Stage.CONSULTATION),
    *(Stage.CONSIDERING_RESPONSES, Stage.PRE_PUBLICATION, Stage.REPUBLISHED, Stage.REVIEW_NOTIFIED),
]


@pytest.mark.parametrize(
    ("path", "round"),
    [(SMOOTH, "first"), (CONTESTED, "first"), (REVIEWED, "later")],
    ids=["smooth", "contested", "review"],
)
def test_a_strategy_can_take_this_path(path, round):
    for stage, following in pairwise(path):
        assert following in next_stages(stage, round)


def test_a_strategy_is_published_once_and_republished_after_a_review():
    assert Stage.REPUBLISHED not in next_stages(Stage.PRE_PUBLICATION, "first")
    assert Stage.PUBLISHED not in next_stages(Stage.PRE_PUBLICATION, "later")


def test_no_step_can_be_left_out():
    for round in ("first", "later"):
        assert Stage.CONSULTATION not in next_stages(Stage.PREPARING, round)
        assert Stage.PUBLISHED not in next_stages(Stage.CONSIDERING_RESPONSES, round)
        assert Stage.PUBLISHED not in next_stages(Stage.REPLY_DUE, round)


@pytest.mark.parametrize(
    ("stage", "to", "actors"),
    [
        (Stage.PRE_CONSULTATION, Stage.OBJECTED, {SA}),
        (Stage.PRE_CONSULTATION, Stage.CONSULTATION, {RA}),
        (Stage.PRE_PUBLICATION, Stage.ADVISORY_NOTICE, {SA}),
        (Stage.PRE_PUBLICATION, Stage.PUBLISHED, {RA}),
        (Stage.OBJECTION_REFERRED, Stage.CONSULTATION, {SOS}),
        (Stage.PUBLISHED, Stage.REVIEW_NOTIFIED, {SOS}),
        (Stage.APPOINTED, Stage.PUBLISHED, set()),
    ],
)
def test_only_these_may_take_the_step(stage, to, actors):
    assert who_may(stage, to, "first") == actors


@pytest.mark.parametrize(
    ("stage", "entered", "last_day"),
    [
        (Stage.PRE_CONSULTATION, date(2025, 1, 15), date(2025, 2, 11)),
        (Stage.OBJECTED, date(2025, 2, 1), date(2025, 2, 28)),
        (Stage.PRE_PUBLICATION, date(2025, 9, 2), date(2025, 9, 29)),
        (Stage.REPLY_DUE, date(2025, 9, 29), date(2025, 10, 26)),
        (Stage.REVIEW_NOTIFIED, date(2027, 1, 15), date(2027, 9, 13)),  # before the latest date a notice may name
        (Stage.CONSULTATION, date(2025, 1, 16), None),  # no length fixed by law was found
        (Stage.PUBLISHED, date(2025, 11, 28), None),
    ],
)
def test_the_last_day_for_whoevers_turn_it_is(stage, entered, last_day):
    assert due(stage, entered) == last_day


def test_a_review_is_due_the_day_before_the_date_that_its_notice_names():
    assert due(Stage.REVIEW_NOTIFIED, date(2027, 1, 15), named=date(2027, 6, 30)) == date(2027, 6, 29)


def test_no_stage_with_a_clock_can_be_entered_before_the_regulations():
    with pytest.raises(NotInForce):
        due(Stage.PRE_CONSULTATION, date(2022, 1, 1))


def test_stages_that_rest_on_unread_provisions_say_so():
    assert is_verified(Stage.PRE_PUBLICATION)
    assert not is_verified(Stage.OBJECTED)
    assert not is_verified(Stage.NOTICE_REFERRED)
    assert 'state "Pre-publication, within 28 days" as pre_publication' in stages_diagram()
    assert 'state "Objection made, within 28 days (unverified)" as objected' in stages_diagram()


def test_the_time_a_stage_allows_is_given_in_words():
    assert time_allowed(Stage.REPLY_DUE) == "within 28 days"
    assert time_allowed(Stage.REVIEW_NOTIFIED) == "within 8 months"
    assert time_allowed(Stage.PREPARING) == ""


def test_whose_turn_it_is_while_a_clock_runs():
    assert STAGES[Stage.PRE_CONSULTATION].turn is SA
    assert STAGES[Stage.REPLY_DUE].turn is RA
    assert STAGES[Stage.NOTICE_REFERRED].turn is SOS
