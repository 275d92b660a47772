"""The one cookie of taking part: signed, not for scripts, and holding only which draft it opens."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lnrs_web.engagement.models import Activity, Contribution

DRAFT, KIOSK = "draft", "kiosk"
_SIGNER = "lnrs_web.engagement"
KEPT = {DRAFT: timedelta(hours=24), KIOSK: timedelta(hours=12)}


def path_of(activity: Activity) -> str:
    """Where a browser sends the cookies of an activity: to its own pages alone."""
    return reverse("say:activity", args=[activity.area.slug, activity.slug])


def remember(response: HttpResponse, draft: Contribution) -> None:
    """Let the browser come back to a draft."""
    _set(response, DRAFT, str(draft.id), draft.activity)


def draft_in(request: HttpRequest, activity: Activity) -> Contribution | None:
    """What the browser that asks has begun or opened in an activity."""
    try:
        key = uuid.UUID(_read(request, DRAFT))
    except ValueError:
        return None
    found = Contribution.objects.select_related("activity__area", "activity__edition", "question_set", "changes")
    return found.filter(pk=key, activity=activity).first()


def remember_kiosk(response: HttpResponse, activity: Activity, event: str, by: str) -> None:
    """Make the browser a kiosk of an activity, at an event where one is named."""
    _set(response, KIOSK, signing.dumps({"activity": str(activity.public_id), "event": event, "by": by}), activity)


def kiosk_in(request: HttpRequest, activity: Activity) -> dict[str, Any] | None:
    """What an officer said who made the browser a kiosk of an activity: `event` and `by`."""
    try:
        said: dict[str, Any] = signing.loads(_read(request, KIOSK))
    except signing.BadSignature:
        return None
    return said if said.get("activity") == str(activity.public_id) else None


def forget(response: HttpResponse, activity: Activity, *names: str) -> None:
    """Take the cookies away."""
    for name in names or (DRAFT,):
        response.delete_cookie(f"say-{name}", path=path_of(activity), samesite="Lax")


def _set(response: HttpResponse, name: str, value: str, activity: Activity) -> None:
    response.set_cookie(
        f"say-{name}",
        signing.TimestampSigner(salt=f"{_SIGNER}.{name}").sign(value),
        max_age=int(KEPT[name].total_seconds()),
        path=path_of(activity),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest, name: str) -> str:
    """The value of a cookie; nothing where it is missing, too old or not ours."""
    try:
        return signing.TimestampSigner(salt=f"{_SIGNER}.{name}").unsign(
            request.COOKIES.get(f"say-{name}", ""), max_age=KEPT[name]
        )
    except signing.BadSignature:
        return ""
