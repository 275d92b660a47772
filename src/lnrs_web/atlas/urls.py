"""Addresses of the map. Each takes what is to be shown, and `?edition=`, as the page does."""

from django.urls import path, re_path

from lnrs_web.atlas import views

app_name = "atlas"
urlpatterns = [
    path("", views.map_page, name="map"),
    path("words/", views.words, name="words"),
    path("style.json", views.style, name="style"),
    re_path(r"^patterns(?P<of>(?:@2x)?(?:\.png|\.json)?)$", views.patterns, name="patterns"),
]
