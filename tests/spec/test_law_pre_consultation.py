"""Pre-consultation: the draft is given, authorities may object for 28 days, then the public is consulted."""

from datetime import date

import pytest

from lnrs.law.finding import Outcome
from lnrs.law.gates import consultation_may_start
from lnrs.law.notices import (
    Exchange,
    Ground,
    Notice,
    Position,
    given_to_all,
    objection_answered_in_time,
    objection_grounds,
    objection_in_form,
    objection_in_time,
    position,
)
from lnrs.law.values import NotInForce

MET, NOT_MET, NOT_YET, FOR_JUDGEMENT = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_YET, Outcome.FOR_JUDGEMENT

GIVEN = date(2025, 1, 15)
LAST_DAY = date(2025, 2, 11)
AFTER = date(2025, 2, 12)
NAMES = ("Ashford", "Swale", "Natural England")


def replies(**by: Exchange) -> tuple[Exchange, ...]:
    """Everybody was given the draft on 15 January 2025; those named replied."""
    return tuple(by.get(name.split()[0].lower(), Exchange(name, GIVEN)) for name in NAMES)


def content(name: str, day: date) -> Exchange:
    return Exchange(name, GIVEN, content=day)


def objects(name: str, day: date, **more) -> Exchange:
    return Exchange(name, GIVEN, notice=Notice(day, **more))


def gate(exchanges, on, **more):
    return consultation_may_start(exchanges, NAMES, on, **more)


@pytest.mark.parametrize(
    ("objection_given", "outcome"),
    [
        (date(2025, 1, 14), NOT_MET),  # the day before the draft was given
        (date(2025, 1, 15), MET),  # day 1
        (date(2025, 2, 11), MET),  # day 28
        (date(2025, 2, 12), NOT_MET),  # day 29
    ],
)
def test_an_objection_is_in_time_for_28_days_of_which_the_first_is_the_day_the_draft_is_given(objection_given, outcome):
    assert objection_in_time(GIVEN, objection_given).outcome is outcome


def test_a_late_objection_is_told_the_last_day():
    assert (
        objection_in_time(GIVEN, AFTER).because == "it was given on 12 February 2025; the last day was 11 February 2025"
    )


def test_no_clock_can_have_run_before_the_regulations_came_into_force():
    with pytest.raises(NotInForce):
        objection_in_time(date(2023, 4, 12), date(2023, 4, 20))


def test_an_objection_is_to_the_strategy_or_to_how_it_was_prepared():
    assert objection_grounds([Ground.MATERIALLY_DEFICIENT]).outcome is MET
    assert objection_grounds([Ground.PREPARATION]).outcome is MET
    assert objection_grounds([Ground.PREPARATION, Ground.NOT_JUSTIFIED]).outcome is NOT_MET
    assert objection_grounds([]).outcome is NOT_MET


def test_what_is_not_recorded_of_an_objections_form_is_left_to_a_person():
    assert objection_in_form(True, True).outcome is MET
    assert objection_in_form(False, True).outcome is NOT_MET
    assert objection_in_form(True, None).outcome is FOR_JUDGEMENT
    assert objection_in_form(None, False).outcome is NOT_MET


@pytest.mark.parametrize(
    ("replied", "on", "outcome"),
    [
        (None, date(2025, 2, 28), NOT_YET),  # day 28 of the answer
        (None, date(2025, 3, 1), NOT_MET),
        (date(2025, 2, 28), date(2025, 6, 1), MET),
        (date(2025, 3, 1), date(2025, 6, 1), NOT_MET),
        (date(2025, 2, 20), date(2025, 2, 19), NOT_YET),  # not answered yet on the day that is asked about
    ],
)
def test_an_objection_received_on_1_february_is_answered_by_28_february(replied, on, outcome):
    assert objection_answered_in_time(date(2025, 2, 1), replied, on).outcome is outcome


def test_that_the_answer_is_due_in_28_days_is_marked_as_unverified():
    finding = objection_answered_in_time(date(2025, 2, 1), None, date(2025, 2, 2))
    assert "[unverified]" in str(finding)
    assert any("Time for the responsible authority to answer" in mark for mark in finding.unverified)


def test_consultation_waits_for_day_28_to_end_and_may_start_on_day_29():
    assert gate(replies(), LAST_DAY).outcome is NOT_YET
    assert gate(replies(), AFTER).outcome is MET


def test_while_it_waits_the_first_possible_day_is_named():
    because = gate(replies(), date(2025, 1, 20)).because
    assert "11 February 2025" in because
    assert "12 February 2025" in because
    assert "Ashford, Swale and Natural England have yet to" in because


def test_consultation_may_start_early_when_all_have_said_they_are_content():
    everyone = replies(
        ashford=content("Ashford", date(2025, 1, 20)),
        swale=content("Swale", date(2025, 1, 21)),
        natural=content("Natural England", date(2025, 1, 22)),
    )
    assert gate(everyone, date(2025, 1, 21)).outcome is NOT_YET
    assert gate(everyone, date(2025, 1, 22)).outcome is MET


def test_all_but_one_being_content_does_not_shorten_the_time():
    nearly = replies(
        ashford=content("Ashford", date(2025, 1, 20)), natural=content("Natural England", date(2025, 1, 22))
    )
    finding = gate(nearly, LAST_DAY)
    assert finding.outcome is NOT_YET
    assert "Swale has yet to" in finding.because
    assert gate(nearly, AFTER).outcome is MET


def test_silence_is_neither_objection_nor_support():
    finding = gate(replies(), AFTER)
    assert "3 authorities did not reply, which is neither objection nor support" in finding.because
    for day in (GIVEN, LAST_DAY, AFTER, date(2030, 1, 1)):
        assert position(Exchange("Swale", GIVEN), "objection_days", day) is Position.NO_REPLY


def test_nobody_was_content_before_the_day_they_said_so():
    swale = content("Swale", date(2025, 1, 21))
    assert position(swale, "objection_days", date(2025, 1, 20)) is Position.NO_REPLY
    assert position(swale, "objection_days", date(2025, 1, 21)) is Position.CONTENT


def test_consultation_waits_while_an_objection_made_in_time_has_had_no_answer():
    opposed = replies(swale=objects("Swale", LAST_DAY))
    finding = gate(opposed, date(2025, 3, 1))
    assert finding.outcome is NOT_YET
    assert "Swale" in finding.because


def test_whether_an_answer_deals_with_an_objection_is_for_a_person():
    opposed = replies(swale=objects("Swale", date(2025, 2, 1), replied=date(2025, 2, 20)))
    assert gate(opposed, date(2025, 3, 1)).outcome is FOR_JUDGEMENT


def test_consultation_may_start_once_the_objection_is_dealt_with_and_the_time_has_run():
    settled = objects("Swale", date(2025, 1, 20), replied=date(2025, 1, 25), settled=date(2025, 1, 30))
    assert gate(replies(swale=settled), LAST_DAY).outcome is NOT_YET  # the others' time still runs
    assert gate(replies(swale=settled), AFTER).outcome is MET


def test_an_authority_that_was_content_and_then_objects_in_time_objects():
    changed = Exchange("Swale", GIVEN, content=date(2025, 1, 20), notice=Notice(date(2025, 2, 1)))
    assert position(changed, "objection_days", date(2025, 1, 25)) is Position.CONTENT
    assert position(changed, "objection_days", date(2025, 2, 1)) is Position.OBJECTS


def test_an_objection_out_of_time_does_not_stop_consultation_but_is_reported():
    finding = gate(replies(swale=objects("Swale", AFTER)), date(2025, 2, 20))
    assert finding.outcome is MET
    assert "Swale objected out of time" in finding.because


def test_an_objection_out_of_time_does_not_count_as_being_content():
    late = objects("Ashford", date(2025, 2, 13))
    newcomer = Exchange("Natural England", date(2025, 1, 20), content=date(2025, 1, 22))
    exchanges = replies(ashford=late, swale=content("Swale", date(2025, 1, 22)), natural=newcomer)
    assert gate(exchanges, date(2025, 2, 14)).outcome is NOT_YET
    assert gate(exchanges, date(2025, 2, 17)).outcome is MET


def test_the_time_runs_from_the_last_day_on_which_anybody_was_given_the_draft():
    later = replies(swale=Exchange("Swale", date(2025, 1, 22)))
    assert gate(later, AFTER).outcome is NOT_YET
    assert gate(later, date(2025, 2, 19)).outcome is MET


def test_consultation_waits_until_every_supporting_authority_has_been_given_the_draft():
    finding = gate(given_to_all(GIVEN, NAMES[:2]), AFTER)
    assert finding.outcome is NOT_YET
    assert "has not been given to Natural England" in finding.because
    assert gate((), AFTER).outcome is NOT_YET


def test_consultation_that_was_opened_before_it_might_was_opened_too_soon():
    finding = gate(replies(), date(2025, 6, 1), opened=LAST_DAY)
    assert finding.outcome is NOT_MET
    assert finding.because.startswith("it was done too soon, on 11 February 2025")
    assert gate(replies(), date(2025, 6, 1), opened=AFTER).outcome is MET


def test_an_opening_planned_for_a_later_day_is_not_judged_yet():
    assert gate(replies(), date(2025, 1, 20), opened=date(2025, 2, 1)).outcome is NOT_YET


def test_where_only_the_day_is_known_the_clock_runs_and_the_replies_are_left_to_a_person():
    day_only = given_to_all(GIVEN)
    assert consultation_may_start(day_only, (), LAST_DAY).outcome is NOT_YET
    assert consultation_may_start(day_only, (), AFTER).outcome is FOR_JUDGEMENT


def test_where_replies_are_not_recorded_the_clock_runs_and_nobody_is_said_to_be_silent():
    unknown = given_to_all(GIVEN, NAMES, replies_recorded=False)
    assert position(unknown[0], "objection_days", AFTER) is Position.NOT_RECORDED
    running = gate(unknown, LAST_DAY)
    assert running.outcome is NOT_YET
    assert running.because == (
        "the time runs to 11 February 2025 and the first day is 12 February 2025, unless all say sooner that they are"
        " content"
    )
    ended = gate(unknown, AFTER)
    assert ended.outcome is FOR_JUDGEMENT
    assert "the time ended on 11 February 2025, and replies are not recorded" in ended.because


def test_an_opening_within_the_time_is_for_a_person_where_replies_are_not_recorded():
    """All may have said that they were content, which is not recorded either."""
    unknown = given_to_all(GIVEN, NAMES, replies_recorded=False)
    finding = gate(unknown, date(2025, 6, 1), opened=date(2025, 2, 1))
    assert finding.outcome is FOR_JUDGEMENT
    assert "say that all had said in writing that they were content" in finding.because


def test_an_opening_before_the_draft_was_given_is_too_soon_whatever_was_replied():
    unknown = given_to_all(GIVEN, NAMES, replies_recorded=False)
    finding = gate(unknown, date(2025, 6, 1), opened=date(2025, 1, 14))
    assert finding.outcome is NOT_MET
    assert "given to nobody" in finding.because


def test_an_opening_with_no_day_on_which_the_draft_was_given_is_for_a_person():
    finding = gate((), date(2025, 6, 1), opened=AFTER)
    assert finding.outcome is FOR_JUDGEMENT
    assert finding.because.startswith("no day is recorded on which the consultation draft was given")
