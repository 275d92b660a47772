"""A mail that is to be sent, and what became of it; addresses that are not written to any more."""

import uuid

from django.db import models
from django.utils import timezone

from lnrs_web.outbox.links import CUT


class Message(models.Model):
    """One mail to one address. The row stays when it has been sent: it is the proof."""

    class State(models.TextChoices):
        """How far it has got."""

        WAITING = "waiting", "waiting"
        HANDING_OVER = "handing over", "being handed over"
        SENT = "sent", "sent"
        GIVEN_UP = "given up", "given up"
        HELD_BACK = "held back", "held back"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    """What it is about, in the words of whoever posts it: the same key is the same mail."""
    to = models.CharField(max_length=320)
    subject = models.TextField()
    text = models.TextField()
    """What it says. Once it was sent, or cannot be sent again, every link to this site is cut out of it (`links`)."""
    unsubscribe = models.TextField(blank=True)
    """Where a mail program ends mail of this kind by one request (RFC 8058); a link, and cut like those in the text."""
    by = models.TextField()
    """Who had it sent: a mail address, or `NAME at the command line`."""
    posted_at = models.DateTimeField(default=timezone.now, editable=False)

    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    """Not before."""
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    """Why the last try failed, or why it is held back; no address and nothing of the mail's text is in it."""
    handed_at = models.DateTimeField(null=True)
    """When it was begun to be handed over the last time, taken or not."""
    sent_at = models.DateTimeField(null=True)
    transport = models.CharField(max_length=20, blank=True)
    """What took it: `console`, `smtp`, `files` or `notify`."""
    reference = models.TextField(blank=True)
    """What the transport calls it: the server's answer, or the service's identity of the mail."""

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("state", "due_at"), name="outbox_message_due"),
            models.Index(fields=("state", "sent_at"), name="outbox_message_sent"),
        )

    def __str__(self) -> str:
        return f"message {self.public_id}, {self.get_state_display()}"

    @property
    def can_be_sent_again(self) -> bool:
        """Whether it was not sent, and still says to whom it goes and all that it has to."""
        return bool(self.to) and self.state in (self.State.GIVEN_UP, self.State.HELD_BACK) and CUT not in self.text


class Suppression(models.Model):
    """An address that mail bounces from, or whose owner asked for no more: nothing is sent to it."""

    address = models.CharField(max_length=320, unique=True)
    """In small letters."""
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("address",)

    def __str__(self) -> str:
        return f"suppression {self.pk}"
