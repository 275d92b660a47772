"""Addresses of a strategy. Each takes `?edition=<identity>` to show an edition other than the current one."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from lnrs_web.strategy import place_views, views


class Reference(StringConverter):
    """The reference of a priority or measure; never a zero byte, which PostgreSQL refuses."""

    regex = r"[^/\x00]+"


register_converter(Reference, "reference")

app_name = "strategy"
urlpatterns = [
    path("", views.area_home, name="area"),
    path("strategy/priorities/", views.priorities, name="priorities"),
    path("strategy/priorities/<reference:ref>/", views.priority, name="priority"),
    path("strategy/measures/", views.measures, name="measures"),
    path("strategy/measures/<reference:ref>/", views.measure, name="measure"),
    path("strategy/species/", views.species, name="species"),
    path("strategy/downloads/", views.downloads, name="downloads"),
    path("strategy/versions/", views.versions, name="versions"),
    path("at/", place_views.at, name="at"),
    path("places/", place_views.all_zones, name="zones"),
    path("places/<slug:kind>/<reference:code>.pdf", place_views.zone_pdf, name="zone_pdf"),
    path("places/<slug:kind>/<reference:code>/", place_views.zone, name="zone"),
]
