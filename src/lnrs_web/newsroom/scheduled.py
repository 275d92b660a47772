"""Pages that are to be shown, or to be shown no more, from a moment on."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db.models import QuerySet
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
                done += act()
        except Exception as error:  # whatever it is, the others go on
            logger.exception("A page was not shown, or not taken away, as scheduled")
            failed.append(error)
    if failed:
        raise failed[0]
    return done


def _due(now: datetime) -> Iterator[Callable[[], bool]]:
    # what is to be shown is looked for after all that is to go has gone: a page that goes is not scheduled any more
    for number in list(_to_go(now).values_list("pk", flat=True)):
        yield partial(_take_away, number, now)
    for number in list(_to_show(now).values_list("pk", flat=True)):
        yield partial(_show, number, now)


def _to_go(now: datetime) -> "QuerySet[Page]":
    return Page.objects.filter(live=True, expire_at__lt=now).order_by("pk")


def _to_show(now: datetime) -> "QuerySet[Revision]":
    return Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by("pk")


def _take_away(number: int, now: datetime) -> bool:
    """Unless an editor has said otherwise meanwhile: the page is read when it is its turn, and is held until then."""
    page = _to_go(now).filter(pk=number).select_for_update(no_key=True).first()
    if page:
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return page is not None


def _show(number: int, now: datetime) -> bool:
    revision = _to_show(now).filter(pk=number).select_for_update(of=("self",), no_key=True).first()
    if revision:
        revision.publish(log_action="wagtail.publish.scheduled")
    return revision is not None
