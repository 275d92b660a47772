"""The page of the record: who did what, to be looked through by those who answer for an area."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import NotAllowed, areas_with, is_administrator
from lnrs_web.audit.queries import Asked, acts, kinds
from lnrs_web.pages.days import YEARS

SHOWN = 50
NO_DAY = "Write a day as 2026-11-26"


def _day(label: str) -> forms.DateField:
    ends = MinValueValidator(date(YEARS[0], 1, 1), NO_DAY), MaxValueValidator(date(YEARS[-1], 12, 31), NO_DAY)
    shown = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(
        label=label, required=False, widget=shown, validators=ends, error_messages={"invalid": NO_DAY}
    )


class LookForm(forms.Form):
    """Which acts to look for."""

    by = forms.CharField(label="Who", required=False, max_length=200)
    what = forms.ChoiceField(label="What was done", required=False)
    which = forms.CharField(label="To which", required=False, max_length=200)
    since = _day("From")
    until = _day("Until")

    def __init__(self, done: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "Anything"), *((one, one.capitalize()) for one in done)]
        self.fields["what"].error_messages["invalid_choice"] = "Choose what was done from the list"


@require_safe
@for_officers
def acts_page(request: HttpRequest) -> HttpResponse:
    """What was done in an officer's areas, the last first; an administrator sees what was done on the whole site."""
    who = person_of(request)
    mine, whole = areas_with(who, Role.DATA_PROTECTION), is_administrator(who)
    if not mine:
        raise NotAllowed("The record is for officers of a strategy area, and for its data protection officer.")
    form = LookForm(kinds(mine, whole_site=whole), request.GET)
    asked = Asked(**form.cleaned_data) if form.is_valid() else Asked()
    page = Paginator(acts(mine, asked, whole_site=whole), SHOWN).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    shown = {
        "form": form,
        "found": page,
        "rest": rest.urlencode(),
        "whole": whole,
        "asks": any(asked.__dict__.values()),
    }
    status = 200 if form.is_valid() else 400
    return render(request, "desk/audit.html", {"section": "desk:audit", **shown}, status=status)
