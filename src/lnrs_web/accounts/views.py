"""The pages of somebody's own account."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lnrs_web.accounts import actions, queries
from lnrs_web.accounts.guard import for_people, person_of


@require_safe
@for_people
def home(request: HttpRequest) -> HttpResponse:
    """Who has signed in, and what they can do with their account."""
    person = person_of(request)
    return render(request, "accounts/home.html", {"person": person, "offices": queries.offices_of(person)})


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
        return render(request, "accounts/delete.html", {"person": person, "offices": queries.offices_of(person)})
    actions.delete_account(person, by=person)
    logout(request)
    return redirect("account_deleted")


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Says that the account is gone."""
    return render(request, "accounts/deleted.html")
