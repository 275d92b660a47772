"""How far delivery has come, each hectare counted once: plain functions that read, for this site's other parts too.

Land counts for a measure by the farthest that any project has come there: delivered before under way before planned.
What was stopped counts nothing. So hectares of one measure can be added; those of several measures share land.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import shapely

from lnrs.units import HA_M2
from lnrs_web.delivery.models import Version
from lnrs_web.delivery.models.project import Status
from lnrs_web.editions.models import Edition, Measure, Priority
from lnrs_web.strategy import figures

FARTHEST_FIRST = tuple(map(str, (Status.DELIVERED, Status.UNDER_WAY, Status.PLANNED)))


@dataclass(frozen=True)
class Hectares:
    """Land by how far work on it has come, each hectare once."""

    planned_ha: float = 0.0
    under_way_ha: float = 0.0
    delivered_ha: float = 0.0

    @property
    def all_ha(self) -> float:
        """Planned, under way and delivered together."""
        return self.planned_ha + self.under_way_ha + self.delivered_ha


@dataclass(frozen=True)
class Work:
    """A public project: its land (EPSG:27700), and the part of it that each measure is carried out on."""

    reference: str
    name: str
    lead: str
    status: str
    shape: shapely.Geometry
    measures: Mapping[str, shapely.Geometry]
    priorities: Sequence[str]


@dataclass(frozen=True)
class Of:
    """Progress of one measure or priority. `mapped_ha` is what the edition's map asks for; none where it maps none."""

    ref: str
    name: str
    mapped_ha: float | None
    hectares: Hectares
    projects: int

    @property
    def share(self) -> float | None:
        """What is delivered beside what is mapped; more than one where more was done than the map asks for."""
        return self.hectares.delivered_ha / self.mapped_ha if self.mapped_ha else None


@dataclass(frozen=True)
class Progress:
    """Progress of a strategy, by the references of one edition."""

    total: Hectares
    measures: list[Of]
    priorities: list[Of]
    projects: dict[str, int] = field(default_factory=dict)
    """How many projects there are of each status."""
    elsewhere: tuple[str, ...] = ()
    """References that projects name and the edition does not have: their land is in the total alone."""


def counted_once(laid: Iterable[tuple[str, str, shapely.Geometry]]) -> dict[str, Hectares]:
    """Hectares by reference, of pieces of land (EPSG:27700) each with a reference and a status."""
    shapes: dict[str, dict[str, list[shapely.Geometry]]] = defaultdict(lambda: defaultdict(list))
    for ref, status, shape in laid:
        if status in FARTHEST_FIRST:
            shapes[ref][status].append(shape)
    return {ref: _hectares(by_status) for ref, by_status in shapes.items()}


def _hectares(by_status: Mapping[str, Sequence[shapely.Geometry]]) -> Hectares:
    found: dict[str, float] = {}
    so_far: list[shapely.Geometry] = []
    before_m2 = 0.0
    for status in FARTHEST_FIRST:
        if by_status.get(status):
            so_far += by_status[status]
            covered_m2 = float(shapely.union_all(so_far).area)
            found[status], before_m2 = (covered_m2 - before_m2) / HA_M2, covered_m2
    return Hectares(*(max(0.0, found.get(status, 0.0)) for status in reversed(FARTHEST_FIRST)))


def works(area: str) -> list[Work]:
    """Every public project of an area, by its slug."""
    versions = Version.objects.filter(
        state=Version.State.SHOWN, project__area__slug=area, project__withdrawn_at=None
    ).select_related("project")
    return [work_of(one) for one in versions.order_by("project__reference")]


def work_of(version: Version) -> Work:
    """A version of a project with its land made out."""
    shapes = {one.ref: one.shape for one in version.land}
    whole = shapely.union_all(list(shapes.values()))
    return Work(
        reference=version.project.reference,
        name=version.name,
        lead=version.lead,
        status=version.status,
        shape=whole,
        measures={
            ref: shapely.union_all([shapes[one] for one in parcels if one in shapes]) if parcels else whole
            for ref, parcels in version.measures.items()
        },
        priorities=tuple(version.priorities),
    )


def total_of(done: Iterable[Work]) -> Hectares:
    """The land of projects together."""
    return counted_once(("all", one.status, one.shape) for one in done).get("all", Hectares())


def progress_of(edition: Edition, done: Sequence[Work] | None = None) -> Progress:
    """Progress of an edition's measures and priorities; `done` are the projects, all public ones where not given."""
    done = works(edition.area.slug) if done is None else done
    measures = list(Measure.objects.filter(edition=edition))
    priorities = list(Priority.objects.filter(edition=edition))
    by_measure = counted_once((ref, one.status, shape) for one in done for ref, shape in one.measures.items())
    serves = {one.ref: set(one.priorities) for one in measures}
    for_priority = [_for_priority(one, serves) for one in done]
    by_priority = counted_once((ref, status, shape) for several in for_priority for ref, status, shape in several)
    known = set(serves) | {one.ref for one in priorities}
    return Progress(
        total=total_of(done),
        measures=_told(
            [(one.ref, one.measure) for one in measures],
            figures.area_ha_by(edition, "measure"),
            by_measure,
            [set(one.measures) for one in done],
        ),
        priorities=_told(
            [(one.ref, one.priority) for one in priorities],
            figures.area_ha_by(edition, "priority"),
            by_priority,
            [{ref for ref, _, _ in several} for several in for_priority],
        ),
        projects={status: sum(one.status == status for one in done) for status in Status.values},
        elsewhere=tuple(sorted({ref for one in done for ref in (*one.measures, *one.priorities)} - known)),
    )


def _for_priority(work: Work, serves: Mapping[str, set[str]]) -> list[tuple[str, str, shapely.Geometry]]:
    direct = [(ref, work.status, work.shape) for ref in work.priorities]
    served = [(ref, work.status, at) for measure, at in work.measures.items() for ref in serves.get(measure, ())]
    return direct + served


def _told(
    named: Iterable[tuple[str, str]],
    mapped_ha: Mapping[str, float],
    hectares: Mapping[str, Hectares],
    in_projects: Sequence[set[str]],
) -> list[Of]:
    return [
        Of(ref, name, mapped_ha.get(ref), hectares.get(ref, Hectares()), sum(ref in refs for refs in in_projects))
        for ref, name in named
    ]


def as_data(one: Of | Hectares) -> dict[str, Any]:
    """Progress as it is stored and given away."""
    return asdict(one)
