"""From what an officer typed to an act that can be recorded: every problem at once, and nothing lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from lnrs.errors import Problem
from lnrs.law.acts import Kind, KindOfAct
from lnrs.law.finding import Finding, Outcome
from lnrs.law.periods import in_words
from lnrs.law.record import finding_on
from lnrs.law.review import Subject
from lnrs.law.values import IN_FORCE
from lnrs_web.config.ids import read_id
from lnrs_web.pages.days import day_typed
from lnrs_web.procedure.actions import Entry, How
from lnrs_web.procedure.models import Authority, Document
from lnrs_web.procedure.queries import Known, editions_of

GIVEN = (Kind.DRAFT_GIVEN, Kind.FINAL_GIVEN)
WORDS: dict[Kind, str] = {
    Kind.INVOLVED: "What was done to involve them",
    Kind.OTHERS_INVOLVED: "What was done to involve other people",
    Kind.INVOLVEMENT_CONSIDERED: "What was decided",
    Kind.SITES_SOUGHT: "What was done to find them",
    Kind.OBJECTION: "The objection and its reasons",
    Kind.ADVISORY_NOTICE: "The notice and its reasons",
    Kind.OBJECTION_ANSWERED: "The answer",
    Kind.NOTICE_ANSWERED: "The answer",
    Kind.NOTICE_INVESTIGATED: "What was found",
    Kind.OBJECTION_DECIDED: "What the Secretary of State said",
    Kind.NOTICE_DECIDED: "What the Secretary of State said",
    Kind.OBJECTION_SETTLED: "How it was dealt with, and why that is enough",
    Kind.NOTICE_SETTLED: "How it was dealt with, and why that is enough",
}
"""What the words of an act are called where there have to be some."""
DATES = {
    "begin_before": "The date before which the review must begin",
    "end_indicated": "The indicative date for its end",
    "republication_indicated": "The indicative date for publishing again",
}
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Read:
    """What was typed, as far as it can be used, with every problem; `entry` is there where there are none."""

    entry: Entry | None
    problems: Sequence[Problem]
    documents: Sequence[Document] = ()

    @property
    def wrong(self) -> set[str]:
        """The fields that have a problem."""
        return {one.where for one in self.problems}


def read(row: KindOfAct, typed: QueryDict, known: Known, new_documents: Sequence[Document] = ()) -> Read:
    """The act that a form asks for."""
    problems: list[Problem] = []
    is_given, is_notice = row.kind in GIVEN, bool(row.grounds)
    authorities = _authorities(row, typed, known, problems) if row.about_authority else ()
    how = _how(typed, authorities, problems) if is_given else ""
    on = known.on if how == How.MAIL else _day(row, typed, known, problems)
    words = typed.get("words", "").strip()
    if row.kind in WORDS and not words:
        problems.append(Problem("words", f"{WORDS[row.kind]}: nothing is written.", "Write it down."))
    grounds = tuple(one for one in typed.getlist("grounds") if one in {str(ground) for ground in row.grounds})
    documents = [*_documents(typed, known), *new_documents]
    asked = DATES if row.kind is Kind.REVIEW_NOTICE else {}
    dates = {name: day_typed(typed.get(name, ""), name, called, problems) for name, called in asked.items()}
    if row.kind is Kind.REVIEW_NOTICE and not dates["begin_before"] and "begin_before" not in _where(problems):
        what = "The notice names a date before which the review must begin."
        problems.append(Problem("begin_before", what, "Give that date."))
    proof = typed.get("proof", "").strip() if how == How.HAND else ""
    if how == How.HAND and not proof:
        what = "Nothing proves that it was given."
        problems.append(Problem("proof", what, "Say who gave it to whom, where, and what receipt there is."))
    if problems or on is None:
        return Read(None, problems, documents)
    in_form = is_notice or row.kind is Kind.REVIEW_NOTICE
    entry = Entry(
        kind=row.kind,
        on=on,
        authorities=tuple(authorities),
        words=words,
        grounds=grounds,
        in_writing=YES_NO.get(typed.get("in_writing", "")) if in_form else None,
        explained=YES_NO.get(typed.get("explained", "")) if is_notice else None,
        subjects=tuple(one for one in typed.getlist("subjects") if one in set(Subject))
        if row.kind is Kind.REVIEW_ENDED
        else (),
        edition=editions_of(known.area).filter(identity=typed.get("edition", "")).first() if is_given else None,
        documents=tuple(documents),
        how=how,
        proof=proof,
        once=read_id(typed.get("once", "")),
        begin_before=dates.get("begin_before"),
        end_indicated=dates.get("end_indicated"),
        republication_indicated=dates.get("republication_indicated"),
    )
    said = said_of(entry, known)
    if row.kind is Kind.CONSULTATION_OPENED and not words and any(one.outcome is not Outcome.MET for one in said):
        why = f"The law does not say that it may be done: {said[0].because}."
        return Read(None, [Problem("words", why, "If it was done all the same, say why.")], documents)
    return Read(entry, (), documents)


def said_of(entry: Entry, known: Known) -> list[Finding]:
    """What the law would say of an act if it were recorded; said once where it is the same for every authority."""
    found: dict[str, Finding] = {}
    for act in entry.in_law():
        for one in finding_on(act, [*known.in_law, act], known.parties, known.on):
            found.setdefault(str(one), one)
    return list(found.values())


def _authorities(row: KindOfAct, typed: QueryDict, known: Known, problems: list[Problem]) -> list[Authority]:
    chosen = set(typed.getlist("authority"))
    found = [one for one in those_for(row, known) if str(one.public_id) in chosen]
    if not found:
        problems.append(Problem("authority", "No authority is chosen.", "Choose which it concerns."))
    return found


def those_for(row: KindOfAct, known: Known) -> list[Authority]:
    """The authorities that a kind of act can concern: the final strategy goes to supporting ones alone."""
    later = {Kind.FINAL_GIVEN, Kind.FINAL_CONTENT, Kind.ADVISORY_NOTICE}
    return [one for one in known.authorities if row.kind not in later or one.role == Authority.Role.SUPPORTING]


def _how(typed: QueryDict, authorities: Sequence[Authority], problems: list[Problem]) -> str:
    how = typed.get("how", "")
    if how not in How.values:
        problems.append(Problem("how", "You have not said how it is given.", "Choose one."))
        return ""
    if how == How.MAIL and (lacking := [one.name for one in authorities if not one.email]):
        what = f"There is no mail address of {', '.join(lacking)}."
        problems.append(Problem("how", what, "Add it to the list of authorities, or give it by hand."))
    return how


def _day(row: KindOfAct, typed: QueryDict, known: Known, problems: list[Problem]) -> date | None:
    before = len(problems)
    on = day_typed(typed.get("on", ""), "on", "The day", problems)
    first = IN_FORCE["act_in_force" if row.kind is Kind.APPOINTED else "regulations_in_force"].day
    if on is None and len(problems) == before:
        problems.append(Problem("on", "No day is given.", "Give the day on which it was done."))
    elif on and on > known.on:
        problems.append(Problem("on", f"{in_words(on)} has not come yet.", "Record it when it has been done."))
    elif on and on < first:
        what = f"On {in_words(on)} the law was not in force."
        problems.append(Problem("on", what, f"Give a day on or after {in_words(first)}."))
    return on


def _documents(typed: QueryDict, known: Known) -> list[Document]:
    wanted = [found for one in typed.getlist("document") if (found := read_id(one))]
    return list(Document.objects.filter(procedure=known.procedure, public_id__in=wanted))


def _where(problems: Sequence[Problem]) -> set[str]:
    return {one.where for one in problems}
