"""Putting an edition before everyone at the desk: one person asks, and another agrees or refuses. It is the only way.

    asked = ask(area, Wanted(edition=edition, is_the_strategy=True, on=today), by=ada)
    decide(asked, agree=True, because="", at=now, by=grace)    # an approver or officer of the area, and not Ada

As the published strategy it is an act of the procedure, recorded in the same transaction. An edition that is only to be
read, such as a draft that is consulted on, is put before everyone with no act. Either way every byte of it is checked
first, and the hash of its manifest goes on record.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from lnrs.edition.manifest import FILE, sha256_file
from lnrs.edition.verify import verify
from lnrs.errors import Problem
from lnrs.law.acts import Kind
from lnrs.law.periods import day_in_england
from lnrs.model import Area
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import must
from lnrs_web.accounts.queries import approvers_besides
from lnrs_web.areas.models import StrategyArea
from lnrs_web.areas.queries import slug_of
from lnrs_web.audit.actions import record
from lnrs_web.config import clock
from lnrs_web.editions import actions as editions
from lnrs_web.editions.models import Edition
from lnrs_web.outbox.actions import post
from lnrs_web.procedure import letters
from lnrs_web.procedure.actions import Refused, procedure_of, record_act
from lnrs_web.procedure.models import Act, Publication
from lnrs_web.procedure.queries import identity_of_current, why_not_asked_any_more

GOOD_FOR = timedelta(days=14)
State = Publication.State


class Changed(Exception):
    """Everyone sees another edition than when somebody decided."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks for: an edition, or none where the strategy was published elsewhere; whether as the published
    strategy; the day, where it has been done already; why; the identity of the edition that they saw as current."""

    edition: Edition | None
    is_the_strategy: bool
    on: date
    reason: str = ""
    instead_of: str = ""


@transaction.atomic
def ask(area: Area, wanted: Wanted, *, by: Person) -> Publication:
    """Ask for an edition to be put before everyone, and write to those who may agree. It is asked for 14 days.

    Raises NotAllowed, Changed, and Refused where another is asked for already or there is nothing to be done.
    """
    must(by, Role.EDITOR, area=area.lnrs_id)
    _hold(area)
    if wanted.edition and identity_of_current(area) != wanted.instead_of:
        raise Changed
    if wanted.edition is None and not wanted.is_the_strategy:
        what = "What is not on this site cannot be shown on it."
        raise Refused([Problem("edition", what, "Choose an edition, or say that it is the published strategy.")])
    if wanted.edition and wanted.edition.identity == wanted.instead_of and not wanted.is_the_strategy:
        raise Refused([Problem("edition", "Everyone sees this edition already.", "Choose another one.")])
    procedure = procedure_of(area, by=by.email)
    for old in Publication.objects.select_for_update(no_key=True).filter(procedure=procedure, state=State.ASKED):
        if not (why := why_not_asked_any_more(old)):
            raise Refused(
                [Problem("edition", "A publication waits for a second person.", "Let that be decided first.")]
            )
        old.state, old.decided_because = State.LAPSED, why
        old.save(update_fields=["state", "decided_because"])
    now = clock.now()
    asked = Publication.objects.create(
        procedure=procedure,
        edition=wanted.edition,
        is_the_strategy=wanted.is_the_strategy,
        instead_of=wanted.instead_of,
        on=wanted.on,
        reason=wanted.reason.strip(),
        asked_by=by.email,
        asked_at=now,
        expires_at=now + GOOD_FOR,
    )
    page = settings.ADDRESS + reverse("procedure:publication", args=[slug_of(area), asked.public_id])
    for person in approvers_besides(by.email, area=area.lnrs_id):
        subject, text = letters.publication_asked(area, asked, page)
        key = f"publication {asked.public_id} asked of {person.public_id}"
        post(to=person.email, subject=subject, text=text, key=key, by=by.email)
    _record("ask to", asked, by=by)
    return asked


@transaction.atomic
def decide(asked: Publication, *, agree: bool, because: str, at: datetime, by: Person) -> Publication:
    """Agree that an edition is put before everyone, which does it and records the act; or refuse.

    Its files are checked against its manifest, whose hash goes on record. Raises NotAllowed; Changed; Refused where the
    same person asked for it, where it is not asked any more, or where a refusal has no reason; EditionInvalid.
    """
    area = asked.procedure.of
    must(by, Role.APPROVER, area=area.lnrs_id)
    found = _held(asked)
    if found.asked_by == by.email:
        raise Refused([Problem("answer", "You asked for this yourself.", "A second person has to agree.")])
    if agree and (why := why_not_asked_any_more(found)):
        raise Refused([Problem("answer", why, "Refuse it, or ask anew.")])
    if not agree and not because.strip():
        raise Refused([Problem("because", "No reason is given.", "Say why you refuse.")])
    found.state = State.DONE if agree else State.REFUSED
    found.decided_by, found.decided_at, found.decided_because = by.email, at, because.strip()
    sha256 = _publish(found, at, by) if agree else ""
    found.save()
    _record("agree to" if agree else "refuse to", found, by=by, sha256=sha256)
    if found.act:
        record_act(found.act)
    return found


@transaction.atomic
def take_back(asked: Publication, *, by: Person) -> None:
    """Its asker asks for it no more. Raises Refused for anyone else, and where it is not asked any more."""
    found = _held(asked)
    if found.asked_by != by.email:
        raise Refused([Problem("answer", "Somebody else asked for this.", "Refuse it, and say why.")])
    found.state = State.TAKEN_BACK
    found.save(update_fields=["state"])
    _record("take back asking to", found, by=by)


def _hold(area: Area) -> None:
    """Let nobody else change meanwhile what everyone sees of an area."""
    list(StrategyArea.objects.select_for_update(no_key=True).filter(lnrs_id=area.lnrs_id))


def _held(asked: Publication) -> Publication:
    """A publication that is to be decided, with its area, held. Raises Refused where that was done."""
    _hold(asked.procedure.of)
    found = (
        Publication.objects.select_for_update(of=("self",), no_key=True).select_related("procedure").get(pk=asked.pk)
    )
    if found.state != State.ASKED:
        raise Refused([Problem("answer", "It is decided already.", "Look at what became of it.")])
    return found


def _publish(asked: Publication, at: datetime, by: Person) -> str:
    """Check the edition, which freezes it, put it before everyone, and write the act. Gives the hash of its manifest,
    or nothing where none is here. Raises EditionInvalid."""
    edition, sha256 = asked.edition, ""
    if edition:
        folder = editions.folder_of(edition)
        verify(folder)
        sha256 = sha256_file(folder / FILE)
    is_new = edition is not None and edition.stage != Edition.Stage.PUBLISHED
    if asked.is_the_strategy:
        asked.act = Act.objects.create(
            procedure=asked.procedure,
            kind=Kind.PUBLISHED.value,
            on=day_in_england(at) if is_new else asked.on,
            words=asked.reason,
            edition=edition,
            edition_sha256=sha256,
            by=f"{asked.asked_by} and {by.email}",
        )
    if edition and is_new:
        editions.publish(edition, by=by.email)
    return sha256


def _record(word: str, asked: Publication, *, by: Person, sha256: str = "") -> None:
    """Note what was done on the edition, or, where there is none here, on the publication."""
    area = asked.procedure.of
    which = asked.edition.identity if asked.edition else str(asked.public_id)
    became = f"{area.name}: {asked.as_what}{f', SHA-256 of its manifest {sha256}' if sha256 else ''}"
    record(f"{word} publish edition", which, by=by.email, became=became, area=area.lnrs_id)
