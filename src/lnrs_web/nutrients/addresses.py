"""Whole addresses of pages, for mail."""

from django.conf import settings
from django.urls import reverse

from lnrs_web.areas.queries import slug_of
from lnrs_web.nutrients.models import Application, Certificate


def own_page(one: Application) -> str:
    """The applicant's page of an application."""
    return f"{settings.ADDRESS}{reverse('credits:own', args=[one.public_id])}"


def desk_page(one: Application) -> str:
    """The officers' page of an application."""
    parts = [slug_of(one.scheme.of), one.public_id]
    return f"{settings.ADDRESS}{reverse('nutrients_desk:application', args=parts)}"


def verification(certificate: Certificate) -> str:
    """The page on which anybody sees whether a certificate holds."""
    parts = [slug_of(certificate.application.scheme.of), certificate.code]
    return f"{settings.ADDRESS}{reverse('nutrients:certificate', args=parts)}"
