"""Sites that the public suggests: sent, proved by mail, and decided by an officer."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import shapely
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from lnrs.errors import Problem
from lnrs.units import HA_M2
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.boundaries import text
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.outbox.actions import forget, post
from lnrs_web.outbox.mailboxes import canonical_mail
from lnrs_web.outbox.models import Message
from lnrs_web.thirty_by_thirty.actions import Facts, New, Refused, add
from lnrs_web.thirty_by_thirty.models import NAME_LETTERS, WORDS_LETTERS, Suggestion

UNPROVEN_KEPT, ADDRESSES_KEPT = timedelta(days=14), timedelta(days=365)
MOST_TO_ONE = 5
"""Suggestions that may wait for proof from one mailbox, however its address is written."""
PUBLIC = "the public"
State = Suggestion.State
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@transaction.atomic
def suggest(area: StrategyArea, parcels: Sequence[Parcel], name: str, why: str, mail: str) -> Suggestion | None:
    """Keep a suggestion, and mail its writer a link that proves the address. None, and no mail, where so many wait from
    that address that somebody else may be using it. Raises Refused with every problem."""
    if problems := problems_of(name, why, mail):
        raise Refused(problems)
    name, why, mail = _plain(name), _plain(why), _plain(mail)
    waiting = Suggestion.objects.filter(state=State.UNPROVEN).values_list("mail", flat=True)
    if sum(canonical_mail(one) == canonical_mail(mail) for one in waiting) >= MOST_TO_ONE:
        return None
    token = secrets.token_urlsafe(24)
    whole = shapely.union_all([one.shape for one in parcels])
    made = Suggestion.objects.create(
        area=area,
        name=name,
        why=why,
        mail=mail,
        parcels=json.loads(text.geojson(parcels)),
        size_ha=float(whole.area) / HA_M2,
        token_hash=_hash(token),
        made_at=timezone.now(),
    )
    link = settings.ADDRESS + reverse("thirty:proof", args=[area.slug, token])
    # Anybody can type anybody's address: nothing that was typed is in this letter.
    words = f"""Somebody, we think you, suggested a site for 30 by 30 in {area.name}.

Please say that it was you. Open this page and choose the button on it:

    {link}

Until you do, nobody looks at it. The link works for {UNPROVEN_KEPT.days} days.
If it was not you, do nothing: it is deleted.
"""
    post(to=mail, subject="Please confirm: a site for 30 by 30", text=words, key=f"suggestion {made.pk}", by=PUBLIC)
    return made


def problems_of(name: str, why: str, mail: str) -> list[Problem]:
    """What is wrong with what somebody wrote of a site; each problem's `where` is the field of the form."""
    name, why, mail = _plain(name), _plain(why), _plain(mail)
    problems = []
    if not name or len(name) > NAME_LETTERS:
        problems.append(Problem("name", "The place needs a name.", f"Write one of at most {NAME_LETTERS} letters."))
    if not why or len(why) > WORDS_LETTERS:
        problems.append(Problem("why", "Say why it should count.", f"In at most {WORDS_LETTERS:,} letters."))
    if not MAIL.fullmatch(mail) or len(mail) > 254:
        problems.append(Problem("mail", "That is no mail address.", "Write it as name@example.org."))
    return problems


def _plain(typed: str) -> str:
    return typed.replace("\r\n", "\n").replace("\x00", "").strip()


def of_token(area: str, token: str, *, now: datetime | None = None) -> Suggestion | None:
    """The suggestion whose link was opened; nothing for one that is not known here, or too old."""
    since = (now or timezone.now()) - UNPROVEN_KEPT
    found = Suggestion.objects.filter(area__slug=area, token_hash=_hash(token), made_at__gt=since)
    return found.select_related("area").first()


@transaction.atomic
def prove(suggestion: Suggestion) -> None:
    """Say that a suggestion is its writer's own: an officer looks at it from now on."""
    locked = Suggestion.objects.select_for_update(no_key=True).get(pk=suggestion.pk)
    if locked.state == State.UNPROVEN:
        locked.state, locked.proved_at = State.WAITING, timezone.now()
        locked.save()
        record("suggest a site for 30 by 30", locked.on_record, by=PUBLIC, became="proved", area=locked.area_id)


@transaction.atomic
def take(suggestion: Suggestion, facts: Facts, answer: str, *, by: Person) -> None:
    """Make a candidate of a suggestion, and tell its writer. Raises NotAllowed, and Refused."""
    must(by, Role.EDITOR, area=suggestion.area_id)
    locked = _waiting(suggestion)
    whole = shapely.union_all([one.shape for one in locked.land])
    [made] = add(locked.area, [New(facts, whole)], "a suggestion by the public", by=by)
    locked.candidate = made
    _decided(locked, answer, by, taken=True)


@transaction.atomic
def decline(suggestion: Suggestion, answer: str, *, by: Person) -> None:
    """Do not take a suggestion in, and tell its writer why. Raises NotAllowed, and Refused where no reason is given."""
    must(by, Role.EDITOR, area=suggestion.area_id)
    if not answer.strip():
        raise Refused([Problem("answer", "No reason was given.", "Say why in a sentence.")])
    _decided(_waiting(suggestion), answer, by, taken=False)


def _waiting(suggestion: Suggestion) -> Suggestion:
    locked = Suggestion.objects.select_for_update(no_key=True).get(pk=suggestion.pk)
    if locked.state != State.WAITING:
        raise Refused([Problem("answer", "It is decided already.", "Look at it again.")])
    return locked


def _decided(one: Suggestion, answer: str, by: Person, *, taken: bool) -> None:
    one.state = State.TAKEN if taken else State.DECLINED
    one.decided_at, one.decided_by = timezone.now(), str(by)
    one.answer = answer.replace("\x00", "").strip()[:WORDS_LETTERS]
    one.save()
    became = "taken in" if taken else "not taken in"
    if one.mail:
        said = f"Your suggestion for 30 by 30 in {one.area.name}, {one.name}, was {became}.\n"
        if one.answer:
            said += f"\n{one.answer}\n"
        if one.candidate:
            page = settings.ADDRESS + reverse("thirty:candidate", args=[one.area.slug, one.candidate.ref])
            said += (
                f"\nIt is a candidate now. Whether it counts, and what it lacks, everyone can see here:\n\n    {page}\n"
            )
        subject = f"Your suggestion for 30 by 30: {became}"
        post(to=one.mail, subject=subject, text=said, key=f"suggestion {one.pk} decided", by=str(by))
    record("decide a suggestion for 30 by 30", one.on_record, by=str(by), became=became, area=one.area_id)


def unproven(now: datetime) -> "QuerySet[Suggestion]":
    """Suggestions whose address was never proved."""
    return Suggestion.objects.filter(state=State.UNPROVEN, made_at__lt=now - UNPROVEN_KEPT).order_by("pk")


def with_old_addresses(now: datetime) -> "QuerySet[Suggestion]":
    """Suggestions that were proved, with mail addresses that have been kept long enough."""
    found = Suggestion.objects.exclude(state=State.UNPROVEN).exclude(mail="")
    return found.filter(made_at__lt=now - ADDRESSES_KEPT).order_by("pk")


@transaction.atomic
def delete_unproven(rows: "QuerySet[Suggestion]", by: str) -> None:  # noqa: ARG001  # recorded with the rule
    """Delete suggestions that nobody proved to be theirs, and who was asked."""
    _forget_letters(one.pk for one in rows)
    rows.delete()


@transaction.atomic
def forget_addresses(rows: "QuerySet[Suggestion]", by: str) -> None:  # noqa: ARG001  # recorded with the rule
    """Take the mail addresses away, in letters too; what was suggested, and what became of it, stays."""
    found = [one.pk for one in rows]
    _forget_letters(found)
    Suggestion.objects.filter(pk__in=found).update(mail="", token_hash="")


def _forget_letters(suggestions: Iterable[int]) -> None:
    keys = [f"suggestion {one}{letter}" for one in suggestions for letter in ("", " decided")]
    forget(Message.objects.filter(key__in=keys))


def given_by(mail: str) -> list[dict[str, object]]:
    """What is held with this very mail address, as plain data."""
    found = Suggestion.objects.filter(mail__iexact=mail).select_related("area")
    return [
        {
            "area": one.area.name,
            "name": one.name,
            "why": one.why,
            "land": one.parcels,
            "sent": one.made_at,
            "state": one.get_state_display(),
            "answer": one.answer,
        }
        for one in found.exclude(state=State.UNPROVEN)
    ]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
