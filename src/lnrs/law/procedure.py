"""How a strategy is made and published (SI 2023/341), put to the facts of one strategy as at a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lnrs.law import notices
from lnrs.law.finding import (
    Answer,
    Finding,
    counted,
    for_judgement,
    listed,
    met,
    not_met,
    not_taken,
    not_yet,
)
from lnrs.law.gates import consultation_may_start, publication_may_proceed
from lnrs.law.notices import Exchange, Notice
from lnrs.law.periods import happened, in_words
from lnrs.law.review import ReviewNotice, review_findings
from lnrs.law.rules import rule
from lnrs.law.supporting import supporting_authorities_named


@dataclass(frozen=True, kw_only=True)
class ProcedureFacts:
    """The steps of one strategy's procedure, as the responsible authority records them. A day not recorded is None."""

    responsible_authority: str = ""
    supporting_authorities: tuple[str, ...] = ()
    neighbouring_authorities: tuple[str, ...] | None = None
    """The responsible authorities of the adjoining strategy areas; None where they are not known."""
    steps_with_supporting_authorities: tuple[str, ...] | None = ()
    """What has been done to involve them: short descriptions, for a person to weigh; None where nothing records it."""
    steps_with_others: tuple[str, ...] | None = ()
    involvement_considered: date | None = None
    """The day of the last recorded consideration of whom to involve, how and on what."""
    preparation_announced: date | None = None
    steps_to_find_sites: tuple[str, ...] | None = ()
    pre_consultation: tuple[Exchange, ...] = ()
    """One for each supporting and neighbouring authority: the consultation draft, and what it said."""
    consultation_opened: date | None = None
    consultation_closed: date | None = None
    responses_considered: date | None = None
    pre_publication: tuple[Exchange, ...] = ()
    """One for each supporting authority: the final strategy, and what it said."""
    published: date | None = None
    available_online: bool | None = None
    handed_over: date | None = None
    """The day it was given to the Secretary of State and Natural England."""
    reviews: tuple[ReviewNotice, ...] = ()
    """The review notices, oldest first."""


@rule("reg 4(1)-(2)")
def supporting_authorities_involved(steps: Sequence[str] | None) -> Answer:
    """The responsible authority takes reasonable steps to involve its supporting authorities.

    In particular it gives them the information it thinks relevant, says how to make contact and has regard to their
    opinions. Which steps are reasonable is a judgement.
    """
    return _steps(steps)


@rule("reg 4(3)")
def other_persons_involved(steps: Sequence[str] | None) -> Answer:
    """The responsible authority takes reasonable steps to involve the others it thinks appropriate."""
    return _steps(steps)


@rule("reg 4(4)-(5)")
def involvement_considered(considered: date | None, on: date, later: date | None = None) -> Answer:
    """The responsible authority considers whom to involve, how and on what, and keeps it under review."""
    if not happened(considered, on):
        return not_taken("no consideration is recorded", later)
    return for_judgement(f"last considered on {in_words(considered)}: say whether that is still the position")


@rule("reg 5")
def preparation_announced(announced: date | None, on: date, later: date | None = None) -> Answer:
    """The responsible authority publishes information about the strategy it is preparing."""
    return _done(announced, on, "published", later)


@rule("reg 6")
def sites_sought(steps: Sequence[str] | None) -> Answer:
    """The responsible authority takes all reasonable steps to find the area's local nature reserves."""
    return _steps(steps)


@rule("reg 7")
def consultation_draft_given(
    exchanges: Sequence[Exchange], authorities: Sequence[str], on: date, later: date | None = None
) -> Answer:
    """The consultation draft is given to every supporting authority."""
    return _given(exchanges, authorities, on, later)


@rule("pre-consultation, neighbours")
def consultation_draft_given_to_neighbours(
    exchanges: Sequence[Exchange], authorities: Sequence[str] | None, on: date, later: date | None = None
) -> Answer:
    """The consultation draft is given to every neighbouring responsible authority."""
    if authorities is not None and not authorities:
        return met("no other strategy area adjoins this one")
    return _given(exchanges, authorities or (), on, later)


@rule("reg 12")
def public_consultation_held(opened: date | None, closed: date | None, on: date, later: date | None = None) -> Answer:
    """The public is consulted on the consultation draft."""
    if not happened(opened, on):
        return not_taken("consultation is not recorded as opened", later)
    if closed is not None and closed < opened:
        return not_met(f"consultation is recorded as closed on {in_words(closed)}, before it opened")
    if not happened(closed, on):
        return not_taken(f"consultation has been open since {in_words(opened)}", later, "no day of closing is recorded")
    return met(f"consultation ran from {in_words(opened)} to {in_words(closed)}")


@rule("length of consultation")
def consultation_long_enough(opened: date | None, closed: date | None, later: date | None = None) -> Answer:
    """Public consultation lasts long enough for people to take part.

    No length fixed by law was found, so a person decides; published strategies took 8 to 12 weeks.
    """
    if opened is None or closed is None:
        lacking = "the days of opening and closing are not both recorded"
        return not_taken(lacking, later, lacking)
    days = (closed - opened).days + 1
    return for_judgement(f"it lasted {counted(days, 'day')}, both ends counted; other areas took 8 to 12 weeks")


@rule("reg 12, responses")
def responses_considered(considered: date | None, on: date, later: date | None = None) -> Answer:
    """The responsible authority considers the responses to consultation."""
    return _done(considered, on, "considered", later)


@rule("reg 13(1)")
def final_strategy_given(
    exchanges: Sequence[Exchange], authorities: Sequence[str], on: date, later: date | None = None
) -> Answer:
    """The final strategy is given to every supporting authority."""
    return _given(exchanges, authorities, on, later)


@rule("s.105(1)")
def strategy_published(published: date | None, on: date, later: date | None = None) -> Answer:
    """The responsible authority publishes the strategy."""
    return _done(published, on, "published", later)


@rule("reg 18")
def strategy_available_online(published: date | None, available: bool | None, on: date) -> Answer:
    """The published strategy and its map are on a website and stay there."""
    if not happened(published, on):
        return not_yet("the strategy is not recorded as published")
    if available is None:
        return for_judgement("it is not recorded whether the strategy is on a website")
    return met("the strategy is on a website") if available else not_met("the strategy is not on a website")


@rule("reg 19")
def strategy_handed_over(published: date | None, handed_over: date | None, on: date) -> Answer:
    """The published strategy is given to the Secretary of State and Natural England."""
    if not happened(published, on):
        return not_yet("the strategy is not recorded as published")
    return _done(handed_over, on, "given")


def procedure_findings(facts: ProcedureFacts, on: date) -> tuple[Finding, ...]:
    """The finding of every rule of procedure as things stood on the day, in the order of the Regulations.

    A rule that is put to several authorities or notices gives one finding for each, named in `about`. A step without a
    day is still to come, unless a later step has been taken: then a person says how it stands. Raises NotInForce where
    a clock is said to have started before the Regulations came into force.
    """
    after = _days_after(facts, on)
    opened, closed = facts.consultation_opened, facts.consultation_closed
    return (
        *_preparing(facts, on, after["preparing"]),
        *_pre_consulting(facts, on, after),
        public_consultation_held(opened, closed, on, after["consultation"]),
        consultation_long_enough(opened, closed, after["consultation"]),
        responses_considered(facts.responses_considered, on, after["considered"]),
        *_pre_publishing(facts, on, after),
        strategy_published(facts.published, on, after["published"]),
        strategy_available_online(facts.published, facts.available_online, on),
        strategy_handed_over(facts.published, facts.handed_over, on),
        *review_findings(facts.reviews, on),
    )


def _days_after(facts: ProcedureFacts, on: date) -> dict[str, date | None]:
    """For each step, the first day by `on` that a later step was taken; None where none was."""
    days = {
        "preparing": None,
        "draft given": _first(exchange.given for exchange in facts.pre_consultation),
        "consultation": facts.consultation_opened,
        "considered": facts.responses_considered,
        "final given": _first(exchange.given for exchange in facts.pre_publication),
        "published": facts.published,
        "handed over": facts.handed_over,
    }
    taken = [day if happened(day, on) else None for day in days.values()]
    return {step: _first(taken[place + 1 :]) for place, step in enumerate(days)}


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _preparing(facts: ProcedureFacts, on: date, later: date | None) -> Iterator[Finding]:
    yield supporting_authorities_named(facts.supporting_authorities, facts.responsible_authority, later)
    yield supporting_authorities_involved(facts.steps_with_supporting_authorities)
    yield other_persons_involved(facts.steps_with_others)
    yield involvement_considered(facts.involvement_considered, on, later)
    yield preparation_announced(facts.preparation_announced, on, later)
    yield sites_sought(facts.steps_to_find_sites)


def _pre_consulting(facts: ProcedureFacts, on: date, after: Mapping[str, date | None]) -> Iterator[Finding]:
    supporting, neighbours = facts.supporting_authorities, facts.neighbouring_authorities
    yield consultation_draft_given(facts.pre_consultation, supporting, on, after["draft given"])
    yield consultation_draft_given_to_neighbours(facts.pre_consultation, neighbours, on, after["draft given"])
    for exchange, given, notice in _notices(facts.pre_consultation, on):
        findings = (
            notices.objection_in_time(given, notice.given),
            notices.objection_grounds(notice.grounds),
            notices.objection_in_form(notice.in_writing, notice.explained),
            notices.objection_answered_in_time(notice.received or notice.given, notice.replied, on),
        )
        yield from (replace(finding, about=exchange.authority) for finding in findings)
    everyone, opened = (*supporting, *(neighbours or ())), facts.consultation_opened
    yield consultation_may_start(facts.pre_consultation, everyone, on, opened, after["consultation"])


def _pre_publishing(facts: ProcedureFacts, on: date, after: Mapping[str, date | None]) -> Iterator[Finding]:
    supporting = facts.supporting_authorities
    yield final_strategy_given(facts.pre_publication, supporting, on, after["final given"])
    for exchange, given, notice in _notices(facts.pre_publication, on):
        findings = (
            notices.advisory_notice_grounds(notice.grounds),
            notices.advisory_notice_in_time(given, notice.given),
            notices.advisory_notice_in_form(notice.in_writing, notice.explained),
            notices.advisory_notice_copied(notice.given, notice.copied_to_secretary_of_state, on),
            notices.advisory_notice_investigated(notice.investigated, on),
            notices.advisory_notice_answered_in_time(notice.received or notice.given, notice.replied, on),
        )
        yield from (replace(finding, about=exchange.authority) for finding in findings)
    yield publication_may_proceed(facts.pre_publication, supporting, on, facts.published, after["published"])


def _notices(exchanges: Sequence[Exchange], on: date) -> Iterator[tuple[Exchange, date, Notice]]:
    """The notices given by the day, each with the day its draft was given."""
    for exchange in exchanges:
        if exchange.given and exchange.notice and happened(exchange.notice.given, on):
            yield exchange, exchange.given, exchange.notice


def _steps(steps: Sequence[str] | None) -> Answer:
    if steps is None:
        return for_judgement(
            "the strategy folder does not record this: say what has been done, and whether it is enough"
        )
    if not steps:
        return not_yet("no step is recorded")
    return for_judgement(f"say whether these are reasonable steps: {listed(steps)}")


def _done(day: date | None, on: date, verb: str, later: date | None = None) -> Answer:
    if not happened(day, on):
        return not_taken(f"it is not recorded as {verb}", later)
    return met(f"{verb} on {in_words(day)}")


def _given(exchanges: Sequence[Exchange], authorities: Sequence[str], on: date, later: date | None) -> Answer:
    given = {exchange.authority for exchange in exchanges if happened(exchange.given, on)}
    if not given:
        to_whom = (
            f"not yet given to {listed(authorities)}"
            if authorities
            else "no authority is named, and no day is recorded"
        )
        return not_taken(to_whom, later)
    lacking = [authority for authority in authorities if authority not in given]
    if lacking:
        return not_yet(f"not yet given to {listed(lacking)}")
    if not authorities:
        return for_judgement("a day is recorded; say which authorities there are and that each was given it")
    return met(f"given to {counted(len(authorities), 'authority', 'authorities')}")
