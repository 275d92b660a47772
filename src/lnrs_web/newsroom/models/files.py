"""Pictures and files that editors send."""

from django.db import models
from django.db.models import CASCADE, ForeignKey, UniqueConstraint
from django.urls import reverse
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter


class Picture(AbstractImage):
    """A picture, made anew when it was sent (`lnrs_web.config.sent_pictures`): what a camera notes is not in it."""

    description = models.CharField(
        "what it shows",
        max_length=255,
        help_text="For people who do not see it: what matters in the picture, in a sentence.",
    )
    credit = models.CharField("who took it", max_length=120, blank=True)

    admin_form_fields = ("title", "file", "description", "credit", "collection")

    @property
    def default_alt_text(self) -> str:
        """What it shows, in words."""
        return self.description

    def create_rendition(self, filter: Filter) -> "Rendition":
        """The picture in one size, made where it is not there; the file that it was made in is closed."""
        made = self.generate_rendition_file(filter)
        try:
            key = {"filter_spec": filter.spec, "focal_point_key": filter.get_cache_key(self)}
            return self.renditions.get_or_create(**key, defaults={"file": made})[0]
        finally:
            made.close()


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = ForeignKey(Picture, on_delete=CASCADE, related_name="renditions")

    class Meta:
        constraints = (
            UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="rendition_of_a_size_once"),
        )


class Download(AbstractDocument):
    """A file that readers may take away."""

    admin_form_fields = ("title", "file", "collection")

    @property
    def url(self) -> str:
        """Where it is: nobody guesses it who has not been given it, as no file is public before a page names it."""
        return reverse("pages-download", args=[self.pk, self.mark, self.filename])

    @property
    def mark(self) -> str:
        """The beginning of its hash."""
        return str(self.get_file_hash())[:16]
