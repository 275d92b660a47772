"""Addresses of the site's status."""

from django.urls import path

from lnrs_web.status import views

app_name = "status"
urlpatterns = [path("status/", views.page, name="page"), path("status.json", views.as_json, name="json")]
