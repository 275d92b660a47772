"""Somebody applies for the credits of a development and takes the application back, or an officer refuses it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from lnrs.errors import NotInForce, NutrientProblems, Problem
from lnrs.nutrients.budget import Budget, budget
from lnrs.nutrients.credits import credits_needed, grams_needed
from lnrs.nutrients.reading import DevelopmentFile, parse
from lnrs.nutrients.rules import rules_on
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import NotAllowed, must_be_officer_of
from lnrs_web.accounts.queries import account_name
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import today
from lnrs_web.nutrients import addresses, letters
from lnrs_web.nutrients.models import Application, Line, Round, Scheme, Term
from lnrs_web.nutrients.problems import Refused
from lnrs_web.outbox import actions as outbox

FILE = "development.toml"
MOST_FILE_LETTERS = 50_000
MOST_IN_A_ROUND = 20
"""Applications of one person."""


@dataclass(frozen=True, kw_only=True)
class NewApplication:
    """An application as somebody sends it."""

    organisation: str
    planning_authority: str
    planning_reference: str
    file: str
    """The development as `lnrs nutrients` reads it, coefficients and all."""
    nutrients: tuple[str, ...]
    """The nutrients that credits are wanted of."""


def worked_out(file: str) -> tuple[DevelopmentFile, Budget]:
    """The development in a file and its budget, by the rules of its day. Raises NutrientProblems and NotInForce."""
    if len(file) > MOST_FILE_LETTERS:
        raise NutrientProblems([Problem(FILE, f"has more than {MOST_FILE_LETTERS:,} letters.", "Shorten it.")])
    given = parse(file, FILE)
    rules = rules_on(given.development.as_of)
    return given, budget(given.development, given.catchment, rules)


def lines_for(found: Budget, nutrients: tuple[str, ...]) -> list[Line]:
    """The credits that cover a budget: what is needed for ever, and what is needed beyond it until a day."""
    lines = []
    for nutrient, one in found.nutrients.items():
        needs = ((Term.PERMANENT, one.permanent_kg, None), (Term.TEMPORARY, one.temporary_kg, one.temporary_until))
        for term, kg, until in needs if nutrient in nutrients else ():
            if grams := grams_needed(kg):
                facts = {"term": term, "until": until, "need_g": grams, "credits": credits_needed(grams)}
                lines.append(Line(nutrient=nutrient, **facts))
    return lines


@transaction.atomic
def apply(round: Round, new: NewApplication, *, by: Person) -> Application:
    """Take an application, and send its receipt. Raises Refused with every problem."""
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=round.scheme_id)
    round = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    problems = _problems(round, new, by)
    found, lines = None, []
    try:
        given, found = worked_out(new.file)
        lines = lines_for(found, new.nutrients)
        if given.catchment.name != scheme.catchment:
            what = f"The development is not in {scheme.of_catchment.title}."
            problems.append(Problem("development", what, "Ask the scheme of its own catchment."))
        if not lines:
            problems.append(Problem("nutrients", "No credits are needed of what is chosen.", "Choose a nutrient."))
    except (NutrientProblems, NotInForce) as error:
        problems += [Problem("development", f"{one.where} {one.what}", one.do) for one in error.problems]
    if problems or found is None:
        raise Refused(problems)
    number = Application.objects.filter(round__scheme=scheme).count() + 1
    one = Application.objects.create(
        reference=f"NC{scheme.area:02}-{number:05}",
        round=round,
        applicant=by,
        organisation=new.organisation.strip(),
        development=found.development.name[:200],
        planning_authority=new.planning_authority.strip(),
        planning_reference=new.planning_reference.strip(),
        dwellings=found.development.dwellings,
        file=new.file,
        rules=found.rules.name,
    )
    for line in lines:
        line.application = one
    Line.objects.bulk_create(lines)
    subject, text = letters.received(one, addresses.own_page(one))
    outbox.post(to=by.email, subject=subject, text=text, key=f"credits application {one.reference}", by="the site")
    became = f"{one.dwellings} dwellings: {', '.join(map(str, lines))}"
    record("apply for credits", one.reference, by=account_name(by), became=became, area=scheme.area)
    return one


def _problems(round: Round, new: NewApplication, by: Person) -> list[Problem]:
    words = (
        ("organisation", "For whom you apply", new.organisation, 200),
        ("planning_authority", "The planning authority", new.planning_authority, 200),
        ("planning_reference", "The planning reference", new.planning_reference, 100),
    )
    found = []
    for name, what, given, most in words:
        if not given.strip() and name != "planning_reference":
            found.append(Problem(name, f"{what} is missing.", "Write it down."))
        if len(given.strip()) > most:
            found.append(Problem(name, f"{what} has more than {most} letters.", "Shorten it."))
    if not round.is_open(today()):
        found.append(Problem("round", "The round is not open.", "Look when the next one opens."))
    own = round.applications.standing().filter(applicant=by)
    if own.count() >= MOST_IN_A_ROUND:
        found.append(Problem("round", f"You have {MOST_IN_A_ROUND} applications in it already.", "Withdraw one first."))
    if own.filter(file=new.file).exists():
        found.append(Problem("development", "You have applied for this development already.", "Look at your credits."))
    return found


@transaction.atomic
def withdraw(application: Application, *, by: Person) -> None:
    """Take an application back before its round is allocated. Raises NotAllowed for anybody but its applicant, and
    Refused once it is."""
    round = Round.objects.select_for_update(no_key=True).get(pk=application.round_id)
    one = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    if one.applicant_id != by.pk:
        raise NotAllowed("It is not your application.")
    if _is_over(one, round):
        raise Refused([Problem("withdraw", "It cannot be withdrawn any more.", "Write to the scheme.")])
    one.withdrawn_at = timezone.now()
    one.save(update_fields=["withdrawn_at"])
    record("withdraw credit application", one.reference, by=account_name(by), area=round.scheme.area)


@transaction.atomic
def refuse(application: Application, because: str, *, by: Person) -> None:
    """Leave an application out of its round before that is allocated, and tell its applicant why.

    Raises NotAllowed, and Refused without a reason or where it takes no part in a round any more.
    """
    must_be_officer_of(application.scheme.area, by)
    round = Round.objects.select_for_update(no_key=True).get(pk=application.round_id)
    one = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    problems = []
    if not because.strip():
        problems.append(Problem("because", "No reason is given.", "Say why: the applicant is told."))
    if _is_over(one, round):
        problems.append(Problem("because", "It cannot be refused any more.", "Look at the application again."))
    if problems:
        raise Refused(problems)
    one.refused_on, one.because = today(), because.strip()
    one.save(update_fields=["refused_on", "because"])
    if one.applicant:
        subject, text = letters.refused(one, addresses.own_page(one))
        key = f"credits refused {one.reference}"
        outbox.post(to=one.applicant.email, subject=subject, text=text, key=key, by=by.email)
    record("refuse credit application", one.reference, by=by.email, became=one.because, area=round.scheme.area)


def _is_over(one: Application, round: Round) -> bool:
    """Whether an application takes no part in what is still to be allocated; both are held."""
    return round.allocated_on is not None or one.withdrawn_at is not None or one.refused_on is not None
