"""Addresses of the pages about England."""

from django.urls import path, re_path

from lnrs_web.england import corridor_views, data_views, map_views, views

app_name = "england"
urlpatterns = [
    path("", views.front, name="front"),
    path("find/", views.find, name="find"),
    path("map/", map_views.map_page, name="map"),
    path("map/words/", map_views.words, name="map_words"),
    path("map/style.json", map_views.style, name="map_style"),
    path("map/areas.json", map_views.outlines, name="map_areas"),
    path("map/picture.png", map_views.picture, name="map_picture"),
    re_path(
        r"^map/patterns/(?P<identity>[\w-]+)/marks(?P<of>(?:@2x)?(?:\.png|\.json)?)$",
        map_views.patterns,
        name="map_patterns",
    ),
    path("corridor/", corridor_views.corridor, name="corridor"),
    path("corridor.csv", corridor_views.stations, name="corridor_csv"),
    path("corridor.geojson", corridor_views.shapes, name="corridor_geojson"),
    path("compare/", views.compare, name="compare"),
    path("compare.csv", data_views.compare_csv, name="compare_csv"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("habitats/", views.habitats, name="habitats"),
    path("habitats/<slug:slug>/", views.habitat, name="habitat"),
    path("habitats/<slug:slug>.csv", data_views.habitat_csv, name="habitat_csv"),
    path("data/", data_views.data, name="data"),
    path("data/readme.md", data_views.readme, name="readme"),
    path("data/<slug:layer>/", data_views.layer, name="layer"),
    path("data/<slug:layer>/files.txt", data_views.files, name="files"),
    path("editions/<slug:identity>/<path:path>", data_views.file, name="file"),
]
