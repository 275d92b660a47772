"""What becomes of reserved credits: paid for, certified, decided on, certified for good, used - or released."""

from datetime import date
from uuid import uuid4

from django.db import transaction

from lnrs.errors import Problem
from lnrs.nutrients.credits import pounds
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.audit.actions import record
from lnrs_web.nutrients import addresses, course, letters
from lnrs_web.nutrients.accounts import Kind, Move
from lnrs_web.nutrients.course import Standing
from lnrs_web.nutrients.deadlines import permission_by
from lnrs_web.nutrients.models import Application, Certificate, Movement, Scheme, Step
from lnrs_web.nutrients.posting import Leg, post
from lnrs_web.nutrients.problems import Refused
from lnrs_web.outbox import actions as outbox
from lnrs_web.pages.codes import new_code

NOT_PAID = "Note the payment first; where its bill was cancelled, reverse that in the ledger."


def _held(application: Application, by: Person) -> Standing:
    """An application as it stands, held until the transaction ends. Raises NotAllowed."""
    must_be_officer_of(application.scheme.area, by)
    Scheme.objects.select_for_update(no_key=True).get(pk=application.scheme.pk)  # one act of a scheme at a time
    return course.of(Application.objects.select_for_update(no_key=True).get(pk=application.pk))


def _must(*states: str, where: str, standing: Standing) -> list[Problem]:
    """A problem where an application is in none of some states."""
    if standing.state in states:
        return []
    return [Problem(where, f"The application is at another step: {standing.words}.", "Look at it again.")]


def _moved(
    standing: Standing, move: Move, legs: list[Leg], *, by: Person, because: str = "", once: str = ""
) -> Movement:
    one = standing.application
    once = once or f"{move.value} {one.reference} {one.steps.count()}"
    done = post(one.scheme, move, legs, on=standing.on, once=once, by=by.email, because=because)
    Step.objects.create(application=one, movement=done)
    return done


def _legs(standing: Standing, source: Kind, target: Kind) -> list[Leg]:
    """All that an application holds in one account, on its way to another."""
    held = sorted((supply.pk, supply, grams) for (supply, kind), grams in standing.holds.items() if kind is source)
    return [Leg(source, target, grams, supply) for _, supply, grams in held]


def _noted(standing: Standing, what: str, became: str = "", *, by: Person) -> None:
    one = standing.application
    record(what, one.reference, by=by.email, became=became, area=one.scheme.area)


@transaction.atomic
def note_payment(application: Application, pence: int, *, mark: str = "", by: Person) -> Movement:
    """Note that some of what is owed was paid; the same `mark` again is the same payment, sent twice.

    Raises NotAllowed and Refused.
    """
    standing = _held(application, by)
    once = f"pay {standing.application.reference} {mark or uuid4().hex}"
    if (known := Movement.objects.filter(once=once).first()) is not None:
        return known
    if not 0 < pence <= standing.owed:
        what = "The amount is not above 0, or is more than what is owed."
        raise Refused([Problem("pence", what, "Look at what is owed.")])
    done = _moved(standing, Move.PAY, [Leg(Kind.OWED, Kind.PAID, pence)], by=by, once=once)
    _noted(standing, "note credit payment", pounds(pence), by=by)
    return done


@transaction.atomic
def issue_provisional(application: Application, signed_on: date, *, by: Person) -> Certificate:
    """Give the provisional certificate once the offer is signed and the deposit paid. Raises NotAllowed and Refused."""
    standing = _held(application, by)
    problems = _must(Kind.RESERVED, where="signed_on", standing=standing)
    if standing.owed or not standing.is_deposit_paid:
        problems.append(Problem("signed_on", "The deposit is not paid.", NOT_PAID))
    offered = standing.course.offered_on
    if signed_on > standing.on or (offered and signed_on < offered):
        problems.append(Problem("signed_on", "It was not signed between the offer and today.", "Look at the day."))
    if problems:
        raise Refused(problems)
    standing.application.signed_on = signed_on
    standing.application.save(update_fields=["signed_on"])
    moved = _moved(standing, Move.PROVISIONAL, _legs(standing, Kind.RESERVED, Kind.PROVISIONAL), by=by)
    return _issued(standing, Certificate.Sort("provisional"), moved, by=by)


@transaction.atomic
def extend(application: Application, until: date, because: str, *, by: Person) -> None:
    """Give an application longer to get permission, in writing. Raises NotAllowed and Refused."""
    standing = _held(application, by)
    one, problems = standing.application, _must(Kind.PROVISIONAL, where="until", standing=standing)
    issued = standing.course.provisional_on
    if issued and until <= max(permission_by(issued, one.extended_until), standing.on):
        problems.append(Problem("until", "That is no longer than it has already.", "Give a later day."))
    if not because.strip():
        problems.append(Problem("because", "No reason is given.", "Say why, as in the letter."))
    if one.decided_on:
        problems.append(Problem("until", "The decision is there already.", "Go on with that."))
    if problems:
        raise Refused(problems)
    one.extended_until, one.extended_because = until, because.strip()
    one.save(update_fields=["extended_until", "extended_because"])
    _noted(standing, "extend provisional certificate", f"{until}: {because.strip()}", by=by)


@transaction.atomic
def note_decision(
    application: Application, *, decided_on: date, granted: bool, told_on: date, reference: str, by: Person
) -> None:
    """Note what the planning authority decided; where it granted permission the rest is billed.

    Raises NotAllowed and Refused.
    """
    standing = _held(application, by)
    one, problems = standing.application, _must(Kind.PROVISIONAL, where="decided_on", standing=standing)
    if not decided_on <= told_on <= standing.on:
        problems.append(Problem("decided_on", "The days are not in order, or lie ahead.", "Look at them again."))
    if one.decided_on:
        problems.append(Problem("decided_on", "A decision is noted already.", "Look at it again."))
    if granted and not reference.strip():
        problems.append(Problem("reference", "The planning reference is missing.", "Copy it from the decision."))
    if len(reference) > 100:
        problems.append(Problem("reference", "The planning reference has more than 100 letters.", "Shorten it."))
    if problems:
        raise Refused(problems)
    one.decided_on, one.granted, one.told_on = decided_on, granted, told_on
    one.planning_reference = reference.strip() or one.planning_reference
    one.save(update_fields=["decided_on", "granted", "told_on", "planning_reference"])
    if granted and (rest := (standing.full_pence or 0) - standing.paid - standing.owed) > 0:
        _moved(standing, Move.BILL, [Leg(Kind.BILLED, Kind.OWED, rest)], by=by)
    _noted(standing, "note planning decision", f"{'granted' if granted else 'refused'} {decided_on}", by=by)


@transaction.atomic
def undo_decision(application: Application, because: str, *, by: Person) -> None:
    """Take back a decision that was noted by mistake: the certificate runs on as before it, and what was billed for it
    and not paid is cancelled; what is paid stays paid. The right one is noted anew.

    Raises NotAllowed, and Refused without a reason, where none is noted, or where credits went on since.
    """
    standing = _held(application, by)
    one, problems = standing.application, _must(Kind.PROVISIONAL, where="because", standing=standing)
    if one.decided_on is None:
        problems.append(Problem("because", "No decision is noted.", "Look at the application again."))
    if not because.strip():
        problems.append(Problem("because", "No reason is given.", "Say what the mistake was."))
    if problems:
        raise Refused(problems)
    was = f"{'granted' if one.granted else 'refused'} {one.decided_on}"
    one.decided_on, one.granted, one.told_on = None, None, None
    one.save(update_fields=["decided_on", "granted", "told_on"])
    if standing.owed:
        _moved(standing, Move.CANCEL, [Leg(Kind.OWED, Kind.BILLED, standing.owed)], by=by, because=because.strip())
    _noted(standing, "undo planning decision", f"{was}; {because.strip()}", by=by)


@transaction.atomic
def issue_final(application: Application, *, by: Person) -> Certificate:
    """Give the final certificate once permission is granted and all is paid. Raises NotAllowed and Refused."""
    standing = _held(application, by)
    problems = _must(Kind.PROVISIONAL, where="final", standing=standing)
    if not standing.application.granted:
        problems.append(Problem("final", "Permission is not granted.", "Note the decision first."))
    if standing.owed or not standing.is_paid:
        problems.append(Problem("final", "Not all is paid.", NOT_PAID))
    if problems:
        raise Refused(problems)
    moved = _moved(standing, Move.FINAL, _legs(standing, Kind.PROVISIONAL, Kind.FINAL), by=by)
    return _issued(standing, Certificate.Sort("final"), moved, by=by)


def _issued(standing: Standing, sort: Certificate.Sort, moved: Movement, *, by: Person) -> Certificate:
    one = standing.application
    made = Certificate.objects.create(
        code=new_code(), application=one, sort=sort, movement=moved, issued_on=standing.on, issued_by=by.email
    )
    if one.applicant:
        subject, text = letters.issued(made, addresses.verification(made))
        outbox.post(to=one.applicant.email, subject=subject, text=text, key=f"certificate {made.code}", by=by.email)
    _noted(standing, f"issue {made.get_sort_display()}", made.code, by=by)
    return made


@transaction.atomic
def retire(application: Application, *, by: Person) -> Movement:
    """Note that the development is lived in: its credits are used for good. Raises NotAllowed and Refused."""
    standing = _held(application, by)
    if problems := _must(Kind.FINAL, where="retire", standing=standing):
        raise Refused(problems)
    done = _moved(standing, Move.RETIRE, _legs(standing, Kind.FINAL, Kind.RETIRED), by=by)
    _noted(standing, "retire credits", by=by)
    return done


@transaction.atomic
def release(application: Application, because: str, *, by: Person) -> Movement:
    """Give what is held for an application back to the supply, and cancel what it owes.

    Raises NotAllowed, and Refused for one that holds nothing that can go back, or without a reason.
    """
    standing = _held(application, by)
    problems = _must(Kind.RESERVED, Kind.PROVISIONAL, where="because", standing=standing)
    if not because.strip():
        problems.append(Problem("because", "No reason is given.", "Say why: the applicant is told."))
    if problems:
        raise Refused(problems)
    legs = [leg for kind in (Kind.RESERVED, Kind.PROVISIONAL) for leg in _legs(standing, kind, Kind.AVAILABLE)]
    done = _moved(standing, Move.RELEASE, legs, by=by, because=because.strip())
    if standing.owed:
        _moved(standing, Move.CANCEL, [Leg(Kind.OWED, Kind.BILLED, standing.owed)], by=by)
    one = standing.application
    if one.applicant:
        subject, text = letters.released(one, because.strip(), addresses.own_page(one))
        key = f"credits released {done.public_id}"
        outbox.post(to=one.applicant.email, subject=subject, text=text, key=key, by=by.email)
    _noted(standing, "release credits", because.strip(), by=by)
    return done
