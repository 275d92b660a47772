"""Addresses of my land. Land is sent to them and is never part of them."""

from django.urls import path

from lnrs_web.land import views

app_name = "land"
urlpatterns = [
    path("my-land/", views.start, name="start"),
    path("my-land/answer/", views.page_of_land, name="answer"),
    path("my-land/answer.pdf", views.pdf, name="pdf"),
    path("my-land/answer.gpkg", views.gpkg, name="gpkg"),
    path("my-land/answer.csv", views.csv, name="csv"),
]
