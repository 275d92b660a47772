"""Addresses of the newsletter at the desk."""

from django.urls import path

from lnrs_web.newsletter import desk_views

app_name = "newsletter_desk"
urlpatterns = [
    path("", desk_views.all_areas, name="all"),
    path("<slug:area>/", desk_views.letters, name="letters"),
]
