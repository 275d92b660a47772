"""What a file of candidates would do to an area's account: what is added, changed and gone, before it is done."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import shapely

from lnrs.errors import CandidateProblems, NotFound, Problem
from lnrs.thirty_by_thirty.pieces import common
from lnrs.units import HA_M2
from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.queries import current_editions
from lnrs_web.strategy.here import area_shape
from lnrs_web.thirty_by_thirty.actions import AT_SEA, MOST_CANDIDATES
from lnrs_web.thirty_by_thirty.from_file import TOLD, Row, polygons_of
from lnrs_web.thirty_by_thirty.models import Candidate, Sea

LEAST_HA = 0.1
"""What shares less land, or sea, with the area is a neighbour's along the border."""
NOT_OF_A_FILE = ("edition ", "an invented example")
"""How the sources begin of candidates that a file may take over: the same site, by the same reference."""


@dataclass(frozen=True)
class Wanted:
    """A candidate as a file has it: a site within the area, on land or in the sea."""

    site: str
    """What it is known by: designation and reference."""
    row: Row
    realm: str


@dataclass
class Plan:
    """What would be done. Nobody is asked and nothing is changed by it."""

    added: list[Wanted] = field(default_factory=list)
    changed: list[tuple[Candidate, Wanted, list[str]]] = field(default_factory=list)
    """Each with what differs, in words."""
    gone: list[Candidate] = field(default_factory=list)
    withdrawn: list[Candidate] = field(default_factory=list)
    """In the file, and withdrawn by an officer: it stays so."""
    same: int = 0
    outside: int = 0
    """Sites that lie outside the area."""

    def lines(self) -> Iterator[str]:
        """It in words, a line for each candidate."""
        for one in self.added:
            yield f"added: {one.row.name} ({one.site}), {one.realm}, {float(one.row.shape.area) / HA_M2:,.1f} ha"
        for candidate, _, what in self.changed:
            yield f"changed: {candidate}: {'; '.join(what)}"
        for candidate in self.gone:
            yield f"gone: {candidate}"
        for candidate in self.withdrawn:
            yield f"withdrawn at the desk, and stays so: {candidate}"

    def in_words(self) -> str:
        """How much of each."""
        counts = f"{len(self.added)} added, {len(self.changed)} changed, {len(self.gone)} gone, {self.same} the same"
        return f"{counts}; {self.outside} outside the area"


def plan(
    area: StrategyArea, rows: Sequence[Row], source: str, *, off: Collection[tuple[str, str]] = frozenset()
) -> Plan:
    """What a file of a source would do. Sites of `off`, which is designations and references, stay as they are: the
    file has them, yet not on the National Grid. Raises NotFound where no edition is published, and
    CandidateProblems."""
    if not source or source.startswith(NOT_OF_A_FILE):
        do = f"Say whose layer it is, in words that do not begin with {' or '.join(map(repr, NOT_OF_A_FILE))}."
        raise CandidateProblems([Problem("--source", f"is {source!r}.", do)])
    wanted, outside = within(area, rows)
    found = Plan(outside=outside)
    held = {one.site: one for one in Candidate.objects.filter(area=area).exclude(site="")}
    problems = []
    for one in wanted:
        candidate = held.get(one.site)
        if candidate is None:
            found.added.append(one)
        elif candidate.source != source and not (candidate.left_out or candidate.source.startswith(NOT_OF_A_FILE)):
            what = f"is {candidate.ref} from {candidate.source!r} already."
            problems.append(Problem(one.site, what, "Give the same --source, or other references."))
        elif candidate.withdrawn_at and not candidate.left_out:
            found.withdrawn.append(candidate)
        elif differs := list(_differs(candidate, one, source)):
            found.changed.append((candidate, one, differs))
        else:
            found.same += 1
    named = {one.site for one in wanted} | {f"{kind}:{ref}{realm}" for kind, ref in off for realm in ("", ":sea")}
    found.gone = [
        one for one in held.values() if one.source == source and one.withdrawn_at is None and one.site not in named
    ]
    if Candidate.objects.filter(area=area).count() + len(found.added) > MOST_CANDIDATES:
        problems.append(Problem(source, f"There would be more than {MOST_CANDIDATES:,} candidates.", "Give fewer."))
    if problems:
        raise CandidateProblems(problems[:TOLD])
    return found


def within(area: StrategyArea, rows: Sequence[Row]) -> tuple[list[Wanted], int]:
    """The sites that lie in the area's land or sea, and how many do not. Raises NotFound, and CandidateProblems for
    sites in the sea of an area that has no outline of it."""
    edition = current_editions().filter(area=area).first()
    if edition is None:
        raise NotFound([Problem(area.slug, "has no published edition.", "Publish one first: it has the outline.")])
    outlines: dict[str, shapely.Geometry] = {"land": area_shape(edition)}
    if sea := Sea.objects.filter(area=area).first():
        outlines["sea"] = sea.shape
    for shape in outlines.values():
        shapely.prepare(shape)
    realms = [(row, _realms(row)) for row in rows]
    if "sea" not in outlines and any("sea" in asked for _, asked in realms):
        do = "Bring it in with `lnrs-web import_sea` first."
        raise CandidateProblems([Problem(area.slug, "has no outline of its sea.", do)])
    found = [
        Wanted(_site(row, realm), row if len(asked) == 1 else _part(row, outlines[realm]), realm)
        for row, asked in realms
        for realm in asked
        if _shares(row.shape, outlines, realm)
    ]
    inside = {(one.row.designation, one.row.ref) for one in found}
    return found, sum((row.designation, row.ref) not in inside for row in rows)


def _realms(row: Row) -> tuple[str, ...]:
    if row.realm == "both":
        return "land", "sea"
    return (row.realm or ("sea" if row.designation in AT_SEA else "land"),)


def _part(row: Row, outline: shapely.Geometry) -> Row:
    """What of a site on both sides of the shore lies on one."""
    return replace(row, shape=polygons_of(common(row.shape, outline)))


def _site(row: Row, realm: str) -> str:
    at_sea = realm == "sea" and row.designation not in AT_SEA
    return f"{row.designation}:{row.ref}{':sea' if at_sea else ''}"


def _shares(shape: shapely.Geometry, outlines: Mapping[str, shapely.Geometry], realm: str) -> bool:
    outline = outlines[realm]
    if shapely.contains_properly(outline, shape):
        return True
    return bool(outline.intersects(shape)) and float(common(shape, outline).area) >= LEAST_HA * HA_M2


def _differs(candidate: Candidate, one: Wanted, source: str) -> Iterator[str]:
    said = [("name", candidate.name, one.row.name), ("realm", candidate.realm, one.realm)]
    said += [("owner", candidate.owner, one.row.owner or candidate.owner), ("source", candidate.source, source)]
    yield from (f"{what} {was!r} becomes {now!r}" for what, was, now in said if was != now)
    if shapely.normalize(candidate.shape) != shapely.normalize(one.row.shape):
        yield f"shape, {candidate.size_ha:,.1f} ha becomes {float(one.row.shape.area) / HA_M2:,.1f} ha"
    if candidate.withdrawn_at:
        yield "put back"
