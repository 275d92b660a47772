"""Addresses of a strategy. Each takes `?edition=<identity>` to show an edition other than the current one."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from lnrs_web.strategy import maps, views


class Reference(StringConverter):
    """The reference of a priority or measure; never a zero byte, which PostgreSQL refuses."""

    regex = r"[^/\x00]+"


register_converter(Reference, "reference")

app_name = "strategy"
urlpatterns = [
    path("", views.area_home, name="area"),
    path("map.svg", maps.area, name="area-map"),
    path("strategy/priorities/", views.priorities, name="priorities"),
    path("strategy/priorities/<reference:ref>/", views.priority, name="priority"),
    path("strategy/priorities/<reference:ref>/map.svg", maps.priority, name="priority-map"),
    path("strategy/measures/", views.measures, name="measures"),
    path("strategy/measures/<reference:ref>/", views.measure, name="measure"),
    path("strategy/measures/<reference:ref>/map.svg", maps.measure, name="measure-map"),
    path("strategy/species/", views.species, name="species"),
    path("strategy/downloads/", views.downloads, name="downloads"),
    path("strategy/versions/", views.versions, name="versions"),
    path("at/", views.at, name="at"),
    path("at/map.svg", maps.at, name="at-map"),
    path("places/", views.all_zones, name="zones"),
    path("places/<slug:kind>/<reference:code>/", views.zone, name="zone"),
    path("places/<slug:kind>/<reference:code>/map.svg", maps.zone, name="zone-map"),
]
