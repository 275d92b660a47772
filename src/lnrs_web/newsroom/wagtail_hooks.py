"""What editors find in Wagtail, which reads this module by its name."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.query import PageQuerySet

from lnrs_web.accounts.guard import person_of
from lnrs_web.newsroom import access
from lnrs_web.newsroom.queries import KINDS

BEGIN = {
    "stories": "Write a story",
    "news": "Write news",
    "events": "Announce an event",
    "guidance": "Write guidance",
    "questions": "Answer a question",
}
ICONS = {"stories": "image", "news": "comment", "events": "date", "guidance": "list-ul", "questions": "help"}


COLUMNS = [one for one in IndexView.base_columns if one.name != "bulk_actions"]
"""A title leads to where a page is written on; what is done to many at once is not for editors."""


@hooks.register("register_admin_viewset")
def lists() -> list[PageListingViewSet]:
    """A list of each kind, with a button to write one."""
    return [_list_of(place, kind) for place, kind in enumerate(KINDS)]


def _list_of(place: int, kind: str) -> PageListingViewSet:
    about = {
        "model": KINDS[kind],
        "menu_label": KINDS[kind].kinds,
        "icon": ICONS[kind],
        "add_to_admin_menu": True,
        "menu_order": 10 + place,
        "columns": COLUMNS,
    }
    made: PageListingViewSet = type(f"{kind}List", (PageListingViewSet,), about)(f"newsroom_{kind}", url_prefix=kind)
    return made


@hooks.register("register_admin_menu_item")
def to_the_desk() -> MenuItem:
    """The way back."""
    return MenuItem("Back to the desk", reverse("desk:editions"), icon_name="arrow-left", order=900)


@hooks.register("construct_main_menu")
def only_what_is_needed(request: Any, menu_items: list[MenuItem]) -> None:  # noqa: ARG001  # as Wagtail calls it
    """Editors have lists of each kind; the tree of pages, help and reports lead elsewhere."""
    menu_items[:] = [one for one in menu_items if one.name not in ("explorer", "help", "reports")]


@hooks.register("construct_page_chooser_queryset")
def only_ones_own(pages: PageQuerySet, request: Any) -> PageQuerySet:
    """What may be linked to is of the areas that somebody writes for: no title of another's draft is told."""
    own = Q(pk__in=[])
    for section in access.give(person_of(request)):
        own |= Q(path__startswith=section.path)
    return pages.filter(own)


class Writing(Component):
    """Where an editor begins: a button for each kind of page."""

    name = "writing"
    template_name = "newsroom/editor/writing.html"
    order = 10

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The buttons, in the order of the lists."""
        found = super().get_context_data(parent_context) or {}
        return found | {"kinds": [(reverse(f"newsroom_{kind}:choose_parent"), BEGIN[kind]) for kind in KINDS]}


@hooks.register("construct_homepage_panels")
def begin_and_recent_edits(request: Any, panels: list[Any]) -> None:  # noqa: ARG001  # as Wagtail calls it
    """Where to begin, and what the editor wrote last."""
    kept = [one for one in panels if type(one).__name__ in ("RecentEditsPanel", "LockedPagesPanel")]
    panels[:] = [Writing(), *kept]
