"""Addresses of the files of editions."""

from django.urls import path

from lnrs_web.editions import views

urlpatterns = [
    path("<slug:area>/formats/<slug:identity>/<str:name>", views.other_format, name="edition-format"),
    path("<slug:area>/editions/<slug:identity>/<path:path>", views.file, name="edition-file"),
]
