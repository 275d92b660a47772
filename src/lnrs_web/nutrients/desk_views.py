"""The ledger at the desk: the scheme, its supply, its rounds and applications, and what is done with them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.errors import Problem
from lnrs.model import Area, areas
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import areas_of
from lnrs_web.areas.queries import slug_of
from lnrs_web.audit.queries import done_to
from lnrs_web.config.clock import today
from lnrs_web.nutrients import course, forms, queries
from lnrs_web.nutrients.accounts import HOLDING, kinds_of
from lnrs_web.nutrients.actions.rounds import allocate_round, proposed
from lnrs_web.nutrients.basis import basis_of
from lnrs_web.nutrients.desk_frame import SECTION, asked, of_area, of_scheme, shown
from lnrs_web.nutrients.models import Application, Movement, Round, Scheme, Supply
from lnrs_web.nutrients.problems import Refused
from lnrs_web.nutrients.statement import quarters

FORM = ("GET", "HEAD", "POST")
ON_A_PAGE = 50


@require_safe
@for_officers
def every_area(request: HttpRequest) -> HttpResponse:
    """The schemes of an officer's areas."""
    mine = areas_of(person_of(request))
    schemes = {one.area: one for one in Scheme.objects.filter(area__in=mine)}
    found = [(area, slug_of(area), schemes.get(area.lnrs_id)) for area in areas() if area.lnrs_id in mine]
    if len(found) == len(areas()):
        found = [one for one in found if one[2]]
    return render(request, "nutrients/desk/all.html", {"section": SECTION, "found": found})


@require_safe
@of_area
def overview(request: HttpRequest, area: Area) -> HttpResponse:
    """What there is, what is due, what waits for an officer."""
    if (scheme := queries.scheme_of(area)) is None:
        return shown(request, area, "none")
    standings = course.of_each(Application.objects.standing().filter(round__scheme=scheme).order_by("-id"))
    dues = sorted(((due.last, due, one) for one in standings for due in one.dues), key=lambda row: row[0])
    return shown(
        request,
        area,
        "overview",
        scheme,
        totals=queries.totals(scheme),
        kinds=HOLDING,
        supplies=[(one, queries.balances_of(one)) for one in scheme.supplies.prefetch_related("accounts")],
        prices=queries.price_list(scheme, today()),
        rounds=scheme.rounds.annotate(asked=Count("applications")),
        page=Paginator(standings, ON_A_PAGE).get_page(request.GET.get("p")),
        dues=dues,
        quarters=quarters(scheme, today()),
    )


@require_http_methods(FORM)
@of_area
def new(request: HttpRequest, area: Area, what: str) -> HttpResponse:
    """Begins a scheme, or adds a price, a supply or a round to it."""
    scheme = queries.scheme_of(area)
    if what not in forms.NEW or (scheme is None) != (what == "scheme"):
        raise Http404
    back = reverse("nutrients_desk:area", args=[slug_of(area)])
    return asked(request, area, forms.NEW[what](today()), scheme or area, back, scheme)


@require_safe
@of_scheme
def supply(request: HttpRequest, scheme: Scheme, public_id: UUID) -> HttpResponse:
    """One supply: its evidence, what there is of it, and every movement."""
    one = get_object_or_404(Supply, scheme=scheme, public_id=public_id)
    return shown(
        request,
        scheme.of,
        "supply",
        scheme,
        supply=one,
        balances=queries.balances_of(one),
        kinds=kinds_of(one.nutrient),
        movements=queries.movements(scheme).filter(entries__source__supply=one).distinct(),
        ended=one.until is not None and one.until <= today(),
    )


@require_http_methods(FORM)
@of_scheme
def do_to_supply(request: HttpRequest, scheme: Scheme, public_id: UUID, what: str) -> HttpResponse:
    """Takes grams off a supply, or notes that it has come to its end."""
    one = get_object_or_404(Supply, scheme=scheme, public_id=public_id)
    if (form := forms.of_supply(what, one)) is None:
        raise Http404
    back = reverse("nutrients_desk:supply", args=[slug_of(scheme.of), public_id])
    return asked(request, scheme.of, form, one, back, scheme)


@require_safe
@of_scheme
def one_round(request: HttpRequest, scheme: Scheme, public_id: UUID) -> HttpResponse:
    """A round with its applications, and what each got and why."""
    found = get_object_or_404(Round, scheme=scheme, public_id=public_id)
    standings = course.of_each(found.applications.all())
    open_now = found.is_open(today())
    return shown(request, scheme.of, "round", scheme, round=found, standings=standings, open_now=open_now)


@require_http_methods(FORM)
@of_scheme
def allocate(request: HttpRequest, scheme: Scheme, public_id: UUID) -> HttpResponse:
    """Shows what each application would get and why, and gives it."""
    found = get_object_or_404(Round, scheme=scheme, public_id=public_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            allocate_round(found, by=person_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("nutrients_desk:round", slug_of(scheme.of), public_id)
    applications = {one.reference: one for one in found.applications.prefetch_related("lines")}
    would = [] if found.allocated_on else [(one, applications[one.reference]) for one in proposed(found, today())]
    return shown(
        request,
        scheme.of,
        "allocate",
        scheme,
        status=400 if problems else 200,
        round=found,
        would=would,
        closed=today() > found.closes_on,
        problems=problems,
    )


@require_safe
@of_scheme
def application(request: HttpRequest, scheme: Scheme, public_id: UUID) -> HttpResponse:
    """An application: where it stands, what is due, what may be done, what was done."""
    one = get_object_or_404(Application, round__scheme=scheme, public_id=public_id)
    standing = course.of(one)
    return shown(
        request,
        scheme.of,
        "application",
        scheme,
        one=one,
        standing=standing,
        basis=basis_of(one),
        forms=forms.of_application(standing),
        certificates=[(each, *course.says(each, today())) for each in one.certificates.all()],
        movements=queries.movements(scheme).filter(step__application=one),
        events=done_to(one.reference),
    )


@require_http_methods(FORM)
@of_scheme
def do_to_application(request: HttpRequest, scheme: Scheme, public_id: UUID, what: str) -> HttpResponseBase:
    """Takes an application a step further. One that is at another step by now is shown as it stands."""
    one = get_object_or_404(Application, round__scheme=scheme, public_id=public_id)
    back = reverse("nutrients_desk:application", args=[slug_of(scheme.of), public_id])
    if what not in STEPS:
        raise Http404
    if (form := forms.of_application(course.of(one)).get(what)) is None:
        return redirect(back)
    return asked(request, scheme.of, form, one, back, scheme)


STEPS = ("refuse", "payment", "provisional", "decision", "undo-decision", "extension", "final", "retire", "release")


@require_http_methods(FORM)
@of_scheme
def reverse_movement(request: HttpRequest, scheme: Scheme, public_id: UUID) -> HttpResponse:
    """Reverses a movement that was entered by mistake."""
    one = get_object_or_404(Movement, scheme=scheme, public_id=public_id)
    back = reverse("nutrients_desk:ledger", args=[slug_of(scheme.of)])
    return asked(request, scheme.of, forms.reversal(one), one, back, scheme)
