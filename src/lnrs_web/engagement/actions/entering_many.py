"""Many contributions at once that came by another way than this site: made ready first, then written in one go.

What takes long, reading them and looking for species that are sensitive, is done before anything is locked.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from lnrs_web.accounts.models import Person, Role
from lnrs_web.audit.actions import record_each
from lnrs_web.engagement.actions.entering import Entered, contribution_of
from lnrs_web.engagement.actions.receiving import over_the_cap, state_of_new
from lnrs_web.engagement.content import content_with
from lnrs_web.engagement.models import Activity, Answer, Contribution, Numbers, QuestionSet, Revision
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.engagement.references import formal_number, new_reference
from lnrs_web.engagement.sensitive import says_sensitive

AT_ONCE = 500
Told = Callable[[int], None]
"""Is told how many are ready."""


@dataclass(frozen=True)
class Ready:
    """Contributions of one activity that are ready to be written, in the order of their numbers."""

    contributions: list[Contribution]
    answers: list[Answer]
    revisions: list[Revision]


def make_ready(
    activity: Activity, entered: Sequence[Entered], question_set: QuestionSet, *, by: Person, told: Told
) -> Ready:
    """What came in, with all that can be known of it before it is written. Places are not taken in this way."""
    ready = Ready([], [], [])
    questions = list(question_set.questions.all())
    for count, what in enumerate(entered, start=1):
        made, answers = contribution_of(activity, what, question_set, by.email, questions)
        made.is_coarse = says_sensitive(made, [one.text for one in answers])
        ready.contributions.append(made)
        ready.answers.extend(answers)
        content = content_with(made, answers)
        ready.revisions.append(Revision(contribution=made, number=1, by=by.email, content=content))
        told(count)
    return ready


@transaction.atomic
def take_in_all(activity: Activity, ready: Ready, *, by: Person) -> None:
    """Receive all of them, as `receiving.receive` does one: with a name, a first revision, a place in the queue and a
    row of the record each. Nothing is mailed. Raises NotAllowed."""
    must_work_on(activity, Role.MODERATOR, by=by)
    now, names = timezone.now(), _names(activity, ready.contributions)
    kept = _kept_of(activity, {one.mail_key for one in ready.contributions})
    for one, name in zip(ready.contributions, names, strict=True):
        one.activity = activity
        one.received_at, one.reference = now, name
        one.signals = over_the_cap(activity.per_person, kept[one.mail_key]) if one.mail_key else []
        one.state = state_of_new(one)
        kept[one.mail_key] += one.stands
    Contribution.objects.bulk_create(ready.contributions, batch_size=AT_ONCE)
    Answer.objects.bulk_create(ready.answers, batch_size=AT_ONCE)
    Revision.objects.bulk_create(ready.revisions, batch_size=AT_ONCE)
    acts = [(str(one.reference), one.state) for one in ready.contributions]
    record_each("receive contribution", acts, by=by.email, area=activity.area_id)


def _kept_of(activity: Activity, keys: set[str]) -> Counter[str]:
    """How many contributions that count each person has, where there is a cap."""
    if not activity.per_person:
        return Counter()
    stands = Contribution.objects.filter(activity=activity, state__in=Contribution.COUNTED).exclude(mail_key="")
    return Counter(key for key in stands.values_list("mail_key", flat=True) if key in keys)


def _names(activity: Activity, contributions: Sequence[Contribution]) -> list[str]:
    if activity.is_formal:
        return _numbers(activity, contributions)
    names = list[str]()
    while missing := len(contributions) - len(names):
        names += _free([*{new_reference(activity.area_id) for _ in range(missing)} - {*names}])
    return names


def _free(names: Sequence[str]) -> list[str]:
    taken = set[str]()
    for first in range(0, len(names), AT_ONCE):
        some = names[first : first + AT_ONCE]
        taken.update(Contribution.objects.filter(reference__in=some).values_list("reference", flat=True))
    return [name for name in names if name not in taken]


def _numbers(activity: Activity, contributions: Sequence[Contribution]) -> list[str]:
    """The next numbers of formal representations, by the year in which each was sent."""
    years = [timezone.localtime(one.sent_at).year for one in contributions]
    last = {}
    for year in sorted({*years}):
        last[year], _ = Numbers.objects.select_for_update(no_key=True).get_or_create(area=activity.area_id, year=year)
    names = []
    for year in years:
        last[year].last += 1
        names.append(formal_number(activity.area_id, year, last[year].last))
    for row in last.values():
        row.save(update_fields=["last"])
    return names
