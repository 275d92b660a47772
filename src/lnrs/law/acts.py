"""What can be recorded of a strategy's procedure: every kind of act in ONE table, with who does it and its provision.

The law is put to acts by `lnrs.law.record`; forms, the public timeline and reminders all come from the table.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lnrs.law.finding import Source
from lnrs.law.notices import Ground
from lnrs.law.provisions import PROVISIONS
from lnrs.law.review import Subject
from lnrs.law.stages import Actor, Stage


class Kind(StrEnum):
    """What was done."""

    APPOINTED = "appointed"
    ANNOUNCED = "preparation-announced"
    INVOLVED = "supporting-authorities-involved"
    OTHERS_INVOLVED = "others-involved"
    INVOLVEMENT_CONSIDERED = "involvement-considered"
    SITES_SOUGHT = "sites-sought"
    DRAFT_GIVEN = "draft-given"
    DRAFT_CONTENT = "draft-content"
    OBJECTION = "objection"
    OBJECTION_ANSWERED = "objection-answered"
    OBJECTION_REFERRED = "objection-referred"
    OBJECTION_DECIDED = "objection-decided"
    OBJECTION_SETTLED = "objection-settled"
    CONSULTATION_OPENED = "consultation-opened"
    CONSULTATION_CLOSED = "consultation-closed"
    RESPONSES_CONSIDERED = "responses-considered"
    FINAL_GIVEN = "final-given"
    FINAL_CONTENT = "final-content"
    ADVISORY_NOTICE = "advisory-notice"
    NOTICE_COPIED = "notice-copied"
    NOTICE_INVESTIGATED = "notice-investigated"
    NOTICE_ANSWERED = "notice-answered"
    NOTICE_REFERRED = "notice-referred"
    NOTICE_DECIDED = "notice-decided"
    NOTICE_SETTLED = "notice-settled"
    PUBLISHED = "published"
    HANDED_OVER = "handed-over"
    REVIEW_NOTICE = "review-notice"
    REVIEW_BEGUN = "review-begun"
    REVIEW_ENDED = "review-ended"


@dataclass(frozen=True)
class KindOfAct:
    """One kind of act: its title, who does it, its provision, and the stages at which it is the usual thing to do."""

    kind: Kind
    title: str
    by: Actor
    provision: str
    usual_at: tuple[Stage, ...] = ()
    about_authority: bool = False
    """Whether it is done to, or by, one supporting or neighbouring authority."""
    grounds: tuple[Ground, ...] = ()
    """The grounds on which it may be done."""
    needs_reason: bool = False
    """Whether whoever records it has to say why: the law leaves it to judgement."""

    @property
    def source(self) -> Source:
        """Where it stands in the law, and whether that has been read."""
        return PROVISIONS[self.provision].source


_RA, _SA, _SOS = Actor.RESPONSIBLE_AUTHORITY, Actor.SUPPORTING_AUTHORITY, Actor.SECRETARY_OF_STATE
_S = Stage
_PREPARING = (_S.APPOINTED, _S.PREPARING)
_DRAFT_OUT = (_S.PRE_CONSULTATION, _S.OBJECTED, _S.RESPONDED, _S.OBJECTION_REFERRED)
_FINAL_OUT = (_S.PRE_PUBLICATION, _S.ADVISORY_NOTICE, _S.REPLY_DUE, _S.REPLIED, _S.NOTICE_REFERRED)
_CONSIDERING = (_S.CONSIDERING_RESPONSES,)
_NOTICE_OUT = _FINAL_OUT[1:]
_OUT = (_S.PUBLISHED, _S.REPUBLISHED)
_OBJECTION = (Ground.MATERIALLY_DEFICIENT, Ground.PREPARATION)
_ADVISORY = (Ground.NOT_JUSTIFIED, Ground.MATERIALLY_DEFICIENT)

TABLE: tuple[KindOfAct, ...] = (
    KindOfAct(Kind.APPOINTED, "Responsible authority appointed", _SOS, "s.105(2)", (_S.APPOINTED,)),
    KindOfAct(Kind.ANNOUNCED, "Information about the preparation published", _RA, "reg 5", _PREPARING),
    KindOfAct(Kind.INVOLVED, "Step to involve supporting authorities", _RA, "reg 4(1)-(2)", _PREPARING),
    KindOfAct(Kind.OTHERS_INVOLVED, "Step to involve other people", _RA, "reg 4(3)", _PREPARING),
    KindOfAct(Kind.INVOLVEMENT_CONSIDERED, "Whom to involve, considered", _RA, "reg 4(4)-(5)", _PREPARING),
    KindOfAct(Kind.SITES_SOUGHT, "Step to find local nature reserves", _RA, "reg 6", _PREPARING),
    KindOfAct(
        Kind.DRAFT_GIVEN, "Consultation draft given", _RA, "reg 7", (_S.PREPARING, *_DRAFT_OUT, _S.REPUBLISHING), True
    ),
    KindOfAct(Kind.DRAFT_CONTENT, "Content with the consultation draft", _SA, "reg 8", _DRAFT_OUT, True),
    KindOfAct(
        Kind.OBJECTION, "Objection to the consultation draft", _SA, "reg 9, grounds", _DRAFT_OUT, True, _OBJECTION
    ),
    KindOfAct(Kind.OBJECTION_ANSWERED, "Objection answered", _RA, "reg 10", _DRAFT_OUT[1:], True),
    KindOfAct(
        Kind.OBJECTION_REFERRED, "Objection brought to the Secretary of State", _SA, "reg 11", _DRAFT_OUT[1:], True
    ),
    KindOfAct(
        Kind.OBJECTION_DECIDED, "Secretary of State's word on the objection", _SOS, "reg 11", _DRAFT_OUT[3:], True
    ),
    KindOfAct(Kind.OBJECTION_SETTLED, "Objection dealt with", _RA, "reg 10", _DRAFT_OUT[1:], True, needs_reason=True),
    KindOfAct(Kind.CONSULTATION_OPENED, "Public consultation opened", _RA, "reg 12", _DRAFT_OUT),
    KindOfAct(Kind.CONSULTATION_CLOSED, "Public consultation closed", _RA, "reg 12", (_S.CONSULTATION,)),
    KindOfAct(
        Kind.RESPONSES_CONSIDERED, "Responses to consultation considered", _RA, "reg 12, responses", _CONSIDERING
    ),
    KindOfAct(Kind.FINAL_GIVEN, "Final strategy given", _RA, "reg 13(1)", (*_CONSIDERING, *_FINAL_OUT), True),
    KindOfAct(Kind.FINAL_CONTENT, "Content with the final strategy", _SA, "reg 14", _FINAL_OUT, True),
    KindOfAct(Kind.ADVISORY_NOTICE, "Publication advisory notice", _SA, "reg 15(1)-(3)", _FINAL_OUT, True, _ADVISORY),
    KindOfAct(Kind.NOTICE_COPIED, "Notice copied to the Secretary of State", _SA, "reg 15(6)", _NOTICE_OUT, True),
    KindOfAct(Kind.NOTICE_INVESTIGATED, "Notice investigated", _RA, "reg 15(7)", _NOTICE_OUT, True),
    KindOfAct(Kind.NOTICE_ANSWERED, "Notice answered", _RA, "reg 15(8)", _NOTICE_OUT, True),
    KindOfAct(Kind.NOTICE_REFERRED, "Notice brought to the Secretary of State", _SA, "reg 16", _NOTICE_OUT, True),
    KindOfAct(Kind.NOTICE_DECIDED, "Secretary of State's word on the notice", _SOS, "reg 17", _FINAL_OUT[4:], True),
    KindOfAct(Kind.NOTICE_SETTLED, "Notice dealt with", _RA, "reg 14", _NOTICE_OUT, True, needs_reason=True),
    KindOfAct(Kind.PUBLISHED, "Strategy published", _RA, "s.105(1)", _FINAL_OUT),
    KindOfAct(Kind.HANDED_OVER, "Given to the Secretary of State and Natural England", _RA, "reg 19", _OUT),
    KindOfAct(Kind.REVIEW_NOTICE, "Review notice given", _SOS, "reg 20(1)", _OUT),
    KindOfAct(Kind.REVIEW_BEGUN, "Review begun", _RA, "reg 20(5)", (_S.REVIEW_NOTIFIED,)),
    KindOfAct(Kind.REVIEW_ENDED, "Review ended", _RA, "reg 20(6)", (_S.REVIEWING,)),
)

KINDS: dict[Kind, KindOfAct] = {row.kind: row for row in TABLE}


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act that was recorded and not withdrawn. Acts of one day stand in the order in which they are given."""

    kind: Kind
    on: date
    authority: str = ""
    """Name of the supporting or neighbouring authority that it concerns."""
    words: str = ""
    """What was done, said or answered."""
    grounds: tuple[Ground, ...] = ()
    in_writing: bool | None = None
    explained: bool | None = None
    begin_before: date | None = None
    """Of a review notice: the date it names."""
    end_indicated: date | None = None
    republication_indicated: date | None = None
    subjects: tuple[Subject, ...] = ()
    """Of a review that ended: what it covered."""
    ref: str = ""
    """What the record calls it."""
