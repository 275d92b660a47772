"""Addresses of the planning check, under an area. A key is never to be guessed, so none is listed anywhere."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from lnrs_web.planning import result_views, views


class Key(StringConverter):
    """The key of a check that is kept."""

    regex = "[2-9a-hj-kmnp-z]{16}"


register_converter(Key, "site_key")

app_name = "planning"
urlpatterns = [
    path("planning/", views.start, name="start"),
    path("planning/<site_key:key>/", result_views.result, name="result"),
    path("planning/<site_key:key>/again/", views.again, name="again"),
    path("planning/<site_key:key>/map.svg", result_views.map_svg, name="map"),
    path("planning/<site_key:key>/planning-check.pdf", result_views.as_pdf, name="pdf"),
    path("planning/<site_key:key>/planning-check.geojson", result_views.geojson, name="geojson"),
]
