"""Contributions that came on paper, by mail, by telephone or at an event, and are entered by an officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from lnrs_web.accounts.models import Person, Role
from lnrs_web.engagement import consent
from lnrs_web.engagement.actions.receiving import receive
from lnrs_web.engagement.mailboxes import mail_key
from lnrs_web.engagement.models import Activity, Answer, Contribution, Event, Location, Question, QuestionSet
from lnrs_web.engagement.permissions import must_work_on


@dataclass(frozen=True)
class Entered:
    """What came in. `answers` has text, or the codes of what was chosen, by the code of the question."""

    channel: str
    sent_at: datetime
    answers: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    name: str = ""
    organisation: str = ""
    mail: str = ""
    postcode: str = ""
    respondent: str = ""
    stance: str = ""
    change_sought: str = ""
    may_publish: bool = False
    may_name: bool = False
    sensitive_place: bool = False
    event: Event | None = None
    locations: Sequence[Location] = ()


@transaction.atomic
def take_in(activity: Activity, what: Entered, *, by: Person, question_set: QuestionSet | None = None) -> Contribution:
    """Receive what came in by another way than this site, in time or late; `question_set` is the version that its
    writer had before them, the latest where none is said. Nothing is mailed. Raises NotAllowed."""
    must_work_on(activity, Role.MODERATOR, by=by)
    made, answers = contribution_of(activity, what, question_set or activity.question_sets.latest("version"), by.email)
    made.save(force_insert=True)
    for answer in answers:
        answer.save()
    for one in what.locations:
        one.contribution = made
        one.save()
    return receive(made, by=by.email)


def contribution_of(
    activity: Activity, what: Entered, question_set: QuestionSet, by: str, questions: Sequence[Question] | None = None
) -> tuple[Contribution, list[Answer]]:
    """What came in as a contribution with its answers, none of it kept yet."""
    made = Contribution(
        activity=activity,
        question_set=question_set,
        channel=what.channel,
        begun_at=what.sent_at,
        sent_at=what.sent_at,
        late=what.sent_at >= activity.ends_at,
        name=what.name,
        organisation=what.organisation,
        mail=what.mail,
        mail_key=mail_key(what.mail),
        postcode=what.postcode,
        respondent=what.respondent,
        stance=what.stance,
        change_sought=what.change_sought,
        may_publish=what.may_publish,
        may_name=what.may_publish and what.may_name,
        consent_version=consent.VERSION if what.may_publish else None,
        sensitive_place=what.sensitive_place,
        event=what.event,
        entered_by=by,
    )
    answers = []
    for question in questions if questions is not None else question_set.questions.all():
        given = what.answers.get(question.code, "" if question.is_text else ())
        said = {"text": given} if question.is_text else {"chosen": [given] if isinstance(given, str) else list(given)}
        if any(said.values()):
            answers.append(Answer(contribution=made, question=question, **said))
    return made, answers
