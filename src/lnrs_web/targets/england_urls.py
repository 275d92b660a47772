"""Addresses of the targets in England."""

from django.urls import path

from lnrs_web.targets import views

app_name = "targets_england"
urlpatterns = [
    path("targets/", views.england, name="england"),
    path("targets/targets.csv", views.table, {"what": "targets", "form": "csv"}, name="targets_csv"),
    path("targets/targets.xlsx", views.table, {"what": "targets", "form": "xlsx"}, name="targets_xlsx"),
    path("targets/series.csv", views.table, {"what": "series", "form": "csv"}, name="series_csv"),
    path("targets/series.xlsx", views.table, {"what": "series", "form": "xlsx"}, name="series_xlsx"),
]
