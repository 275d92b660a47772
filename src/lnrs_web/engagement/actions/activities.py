"""What officers do with activities."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record, record_each
from lnrs_web.engagement.models import Activity, Contribution, Question, QuestionSet
from lnrs_web.engagement.sensitive import is_sensitive


class NotPossible(Exception):
    """Something cannot be done to an activity as it is; the text says why, in words for an officer."""


@dataclass(frozen=True)
class Asked:
    """A question as an officer writes it; `options` are code and words of what can be chosen."""

    code: str
    kind: str
    text: str
    help: str = ""
    required: bool = False
    options: tuple[tuple[str, str], ...] = field(default=())


@transaction.atomic
def make(area: StrategyArea, questions: Sequence[Asked], *, by: Person, **fields: Any) -> Activity:
    """A new activity, which the desk alone sees. Raises NotAllowed."""
    must_be_officer_of(area.lnrs_id, by)
    made = Activity.objects.create(area=area, made_by=by.email, **fields)
    record("make activity", str(made.public_id), by=by.email, became=made.title, area=made.area_id)
    ask(made, questions, by=by)
    return made


@transaction.atomic
def edit(activity: Activity, *, by: Person, **fields: Any) -> Activity:
    """Change what an activity says of itself. Its address, its kind and its opening stay once it has been opened.
    Raises NotAllowed, and NotPossible."""
    found = _locked(activity, by)
    changed = {name: value for name, value in fields.items() if getattr(found, name) != value}
    if found.released_at:
        changed = {name: value for name, value in changed.items() if name not in ("slug", "kind", "opens_at")}
    if changed.get("closes_at", found.closes_at) <= changed.get("opens_at", found.opens_at):
        raise NotPossible("It would close before it opens. Give a later closing time.")
    was = {name: getattr(found, name) for name in changed}
    for name, value in changed.items():
        setattr(found, name, value)
    if changed:
        found.save(update_fields=list(changed))
        if "sensitive_species" in changed:
            _look_again(found)
        in_time = _in_time_now(found) if "closes_at" in changed else []
        record(
            "edit activity",
            str(found.public_id),
            by=by.email,
            was=_told(was),
            became=_told(changed),
            area=found.area_id,
        )
        _record_in_time(found, in_time, by=by)
    return found


@transaction.atomic
def ask(activity: Activity, questions: Sequence[Asked], *, by: Person) -> QuestionSet:
    """What an activity asks from now on: a new version where anybody has answered the one before. Raises
    NotAllowed."""
    must_be_officer_of(activity.area_id, by)
    last = activity.question_sets.select_for_update(no_key=True).order_by("-version").first()
    if last is None or last.is_answered:
        number = last.version + 1 if last else 1
        last = QuestionSet.objects.create(activity=activity, version=number, made_by=by.email)
    last.questions.all().delete()
    Question.objects.bulk_create(
        Question(
            question_set=last,
            position=position,
            code=one.code,
            kind=one.kind,
            text=one.text,
            help=one.help,
            required=one.required,
            options=[{"code": code, "words": words} for code, words in one.options],
        )
        for position, one in enumerate(questions, start=1)
    )
    record(
        "ask",
        str(activity.public_id),
        by=by.email,
        became=f"questions {last.version}: {len(questions)}",
        area=activity.area_id,
    )
    return last


@transaction.atomic
def release(activity: Activity, *, by: Person) -> Activity:
    """Let everyone see an activity: it opens when its time comes. Raises NotAllowed, and NotPossible."""
    found = _locked(activity, by)
    if found.released_at:
        return found
    if not found.question_sets.filter(questions__isnull=False).exists() and not found.is_formal:
        raise NotPossible("It asks nothing yet. Write a question first.")
    if found.closes_at <= timezone.now():
        raise NotPossible("Its closing date is past. Give a later one first.")
    found.released_at = timezone.now()
    found.save(update_fields=["released_at"])
    record("open activity", str(found.public_id), by=by.email, became=_dates(found), area=found.area_id)
    return found


@transaction.atomic
def close(activity: Activity, *, by: Person) -> Activity:
    """Close an activity now. Raises NotAllowed, and NotPossible."""
    found = _locked(activity, by)
    if found.released_at is None or found.is_over:
        raise NotPossible("It is not open.")
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
    record("close activity", str(found.public_id), by=by.email, was=_dates(found), became="closed", area=found.area_id)
    return found


@transaction.atomic
def extend(activity: Activity, closes_at: datetime, *, by: Person) -> Activity:
    """Give an activity a later closing time, also one that is closed. Raises NotAllowed, and NotPossible."""
    found = _locked(activity, by)
    if closes_at <= timezone.now() or closes_at <= found.ends_at:
        raise NotPossible("Give a time that is still to come, and later than the closing time that it has.")
    was = _dates(found)
    found.closes_at, found.ended_at = closes_at, None
    found.save(update_fields=["closes_at", "ended_at"])
    in_time = _in_time_now(found)
    record("extend activity", str(found.public_id), by=by.email, was=was, became=_dates(found), area=found.area_id)
    _record_in_time(found, in_time, by=by)
    return found


def _in_time_now(activity: Activity) -> list[Contribution]:
    """What came after the earlier closing time and before the later one is late no more; what that is."""
    late = activity.contributions.filter(late=True, sent_at__lt=activity.ends_at)
    found = list(late.select_for_update(of=("self",), no_key=True).order_by("pk"))
    activity.contributions.filter(pk__in=[one.pk for one in found]).update(late=False)
    return found


def _record_in_time(activity: Activity, found: Sequence[Contribution], *, by: Person) -> None:
    acts = [(one.reference or str(one.id), "in time") for one in found]
    record_each("take as in time", acts, by=by.email, was="late", area=activity.area_id)


def _look_again(activity: Activity) -> None:
    """Species were added or taken off the list: what names one is published coarsely from now on."""
    for one in activity.contributions.filter(received_at__isnull=False).prefetch_related("answers", "attachments"):
        one.activity = activity
        if (coarse := is_sensitive(one)) != one.is_coarse:
            one.is_coarse = coarse
            one.save(update_fields=["is_coarse"])


def _locked(activity: Activity, by: Person) -> Activity:
    must_be_officer_of(activity.area_id, by)
    return Activity.objects.select_for_update(of=("self",), no_key=True).select_related("area").get(pk=activity.pk)


def _dates(activity: Activity) -> str:
    return " to ".join(f"{timezone.localtime(one):%Y-%m-%d %H:%M}" for one in (activity.opens_at, activity.ends_at))


def _told(fields: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in fields.items())
