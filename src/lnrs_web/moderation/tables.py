"""The lists of the desk as tables: columns, rows, and who may have them beside the officers of the area."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lnrs_web.accounts.models import Person, Role
from lnrs_web.engagement.models import Activity, Contribution, Event
from lnrs_web.engagement.permissions import READERS, works_on
from lnrs_web.moderation import queries
from lnrs_web.moderation.models import Batch, Coding

Columns = Sequence[str]
Rows = Iterable[Sequence[object]]
AT_ONCE = 500


@dataclass(frozen=True)
class Asked:
    """For whom a table is, and of what: an activity, and of its contributions those of a queue."""

    activity: Activity
    filters: queries.Filters
    who: Person

    def may(self, *roles: object) -> bool:
        """Whether who asks is an officer of the area, or has one of some roles for the activity."""
        return works_on(self.activity, *roles, who=self.who)


@dataclass(frozen=True)
class Table:
    """A list that can be taken away."""

    words: str
    of: Callable[[Asked], tuple[Columns, Rows]]
    roles: Sequence[object] = READERS


def contributions(asked: Asked) -> tuple[Columns, Rows]:
    """All that people sent, in full. Mail addresses and postcodes are for moderators alone."""
    codes = _codes(asked.activity)
    sees_mail = asked.may(Role.MODERATOR)
    found = queries.found(asked.who, asked.filters)
    columns = [
        *("reference", "state", "late", "how it came", "sent", "received", "name", "organisation"),
        *(("mail", "mail proved", "postcode") if sees_mail else ()),
        *("respondent", "stance", "may be published", "with the name", "set aside because"),
        *codes,
        *("change sought", "about", "parish", "files", "themes", "points"),
    ]
    return columns, (_contribution(one, codes, sees_mail=sees_mail) for one in _whole(found))


def _codes(activity: Activity) -> list[str]:
    """The codes of every question that was ever asked, in their order."""
    sets = activity.question_sets.order_by("version").prefetch_related("questions")
    return list(dict.fromkeys(one.code for questions in sets for one in questions.questions.all()))


def _whole(found: "QuerySet[Contribution]") -> Iterator[Contribution]:
    related = ("answers__question", "locations", "attachments", "codings__code", "scores__criterion")
    return found.prefetch_related(*related).iterator(AT_ONCE)


def _contribution(one: Contribution, codes: Sequence[str], *, sees_mail: bool) -> Sequence[object]:
    said = {answer.question.code: answer.words for answer in one.answers.all()}
    places = one.locations.all()
    return [
        *(one.reference, one.get_state_display(), one.late, one.get_channel_display(), one.sent_at, one.received_at),
        *(one.name, one.organisation),
        *((one.mail, one.mail_proved_at is not None, one.postcode) if sees_mail else ()),
        *(one.get_respondent_display(), one.get_stance_display(), one.may_publish, one.may_name, one.signals),
        *(said.get(code) for code in codes),
        one.change_sought,
        [f"{place.get_kind_display()} {place.ref} {place.called}".strip() for place in places],
        dict.fromkeys(place.parish_name for place in places if place.parish_name),
        [file.name for file in one.attachments.all()],
        [coding.code.name for coding in one.codings.all()],
        sum(score.criterion.points for score in one.scores.all() if score.met),
    ]


def themes(asked: Asked) -> tuple[Columns, Rows]:
    """What people named, how many contributions are about it, and the answer."""
    columns = ("theme", "contributions", "made by", "made", "you said", "we did", "what changed", "shown to everyone")
    found = asked.activity.codes.annotate(size=Count("codings")).select_related("response")
    return columns, (
        (one.name, one.size, one.made_by, one.made_at, *_answer(getattr(one, "response", None))) for one in found
    )


def campaigns(asked: Asked) -> tuple[Columns, Rows]:
    """Letters with one text, and the answer to them."""
    columns = ("text", "letters", "found", "you said", "we did", "what changed", "shown to everyone")
    found = asked.activity.campaigns.annotate(size=Count("letters")).select_related("response").order_by("-size", "id")
    return columns, ((one.text, one.size, one.found_at, *_answer(getattr(one, "response", None))) for one in found)


def _answer(response: object) -> tuple[object, ...]:
    return tuple(getattr(response, name, None) for name in ("said", "did", "change", "shown"))


def codings(asked: Asked) -> tuple[Columns, Rows]:
    """Which contribution is about which theme, and who said so."""
    found = Coding.objects.filter(code__activity=asked.activity).select_related("code", "contribution")
    found = found.order_by("contribution__reference", "code__name")
    return ("reference", "theme", "from a suggestion", "by", "when"), (
        (one.contribution.reference, one.code.name, one.suggested, one.by, one.at) for one in found.iterator(AT_ONCE)
    )


def sift(asked: Asked) -> tuple[Columns, Rows]:
    """The answers to each question of the sift, and the points."""
    criteria = list(asked.activity.criteria.all())
    columns = ["reference", *(f"{one.words} ({one.points})" for one in criteria), "points", "every question answered"]
    return columns, (
        (one.reference, *_met(one, [criterion.pk for criterion in criteria]), points, whole)
        for one, points, whole in queries.sifted(asked.activity)
    )


def _met(one: Contribution, criteria: Sequence[int]) -> Iterator[bool | None]:
    met = {score.criterion_id: score.met for score in one.scores.all()}
    return (met.get(pk) for pk in criteria)


def events(asked: Asked) -> tuple[Columns, Rows]:
    """What was held: for the activity; to officers also what was held in the area besides."""
    columns = ("event", "for", "where", "held", "people", "organisations", "what was said", "pins", "public")
    found = Event.objects.filter(area=asked.activity.area_id).select_related("activity").prefetch_related("pins")
    if not asked.may():
        found = found.filter(activity=asked.activity)
    return columns, (
        (
            *(one.title, one.activity and one.activity.title, one.place, one.held_on, one.attendance),
            *(one.organisations, one.notes),
            [f"{pin.easting_m:.0f} {pin.northing_m:.0f}: {pin.words}" for pin in one.pins.all()],
            one.is_public,
        )
        for one in found
    )


def batches(asked: Asked) -> tuple[Columns, Rows]:
    """Files that were brought in."""
    columns = (
        "file",
        "how they came",
        "how it is",
        "rows",
        "there already",
        "sent",
        "by",
        "ended",
        "SHA-256",
    )
    found = Batch.objects.filter(activity=asked.activity).defer("data").annotate(whole=Count("rows"))
    found = found.annotate(there=Count("rows", filter=~Q(rows__skipped="")))
    return columns, (
        (
            *(one.file_name, one.get_channel_display(), one.get_state_display()),
            *(one.whole, one.there, one.arrived_at, one.by, one.ended_at, one.sha256),
        )
        for one in found
    )


TABLES = {
    "contributions": Table("Contributions, in full", contributions),
    "themes": Table("Themes, with their answers", themes),
    "codings": Table("Which contribution is about which theme", codings),
    "campaigns": Table("Campaigns, with their answers", campaigns),
    "sift": Table("Points of the sift", sift),
    "events": Table("Events", events),
    "files": Table("Letters and mails that were brought in", batches, (Role.MODERATOR,)),
}
"""By the name that a form has for each."""
