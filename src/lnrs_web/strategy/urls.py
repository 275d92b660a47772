"""Addresses of a strategy. Each takes `?edition=<identity>` to show an edition other than the current one."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from lnrs_web.strategy import maps, place_views, views, views_in_words, views_of_changes


class Reference(StringConverter):
    """The reference of a priority or measure; never a zero byte, which PostgreSQL refuses."""

    regex = r"[^/\x00]+"


register_converter(Reference, "reference")

app_name = "strategy"
urlpatterns = [
    path("", views.area_home, name="area"),
    path("map.svg", maps.area, name="area-map"),
    path("strategy/", views_in_words.summary, name="summary"),
    path("strategy/chapters/<slug:name>/", views_in_words.chapter, name="chapter"),
    path("strategy/wider-benefits/", views_in_words.wider_benefits, name="benefits"),
    path("strategy/funding/", views_in_words.funding, name="funding"),
    path("strategy/glossary/", views_in_words.words_explained, name="glossary"),
    path("strategy/priorities/", views.priorities, name="priorities"),
    path("strategy/priorities/<reference:ref>/", views.priority, name="priority"),
    path("strategy/priorities/<reference:ref>/map.svg", maps.priority, name="priority-map"),
    path("strategy/measures/", views.measures, name="measures"),
    path("strategy/measures/<reference:ref>/", views.measure, name="measure"),
    path("strategy/measures/<reference:ref>/map.svg", maps.measure, name="measure-map"),
    path("strategy/species/", views.species, name="species"),
    path("strategy/downloads/", views.downloads, name="downloads"),
    path("strategy/versions/", views_of_changes.versions, name="versions"),
    path("strategy/changes/", views_of_changes.choose, name="compare"),
    path("strategy/changes/<slug:before>..<slug:after>/", views_of_changes.between, name="changes"),
    path("at/", place_views.at, name="at"),
    path("at.pdf", place_views.at_pdf, name="at_pdf"),
    path("at/map.svg", maps.at, name="at-map"),
    path("places/", place_views.all_zones, name="zones"),
    path("places/<slug:kind>/<reference:code>.pdf", place_views.zone_pdf, name="zone_pdf"),
    path("places/<slug:kind>/<reference:code>/", place_views.zone, name="zone"),
    path("places/<slug:kind>/<reference:code>/map.svg", maps.zone, name="zone-map"),
]
