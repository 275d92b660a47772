"""Addresses of the files of editions."""

from django.urls import path

from lnrs_web.editions import views

urlpatterns = [path("<slug:area>/editions/<str:identity>/<path:path>", views.file, name="edition-file")]
