"""Addresses of briefings for everyone."""

from django.urls import path

from lnrs_web.briefings.views import public

app_name = "briefings"
urlpatterns = [
    path("briefings/", public.every, name="all"),
    path("briefings/all.zip", public.archive, name="archive"),
    path("briefings/<slug:kind>/<slug:code>/", public.briefing, name="briefing"),
    path("briefings/<slug:kind>/<slug:code>.pdf", public.pdf, name="pdf"),
]
