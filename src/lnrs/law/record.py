"""The law put to recorded acts: the facts of the procedure, the stage it stands at, and what is due by whom.

Nothing here is stored: the same acts give the same answer, as at any day. Acts fall into rounds by their day: the first
making of a strategy, and one more from each review notice on.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lnrs.law import notices
from lnrs.law.acts import Act, Kind
from lnrs.law.finding import Finding
from lnrs.law.gates import consultation_may_start, publication_may_proceed
from lnrs.law.notices import Exchange, Notice, Position, last_day, position
from lnrs.law.periods import day_before
from lnrs.law.procedure import ProcedureFacts
from lnrs.law.review import ReviewNotice, first_review_notice_window, review_begun_in_time
from lnrs.law.stages import Actor, Stage


@dataclass(frozen=True)
class Parties:
    """Who takes part in the procedure of a strategy, by name."""

    responsible_authority: str
    supporting: tuple[str, ...] = ()
    neighbouring: tuple[str, ...] | None = None
    """None where they are not known."""

    @property
    def given_the_draft(self) -> tuple[str, ...]:
        """Everyone whom the consultation draft is given to."""
        return (*self.supporting, *(self.neighbouring or ()))


@dataclass(frozen=True)
class Passing:
    """The kinds of act by which a draft passes to authorities and their words come back."""

    given: Kind
    content: Kind
    notice: Kind
    answered: Kind
    settled: Kind
    referred: Kind
    decided: Kind
    days: str
    """Name of the number that fixes the time for a notice."""
    reply_days: str


PRE_CONSULTATION = Passing(
    Kind.DRAFT_GIVEN,
    Kind.DRAFT_CONTENT,
    Kind.OBJECTION,
    Kind.OBJECTION_ANSWERED,
    Kind.OBJECTION_SETTLED,
    Kind.OBJECTION_REFERRED,
    Kind.OBJECTION_DECIDED,
    "objection_days",
    "objection_reply_days",
)
PRE_PUBLICATION = Passing(
    Kind.FINAL_GIVEN,
    Kind.FINAL_CONTENT,
    Kind.ADVISORY_NOTICE,
    Kind.NOTICE_ANSWERED,
    Kind.NOTICE_SETTLED,
    Kind.NOTICE_REFERRED,
    Kind.NOTICE_DECIDED,
    "advisory_notice_days",
    "advisory_reply_days",
)
PASSINGS = (PRE_CONSULTATION, PRE_PUBLICATION)


def rounds(acts: Sequence[Act]) -> list[list[Act]]:
    """The acts of each round by day: those before the first review notice, then those from each notice on."""
    found: list[list[Act]] = [[]]
    for act in sorted(acts, key=lambda one: one.on):
        if act.kind is Kind.REVIEW_NOTICE:
            found.append([])
        found[-1].append(act)
    return found


def facts_of(
    acts: Sequence[Act], parties: Parties, on: date, *, available_online: bool | None = None
) -> ProcedureFacts:
    """The facts of the round that a strategy stands in on the day, for `procedure_findings`.

    Steps to involve people count from the beginning of the round.
    """
    every = rounds([act for act in acts if act.on <= on])
    now = every[-1]
    opened, published = _last(now, Kind.CONSULTATION_OPENED), _last(now, Kind.PUBLISHED)
    return ProcedureFacts(
        responsible_authority=parties.responsible_authority,
        supporting_authorities=parties.supporting,
        neighbouring_authorities=parties.neighbouring,
        steps_with_supporting_authorities=_words(now, Kind.INVOLVED),
        steps_with_others=_words(now, Kind.OTHERS_INVOLVED),
        involvement_considered=_last(now, Kind.INVOLVEMENT_CONSIDERED),
        preparation_announced=_last(now, Kind.ANNOUNCED),
        steps_to_find_sites=_words(now, Kind.SITES_SOUGHT),
        pre_consultation=exchanges(now, PRE_CONSULTATION, opened or on),
        consultation_opened=opened,
        consultation_closed=_last(now, Kind.CONSULTATION_CLOSED),
        responses_considered=_last(now, Kind.RESPONSES_CONSIDERED),
        pre_publication=exchanges(now, PRE_PUBLICATION, published or on),
        published=published,
        available_online=available_online,
        handed_over=_last(now, Kind.HANDED_OVER),
        reviews=tuple(_review(acts_of_round) for acts_of_round in every[1:]),
    )


def exchanges(acts: Sequence[Act], passing: Passing, until: date) -> tuple[Exchange, ...]:
    """What each authority was given in the acts of one round, and what it said: one for every notice, or for none.

    A draft given again starts a new exchange. Of several with one authority the last in order says where it stands on
    the day `until`. An authority that says it is content after its notice has withdrawn it.
    """
    found: list[tuple[tuple[bool, date, int], Exchange]] = []
    givings = [act for act in acts if act.kind is passing.given]
    for giving in givings:
        again = min(
            (act.on for act in givings if act.authority == giving.authority and act.on > giving.on), default=None
        )
        about = [
            act
            for act in acts
            if act.authority == giving.authority and giving.on <= act.on and (again is None or act.on < again)
        ]
        found += [_placed(one, passing, until) for one in _exchanges_of(giving, about, passing)]
    return tuple(exchange for _, exchange in sorted(found, key=lambda one: one[0]))


def _exchanges_of(giving: Act, about: Sequence[Act], passing: Passing) -> Iterator[Exchange]:
    places = [place for place, act in enumerate(about) if act.kind is passing.notice]
    content = next((act.on for act in about if act.kind is passing.content), None)
    if not places:
        yield Exchange(giving.authority, giving.on, content)
    for place in places:
        told, after = about[place], about[place + 1 :]
        yield Exchange(
            giving.authority,
            giving.on,
            content,
            Notice(
                told.on,
                told.grounds,
                told.in_writing,
                told.explained,
                copied_to_secretary_of_state=_first(after, Kind.NOTICE_COPIED),
                investigated=_first(after, Kind.NOTICE_INVESTIGATED),
                replied=_first(after, passing.answered),
                settled=_first(after, passing.settled, passing.content),
            ),
        )


def _placed(exchange: Exchange, passing: Passing, until: date) -> tuple[tuple[bool, date, int], Exchange]:
    """An exchange with its place: given in time to count comes last, and of those what weighs most."""
    ranks = {Position.OBJECTS: 3, Position.ANSWERED: 2, Position.SETTLED: 1}
    given = exchange.given or until
    return (given <= until, given, ranks.get(position(exchange, passing.days, until), 0)), exchange


def stands(acts: Sequence[Act], passing: Passing, on: date) -> dict[str, Position]:
    """Where each authority that was given a draft in this round stands on the day."""
    now = rounds([act for act in acts if act.on <= on])[-1]
    return {one.authority: position(one, passing.days, on) for one in exchanges(now, passing, on)}


def stage_of(acts: Sequence[Act], on: date) -> Stage:
    """Where the strategy stands on the day."""
    every = rounds([act for act in acts if act.on <= on])
    now, kinds = every[-1], {act.kind for act in every[-1]}
    if Kind.PUBLISHED in kinds:
        return Stage.REPUBLISHED if len(every) > 1 else Stage.PUBLISHED
    if Kind.FINAL_GIVEN in kinds:
        return _final_stage(now, on)
    if Kind.CONSULTATION_CLOSED in kinds or Kind.RESPONSES_CONSIDERED in kinds:
        return Stage.CONSIDERING_RESPONSES
    if Kind.CONSULTATION_OPENED in kinds:
        return Stage.CONSULTATION
    if Kind.DRAFT_GIVEN in kinds:
        return _draft_stage(now, on)
    for kind, stage in ((Kind.REVIEW_ENDED, Stage.REPUBLISHING), (Kind.REVIEW_BEGUN, Stage.REVIEWING)):
        if kind in kinds:
            return stage
    if len(every) > 1:
        return Stage.REVIEW_NOTIFIED
    return Stage.PREPARING if kinds - {Kind.APPOINTED} else Stage.APPOINTED


def _draft_stage(acts: Sequence[Act], on: date) -> Stage:
    found = stands(acts, PRE_CONSULTATION, on).values()
    if _before_secretary_of_state(acts, PRE_CONSULTATION, on):
        return Stage.OBJECTION_REFERRED
    if Position.OBJECTS in found:
        return Stage.OBJECTED
    return Stage.RESPONDED if Position.ANSWERED in found else Stage.PRE_CONSULTATION


def _final_stage(acts: Sequence[Act], on: date) -> Stage:
    found = exchanges(acts, PRE_PUBLICATION, on)
    where = {one.authority: (position(one, PRE_PUBLICATION.days, on), one) for one in found}.values()
    if _before_secretary_of_state(acts, PRE_PUBLICATION, on):
        return Stage.NOTICE_REFERRED
    standing = [one.notice for at, one in where if at is Position.OBJECTS and one.notice]
    if standing:
        return Stage.REPLY_DUE if all(one.investigated for one in standing) else Stage.ADVISORY_NOTICE
    return Stage.REPLIED if any(at is Position.ANSWERED for at, _ in where) else Stage.PRE_PUBLICATION


def _before_secretary_of_state(acts: Sequence[Act], passing: Passing, on: date) -> bool:
    """Whether a notice that still stands was brought to the Secretary of State, who has not spoken."""
    standing = {name for name, at in stands(acts, passing, on).items() if at in (Position.OBJECTS, Position.ANSWERED)}
    referred = [act.authority for act in acts if act.kind is passing.referred and act.authority in standing]
    decided = [act.authority for act in acts if act.kind is passing.decided]
    return any(referred.count(name) > decided.count(name) for name in referred)


def gate(kind: Kind, acts: Sequence[Act], parties: Parties, on: date) -> Finding | None:
    """What the law says of taking the step on the day, whether or not it has been taken; None where nothing bars it."""
    now = rounds([act for act in acts if act.on <= on])[-1]
    if kind is Kind.CONSULTATION_OPENED:
        return consultation_may_start(exchanges(now, PRE_CONSULTATION, on), parties.given_the_draft, on)
    if kind is Kind.PUBLISHED:
        return publication_may_proceed(exchanges(now, PRE_PUBLICATION, on), parties.supporting, on)
    return None


@dataclass(frozen=True)
class Due:
    """Something that somebody must do, or may do no longer, after a day."""

    what: str
    by: Actor
    who: str
    """The authority that has to act; the responsible authority's own name, or `Secretary of State`."""
    last: date
    """The last day."""
    provision: str
    ref: str
    """The act that started its time."""
    authority: str = ""
    """The authority that it concerns."""


def dues(acts: Sequence[Act], parties: Parties, on: date) -> tuple[Due, ...]:
    """What is due from anyone on the day, the soonest first. What a body owes stays until it is done; a time to object
    that has run out is due from nobody."""
    known = [act for act in acts if act.on <= on]
    every = rounds(known)
    found = [
        *(due for passing in PASSINGS for due in _passing_dues(every[-1], passing, parties, on)),
        *_review_dues(every, parties, on),
    ]
    return tuple(sorted(found, key=lambda due: (due.last, due.who, due.what)))


def _passing_dues(acts: Sequence[Act], passing: Passing, parties: Parties, on: date) -> Iterator[Due]:
    is_draft = passing is PRE_CONSULTATION
    if any(act.kind is (Kind.CONSULTATION_OPENED if is_draft else Kind.PUBLISHED) for act in acts):
        to_reply: Collection[str] = ()
    else:
        to_reply = [name for name, at in stands(acts, passing, on).items() if at is Position.NO_REPLY]
    what = "reply to the consultation draft" if is_draft else "reply to the final strategy"
    provision = "reg 9, time" if is_draft else "reg 15(4)"
    for name in to_reply:
        giving = max(
            (act for act in acts if act.kind is passing.given and act.authority == name), key=lambda act: act.on
        )
        if on <= (last := last_day(passing.days, giving.on)):
            yield Due(what, Actor.SUPPORTING_AUTHORITY, name, last, provision, giving.ref, name)
    for exchange in exchanges(acts, passing, on):
        if exchange.notice and position(exchange, passing.days, on) is Position.OBJECTS:
            told = next(
                act
                for act in acts
                if act.kind is passing.notice
                and act.authority == exchange.authority
                and act.on == exchange.notice.given
            )
            answer = "answer the objection" if is_draft else "answer the publication advisory notice"
            yield Due(
                f"{answer} of {exchange.authority}",
                Actor.RESPONSIBLE_AUTHORITY,
                parties.responsible_authority,
                last_day(passing.reply_days, told.on),
                "reg 10" if is_draft else "reg 15(8)",
                told.ref,
                exchange.authority,
            )


def _review_dues(every: Sequence[Sequence[Act]], parties: Parties, on: date) -> Iterator[Due]:
    if len(every) == 1:
        first, last = first_review_notice_window()
        published = next((act for act in every[0] if act.kind is Kind.PUBLISHED), None)
        if published and first <= on <= last:
            sos = Actor.SECRETARY_OF_STATE
            yield Due("give the first review notice", sos, str(sos), last, "reg 20(3)", published.ref)
        return
    notice = next(act for act in every[-1] if act.kind is Kind.REVIEW_NOTICE)
    begun = any(act.kind is Kind.REVIEW_BEGUN for act in every[-1])
    if notice.begin_before and not begun:
        yield Due(
            "begin the review",
            Actor.RESPONSIBLE_AUTHORITY,
            parties.responsible_authority,
            day_before(notice.begin_before),
            "reg 20(5)",
            notice.ref,
        )


def finding_on(act: Act, acts: Sequence[Act], parties: Parties, on: date) -> tuple[Finding, ...]:
    """What the law says of one act among the others: was it in time, on a ground, in form, or done too soon?

    `acts` holds the act itself; what follows from it is read as at the day `on`.
    """
    now = next(one for one in reversed(rounds(acts)) if act in one)
    for passing, in_time, grounds, form, answered in (
        (
            PRE_CONSULTATION,
            notices.objection_in_time,
            notices.objection_grounds,
            notices.objection_in_form,
            notices.objection_answered_in_time,
        ),
        (
            PRE_PUBLICATION,
            notices.advisory_notice_in_time,
            notices.advisory_notice_grounds,
            notices.advisory_notice_in_form,
            notices.advisory_notice_answered_in_time,
        ),
    ):
        given = _last([one for one in now if one.authority == act.authority and one.on <= act.on], passing.given)
        if act.kind is passing.notice and given:
            return in_time(given, act.on), grounds(act.grounds), form(act.in_writing, act.explained)
        told = _last([one for one in now if one.authority == act.authority and one.on <= act.on], passing.notice)
        if act.kind is passing.answered and told:
            return (answered(told, act.on, on),)
    begin_before = next((one.begin_before for one in now if one.begin_before), None)
    if act.kind is Kind.REVIEW_BEGUN and begin_before:
        return (review_begun_in_time(begin_before, act.on, on),)
    before = [one for one in acts if one is not act]
    barred = gate(act.kind, before, parties, act.on)
    return (barred,) if barred else ()


def _review(acts: Sequence[Act]) -> ReviewNotice:
    notice = next(act for act in acts if act.kind is Kind.REVIEW_NOTICE)
    ended = [act for act in acts if act.kind is Kind.REVIEW_ENDED]
    return ReviewNotice(
        notice.on,
        notice.begin_before or notice.on,
        notice.in_writing,
        notice.end_indicated,
        notice.republication_indicated,
        began=_first(acts, Kind.REVIEW_BEGUN),
        ended=_last(acts, Kind.REVIEW_ENDED),
        subjects=tuple(subject for act in ended for subject in act.subjects),
    )


def _last(acts: Sequence[Act], *kinds: Kind) -> date | None:
    return max((act.on for act in acts if act.kind in kinds), default=None)


def _first(acts: Sequence[Act], *kinds: Kind) -> date | None:
    return min((act.on for act in acts if act.kind in kinds), default=None)


def _words(acts: Sequence[Act], kind: Kind) -> tuple[str, ...]:
    return tuple(act.words.rstrip(". ") for act in acts if act.kind is kind)
