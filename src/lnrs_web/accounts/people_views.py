"""Pages at the desk about who may do what; and the page that an invitation's link opens."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lnrs_web.accounts import inviting
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.inviting import Offer, must_have_charge_of
from lnrs_web.accounts.models import DOES, Invitation, Membership, Organisation, Person
from lnrs_web.accounts.people_forms import InviteForm, OrganisationForm
from lnrs_web.accounts.permissions import NotAllowed, areas_of, is_administrator, is_officer
from lnrs_web.pages.limits import limited

SECTION = "people:all"


@require_safe
@for_officers
def people(request: HttpRequest) -> HttpResponse:
    """Who may do what in an officer's areas, and who is invited."""
    who = _officer(request)
    of_mine = _of_areas(who)
    held = Membership.objects.in_force().filter(of_mine).select_related("person", "organisation")
    invited = [one for one in Invitation.objects.filter(of_mine, answered_at=None) if one.is_open]
    shown = {"memberships": held, "invitations": invited, "who": who, "everywhere": is_administrator(who)}
    return render(request, "accounts/people.html", {"section": SECTION, **shown})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("invite", times=30, seconds=600, methods=("POST",))
@for_officers
def invite(request: HttpRequest) -> HttpResponse:
    """Asks whom to invite to what, and sends the invitation."""
    who = _officer(request)
    given = {name: request.GET[name] for name in ("area", "role") if name in request.GET}
    form = InviteForm(who, request.POST if request.method == "POST" else None, initial=given)
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "accounts/invite.html", {"section": SECTION, "form": form}, status=status)
    inviting.invite(Offer(**form.cleaned_data), by=who)
    return redirect("people:all")


@require_POST
@for_officers
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes an invitation back."""
    inviting.withdraw(get_object_or_404(Invitation, public_id=public_id), by=person_of(request))
    return redirect("people:all")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Asks whether somebody is to do something no more, and ends it."""
    found = get_object_or_404(Membership.objects.select_related("person"), public_id=public_id)
    must_have_charge_of(found.area, person_of(request))
    if request.method != "POST":
        return render(request, "accounts/end.html", {"section": SECTION, "membership": found})
    inviting.end(found, by=person_of(request))
    return redirect("people:all")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def organisations(request: HttpRequest) -> HttpResponse:
    """The bodies that take part, and a form to add one."""
    who = _officer(request)
    form = OrganisationForm(who, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        inviting.add_organisation(**form.cleaned_data, by=who)
        return redirect("people:organisations")
    shown = {"form": form, "organisations": Organisation.objects.filter(_of_areas(who) | Q(area=None))}
    status = 400 if request.method == "POST" else 200
    return render(request, "accounts/organisations.html", {"section": SECTION, **shown}, status=status)


@limited("invitation", times=60, seconds=600)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """What an invitation is to, with a button: to open the page accepts nothing."""
    if (found := inviting.found_by(key)) is None:
        raise Http404
    who, why = request.user if isinstance(request.user, Person) else None, ""
    if request.method == "POST" and who:
        try:
            inviting.accept(found, by=who)
            return redirect("account")
        except NotAllowed as refusal:
            why = str(refusal)
    shown = {"invitation": found, "who": who, "does": DOES[found.role], "why": why, "here": request.path}
    shown["theirs"] = who is not None and who.email == found.email
    return render(request, "accounts/invitation.html", shown, status=403 if why else 200)


def _officer(request: HttpRequest) -> Person:
    """Who asks. Raises NotAllowed for one who has charge of no area."""
    who = person_of(request)
    if not is_officer(who):
        raise NotAllowed("Who may do what is for the officers of a strategy area to say.")
    return who


def _of_areas(who: Person) -> Q:
    """Of the areas that somebody has charge of."""
    return Q(area__in=areas_of(who)) | (Q(area=None) if is_administrator(who) else Q(pk=None))
