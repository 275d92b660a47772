"""The pages of the desk."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lnrs.edition import manifest as manifests
from lnrs.errors import CannotWrite, Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import areas_with, may, must
from lnrs_web.audit.queries import done_to
from lnrs_web.config import background
from lnrs_web.desk import actions, intake, queries
from lnrs_web.desk.arriving import Arrived, Arriving, must_fit
from lnrs_web.desk.models import Upload
from lnrs_web.desk.permissions import READERS, must_see
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition
from lnrs_web.editions.views import file_of
from lnrs_web.procedure.queries import asked_of, strategy_since

WORKER = "take_in_uploads"


@require_safe
@for_officers
def editions(request: HttpRequest) -> HttpResponse:
    """The editions of an officer's areas, and what is on its way in."""
    who = person_of(request)
    found = {"shelves": queries.shelves(who), "uploads": queries.uploads(who)}
    found |= {"may_upload": bool(areas_with(who, Role.EDITOR))}
    return render(request, "desk/editions.html", {"section": "desk:editions", **found})


@csrf_exempt  # or all of a large file would be read before anybody asks who sends it: `_sent` is protected
@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def send(request: HttpRequest) -> HttpResponseBase:
    """Takes a zip of an edition, or of part of one."""
    if request.method != "POST":
        return _form(request)
    try:
        must_fit(Path(settings.UPLOADS), int(request.META.get("CONTENT_LENGTH") or 0))
    except CannotWrite as error:
        return _form(request, error.problems, 507)
    request.upload_handlers = [Arriving(request)]
    return _sent(request)


@csrf_protect
def _sent(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("zip")
    if not isinstance(file, Arrived):
        return _form(
            request, [Problem("The zip file", "none was chosen.", "Choose the zip of an edition's folder.")], 400
        )
    upload = actions.receive(file, by=person_of(request))
    background.start(WORKER)
    return redirect("desk:upload", upload.public_id)


def _form(request: HttpRequest, problems: tuple[Problem, ...] | list[Problem] = (), status: int = 200) -> HttpResponse:
    most = {"most_mb": settings.MAX_UPLOAD_BYTES // 1_000_000}
    return render(request, "desk/send.html", {"section": "desk:send", "problems": problems, **most}, status=status)


@require_safe
@for_officers
def upload(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far an upload is, or what became of it."""
    found = _upload(request, public_id)
    task, share = intake.progress_of(found)
    stopped = intake.is_left(found)
    watched = found.is_on_its_way and not stopped and "watch" in request.GET
    shown = {"upload": found, "task": task, "share": share, "stopped": stopped, "watched": watched}
    if found.state == Upload.State.REFUSED:
        shown |= {"parts": intake.parts_kept(found), "days": intake.PARTS_KEPT_S // 86_400}
    return render(request, "desk/upload.html", {"section": "desk:editions", **shown})


@require_POST
@for_officers
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Goes on with an upload that broke off."""
    found = _upload(request, public_id)
    actions.try_again(found, by=person_of(request))
    background.start(WORKER)
    return redirect("desk:upload", public_id)


@require_safe
@for_officers
def edition(request: HttpRequest, identity: str) -> HttpResponse:
    """An edition as its officers see it: what it holds, its files, what was done to it."""
    found = _edition(request, identity)
    shown = {
        "counts": queries.counts(found),
        "files": manifests.read(folder_of(found)).files,
        "events": done_to(identity),
        "asked": asked_of(found),
        "strategy_since": strategy_since(found),
        "may_publish": may(person_of(request), Role.EDITOR, Role.APPROVER, area=found.area_id),
    }
    return render(request, "desk/edition.html", {"section": "desk:editions", "edition": found, **shown})


@require_safe
@for_officers
def file(request: HttpRequest, identity: str, path: str) -> HttpResponseBase:
    """A file of an edition, published or not."""
    response = file_of(request, _edition(request, identity), path)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
@for_officers
def publish(request: HttpRequest, identity: str) -> HttpResponse:
    """Leads to where an edition is asked to be published, or to what is asked of it."""
    found = _edition(request, identity)
    slug = found.area.slug
    if asked := asked_of(found):
        return redirect("procedure:publication", slug, asked.public_id)
    return redirect(f"{reverse('procedure:publish', args=[slug])}?edition={identity}")


def _upload(request: HttpRequest, public_id: UUID) -> Upload:
    found = get_object_or_404(Upload.objects.select_related("by", "edition"), public_id=public_id)
    must_see(found, person_of(request))
    return found


def _edition(request: HttpRequest, identity: str) -> Edition:
    found = get_object_or_404(Edition.objects.select_related("area"), identity=identity)
    must(person_of(request), *READERS, area=found.area_id)
    return found
