"""The pages of somebody's own account."""

from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lnrs_web.accounts import actions, consents, queries
from lnrs_web.accounts.guard import for_people, person_of


@require_safe
@for_people
def home(request: HttpRequest) -> HttpResponse:
    """Who has signed in, and what they can do with their account."""
    person = person_of(request)
    shown = {"person": person, "offices": queries.offices_of(person), "consents": person.consents.all()}
    return render(request, "accounts/home.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Asks whether a consent is to be taken back, and takes it back."""
    found = get_object_or_404(person_of(request).consents, public_id=public_id, withdrawn_at=None)
    if request.method != "POST":
        return render(request, "accounts/withdraw.html", {"consent": found})
    consents.withdraw(found, by=person_of(request))
    return redirect("account")


@require_safe
@for_people
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept under the account, as a file."""
    answer = JsonResponse(queries.all_about(person_of(request)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def delete(request: HttpRequest) -> HttpResponse:
    """Asks whether the account is to go, and takes it away."""
    person = person_of(request)
    if request.method != "POST":
        return render(request, "accounts/delete.html", {"person": person, "stays": queries.what_stays(person)})
    actions.delete_account(person, by=person)
    logout(request)
    return redirect("account_deleted")


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Says that the account is gone."""
    return render(request, "accounts/deleted.html")
