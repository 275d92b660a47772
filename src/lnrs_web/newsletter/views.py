"""The newsletter for its readers: asking for it, confirming, leaving. None of the pages sets a cookie: what each does
is said by the address that is typed, or by the link that was mailed, and harms nobody whoever presses the button."""

from django import forms
from django.core.signing import Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lnrs_web.newsletter import actions, queries
from lnrs_web.newsletter.links import CONFIRM, LEAVE, NotOurs, of
from lnrs_web.newsletter.models import Subscription
from lnrs_web.pages.limits import limited
from lnrs_web.strategy.frame import edition_asked_for, page

SECTION = "newsroom:all"
FORM = ("GET", "HEAD", "POST")
asks = limited("newsletter", times=5, seconds=600, methods=("POST",))


class Asking(forms.Form):
    """A mail address, and that its owner agrees."""

    email = forms.EmailField(
        max_length=254,
        error_messages={"required": "Give your mail address.", "invalid": "Give an address as name@example.org."},
    )
    agreed = forms.BooleanField(error_messages={"required": "Tick the box if you agree."})
    website = forms.CharField(required=False)
    """For programs that fill in everything: nobody sees it."""


@csrf_exempt
@never_cache
@asks
@require_http_methods(FORM)
def subscribe(request: HttpRequest, area: str) -> HttpResponse:
    """Ask for the newsletter; a mail brings the link to confirm it."""
    edition = edition_asked_for(request, area)
    form = Asking(request.POST if request.method == "POST" else None)
    words = {"words": queries.words_of(edition.area), "form": form}
    if not form.is_bound:
        return page(request, edition, SECTION, "newsletter/ask.html", **words)
    if not form.is_valid():
        return page(request, edition, SECTION, "newsletter/ask.html", status=400, **words)
    if not form.cleaned_data["website"]:
        actions.ask(edition.area, form.cleaned_data["email"], timezone.now())
    return page(request, edition, SECTION, "newsletter/asked.html", email=form.cleaned_data["email"])


def _held(signer: Signer, token: str, area: str) -> Subscription | None:
    """The subscription of a link of an area; nothing where it has ended."""
    try:
        found = of(signer, token)
    except NotOurs:
        raise Http404 from None
    if found is not None and found.area.slug != area:
        raise Http404
    return found


@csrf_exempt
@never_cache
@asks
@require_http_methods(FORM)
def confirm(request: HttpRequest, area: str, token: str) -> HttpResponse:
    """Confirm it, by the link in the mail and a button."""
    edition, one = edition_asked_for(request, area), _held(CONFIRM, token, area)
    if one is None:
        raise Http404
    if request.method == "POST":
        actions.confirm(one, timezone.now())
    done = request.method == "POST" or one.confirmed_at is not None
    return page(request, edition, SECTION, "newsletter/confirm.html", one=one, done=done)


@csrf_exempt
@never_cache
@require_http_methods(FORM)
def leave(request: HttpRequest, area: str, token: str) -> HttpResponse:
    """Leave, by the link in each newsletter and one press of a button. The address is deleted."""
    edition, one = edition_asked_for(request, area), _held(LEAVE, token, area)
    if request.method == "POST" and one is not None:
        actions.leave(one)
        one = None
    return page(request, edition, SECTION, "newsletter/leave.html", one=one)
