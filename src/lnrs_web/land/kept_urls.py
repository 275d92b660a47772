"""Addresses of land in somebody's account. The land itself is part of none of them."""

from django.urls import path

from lnrs_web.land import keeping, kept_views

app_name = "kept_land"
urlpatterns = [
    path("", kept_views.all_of_it, name="all"),
    path("set-aside/", keeping.set_aside, name="set_aside"),
    path("keep/", keeping.keep, name="keep"),
    path("<uuid:public_id>/", kept_views.opened, name="opened"),
    path("<uuid:public_id>/answer.pdf", kept_views.file, {"ending": "pdf"}, name="pdf"),
    path("<uuid:public_id>/answer.gpkg", kept_views.file, {"ending": "gpkg"}, name="gpkg"),
    path("<uuid:public_id>/answer.csv", kept_views.file, {"ending": "csv"}, name="csv"),
    path("<uuid:public_id>/what-pays.csv", kept_views.what_pays, {"form": "csv"}, name="what_pays_csv"),
    path("<uuid:public_id>/what-pays.xlsx", kept_views.what_pays, {"form": "xlsx"}, name="what_pays_xlsx"),
    path("<uuid:public_id>/rename/", kept_views.rename, name="rename"),
    path("<uuid:public_id>/delete/", kept_views.delete, name="delete"),
]
