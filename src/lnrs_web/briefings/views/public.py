"""Briefings for everyone: found by name, read on a screen, printed, taken away together, and asked for by mail."""

import zipfile
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lnrs.document.slug import slug
from lnrs_web.briefings import maps, queries, words
from lnrs_web.briefings.actions import subscribing
from lnrs_web.briefings.grounds import ground_of
from lnrs_web.briefings.models import Briefing, Kind, Run
from lnrs_web.config.clock import now
from lnrs_web.pages.limits import limited, prints, searches
from lnrs_web.petition import counts
from lnrs_web.pictures.inline import inline
from lnrs_web.strategy.frame import edition_asked_for, page
from lnrs_web.strategy.maps import WIDTHS_PX

SECTION = "briefings:all"
asks = limited("ask for briefings", times=10, seconds=600, methods=("POST",))
ends = limited("end briefings", times=240, seconds=600, methods=("POST",))
"""Wide: a mail service ends many readers' mail from one network address."""
takes_all = limited("all briefings", times=6, seconds=600)


def of_briefings(request: HttpRequest, run: Run, template: str, **context: Any) -> HttpResponse:
    """A page about briefings, in the frame of their edition."""
    context |= {"run": run, "slug": run.area.slug}
    return page(request, run.edition, SECTION, f"briefings/{template}.html", **context)


def _run(area: str) -> Run:
    if (run := queries.last_run(area)) is None:
        raise Http404
    return run


def _found(area: str, kind: str, code: str) -> Briefing:
    found = queries.briefing(run := _run(area), kind, code)
    if found is None:
        raise Http404
    found.run = run
    return found


@searches
@require_safe
def every(request: HttpRequest, area: str) -> HttpResponse:
    """Every place that is briefed, by kind, or those whose name has some words."""
    run = queries.last_run(area)
    if run is None:
        edition = edition_asked_for(request, area)
        return page(request, edition, SECTION, "briefings/none.html", slug=area)
    asked = request.GET.get("name", "").replace("\x00", "").strip()[:100]
    found = [one for one in queries.briefings_of(run) if asked.lower() in one.name.lower()]
    groups = [(label, [one for one in found if one.kind == kind]) for kind, label in Kind.choices]
    return of_briefings(request, run, "all", asked=asked, found=found, groups=[one for one in groups if one[1]])


@csrf_exempt  # all it can do is have a mail asked for, and the page sets no cookie
@asks
@searches
@require_http_methods(["GET", "HEAD", "POST"])
def briefing(request: HttpRequest, area: str, kind: str, code: str) -> HttpResponse:
    """A briefing on a screen; and, to whoever asks, the link by which they say that they want it by mail."""
    found, problem, email = _found(area, kind, code), "", ""
    if request.method == "POST":
        email = request.POST.get("email", "").replace("\x00", "").strip()[:254]
        try:
            validate_email(email)
            subscribing.ask(found, email)
            return of_briefings(request, found.run, "asked", briefing=found)
        except ValidationError:
            problem = "Write a mail address, such as name@example.org."
    facts = found.facts
    said_there = [
        {"words": text, "value": facts[name], "share": words.share_told(facts, name)}
        for name, text in (
            ("important_ha", "important already"),
            ("become_ha", "could become so"),
            ("mapped_ha", "mapped for measures"),
        )
    ]
    edition = found.run.edition
    return of_briefings(
        request,
        found.run,
        "briefing",
        briefing=found,
        address=settings.ADDRESS + request.path,
        facts=facts,
        key=said_there,
        kinds=words.hectares_told(facts["kinds"], "No land here is of particular importance for nature yet."),
        habitats=words.hectares_told(facts["habitats"], "The map shows no habitat to be made here."),
        said=words.people_told(facts["said"]),
        delivered=words.delivered_told(facts),
        authority="" if edition.invented else edition.area.responsible_authority,
        map=_map(found),
        petitions=_petitions(found),
        petitions_left=words.petitions_left(facts),
        problem=problem,
        email=email,
        status=400 if problem else 200,
    )


def _petitions(found: Briefing) -> list[tuple[str, str, bool]]:
    """Petitions as they were told, each with its name in addresses, where it is still there, and whether it can be
    signed now."""
    open_now = {one.slug: one.is_open(now()) for one in counts.petitions_of(found.run.area_id)}
    told = [(one, one.get("slug", "")) for one in found.facts["petitions"]]
    return [
        (words.petition_told(one), slug if slug in open_now else "", open_now.get(slug, False)) for one, slug in told
    ]


def _map(found: Briefing) -> dict[str, Any] | None:
    """The map in two widths; nothing where the boundary is not there any more."""
    edition = found.run.edition
    if (ground := ground_of(edition, found.kind, found.code)) is None:
        return None
    return {name: inline(maps.of_place(edition, ground, found.facts, px), name) for name, px in WIDTHS_PX.items()}


@prints
@require_safe
def pdf(request: HttpRequest, area: str, kind: str, code: str) -> HttpResponse:  # noqa: ARG001
    """A briefing as two pages to print."""
    run = _run(area)
    found = run.briefings.filter(kind=kind, code=code, pdf__isnull=False).first()
    if found is None or found.pdf is None:
        raise Http404
    answer = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name_of(found)}-{run.on:%Y-%m-%d}.pdf"'
    return answer


def name_of(briefing: Briefing) -> str:
    """What the file of a briefing is called, without its ending."""
    return f"{briefing.kind}-{slug(briefing.name)}-{slug(briefing.code)}"


@takes_all
@require_safe
def archive(request: HttpRequest, area: str) -> HttpResponseBase:  # noqa: ARG001
    """All briefings of an area in a zip archive, a folder for each kind."""
    run = _run(area)
    file = TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        for one in run.briefings.filter(pdf__isnull=False).defer("facts").order_by("kind", "code").iterator():
            info = zipfile.ZipInfo(f"{one.kind}/{name_of(one)}.pdf", (run.on.year, run.on.month, run.on.day, 0, 0, 0))
            made.writestr(info, bytes(one.pdf or b""))
    file.seek(0)
    name = f"briefings-{area}-{run.on:%Y-%m-%d}.zip"
    return FileResponse(file, content_type="application/zip", as_attachment=True, filename=name)


@csrf_exempt  # the link proves whose mail it is, and the page sets no cookie
@never_cache
@asks
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in a mail: asks whether somebody wants the briefing, and begins to send it."""
    return _by_link(request, token, "agree", subscribing.agree)


@csrf_exempt  # a mail program asks for it by itself (RFC 8058); the link proves whose mail it is
@never_cache
@ends
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in a mail: one button, and no more are sent."""
    return _by_link(request, token, "end", subscribing.end)


def _by_link(request: HttpRequest, token: str, what: str, do: Any) -> HttpResponse:
    subscription = subscribing.of_token(token)
    done = request.GET.get("done") == "yes"
    by_program = what == "end" and request.POST.get("List-Unsubscribe") == "One-Click"
    if subscription is not None and (by_program or request.POST.get("step") == what):
        do(subscription)
        if by_program:
            return HttpResponse("No more briefings are sent to you.", content_type="text/plain; charset=utf-8")
        return redirect(f"{request.path}?done=yes")
    asked_for = queries.briefing_for(subscription) if subscription else None
    context = {"subscription": subscription, "done": done, "what": what, "briefing": asked_for}
    status = 404 if not (subscription or done) else 400 if request.method == "POST" else 200
    return render(request, "briefings/by_link.html", context, status=status)
