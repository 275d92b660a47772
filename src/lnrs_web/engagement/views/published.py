"""What people said, as far as they and the moderators let everyone read it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from lnrs_web.engagement import queries
from lnrs_web.engagement.answers import answers_to
from lnrs_web.engagement.models import Activity, Contribution, Location
from lnrs_web.engagement.pictures_of_places import picture_of
from lnrs_web.engagement.public import PARTS, public, public_places
from lnrs_web.engagement.references import read_reference
from lnrs_web.engagement.views.files import to_be_saved
from lnrs_web.engagement.views.frame import activity_or_404, shown
from lnrs_web.strategy.addresses import without_edition

A_PAGE = 25
MOST_ON_MAP = 2000


def chosen(request: HttpRequest, activity: Activity) -> tuple["QuerySet[Contribution]", dict[str, str]]:
    """The published contributions that a reader asks for, and what was asked: kind of respondent, stance, parish,
    subject, and words."""
    asked = {
        name: request.GET.get(name, "").replace("\x00", "")[:300] for name in ("by", "stance", "parish", "about", "q")
    }
    found = queries.published(activity)
    if asked["by"]:
        found = found.filter(respondent=asked["by"])
    if asked["stance"]:
        found = found.filter(stance=asked["stance"])
    if asked["parish"]:
        found = _told_finely(found, activity).filter(locations__parish=asked["parish"])
    if asked["about"]:
        what, _, identity = asked["about"].partition("@")
        kind, _, ref = what.partition(":")
        place = {"locations__kind": kind, "locations__ref": ref}
        place |= {"locations__edition__identity": identity} if identity else {}
        found = (found if kind in PARTS else _told_finely(found, activity)).filter(**place)
    if asked["q"]:  # in what everyone reads, never in what was left out of it
        plain = Q(answers__public_text=None, answers__text__icontains=asked["q"])
        plain |= Q(public_change_sought=None, change_sought__icontains=asked["q"])
        redacted = Q(answers__public_text__icontains=asked["q"]) | Q(public_change_sought__icontains=asked["q"])
        found = found.filter(plain | redacted)
    return found.distinct(), asked


def _told_finely(found: "QuerySet[Contribution]", activity: Activity) -> "QuerySet[Contribution]":
    """Those whose places everyone may know exactly: of others a parish or a place on the map would tell more."""
    return found.none() if activity.published_to_m else found.filter(is_coarse=False)


@require_safe
def contributions(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """The list, with filters, and a map with the same facts."""
    activity = activity_or_404(area, slug)
    if typed := request.GET.get("reference", "").strip():
        return _by_reference(request, activity, typed)
    return _list(request, activity)


def _list(request: HttpRequest, activity: Activity, wrong: str = "") -> HttpResponse:
    found, asked = chosen(request, activity)
    page = Paginator(found.prefetch_related("answers__question", "locations"), A_PAGE).get_page(request.GET.get("p"))
    every = queries.published(activity)
    places = Location.objects.filter(contribution__in=found)
    finely = _told_finely(found, activity)
    with_place = places.exclude(wkb=None).values("contribution").distinct().count()
    kept = request.GET.copy()
    for name in ("p", "reference"):
        kept.pop(name, None)
    return shown(
        request,
        activity.area,
        "engagement/contributions.html",
        activity=activity,
        page=page,
        entries=[public(one) for one in page],
        asked=asked,
        filtered=any(asked.values()),
        kept=kept.urlencode(),
        all_count=every.count(),
        received_count=queries.received(activity).count(),
        with_place=with_place,
        coarse_count=found.count() - finely.count(),
        by_parish=_by_parish(Location.objects.filter(contribution__in=finely)),
        parishes=_parishes(_told_finely(every, activity)),
        abouts=_abouts(every),
        respondents=[one for one in Contribution.Respondent.choices if every.filter(respondent=one[0]).exists()],
        stances=Contribution.Stance.choices if activity.is_formal else (),
        wrong_reference=wrong,
        status=400 if wrong else 200,
    )


def _by_reference(request: HttpRequest, activity: Activity, typed: str) -> HttpResponse:
    try:
        reference = read_reference(typed)
    except ValueError as error:
        return _list(request, activity, f"{error}.")
    if queries.published(activity).filter(reference=reference).exists():
        asked = {"edition": edition} if (edition := request.GET.get("edition", "")) else {}
        return redirect(without_edition("say:contribution", activity.area.slug, activity.slug, reference, **asked))
    return _list(request, activity, f"{reference} is not published here.")


def _by_parish(places: "QuerySet[Location]") -> list[tuple[str, int]]:
    rows = places.exclude(parish="").values("parish_name").annotate(n=Count("contribution", distinct=True))
    return sorted(((row["parish_name"], row["n"]) for row in rows), key=lambda one: (-one[1], one[0]))


def _parishes(every: "QuerySet[Contribution]") -> list[tuple[str, str]]:
    told = Location.objects.filter(contribution__in=every)
    rows = told.exclude(parish="").values_list("parish", "parish_name")
    return sorted(set(rows), key=lambda one: one[1])


def _abouts(every: "QuerySet[Contribution]") -> list[tuple[str, str]]:
    """Parts of the strategy that are spoken of. The number of a paragraph is that of its own edition."""
    parts = Location.objects.filter(contribution__in=every, kind__in=("measure", "priority", "paragraph"))
    found = set()
    for one in parts.select_related("edition"):
        numbered = one.edition if one.kind == "paragraph" else None
        ref = f"{one.kind}:{one.ref}" + (f"@{numbered.identity}" if numbered else "")
        found.add((ref, one.called + (f", edition {numbered.name}" if numbered else "")))
    return sorted(found, key=lambda one: one[1])


@gzip_page
@require_safe
def map_svg(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """The places of the contributions that a reader asks for, as a picture."""
    activity = activity_or_404(area, slug)
    if activity.edition is None:
        raise Http404
    found, _ = chosen(request, activity)
    places = [place for one in found.prefetch_related("locations")[:MOST_ON_MAP] for place in public_places(one)]
    return _picture(activity, places, f"Where {activity.title} has been said to be about")


@gzip_page
@require_safe
def contribution_svg(request: HttpRequest, area: str, slug: str, reference: str) -> HttpResponse:  # noqa: ARG001
    """The places of one contribution, as a picture."""
    activity, one = _published(area, slug, reference)
    if activity.edition is None:
        raise Http404
    return _picture(activity, public_places(one), f"Where {reference} is about", around=True)


def _picture(activity: Activity, places: list[Any], title: str, *, around: bool = False) -> HttpResponse:
    drawn = picture_of(activity.edition, places, title, around=around)
    response = HttpResponse(drawn.svg, "image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def contribution(request: HttpRequest, area: str, slug: str, reference: str) -> HttpResponse:
    """One contribution, as everyone may read it."""
    activity, one = _published(area, slug, reference)
    found = public(one)
    mapped = activity.edition_id and any(place.shape is not None for place in found.places)
    address = reverse("say:contribution_map", args=[area, slug, reference]) if mapped else ""
    return shown(
        request,
        activity.area,
        "engagement/contribution.html",
        activity=activity,
        found=found,
        map_address=address,
        answers=answers_to(one),
    )


@require_safe
def evidence(request: HttpRequest, area: str, slug: str, reference: str, public_id: Any) -> HttpResponse:  # noqa: ARG001
    """A file that moderators made public, to be taken away and never shown as a page."""
    _, one = _published(area, slug, reference)
    file = one.attachments.filter(public_id=public_id, is_public=True, removed_at=None).select_related("file").first()
    data = file and (file.file.shown if file.is_picture else file.file.data)  # never a picture as it was sent
    if file is None or data is None:
        raise Http404
    response = to_be_saved(bytes(data), file.name, file.media_type)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _published(area: str, slug: str, reference: str) -> tuple[Activity, Contribution]:
    activity = activity_or_404(area, slug)
    one = queries.published(activity).filter(reference=reference).first()
    if one is None:
        raise Http404
    return activity, one
