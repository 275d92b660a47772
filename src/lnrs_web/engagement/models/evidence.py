"""Files that somebody sends with a contribution."""

import uuid

from django.db import models
from django.db.models import CASCADE, ForeignKey, OneToOneField

from lnrs_web.engagement.models.contributions import Contribution


class Attachment(models.Model):
    """A picture or a document. It is for the desk alone until a moderator makes it public."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contribution = ForeignKey(Contribution, on_delete=CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    """By its first bytes, whatever it said of itself."""
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)
    shown_bytes = models.PositiveIntegerField(default=0)
    """The size of what everyone saves; nothing while it is for the desk alone."""
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)
    """When its writer took it out, after the contribution had been received."""

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be made anew before everyone sees it."""
        return self.media_type.startswith("image/")


class AttachmentFile(models.Model):
    """Its bytes, in the database: there with the row, gone with the row."""

    attachment = OneToOneField(Attachment, on_delete=CASCADE, related_name="file")
    data = models.BinaryField()
    shown = models.BinaryField(null=True)
    """What everyone saves of a picture: made anew, so that no place, time, camera or name goes with it. Any other file
    is saved as it was sent."""
