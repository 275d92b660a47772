"""A procedure as it is recorded, act by act: where it stands, what is due by whom, what the law says of each act."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.law.acts import KINDS, TABLE, Act, Kind
from lnrs.law.finding import Outcome
from lnrs.law.notices import Ground, Position
from lnrs.law.periods import day_in_england
from lnrs.law.procedure import procedure_findings
from lnrs.law.record import (
    PRE_CONSULTATION,
    PRE_PUBLICATION,
    Parties,
    dues,
    facts_of,
    finding_on,
    gate,
    rounds,
    stage_of,
    stands,
)
from lnrs.law.review import Subject
from lnrs.law.stages import Actor, Stage

MET, NOT_MET, NOT_YET, FOR_JUDGEMENT = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_YET, Outcome.FOR_JUDGEMENT

SUFFOLK = Parties("Suffolk County Council", ("Babergh", "Ipswich", "Natural England"), ("Norfolk", "Essex"))
SUFFOLK_GIVEN, SUFFOLK_LAST = date(2025, 1, 15), date(2025, 2, 11)

KENT = Parties("Kent County Council", ("Swale", "Tunbridge Wells", "Natural England"), ("Surrey",))
KENT_FINAL_GIVEN, KENT_LAST, KENT_PUBLISHED = date(2025, 9, 2), date(2025, 9, 29), date(2025, 11, 28)


def to_all(kind: Kind, names: tuple[str, ...], on: date) -> tuple[Act, ...]:
    return tuple(Act(kind=kind, on=on, authority=name, ref=f"given to {name}") for name in names)


def draft_out(parties: Parties = SUFFOLK, on: date = SUFFOLK_GIVEN) -> tuple[Act, ...]:
    return to_all(Kind.DRAFT_GIVEN, parties.given_the_draft, on)


def objection(on: date, who: str = "Ipswich") -> Act:
    return Act(
        kind=Kind.OBJECTION,
        on=on,
        authority=who,
        grounds=(Ground.MATERIALLY_DEFICIENT,),
        in_writing=True,
        explained=True,
        ref="the objection",
    )


def final_out(parties: Parties = KENT, on: date = KENT_FINAL_GIVEN) -> tuple[Act, ...]:
    """Kent's acts up to the final strategy; its consultation and deadlines are its own, the first day made up."""
    return (
        *draft_out(parties, date(2024, 11, 1)),
        Act(kind=Kind.CONSULTATION_OPENED, on=date(2025, 1, 16)),
        Act(kind=Kind.CONSULTATION_CLOSED, on=date(2025, 3, 12)),
        Act(kind=Kind.RESPONSES_CONSIDERED, on=date(2025, 6, 27)),
        *to_all(Kind.FINAL_GIVEN, parties.supporting, on),
    )


def test_every_kind_of_act_has_a_row_and_a_provision():
    assert set(KINDS) == set(Kind)
    assert len(TABLE) == len(KINDS)
    assert all(row.source.cite and row.source.url for row in TABLE)


def test_every_stage_has_something_that_is_usually_done_at_it():
    assert {stage for row in TABLE for stage in row.usual_at} == set(Stage)


# Suffolk


def test_suffolks_authorities_could_object_until_11_february():
    due = dues(draft_out(), SUFFOLK, SUFFOLK_GIVEN)
    assert {one.last for one in due} == {SUFFOLK_LAST}
    assert [one.who for one in due] == sorted(SUFFOLK.given_the_draft)
    assert {one.by for one in due} == {Actor.SUPPORTING_AUTHORITY}
    assert len(dues(draft_out(), SUFFOLK, SUFFOLK_LAST)) == 5
    assert dues(draft_out(), SUFFOLK, date(2025, 2, 12)) == ()


def test_suffolk_could_consult_from_12_february_and_silence_was_no_support():
    assert gate(Kind.CONSULTATION_OPENED, draft_out(), SUFFOLK, SUFFOLK_LAST).outcome is NOT_YET
    finding = gate(Kind.CONSULTATION_OPENED, draft_out(), SUFFOLK, date(2025, 2, 12))
    assert finding.outcome is MET
    assert "neither objection nor support" in finding.because
    assert set(stands(draft_out(), PRE_CONSULTATION, date(2030, 1, 1)).values()) == {Position.NO_REPLY}


def test_an_objection_on_day_28_stands_and_one_on_day_29_is_recorded_as_late():
    in_time, late = objection(SUFFOLK_LAST), objection(date(2025, 2, 12))
    for act, stage, outcome in ((in_time, Stage.OBJECTED, MET), (late, Stage.PRE_CONSULTATION, NOT_MET)):
        acts = (*draft_out(), act)
        assert stage_of(acts, date(2025, 2, 12)) is stage
        assert finding_on(act, acts, SUFFOLK, act.on)[0].outcome is outcome
    assert gate(Kind.CONSULTATION_OPENED, (*draft_out(), in_time), SUFFOLK, date(2025, 2, 12)).outcome is NOT_YET
    assert gate(Kind.CONSULTATION_OPENED, (*draft_out(), late), SUFFOLK, date(2025, 2, 12)).outcome is MET


@given(st.dates(date(2023, 4, 13), date(2099, 1, 1)), st.integers(0, 60))
@settings(deadline=None)
def test_whatever_the_year_exactly_28_days_are_open(given_on, later):
    acts = (*draft_out(on=given_on), objection(given_on + timedelta(days=later)))
    at = stands(acts, PRE_CONSULTATION, given_on + timedelta(days=later))["Ipswich"]
    assert (at is Position.OBJECTS) == (later < 28)
    assert (at is Position.LATE) == (later >= 28)


def test_an_objection_is_answered_settled_and_consultation_may_start():
    acts = (*draft_out(), objection(date(2025, 2, 1)))
    owed = [due for due in dues(acts, SUFFOLK, date(2025, 4, 1)) if due.by is Actor.RESPONSIBLE_AUTHORITY]
    assert [(due.last, due.authority) for due in owed] == [(date(2025, 2, 28), "Ipswich")]  # owed until it is done
    answer = Act(kind=Kind.OBJECTION_ANSWERED, on=date(2025, 3, 1), authority="Ipswich")
    assert finding_on(answer, (*acts, answer), SUFFOLK, answer.on)[0].outcome is NOT_MET  # day 29 of 28
    acts = (*acts, answer)
    assert stage_of(acts, date(2025, 3, 2)) is Stage.RESPONDED
    assert gate(Kind.CONSULTATION_OPENED, acts, SUFFOLK, date(2025, 3, 2)).outcome is FOR_JUDGEMENT
    settled = Act(kind=Kind.OBJECTION_SETTLED, on=date(2025, 3, 5), authority="Ipswich", words="The map was changed.")
    assert gate(Kind.CONSULTATION_OPENED, (*acts, settled), SUFFOLK, date(2025, 3, 5)).outcome is MET


def test_an_authority_that_is_content_after_its_objection_has_withdrawn_it():
    content = Act(kind=Kind.DRAFT_CONTENT, on=date(2025, 2, 3), authority="Ipswich")
    acts = (*draft_out(), objection(date(2025, 2, 1)), content)
    assert stands(acts, PRE_CONSULTATION, date(2025, 2, 3))["Ipswich"] is Position.SETTLED
    before = replace(content, on=date(2025, 1, 20))
    acts = (*draft_out(), before, objection(date(2025, 2, 1)))
    assert stands(acts, PRE_CONSULTATION, date(2025, 2, 3))["Ipswich"] is Position.OBJECTS


def test_two_objections_of_one_authority_both_have_to_be_dealt_with():
    settled = Act(kind=Kind.OBJECTION_SETTLED, on=date(2025, 1, 25), authority="Ipswich", words="Withdrawn.")
    acts = (*draft_out(), objection(date(2025, 1, 20)), settled, objection(date(2025, 2, 1)))
    assert stage_of(acts, date(2025, 1, 26)) is Stage.PRE_CONSULTATION
    assert stage_of(acts, date(2025, 2, 1)) is Stage.OBJECTED


def test_a_draft_given_again_starts_its_time_again():
    acts = (*draft_out(), objection(date(2025, 2, 1)), *draft_out(on=date(2025, 3, 3)))
    assert stage_of(acts, date(2025, 3, 3)) is Stage.PRE_CONSULTATION
    due = {(one.by, one.last) for one in dues(acts, SUFFOLK, date(2025, 3, 3))}
    answer_still_owed = (Actor.RESPONSIBLE_AUTHORITY, date(2025, 2, 28))
    assert due == {answer_still_owed, (Actor.SUPPORTING_AUTHORITY, date(2025, 3, 30))}


def test_an_objection_brought_to_the_secretary_of_state_waits_for_a_word():
    referred = Act(kind=Kind.OBJECTION_REFERRED, on=date(2025, 3, 10), authority="Ipswich")
    decided = Act(kind=Kind.OBJECTION_DECIDED, on=date(2025, 4, 10), authority="Ipswich")
    acts = (*draft_out(), objection(date(2025, 2, 1)), referred, decided)
    assert stage_of(acts, date(2025, 3, 10)) is Stage.OBJECTION_REFERRED
    assert stage_of(acts, date(2025, 4, 10)) is Stage.OBJECTED


def test_all_content_early_ends_the_time_and_all_but_one_does_not():
    contents = to_all(Kind.DRAFT_CONTENT, SUFFOLK.given_the_draft, date(2025, 1, 20))
    on = date(2025, 1, 20)
    assert gate(Kind.CONSULTATION_OPENED, (*draft_out(), *contents), SUFFOLK, on).outcome is MET
    assert gate(Kind.CONSULTATION_OPENED, (*draft_out(), *contents[1:]), SUFFOLK, on).outcome is NOT_YET


# Kent


def test_kent_might_publish_from_30_september_and_what_it_did_is_found_to_be_right():
    acts = final_out()
    assert {due.last for due in dues(acts, KENT, KENT_FINAL_GIVEN)} == {KENT_LAST}
    assert gate(Kind.PUBLISHED, acts, KENT, KENT_LAST).outcome is NOT_YET
    assert gate(Kind.PUBLISHED, acts, KENT, date(2025, 9, 30)).outcome is MET
    published = Act(kind=Kind.PUBLISHED, on=KENT_PUBLISHED)
    acts = (*acts, published, Act(kind=Kind.HANDED_OVER, on=KENT_PUBLISHED))
    assert finding_on(published, acts, KENT, KENT_PUBLISHED)[0].outcome is MET
    found = procedure_findings(facts_of(acts, KENT, date(2026, 1, 1), available_online=True), date(2026, 1, 1))
    assert [one.rule for one in found if one.outcome is NOT_MET] == []


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2024, 10, 31), Stage.APPOINTED),
        (date(2024, 11, 1), Stage.PRE_CONSULTATION),
        (date(2025, 1, 16), Stage.CONSULTATION),
        (date(2025, 3, 12), Stage.CONSIDERING_RESPONSES),
        (date(2025, 9, 1), Stage.CONSIDERING_RESPONSES),
        (KENT_FINAL_GIVEN, Stage.PRE_PUBLICATION),
        (KENT_PUBLISHED, Stage.PUBLISHED),
        (date(2026, 5, 1), Stage.REVIEW_NOTIFIED),
        (date(2026, 9, 1), Stage.REVIEWING),
        (date(2027, 2, 1), Stage.REPUBLISHING),
        (date(2027, 3, 1), Stage.PRE_CONSULTATION),
        (date(2028, 3, 1), Stage.REPUBLISHED),
    ],
)
def test_kents_strategy_from_the_first_draft_to_its_republication_asked_on_any_day(on, stage):
    acts = (
        *final_out(),
        Act(kind=Kind.PUBLISHED, on=KENT_PUBLISHED),
        Act(kind=Kind.REVIEW_NOTICE, on=date(2026, 5, 1), begin_before=date(2026, 10, 1)),
        Act(kind=Kind.REVIEW_BEGUN, on=date(2026, 9, 1)),
        Act(kind=Kind.REVIEW_ENDED, on=date(2027, 2, 1), subjects=tuple(Subject)),
        *draft_out(KENT, date(2027, 3, 1)),
        Act(kind=Kind.PUBLISHED, on=date(2028, 3, 1)),
    )
    assert stage_of(acts, on) is stage
    assert len(rounds(acts)) == 2


def test_a_notice_is_investigated_answered_and_dealt_with():
    notice = Act(
        kind=Kind.ADVISORY_NOTICE,
        on=KENT_LAST,
        authority="Swale",
        grounds=(Ground.NOT_JUSTIFIED,),
        in_writing=True,
        explained=True,
    )
    steps = (
        (notice, Stage.ADVISORY_NOTICE),
        (Act(kind=Kind.NOTICE_INVESTIGATED, on=date(2025, 10, 6), authority="Swale"), Stage.REPLY_DUE),
        (Act(kind=Kind.NOTICE_ANSWERED, on=date(2025, 10, 26), authority="Swale"), Stage.REPLIED),
        (Act(kind=Kind.NOTICE_REFERRED, on=date(2025, 10, 30), authority="Swale"), Stage.NOTICE_REFERRED),
        (Act(kind=Kind.NOTICE_DECIDED, on=date(2025, 11, 10), authority="Swale"), Stage.REPLIED),
        (Act(kind=Kind.NOTICE_SETTLED, on=date(2025, 11, 12), authority="Swale"), Stage.PRE_PUBLICATION),
    )
    acts = final_out()
    for act, stage in steps:
        acts = (*acts, act)
        assert stage_of(acts, act.on) is stage
    assert all(one.outcome is MET for one in finding_on(notice, acts, KENT, date(2025, 11, 12)))
    assert stands(acts, PRE_PUBLICATION, date(2025, 11, 12))["Swale"] is Position.SETTLED
    assert gate(Kind.PUBLISHED, acts, KENT, date(2025, 11, 12)).outcome is MET


def test_publishing_too_soon_is_recorded_with_what_the_law_says_of_it():
    early = Act(kind=Kind.PUBLISHED, on=date(2025, 9, 20))
    finding = finding_on(early, (*final_out(), early), KENT, early.on)[0]
    assert finding.outcome is NOT_YET
    assert "29 September 2025" in finding.because
    found = procedure_findings(facts_of((*final_out(), early), KENT, date(2026, 1, 1)), date(2026, 1, 1))
    assert "publication_may_proceed" in [one.rule for one in found if one.outcome is NOT_MET]


# Review


def test_a_review_begins_by_the_day_before_the_one_that_the_notice_names():
    acts = (
        *final_out(),
        Act(kind=Kind.PUBLISHED, on=KENT_PUBLISHED),
        Act(kind=Kind.REVIEW_NOTICE, on=date(2026, 5, 1), begin_before=date(2026, 10, 1), ref="notice"),
    )
    assert [(due.what, due.last) for due in dues(acts, KENT, date(2026, 6, 1))] == [
        ("begin the review", date(2026, 9, 30))
    ]
    late = Act(kind=Kind.REVIEW_BEGUN, on=date(2026, 10, 1))
    assert finding_on(late, (*acts, late), KENT, late.on)[0].outcome is NOT_MET
    assert dues((*acts, late), KENT, late.on) == ()


def test_the_first_review_notice_is_due_from_the_secretary_of_state_within_its_window():
    acts = (*final_out(), Act(kind=Kind.PUBLISHED, on=KENT_PUBLISHED))
    assert dues(acts, KENT, date(2026, 4, 12)) == ()
    assert [due.by for due in dues(acts, KENT, date(2026, 4, 13))] == [Actor.SECRETARY_OF_STATE]


# Days


@given(st.datetimes(datetime(2023, 4, 13), datetime(2060, 1, 1), timezones=st.just(UTC)))
def test_the_day_in_england_is_that_of_greenwich_or_an_hour_on(moment):
    assert day_in_england(moment) in {moment.date(), (moment + timedelta(hours=1)).date()}
    if moment.month in (11, 12, 1, 2):
        assert day_in_england(moment) == moment.date()


def test_half_past_eleven_at_night_in_greenwich_is_the_next_day_in_summer_only():
    assert day_in_england(datetime(2025, 9, 29, 23, 30, tzinfo=UTC)) == date(2025, 9, 30)
    assert day_in_england(datetime(2025, 2, 11, 23, 30, tzinfo=UTC)) == date(2025, 2, 11)
    with pytest.raises(ValueError, match="no day"):
        day_in_england(datetime(2025, 2, 11))


@given(st.lists(st.sampled_from([row.kind for row in TABLE]), max_size=12), st.data())
@settings(deadline=None, max_examples=150)
def test_whatever_is_recorded_in_whatever_order_there_is_an_answer(kinds, data):
    days = st.dates(date(2023, 4, 13), date(2032, 1, 1))
    acts = [
        Act(
            kind=kind,
            on=data.draw(days),
            authority=data.draw(st.sampled_from(KENT.given_the_draft)) if KINDS[kind].about_authority else "",
            grounds=KINDS[kind].grounds[:1],
            begin_before=date(2032, 6, 1) if kind is Kind.REVIEW_NOTICE else None,
        )
        for kind in kinds
    ]
    on = data.draw(days)
    assert isinstance(stage_of(acts, on), Stage)
    assert all(due.last and due.who for due in dues(acts, KENT, on))
    assert procedure_findings(facts_of(acts, KENT, on), on)
    for act in acts:
        finding_on(act, acts, KENT, on)
