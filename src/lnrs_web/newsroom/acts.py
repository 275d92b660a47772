"""What editors do, on the site's record. Wagtail notes each act in a table of its own; those that the public sees are
recorded beside it, within the same transaction.

Wagtail writes rows after it has noted an act, and the record has to come last (`lnrs_web.audit.actions.record`). So
whoever lets an editor act does it under `recorded`, which records all of it in the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from lnrs_web.audit.actions import record
from lnrs_web.newsroom.signals import pages_changed

IN_WORDS = {
    "wagtail.publish": "publish page",
    "wagtail.unpublish": "unpublish page",
    "wagtail.delete": "delete page",
    "wagtail.move": "move page",
    "wagtail.copy": "copy page",
    "wagtail.rename": "rename page",
    "wagtail.publish.schedule": "schedule page",
    "wagtail.schedule.cancel": "cancel schedule of page",
    "wagtail.publish.scheduled": "publish page as scheduled",
    "wagtail.unpublish.scheduled": "unpublish page as scheduled",
}
"""Acts on pages that are on record; what is only drafted is not."""
ON_FILES = {"wagtail.create": "add", "wagtail.edit": "change", "wagtail.delete": "delete"}

_acts: ContextVar[list[dict[str, Any]] | None] = ContextVar("acts", default=None)


@contextmanager
def recorded(*, by: str) -> Iterator[None]:
    """Do everything within one transaction, and record the acts of it in the end."""
    acts: list[dict[str, Any]] = []
    token = _acts.set(acts)
    try:
        with transaction.atomic():
            yield
            for area in sorted({act["area"] for act in acts if act["area"]}):
                pages_changed.send(sender=None, area=area)
            for act in acts:
                record(**act, by=by)
    finally:
        _acts.reset(token)


def listen() -> None:
    """From now on acts are noted."""
    from wagtail.models import ModelLogEntry, PageLogEntry

    post_save.connect(_page_act, sender=PageLogEntry, dispatch_uid="newsroom acts on pages")
    post_save.connect(_file_act, sender=ModelLogEntry, dispatch_uid="newsroom acts on files")


def _page_act(instance: Any, created: bool, **_: Any) -> None:
    if created and (what := IN_WORDS.get(instance.action)):
        _note(what, instance, f"page {instance.page_id}", area_of(instance.page_id))


def _file_act(instance: Any, created: bool, **_: Any) -> None:
    model = instance.content_type.model if instance.content_type else ""
    if created and model in ("picture", "download") and (what := ON_FILES.get(instance.action)):
        _note(f"{what} {model}", instance, f"{model} {instance.object_id}", None)


def _note(what: str, entry: Any, which: str, area: int | None) -> None:
    act = {"what": what, "which": which, "became": entry.label, "area": area}
    acts = _acts.get()
    if acts is None:
        if area:
            pages_changed.send(sender=None, area=area)
        record(**act, by=str(entry.user or "the site"))
    else:
        acts.append(act)


def area_of(page: int) -> int | None:
    """The number of the area whose page it is, by the page's number; nothing where there is none any more."""
    from wagtail.models import Page

    from lnrs_web.newsroom.models import AreaSection

    if (one := Page.objects.filter(pk=page).first()) is None:
        return None
    return AreaSection.objects.ancestor_of(one, inclusive=True).values_list("area", flat=True).first()
