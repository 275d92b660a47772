"""The newsletter at the desk: what was sent, and a new one made of pages that were in none."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import areas_with, must
from lnrs_web.areas.models import StrategyArea
from lnrs_web.newsletter import actions, queries
from lnrs_web.newsletter.models import Letter

SECTION = "newsletter_desk:all"


class Compose(forms.Form):
    """A newsletter."""

    subject = forms.CharField(max_length=120, error_messages={"required": "Say what the mail is about."})
    greeting = forms.CharField(max_length=2000, required=False)
    pages = forms.MultipleChoiceField(error_messages={"required": "Choose a page at least."})


@require_safe
@for_officers
def all_areas(request: HttpRequest) -> HttpResponse:
    """The areas whose newsletter somebody can send."""
    areas = StrategyArea.objects.filter(pk__in=areas_with(person_of(request), Role.EDITOR))
    return render(request, "newsletter/desk/all.html", {"section": SECTION, "areas": areas})


@require_http_methods(("GET", "HEAD", "POST"))
@for_officers
def letters(request: HttpRequest, area: str) -> HttpResponse:
    """What was sent in an area, and a form for the next."""
    one, person = get_object_or_404(StrategyArea, slug=area), person_of(request)
    must(person, Role.EDITOR, area=one.pk)
    unsent = queries.unsent(one)
    form = Compose(request.POST if request.method == "POST" else None)
    form.fields["pages"].choices = [(str(page.pk), page.title) for page in unsent]
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        pieces = [page for page in unsent if str(page.pk) in said["pages"]]
        try:
            actions.send(one, said["subject"], said["greeting"], pieces, by=person)
        except actions.SentBefore as problem:  # by somebody else, just then
            form.add_error("pages", str(problem))
        else:
            return redirect("newsletter_desk:letters", area=area)
    shown = {"section": SECTION, "area": one, "form": form, "unsent": unsent, "readers": queries.confirmed(one)}
    shown |= {"letters": Letter.objects.filter(area=one), "chosen": request.POST.getlist("pages")}
    return render(request, "newsletter/desk/letters.html", shown, status=400 if form.errors else 200)
