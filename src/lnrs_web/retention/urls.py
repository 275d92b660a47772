"""Addresses of the words about how long things are kept."""

from django.urls import path

from lnrs_web.retention import views

app_name = "retention"
urlpatterns = [path("privacy/how-long/", views.how_long, name="how_long")]
