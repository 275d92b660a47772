"""Taking a contribution, deciding what becomes of it, and telling its writer why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person, Role
from lnrs_web.analysis.redaction import Span, merged, redacted
from lnrs_web.engagement.actions import states
from lnrs_web.engagement.actions.receiving import hold_numbers
from lnrs_web.engagement.models import Answer, Contribution
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation import letters
from lnrs_web.moderation.models import Bulk, Decision, Lock, Redaction
from lnrs_web.outbox.actions import post

HELD = timedelta(minutes=15)
What, State = Decision.What, Contribution.State
BECOMES = {
    What.PUBLISH: State.PUBLISHED,
    What.REDACT: State.PUBLISHED,
    What.REFUSE: State.NOT_PUBLISHED,
    What.SET_ASIDE: State.QUARANTINED,
    What.ACCEPT: State.RECEIVED,
}
Spans = Mapping[Answer | None, Sequence[Span]]
"""What is left out of each answer; under None, of the change that a representation seeks."""


class Taken(Exception):
    """Somebody else is at work on a contribution."""

    def __init__(self, lock: Lock) -> None:
        self.lock = lock
        super().__init__(f"{lock.by} is at work on it until {timezone.localtime(lock.until):%H:%M}.")


class Undecided(Exception):
    """A decision that cannot be made; every problem, in words for a moderator."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, problems)))


@transaction.atomic
def take(contribution: Contribution, *, by: Person) -> Lock:
    """Hold a contribution for 15 minutes from now. Raises NotAllowed, and Taken."""
    must_work_on(contribution.activity, Role.MODERATOR, by=by)
    Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    now = timezone.now()
    held = Lock.objects.filter(contribution=contribution).first()
    if held and held.by != by.email and held.until > now:
        raise Taken(held)
    lock, _ = Lock.objects.update_or_create(contribution=contribution, defaults={"by": by.email, "until": now + HELD})
    return lock


@transaction.atomic
def let_go(contribution: Contribution, *, by: Person) -> None:
    """Let others have it. Raises NotAllowed."""
    must_work_on(contribution.activity, Role.MODERATOR, by=by)
    Lock.objects.filter(contribution=contribution, by=by.email).delete()


@transaction.atomic
def decide(
    contribution: Contribution,
    what: str,
    *,
    by: Person,
    reason: str = "",
    words: str = "",
    spans: Spans | None = None,
    bulk: Bulk | None = None,
    revision: int | None = None,
) -> Decision:
    """Decide what becomes of a contribution. Its writer is told where words are left out or it is not published.
    `revision` is how many times it had been written when the moderator read it: places of words are those of then.

    Raises NotAllowed, Taken, and Undecided.
    """
    must_work_on(contribution.activity, Role.MODERATOR, by=by)
    take(contribution, by=by)
    found = Contribution.objects.select_related("activity__area").get(pk=contribution.pk)
    kept = {answer: merged(some, len(_text(found, answer))) for answer, some in (spans or {}).items() if some}
    problems = list(_problems(what, reason, kept))
    if revision is not None and revision != found.revisions.count():
        problems.append(Problem("Words", "its writer has changed them since you read them.", "Read them again."))
    if bulk and what == What.PUBLISH and is_redacted(found):
        it = f"moderators left words out of {found.reference}."
        problems.append(Problem("Words left out", it, "Decide on it by itself, and leave it out here."))
    if problems:
        raise Undecided(problems)
    was = found.state
    hold_numbers([found])
    try:
        if what in (What.PUBLISH, What.REDACT):
            _show(found, kept if what == What.REDACT else {}, by)
        found = states.become(found, BECOMES[What(what)], by=by, why=reason)
    except states.CannotBecome as error:
        raise Undecided([Problem("Decision", str(error), "Choose another.")]) from error
    decision = Decision.objects.create(
        contribution=found, by=by.email, what=what, reason=reason, words=words, was=was, became=found.state, bulk=bulk
    )
    Redaction.objects.bulk_create(
        Redaction(decision=decision, answer=answer, start=one.start, end=one.end, category=one.category)
        for answer, some in (kept if what == What.REDACT else {}).items()
        for one in some
    )
    _tell(decision, by)
    Lock.objects.filter(contribution=contribution).delete()
    return decision


def is_redacted(contribution: Contribution) -> bool:
    """Whether words of it are kept from the public."""
    left_out = contribution.answers.exclude(public_text=None).exists()
    return left_out or contribution.public_change_sought is not None


def spans_of(decision: Decision) -> dict[Answer | None, list[Span]]:
    """What a decision left out of each answer."""
    found: dict[Answer | None, list[Span]] = {}
    for one in decision.redactions.select_related("answer__question"):
        found.setdefault(one.answer, []).append(Span(one.start, one.end, one.category))
    return found


def _problems(what: str, reason: str, spans: Spans) -> Iterable[Problem]:
    if what not in BECOMES:
        yield Problem("Decision", "nothing is chosen.", "Choose what becomes of it.")
    if reason and reason not in Decision.Reason.values:
        yield Problem("Reason", "it is none of the list.", "Choose one.")
    if what == What.REFUSE and not reason:
        yield Problem("Reason", "none is chosen.", "Choose why it is not published. Its writer reads it.")
    if what == What.REDACT and not spans:
        yield Problem("Words left out", "there are none.", "Choose the words, or publish it as it is.")


def _text(contribution: Contribution, answer: Answer | None) -> str:
    return contribution.change_sought if answer is None else answer.text


def _show(contribution: Contribution, spans: Spans, by: Person) -> None:
    """Publish the words of each answer but those in its spans."""
    for answer in contribution.answers.select_related("question", "contribution__activity"):
        some = spans.get(answer)
        text = redacted(answer.text, some) if some else None
        if answer.public_text != text:
            states.show_instead(answer, text, by=by)
    some = spans.get(None)
    text = redacted(contribution.change_sought, some) if some else None
    if contribution.public_change_sought != text:
        states.show_change_instead(contribution, text, by=by)


def _tell(decision: Decision, by: Person) -> None:
    contribution = decision.contribution
    told = decision.what == What.REDACT or (decision.what == What.REFUSE and decision.reason != Decision.Reason.TWICE)
    if told and contribution.mail and contribution.mail_proved_at:
        key = f"decision {decision.pk} of {contribution.reference}"
        post(to=contribution.mail, key=key, by=by.email, **letters.decided(decision))
