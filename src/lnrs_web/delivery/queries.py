"""Reading projects: what everyone may see, what is somebody's own, and what waits for an officer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lnrs_web.accounts.models import Person
from lnrs_web.delivery.models import Batch, Photo, Project, Record, Version
from lnrs_web.delivery.models.project import Source, Status
from lnrs_web.delivery.progress import counted_once, work_of
from lnrs_web.editions.models import Edition, Measure, Priority

UNSENT_KEPT = timedelta(days=365)
"""How long a project is kept that was begun, never sent, and not written to since."""
PAGE = 25
"""Projects on a page of the list."""
RECORDS_PAGE = 250
"""Records of a batch on a page at the desk: a file may bring thousands."""


def public_projects(area: str) -> "QuerySet[Project]":
    """The projects of an area that everyone may see."""
    found = Project.objects.filter(area__slug=area, shown__isnull=False, withdrawn_at=None)
    return found.select_related("area", "shown").prefetch_related("shown__funding").order_by("reference")


def public_project(area: str, reference: str) -> Project | None:
    """One of them."""
    return public_projects(area).filter(reference=reference).first()


def public_photo(area: str, public_id: UUID) -> Photo | None:
    """A picture that a public version shows."""
    found = Photo.objects.filter(public_id=public_id, version__project__area__slug=area, version__state="shown")
    return found.filter(version__project__withdrawn_at=None).select_related("file").first()


def public_records(project: Project) -> "QuerySet[Record]":
    """What was found on a project's land, as far as an officer has looked at it."""
    found = Record.objects.filter(batch__project=project, batch__state=Batch.State.SHOWN)
    return found.select_related("batch").order_by("what", "unit", "on", "batch__number", "position")


def own_projects(owner: Person) -> "QuerySet[Project]":
    """What somebody added."""
    return Project.objects.filter(owner=owner).select_related("area", "shown").order_by("reference")


def own_project(owner: Person, public_id: UUID) -> Project | None:
    """One of somebody's own; nothing where it is another's."""
    return own_projects(owner).filter(public_id=public_id).first()


def last_version(project: Project) -> Version:
    """The newest version where it is written on, waits or was sent back; otherwise what everyone sees."""
    return _last(project.versions.order_by("-number")[0], project.shown)


def with_last_version(projects: Iterable[Project]) -> list[tuple[Project, Version]]:
    """Projects with the `last_version` of each, without its land: in one question however many there are."""
    rows = list(projects)
    newest = _newest(Version.objects.filter(project__in=rows))
    return [(one, _last(newest[one.pk], one.shown)) for one in rows]


def with_last_sent(projects: Iterable[Project]) -> list[tuple[Project, Version | None]]:
    """The same for officers, who do not see drafts: nothing for a project that has none but those."""
    rows = list(projects)
    newest = _newest(Version.objects.filter(project__in=rows).exclude(state=Version.State.DRAFT))
    return [(one, _last(newest[one.pk], one.shown) if one.pk in newest else None) for one in rows]


def _newest(versions: "QuerySet[Version]") -> dict[int, Version]:
    return {one.project_id: one for one in versions.defer("parcels").order_by("number")}


def _last(newest: Version, shown: Version | None) -> Version:
    return newest if newest.state in ("draft", "waiting", "returned") else shown or newest


def waiting(areas: frozenset[int]) -> "QuerySet[Version]":
    """The versions that wait for an officer of some areas, the longest first."""
    found = Version.objects.filter(state=Version.State.WAITING, project__area__in=areas)
    return found.select_related("project__area").defer("parcels").order_by("sent_at")


def sent(areas: frozenset[int]) -> "QuerySet[Project]":
    """The projects of some areas of which a version stands sent, or that were withdrawn, without the land of what
    everyone sees."""
    versions = Version.objects.filter(project=OuterRef("pk")).exclude(state=Version.State.DRAFT)
    found = Project.objects.filter(Exists(versions) | Q(withdrawn_at__isnull=False), area__in=areas)
    return found.select_related("area", "shown").defer("shown__parcels").order_by("reference")


def waiting_batches(areas: frozenset[int]) -> "QuerySet[Batch]":
    """The batches of records that wait for an officer of some areas, the longest first."""
    found = Batch.objects.filter(state=Batch.State.WAITING, project__area__in=areas)
    return found.select_related("project__area").order_by("at")


def unsent(now: datetime) -> "QuerySet[Project]":
    """Projects that were never sent and have not been written to for a year."""
    recent = Version.objects.exclude(state=Version.State.DRAFT, written_at__lt=now - UNSENT_KEPT)
    return Project.objects.filter(shown=None).exclude(versions__in=recent).order_by("pk")


@dataclass(frozen=True)
class Search:
    """What a reader looks for; what is empty leaves nothing out."""

    words: str
    status: str
    priority: str
    measure: str
    district: str

    @property
    def is_one(self) -> bool:
        """Whether anything is asked."""
        return any(vars(self).values())


FIELDS = ("words", "status", "priority", "measure", "district")


def read_search(given: Mapping[str, str]) -> Search:
    """A search as a form sent it."""
    asked = {name: given.get(name, "").replace("\x00", "").strip()[:100] for name in FIELDS}
    if asked["status"] not in Status.values:
        asked["status"] = ""
    return Search(**asked)


def found(edition: Edition, asked: Search) -> list[Project]:
    """The projects that a search finds."""
    serving = {
        one.ref
        for one in Measure.objects.filter(edition=edition)
        if asked.priority and asked.priority in one.priorities
    }
    return [one for one in public_projects(edition.area.slug) if one.shown and _is_meant(one.shown, asked, serving)]


def _is_meant(version: Version, asked: Search, serving: set[str]) -> bool:
    text = f"{version.name} {version.lead} {version.about}".lower()
    return (
        all(word in text for word in asked.words.lower().split())
        and (not asked.status or version.status == asked.status)
        and (not asked.measure or asked.measure in version.measures)
        and (not asked.district or asked.district in version.districts)
        and (not asked.priority or asked.priority in version.priorities or not serving.isdisjoint(version.measures))
    )


@dataclass(frozen=True)
class Delivers:
    """A measure or priority of a project, by the edition that is shown; `is_known` says whether that has it."""

    ref: str
    name: str
    area_ha: float
    is_known: bool


def delivers(edition: Edition, version: Version) -> tuple[list[Delivers], list[Delivers]]:
    """The measures of a version with their hectares, and the priorities that these or all of it serve."""
    work = work_of(version)
    named = {one.ref: one for one in Measure.objects.filter(edition=edition)}
    measures = [
        Delivers(ref, named[ref].measure if ref in named else "", shape.area / 10_000, ref in named)
        for ref, shape in work.measures.items()
    ]
    laid = [(ref, str(Status.PLANNED), work.shape) for ref in work.priorities]
    laid += [
        (one, str(Status.PLANNED), at)
        for ref, at in work.measures.items()
        if ref in named
        for one in named[ref].priorities
    ]
    areas = counted_once(laid)
    priorities = [
        Delivers(one.ref, one.priority, areas[one.ref].planned_ha, True)
        for one in Priority.objects.filter(edition=edition)
        if one.ref in areas
    ]
    return measures, priorities


def money_by_source(projects: Iterable[Project]) -> list[tuple[str, int]]:
    """Pence by source, in words, the most first, of public projects."""
    pence: dict[str, int] = {}
    for one in projects:
        for line in one.shown.funding.all() if one.shown else ():
            pence[line.source] = pence.get(line.source, 0) + line.pence
    labels = dict(Source.choices)
    return [(str(labels[source]), total) for source, total in sorted(pence.items(), key=lambda one: (-one[1], one[0]))]
