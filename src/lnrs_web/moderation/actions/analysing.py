"""What analysts do: code, answer, sift. `looking` finds campaigns and suggests themes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from lnrs.errors import Problem
from lnrs_web.accounts.models import Person, Role
from lnrs_web.audit.actions import record
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation.models import Campaign, Code, Coding, Criterion, Response, Score, Suggestion


class CannotSay(Exception):
    """An answer or a theme that says too little; every problem, in words for an analyst."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, problems)))


@transaction.atomic
def make_code(activity: Activity, name: str, *, by: Person) -> Code:
    """A theme with a name; the one that there is, where it is the same. Raises NotAllowed, and CannotSay."""
    must_work_on(activity, Role.ANALYST, by=by)
    name = " ".join(name.split())[:120]
    if not (slug := slugify(name)[:60]):
        raise CannotSay([Problem("Name", "a theme needs one.", "Write a few words.")])
    code, is_new = Code.objects.get_or_create(
        activity=activity, slug=slug, defaults={"name": name, "made_by": by.email}
    )
    if is_new:
        record("make theme", f"{activity.public_id} {slug}", by=by.email, became=name, area=activity.area_id)
    return code


@transaction.atomic
def accept(suggestion: Suggestion, name: str, *, by: Person) -> Code:
    """Name a suggested theme: its contributions are coded as it, by who accepts it. Raises NotAllowed, CannotSay."""
    Suggestion.objects.select_for_update(no_key=True).get(pk=suggestion.pk)
    code = make_code(suggestion.activity, name, by=by)
    for one in suggestion.contributions.all():
        Coding.objects.get_or_create(contribution=one, code=code, defaults={"suggested": True, "by": by.email})
    suggestion.code = code
    suggestion.save(update_fields=["code"])
    count = suggestion.contributions.count()
    record(
        "accept suggested theme",
        f"{code.activity.public_id} {code.slug}",
        by=by.email,
        became=f"{count} coded",
        area=code.activity.area_id,
    )
    return code


@transaction.atomic
def code_as(contribution: Contribution, codes: Sequence[Code], *, by: Person) -> None:
    """Say which themes a contribution is about: those, and no others. Raises NotAllowed."""
    must_work_on(contribution.activity, Role.ANALYST, by=by)
    was = sorted(contribution.codings.values_list("code__slug", flat=True))
    contribution.codings.exclude(code__in=codes).delete()
    for code in codes:
        if code.activity_id == contribution.activity_id:
            Coding.objects.get_or_create(contribution=contribution, code=code, defaults={"by": by.email})
    became = sorted(contribution.codings.values_list("code__slug", flat=True))
    if was != became:
        name = str(contribution.reference)
        record(
            "code contribution",
            name,
            by=by.email,
            was=", ".join(was),
            became=", ".join(became),
            area=contribution.activity.area_id,
        )


@transaction.atomic
def code_campaign(campaign: Campaign, codes: Sequence[Code], *, by: Person) -> None:
    """Say that every letter of a campaign is about some themes; what else one is about stays. Raises NotAllowed."""
    must_work_on(campaign.activity, Role.ANALYST, by=by)
    letters = list(campaign.letters.values_list("contribution", flat=True))
    for code in codes:
        if code.activity_id != campaign.activity_id:
            continue
        before = code.codings.count()
        rows = [Coding(contribution_id=one, code=code, by=by.email) for one in letters]
        Coding.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        if new := code.codings.count() - before:
            which, became = str(campaign.public_id), f"{new} coded as {code.slug}"
            record("code campaign", which, by=by.email, became=became, area=campaign.activity.area_id)


@transaction.atomic
def answer(
    activity: Activity, to: Mapping[str, Any], *, said: str, did: str, change: str, shown: bool, by: Person
) -> Response:
    """Answer a theme, a campaign or a contribution: `to` has one of `code`, `campaign`, `contribution`. A later answer
    takes the place of an earlier one, which the record keeps. What everyone sees is for officers alone.

    Raises NotAllowed, and CannotSay.
    """
    before = Response.objects.select_for_update(of=("self",), no_key=True).filter(activity=activity, **to).first()
    is_seen = shown or (before is not None and before.shown)
    must_work_on(activity, *(() if is_seen else (Role.ANALYST,)), by=by)
    problems = [
        Problem(where, "nothing is written.", "Write it in a few plain words.")
        for where, words in (("You said", said), ("We did", did))
        if not words.strip()
    ]
    if problems:
        raise CannotSay(problems)
    values = {"said": said.strip(), "did": did.strip(), "change": change.strip()[:200], "shown": shown, "by": by.email}
    made, _ = Response.objects.update_or_create(activity=activity, **to, defaults=values | {"at": timezone.now()})
    record(
        "answer",
        str(made.public_id),
        by=by.email,
        was=before.did if before else "",
        became=made.did,
        area=activity.area_id,
    )
    return made


@transaction.atomic
def set_criteria(activity: Activity, wanted: Sequence[tuple[str, int]], *, by: Person) -> None:
    """What a sift asks: words, and what a yes is worth. They stay as they are once anything is scored. Raises
    NotAllowed, and CannotSay."""
    must_work_on(activity, Role.ANALYST, by=by)
    if Score.objects.filter(criterion__activity=activity).exists():
        raise CannotSay([Problem("Questions", "something has been scored by them.", "They stay as they are.")])
    activity.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(activity=activity, position=position, words=words, points=points)
        for position, (words, points) in enumerate(wanted, start=1)
    )
    record(
        "set questions of sift",
        str(activity.public_id),
        by=by.email,
        became=f"{len(wanted)} questions",
        area=activity.area_id,
    )


@transaction.atomic
def score(contribution: Contribution, met: Mapping[Criterion, bool], *, by: Person) -> int:
    """Answer the questions of a sift for a contribution. Gives its points. Raises NotAllowed."""
    must_work_on(contribution.activity, Role.ANALYST, by=by)
    for criterion, yes in met.items():
        Score.objects.update_or_create(
            contribution=contribution,
            criterion=criterion,
            defaults={"met": yes, "by": by.email, "at": timezone.now()},
        )
    total = sum(one.criterion.points for one in contribution.scores.filter(met=True).select_related("criterion"))
    record(
        "score contribution",
        str(contribution.reference),
        by=by.email,
        became=f"{total} points",
        area=contribution.activity.area_id,
    )
    return total
