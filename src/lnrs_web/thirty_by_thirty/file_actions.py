"""Files that whoever runs the site brings into an area's account: each is in whole or not at all, and on record."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import shapely
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lnrs.errors import NotFound, Problem
from lnrs.units import HA_M2
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.thirty_by_thirty.from_file import Row
from lnrs_web.thirty_by_thirty.models import Candidate, Intake, IntakeLine, Sea
from lnrs_web.thirty_by_thirty.plan import Plan, Wanted, plan

FACTS = ("name", "designation", "owner", "realm", "source", "left_out")
FIELDS = (*FACTS, "wkb", "size_ha", "withdrawn_at", "changed_at")
What = IntakeLine.What


@transaction.atomic
def take_file(
    area: StrategyArea,
    rows: Sequence[Row],
    source: str,
    *,
    file: str,
    sha256: str,
    by: str,
    off: Collection[tuple[str, str]] = frozenset(),
) -> Plan:
    """Bring the sites of a file into an area's account, in the place of what the same source had there. No test is
    answered by it, and answers stay. Gives what was done; raises as `plan.plan`."""
    _wait_for(area)
    found, now = plan(area, rows, source, off=off), timezone.now()
    intake = Intake.objects.create(area=area, source=source, file=file[:200], sha256=sha256, taken_at=now, taken_by=by)
    lines = [_gone(intake, one, now) for one in found.gone]
    lines += [_changed(intake, candidate, one, now) for candidate, one, _ in found.changed]
    Candidate.objects.bulk_update([line.candidate for line in lines], FIELDS, batch_size=200)
    first = (Candidate.objects.filter(area=area).aggregate(last=Max("number"))["last"] or 0) + 1
    new = [_new(area, number, one, source) for number, one in enumerate(found.added, first)]
    lines += [
        IntakeLine(intake=intake, candidate=one, what=What.ADDED, became=digest_of(one))
        for one in Candidate.objects.bulk_create(new, batch_size=200)
    ]
    IntakeLine.objects.bulk_create(lines, batch_size=200)
    became = f"{found.in_words()}; {file}, SHA-256 {sha256}"
    record("take in candidates for 30 by 30", _on_record(area, source), by=by, became=became, area=area.pk)
    return found


def _wait_for(area: StrategyArea) -> None:
    """Be the only one who adds to the area or describes its candidates until the transaction ends."""
    StrategyArea.objects.select_for_update(no_key=True).get(pk=area.pk)
    list(Candidate.objects.select_for_update(no_key=True).filter(area=area).order_by("pk").values_list("pk"))


def _on_record(area: StrategyArea, source: str) -> str:
    return f"30 by 30 of {area.slug}: {source}"


def _new(area: StrategyArea, number: int, one: Wanted, source: str) -> Candidate:
    made = Candidate(area=area, number=number, site=one.site, designation=one.row.designation)
    _say(made, one, source)
    return made


def _say(candidate: Candidate, one: Wanted, source: str) -> None:
    candidate.name, candidate.realm, candidate.source = one.row.name, one.realm, source
    candidate.owner = one.row.owner or candidate.owner
    candidate.wkb, candidate.size_ha = shapely.to_wkb(one.row.shape), float(one.row.shape.area) / HA_M2


def _changed(intake: Intake, candidate: Candidate, one: Wanted, now: datetime) -> IntakeLine:
    line = _line(intake, candidate, str(What.CHANGED))
    _say(candidate, one, intake.source)
    candidate.withdrawn_at, candidate.left_out, candidate.changed_at = None, False, now
    line.became = digest_of(candidate)
    return line


def _gone(intake: Intake, candidate: Candidate, now: datetime) -> IntakeLine:
    line = _line(intake, candidate, str(What.GONE))
    candidate.withdrawn_at, candidate.left_out, candidate.changed_at = now, True, now
    line.became = digest_of(candidate)
    return line


def _line(intake: Intake, candidate: Candidate, what: str) -> IntakeLine:
    was = facts_of(candidate)
    return IntakeLine(intake=intake, candidate=candidate, what=what, was=was, was_wkb=bytes(candidate.wkb))


def facts_of(candidate: Candidate) -> dict[str, Any]:
    """What a file may change of a candidate beside its shape."""
    withdrawn = candidate.withdrawn_at.isoformat() if candidate.withdrawn_at else None
    return {name: getattr(candidate, name) for name in FACTS} | {"withdrawn_at": withdrawn}


def digest_of(candidate: Candidate) -> str:
    """The SHA-256 of what a candidate is said to be, with its shape."""
    said = facts_of(candidate) | {"withdrawn_at": candidate.withdrawn_at is not None}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode() + bytes(candidate.wkb)).hexdigest()


@transaction.atomic
def take_back(area: StrategyArea, source: str, *, by: str) -> tuple[Intake, list[Candidate]]:
    """Undo the last file of a source that is not undone: what it added is withdrawn, what it changed or left out is as
    it was. Gives the file, and those that somebody has changed since, which stay as they are. Raises NotFound."""
    _wait_for(area)
    intake = Intake.objects.filter(area=area, source=source, undone_at=None).first()
    if intake is None:
        known = Intake.objects.filter(area=area, undone_at=None).order_by().values_list("source", flat=True).distinct()
        do = f"Files were taken in of {', '.join(map(repr, sorted(known)))}." if known else "None was taken in."
        raise NotFound([Problem(source, f"has no file in the account of {area.name} that could be undone.", do)])
    now, undone, left = timezone.now(), [], []
    for line in intake.lines.select_related("candidate"):
        candidate = line.candidate
        if digest_of(candidate) == line.became:
            _as_it_was(candidate, line, now)
            undone.append(candidate)
        elif line.what != What.ADDED or candidate.withdrawn_at is None:
            left.append(candidate)
    Candidate.objects.bulk_update(undone, FIELDS, batch_size=200)
    intake.undone_at, intake.undone_by = now, by
    intake.save()
    became = f"{intake.file}: {len(undone)} undone, {len(left)} changed since and left"
    record("undo a file for 30 by 30", _on_record(area, source), by=by, became=became, area=area.pk)
    return intake, left


def _as_it_was(candidate: Candidate, line: IntakeLine, now: datetime) -> None:
    candidate.changed_at = now
    was: Mapping[str, Any] | None = line.was
    if was is None or line.was_wkb is None:
        candidate.withdrawn_at, candidate.left_out = now, True
        return
    for name in FACTS:
        setattr(candidate, name, was[name])
    candidate.withdrawn_at = datetime.fromisoformat(was["withdrawn_at"]) if was["withdrawn_at"] else None
    candidate.wkb = bytes(line.was_wkb)
    candidate.size_ha = float(candidate.shape.area) / HA_M2


@transaction.atomic
def take_sea(area: StrategyArea, shape: shapely.Geometry, source: str, *, by: str) -> Sea:
    """Give an area the outline of its sea, in the place of the one that it has."""
    StrategyArea.objects.select_for_update(no_key=True).get(pk=area.pk)
    size_ha = float(shape.area) / HA_M2
    before = Sea.objects.filter(area=area).first()
    said = {"wkb": shapely.to_wkb(shape), "size_ha": size_ha, "source": source[:200]}
    made, _ = Sea.objects.update_or_create(area=area, defaults=said | {"taken_at": timezone.now(), "taken_by": by})
    was = _sea_words(before) if before else ""
    record("bring in the sea for 30 by 30", made.on_record, by=by, was=was, became=_sea_words(made), area=area.pk)
    return made


@transaction.atomic
def remove_sea(area: StrategyArea, *, by: str) -> None:
    """Take the outline of an area's sea away: there is no share of the sea then. Raises NotFound for none."""
    StrategyArea.objects.select_for_update(no_key=True).get(pk=area.pk)
    held = Sea.objects.filter(area=area).first()
    if held is None:
        raise NotFound([Problem(area.slug, "has no outline of its sea.", "There is nothing to take away.")])
    held.delete()
    record("take away the sea for 30 by 30", held.on_record, by=by, was=_sea_words(held), area=area.pk)


def _sea_words(one: Sea) -> str:
    return f"{one.size_ha:,.1f} ha of {one.source}, outline SHA-256 {hashlib.sha256(bytes(one.wkb)).hexdigest()}"
