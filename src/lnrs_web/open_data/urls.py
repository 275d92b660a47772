"""Addresses of open data. A page of OGC API - Features is there with and without a slash at its end."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from lnrs_web.open_data import api
from lnrs_web.open_data import catalogue_views as catalogue
from lnrs_web.open_data import ogc_views as ogc
from lnrs_web.open_data import tile_views as tiles
from lnrs_web.open_data.sitemaps import SITEMAPS, robots

_NAME = r"(?P<name>[-\w.]+)"

app_name = "open_data"
urlpatterns = [
    path("ogc/", ogc.landing, name="landing"),
    path("ogc", ogc.landing),
    path("ogc/conformance", ogc.conformance, name="conformance"),
    path("ogc/api", ogc.api, name="api"),
    path("ogc/collections", ogc.all_collections, name="collections"),
    path("ogc/collections/", ogc.all_collections),
    re_path(rf"^ogc/collections/{_NAME}$", ogc.collection, name="collection"),
    re_path(rf"^ogc/collections/{_NAME}/$", ogc.collection),
    re_path(rf"^ogc/collections/{_NAME}/queryables$", ogc.queryables, name="queryables"),
    re_path(rf"^ogc/collections/{_NAME}/items$", ogc.items, name="items"),
    re_path(rf"^ogc/collections/{_NAME}/items/$", ogc.items),
    path("api/v1/", api.documentation, name="api_page"),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("api/v1/", api.api.urls),
    re_path(r"^api/(?P<path>.*)$", api.nothing),
    path("tiles/<slug:identity>/", tiles.all_archives, name="tilesets"),
    path("tiles/<slug:identity>/<slug:name>.json", tiles.tilejson, name="tilejson"),
    path("tiles/<slug:identity>/<slug:name>/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
    path("open-data/", catalogue.page, name="catalogue"),
    path("open-data/catalogue.jsonld", catalogue.dcat, name="dcat"),
    path("open-data/datasets.jsonld", catalogue.schema_org, name="schema_org"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    re_path(rf"^ogc/collections/{_NAME}/items/(?P<feature>[^/\x00]+)$", ogc.item, name="item"),
]
