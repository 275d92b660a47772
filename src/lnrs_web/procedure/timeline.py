"""The public's timeline: every step in plain words, in order, numbered as in its picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from lnrs.law.acts import Kind, KindOfAct
from lnrs.law.finding import Finding, Outcome, Source
from lnrs.law.notices import Ground
from lnrs.law.stages import STAGES, Actor, Stage
from lnrs_web.procedure.letters import PASSING, last_day_of
from lnrs_web.procedure.models import Act, Document
from lnrs_web.procedure.queries import Known

KEPT_BACK = frozenset({Kind.DRAFT_GIVEN, Kind.FINAL_GIVEN})
"""What goes with these is for the authorities alone: a draft is made public by consulting on it."""

NOW: dict[Stage, str] = {
    Stage.APPOINTED: "The strategy has still to be begun.",
    Stage.PREPARING: "The strategy is being prepared.",
    Stage.PRE_CONSULTATION: "Supporting authorities are reading the draft, before the public is asked.",
    Stage.OBJECTED: "An authority has objected to the draft, and is owed an answer.",
    Stage.RESPONDED: "An objection to the draft has had its answer.",
    Stage.OBJECTION_REFERRED: "An objection to the draft is before the Secretary of State.",
    Stage.CONSULTATION: "The public is being asked about the draft.",
    Stage.CONSIDERING_RESPONSES: "What people said is being considered.",
    Stage.PRE_PUBLICATION: "Supporting authorities are reading the final strategy, before it is published.",
    Stage.ADVISORY_NOTICE: "An authority has given notice against publication, which is being looked into.",
    Stage.REPLY_DUE: "An authority that gave notice against publication is owed an answer.",
    Stage.REPLIED: "A notice against publication has had its answer.",
    Stage.NOTICE_REFERRED: "A notice against publication is before the Secretary of State.",
    Stage.PUBLISHED: "The strategy is published.",
    Stage.REVIEW_NOTIFIED: "The strategy is to be reviewed.",
    Stage.REVIEWING: "The strategy is being reviewed.",
    Stage.REPUBLISHING: "The strategy has been reviewed, and is to be published again.",
    Stage.REPUBLISHED: "The strategy was reviewed, and is published again.",
}


@dataclass(frozen=True)
class Step:
    """What was done on one day, by one or by several, as everyone may read it."""

    number: int
    on: date
    row: KindOfAct
    title: str
    authorities: tuple[str, ...]
    acts: tuple[Act, ...]
    said: tuple[Finding, ...]
    """What the law says of it, other than that it was as it should be."""
    last: date | None
    """Of a draft that was given: the last day to object."""
    withdrawn: bool

    @property
    def source(self) -> Source:
        """Where the step stands in the law."""
        return self.row.source

    @property
    def by(self) -> Actor:
        """Who took it."""
        return self.row.by

    @property
    def told(self) -> list[tuple[str, str, list[str]]]:
        """What was said, by whom, on which grounds; nothing that is withdrawn or is for authorities alone."""
        if self.withdrawn or self.row.kind in KEPT_BACK:
            return []
        return [
            (str(act.authority or ""), act.words, [str(Ground(one)) for one in act.grounds])
            for act in self.acts
            if act.words or act.grounds
        ]

    @property
    def documents(self) -> list[Document]:
        """What everyone may read, each once."""
        if self.withdrawn or self.row.kind in KEPT_BACK:
            return []
        return list({one.pk: one for act in self.acts for one in act.documents.all()}.values())


def steps(known: Known) -> list[Step]:
    """Every step that was recorded, the first first; those of one kind and day are one."""
    found: list[Step] = []
    by_day = sorted(known.every_act, key=lambda act: (known.day_of(act), act.pk))
    for (on, kind, withdrawn), group in groupby(
        by_day, lambda act: (known.day_of(act), act.kind, bool(act.withdrawn_at))
    ):
        acts = tuple(group)
        names = tuple(sorted({str(act.authority) for act in acts if act.authority}))
        row = acts[0].row
        found.append(
            Step(
                len(found) + 1,
                on,
                row,
                _title(row, names),
                names,
                acts,
                () if withdrawn else _worth_saying(known, acts),
                last_day_of(Kind(kind), on)
                if Kind(kind) in PASSING and not withdrawn and not any(map(known.is_lost, acts))
                else None,
                withdrawn,
            )
        )
    return found


def _title(row: KindOfAct, names: Sequence[str]) -> str:
    if not names:
        return row.title
    joint = "to" if row.kind in KEPT_BACK else "by" if row.by is Actor.SUPPORTING_AUTHORITY else "for"
    return f"{row.title}: {joint} {names[0]}" if len(names) == 1 else f"{row.title}: {joint} {len(names)} authorities"


def _worth_saying(known: Known, acts: Sequence[Act]) -> tuple[Finding, ...]:
    found = {str(one): one for act in acts for one in known.said_of(act) if one.outcome is not Outcome.MET}
    return tuple(found.values())


@dataclass(frozen=True)
class Told:
    """The timeline of an area as its page tells it."""

    steps: list[Step]
    now: str
    stage: str
    known: Known


def told(known: Known) -> Told:
    """What the page says."""
    return Told(steps(known), NOW[known.stage], STAGES[known.stage].title, known)
