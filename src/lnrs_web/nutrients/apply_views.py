"""Applying for credits, and the applicant's own pages: to anybody else these are not there."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.document.pdf import render_pdf
from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_people, person_of
from lnrs_web.areas.queries import slug_of
from lnrs_web.config.clock import today
from lnrs_web.exports.answers import pdf_response
from lnrs_web.nutrients import course, printed, queries
from lnrs_web.nutrients import development_form as form
from lnrs_web.nutrients.actions import applications
from lnrs_web.nutrients.budget_views import catchment_of, read
from lnrs_web.nutrients.models import Application, Certificate
from lnrs_web.nutrients.problems import Refused
from lnrs_web.nutrients.public_frame import area_here, shown
from lnrs_web.nutrients.typed import Field
from lnrs_web.pages.limits import limited, prints

applies = limited("apply for credits", times=20, seconds=600, methods=("POST",))
FIELDS = (
    Field("organisation", "For whom you apply", hint="The person or company that certificates are made out to."),
    Field("planning_authority", "Planning authority"),
    Field("planning_reference", "Planning reference, if there is one"),
)


@applies
@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def apply(request: HttpRequest, area: str) -> HttpResponse:
    """Shows what a development needs, asks who applies and for what, and takes the application."""
    found = area_here(area)
    scheme, values = queries.scheme_of(found), request.GET.dict()
    if scheme is None:
        raise Http404
    on = today()
    open_now = next((one for one in scheme.rounds.filter(allocated_on=None) if one.is_open(on)), None)
    given = form.typed(values)
    file, told = read(given, catchment_of(values)) if values else ("", None)
    if open_now is None or told is None:
        return shown(request, found, area, "no_application", scheme=scheme, open_now=open_now)
    needed: list[str] = [one for one in told.nutrients if applications.lines_for(told, (one,))]
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        typed = {field.name: request.POST.get(field.name, "") for field in FIELDS}
        chosen = tuple(one for one in needed if one in request.POST.getlist("nutrients"))
        try:
            new = applications.NewApplication(**typed, file=file, nutrients=chosen)
            made = applications.apply(open_now, new, by=person_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("credits:own", made.public_id)
    return shown(
        request,
        found,
        area,
        "apply",
        status=400 if problems else 200,
        scheme=scheme,
        round=open_now,
        development=told.development,
        fields=FIELDS,
        typed=request.POST,
        problems=problems,
        wrong={one.where for one in problems},
        lines=[(one, applications.lines_for(told, (one,))) for one in needed],
        chosen=request.POST.getlist("nutrients") if request.method == "POST" else needed,
        query=request.GET.urlencode(),
    )


@require_safe
@for_people
def every_one(request: HttpRequest) -> HttpResponse:
    """Every application of somebody."""
    found = course.of_each(Application.objects.filter(applicant=person_of(request)).order_by("-id"))
    return render(request, "nutrients/mine.html", {"found": found})


def _own(request: HttpRequest, public_id: UUID) -> Application:
    found = Application.objects.filter(applicant=person_of(request), public_id=public_id)
    if (one := found.select_related("round__scheme").first()) is None:
        raise Http404
    return one


@require_safe
@for_people
def own(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One application of somebody: where it stands, what is due, its certificates."""
    one = _own(request, public_id)
    standing = course.of(one)
    known = {
        "one": one,
        "standing": standing,
        "slug": slug_of(one.scheme.of),
        "on": today(),
        "certificates": [(each, *course.says(each, today())) for each in one.certificates.all()],
        "can_withdraw": standing.state == course.APPLIED,
    }
    return render(request, "nutrients/own.html", known)


@prints
@require_safe
@for_people
def certificate_pdf(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """A certificate of one's own application as tagged PDF."""
    found = Certificate.objects.filter(application=_own(request, public_id), code=code).first()
    if found is None:
        raise Http404
    return pdf_response(render_pdf(printed.certificate(found)), f"certificate-{found.code}", private=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Asks whether an application is to be withdrawn, and withdraws it."""
    one = _own(request, public_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            applications.withdraw(one, by=person_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("credits:own", public_id)
    status = 400 if problems else 200
    return render(request, "nutrients/withdraw.html", {"one": one, "problems": problems}, status=status)
