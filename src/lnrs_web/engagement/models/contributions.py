"""What somebody contributed, in their own words, and every way that it has been."""

import uuid
from typing import Any, NoReturn

from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, ForeignKey, Index, UniqueConstraint
from django.utils import timezone

from lnrs_web.engagement.models.activities import Activity
from lnrs_web.engagement.models.events import Event
from lnrs_web.engagement.models.questions import Question, QuestionSet


class Contribution(models.Model):
    """What one person or body gave to one activity."""

    class State(models.TextChoices):
        """How far it has got."""

        DRAFT = "draft", "draft"
        WAITING = "waiting", "waiting for its mail address to be proved"
        RECEIVED = "received", "received"
        IN_MODERATION = "moderation", "in moderation"
        PUBLISHED = "published", "published"
        NOT_PUBLISHED = "not-published", "not published"
        WITHDRAWN = "withdrawn", "withdrawn"
        QUARANTINED = "quarantined", "set aside"

    class Channel(models.TextChoices):
        """How it came."""

        WEB = "web", "on this site"
        MAIL = "mail", "by e-mail"
        LETTER = "letter", "by letter or paper form"
        EVENT = "event", "at an event"
        PHONE = "phone", "by telephone"

    class Respondent(models.TextChoices):
        """Whom somebody speaks for."""

        RESIDENT = "resident", "Somebody who lives, works or studies here"
        LAND = "land", "A farmer, landowner or land manager"
        COMMUNITY = "community", "A community group"
        CHARITY = "charity", "A charity or conservation body"
        BUSINESS = "business", "A business"
        DEVELOPER = "developer", "A developer, or a planning or ecology consultant"
        PARISH = "parish", "A parish or town council"
        AUTHORITY = "authority", "Another public body"
        OTHER = "other", "Somebody else"

    class Stance(models.TextChoices):
        """What a representation says of the draft, or of the part of it."""

        SUPPORT = "support", "I support it as it is"
        CHANGES = "changes", "I support it with changes"
        OBJECT = "object", "I object to it"
        NEITHER = "neither", "Neither: I have something to say"

    COUNTED = ("received", "moderation", "published", "not-published")
    """States of what has been received and stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = ForeignKey(Activity, on_delete=PROTECT, related_name="contributions")
    question_set = ForeignKey(QuestionSet, on_delete=PROTECT, related_name="contributions")
    changes = ForeignKey("self", on_delete=CASCADE, null=True, related_name="changing")
    """Of a draft: what it will change when it is sent."""
    reference = models.CharField(max_length=24, unique=True, null=True)
    """What its writer and the public call it, from when it was received: `KM-4Q7T-9H3`, with a check digit, or
    `KM-2027-R-00001` for a formal representation."""
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    state = models.CharField(max_length=15, choices=State.choices, default=State.DRAFT)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    """When its writer sent it, or the paper or the call came in. By this it is in time or late."""
    received_at = models.DateTimeField(null=True)
    """When it was accepted: on sending or, where a mail address had to be proved, when that was."""
    late = models.BooleanField(default=False)
    """Whether it was sent after the activity had closed."""
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    mail = models.EmailField(blank=True)
    mail_key = models.CharField(max_length=64, blank=True)
    """The address's own person, to count by: the same for every way to write one mailbox, and not to be read back."""
    mail_proved_at = models.DateTimeField(null=True)
    postcode = models.CharField(max_length=8, blank=True)
    respondent = models.CharField(max_length=12, choices=Respondent.choices, blank=True)
    stance = models.CharField(max_length=10, choices=Stance.choices, blank=True)
    change_sought = models.TextField(blank=True)
    public_change_sought = models.TextField(null=True)
    """What is published in place of `change_sought`, where moderators redacted it."""
    may_publish = models.BooleanField(default=False)
    """Whether its writer agreed that it is published."""
    may_name = models.BooleanField(default=False)
    """Whether its writer wants the name beside it."""
    consent_version = models.PositiveSmallIntegerField(null=True)
    """Of the words that were agreed to (engagement.consent)."""
    sensitive_place = models.BooleanField(default=False)
    """Whether its writer says that its place should not be shown finely."""
    is_coarse = models.BooleanField(default=False)
    """Whether its places are published to a square of 1 km at the finest: its writer asks for it, or it names a
    species that is sensitive. Whoever changes its words, or the activity's species, works it out again."""
    signals = models.JSONField(default=list)
    """Why it was set aside, in words for moderators."""
    done = models.JSONField(default=list)
    """Of a draft: names of the pages that its writer has been through."""
    event = ForeignKey(Event, on_delete=SET_NULL, null=True, related_name="contributions")
    entered_by = models.TextField(blank=True)
    """The officer who typed it in, where its writer did not."""

    class Meta:
        ordering = ("begun_at", "id")
        indexes = (
            Index(fields=("activity", "state", "received_at")),
            Index(fields=("activity", "mail_key")),
        )

    def __str__(self) -> str:
        return self.reference or f"{self.get_state_display()} {self.id}"

    @property
    def stands(self) -> bool:
        """Whether it has been received and counts."""
        return self.state in self.COUNTED


class Answer(models.Model):
    """What somebody answered to one question: `text`, or the codes of what was chosen."""

    contribution = ForeignKey(Contribution, on_delete=CASCADE, related_name="answers")
    question = ForeignKey(Question, on_delete=PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    chosen = models.JSONField(default=list)
    public_text = models.TextField(null=True)
    """What is published in place of `text`, where moderators redacted it; None where it is as it was written."""

    class Meta:
        ordering = ("question__position",)
        constraints = (UniqueConstraint(fields=("contribution", "question"), name="answer_once"),)

    @property
    def words(self) -> str:
        """It in words, as its writer gave it."""
        return _words(self, self.text)

    @property
    def public_words(self) -> str:
        """It in words, as it may be published."""
        return _words(self, self.text if self.public_text is None else self.public_text)


def _words(answer: Answer, text: str) -> str:
    if answer.question.is_text:
        return text
    called = dict(answer.question.choices)
    return ", ".join(called.get(code, code) for code in answer.chosen)


class Written(models.QuerySet["Revision"]):
    """Revisions, which are added and read, and go only with what they are of."""

    def update(self, **_: Any) -> NoReturn:
        """Refused. Raises TypeError."""
        raise TypeError("A revision is written once.")


class Revision(models.Model):
    """All that a contribution said from a moment on. The first is how it was received."""

    contribution = ForeignKey(Contribution, on_delete=CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.TextField()
    """`its writer`, or an officer's mail address."""
    content = models.JSONField()
    """As `engagement.content.content_of` gives it."""

    objects = Written.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (UniqueConstraint(fields=("contribution", "number"), name="revision_once"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("A revision is written once.")
        super().save(*args, **kwargs)


class VerificationToken(models.Model):
    """A link that was mailed. Only its hash is kept: who reads the table can open nothing."""

    class Purpose(models.TextChoices):
        """What it lets its holder do."""

        PROOF = "proof", "prove a mail address"
        BACK = "back", "come back to what was begun or sent"

    contribution = ForeignKey(Contribution, on_delete=CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of what the link holds."""
    mail_key = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = (Index(fields=("mail_key", "made_at")),)


class Numbers(models.Model):
    """The last number given to a formal representation of an area in a year. It is raised in the transaction in which
    the number is given, so that there is no gap."""

    area = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (UniqueConstraint(fields=("area", "year"), name="numbers_once_a_year"),)
        verbose_name_plural = "numbers"
