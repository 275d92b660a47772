"""What an editor writes: a story, a piece of news, an event, guidance, or a question that many ask and its answer.

Each lies under its area's section, and is shown at an address of the area's by `lnrs_web.newsroom.views`.
"""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import PROTECT, ForeignKey
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from lnrs_web.newsroom.blocks import Body
from lnrs_web.newsroom.models.section import AreaSection
from lnrs_web.newsroom.piece_form import PieceForm


class Piece(Page):
    """What every kind has. `kind` is its part of an address; `label` what one is called."""

    summary = models.CharField(
        "in a sentence or two", max_length=240, help_text="Shown in lists, in feeds and where the page is shared."
    )
    body = StreamField(Body(), verbose_name="the page")
    is_example = models.BooleanField(
        "an invented example", default=False, help_text="Readers are told that nothing in it is real."
    )

    kind: ClassVar[str] = ""
    kinds: ClassVar[str] = ""
    label: ClassVar[str] = ""
    parent_page_types: ClassVar[list[str]] = ["newsroom.AreaSection"]
    subpage_types: ClassVar[list[str]] = []
    private_page_options: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("is_example")], "About this page")
    ]
    picture: Any = None
    base_form_class = PieceForm

    class Meta:
        abstract = True

    @property
    def section(self) -> AreaSection:
        """The section that it lies in."""
        return AreaSection.objects.ancestor_of(self).select_related("area").get()

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:  # noqa: ARG002  # as Wagtail has it
        """Where it is, in three parts; nothing for one that lies nowhere yet."""
        section = AreaSection.objects.ancestor_of(self).select_related("area").first() if self.path else None
        return (0, settings.ADDRESS, self.address_in(section.area.slug)) if section else None

    def address_in(self, area: str) -> str:
        """Its address in an area, by the area's name in addresses."""
        return reverse("newsroom:piece", args=[area, self.kind, self.slug])

    def get_url(self, request: Any = None, current_site: Any = None) -> str | None:  # noqa: ARG002  # as Wagtail has it
        """Its address on this site."""
        return parts[2] if (parts := self.get_url_parts(request)) else None

    url = property(get_url)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002  # there is one
        """The page as readers would see it."""
        from lnrs_web.newsroom.views import preview

        return preview(request, self)

    @property
    def words(self) -> str:
        """All that it says, as plain text."""
        return "\n".join(str(one) for part in self.body for one in part.block.get_searchable_content(part.value))

    @property
    def dated(self) -> date:
        """The day that it is listed under."""
        return timezone.localdate(self.first_published_at or timezone.now())


def _picture(**options: Any) -> "ForeignKey[Any, Any]":
    return ForeignKey("newsroom.Picture", on_delete=PROTECT, related_name="+", **options)


class NewsPiece(Piece):
    """Something that happened."""

    picture = _picture(null=True, blank=True)
    kind, kinds, label = "news", "News", "News"
    page_description = "Something new that readers should know."
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "piece of news"
        verbose_name_plural = "news"


class StoryPiece(Piece):
    """What somebody did for nature, with pictures."""

    picture = _picture()
    place = models.CharField("where", max_length=120, help_text="Such as a parish or a nature reserve.")
    measures = models.CharField(
        "measures of the strategy that it carries out",
        max_length=120,
        blank=True,
        help_text="Their references with commas between them, such as GL1, WD2.",
    )
    kind, kinds, label = "stories", "Stories", "Story"
    page_description = "What somebody did for nature, with a picture."
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("place"),
        FieldPanel("measures"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    @property
    def measure_refs(self) -> list[str]:
        """The references of its measures."""
        return [ref for part in self.measures.split(",") if (ref := part.strip())]


class GuidancePiece(Piece):
    """How to do something."""

    picture = _picture(null=True, blank=True)
    kind, kinds, label = "guidance", "Guidance", "Guidance"
    page_description = "How to do something, step by step."
    content_panels: ClassVar[list[Panel]] = NewsPiece.content_panels

    class Meta:
        verbose_name = "guidance"
        verbose_name_plural = "guidance"


class QuestionPiece(Piece):
    """A question that many ask. Its title is the question."""

    kind, kinds, label = "questions", "Questions", "Question"
    page_description = "A question that many ask, and its answer."

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"


class EventPiece(Piece):
    """Something to go to."""

    picture = _picture(null=True, blank=True)
    begins_at = models.DateTimeField("begins")
    ends_at = models.DateTimeField("ends")
    place = models.CharField("where", max_length=200, help_text="Where people meet, or: Online.")
    booking = models.URLField("where to book", blank=True)
    kind, kinds, label = "events", "Events", "Event"
    page_description = "Something that readers can go to."
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("begins_at"), FieldPanel("ends_at")], "When"),
        FieldPanel("place"),
        FieldPanel("booking"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "event"
        verbose_name_plural = "events"

    def clean(self) -> None:
        """As it is. Raises ValidationError where it ends before it begins."""
        super().clean()
        if self.begins_at and self.ends_at and self.ends_at <= self.begins_at:
            raise ValidationError({"ends_at": "An event ends after it has begun."})

    @property
    def dated(self) -> date:
        """The day on which it begins."""
        return timezone.localdate(self.begins_at)
