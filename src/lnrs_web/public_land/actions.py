"""What officers do with public land and reports: each is whole or not done at all, and is on record."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from lnrs.document.slug import slug
from lnrs.errors import LnrsError, Problem
from lnrs.law import biodiversity_reports as law
from lnrs.units import HA_M2
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.editions.models import Edition
from lnrs_web.land.within import whole_of
from lnrs_web.public_land.figures import figures_of
from lnrs_web.public_land.models import NAME_LETTERS, WORDS, WORDS_LETTERS, DutyReport, Estate, PublicBody


class Refused(LnrsError):
    """What was sent cannot be taken; each problem's `where` is the field of the form."""

    summary = "It was not taken"


@transaction.atomic
def take_in(
    area: StrategyArea, owners: Mapping[str, Sequence[Parcel]], file_name: str, *, by: Person
) -> list[PublicBody]:
    """Land of bodies by their names, in place of what each had before; nobody else sees it until it is published.

    Raises NotAllowed, and Refused for a body without a name, or with too long a one.
    """
    must(by, Role.EDITOR, area=area.pk)
    problems = []
    if any(not name or name.isdigit() for name in owners):  # where the column is empty a parcel has its number
        problems.append(Problem("column", "There is land without an owner.", "Fill in the column for every parcel."))
    if long := [name for name in owners if len(name) > NAME_LETTERS]:
        problems.append(Problem("column", f"{long[0][:NAME_LETTERS]}… is too long.", "Use a shorter name."))
    if problems:
        raise Refused(problems)
    by_slug: dict[str, tuple[str, list[Parcel]]] = {}
    for name in sorted(owners):
        by_slug.setdefault(slug(name), (name, []))[1].extend(owners[name])
    taken = []
    for called, (name, parcels) in by_slug.items():
        body, _ = PublicBody.objects.get_or_create(area=area, slug=called, defaults={"name": name})
        PublicBody.objects.select_for_update(no_key=True).get(pk=body.pk)  # who sends the same body's land waits
        estate = Estate.objects.filter(body=body).first() or Estate(body=body)
        estate.parcels = json.loads(text.geojson(parcels))
        estate.parcel_count, estate.size_ha = len(parcels), float(whole_of(parcels).area) / HA_M2
        estate.file_name, estate.sent_at, estate.sent_by = file_name[:200], timezone.now(), str(by)
        estate.published_at = None
        estate.save()
        taken.append(body)
    for body in taken:
        became = f"{body.estate.parcel_count} parcels, {body.estate.size_ha:.4f} ha, from {file_name[:200]}"
        record("send public land", body.on_record, by=str(by), became=became, area=area.pk)
    return taken


@transaction.atomic
def say_kind(body: PublicBody, kind: str, *, by: Person) -> None:
    """What a body is for the duty to report. Raises NotAllowed, and Refused for a kind that there is not."""
    must(by, Role.EDITOR, area=body.area_id)
    if kind not in PublicBody.Kind.values:
        raise Refused([Problem("kind", "There is no such kind of body.", "Choose one of the list.")])
    locked = PublicBody.objects.select_for_update(no_key=True).get(pk=body.pk)
    was, locked.kind = locked.kind, kind
    locked.save()
    record("say what a public body is", body.on_record, by=str(by), was=was, became=kind, area=body.area_id)


@transaction.atomic
def publish_land(body: PublicBody, *, by: Person) -> None:
    """Show a body's land to everyone. Raises NotAllowed, and Refused where it is not the land that `body` has."""
    must(by, Role.APPROVER, area=body.area_id)
    estate = Estate.objects.select_for_update(no_key=True).get(body=body)
    if estate.sent_at != body.estate.sent_at:
        raise other_land()
    estate.published_at = timezone.now()
    estate.save()
    became = f"{estate.parcel_count} parcels, {estate.size_ha:.4f} ha"
    record("publish public land", body.on_record, by=str(by), became=became, area=body.area_id)


@transaction.atomic
def begin_report(body: PublicBody, first: date, last: date, previous_last: date | None, *, by: Person) -> DutyReport:
    """Begin a report for a period. Raises NotAllowed, and Refused for a period that cannot be, or a body that has no
    duty to report."""
    must(by, Role.EDITOR, area=body.area_id)
    problems = [Problem("last", gap.says, gap.cite) for gap in law.period_gaps(law.Period(first, last), previous_last)]
    if not body.reports:
        problems.append(Problem("kind", f"{body} need not publish such a report.", "Say first what it is."))
    if DutyReport.objects.filter(body=body, last=last).exists():
        problems.append(Problem("last", "There is a report to that day already.", "Go on with it."))
    if problems:
        raise Refused(problems)
    report = DutyReport.objects.create(
        body=body, first=first, last=last, previous_last=previous_last, begun_at=timezone.now(), begun_by=str(by)
    )
    record("begin a biodiversity report", report.on_record, by=str(by), area=body.area_id)
    return report


@transaction.atomic
def save_words(report: DutyReport, words: Mapping[str, str], *, by: Person) -> None:
    """What the body says in a report that is not published yet. Raises NotAllowed, and Refused."""
    must(by, Role.EDITOR, area=report.body.area_id)
    locked = DutyReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    problems = _published_already(locked)
    said = {name: words.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip() for name in WORDS}
    for name, typed in said.items():
        if len(typed) > WORDS_LETTERS:
            what = f"It has more than {WORDS_LETTERS:,} letters."
            problems.append(Problem(name, what, "Say it in fewer words, and link to the rest."))
    if problems:
        raise Refused(problems)
    changed = [name for name in WORDS if getattr(locked, name) != said[name]]
    for name in changed:
        setattr(locked, name, said[name])
    locked.save()
    became = ", ".join(f"{name}: {len(said[name])} letters" for name in changed) or "nothing changed"
    record("write in a biodiversity report", report.on_record, by=str(by), became=became, area=report.body.area_id)


@transaction.atomic
def publish_report(report: DutyReport, edition: Edition, *, by: Person) -> None:
    """Publish a report with the figures of an edition, which stay as they are. Raises NotAllowed, and Refused where it
    lacks what it has to contain, was written in since `report` was read, or the body's land is not published."""
    must(by, Role.APPROVER, area=report.body.area_id)
    locked = DutyReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    body = locked.body
    problems = _published_already(locked)
    if words_mark(locked) != words_mark(report):
        raise other_words()
    problems += [Problem(_field(gap), gap.says, gap.cite) for gap in gaps_of(locked)]
    estate = Estate.objects.filter(body=body, published_at__isnull=False).first()
    if estate is None:
        problems.append(Problem("land", "The body's land is not published.", "Look at it, and publish it first."))
    if problems or estate is None:
        raise Refused(problems)
    locked.figures = figures_of(edition, estate.land).as_data()
    locked.edition, locked.published_at = edition, timezone.now()
    locked.save()
    became = f"with the figures of {edition.identity}"
    record("publish a biodiversity report", report.on_record, by=str(by), became=became, area=body.area_id)


def words_mark(report: DutyReport) -> str:
    """What tells the words of a report from any others, so that nobody publishes what they have not read."""
    return sha256(json.dumps([getattr(report, name) for name in WORDS]).encode()).hexdigest()


def other_land() -> Refused:
    """Other land was sent since somebody looked."""
    return Refused([Problem("land", "Other land was sent since you looked at it.", "Look at it again.")])


def other_words() -> Refused:
    """A report was written in since somebody looked."""
    return Refused([Problem("report", "It was written in since you looked at it.", "Read it again.")])


def gaps_of(report: DutyReport) -> list[law.Gap]:
    """What a report lacks of what it has to contain."""
    said = {name: getattr(report, name) for name in WORDS if name != "other"}
    return list(law.content_gaps(report.body.law_kind, **said))


_OF = {
    "(3)(a)": "actions",
    "(3)(b)": "plans",
    "(4)(a)": "gain_actions",
    "(4)(b)": "gain_results",
    "(4)(c)": "gain_plans",
}


def _field(gap: law.Gap) -> str:
    return next(name for cite, name in _OF.items() if gap.cite.endswith(cite))


def _published_already(report: DutyReport) -> list[Problem]:
    if report.published_at is None:
        return []
    return [Problem("report", "It is published, and stays as it is.", "Begin the next one.")]
