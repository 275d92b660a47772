"""The address of an area's page of targets."""

from django.urls import path

from lnrs_web.targets import views

app_name = "targets"
urlpatterns = [path("targets/", views.area, name="area")]
