"""What is done in the procedure. Each action asks whether its doer may, is whole or not done at all, and is on record.

Acts that come late, or too soon, are recorded like any other: what the law says of them is worked out, never a bar.
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from lnrs.errors import Problem
from lnrs.law import acts as law
from lnrs.law.acts import KINDS, Kind
from lnrs.law.finding import Finding, Outcome
from lnrs.law.periods import day_in_england
from lnrs.model import Area
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.accounts.queries import officers_of
from lnrs_web.audit.actions import record, record_each
from lnrs_web.editions.models import Edition
from lnrs_web.outbox.actions import post
from lnrs_web.procedure import letters, links
from lnrs_web.procedure.models import THROUGH_ITS_LINK, Act, Authority, Document, Judgement, Procedure, Serving
from lnrs_web.procedure.queries import Known

How = Serving.How


class Refused(Exception):
    """What was sent cannot be taken; `problems` is the whole list."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(one.what for one in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An act as somebody wants it recorded, once or once for each of several authorities."""

    kind: Kind
    on: date
    authorities: tuple[Authority, ...] = ()
    words: str = ""
    grounds: tuple[str, ...] = ()
    in_writing: bool | None = None
    explained: bool | None = None
    begin_before: date | None = None
    end_indicated: date | None = None
    republication_indicated: date | None = None
    subjects: tuple[str, ...] = ()
    edition: Edition | None = None
    documents: tuple[Document, ...] = ()
    how: str = ""
    proof: str = ""
    said_by: str = ""
    also: tuple[str, ...] = field(default=())
    once: UUID | None = None
    """What the first row is to be called: the same again is the same act, sent twice."""

    def in_law(self) -> list[law.Act]:
        """The acts as the law will read them."""
        return [self._row(one).as_law for one in self.authorities or (None,)]

    def _row(self, authority: Authority | None) -> Act:
        return Act(
            kind=self.kind.value,
            on=self.on,
            authority=authority,
            words=self.words,
            grounds=list(self.grounds),
            in_writing=self.in_writing,
            explained=self.explained,
            begin_before=self.begin_before,
            end_indicated=self.end_indicated,
            republication_indicated=self.republication_indicated,
            subjects=list(self.subjects),
            edition=self.edition,
            said_by=self.said_by,
        )

    def rows(self, procedure: Procedure, by: str) -> list[Act]:
        """The rows to be written, one for each authority."""
        rows = [self._row(one) for one in self.authorities or (None,)]
        for row in rows:
            row.procedure, row.by = procedure, by
        if self.once:
            rows[0].public_id = self.once
        return rows


def procedure_of(area: Area, *, by: str) -> Procedure:
    """The procedure of an area, begun with the first that is recorded of it, and held: of one that has just been begun
    nobody else can hold anything."""
    procedure, is_new = Procedure.objects.get_or_create(area=area.lnrs_id, defaults={"begun_by": by})
    if is_new:
        record("begin procedure", area.name, by=by, area=area.lnrs_id)
    return Procedure.objects.select_for_update(no_key=True).get(pk=procedure.pk)  # one act at a time


@transaction.atomic
def add_authorities(area: Area, named: Iterable[tuple[str, str, str, str]], *, by: Person) -> list[Authority]:
    """Add authorities: name, role, kind and mail address. One that is there already is left, one withdrawn comes back.

    Raises NotAllowed.
    """
    must_be_officer_of(area.lnrs_id, by)
    procedure, added = procedure_of(area, by=by.email), []
    for name, role, kind, email in named:
        defaults = {"role": role, "kind": kind, "email": email, "added_by": by.email}
        authority, is_new = Authority.objects.get_or_create(procedure=procedure, name=name, defaults=defaults)
        if not is_new and authority.withdrawn_at:
            authority.withdrawn_at, authority.withdrawn_by, authority.withdrawn_because = None, "", ""
            authority.save()
            is_new = True
        if is_new:
            added.append(authority)
    acts = [(f"{area.name}: {one.name}", one.role) for one in added]
    record_each("add authority", acts, by=by.email, area=area.lnrs_id)
    return added


@transaction.atomic
def change_authority(authority: Authority, *, role: str, kind: str, email: str, by: Person) -> None:
    """Correct what an authority is, or where it is written to. Raises NotAllowed."""
    must_be_officer_of(authority.procedure.area, by)
    was = f"{authority.role}, {authority.kind}, {authority.email}"
    authority.role, authority.kind, authority.email = role, kind, email
    authority.save(update_fields=["role", "kind", "email"])
    which = f"{authority.procedure.of.name}: {authority.name}"
    record(
        "change authority",
        which,
        by=by.email,
        was=was,
        became=f"{role}, {kind}, {email}",
        area=authority.procedure.area,
    )


@transaction.atomic
def withdraw_authority(authority: Authority, because: str, *, by: Person) -> None:
    """Take an authority off the list; what it said stays. Raises NotAllowed, and Refused without a reason."""
    must_be_officer_of(authority.procedure.area, by)
    _withdrawn(authority, because, by=by.email)
    record(
        "withdraw authority",
        f"{authority.procedure.of.name}: {authority.name}",
        by=by.email,
        became=because,
        area=authority.procedure.area,
    )


@transaction.atomic
def keep_documents(area: Area, files: Iterable[UploadedFile], *, by: Person) -> list[Document]:
    """Keep files under the hash of their bytes; the same file is kept once. Raises NotAllowed."""
    must_be_officer_of(area.lnrs_id, by)
    procedure = procedure_of(area, by=by.email)
    kept, new = [], []
    for file in files:
        sha256, size = _kept(file)
        name = Path(file.name or "document").name[:200]
        found, is_new = Document.objects.get_or_create(
            procedure=procedure, sha256=sha256, name=name, defaults={"size_bytes": size, "added_by": by.email}
        )
        kept.append(found)
        new += [found] if is_new else []
    acts = [(str(one.public_id), f"{one.name} {one.sha256}") for one in new]
    record_each("add document", acts, by=by.email, area=area.lnrs_id)
    return kept


def _kept(file: UploadedFile) -> tuple[str, int]:
    """The hash and the size in bytes of a file that has been put in its place."""
    folder = Path(settings.PROCEDURE_DOCUMENTS)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    for chunk in file.chunks():
        digest.update(chunk)
        size += len(chunk)
    place = folder / digest.hexdigest()
    if not place.exists():
        beside = place.with_suffix(f".{os.getpid()}.part")
        with beside.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        os.replace(beside, place)
    return digest.hexdigest(), size


@transaction.atomic
def enter(area: Area, entry: Entry, *, by: Person) -> list[Act]:
    """Record an act; a draft that is given is also served. Raises NotAllowed.

    One that was sent twice, as by a button pressed twice, is recorded once.
    """
    must_be_officer_of(area.lnrs_id, by)
    procedure = procedure_of(area, by=by.email)
    if entry.once and (known := list(Act.objects.filter(procedure=procedure, public_id=entry.once))):
        return known
    acts = entry.rows(procedure, by.email)
    for act in acts:
        act.save()
        act.documents.set(entry.documents)
        if entry.how:
            _serve(act, entry, by=by.email)
    for act in acts:
        record_act(act, entry.documents)
    return acts


def record_act(act: Act, documents: Sequence[Document] = ()) -> None:
    """Note that an act was written, with the hashes of what goes with it."""
    concerning = f" {act.authority}" if act.authority else ""
    concerning += ", entered on its behalf," if act.entered_for else ""
    hashes = "".join(f" {one.sha256}" for one in documents) + (f" {act.edition_sha256}" if act.edition_sha256 else "")
    record(
        "record act",
        str(act.public_id),
        by=act.by,
        became=f"{act.procedure.of.name}: {act.kind}{concerning} {act.on}{hashes}",
        area=act.procedure.area,
    )


def _serve(act: Act, entry: Entry, *, by: str) -> None:
    if act.authority is None:
        raise TypeError("a draft is given to somebody")
    key = f"procedure notice {act.public_id}" if entry.how == How.MAIL else ""
    serving = Serving.objects.create(act=act, how=entry.how, proof=entry.proof, message_key=key)
    if key:
        link = links.link_to(serving)
        subject, text = letters.notice(act.procedure.of, entry.kind, act.on, entry.words, link)
        post(to=act.authority.email, subject=subject, text=text, key=key, by=by)


@transaction.atomic
def reply(serving: Serving, entry: Entry, *, at: datetime) -> Act:
    """Record what an authority says through its link, mail it a receipt, and tell the officers of the area."""
    area = serving.act.procedure.of
    by = f"{serving.act.authority} {THROUGH_ITS_LINK}"
    procedure = Procedure.objects.select_for_update(no_key=True).get(pk=serving.act.procedure_id)
    first, *_ = acts = entry.rows(procedure, by)
    same = {"kind": first.kind, "on": first.on, "words": first.words, "authority": first.authority}
    if known := Act.objects.filter(procedure=procedure, withdrawn_at=None, by=by, **same).first():
        return known  # the button was pressed twice
    if Kind.NOTICE_COPIED.value in entry.also:
        acts.append(
            Act(procedure=procedure, kind=Kind.NOTICE_COPIED.value, on=entry.on, authority=first.authority, by=by)
        )
    for act in acts:
        act.save()
    said = Known(area, day_in_england(at)).said_of(first)
    if first.authority and first.authority.email:
        subject, text = letters.receipt(area, first.row.title, first.on, said, links.link_to(serving))
        post(to=first.authority.email, subject=subject, text=text, key=f"procedure receipt {first.public_id}", by=by)
    subject, text = letters.told_officers(area, first.row.title, str(first.authority), first.on)
    for officer in officers_of(area.lnrs_id):
        key = f"procedure reply {first.public_id} {officer.public_id}"
        post(to=officer.email, subject=subject, text=text, key=key, by=by)
    for act in acts:
        record_act(act)
    return first


@transaction.atomic
def withdraw(act: Act, because: str, *, by: Person) -> None:
    """Say that an act was entered by mistake: it stays, marked so. Raises NotAllowed, and Refused without a reason."""
    must_be_officer_of(act.procedure.area, by)
    _withdrawn(act, because, by=by.email)
    record("withdraw act", str(act.public_id), by=by.email, was=str(act), became=because, area=act.procedure.area)


def _withdrawn(row: Act | Authority, because: str, *, by: str) -> None:
    if not because.strip():
        raise Refused([Problem("because", "No reason is given.", "Say why it is withdrawn.")])
    if row.withdrawn_at:
        raise Refused([Problem("because", "It is withdrawn already.", "Go back to the procedure.")])
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = timezone.now(), by, because.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])


@transaction.atomic
def judge(area: Area, finding: Finding, outcome: str, why: str, *, by: Person) -> Judgement:
    """Record what a person decides where the law leaves it to one. Raises NotAllowed, and Refused with all problems."""
    must_be_officer_of(area.lnrs_id, by)
    problems = []
    if finding.outcome is not Outcome.FOR_JUDGEMENT:
        problems.append(Problem("outcome", "This is not left to a person.", "Go back to the procedure."))
    if outcome not in (Outcome.MET, Outcome.NOT_MET):
        problems.append(Problem("outcome", "You have not said how it stands.", "Choose one."))
    if not why.strip():
        problems.append(Problem("why", "No reason is given.", "Say why, so that others can follow."))
    if problems:
        raise Refused(problems)
    made = Judgement.objects.create(
        procedure=procedure_of(area, by=by.email),
        rule=finding.rule,
        about=finding.about,
        because=finding.because,
        outcome=outcome,
        why=why.strip(),
        by=by.email,
    )
    record(
        "judge",
        str(made.public_id),
        by=by.email,
        became=f"{area.name}: {finding.rule} {finding.about}: {outcome}",
        area=area.lnrs_id,
    )
    return made


def kind_named(kind: str) -> law.KindOfAct | None:
    """The row of a kind by its name in addresses."""
    return KINDS.get(Kind(kind)) if kind in set(Kind) else None
