"""Pages that are to be shown, or to be shown no more, from a moment on."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from wagtail.models import Page, Revision

from lnrs_web.newsroom.acts import recorded

logger = logging.getLogger("lnrs_web.newsroom")


def publish_due(now: datetime, *, by: str) -> int:
    """Publish what is scheduled for a moment that has come, and take away what is to go; how many pages were. Each by
    itself, so that none keeps the others back; what went wrong with the first that failed is raised after all."""
    done, failed = 0, []
    for act in _due(now):
        try:
            with recorded(by=by):
                act()
            done += 1
        except Exception as error:  # whatever it is, the others go on
            logger.exception("A page was not shown, or not taken away, as scheduled")
            failed.append(error)
    if failed:
        raise failed[0]
    return done


def _due(now: datetime) -> Iterator[Callable[[], object]]:
    # what is to be shown is looked for after all that is to go has gone: a page that goes is not scheduled any more
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("pk").specific():
        yield partial(page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by("pk"):
        yield partial(revision.publish, log_action="wagtail.publish.scheduled")
