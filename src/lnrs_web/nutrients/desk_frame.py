"""What the pages of the ledger at the desk have in common: they are for officers of the area."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from lnrs.model import Area
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.areas.queries import area_called, slug_of
from lnrs_web.config.clock import today
from lnrs_web.nutrients.models import Scheme
from lnrs_web.nutrients.problems import Refused
from lnrs_web.nutrients.queries import scheme_of
from lnrs_web.nutrients.typed import Form, read

SECTION = "nutrients_desk:all"
View = Callable[..., HttpResponseBase]


def of_area(view: View) -> View:
    """A view for officers of an area, which is given the area in place of its name in the address."""

    @for_officers
    @wraps(view)
    def found(request: HttpRequest, area: str, **parts: object) -> HttpResponseBase:
        if (one := area_called(area)) is None:
            raise Http404
        must_be_officer_of(one.lnrs_id, person_of(request))
        return view(request, one, **parts)

    return found


def of_scheme(view: View) -> View:
    """A view for officers of an area that has a scheme, which is given the scheme."""

    @of_area
    @wraps(view)
    def found(request: HttpRequest, area: Area, **parts: object) -> HttpResponseBase:
        if (scheme := scheme_of(area)) is None:
            raise Http404
        return view(request, scheme, **parts)

    return found


def shown(
    request: HttpRequest, area: Area, template: str, scheme: Scheme | None = None, status: int = 200, **context: object
) -> HttpResponse:
    """A page of the desk about the scheme of an area."""
    frame = {"section": SECTION, "area": area, "slug": slug_of(area), "scheme": scheme, "on": today()}
    return render(request, f"nutrients/desk/{template}.html", frame | context, status=status)


def asked(
    request: HttpRequest, area: Area, form: Form, target: object, back: str, scheme: Scheme | None = None
) -> HttpResponse:
    """Shows a form, and does what it says with what was typed; `back` is the address that it leads to."""
    known = {"form": form, "back": back, "scheme": scheme}
    if request.method != "POST":
        start = {field.name: field.start for field in form.fields}
        return shown(request, area, "form", typed=start, wrong=(), **known)  # type: ignore[arg-type]
    values, problems = read(form.fields, request.POST)
    if not problems:
        try:
            form.do(target, values, by=person_of(request))
        except Refused as refused:
            problems = list(refused.problems)
        else:
            return redirect(back)
    wrong = {one.where for one in problems}
    return shown(request, area, "form", status=400, typed=request.POST, problems=problems, wrong=wrong, **known)  # type: ignore[arg-type]
