"""The part of the tree of pages that belongs to one strategy area."""

from typing import Any, ClassVar

from django.db.models import PROTECT, OneToOneField
from wagtail.models import Page, PagePermissionTester

from lnrs_web.areas.models import StrategyArea


class OnlyFilled(PagePermissionTester):
    """What may be done to a section itself: pages are added to it, and nothing else. It is there as long as the area
    is."""

    def can_edit(self) -> bool:
        """Its name is the area's."""
        return False

    can_delete = can_unpublish = can_publish = can_move = can_lock = can_unlock = can_edit
    can_set_view_restrictions = can_reorder_children = can_view_revisions = can_edit

    def can_copy(self) -> bool:
        """An area has one section."""
        return False


class AreaSection(Page):
    """The pages of an area's editors lie under it. It is no page of the site: `Find out more` is made of what is in
    it."""

    area = OneToOneField(StrategyArea, on_delete=PROTECT, related_name="section")

    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = [
        "newsroom.StoryPiece",
        "newsroom.NewsPiece",
        "newsroom.EventPiece",
        "newsroom.GuidancePiece",
        "newsroom.QuestionPiece",
    ]
    preview_modes: ClassVar[list[tuple[str, str]]] = []
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "section of an area"

    def get_url_parts(self, request: Any = None) -> None:  # noqa: ARG002  # as Wagtail has it
        """Nothing is shown at an address of its own."""
        return

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """What somebody may do to it."""
        return OnlyFilled(user, self)
