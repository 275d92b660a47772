"""What everyone may read of an activity's contributions, as a table."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from lnrs_web.engagement.answers import WITH_ANSWERS, answers_to
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.public import change_shown, public_places, writer_of

AT_ONCE = 500


def table_of(activity: Activity, found: "QuerySet[Contribution]") -> tuple[list[str], Iterator[Sequence[object]]]:
    """Columns and rows of published contributions: words as they are published, places as coarse as they are, and a
    name only where its writer and the activity let it be read."""
    sets = activity.question_sets.order_by("version").prefetch_related("questions")
    asked = {one.code: one.text for questions in sets for one in questions.questions.all()}
    columns = ["reference", "received", "how it came", "late", "by", "respondent", "stance"]
    columns += [*asked.values(), "change sought", "about", "answer"]
    rows = found.prefetch_related("answers__question", "locations", "activity", *WITH_ANSWERS).iterator(AT_ONCE)
    return columns, (_row(one, list(asked)) for one in rows)


def _row(one: Contribution, codes: Sequence[str]) -> Sequence[object]:
    said = {answer.question.code: answer.public_words for answer in one.answers.all()}
    received = timezone.localdate(one.received_at)
    return [
        *(one.reference, received, one.get_channel_display(), one.late, writer_of(one)),
        *(one.get_respondent_display(), one.get_stance_display()),
        *(said.get(code) for code in codes),
        change_shown(one),
        [place.words for place in public_places(one)],
        [answer.did for answer in answers_to(one)],
    ]
