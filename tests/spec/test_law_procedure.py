"""The whole procedure of one strategy, told as Kent's was, and asked about on different days."""

from dataclasses import replace
from datetime import date

import pytest

from lnrs.law.finding import Finding, Outcome
from lnrs.law.notices import Exchange, Ground, Notice, given_to_all
from lnrs.law.procedure import ProcedureFacts, procedure_findings
from lnrs.law.review import ReviewNotice
from lnrs.law.values import NotInForce

MET, NOT_MET, NOT_YET, FOR_JUDGEMENT = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_YET, Outcome.FOR_JUDGEMENT

SUPPORTING = ("Medway Council", "Swale", "Natural England")
NEIGHBOURS = ("Greater Essex", "Surrey")

# Consultation, the pre-publication deadline and publication are Kent's own days; the rest is made up to go with them.
KENT = ProcedureFacts(
    responsible_authority="Kent County Council",
    supporting_authorities=SUPPORTING,
    neighbouring_authorities=NEIGHBOURS,
    steps_with_supporting_authorities=("a group that meets each month",),
    steps_with_others=("20 workshops",),
    involvement_considered=date(2024, 5, 1),
    preparation_announced=date(2023, 10, 2),
    steps_to_find_sites=("asked every district",),
    pre_consultation=given_to_all(date(2024, 11, 1), (*SUPPORTING, *NEIGHBOURS)),
    consultation_opened=date(2025, 1, 16),
    consultation_closed=date(2025, 3, 12),
    responses_considered=date(2025, 6, 27),
    pre_publication=given_to_all(date(2025, 9, 2), SUPPORTING),
    published=date(2025, 11, 28),
    available_online=True,
    handed_over=date(2025, 11, 28),
)

NOW = date(2026, 11, 23)


def find(facts: ProcedureFacts, on: date, rule: str) -> Finding:
    return next(finding for finding in procedure_findings(facts, on) if finding.rule == rule)


def outcomes(facts: ProcedureFacts, on: date) -> set[Outcome]:
    return {finding.outcome for finding in procedure_findings(facts, on)}


def test_a_strategy_nobody_has_begun_has_broken_nothing():
    assert outcomes(ProcedureFacts(), NOW) == {NOT_YET}


def test_a_strategy_that_took_every_step_has_broken_nothing():
    assert NOT_MET not in outcomes(KENT, NOW)


def test_what_is_reasonable_is_left_to_a_person_with_what_is_known():
    finding = find(KENT, NOW, "supporting_authorities_involved")
    assert finding.outcome is FOR_JUDGEMENT
    assert "a group that meets each month" in finding.because


@pytest.mark.parametrize(
    ("on", "rule", "outcome"),
    [
        (date(2023, 10, 1), "preparation_announced", NOT_YET),
        (date(2023, 10, 2), "preparation_announced", MET),
        (date(2024, 4, 30), "involvement_considered", NOT_YET),
        (date(2024, 10, 31), "consultation_draft_given", NOT_YET),
        (date(2024, 11, 1), "consultation_draft_given", MET),
        (date(2024, 11, 1), "consultation_draft_given_to_neighbours", MET),
        (date(2024, 11, 28), "consultation_may_start", NOT_YET),
        (date(2024, 11, 29), "consultation_may_start", MET),
        (date(2025, 1, 15), "public_consultation_held", NOT_YET),
        (date(2025, 3, 11), "public_consultation_held", NOT_YET),
        (date(2025, 3, 12), "public_consultation_held", MET),
        (date(2025, 6, 26), "responses_considered", NOT_YET),
        (date(2025, 6, 27), "responses_considered", MET),
        (date(2025, 9, 2), "final_strategy_given", MET),
        (date(2025, 9, 29), "publication_may_proceed", NOT_YET),
        (date(2025, 9, 30), "publication_may_proceed", MET),
        (date(2025, 11, 27), "strategy_published", NOT_YET),
        (date(2025, 11, 28), "strategy_published", MET),
        (date(2025, 11, 27), "strategy_handed_over", NOT_YET),
        (date(2025, 11, 28), "strategy_handed_over", MET),
        (date(2026, 4, 13), "first_review_notice_in_window", NOT_YET),
    ],
)
def test_the_same_facts_give_on_each_day_what_was_so_on_that_day(on, rule, outcome):
    assert find(KENT, on, rule).outcome is outcome


def test_the_length_of_consultation_counts_both_ends_and_is_for_a_person():
    finding = find(KENT, NOW, "consultation_long_enough")
    assert finding.outcome is FOR_JUDGEMENT
    assert "56 days" in finding.because


def test_a_consultation_that_closes_before_it_opens_is_a_mistake():
    wrong = replace(KENT, consultation_closed=date(2025, 1, 10))
    assert find(wrong, NOW, "public_consultation_held").outcome is NOT_MET


def test_authorities_that_were_not_given_the_draft_are_named():
    partly = replace(KENT, pre_consultation=given_to_all(date(2024, 11, 1), ("Swale", "Surrey")))
    assert (
        find(partly, NOW, "consultation_draft_given").because == "not yet given to Medway Council and Natural England"
    )
    assert find(partly, NOW, "consultation_draft_given_to_neighbours").because == "not yet given to Greater Essex"
    assert find(partly, NOW, "consultation_may_start").outcome is NOT_MET  # it was opened all the same


def test_consultation_waits_for_neighbouring_authorities_to_be_given_the_draft_too():
    facts = replace(KENT, pre_consultation=given_to_all(date(2024, 11, 1), SUPPORTING), consultation_opened=None)
    finding = find(facts, date(2025, 2, 1), "consultation_may_start")
    assert finding.outcome is NOT_YET
    assert "Greater Essex and Surrey" in finding.because


def test_an_area_that_adjoins_no_other_has_nobody_to_give_the_draft_to():
    island = replace(KENT, neighbouring_authorities=(), pre_consultation=given_to_all(date(2024, 11, 1), SUPPORTING))
    assert (
        find(island, NOW, "consultation_draft_given_to_neighbours").because == "no other strategy area adjoins this one"
    )
    assert find(island, NOW, "consultation_may_start").outcome is MET


def test_each_objection_has_its_own_findings_under_the_objectors_name():
    swale = Exchange(
        "Swale",
        date(2024, 11, 1),
        notice=Notice(
            date(2024, 11, 29),
            grounds=(Ground.PREPARATION,),
            in_writing=True,
            explained=True,
            replied=date(2024, 12, 10),
        ),
    )
    facts = replace(KENT, pre_consultation=(swale, *KENT.pre_consultation[:1], *KENT.pre_consultation[2:]))
    about = {finding.rule: finding.outcome for finding in procedure_findings(facts, NOW) if finding.about == "Swale"}
    assert about == {
        "objection_in_time": NOT_MET,  # day 29
        "objection_grounds": MET,
        "objection_in_form": MET,
        "objection_answered_in_time": MET,
    }
    assert not [finding for finding in procedure_findings(facts, date(2024, 11, 28)) if finding.about]


def test_each_advisory_notice_has_its_own_findings_and_the_time_to_reply_runs_from_its_receipt():
    medway = Exchange(
        "Medway Council",
        date(2025, 9, 2),
        notice=Notice(
            date(2025, 9, 26),
            grounds=(Ground.NOT_JUSTIFIED,),
            in_writing=True,
            explained=True,
            copied_to_secretary_of_state=date(2025, 9, 27),
            received=date(2025, 9, 29),
            investigated=date(2025, 10, 10),
            replied=date(2025, 10, 26),
            settled=date(2025, 11, 3),
        ),
    )
    facts = replace(KENT, pre_publication=(medway, *KENT.pre_publication[1:]))
    about = {f.rule: f.outcome for f in procedure_findings(facts, NOW) if f.about == "Medway Council"}
    assert about == {
        "advisory_notice_grounds": MET,
        "advisory_notice_in_time": MET,
        "advisory_notice_in_form": MET,
        "advisory_notice_copied": FOR_JUDGEMENT,
        "advisory_notice_investigated": MET,
        "advisory_notice_answered_in_time": MET,  # day 28 from receipt, day 31 from its date
    }
    assert find(facts, NOW, "publication_may_proceed").outcome is MET


def test_a_published_strategy_that_is_not_online_breaks_its_rule_and_one_not_recorded_goes_to_a_person():
    assert find(replace(KENT, available_online=False), NOW, "strategy_available_online").outcome is NOT_MET
    assert find(replace(KENT, available_online=None), NOW, "strategy_available_online").outcome is FOR_JUDGEMENT
    assert find(KENT, date(2025, 11, 27), "strategy_available_online").outcome is NOT_YET


def test_a_review_notice_is_followed_by_its_findings():
    facts = replace(KENT, reviews=(ReviewNotice(date(2026, 10, 1), date(2027, 3, 1)),))
    assert find(facts, NOW, "first_review_notice_in_window").outcome is MET
    assert find(facts, NOW, "review_begun_in_time").because == "it must begin by 28 February 2027"


def test_where_only_days_are_recorded_they_are_put_to_a_person_and_nothing_is_claimed():
    days_only = ProcedureFacts(
        pre_consultation=given_to_all(date(2024, 11, 1)), pre_publication=given_to_all(date(2025, 9, 2))
    )
    for rule in ("consultation_draft_given", "consultation_may_start", "final_strategy_given"):
        assert find(days_only, NOW, rule).outcome is FOR_JUDGEMENT
    assert MET not in outcomes(days_only, NOW)


def test_a_clock_said_to_have_started_before_the_regulations_is_refused():
    early = replace(KENT, pre_consultation=given_to_all(date(2023, 4, 12), (*SUPPORTING, *NEIGHBOURS)))
    with pytest.raises(NotInForce, match="12 April 2023"):
        procedure_findings(early, NOW)


BEFORE_PUBLICATION = (
    "supporting_authorities_named",
    "involvement_considered",
    "preparation_announced",
    "consultation_draft_given",
    "consultation_draft_given_to_neighbours",
    "consultation_may_start",
    "public_consultation_held",
    "consultation_long_enough",
    "responses_considered",
    "final_strategy_given",
)


@pytest.mark.parametrize("rule", BEFORE_PUBLICATION)
def test_a_step_without_a_day_is_to_come_until_a_later_step_is_taken_and_then_for_a_person(rule):
    published = ProcedureFacts(neighbouring_authorities=NEIGHBOURS, published=date(2025, 11, 28))
    assert find(published, date(2025, 11, 27), rule).outcome is NOT_YET
    finding = find(published, date(2025, 11, 28), rule)
    assert finding.outcome is FOR_JUDGEMENT
    assert "though a later step was taken on 28 November 2025" in finding.because


def test_a_strategy_of_which_only_its_publication_is_recorded_is_not_said_to_have_broken_anything():
    assert NOT_MET not in outcomes(ProcedureFacts(published=date(2025, 11, 28)), date(2025, 12, 1))


def test_a_step_is_not_overtaken_by_one_that_comes_before_it():
    opened = ProcedureFacts(consultation_opened=date(2025, 1, 16))
    assert find(opened, date(2025, 2, 1), "public_consultation_held").outcome is NOT_YET
    assert find(opened, date(2025, 2, 1), "responses_considered").outcome is NOT_YET
    assert find(opened, date(2025, 2, 1), "strategy_published").outcome is NOT_YET


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        ("steps_with_supporting_authorities", "supporting_authorities_involved"),
        ("steps_with_others", "other_persons_involved"),
        ("steps_to_find_sites", "sites_sought"),
    ],
)
def test_steps_that_nothing_records_are_for_a_person_and_not_still_to_come(fact, rule):
    finding = find(replace(KENT, **{fact: None}), NOW, rule)
    assert finding.outcome is FOR_JUDGEMENT
    assert "the strategy folder does not record this" in finding.because
    assert find(replace(KENT, **{fact: ()}), NOW, rule).outcome is NOT_YET
