"""A person with an account, and the areas that a person is an officer of."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CASCADE, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from lnrs.model import areas

ALL_AREAS = "all areas"


class People(BaseUserManager["Person"]):
    """Every person with an account."""

    def create_user(self, email: str, **fields: Any) -> "Person":
        """A person who signs in by a code: there is no password."""
        person = self.model(email=email.lower(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account, known by a mail address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """How other people's pages and addresses may name the account."""
    email = models.EmailField("mail address", unique=True)
    """In small letters."""
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.email


class Officer(models.Model):
    """A person who may import and publish the editions of an area, or, as administrator, of all of them."""

    person = ForeignKey(Person, on_delete=CASCADE, related_name="offices")
    area = models.PositiveSmallIntegerField(
        "strategy area", null=True, choices=[(area.lnrs_id, area.name) for area in areas()]
    )
    """Number of the strategy area, 1 to 48; none for all areas."""
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.TextField()

    class Meta:
        ordering = ("person__email", "area")
        constraints = (
            UniqueConstraint(fields=("person", "area"), name="officer_once_an_area"),
            UniqueConstraint(fields=("person",), condition=Q(area=None), name="administrator_once"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.of}"

    @property
    def of(self) -> str:
        """The name of the area, or `all areas`."""
        return ALL_AREAS if self.area is None else str(self.get_area_display())
