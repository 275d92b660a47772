"""The authorities of a procedure at the desk: who they are and where they are written to."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from lnrs.errors import Problem
from lnrs.law.supporting import BodyKind
from lnrs.model import Area
from lnrs_web.accounts.guard import person_of
from lnrs_web.areas.queries import slug_of
from lnrs_web.procedure import actions
from lnrs_web.procedure.actions import Refused
from lnrs_web.procedure.models import Authority
from lnrs_web.procedure.queries import Known, editions_of, proposed
from lnrs_web.procedure.views import FORM, of_area, shown


@require_http_methods(FORM)
@of_area
def authorities(request: HttpRequest, area: Area) -> HttpResponse:
    """The list; those that seem to take part are proposed, and added together."""
    known = Known(area)
    edition = editions_of(area).filter(stage="published").first() or editions_of(area).first()
    listed = {one.name for one in Authority.objects.filter(procedure=known.procedure)}
    lacking = [one for one in proposed(area, edition) if one[0] not in listed]
    if request.method == "POST":
        chosen = set(request.POST.getlist("name"))
        actions.add_authorities(area, [(*one, "") for one in lacking if one[0] in chosen], by=person_of(request))
        return redirect("procedure:authorities", slug_of(area))
    withdrawn = Authority.objects.filter(procedure=known.procedure, withdrawn_at__isnull=False)
    return shown(request, area, "authorities", known=known, proposed=lacking, withdrawn=withdrawn)


@require_http_methods(FORM)
@of_area
def add(request: HttpRequest, area: Area) -> HttpResponse:
    """Adds one authority."""
    if request.method != "POST":
        return _form(request, area)
    typed, problems = _typed(request, with_name=True)
    if Authority.objects.filter(procedure__area=area.lnrs_id, name=typed["name"], withdrawn_at=None).exists():
        problems.append(Problem("name", f"{typed['name']} is on the list already.", "Change it there."))
    if problems:
        return _form(request, area, typed, problems)
    row = typed["name"], typed["role"], typed["kind"], typed["email"]
    actions.add_authorities(area, [row], by=person_of(request))
    return redirect("procedure:authorities", slug_of(area))


@require_http_methods(FORM)
@of_area
def change(request: HttpRequest, area: Area, public_id: UUID) -> HttpResponse:
    """Corrects one, or takes it off the list with a reason."""
    found = get_object_or_404(
        Authority.objects.select_related("procedure"), procedure__area=area.lnrs_id, public_id=public_id
    )
    as_it_is = {"role": found.role, "kind": found.kind, "email": found.email}
    if request.method != "POST":
        return _form(request, area, as_it_is, authority=found)
    if request.POST.get("step") == "withdraw":
        try:
            actions.withdraw_authority(found, request.POST.get("because", ""), by=person_of(request))
        except Refused as refused:
            return _form(request, area, as_it_is, list(refused.problems), authority=found)
    else:
        typed, problems = _typed(request)
        if problems:
            return _form(request, area, typed, problems, authority=found)
        actions.change_authority(found, **typed, by=person_of(request))
    return redirect("procedure:authorities", slug_of(area))


def _typed(request: HttpRequest, *, with_name: bool = False) -> tuple[dict[str, str], list[Problem]]:
    names = (*(("name",) if with_name else ()), "role", "kind", "email")
    typed, problems = {name: request.POST.get(name, "").strip() for name in names}, []
    if with_name and not typed["name"]:
        problems.append(Problem("name", "It has no name.", "Write the authority’s name."))
    if typed["role"] not in Authority.Role.values:
        problems.append(Problem("role", "You have not said what it is here.", "Choose one."))
    if typed["kind"] and typed["kind"] not in set(BodyKind):
        problems.append(Problem("kind", "There is no such kind of authority.", "Choose one of the list."))
    try:
        if typed["email"]:
            validate_email(typed["email"])
    except ValidationError:
        problems.append(Problem("email", f"{typed['email']} is not a mail address.", "Correct it, or leave it out."))
    return typed, problems


def _form(
    request: HttpRequest,
    area: Area,
    typed: dict[str, str] | None = None,
    problems: list[Problem] | None = None,
    authority: Authority | None = None,
) -> HttpResponse:
    return shown(
        request,
        area,
        "authority",
        status=400 if problems else 200,
        typed=typed or {},
        problems=problems or (),
        wrong={one.where for one in problems or ()},
        authority=authority,
        roles=Authority.Role.choices,
        kinds=[str(kind) for kind in BodyKind],
    )
