"""Pages that are to be shown, or to be shown no more, from a moment on."""

from datetime import datetime

from wagtail.models import Page, Revision

from lnrs_web.newsroom.acts import recorded


def publish_due(now: datetime, *, by: str) -> int:
    """Publish what is scheduled for a moment that has come, and take away what is to go; how many pages were. Each by
    itself, so that none keeps the others back."""
    done = 0
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("pk").specific():
        with recorded(by=by):
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        done += 1
    for revision in Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by("pk"):
        with recorded(by=by):
            revision.publish(log_action="wagtail.publish.scheduled")
        done += 1
    return done
