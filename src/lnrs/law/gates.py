"""When public consultation may start, and when the strategy may be published: no time running, nothing standing."""

from collections.abc import Mapping, Sequence
from datetime import date

from lnrs.law.finding import Answer, Outcome, counted, for_judgement, listed, met, not_met, not_taken, not_yet
from lnrs.law.notices import Exchange, Position, last_day, position
from lnrs.law.periods import happened, in_words, once_expired
from lnrs.law.rules import rule


@rule("reg 8", values=("objection_days",))
def consultation_may_start(
    exchanges: Sequence[Exchange],
    authorities: Sequence[str],
    on: date,
    opened: date | None = None,
    later: date | None = None,
) -> Answer:
    """Public consultation starts only when nobody's time to object is running and no objection stands.

    Everyone may also end the time early by saying in writing that they are content, but only when all have. `opened`
    is the day it did start: the rule then looks at how things stood on that day.
    """
    return _gate("objection_days", exchanges, authorities, on, opened, later, "the consultation draft")


@rule("reg 14", values=("advisory_notice_days",))
def publication_may_proceed(
    exchanges: Sequence[Exchange],
    authorities: Sequence[str],
    on: date,
    published: date | None = None,
    later: date | None = None,
) -> Answer:
    """The strategy is published only when nobody's time for a notice is running and no notice stands.

    `published` is the day it was: the rule then looks at how things stood on that day.
    """
    return _gate("advisory_notice_days", exchanges, authorities, on, published, later, "the final strategy")


def _gate(
    days: str,
    exchanges: Sequence[Exchange],
    authorities: Sequence[str],
    on: date,
    done: date | None,
    later: date | None,
    what: str,
) -> Answer:
    if not happened(done, on):
        now = _gate_on(days, exchanges, authorities, on, what)
        return not_taken(now.because, later, now.because) if now.outcome is Outcome.NOT_YET else now
    if not exchanges:
        return for_judgement(f"no day is recorded on which {what} was given; the next step was on {in_words(done)}")
    then = _gate_on(days, exchanges, authorities, done, what, taken=True)
    if then.outcome is Outcome.NOT_YET:
        return not_met(f"it was done too soon, on {in_words(done)}: {then.because}")
    return then


def _gate_on(
    days: str, exchanges: Sequence[Exchange], authorities: Sequence[str], on: date, what: str, taken: bool = False
) -> Answer:
    stands = {exchange.authority: position(exchange, days, on) for exchange in exchanges}
    given = [exchange.given for exchange in exchanges if happened(exchange.given, on)]
    if not given:
        return not_yet(f"{what} has been given to nobody")
    waiting = [name for name in authorities if stands.get(name, Position.NOT_GIVEN) is Position.NOT_GIVEN]
    if waiting:
        return not_yet(f"{what} has not been given to {listed(waiting)}")
    if objecting := _who(stands, Position.OBJECTS):
        return not_yet(f"an answer is owed to {listed(objecting)}")
    if answered := _who(stands, Position.ANSWERED):
        return for_judgement(f"{listed(answered)} had an answer; say whether the matter is dealt with")
    last = max(last_day(days, day) for day in given)
    if on > last and not authorities:
        return for_judgement(f"the time ended on {in_words(last)}; say who was given {what}, and that nobody objected")
    unknown = _who(stands, Position.NOT_RECORDED)
    if unknown and on > last:
        return for_judgement(
            f"the time ended on {in_words(last)}, and replies are not recorded: say that nobody objected, or that every"
            " objection was dealt with"
        )
    if unknown and taken:
        return for_judgement(
            f"it was done on {in_words(on)}, before the time ended on {in_words(last)}, and replies are not recorded:"
            " say that all had said in writing that they were content"
        )
    return _clock(stands, last, on)


def _clock(stands: Mapping[str, Position], last: date, on: date) -> Answer:
    """The gate where nothing stands in the way: has everyone answered, or has the time run?"""
    silent, late = _who(stands, Position.NO_REPLY), _who(stands, Position.LATE)
    waiting = silent or late
    if not waiting and Position.NOT_RECORDED not in stands.values():
        return met("everyone has said in writing that they are content, or has had their objection dealt with")
    if on <= last:
        return not_yet(
            f"the time runs to {in_words(last)} and the first day is {in_words(once_expired(last))}, unless all say"
            f" sooner that they are content{f'; {listed(waiting)} {_have(waiting)} yet to' if waiting else ''}"
        )
    quiet = (
        f"; {counted(len(silent), 'authority', 'authorities')} did not reply, which is neither objection nor support"
    )
    tardy = f"; {listed(late)} objected out of time"
    return met(f"the time ended on {in_words(last)}{quiet if silent else ''}{tardy if late else ''}")


def _who(stands: Mapping[str, Position], wanted: Position) -> list[str]:
    return [authority for authority, where in stands.items() if where is wanted]


def _have(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"
