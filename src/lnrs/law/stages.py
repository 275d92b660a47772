"""The stages of a strategy in ONE table. The diagram, who may move a strategy on, and every due date come from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from lnrs.law.periods import day_before, days_beginning_with, months_beginning_with, years_beginning_with
from lnrs.law.provisions import PROVISIONS
from lnrs.law.values import VALUES


class Stage(StrEnum):
    """Where a strategy stands."""

    APPOINTED = "appointed"
    PREPARING = "preparing"
    PRE_CONSULTATION = "pre_consultation"
    OBJECTED = "objected"
    RESPONDED = "responded"
    OBJECTION_REFERRED = "objection_referred"
    CONSULTATION = "consultation"
    CONSIDERING_RESPONSES = "considering_responses"
    PRE_PUBLICATION = "pre_publication"
    ADVISORY_NOTICE = "advisory_notice"
    REPLY_DUE = "reply_due"
    REPLIED = "replied"
    NOTICE_REFERRED = "notice_referred"
    PUBLISHED = "published"
    REVIEW_NOTIFIED = "review_notified"
    REVIEWING = "reviewing"
    REPUBLISHING = "republishing"
    REPUBLISHED = "republished"


class Actor(StrEnum):
    """Who acts in the procedure."""

    RESPONSIBLE_AUTHORITY = "responsible authority"
    SUPPORTING_AUTHORITY = "supporting authority"
    SECRETARY_OF_STATE = "Secretary of State"


Round = Literal["first", "later"]
"""The making of a strategy, or its remaking after a review."""


@dataclass(frozen=True)
class Move:
    """A step from a stage to another, who may take it, and in which round (None: in any)."""

    to: Stage
    by: Actor
    round: Round | None = None


@dataclass(frozen=True)
class Row:
    """One stage: whose turn it is, where it can go, what clock starts when it is entered, and its provision."""

    stage: Stage
    title: str
    turn: Actor
    moves: tuple[Move, ...]
    provision: str
    clock: str = ""
    """Name of the number that fixes its time; none where no time is fixed."""


_RA, _SA, _SOS = Actor.RESPONSIBLE_AUTHORITY, Actor.SUPPORTING_AUTHORITY, Actor.SECRETARY_OF_STATE

_PUBLISH = (Move(Stage.PUBLISHED, _RA, "first"), Move(Stage.REPUBLISHED, _RA, "later"))

TABLE: tuple[Row, ...] = (
    Row(Stage.APPOINTED, "Appointed", _RA, (Move(Stage.PREPARING, _RA),), "s.105(2)"),
    Row(Stage.PREPARING, "Preparing", _RA, (Move(Stage.PRE_CONSULTATION, _RA),), "reg 4(1)-(2)"),
    Row(
        Stage.PRE_CONSULTATION,
        "Pre-consultation",
        _SA,
        (Move(Stage.OBJECTED, _SA), Move(Stage.CONSULTATION, _RA)),
        "reg 9, time",
        "objection_days",
    ),
    Row(Stage.OBJECTED, "Objection made", _RA, (Move(Stage.RESPONDED, _RA),), "reg 10", "objection_reply_days"),
    Row(
        Stage.RESPONDED,
        "Objection answered",
        _RA,
        (Move(Stage.PRE_CONSULTATION, _RA), Move(Stage.CONSULTATION, _RA), Move(Stage.OBJECTION_REFERRED, _SA)),
        "reg 10",
    ),
    Row(
        Stage.OBJECTION_REFERRED,
        "Objection before the Secretary of State",
        _SOS,
        (Move(Stage.PRE_CONSULTATION, _SOS), Move(Stage.CONSULTATION, _SOS)),
        "reg 11",
    ),
    Row(Stage.CONSULTATION, "Public consultation", _RA, (Move(Stage.CONSIDERING_RESPONSES, _RA),), "reg 12"),
    Row(
        Stage.CONSIDERING_RESPONSES,
        "Considering responses",
        _RA,
        (Move(Stage.PRE_PUBLICATION, _RA),),
        "reg 12, responses",
    ),
    Row(
        Stage.PRE_PUBLICATION,
        "Pre-publication",
        _SA,
        (Move(Stage.ADVISORY_NOTICE, _SA), *_PUBLISH),
        "reg 15(4)",
        "advisory_notice_days",
    ),
    Row(Stage.ADVISORY_NOTICE, "Publication advisory notice given", _RA, (Move(Stage.REPLY_DUE, _RA),), "reg 15(7)"),
    Row(Stage.REPLY_DUE, "Reply due", _RA, (Move(Stage.REPLIED, _RA),), "reg 15(8)", "advisory_reply_days"),
    Row(
        Stage.REPLIED,
        "Notice answered",
        _RA,
        (Move(Stage.PRE_PUBLICATION, _RA), *_PUBLISH, Move(Stage.NOTICE_REFERRED, _SA)),
        "reg 14",
    ),
    Row(
        Stage.NOTICE_REFERRED,
        "Notice before the Secretary of State",
        _SOS,
        (Move(Stage.PRE_PUBLICATION, _SOS), *_PUBLISH),
        "reg 16",
    ),
    Row(Stage.PUBLISHED, "Published", _SOS, (Move(Stage.REVIEW_NOTIFIED, _SOS),), "reg 20(1)"),
    Row(
        Stage.REVIEW_NOTIFIED,
        "Review notice given",
        _RA,
        (Move(Stage.REVIEWING, _RA),),
        "reg 20(2)(b)",
        "review_start_most_months",
    ),
    Row(Stage.REVIEWING, "Reviewing", _RA, (Move(Stage.REPUBLISHING, _RA),), "reg 20(6)"),
    Row(Stage.REPUBLISHING, "Republishing", _RA, (Move(Stage.PRE_CONSULTATION, _RA),), "reg 21"),
    Row(Stage.REPUBLISHED, "Republished", _SOS, (Move(Stage.REVIEW_NOTIFIED, _SOS),), "reg 20(1)"),
)

STAGES: dict[Stage, Row] = {row.stage: row for row in TABLE}

_LAST_DAY = {"days": days_beginning_with, "months": months_beginning_with, "years": years_beginning_with}


def next_stages(stage: Stage, round: Round) -> tuple[Stage, ...]:
    """Where a strategy can go from the stage, when it is first made or when it is remade after a review."""
    return tuple(move.to for move in _moves(stage, round))


def who_may(stage: Stage, to: Stage, round: Round) -> frozenset[Actor]:
    """Who may move a strategy from one stage to the other; nobody where there is no such step."""
    return frozenset(move.by for move in _moves(stage, round) if move.to is to)


def due(stage: Stage, entered: date, named: date | None = None) -> date | None:
    """Last day for whoever's turn it is, or None where no time is fixed.

    `entered` is the day the stage began and counts as day one. `named` is the date that a review notice names, before
    which the review must begin; without it, the last day of the longest time a notice may allow. Raises NotInForce.
    """
    clock = STAGES[stage].clock
    if not clock:
        return None
    if stage is Stage.REVIEW_NOTIFIED and named:
        return day_before(named)
    value = VALUES[clock]
    last = _LAST_DAY[value.unit](entered, value.on(entered))
    return day_before(last) if stage is Stage.REVIEW_NOTIFIED else last


def is_verified(stage: Stage) -> bool:
    """Whether the provision the stage rests on, and the time it allows, have been compared with their official text."""
    row = STAGES[stage]
    return PROVISIONS[row.provision].source.verified and (not row.clock or VALUES[row.clock].source.verified)


def time_allowed(stage: Stage) -> str:
    """The time the stage allows, in words (`within 28 days`); empty where none is fixed. The latest number in force."""
    clock = STAGES[stage].clock
    return f"within {VALUES[clock].history[-1].value} {VALUES[clock].unit}" if clock else ""


def stages_diagram() -> str:
    """The table as a Mermaid state diagram; a stage that rests on an unverified provision says so."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_label(row)}" as {row.stage}' for row in TABLE]
    lines += [f"    [*] --> {TABLE[0].stage}"]
    lines += [f"    {row.stage} --> {move.to}: {_caption(move)}" for row in TABLE for move in row.moves]
    return "\n".join(lines) + "\n"


def _moves(stage: Stage, round: Round) -> tuple[Move, ...]:
    return tuple(move for move in STAGES[stage].moves if move.round in (None, round))


def _label(row: Row) -> str:
    time = f", {time_allowed(row.stage)}" if row.clock else ""
    return f"{row.title}{time}{'' if is_verified(row.stage) else ' (unverified)'}"


def _caption(move: Move) -> str:
    return f"{move.by}, after a review" if move.round == "later" else str(move.by)
