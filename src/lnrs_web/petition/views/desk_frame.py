"""What the pages of petitions at the desk have in common: whose they are, and how a form that is refused comes back."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import may, must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.petition.models import Petition

SECTION = "petition_desk:all"
FORM = ("GET", "HEAD", "POST")
ROLES = (Role.MODERATOR,)
"""Who may look after signatures, beside officers; the petition itself is for officers alone."""
View = Callable[..., HttpResponseBase]


def of_petition(view: View) -> View:
    """A view for those with a role in the area of a petition, which is given the petition."""

    @for_officers
    @wraps(view)
    def found(request: HttpRequest, public_id: UUID, **parts: object) -> HttpResponseBase:
        one = get_object_or_404(Petition.objects.select_related("area"), public_id=public_id)
        must(person_of(request), *ROLES, area=one.area_id)
        return view(request, one, **parts)

    return found


def shown(
    request: HttpRequest,
    template: str,
    area: StrategyArea | None = None,
    petition: Petition | None = None,
    problems: Sequence[Problem] = (),
    typed: Mapping[str, object] | None = None,
    **context: object,
) -> HttpResponse:
    """A page of the desk about petitions; with problems it is a form that is refused, as it was typed."""
    frame = {
        "section": SECTION,
        "area": area or (petition.area if petition else None),
        "petition": petition,
        "is_officer": petition is not None and may(person_of(request), area=petition.area_id),
        "problems": problems,
        "wrong": {one.where for one in problems},
        "typed": request.POST if problems else typed or {},
    }
    return render(request, f"petition/desk/{template}.html", frame | context, status=400 if problems else 200)
