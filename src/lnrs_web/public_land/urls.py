"""Addresses of public land, for everyone."""

from django.urls import path

from lnrs_web.public_land import views

app_name = "public_land"
urlpatterns = [
    path("public-land/", views.bodies, name="bodies"),
    path("public-land/table.csv", views.table, {"form": "csv"}, name="csv"),
    path("public-land/table.xlsx", views.table, {"form": "xlsx"}, name="xlsx"),
    path("public-land/<slug:slug>/", views.body, name="body"),
    path("public-land/<slug:slug>/<slug:last>/", views.report, name="report"),
    path("public-land/<slug:slug>/<slug:last>/report.pdf", views.report_pdf, name="report_pdf"),
    path("public-land/<slug:slug>/<slug:last>/report.xlsx", views.report_xlsx, name="report_xlsx"),
]
