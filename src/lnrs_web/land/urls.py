"""Addresses of my land. Land is sent to them and is never part of them."""

from django.urls import path

from lnrs_web.land import scheme_views, views

app_name = "land"
urlpatterns = [
    path("what-pays/", scheme_views.schemes, name="schemes"),
    path("what-pays/table.csv", scheme_views.table, {"form": "csv"}, name="schemes_csv"),
    path("what-pays/table.xlsx", scheme_views.table, {"form": "xlsx"}, name="schemes_xlsx"),
    path("my-land/", views.start, name="start"),
    path("my-land/answer/", views.page_of_land, name="answer"),
    path("my-land/answer.pdf", views.pdf, name="pdf"),
    path("my-land/answer.gpkg", views.gpkg, name="gpkg"),
    path("my-land/answer.csv", views.csv, name="csv"),
    path("my-land/what-pays.csv", views.what_pays_csv, name="what_pays_csv"),
    path("my-land/what-pays.xlsx", views.what_pays_xlsx, name="what_pays_xlsx"),
]
