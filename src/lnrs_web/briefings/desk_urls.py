"""Addresses of briefings at the desk."""

from django.urls import path

from lnrs_web.briefings.views import desk

app_name = "briefings_desk"
urlpatterns = [path("", desk.overview, name="all")]
